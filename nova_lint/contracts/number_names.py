"""Under which names numbers of one kind stand, as the outlines alone can say: attributes,
columns and constants whose declarations name the kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nova_lint.workspace.outline import FLOAT
from nova_lint.workspace.outline_nodes import Assignment, Class, Outline, Statement

DECIMALS = frozenset({"Decimal", "DecimalField"})
FLOATS = frozenset({"FloatField"})
_NUMBERS = frozenset({"Decimal", FLOAT})


def decimal_names(outlines: Mapping[str, Outline]) -> frozenset[str]:
    """The names in some files of what is declared as a Decimal, or as a column of them."""
    classes = _with_derived(DECIMALS, outlines)
    return frozenset(
        _name(statement)
        for statement in _every(outlines)
        if not classes.isdisjoint(statement.words)
        # What is written out holds numbers, and no columns: a table of field types is none.
        and not (statement.is_display and _NUMBERS.isdisjoint(statement.words))
    )


def float_names(outlines: Mapping[str, Outline]) -> frozenset[str]:
    """The same for floats. A decimal column with a float among its arguments holds none."""
    decimals = _with_derived(DECIMALS, outlines)
    columns = _with_derived(FLOATS, outlines)
    return frozenset(
        _name(statement)
        for statement in _every(outlines)
        if not columns.isdisjoint(statement.words)
        or (FLOAT in statement.words and decimals.isdisjoint(statement.words))
    )


def _name(statement: Assignment) -> str:
    return statement.name.removesuffix("[]").rpartition(".")[2]


def _every(outlines: Mapping[str, Outline]) -> Iterator[Assignment]:
    for outline in outlines.values():
        yield from _declaring(outline.statements)


def _declaring(statements: Iterable[Statement]) -> Iterator[Assignment]:
    for statement in statements:
        if isinstance(statement, Class):
            yield from _declaring(statement.body)
        elif isinstance(statement, Assignment):
            yield statement


def _with_derived(kinds: frozenset[str], outlines: Mapping[str, Outline]) -> frozenset[str]:
    """Some classes, and those of the project that derive from them."""
    bases = {
        statement.name: {base.rpartition(".")[2] for base in statement.bases}
        for outline in outlines.values()
        for statement in outline.statements
        if isinstance(statement, Class)
    }
    found = set(kinds)
    while True:
        more = {name for name, above in bases.items() if above & found} - found
        if not more:
            return frozenset(found)
        found |= more
