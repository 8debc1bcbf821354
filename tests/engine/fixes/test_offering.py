"""What a rule gives and what becomes of it: edits of single nodes, and nothing else."""

from __future__ import annotations

import textwrap

import libcst as cst
import pytest

from nova_lint.engine.fixes.fix import Fix, FromImport, Safety
from nova_lint.engine.fixes.offering import replace
from nova_lint.workspace.outline import make_outline
from nova_lint.workspace.segments import Segment, Segments
from tests.support import unheard


def segment_of(text: str) -> Segment:
    """The segment of the last statement of a text, those in class bodies included."""
    lines = text.split("\n")
    statement = make_outline(text).statements[-1]
    while hasattr(statement, "body"):
        statement = statement.body[-1]
    found = Segments(lambda path: lines, unheard, unheard).lines(
        "shop.py", statement.line, statement.end_line
    )
    assert found is not None
    return found


def node_of(segment: Segment, source: str) -> cst.CSTNode:
    """The last expression that reads like this."""
    every = list(segment.nodes(cst.BaseExpression))
    return next(n for n in reversed(every) if segment.code[slice(*segment.offsets(n))] == source)


def applied(text: str, fix: Fix) -> str:
    lines = text.split("\n")
    for edit in sorted(fix.edits, key=lambda each: each.place, reverse=True):
        place = edit.place
        first, last = place.line - 1, place.end_line - 1
        before, after = lines[first][: place.column - 1], lines[last][place.end_column - 1 :]
        lines[first : last + 1] = (before + edit.text + after).split("\n")
    return "\n".join(lines)


def replaced(text: str, old: str, new: str) -> str | None:
    """The text with one expression in the place of another; None where there is no fix."""
    text = textwrap.dedent(text)
    segment = segment_of(text)
    node = node_of(segment, old)
    fix = replace(segment, {node: cst.parse_expression(new)}, title="", safety=Safety.SAFE)
    return applied(text, fix) if fix is not None else None


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("x = a.get()\n", "a.get()", "await a.aget()", "x = await a.aget()\n"),
        ("x = a.get().name\n", "a.get()", "await a.aget()", "x = (await a.aget()).name\n"),
        ("x = (a.get()).name\n", "a.get()", "await a.aget()", "x = (await a.aget()).name\n"),
        ("x = a.get()[0]\n", "a.get()", "await a.aget()", "x = (await a.aget())[0]\n"),
        ("x = -a.get()\n", "a.get()", "await a.aget()", "x = -await a.aget()\n"),
        ("x = a.get() ** 2\n", "a.get()", "await a.aget()", "x = await a.aget() ** 2\n"),
        ("x = 2 * y\n", "y", "a + b", "x = 2 * (a + b)\n"),
        ("x = 2 + y\n", "y", "a * b", "x = 2 + a * b\n"),
        ("x = 2 - y\n", "y", "a - b", "x = 2 - (a - b)\n"),
        ("f(y)\nx = f(y)\n", "y", "a, b", "f(y)\nx = f((a, b))\n"),
        ("x = f(key=y)\n", "y", "a if b else c", "x = f(key=a if b else c)\n"),
        ("x = y if c else d\n", "y", "a if b else c", "x = (a if b else c) if c else d\n"),
        ("x = [*y]\n", "y", "a or b", "x = [*(a or b)]\n"),
        ("x = not y\n", "y", "a == b", "x = not a == b\n"),
        ("def f():\n    return(y)\n", "y", "await z", "def f():\n    return(await z)\n"),
        ("def f():\n    return'y'\n", "'y'", "z", "def f():\n    return(z)\n"),
        ("x = (  # why\n    y\n).z\n", "y", "await w", "x = (  # why\n    await w\n).z\n"),
        ("x = f\"{y}\"\n", "y", "z", "x = f\"{z}\"\n"),
    ],
)  # fmt: skip
def test_parentheses_stand_where_the_new_code_needs_them(text, old, new, expected):
    assert replaced(text, old, new) == expected


def test_the_name_of_an_attribute_takes_no_parentheses():
    assert replaced("x = a.get(1)\n", "get", "aget") == "x = a.aget(1)\n"


def test_only_the_node_changes():
    text = '''
    class Order:
        def total(self):
            """Sum."""

            # first
            x = [  # all
                1,   2,
                    old(3),  # three
            ]   ;  y=1
            return x
    '''
    expected = textwrap.dedent(text).replace("old(3)", "new")
    assert replaced(text, "old(3)", "new") == expected


