"""What the classes of a project say about its data: JSON for other tools, tables for people.

Payment  shop/invoices/models.py:38

            Payment                 PaymentForm         PaymentSerializer
            model                   form in             serializer in/out
  ────────────────────────────────────────────────────────────────────────────
  amount    decimal(10,2) ≥0.01   ≠ float ≥0.01         decimal(10,2) ≥0.01
  method    card|transfer           card|transfer         card|transfer optional

  ≠ PaymentForm.amount  float; the column: decimal(10,2)
"""

from __future__ import annotations

import datetime
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain, groupby
from typing import TYPE_CHECKING

from nova_lint.contracts.contract import FACTS, UNKNOWN, Contract, Fact, Field, Known, Layer, T
from nova_lint.contracts.links import Linked, Pair
from nova_lint.engine.inventory import Inventory, Spoken
from nova_lint.knowledge.models import holds_empty_text
from nova_lint.report.json import VERSION, dumps
from nova_lint.report.sources import Sources
from nova_lint.report.style import PLAIN, Style, cells

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

DIFFERS = "≠"
"""The layer lets a value through that the column refuses, or promises what it may not hold."""

NARROWER = "<"
"""The layer takes less than the column: usually meant."""

ABSENT = "\N{EN DASH}"
_AT_MOST = "≤"
_AT_LEAST = "≥"
_ARROW = "→"
_MORE = "…"
_RULE = "─"

# JSON


def render_json(inventory: Inventory) -> str:
    """The inventory as JSON, with a line feed at the end."""
    contracts = [_contract(contract) for contract in inventory.contracts]
    return dumps({"version": VERSION, "contracts": contracts})


def _contract(contract: Contract) -> dict[str, object]:
    return {
        "layer": contract.layer.value,
        "name": contract.name,
        "path": contract.span.path,
        "line": contract.name_line,
        "model": contract.model,
        "link": contract.link.value if contract.link is not None else None,
        "unknown": sorted(contract.unknown),
        "fields": [_field(field) for field in contract.fields],
    }


def _field(field: Field) -> dict[str, object]:
    """A field with the facts that are known; the names of the others are in `unknown`."""
    row: dict[str, object] = {
        "name": field.name,
        "line": field.span.line if field.span is not None else None,
        "path": field.span.path if field.span is not None else None,
        "declared_in": field.declared_in,
        "declared": field.declared,
    }
    unknown: list[str] = []
    for name in ("source", *FACTS):
        fact: Fact[object] = getattr(field, name)
        if isinstance(fact, Known):
            row[name] = _json_value(name, fact.value)
        else:
            unknown.append(name)
    return {**row, "unknown": unknown}


def _json_value(name: str, value: object) -> object:
    if name == "choices" and isinstance(value, tuple):
        return [str(choice) for choice in value]
    return plain(value)


