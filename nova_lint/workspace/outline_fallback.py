"""Outlines of files in a newer Python than the one that runs: made from libcst."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, pairwise

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from nova_lint.workspace.outline_nodes import (
    Assignment,
    Class,
    Function,
    Guard,
    Import,
    Mutation,
    Statement,
    UnparsableSource,
)

_BEGINNING = re.compile(r"@|(?!(?:elif|else|except|finally)\b)\w")


def statements(
    text: str, reason: BaseException, parse: Callable[[str], tuple[Statement, ...]]
) -> tuple[Statement, ...]:
    """The top-level statements of a module, or UnparsableSource with `reason`'s line.

    `parse` reads what is not newer than the running Python, which is most of such a file and
    takes a tenth of the time.
    """
    try:
        with suppress(cst.ParserSyntaxError):
            # A part that was cut at the wrong line parses with neither.
            return tuple(chain.from_iterable(_of_part(part, parse) for part in _parts(text)))
        return _read(text)
    except Exception as error:
        # libcst raises many kinds on broken input; what the user wants to read is why
        # Python could not parse the file.
        line = getattr(reason, "lineno", None) or getattr(error, "raw_line", None) or 1
        message = reason.msg if isinstance(reason, SyntaxError) else str(reason)
        raise UnparsableSource(message, line) from error


def _read(text: str) -> tuple[Statement, ...]:
    wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    return tuple(_Reader(wrapper).body(wrapper.module.body, Guard.NONE))


def _of_part(text: str, parse: Callable[[str], tuple[Statement, ...]]) -> tuple[Statement, ...]:
    try:
        return parse(text)
    except (SyntaxError, ValueError):
        return _read(text)


def _parts(text: str) -> Iterator[str]:
    """The text of each top-level statement, as far as lines show where one begins, behind as
    many blank lines as there are lines before it."""
    lines = text.split("\n")
    begins = [number for number, line in enumerate(lines) if _BEGINNING.match(line)]
    # A decorator begins the statement that it decorates.
    starts = [n for before, n in pairwise(begins) if not lines[before].startswith("@")]
    for start, end in pairwise((0, *begins[:1], *starts, len(lines))):
        yield "\n" * start + "\n".join(lines[start:end]) + "\n"


class _Reader:
    """Walks one module; holds its positions."""

    def __init__(self, wrapper: MetadataWrapper) -> None:
        self._ranges = wrapper.resolve(PositionProvider)

    def body(self, nodes: Iterable[cst.CSTNode], guard: Guard) -> Iterator[Statement]:
        for node in nodes:
            match node:
                case cst.SimpleStatementLine() | cst.SimpleStatementSuite():
                    yield from self._simple(node, guard)
                case cst.ClassDef():
                    yield self._class(node, guard)
                case cst.FunctionDef():
                    yield self._function(node, guard)
                case cst.If():
                    yield from self._branches(node)
                case cst.Try() | cst.TryStar():
                    yield from self.body(node.body.body, guard)
                    for handler in node.handlers:
                        yield from self.body(handler.body.body, Guard.EXCEPT)
                    for rest in (node.orelse, node.finalbody):
                        if rest is not None:
                            yield from self.body(rest.body.body, guard)
                case cst.With():
                    yield from self.body(node.body.body, guard)
                case cst.For() | cst.While():
                    yield from self.body(node.body.body, Guard.LOOP)

    def _range(self, node: cst.CSTNode) -> CodeRange:
        found: CodeRange = self._ranges[node]
        return found

    def _lines(self, node: cst.CSTNode) -> tuple[int, int]:
        span = self._range(node)
        return span.start.line, span.end.line

    def _branches(self, node: cst.If) -> Iterator[Statement]:
        checking = _dotted(node.test).rpartition(".")[2] == "TYPE_CHECKING"
        yield from self.body(node.body.body, Guard.NONE if checking else Guard.IF)
        match node.orelse:
            case cst.If() as other:
                yield from self._branches(other)
            case cst.Else(body=block):
                yield from self.body(block.body, Guard.ELSE)

    def _simple(
        self, node: cst.SimpleStatementLine | cst.SimpleStatementSuite, guard: Guard
    ) -> Iterator[Statement]:
        line, end_line = self._lines(node)
        for small in node.body:
            match small:
                case cst.Import() | cst.ImportFrom():
                    yield from _imports(small, line, end_line, guard)
                case cst.Assign(targets=targets):
                    names = _bound_names(target.target for target in targets)
                    yield from _assignments(names, small, line, end_line, guard)
                case cst.TypeAlias(name=target):
                    yield from _assignments(_bound_names([target]), small, line, end_line, guard)
                case cst.AnnAssign(target=target) | cst.AugAssign(target=target):
                    yield from _assignments(_bound_names([target]), small, line, end_line, guard)
                case cst.Expr(value=cst.Call(func=cst.Attribute(value=cst.Name(value=name)))):
                    yield Mutation(name=name, line=line, end_line=end_line, guard=guard)

    def _class(self, node: cst.ClassDef, guard: Guard) -> Class:
        line, end_line = self._lines(node)
        body = node.body.body
        first = self._lines(body[0])[0] if body else line + 1
        name_line = self._lines(node.name)[0]
        return Class(
            name=node.name.value,
            line=line,
            end_line=end_line,
            name_line=name_line,
            header_end=max(name_line, first - 1),
            bases=tuple(_dotted(base.value) for base in node.bases),
            keywords=tuple(k.keyword.value if k.keyword else "**" for k in node.keywords),
            decorators=_decorators(node.decorators),
            body=tuple(self.body(body, Guard.NONE)),
            guard=guard,
        )

    def _function(self, node: cst.FunctionDef, guard: Guard) -> Function:
        line, end_line = self._lines(node)
        return Function(
            name=node.name.value,
            line=line,
            end_line=end_line,
            name_line=self._lines(node.name)[0],
            is_async=node.asynchronous is not None,
            decorators=_decorators(node.decorators),
            guard=guard,
        )


def _imports(
    node: cst.Import | cst.ImportFrom, line: int, end_line: int, guard: Guard
) -> Iterator[Import]:
    def make(name: str, module: str, attribute: str, level: int) -> Import:
        return Import(
            name=name,
            module=module,
            attribute=attribute,
            level=level,
            line=line,
            end_line=end_line,
            guard=guard,
        )

    if isinstance(node, cst.Import):
        for alias in node.names:
            dotted = _dotted(alias.name)
            top = dotted.partition(".")[0]
            renamed = alias.evaluated_alias
            yield make(renamed or top, dotted if renamed else top, "", 0)
        return
    module = _dotted(node.module) if node.module is not None else ""
    level = len(node.relative)
    if isinstance(node.names, cst.ImportStar):
        yield make("*", module, "*", level)
        return
    for alias in node.names:
        attribute = _dotted(alias.name)
        yield make(alias.evaluated_alias or attribute, module, attribute, level)


def _assignments(
    names: Iterable[str], node: cst.BaseSmallStatement, line: int, end_line: int, guard: Guard
) -> Iterator[Assignment]:
    for name in names:
        yield Assignment(
            name=name,
            line=line,
            end_line=end_line,
            annotated=isinstance(node, cst.AnnAssign),
            augmented=isinstance(node, cst.AugAssign),
            guard=guard,
        )


def _bound_names(targets: Iterable[cst.CSTNode]) -> Iterator[str]:
    for target in targets:
        match target:
            case cst.Name(value=name):
                yield name
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                yield from _bound_names(element.value for element in elements)
            case cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value=attribute)):
                yield f"{name}.{attribute}"
            case cst.Subscript(value=cst.Name(value=name)):
                yield f"{name}[]"


def _decorators(decorators: Iterable[cst.Decorator]) -> tuple[str, ...]:
    return tuple(
        _dotted(d.decorator.func if isinstance(d.decorator, cst.Call) else d.decorator)
        for d in decorators
    )


def _dotted(node: cst.CSTNode) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return ""
    parts.append(node.value)
    return ".".join(reversed(parts))
