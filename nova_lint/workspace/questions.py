"""Questions: what was asked about the project's files while something was worked out.

Every look at a file goes through a question: what a module binds under a name, what a
top-level statement says, which files mention a word. Whoever works something out has the
questions recorded, his own and those of everything he called, remembered results included.
After an edit a result still holds if no question has another answer now.

A question is one object however often it is asked: sets of questions are compared, joined and
sent between processes all the time, and an object that is the same need not be looked at.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable, Iterable, Set
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast

T = TypeVar("T")
Question: TypeAlias = str


@cache
def binding(path: str, name: str) -> Question:
    """What kind of thing a file binds under a name, and where it comes from: `Order`,
    `Order.objects`."""
    return f"b\0{path}\0{name}"


@cache
def text(path: str, name: str) -> Question:
    """What the statements say that bind a name: `Order`, `Order.save`."""
    return f"t\0{path}\0{name}"


@cache
def header(path: str, name: str) -> Question:
    """The bases, keywords and decorators of a class."""
    return f"h\0{path}\0{name}"


@cache
def structure(path: str, name: str) -> Question:
    """Which names the body of a class binds, and to what kinds of things; with an empty
    name those of the module."""
    return f"n\0{path}\0{name}"


@cache
def structure_besides_fields(path: str, name: str) -> Question:
    """The same for a class, without the assignments that by their words make fields."""
    return f"e\0{path}\0{name}"


@cache
def stars(path: str) -> Question:
    """Which modules a file imports everything from."""
    return f"s\0{path}"


@cache
def module(dotted: str) -> Question:
    """Which file a module's name stands for."""
    return f"m\0{dotted}"


@cache
def mentions(word: str) -> Question:
    """Which statements mention a word that could name a class, and what they say."""
    return f"w\0{word}"


@cache
def containing(word: str) -> Question:
    """Which files have a word that names no class in their text, and what they say."""
    return f"y\0{word}"


@cache
def classes(name: str) -> Question:
    """Which files define a top-level class of that name."""
    return f"c\0{name}"


@cache
def subclasses(name: str) -> Question:
    """Which classes name a class of that name among their bases."""
    return f"d\0{name}"


@cache
def column(model: str, name: str) -> Question:
    """What the contract of a model says of one of its attributes; with an empty name what it
    says besides its columns. Who asks for columns one by one need not look at a model again
    that got another one."""
    return f"k\0{model}\0{name}"


@cache
def contract(path: str, name: str) -> Question:
    """What the contract of a class says, its lines included."""
    return f"a\0{path}\0{name}"


@cache
def relations(model: str) -> Question:
    """Which relations other models open from a model."""
    return f"r\0{model}"


@cache
def speakers(model: str) -> Question:
    """Which contracts of other layers speak of a model."""
    return f"i\0{model}"


@cache
def flows(contract: str) -> Question:
    """Where the data of a contract goes, and where it comes from."""
    return f"o\0{contract}"


@cache
def layer_names() -> Question:
    """Which short names forms, serializers and schemas bear."""
    return "l\0"


@cache
def number_names() -> Question:
    """Under which names Decimals stand, and which columns hold floats."""
    return "u\0"


def number_of(question: Question) -> int:
    """A small number for a question, which few others share."""
    return zlib.crc32(question.encode())


@cache
def file(path: str) -> Question:
    """What a whole file says, blank lines and lines of comment left out."""
    return f"f\0{path}"


@cache
def having(word: str) -> Question:
    """Which files have a word in their text, whatever they say with it."""
    return f"h\0{word}"


@cache
def registered(path: str) -> Question:
    """Which views, middleware and receivers of signals a file registers."""
    return f"g\0{path}"


def subject(question: Question) -> str:
    """What a question is about: the path of its file, where it has one."""
    return question.split("\0")[1]


class Questions:
    """Records questions, and remembers results together with theirs.

    `settled` are the answers that were worked out from the answers to other questions, with
    those: whoever asks depends on the answer alone, which is often the same as before.
    """

    def __init__(self) -> None:
        self.settled: dict[Question, tuple[Any, Set[Question]]] = {}
        self._open: list[set[Question]] = [set()]
        self._remembered: dict[Hashable, tuple[Any, Set[Question]]] = {}

    def ask(self, question: Question) -> None:
        """Notes a question on behalf of whatever is being worked out."""
        self._open[-1].add(question)

    def ask_all(self, questions: Iterable[Question]) -> None:
        """Notes the questions behind a result that was worked out in an earlier run."""
        self._open[-1].update(questions)

    def memo(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The result under a key, worked out at most once."""
        found = self._remembered.get(key)
        if found is None:
            found = self.record(work_out)
            self._remembered[key] = found
        else:
            self._open[-1] |= found[1]
        return cast(T, found[0])

    def settle(self, question: Question, work_out: Callable[[], T]) -> T:
        """The answer to a question, worked out at most once."""
        self.ask(question)
        if question not in self.settled:
            self.settled[question] = self.apart(work_out)
        return cast(T, self.settled[question][0])

    def remembered(self, key: Hashable) -> tuple[Any, Set[Question]] | None:
        """The result under a key and its questions, where it has been worked out."""
        return self._remembered.get(key)

    def apart(self, work_out: Callable[[], T]) -> tuple[T, Set[Question]]:
        """A result and its questions, which are not noted for whoever is working."""
        outside = self._open
        self._open = [set()]
        try:
            return self.record(work_out)
        finally:
            self._open = outside

    def record(self, work_out: Callable[[], T]) -> tuple[T, Set[Question]]:
        """A result, and every question that was asked for it."""
        self._open.append(set())
        try:
            value = work_out()
        finally:
            asked = self._open.pop()
            self._open[-1] |= asked
        return value, asked
