"""Reads the statements of a function in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import libcst as cst

from nova_lint.knowledge import numbers, outside
from nova_lint.knowledge.exceptions import EXPECTING
from nova_lint.knowledge.framework_queries import ATOMIC
from nova_lint.knowledge.threads import ASKS_FOR_LOOP, WITHOUT_LOOP
from nova_lint.semantics.bodies.control import assigning
from nova_lint.semantics.bodies.control.assigning import assign, called
from nova_lint.semantics.bodies.control.conditions import asks_for_global, decided, truth
from nova_lint.semantics.bodies.control.joining import joined_names
from nova_lint.semantics.bodies.control.narrowing import narrowed
from nova_lint.semantics.bodies.expressions import iteration, protocols
from nova_lint.semantics.bodies.frame import Frame, Node, dotted
from nova_lint.semantics.bodies.frameworks import answers
from nova_lint.semantics.kinds import (
    UNKNOWN,
    Coroutine,
    External,
    Framework,
    Generator,
    Given,
    Kind,
    Local,
    Object,
    QuerySet,
    Scalar,
    Threaded,
)
from nova_lint.semantics.operations import Awaiting, Comparison, Context, Entering, Fate
from nova_lint.workspace.outline_nodes import Guard, Import
from nova_lint.workspace.walk import children, walk


def run(body: Iterable[cst.CSTNode], frame: Frame) -> bool:
    """Reads statements; whether what follows them is never reached."""
    for statement in body:
        if isinstance(statement, cst.SimpleStatementLine):
            if run(statement.body, frame):
                return True
            continue
        reader = _STATEMENTS.get(type(statement))
        if reader is None:
            for part in children(statement):
                if isinstance(part, cst.BaseExpression):
                    frame.value(part)
        elif reader(statement, frame):
            return True
    return False


# Simple statements ----------------------------------------------------------------------


def _expression(node: cst.Expr, frame: Frame) -> bool:
    if isinstance(node.value, cst.SimpleString | cst.ConcatenatedString):
        return False
    frame.fates[id(called(node.value))] = Fate.DROPPED
    kind = frame.value(node.value)
    match kind:
        case Coroutine(name=name) if name:
            frame.note(Awaiting(kind, "dropped"), node.value)
        case Threaded() if isinstance(node.value, cst.Call):
            frame.note(Awaiting(kind, "dropped"), node.value)
    return False


def _return(node: cst.Return, frame: Frame) -> bool:
    kind = frame.value(node.value) if node.value is not None else None
    if kind is not None:
        frame.returns.append(kind)
    if isinstance(kind, QuerySet):
        frame.hand_back(kind)
    if node.value is not None and kind is not None and frame.answers:
        answers.read(node.value, kind, frame)
    return True


def _assert(node: cst.Assert, frame: Frame) -> bool:
    truth(node.test, "assert", frame)
    if node.msg is not None:
        frame.value(node.msg)
    frame.names = narrowed(node.test, True, frame)
    return False


def _raise(node: cst.Raise, frame: Frame) -> bool:
    for part in (node.exc, node.cause):
        inner = part.item if isinstance(part, cst.From) else part
        if inner is not None:
            frame.value(inner)
    return True


def _leave(node: cst.CSTNode, frame: Frame) -> bool:
    return True


def _nothing(node: cst.CSTNode, frame: Frame) -> bool:
    return False


def _import(node: cst.ImportFrom, frame: Frame) -> bool:
    if isinstance(node.names, cst.ImportStar):
        return False
    module = (dotted(node.module) or "") if node.module is not None else ""
    for alias in node.names:
        attribute = dotted(alias.name) or ""
        _imported(alias, module, attribute, len(node.relative), frame)
    return False


def _import_module(node: cst.Import, frame: Frame) -> bool:
    for alias in node.names:
        whole = dotted(alias.name) or ""
        named = whole if alias.asname is not None else whole.partition(".")[0]
        _imported(alias, named, "", 0, frame)
    return False


def _imported(
    alias: cst.ImportAlias, module: str, attribute: str, level: int, frame: Frame
) -> None:
    name = alias.evaluated_alias or attribute or module
    statement = Import(
        name=name,
        module=module,
        attribute=attribute,
        level=level,
        line=0,
        end_line=0,
        guard=Guard.NONE,
    )
    frame.bind(name, frame.bodies.imported(statement, frame.module))


def _global(node: cst.Global, frame: Frame) -> bool:
    frame.globals.update(item.name.value for item in node.names)
    return False


# Branches -------------------------------------------------------------------------------


def _if(node: cst.If, frame: Frame) -> bool:
    truth(node.test, "if", frame)
    otherwise: Iterable[cst.CSTNode] = ()
    if node.orelse is not None:
        rest = node.orelse
        otherwise = [rest] if isinstance(rest, cst.If) else rest.body.body
    sure = decided(node.test, frame)
    if sure is not None:
        return run(node.body.body if sure else otherwise, frame)
    before = dict(frame.names)
    frame.names = narrowed(node.test, True, frame)
    cached = asks_for_global(node.test, frame, is_set=False)
    frame.cached += cached
    ends = run(node.body.body, frame)
    frame.cached -= cached
    # `if cache: return cache`: the rest of the function runs the first time only.
    frame.cached += ends and asks_for_global(node.test, frame, is_set=True)
    after = frame.names
    frame.names = before
    frame.names = narrowed(node.test, False, frame)
    other_ends = run(otherwise, frame)
    if ends:
        return other_ends
    frame.names = after if other_ends else joined_names(after, frame.names)
    return False


def _loop(node: cst.For | cst.While, once: Callable[[], object], frame: Frame) -> bool:
    """Reads a loop's body as it is after any number of rounds, and what follows the last."""
    before = dict(frame.names)
    with frame.first_round():
        once()
    frame.names = joined_names(before, frame.names)
    start = dict(frame.names)
    once()
    frame.names = joined_names(start, frame.names)
    if node.orelse is not None:
        run(node.orelse.body.body, frame)
    return False


