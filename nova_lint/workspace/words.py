"""Where words stand in a project, and where its classes do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from nova_lint.workspace.changes import base_names
from nova_lint.workspace.outline_nodes import Class, Import, Outline, Statement

_FEW = 50
"""Words for which looking through all files takes less time than indexes do. After an edit,
hardly anybody asks, and most outlines need not be unpacked."""


class Words:
    """Finds the files of a project that have a word, in their order.

    `outlines` holds the outlines of the files at `paths`, and may go on to grow by others.
    """

    def __init__(self, paths: Sequence[str], outlines: Mapping[str, Outline]) -> None:
        self._paths = paths
        self._outlines = outlines
        self._containing: dict[str, list[str]] = {}
        self._in_statements: dict[str, list[str]] = {}

    def containing(self, word: str) -> list[str]:
        """The files in whose text a word stands."""
        if word not in self._containing:
            if self._are_many_asked():
                outlines = ((path, self._outlines[path]) for path in self._paths)
                found = [path for path, outline in outlines if word in outline.names]
            else:
                found = list(self._together.having(word))
            self._containing[word] = found
        return self._containing[word]

    def in_statements(self, word: str) -> list[str]:
        """The files with a statement that has a word which could name a class."""
        if self._are_many_asked():
            return self._by_word.get(word, [])
        if word not in self._in_statements:
            self._in_statements[word] = [
                path
                for path in self.containing(word)
                if _is_word_of(self._outlines[path].statements, word)
            ]
        return self._in_statements[word]

    def deriving(self, name: str) -> list[tuple[str, str]]:
        """The top-level classes that name a class of that name among their bases: the path
        and the name of each."""
        if self._are_many_asked():
            return self._by_base.get(name, [])
        return [
            (path, cls.name)
            for path in self.containing(name)
            for cls in self._classes(path)
            if name in base_names(cls)
        ]

    def defining(self, name: str) -> list[str]:
        """The files that define a top-level class of that name in small letters."""
        return self._by_class.get(name, [])

    def _are_many_asked(self) -> bool:
        return len(self._containing) > _FEW

    @cached_property
    def _together(self) -> _Together:
        return _Together([(path, self._outlines[path].words) for path in self._paths])

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths:
            for word in self._words_of_statements(path):
                found.setdefault(word, []).append(path)
        return found

    def _words_of_statements(self, path: str) -> set[str]:
        return statement_words(self._outlines[path].statements)

    @cached_property
    def _by_base(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for path in self._paths:
            for cls in self._classes(path):
                for base in dict.fromkeys(base_names(cls)):
                    found.setdefault(base, []).append((path, cls.name))
        return found

    @cached_property
    def _by_class(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths:
            for name in dict.fromkeys(cls.name.lower() for cls in self._classes(path)):
                found.setdefault(name, []).append(path)
        return found

    def _classes(self, path: str) -> Iterator[Class]:
        return (each for each in self._outlines[path].statements if isinstance(each, Class))


class _Together:
    """The words of many files as one text, in which a word is found at once."""

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        self._paths = [path for path, _ in words]
        self._text = "".join(each for _, each in words)
        self._ends = list(accumulate(len(each) for _, each in words))

    def having(self, word: str) -> Iterator[str]:
        """The files that have a word, in their order."""
        wanted = f" {word} "
        at = self._text.find(wanted)
        while at >= 0:
            number = bisect_right(self._ends, at)
            yield self._paths[number]
            at = self._text.find(wanted, self._ends[number])


def _is_word_of(statements: Iterable[Statement], word: str) -> bool:
    """Whether a word that could name a class stands in one of some statements, or in the body
    of a class among them."""
    return any(
        _is_word_of(statement.body, word)
        if isinstance(statement, Class)
        else not isinstance(statement, Import) and word in statement.words
        for statement in statements
    )


def statement_words(statements: Iterable[Statement]) -> set[str]:
    """The words that could name a class, of statements and those of class bodies."""
    found: set[str] = set()
    for statement in statements:
        if isinstance(statement, Class):
            found |= statement_words(statement.body)
        elif not isinstance(statement, Import):
            found.update(statement.words)
    return found
