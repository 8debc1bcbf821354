"""Where the rules' pages lie, and what their titles say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_TITLE = re.compile(r"# NL\d{3}: (?P<name>[\w-]+)")


def folder() -> Path:
    """The folder with the page of each rule: of a wheel, or where the pages are written."""
    package = Path(__file__).parents[1]
    installed = package / "pages"
    return installed if installed.is_dir() else package.parent / "docs" / "rules"


def names() -> Iterator[str]:
    """The names of all rules that have a page, found without loading the rules."""
    for page in folder().iterdir():
        if page.name.endswith(".md"):
            with page.open(encoding="utf-8") as lines:
                title = _TITLE.match(lines.readline())
            if title:
                yield title["name"]
