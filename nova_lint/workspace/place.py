"""Where something stands in the source."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True, order=True):
    """A range of characters in one file.

    `path` is relative to the project's root, with forward slashes; for a file of an
    installed package it is absolute. Lines and columns count characters from 1;
    `end_column` is the first column behind the range.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
