"""Makes fixes in rounds, in memory, until there is nothing left to fix.

In each round the fixes that do not overlap are made together, and the project is checked with
the new texts. Where that brings up a finding that was not there before, the round is halved
until it is known whose fault it is; that fix is refused, the others are made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import msgspec

from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.batch import Refused, RefusedError, compatible, drafts_of, fix_of
from nova_lint.engine.fixes.editing import Splice, Text, line_before
from nova_lint.engine.runner import Report
from nova_lint.engine.suppression import UNUSED_SUPPRESSION
from nova_lint.problem import Problem

MOST_ROUNDS = 50
"""Far more than any nesting needs: rules whose fixes call for each other's must end too."""

Check = Callable[[Mapping[str, Text]], Report]
Wanted = Callable[[Finding], bool]


class State(msgspec.Struct, frozen=True):
    """The project after some fixes: texts of the files that they may change, what the rules
    say now, and what became of the fixes."""

    texts: Mapping[str, Text]
    report: Report
    fixed: tuple[Finding, ...] = ()
    refused: tuple[Refused, ...] = ()


def fix_all(start: State, is_wanted: Wanted, check: Check) -> State:
    """The project with every wanted fix that can be made. `check` says what the rules find
    with other texts in some files; `start` holds the texts of all files that may change."""
    state = start
    for _ in range(MOST_ROUNDS):
        refused = {_identity(each.finding) for each in state.refused}
        offered = [
            finding
            for finding in state.report.findings
            if is_wanted(finding)
            and fix_of(finding).path in state.texts
            and _identity(finding) not in refused
        ]
        if not offered:
            return state
        state = _Round(state, check).run(list(compatible(offered, state.texts)))
    still = [Refused(f, f"it is still offered after {MOST_ROUNDS} rounds") for f in offered]
    return msgspec.structs.replace(state, refused=(*state.refused, *still))


def _identity(finding: Finding) -> object:
    """What a fix is known by, wherever other fixes move it to."""
    edits = tuple(edit.text for edit in fix_of(finding).edits)
    return finding.code, finding.place.path, finding.message, edits


class _Round(msgspec.Struct):
    """Fixes that do not overlap, made as many at a time as the rules allow."""

    start: State
    check: Check
    _made: list[Finding] = msgspec.field(default_factory=list)
    _refused: list[Refused] = msgspec.field(default_factory=list)

    def run(self, findings: Sequence[Finding]) -> State:
        best = self.start
        waiting = [list(findings)]
        while waiting:
            group = waiting.pop()
            try:
                best = self._tried([*self._made, *group])
                self._made += group
            except RefusedError as error:
                if len(group) == 1:
                    self._refused.append(Refused(group[0], str(error)))
                else:
                    middle = len(group) // 2
                    waiting += [group[middle:], group[:middle]]
        return msgspec.structs.replace(
            best,
            fixed=(*self.start.fixed, *self._made),
            refused=(*self.start.refused, *self._refused),
        )

    def _tried(self, findings: Sequence[Finding]) -> State:
        """The project with the fixes of some findings. Raises RefusedError."""
        drafts = drafts_of(findings, self.start.texts)
        changed = {path: draft.fixed() for path, draft in drafts.items()}
        texts = {**self.start.texts, **changed}
        report = self.check(texts)
        splices = {path: draft.splices for path, draft in drafts.items()}
        _compare(self.start, State(texts, report), splices, findings)
        return msgspec.structs.replace(self.start, texts=texts, report=report)


def _compare(
    before: State,
    after: State,
    splices: Mapping[str, Sequence[Splice]],
    fixed: Sequence[Finding],
) -> None:
    """Raises RefusedError where something is found that was not found before, or still."""
    known = Counter(map(_where, before.report.findings))
    said = Counter((*_where(each), each.message) for each in before.report.findings)
    for finding in after.report.findings:
        old = _placed_before(finding, before, after, splices)
        same = (*_where(old), finding.message)
        known[_where(old)] -= 1
        said[same] -= 1
        # A comment that is not needed any more is what comes of a fix, and has one itself.
        if known[_where(old)] < 0 and finding.code != UNUSED_SUPPRESSION.code:
            place = f"{finding.place.path}:{finding.place.line}"
            raise RefusedError(f"it would raise {finding.code} at {place}: {finding.message}")
    for finding in fixed:
        if said[*_where(finding), finding.message] <= 0:
            raise RefusedError("it would not do away with the finding")
    new = Counter(map(_trouble, after.report.errors)) - Counter(map(_trouble, before.report.errors))
    for path, message in new:
        raise RefusedError(f"it would lead to a problem in {path}: {message}")


def _where(finding: Finding) -> tuple[str, str, int]:
    """What makes two findings the same: a fix may change what a message says of a line."""
    return finding.code, finding.place.path, finding.place.line


def _placed_before(
    finding: Finding,
    before: State,
    after: State,
    splices: Mapping[str, Sequence[Splice]],
) -> Finding:
    """A finding with the line at which its place was before the fixes."""
    path = finding.place.path
    if path not in splices:
        return finding
    line = line_before(before.texts[path], after.texts[path], splices[path], finding.place)
    return msgspec.structs.replace(finding, place=msgspec.structs.replace(finding.place, line=line))


def _trouble(problem: Problem) -> tuple[str, str]:
    return problem.path, problem.message
