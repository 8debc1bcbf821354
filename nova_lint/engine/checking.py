"""Brings a project's results up to date: from the cache where nothing changed, anew where
something did."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path

import msgspec

from nova_lint.config import Settings
from nova_lint.contracts.number_names import still_hold
from nova_lint.contracts.project import Contracts
from nova_lint.engine import marker
from nova_lint.engine.cache.history import History, Step, continued
from nova_lint.engine.cache.snapshot import Cache, Results, Snapshot, State, identity
from nova_lint.engine.incremental import After, Before, work_out
from nova_lint.engine.rule import AnyRule
from nova_lint.version import VERSION
from nova_lint.workspace.changes import Changed, compare
from nova_lint.workspace.environment import Environment
from nova_lint.workspace.opening import Earlier, Opened, open_project
from nova_lint.workspace.outline_nodes import Outline
from nova_lint.workspace.outlining import Outlining, Reading
from nova_lint.workspace.questions import Question, number_of
from nova_lint.workspace.questions import module as module_question
from nova_lint.workspace.source_roots import module_names
from nova_lint.workspace.stamps import Stamp, stamps_of

_PACKAGE = Path(__file__).resolve().parents[1]
_RECORD = _PACKAGE.parent / f"nova_lint-{VERSION}.dist-info" / "RECORD"
_LENGTH_OF_NAME = 8


class Inputs(msgspec.Struct, frozen=True):
    """What results are worked out from, besides the rules: settings, the project's files with
    their stamps, the packages beside them, what gives the text of a file, and outlines that
    are being made already."""

    settings: Settings
    stamps: Mapping[str, Stamp]
    environment: Environment
    read: Reading
    begun: Outlining | None = None


def results(
    inputs: Inputs,
    rules: Sequence[AnyRule],
    cache: Snapshot | None,
    done: Callable[[int], object],
) -> Results:
    """The results for a project whose files bear these stamps."""
    known = cache.results() if cache is not None else None
    if known is not None and _is_current(known, inputs.stamps, inputs.settings.root):
        done(2 * len(inputs.stamps))
        return known
    state = cache.state(known.run) if cache is not None and known is not None else None
    return _Update(inputs, known, state).run(rules, cache, done)


def _is_current(known: Results, stamps: Mapping[str, Stamp], root: Path) -> bool:
    """Whether the project has the files that it had, and every file its stamp."""
    own = {path: stamp for path, stamp in known.stamps.items() if path in stamps}
    if own != stamps:
        return False
    installed = [path for path in known.stamps if path not in stamps]
    return all(Path(path).is_absolute() for path in installed) and (
        stamps_of(installed, root) == {path: known.stamps[path] for path in installed}
    )


class _Update:
    """One run in which something is new."""

    def __init__(self, inputs: Inputs, known: Results | None, state: State | None) -> None:
        self._inputs = inputs
        self._settings = inputs.settings
        self._stamps = inputs.stamps
        self._known = known
        self._state = state

    def run(
        self, rules: Sequence[AnyRule], cache: Snapshot | None, done: Callable[[int], object]
    ) -> Results:
        opened = self._open(done)
        project = Contracts(opened.workspace, self._settings.links, self._settings.architecture)
        before = self._before(opened)
        after = work_out(project, rules, before, self._settings.jobs, done)
        outlines = opened.workspace.outlines
        installed = stamps_of((p for p in outlines if p not in self._stamps), self._settings.root)
        found = Results(
            identity=cache.identity if cache is not None else "",
            stamps={**self._stamps, **installed},
            files=after.files,
            unread=opened.problems,
            with_comments=self._with_comments(outlines),
            history=self._history(before, after.changed),
        )
        if cache is not None:
            cache.write(found, lambda: _state(found.run, opened.roots, outlines, after))
        return found

    def _with_comments(self, outlines: Mapping[str, Outline]) -> frozenset[str]:
        """The files that may hold suppressions; those that are as they were need no look."""
        before = self._known.with_comments if self._known is not None else frozenset()
        changed = self._stamps.keys() - self._unchanged.keys()
        found = (path for path in changed if any(map(outlines[path].mentions, marker.NAMES)))
        return frozenset((before - changed) & self._stamps.keys()).union(found)

    def _history(self, before: Before | None, changed: Iterable[Question]) -> History:
        earlier = self._known.history if self._known is not None and before is not None else ()
        run = secrets.token_hex(_LENGTH_OF_NAME)
        return continued(earlier, Step(run, tuple(sorted(map(number_of, changed)))))

    @cached_property
    def _earlier(self) -> Earlier | None:
        if self._known is None or self._state is None:
            return None
        own = frozenset(path for path in self._known.stamps if not Path(path).is_absolute())
        return Earlier(own, self._state.outlines, self._state.roots)

    def _open(self, done: Callable[[int], object]) -> Opened:
        return open_project(
            self._settings.root,
            list(self._stamps),
            self._inputs.environment.search_path,
            given_roots=self._settings.src,
            jobs=self._settings.jobs,
            known=self._unchanged,
            earlier=self._earlier,
            begun=self._inputs.begun,
            read=self._inputs.read,
            done=done,
        )

    @cached_property
    def _unchanged(self) -> dict[str, Outline]:
        """The outlines of files that still bear the stamp under which they were made."""
        if self._known is None or self._state is None:
            return {}
        outlines, old = self._state.outlines, self._known.stamps
        unread = {problem.path for problem in self._known.unread}
        installed = stamps_of((p for p in outlines if p not in self._stamps), self._settings.root)
        now = {**installed, **self._stamps}
        return {
            path: outline
            for path, outline in outlines.items()
            if path not in unread and path in now and old.get(path) == now[path]
        }

    def _before(self, opened: Opened) -> Before | None:
        earlier = self._earlier
        if earlier is None or self._state is None or opened.roots != earlier.roots:
            return None
        kept = self._unchanged.keys()
        old = {p: o for p, o in self._state.outlines.items() if p not in kept}
        new = {p: o for p, o in opened.workspace.outlines.items() if p not in kept}
        changed = compare(old, new)
        names = _changed_names(earlier.paths, self._stamps.keys(), opened.roots)
        numbers = self._state.number_names
        own = (
            {path: each for path, each in outlines.items() if not Path(path).is_absolute()}
            for outlines in (old, new)
        )
        return Before(
            self._state,
            Changed(changed.questions | names, changed.moves),
            numbers if still_hold(numbers, *own) else None,
        )


def _state(run: str, roots: tuple[str, ...], outlines: dict[str, Outline], after: After) -> State:
    return State(
        run,
        roots,
        outlines,
        after.questions,
        after.stored(),
        after.overview,
        after.settled,
        after.number_names,
    )


def _changed_names(before: Set[str], now: Set[str], roots: Sequence[str]) -> frozenset[Question]:
    """Questions for modules that appeared, went away, or are another file now."""
    if before == now:
        return frozenset()
    old, new = _names(before, roots), _names(now, roots)
    return frozenset(
        module_question(name) for name in old.keys() | new.keys() if old.get(name) != new.get(name)
    )


def _names(paths: Iterable[str], roots: Sequence[str]) -> dict[str, str]:
    """The file that each name of a module stands for."""
    found: dict[str, str] = {}
    for path in paths:
        for name in module_names(path, roots):
            found.setdefault(name, path)
    return found


def cache_of(
    settings: Settings, environment: Environment, rules: Sequence[AnyRule]
) -> Cache | None:
    """The cache of a project on disk; None where there is to be none."""
    if settings.cache_dir is None:
        return None
    return Cache(settings.root / settings.cache_dir, identity_of(settings, environment, rules))


def identity_of(settings: Settings, environment: Environment, rules: Sequence[AnyRule]) -> str:
    """Everything that results depend on besides the project's files."""
    return identity(
        (
            VERSION,
            sys.version_info[:3],
            sys.byteorder,
            sorted(stamps_of(files_of_program(rules), _PACKAGE).items()),
            [(rule.code, sorted(rule.settings.items(), key=repr)) for rule in rules],
            sorted(settings.links.items()),
            repr(settings.architecture),
            settings.src,
            [(entry, _modified(entry)) for entry in environment.search_path],
        )
    )


def files_of_program(rules: Sequence[AnyRule]) -> list[str]:
    """The files of nova-lint and of the rules: with other code, results may differ. Where
    nova-lint is installed, its record of that stands for all that came with it."""
    files = {_RECORD} if _RECORD.is_file() else set(_PACKAGE.rglob("*.py"))
    for rule in rules:
        source = sys.modules[type(rule).__module__].__file__
        if source is not None and not (_RECORD in files and _is_own(Path(source))):
            files.update(Path(source).parent.glob("*.py"))
    return sorted(map(str, files))


def _is_own(source: Path) -> bool:
    return source.is_relative_to(_PACKAGE)


def _modified(directory: str) -> int:
    """When something was installed into a directory, or removed from it."""
    try:
        return Path(directory).stat().st_mtime_ns
    except OSError:
        return 0
