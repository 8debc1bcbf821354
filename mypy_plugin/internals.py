"""Everything of mypy's that is no part of its interface for plugins.

Checked with mypy 1.18 to 2.4, compiled and not. Whoever calls these takes None for an
answer: where a version of mypy has something else, the plugin does less, and mypy works.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from mypy.build import BuildManager, State
from mypy.checker import TypeChecker
from mypy.checker_state import checker_state
from mypy.errorcodes import IGNORE_WITHOUT_CODE, UNUSED_IGNORE, ErrorCode
from mypy.errors import SHOW_NOTE_CODES, Errors
from mypy.nodes import ClassDef, Decorator, Expression, FuncDef, MypyFile, Statement
from mypy.options import Options
from mypy.plugin import Plugin
from mypy.scope import Scope
from mypy.types import Type
from mypy.version import __version__

from .codes import code_of, is_ours

if TYPE_CHECKING:
    from .wording import Message

TELLS_OF_EACH_MODULE = hasattr(Plugin, "get_additional_indirect_deps")
"""Whether mypy asks plugins about each module between checking it and looking for unused
`# type: ignore` comments. It does from 2.4 on."""


_JUDGE_BY_HASHES = ("1.19", "1.20", "2.0", "2.1", "2.2", "2.3", "2.4")

CAN_CHECK_AGAIN = __version__.rpartition(".")[0] in _JUDGE_BY_HASHES
"""Whether `before_judging` does what it says. In a version that is not known to judge as these
do, it might do nothing, and what is out of date would be reported."""


class _Hashes(dict[str, Any]):
    """The hashes that what a module imports had when it was checked, which tell before mypy
    compares them with what they are now."""

    before_comparing: Callable[[], None] | None = None

    def __iter__(self) -> Iterator[str]:
        if self.before_comparing is not None:
            self.before_comparing()
        return super().__iter__()


def before_judging(
    modules: Mapping[str, MypyFile], names: Collection[str], others: Callable[[], Iterable[str]]
) -> None:
    """Has mypy ask, before it judges the first of some modules, which of them it is to check
    although they are as they were in its cache. Called when mypy has read its cache.

    mypy 2.4, mypy/build.py, find_stale_sccs: a module is checked where something that it
    imports has another hash by now than the one that was kept with it. So it is checked as any
    module is that an edit elsewhere touches. Those that it read and then left out it never
    judges.
    """
    judged: list[tuple[str, _Hashes]] = []

    def ask() -> None:
        for _, hashes in judged:
            hashes.before_comparing = None
        checked = frozenset(others())
        for name, hashes in judged:
            if name in checked:
                hashes.update(dict.fromkeys(hashes, b""))

    for state in _states(modules):
        if state.id in names:
            state.dep_hashes = hashes = _Hashes(state.dep_hashes)
            hashes.before_comparing = ask
            judged.append((state.id, hashes))


def _states(modules: Mapping[str, MypyFile]) -> Iterator[State]:
    """What mypy has just read of all modules; it takes a walk over what is in memory."""
    # Without the collector, as mypy reads its cache, everything that is new is young.
    generation = None if gc.isenabled() else 0
    for each in gc.get_objects(generation):
        if type(each) is State and each.manager.modules is modules:
            yield each


def is_worker() -> bool:
    """Whether this process checks modules for another one, as `mypy -n` has it."""
    return "mypy.build_worker.worker" in sys.modules


AT_WORK = checker_state
"""Its `type_checker` is at work, if there is one: quicker to look at than to ask for."""


def current_checker() -> TypeChecker | None:
    """The type checker at work, where there is one."""
    checker = AT_WORK.type_checker
    return checker if isinstance(checker, TypeChecker) else None


def errors_of(file: MypyFile) -> Errors | None:
    """Where the errors of the build go that a file belongs to.

    The way round for a build in which nothing was looked up: it takes a walk over all that
    is in memory.
    """
    for holder in gc.get_referrers(file):
        if isinstance(holder, State):
            manager: BuildManager = holder.manager
            return manager.errors
    return None


def types_in(checker: TypeChecker) -> Mapping[Expression, Type]:
    """The types of the expressions that a checker has checked and not thrown away yet."""
    types: Mapping[Expression, Type] = checker._type_maps[0]
    return types


class _Sentinel(dict[Any, Any]):
    """The types of a module's expressions, which tell when they are thrown away: mypy does
    so when it has checked the module, and before it looks for unused comments."""

    __slots__ = ("before_end",)

    before_end: Callable[[], None] | None

    def clear(self) -> None:
        before_end, self.before_end = self.before_end, None
        if before_end is not None:
            before_end()
        super().clear()


def at_end_of(checker: TypeChecker, call: Callable[[], None]) -> None:
    """Has a call made once the checker is through with its module."""
    types: dict[Any, Any] = checker._type_maps[0]
    if isinstance(types, _Sentinel):
        types.before_end = call
    elif type(types) is dict:
        sentinel = _Sentinel(types)
        sentinel.before_end = call
        checker._type_maps[0] = sentinel


class _Followed(dict[str, Any]):
    """The errors of the daemon, which tell before mypy looks at them as a whole: it does so
    when it has done with an edit, and puts what it found together for the user."""

    before_looking: Callable[[], None] | None = None

    def keys(self) -> Any:
        self._tell()
        return super().keys()

    def values(self) -> Any:
        self._tell()
        return super().values()

    def __iter__(self) -> Iterator[str]:
        self._tell()
        return super().__iter__()

    def _tell(self) -> None:
        # Whoever is told looks at the errors too.
        call, self.before_looking = self.before_looking, None
        if call is not None:
            call()
            self.before_looking = call


def follow(errors: Errors, before_looking: Callable[[], None]) -> None:
    """Has a call made before mypy looks at all errors, until it throws them away."""
    followed = _Followed(errors.error_info_map)
    followed.before_looking = before_looking
    errors.error_info_map = followed


def is_followed(errors: Errors) -> bool:
    """Whether the errors are those that were last followed."""
    return isinstance(errors.error_info_map, _Followed)


def forget(errors: Errors, path: str) -> None:
    """Takes away what was reported in a file before by this plugin."""
    found = errors.error_info_map.get(path)
    if found:
        errors.error_info_map[path] = [info for info in found if not is_ours(info.code)]


def is_silent(errors: Errors, path: str) -> bool:
    """Whether nothing is to be reported in a file: it was only read for what others import,
    or its errors are switched off."""
    return path in errors.ignored_files


def is_shown(errors: Errors, path: str) -> bool:
    """Whether the errors of a file have been shown, so that there can be no more."""
    return path in errors.flushed_files


@contextmanager
def reopened(errors: Errors, path: str) -> Iterator[None]:
    """Has reports go to a file whose errors have been shown; what is new is shown as well."""
    shown = errors.error_info_map.pop(path, [])
    errors.flushed_files.discard(path)
    try:
        yield
        formatted = errors.format_messages(
            path, errors.file_messages(path), formatter=errors.error_formatter
        )
        _manager_of(errors).flush_errors(errors.simplify_path(path), formatted, False)
    finally:
        errors.flushed_files.add(path)
        errors.error_info_map[path] = [*shown, *errors.error_info_map.get(path, [])]


def _manager_of(errors: Errors) -> BuildManager:
    """The build to which errors belong; it takes a walk over all that is in memory."""
    return next(each for each in gc.get_referrers(errors) if isinstance(each, BuildManager))


def is_open(errors: Errors) -> bool:
    """Whether there may be reports: nothing has been shown yet, and nothing is so broken that
    nothing else is to be shown."""
    return not errors.is_blockers() and not errors.flushed_files


def options_in_force(errors: Errors | None, file: MypyFile, of_all: Options) -> Options:
    """The options for a module; while mypy is busy with it, comments in it included."""
    if errors is not None and errors.file == file.path and errors.options is not None:
        return errors.options
    return of_all.clone_for_module(file.fullname)


def judges_comments(file: MypyFile, options: Options) -> bool:
    """Whether mypy tells of `# type: ignore` comments in a module, when it has checked that:
    of those that silence nothing, and of those that do not say what they silence."""
    if not file.ignored_lines:
        return False
    return options.warn_unused_ignores or IGNORE_WITHOUT_CODE in options.enabled_error_codes


@contextmanager
def reporting(errors: Errors, file: MypyFile, options: Options, line: int) -> Iterator[None]:
    """Has reports go to a line of a file, heeding its `# type: ignore` comments."""
    before = (errors.file, errors.target_module, errors.scope, errors.options)
    with scope_at(file, line) as scope:
        errors.set_file(file.path, file.fullname, options, scope)
        if file.path not in errors.ignored_lines:
            errors.set_file_ignored_lines(file.path, file.ignored_lines, False)
            errors.set_skipped_lines(file.path, file.skipped_lines)
        try:
            yield
        finally:
            errors.file, errors.target_module, errors.scope, errors.options = before


@contextmanager
def scope_at(file: MypyFile, line: int) -> Iterator[Scope]:
    """The module, class and function around a line. The daemon checks what is wrong in one
    of them anew with each edit."""
    scope = Scope()
    with ExitStack() as inside:
        inside.enter_context(scope.module_scope(file.fullname))
        statements = file.defs
        while (around := _around(statements, line)) is not None:
            if isinstance(around, ClassDef):
                inside.enter_context(scope.class_scope(around.info))
                statements = around.defs.body
            else:
                inside.enter_context(scope.function_scope(around))
                break
        yield scope


def _around(statements: list[Statement], line: int) -> ClassDef | FuncDef | None:
    for statement in statements:
        found = statement.func if isinstance(statement, Decorator) else statement
        if isinstance(found, ClassDef | FuncDef) and found.line <= line <= (found.end_line or 0):
            return found
    return None


def report(errors: Errors, message: Message) -> None:
    """Reports a message in the file that reports go to."""
    errors.report(
        message.line,
        message.column,
        message.text,
        code=code_of(message.rule),
        severity=message.severity,
        end_line=message.end_line,
        end_column=message.end_column,
        # A comment may stand on the last line as well, as nova-lint's own may.
        origin_span=(message.line, message.end_line),
    )


def show_with_notes(codes: Iterable[ErrorCode]) -> None:
    """Has mypy print codes behind notes as it does behind errors. Its own notes mostly belong
    to an error that has the code; these do not, and some editors drop what has none."""
    shown: set[Any] = SHOW_NOTE_CODES
    for code in codes:
        # Some versions of mypy look for the code, others for its name.
        shown.update((code, code.code))


def look_again_for_unused_comments(errors: Errors, path: str) -> None:
    """Has mypy report the unused comments of a file once more, where it has already done so."""
    found = errors.error_info_map.get(path, [])
    left = [info for info in found if info.code is not UNUSED_IGNORE]
    if len(left) < len(found):
        errors.error_info_map[path] = left
        errors.generate_unused_ignore_errors(path)
