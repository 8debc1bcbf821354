"""Units: the functions of a project, the layer of each, and what it does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nova_lint.contracts.code.classification import Placement
from nova_lint.contracts.code.decisions import Decision, decisions_in
from nova_lint.knowledge.code_layers import OVERRIDDEN_WRITES, TRANSACTIONS, CodeLayer
from nova_lint.knowledge.queries import Effect, When
from nova_lint.semantics import effects, framework_calls
from nova_lint.semantics.bodies.frame import Node
from nova_lint.semantics.kinds import (
    Framework,
    Function,
    Given,
    Local,
    Manager,
    Model,
    Object,
    QuerySet,
    RelatedManager,
)
from nova_lint.semantics.operations import (
    AwaitedCall,
    Awaiting,
    Context,
    Entering,
    FunctionCall,
    MethodCall,
    Operation,
    ProjectCall,
    Reached,
    Threading,
)
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Deed(msgspec.Struct, frozen=True):
    """One effect that a function has: on the rows of which model, where that is known, and
    the operations that lead to it, outermost first.

    One that is not `sure` happens only where something was not done before. `on_behalf` says
    that a framework does it for code that hands it a form, a serializer or a login.
    """

    effect: Effect
    model: ClassSymbol | None
    steps: tuple[Operation, ...]
    sure: bool
    on_behalf: bool

    @property
    def done(self) -> Operation:
        """The operation that has the effect."""
        return self.steps[-1]


class Unit(msgspec.Struct, frozen=True, dict=True):
    """A function of the project, its layer, and its app. What it does is read when somebody
    asks for it."""

    function: FunctionSymbol
    placement: Placement
    app: str
    contracts: Contracts

    @property
    def layer(self) -> CodeLayer:
        return self.placement.layer

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """Everything that the function does, itself and through what it calls."""
        found: dict[tuple[object, ...], Deed] = {}
        dropped = {_written(each) for each in self.operations if _is_dropped(each)}
        for operation in self.operations:
            if _written(operation) in dropped:
                continue
            for deed in self._deeds_of(operation):
                found.setdefault((deed.effect, *(id(step.site) for step in deed.steps)), deed)
        return tuple(found.values())

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations in the function's body, and in the functions that it defines."""
        return tuple(self.contracts.whole_bodies.everything(self.function))

    def called_with(self, given: Given) -> tuple[Deed, ...]:
        """What a call of the method does with what it is given."""
        owner = self.function.owner
        method = Function(self.function, Object(owner) if owner is not None else None)
        outcome = self.contracts.whole_bodies.run(method, given, Context.PLAIN)
        return tuple(filter(None, map(self._deed, outcome.reached)))

    @cached_property
    def own(self) -> tuple[Deed, ...]:
        """What is written in the function itself, once for each place. A call of `save` or
        `delete` writes where it stands, also where the model has one of its own."""
        found: dict[tuple[object, ...], Deed] = {}
        for deed in map(self._as_saving, self.deeds):
            if deed.done.function == self.function:
                found.setdefault((deed.effect, _written(deed.done)), deed)
        return tuple(found.values())

    def _as_saving(self, deed: Deed) -> Deed:
        """A write of a row by a method of its model that stands for Django's own, as the call
        of that method."""
        first = deed.steps[0]
        owner = _saved_by(first)
        if deed.effect is not Effect.WRITE or deed.model is None or owner is None:
            return deed
        is_its_own = owner in self.contracts.symbols.mro(deed.model).classes
        return replace(deed, steps=(first,)) if is_its_own else deed

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The branches of the function that depend on the state of rows."""
        frame = self.contracts.whole_bodies.root(self.function)
        if frame is None:
            return ()
        reads = [d for d in self.own if d.effect is Effect.READ and not d.on_behalf]
        return tuple(decisions_in(frame, reads, self.contracts))

    def _deeds_of(self, operation: Operation) -> Iterator[Deed]:
        reader, symbols = self.contracts.whole_bodies, self.contracts.symbols
        found = list(effects.reached(operation, reader.models, symbols))
        awaited = effects.awaited(operation, reader.models, symbols)
        if awaited is not None:
            found.append(Reached(awaited, (operation,)))
        found.extend(self._in_thread(operation))
        yield from filter(None, map(self._deed, found))
        match operation.action:
            case AwaitedCall(function=function):
                for deed in self.contracts.awaited_deeds(function):
                    yield replace(deed, steps=(operation, *deed.steps))

    def _in_thread(self, operation: Operation) -> Iterator[Reached]:
        """What a function does that is handed over to a thread."""
        reader = self.contracts.whole_bodies
        match operation.action:
            case Threading(function=Function() as function):
                outcome = reader.run(function, Given(complete=False), Context.THREAD)
            case Threading(function=Local() as local):
                outcome = reader.run_local(local, Given(complete=False), Context.THREAD)
            case _:
                return
        for inner in outcome.reached:
            yield Reached(inner.doing, (operation, *inner.steps))

    def _deed(self, reached: Reached) -> Deed | None:
        last, effect = reached.steps[-1], reached.doing.effect
        if effect is Effect.TRANSACTION and not _is_transaction(last):
            return None
        if effect is Effect.WRITE and self._fills_cache(last):
            effect = Effect.READ
        return Deed(
            effect,
            effects.model_of(last),
            reached.steps,
            reached.doing.sure,
            on_behalf=effect in (Effect.READ, Effect.WRITE) and not _is_of_orm(last),
        )

    def _fills_cache(self, operation: Operation) -> bool:
        """Whether a write only happens where Django has not kept the row, as that of a content
        type."""
        match operation.action:
            case MethodCall(receiver=receiver, name=name):
                known = framework_calls.method(receiver, name, self.contracts.symbols)
                return known is not None and known.call.when is When.NOT_LOADED
        return False


def _saved_by(operation: Operation) -> ClassSymbol | None:
    """The class whose `save` or `delete` an operation calls on an object."""
    match operation.action:
        case ProjectCall(function=FunctionSymbol(owner=owner) as function):
            return owner if function.node.name in OVERRIDDEN_WRITES else None
    return None


def _is_dropped(operation: Operation) -> bool:
    """Whether an operation says that a coroutine is made and never runs."""
    match operation.action:
        case Awaiting(used="dropped"):
            return True
    return False


def _written(operation: Operation) -> int:
    """What is the same for operations that were read in the same place of the source."""
    site = operation.site
    return id(site.node) if isinstance(site, Node) else id(site)


def _is_transaction(operation: Operation) -> bool:
    match operation.action:
        case Entering(manager=Framework(name=name)) | FunctionCall(name=name):
            return name in TRANSACTIONS
    return False


def _is_of_orm(operation: Operation) -> bool:
    """Whether an operation is a call of the ORM's own methods, or something that the language
    does to rows."""
    match operation.action:
        case MethodCall(receiver=receiver):
            return isinstance(receiver, Model | Manager | QuerySet | RelatedManager)
        case FunctionCall(name=name):
            return name.startswith(("django.shortcuts.", "builtins."))
    return True
