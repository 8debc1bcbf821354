"""Changes of files as the editor makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from lsprotocol.types import (
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from nova_lint.engine.fixes.editing import Splice, Text
from nova_lint.server.client import Client
from nova_lint.server.positions import Encoding, position


def workspace_edit(
    uri: str, version: int | None, edits: Sequence[TextEdit], client: Client
) -> WorkspaceEdit:
    """Edits of one file, refused by the editor where the file is another version by now."""
    if not client.versions_edits:
        return WorkspaceEdit(changes={uri: edits})
    document = OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
    return WorkspaceEdit(document_changes=[TextDocumentEdit(document, edits)])


def edits_of(splices: Iterable[Splice], text: Text, encoding: Encoding) -> list[TextEdit]:
    """Splices of a text as edits; new lines end as those do where they are."""
    return [
        TextEdit(
            _range(text, each.start, each.end, encoding),
            each.text.replace("\n", text.ending(text.line(each.start))),
        )
        for each in sorted(splices)
    ]


def edits_between(before: Text, after: Text, encoding: Encoding) -> list[TextEdit]:
    """The edits that make one text of another, of whole lines: an editor keeps its marks in
    all others."""
    old, new = _lines(before), _lines(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(Text(line).plain))
    return [
        TextEdit(_range(before, starts[i], starts[j], encoding), "".join(new[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def _lines(text: Text) -> list[str]:
    return list(_with_endings(text))


def _with_endings(text: Text) -> Iterator[str]:
    *whole, last = text.plain.split("\n")
    for number, line in enumerate(whole, start=1):
        yield line + text.ending(number)
    if last:
        yield last


def _range(text: Text, start: int, end: int, encoding: Encoding) -> Range:
    lines = text.plain.split("\n")
    places = ((text.line(at), at) for at in (start, end))
    first, last = (
        position(lines, line, at - text.offset(line, 1) + 1, encoding) for line, at in places
    )
    return Range(first, last)
