"""Leaves out what libcst checks of nodes that its own parser makes.

Each node that is made is checked for what no parser makes: a name that is empty, a keyword
without a space before it. That is a fifth of what parsing costs, and libcst 1.9 says itself,
in libcst/_nodes/base.py, CSTNode.__post_init__, that a tree from the parser would not need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import libcst as cst

_CHECK: Final = "__post_init__"


@contextmanager
def unvalidated() -> Iterator[None]:
    """Nodes that are made meanwhile are not checked; those that code makes afterwards are."""
    before = getattr(cst.CSTNode, _CHECK)
    setattr(cst.CSTNode, _CHECK, _accept)
    try:
        yield
    finally:
        setattr(cst.CSTNode, _CHECK, before)


def _accept(node: cst.CSTNode) -> None:
    """Takes a node as it is."""
