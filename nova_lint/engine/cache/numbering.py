"""Questions by numbers: there are a hundred thousand of them in a project, and each is behind
many results."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from nova_lint.workspace.questions import Question

Numbers: TypeAlias = bytes
"""The numbers of some questions, four bytes each in the order of the machine: there are
millions of them in a snapshot, and most are never looked at."""


def packed(numbers: Iterable[int]) -> Numbers:
    return array(_FOUR_BYTES, numbers).tobytes()


def unpacked(numbers: Numbers) -> array[int]:
    found = array(_FOUR_BYTES)
    found.frombytes(numbers)
    return found


def renumbered(numbers: Numbers, table: Sequence[int]) -> Numbers:
    """The same questions where each has another number, that at its old one in the table."""
    return packed(map(table.__getitem__, unpacked(numbers)))


_FOUR_BYTES = "I"


class QuestionNumbers(dict[Question, int]):
    """The numbers of questions in their list, which grows by each that is new."""

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(zip(questions, range(len(questions)), strict=True))
        self._questions = questions

    def __missing__(self, question: Question) -> int:
        number = self[question] = len(self._questions)
        self._questions.append(question)
        return number
