"""What changed between two states of a project, as questions that have new answers.

Two outlines of one file are compared statement by statement. A statement that only moved
has not changed: `Moves` says where its lines are now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import filterfalse

import msgspec

from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import (
    EMPTY,
    Assignment,
    Class,
    Function,
    Import,
    Outline,
    Statement,
    makes_field,
)
from nova_lint.workspace.questions import Question


class Changed(msgspec.Struct, frozen=True):
    """Questions with new answers, and the files whose lines moved."""

    questions: Set[Question]
    moves: Mapping[str, Moves]


def compare(old: Mapping[str, Outline], new: Mapping[str, Outline]) -> Changed:
    """What changed, given the outlines of the files that were changed, added or removed;
    an added file is missing in `old`, a removed one in `new`."""
    found: set[Question] = set()
    moves: dict[str, Moves] = {}
    for path in old.keys() | new.keys():
        before, after = old.get(path, EMPTY), new.get(path, EMPTY)
        found |= set(_changed_in_file(path, before, after))
        moves[path] = Moves(before, after)
    return Changed(frozenset(found), moves)


def _changed_in_file(path: str, before: Outline, after: Outline) -> Iterator[Question]:
    if before.digest != after.digest:
        yield questions.file(path)
        yield from map(questions.containing, before.names | after.names)
    yield from map(questions.having, before.names ^ after.names)
    for name in _bound_anew(before.statements, after.statements):
        yield questions.classes(name.lower())
    if _stars(before) != _stars(after):
        yield questions.stars(path)
    yield from _changed_statements(path, before.statements, after.statements, "")


def _changed_statements(
    path: str, before: Iterable[Statement], after: Iterable[Statement], prefix: str
) -> Iterator[Question]:
    for name in _bound_anew(before, after):
        # `CHOICES[0] = …` changes what `CHOICES` says.
        yield questions.binding(path, f"{prefix}{name.removesuffix('[]')}")
    old, new = _by_name(before), _by_name(after)
    if _shape(before) != _shape(after):
        yield questions.structure(path, prefix.removesuffix("."))
    if _shape(filterfalse(makes_field, before)) != _shape(filterfalse(makes_field, after)):
        yield questions.structure_besides_fields(path, prefix.removesuffix("."))
    for name in old.keys() | new.keys():
        was, now = old.get(name, []), new.get(name, [])
        if [s.digest for s in was] == [s.digest for s in now]:
            continue
        yield questions.text(path, f"{prefix}{name}")
        for statement in (*was, *now):
            if not isinstance(statement, Class | Import):
                yield from map(questions.mentions, statement.words)
        old_classes = [s for s in was if isinstance(s, Class)]
        new_classes = [s for s in now if isinstance(s, Class)]
        if [c.header_digest for c in old_classes] != [c.header_digest for c in new_classes]:
            yield questions.header(path, f"{prefix}{name}")
            for cls in (*old_classes, *new_classes):
                yield from map(questions.subclasses, base_names(cls))
        inner_old = [s for c in old_classes for s in c.body]
        inner_new = [s for c in new_classes for s in c.body]
        yield from _changed_statements(path, inner_old, inner_new, f"{prefix}{name}.")


def base_names(cls: Class) -> Iterator[str]:
    """The last names of a class's bases, as they are written."""
    return (base.rpartition(".")[2] for base in cls.bases if base)


def _by_name(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        found.setdefault(statement.name, []).append(statement)
    return found


def _shape(statements: Iterable[Statement]) -> list[tuple[str, object]]:
    return [(s.name, _kind(s)) for s in statements]


def _bound_anew(before: Iterable[Statement], after: Iterable[Statement]) -> Iterator[str]:
    """The names that other kinds of things bind now."""
    old, new = dict(_bindings(before)), dict(_bindings(after))
    return (name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _bindings(statements: Iterable[Statement]) -> Iterator[tuple[str, list[object]]]:
    """Each name with the kinds of what binds it, imports with their source."""
    for name, several in _by_name(statements).items():
        yield name, [_kind(statement) for statement in several]


def _kind(statement: Statement) -> object:
    """What the outline says of a statement besides its name, its text and where it stands."""
    match statement:
        case Import(module=module, attribute=attribute, level=level):
            said: tuple[object, ...] = (module, attribute, level)
        case Function(is_async=is_async, decorators=decorators):
            said = (is_async, decorators)
        case Assignment(annotated=annotated, augmented=augmented, is_display=is_display):
            said = (annotated, augmented, is_display)
        case _:
            # A class's header is a question of its own.
            said = ()
    return (type(statement).__name__, statement.guard, *said)


def _stars(outline: Outline) -> list[tuple[str, int]]:
    return [
        (s.module, s.level)
        for s in outline.statements
        if isinstance(s, Import) and s.attribute == "*"
    ]


class Moves:
    """Where the lines of unchanged statements of a file are now."""

    def __init__(self, before: Outline, after: Outline) -> None:
        self._shifts: list[tuple[int, int, int]] = []
        self._collect(before.statements, after.statements)
        # Inner statements come later, and say it more exactly than those around them.
        self._shifts.reverse()

    def line(self, number: int) -> int:
        """The new number of a line; the old one where its statement is gone."""
        for first, last, shift in self._shifts:
            if first <= number <= last:
                return number + shift
        return number

    def _collect(self, before: Iterable[Statement], after: Iterable[Statement]) -> None:
        old, new = _by_name(before), _by_name(after)
        for name, was in old.items():
            for one, other in zip(was, new.get(name, ()), strict=False):
                self._shifts.append((one.line, one.end_line, other.line - one.line))
                if isinstance(one, Class) and isinstance(other, Class):
                    self._collect(one.body, other.body)
