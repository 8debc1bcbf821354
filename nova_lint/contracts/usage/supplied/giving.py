"""Which names a piece of code gives a value: what it assigns, hands over or puts in a dict.

Only text is looked at. What merely reads a value of that name gives none: a look-up
(`filter(owner=…)`, `data["owner"]`), an error's or response's dictionary, a local variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nova_lint.knowledge.supply import CLASS_LISTS, NO_VALUES, READERS, SAVING_CALLS

_NOISE = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|(?m:(?<![\w"\'\[(&])#[^"\'\n]*$)')
_PARENTHESIS = re.compile(r"[()]")
_KEY = r"[\"'](\w+)[\"']"
_READ_KEY = re.compile(
    rf"(?<=[\w\])])\[{_KEY}\](?!\s*=(?!=))|{_KEY}\s+(?:not\s+)?in\b|[=!]=\s*{_KEY}"
)
_LOCAL = re.compile(r"(?m)^[ \t]*\w+(?:[ \t]+=|[ \t]*:[^=\n]*=)(?!=)[ \t]*(?![^\n]*,[ \t]*$)")
_GIVEN = re.compile(rf"\b(\w+)\s*(?:=(?!=)|\+=|-=)|{_KEY}")


def given_names(text: str) -> frozenset[str]:
    """The names to which code gives a value, as far as its text can tell."""
    text = _NOISE.sub("", text)
    saving = "\n".join(_arguments(text, SAVING_CALLS))
    rest = CLASS_LISTS.sub("", _without_calls(text, NO_VALUES))
    return _given(saving) | _given(_LOCAL.sub("", rest))


def _given(text: str) -> frozenset[str]:
    text = _READ_KEY.sub("", _without_calls(text, READERS))
    return frozenset(found[1] or found[2] for found in _GIVEN.finditer(text))


def _arguments(text: str, callee: re.Pattern[str]) -> Iterator[str]:
    """What stands between the parentheses of the calls of some functions."""
    for call in callee.finditer(text):
        yield text[call.end() : _end_of_call(text, call.end())]


def _without_calls(text: str, callee: re.Pattern[str]) -> str:
    return "".join(_outside(text, callee))


def _outside(text: str, callee: re.Pattern[str]) -> Iterator[str]:
    """The pieces of a text around the calls of some functions."""
    start = 0
    while (call := callee.search(text, start)) is not None:
        yield text[start : call.start()]
        start = _end_of_call(text, call.end())
    yield text[start:]


def _end_of_call(text: str, start: int) -> int:
    """Where the call ends whose parenthesis opens just before."""
    depth = 1
    for match in _PARENTHESIS.finditer(text, start):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return match.end()
    return len(text)
