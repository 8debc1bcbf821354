"""Where the rules' pages lie, and what their titles say."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

_TITLE = re.compile(rb"# NL\d{3}: (?P<name>[\w-]+)")
_LINE = 256
"""Bytes that are longer than a title."""


def folder() -> Path:
    """The folder with the page of each rule: of a wheel, or where the pages are written."""
    package = Path(__file__).parents[1]
    installed = package / "pages"
    return installed if installed.is_dir() else package.parent / "docs" / "rules"


def names() -> Iterator[str]:
    """The names of all rules that have a page, found without loading the rules."""
    # mypy's plugin asks at each start.
    for page in os.scandir(folder()):
        if page.name.endswith(".md"):
            with open(page.path, "rb", buffering=_LINE) as lines:  # noqa: PTH123
                title = _TITLE.match(lines.readline())
            if title:
                yield title["name"].decode()
