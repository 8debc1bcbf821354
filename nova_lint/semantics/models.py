"""What code can ask of a project's models, forms and serializers.

The contracts know the answers; they stand above this package, so the questions are stated
here as a protocol.
"""

from __future__ import annotations

from typing import Protocol

import msgspec

from nova_lint.knowledge.queries import Check, Version
from nova_lint.workspace.symbols import ClassSymbol


class Column(msgspec.Struct, frozen=True):
    """An attribute that a model's objects have: a column, or a relation in either direction.

    `type` is the type of its value as contracts name it (`decimal`, `str`, `relation`).
    `target` is the model at the other end, `opener` the class of the column that opens the
    relation; `many` says that there may be several rows, `reverse` that the column stands
    in the other model, `nullable` that there may be none. `back` is the attribute at the
    other end that leads back to this row. `is_key` marks the primary key, which every row has.
    `default` is the default of a decimal column where that is no Decimal; forms show what is
    `editable`.
    """

    name: str
    type: str | None
    nullable: bool | None
    target: ClassSymbol | None = None
    many: bool = False
    reverse: bool = False
    is_relation: bool = False
    is_key: bool = False
    opener: str = ""
    default: float | str | None = None
    back: str = ""
    editable: bool = True


class LayerField(msgspec.Struct, frozen=True):
    """A field of a form or serializer. `source` is the path to what it shows, empty for the
    field's own name; `nested` is the serializer that shows it; `shown` says that output has it,
    `required` that input does, `chooses` that it lets choose from rows. `type` is the type of
    its validated value as contracts name it, `shown_type` of the value that a serializer shows,
    each None where it is not known."""

    name: str
    framework_class: str
    type: str | None = None
    source: str = ""
    nested: ClassSymbol | None = None
    many: bool = False
    shown: bool = True
    required: bool = False
    chooses: bool = False
    shown_type: str | None = None


class Models(Protocol):
    """What is known of classes whose objects hold data."""

    def is_model(self, cls: ClassSymbol) -> bool: ...

    def layer(self, cls: ClassSymbol) -> str | None:
        """`form`, `serializer`, `schema`, `model`, or None for any other class."""

    def column(self, model: ClassSymbol, name: str) -> Column | None:
        """The column or relation of that name; None where there is none, or none is known."""

    def columns_in_order(self, model: ClassSymbol) -> tuple[Column, ...]:
        """What a model takes by position; none where the order is not known."""

    def columns_known(self, model: ClassSymbol) -> bool:
        """Whether the source shows every column of a model."""

    def model_of(self, cls: ClassSymbol) -> ClassSymbol | None:
        """The model of a form or serializer class."""

    def fields(self, cls: ClassSymbol) -> tuple[LayerField, ...] | None:
        """The fields of a form or serializer; None where there may be others."""

    def many_to_many(self, model: ClassSymbol) -> tuple[str, ...]:
        """The names of a model's many-to-many columns."""

    def checks_rows(self, cls: ClassSymbol) -> bool | None:
        """Whether validating a form or a serializer surely queries, for any data that could be
        valid; None where that is not known."""

    def looked_up(self, model: ClassSymbol, check: Check) -> frozenset[str]:
        """What is surely looked up to check a row of a model: the names of columns, or those
        of constraints."""

    def shows_rows(self, cls: ClassSymbol) -> bool | None:
        """Whether showing a form reads the rows that a field of it lets choose from."""

    @property
    def sessions_in_database(self) -> bool:
        """Whether the settings keep sessions in the database."""

    def cache_in_database(self, alias: str | None) -> bool:
        """Whether the settings keep a cache in the database; None for an alias that is not
        known, which it is if all of them are."""

    def is_installed(self, app: str) -> bool:
        """Whether the settings install an app."""

    def has(self, since: Version | None, until: Version | None) -> bool:
        """Whether the project's Django, a new one if it is unknown, lies between versions."""

    @property
    def fetches_user(self) -> bool:
        """Whether a request's user is fetched when it is looked at, as Django's own middleware
        makes it."""

    @property
    def user(self) -> ClassSymbol | None:
        """The project's model of users."""
