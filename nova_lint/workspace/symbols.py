"""What names stand for: modules, classes, functions and variables of the project.

Names are followed through imports, re-exports and star imports, into the source of
installed packages, without importing anything. A name that belongs to a framework which
`knowledge/` describes ends there, as an `External`.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import filterfalse
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from nova_lint.knowledge.names import canonical, is_closed, is_described
from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import (
    Assignment,
    Class,
    Function,
    Guard,
    Import,
    Mutation,
    Outline,
    Statement,
    makes_field,
)
from nova_lint.workspace.questions import Questions

if TYPE_CHECKING:
    from nova_lint.workspace.modules import Modules

_BUILTINS = frozenset(dir(builtins))


class Module(msgspec.Struct, frozen=True, eq=False):
    """One file: `name` is its dotted name, `path` as in `Place`."""

    name: str
    path: str
    is_package: bool
    first_party: bool
    outline: Outline
    bindings: dict[str, tuple[Statement, ...]]
    stars: tuple[Import, ...]

    @property
    def package(self) -> str:
        return self.name if self.is_package else self.name.rpartition(".")[0]


class ClassSymbol(msgspec.Struct, frozen=True, eq=False):
    """A class of a file; `qualname` has the classes around it (`Order.Status`)."""

    module: Module
    qualname: str
    outline: Class
    outer: ClassSymbol | None
    members: dict[str, tuple[Statement, ...]]
    questions: Questions

    @property
    def node(self) -> Class:
        """The class in the outline of its file: its header, and which names its body binds."""
        self.questions.ask(questions.header(self.module.path, self.qualname))
        self.questions.ask(questions.structure(self.module.path, self.qualname))
        return self.outline

    @property
    def besides_fields(self) -> Iterator[Statement]:
        """The statements of the class's body that do not make a field by their words: whoever
        has no use for fields need not look again when there is another one."""
        self.questions.ask(questions.structure_besides_fields(self.module.path, self.qualname))
        return filterfalse(makes_field, self.outline.body)

    @property
    def bindings(self) -> dict[str, tuple[Statement, ...]]:
        """The statements of the class's body by the name that they bind."""
        self.questions.ask(questions.structure(self.module.path, self.qualname))
        return self.members

    def bound(self, name: str) -> tuple[Statement, ...]:
        """The statements of the class's body that bind one name."""
        self.questions.ask(questions.binding(self.module.path, f"{self.qualname}.{name}"))
        return self.members.get(name, ())

    @property
    def short_name(self) -> str:
        return self.outline.name

    @property
    def name(self) -> str:
        return f"{self.module.name}.{self.qualname}"

    def __repr__(self) -> str:
        return f"<class {self.name}>"


class GeneratedClass(ClassSymbol, frozen=True, eq=False):
    """A class without a `class` statement: a package generates it when another statement runs,
    of which `outline` has the lines and `module` the file.

    `qualname` is its whole dotted name, because it may be that of a class of another module;
    `parents` are its bases.
    """

    parents: tuple[ClassSymbol | External, ...]

    @property
    def name(self) -> str:
        return self.qualname


# No struct, because `!=` on those asks nobody's `__eq__`.
@dataclass(frozen=True, eq=False)
class FunctionSymbol:
    """A function of a module, or a method where `owner` is set."""

    module: Module
    node: Function
    owner: ClassSymbol | None

    def __eq__(self, other: object) -> bool:
        """Symbols are made when they are looked up; those of one statement are equal."""
        return isinstance(other, FunctionSymbol) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, int, str]:
        return self.module.path, self.node.line, self.node.name

    @property
    def name(self) -> str:
        around = self.owner.name if self.owner else self.module.name
        return f"{around}.{self.node.name}"

    def __repr__(self) -> str:
        return f"<function {self.name}>"


class Variable(msgspec.Struct, frozen=True, eq=False):
    """A name that assignments bind; `statements` are all that bind or change it, in order."""

    module: Module
    owner: ClassSymbol | None
    name: str
    statements: tuple[Assignment | Mutation, ...]

    def __repr__(self) -> str:
        return f"<variable {(self.owner or self.module).name}.{self.name}>"


class External(msgspec.Struct, frozen=True):
    """A name whose definition is not read: a framework's, the standard library's, or missing."""

    name: str


Symbol: TypeAlias = Module | ClassSymbol | FunctionSymbol | Variable | External


