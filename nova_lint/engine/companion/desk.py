"""Answers what another program asks of a project, as often as it asks; see `answering`."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nova_lint.config import Overrides, load, places_of_settings
from nova_lint.contracts.project import Contracts
from nova_lint.engine.analysis import analyse_inferred, by_need
from nova_lint.engine.beginning import Begun
from nova_lint.engine.cache.history import changed_since
from nova_lint.engine.cache.snapshot import Judgement, Results, Snapshot
from nova_lint.engine.checking import files_of_program
from nova_lint.engine.companion.consulting import (
    Answer,
    Aside,
    Inferences,
    Request,
    Told,
    Typed,
    encoded,
    failure,
    jobs_beside,
    overview,
)
from nova_lint.engine.companion.editors import Look, Mend, Mended, Seen
from nova_lint.engine.companion.inferences import Note, add, notes_in, tidy
from nova_lint.engine.companion.keeping import (
    Basis,
    Kept,
    Question,
    by_absolute_path,
    completed,
    keep,
    last_answer,
    shadow_stamps,
)
from nova_lint.engine.companion.memories import Memories
from nova_lint.engine.companion.reopening import reopen
from nova_lint.engine.finding import Finding
from nova_lint.engine.interpreter import without_collector
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import Report, Task, prepare, reported, task_of, work_out
from nova_lint.engine.suppression import Origin
from nova_lint.problem import Problem
from nova_lint.semantics.bodies.inferring import InferredKinds
from nova_lint.semantics.inferred import Inferred
from nova_lint.workspace.place import Place
from nova_lint.workspace.questions import number_of
from nova_lint.workspace.source import Reader, UnreadableSource, read_text
from nova_lint.workspace.stamps import stamped_now, stamped_then
from nova_lint.workspace.substance import digest

if TYPE_CHECKING:
    from nova_lint.engine.companion.buffers import Buffers

_HEEDED = (Origin.NOVA, Origin.NOQA)
"""Who asks heeds `# type: ignore` itself."""


class Desk:
    """Answers one request after the other, and remembers what the next one needs."""

    def __init__(self) -> None:
        self._memories = Memories()
        self._notes: dict[str, Note] | None = None
        self._file = ""
        self._looked: _Looked | None = None
        self._last = Answer({})
        self._basis: Basis | None = None
        self._last_basis: Basis | None = None
        self._is_kept = True

    def answered(
        self, request: Request | Inferences | Look | Mend, begun: Begun | None = None
    ) -> Answer:
        """The answer to a request; what could be done before this was loaded has `begun`.
        Until `write_down`, other companions of the project wait."""
        try:
            match request:
                case Request(question):
                    return self._answer(question, begun)
                case Inferences():
                    return self._with_inferences(request)
                case Look(near=near) | Mend(look=Look(near=near)):
                    return Answer({}, for_editor=self._for_editor(request, near))
        except Exception as error:
            return failure(error)

    def _for_editor(self, request: Look | Mend, near: str) -> Seen | Mended:
        settings = load(Path(near), Overrides(), installed_rules().infos)
        self._memories.hold(settings)
        return self._buffers.answer(request, settings)

    def write_down(self) -> None:
        """Writes what is on no disk yet."""
        self._memories.write_down()

    def get_ready(self) -> None:
        """Does what the next request is likely to need, while nobody waits."""
        if self._looked is not None:
            # Where the cache is broken, whoever asks is told.
            with contextlib.suppress(LookupError):
                self._looked.open()

    def tidy_up(self) -> None:
        """Does what the next process will be glad of, when nobody asks for a while."""
        if self._basis is not None and not self._is_kept:
            if not self._basis.digests:
                self._basis = completed(self._basis, self._last_basis)
            self._keep(self._basis)
            self._is_kept = True

    def _keep(self, basis: Basis) -> None:
        keep(Kept(basis, overview(self._last), encoded(self._last)))

    @cached_property
    def _buffers(self) -> Buffers:
        # Imported here because only an editor's server asks for what this needs.
        from nova_lint.engine.companion.buffers import Buffers

        return Buffers(self._memories.before)

    def _answer(self, question: Question, begun: Begun | None) -> Answer:
        settings = load(Path(question.near), Overrides(), installed_rules().infos)
        settings = replace(settings, jobs=jobs_beside(settings.jobs))
        self._memories.hold(settings)
        task = prepare(settings, ()) if begun is None else task_of(settings, begun)
        shadowed = shadow_stamps(settings.root, question.shadows)
        task = replace(task, stamps={**task.stamps, **shadowed})
        read = _reader(question.shadows)
        before = self._memories.before(task)
        found = work_out(task, before, lambda count: None, read)
        self._looked = looked = _Looked(task, found, before, read)
        told = _told(reported(found, task, read, _HEEDED), task, read)
        typed = self._typed_before(question.notes, looked)
        stale = frozenset(p for p, each in typed.items() if each.told != self._note(p).told)
        self._last = answer = Answer(told, typed, stale)
        last = last_answer(question)
        self._last_basis = last.basis if last is not None else None
        self._basis = _basis(question, task, found) if question.keep else None
        self._is_kept = False
        if self._basis is not None:
            self._keep(self._basis)
        return answer

    # What was inferred ----------------------------------------------------------------------

    def _typed_before(self, notes: str, looked: _Looked) -> dict[str, Typed]:
        """What is found in the files that are as they were when something was inferred there."""
        self._file = notes
        if self._notes is None:
            if self._file:
                tidy(self._file)
            self._notes = notes_in(self._file)
        current = [
            note
            for note in self._notes.values()
            if note.inferred and looked.source(note.path) == note.source
        ]
        # There may be many notes, of few runs.
        history = looked.found.history
        changed = {run: changed_since(run, history) for run in {note.run for note in current}}
        seen = {note.path: looked.seen_with(note, changed[note.run]) for note in current}
        # Those that are stale are, until somebody is told what is found now.
        self._keep_notes(
            replace(note, run=seen[note.path].run, asked=seen[note.path].asked)
            for note in current
            if seen[note.path].told == note.told
        )
        return {note.path: Typed(note.inferred, seen[note.path].told) for note in current}

    def _keep_notes(self, notes: Iterable[Note]) -> None:
        assert self._notes is not None
        new = [note for note in notes if note != self._notes.get(note.path)]
        self._notes.update({note.path: note for note in new})
        if new and self._file:
            add(self._file, new)

    def _note(self, path: str) -> Note:
        assert self._notes is not None
        return self._notes[path]

    def _with_inferences(self, request: Inferences) -> Answer:
        looked = self._looked
        assert looked is not None
        source = looked.source(request.path)
        if source is None:
            return Answer({})
        seen = looked.with_inferred(request.path, request.inferred)
        note = Note(request.path, source, request.inferred, seen.told, seen.run, seen.asked)
        self._keep_notes([note])
        typed = {note.path: Typed(note.inferred, seen.told)}
        known = self._last
        self._last = replace(known, typed={**known.typed, **typed}, stale=known.stale - {note.path})
        self._is_kept = False
        return Answer({}, typed)


class _Seen(msgspec.Struct, frozen=True):
    """What is found in a file with what was inferred; if that is what is found anyway, with
    the name of a run in which it was and the numbers of the questions that were asked."""

    told: tuple[Told, ...]
    run: str = ""
    asked: tuple[int, ...] = ()


class _Looked(msgspec.Struct, dict=True):
    """A project that has just been looked at, and what was found in it."""

    task: Task
    found: Results
    snapshot: Snapshot
    read: Reader

    def open(self) -> None:
        """Opens the project for what may be asked of it."""
        assert self._project is not None

    @cached_property
    def _project(self) -> Contracts:
        task, state = self.task, self.snapshot.state(self.found.run)
        if state is None:
            raise LookupError("what was found just now is gone")
        return reopen(task.settings, task.stamps, task.environment, state, self.read)

    def source(self, path: str) -> str | None:
        """A digest of what a file says; None for one that is not looked at."""
        if self._inside(path) is None:
            return None
        try:
            text = self.read(Path(path))
        except UnreadableSource:
            return None
        return digest(text.encode(errors="surrogatepass")).hex()

    def _inside(self, path: str) -> str | None:
        """The path of a file as the project has it; None for one that is not looked at."""
        root = self.task.settings.root
        inside = Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else ""
        return inside if inside in self.task.wanted else None

    def told_anyway(self, path: str) -> tuple[Told, ...]:
        """Everything that is found in a file, whatever was inferred."""
        inside = self._inside(path)
        return self._told(path, inside, self.found.files[inside]) if inside is not None else ()

    def seen_with(self, note: Note, changed: Set[int] | None) -> _Seen:
        """Everything that is found in the file that a note is about, with what it says;
        `changed` are the questions that have other answers since the note's run."""
        if note.holds(changed):
            return _Seen(self.told_anyway(note.path), note.run, note.asked)
        return self.with_inferred(note.path, note.inferred)

    def with_inferred(self, path: str, inferred: tuple[Inferred, ...]) -> _Seen:
        """Everything that is found in a file of which something was inferred."""
        inside = self._inside(path)
        if inside is None or not inferred:
            return _Seen(self.told_anyway(path))
        questions = self._project.workspace.questions
        anyway = self.found.files[inside]
        judgement, asked = questions.record(lambda: self._joined(anyway, inside, inferred))
        told = self._told(path, inside, judgement)
        if judgement != anyway:
            # What is found may move with something else that it speaks of.
            return _Seen(told)
        return _Seen(
            told, self.found.run, tuple(sorted({number_of(question) for question in asked}))
        )

    def _told(self, path: str, inside: str, judgement: Judgement) -> tuple[Told, ...]:
        # What stands in a file may have been found in the classes of another one.
        files = {**self.found.files, inside: judgement}
        found = replace(self.found, files=files, unread=())
        task = replace(self.task, wanted=frozenset({inside}), problems=())
        told = _told(reported(found, task, self.read, _HEEDED), task, self.read)
        return told.get(path, ())

    def _joined(self, known: Judgement, path: str, inferred: tuple[Inferred, ...]) -> Judgement:
        """What is found anyway, and what is found with what was inferred."""
        lines = self.read(self.task.settings.root / path).split("\n")
        plain = (
            each
            for each in inferred
            if _is_plain(lines[each.line - 1]) and _is_plain(lines[each.end_line - 1])
        )
        rules = by_need(self.task.rules)
        with without_collector():
            more = analyse_inferred(self._project, rules, InferredKinds(path, plain))
        seen = {(finding.code, finding.place) for finding in known.findings}
        new = (each for each in more.findings if (each.code, each.place) not in seen)
        problems = dict.fromkeys((*known.problems, *more.problems))
        return Judgement((*known.findings, *new), tuple(problems))


