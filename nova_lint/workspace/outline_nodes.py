"""What an outline is made of."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cached_property
from typing import TypeAlias

import msgspec

from nova_lint.knowledge.models import FIELD_ENDINGS


class UnparsableSource(Exception):
    """No parser here can read the file; `line` is where it stopped (from 1)."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class Guard(IntEnum):
    """Under what a statement stands that may keep it from running."""

    NONE = 0
    IF = 1
    ELSE = 2
    EXCEPT = 3
    LOOP = 4


# `digest` is a hash of a statement's lines, so that two outlines of a file can be compared;
# `words` are the words in it that could name a class: those with a capital at the start, and
# `float` where an assignment says that or has a number with a point, `-> float` and
# `-> Decimal` where a function says that it returns one.


class Import(msgspec.Struct, frozen=True, array_like=True, tag=True, kw_only=True):
    """One imported name. `attribute` is empty for `import module`, `*` for a star."""

    name: str
    module: str
    attribute: str
    level: int
    line: int
    end_line: int
    guard: Guard
    digest: bytes = b""


class Assignment(msgspec.Struct, frozen=True, array_like=True, tag=True, kw_only=True):
    """One name that an assignment binds, whole lines from `line` to `end_line`.

    `is_display` says that its value is written out: a literal other than None, a list, a
    dictionary. Whoever looks for objects need not read it.
    """

    name: str
    line: int
    end_line: int
    annotated: bool
    augmented: bool
    is_display: bool = False
    guard: Guard
    digest: bytes = b""
    words: tuple[str, ...] = ()


class Mutation(msgspec.Struct, frozen=True, array_like=True, tag=True, kw_only=True):
    """A statement that calls a method of a name: `CHOICES.append(…)`."""

    name: str
    line: int
    end_line: int
    guard: Guard
    digest: bytes = b""
    words: tuple[str, ...] = ()


class Function(msgspec.Struct, frozen=True, array_like=True, tag=True, kw_only=True):
    """A function or method; `line` is its first decorator's, `name_line` the `def`'s."""

    name: str
    line: int
    end_line: int
    name_line: int
    is_async: bool
    decorators: tuple[str, ...]
    guard: Guard
    digest: bytes = b""
    words: tuple[str, ...] = ()


class Class(msgspec.Struct, frozen=True, array_like=True, tag=True, kw_only=True):
    """A class with the statements of its body.

    A base or decorator that is no plain dotted name is an empty string: its meaning is in
    the header, the lines from `line` to `header_end`.
    """

    name: str
    line: int
    end_line: int
    name_line: int
    header_end: int
    bases: tuple[str, ...]
    keywords: tuple[str, ...]
    decorators: tuple[str, ...]
    body: tuple[Statement, ...]
    guard: Guard
    digest: bytes = b""
    header_digest: bytes = b""


Statement: TypeAlias = Import | Assignment | Mutation | Function | Class


def makes_field(statement: Statement) -> bool:
    """Whether an assignment makes a field, as far as the names of the classes in it say."""
    return isinstance(statement, Assignment) and any(
        word.endswith(FIELD_ENDINGS) for word in statement.words
    )


class Outline(msgspec.Struct, frozen=True, array_like=True, tag=True, dict=True):
    """Everything that binds a name at the top of a file, and every word in the file.

    It is packed: after an edit, nobody looks into most outlines of a project, and unpacking
    them would take most of the time that reading an earlier run's state does. `words` are
    those of the text, with blanks between and around them; `digest` is a hash of the text
    without blank lines and lines of comment.
    """

    packed: bytes
    words: str
    digest: bytes = b""

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that binds a name at the top of the file."""
        return _STATEMENTS.decode(self.packed)

    @cached_property
    def names(self) -> frozenset[str]:
        """A superset of the names that the code mentions (strings and comments count too): it
        answers "can this file speak of X" without reading it."""
        return frozenset(self.words.split())

    def mentions(self, word: str) -> bool:
        """The same for one name, without unpacking them all."""
        return f" {word} " in self.words


_STATEMENTS: msgspec.msgpack.Decoder[tuple[Statement, ...]]
_STATEMENTS = msgspec.msgpack.Decoder(tuple[Statement, ...])


def pack(statements: tuple[Statement, ...], words: Iterable[str], digest: bytes) -> Outline:
    """The outline of a file with some statements and words."""
    packed = msgspec.msgpack.encode(statements)
    return Outline(packed, f" {' '.join(dict.fromkeys(words))} ", digest)


EMPTY = pack((), (), b"")
