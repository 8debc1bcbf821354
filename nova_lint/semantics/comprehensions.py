"""Comprehensions, unrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.semantics.values import Items, Mapping, Unknown, Value

if TYPE_CHECKING:
    from nova_lint.semantics.evaluation import Evaluator
    from nova_lint.semantics.scope import Scope

# Nothing that a project states by hand is longer; a generated table need not be read.
MOST_ITEMS = 5000


def comprehension(
    node: cst.ListComp | cst.SetComp | cst.GeneratorExp, scope: Scope, evaluator: Evaluator
) -> Value:
    """The items of `[f(x) for x in …]`."""
    rounds = _rounds(node.for_in, scope, evaluator)
    if rounds is None:
        return Unknown()
    scopes, complete = rounds
    return Items(tuple(evaluator.evaluate(node.elt, inner) for inner in scopes), complete)


def dict_comprehension(node: cst.DictComp, scope: Scope, evaluator: Evaluator) -> Value:
    """The entries of `{k: v for … in …}`."""
    rounds = _rounds(node.for_in, scope, evaluator)
    if rounds is None:
        return Unknown()
    scopes, complete = rounds
    entries = tuple(
        (evaluator.evaluate(node.key, inner), evaluator.evaluate(node.value, inner))
        for inner in scopes
    )
    return Mapping(entries, complete)


def _rounds(
    loop: cst.CompFor, scope: Scope, evaluator: Evaluator
) -> tuple[list[Scope], bool] | None:
    """The scope of every round of a comprehension, and whether that is all of them."""
    items = evaluator.iterate(evaluator.evaluate(loop.iter, scope))
    if items is None or len(items.items) > MOST_ITEMS:
        return None
    scopes: list[Scope] = []
    complete = items.complete
    for item in items.items:
        bound = unpack(loop.target, item, evaluator)
        if bound is None:
            return None
        inner = scope.with_local(bound)
        conditions = [evaluator.truth(condition.test, inner) for condition in loop.ifs]
        if None in conditions:
            return None
        if not all(conditions):
            continue
        if loop.inner_for_in is None:
            scopes.append(inner)
            continue
        nested = _rounds(loop.inner_for_in, inner, evaluator)
        if nested is None:
            return None
        scopes.extend(nested[0])
        complete = complete and nested[1]
    return scopes, complete


def unpack(target: cst.CSTNode, value: Value, evaluator: Evaluator) -> dict[str, Value] | None:
    """The names of a target with their values; None where the shapes do not fit."""
    match target:
        case cst.Name(value=name):
            return {name: value}
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            items = evaluator.iterate(value)
            if items is None or len(items.items) != len(elements):
                return None
            bound: dict[str, Value] = {}
            for element, item in zip(elements, items.items, strict=True):
                inner = unpack(element.value, item, evaluator)
                if inner is None:
                    return None
                bound.update(inner)
            return bound
    return None


def names_of(target: cst.CSTNode) -> list[str]:
    """The names that a target binds."""
    match target:
        case cst.Name(value=name):
            return [name]
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            return [name for element in elements for name in names_of(element.value)]
    return []
