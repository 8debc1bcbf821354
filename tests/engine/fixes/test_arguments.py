"""Keyword arguments that a call gets."""

from __future__ import annotations

import libcst as cst
import pytest
from test_offering import applied, segment_of

from nova_lint.engine.fixes.arguments import with_arguments
from nova_lint.engine.fixes.fix import Safety
from nova_lint.engine.fixes.offering import replace


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(x=1, y=2)"),
        ("f(a)", "f(a, x=1, y=2)"),
        ("f(a, b=1)", "f(a, b=1, x=1, y=2)"),
        ("f(a,)", "f(a, x=1, y=2,)"),
        ("f(a, **b)", "f(a, **b, x=1, y=2)"),
        ("f(\n        a,\n        b=1,\n    )",
         "f(\n        a,\n        b=1,\n        x=1,\n        y=2,\n    )"),
        ("f(\n        a,\n        b=1\n    )",
         "f(\n        a,\n        b=1,\n        x=1,\n        y=2\n    )"),
        ("f(\n        a, b=1\n    )", "f(\n        a, b=1,\n        x=1,\n        y=2\n    )"),
        ("f(\n        a,  # one\n        b=1,  # two\n    )",
         "f(\n        a,  # one\n        b=1,  # two\n        x=1,\n        y=2,\n    )"),
        ("f(  # why\n        a  # one\n    )",
         "f(  # why\n        a,  # one\n        x=1,\n        y=2\n    )"),
        ("f(\n        a,\n        # behind\n    )",
         "f(\n        a,\n        # behind\n        x=1,\n        y=2,\n    )"),
        ("f(a,\n      b)", "f(a,\n      b, x=1, y=2)"),
    ],
)  # fmt: skip
def test_arguments_are_laid_out_as_the_others(before, after):
    text = f"class Order:\n    total = {before}\n"
    segment = segment_of(text)
    call = next(segment.nodes(cst.Call))
    new = with_arguments(call, {"x": cst.Integer("1"), "y": cst.Integer("2")})
    fix = replace(segment, {call: new}, title="", safety=Safety.SAFE)
    assert fix is not None
    assert applied(text, fix) == f"class Order:\n    total = {after}\n"
