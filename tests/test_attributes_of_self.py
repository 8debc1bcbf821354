"""Which methods are read for what an attribute of `self` holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_lint.semantics.kinds import UNKNOWN, Kind, Literal
from nova_lint.workspace.symbols import ClassSymbol
from tests.support import open_project

ASSIGNED = {
    "plain": "self.rate = 1",
    "without blanks": "self.rate=1",
    "with a type": "self.rate: int = 1",
    "chained": "first = self.rate = 1",
    "first of two": "self.rate, self.name = 1, ''",
    "last of two": "self.name, self.rate = '', 1",
    "in parentheses": "(\n            self.rate,\n            self.name,\n        ) = 1, ''",
    "in brackets": "[self.name, self.rate] = '', 1",
    "in a loop": "for self.rate in (1, 1):\n            pass",
}
MENTIONED = {
    "compared": "print(self.rate == 1)",
    "an argument": "print(self.rate, end='')",
    "an argument on its line": "print(\n            self.rate,\n            end='',\n        )",
    "a condition": "if self.rate:\n            pass",
    "another object's": "self.order.rate = 'none'",
    "a longer name": "self.rates = 'none'",
    "called": "self.rate()",
}


def rate(body: str, tmp_path: Path) -> Kind:
    """What is known of `self.rate`, where one method has this body."""
    source = f"class Invoice:\n    def change(self):\n        {body}\n"
    project = open_project({"shop.py": source}, tmp_path)
    module = project.workspace.modules.at("shop.py")
    invoice = project.workspace.symbols.own_member(module, "Invoice")
    assert isinstance(invoice, ClassSymbol)
    return project.bodies.attribute(invoice, "rate")


@pytest.mark.parametrize("body", ASSIGNED.values(), ids=ASSIGNED)
def test_a_method_that_assigns_it_is_read(body: str, tmp_path: Path) -> None:
    assert rate(body, tmp_path) == Literal(1)


@pytest.mark.parametrize("body", MENTIONED.values(), ids=MENTIONED)
def test_one_that_mentions_it_is_not(body: str, tmp_path: Path, monkeypatch) -> None:
    read: list[object] = []
    monkeypatch.setattr(
        "nova_lint.semantics.bodies.reader.BodyReader.root", lambda self, each: read.append(each)
    )
    assert rate(body, tmp_path) == UNKNOWN
    assert read == []
