"""What names outside functions stand for: those of modules and classes, imported ones, and
those of what is not read."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from nova_lint.knowledge import framework_queries, outside, threads
from nova_lint.knowledge.names import canonical
from nova_lint.semantics.bodies.control.joining import joined_all
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.imports import Imports
from nova_lint.semantics.kinds import (
    UNKNOWN,
    ClassOf,
    External,
    Framework,
    Function,
    Given,
    Kind,
    Literal,
    Local,
    Method,
    ModuleOf,
    Object,
    Scalar,
    Threaded,
)
from nova_lint.semantics.operations import Context
from nova_lint.workspace import symbols as sym
from nova_lint.workspace.outline_nodes import Assignment, Import
from nova_lint.workspace.questions import Question
from nova_lint.workspace.segments import Segment
from nova_lint.workspace.symbols import (
    ClassSymbol,
    FunctionSymbol,
    Module,
    Symbol,
    Variable,
)

if TYPE_CHECKING:
    from nova_lint.semantics.bodies.reader import BodyReader
    from nova_lint.semantics.evaluation import Declaration

_OBJECTS = framework_queries.OBJECTS | outside.OBJECTS


class Names:
    """Answers what a name stands for, for each variable once."""

    def __init__(self, reader: BodyReader) -> None:
        self._reader = reader
        self._workspace = reader.workspace
        self._questions = reader.workspace.questions
        self._imports = Imports(reader.workspace)
        self._variables: dict[object, tuple[Kind, Set[Question]]] = {}

    def named(self, module: Module, name: str) -> Kind:
        """What a name of a module stands for."""
        return self.of_symbol(self._imports.lookup(module, name))

    def foreign(self, module: Module, name: str) -> str:
        """The dotted name that a name of a module is imported as from a package that is not
        read; empty for any other."""
        return self._imports.foreign(module, name)

    def absolute(self, dotted: str) -> Kind:
        """What a dotted name stands for from anywhere."""
        return self.of_symbol(self._workspace.symbols.absolute(dotted))

    def imported(self, statement: Import, module: Module) -> Kind:
        """What an import inside a function binds."""
        if not statement.attribute:
            return self.external(statement.module)
        return self.of_symbol(self._imports.imported(statement, module))

    def external(self, dotted: str) -> Kind:
        """What a name stands for that is not read."""
        name = canonical(dotted) or dotted
        found = _OBJECTS.get(name)
        return Framework(found) if found is not None else External(name)

    def item_of(self, base: External, key: Kind) -> Kind:
        """What `connections["replica"]` and such are."""
        found = _OBJECTS.get(f"{base.name}[]")
        return Framework(found, Given((key,))) if found is not None else UNKNOWN

    def of_symbol(self, symbol: Symbol | None) -> Kind:
        """The kind of what a name was resolved to."""
        match symbol:
            case ClassSymbol():
                return ClassOf(symbol)
            case FunctionSymbol():
                return self._function(symbol)
            case Variable():
                return self._variable(symbol)
            case Module():
                return ModuleOf(symbol)
            case sym.External(name=name):
                return self.external(name)
        return UNKNOWN

    # Functions --------------------------------------------------------------------------

    def _function(self, symbol: FunctionSymbol) -> Kind:
        """A function as its decorators leave it. Those that are not the project's are taken
        to leave it as it is, but for those that move it to a thread."""
        kind: Kind = Function(symbol)
        for dotted in reversed(symbol.node.decorators):
            if not symbol.module.first_party:
                break
            if dotted:
                decorator = self._decorator(symbol, dotted)
                # A task is known by the function that it was made of.
                is_task = self._reader.tasks.making(decorator) is not None
                kind = Function(symbol) if is_task else self.decorated(kind, decorator)
        return kind

    def _decorator(self, symbol: FunctionSymbol, dotted: str) -> Kind:
        first, *rest = dotted.split(".")
        scope = symbol.owner or symbol.module
        if isinstance(scope, ClassSymbol) and first in scope.bindings:
            return UNKNOWN
        kind = self.named(symbol.module, first)
        for part in rest:
            match kind:
                case External(name=name):
                    kind = self.external(f"{name}.{part}")
                case ModuleOf(module=module):
                    kind = self.named(module, part)
                case Framework() | Object():
                    kind = Method(kind, part)
                case _:
                    return UNKNOWN
        return kind

    def decorated(self, kind: Kind, decorator: Kind) -> Kind:
        """What a decorator makes of a function."""
        match decorator:
            case External(name=name) if name in threads.THREADS:
                return Threaded(kind)
            case Function(symbol=symbol) if symbol.module.first_party:
                made = self._reader.run(decorator, Given((kind,)), Context.THREAD).result
                return made if made != UNKNOWN else kind
            case Local():
                made = self._reader.run_local(decorator, Given((kind,)), Context.THREAD).result
                return made if made != UNKNOWN else kind
        return kind

    # Variables --------------------------------------------------------------------------

    def setting(self, name: str) -> Kind:
        """The kind of a setting; UNKNOWN unless all modules of settings that have it agree."""
        modules = map(self._workspace.modules.at, self._workspace.mentioning(name))
        found = joined_all(
            [
                self._variable(symbol)
                for module in modules
                if framework_queries.SETTINGS_MODULE in module.name
                and isinstance(symbol := self._workspace.symbols.own_member(module, name), Variable)
            ]
        )
        # What is a switch here may be turned where the code runs, so that it decides nothing.
        is_switch = isinstance(found, Literal) and isinstance(found.value, bool | None)
        return UNKNOWN if is_switch else found

    def _variable(self, variable: Variable) -> Kind:
        """The kind of a variable of a module or class."""
        key = (variable.module.path, variable.statements[0].line, variable.name)
        known = self._variables.get(key)
        if known is None:
            # Whoever asks while it is being read gets nothing.
            self._variables[key] = (UNKNOWN, frozenset())
            known = self._questions.record(lambda: self._assigned(variable))
            self._variables[key] = known
        else:
            self._questions.ask_all(known[1])
        return known[0]

    def _assigned(self, variable: Variable) -> Kind:
        if variable.owner is None and "global" in variable.module.outline.names:
            # Some function may give it another value; which one it has is not known.
            return UNKNOWN
        evaluator = self._reader.evaluator
        around = variable.owner or variable.module
        kinds: list[Kind] = []
        for statement in variable.statements:
            if not isinstance(statement, Assignment) or statement.name != variable.name:
                continue
            declaration = evaluator.declaration(around, statement)
            segment = evaluator.segments.statement(variable.module.path, statement)
            if declaration is None or segment is None:
                return UNKNOWN
            kinds.append(self._declared(declaration, variable, segment))
        return joined_all(kinds)

    def _declared(self, declaration: Declaration, variable: Variable, segment: Segment) -> Kind:
        value, annotation = declaration.value, declaration.annotation
        owner = variable.owner
        if value is not None:
            frame = Frame(self._reader, variable.module, owner, None, segment, Context.PLAIN)
            if owner is not None:
                frame.names.update(self._reader.classes.names_in(owner, value))
            kind = frame.value(value)
            plain = isinstance(kind, Literal | Scalar) and owner is not None
            if kind != UNKNOWN and not (annotation is not None and plain):
                return kind
        if annotation is None:
            return UNKNOWN
        return self._reader.annotated(annotation, owner or variable.module)
