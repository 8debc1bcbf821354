"""The editor's sign that something takes its time."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lsprotocol.types import WorkDoneProgressBegin, WorkDoneProgressEnd
from pygls.lsp.server import LanguageServer


@asynccontextmanager
async def progress(editor: LanguageServer, title: str) -> AsyncIterator[None]:
    """Shows what is going on as long as it does."""
    token = str(uuid.uuid4())
    await editor.work_done_progress.create_async(token)
    editor.work_done_progress.begin(token, WorkDoneProgressBegin(title))
    try:
        yield
    finally:
        editor.work_done_progress.end(token, WorkDoneProgressEnd())
