"""The concrete syntax of single statements, parsed when somebody asks.

A statement is parsed with the indentation that it has in the file, inside an `if` that
stands for what is around it, so that not one of its characters changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from nova_lint.workspace.node_validation import unvalidated
from nova_lint.workspace.outline_nodes import Assignment, Class, Function, Mutation
from nova_lint.workspace.place import Place

Node = TypeVar("Node", bound=cst.CSTNode)

_FRAME = "if _:\n"


class Segment:
    """One statement of a file: its nodes, and the places of those nodes."""

    def __init__(self, path: str, first_line: int, module: cst.Module, framed: bool) -> None:
        self.path = path
        self._module = module
        self._framed = framed
        # From lines of the code to those of the file.
        self._shift = first_line - (2 if framed else 1)
        self._ranges: dict[cst.CSTNode, CodeRange] | None = None

    @property
    def body(self) -> Sequence[cst.BaseStatement | cst.BaseSmallStatement]:
        """The statements of the segment."""
        statements: Sequence[cst.BaseStatement | cst.BaseSmallStatement] = self._module.body
        if self._framed:
            frame = self._module.body[0]
            assert isinstance(frame, cst.If)
            statements = frame.body.body
        return statements

    def place(self, node: cst.CSTNode) -> Place:
        """Where a node of this segment stands in its file."""
        if self._ranges is None:
            wrapper = MetadataWrapper(self._module, unsafe_skip_copy=True)
            self._ranges = dict(wrapper.resolve(PositionProvider))
        span = self._ranges[node]
        return Place(
            path=self.path,
            line=span.start.line + self._shift,
            column=span.start.column + 1,
            end_line=span.end.line + self._shift,
            end_column=span.end.column + 1,
        )

    @cached_property
    def code(self) -> str:
        """What was parsed: the statement, and what stands in for the code around it."""
        return self._module.code

    def code_with(self, node: cst.CSTNode, new: cst.CSTNode) -> str:
        """The code with another node in the place of one of the segment's own."""
        return cst.ensure_type(self._module.deep_replace(node, new), cst.Module).code

    def offsets(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where a node begins and ends in `code`."""
        place = self.place(node)
        return (
            self._line_starts[place.line - self._shift - 1] + place.column - 1,
            self._line_starts[place.end_line - self._shift - 1] + place.end_column - 1,
        )

    def place_between(self, start: int, end: int) -> Place:
        """Where a part of `code` stands in the file."""
        line, column = self._position(start)
        end_line, end_column = self._position(end)
        return Place(self.path, line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        number = bisect_right(self._line_starts, offset)
        return number + self._shift, offset - self._line_starts[number - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        lengths = (len(line) + 1 for line in self.code.split("\n"))
        return list(accumulate(lengths, initial=0))

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """Every node of a kind, in the order in which they stand there."""
        waiting: list[cst.CSTNode] = [self._module]
        while waiting:
            node = waiting.pop()
            if isinstance(node, kind):
                yield node
            waiting.extend(reversed(node.children))


class Segments:
    """Parses segments, each once. `ask` hears the path and line of each that is read."""

    def __init__(
        self, lines: Callable[[str], list[str]], ask: Callable[[str, int], object]
    ) -> None:
        self._lines = lines
        self._ask = ask
        self._parsed: dict[tuple[str, int, int], Segment | None] = {}

    def statement(
        self, path: str, node: Assignment | Mutation | Function | Class
    ) -> Segment | None:
        """The segment of a whole statement; None where libcst cannot read it."""
        return self._segment(path, node.line, node.end_line, "")

    def header(self, path: str, node: Class) -> Segment | None:
        """The segment of a class without its body: decorators, bases, keywords."""
        return self._segment(path, node.line, node.header_end, "pass")

    def lines(self, path: str, line: int, end_line: int) -> Segment | None:
        """The segment of the statement on these lines; None where libcst cannot read it."""
        return self._segment(path, line, end_line, "")

    def _segment(self, path: str, line: int, end_line: int, body: str) -> Segment | None:
        self._ask(path, line)
        key = (path, line, end_line)
        if key not in self._parsed:
            self._parsed[key] = _parse(path, line, self._lines(path)[line - 1 : end_line], body)
        return self._parsed[key]


def _parse(path: str, line: int, lines: list[str], body: str) -> Segment | None:
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    source = "\n".join(lines) + "\n"
    if body:
        source = _with_body(source, indent, body)
    framed = bool(indent)
    try:
        with unvalidated():
            module = cst.parse_module(_FRAME + source if framed else source)
    except (cst.ParserSyntaxError, RecursionError):
        # A statement cut out of a line that holds several (`class A: x = 1; y = 2`).
        return None
    return Segment(path, line, module, framed)


def _with_body(source: str, indent: str, body: str) -> str:
    stripped = source.rstrip()
    if stripped.endswith(":"):
        return f"{stripped}\n{indent}    {body}\n"
    lines = stripped.split("\n")
    # The last lines of the header may be comments, or the docstring's first line.
    return "\n".join([*lines, f"{indent}    {body}", ""])