def plain(value: object) -> object:
    """A value as JSON has it: a number where JSON's number is exactly it, else text."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if value.bit_length() < 64 else str(value)
        case float():
            return value if math.isfinite(value) else str(value)
        case Decimal():
            return _number(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
    return str(value)


def _number(value: Decimal) -> object:
    if not value.is_finite():
        return str(value)
    number = int(value) if value == value.to_integral_value() else float(value)
    return plain(number) if Decimal(str(number)) == value else str(value)


# What a field says, in few words

_CHOICES_WIDTH = 20
_CHOICES_SHOWN = 4
_NUMBERS = frozenset({Known("int"), Known("float"), Known("decimal")})
_OF_FIXED_LENGTH = frozenset({Known("uuid")})


def _said_of_column(column: Field) -> dict[str, str]:
    """What a model says of one of its columns, by subject."""
    filled = column.automatic or column.primary_key
    remarks = {
        "key": Known(column.primary_key),
        "unique": Known(False) if column.primary_key else column.unique,
        "null": column.nullable,
        "blank": Known(False) if filled or column.many == Known(True) else column.blank,
        "default": Known(False) if column.automatic else column.has_default,
        "automatic": Known(column.automatic),
    }
    said = {subject: subject for subject, fact in remarks.items() if fact == Known(True)}
    return {**_said_of_value(column), **said}


def _said_of_field(field: Field) -> dict[str, str]:
    """What a layer says of one of its fields, by subject."""
    said = _said_of_value(field)
    if field.read_only == Known(True):
        said["read only"] = "read only"
    elif field.required == Known(False):
        said["optional"] = "optional"
    if field.write_only == Known(True):
        said["write only"] = "write only"
    if field.nullable == Known(True):
        said["null"] = "null"
    return said


def _said_of_value(field: Field) -> dict[str, str]:
    """Type and limits: `str ≤120`, `int ≥1`, `decimal(8,2)`, `draft|active`."""
    said = {
        "type": _type_text(field),
        "length": _range_text(field.min_length, field.max_length),
        "bounds": _range_text(field.min_value, field.max_value),
        "choices": _choices_text(field.choices),
    }
    if said["choices"] or field.type in _OF_FIXED_LENGTH:
        said["length"] = ""
    if said["choices"]:
        said["type"] = "" if said["type"] in ("str", "choice") else said["type"]
    return {subject: text for subject, text in said.items() if text}


def _type_text(field: Field) -> str:
    many = "many " if field.many == Known(True) else ""
    if isinstance(field.relation, Known) and field.relation.value is not None:
        return f"{_ARROW} {many}{field.relation.value.rpartition('.')[2]}"
    if not isinstance(field.type, Known):
        return "?"
    if field.type.value == "relation":
        return f"{_ARROW} {many}?"
    if field.type.value == "decimal":
        return f"decimal{_digits_text(field)}"
    return f"{many}{field.type.value}"


def _digits_text(field: Field) -> str:
    if field.max_digits == field.decimal_places == Known(None):
        return ""
    digits = [
        ("?" if fact is UNKNOWN else _bound(fact)) or _MORE
        for fact in (field.max_digits, field.decimal_places)
    ]
    return f"({','.join(digits)})"


def _range_text(smallest: Fact[T], largest: Fact[T]) -> str:
    low, high = _bound(smallest), _bound(largest)
    if low == high == "?":
        return "limits?"
    if low and high:
        return low if low == high else f"{low}{ABSENT}{high}"
    return f"{_AT_LEAST}{low}" if low else f"{_AT_MOST}{high}" if high else ""


def _bound(fact: Fact[T]) -> str:
    if not isinstance(fact, Known):
        return "?"
    return str(plain(fact.value)) if fact.value is not None else ""


def _choices_text(fact: Fact[tuple[object, ...] | None]) -> str:
    if not isinstance(fact, Known) or fact.value is None:
        return "" if fact == Known(None) else "choices?"
    chosen = [str(choice) for choice in fact.value if choice not in ("", None)]
    listed = "|".join(chosen)
    if chosen and len(listed) <= _CHOICES_WIDTH and listed.isprintable():
        return listed
    return f"{len(chosen)} choices"


# Where a layer and its column disagree


@dataclass(frozen=True)
class Word:
    """One thing that a layer says of a field; `verdict` is how it stands to the column.

    `other` is what the column says of the same.
    """

    text: str
    verdict: str = ""
    other: str = ""


_UNSAID = {
    "length": "any length",
    "bounds": "no bounds",
    "choices": "any choice",
    "optional": "needs a value",
    "null": "not null",
}
"""Where a class says nothing of a subject, and that is what disagrees."""


def judged(pair: Pair) -> tuple[Word, ...]:
    """What a layer says of a field, each word with its verdict.

    There is none on a fact that is not known, or that the code around the class makes
    harmless.
    """
    verdicts = dict(_verdicts(pair))
    column = {**_UNSAID, **_said_of_column(pair.column)}
    said = _said_of_field(pair.field)
    for subject in verdicts:
        said.setdefault(subject, _UNSAID.get(subject, "?"))
    others = {**column, "choices": f"{column['choices']}{_extra_choices(pair)}"}
    return tuple(
        Word(text, verdicts.get(subject, ""), others.get(subject, ""))
        for subject, text in said.items()
    )


def _extra_choices(pair: Pair) -> str:
    """The choices that the column does not have, as the end of what it says."""
    own, allowed = _known(pair.field.choices), _known(pair.column.choices)
    if not isinstance(own, tuple) or not isinstance(allowed, tuple):
        return ""
    extra = [str(choice) for choice in own if str(choice) not in set(map(str, allowed))]
    named = ", ".join(choice for choice in extra[:_CHOICES_SHOWN] if choice not in ("", "None"))
    more = f" {_MORE}" if len(extra) > _CHOICES_SHOWN else ""
    return f", not {named}{more}" if named else ""


def _worst(verdicts: Iterable[str]) -> str:
    return max(verdicts, key=("", NARROWER, DIFFERS).index, default="")


def _verdicts(pair: Pair) -> Iterator[tuple[str, str]]:
    """The subjects in which a field and its column disagree."""
    found = {"null": DIFFERS if _disagrees_on_null(pair) else ""}
    if _takes_input(pair):
        found["optional"] = DIFFERS if _may_be_missing(pair) else ""
    # A ModelForm leaves the limits of the fields that it derives to the model's validation.
    if _takes_input(pair) and (pair.field.declared or not pair.linked.checked_late):
        found["type"] = _type_verdict(pair)
        found["length"] = _length_verdict(pair)
        found["bounds"] = _bounds_verdict(pair)
        found["choices"] = _choices_verdict(pair)
    return ((subject, verdict) for subject, verdict in found.items() if verdict)


def _takes_input(pair: Pair) -> bool:
    """Whether a client's value may reach the column: nothing says that it cannot."""
    uses = pair.linked.uses
    only_shown = uses.reads and not uses.writes
    return pair.field.read_only == Known(False) and not only_shown and not pair.column.automatic


