"""Nodes that are made of what `ast` reads are those that libcst makes, but for the layout."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import django
import libcst as cst
import pytest
import rest_framework

from nova_lint.workspace.bare.source import UnplainError
from nova_lint.workspace.bare.statements import bare_statements
from nova_lint.workspace.segments import Segments
from nova_lint.workspace.walk import walk
from tests.support import unheard

_TEXTS = (
    'name = models.CharField(_("name"), max_length=100, blank=True)',
    "a.b[0].c: list[int] = []",
    "a = b, *c = 1, 0x1F, 1_000, 1.50, 2j, ...",
    "x += 1; y = rb'c'",
    'text = ("one "  # of two\n        "and two")',
    "f'{a!r:>{width}} and {b}' 'c'",
    "f(*a, b, c=1, *d, **e)",
    "f(x async for x in y if a if b for z in x)",
    "(a and b or not c) and -d ** +e @ f // ~g",
    "a < b <= c != d is not e not in f",
    "x[1], x[1:], x[:2], x[::3], x[a, b:c], x[()]",
    "lambda a, /, b=1, *c, d, e=2, **f: a if b else c",
    "lambda *, a: (yield)",
    "[*a, b], {*a, b}, {**a, 'b': c}, (), (d,)",
    "[x for x in y], {x for x in y}, {x: y for x, y in z}",
    "(x := await y)",
    "del a, b[0]; assert a, 'b'; raise A from b; global c, d",
    "from . import a as b, c",
    "from ..a.b import *",
    "import a.b.c as d, e.f",
    "@a\n@b.c(1)\nasync def f(a: int, *args: str, b: int = 1, **kwargs) -> None:\n    pass",
    "class A(B, C[D], *e, metaclass=F, **g):\n    '''Text.'''\n\n    x: int; y = 1",
    "if a: b; c\nelif d:\n    e\nelse:\n    if f: g",
    "while a:\n    break\nelse: continue",
    "async def f():\n    async for a, b in c:\n        pass\n    async with d as e, f: return",
    "try:\n    a\nexcept (B, C) as d:\n    e\nexcept:\n    f\nelse:\n    g\nfinally:\n    h",
    "größe = 'ä' + ünï.cødé['é':]",
)
"""Everything that can be said, at least once."""

_LEFT_TO_LIBCST = (
    "a = b \\\n    + c",
    "match a:\n    case [b, *c]:\n        pass",
    "x[(a, b)]",
    "x[a::]",
    "x[*a]",
    "try:\n    a\nexcept* B:\n    c",
)


@pytest.mark.parametrize("text", _TEXTS)
def test_each_kind_of_node_is_what_libcst_makes(text: str) -> None:
    assert _shown(bare_statements(text)) == _shown(cst.parse_module(text).body)


@pytest.mark.parametrize("text", _LEFT_TO_LIBCST)
def test_what_ast_does_not_tell_is_left_to_libcst(text: str) -> None:
    with pytest.raises(UnplainError):
        bare_statements(text)


def test_the_statements_of_two_frameworks_are_what_libcst_makes() -> None:
    checked = unplain = 0
    for statement in _statements_of_frameworks():
        try:
            bare = bare_statements(statement)
        except UnplainError:
            unplain += 1
            continue
        assert _shown(bare) == _shown(cst.parse_module(statement).body), statement
        checked += 1
    assert checked > 1000
    assert unplain < checked / 50, "then nothing is gained by making bare nodes"


def test_a_bare_node_leads_to_the_one_that_is_written() -> None:
    text = "class A:\n    total = price * (1 +  # tax\n        rate)\n"
    segments = Segments(lambda path: text.split("\n"), unheard, unheard)
    segment = segments.lines("a.py", 2, 3)
    assert segment is not None
    [line] = segment.body
    assert isinstance(line, cst.SimpleStatementLine)
    [assignment] = line.body
    assert isinstance(assignment, cst.Assign)
    product = cst.ensure_type(assignment.value, cst.BinaryOperation)
    written = segment.written(product)
    assert segment.text(product) == "price * (1 + # tax rate)"
    assert not product.right.lpar and written.right.lpar
    assert segment.written(written) is written
    place = segment.place(product.left)
    assert (place.line, place.column, place.end_column) == (2, 13, 18)


def _shown(statements: object) -> object:
    """Nodes as tuples, without layout. `ast` gives a name in one of the ways to write it."""
    match statements:
        case cst.CSTNode() as node:
            return [
                (
                    type(part).__name__,
                    unicodedata.normalize("NFKC", str(getattr(part, "value", ""))),
                )
                if isinstance(part, cst.Name | cst.BaseNumber | cst.SimpleString)
                else (type(part).__name__, getattr(part, "star", ""))
                for part in walk(node)
            ]
        case tuple() | list():
            return [_shown(each) for each in statements]
    return statements


def _statements_of_frameworks() -> Iterator[str]:
    """The top-level statements of Django's models and forms, and of DRF."""
    installed = Path(django.__file__).parent
    for root in (
        installed / "db/models",
        installed / "forms",
        Path(rest_framework.__file__).parent,
    ):
        for path in sorted(root.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            lines = text.split("\n")
            for node in ast.parse(text).body:
                decorators = getattr(node, "decorator_list", ())
                start = min([node.lineno, *(each.lineno for each in decorators)])
                yield "\n".join(lines[start - 1 : node.end_lineno]) + "\n"
