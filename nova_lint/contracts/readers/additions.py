"""Models to which code outside of their class adds columns.

`Order.add_to_class("paid", models.BooleanField())` and `field.contribute_to_class(Order, …)`
give a model columns that its class does not show, and so may an object in its body that has a
`contribute_to_class` of its own, a package with which the model is registered, and a class that
it derives from. What they add is not read; that they add something is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nova_lint.contracts.readers.classes import project_classes
from nova_lint.knowledge.generated import COLUMN_REGISTRATIONS, TRANSLATED_MODELS
from nova_lint.semantics.values import Call, Reference, Value
from nova_lint.workspace.symbols import ClassSymbol, External, Symbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_ADDITIONS = {
    "add_to_class": re.compile(r"\b([\w.]+)\.add_to_class\("),
    "contribute_to_class": re.compile(r"\.contribute_to_class\(\s*([\w.]+)\s*,"),
    **{word: re.compile(r"\bregister\(\s*[\[(]?([\w.\s,]+)") for word in COLUMN_REGISTRATIONS},
}
_NAME = re.compile(r"[\w.]+")


def is_extended(cls: ClassSymbol, contracts: Contracts) -> bool:
    """Whether code outside of a model's class gives it columns: some file of the project, or a
    package that the class derives from."""
    if any(base.name in TRANSLATED_MODELS for base in contracts.symbols.mro(cls).classes):
        return True
    return cls.name in contracts.workspace.questions.memo(
        "extended models", lambda: frozenset(_extended(contracts))
    )


def contributes(value: Value | None, contracts: Contracts) -> bool:
    """Whether an attribute of a model is an object that Django hands the model, and that is no
    column, relation or manager of Django's kind: it may give the model any attributes."""
    match value:
        case Call(callee=Reference(symbol=External(name=name))):
            return not name.startswith("django.") and _wraps_column(value)
        case Call(callee=Reference(symbol=ClassSymbol() as cls)):
            order = contracts.symbols.mro(cls)
            if not order.complete or any(b.name.startswith("django.") for b in order.classes):
                return False
            return any("contribute_to_class" in base.bindings for base in project_classes(order))
    return False


def _wraps_column(call: Call) -> bool:
    """Whether an object of a class that is not read is given a column: it may make more of it."""
    match call.positional(0):
        case Call(callee=Reference(symbol=ClassSymbol() | External() as symbol)):
            return symbol.name.startswith("django.db.models.")
    return False


def _extended(contracts: Contracts) -> Iterator[str]:
    for word, call in _ADDITIONS.items():
        for path in contracts.workspace.containing(word):
            module = contracts.workspace.modules.at(path)
            for named in call.findall(contracts.workspace.text(path)):
                for dotted in _NAME.findall(named):
                    symbol: Symbol | None = contracts.symbols.lookup(module, dotted)
                    if isinstance(symbol, ClassSymbol):
                        yield symbol.name