def _known(fact: Fact[T]) -> T | None:
    return fact.value if isinstance(fact, Known) else None


_OTHER_FAMILY = {
    "int": frozenset({"uuid", "date", "datetime", "time"}),
    "float": frozenset({"uuid", "date", "datetime", "time"}),
    "decimal": frozenset({"uuid", "date", "datetime", "time"}),
    "bool": frozenset({"uuid", "date", "datetime", "time"}),
    "uuid": frozenset({"int", "float", "decimal", "bool", "date", "datetime", "time"}),
    "date": frozenset({"int", "float", "decimal", "bool", "uuid", "time"}),
    "datetime": frozenset({"int", "float", "decimal", "bool", "uuid"}),
}
"""Types of a schema's fields, and the types of columns that share no value with them."""


def _type_verdict(pair: Pair) -> str:
    own, its = str(_known(pair.field.type)), str(_known(pair.column.type))
    if its == "decimal" and own in ("decimal", "float"):
        return _digits_verdict(pair) if own == "decimal" else DIFFERS
    if pair.linked.contract.layer is not Layer.SCHEMA or pair.field.validators != Known(()):
        return ""
    return DIFFERS if its in _OTHER_FAMILY.get(own, ()) else ""


def _digits_verdict(pair: Pair) -> str:
    field, column = pair.field, pair.column
    if UNKNOWN in (field.max_digits, field.decimal_places) or _is_reshaped(field):
        return ""
    digits, places = _known(column.max_digits), _known(column.decimal_places)
    own_digits, own_places = _known(field.max_digits), _known(field.decimal_places)
    if not isinstance(digits, int) or not isinstance(places, int):
        return ""
    if not isinstance(own_digits, int) or not isinstance(own_places, int):
        return DIFFERS
    if own_places > places or own_digits - own_places > digits - places:
        return DIFFERS
    return NARROWER if (own_digits, own_places) != (digits, places) else ""


def _length_verdict(pair: Pair) -> str:
    field, column = pair.field, pair.column
    held, accepted = _known(column.max_length), _known(field.max_length)
    texts = field.type == column.type == Known("str") and field.choices == Known(None)
    if not texts or not isinstance(held, int) or field.max_length is UNKNOWN:
        return ""
    if isinstance(accepted, int) and accepted <= held:
        return NARROWER if accepted < held else ""
    # A secret is hashed first; a pattern and the column's choices say more than a length.
    excused = field.pattern != Known(None) or column.choices != Known(None)
    if "password" in field.name or (accepted is None and excused):
        return ""
    # What Django itself gives a form's EmailField is nobody's decision.
    if field.framework_class == "django.forms.EmailField" and accepted == _EMAIL_LENGTH:
        return ""
    return "" if pair.linked.supply.limits_length(field.name) else DIFFERS