def _for(node: cst.For, frame: Frame) -> bool:
    source = frame.value(node.iter)
    is_async = node.asynchronous is not None
    item = iteration.over(source, "for", node.iter, frame, is_async=is_async)

    def once() -> None:
        for each in iteration.items_of(source, item):
            assign(node.target, each, frame)
            run(node.body.body, frame)

    return _loop(node, once, frame)


def _while(node: cst.While, frame: Frame) -> bool:
    def once() -> None:
        truth(node.test, "while", frame)
        run(node.body.body, frame)

    return _loop(node, once, frame)


def _with(node: cst.With, frame: Frame) -> bool:
    by = "with" if node.asynchronous is None else "async with"
    before, expected = frame.transaction, frame.expected
    for part in node.items:
        kind = frame.value(part.item)
        frame.note(Entering(kind, by), part.item)
        open_transaction(kind, part.item, frame)
        entered = _client(kind, frame)
        if entered == UNKNOWN and by == "with":
            entered = _entered(kind, part.item, frame)
        frame.expected |= _expected(part.item)
        if part.asname is not None:
            assign(part.asname.name, entered, frame)
    ends = run(node.body.body, frame)
    frame.transaction, frame.expected = before, expected
    return ends


def open_transaction(kind: Kind, node: cst.CSTNode, frame: Frame) -> None:
    """What is entered may be a transaction; nothing is committed before the outermost ends."""
    if isinstance(kind, Framework) and kind.name == ATOMIC and frame.transaction is None:
        frame.transaction = Node(frame.segment, node)


def _client(kind: Kind, frame: Frame) -> Kind:
    """A client of another service, which `with` and `async with` bind as it is."""
    match kind:
        case Framework(name=name) if outside.made_by(name) is not None:
            return kind
        case Object(cls=cls) if not cls.module.first_party:
            bases = frame.bodies.symbols.mro(cls).classes
            return kind if any(outside.made_by(base.name) for base in bases) else UNKNOWN
    return UNKNOWN


def _entered(kind: Kind, node: cst.CSTNode, frame: Frame) -> Kind:
    """What `with` binds; entering an object runs its `__enter__`, and a generator that
    `contextmanager` made of a function runs its body."""
    match kind:
        case Framework() | Scalar(name=numbers.CONTEXT):
            return kind
        case Object():
            return protocols.result(kind, "__enter__", Given(), node, frame)
        case Generator():
            return iteration.over(kind, "with", node, frame)
    return UNKNOWN


def _try(node: cst.Try | cst.TryStar, frame: Frame) -> bool:
    before = dict(frame.names)
    expected = frame.expected
    frame.expected |= _caught(node)
    ends = run(node.body.body, frame)
    frame.expected = expected
    during = joined_names(before, frame.names)
    if node.orelse is not None and not ends:
        ends = run(node.orelse.body.body, frame)
    names = frame.names
    for handler in _reached(node, frame):
        frame.names = dict(during)
        if handler.name is not None:
            assign(handler.name.name, UNKNOWN, frame)
        if not run(handler.body.body, frame):
            names = frame.names if ends else joined_names(names, frame.names)
            ends = False
    frame.names = names
    if node.finalbody is not None:
        ends = run(node.finalbody.body.body, frame) or ends
    return ends


