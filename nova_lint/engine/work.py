"""What a run has worked out so far: what workers tell of their files, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

import msgspec

from nova_lint.engine.cache.numbering import Numbers
from nova_lint.engine.cache.snapshot import (
    Judgement,
    StoredClass,
    StoredFile,
    StoredJudgement,
    StoredUses,
)
from nova_lint.problem import Problem
from nova_lint.workspace.questions import Question


class ReadClasses(msgspec.Struct, frozen=True):
    """The classes of one file as a worker read them: contracts of one kind are encoded, the
    others left for later."""

    classes: tuple[tuple[str, bool], ...]
    class_questions: Set[Question]
    contracts: Mapping[str, tuple[bytes, bytes, Set[Question]]]


class ReadFlows(msgspec.Struct, frozen=True):
    """The flows of one file as a worker read them, encoded."""

    flows: bytes
    asked: Set[Question]
    problem: Problem | None


class JudgedClass(msgspec.Struct, frozen=True):
    """The judgement of one class as a worker worked it out, and on the way what the class
    is used for."""

    judgement: StoredJudgement
    uses: StoredUses | None


class Share(msgspec.Struct, frozen=True):
    """What one worker has judged: for each file its classes by position. Questions that are
    `new` have the numbers that this worker gave them."""

    judged: list[dict[int, JudgedClass]]
    new: Sequence[Question]


class Held(msgspec.Struct, frozen=True):
    """A contract of an earlier run that holds, with the lines that it had then: most are asked
    for by nobody, and their lines need not be known before the state is written."""

    stored: StoredClass


def as_stored(known: StoredClass | Held) -> StoredClass:
    """What is stored of a contract, whichever run's lines it has."""
    return known.stored if isinstance(known, Held) else known


class KnownFile(msgspec.Struct):
    """What this run knows of one file so far. A class whose contract is not known yet has
    none in `contracts`, one that is not judged none in `judgements`, by its position."""

    classes: tuple[tuple[str, bool], ...]
    class_questions: Numbers
    contracts: dict[str, StoredClass | Held]
    flows: bytes = b""
    flow_questions: Numbers = b""
    flow_problem: Problem | None = None
    judgements: dict[int, StoredJudgement] = msgspec.field(default_factory=dict)
    uses: dict[str, StoredUses] = msgspec.field(default_factory=dict)

    def stored(self, contract: Callable[[str], StoredClass | None]) -> StoredFile:
        """What is kept of the file; `contract` gives that of a class, with the lines of now."""
        return StoredFile(
            tuple((name, is_model, contract(name)) for name, is_model in self.classes),
            self.class_questions,
            self.flows,
            self.flow_questions,
            self.flow_problem,
            tuple(self.judgements[number] for number in range(len(self.classes) + 1)),
            self.uses,
        )

    def judgement(self) -> Judgement:
        """What was found in all classes of the file, in their order."""
        each = [self.judgements[number].judgement for number in range(len(self.classes) + 1)]
        problems = [problem for judgement in each for problem in judgement.problems]
        if self.flow_problem is not None:
            problems.append(self.flow_problem)
        findings = (finding for judgement in each for finding in judgement.findings)
        return Judgement(tuple(findings), tuple(problems))