_EMAIL_LENGTH = 320


def _bounds_verdict(pair: Pair) -> str:
    field, column = pair.field, pair.column
    if field.type not in _NUMBERS or column.type not in _NUMBERS:
        return ""
    if field.choices != Known(None) or _is_reshaped(field):
        return ""
    return _unchecked(
        pair,
        _side(field.min_value, column.min_value, smallest=True),
        _side(field.max_value, column.max_value, smallest=False),
    )


def _side(own: Fact[object], its: Fact[object], *, smallest: bool) -> str:
    mine, limit = _as_number(_known(own)), _as_number(_known(its))
    if own is UNKNOWN or limit is None or mine == limit:
        return ""
    if mine is None:
        return DIFFERS if own == Known(None) else ""
    return DIFFERS if (mine < limit if smallest else mine > limit) else NARROWER


def _as_number(value: object) -> Decimal | None:
    """A bound as it is written: a float's 0.01 and a Decimal's are the same."""
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) else None


def _unchecked(pair: Pair, *verdicts: str) -> str:
    """The worst of some verdicts, where the class's own code does not look at the value."""
    worst = _worst(verdicts)
    return "" if worst == DIFFERS and pair.linked.supply.checks(pair.field.name) else worst


def _choices_verdict(pair: Pair) -> str:
    field, column = pair.field, pair.column
    allowed, own = _known(column.choices), _known(field.choices)
    if not isinstance(allowed, tuple) or field.choices is UNKNOWN or column.many != Known(False):
        return ""
    if _is_reshaped(field):
        return ""
    if not isinstance(own, tuple):
        free = field.type in (Known("str"), Known("int")) and field.pattern == Known(None)
        return _unchecked(pair, DIFFERS) if free else ""
    mine = {str(choice) for choice in own} - {"", "None"}
    its = {str(choice) for choice in allowed} - {"", "None"}
    return _unchecked(pair, DIFFERS if mine - its else NARROWER if its - mine else "")


def _is_reshaped(field: Field) -> bool:
    """Whether a validator of the class may turn the value into another."""
    names = _known(field.validators)
    return isinstance(names, tuple) and any(
        str(name).startswith(("field_validator", "validator")) for name in names
    )


def _may_be_missing(pair: Pair) -> bool:
    """Whether a client may leave out what the column needs and nothing else supplies."""
    field, column, linked = pair.field, pair.column, pair.linked
    if linked.partial or not _needs_value(column) or field.required != Known(False):
        return False
    if linked.contract.layer is Layer.SCHEMA:
        # `x: str = None` hands None on; any other default is a value.
        gap = field.has_default == Known(True) and field.default == Known(None)
    else:
        box = linked.contract.layer is Layer.FORM and field.type == Known("bool")
        gap = field.has_default == Known(False) and not box
    return gap and not linked.supply.supplies(column.name)


def _needs_value(column: Field) -> bool:
    """Whether a row needs a value for the column: NOT NULL, and no default of any kind."""
    given = (column.nullable, column.has_default, column.database_default, column.many)
    if column.primary_key or any(fact != Known(False) for fact in given):
        return False
    return not holds_empty_text(column.framework_class) or column.blank == Known(False)


def _disagrees_on_null(pair: Pair) -> bool:
    field, column, linked = pair.field, pair.column, pair.linked
    if column.many != Known(False) or column.primary_key:
        return False
    if field.nullable == Known(True) and column.nullable == Known(False):
        harmless = linked.partial or linked.contract.layer is Layer.FORM
        taken = _takes_input(pair) and not harmless
        return taken and not linked.supply.supplies(column.name)
    promised = field.nullable == Known(False) and column.nullable == Known(True)
    return promised and linked.uses.reads and _is_checked_output(pair)


