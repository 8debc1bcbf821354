"""Reads a rule's page as test cases, and runs them.

A page is Markdown in the style of ty's mdtest. Prose says what the rule finds; fenced blocks
that name a file hold a small project, and comments in it say what must be found:

    ```python title="shop/serializers.py"
    name = serializers.CharField()  # NL101: accepts text of any length
    ```

A block that says `after` holds a file as the command line with those options leaves it:

    ```python title="shop/serializers.py" after="--fix --unsafe-fixes"
    name = serializers.CharField(max_length=120)
    ```

A heading begins a case. A heading below it begins another, which has the files of the one
above as well, unless it writes them anew; and so has "Use instead" those of the "Example"
before it. Everything that no comment names must be silent. A comment is taken out of the code
before the code is checked, for a rule must not read it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TypeAlias
from unittest.mock import patch

from nova_lint.config import Overrides, Settings, load
from nova_lint.engine import runner
from nova_lint.engine.registry import GROUP, Registry, installed_rules, load_registry
from nova_lint.engine.runner import Report, check
from nova_lint.engine.selection import Selection

EXAMPLE = "Example"
INSTEAD = "Use instead"

_HEADING = re.compile(r"^(?P<marks>#+)\s+(?P<title>.+?)\s*$")
_FENCE = re.compile(r"^(?P<fence>```+|~~~+)\s*(?P<info>.*)$")
_AFTER = re.compile(r'\bafter="(?P<options>[^"]+)"')
_TITLE = re.compile(r'\btitle="(?P<path>[^"]+)"')
_EXPECTED = re.compile(r"\s*#\s(?P<code>NL\d{3}): (?P<text>.*?)(?=\s+#\sNL\d{3}: |$)")


@dataclass(frozen=True)
class Expected:
    """A finding that the page announces: `text` is a part of its message."""

    path: str
    line: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.text}"

    def is_met_by(self, found: Found) -> bool:
        place = (found.path, found.line, found.code)
        return place == (self.path, self.line, self.code) and self.text in found.message


@dataclass(frozen=True)
class Found:
    """A finding, or a problem with a code, as NL000 is."""

    path: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.message}"


Fixed: TypeAlias = dict[tuple[str, str], str]
"""What a page says that files are after fixing, by the options and the path."""


@dataclass(frozen=True)
class Case:
    """The files below one heading. `title` holds the headings that lead to it."""

    page: Path
    title: str
    line: int
    files: dict[str, str] = field(default_factory=dict)
    fixed: Fixed = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The rule that the page is about."""
        return self.page.stem

    def code_of(self, path: str) -> str:
        """A file without the comments that say what is expected."""
        return "".join(f"{_EXPECTED.sub('', line)}\n" for line in self.files[path].splitlines())

    @property
    def expected(self) -> tuple[Expected, ...]:
        return tuple(
            Expected(path, number, found["code"], found["text"])
            for path, text in self.files.items()
            for number, line in enumerate(text.splitlines(), start=1)
            for found in _EXPECTED.finditer(line)
        )


@dataclass
class _Section:
    """A heading, its level, and the files that stand right below it."""

    level: int
    title: str
    line: int
    files: dict[str, str] = field(default_factory=dict)
    fixed: Fixed = field(default_factory=dict)


def read_cases(page: Path) -> tuple[Case, ...]:
    """The cases of a page: every heading with files, and none below it that has some."""
    sections = list(_sections(page))
    cases: list[Case] = []
    above: list[_Section] = []
    example: dict[str, str] = {}
    for index, section in enumerate(sections):
        above = [each for each in above if each.level < section.level]
        if section.title.startswith(EXAMPLE):
            example = section.files
        elif section.title.startswith(INSTEAD):
            section.files = example | section.files
        below = _below(sections, index)
        if section.files and not any(each.files for each in below):
            files: dict[str, str] = {}
            for each in (*above, section):
                files |= each.files
            titles = [each.title for each in (*above, section) if each.level > 1]
            cases.append(Case(page, " / ".join(titles), section.line, files, section.fixed))
        above.append(section)
    return tuple(cases)


def _below(sections: list[_Section], index: int) -> Iterator[_Section]:
    for section in sections[index + 1 :]:
        if section.level <= sections[index].level:
            return
        yield section


