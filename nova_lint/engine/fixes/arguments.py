"""Adds keyword arguments to a call, laid out as those that it has."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

_EQUAL = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))


def with_arguments(call: cst.Call, arguments: Mapping[str, cst.BaseExpression]) -> cst.Call:
    """The call with further keyword arguments at its end: each on a line of its own where the
    call's first one stands on one, else behind the others."""
    new = [
        cst.Arg(keyword=cst.Name(name), value=value, equal=_EQUAL)
        for name, value in arguments.items()
    ]
    if not new or not call.args:
        return call.with_changes(args=[*call.args, *new])
    *others, last = call.args
    end = last.comma.whitespace_after if isinstance(last.comma, cst.Comma) else None
    blank = _blank(call, end if end is not None else last.whitespace_after_arg)
    between = cst.Comma(whitespace_after=blank)
    parted = [each.with_changes(comma=_plain(between)) for each in new[:-1]]
    if end is not None:
        final = new[-1].with_changes(comma=cst.Comma(whitespace_after=_plain_blank(end)))
    else:
        after = _plain_blank(last.whitespace_after_arg)
        final = new[-1].with_changes(whitespace_after_arg=after)
    kept = last.with_changes(comma=between, whitespace_after_arg=cst.SimpleWhitespace(""))
    return call.with_changes(args=[*others, kept, *parted, final])


def _blank(
    call: cst.Call, end: cst.BaseParenthesizableWhitespace
) -> cst.BaseParenthesizableWhitespace:
    """What parts the last argument from a new one: a comment behind it stays there."""
    before = call.whitespace_before_args
    if not isinstance(before, cst.ParenthesizedWhitespace):
        return cst.SimpleWhitespace(" ")
    if isinstance(end, cst.ParenthesizedWhitespace):
        return before.with_changes(first_line=end.first_line, empty_lines=end.empty_lines)
    return _plain_blank(before)


def _plain(comma: cst.Comma) -> cst.Comma:
    assert isinstance(comma.whitespace_after, cst.BaseParenthesizableWhitespace)
    return comma.with_changes(whitespace_after=_plain_blank(comma.whitespace_after))


def _plain_blank(
    blank: cst.BaseParenthesizableWhitespace,
) -> cst.BaseParenthesizableWhitespace:
    """A line break and indentation without the comments in front of them."""
    if not isinstance(blank, cst.ParenthesizedWhitespace):
        return blank
    return cst.ParenthesizedWhitespace(indent=blank.indent, last_line=blank.last_line)
