"""One run of one function while it is read: its names, and what is collected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import libcst as cst
import msgspec

from nova_lint.knowledge.exceptions import ASYNC_UNSAFE
from nova_lint.knowledge.jobs import Library
from nova_lint.semantics.kinds import (
    UNKNOWN,
    External,
    Function,
    Given,
    Kind,
    Local,
    Manager,
    QuerySet,
    Task,
)
from nova_lint.semantics.operations import (
    Action,
    Context,
    Fate,
    Formatting,
    FunctionCall,
    HandingBack,
    Indexing,
    Iteration,
    MethodCall,
    Operation,
    Reached,
    Setting,
    TruthTest,
)
from nova_lint.workspace.place import Place
from nova_lint.workspace.segments import Segment
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module, Symbols

if TYPE_CHECKING:
    from nova_lint.semantics.models import Models
    from nova_lint.workspace.outline_nodes import Import


class Node(msgspec.Struct, frozen=True, eq=False):
    """A syntax node as the site of an operation."""

    segment: Segment
    node: cst.CSTNode

    @property
    def written(self) -> cst.CSTNode:
        """The node with its layout."""
        return self.segment.written(self.node)

    def place(self) -> Place:
        return self.segment.place(self.node)

    def text(self) -> str:
        return self.segment.text(self.node)


class Outcome(msgspec.Struct, frozen=True):
    """What running a function gives and does; `touches` says that it may have loaded or
    changed something of the objects that it was given, `failing` is what raises in it. `saves`
    are the parameters whose rows it writes."""

    result: Kind
    reached: tuple[Reached, ...] = ()
    is_generator: bool = False
    touches: bool = False
    failing: Operation | None = None
    saves: frozenset[str] = frozenset()


class Bodies(Protocol):
    """Who reads functions, and knows the project."""

    models: Models
    symbols: Symbols

    def evaluate(self, node: cst.CSTNode, frame: Frame, *, awaited: bool = False) -> Kind: ...

    def invoke(self, callee: Kind, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
        """What calling something here gives; collects what it does."""

    def item_of(self, base: External, key: Kind) -> Kind:
        """What `connections["replica"]` and such are."""

    def result_in_thread(self, callee: Kind, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
        """What calling something gives when a thread does it."""

    def run(self, function: Function, given: Given, context: Context) -> Outcome:
        """What a call of a project function gives and does."""

    def run_local(self, local: Local, given: Given, context: Context) -> Outcome:
        """What a call of a lambda or nested function gives and does."""

    def definition(self, function: Function) -> cst.FunctionDef | None:
        """The syntax of a function of the project."""

    def handed(
        self, function: Function, call: cst.Call
    ) -> Iterator[tuple[str, cst.BaseExpression]]:
        """The parameters of a function with what a call gives to each, the object that a method
        is called on included."""

    def called_later(self, function: Local, context: Context) -> Frame:
        """A lambda or nested function as it is read when something calls it later."""

    def task(self, kind: Kind) -> Task | None:
        """The task that a function, or an object of a class of tasks, is."""

    def queued(self, kind: Function, library: Library) -> Task | None:
        """What a library runs that takes any function."""

    def task_named(self, name: str) -> Kind:
        """What a dotted name stands for from anywhere."""

    def named(self, module: Module, name: str) -> Kind:
        """What a name of a module stands for."""

    def constant(self, node: cst.BaseExpression, frame: Frame) -> object:
        """The value of an expression that no name of the function takes part in; None where the
        source does not settle it."""

    def setting(self, name: str) -> Kind:
        """The kind of a setting; UNKNOWN unless all modules of settings that have it agree."""

    def imported(self, statement: Import, module: Module) -> Kind:
        """What an import inside a function binds."""

    def decorated(self, kind: Kind, decorator: Kind) -> Kind:
        """What a decorator makes of a function."""

    def member(self, cls: ClassSymbol, name: str) -> Kind | None:
        """What a class or one of its bases binds under a name; None where the project's own
        classes bind nothing."""

    def member_behind(self, owner: ClassSymbol, cls: Kind, name: str) -> Kind | None:
        """The same for the classes behind `owner` in the order of a class."""

    def attribute(self, cls: ClassSymbol, name: str) -> Kind:
        """What the methods of a class assign to an attribute of `self`."""

    def manager(self, model: ClassSymbol, name: str) -> Manager | None:
        """The manager of a model under a name."""

    def default_manager(self, model: ClassSymbol | None) -> Manager:
        """The manager that relations to a model use."""

    def rows_of_class(self, cls: ClassSymbol) -> Manager | QuerySet | None:
        """An object of a class of managers or querysets."""

    def annotated(self, node: cst.BaseExpression, around: Module | ClassSymbol) -> Kind:
        """The kind of the objects that an annotation promises."""


class Frame(msgspec.Struct, eq=False, dict=True):
    """A function that is being read.

    `names` holds the kinds of names, and of attributes that the function itself assigned
    (`self.order`), by their dotted text. `assigned` are all values of such attributes of the
    first parameter, whose name is `first`; `inner` the functions that are defined here;
    `given` what the parameters were when it was called; `unread` the coroutines that were
    given a name which has not been read since; `threaded` what was called in a thread.
    While `quiet` is set nothing is collected: a loop is read once to learn what it binds, and then
    again; `rounds` counts the loops that are being read so. `expected` are the names of the
    exceptions that handlers around expect, `cached` counts the tests around whether a global is
    None. One `answers` if a framework takes what it returns for the answer to a request. `fates`
    are what becomes of the values of nodes; `writes` the nodes that made a row of a name, or gave
    it something. `transaction` is where the outermost transaction around was opened; `committed`
    says that what is called now is called when it has been committed, and `afterwards` are the
    functions of that sort.
    """

    bodies: Bodies
    module: Module
    owner: ClassSymbol | None
    function: FunctionSymbol | None
    segment: Segment
    context: Context
    names: dict[str, Kind] = msgspec.field(default_factory=dict)
    outer: Frame | None = None
    returns: list[Kind] = msgspec.field(default_factory=list)
    yields: list[Kind] = msgspec.field(default_factory=list)
    operations: dict[tuple[int, str, str], Operation] = msgspec.field(default_factory=dict)
    assigned: dict[str, list[Kind]] = msgspec.field(default_factory=dict)
    inner: dict[int, Local] = msgspec.field(default_factory=dict)
    unread: dict[str, tuple[cst.CSTNode, Kind]] = msgspec.field(default_factory=dict)
    given: dict[str, Kind] = msgspec.field(default_factory=dict)
    threaded: set[Action] = msgspec.field(default_factory=set)
    touched: bool = False
    globals: set[str] = msgspec.field(default_factory=set)
    first: str | None = None
    quiet: int = 0
    rounds: int = 0
    expected: frozenset[str] = frozenset()
    cached: int = 0
    answers: bool = False
    fates: dict[int, Fate] = msgspec.field(default_factory=dict)
    writes: dict[str, list[int]] = msgspec.field(default_factory=dict)
    transaction: Node | None = None
    committed: bool = False
    afterwards: list[Frame] = msgspec.field(default_factory=list)

    @cached_property
    def _itself(self) -> Node:
        return Node(self.segment, self.segment.body[0])

    @property
    def writing(self) -> Node:
        """The mark of rows that are written now: where the transaction around was opened, or
        the function where there is none."""
        return self.transaction or self._itself

    @property
    def guarded(self) -> bool:
        """Whether code around expects a TypeError."""
        return TypeError.__name__ in self.expected

    @property
    def around(self) -> Module | ClassSymbol:
        return self.owner or self.module

    def value(self, node: cst.CSTNode) -> Kind:
        """The kind of an expression; collects the operations in it."""
        return self.bodies.evaluate(node, self)

    def look_up(self, name: str) -> Kind:
        """The kind of a name: of this function, of those around it, of the module."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                frame.unread.pop(name, None)
                return frame.names[name]
            frame = frame.outer
        return self.bodies.named(self.module, name)

    def is_global(self, name: str) -> int:
        """1 for a variable of the module that some function of it may give another value."""
        if name in self.names and name not in self.globals:
            return 0
        return int(name in self.module.bindings and "global" in self.module.outline.names)

    # What is collected ------------------------------------------------------------------

    def note(self, action: Action, node: cst.CSTNode, *, awaited: bool = False) -> None:
        """Collects an operation, once, with what it does."""
        is_call = isinstance(action, MethodCall | FunctionCall)
        if is_call and self.context is Context.THREAD:
            self.threaded.add(action)
        if self.quiet or ASYNC_UNSAFE in self.expected:
            return
        called = action.name if isinstance(action, MethodCall | Setting) else ""
        key = (id(node), type(action).__name__, called)
        if key in self.operations:
            return
        site = Node(self.segment, node)
        again = is_call and action in self.threaded
        self.operations[key] = Operation(
            action,
            site,
            self.context,
            awaited,
            not self.cached,
            again,
            self.function,
            self.expected,
            self.fates.get(id(node)),
            self.transaction,
        )
        handed = _handed_back(action)
        if handed is not None:
            self.hand_back(handed)

    def hand_back(self, queryset: QuerySet) -> None:
        """Collects that the rows of a queryset that a thread gave back are still to be fetched."""
        if queryset.handed is not None and not queryset.fetched and not queryset.empty:
            self.note(HandingBack(queryset), queryset.handed.node)

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Reads without collecting."""
        self.quiet += 1
        try:
            yield
        finally:
            self.quiet -= 1

    @contextmanager
    def first_round(self) -> Iterator[None]:
        """Reads a loop's body without collecting, but for what raises the first time."""
        self.rounds += 1
        try:
            with self.quietly():
                yield
        finally:
            self.rounds -= 1

    def note_failing(self, action: Action, node: cst.CSTNode) -> None:
        """Collects what raises, and ends the function if it is reached at all."""
        quiet = self.quiet
        self.quiet = quiet - self.rounds
        try:
            self.note(action, node)
        finally:
            self.quiet = quiet

    def settle(self, name: str, fate: Fate) -> None:
        """Says what becomes of the row that a name stands for, and of what was written to it."""
        written = set(self.writes.pop(name, ()))
        for key, operation in self.operations.items():
            if key[0] in written:
                self.operations[key] = msgspec.structs.replace(operation, fate=fate)

    # Names ------------------------------------------------------------------------------

    def bind(self, name: str, kind: Kind) -> None:
        """Gives a name, or a dotted attribute, another kind; what was known of its own
        attributes is forgotten."""
        start = f"{name}."
        for known in [known for known in self.names if known.startswith(start)]:
            del self.names[known]
        self.names[name] = kind

    def update(self, node: cst.CSTNode, kind: Kind) -> None:
        """Says more about the object that an expression names, which stays the same one."""
        path = dotted(node)
        if path is None or kind == UNKNOWN:
            return
        frame: Frame | None = self
        first = path.partition(".")[0]
        while frame is not None and first not in frame.names and frame.outer is not None:
            frame = frame.outer
        (frame or self).names[path] = kind

    def without_super(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """The object that a method is called on: for `super()` the one that this method has."""
        match node:
            case cst.Call(func=cst.Name(value="super")) if self.first is not None:
                return cst.Name(self.first)
        return node

    def load(self, node: cst.CSTNode, kind: Kind) -> None:
        """Says what reading something left in memory. In an event loop that reading ends the
        code, so that a loop is entered with nothing loaded by its own body."""
        if not self.quiet or self.context is Context.THREAD:
            self.update(node, kind)


def _handed_back(action: Action) -> QuerySet | None:
    """The queryset whose rows an operation fetches where it stands."""
    match action:
        case (
            Iteration(source=QuerySet() as queryset, is_async=False)
            | TruthTest(subject=QuerySet() as queryset)
            | Indexing(subject=QuerySet() as queryset)
            | Formatting(subject=QuerySet() as queryset)
        ):
            return queryset
    return None


def dotted(node: cst.CSTNode) -> str | None:
    """`self.order.customer` for such an expression, None for any other."""
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute(value=base, attr=cst.Name(value=name)):
            path = dotted(base)
            return f"{path}.{name}" if path is not None else None
    return None


def argument(node: cst.CSTNode, index: int) -> cst.CSTNode:
    """The node of a call's argument, by its position; the call itself if it has none there."""
    if isinstance(node, cst.Call) and index < len(node.args):
        return node.args[index].value
    return node
