"""What a rule offers to change: plain data, that the cache can hold."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nova_lint.workspace.place import Place


class Safety(StrEnum):
    """Whether a fix may be applied without anybody looking at it.

    The code after a `safe` fix does the same as before, but for what the finding says is
    wrong. After an `unsafe` one it may also do something else: refuse an input that it took,
    give another type to code that the fix cannot see.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"


class Edit(msgspec.Struct, frozen=True, array_like=True):
    """Puts a text where another stands; an empty place inserts, an empty text removes.

    Lines of the text end in line feeds, whatever the file has, and bear the indentation that
    they have in it.
    """

    place: Place
    text: str


class FromImport(msgspec.Struct, frozen=True, array_like=True, order=True):
    """`from module import name`, which the new code needs."""

    module: str
    name: str

    @property
    def dotted(self) -> str:
        return f"{self.module}.{self.name}"


class Fix(msgspec.Struct, frozen=True, array_like=True):
    """A change that does away with a finding: all of its edits, or none.

    `title` says what it does, as a command: "Replace `float` by `Decimal`". The edits are in
    one file and do not overlap. `imports` are added where the file does not have them.
    """

    title: str
    safety: Safety
    edits: tuple[Edit, ...]
    imports: tuple[FromImport, ...] = ()

    @property
    def path(self) -> str:
        """The file that it changes."""
        return self.edits[0].place.path
