"""NL118: a schema's data is handed to a model with a name that the model does not know."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

from . import wording

_HERE = "the data is handed over here"


class UnknownKeyword(Rule[Linked]):
    code = "NL118"
    name = "unknown-keyword"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        failing = [creation for creation in subject.creations if creation.refused]
        names = dict.fromkeys(name for creation in failing for name in creation.refused)
        fields = [field for name in names if (field := subject.contract.field(name)) is not None]
        if fields:
            statements = (Related(project.place(c.span), _HERE) for c in failing)
            yield Report(
                place=wording.place_of(fields[0], subject.contract, project),
                message=_message([field.name for field in fields], subject),
                related=(*statements, Related(project.class_place(subject.columns), "the model")),
            )


def _message(names: list[str], linked: Linked) -> str:
    schema, model = linked.contract.short_name, linked.columns.short_name
    listed = wording.listed([f"`{schema}.{name}`" for name in names])
    one = len(names) == 1
    left_out = ", ".join(f'"{name}"' for name in names)
    return (
        f"{listed} {'is' if one else 'are'} handed to `{model}`, which has no "
        f"{'field of that name' if one else 'fields of those names'}: every create raises "
        f"TypeError; leave {'it' if one else 'them'} out, exclude={{{left_out}}}, or add the "
        f"{'column' if one else 'columns'}"
    )
