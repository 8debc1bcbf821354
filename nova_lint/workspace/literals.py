"""The values of literals."""

from __future__ import annotations

import libcst as cst

_QUOTES = ("'", '"')


def literal(node: cst.SimpleString | cst.Integer | cst.Float) -> str | bytes | int | float:
    """The value of a string or number. What libcst gives, without asking a parser where the
    value stands in the text as it is: that is nearly every one."""
    text = node.value
    if isinstance(node, cst.SimpleString):
        if text[0] in _QUOTES and "\\" not in text:
            around = 3 if text[:3] == text[0] * 3 else 1
            return text[around:-around]
    elif isinstance(node, cst.Integer) and text.isdecimal():
        return int(text)
    return node.evaluated_value
