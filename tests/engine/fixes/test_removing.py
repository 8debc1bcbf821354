"""Items that are taken out of what is written out around them."""

from __future__ import annotations

import libcst as cst
import pytest
from test_offering import applied, segment_of

from nova_lint.engine.fixes.fix import Safety
from nova_lint.engine.fixes.removing import remove


def without(text: str, *values: str) -> str | None:
    """The text without the items that are these strings; None where there is no fix."""
    segment = segment_of(text)
    items = [
        item
        for kind in (cst.Element, cst.DictElement)
        for item in segment.nodes(kind)
        if getattr(item, "key", item.value).evaluated_value in values
    ]
    fix = remove(segment, items, title="", safety=Safety.SAFE)
    return applied(text, fix) if fix is not None else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('x = ["a", "b", "gone"]\n', 'x = ["a", "b"]\n'),
        ('x = ["a", "gone", "b"]\n', 'x = ["a", "b"]\n'),
        ('x = ["gone", "a", "b"]\n', 'x = ["a", "b"]\n'),
        ('x = ["gone", "a", "old", "b"]\n', 'x = ["a", "b"]\n'),
        ('x = ["a", "gone", "old"]\n', 'x = ["a"]\n'),
        ('x = ["a", "gone",]\n', 'x = ["a",]\n'),
        ('x = ("a", "gone")\n', 'x = ("a",)\n'),
        ('x = ("gone", "a")\n', 'x = ("a",)\n'),
        ('x = ("a", "gone",)\n', 'x = ("a",)\n'),
        ('x = "a", "gone"\n', 'x = "a",\n'),
        ('x = ["gone"]\n', "x = []\n"),
        ('x = ("gone", "old")\n', "x = ()\n"),
        ('x = "gone", "old"\n', "x = ()\n"),
        ('x = {"gone": 1}\n', "x = {}\n"),
        ('x = {"a", "gone"}\n', 'x = {"a"}\n'),
        ('x = {"a": 1, "gone": {"b": 2}}\n', 'x = {"a": 1}\n'),
        ('x = [\n    "a",\n    "gone",  # old\n    "b",\n]\n', 'x = [\n    "a",\n    "b",\n]\n'),
        ('x = [\n    "a",  # keep\n    "gone"\n]\n', 'x = [\n    "a",  # keep\n]\n'),
        ('x = [\n    # one\n    "gone",\n    # two\n    "a",\n]\n',
         'x = [\n    # one\n    # two\n    "a",\n]\n'),
        ('x = [\n    "a", "gone",\n    "b", "old"]\n', 'x = [\n    "a", "b"]\n'),
        ('class Meta:\n    fields = (\n        "a",\n        "gone",\n    )\n',
         'class Meta:\n    fields = (\n        "a",\n    )\n'),
        ('x = {\n    "gone": {\n        "b": 1,\n    },\n    "a": 2,\n}\n',
         'x = {\n    "a": 2,\n}\n'),
    ],
)  # fmt: skip
def test_items_go_with_their_commas(text, expected):
    assert without(text, "gone", "old") == expected


@pytest.mark.parametrize(
    "text",
    [
        'x = {"gone"}\n',
        'x = [\n    # mine\n    "gone",\n]\n',
        'x = ["a",  # about a\n "gone"]\n',
        'x = ["gone",  # about gone\n "a"]\n',
        'x = ["a"]\n',
    ],
    ids=["a set", "a comment inside", "a comment before", "a comment behind", "none"],
)
def test_there_is_no_fix_where_something_else_would_go(text):
    assert without(text, "gone", "old") is None