def _is_checked_output(pair: Pair) -> bool:
    """Whether a row's value is validated as it stands when it is shown."""
    if pair.linked.contract.layer is not Layer.SCHEMA or pair.field.type == Known("any"):
        return False
    guards = (f"{pair.column.name}__isnull", f"resolve_{pair.field.name}", "exclude_none")
    return pair.field.validators == Known(()) and not pair.linked.supply.has_word(*guards)


# Tables


@dataclass(frozen=True)
class _Cell:
    """What one class says of one column: a line for each of its fields, mostly one."""

    lines: tuple[tuple[Word, ...], ...] = ()

    @cached_property
    def verdict(self) -> str:
        return _worst(word.verdict for line in self.lines for word in line)

    @cached_property
    def width(self) -> int:
        return max((cells(" ".join(word.text for word in line)) for line in self.lines), default=1)

    def wrapped(self, width: int) -> Iterator[list[Word]]:
        """Its lines, with what is too long for the width going on in the next."""
        for line in self.lines:
            current: list[Word] = []
            for word in (_shortened(word, width) for word in line):
                if current and cells(" ".join(w.text for w in (*current, word))) > width:
                    yield current
                    current = []
                current.append(word)
            yield current


def _shortened(word: Word, width: int) -> Word:
    if cells(word.text) <= width:
        return word
    return replace(word, text=f"{word.text[: width - 1]}{_MORE}")


@dataclass(frozen=True)
class _Speaker:
    """A column of the table: a class, what it is for, and its cell in each row."""

    title: str
    layer: Layer
    use: str
    rows: Mapping[str, _Cell]

    @property
    def subtitle(self) -> str:
        return f"{self.layer.value} {self.use}".rstrip()

    def width(self, most: int) -> int:
        """The room that its widest cell takes, without the mark."""
        title = max(min(cells(self.title), _WORTH_A_LINE), cells(self.subtitle))
        return min(max(title, *(cell.width for cell in self.rows.values()), 0), most)


