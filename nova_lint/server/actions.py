"""What can be done about findings: fix them, silence them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CodeActionParams,
    Diagnostic,
    Range,
    WorkspaceEdit,
)

from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.batch import Draft, RefusedError
from nova_lint.engine.fixes.editing import Text, splice
from nova_lint.engine.fixes.fix import Fix, Safety
from nova_lint.engine.fixes.silencing import silence
from nova_lint.server.client import Client
from nova_lint.server.diagnostics import ranges_of
from nova_lint.server.documents import Document, Judged, document_at, text_at, uri_of
from nova_lint.server.edits import edits_between, edits_of, workspace_edit
from nova_lint.server.positions import overlap

FIX_ALL = f"{CodeActionKind.SourceFixAll.value}.nova-lint"
KINDS = (CodeActionKind.QuickFix, FIX_ALL)


class _Here(msgspec.Struct, frozen=True):
    """A finding at the place that an editor asks about, and how it is shown there."""

    finding: Finding
    shown: list[Diagnostic]


def actions(
    judged: Judged, params: CodeActionParams, documents: Sequence[Document], client: Client
) -> list[CodeAction]:
    """What can be done in a range, of the kinds that are asked for."""
    only = params.context.only
    found: list[CodeAction] = []
    if _is_asked_for(CodeActionKind.QuickFix.value, only):
        here = list(_findings_in(judged, params, client))
        found += _fixes(judged, here, documents, client)
        found += _silencing(judged, here, client)
    if _is_asked_for(FIX_ALL, only) and any(map(_is_safe, judged.found.findings)):
        found.append(_fix_all(judged.document))
    return found


def fixed(judged: Judged, text: str, client: Client) -> WorkspaceEdit:
    """The edit that gives a document the text that it has after its fixes."""
    document = judged.document
    edits = edits_between(document.text, Text(text), client.encoding)
    return workspace_edit(document.uri, document.version, edits, client)


def _is_asked_for(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a kind is one of some kinds, or below one of them: `source` asks for every
    action on a file."""
    return only is None or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _findings_in(judged: Judged, params: CodeActionParams, client: Client) -> Iterator[_Here]:
    for finding, there in ranges_of(judged, client):
        if overlap(there, params.range):
            yield _Here(finding, _shown(finding, there, params.context.diagnostics))


def _shown(finding: Finding, there: Range, shown: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [each for each in shown if (each.code, each.range) == (finding.code, there)]


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safety is Safety.SAFE


def _fix_all(document: Document) -> CodeAction:
    """The action without its edit, which takes as long as a few looks at the project."""
    title = "Fix everything in this file that can safely be fixed (nova-lint)"
    return CodeAction(title, kind=FIX_ALL, data=document.uri)


def _fixes(
    judged: Judged, here: Sequence[_Here], documents: Sequence[Document], client: Client
) -> Iterator[CodeAction]:
    for each in here:
        fix = each.finding.fix
        edit = _edit(judged, fix, documents, client) if fix is not None else None
        if fix is not None and edit is not None:
            is_safe = _is_safe(each.finding)
            yield CodeAction(
                f"{each.finding.code}: {fix.title}" + ("" if is_safe else " (unsafe)"),
                kind=CodeActionKind.QuickFix,
                diagnostics=each.shown,
                is_preferred=is_safe,
                edit=edit,
            )


def _edit(
    judged: Judged, fix: Fix, documents: Sequence[Document], client: Client
) -> WorkspaceEdit | None:
    """What a fix changes, imports among it; None where it cannot be made."""
    path = judged.root / fix.path
    document = document_at(path, documents)
    text = text_at(path, documents)
    if text is None:
        return None
    draft = Draft(text)
    try:
        draft.take(fix)
        draft.fixed()
    except RefusedError:
        return None
    edits = edits_of(draft.splices, text, client.encoding)
    version = document.version if document is not None else None
    return workspace_edit(uri_of(path, documents), version, edits, client)


def _silencing(judged: Judged, here: Sequence[_Here], client: Client) -> Iterator[CodeAction]:
    """The comments that silence findings, each once however many findings it silences."""
    document = judged.document
    titles: set[tuple[str, int]] = set()
    for each in here:
        fix = silence(document.text.plain, each.finding)
        if fix is None or (fix.title, fix.edits[0].place.line) in titles:
            continue
        titles.add((fix.title, fix.edits[0].place.line))
        splices = [splice(document.text, edit) for edit in fix.edits]
        edits = edits_of(splices, document.text, client.encoding)
        yield CodeAction(
            fix.title,
            kind=CodeActionKind.QuickFix,
            diagnostics=each.shown,
            edit=workspace_edit(document.uri, document.version, edits, client),
        )
