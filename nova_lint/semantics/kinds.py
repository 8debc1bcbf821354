"""Kinds: what an expression is when it runs, as far as the effects of code depend on it.

A kind is a plain value: two that are equal can be used in place of each other. What nothing
is known of is `UNKNOWN`, and no rule judges it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from nova_lint.knowledge.jobs import Library
from nova_lint.semantics.signatures import Signature
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module

if TYPE_CHECKING:
    import libcst as cst

    from nova_lint.semantics.bodies.frame import Frame
    from nova_lint.semantics.operations import Site


class Unknown(msgspec.Struct, frozen=True):
    """Anything that the source does not settle."""


UNKNOWN = Unknown()


# No struct, because `!=` on those asks nobody's `__eq__`.
@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A constant that is written out: a string, a number, a truth value, None. That `1 == 1.0`
    does not make them the same: one goes with a Decimal, the other does not."""

    value: str | bytes | int | float | None

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Literal)
            and type(self.value) is type(other.value)
            and self.value == other.value
        )

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


NONE = Literal(None)


@dataclass(frozen=True, slots=True)
class Scalar:
    """An object of a plain class by its dotted name: `builtins.int`, `decimal.Decimal`.
    `made_of` is the class of what it was converted from, ANYTHING where that is not known;
    PROMISED for one of which only an annotation of a parameter says what it is, PROMISED_WHOLE
    for a float that is calculated of such ints without a rounding error, VALIDATED for a field of
    a schema. `row` is the row of which it is the key."""

    name: str
    made_of: str = ""
    row: Model | None = field(default=None, compare=False)


ANYTHING = "anything"
PROMISED = "annotation"
PROMISED_WHOLE = "annotation as a whole number"
VALIDATED = "schema"


# Rows of a database ---------------------------------------------------------------------


class Origin(Enum):
    """Where a model's object comes from, which tells how much of it is in memory."""

    UNSEEN = auto()
    FETCHED = auto()
    BUILT = auto()


@dataclass(frozen=True, slots=True)
class Loading:
    """What of a model's object, or of a queryset's objects, is in memory.

    `relations` and `prefetched` are lookup paths (`author__publisher`). `everything` says
    that more relations are loaded than can be named, `required` that all which cannot be null
    are. `deferred` columns are read when they are asked for; where `only` is set, so is every
    column that is not in it. `pending` are the relations of an object built in memory whose id
    was given, but not the object.

    `path` leads here from the rows that the query asked for, by `several` if a relation on it
    is to many rows: advice names it, and nothing is decided by it.
    """

    origin: Origin = Origin.UNSEEN
    relations: frozenset[str] = frozenset()
    prefetched: frozenset[str] = frozenset()
    deferred: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    pending: frozenset[str] = frozenset()
    everything: bool = False
    required: bool = False
    path: str = field(default="", compare=False)
    several: bool = field(default=False, compare=False)

    def is_deferred(self, name: str) -> bool:
        """Whether a column, or a relation's, was surely left out of the query."""
        if self.origin is not Origin.FETCHED or self.everything:
            return False
        if self.only is None:
            return name in self.deferred
        names = {path.partition("__")[0] for path in self.only}
        return not names & {name, f"{name}_id"}

    def below(self, name: str) -> Loading:
        """What is in memory of the objects behind a relation."""
        return Loading(
            self.origin if self.origin is not Origin.BUILT else Origin.UNSEEN,
            _behind(name, self.relations),
            _behind(name, self.prefetched),
            _behind(name, self.deferred),
            _behind(name, self.only or frozenset()) or None,
            everything=self.everything,
            required=self.required,
            path=self.to(name),
            several=self.several,
        )

    def to(self, name: str) -> str:
        """The lookup path of a relation, from the rows that the query asked for."""
        return f"{self.path}__{name}" if self.path else name


def _behind(name: str, paths: frozenset[str]) -> frozenset[str]:
    start = f"{name}__"
    return frozenset(path.removeprefix(start) for path in paths if path.startswith(start))


