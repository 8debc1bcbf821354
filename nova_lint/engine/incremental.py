"""Brings the results of an earlier run up to date, doing again only what an edit touched.

A run goes in four steps, because each builds on what the last says of the whole project:
models, whose relations the other layers need; those layers; the flows between them; and the
findings. In each step every file keeps what it had if no question behind it has a new
answer, and the rest is shared among processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import chain
from typing import TypeVar

import msgspec
from msgspec.structs import astuple, replace

from nova_lint.contracts.code.registrations import Registrations, registered_in
from nova_lint.contracts.comparison import changed_columns
from nova_lint.contracts.contract import Contract, Span
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.flow.search import Search, flows_by_contract
from nova_lint.contracts.number_names import NumberNames
from nova_lint.contracts.overview import Summary, relations_of, speakers_of, summarize
from nova_lint.contracts.project import Contracts, Stored
from nova_lint.contracts.usage.uses import KeptUses
from nova_lint.engine.analysis import analyse, analyse_code, by_need, crash
from nova_lint.engine.cache import codec
from nova_lint.engine.cache.numbering import Numbers, QuestionNumbers, packed, renumbered, unpacked
from nova_lint.engine.cache.relocation import Relocation
from nova_lint.engine.cache.snapshot import (
    Judgement,
    State,
    StoredAnswer,
    StoredClass,
    StoredFile,
    StoredJudgement,
    StoredUses,
)
from nova_lint.engine.rule import AnyRule
from nova_lint.engine.team import Team
from nova_lint.engine.work import (
    Held,
    JudgedClass,
    KnownFile,
    ReadClasses,
    ReadFlows,
    Share,
    as_stored,
)
from nova_lint.workspace import questions
from nova_lint.workspace.changes import Changed
from nova_lint.workspace.outline_nodes import Outline
from nova_lint.workspace.questions import Question
from nova_lint.workspace.sizes import weight_of_code, weight_of_fields
from nova_lint.workspace.symbols import ClassSymbol

R = TypeVar("R")
S = TypeVar("S", StoredJudgement, StoredUses)
_NOWHERE = Span("", 0, 0)


class Before(msgspec.Struct, frozen=True):
    """The earlier run: its state, and what changed since; `number_names` are given where they
    did not."""

    state: State
    changed: Changed
    number_names: NumberNames | None


class After(msgspec.Struct, frozen=True):
    """The results of this run and what the next one needs of them: `stored` gives what is
    known of each file, and `changed` are the questions that had other answers before."""

    files: dict[str, Judgement]
    stored: Callable[[], dict[str, StoredFile]]
    questions: tuple[Question, ...]
    overview: dict[Question, bytes]
    settled: dict[Question, StoredAnswer]
    number_names: NumberNames
    changed: Set[Question]


def work_out(
    project: Contracts,
    rules: Sequence[AnyRule],
    before: Before | None,
    jobs: int,
    done: Callable[[int], object],
) -> After:
    """The findings of every file of a project, those that still hold taken from before."""
    with Team(jobs) as team:
        run = _Run(project, rules, before, team)
        run.settle()
        run.read_models()
        run.read_others()
        run.read_flows()
        run.judge()
        run.gather()
        team.disband()
    done(len(project.workspace.paths))
    return run.after()


class _Run:
    def __init__(
        self,
        project: Contracts,
        rules: Sequence[AnyRule],
        before: Before | None,
        team: Team,
    ) -> None:
        self._project = project
        self._recorder = project.workspace.questions
        self._paths = project.workspace.paths
        self._rules = by_need(rules)
        self._team = team
        self._outlined = frozenset(project.workspace.outlines)
        self._before = before
        state = before.state if before is not None else None
        self._old = state.files if state is not None else {}
        self._questions: list[Question] = list(state.questions) if state is not None else []
        self._numbers = QuestionNumbers(self._questions)
        self._relocation = Relocation(before.changed.moves if before is not None else {})
        self._changed: set[int] = set()
        self._all_changed: set[Question] = set()
        self._overview: dict[Question, bytes] = {}
        self._settled: dict[Question, StoredAnswer] = {}
        self._files: dict[str, KnownFile] = {}
        # Contracts that hold in files of which the classes have to be found again.
        self._held: dict[str, dict[str, StoredClass | Held]] = {}
        self._others: list[Summary] = []
        if before is not None:
            self._note_changed(before.changed.questions)
        project.stored = _StoredContracts(self)

    def after(self) -> After:
        found = {path: self._files[path].judgement() for path in self._paths}
        return After(
            found,
            self._stored,
            tuple(self._questions),
            self._overview,
            self._settled,
            self._project.known_number_names,
            frozenset(self._all_changed),
        )

    def _stored(self) -> dict[str, StoredFile]:
        return {
            path: file.stored(partial(self._current, file.contracts))
            for path, file in self._files.items()
        }

    # What still holds -------------------------------------------------------------------

    def _note_changed(self, changed: Iterable[Question]) -> None:
        every = frozenset(changed)
        self._all_changed |= every
        self._changed |= {self._numbers[q] for q in every if q in self._numbers}

    def _holds(self, asked: Numbers) -> bool:
        return not self._changed or self._changed.isdisjoint(unpacked(asked))

    def _number(self, asked: Iterable[Question]) -> Numbers:
        return packed(map(self._numbers.__getitem__, asked))

    def _numbered(self, numbers: Numbers) -> frozenset[Question]:
        return frozenset(map(self._questions.__getitem__, unpacked(numbers)))

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

    def settle(self) -> None:
        """Takes over the answers that were worked out from others, or works them out again
        where one of those is new: whoever asked need not ask again if they are the same."""
        state = self._before.state if self._before is not None else None
        known = frozenset(self._paths)
        for question, stored in (state.settled if state is not None else {}).items():
            path = questions.subject(question)
            if path not in known:
                continue
            if self._holds(stored.questions):
                self._settled[question] = stored
                asked = self._numbered(stored.questions)
                answer = Registrations(*codec.decode(stored.answer))
                self._recorder.settled[question] = answer, asked
            elif codec.encode(tuple(registered_in(path, self._project))) != stored.answer:
                self._note_changed([question])

    # Contracts --------------------------------------------------------------------------

    def read_models(self) -> None:
        """Which classes each file has, the contracts of models, and their relations."""
        for path in self._paths:
            old = self._old.get(path)
            if old is not None and self._holds(old.class_questions):
                classes = tuple((name, is_model) for name, is_model, _ in old.classes)
                self._files[path] = KnownFile(classes, old.class_questions, {})
        missing = self._without_contracts(models=True)
        found = self._share(self._read_models_of, missing, weight_of_fields)
        for path, read in zip(missing, found, strict=True):
            self._add(path, read)
        self._note_changed_columns()
        relations = relations_of(self._summaries(models=True))
        self._project.relations = relations
        self._answer({questions.number_names(): self._number_names()}, "u")
        self._answer({questions.relations(m): each for m, each in relations.items()}, "r")

    def _number_names(self) -> list[list[str]]:
        if self._before is not None and self._before.number_names is not None:
            self._project.known_number_names = self._before.number_names
        return [sorted(names) for names in astuple(self._project.known_number_names)]

    def _note_changed_columns(self) -> None:
        """Compares the models with those of the earlier run, column by column."""
        for path, old in self._old.items():
            file = self._files.get(path)
            for name, was_model, stored in old.classes:
                if was_model and stored is not None and stored.contract:
                    new = file.contracts.get(name) if file is not None else None
                    if not isinstance(new, Held):
                        self._note_changed(self._changed_columns(stored, new))

    def _changed_columns(self, old: StoredClass, new: StoredClass | None) -> Iterable[Question]:
        if new is not None and new.contract == old.contract:
            return ()
        before: Contract = codec.decode(old.contract)
        after = codec.decode(new.contract) if new is not None and new.contract else None
        names = changed_columns(before, after)
        if names is not None:
            return [questions.column(before.name, name) for name in names]
        every = questions.column(before.name, "")
        return [question for question in self._numbers if question.startswith(every)]

    def read_others(self) -> None:
        """The contracts of the other layers."""
        missing = self._without_contracts(models=False)
        found = self._share(self._read_others_of, missing, weight_of_fields)
        for path, read in zip(missing, found, strict=True):
            self._add(path, read)
        others = sorted(self._summaries(models=False), key=lambda summary: summary.name)
        self._others = others
        self._note_lost_contracts()
        self._project.compared = self._project.stored
        self._project.layer_names = frozenset(o.name.rpartition(".")[2] for o in others)
        self._answer({questions.layer_names(): sorted(self._project.layer_names)}, "l")

    def _note_lost_contracts(self) -> None:
        for path, old in self._old.items():
            file = self._files.get(path)
            kept = file.contracts if file is not None else {}
            self._note_changed(
                questions.contract(path, name) for name, _, _ in old.classes if name not in kept
            )

    def _without_contracts(self, *, models: bool) -> list[str]:
        """The files of which some contract of a kind is not known; takes over what holds."""
        missing: list[str] = []
        for path in self._paths:
            file, held = self._files.get(path), self._contracts_held(path, models=models)
            if file is not None:
                file.contracts.update(
                    {n: c for n, c in held.items() if (n, models) in file.classes}
                )
            else:
                self._held[path] = held
            if file is None or any(
                is_model is models and name not in file.contracts for name, is_model in file.classes
            ):
                missing.append(path)
        return missing

    def _contracts_held(self, path: str, *, models: bool) -> dict[str, StoredClass | Held]:
        """The contracts of a kind that still hold, by the names of their classes."""
        old = self._old.get(path)
        return {
            name: Held(stored)
            for name, was_model, stored in (old.classes if old is not None else ())
            if was_model is models and stored is not None and self._holds(stored.questions)
        }

    def _relocated(self, stored: StoredClass) -> StoredClass:
        if not self._relocation.concerns(stored.contract):
            return stored
        contract = self._relocation.contract(codec.decode(stored.contract))
        return StoredClass(
            codec.encode(summarize(contract)), codec.encode(contract), stored.questions
        )

    def _read_models_of(self, paths: Sequence[str]) -> list[ReadClasses]:
        return [self._read(path, models=True) for path in paths]

    def _read_others_of(self, paths: Sequence[str]) -> list[ReadClasses]:
        return [self._read(path, models=False) for path in paths]

    def _read(self, path: str, *, models: bool) -> ReadClasses:
        project = self._project
        classes, asked = self._recorder.record(lambda: project.classes_of(path))
        kinds = tuple((cls.qualname, project.is_model(cls)) for cls in classes)
        known = self._known_contracts(path)
        contracts = {
            cls.qualname: self._encoded(cls)
            for cls in classes
            if project.is_model(cls) is models and cls.qualname not in known
        }
        return ReadClasses(kinds, asked, contracts)

    def _current(self, contracts: dict[str, StoredClass | Held], name: str) -> StoredClass | None:
        """What is known of a contract, with the lines that it has now."""
        known = contracts.get(name)
        if isinstance(known, Held):
            known = contracts[name] = self._relocated(known.stored)
        return known

    def _known_contracts(self, path: str) -> dict[str, StoredClass | Held]:
        file = self._files.get(path)
        return file.contracts if file is not None else self._held.get(path, {})

    def _encoded(self, cls: ClassSymbol) -> tuple[bytes, bytes, Set[Question]]:
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

    def _add(self, path: str, read: ReadClasses) -> None:
        file = self._files.get(path)
        if file is None:
            names = {name for name, _ in read.classes}
            held = {name: each for name, each in self._held[path].items() if name in names}
            file = KnownFile(read.classes, self._number(read.class_questions), held)
            self._files[path] = file
        before = self._contracts_before(path)
        for name, (summary, contract, asked) in read.contracts.items():
            file.contracts[name] = StoredClass(summary, contract, self._number(asked))
            if before.pop(name, contract) != contract:
                self._note_changed([questions.contract(path, name)])

    def _contracts_before(self, path: str) -> dict[str, bytes]:
        """The contracts of an earlier run, where they would stand now."""
        old = self._old.get(path)
        return {
            name: self._relocated(stored).contract
            for name, _, stored in (old.classes if old is not None else ())
            if stored is not None and stored.contract
        }

    def _summaries(self, *, models: bool) -> Iterator[Summary]:
        for path in self._paths:
            file = self._files[path]
            for name, is_model in file.classes:
                stored = file.contracts.get(name)
                if is_model is not models or stored is None:
                    continue
                summary = self._summary(stored)
                if summary is not None:
                    yield summary
                    continue
                yield from self._unstored_summary(path, name)

    def _summary(self, known: StoredClass | Held) -> Summary | None:
        """A summary with the lines that it has now; None where it is not stored."""
        encoded = as_stored(known).summary
        if not encoded:
            return None
        summary: Summary = codec.decode(encoded)
        if isinstance(known, Held) and self._relocation.concerns(encoded):
            return self._relocation.summary(summary)
        return summary

    def _unstored_summary(self, path: str, name: str) -> Iterator[Summary]:
        for cls in self._project.classes_of(path):
            contract = self._project.contract(cls) if cls.qualname == name else None
            if contract is not None:
                yield summarize(contract)

    def stored_contract(self, path: str, name: str) -> Stored | None:
        """A contract that an earlier run or another process has read."""
        stored = self._current(self._known_contracts(path), name)
        if stored is None or not stored.contract:
            return None
        asked = self._numbered(stored.questions)
        return Stored(codec.decode(stored.contract), asked)

    def keeps_contract(self, path: str, name: str) -> bool:
        """Whether the next run can compare the contract of a class with its own."""
        known = self._known_contracts(path).get(name)
        return known is not None and bool(as_stored(known).contract)

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
        found = self._share(self._flows_of, missing, weight_of_code)
        for path, flowing in zip(missing, found, strict=True):
            file = self._files[path]
            file.flows, file.flow_questions = flowing.flows, self._number(flowing.asked)
            file.flow_problem = flowing.problem
        every = (flow for path in self._paths for flow in codec.decode(self._files[path].flows))
        self._project.flows = flows_by_contract(every)
        self._answer({questions.flows(n): each for n, each in self._project.flows.items()}, "o")
        self._project.speakers = speakers_of(self._others, self._project.flows)
        self._answer({questions.speakers(m): e for m, e in self._project.speakers.items()}, "i")

    def _take_flows(self, path: str, old: StoredFile) -> None:
        file = self._files[path]
        file.flows, file.flow_questions = old.flows, old.flow_questions
        file.flow_problem = old.flow_problem
        if self._relocation.concerns(old.flows):
            flows: tuple[Flow, ...] = codec.decode(old.flows)
            file.flows = codec.encode(tuple(map(self._relocation.flow, flows)))

    def _flows_of(self, paths: Sequence[str]) -> list[ReadFlows]:
        search = Search(self._project, self._project.layer_names)
        return [self._flows_from(path, search) for path in paths]

    def _flows_from(self, path: str, search: Search) -> ReadFlows:
        try:
            flows, asked = self._recorder.record(lambda: tuple(search.flows_from(path)))
            return ReadFlows(codec.encode(flows), asked, None)
        except Exception as error:
            problem = crash("following the data in this file", path, 1, error)
            return ReadFlows(codec.encode(()), frozenset({questions.file(path)}), problem)

    # Findings ---------------------------------------------------------------------------

    def judge(self) -> None:
        """The findings in every class."""
        self._keep_uses()
        self._keep_judgements()
        missing = [path for path in self._paths if self._is_unjudged(self._files[path])]
        known = len(self._questions)
        shares = self._share(self._judge_all, missing, weight_of_code)
        found = chain.from_iterable(self._renumbered(share, known) for share in shares)
        for path, classes in zip(missing, found, strict=True):
            file = self._files[path]
            for number, (judgement, uses) in classes.items():
                file.judgements[number] = judgement
                if uses is not None:
                    file.uses[file.classes[number][0]] = uses

    def _renumbered(
        self, share: Share, known: int
    ) -> Iterator[dict[int, tuple[StoredJudgement, StoredUses | None]]]:
        """What a worker has judged, with this one's numbers of questions; the first `known`
        have the same number everywhere."""
        table = [*range(known), *map(self._numbers.__getitem__, share.new)]
        same = table == [*range(len(table))]

        def moved(stored: S) -> S:
            if same:
                return stored
            return replace(stored, questions=renumbered(stored.questions, table))

        for classes in share.judged:
            yield {
                number: (moved(each.judgement), moved(each.uses) if each.uses else None)
                for number, each in classes.items()
            }

    def _is_unjudged(self, file: KnownFile) -> bool:
        return len(file.judgements) <= len(file.classes)

    def _keep_judgements(self) -> None:
        """Takes over the judgements of classes that still hold."""
        for path, old in self._old.items():
            if path in self._files and self._holds(old.class_questions):
                self._files[path].judgements = {
                    number: StoredJudgement(self._moved(each.judgement), each.questions)
                    for number, each in enumerate(old.judgements)
                    if self._holds(each.questions)
                }

    def _moved(self, known: Judgement) -> Judgement:
        return Judgement(
            tuple(map(self._relocation.finding, known.findings)),
            tuple(map(self._relocation.problem, known.problems)),
        )

    def _keep_uses(self) -> None:
        """Takes over the uses of classes that still hold."""
        for path, old in self._old.items():
            if path in self._files:
                held = {name: u for name, u in old.uses.items() if self._holds(u.questions)}
                self._files[path].uses = held
        self._project.kept_uses = self._kept_uses

    def _kept_uses(self, path: str, name: str) -> KeptUses | None:
        file = self._files.get(path)
        stored = file.uses.get(name) if file is not None else None
        if stored is None:
            return None
        asked = self._numbered(stored.questions)
        return KeptUses(frozenset(stored.actions), stored.sites, stored.requested, asked)

    def _stored_uses(self, uses: KeptUses) -> StoredUses:
        actions = tuple(sorted(uses.actions))
        return StoredUses(actions, uses.sites, uses.requested, self._number(uses.questions))

    def _judge_all(self, paths: Sequence[str]) -> list[Share]:
        known = len(self._questions)
        judged = [self._judge(path) for path in paths]
        return [Share(judged, self._questions[known:])]

    def _judge(self, path: str) -> dict[int, JudgedClass]:
        """The classes of a file that are not judged yet, by position, and behind them its
        functions."""
        known = self._files[path].judgements
        classes = self._project.classes_of(path)
        found = {
            number: self._judged(cls) for number, cls in enumerate(classes) if number not in known
        }
        if len(classes) not in known:
            found[len(classes)] = self._judged_code(path)
        return found

    def _judged_code(self, path: str) -> JudgedClass:
        code, asked = self._recorder.record(lambda: analyse_code(self._project, self._rules, path))
        return JudgedClass(StoredJudgement(code, self._number(asked)), None)

    def _judged(self, cls: ClassSymbol) -> JudgedClass:
        found, asked = self._recorder.record(lambda: analyse(self._project, self._rules, cls))
        uses = None if self._is_ambiguous(cls) else self._project.uses_to_keep(cls)
        stored = StoredJudgement(found, self._number(asked))
        return JudgedClass(stored, self._stored_uses(uses) if uses is not None else None)

    def _share(
        self,
        work: Callable[[Sequence[str]], list[R]],
        paths: list[str],
        weight: Callable[[Outline], int],
    ) -> list[R]:
        """The results for some files, worked out by all processes."""
        outlines = self._project.workspace.outlines
        return self._team.share(work, paths, [weight(outlines[path]) for path in paths])

    def gather(self) -> None:
        """Takes over what other processes have learned on the way: the outlines of installed
        files, and answers that were worked out from others."""
        outlines, settled = self._project.workspace.outlines, self._recorder.settled
        made = {path: each for path, each in outlines.items() if path not in self._outlined}
        new = {q: each for q, each in settled.items() if q not in self._settled}
        for others, answers in self._team.tell((made, new)):
            outlines.update(others)
            for question, (answer, asked) in answers.items():
                encoded = codec.encode(tuple(answer))
                self._settled[question] = StoredAnswer(encoded, self._number(asked))


class _StoredContracts(Mapping[tuple[str, str], Stored]):
    """The contracts that need not be read again, decoded when they are asked for."""

    def __init__(self, run: _Run) -> None:
        self._run = run

    def __getitem__(self, key: tuple[str, str]) -> Stored:
        stored = self._run.stored_contract(*key)
        if stored is None:
            raise KeyError(key)
        return stored

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and self._run.keeps_contract(*key)

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
