"""Which edits of a file change what it says."""

from __future__ import annotations

import pytest

from nova_lint.workspace.substance import digest

TEXT = '''\
from django.db import models

# Orders and what they are about.
LIMIT = 20


class Order(models.Model):
    """An order.

    # no comment
    """

    number = models.CharField(max_length=LIMIT)
    # The customer's own.
    reference = models.CharField(max_length=40)
'''


def changed(*edits: tuple[str, str]) -> str:
    text = TEXT
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    "edited",
    [
        TEXT,
        TEXT + "\n# To do: more.\n\n",
        TEXT.rstrip(),
        changed(("# The customer's own.", "#")),
        changed(("# Orders and what they are about.", "# Something else.")),
        TEXT.replace("\n", "\r\n"),
        changed(("# The customer's own.", "")),
    ],
)
def test_it_says_the_same(edited):
    assert digest(edited.encode()) == digest(TEXT.encode())


@pytest.mark.parametrize(
    "edited",
    [
        changed(("40", "41")),
        changed(("# no comment", "# another line of a string")),
        # What is found is found on another line.
        changed(("# The customer's own.\n    ", "")),
        "\n" + TEXT,
        changed(("# The customer's own.", "# nova: ignore-file[NL101] no")),
        TEXT + "# NoQA: NL101\n",
        "# -*- coding: latin-1 -*-\n" + TEXT,
        TEXT + "X = 'a\\\n# b'\n",
    ],
)
def test_it_says_something_else(edited):
    assert digest(edited.encode()) != digest(TEXT.encode())


def test_it_says_the_same_without_any_long_string():
    assert digest(b"X = 1\nY = 2\nZ = 3\n\n# To do.\n") == digest(b"X = 1\nY = 2\nZ = 3\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A comment that names an encoding, and one that goes on behind a lone carriage return.
        ("# one\nX = 1\n", "# coding: latin-1\nX = 1\n"),
        ("A = 1\nB = 2\n# x\rC = 1\n", "A = 1\nB = 2\n# x\rC = 2\n"),
        ('"""What.\n\n# one\n"""\n', '"""What.\n\n# two\n"""\n'),
        # A string that goes on behind the lines in which an encoding may be named.
        ("A = 1\nB = 'a\\\n# b'\n", "A = 1\nB = 'a\\\n# c'\n"),
        ("A = 1\nB = 2\nC = 'a\\\n# b'\n", "A = 1\nB = 2\nC = 'a\\\n# c'\n"),
    ],
)
def test_what_looks_like_a_comment_may_be_more(before, after):
    assert digest(before.encode()) != digest(after.encode())
