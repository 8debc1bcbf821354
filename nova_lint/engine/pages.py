"""Where the rules' pages lie, and what their titles say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_TITLE = b"# NL"
_LINE = 256
"""Bytes that are longer than a title."""


def folder() -> Path:
    """The folder with the page of each rule: of a wheel, or where the pages are written."""
    package = Path(__file__).parents[1]
    installed = package / "pages"
    return installed if installed.is_dir() else package.parent / "docs" / "rules"


def names() -> Iterator[str]:
    """The names of all rules that have a page, found without loading the rules."""
    # mypy's plugin asks at each start: buffers and regular expressions would take longer.
    for page in os.scandir(folder()):
        if page.name.endswith(".md"):
            title, _, _ = _beginning(page.path).partition(b"\n")
            code, _, name = title.partition(b": ")
            if code.startswith(_TITLE):
                yield name.strip().decode()


def _beginning(path: str) -> bytes:
    page = os.open(path, os.O_RDONLY)
    try:
        return os.read(page, _LINE)
    finally:
        os.close(page)