@dataclass(frozen=True, slots=True)
class Model:
    """An object of a model. `held` are attributes that are known to hold something else than
    what their column promises, and those that a query added. `written` says that the code
    has written the row, and in which transaction, by the place where that was opened; where
    none was, it is the function."""

    cls: ClassSymbol
    loading: Loading = Loading()
    held: tuple[tuple[str, Kind], ...] = ()
    written: Site | None = field(default=None, compare=False, repr=False)

    def holds(self, name: str) -> Kind | None:
        return next((kind for key, kind in self.held if key == name), None)


class Manager(msgspec.Struct, frozen=True):
    """A manager of a model, None where it is not known of which. `cls` is its own class,
    `queryset` that of its querysets, where those are classes of the project."""

    model: ClassSymbol | None
    cls: ClassSymbol | None = None
    queryset: ClassSymbol | None = None


class RelatedManager(msgspec.Struct, frozen=True):
    """What `author.books` and `book.tags` are; `column` is the class of the column that
    opens the relation, `owner` the model of the row that it was opened from. `prefetched`
    says that its rows are in memory; `sure` that it is known whether they are."""

    manager: Manager
    column: str
    prefetched: bool = False
    sure: bool = True
    loading: Loading = Loading()
    owner: ClassSymbol | None = None


@dataclass(frozen=True, slots=True)
class QuerySet:
    """A queryset; `row` is what iterating it gives. A `fetched` one has its rows in memory;
    `sure` says that it is known whether it has. A raw one knows few methods, an `empty` one is
    known to have no rows without a query. `aliases` are the expressions that `alias` gave a name;
    `handed` is where a thread handed it back."""

    model: ClassSymbol | None
    row: Kind
    cls: ClassSymbol | None = None
    fetched: bool = False
    sure: bool = True
    raw: bool = False
    empty: bool = False
    aliases: tuple[tuple[str, Kind], ...] = ()
    handed: Handed | None = field(default=None, compare=False)


class Handed(msgspec.Struct, frozen=True, eq=False):
    """The call by which a thread gave something back."""

    node: cst.CSTNode


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that the database computes: `F("price") * 2`, `Sum("total")`. `name` is
    its class, or the operator between two; `site` is where it stands."""

    name: str
    arguments: tuple[Kind, ...] = ()
    keywords: tuple[tuple[str, Kind], ...] = ()
    site: Site | None = field(default=None, compare=False, repr=False)

    def keyword(self, name: str) -> Kind | None:
        return next((kind for key, kind in self.keywords if key == name), None)


# Objects and containers -------------------------------------------------------------------


class Object(msgspec.Struct, frozen=True):
    """An object of a class of the project that is no model. `given` is what a call of its
    class gave to its parameters, for the framework classes that keep it. `loaded` says of a
    form or serializer that it has been validated; `held` are attributes of a schema's object that
    nobody looked at."""

    cls: ClassSymbol
    given: Given | None = None
    loaded: bool = False
    held: tuple[tuple[str, Kind], ...] = ()

    def holds(self, name: str) -> Kind | None:
        return next((kind for key, kind in self.held if key == name), None)


class Framework(msgspec.Struct, frozen=True):
    """An object of a framework's class, by its dotted name, with what it was made of.
    `loaded` says of a session, or of a request's, that it is in memory."""

    name: str
    given: Given | None = None
    loaded: bool = False


class Sequence(msgspec.Struct, frozen=True):
    """A list, set, iterator or such in memory: iterating it runs nothing. `name` is the
    dotted name of its class where it is known."""

    item: Kind
    name: str = "builtins.list"


class Together(msgspec.Struct, frozen=True):
    """A tuple or list whose items are known one by one; those of a named tuple have `names`."""

    items: tuple[Kind, ...]
    names: tuple[str, ...] = ()

    def named(self, name: str) -> Kind | None:
        return self.items[self.names.index(name)] if name in self.names else None


