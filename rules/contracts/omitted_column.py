"""NL115: a class that makes rows has no field for a column that every row needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_lint.contracts.contract import Field, Known, Layer, Link
from nova_lint.contracts.links import Creation, Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

from . import names, wording
from .rows import left_empty, unfilled


class OmittedColumn(Rule[Linked]):
    code = "NL115"
    name = "omitted-column"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.contract.unknown or subject.columns.unknown or names.fails(subject.contract):
            return
        if subject.contract.layer is Layer.SCHEMA:
            yield from _by_statements(subject, project)
        elif _makes_rows(subject):
            present = {p.column.name for p in subject.pairs if p.field.read_only != Known(True)}
            present |= _keys_of_relations(subject) | subject.supply.fields_in_admin
            present |= _filled_by_others(subject) | _tied(subject)
            omitted = unfilled(subject, present, subject.supply.supplies)
            if omitted:
                yield _report(omitted, (), subject, project)


def _keys_of_relations(linked: Linked) -> set[str]:
    """The relations that fields fill by the name of their key: `shelf_id` for `shelf`."""
    sources = (f.source for f in linked.contract.fields if f.read_only != Known(True))
    return {
        each.value.removesuffix("_id")
        for each in sources
        if isinstance(each, Known) and each.value is not None and each.value.endswith("_id")
    }


def _filled_by_others(linked: Linked) -> set[str]:
    """The columns that a GenericForeignKey sets which a field stands for."""
    written = (pair for pair in linked.pairs if pair.field.read_only != Known(True))
    return {name for pair in written for name in pair.column.fills}


def _tied(linked: Linked) -> set[str]:
    """The columns that whoever saves a nested serializer's row fills with the outer one's."""
    return {c.name for c in linked.columns.fields if linked.supply.comes_with_outer(c.name)}


def _makes_rows(linked: Linked) -> bool:
    if linked.link is not Link.META:
        return False
    if linked.contract.layer is Layer.FORM and linked.supply.edits_given_rows:
        return False
    # A class that writes nothing at all is there for something else: to confirm a deletion.
    return linked.uses.creates and bool(linked.written) and not linked.supply.is_inline


def _by_statements(linked: Linked, project: Contracts) -> Iterator[Report]:
    """A schema saves nothing by itself: each statement that makes a row of its data tells for
    itself what the row gets."""
    empty = {creation: left_empty(creation, linked) for creation in linked.creations}
    failing = [creation for creation, columns in empty.items() if columns]
    columns = {column.name: column for creation in failing for column in empty[creation]}
    if columns:
        yield _report(list(columns.values()), failing, linked, project)


def _report(
    omitted: Sequence[Field], made: Sequence[Creation], linked: Linked, project: Contracts
) -> Report:
    statements = (Related(project.place(c.span), "the row is made here") for c in made)
    columns = (_related(column, linked, project) for column in omitted)
    return Report(
        place=project.class_place(linked.contract),
        message=_message(omitted, linked),
        related=(*statements, *columns),
    )


def _related(column: Field, linked: Linked, project: Contracts) -> Related:
    place = wording.place_of(column, linked.columns, project)
    return Related(place, "the column is NOT NULL and has no default")


def _message(omitted: Sequence[Field], linked: Linked) -> str:
    columns = wording.listed([f"`{column.name}`" for column in omitted])
    which = "which is" if len(omitted) == 1 else "which are"
    add = "add the field, or supply the value" if len(omitted) == 1 else "add them, or supply them"
    return (
        f"`{linked.contract.short_name}` creates `{linked.columns.short_name}` without {columns}, "
        f"{which} NOT NULL without a default: every create raises IntegrityError; {add}"
    )