def test_a_part_of_the_old_node_keeps_its_lines_and_comments():
    text = textwrap.dedent(
        """
        class Order:
            async def f(self):
                if self:
                    return a.get(
                        # the first
                        pk=1,  # one
                    ).name
        """
    )
    segment = segment_of(text)
    call = next(node for node in segment.nodes(cst.Call))
    assert isinstance(call.func, cst.Attribute)
    func = call.func.with_changes(attr=cst.Name("aget"))
    new = cst.Await(call.with_changes(func=func))
    fix = replace(segment, {call: new}, title="", safety=Safety.SAFE)
    assert fix is not None
    expected = text.replace("return a.get(", "return (await a.aget(").replace("    ).", "    )).")
    assert applied(text, fix) == expected


def test_a_whole_statement_can_be_replaced():
    text = textwrap.dedent(
        """
        class Order:
            async def f(self):
                # Each of them.
                for row in rows:  # all
                    print(row)
                    # done
                return 1
        """
    )
    segment = segment_of(text)
    loop = next(iter(segment.nodes(cst.For)))
    new = loop.with_changes(asynchronous=cst.Asynchronous())
    fix = replace(segment, {loop: new}, title="", safety=Safety.SAFE)
    assert fix is not None
    assert applied(text, fix) == text.replace("for row", "async for row")


def test_several_nodes_of_one_statement():
    text = "price: float = 0.5\n"
    segment = segment_of(text)
    note, value = node_of(segment, "float"), node_of(segment, "0.5")
    new = {note: cst.Name("Decimal"), value: cst.parse_expression('Decimal("0.5")')}
    needed = FromImport("decimal", "Decimal")
    fix = replace(segment, new, title="", safety=Safety.UNSAFE, imports=[needed])
    assert fix is not None
    assert applied(text, fix) == 'price: Decimal = Decimal("0.5")\n'
    assert fix.imports == (needed,)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("x = old(  # why\n)\n", "old(  # why\n)", "new"),
        ("x = f\"{old}\"\n", "old", "new['a']"),
        ("x = f'{old}'\n", "old", 'new("a")'),
        ("old = 1\n", "old", "f()"),
    ],
    ids=["a comment", "quotes", "other quotes", "a target"],
)  # fmt: skip
def test_there_is_no_fix_where_something_would_be_lost_or_broken(text, old, new):
    assert replaced(text, old, new) is None


@pytest.mark.parametrize(
    "text",
    [
        "def f(Decimal):\n    return x\n",
        "def f():\n    Decimal = float\n    return x\n",
        "def f():\n    for Decimal in (): ...\n    return x\n",
        "def f():\n    from money import Decimal\n    return x\n",
        "def f():\n    from decimal import Decimal as D, Context as Decimal\n    return x\n",
        "def f():\n    if y:\n        from decimal import Decimal\n    return x\n",
        "def f():\n    x\n    from decimal import Decimal\n",
        "def f():\n    from decimal import Decimal\n    def g(Decimal):\n        return x\n",
        "def f():\n    def g():\n        from decimal import Decimal\n    return x\n",
        "def f():\n    import money as Decimal\n    return x\n",
        "def f():\n    try: ...\n    except E as Decimal: ...\n    return x\n",
        "def f():\n    class Decimal: ...\n    return x\n",
        "def f():\n    return [x for Decimal in y]\n",
        "def f():\n    match y:\n        case {**Decimal}: return x\n",
    ],
)
def test_there_is_no_fix_where_a_name_that_it_needs_means_something_else(text):
    segment = segment_of(text)
    node = node_of(segment, "x")
    needed = [FromImport("decimal", "Decimal")]
    new = {node: cst.Name("Decimal")}
    assert replace(segment, new, title="", safety=Safety.SAFE, imports=needed) is None
    assert replace(segment, new, title="", safety=Safety.SAFE) is not None


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    from decimal import Decimal\n    return x\n",
        "def f():\n    from decimal import Context, Decimal\n    def g():\n        return x\n",
    ],
)
def test_what_a_function_imports_itself_is_not_imported_again(text):
    segment = segment_of(text)
    new = {node_of(segment, "x"): cst.Name("Decimal")}
    needed = [FromImport("decimal", "Decimal")]
    fix = replace(segment, new, title="", safety=Safety.SAFE, imports=needed)
    assert fix is not None
    assert fix.imports == ()
    assert applied(text, fix) == text.replace("return x", "return Decimal")
