"""The house stands as CONTRIBUTING.md says: imports run one way, three packages lie apart."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]

STOREYS = (
    {"errors", "problem", "version"},
    {"knowledge"},
    {"workspace"},
    {"semantics"},
    {"contracts"},
    {"engine", "config", "config_files"},
    {"report"},
    {"server"},
    {"cli"},
    {"__main__"},
)
"""Every part of nova_lint, from the ground up. A part imports what is below it, and itself."""

TOGETHER = ({"engine", "config"}, {"config", "config_files"})
"""Parts of one storey that import each other: settings name rules, and a run has settings."""


class Importing(NamedTuple):
    """One import: the file and line where it stands, and the dotted name of what it imports.

    `at_once` says that it runs when its module is imported, so in no function and not for
    type checkers alone.
    """

    path: Path
    line: int
    module: str
    at_once: bool

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.module}"


def imports_in(package: str) -> Iterator[Importing]:
    """The imports in a package's files, those inside functions included."""
    files = sorted((ROOT / package).rglob("*.py"))
    assert files, package
    for path in files:
        yield from _imports(path, ast.parse(path.read_text(encoding="utf-8")), at_once=True)


def _imports(path: Path, node: ast.AST, *, at_once: bool) -> Iterator[Importing]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Importing(path, node.lineno, alias.name, at_once)
    elif isinstance(node, ast.ImportFrom):
        yield from _from(path, node, at_once)
    later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (
        isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    for child in ast.iter_child_nodes(node):
        yield from _imports(path, child, at_once=at_once and not later)


def _from(path: Path, node: ast.ImportFrom, at_once: bool) -> Iterator[Importing]:
    if node.level:
        yield Importing(path, node.lineno, "." * node.level + (node.module or ""), at_once)
        return
    assert node.module is not None
    for alias in node.names:
        # `from nova_lint.report import text` imports a module; which names are modules is
        # seen on disk.
        dotted = f"{node.module}.{alias.name}"
        inner = ROOT.joinpath(*dotted.split("."))
        is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
        yield Importing(path, node.lineno, dotted if is_module else node.module, at_once)


def part_of(dotted: str) -> str:
    """The part of nova_lint that a module belongs to; empty for the package itself."""
    return dotted.split(".")[1] if "." in dotted else ""


def storey(part: str) -> int:
    return next(number for number, parts in enumerate(STOREYS) if part in parts)


def test_every_part_has_its_place():
    on_disk = {path.stem for path in (ROOT / "nova_lint").iterdir() if path.suffix in {"", ".py"}}
    assert on_disk - {"__init__", "__pycache__"} <= set().union(*STOREYS)


def test_imports_run_one_way():
    wrong = [
        str(each)
        for each in imports_in("nova_lint")
        if each.module.startswith("nova_lint.") and not _may(each)
    ]
    assert wrong == []


def _may(each: Importing) -> bool:
    inside = each.path.relative_to(ROOT / "nova_lint").with_suffix("").parts
    importer, imported = inside[0], part_of(each.module)
    if importer == "__init__":
        return imported == "version"
    if importer == imported or {importer, imported} in TOGETHER:
        return True
    return storey(imported) < storey(importer)


def test_modules_do_not_import_each_other():
    """A cycle of modules breaks as soon as somebody imports the other one first."""
    graph: dict[str, set[str]] = {}
    for each in imports_in("nova_lint"):
        if each.at_once and each.module.startswith("nova_lint"):
            name = ".".join(each.path.relative_to(ROOT).with_suffix("").parts)
            graph.setdefault(name.removesuffix(".__init__"), set()).add(each.module)
    assert _cycles(graph) == []


def _cycles(graph: dict[str, set[str]]) -> list[set[str]]:
    """The groups of modules that all reach each other."""
    reached = {module: _reached(module, graph) for module in graph}
    groups: list[set[str]] = []
    for module in graph:
        group = {other for other in reached[module] if module in reached.get(other, ())}
        if group and group not in groups:
            groups.append(group)
    return groups


def _reached(start: str, graph: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - seen
        seen |= new
        waiting.extend(new)
    return seen


def test_the_engine_knows_neither_the_rules_nor_the_plugin():
    wrong = [
        str(each)
        for each in imports_in("nova_lint")
        if each.module.startswith(("nova_lint.rules", "nova_lint.mypy_plugin", "rules", "mypy_pl"))
    ]
    assert wrong == []


def test_imports_inside_nova_lint_are_absolute():
    assert [str(each) for each in imports_in("nova_lint") if each.module.startswith(".")] == []


@pytest.mark.parametrize("package", ["rules", "mypy_plugin"])
def test_rules_and_plugin_import_their_own_relatively_and_nova_lint(package):
    allowed = sys.stdlib_module_names | {"nova_lint"}
    # Rules may look at syntax; the plugin's whole subject is mypy.
    allowed |= {"libcst", "msgspec"} if package == "rules" else {"mypy", "msgspec"}
    wrong = [
        str(each)
        for each in imports_in(package)
        if (not each.module.startswith(".") and each.module.split(".")[0] not in allowed)
        or each.module.startswith(("nova_lint.rules", "nova_lint.mypy_plugin"))
        or _climbs_out(each, ROOT / package)
    ]
    assert wrong == []


def _climbs_out(each: Importing, package: Path) -> bool:
    """Whether a relative import leads out of the package: installed, it stands elsewhere."""
    dots = len(each.module) - len(each.module.lstrip("."))
    return dots > len(each.path.relative_to(package).parts)


@pytest.mark.parametrize("package", ["rules", "mypy_plugin"])
def test_rules_and_plugin_leave_the_reports_alone(package):
    private = {"cli", "report", "server", "config", "config_files"}
    wrong = [
        str(each)
        for each in imports_in(package)
        if each.module.startswith("nova_lint.") and part_of(each.module) in private
    ]
    assert wrong == []


@pytest.mark.parametrize("package", ["nova_lint", "rules", "mypy_plugin"])
def test_the_checked_frameworks_are_never_imported(package):
    frameworks = {"django", "rest_framework", "pydantic", "ninja", "fastapi"}
    wrong = [str(e) for e in imports_in(package) if e.module.split(".")[0] in frameworks]
    assert wrong == []


# What starting up costs


def modules_after(code: str) -> set[str]:
    """The names of the modules that a program has imported at its end."""
    program = f"import sys\n{code}\nsys.stdout.write('\\n#' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("#")[2].split())


HELP = [["--help"], ["--version"], ["check", "--help"], ["server", "--help"]]


@pytest.mark.parametrize("arguments", HELP)
def test_help_waits_for_nothing_heavy(arguments):
    modules = modules_after(
        "from nova_lint.cli import main\n"
        f"try: main({arguments})\n"
        "except SystemExit as end: assert not end.code, end"
    )
    heavy = {"libcst", "rich", "mypy", "pygls", "nova_lint.config", "nova_lint.engine"}
    assert not modules & heavy


def test_a_text_report_does_without_the_terminal_toolkit(tmp_path):
    (tmp_path / "models.py").write_text("x = 1\n")
    modules = modules_after(
        "from nova_lint.cli import main\n"
        f"try: main(['check', '--no-cache', {str(tmp_path)!r}])\n"
        "except SystemExit as end: assert not end.code, end"
    )
    assert "nova_lint.engine.runner" in modules
    assert not modules & {"rich", "mypy", "django", "multiprocessing.pool", "asyncio"}
