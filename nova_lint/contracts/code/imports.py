"""What the files of a project import when they run, wherever in them the imports stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from nova_lint.workspace import questions
from nova_lint.workspace.place import Place
from nova_lint.workspace.symbols import Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Imported(msgspec.Struct, frozen=True):
    """A module that a statement imports, by its dotted name; where it is a name of a module
    that is imported, that module."""

    module: str
    place: Place


def imports_of(module: Module, contracts: Contracts) -> tuple[Imported, ...]:
    """The imports of a project file in their order, those for type checkers alone left out."""
    workspace = contracts.workspace
    return workspace.questions.memo(
        ("imports", module.path), lambda: tuple(_imports_of(module, contracts))
    )


def _imports_of(module: Module, contracts: Contracts) -> Iterator[Imported]:
    workspace = contracts.workspace
    workspace.questions.ask(questions.file(module.path))
    try:
        tree = ast.parse(workspace.text(module.path))
    except SyntaxError:
        # Said once, among the problems of the run.
        return
    for node in _run(tree):
        end = (node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1)
        place = Place(module.path, node.lineno, node.col_offset + 1, *end)
        for name in _names(node, module, contracts):
            yield Imported(name, place)


def _run(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports below a node, but for those under `if TYPE_CHECKING`."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield node
    elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        yield from (found for child in node.orelse for found in _run(child))
    else:
        yield from (found for child in ast.iter_child_nodes(node) for found in _run(child))


def _names(
    node: ast.Import | ast.ImportFrom, module: Module, contracts: Contracts
) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    source = _absolute(node, module)
    for alias in node.names:
        name = f"{source}.{alias.name}"
        # Whether that is a module of the project changes with its files.
        yield name if contracts.workspace.modules.get(name) is not None else source


def _absolute(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    parts = module.package.split(".")
    around = parts[: len(parts) - (node.level - 1)]
    return ".".join([*around, *([node.module] if node.module else [])])
