"""NL113: a class's options name a field that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from nova_lint.contracts.contract import Contract, Layer, Missing
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

# What happens at run time, by layer and option; verified by tests/test_shop_drifts.py.
_OUTCOMES = {
    (Layer.SERIALIZER, "Meta.fields"): "the first request raises ImproperlyConfigured",
    (Layer.SERIALIZER, "Meta.exclude"): "the first request fails an assertion",
    (Layer.SERIALIZER, "Meta.read_only_fields"): "DRF ignores it, and the field it was meant for "
    "stays writable",
    (Layer.SERIALIZER, "Meta.extra_kwargs"): "DRF ignores it in silence",
    (Layer.SERIALIZER, "source"): "the value is missing from every answer, or AttributeError",
    (Layer.FORM, "Meta.fields"): "importing the module raises FieldError",
    (Layer.FORM, "Meta.exclude"): "Django ignores it, and the field it was meant for is shown",
    (Layer.SCHEMA, "Meta.fields"): "importing the module raises ConfigError",
    (Layer.SCHEMA, "Meta.exclude"): "importing the module raises ConfigError",
}


class UnknownName(Rule[Contract]):
    code = "NL113"
    name = "unknown-name"
    severity = Severity.ERROR
    needs = Contract

    def check(self, subject: Contract, project: Contracts) -> Iterator[Report]:
        columns = project.contract_named(subject.model) if subject.model else None
        if columns is None:
            return
        for missing in subject.missing:
            yield Report(
                place=project.place_of_text(missing.span, missing.name),
                message=_message(missing, subject, columns),
                related=(Related(project.class_place(columns), "the model's fields"),),
            )


def _message(missing: Missing, contract: Contract, columns: Contract) -> str:
    names = [field.name for field in (*columns.fields, *contract.fields)]
    near = difflib.get_close_matches(missing.name, names, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    outcome = _OUTCOMES.get((contract.layer, missing.option), "nothing of that name is found")
    return (
        f"`{missing.name}` in {missing.option} of `{contract.short_name}` is no field of "
        f"`{columns.short_name}`: {outcome}{hint}"
    )
