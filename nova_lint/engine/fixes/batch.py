"""Puts several fixes into the files that they change, all at once."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence

import libcst as cst
import msgspec

from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.editing import Splice, Text, splice, spliced
from nova_lint.engine.fixes.fix import Edit, Fix, FromImport
from nova_lint.engine.fixes.imports import UnplaceableError, import_edit


class RefusedError(Exception):
    """A fix that cannot be made; the message says why."""


class Refused(msgspec.Struct, frozen=True):
    """A finding whose fix was not made, and why."""

    finding: Finding
    reason: str


class Draft(msgspec.Struct):
    """One file with the fixes that are to go into it, as far as they do not get in each
    other's way."""

    text: Text
    splices: list[Splice] = msgspec.field(default_factory=list)
    _taken: list[tuple[int, int]] = msgspec.field(default_factory=list)
    _imported: set[FromImport] = msgspec.field(default_factory=set)

    def take(self, fix: Fix) -> bool:
        """Takes a fix in; False where it must wait for another one. Fixes come in the order
        of their places. Raises RefusedError."""
        imports = [needed for needed in fix.imports if needed not in self._imported]
        edits = [*fix.edits, *_imports(fix, imports, self.text.plain)]
        spans = [self.text.span(edit.place) for edit in edits]
        if any(_overlap(span, other) for span in spans for other in self._taken):
            return False
        self.splices.extend(splice(self.text, edit) for edit in edits)
        self._taken.extend(spans)
        self._imported.update(imports)
        return True

    def fixed(self) -> Text:
        """The text with all fixes. Raises RefusedError where it is no Python any more."""
        text = spliced(self.text, self.splices)
        _check(self.text.plain, text.plain)
        return text


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with fixes, in the order of what the fixes change."""
    return sorted(findings, key=lambda each: (_edits(each)[0].place, each.code, each.message))


def compatible(findings: Iterable[Finding], texts: Mapping[str, Text]) -> Iterator[Finding]:
    """The findings whose fixes can be made together; the others wait."""
    drafts: dict[str, Draft] = {}
    for finding in in_order(findings):
        fix = fix_of(finding)
        draft = drafts.setdefault(fix.path, Draft(texts[fix.path]))
        try:
            if draft.take(fix):
                yield finding
        except RefusedError:
            # Whoever makes the fix hears why it cannot be made.
            yield finding


def drafts_of(findings: Sequence[Finding], texts: Mapping[str, Text]) -> dict[str, Draft]:
    """The files that the fixes of compatible findings change. Raises RefusedError."""
    drafts: dict[str, Draft] = {}
    for finding in in_order(findings):
        fix = fix_of(finding)
        if not drafts.setdefault(fix.path, Draft(texts[fix.path])).take(fix):
            raise RefusedError("it overlaps another fix")
    return drafts


def fix_of(finding: Finding) -> Fix:
    """The fix of a finding that is known to have one."""
    assert finding.fix is not None
    return finding.fix


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return tuple(sorted(fix_of(finding).edits, key=lambda edit: edit.place))


def _imports(fix: Fix, imports: Iterable[FromImport], text: str) -> Iterator[Edit]:
    line = min(edit.place.line for edit in fix.edits)
    for needed in imports:
        try:
            edit = import_edit(fix.path, text, needed, line)
        except UnplaceableError as error:
            raise RefusedError(str(error)) from error
        if edit is not None:
            yield edit


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two ranges share a character, or one is empty and touches the other."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def _check(before: str, after: str) -> None:
    """Raises RefusedError where Python, or libcst where Python is too old for the file, takes
    exception to a text."""
    for errors in (_compiled, _parsed):
        if errors(before) is None:
            error = errors(after)
            if error is not None:
                raise RefusedError(f"it would leave code that does not parse: {error}")
            return
    raise RefusedError("the file does not parse as it is")


def _compiled(text: str) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<text>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return _said(error)
    return None


def _parsed(text: str) -> str | None:
    try:
        cst.parse_module(text)
    except (cst.ParserSyntaxError, RecursionError) as error:
        return _said(error)
    return None


def _said(error: Exception) -> str:
    match error:
        case SyntaxError(msg=message, lineno=int(line)):
            return f"{message}, line {line}"
        case cst.ParserSyntaxError(message=message, raw_line=line):
            return f"{message}, line {line}"
    return str(error)