class Linearization(msgspec.Struct, frozen=True):
    """The method resolution order of a class; `complete` says that every base was found, or
    is one that `knowledge/` describes."""

    classes: tuple[ClassSymbol | External, ...]
    complete: bool


def group(statements: Sequence[Statement]) -> dict[str, tuple[Statement, ...]]:
    """The statements by the name that they bind or change."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        if isinstance(statement, Import) and statement.attribute == "*":
            continue
        name = statement.name
        if isinstance(statement, Assignment):
            # `CHOICES[0] = …` and `Model.limit = …` change what `CHOICES` and `Model` say.
            name = name.removesuffix("[]")
        found.setdefault(name, []).append(statement)
    return {
        name: tuple(several)
        for name, several in found.items()
        if not all(isinstance(statement, Mutation) for statement in several)
    }


class Symbols:
    """Answers what a name stands for, in a module or in a class."""

    def __init__(self, modules: Modules, asked: Questions) -> None:
        self._modules = modules
        self.questions = asked
        self._classes: dict[tuple[str, str], ClassSymbol] = {}
        self._active: set[tuple[str, str]] = set()
        self._evaluate_base: Callable[[ClassSymbol, int], Symbol | None] | None = None
        self._linearizing: set[int] = set()

    def read_bases_with(self, evaluate: Callable[[ClassSymbol, int], Symbol | None]) -> None:
        """Sets who reads a base that is no dotted name (`Page[User]`, `get_base()`)."""
        self._evaluate_base = evaluate

    def module(self, dotted: str) -> Module | External | None:
        if dotted.partition(".")[0] in sys.stdlib_module_names or is_closed(dotted):
            return External(dotted)
        return self._modules.get(dotted)

    # Looking names up -------------------------------------------------------------------

    def lookup(self, scope: Module | ClassSymbol, dotted: str) -> Symbol | None:
        """What a dotted name stands for where it is written in `scope`."""
        first, *rest = dotted.split(".")
        symbol = self._name(scope, first)
        for part in rest:
            if symbol is None:
                return None
            symbol = self.attribute(symbol, part)
        return symbol

    def visible(self, scope: Module | ClassSymbol, name: str, line: int | None) -> Symbol | None:
        """What a name stands for in the statement of a body that begins at a line: what the body
        has bound it to before, else what the module calls so (`email = Field(check=[email])`)."""
        if line is None:
            return self.lookup(scope, name)
        if isinstance(scope, ClassSymbol):
            # Their order matters, which is that of the whole body.
            bindings = scope.bindings[name] if scope.bound(name) else ()
        else:
            bindings = self._rebinding(scope, name, line)
        earlier = tuple(statement for statement in bindings if statement.line < line)
        if len(earlier) == len(bindings):
            return self.lookup(scope, name)
        if earlier:
            return self._bound(scope, name, earlier)
        return self.lookup(scope.module, name) if isinstance(scope, ClassSymbol) else None

    def _rebinding(self, module: Module, name: str, line: int) -> tuple[Statement, ...]:
        """The statements of a module that bind a name, if the one at a line does. A function in
        any other (`lambda: LIMIT`) runs when the whole module has."""
        self.questions.ask(questions.binding(module.path, name))
        bindings = module.bindings.get(name, ())
        return bindings if any(statement.line == line for statement in bindings) else ()

    def absolute(self, dotted: str) -> Symbol | None:
        """What a full dotted path stands for: `shop.orders.models.Order.Status`."""
        known = canonical(dotted)
        if known is not None:
            return External(known)
        parts = dotted.split(".")
        for cut in range(len(parts), 0, -1):
            module = self.module(".".join(parts[:cut]))
            if module is None:
                continue
            symbol: Symbol | None = module
            for part in parts[cut:]:
                symbol = self.attribute(symbol, part) if symbol is not None else None
            return symbol
        return None

    def _name(self, scope: Module | ClassSymbol, name: str) -> Symbol | None:
        if isinstance(scope, ClassSymbol):
            bound = scope.bound(name)
            if bound:
                return self._bound(scope, name, bound)
            # Names of an outer class are not visible inside a nested one; the module's are.
            scope = scope.module
        found = self.member(scope, name)
        if found is None and name in _BUILTINS:
            return External(f"builtins.{name}")
        return found

    def attribute(self, symbol: Symbol, name: str) -> Symbol | None:
        """What `symbol.name` stands for."""
        match symbol:
            case Module():
                return self.member(symbol, name)
            case ClassSymbol():
                return self.class_member(symbol, name)
            case External(name=dotted):
                full = f"{dotted}.{name}"
                return External(canonical(full) or full)
        return None

    def member(self, module: Module, name: str) -> Symbol | None:
        """What a module binds under a name, submodules included."""
        known = canonical(f"{module.name}.{name}")
        if known is not None:
            return External(known)
        active = (module.path, name)
        if active in self._active:
            return None
        self._active.add(active)
        try:
            return self.questions.memo(("member", *active), lambda: self._find_member(module, name))
        finally:
            self._active.discard(active)

    def _find_member(self, module: Module, name: str) -> Symbol | None:
        self.questions.ask(questions.binding(module.path, name))
        if name in module.bindings:
            found = self._bound(module, name, module.bindings[name])
            if found is not None:
                return found
        self.questions.ask(questions.stars(module.path))
        for star in reversed(module.stars):
            source = self._import_source(module, star)
            found = None
            if isinstance(source, Module) and not name.startswith("_"):
                found = self.member(source, name)
            elif isinstance(source, External):
                # Of a module that is not read only the names in the tables are known.
                known = canonical(f"{source.name}.{name}")
                found = External(known) if known is not None else None
            if found is not None:
                return found
        return self._modules.get(f"{module.name}.{name}") if module.is_package else None

    def class_member(self, cls: ClassSymbol, name: str) -> Symbol | None:
        """What a class or the first of its bases that has it binds under a name."""
        for base in self.mro(cls).classes:
            statements = base.bound(name) if isinstance(base, ClassSymbol) else ()
            if isinstance(base, ClassSymbol) and statements:
                return self._bound(base, name, statements)
        return None

    def own_member(self, scope: Module | ClassSymbol, name: str) -> Symbol | None:
        """What the body of a class or module itself binds under a name."""
        match scope:
            case ClassSymbol():
                statements = scope.bound(name)
            case Module():
                self.questions.ask(questions.binding(scope.path, name))
                statements = scope.bindings.get(name, ())
        return self._bound(scope, name, statements) if statements else None

    def _bound(
        self, scope: Module | ClassSymbol, name: str, statements: tuple[Statement, ...]
    ) -> Symbol | None:
        chosen = _choose(statements)
        module = scope.module if isinstance(scope, ClassSymbol) else scope
        owner = scope if isinstance(scope, ClassSymbol) else None
        match chosen:
            case Import():
                return self._imported(module, chosen)
            case Class():
                return self.class_symbol(module, owner, chosen)
            case Function():
                return FunctionSymbol(module, chosen, owner)
            case Assignment() | Mutation():
                changing = tuple(s for s in statements if isinstance(s, Assignment | Mutation))
                return Variable(module, owner, name, changing)
        return None

    def class_symbol(self, module: Module, owner: ClassSymbol | None, node: Class) -> ClassSymbol:
        qualname = f"{owner.qualname}.{node.name}" if owner else node.name
        key = (module.path, f"{qualname}@{node.line}")
        if key not in self._classes:
            self._classes[key] = ClassSymbol(
                module, qualname, node, owner, group(node.body), self.questions
            )
        return self._classes[key]

    def classes(self, module: Module) -> Iterator[ClassSymbol]:
        """Every class that a module defines at its top, and the classes inside those."""
        self.questions.ask(questions.structure(module.path, ""))
        for statement in module.outline.statements:
            if isinstance(statement, Class):
                yield from self._with_nested(self.class_symbol(module, None, statement))

    def _with_nested(self, cls: ClassSymbol) -> Iterator[ClassSymbol]:
        yield cls
        for statement in cls.besides_fields:
            if isinstance(statement, Class):
                yield from self._with_nested(self.class_symbol(cls.module, cls, statement))

    # Imports ----------------------------------------------------------------------------

    def _imported(self, module: Module, node: Import) -> Symbol | None:
        source = self._import_source(module, node)
        if not node.attribute:
            return source
        if source is None:
            return None
        if isinstance(source, External):
            # A folder without an `__init__.py` is a package all the same.
            own = self._modules.own(f"{source.name}.{node.attribute}")
            if own is not None:
                return own
        return self.attribute(source, node.attribute)

    def _import_source(self, module: Module, node: Import) -> Module | External | None:
        dotted = absolute_module(module, node)
        if dotted is None:
            return None
        found = self.module(dotted)
        if found is None and node.attribute and canonical(f"{dotted}.{node.attribute}"):
            return External(dotted)
        return found if found is not None else External(dotted)

    # Bases ------------------------------------------------------------------------------

    def bases(self, cls: ClassSymbol) -> tuple[ClassSymbol | External | None, ...]:
        """The bases of a class in order; None for one that cannot be found."""
        if isinstance(cls, GeneratedClass):
            return cls.parents
        self.questions.ask(questions.header(cls.module.path, cls.qualname))
        return tuple(self._base(cls, index) for index in range(len(cls.outline.bases)))

    def _base(self, cls: ClassSymbol, index: int) -> ClassSymbol | External | None:
        dotted = cls.outline.bases[index]
        scope: Module | ClassSymbol = cls.outer or cls.module
        symbol: Symbol | None = None
        if dotted:
            symbol = self.lookup(scope, dotted)
        if not isinstance(symbol, ClassSymbol | External) and self._evaluate_base is not None:
            symbol = self._evaluate_base(cls, index)
        if symbol is cls:
            return None
        return symbol if isinstance(symbol, ClassSymbol | External) else None

    def mro(self, cls: ClassSymbol) -> Linearization:
        """The classes that attribute look-up visits, `cls` first.

        A class that inherits from itself through an import cycle, or whose bases Python
        would refuse, gets the order that a depth-first walk gives, marked incomplete.
        """
        if id(cls) in self._linearizing:
            return Linearization((cls,), complete=False)
        self._linearizing.add(id(cls))
        try:
            return self.questions.memo(("mro", id(cls)), lambda: self._linearize(cls))
        finally:
            self._linearizing.discard(id(cls))

    def _linearize(self, cls: ClassSymbol) -> Linearization:
        parents: list[Linearization] = []
        complete = True
        direct: list[ClassSymbol | External] = []
        for base in self.bases(cls):
            if base is None:
                complete = False
                continue
            direct.append(base)
            order = (
                self.mro(base)
                if isinstance(base, ClassSymbol)
                else Linearization((base,), is_described(base.name))
            )
            complete = complete and order.complete
            parents.append(order)
        sequences = [list(order.classes) for order in parents] + [direct]
        merged = _merge(sequences)
        if merged is None:
            complete = False
            merged = _in_order(sequences)
        return Linearization((cls, *(c for c in merged if c is not cls)), complete)


def absolute_module(module: Module, node: Import) -> str | None:
    """The absolute name of the module that an import statement names."""
    if node.level == 0:
        return node.module
    parts = module.package.split(".") if module.package else []
    if node.level - 1 > len(parts):
        return None
    parts = parts[: len(parts) - (node.level - 1)]
    return ".".join([*parts, node.module] if node.module else parts)


def _choose(statements: Sequence[Statement]) -> Statement:
    """The statement that decides what a name is: the last that surely runs, else the first."""
    defining = [
        s
        for s in statements
        if not isinstance(s, Mutation)
        and not (isinstance(s, Assignment) and (s.augmented or s.name.endswith("[]")))
    ]
    sure = [s for s in defining if s.guard in (Guard.NONE, Guard.LOOP)]
    if sure:
        return sure[-1]
    return defining[0] if defining else statements[0]


def _merge(
    sequences: list[list[ClassSymbol | External]],
) -> list[ClassSymbol | External] | None:
    """C3 linearization of the parents' orders; None where Python would raise TypeError."""
    result: list[ClassSymbol | External] = []
    waiting = [list(sequence) for sequence in sequences if sequence]
    while waiting:
        for sequence in waiting:
            head = sequence[0]
            if not any(head in other[1:] for other in waiting):
                break
        else:
            return None
        result.append(head)
        waiting = [
            rest
            for sequence in waiting
            if (rest := sequence[1:] if sequence[0] == head else sequence)
        ]
    return result


def _in_order(sequences: list[list[ClassSymbol | External]]) -> list[ClassSymbol | External]:
    seen: dict[ClassSymbol | External, None] = {}
    for sequence in sequences:
        seen.update(dict.fromkeys(sequence))
    return list(seen)
