"""Decisions: the branches of a function that depend on the state of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst
import msgspec

from nova_lint.semantics.bodies.frame import Frame, Node
from nova_lint.semantics.kinds import Lazy, Model
from nova_lint.semantics.operations import Operation
from nova_lint.workspace.place import Place
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.code.units import Deed
    from nova_lint.contracts.project import Contracts


class Decision(msgspec.Struct, frozen=True):
    """A branch that is taken or not by what a row holds, or by which rows there are. `on` is
    the source of what it asks for."""

    node: Node
    on: str

    @property
    def place(self) -> Place:
        return self.node.place()


def decisions_in(frame: Frame, reads: Iterable[Deed], contracts: Contracts) -> Iterator[Decision]:
    """The branches of a function that has been read, in their order."""
    asked = {id(part) for deed in reads for part in _parts(deed.done)}
    for statement in frame.segment.body:
        for part in walk(statement):
            test = _test(part)
            if test is None or _asks_for_user(test, frame):
                continue
            on = next(_state(test, frame, asked, contracts), None)
            if on is not None:
                yield Decision(Node(frame.segment, test), on)


def _test(node: cst.CSTNode) -> cst.BaseExpression | None:
    """What a branch depends on."""
    match node:
        case cst.If(test=test) | cst.While(test=test) | cst.IfExp(test=test):
            return test
        case cst.Match(subject=subject):
            return subject
    return None


def _parts(operation: Operation) -> Iterator[cst.CSTNode]:
    if isinstance(operation.site, Node):
        yield operation.site.node


def _state(
    test: cst.BaseExpression, frame: Frame, asked: set[int], contracts: Contracts
) -> Iterator[str]:
    """The columns of rows, and the queries, that a test asks."""
    for part in walk(test):
        if id(part) in asked:
            yield Node(frame.segment, part).text()
        if isinstance(part, cst.Attribute):
            with frame.quietly():
                owner = frame.value(part.value)
            if isinstance(owner, Model) and _is_state(owner, part.attr.value, contracts):
                yield Node(frame.segment, part).text()


def _is_state(owner: Model, name: str, contracts: Contracts) -> bool:
    if not owner.cls.module.first_party:
        # A content type or a permission is how Django keeps its own books.
        return False
    column = contracts.whole_bodies.models.column(owner.cls, name)
    return column is not None and not column.is_key and not column.many


def _asks_for_user(test: cst.BaseExpression, frame: Frame) -> bool:
    """Whether a test asks who makes the request: whether he may is a matter of the edge."""
    for part in walk(test):
        if isinstance(part, cst.Attribute | cst.Name):
            with frame.quietly():
                if isinstance(frame.value(part), Lazy):
                    return True
            if isinstance(part, cst.Attribute) and _ends_in_request_user(part):
                return True
    return False


def _ends_in_request_user(node: cst.Attribute) -> bool:
    match node:
        case cst.Attribute(attr=cst.Name(value="user"), value=cst.Name(value="request")):
            return True
        case cst.Attribute(
            attr=cst.Name(value="user"), value=cst.Attribute(attr=cst.Name(value="request"))
        ):
            return True
    return False
