"""Operations: the single things that code does, with the kinds of what takes part.

Rules about code judge operations and never syntax, so that whoever reads code, this
package or a type checker's plugin, has its findings judged by the same rules.
"""

from __future__ import annotations

from enum import Enum
from typing import Protocol, TypeAlias

import msgspec

from nova_lint.knowledge.jobs import Library, When
from nova_lint.knowledge.queries import Effect, Twin
from nova_lint.knowledge.threads import Hands
from nova_lint.semantics.kinds import Given, Kind, Model, QuerySet, Task
from nova_lint.workspace.place import Place
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol


class Site(Protocol):
    """Where an operation stands: its place, and its source on one line."""

    def place(self) -> Place: ...

    def text(self) -> str: ...


class Context(Enum):
    """Under what the code runs: in an event loop, in a thread that async code started, or
    in neither."""

    LOOP = "loop"
    THREAD = "thread"
    PLAIN = "plain"


class Fate(Enum):
    """What becomes of a value, where that is settled: nobody takes it; the rows of a queryset are
    counted, and not fetched; an object is read back from the database; a number is rounded to so
    many digits, or to a whole number, or written with so many digits; a random number is drawn
    by it; a quotient or a power is made of it; it is the
    least or the greatest value that a validator lets through."""

    DROPPED = "dropped"
    COUNTED = "counted"
    READ_BACK = "read back"
    ROUNDED = "rounded"
    WHOLE = "made a whole number"
    WRITTEN = "written"
    DRAWN_BY = "drawn by"
    DIVIDED = "divided"
    LEAST = "least"
    GREATEST = "greatest"


class MethodCall(msgspec.Struct, frozen=True):
    """A call of a framework's method on a receiver."""

    receiver: Kind
    name: str
    given: Given


class FunctionCall(msgspec.Struct, frozen=True):
    """A call of a function or class that is not read, by its dotted name."""

    name: str
    given: Given


class ProjectCall(msgspec.Struct, frozen=True):
    """A call of the project's own code, and what that does. `implicit` calls are not
    written as such: a property, `__str__`."""

    function: FunctionSymbol | None
    name: str
    reached: tuple[Reached, ...]
    implicit: bool = False


class Iteration(msgspec.Struct, frozen=True):
    """Something is iterated: `by` is how the code says so (`for`, `list`, `*`), `answer` where
    an operation returns it."""

    source: Kind
    by: str
    is_async: bool = False


class TruthTest(msgspec.Struct, frozen=True):
    """Something is taken for true or false: `by` is how (`if`, `not`, `bool`)."""

    subject: Kind
    by: str


class Indexing(msgspec.Struct, frozen=True):
    """`subject[index]`, or a slice with a step, which takes all rows as well."""

    subject: Kind
    stepped: bool = False


class Following(msgspec.Struct, frozen=True):
    """A relation of an object is followed, or a column read that is not in memory."""

    owner: Model
    name: str
    relation: bool
    sure: bool


class Looking(msgspec.Struct, frozen=True):
    """An object that is fetched when it is first looked at is looked at."""

    subject: Kind
    name: str


class Formatting(msgspec.Struct, frozen=True):
    """Something is written as text: `by` is how (`str`, `repr`, `f-string`)."""

    subject: Kind
    by: str


class Entering(msgspec.Struct, frozen=True):
    """A context manager is entered: `by` is how (`with`, `async with`), `decorator` where
    calling a decorated function does so."""

    manager: Kind
    by: str


class Awaiting(msgspec.Struct, frozen=True):
    """What a call gives is used as if it had been awaited: `used` says for what."""

    subject: Kind
    used: str


class AwaitedCall(msgspec.Struct, frozen=True):
    """An async function of the project is called and awaited. What it does is done here, too,
    and is judged where it is written."""

    function: FunctionSymbol


class Threading(msgspec.Struct, frozen=True):
    """Something is handed over to be called in a thread."""

    function: Kind
    wrapper: str
    hands: Hands


class HandingBack(msgspec.Struct, frozen=True):
    """A call in a thread gives a queryset back whose rows are fetched afterwards."""

    queryset: QuerySet


class RunToEnd(msgspec.Struct, frozen=True):
    """An async function is run to its end by sync code, as `async_to_sync` does."""

    function: Kind


class Arithmetic(msgspec.Struct, frozen=True):
    """`left operator right`; the operator as it is written, without the `=` behind it."""

    operator: str
    left: Kind
    right: Kind


class Comparison(msgspec.Struct, frozen=True):
    """`left operator right`, a look-up of `left` among the keys or items of `right`
    (`operator` is `in`) included."""

    operator: str
    left: Kind
    right: Kind


class FailingCall(msgspec.Struct, frozen=True):
    """A call of the project's own code that raises there, because a Decimal and a float meet:
    `cause` is the operation that does."""

    name: str
    given: Given
    cause: Operation


class Making(msgspec.Struct, frozen=True):
    """An object of a model is made in memory, of what is given."""

    model: ClassSymbol
    given: Given


class Setting(msgspec.Struct, frozen=True):
    """An attribute of a model's object is assigned."""

    owner: Model
    name: str
    value: Kind


class Queueing(msgspec.Struct, frozen=True):
    """A task is queued, or something is made that queues it: `by` is how (`delay`), `when` says
    when that happens. `given` is what the task is to be called with; where more may be put in
    front of that, it is `open`. `task` is None where it is not known which one it is, or where
    there are several; `serializer` is the one that the call names, None where it names none;
    `awaitable` says that the call is made by `await`."""

    package: Library
    task: Task | None
    by: str
    when: When
    given: Given
    open: bool = False
    serializer: Kind | None = None
    awaitable: bool = False


Action: TypeAlias = (
    MethodCall
    | FunctionCall
    | ProjectCall
    | Iteration
    | TruthTest
    | Indexing
    | Following
    | Looking
    | Formatting
    | Entering
    | Awaiting
    | AwaitedCall
    | Threading
    | HandingBack
    | RunToEnd
    | Arithmetic
    | FailingCall
    | Comparison
    | Making
    | Setting
    | Queueing
)


class Operation(msgspec.Struct, frozen=True):
    """One thing that code does, in a function. One that is not `sure` is done the first time
    only; `again` says that the same code has done it in a thread before. `expected` are the names
    of the exceptions that code around it expects; `fate` is what becomes of its value, where that
    is settled; `transaction` is where the outermost transaction was opened in which this function
    does it."""

    action: Action
    site: Site
    context: Context
    awaited: bool = False
    sure: bool = True
    again: bool = False
    function: FunctionSymbol | None = None
    expected: frozenset[str] = frozenset()
    fate: Fate | None = None
    transaction: Site | None = None

    @property
    def guarded(self) -> bool:
        """Whether code around it expects a TypeError."""
        return TypeError.__name__ in self.expected


class Doing(msgspec.Struct, frozen=True):
    """What an operation does: its effect, whether it surely has it, what async code would
    call instead."""

    effect: Effect
    sure: bool = True
    twin: Twin | None = None


class Reached(msgspec.Struct, frozen=True):
    """An effect that a function has, and the operations that lead to it, outermost first."""

    doing: Doing
    steps: tuple[Operation, ...]
