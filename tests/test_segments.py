"""Single statements as libcst parses them, without the checks that a parser's nodes need not."""

from __future__ import annotations

import libcst as cst
import pytest

from nova_lint.workspace.node_validation import unvalidated

_SOURCE = """\
@decorated(1, *more, key="value")
async def total(order: "Order", /, *, tax=0.2, **rest) -> Decimal:
    async with lock as held, other:
        return (await order.lines()) if not order else [x async for x in order if x is not None]
    match order:
        case {"price": [first, *_]} | Point(x=0) as point:
            del first, order[1:2, ...]
    assert lambda: (yield) or f"{order!r:>{width}}" not in names
"""


def test_a_tree_is_the_same_with_checks_and_without():
    with unvalidated():
        unchecked = cst.parse_module(_SOURCE)
    assert unchecked.deep_equals(cst.parse_module(_SOURCE))


def test_without_checks_a_node_may_be_anything():
    # Else leaving the checks out would save nothing, and the other tests could not fail.
    with unvalidated():
        assert cst.Name("").value == ""


def test_nodes_that_code_makes_are_checked_as_before():
    with pytest.raises(ZeroDivisionError), unvalidated():
        raise ZeroDivisionError
    with pytest.raises(cst.CSTValidationError):
        cst.Name("")
