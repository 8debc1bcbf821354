"""Comments that silence findings, and what is said about those that silence nothing.

# nova: ignore[NL101, nullable-input] why     on the first or last line of the finding,
                                              or alone on the line above it
# nova: ignore                                every rule; see marker.py for the grammar
# nova: ignore-file[NL101]                    anywhere in the file
# noqa: NL101                                 as flake8 and ruff read it
# type: ignore[nova-nullable-input]           as mypy reads it
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto

import msgspec

from nova_lint.engine import marker
from nova_lint.engine.finding import Finding, Severity, sort_key
from nova_lint.engine.fixes.comments import without_comment, without_word
from nova_lint.engine.fixes.fix import Fix
from nova_lint.engine.selection import (
    RuleInfo,
    UnknownSelectorError,
    is_exact,
    resolve,
    suggestion,
)
from nova_lint.workspace.place import Place

UNUSED_SUPPRESSION = RuleInfo("NL001", "unused-suppression", Severity.WARNING, True, {})
UNKNOWN_CODE = RuleInfo("NL002", "unknown-code", Severity.WARNING, True, {})

_NOQA = re.compile(
    r"#\s*noqa\b(?:\s*:\s*(?P<codes>[A-Z][A-Z]*[0-9]+(?:[,\s]+[A-Z][A-Z]*[0-9]+)*))?",
    re.IGNORECASE,
)
_TYPE_IGNORE = re.compile(r"#\s*type:\s*ignore\[(?P<codes>[^\]]*)\]")
_MYPY_PREFIX = "nova-"


class Reach(Enum):
    """Which findings a suppression can silence."""

    LINE = auto()
    """Those that begin or end on its line."""
    NEXT_LINE = auto()
    """It stands alone on its line: those that begin on the next."""
    FILE = auto()


class Origin(Enum):
    """Whose comment it is. A mistake in one of nova-lint's is nova-lint's to report."""

    NOVA = auto()
    NOQA = auto()
    TYPE_IGNORE = auto()


class Suppression(msgspec.Struct, frozen=True):
    """One comment. `selectors` of None silence every rule; `certain` says that it is a comment,
    and not a string of a file that cannot be told apart; `misread` says why it is not understood.

    Lines and columns count characters from 1; `end_column` is behind the comment's marker.
    """

    line: int
    column: int
    end_column: int
    reach: Reach
    selectors: tuple[str, ...] | None
    origin: Origin
    certain: bool
    misread: str | None = None

    def reaches(self, place: Place) -> bool:
        if self.reach is Reach.FILE:
            return True
        if self.reach is Reach.NEXT_LINE and place.line == self.line + 1:
            return True
        return self.line in (place.line, place.end_line)


class Outcome(msgspec.Struct, frozen=True):
    """The findings of one file after its comments were heeded.

    `extra` are findings about the comments themselves.
    """

    kept: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    extra: tuple[Finding, ...]


def suppress(
    path: str,
    text: str,
    findings: Sequence[Finding],
    ran: Collection[str],
    rules: Mapping[str, RuleInfo],
    heeded: Collection[Origin] = tuple(Origin),
) -> Outcome:
    """Parts the findings of one file into those that stand and those that are silenced.

    `path` and `text` are the file's; `ran` holds the codes that were looked for in it. A
    suppression counts as unused only where everything that it could have silenced ran.
    Only comments that are `heeded` count: mypy heeds its own itself, and reports those that
    it had no use for.
    """
    found = read_suppressions(text, rules) if findings or marker.may_be_in(text) else ()
    suppressions = tuple(each for each in found if each.origin in heeded)
    if not suppressions:
        return Outcome(tuple(findings), (), ())
    comments = tuple(_Comment(each, _codes(each, rules)) for each in suppressions)
    silenced = {finding for finding in findings if any(c.silences(finding) for c in comments)}
    return Outcome(
        kept=tuple(finding for finding in findings if finding not in silenced),
        suppressed=tuple(finding for finding in findings if finding in silenced),
        extra=tuple(sorted(_mistakes(path, text, comments, findings, ran, rules), key=sort_key)),
    )


def read_suppressions(text: str, rules: Mapping[str, RuleInfo]) -> tuple[Suppression, ...]:
    """The suppressions in a file's text, in the order in which they stand there."""
    if not _may_hold_suppressions(text):
        return ()
    return tuple(
        suppression for comment in _comments(text) for suppression in _suppressions(comment, rules)
    )


class _Token(msgspec.Struct, frozen=True):
    """The text of a comment; `line` counts from 1, `column` from 0."""

    text: str
    line: int
    column: int
    alone: bool
    certain: bool


class _Comment(msgspec.Struct, frozen=True):
    """A suppression with the codes that each of its selectors stands for."""

    suppression: Suppression
    codes: Mapping[str, frozenset[str]] | None

    def silences(self, finding: Finding) -> bool:
        if not self.suppression.reaches(finding.place):
            return False
        return self.codes is None or any(finding.code in codes for codes in self.codes.values())


def _may_hold_suppressions(text: str) -> bool:
    """Looked at before anything costly: hardly any file holds one."""
    folded = text.lower()
    return "noqa" in folded or _MYPY_PREFIX in folded or marker.may_be_in(text)


def _comments(text: str) -> Iterable[_Token]:
    try:
        return list(_tokenized(text))
    except (tokenize.TokenError, SyntaxError):
        # Newer syntax than this Python's, or broken: better a comment inside a string
        # taken for one than none found at all.
        return list(_guessed(text))


def _tokenized(text: str) -> Iterator[_Token]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            line, column = token.start
            yield _Token(token.string, line, column, not token.line[:column].strip(), True)


