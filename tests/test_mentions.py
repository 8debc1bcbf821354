"""Which functions of a file are read for a rule, by what stands in them."""

from __future__ import annotations

from pathlib import Path

from nova_lint.semantics.mentions import Mentions, Naming, functions_mentioning, word_of
from tests.support import open_project

_CODE = """\
    import settings

    def total(order):
        return order.price * 2

    def label(order):
        return "price"

    def search(orders):
        return orders.filter(order__price=2)

    def load():
        import json
"""


def _found(mentions: Mentions, tmp_path: Path) -> list[str]:
    project = open_project({"orders.py": _CODE}, tmp_path)
    module = project.workspace.modules.at("orders.py")
    return [each.node.name for each in functions_mentioning(module, mentions, project.workspace)]


def test_whoever_asks_for_nothing_gets_every_function(tmp_path):
    assert _found((), tmp_path) == ["total", "label", "search", "load"]


def test_an_expression_is_made_of_the_words_that_the_file_has(tmp_path):
    attribute = Naming(r"\.", frozenset({"price", "tax", "margin"}), r"\b")
    assert _found((attribute,), tmp_path) == ["total"]
    assert _found((Naming(r"\.", frozenset({"tax", "margin"}), r"\b"),), tmp_path) == []


def test_the_end_of_a_path_of_relations_is_a_word_of_the_file(tmp_path):
    path = Naming("__", frozenset({"price"}), r"\b")
    assert _found((path,), tmp_path) == ["search"]


def test_any_of_several_expressions_may_match(tmp_path):
    either = (Naming(r"\.", frozenset({"price"}), r"\b"), r"\bimport ")
    assert _found((either,), tmp_path) == ["total", "load"]


def test_each_mention_has_to_match(tmp_path):
    assert _found((word_of(["price"]), r"\*"), tmp_path) == ["total"]


def test_words_without_an_expression_may_stand_anywhere_in_the_file(tmp_path):
    assert _found((frozenset({"settings"}), r"\*"), tmp_path) == ["total"]
    assert _found((frozenset({"setting"}), r"\*"), tmp_path) == []
