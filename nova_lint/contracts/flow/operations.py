"""Operations of django-ninja, ninja-extra and FastAPI: which schema shows what they
return."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from nova_lint.contracts.flow.frame import Frame
from nova_lint.contracts.flow.records import Shown
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Many,
    Payload,
    Plain,
    Row,
    Rows,
    Together,
    Value,
)
from nova_lint.knowledge import flows as known
from nova_lint.semantics import values as static
from nova_lint.semantics.evaluation import Scope
from nova_lint.workspace.symbols import ClassSymbol, External

_PLAIN_STATUS = 200


def show_returned(definition: cst.FunctionDef, frame: Frame) -> None:
    """Notes which objects an operation returns for which schema."""
    for responses in _responses(definition, frame):
        for value in frame.returns:
            status, content = _answer(value)
            expected = responses.get(status, responses.get(None, UNKNOWN))
            _match(expected, content, frame, definition)


def _answer(value: Value) -> tuple[int, Value]:
    match value:
        case Together(items=(Plain(value=int() as status), content)):
            return status, content
    return _PLAIN_STATUS, value


def _match(expected: Value, content: Value, frame: Frame, definition: cst.FunctionDef) -> None:
    frame.statement = definition
    match expected, content:
        case Payload(cls=cls), Row(model=model):
            frame.show(Shown(cls, model, frame.site, everything=True))
        case Many(element=Payload(cls=cls)), Rows(model=model) | Many(element=Row(model=model)):
            frame.show(Shown(cls, model, frame.site, everything=True))


def _responses(definition: cst.FunctionDef, frame: Frame) -> Iterator[dict[int | None, Value]]:
    """What each decorator says of the answers, by status; None stands for any status."""
    evaluator = frame.layers.contracts.evaluator
    scope = Scope(frame.around)
    for decorator in definition.decorators:
        response = _response(decorator.decorator, definition, frame)
        if response is not None:
            yield _by_status(evaluator.evaluate(response, scope), scope, frame)


def _response(
    decorator: cst.BaseExpression, definition: cst.FunctionDef, frame: Frame
) -> cst.BaseExpression | None:
    """The expression that names the schema of an operation's answer."""
    if not isinstance(decorator, cst.Call):
        return None
    match decorator.func:
        case cst.Attribute(attr=cst.Name(value=name)) | cst.Name(value=name):
            if name not in known.OPERATIONS:
                return None
    given = {a.keyword.value: a.value for a in decorator.args if a.keyword is not None}
    for key in known.RESPONSES:
        if key in given:
            return given[key]
    returned = definition.returns
    match decorator.func:
        case cst.Attribute(value=router) if returned and _is_fastapi(router, frame):
            return returned.annotation
    return None


def _is_fastapi(router: cst.BaseExpression, frame: Frame) -> bool:
    value = frame.layers.contracts.evaluator.evaluate(router, Scope(frame.around))
    match value:
        case static.Call(callee=static.Reference(symbol=External() | ClassSymbol() as made)):
            return made.name.startswith(known.FASTAPI)
    return False


def _by_status(value: static.Value, scope: Scope, frame: Frame) -> dict[int | None, Value]:
    if not isinstance(value, static.Mapping):
        return {None: frame.layers.annotated(value, scope)}
    found: dict[int | None, Value] = {}
    for key, schema in value.constant_items():
        if isinstance(key, int):
            found[key] = frame.layers.annotated(schema, scope)
    return found
