"""Where the rules' pages lie, and what their titles say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

_TITLE = re.compile(r"# NL\d{3}: (?P<name>[\w-]+)")


def folder() -> Traversable:
    """The folder with the page of each rule."""
    try:
        return resources.files("nova_lint.pages")
    except ModuleNotFoundError:
        # A source checkout that is not installed: the pages lie where they are written.
        return Path(__file__).parents[2] / "docs" / "rules"


def names() -> Iterator[str]:
    """The names of all rules that have a page, found without loading the rules."""
    for page in folder().iterdir():
        if page.name.endswith(".md"):
            with page.open(encoding="utf-8") as lines:
                title = _TITLE.match(lines.readline())
            if title:
                yield title["name"]