def _sections(page: Path) -> Iterator[_Section]:
    lines = page.read_text(encoding="utf-8").splitlines()
    section = _Section(0, "", 0)
    fence, info, block = "", "", list[str]()
    for number, line in enumerate(lines, start=1):
        found = _FENCE.match(line)
        if fence:
            if line.strip() == fence:
                _add(section, info, "".join(f"{each}\n" for each in block))
                fence = ""
            else:
                block.append(line)
        elif found:
            fence, info, block = found["fence"], found["info"], []
        elif heading := _HEADING.match(line):
            yield section
            section = _Section(len(heading["marks"]), heading["title"], number)
    if fence:
        raise ValueError(f"{page}: a fenced block of the last section is not closed")
    yield section


def _add(section: _Section, info: str, text: str) -> None:
    """Adds a fenced block to its section: a file, a fixed file, or neither."""
    title, after = _TITLE.search(info), _AFTER.search(info)
    if title and after:
        section.fixed[after["options"], title["path"]] = text
    elif title:
        section.files[title["path"]] = text


def run(case: Case, root: Path) -> Report:
    """Checks the files of a case, with the page's own rule switched on."""
    write(case, root)
    with _registry_of(case, root) as registry:
        return check(settings(case, root, registry), (root,), Silent())


@contextmanager
def _registry_of(case: Case, root: Path) -> Iterator[Registry]:
    """The installed rules, or those that a file `rules.py` of the case writes itself."""
    own = next((path for path in case.files if path.endswith("/rules.py")), None)
    if own is None:
        yield installed_rules()
        return
    module = own.removesuffix(".py").replace("/", ".")
    package = module.partition(".")[0]
    with patch.object(sys, "path", [str(root), *sys.path]):
        registry = load_registry([EntryPoint(package, module, GROUP)])
        try:
            with patch.object(runner, "installed_rules", lambda: registry):
                yield registry
        finally:
            for name in [each for each in sys.modules if each.partition(".")[0] == package]:
                del sys.modules[name]


def write(case: Case, root: Path) -> None:
    """Writes the files of a case, without the comments that say what is expected."""
    (root / "manage.py").write_text("", encoding="utf-8")
    for name in case.files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for package in path.parents:
            if package == root:
                break
            (package / "__init__.py").touch()
        path.write_text(case.code_of(name), encoding="utf-8")


def settings(case: Case, root: Path, registry: Registry) -> Settings:
    """The project's settings: the default ones, or those that the case writes."""
    rules = registry.infos
    extra = (case.code,) if case.code in rules else ()
    overrides = Overrides(selection=Selection(extend_select=extra), jobs=1, cache_dir=None)
    found = load(root, overrides, rules)
    assert found.root == root, f"{found.root} is taken for the project"
    return found


class Silent:
    """Progress that nobody watches."""

    total = 0

    def advance(self, count: int) -> None:
        pass


def found_in(report: Report) -> list[Found]:
    """Everything that a run has to say."""
    problems = [
        Found(problem.path, problem.line, *_code_of(problem.message)) for problem in report.errors
    ]
    findings = [
        Found(finding.place.path, finding.place.line, finding.code, finding.message)
        for finding in report.findings
    ]
    return [*findings, *problems]


def _code_of(message: str) -> tuple[str, str]:
    code, _, rest = message.partition(" ")
    return (code, rest) if re.fullmatch(r"NL\d{3}", code) else ("error", message)


def fixed(case: Case, root: Path, options: str) -> dict[str, str]:
    """The files of a case after the command line has fixed them. `run` has written them."""
    selection = ["--extend-select", case.code] if case.code in installed_rules().infos else []
    arguments = ["check", str(root), "--no-cache", *selection, *options.split()]
    command = [sys.executable, "-m", "nova_lint", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return {path: (root / path).read_text(encoding="utf-8") for path in case.files}


def differences(case: Case, report: Report) -> list[str]:
    """What was expected and not found, and what was found and not expected."""
    return differences_from(case.expected, found_in(report))


def differences_from(wanted: Iterable[Expected], found: Iterable[Found]) -> list[str]:
    """The same for findings from elsewhere."""
    left = list(found)
    missing: list[Expected] = []
    for expected in wanted:
        met = next((found for found in left if expected.is_met_by(found)), None)
        if met is None:
            missing.append(expected)
        else:
            left.remove(met)
    return [
        *(f"not found: {expected}" for expected in missing),
        *(f"not expected: {found}" for found in left),
    ]
