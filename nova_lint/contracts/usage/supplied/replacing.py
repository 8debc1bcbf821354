"""Whether a method puts another value in the place of one that it is given.

A model's `save` may set a column whatever it held (`self.slug = free_slug(self)`), and a method
that validates a field may give back what a function makes of the value.
"""

from __future__ import annotations

import libcst as cst

from nova_lint.knowledge.supply import GIVING_THE_VALUE, SHAPING
from nova_lint.workspace.walk import last_name, walk


def always_sets(method: cst.FunctionDef, column: str) -> bool:
    """Whether a method gives a column what a call returns, under no condition; functions that
    make the same of the same leave a value that is taken taken."""
    for line in method.body.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            match statement:
                case cst.Assign(
                    targets=[
                        cst.AssignTarget(
                            cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name))
                        )
                    ],
                    value=cst.Call(func=called),
                ) if name == column:
                    return last_name(called) not in SHAPING
    return False


def gives_back_another(method: cst.FunctionDef) -> bool:
    """Whether a method that validates a field refuses some values, and returns what a function
    makes of the others: `return normalized(self.cleaned_data["number"])`."""
    nodes = list(walk(method.body))
    if not any(isinstance(node, cst.Raise) for node in nodes):
        return False
    made = {
        target.target.value
        for node in nodes
        if isinstance(node, cst.Assign) and _makes_another(node.value)
        for target in node.targets
        if isinstance(target.target, cst.Name)
    }
    return any(
        isinstance(node, cst.Return)
        and (
            _makes_another(node.value)
            or (isinstance(node.value, cst.Name) and node.value.value in made)
        )
        for node in nodes
    )


def _makes_another(node: cst.BaseExpression | None) -> bool:
    match node:
        case cst.Call(func=cst.Attribute(value=cst.Call(func=cst.Name(value="super")))):
            return False
        case cst.Call(func=called):
            return last_name(called) not in GIVING_THE_VALUE
    return False
