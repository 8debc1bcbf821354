"""Patterns as git writes them in .gitignore.

Not left to a library: pathspec says whether a path *or a directory above it* matches, and
who walks a tree from above has to know which of the two. A directory's path ends in a slash.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

_WILDCARDS = frozenset("*?[\\")
_CLASS = re.compile(r"\[(?P<negated>[!^])?(?P<members>\]?(?:\\.|[^\]\\])*)\]")
_ESCAPED = re.compile(r"\\.")
_TRAILING_BLANKS = re.compile(r"(?<!\\) +$")


class Pattern(msgspec.Struct, frozen=True):
    """One pattern, and the number of the line it stands on: the last that matches decides.

    `ignores` is False for one that begins with `!` and takes back. An anchored one speaks of
    the whole path, the others of its last part.
    """

    line: int
    glob: str
    ignores: bool
    anchored: bool
    directories_only: bool

    def may_match(self, suffix: str) -> bool:
        """Whether it can match a file whose name ends so. In doubt it can."""
        if self.directories_only:
            return False
        end = re.split(r"[*?\]]", self.glob)[-1]
        return "\\" in self.glob or end.endswith(suffix) or suffix.endswith(end)


class Patterns(msgspec.Struct, frozen=True):
    """The patterns of one file. Those without wildcards, nearly all, are found by their text."""

    literal: Mapping[tuple[bool, str], tuple[Pattern, ...]]
    wildcard: tuple[Pattern, ...]

    def __bool__(self) -> bool:
        return bool(self.literal or self.wildcard)

    def __iter__(self) -> Iterator[Pattern]:
        for patterns in self.literal.values():
            yield from patterns
        yield from self.wildcard

    def verdict(self, path: str) -> bool | None:
        """Whether this very path is ignored; None where no pattern speaks of it."""
        is_directory = path.endswith("/")
        path = path[:-1] if is_directory else path
        name = path.rpartition("/")[2]
        last: Pattern | None = None
        for key in ((True, path), (False, name)):
            for pattern in self.literal.get(key, ()):
                if is_directory or not pattern.directories_only:
                    last = _later(last, pattern)
        for pattern in self.wildcard:
            if (is_directory or not pattern.directories_only) and _fits(
                pattern.glob, path if pattern.anchored else name
            ):
                last = _later(last, pattern)
        return None if last is None else last.ignores

    def cover(self, file: str) -> bool:
        """Whether a file is ignored, by itself or because a directory above it is."""
        parts = file.split("/")
        above = ("/".join(parts[:end]) + "/" for end in range(1, len(parts)))
        return any(self.verdict(path) for path in (*above, file))

    def matching(self, suffix: str) -> Patterns:
        """Those that can match a file whose name ends so."""
        return _gather(pattern for pattern in self if pattern.may_match(suffix))


def parse(lines: Iterable[str]) -> Patterns:
    """The patterns on some lines. Like git, passes over a line that is no pattern."""
    return _gather(_parse(lines))


def check(pattern: str) -> None:
    """Raises ValueError where a pattern is none."""
    if not parse([pattern]):
        raise ValueError("it is empty, a comment, or has a bracket that is not closed")


def _parse(lines: Iterable[str]) -> Iterator[Pattern]:
    for number, line in enumerate(lines):
        glob = _TRAILING_BLANKS.sub("", line)
        if glob.startswith("#"):
            continue
        ignores = not glob.startswith("!")
        glob = glob if ignores else glob[1:]
        directories_only = glob.endswith("/")
        glob = glob.removesuffix("/")
        anchored = "/" in glob
        glob = glob.removeprefix("/")
        if glob and _is_complete(glob):
            yield Pattern(number, glob, ignores, anchored, directories_only)


def _is_complete(glob: str) -> bool:
    """Whether every bracket is closed and every backslash has something to escape."""
    rest = _ESCAPED.sub("", _CLASS.sub("", glob))
    return "[" not in rest and "\\" not in rest


def _gather(patterns: Iterable[Pattern]) -> Patterns:
    literal: dict[tuple[bool, str], tuple[Pattern, ...]] = {}
    wildcard: list[Pattern] = []
    for pattern in patterns:
        if _WILDCARDS.isdisjoint(pattern.glob):
            key = (pattern.anchored, pattern.glob)
            literal[key] = (*literal.get(key, ()), pattern)
        else:
            wildcard.append(pattern)
    return Patterns(literal, tuple(wildcard))


def _later(one: Pattern | None, other: Pattern) -> Pattern:
    return other if one is None or one.line < other.line else one


def _fits(glob: str, text: str) -> bool:
    # `*.pyc`: by far the most common wildcard needs no regular expression.
    if glob[0] == "*" and "/" not in text and _WILDCARDS.isdisjoint(glob[1:]):
        return text.endswith(glob[1:])
    return _regex(glob).fullmatch(text) is not None


@functools.cache
def _regex(glob: str) -> re.Pattern[str]:
    return re.compile("".join(_translated(glob)), re.DOTALL)


def _translated(glob: str) -> Iterator[str]:
    position = 0
    while position < len(glob):
        rest = glob[position:]
        begins_part = position == 0 or glob[position - 1] == "/"
        if begins_part and rest.startswith("**/"):
            yield "(?:.*/)?"
            position += 3
        elif begins_part and rest == "**":
            yield ".+"
            position += 2
        elif rest[0] == "*":
            yield "[^/]*"
            position += len(rest) - len(rest.lstrip("*"))
        else:
            regex, length = _one_character(rest)
            yield regex
            position += length


def _one_character(rest: str) -> tuple[str, int]:
    """The regular expression for what stands for one character, and its length in the glob."""
    if rest[0] == "?":
        return "[^/]", 1
    if rest[0] == "\\":
        return re.escape(rest[1]), 2
    found = _CLASS.match(rest)
    if found is None:
        return re.escape(rest[0]), 1
    members = re.sub(r"(?<!\\)([\[\]^&~|])", r"\\\1", found["members"])
    return f"(?!/)[{'^' if found['negated'] else ''}{members}]", found.end()
