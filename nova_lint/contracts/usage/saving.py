"""Whether a function saves what a form or serializer has validated.

Data that is validated and then used in another way reaches no column by itself; where the
project's own code puts it is seen by following it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import libcst as cst

from nova_lint.knowledge import views
from nova_lint.workspace.walk import last_name, walk


def saves(function: cst.FunctionDef, text: str, name: str) -> bool:
    """Whether a function that names a class saves what it validated with it, or leaves that to
    its view: it calls `save` on the variable that holds the object, or hands that on."""
    if function.name.value.startswith("get_"):
        return True
    held = set(_holding(function, lambda called: last_name(called) == name))
    variables = "|".join(sorted(held)) or r"\w+|\)"
    saved = rf"(?<!\w)({variables})\.a?save\(|perform_(create|update)\(|form_valid\("
    return bool(re.search(saved, text)) or "save" in function.name.value


def made_by_view(handler: cst.FunctionDef) -> frozenset[str]:
    """The variables of a handler that hold the view's own form or serializer."""
    return frozenset(_holding(handler, lambda called: last_name(called) in views.LAYER_MAKERS))


def given(handler: cst.FunctionDef) -> frozenset[str]:
    """The parameter of a handler behind `self`."""
    return frozenset(parameter.name.value for parameter in handler.params.params[1:2])


def leaves_unsaved(
    handler: cst.FunctionDef,
    held: frozenset[str],
    only_looks: Callable[[str], bool] = lambda method: False,
) -> bool:
    """Whether a handler of a view neither saves nor hands on the form or serializer that some
    variables hold; unless to a method of the view that only looks at what it is given."""
    return all(_mentioned(handler.body, held | {"super"}, only_looks))


def _mentioned(
    body: cst.CSTNode, names: frozenset[str], only_looks: Callable[[str], bool]
) -> Iterator[bool]:
    """For each time that code mentions one of some names, whether it only looks at an attribute
    of it, or calls a method other than one that saves."""
    looked_at: set[int] = set()
    for part in walk(body):
        match part:
            case cst.Call(
                func=cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=called)),
                args=arguments,
            ) if only_looks(called):
                looked_at.update(id(argument.value) for argument in arguments)
            case cst.Attribute(value=cst.Name() as base, attr=cst.Name(value=name)):
                if name not in views.SAVING:
                    looked_at.add(id(base))
            case cst.AssignTarget(target=cst.Name() as target):
                looked_at.add(id(target))
            case cst.AnnAssign(target=cst.Name() as target) | cst.NamedExpr(target=target):
                looked_at.add(id(target))
            case cst.Name(value=name) if name in names:
                yield id(part) in looked_at


def _holding(
    function: cst.FunctionDef, makes: Callable[[cst.BaseExpression], bool]
) -> Iterator[str]:
    """The variables that a function binds to an object that a call of something makes."""
    for part in walk(function):
        match part:
            case cst.Assign(targets=targets, value=cst.Call(func=called)) if makes(called):
                for target in targets:
                    if isinstance(target.target, cst.Name):
                        yield target.target.value
            case (
                cst.AnnAssign(target=cst.Name(value=held), value=cst.Call(func=called))
                | cst.NamedExpr(target=cst.Name(value=held), value=cst.Call(func=called))
            ) if makes(called):
                yield held