class Mapping(msgspec.Struct, frozen=True):
    """A dictionary; `entries` are those whose keys are written out, all of them where it is
    `complete`."""

    key: Kind = UNKNOWN
    value: Kind = UNKNOWN
    entries: tuple[tuple[str, Kind], ...] = ()
    complete: bool = False

    def entry(self, key: str) -> Kind | None:
        return next((value for name, value in reversed(self.entries) if name == key), None)


class Lazy(msgspec.Struct, frozen=True):
    """An object that Django fetches when it is first looked at, as `request.user`."""

    target: Kind
    name: str


class Given(msgspec.Struct, frozen=True):
    """The arguments of a call; `complete` is False where more may be given than is known."""

    positional: tuple[Kind, ...] = ()
    keywords: tuple[tuple[str, Kind], ...] = ()
    complete: bool = True

    def keyword(self, name: str) -> Kind | None:
        return next((kind for key, kind in self.keywords if key == name), None)

    def argument(self, index: int, name: str) -> Kind | None:
        """An argument that can be given by position or by keyword."""
        found = self.keyword(name)
        if found is None and index < len(self.positional):
            return self.positional[index]
        return found


# Code -------------------------------------------------------------------------------------


class ClassOf(msgspec.Struct, frozen=True):
    """A class of the project itself."""

    cls: ClassSymbol


class Function(msgspec.Struct, frozen=True):
    """A function of the project, bound to an object or class where it is a method."""

    symbol: FunctionSymbol
    bound: Kind | None = None


class Local(msgspec.Struct, frozen=True, eq=False):
    """A lambda or a nested function, with the frame whose names it sees."""

    node: cst.Lambda | cst.FunctionDef
    frame: Frame


class Method(msgspec.Struct, frozen=True):
    """A method of a framework, bound to what it is called on."""

    receiver: Kind
    name: str


class External(msgspec.Struct, frozen=True):
    """A name that is not read: a framework's, the standard library's, a package's."""

    name: str


class ModuleOf(msgspec.Struct, frozen=True):
    """A module of the project."""

    module: Module


class Super(msgspec.Struct, frozen=True):
    """`super()` in a method of `owner`."""

    owner: ClassSymbol
    bound: Kind


class Threaded(msgspec.Struct, frozen=True):
    """A function that runs in a thread when it is called, and gives a coroutine."""

    function: Kind


class Blocking(msgspec.Struct, frozen=True):
    """A function that runs an async one to its end: `async_to_sync(function)`."""

    function: Kind


class Partial(msgspec.Struct, frozen=True):
    """`functools.partial(function, …)`."""

    function: Kind
    positional: tuple[Kind, ...] = ()
    keywords: tuple[tuple[str, Kind], ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What a library for background jobs makes of a function. `name` is the function's dotted
    name, `signature` what a job can be given, None where that is not known; it is `checked`
    where a job is queued, or else when it runs. `serializer` is the name of the task's own,
    empty where it has none, None where it is not known. One that is not `plain` is of a class
    that may queue it in a way of its own."""

    name: str
    package: Library
    signature: Signature | None
    checked: bool = False
    serializer: str | None = ""
    symbol: FunctionSymbol | None = field(default=None, compare=False)
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Coroutine:
    """What a call of an async function gives until it is awaited. `name` is what was called,
    where that is a framework's method, `function` where it is one of the project."""

    result: Kind
    name: str = ""
    function: FunctionSymbol | None = field(default=None, compare=False)


class Generator(msgspec.Struct, frozen=True):
    """What is worked out while it is iterated: the body of a generator function, `map`. The
    `sources` are iterated on the way, as `queryset.iterator()` and `chain` do."""

    item: Kind
    function: Kind | None = None
    given: Given | None = None
    is_async: bool = False
    sources: tuple[Kind, ...] = ()


Kind: TypeAlias = (
    Unknown
    | Literal
    | Scalar
    | Model
    | Manager
    | RelatedManager
    | QuerySet
    | Expression
    | Object
    | Framework
    | Sequence
    | Together
    | Mapping
    | Lazy
    | ClassOf
    | Function
    | Local
    | Method
    | External
    | ModuleOf
    | Super
    | Threaded
    | Blocking
    | Partial
    | Task
    | Coroutine
    | Generator
)
