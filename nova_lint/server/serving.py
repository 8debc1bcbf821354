"""The server's process: the protocol over standard input and output."""

from __future__ import annotations

import functools
import os
import sys

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from nova_lint.server.actions import KINDS
from nova_lint.server.features import FEATURES
from nova_lint.server.options import Diagnostics
from nova_lint.server.session import Session
from nova_lint.version import VERSION

CLEAN, UNEXPECTED = 0, 1
"""The protocol's exit codes: whether the editor said that it would end."""

_OPTIONS: dict[str, object] = {
    types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions(KINDS, resolve_provider=True),
}


def serve(diagnostics: Diagnostics) -> None:
    """Serves one editor until it ends."""
    # What a rule prints must not be taken for a message.
    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    editor = _server()
    session = Session(editor, diagnostics)
    for name, feature in FEATURES.items():
        handler = functools.partial(feature, session, editor)
        editor.feature(name, _OPTIONS.get(name))(handler)
    editor.start_io(sys.stdin.buffer, messages)
    # A look that is going on is of no use to anybody, and must not be waited for.
    os._exit(CLEAN if session.was_shut_down else UNEXPECTED)


def _server() -> LanguageServer:
    """A server that gets whole texts: what a line is, for edits by places, editors and Python
    see in different ways, and a file is small beside what is done with it."""
    return LanguageServer("nova-lint", VERSION, types.TextDocumentSyncKind.Full)
