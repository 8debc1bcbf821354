"""Brings the results of an earlier run up to date, doing again only what an edit touched.

A run goes in four steps, because each builds on what the last says of the whole project:
models, whose relations the other layers need; those layers; the flows between them; and the
findings. In each step every file keeps what it had if no question behind it has a new
answer, and the rest is spread over processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from nova_lint.contracts.contract import Span
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.flow.search import Search, flows_by_contract
from nova_lint.contracts.overview import Summary, relations_of, speakers_of, summarize
from nova_lint.contracts.project import Contracts, Stored
from nova_lint.engine import codec
from nova_lint.engine.analysis import analyse, crash
from nova_lint.engine.relocation import Relocation
from nova_lint.engine.rule import AnyRule
from nova_lint.engine.snapshot import FileResult, State, StoredClass, StoredFile
from nova_lint.engine.spread import spread
from nova_lint.errors import Problem
from nova_lint.workspace import questions
from nova_lint.workspace.changes import Changed
from nova_lint.workspace.questions import Question
from nova_lint.workspace.symbols import ClassSymbol

R = TypeVar("R")
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


@dataclass(frozen=True)
class _Read:
    """The classes of one file as a worker read them: contracts of one kind are encoded, the
    others left for later."""

    classes: tuple[tuple[str, bool], ...]
    class_questions: frozenset[Question]
    contracts: Mapping[str, tuple[bytes, bytes, frozenset[Question]]]


@dataclass(frozen=True)
class _Flowing:
    """The flows of one file as a worker read them, encoded."""

    flows: bytes
    asked: frozenset[Question]
    problem: Problem | None


@dataclass(frozen=True)
class _Judged:
    """The findings of one file as a worker worked them out."""

    result: FileResult
    asked: frozenset[Question]


@dataclass
class _File:
    """What this run knows of one file so far. A class whose contract is not known yet has
    none in `contracts`."""

    classes: tuple[tuple[str, bool], ...]
    class_questions: tuple[int, ...]
    contracts: dict[str, StoredClass]
    flows: bytes = b""
    flow_questions: tuple[int, ...] = ()
    result_questions: tuple[int, ...] = ()

    def stored(self) -> StoredFile:
        return StoredFile(
            tuple((name, is_model, self.contracts.get(name)) for name, is_model in self.classes),
            self.class_questions,
            self.flows,
            self.flow_questions,
            self.result_questions,
        )


def work_out(
    project: Contracts,
    rules: Sequence[AnyRule],
    before: Before | None,
    jobs: int,
    done: Callable[[int], object],
) -> After:
    """The findings of every file of a project, those that still hold taken from before."""
    run = _Run(project, rules, before, jobs)
    run.read_models()
    run.read_others()
    run.read_flows()
    run.judge()
    done(len(project.workspace.paths))
    return run.after()


class _Run:
    def __init__(
        self,
        project: Contracts,
        rules: Sequence[AnyRule],
        before: Before | None,
        jobs: int,
    ) -> None:
        self._project = project
        self._recorder = project.workspace.questions
        self._paths = project.workspace.paths
        self._rules = rules
        self._jobs = jobs
        self._owner = {path: number % jobs for number, path in enumerate(self._paths)}
        self._before = before
        state = before.state if before is not None else None
        self._old = state.files if state is not None else {}
        self._questions: list[Question] = list(state.questions) if state is not None else []
        self._numbers = {question: number for number, question in enumerate(self._questions)}
        self._relocation = Relocation(before.changed.moves if before is not None else {})
        self._moved = frozenset(
            number
            for number, question in enumerate(self._questions)
            if self._relocation.concerns(question)
        )
        self._changed: set[int] = set()
        self._overview: dict[Question, bytes] = {}
        self._files: dict[str, _File] = {}
        self._results: dict[str, FileResult] = {}
        self._problems: dict[str, Problem] = {}
        self._others: list[Summary] = []
        if before is not None:
            self._note_changed(before.changed.questions)
        project.stored = _StoredContracts(self)

    def after(self) -> After:
        stored = {path: file.stored() for path, file in self._files.items()}
        return After(self._results, stored, tuple(self._questions), self._overview)

    # What still holds -------------------------------------------------------------------

    def _note_changed(self, changed: Iterable[Question]) -> None:
        self._changed |= {self._numbers[q] for q in changed if q in self._numbers}

    def _holds(self, asked: tuple[int, ...]) -> bool:
        return self._changed.isdisjoint(asked)

    def _number(self, asked: Iterable[Question]) -> tuple[int, ...]:
        return tuple(map(self._numbered, asked))

    def _numbered(self, question: Question) -> int:
        number = self._numbers.get(question)
        if number is None:
            number = self._numbers[question] = len(self._questions)
            self._questions.append(question)
        return number

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

    # Contracts --------------------------------------------------------------------------

    def read_models(self) -> None:
        """Which classes each file has, the contracts of models, and their relations."""
        for path in self._paths:
            old = self._old.get(path)
            if old is not None and self._holds(old.class_questions):
                classes = tuple((name, is_model) for name, is_model, _ in old.classes)
                self._files[path] = _File(classes, old.class_questions, {})
        missing = self._without_contracts(models=True)
        for path, read in zip(missing, self._spread(self._read_models_of, missing), strict=True):
            self._add(path, read)
        relations = relations_of(self._summaries(models=True))
        self._project.relations = relations
        self._answer({questions.relations(m): each for m, each in relations.items()}, "r")

    def read_others(self) -> None:
        """The contracts of the other layers."""
        missing = self._without_contracts(models=False)
        for path, read in zip(missing, self._spread(self._read_others_of, missing), strict=True):
            self._add(path, read)
        others = sorted(self._summaries(models=False), key=lambda summary: summary.name)
        self._others = others
        self._project.layer_names = frozenset(o.name.rpartition(".")[2] for o in others)
        self._answer({questions.layer_names(): sorted(self._project.layer_names)}, "l")

    def _without_contracts(self, *, models: bool) -> list[str]:
        """The files of which some contract of a kind is not known; takes over what holds."""
        missing: list[str] = []
        for path in self._paths:
            file, old = self._files.get(path), self._old.get(path)
            if file is None:
                missing.append(path)
                continue
            known = {name: stored for name, _, stored in old.classes} if old is not None else {}
            for name, is_model in file.classes:
                stored = known.get(name)
                if is_model is models and stored is not None and self._holds(stored.questions):
                    file.contracts[name] = self._relocated(stored)
            if any(m is models and name not in file.contracts for name, m in file.classes):
                missing.append(path)
        return missing

    def _relocated(self, stored: StoredClass) -> StoredClass:
        if not stored.contract or self._moved.isdisjoint(stored.questions):
            return stored
        contract = self._relocation.contract(codec.decode(stored.contract))
        return StoredClass(
            codec.encode(summarize(contract)), codec.encode(contract), stored.questions
        )

    def _read_models_of(self, paths: Sequence[str]) -> list[_Read]:
        return [self._read(path, models=True) for path in paths]

    def _read_others_of(self, paths: Sequence[str]) -> list[_Read]:
        return [self._read(path, models=False) for path in paths]

    def _read(self, path: str, *, models: bool) -> _Read:
        project = self._project
        classes, asked = self._recorder.record(lambda: project.classes_of(path))
        kinds = tuple((cls.qualname, project.is_model(cls)) for cls in classes)
        known = self._files[path].contracts if path in self._files else {}
        contracts = {
            cls.qualname: self._encoded(cls)
            for cls in classes
            if project.is_model(cls) is models and cls.qualname not in known
        }
        return _Read(kinds, asked, contracts)

    def _encoded(self, cls: ClassSymbol) -> tuple[bytes, bytes, frozenset[Question]]:
        """A contract's summary and the contract as bytes, empty where that cannot be."""
        contract, asked = self._recorder.record(lambda: self._project.contract(cls))
        if contract is None or self._is_ambiguous(cls):
            return b"", b"", asked
        try:
            return codec.encode(summarize(contract)), codec.encode(contract), asked
        except codec.UnstorableError:
            return b"", b"", asked

    def _is_ambiguous(self, cls: ClassSymbol) -> bool:
        """Whether several classes of the file bear the name under which it would be stored."""
        around = cls.outer.members if cls.outer is not None else cls.module.bindings
        return len(around.get(cls.short_name, ())) > 1

    def _add(self, path: str, read: _Read) -> None:
        file = self._files.get(path)
        if file is None:
            file = _File(read.classes, self._number(read.class_questions), {})
            self._files[path] = file
        for name, (summary, contract, asked) in read.contracts.items():
            file.contracts[name] = StoredClass(summary, contract, self._number(asked))

    def _summaries(self, *, models: bool) -> Iterator[Summary]:
        for path in self._paths:
            file = self._files[path]
            for name, is_model in file.classes:
                stored = file.contracts.get(name)
                if is_model is not models or stored is None:
                    continue
                if stored.summary:
                    yield codec.decode(stored.summary)
                    continue
                yield from self._unstored_summary(path, name)

    def _unstored_summary(self, path: str, name: str) -> Iterator[Summary]:
        for cls in self._project.classes_of(path):
            contract = self._project.contract(cls) if cls.qualname == name else None
            if contract is not None:
                yield summarize(contract)

    def stored_contract(self, path: str, name: str) -> Stored | None:
        """A contract that an earlier run or another process has read."""
        file = self._files.get(path)
        stored = file.contracts.get(name) if file is not None else None
        if stored is None or not stored.contract:
            return None
        asked = frozenset(map(self._questions.__getitem__, stored.questions))
        return Stored(codec.decode(stored.contract), asked)

    # Flows ------------------------------------------------------------------------------

    def read_flows(self) -> None:
        """Where the data of every contract goes, and who speaks of which model."""
        missing: list[str] = []
        for path in self._paths:
            old = self._old.get(path)
            if old is not None and self._holds(old.flow_questions):
                self._take_flows(path, old)
            else:
                missing.append(path)
        found = self._spread(self._flows_of, missing)
        for path, flowing in zip(missing, found, strict=True):
            file = self._files[path]
            file.flows, file.flow_questions = flowing.flows, self._number(flowing.asked)
            if flowing.problem is not None:
                self._problems[path] = flowing.problem
        every = (flow for path in self._paths for flow in codec.decode(self._files[path].flows))
        self._project.flows = flows_by_contract(every)
        self._answer({questions.flows(n): each for n, each in self._project.flows.items()}, "o")
        self._project.speakers = speakers_of(self._others, self._project.flows)
        self._answer({questions.speakers(m): e for m, e in self._project.speakers.items()}, "i")

    def _take_flows(self, path: str, old: StoredFile) -> None:
        file = self._files[path]
        file.flows, file.flow_questions = old.flows, old.flow_questions
        if not self._moved.isdisjoint(old.flow_questions):
            flows: tuple[Flow, ...] = codec.decode(old.flows)
            file.flows = codec.encode(tuple(map(self._relocation.flow, flows)))

    def _flows_of(self, paths: Sequence[str]) -> list[_Flowing]:
        search = Search(self._project, self._project.layer_names)
        return [self._flows_from(path, search) for path in paths]

    def _flows_from(self, path: str, search: Search) -> _Flowing:
        try:
            flows, asked = self._recorder.record(lambda: tuple(search.flows_from(path)))
            return _Flowing(codec.encode(flows), asked, None)
        except Exception as error:
            problem = crash("following the data in this file", path, 1, error)
            return _Flowing(codec.encode(()), frozenset({questions.file(path)}), problem)

    # Findings ---------------------------------------------------------------------------

    def judge(self) -> None:
        """The findings of every file."""
        missing: list[str] = []
        for path in self._paths:
            old = self._old.get(path)
            known = self._before.files.get(path) if self._before is not None else None
            if old is not None and known is not None and self._holds(old.result_questions):
                self._files[path].result_questions = old.result_questions
                self._results[path] = self._moved_result(known, old.result_questions)
            else:
                missing.append(path)
        for path, judged in zip(missing, self._spread(self._judge_all, missing), strict=True):
            self._results[path] = judged.result
            self._files[path].result_questions = self._number(judged.asked)
        self._results = {path: self._results[path] for path in self._paths}

    def _moved_result(self, known: FileResult, asked: tuple[int, ...]) -> FileResult:
        if self._moved.isdisjoint(asked):
            return known
        return FileResult(
            tuple(map(self._relocation.finding, known.findings)),
            tuple(map(self._relocation.problem, known.problems)),
        )

    def _judge_all(self, paths: Sequence[str]) -> list[_Judged]:
        return [self._judge(path) for path in paths]

    def _judge(self, path: str) -> _Judged:
        result, asked = self._recorder.record(lambda: analyse(self._project, self._rules, path))
        if path in self._problems:
            result = FileResult(result.findings, (*result.problems, self._problems[path]))
        return _Judged(result, asked)

    def _spread(self, work: Callable[[Sequence[str]], list[R]], paths: list[str]) -> list[R]:
        owners = [self._owner[path] for path in paths]
        return spread(work, paths, owners, self._jobs)


class _StoredContracts(Mapping[tuple[str, str], Stored]):
    """The contracts that need not be read again, decoded when they are asked for."""

    def __init__(self, run: _Run) -> None:
        self._run = run

    def __getitem__(self, key: tuple[str, str]) -> Stored:
        stored = self._run.stored_contract(*key)
        if stored is None:
            raise KeyError(key)
        return stored

    def __iter__(self) -> Iterator[tuple[str, str]]:
        raise NotImplementedError("contracts are looked up one by one")

    def __len__(self) -> int:
        raise NotImplementedError("contracts are looked up one by one")


def _digest(value: object) -> bytes:
    """A digest of an answer, without the places in it: moving is no change."""
    match value:
        case dict():
            value = {name: replace(field, span=None) for name, field in value.items()}
        case tuple():
            value = tuple(replace(flow, span=_NOWHERE) for flow in value)
    return hashlib.blake2b(codec.encode(value), digest_size=8).digest()
