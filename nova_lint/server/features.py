"""What the server does at each message of the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from nova_lint.engine.fixes.editing import Text
from nova_lint.errors import ConfigError
from nova_lint.server.actions import actions
from nova_lint.server.client import client_with
from nova_lint.server.documents import Document, path_of
from nova_lint.server.hover import hover_at
from nova_lint.server.options import diagnostics_in
from nova_lint.server.session import Session

_WATCHED = ("**/*.py", "**/pyproject.toml", "**/setup.cfg", "**/nova-lint.toml")


def initialize(session: Session, editor: LanguageServer, params: types.InitializeParams) -> None:
    encoding = editor.workspace.position_encoding or types.PositionEncodingKind.Utf16
    session.client = client_with(params.capabilities, encoding)
    _follow_options(session, editor, params.initialization_options)


async def initialized(
    session: Session, editor: LanguageServer, params: types.InitializedParams
) -> None:
    if session.client.watches_files:
        await editor.client_register_capability_async(_watching())
    await session.keep_up()


def shutdown(session: Session, editor: LanguageServer, params: object) -> None:
    session.was_shut_down = True


def did_open(
    session: Session, editor: LanguageServer, params: types.DidOpenTextDocumentParams
) -> None:
    document = _document(editor, params.text_document.uri)
    if document is not None:
        session.open(document)


def did_change(
    session: Session, editor: LanguageServer, params: types.DidChangeTextDocumentParams
) -> None:
    document = _document(editor, params.text_document.uri)
    if document is not None:
        session.edit(document)


def did_close(
    session: Session, editor: LanguageServer, params: types.DidCloseTextDocumentParams
) -> None:
    session.close(params.text_document.uri)


def did_change_on_disk(session: Session, editor: LanguageServer, params: object) -> None:
    session.look_again()


def did_change_configuration(
    session: Session, editor: LanguageServer, params: types.DidChangeConfigurationParams
) -> None:
    _follow_options(session, editor, params.settings)


async def code_action(
    session: Session, editor: LanguageServer, params: types.CodeActionParams
) -> list[types.CodeAction]:
    judged = await session.judged(params.text_document.uri)
    if judged is None:
        return []
    found = actions(judged, params, list(session.documents), session.client)
    if session.client.resolves_edits:
        return found
    return [await resolve(session, editor, each) for each in found]


async def resolve(
    session: Session, editor: LanguageServer, params: types.CodeAction
) -> types.CodeAction:
    """The action with its edit, which is worked out when it is wanted."""
    if params.edit is None and isinstance(params.data, str):
        params.edit = await session.mended(params.data)
    return params


async def hover(
    session: Session, editor: LanguageServer, params: types.HoverParams
) -> types.Hover | None:
    judged = await session.judged(params.text_document.uri)
    if judged is None:
        return None
    # The first time, the rules are loaded for their pages.
    return await asyncio.to_thread(hover_at, judged, params.position, session.client)


FEATURES: dict[str, Callable[..., object]] = {
    types.INITIALIZE: initialize,
    types.INITIALIZED: initialized,
    types.SHUTDOWN: shutdown,
    types.TEXT_DOCUMENT_DID_OPEN: did_open,
    types.TEXT_DOCUMENT_DID_CHANGE: did_change,
    types.TEXT_DOCUMENT_DID_SAVE: did_change_on_disk,
    types.TEXT_DOCUMENT_DID_CLOSE: did_close,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: did_change_on_disk,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: did_change_on_disk,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: did_change_configuration,
    types.TEXT_DOCUMENT_CODE_ACTION: code_action,
    types.CODE_ACTION_RESOLVE: resolve,
    types.TEXT_DOCUMENT_HOVER: hover,
}


def _document(editor: LanguageServer, uri: str) -> Document | None:
    """An open file as it is now; None for what is no file."""
    path = path_of(uri)
    if path is None:
        return None
    now = editor.workspace.get_text_document(uri)
    return Document(uri, path, now.version, Text(now.source))


def _follow_options(session: Session, editor: LanguageServer, options: object) -> None:
    try:
        session.show(diagnostics_in(options, session.diagnostics))
    except ConfigError as error:
        editor.window_show_message(
            types.ShowMessageParams(types.MessageType.Error, f"nova-lint: {error}")
        )


def _watching() -> types.RegistrationParams:
    watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    return types.RegistrationParams([types.Registration("nova-lint.files", method, options)])
