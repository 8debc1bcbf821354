"""What a condition says of the names in it."""

from __future__ import annotations

import libcst as cst

from nova_lint.knowledge.numbers import Number
from nova_lint.semantics.bodies.frame import Frame, dotted
from nova_lint.semantics.kinds import (
    NONE,
    UNKNOWN,
    ClassOf,
    External,
    Kind,
    Manager,
    Model,
    QuerySet,
    Scalar,
    Sequence,
    Together,
)

_LISTS = frozenset({"builtins.list", "builtins.tuple", "builtins.set", "builtins.dict"})
_NUMBERS = frozenset(each.value for each in (Number.DECIMAL, Number.FLOAT, Number.INT))


def narrowed(test: cst.BaseExpression, holds: bool, frame: Frame) -> dict[str, Kind]:
    """The names where a condition holds, or where it does not."""
    names = dict(frame.names)
    _narrow(test, holds, names, frame)
    return names


def _narrow(test: cst.CSTNode, holds: bool, names: dict[str, Kind], frame: Frame) -> None:
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            _narrow(inner, not holds, names, frame)
        case cst.BooleanOperation(left=left, operator=operator, right=right):
            # Both sides hold after `and`, neither after a failed `or`; the rest is open.
            if isinstance(operator, cst.And) is holds:
                _narrow(left, holds, names, frame)
                _narrow(right, holds, names, frame)
        case cst.Comparison(
            left=left,
            comparisons=[
                cst.ComparisonTarget(
                    operator=cst.Is() | cst.IsNot() as sign, comparator=cst.Name(value="None")
                )
            ],
        ):
            path = dotted(left)
            if path is not None and isinstance(sign, cst.Is) is holds and path in names:
                names[path] = NONE
        case cst.Call(
            func=cst.Name(value="isinstance"), args=[cst.Arg(value=subject), cst.Arg(value=cls)]
        ):
            path = dotted(subject)
            if path is not None:
                _of_class(path, cls, holds, names, frame)


def _of_class(
    path: str, cls: cst.BaseExpression, holds: bool, names: dict[str, Kind], frame: Frame
) -> None:
    """`isinstance(x, cls)`: what is known already stays; a name that may be several things
    is the one that is asked for."""
    if not isinstance(cls, cst.Name | cst.Attribute):
        if _is_container(names.get(path, UNKNOWN)) is not holds:
            names[path] = UNKNOWN
        return
    with frame.quietly():
        asked = frame.value(cls)
    known = names.get(path, UNKNOWN)
    fits = _fits(known, asked)
    if fits is None:
        names[path] = _object_of(asked, known, frame) if holds else known
    elif fits is not holds:
        names[path] = UNKNOWN


def _object_of(asked: Kind, known: Kind, frame: Frame) -> Kind:
    match asked:
        case ClassOf(cls=cls) if known == UNKNOWN and frame.bodies.models.is_model(cls):
            return Model(cls)
        case External(name=name) if known == UNKNOWN and name.endswith(".QuerySet"):
            return QuerySet(None, UNKNOWN, sure=False)
        case ClassOf(cls=cls) if isinstance(known, Model) and known.cls is not cls:
            return Model(cls, known.loading)
        case External(name=name) if known == UNKNOWN and name in _NUMBERS:
            return Scalar(name)
        case External(name=name) if name in _LISTS:
            return Sequence(UNKNOWN, name)
    return known


def _fits(known: Kind, asked: Kind) -> bool | None:
    """Whether a kind is of a class; None where that is not known."""
    match known, asked:
        case (QuerySet(), External(name=name)):
            return name.endswith("QuerySet")
        case (Manager(), External(name=name)):
            return name.endswith("Manager")
        case ((Sequence() | Together()), External(name=name)) if name.endswith("QuerySet"):
            return False
        case Model(cls=cls), ClassOf(cls=other):
            return True if cls is other else None
    return None


def _is_container(kind: Kind) -> bool | None:
    match kind:
        case QuerySet() | Manager() | Model():
            return False
        case Sequence() | Together():
            return True
    return None
