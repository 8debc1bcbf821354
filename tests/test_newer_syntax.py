"""A file in a newer Python than the one that runs is outlined statement by statement: with
libcst what the running Python cannot read, the rest with `ast`."""

from __future__ import annotations

import ast
import textwrap

import pytest

from nova_lint.workspace import outline_fallback
from nova_lint.workspace.outline import make_outline
from nova_lint.workspace.outline_nodes import Statement

NEWER = "newer = 1"

FILES = {
    "one statement of several": """\
        '''A module.'''
        from a import b

        newer = 1

        class After(b):
            x = 1
    """,
    "the first statement": "newer = 1\nafter = 2\n",
    "inside a class": """\
        before = 1

        class Around:
            newer = 1

            def method(self): ...
    """,
    "a decorated class on either side": """\
        @first
        # a remark
        @second(1)
        class Before: ...

        newer = 1

        @third
        def after(): ...
    """,
    "branches": """\
        if before:
            a = 1
        # a remark
        elif other:
            a = 2
        else:
            a = 3
        try:
            newer = 1
        except ImportError:
            newer = 1
        finally:
            b = 1
    """,
    "a text with lines that look like statements": """\
        text = '''
        import nothing
        class Nothing: ...
        '''
        newer = 1
        after = 2
    """,
    "brackets with lines at the margin": """\
        names = [
        first,
        second,
        ]
        newer = 1
    """,
    "a line that goes on": "total = 1 + \\\n2\nnewer = 1\n",
}


@pytest.mark.parametrize("name", FILES)
def test_the_outline_is_that_of_the_whole_file(name: str) -> None:
    text = textwrap.dedent(FILES[name])
    found = outline_fallback.statements(text, SyntaxError("newer"), _older)
    assert [_place(each) for each in found] == [
        _place(each) for each in make_outline(text).statements
    ]


def _older(text: str) -> tuple[Statement, ...]:
    """What a Python says that knows everything but one statement."""
    if NEWER in text:
        raise SyntaxError("invalid syntax")
    ast.parse(text)
    return make_outline(text).statements


def _place(statement: Statement) -> tuple[object, ...]:
    inner = tuple(map(_place, getattr(statement, "body", ())))
    return (
        type(statement),
        statement.name,
        statement.line,
        statement.end_line,
        statement.guard,
        inner,
    )
