"""Under which names numbers of one kind stand, as the outlines alone can say: attributes,
columns and constants whose declarations name the kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from nova_lint.workspace.outline import FLOAT
from nova_lint.workspace.outline_nodes import Assignment, Class, Function, Outline, Statement

DECIMALS = frozenset({"Decimal", "DecimalField"})
FLOATS = frozenset({"FloatField"})
# Nobody calculates with a key, and every file has one.
_KEYS = frozenset({"id", "pk"})
_NUMBERS = frozenset({"Decimal", FLOAT})


class NumberNames(msgspec.Struct, frozen=True, array_like=True):
    """The names in some files of what is declared as a Decimal, or as a column of them, of the
    functions that say that they return one, and both for floats; `decimal_classes` and
    `float_classes` are those of which instances were taken for such numbers and columns."""

    decimals: frozenset[str]
    decimal_functions: frozenset[str]
    floats: frozenset[str]
    float_functions: frozenset[str]
    decimal_classes: frozenset[str]
    float_classes: frozenset[str]


def number_names(outlines: Mapping[str, Outline]) -> NumberNames:
    """What the code of some files calls its numbers."""
    bases = _bases(outlines)
    return _named(outlines, _with_derived(DECIMALS, bases), _with_derived(FLOATS, bases))


def still_hold(
    names: NumberNames, before: Mapping[str, Outline], after: Mapping[str, Outline]
) -> bool:
    """Whether names are the same after an edit, by the outlines of the files that it changed,
    added or removed."""
    classes = names.decimal_classes, names.float_classes
    if not frozenset().union(*classes).isdisjoint(_reclassified(before, after)):
        return False
    return _named(before, *classes) == _named(after, *classes)


def _reclassified(before: Mapping[str, Outline], after: Mapping[str, Outline]) -> Iterator[str]:
    """The classes that have other bases, with their bases before and after."""
    old, new = _bases(before), _bases(after)
    for name in old.keys() | new.keys():
        if old.get(name) != new.get(name):
            yield from (name, *old.get(name, ()), *new.get(name, ()))


def _named(
    outlines: Mapping[str, Outline],
    decimal_classes: frozenset[str],
    float_classes: frozenset[str],
) -> NumberNames:
    decimals: set[str] = set()
    floats: set[str] = set()
    returning: dict[str, set[str]] = {"-> Decimal": set(), "-> float": set()}
    wanted = {FLOAT, *decimal_classes, *float_classes, *returning}
    for statement in _every(outlines):
        words = statement.words
        if wanted.isdisjoint(words):
            continue
        if isinstance(statement, Function):
            for promise in returning.keys() & set(words):
                returning[promise].add(statement.name)
            continue
        if _name(statement) in _KEYS:
            continue
        is_decimal = not decimal_classes.isdisjoint(words)
        # What is written out holds numbers, and no columns: a table of field types is none.
        if is_decimal and not (statement.is_display and _NUMBERS.isdisjoint(words)):
            decimals.add(_name(statement))
        # A decimal column with a float among its arguments holds none.
        if not float_classes.isdisjoint(words) or (FLOAT in words and not is_decimal):
            floats.add(_name(statement))
    return NumberNames(
        frozenset(decimals),
        frozenset(returning["-> Decimal"]),
        frozenset(floats),
        frozenset(returning["-> float"]),
        decimal_classes,
        float_classes,
    )


def _name(statement: Assignment) -> str:
    return statement.name.removesuffix("[]").rpartition(".")[2]


def _every(outlines: Mapping[str, Outline]) -> Iterator[Assignment | Function]:
    for outline in outlines.values():
        yield from _declaring(outline.statements)


def _declaring(statements: Iterable[Statement]) -> Iterator[Assignment | Function]:
    for statement in statements:
        if isinstance(statement, Class):
            yield from _declaring(statement.body)
        elif isinstance(statement, Assignment | Function):
            yield statement


def _bases(outlines: Mapping[str, Outline]) -> dict[str, set[str]]:
    """The short names of the bases of every class; of all that bear the same name."""
    found: dict[str, set[str]] = {}
    for outline in outlines.values():
        for statement in outline.statements:
            if isinstance(statement, Class):
                bases = {base.rpartition(".")[2] for base in statement.bases}
                found.setdefault(statement.name, set()).update(bases)
    return found


def _with_derived(kinds: frozenset[str], bases: Mapping[str, set[str]]) -> frozenset[str]:
    """Some classes, and those of the project that derive from them."""
    found = set(kinds)
    while True:
        more = {name for name, above in bases.items() if above & found} - found
        if not more:
            return frozenset(found)
        found |= more
