"""Reads functions: what a call of one gives and does, and the operations in its body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

import libcst as cst
import msgspec

from nova_lint.knowledge import framework_queries
from nova_lint.knowledge.jobs import Library
from nova_lint.knowledge.transactions import METHOD_DECORATOR
from nova_lint.semantics.bodies import annotated
from nova_lint.semantics.bodies.classes import Classes
from nova_lint.semantics.bodies.control import statements
from nova_lint.semantics.bodies.expressions import calls
from nova_lint.semantics.bodies.expressions.evaluate import evaluate
from nova_lint.semantics.bodies.frame import Frame, Node, Outcome
from nova_lint.semantics.bodies.frameworks import answers
from nova_lint.semantics.bodies.inferring import InferredKinds, is_open
from nova_lint.semantics.bodies.jobs.tasks import Tasks
from nova_lint.semantics.bodies.names import Names
from nova_lint.semantics.bodies.outcomes import finished
from nova_lint.semantics.bodies.parameters import bound_parameters, handed, returned_annotation
from nova_lint.semantics.bodies.recursion import Remembered
from nova_lint.semantics.evaluation import Evaluator, constant
from nova_lint.semantics.kinds import (
    UNKNOWN,
    ClassOf,
    External,
    Framework,
    Function,
    Given,
    Kind,
    Local,
    Manager,
    QuerySet,
    Task,
)
from nova_lint.semantics.mentions import Code
from nova_lint.semantics.models import Models
from nova_lint.semantics.numeric import carries_number
from nova_lint.semantics.operations import (
    Awaiting,
    Context,
    Entering,
    Operation,
    ProjectCall,
)
from nova_lint.semantics.scope import Scope
from nova_lint.workspace.outline_nodes import Import
from nova_lint.workspace.questions import Question
from nova_lint.workspace.symbols import (
    ClassSymbol,
    FunctionSymbol,
    Module,
    Variable,
)
from nova_lint.workspace.walk import walk
from nova_lint.workspace.workspace import Workspace


class BodyReader:
    """Reads the functions of a project, each call once for each kind of arguments. `matters`
    says of a function's text whether a number that matters may come out of it; `inferred`
    is what a type checker knows of one file, and `elsewhere` who reads all the others."""

    def __init__(
        self,
        workspace: Workspace,
        evaluator: Evaluator,
        models: Models,
        matters: Callable[[str], bool],
        inferred: InferredKinds | None = None,
        elsewhere: BodyReader | None = None,
    ) -> None:
        self.workspace = workspace
        self.symbols = workspace.symbols
        self.evaluator = evaluator
        self.models = models
        self.names = Names(self)
        self.classes = Classes(self)
        self.tasks = Tasks(self)
        self._questions = workspace.questions
        self._matters = matters
        self._inferred = inferred
        self._elsewhere = elsewhere
        self._calls: Remembered[tuple[Outcome, Set[Question]]] = Remembered()
        self._roots: dict[FunctionSymbol, tuple[Frame | None, Set[Question]]] = {}
        # The annotations in quotes that are being read.
        self.quoted: set[str] = set()

    @property
    def inferring(self) -> str:
        """The file of which a type checker's knowledge is used; empty for none."""
        return self._inferred.path if self._inferred is not None else ""

    # Roots ------------------------------------------------------------------------------

    def operations(self, code: Code) -> Iterator[Operation]:
        """The operations in a function's body and in the functions that it defines, as a
        framework or an unknown caller runs them; or in an assignment, as importing does."""
        try:
            frame = self.root(code) if isinstance(code, FunctionSymbol) else self._assignment(code)
        except RecursionError:
            # An expression nested deeper than Python itself can follow says nothing.
            return
        if frame is None:
            return
        yield from self._operations_of(frame)
        if frame.context is Context.LOOP and isinstance(code, FunctionSymbol):
            yield from self._through_overrides(code, frame)

    def _assignment(self, variable: Variable) -> Frame | None:
        """Reads one assignment of a module or a class."""
        segment = self.evaluator.segments.statement(variable.module.path, variable.statements[0])
        if segment is None:
            return None
        frame = Frame(self, variable.module, variable.owner, None, segment, Context.PLAIN)
        if variable.owner is not None:
            for statement in segment.body:
                frame.names.update(self.classes.names_in(variable.owner, statement))
        statements.run(segment.body, frame)
        return frame

    def _through_overrides(self, function: FunctionSymbol, frame: Frame) -> Iterator[Operation]:
        """The calls in an async method that reach something only in a class below, where a
        method that it calls is another."""
        seen = {
            id(operation.site.node)
            for operation in frame.operations.values()
            if isinstance(operation.action, ProjectCall) and isinstance(operation.site, Node)
        }
        for cls in self.classes.below(function.owner) if function.owner is not None else ():
            if self.symbols.class_member(cls, function.node.name) != function:
                continue
            bound = Function(function, annotated.object_of(cls, self))
            inherited = self._frame(bound, Given(complete=False), frame.context)
            for operation in inherited.operations.values() if inherited is not None else ():
                site = operation.site
                if (
                    isinstance(operation.action, ProjectCall)
                    and isinstance(site, Node)
                    and id(site.node) not in seen
                ):
                    seen.add(id(site.node))
                    yield operation

    def _operations_of(self, frame: Frame) -> Iterator[Operation]:
        yield from frame.operations.values()
        for later in frame.afterwards:
            yield from self._operations_of(later)
        for local in list(frame.inner.values()):
            if not isinstance(local.node, cst.FunctionDef):
                continue
            if local.node.asynchronous is not None:
                context = Context.LOOP
            elif frame.context is Context.PLAIN:
                context = Context.PLAIN
            else:
                # Whether a sync function runs in the loop or in a thread is not known.
                continue
            yield from self._operations_of(self._local_frame(local, Given(complete=False), context))

    def everything(self, function: FunctionSymbol) -> Iterator[Operation]:
        """The operations in a function's body and in all functions that it defines, whoever
        calls those."""
        try:
            frame = self.root(function)
        except RecursionError:
            return
        if frame is not None:
            yield from self._everything_in(frame)

    def _everything_in(self, frame: Frame) -> Iterator[Operation]:
        yield from frame.operations.values()
        for later in frame.afterwards:
            yield from self._everything_in(later)
        for local in list(frame.inner.values()):
            if isinstance(local.node, cst.FunctionDef):
                is_async = local.node.asynchronous is not None
                context = Context.LOOP if is_async else Context.PLAIN
                inner = self._local_frame(local, Given(complete=False), context)
                yield from self._everything_in(inner)

    def root(self, function: FunctionSymbol) -> Frame | None:
        """A function as it was read for itself; None where its source cannot be."""
        known = self._roots.get(function)
        if known is not None:
            self._questions.ask_all(known[1])
            return known[0]
        # Whoever asks while it is being read gets nothing.
        self._roots[function] = None, frozenset()
        context = Context.LOOP if function.node.is_async else Context.PLAIN
        found = self._questions.record(
            lambda: self._frame(
                Function(function, self._self(function)), Given(complete=False), context
            )
        )
        self._roots[function] = found
        return found[0]

    def _self(self, function: FunctionSymbol) -> Kind | None:
        """What the first parameter of a method is."""
        owner = function.owner
        if owner is None or "staticmethod" in function.node.decorators:
            return None
        if "classmethod" in function.node.decorators:
            return ClassOf(owner)
        return annotated.object_of(owner, self)

    # Calls ------------------------------------------------------------------------------

    def run(self, function: Function, given: Given, context: Context) -> Outcome:
        """What a call of a project function gives and does."""
        symbol = function.symbol
        if not symbol.module.first_party:
            return Outcome(UNKNOWN)
        if self._elsewhere is not None and symbol.module.path != self.inferring:
            return self._elsewhere.run(function, given, context)
        if (
            context is Context.PLAIN
            and not any(map(carries_number, given.positional))
            and not any(carries_number(kind) for _, kind in given.keywords)
            and not self._is_followed(symbol)
        ):
            return Outcome(self._promise(symbol))
        key = (symbol, function.bound, given, context)
        known = self._calls.find(key)
        if known is None:
            if self._calls.cuts(symbol):
                return Outcome(self._promise(symbol), is_generator=False)
            known = self._calls.work_out(
                symbol,
                key,
                lambda: self._questions.record(lambda: self._outcome(function, given, context)),
            )
        else:
            self._questions.ask_all(known[1])
        return known[0]

    def _outcome(self, function: Function, given: Given, context: Context) -> Outcome:
        frame = self._frame(function, given, context)
        if frame is None:
            return Outcome(UNKNOWN)
        outcome = finished(frame, self)
        if outcome.result == UNKNOWN and not outcome.is_generator:
            return msgspec.structs.replace(outcome, result=self._promise(function.symbol))
        return outcome

    def run_local(self, local: Local, given: Given, context: Context) -> Outcome:
        """What a call of a lambda or nested function gives and does."""
        subject = ("local", id(local.node))
        if self._calls.cuts(subject):
            return Outcome(UNKNOWN)
        done = self._calls.work_out(
            subject,
            None,
            lambda: (finished(self._local_frame(local, given, context), self), frozenset()),
        )
        return done[0]

    def definition(self, function: Function) -> cst.FunctionDef | None:
        return self.evaluator.function(function.symbol)

    def handed(
        self, function: Function, call: cst.Call
    ) -> Iterator[tuple[str, cst.BaseExpression]]:
        definition = self.evaluator.function(function.symbol)
        if definition is not None:
            yield from handed(definition.params, call, bound=function.bound is not None)

    def called_later(self, function: Local, context: Context) -> Frame:
        return self._local_frame(function, Given(), context)

    # Frames -----------------------------------------------------------------------------

    def _frame(self, function: Function, given: Given, context: Context) -> Frame | None:
        """Reads a function's body with the arguments of a call."""
        symbol = function.symbol
        segment = self.evaluator.segments.statement(symbol.module.path, symbol.node)
        definition = next(
            (s for s in (segment.body if segment else ()) if isinstance(s, cst.FunctionDef)), None
        )
        if segment is None or definition is None:
            return None
        frame = Frame(self, symbol.module, symbol.owner, symbol, segment, context)
        leading = [*definition.params.posonly_params, *definition.params.params]
        if function.bound is not None and leading:
            frame.first = leading[0].name.value
        self._read(definition, function.bound, given, frame)
        return frame

    def _read(
        self, definition: cst.FunctionDef, bound: Kind | None, given: Given, frame: Frame
    ) -> None:
        frame.given.update(bound_parameters(definition.params, bound, given, frame))
        frame.names.update(frame.given)
        self._enter_decorators(definition, frame)
        frame.answers = answers.is_list(definition, frame)
        statements.run(definition.body.body, frame)
        for node, kind in frame.unread.values():
            frame.note(Awaiting(kind, "dropped"), node)

    def _enter_decorators(self, definition: cst.FunctionDef, frame: Frame) -> None:
        """`@transaction.atomic` is entered whenever the function is called."""
        for decorator in definition.decorators:
            match self._entered(decorator.decorator, frame):
                case External(name=name) | Framework(name=name):
                    if framework_queries.ENTERED.get(name) is not None:
                        entered = Framework(name)
                        frame.note(Entering(entered, "decorator"), decorator.decorator)
                        statements.open_transaction(entered, decorator.decorator, frame)

    def _entered(self, decorator: cst.BaseExpression, frame: Frame) -> Kind:
        """What a decorator puts around a function: `method_decorator` hands on what it is given."""
        with frame.quietly():
            match decorator:
                case cst.Call(func=func, args=[first, *_]):
                    if frame.value(func) == External(METHOD_DECORATOR):
                        return frame.value(first.value)
            return frame.value(decorator)

    def _local_frame(self, local: Local, given: Given, context: Context) -> Frame:
        outer = local.frame
        frame = Frame(
            self, outer.module, outer.owner, outer.function, outer.segment, context, outer=outer
        )
        frame.given.update(bound_parameters(local.node.params, None, given, frame))
        frame.names.update(frame.given)
        if isinstance(local.node, cst.Lambda):
            frame.returns.append(frame.value(local.node.body))
        else:
            self._enter_decorators(local.node, frame)
            statements.run(local.node.body.body, frame)
        return frame

    # Expressions ------------------------------------------------------------------------

    def evaluate(self, node: cst.CSTNode, frame: Frame, *, awaited: bool = False) -> Kind:
        kind = evaluate(node, frame, awaited=awaited)
        if self._inferred is not None and is_open(kind):
            return self._inferred.kind(node, frame, self, kind)
        return kind

    def invoke(self, callee: Kind, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
        return calls.invoke(callee, given, node, frame)

    def result_in_thread(self, callee: Kind, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
        return calls.result_of(callee, given, node, frame)

    def item_of(self, base: External, key: Kind) -> Kind:
        return self.names.item_of(base, key)

    def annotated(self, node: cst.BaseExpression, around: Module | ClassSymbol) -> Kind:
        return annotated.promised(node, around, self)

    def _is_followed(self, symbol: FunctionSymbol) -> bool:
        """Whether a call in code that no event loop runs is read: what it does to the database
        is nobody's concern there, so only where it may give a number that matters."""
        key = ("followed", id(self), symbol)
        return self._questions.memo(key, lambda: self._may_give_number(symbol))

    def _may_give_number(self, symbol: FunctionSymbol) -> bool:
        return self._matters(self.workspace.statement_text(symbol.module.path, symbol.node))

    def _promise(self, symbol: FunctionSymbol) -> Kind:
        """What a function's annotation says that it returns, read without its body."""
        text = self.workspace.statement_text(symbol.module.path, symbol.node)
        annotation = returned_annotation(text)
        if annotation is None:
            return UNKNOWN
        return self.annotated(annotation, symbol.owner or symbol.module)

    # Tasks ------------------------------------------------------------------------------

    def task(self, kind: Kind) -> Task | None:
        return self.tasks.of(kind)

    def queued(self, kind: Function, library: Library) -> Task | None:
        return self.tasks.queued(kind, library)

    def task_named(self, name: str) -> Kind:
        return self.names.absolute(name)

    # Names ------------------------------------------------------------------------------

    def named(self, module: Module, name: str) -> Kind:
        return self.names.named(module, name)

    def imported(self, statement: Import, module: Module) -> Kind:
        return self.names.imported(statement, module)

    def constant(self, node: cst.BaseExpression, frame: Frame) -> object:
        if any(isinstance(part, cst.Name) and part.value in frame.names for part in walk(node)):
            return None
        return constant(self.evaluator.evaluate(node, Scope(frame.around)))

    def setting(self, name: str) -> Kind:
        return self.names.setting(name)

    def decorated(self, kind: Kind, decorator: Kind) -> Kind:
        return self.names.decorated(kind, decorator)

    # Members of classes -----------------------------------------------------------------

    def member(self, cls: ClassSymbol, name: str) -> Kind | None:
        return self.classes.member(cls, name)

    def member_behind(self, owner: ClassSymbol, cls: Kind, name: str) -> Kind | None:
        return self.classes.member_behind(owner, cls, name)

    def attribute(self, cls: ClassSymbol, name: str) -> Kind:
        return self.classes.attribute(cls, name)

    def manager(self, model: ClassSymbol, name: str) -> Manager | None:
        return self.classes.manager(model, name)

    def default_manager(self, model: ClassSymbol | None) -> Manager:
        return self.classes.default_manager(model)

    def rows_of_class(self, cls: ClassSymbol) -> Manager | QuerySet | None:
        return self.classes.rows_of_class(cls)
