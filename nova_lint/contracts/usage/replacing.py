"""Whether a method of a model sets a column whatever it held: `self.slug = free_slug(self)`."""

from __future__ import annotations

import libcst as cst

from nova_lint.knowledge.supply import SHAPING
from nova_lint.workspace.walk import last_name


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