def _reached(
    node: cst.Try | cst.TryStar, frame: Frame
) -> Iterator[cst.ExceptHandler | cst.ExceptStarHandler]:
    """The handlers that may run: in an event loop not the one for code that asked for a loop
    and found none."""
    expecting = [each for each in node.handlers if each.type is not None]
    alone = [each for each in expecting if each.type and WITHOUT_LOOP in _named(each.type)]
    asked = bool(alone) and frame.context is Context.LOOP and _asks_for_loop(node.body, frame)
    yield from (each for each in node.handlers if not (asked and each in alone))


def _asks_for_loop(body: cst.CSTNode, frame: Frame) -> bool:
    """Whether code asks for the running event loop, which is there where one runs."""
    with frame.quietly():
        return any(
            isinstance(called := frame.value(part.func), External) and called.name in ASKS_FOR_LOOP
            for part in walk(body)
            if isinstance(part, cst.Call) and dotted(part.func) is not None
        )


def _caught(node: cst.Try | cst.TryStar) -> set[str]:
    """The names of the exceptions that handlers expect: whoever names the very one that Django
    raises in async code, or that of numbers that do not go together, knows."""
    found: set[str] = set()
    for handler in node.handlers:
        if handler.type is not None:
            found |= _named(handler.type)
    return found


def _named(node: cst.BaseExpression) -> set[str]:
    """The last names of one class, or of several in a tuple."""
    nodes = [e.value for e in node.elements] if isinstance(node, cst.Tuple) else [node]
    return {path.rpartition(".")[2] for each in nodes if (path := dotted(each)) is not None}


def _expected(node: cst.BaseExpression) -> set[str]:
    """The exceptions that a context manager expects: `with pytest.raises(TypeError):`."""
    match node:
        case cst.Call(func=func, args=arguments):
            called = (dotted(func) or "").rpartition(".")[2]
            if called in EXPECTING:
                return set().union(*(_named(argument.value) for argument in arguments))
    return set()


def _match(node: cst.Match, frame: Frame) -> bool:
    subject = frame.value(node.subject)
    before = dict(frame.names)
    after: dict[str, Kind] | None = None
    for case in node.cases:
        frame.names = dict(before)
        _ask_pattern(case.pattern, subject, frame)
        for name in _captured(case.pattern):
            frame.bind(name, UNKNOWN)
        if case.guard is not None:
            frame.value(case.guard)
        if not run(case.body.body, frame):
            after = frame.names if after is None else joined_names(after, frame.names)
    frame.names = before if after is None else joined_names(before, after)
    return False


def _ask_pattern(pattern: cst.CSTNode, subject: Kind, frame: Frame) -> None:
    """A value in a pattern is asked for by `==`."""
    match pattern:
        case cst.MatchValue(value=value):
            frame.note(Comparison("==", subject, frame.value(value)), pattern)
        case cst.MatchOr(patterns=elements):
            for element in elements:
                _ask_pattern(element.pattern, subject, frame)
        case cst.MatchAs(pattern=cst.MatchPattern() as inner):
            _ask_pattern(inner, subject, frame)


def _captured(pattern: cst.CSTNode) -> list[str]:
    names: list[str] = []
    waiting: list[cst.CSTNode] = [pattern]
    while waiting:
        part = waiting.pop()
        if isinstance(part, cst.MatchAs | cst.MatchStar) and part.name is not None:
            names.append(part.name.value)
        waiting.extend(children(part))
    return names


# Definitions ----------------------------------------------------------------------------


def _function(node: cst.FunctionDef, frame: Frame) -> bool:
    for parameter in (*node.params.params, *node.params.kwonly_params):
        if parameter.default is not None:
            frame.value(parameter.default)
    local = Local(node, frame)
    kind: Kind = local
    if not frame.quiet:
        frame.inner[id(node)] = local
    for decorator in reversed(node.decorators):
        kind = frame.bodies.decorated(kind, frame.value(decorator.decorator))
    frame.bind(node.name.value, kind)
    return False


def _class(node: cst.ClassDef, frame: Frame) -> bool:
    frame.bind(node.name.value, UNKNOWN)
    for statement in node.body.body:
        for part in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if isinstance(part, cst.Assign):
                kind = frame.value(part.value)
                for target in part.targets:
                    if isinstance(target.target, cst.Name):
                        frame.bind(f"{node.name.value}.{target.target.value}", kind)
    return False


_STATEMENTS: dict[type, Callable[..., bool]] = {
    cst.Expr: _expression,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Continue: _leave,
    cst.Break: _leave,
    cst.Assign: assigning.assignment,
    cst.AnnAssign: assigning.annotated_assignment,
    cst.AugAssign: assigning.augmented_assignment,
    cst.Del: assigning.deletion,
    cst.ImportFrom: _import,
    cst.Import: _import_module,
    cst.Pass: _nothing,
    cst.Global: _global,
    cst.Nonlocal: _nothing,
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.Match: _match,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
}
