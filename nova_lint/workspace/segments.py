"""The nodes of single statements, made when somebody asks.

A statement is read with the indentation that it has in the file, inside an `if` that
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

from nova_lint.workspace.bare.source import UnplainError
from nova_lint.workspace.bare.statements import bare_statements
from nova_lint.workspace.outline_nodes import Assignment, Class, Function, Mutation
from nova_lint.workspace.place import Place
from nova_lint.workspace.walk import walk

Node = TypeVar("Node", bound=cst.CSTNode)
_Statements = Sequence[cst.BaseStatement | cst.BaseSmallStatement]

_FRAME = "if _:\n"


class Segment:
    """One statement of a file: its nodes, and how they are written.

    `body` are its statements, whose nodes have no layout (see `nova_lint.workspace.bare`).
    Everything that is about the text takes such nodes and those that are `written`.
    """

    def __init__(
        self, path: str, first_line: int, code: str, framed: bool, statements: _Statements
    ) -> None:
        self.path = path
        self.code = code
        """What was read: the statement, and what stands in for the code around it."""
        self.body = _inside(statements) if framed else statements
        self.first_line = first_line
        self.last_line = first_line + code.count("\n") - (2 if framed else 1)
        self._framed = framed
        # From lines of the code to those of the file.
        self._shift = first_line - (2 if framed else 1)

    @cached_property
    def _module(self) -> cst.Module:
        return cst.parse_module(self.code)

    @cached_property
    def _written(self) -> dict[int, cst.CSTNode]:
        statements: _Statements = self._module.body
        written = _inside(statements) if self._framed else statements
        return {
            id(bare): node
            for one, other in zip(self.body, written, strict=True)
            for bare, node in zip(walk(one), walk(other), strict=True)
        }

    def written(self, node: Node) -> Node:
        """A node of the segment with its layout, comments included."""
        found = self._written.get(id(node), node)
        assert isinstance(found, type(node))
        return found

    def text(self, node: cst.CSTNode) -> str:
        """The text of a node, on one line."""
        return " ".join(self._module.code_for_node(self.written(node)).split())

    @cached_property
    def _ranges(self) -> dict[cst.CSTNode, CodeRange]:
        wrapper = MetadataWrapper(self._module, unsafe_skip_copy=True)
        return dict(wrapper.resolve(PositionProvider))

    def place(self, node: cst.CSTNode) -> Place:
        """Where a node of this segment stands in its file."""
        span = self._ranges[self.written(node)]
        return Place(
            path=self.path,
            line=span.start.line + self._shift,
            column=span.start.column + 1,
            end_line=span.end.line + self._shift,
            end_column=span.end.column + 1,
        )

    def code_with(self, node: cst.CSTNode, new: cst.CSTNode) -> str:
        """The code with another node in the place of one of the segment's own."""
        changed = self._module.deep_replace(self.written(node), new)
        return cst.ensure_type(changed, cst.Module).code

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
        """Every node of a kind with its layout, in the order in which they stand there."""
        waiting: list[cst.CSTNode] = [self._module]
        while waiting:
            node = waiting.pop()
            if isinstance(node, kind):
                yield node
            waiting.extend(reversed(node.children))


_NOTHING = Segment("", 1, "", framed=False, statements=())


class Segments:
    """Parses segments, each once. `ask` hears the path and line of each statement that is
    read, `ask_header` those of each class of which the header is."""

    def __init__(
        self,
        lines: Callable[[str], list[str]],
        ask: Callable[[str, int], object],
        ask_header: Callable[[str, int], object],
    ) -> None:
        self._lines = lines
        self._ask = ask
        self._ask_header = ask_header
        self._parsed: dict[tuple[str, int, int, str], Segment | None] = {}
        self._begun: dict[tuple[str, int | None], Segment] = {}

    def statement(
        self, path: str, node: Assignment | Mutation | Function | Class
    ) -> Segment | None:
        """The segment of a whole statement; None where libcst cannot read it."""
        self._ask(path, node.line)
        return self._segment(path, node.line, node.end_line, "")

    def header(self, path: str, node: Class) -> Segment | None:
        """The segment of a class without its body: decorators, bases, keywords. A class whose
        body begins on the last line of its header is read as a whole."""
        self._ask_header(path, node.line)
        found = self._segment(path, node.line, node.header_end, "pass")
        return found if found is not None else self.statement(path, node)

    def lines(self, path: str, line: int, end_line: int) -> Segment | None:
        """The segment of the statement on these lines; None where libcst cannot read it."""
        self._ask(path, line)
        return self._segment(path, line, end_line, "")

    def text(self, path: str, line: int | None, node: cst.CSTNode) -> str:
        """The text of a node of the statement that was read on a line, on one line; of any
        other node the text that it would have by itself."""
        return self._begun.get((path, line), _NOTHING).text(node)

    def _segment(self, path: str, line: int, end_line: int, body: str) -> Segment | None:
        key = (path, line, end_line, body)
        if key not in self._parsed:
            lines = self._lines(path)[line - 1 : end_line]
            self._parsed[key] = found = _parse(path, line, lines, body)
            if found is not None:
                self._begun[path, line] = found
        return self._parsed[key]


def _parse(path: str, line: int, lines: list[str], body: str) -> Segment | None:
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    source = "\n".join(lines) + "\n"
    if body:
        source = _with_body(source, indent, body)
    framed = bool(indent)
    code = _FRAME + source if framed else source
    statements = _statements(code)
    return Segment(path, line, code, framed, statements) if statements is not None else None


def _statements(code: str) -> _Statements | None:
    try:
        return bare_statements(code)
    except (RecursionError, MemoryError):
        # Nobody could follow what is nested so deeply, and libcst takes minutes to read it.
        return None
    except (UnplainError, SyntaxError, ValueError):
        # Written in a way of which `ast` does not tell, newer than the running interpreter,
        # or a statement cut out of a line that holds several (`class A: x = 1; y = 2`).
        pass
    try:
        return cst.parse_module(code).body
    except (cst.ParserSyntaxError, RecursionError):
        return None


def _inside(statements: _Statements) -> _Statements:
    """The statements in the frame."""
    [frame] = statements
    return cst.ensure_type(frame, cst.If).body.body


def _with_body(source: str, indent: str, body: str) -> str:
    stripped = source.rstrip()
    if stripped.endswith(":"):
        return f"{stripped}\n{indent}    {body}\n"
    lines = stripped.split("\n")
    # The last lines of the header may be comments, or the docstring's first line.
    return "\n".join([*lines, f"{indent}    {body}", ""])
