"""What a field object is built with, once the constructors of custom classes have run.

Frameworks configure fields by keyword arguments, and projects write subclasses whose
`__init__` adds or changes some. The constructors are read here, statement by statement;
what a branch or a computation decides is Unknown.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst
import msgspec

from nova_lint.semantics.evaluation import Evaluator, Scope
from nova_lint.semantics.values import Call, Constant, Mapping, Reference, Unknown, Value
from nova_lint.workspace.outline_nodes import Function
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol


class Construction(msgspec.Struct, frozen=True):
    """A call of a field class, reduced to the framework's class and its keywords.

    `external` is the framework's class, `classes` the project's and packages' classes on
    the way to it. A keyword that is absent is surely not given when `complete`; otherwise
    it may be. `skips_framework` says that a constructor passes by that of the framework's
    class (`super(SerializerMethodField, self).__init__(…)`).
    """

    external: str
    classes: tuple[ClassSymbol, ...]
    keywords: dict[str, Value]
    complete: bool
    call: Call
    attributes: dict[str, Value] = msgspec.field(default_factory=dict)
    skips_framework: bool = False

    def get(self, name: str) -> Value | None:
        """A keyword's value; None where it is surely not given. What a constructor sets on
        the object itself (`self.max_length = …`) wins."""
        found = self.attributes.get(name) or self.keywords.get(name)
        if found is None and not self.complete:
            return Unknown()
        return found


def construct(
    call: Call,
    evaluator: Evaluator,
    positional: dict[str, tuple[str, ...]],
    roots: frozenset[str],
) -> Construction | None:
    """Reads a call as the construction of a framework's object.

    `positional` names the leading positional parameters of the framework's classes; `roots`
    are the canonical names at which reading stops. None where the callee is no class that
    descends from one of them.
    """
    match call.callee:
        case Reference(symbol=External(name=name)) if name in roots:
            keywords, complete = _given(call, positional.get(name, ()))
            return Construction(name, (), keywords, complete, call)
        case Reference(symbol=ClassSymbol() as cls):
            return _construct_custom(cls, call, evaluator, positional, roots)
    return None


def _construct_custom(
    cls: ClassSymbol,
    call: Call,
    evaluator: Evaluator,
    positional: dict[str, tuple[str, ...]],
    roots: frozenset[str],
) -> Construction | None:
    order = evaluator.symbols.mro(cls)
    classes: list[ClassSymbol] = []
    external = ""
    for base in order.classes:
        if isinstance(base, External) and base.name in roots:
            external = base.name
            break
        if isinstance(base, ClassSymbol):
            classes.append(base)
    if not external:
        return None
    constructors = [
        FunctionSymbol(base.module, node, base)
        for base in classes
        if (node := _own_init(base)) is not None
    ]
    names = positional.get(external, ())
    first = evaluator.function(constructors[0]) if constructors else None
    leading = _leading(first.params) if first else names
    keywords, complete = _given(call, leading or names)
    state = _State(keywords, complete and order.complete)
    for constructor in constructors:
        state = _run(constructor, state, evaluator, names)
    return Construction(
        external,
        tuple(classes),
        state.keywords,
        state.complete,
        call,
        state.attributes,
        state.skips_framework,
    )


def _own_init(cls: ClassSymbol) -> Function | None:
    for statement in cls.bindings.get("__init__", ()):
        if isinstance(statement, Function):
            return statement
    return None


def _given(call: Call, positional: tuple[str, ...]) -> tuple[dict[str, Value], bool]:
    """The keywords of a call, positional arguments under their parameters' names."""
    keywords = call.keywords()
    for index in range(call.positional_count):
        value = call.positional(index)
        if value is not None and index < len(positional):
            keywords.setdefault(positional[index], value)
    starred = any(argument.star == "*" for argument in call.node.args)
    return keywords, not call.has_unknown_keywords and not starred


def _leading(parameters: cst.Parameters) -> tuple[str, ...]:
    return tuple(p.name.value for p in parameters.params[1:])