def _reader(shadows: Mapping[str, str]) -> Reader:
    texts: dict[Path, str] = {}
    for path, shadow in shadows.items():
        with contextlib.suppress(UnreadableSource):
            texts[Path(path)] = read_text(Path(shadow))
    return Reader(texts)


def _basis(question: Question, task: Task, found: Results) -> Basis:
    settings = task.settings
    others = [
        *map(str, places_of_settings(Path(question.near))),
        *files_of_program(task.rules),
        # What is installed beside the program may bring rules.
        *filter(None, sys.path),
        *task.environment.search_path,
        # The files of installed packages that were read.
        *(path for path in found.stamps if path not in task.stamps),
    ]
    return Basis(
        question,
        str(settings.root),
        settings.exclude,
        settings.extend_exclude,
        settings.python,
        task.environment.search_path,
        stamped_then(by_absolute_path(str(settings.root), task.stamps)),
        stamped_now(dict.fromkeys(others)),
    )


def _told(report: Report, task: Task, read: Reader) -> dict[str, tuple[Told, ...]]:
    found: dict[str, list[Told]] = {}
    root = task.settings.root
    for path, findings in groupby(report.findings, lambda finding: finding.place.path):
        lines = _lines(root / path, read)
        found[str(root / path)] = [_of_finding(finding, lines) for finding in findings]
    for problem in report.errors:
        if problem.path:
            found.setdefault(str(root / problem.path), []).append(_of_problem(problem))
    return {path: tuple(told) for path, told in found.items()}


