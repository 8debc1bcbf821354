"""The text that `ast` has read, to look up what its nodes leave out."""

from __future__ import annotations

import ast
from collections.abc import Sequence


class UnplainError(Exception):
    """This text has something of which `ast` does not say how it was written."""


class Source:
    """A text by lines, and what of it stands at a node of `ast`."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self._lines = lines
        # `ast` counts the bytes of UTF-8.
        self._encoded: Sequence[bytes] | None = (
            None if text.isascii() else [line.encode() for line in lines]
        )

    def text(self, node: ast.expr | ast.stmt) -> str:
        """The text of a node, without parentheses around it."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        start, end = node.col_offset, node.end_col_offset
        if first == last:
            return self._between(first, start, end)
        inside = self._lines[first + 1 : last]
        ends = self._between(first, start, None), self._between(last, 0, end)
        return "\n".join((ends[0], *inside, ends[1]))

    def is_first(self, node: ast.stmt) -> bool:
        """Whether nothing stands before a statement on its line."""
        return not self._between(node.lineno - 1, 0, node.col_offset).strip()

    def begins(self, node: ast.expr | ast.stmt, word: str) -> bool:
        """Whether a node's text begins with a word."""
        line, start = node.lineno - 1, node.col_offset
        return self._between(line, start, start + len(word)) == word

    def _between(self, line: int, start: int, end: int | None) -> str:
        if self._encoded is not None:
            return self._encoded[line][start:end].decode()
        return self._lines[line][start:end]
