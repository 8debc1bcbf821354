"""Which views a file routes, and how: with a list of actions, or with all that they have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from nova_lint.knowledge import views

_WORD = re.compile(r"\w+")
_LAST_WORD = re.compile(r"\w+\Z")
_LONGEST_NAME = 200


class Routes(msgspec.Struct, frozen=True):
    """The routes of one file by the name of the view: what stands in the braces of
    `.as_view({…})`, and the views that are routed in another way."""

    listed: Mapping[str, tuple[str, ...]]
    others: frozenset[str]


def routes_in(text: str) -> Routes:
    """The routes that a file's text has, as far as it shows them."""
    listed: dict[str, tuple[str, ...]] = {}
    others: set[str] = set(_registered(text))
    for route in views.ROUTE.finditer(text):
        # A pattern that began with the name would be tried at each word of the text.
        start, actions = route.start(), route[1]
        name = _LAST_WORD.search(text, max(0, start - _LONGEST_NAME), start)
        if name is None:
            continue
        if actions is not None:
            listed[name[0]] = (*listed.get(name[0], ()), actions)
        elif text[route.end() : route.end() + 1] != "{":
            others.add(name[0])
    return Routes(listed, frozenset(others))


def _registered(text: str) -> Iterator[str]:
    """The names behind each `.register(`: the view's is among them."""
    for registration in views.REGISTRATION.finditer(text):
        for word in _WORD.finditer(text, registration.end()):
            if word.start() - registration.end() > views.REGISTRATION_LENGTH:
                break
            yield word[0]
