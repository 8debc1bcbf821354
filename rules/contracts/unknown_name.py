"""NL113: a class's options name a field that does not exist."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from nova_lint.contracts.contract import Contract, Field, Known, Layer, Missing, Span
from nova_lint.contracts.project import Contracts
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.workspace.symbols import ClassSymbol

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
        yield from _options(subject, columns, project)
        if subject.layer is Layer.SERIALIZER and not subject.unknown:
            yield from _sources(subject, columns, project)


def _options(subject: Contract, columns: Contract, project: Contracts) -> Iterator[Report]:
    """The names in `Meta` that stand for nothing, one report an option."""
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


def _sources(subject: Contract, columns: Contract, project: Contracts) -> Iterator[Report]:
    """The fields whose `source` misspells an attribute of the model."""
    cls = project.class_named(columns.name)
    if cls is None or columns.unknown:
        return
    for field in subject.fields:
        source = field.source.value if isinstance(field.source, Known) else None
        if not field.declared or not source or source == "*" or field.span is None:
            continue
        first = source.partition(".")[0]
        if first == field.name or _is_attribute(first, columns, cls, project):
            continue
        near = _nearest(first, _attributes(columns, cls, project))
        if near is None or _is_spoken_of(first, field.span, project):
            continue
        yield Report(
            place=project.place_of_text(field.span, source),
            message=(
                f"`{first}` in source of `{subject.short_name}.{field.name}` is no attribute of "
                f"`{columns.short_name}`: {_unreadable(field)}; did you mean `{near}`?"
            ),
            related=(Related(project.class_place(columns), "the model"),),
        )


def _unreadable(field: Field) -> str:
    if field.required == Known(True):
        return "every answer that shows it raises AttributeError"
    return f"`{field.name}` is missing from every answer, without an error"


def _is_attribute(name: str, columns: Contract, cls: ClassSymbol, project: Contracts) -> bool:
    if columns.field(name.removesuffix("_id")) is not None or columns.field(name) is not None:
        return True
    if project.reverse_relation(columns, name) is not None:
        return True
    return project.symbols.class_member(cls, name) is not None


def _attributes(columns: Contract, cls: ClassSymbol, project: Contracts) -> list[str]:
    """The names that somebody may have meant: columns, methods and properties."""
    names = [field.name for field in columns.fields]
    for base in project_classes(project.symbols.mro(cls)):
        names.extend(base.bindings)
    return names


def _is_spoken_of(name: str, span: Span, project: Contracts) -> bool:
    """Whether other code bears the name: a queryset may add attributes to its rows."""
    paths = project.workspace.mentioning(name)
    if any(path != span.path for path in paths):
        return True
    text = project.workspace.text(span.path)
    as_source = len(re.findall(rf"source=[\"']{re.escape(name)}\b", text))
    return len(re.findall(rf"\b{re.escape(name)}\b", text)) > as_source


def _message(
    several: list[Missing], contract: Contract, columns: Contract, fails: str | None
) -> str:
    option = several[0].option
    names = ", ".join(f"`{missing.name}`" for missing in several)
    what = "is no field" if len(several) == 1 else "are no fields"
    wrong = {missing.name for missing in several}
    fields = [f.name for f in (*columns.fields, *contract.fields) if f.name not in wrong]
    near = _nearest(several[0].name, fields) if len(several) == 1 else None
    outcome = fails or "it is ignored in silence"
    if near is not None:
        meant = "" if fails else f", and the field it was meant for {_IGNORED.get(option, '')}"
        outcome = f"{outcome}{meant}; did you mean `{near}`?"
    return (
        f"{names} in {option} of `{contract.short_name}` {what} of `{columns.short_name}`: "
        f"{outcome}"
    )


def _nearest(name: str, names: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.75)
    return near[0] if near else None
