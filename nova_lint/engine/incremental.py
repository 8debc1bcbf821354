"""Brings the results of an earlier run up to date, doing again only what an edit touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from nova_lint.contracts.contract import Layer, Span
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.flow.search import Search, flows_by_contract
from nova_lint.contracts.overview import Summary, relations_of, speakers_of, summarize
from nova_lint.contracts.project import Contracts, Stored
from nova_lint.engine import codec
from nova_lint.engine.analysis import analyse, crash
from nova_lint.engine.relocation import Relocation
from nova_lint.engine.rule import AnyRule
from nova_lint.engine.snapshot import FileResult, State, StoredClass, StoredFile
from nova_lint.errors import Problem
from nova_lint.workspace import questions
from nova_lint.workspace.changes import Changed
from nova_lint.workspace.questions import Question
from nova_lint.workspace.symbols import ClassSymbol

_NOWHERE = Span("", 0, 0)


@dataclass(frozen=True)
class Before:
    """The earlier run: its state, the findings of its files, and what changed since."""

    state: State
    files: Mapping[str, FileResult]
    changed: Changed


@dataclass(frozen=True)
class After:
    """The results of this run and what the next one needs of them."""

    files: dict[str, FileResult]
    stored: dict[str, StoredFile]
    questions: tuple[Question, ...]
    overview: dict[Question, bytes]


def work_out(
    project: Contracts,
    rules: Sequence[AnyRule],
    before: Before | None,
    done: Callable[[int], object],
) -> After:
    """The findings of every file of a project, those that still hold taken from before."""
    return _Run(project, rules, before).run(done)


class _Run:
    def __init__(
        self, project: Contracts, rules: Sequence[AnyRule], before: Before | None
    ) -> None:
        self._project = project
        self._rules = rules
        self._before = before
        state = before.state if before is not None else None
        self._numbers: dict[Question, int] = (
            {question: number for number, question in enumerate(state.questions)} if state else {}
        )
        self._old = dict(state.files) if state else {}
        self._relocation = Relocation(before.changed.moves if before else {})
        self._overview: dict[Question, bytes] = {}
        self._flows: dict[str, tuple[bytes, tuple[int, ...]]] = {}
        self._crashes: dict[str, Problem] = {}
        self._changed: set[int] = set()
        self._moved: frozenset[int] = frozenset()
        if before is not None:
            self._note_changed(before.changed.questions)
            self._moved = frozenset(
                number
                for question, number in self._numbers.items()
                if self._relocation.concerns(question)
            )

    def run(self, done: Callable[[int], object]) -> After:
        self._project.stored = _StoredContracts(self)
        self._look_over()
        files: dict[str, FileResult] = {}
        stored: dict[str, StoredFile] = {}
        for path in self._project.workspace.paths:
            files[path], asked = self._result(path)
            stored[path] = self._stored_file(path, asked)
            done(1)
        return After(files, stored, tuple(self._numbers), self._overview)

    # What still holds -------------------------------------------------------------------

    def _note_changed(self, changed: Iterable[Question]) -> None:
        self._changed |= {self._numbers[q] for q in changed if q in self._numbers}

    def _holds(self, asked: tuple[int, ...]) -> bool:
        return self._changed.isdisjoint(asked)

    def stored_class(self, path: str, qualname: str) -> StoredClass | None:
        """What an earlier run stored of a class, if it still holds."""
        file = self._old.get(path)
        for known in file.classes if file is not None else ():
            if known.qualname == qualname and known.contract and self._holds(known.questions):
                return known
        return None

    def contract(self, known: StoredClass) -> Stored:
        """A stored contract, its lines where they are now."""
        contract = codec.decode(known.contract)
        if not self._moved.isdisjoint(known.questions):
            contract = self._relocation.contract(contract)
        assert self._before is not None
        every = self._before.state.questions
        return Stored(contract, frozenset(every[number] for number in known.questions))

    # The overview -----------------------------------------------------------------------

    def _look_over(self) -> None:
        """Answers the questions that take the whole project, in an order in which each
        builds on the last: what the other layers read may depend on the models' relations,
        and what flows where on which classes are layers."""
        project = self._project
        known, missing = self._known_summaries()
        models = [summary for summary in known if summary.layer is Layer.MODEL]
        models += self._read_summaries(cls for cls in missing if project.is_model(cls))
        project.relations = relations_of(models)
        self._answer({questions.relations(m): each for m, each in project.relations.items()}, "r")
        others = [summary for summary in known if summary.layer is not Layer.MODEL]
        others += self._read_summaries(cls for cls in missing if not project.is_model(cls))
        others.sort(key=lambda summary: summary.name)
        project.speakers = speakers_of(others)
        self._answer({questions.speakers(m): each for m, each in project.speakers.items()}, "i")
        project.layer_names = frozenset(each.name.rpartition(".")[2] for each in others)
        self._answer({questions.layer_names(): sorted(project.layer_names)}, "l")
        project.flows = flows_by_contract(self._read_flows())
        self._answer({questions.flows(name): each for name, each in project.flows.items()}, "o")

    def _answer(self, answers: Mapping[Question, object], kind: str) -> None:
        """Notes the answers to the questions of one kind, and which of them are new."""
        digests = {question: _digest(answer) for question, answer in answers.items()}
        self._overview.update(digests)
        if self._before is not None:
            every = self._before.state.overview
            old = {q: digest for q, digest in every.items() if q.startswith(f"{kind}\0")}
            self._note_changed(
                q for q in old.keys() | digests.keys() if old.get(q) != digests.get(q)
            )

    def _read_flows(self) -> Iterator[Flow]:
        search = Search(self._project, self._project.layer_names)
        for path in self._project.workspace.paths:
            file = self._old.get(path)
            if file is not None and self._holds(file.flow_questions):
                flows: tuple[Flow, ...] = codec.decode(file.flows)
                if flows and not self._moved.isdisjoint(file.flow_questions):
                    flows = tuple(self._relocation.flow(flow) for flow in flows)
                self._flows[path] = (codec.encode(flows), file.flow_questions)
            else:
                recorder = self._project.workspace.questions
                try:
                    flows, asked = recorder.record(partial(_flows_from, search, path))
                except Exception as error:
                    self._crashes[path] = crash("following data in it", path, 1, error)
                    flows, asked = (), frozenset({questions.file(path)})
                self._flows[path] = (codec.encode(flows), self._number(asked))
            yield from flows

    def _known_summaries(self) -> tuple[list[Summary], list[ClassSymbol]]:
        """The summaries that still hold, and the classes whose summaries do not."""
        known: list[Summary] = []
        missing: list[ClassSymbol] = []
        for path in self._project.workspace.paths:
            file = self._old.get(path)
            if file is not None and self._holds(file.class_questions):
                if all(self._holds(k.questions) and k.summary for k in file.classes):
                    known.extend(self._summary(k) for k in file.classes)
                    continue
            missing.extend(self._project.classes_of(path))
        return known, missing

    def _read_summaries(self, classes: Iterable[ClassSymbol]) -> Iterator[Summary]:
        for cls in classes:
            contract = self._project.contract(cls)
            if contract is not None:
                yield summarize(contract)

    def _summary(self, known: StoredClass) -> Summary:
        summary: Summary = codec.decode(known.summary)
        if summary.relations and not self._moved.isdisjoint(known.questions):
            return self._relocation.summary(summary)
        return summary

    # One file ---------------------------------------------------------------------------

    def _result(self, path: str) -> tuple[FileResult, tuple[int, ...]]:
        file = self._old.get(path)
        known = self._before.files.get(path) if self._before is not None else None
        if file is not None and known is not None and self._holds(file.result_questions):
            if self._moved.isdisjoint(file.result_questions):
                return known, file.result_questions
            moved = FileResult(
                tuple(self._relocation.finding(finding) for finding in known.findings),
                tuple(self._relocation.problem(problem) for problem in known.problems),
            )
            return moved, file.result_questions
        result, asked = self._project.workspace.questions.record(
            lambda: analyse(self._project, self._rules, path)
        )
        if path in self._crashes:
            problems = (*result.problems, self._crashes[path])
            result = FileResult(result.findings, problems)
        return result, self._number(asked)

    def _stored_file(self, path: str, result_questions: tuple[int, ...]) -> StoredFile:
        file = self._old.get(path)
        if file is not None and self._holds(file.class_questions):
            if all(self._is_current(known) for known in file.classes):
                return StoredFile(
                    file.classes, file.class_questions, *self._flows[path], result_questions
                )
        recorder = self._project.workspace.questions
        classes, asked = recorder.record(lambda: self._project.classes_of(path))
        stored = tuple(self._stored_class(cls) for cls in classes)
        return StoredFile(stored, self._number(asked), *self._flows[path], result_questions)

    def _is_current(self, known: StoredClass) -> bool:
        return self._holds(known.questions) and self._moved.isdisjoint(known.questions)

    def _stored_class(self, cls: ClassSymbol) -> StoredClass:
        recorder = self._project.workspace.questions
        contract, asked = recorder.record(lambda: self._project.contract(cls))
        try:
            if contract is None or self._is_ambiguous(cls):
                raise codec.UnstorableError
            summary, data = codec.encode(summarize(contract)), codec.encode(contract)
        except codec.UnstorableError:
            summary, data = b"", b""
        return StoredClass(cls.qualname, summary, data, self._number(asked))

    def _is_ambiguous(self, cls: ClassSymbol) -> bool:
        """Whether several classes of the file bear the name under which it would be stored."""
        around = cls.outer.members if cls.outer is not None else cls.module.bindings
        return len(around.get(cls.short_name, ())) > 1

    def _number(self, asked: Iterable[Question]) -> tuple[int, ...]:
        numbers = self._numbers
        return tuple(numbers.setdefault(question, len(numbers)) for question in asked)


class _StoredContracts(Mapping[tuple[str, str], Stored]):
    """The contracts of the earlier run that still hold, read when they are asked for."""

    def __init__(self, run: _Run) -> None:
        self._run = run

    def __getitem__(self, key: tuple[str, str]) -> Stored:
        known = self._run.stored_class(*key)
        if known is None:
            raise KeyError(key)
        return self._run.contract(known)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        raise NotImplementedError("contracts are looked up one by one")

    def __len__(self) -> int:
        raise NotImplementedError("contracts are looked up one by one")


def _flows_from(search: Search, path: str) -> tuple[Flow, ...]:
    return tuple(search.flows_from(path))


def _digest(value: object) -> bytes:
    """A digest of an answer, without the places in it: moving is no change."""
    match value:
        case dict():
            value = {name: replace(field, span=None) for name, field in value.items()}
        case tuple():
            value = tuple(replace(flow, span=_NOWHERE) for flow in value)
    return hashlib.blake2b(repr(value).encode(), digest_size=8).digest()