def _broken(name: str, width: int) -> list[str]:
    """The name of a class, in several lines where it is long: `OrderLine`, `Serializer`."""
    lines = [""]
    for part in _CAMEL_PARTS.findall(name):
        if lines[-1] and cells(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return lines


_CAMEL_PARTS = re.compile(r"^[^A-Z]+|[A-Z]+[^A-Z]*")

_WORTH_A_LINE = 19
"""Longer names of classes do not make a column wider, they go on in the next line."""

_WIDTH = 120
"""Of a table that goes elsewhere than to a terminal, so that it is the same everywhere."""

_MARK_WIDTH = 2
_GAP = 2
_EDGE = 2
_WIDEST_CELL = 28
_WIDEST_NAME = 26
_WIDEST_WHERE = 48
_COLOURS = {
    Layer.MODEL: "bold",
    Layer.FORM: "magenta",
    Layer.SERIALIZER: "blue",
    Layer.SCHEMA: "cyan",
    DIFFERS: "bold red",
    NARROWER: "yellow",
    "": "",
}
_LEGEND = {
    DIFFERS: "lets through what the column refuses, or promises what it may not hold",
    NARROWER: "takes less than the column",
}
_DYNAMIC = "fields that only the running program knows"
_NO_MODEL = "of no model that is known"


def render_table(inventory: Inventory, sources: Sources, style: Style) -> str:
    """The models that were asked for, each with its layers; or an overview of all."""
    page = _Page(sources, style)
    if inventory.named:
        for spoken in inventory.models:
            page.model(spoken)
        for contract in inventory.strays:
            page.stray(contract)
    else:
        page.overview(inventory)
    return page.text


_PLAIN_MARKS = str.maketrans(
    {DIFFERS: "!", ABSENT: "-", _AT_MOST: "<", _AT_LEAST: ">", _ARROW: ">", _MORE: "~", _RULE: "-"}
)


def encodable(text: str, encoding: str | None) -> str:
    """The text with plainer marks of the same width, where an encoding knows no others."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return text.translate(_PLAIN_MARKS)
    return text


class _Page:
    """Collects tables as text; knows how much room there is, and whether there are colours."""

    def __init__(self, sources: Sources, style: Style) -> None:
        from rich.console import Console

        self._sources = sources
        self._width = max(style.width or _WIDTH, _NARROWEST)
        self._stream = io.StringIO()
        coloured = style.palette != PLAIN
        self._console = Console(
            file=self._stream,
            width=self._width,
            color_system="standard" if coloured else None,
            force_terminal=coloured,
            no_color=not coloured,
            highlight=False,
            legacy_windows=False,
        )

    @property
    def text(self) -> str:
        return "".join(f"{line.rstrip()}\n" for line in self._stream.getvalue().split("\n")[:-1])

    def _line(self, *parts: str | tuple[str, str]) -> None:
        from rich.text import Text

        self._console.print(Text.assemble(*parts), soft_wrap=True)

    def _print_table(self, table: Table) -> None:
        from rich.padding import Padding

        self._console.print(Padding(table, (0, 0, 0, _EDGE), expand=False))

    def _heading(self, contract: Contract, *more: tuple[str, str]) -> None:
        if self._stream.tell():
            self._line("")
        place = f"{self._sources.shown(contract.span.path)}:{contract.name_line}"
        self._line((contract.short_name, "bold"), "  ", (place, "dim"), *more)
        self._line("")

    # Some models

    def model(self, spoken: Spoken) -> None:
        """A model's columns, and what each of its layers says of them."""
        columns = spoken.model.fields
        first = _Speaker(
            spoken.model.short_name,
            Layer.MODEL,
            "(abstract)" if spoken.model.abstract else "",
            {column.name: _said_cell(_said_of_column(column)) for column in columns},
        )
        self._heading(spoken.model)
        parts = self._parts(first, [_speaker(linked) for linked in spoken.layers])
        for number, part in enumerate(parts):
            spoken_of = set(first.rows if number == 0 else chain(*(each.rows for each in part)))
            names = [name for name in first.rows if name in spoken_of]
            self._print_table(self._table(names, (first, *part)))
            self._line("")
        self._notes(spoken)

    def stray(self, contract: Contract) -> None:
        """The fields of a layer that speaks of no model that is known."""
        rows = {field.name: _said_cell(_said_of_field(field)) for field in contract.fields}
        speaker = _Speaker(contract.short_name, contract.layer, "", rows)
        self._heading(contract, (f"  speaks {_NO_MODEL}", "dim"))
        self._print_table(self._table(list(rows), (speaker,)))
        self._more(contract, rows)

    def _parts(
        self, first: _Speaker, speakers: Sequence[_Speaker]
    ) -> Iterator[tuple[_Speaker, ...]]:
        """The layers, in as many tables as it takes for each to fit the width."""
        name = min(max(map(cells, first.rows), default=0), _WIDEST_NAME)
        whole = self._width - _EDGE - name - _GAP - self._room(first)
        part: list[_Speaker] = []
        room = whole
        for speaker in speakers:
            if part and self._room(speaker) > room:
                yield tuple(part)
                part, room = [], whole
            part.append(speaker)
            room -= self._room(speaker)
        yield tuple(part)

    def _room(self, speaker: _Speaker) -> int:
        return _MARK_WIDTH + speaker.width(self._most) + _GAP

    @property
    def _most(self) -> int:
        return min(_WIDEST_CELL, self._width // 4 + 1)

    def _table(self, names: Sequence[str], speakers: Sequence[_Speaker]) -> Table:
        table = _empty_table()
        width = min(max(map(cells, names), default=0), _WIDEST_NAME)
        table.add_column(width=width, overflow="fold")
        widths = [speaker.width(self._most) for speaker in speakers]
        for speaker, width in zip(speakers, widths, strict=True):
            table.add_column(_title(speaker, width), width=_MARK_WIDTH + width)
        for name in names:
            said = [speaker.rows.get(name, _Cell()) for speaker in speakers]
            texts = [_text(cell, width) for cell, width in zip(said, widths, strict=True)]
            table.add_row(_styled(name, "bold"), *texts)
        return table

    def _notes(self, spoken: Spoken) -> None:
        """The disagreements in words, and the fields that stand for no column."""
        pairs = [(pair, judged(pair)) for linked in spoken.layers for pair in linked.pairs]
        notes = _grid()
        for pair, words in pairs:
            where = f"{pair.linked.contract.short_name}.{pair.field.name}"
            for word in words:
                if word.verdict == DIFFERS:
                    column = f"the column: {word.other}" if word.other else ""
                    said = _styled(f"{word.text}; {column}".rstrip("; "), "")
                    notes.add_row(_styled(DIFFERS, _COLOURS[DIFFERS]), _styled(where, ""), said)
        if notes.row_count:
            self._print_table(notes)
            self._line("")
        seen = {word.verdict for _, words in pairs for word in words}
        for mark in (mark for mark in _LEGEND if mark in seen):
            self._line(" " * _EDGE, (mark, _COLOURS[mark]), (f" {_LEGEND[mark]}", "dim"))
        self._more(spoken.model, {column.name for column in spoken.model.fields})
        for linked in spoken.layers:
            self._more(linked.contract, {pair.field.name for pair in linked.pairs})

    def _more(self, contract: Contract, shown: Iterable[str]) -> None:
        """What a class has besides what is in the rows of the table."""
        left = [field.name for field in contract.fields if field.name not in shown]
        grid = _grid()
        for text in (", ".join(left), _DYNAMIC if "fields" in contract.unknown else ""):
            if text:
                name = _styled(f"{contract.short_name} also has", _COLOURS[contract.layer])
                grid.add_row(_styled("+", "dim"), name, _styled(text, ""))
        if grid.row_count:
            self._print_table(grid)

    # All models

    def overview(self, inventory: Inventory) -> None:
        """A row for each model: its columns, its disagreements, its layers."""
        if not inventory.contracts:
            self._line("No models, forms, serializers or schemas found.")
            return
        shown = sorted(inventory.models, key=lambda each: each.model.span.path)
        longest = max((cells(_overview_name(each)) for each in shown), default=0)
        widths = _OverviewWidths.fitting(longest, self._width)
        self._print_table(_overview_heading(widths))
        self._line("")
        for path, models in groupby(shown, key=lambda each: each.model.span.path):
            self._line((self._sources.shown(path), "dim"))
            self._print_table(_overview_table(list(models), widths))
            self._line("")
        self._line(_totals(inventory))
        best = max(shown, key=lambda each: (_count(each), len(each.layers)), default=None)
        if best is not None:
            self._line(
                "See what every layer says of one: ",
                (f"nova-lint contracts {best.model.short_name}", "bold"),
            )


_NARROWEST = 60
_WIDEST_OVERVIEW = 32


@dataclass(frozen=True)
class _OverviewWidths:
    """The room for the columns of the overview: a model's name, two numbers, its layers."""

    name: int
    layers: int
    columns: int = len("columns")
    disagreements: int = 4

    @classmethod
    def fitting(cls, longest: int, width: int) -> _OverviewWidths:
        name = max(min(longest, _WIDEST_OVERVIEW, width // 3), len("model"))
        rest = width - _EDGE - name - cls.columns - cls.disagreements - 4 * _GAP
        return cls(name, rest)


def _count(spoken: Spoken) -> int:
    """How many fields of layers disagree with their columns."""
    pairs = (pair for linked in spoken.layers for pair in linked.pairs)
    return sum(any(word.verdict == DIFFERS for word in judged(pair)) for pair in pairs)


def _overview_name(spoken: Spoken) -> str:
    return spoken.model.short_name + (" (abstract)" if spoken.model.abstract else "")


def _overview_table(models: Sequence[Spoken], widths: _OverviewWidths) -> Table:
    table = _overview_columns(widths)
    for spoken in models:
        number = _count(spoken)
        name = "\n".join(_broken(_overview_name(spoken), widths.name))
        table.add_row(
            _styled(name, "dim" if spoken.model.abstract else "bold"),
            f"{len(spoken.model.fields):,}",
            _styled(f"{DIFFERS} {number}", _COLOURS[DIFFERS]) if number else "",
            _names(spoken.layers, widths.layers),
        )
    return table


def _names(layers: Sequence[Linked], width: int) -> Text:
    """The names of layers, broken between them, and inside them only where one is too long."""
    from rich.text import Text

    text, line = Text(), ""
    for number, linked in enumerate(layers, start=1):
        comma = "," if number < len(layers) else ""
        first, *rest = _broken(linked.contract.short_name + comma, width)
        if line and cells(f"{line} {first}") > width:
            text.append("\n")
            line = ""
        elif line:
            text.append(" ")
            line += " "
        text.append("\n".join((first, *rest)), style=_COLOURS[linked.contract.layer])
        line = rest[-1] if rest else line + first
    return text if layers else _styled(ABSENT, "dim")


def _overview_heading(widths: _OverviewWidths) -> Table:
    table = _overview_columns(widths)
    table.add_row("model", "columns", "", "layers that speak of it", style="dim")
    return table


def _overview_columns(widths: _OverviewWidths) -> Table:
    table = _empty_table(header=False)
    table.add_column(width=widths.name, overflow="fold")
    table.add_column(width=widths.columns, justify="right")
    table.add_column(width=widths.disagreements)
    table.add_column(width=widths.layers, overflow="fold")
    return table


def _totals(inventory: Inventory) -> str:
    count = Counter(contract.layer for contract in inventory.contracts)
    text = ", ".join(_plural(count[layer], layer.value) for layer in Layer if count[layer])
    number = len(inventory.strays)
    if not number:
        return text
    return f"{text}; {number:,} of them {'speaks' if number == 1 else 'speak'} {_NO_MODEL}"


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _speaker(linked: Linked) -> _Speaker:
    lines: dict[str, list[tuple[Word, ...]]] = {}
    for pair in linked.pairs:
        words = judged(pair)
        if pair.field.name != pair.column.name:
            words = (Word(f"{pair.field.name}:"), *words)
        lines.setdefault(pair.column.name, []).append(words)
    rows = {name: _Cell(tuple(each)) for name, each in lines.items()}
    uses = linked.uses
    ways = [way for way, used in (("in", uses.writes), ("out", uses.reads)) if used]
    return _Speaker(linked.contract.short_name, linked.contract.layer, "/".join(ways), rows)


def _said_cell(said: Mapping[str, str]) -> _Cell:
    return _Cell((tuple(map(Word, said.values())),))


def _title(speaker: _Speaker, width: int) -> Text:
    from rich.text import Text

    blank = " " * _MARK_WIDTH
    lines = [
        (f"{blank}{line}\n", _COLOURS[speaker.layer]) for line in _broken(speaker.title, width)
    ]
    return Text.assemble(*lines, (f"{blank}{speaker.subtitle}", "dim"))


def _text(cell: _Cell, width: int) -> Text:
    """A cell as text: the mark, and each line of it indented to stand behind the mark."""
    from rich.text import Text

    if not cell.lines:
        return Text(f"{' ' * _MARK_WIDTH}{ABSENT}", style="dim")
    mark = f"{cell.verdict:<{_MARK_WIDTH}}"
    text = Text(mark, style="")
    text.stylize(_COLOURS[cell.verdict])
    for number, line in enumerate(cell.wrapped(width)):
        text.append("\n" + " " * _MARK_WIDTH if number else "")
        for place, word in enumerate(line):
            text.append(" " if place else "")
            text.append(word.text, style=_COLOURS[word.verdict] or None)
    return text


def _styled(text: str, style: str) -> Text:
    from rich.text import Text

    return Text(text, style=style)


def _empty_table(*, header: bool = True) -> Table:
    from rich.box import Box
    from rich.table import Table

    # One rule below the header, and nothing else: the marks are to be seen.
    blank, rule = " " * 4 + "\n", f" {_RULE * 2} \n"
    box = Box(blank + blank + rule + blank * 5)
    return Table(
        box=box if header else None,
        show_header=header,
        show_edge=False,
        # A box has a blank of its own between two columns.
        padding=(0, _GAP - header, 0, 0),
        border_style="dim",
        header_style="",
    )


def _grid() -> Table:
    """Rows of a mark, a name and a text that goes on below itself."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold", max_width=_WIDEST_WHERE)
    grid.add_column(overflow="fold")
    return grid
