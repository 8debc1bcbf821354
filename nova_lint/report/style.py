"""How text looks on the screen: colours, width, and the room that characters take."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Mapping
from typing import TextIO

import msgspec

from nova_lint.engine.finding import Severity

_WIDEST = 120
"""Prose in longer lines is hard to read, however wide the terminal."""


class Palette(msgspec.Struct, frozen=True):
    """The escape sequences for what a report sets apart; empty where colour is not wanted."""

    place: str = ""
    code: str = ""
    frame: str = ""
    error: str = ""
    warning: str = ""
    info: str = ""

    def of(self, severity: Severity) -> str:
        """The colour of a severity."""
        return {
            Severity.ERROR: self.error,
            Severity.WARNING: self.warning,
            Severity.INFO: self.info,
        }[severity]


PLAIN = Palette()
COLOURED = Palette(
    place="\x1b[1m",
    code="\x1b[1m",
    frame="\x1b[34m",
    error="\x1b[1;31m",
    warning="\x1b[1;33m",
    info="\x1b[1;36m",
)


class Style(msgspec.Struct, frozen=True):
    """A palette, and the columns that a line may take; None where lines may be long."""

    palette: Palette = PLAIN
    width: int | None = None


def style_for(stream: TextIO, variables: Mapping[str, str]) -> Style:
    """The style for writing to a stream.

    Text that goes into a file or a pipe has neither colour nor line breaks of its own, so
    that it is the same everywhere. `NO_COLOR` and `FORCE_COLOR` are heeded.
    """
    on_terminal = stream.isatty()
    coloured = on_terminal and variables.get("TERM") != "dumb"
    if variables.get("FORCE_COLOR"):
        coloured = True
    if variables.get("NO_COLOR"):
        coloured = False
    width = min(shutil.get_terminal_size().columns, _WIDEST) if on_terminal else None
    return Style(COLOURED if coloured and _understands_escapes() else PLAIN, width)


def paint(text: str, colour: str) -> str:
    """The text in a colour of a palette."""
    return f"{colour}{text}\x1b[0m" if colour and text else text


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def printable(text: str) -> str:
    """The text with tabs as four blanks and without what would move the cursor."""
    expanded = text.replace("\t", "    ")
    if expanded.isprintable():
        return expanded
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in expanded)


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _understands_escapes() -> bool:
    # Windows' older console shows escape sequences as they are; the newer one sets these.
    return os.name != "nt" or "WT_SESSION" in os.environ or "ANSICON" in os.environ