class _State(msgspec.Struct):
    """The keywords on their way up the constructors."""

    keywords: dict[str, Value]
    complete: bool
    attributes: dict[str, Value] = msgspec.field(default_factory=dict)
    skips_framework: bool = False


class _Constructor:
    """Reads one `__init__`: what it passes to the next one."""

    def __init__(
        self,
        function: FunctionSymbol,
        node: cst.FunctionDef,
        state: _State,
        evaluator: Evaluator,
        positional: tuple[str, ...],
    ) -> None:
        self._evaluator = evaluator
        self._positional = positional
        parameters = node.params
        self.rest_name = parameters.star_kwarg.name.value if parameters.star_kwarg else None
        named = [*parameters.params[1:], *parameters.kwonly_params]
        around = function.owner or function.module
        self.local: dict[str, Value] = {}
        rest = dict(state.keywords)
        for parameter in named:
            name = parameter.name.value
            value = rest.pop(name, None)
            if value is None:
                value = Unknown()
                if parameter.default is not None and state.complete:
                    value = evaluator.evaluate(parameter.default, Scope(around))
            self.local[name] = value
        self.rest = rest
        self.complete = state.complete
        self.passed: _State | None = None
        self.attributes = dict(state.attributes)
        self._skips_framework = state.skips_framework
        self._around = around

    @property
    def scope(self) -> Scope:
        bound = dict(self.local)
        if self.rest_name is not None:
            entries = tuple((Constant(key), value) for key, value in self.rest.items())
            bound[self.rest_name] = Mapping(entries, self.complete)
        bound.setdefault("self", Unknown())
        return Scope(self._around, bound)

    def run(self, statements: Iterable[cst.CSTNode], sure: bool) -> None:
        for statement in statements:
            match statement:
                case cst.SimpleStatementLine(body=body) | cst.SimpleStatementSuite(body=body):
                    for small in body:
                        self._simple(small, sure)
                case cst.If():
                    self._branch(statement, sure)
                case cst.For() | cst.While() | cst.With() | cst.Try():
                    self.run(statement.body.body, sure=False)

    def _branch(self, node: cst.If, sure: bool) -> None:
        truth = self._evaluator.truth(node.test, self.scope)
        otherwise = node.orelse
        if truth is not False:
            self.run(node.body.body, sure and truth is True)
        if truth is True or otherwise is None:
            return
        branch = [otherwise] if isinstance(otherwise, cst.If) else otherwise.body.body
        self.run(branch, sure and truth is False)

    def _simple(self, node: cst.BaseSmallStatement, sure: bool) -> None:
        match node:
            case cst.Assign(targets=[cst.AssignTarget(target=target)], value=value):
                self._assign(target, self._value(value, sure))
            case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
                self._assign(target, self._value(value, sure))
            case cst.Expr(value=cst.Call() as call):
                self._call(call, sure)
            case cst.Del(target=cst.Subscript() as target):
                self._remove(target)

    def _value(self, node: cst.BaseExpression, sure: bool) -> Value:
        if isinstance(node, cst.Call):
            # `x = kwargs.pop("x", 3)` takes the keyword away.
            popped = self._kwargs_method(node, sure)
            if popped is not None:
                return popped if sure else Unknown()
        return self._evaluator.evaluate(node, self.scope) if sure else Unknown()

    def _assign(self, target: cst.CSTNode, value: Value) -> None:
        match target:
            case cst.Name(value=name):
                self.local[name] = value
            case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
                # What an outer constructor sets runs later and stays.
                self.attributes.setdefault(name, value)
            case cst.Subscript(value=cst.Name(value=name)) if name == self.rest_name:
                key = self._key(target)
                if key is None:
                    self.complete = False
                else:
                    self.rest[key] = value

    def _remove(self, target: cst.Subscript) -> None:
        if isinstance(target.value, cst.Name) and target.value.value == self.rest_name:
            self.rest.pop(self._key(target) or "", None)

    def _key(self, node: cst.Subscript) -> str | None:
        index = node.slice[0].slice
        if not isinstance(index, cst.Index):
            return None
        value = self._evaluator.evaluate(index.value, self.scope)
        return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None

    def _call(self, node: cst.Call, sure: bool) -> None:
        if _is_super_init(node):
            self._pass_on(node, sure)
            return
        self._change(node)
        self._kwargs_method(node, sure)

    def _change(self, node: cst.Call) -> None:
        """`self.validators.append(…)`: what the attribute holds then is not known."""
        match node.func:
            case cst.Attribute(
                value=cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name))
            ):
                self.attributes[name] = Unknown()

    def _kwargs_method(self, node: cst.Call, sure: bool) -> Value | None:
        match node.func:
            case cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value=method)):
                if name != self.rest_name:
                    return None
            case _:
                return None
        call = Call(Unknown(), node, self.scope, self._evaluator)
        key = call.positional(0)
        match method:
            case "update":
                self._update(call, sure)
                return None
            case "setdefault" if isinstance(key, Constant):
                given = self.rest.get(str(key.value))
                value = call.positional(1) or Constant(None)
                if given is None:
                    settled = value if sure and self.complete else Unknown()
                    self.rest[str(key.value)] = settled
                return given or value
            case "pop" if isinstance(key, Constant):
                given = self.rest.pop(str(key.value), None)
                return given or (call.positional(1) if self.complete else None) or Unknown()
        return None

    def _update(self, call: Call, sure: bool) -> None:
        given = call.positional(0)
        if isinstance(given, Mapping):
            for key, value in given.constant_items():
                self.rest[str(key)] = value if sure else Unknown()
            self.complete = self.complete and given.complete
        elif given is not None:
            self.complete = False
        for key, value in call.keywords().items():
            self.rest[key] = value if sure else Unknown()

    def _pass_on(self, node: cst.Call, sure: bool) -> None:
        call = Call(Unknown(), node, self.scope, self._evaluator)
        keywords = call.keywords()
        complete = self.complete and not call.has_unknown_keywords
        for index, name in enumerate(self._positional[: call.positional_count]):
            keywords.setdefault(name, call.positional(index) or Unknown())
        if not sure:
            keywords = {key: Unknown() for key in keywords}
            complete = False
        skips = self._skips_framework or self._names_framework(node)
        self.passed = _State(keywords, complete, skips_framework=skips)

    def _names_framework(self, node: cst.Call) -> bool:
        """`super(FrameworkClass, self)` looks behind that class."""
        match node.func:
            case cst.Attribute(value=cst.Call(args=[cst.Arg(value=first), *_])):
                value = self._evaluator.evaluate(first, self.scope)
                return isinstance(value, Reference) and isinstance(value.symbol, External)
        return False


def _is_super_init(node: cst.Call) -> bool:
    match node.func:
        case cst.Attribute(value=cst.Call(func=cst.Name(value="super")), attr=attr):
            return attr.value == "__init__"
        case cst.Attribute(attr=attr):
            return attr.value == "__init__"
    return False


def _run(
    function: FunctionSymbol, state: _State, evaluator: Evaluator, positional: tuple[str, ...]
) -> _State:
    node = evaluator.function(function)
    if node is None:
        return _State({key: Unknown() for key in state.keywords}, complete=False)
    reader = _Constructor(function, node, state, evaluator, positional)
    reader.run(node.body.body, sure=True)
    if reader.passed is None:
        # No call of the next constructor that can be read.
        unsure: dict[str, Value] = {key: Unknown() for key in state.keywords}
        return _State(unsure, complete=False, attributes=reader.attributes)
    passed = reader.passed
    passed.attributes.update(reader.attributes)
    starred = node.params.star_arg
    if isinstance(starred, cst.Param) and positional:
        # Positional arguments that travel in *args were named when the call was read.
        for name in positional:
            if name in state.keywords and name not in passed.keywords:
                passed.keywords[name] = state.keywords[name]
    return passed
