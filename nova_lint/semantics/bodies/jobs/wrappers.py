"""Which decorators of a project leave a function with the parameters that it has."""

from __future__ import annotations

import libcst as cst

from nova_lint.workspace.walk import walk

_CONTEXT_MANAGERS = frozenset({"contextmanager", "asynccontextmanager"})


def keeps_parameters(decorator: cst.FunctionDef, *, called: bool) -> bool:
    """Whether what a decorator makes of a function can be called like the function; `called`
    says that the decorator is written with arguments. Surely so for a context manager, and for
    one whose wrapper takes anything and hands exactly that on."""
    if any(_name(each.decorator) in _CONTEXT_MANAGERS for each in decorator.decorators):
        return called
    maker = _inner(decorator) if called else decorator
    if maker is None:
        return False
    parameters = [each.name.value for each in (*maker.params.posonly_params, *maker.params.params)]
    wrapper = _inner(maker)
    return bool(parameters) and wrapper is not None and _hands_on(wrapper, parameters[0])


def _inner(function: cst.FunctionDef) -> cst.FunctionDef | None:
    """The only function that another defines in its body."""
    found = [each for each in function.body.body if isinstance(each, cst.FunctionDef)]
    return found[0] if len(found) == 1 else None


def _hands_on(wrapper: cst.FunctionDef, function: str) -> bool:
    """Whether a wrapper `(*args, **kwargs)` calls the function with just these."""
    star, stars = wrapper.params.star_arg, wrapper.params.star_kwarg
    named = (*wrapper.params.posonly_params, *wrapper.params.params, *wrapper.params.kwonly_params)
    if named or not isinstance(star, cst.Param) or stars is None:
        return False
    wanted = [("*", star.name.value), ("**", stars.name.value)]
    calls = [
        [(each.star, _name(each.value)) for each in node.args]
        for node in walk(wrapper)
        if isinstance(node, cst.Call) and _name(node.func) == function
    ]
    changed = {_name(node) for part in walk(wrapper.body) for node in _stored(part)}
    return (
        bool(calls)
        and all(call == wanted for call in calls)
        and not changed & {star.name.value, stars.name.value, function}
    )


def _stored(node: cst.CSTNode) -> list[cst.CSTNode]:
    """What a statement gives another value, or an item; and what a method is called on."""
    match node:
        case cst.AssignTarget(target=cst.Subscript(value=owner)):
            return [owner]
        case cst.AssignTarget(target=target):
            return [target]
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value=name))):
            return [owner] if name in _CHANGING else []
        case cst.Del(target=cst.Subscript(value=owner)):
            return [owner]
    return []


_CHANGING = frozenset({"pop", "update", "setdefault", "clear", "popitem"})


def _name(node: cst.CSTNode | None) -> str:
    """The last part of a dotted name, of a call's function too."""
    match node:
        case cst.Name(value=value):
            return value
        case cst.Attribute(attr=cst.Name(value=value)):
            return value
        case cst.Call(func=function):
            return _name(function)
    return ""
