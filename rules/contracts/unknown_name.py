"""NL113: a class's options name a field that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nova_lint.contracts.contract import Contract, Field, Known, Layer, Missing, Span
from nova_lint.contracts.project import Contracts
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.fixes.fix import Safety
from nova_lint.engine.rule import Report, Rule
from nova_lint.workspace.symbols import ClassSymbol

from . import cures, names, wording

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
        if columns is None or _is_base_only(subject, columns):
            return
        yield from _options(subject, columns, project)
        if subject.layer is Layer.SERIALIZER and not subject.unknown:
            yield from _sources(subject, columns, project)


def _is_base_only(subject: Contract, columns: Contract) -> bool:
    """Whether a serializer is there to be inherited: DRF makes none for an abstract model, and
    looks the names up in the models of the classes below."""
    return subject.layer is Layer.SERIALIZER and columns.abstract


def _options(subject: Contract, columns: Contract, project: Contracts) -> Iterator[Report]:
    """The names in `Meta` that stand for nothing: those that fail, one report an option,
    and those that leave the field open that they were meant for. The others are NL117's."""
    related = (Related(project.class_place(columns), "the model"),)
    for option, several in names.by_option(subject):
        fails = names.FAILS.get((subject.layer, option))
        if fails is None:
            continue
        near = _spelt_like(several[0], subject, columns) if len(several) == 1 else None
        first = several[0]
        if near is not None:
            fix = cures.other_name(first.span, first.name, near, project)
        else:
            fix = cures.without_names(several, Safety.UNSAFE, project)
        meant = (
            f"; did you mean `{near}`?" if near is not None else _getters(several, project, subject)
        )
        yield Report(
            place=project.place_of_text(several[0].span, several[0].name),
            message=f"{names.described(several, subject, columns)}: {fails}{meant}",
            related=related,
            fix=fix,
        )
    for missing, near in names.ignored(subject):
        if near is not None and not _is_said_elsewhere(missing, subject, project):
            yield Report(
                place=project.place_of_text(missing.span, missing.name),
                message=(
                    f"{names.described([missing], subject, columns)}: it is ignored in silence, "
                    f"and the field it was meant for {_IGNORED.get(missing.option, '')}; did "
                    f"you mean `{near}`?"
                ),
                related=related,
                severity=Severity.WARNING,
                fix=cures.other_name(missing.span, missing.name, near, project),
            )


def _getters(several: list[Missing], project: Contracts, subject: Contract) -> str:
    """What to do about names for which a serializer has methods, and no fields that call them."""
    cls = project.class_named(subject.name) if subject.layer is Layer.SERIALIZER else None
    shown = [
        each.name
        for each in several
        if cls is not None and project.symbols.class_member(cls, f"get_{each.name}") is not None
    ]
    if len(shown) < len(several):
        return ""
    fields = wording.listed([f"`{name} = SerializerMethodField()`" for name in shown])
    called = wording.listed([f"`get_{name}`" for name in shown])
    return f"; declare {fields}, which {'calls' if len(shown) == 1 else 'call'} {called}"


def _is_said_elsewhere(missing: Missing, subject: Contract, project: Contracts) -> bool:
    """Whether the class speaks of the name outside of the option, as where a method puts it into
    an answer: then it is nobody's misspelling."""
    project.workspace.ask_text(subject.span.path, subject.span.line)
    lines = project.workspace.lines(subject.span.path)
    outside = (
        *lines[subject.span.line - 1 : missing.span.line - 1],
        *lines[missing.span.end_line : subject.span.end_line],
    )
    quoted = re.compile(rf"[\"']{re.escape(missing.name)}[\"']")
    return any(map(quoted.search, outside))


def _spelt_like(missing: Missing, subject: Contract, columns: Contract) -> str | None:
    """The name that may have been meant: one that the option does not list already."""
    name = missing.name
    wrong = {each.name for each in subject.missing}
    if missing.option == "Meta.fields":
        wrong |= {field.name for field in subject.fields}
    known = [f.name for f in (*columns.fields, *subject.fields) if f.name not in wrong]
    return names.nearest(name, known) or names.longer(name, dict.fromkeys(known))


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
        near = names.nearest(first, _attributes(columns, cls, project))
        if near is None or _is_spoken_of(first, field.span, project):
            continue
        yield Report(
            place=project.place_of_text(field.span, source),
            message=(
                f"`{first}` in source of `{subject.short_name}.{field.name}` is no attribute of "
                f"`{columns.short_name}`: {_unreadable(field)}; did you mean `{near}`?"
            ),
            related=(Related(project.class_place(columns), "the model"),),
            fix=cures.other_name(field.span, source, near + source[len(first) :], project),
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
    found = [field.name for field in columns.fields]
    for base in project_classes(project.symbols.mro(cls)):
        found.extend(base.bindings)
    return found


def _is_spoken_of(name: str, span: Span, project: Contracts) -> bool:
    """Whether other code bears the name: a queryset may add attributes to its rows."""
    paths = project.workspace.mentioning(name)
    if any(path != span.path for path in paths):
        return True
    text = project.workspace.text(span.path)
    as_source = len(re.findall(rf"source=[\"']{re.escape(name)}\b", text))
    return len(re.findall(rf"\b{re.escape(name)}\b", text)) > as_source