def _guessed(text: str) -> Iterator[_Token]:
    for number, line in enumerate(text.split("\n"), start=1):
        column = line.find("#")
        if column >= 0:
            yield _Token(line[column:], number, column, not line[:column].strip(), False)


def _suppressions(comment: _Token, rules: Mapping[str, RuleInfo]) -> Iterator[Suppression]:
    """One comment may hold several: `# noqa: E501  # nova: ignore[NL101]`."""
    for said in marker.read(comment.text, rules):
        yield _to_nova(comment, said)
    for found in _NOQA.finditer(comment.text):
        codes = found["codes"]
        selectors = None if codes is None else marker.split(codes)
        yield _to_others(comment, found, Origin.NOQA, selectors)
    for found in _TYPE_IGNORE.finditer(comment.text):
        names = (e for e in marker.split(found["codes"]) if e.startswith(_MYPY_PREFIX))
        selectors = tuple(each.removeprefix(_MYPY_PREFIX) for each in names)
        yield _to_others(comment, found, Origin.TYPE_IGNORE, selectors)


def _to_nova(comment: _Token, said: marker.Said) -> Suppression:
    reach = Reach.NEXT_LINE if comment.alone else Reach.LINE
    return Suppression(
        line=comment.line,
        column=comment.column + said.start + 1,
        end_column=comment.column + said.end + 1,
        reach=Reach.FILE if said.for_file else reach,
        selectors=said.selectors,
        origin=Origin.NOVA,
        certain=comment.certain,
        misread=said.misread,
    )


def _to_others(
    comment: _Token, found: re.Match[str], origin: Origin, selectors: tuple[str, ...] | None
) -> Suppression:
    return Suppression(
        line=comment.line,
        column=comment.column + found.start() + 1,
        end_column=comment.column + found.end() + 1,
        reach=Reach.LINE,
        selectors=selectors,
        origin=origin,
        certain=comment.certain,
    )


def _codes(
    suppression: Suppression, rules: Mapping[str, RuleInfo]
) -> Mapping[str, frozenset[str]] | None:
    if suppression.selectors is None:
        return None
    return {selector: _resolved(selector, rules) for selector in suppression.selectors}


def _resolved(selector: str, rules: Mapping[str, RuleInfo]) -> frozenset[str]:
    try:
        return resolve(selector, rules)
    except UnknownSelectorError:
        return frozenset()


def _mistakes(
    path: str,
    text: str,
    comments: Iterable[_Comment],
    findings: Sequence[Finding],
    ran: Collection[str],
    rules: Mapping[str, RuleInfo],
) -> Iterator[Finding]:
    """What is wrong with the comments themselves, unless one of them silences that too."""
    comments = tuple(comments)
    lines = text.split("\n")
    explicit = tuple(comment for comment in comments if comment.codes is not None)
    for comment in comments:
        if comment.suppression.origin is not Origin.NOVA:
            continue
        for mistake in _mistakes_in(path, lines, comment, findings, ran, rules):
            if mistake.code in ran and not any(each.silences(mistake) for each in explicit):
                yield mistake


def _mistakes_in(
    path: str,
    lines: Sequence[str],
    comment: _Comment,
    findings: Sequence[Finding],
    ran: Collection[str],
    rules: Mapping[str, RuleInfo],
) -> Iterator[Finding]:
    reached = {f.code for f in findings if comment.suppression.reaches(f.place)}
    place = _place(path, comment.suppression)
    if comment.suppression.misread is not None:
        yield _unknown(place, comment.suppression.misread)
        return
    certain = comment.suppression.certain
    whole = without_comment(lines, place) if certain else None
    if comment.codes is None:
        if not reached and _enabled(rules) <= frozenset(ran):
            yield _unused(place, "this comment silences nothing; remove it", whole)
        return
    if not comment.codes:
        yield _unused(place, "this comment names no rule; remove it", whole)
    for selector, codes in comment.codes.items():
        if not codes:
            nearest = UnknownSelectorError(selector, rules).nearest
            yield _unknown(place, f"there is no rule `{selector}`{suggestion(nearest)}")
        elif not codes & reached and _all_ran(selector, codes, ran, rules):
            several = certain and len(comment.codes) > 1
            fix = without_word(lines, place, selector) if several else whole
            yield _unused(place, f"`{selector}` silences nothing here; remove it", fix)


def _all_ran(
    selector: str, codes: frozenset[str], ran: Collection[str], rules: Mapping[str, RuleInfo]
) -> bool:
    """Whether everything that a selector could have silenced was looked for.

    Of the rules behind a prefix only those count that are enabled from the start: nobody
    switches on the others for the sake of a comment. A comment that silences these very
    findings has done so once they are gone.
    """
    if codes & {UNUSED_SUPPRESSION.code, UNKNOWN_CODE.code}:
        return False
    wanted = codes if is_exact(selector, rules) else codes & _enabled(rules)
    return bool(wanted) and wanted <= frozenset(ran)


def _enabled(rules: Mapping[str, RuleInfo]) -> frozenset[str]:
    return frozenset(code for code, rule in rules.items() if rule.enabled)


def _place(path: str, suppression: Suppression) -> Place:
    line = suppression.line
    return Place(path, line, suppression.column, line, suppression.end_column)


def _unused(place: Place, message: str, fix: Fix | None) -> Finding:
    rule = UNUSED_SUPPRESSION
    return Finding(rule.code, rule.name, rule.severity, place, message, fix=fix)


def _unknown(place: Place, message: str) -> Finding:
    rule = UNKNOWN_CODE
    return Finding(rule.code, rule.name, rule.severity, place, message)