def _is_plain(line: str) -> bool:
    """Whether columns mean the same to everyone: of characters that are not ASCII, type
    checkers count the bytes, or something else. In a comment they are behind all code."""
    return line.isascii() or _COMMENT.sub("", line).isascii()


_COMMENT = re.compile(r"#[^'\"]*$")


def _lines(path: Path, read: Reader) -> Sequence[str]:
    try:
        return read(path).split("\n")
    except UnreadableSource:
        return ()


def _of_finding(finding: Finding, lines: Sequence[str]) -> Told:
    place = finding.place
    return Told(
        place.line,
        place.column,
        place.end_line,
        place.end_column,
        finding.severity.value,
        finding.name,
        finding.message,
        tuple(Aside(r.place.path, r.place.line, r.message) for r in finding.related),
        _expression(place, lines),
    )


def _expression(place: Place, lines: Sequence[str]) -> str:
    """What stands at a place, as one line."""
    there = list(lines[place.line - 1 : place.end_line])
    if not there:
        return ""
    there[-1] = there[-1][: place.end_column - 1]
    there[0] = there[0][place.column - 1 :]
    return " ".join(" ".join(there).split())


def _of_problem(problem: Problem) -> Told:
    line, column = max(problem.line, 1), max(problem.column, 1)
    return Told(line, column, line, column + 1, "info", "", problem.message, (), "")
