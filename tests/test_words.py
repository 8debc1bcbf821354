"""A few words are looked for file by file, many in indexes: both find the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import nova_lint
from nova_lint.workspace import words
from nova_lint.workspace.outline import CLASS_NAME, make_outline
from nova_lint.workspace.outline_nodes import Outline
from nova_lint.workspace.words import Words, statement_words

PACKAGE = Path(nova_lint.__file__).parent


@pytest.fixture(scope="module")
def outlines() -> dict[str, Outline]:
    """The outlines of nova-lint's own code, which is as good as any other."""
    files = sorted(PACKAGE.rglob("*.py"))
    return {path.as_posix(): make_outline(path.read_text("utf-8")) for path in files}


@pytest.fixture(scope="module")
def asked(outlines) -> list[str]:
    """Every tenth word, as there are thousands; those that name classes are in two sorts of
    indexes more."""
    every = sorted(frozenset().union(*(outline.names for outline in outlines.values())))
    assert len(every) > 4_000
    return every[::10]


def test_few_and_many_words_are_found_in_the_same_files(outlines, asked, monkeypatch):
    one_by_one = _found(outlines, asked, len(asked), monkeypatch)
    assert _found(outlines, asked, -1, monkeypatch) == one_by_one
    assert all(any(sort) for sort in zip(*one_by_one.values(), strict=True))


def _found(outlines, asked, few, monkeypatch) -> dict[str, tuple[list[str], ...]]:
    """Where each word stands, with as many words counted as few."""
    monkeypatch.setattr(words, "_FEW", few)
    index = Words(tuple(outlines), outlines)
    return {
        word: (
            index.containing(word),
            # Only a word that could name a class is looked for in statements.
            index.in_statements(word) if CLASS_NAME.fullmatch(word) else [],
            index.deriving(word),
        )
        for word in asked
    }


def test_the_words_of_statements_are_words_of_their_file(outlines):
    """So whoever looks for one need not look into files without it."""
    for outline in outlines.values():
        named = {word for word in statement_words(outline.statements) if CLASS_NAME.fullmatch(word)}
        assert named <= outline.names


@pytest.mark.parametrize("text", ["", "x", "naïve = 'Ünïcode'", "a_b = c__d  # e-mail"])
def test_an_outline_mentions_what_stands_in_its_names(text: str):
    outline = make_outline(text and f"value = {text!r}\n")
    assert all(map(outline.mentions, outline.names))
    assert not outline.mentions("a") and not outline.mentions("value =")
