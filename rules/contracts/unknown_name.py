"""NL113: a class's options name a field that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from nova_lint.contracts.contract import Contract, Layer, Missing
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

# What happens at run time, by layer and option; verified by tests/test_shop_drifts.py.
_FAILS = {
    (Layer.SERIALIZER, "Meta.fields"): "the first request raises ImproperlyConfigured",
    (Layer.SERIALIZER, "Meta.exclude"): "the first request fails an assertion",
    (Layer.FORM, "Meta.fields"): "importing the module raises FieldError",
    (Layer.SCHEMA, "Meta.fields"): "importing the module raises ConfigError",
    (Layer.SCHEMA, "Meta.exclude"): "importing the module raises ConfigError",
}
_IGNORED = {
    "Meta.exclude": "is shown and saved",
    "Meta.read_only_fields": "stays writable",
    "Meta.extra_kwargs": "keeps its defaults",
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
        by_option: dict[str, list[Missing]] = {}
        for missing in subject.missing:
            by_option.setdefault(missing.option, []).append(missing)
        for option, several in by_option.items():
            fails = _FAILS.get((subject.layer, option))
            yield Report(
                place=project.place_of_text(several[0].span, several[0].name),
                message=_message(several, subject, columns, fails),
                related=(Related(project.class_place(columns), "the model"),),
                severity=None if fails else Severity.WARNING,
            )


def _message(
    several: list[Missing], contract: Contract, columns: Contract, fails: str | None
) -> str:
    option = several[0].option
    names = ", ".join(f"`{missing.name}`" for missing in several)
    what = "is no field" if len(several) == 1 else "are no fields"
    near = _nearest(several[0].name, columns, contract) if len(several) == 1 else None
    outcome = fails or "it is ignored in silence"
    if near is not None:
        meant = "" if fails else f", and the field it was meant for {_IGNORED.get(option, '')}"
        outcome = f"{outcome}{meant}; did you mean `{near}`?"
    return (
        f"{names} in {option} of `{contract.short_name}` {what} of `{columns.short_name}`: "
        f"{outcome}"
    )


def _nearest(name: str, columns: Contract, contract: Contract) -> str | None:
    names = [field.name for field in (*columns.fields, *contract.fields)]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.75)
    return near[0] if near else None
