"""What the editor can do, and how it counts."""

from __future__ import annotations

import msgspec
from lsprotocol.types import ClientCapabilities, MarkupKind, PositionEncodingKind
from pygls.capabilities import get_capability

from nova_lint.server.positions import Encoding


class Client(msgspec.Struct, frozen=True):
    """What an editor said of itself when it started the server."""

    encoding: Encoding = PositionEncodingKind.Utf16
    markup: MarkupKind = MarkupKind.PlainText
    shows_related: bool = False
    resolves_edits: bool = False
    versions_edits: bool = False
    watches_files: bool = False
    shows_progress: bool = False


def client_with(capabilities: ClientCapabilities, encoding: Encoding) -> Client:
    hover = get_capability(capabilities, "text_document.hover.content_format", ())
    resolved = get_capability(
        capabilities, "text_document.code_action.resolve_support.properties", ()
    )
    return Client(
        encoding,
        MarkupKind.Markdown if MarkupKind.Markdown in hover else MarkupKind.PlainText,
        get_capability(
            capabilities, "text_document.publish_diagnostics.related_information", False
        ),
        "edit" in resolved,
        get_capability(capabilities, "workspace.workspace_edit.document_changes", False),
        get_capability(
            capabilities, "workspace.did_change_watched_files.dynamic_registration", False
        ),
        get_capability(capabilities, "window.work_done_progress", False),
    )
