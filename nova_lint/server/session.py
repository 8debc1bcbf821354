"""One editor's session: what it has open, and what is found there, kept up to date.

Looks at projects follow one another. What changes while one is going on is looked at in the
next, however many changes that are; what a look says of a text that is another one by then
is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path

from lsprotocol.types import Diagnostic, PublishDiagnosticsParams, WorkspaceEdit
from pygls.lsp.server import LanguageServer

from nova_lint.engine.companion.consulting import Answer
from nova_lint.engine.companion.editors import Found, Look, Mend, Mended, Seen
from nova_lint.server.actions import fixed
from nova_lint.server.changes import Changes
from nova_lint.server.client import Client
from nova_lint.server.consultant import Consultant
from nova_lint.server.diagnostics import diagnostics_of
from nova_lint.server.documents import Document, Judged, path_of
from nova_lint.server.options import Diagnostics
from nova_lint.server.progress import progress
from nova_lint.server.projects import project_of
from nova_lint.server.telling import Telling

_PAUSE = 0.1
"""Seconds without an edit after which a look is worth its while."""

_NOTHING = Found((), ())


class Session:
    """What an editor has open, by URI, and what the last look found in it."""

    def __init__(self, editor: LanguageServer, diagnostics: Diagnostics) -> None:
        self.client = Client()
        self.diagnostics = diagnostics
        self.was_shut_down = False
        self._editor = editor
        self._documents: dict[str, Document] = {}
        self._projects: dict[str, Path] = {}
        self._judged: dict[str, Judged] = {}
        self._known: set[Path] = set()
        self._changes = Changes()
        self._consultant = Consultant()
        self._telling = Telling(editor)

    @property
    def documents(self) -> Collection[Document]:
        return self._documents.values()

    # What the editor does -------------------------------------------------------------------

    def open(self, document: Document) -> None:
        self._documents[document.uri] = document
        self._projects[document.uri] = project_of(document.path, self._folders())
        self._changes.note([self._projects[document.uri]], pause=0)

    def edit(self, document: Document) -> None:
        self._documents[document.uri] = document
        self._changes.note([self._projects[document.uri]], pause=_PAUSE)

    def close(self, uri: str) -> None:
        if self._documents.pop(uri, None) is None:
            return
        self._judged.pop(uri, None)
        self._publish(uri, None, [])
        self._changes.note([self._projects.pop(uri)], pause=0)

    def look_again(self) -> None:
        """Looks at everything: files on disk have changed, or what is a project."""
        folders = list(self._folders())
        self._projects = {
            uri: project_of(document.path, folders) for uri, document in self._documents.items()
        }
        self._changes.note(self._projects.values(), pause=0)

    def show(self, diagnostics: Diagnostics) -> None:
        """Begins to publish what is found, or takes it all back."""
        if diagnostics is self.diagnostics:
            return
        for uri in self._documents:
            self._publish(uri, None, [])
        self.diagnostics = diagnostics
        self.look_again()

    def _folders(self) -> Iterator[Path]:
        workspace = self._editor.workspace
        root = [workspace.root_uri] if workspace.root_uri else []
        for uri in workspace.folders or root:
            path = path_of(uri)
            if path is not None:
                yield path

    # What is found --------------------------------------------------------------------------

    async def keep_up(self) -> None:
        """Looks at what has changed, over and over."""
        while True:
            async with self._changes.next() as projects:
                for project in sorted(projects):
                    await self._look(project)

    async def judged(self, uri: str) -> Judged | None:
        """What is found in a document as it is now."""
        await self._changes.settled()
        return self._judged.get(uri)

    async def mended(self, uri: str) -> WorkspaceEdit | None:
        """The edit that fixes all that can safely be fixed in a document."""
        judged = await self.judged(uri)
        if judged is None:
            return None
        look = self._request(self._projects[uri])
        answer = await self._consultant.answer(Mend(look, str(judged.document.path)))
        match answer.for_editor:
            case Mended(text=str(text)):
                return fixed(judged, text, self.client)
        return None

    async def _look(self, project: Path) -> None:
        documents = list(self._documents_in(project))
        if not documents:
            return
        async with self._sign_of_life(project):
            answer = await self._consultant.answer(self._request(project))
        self._telling.tell(project, answer)
        for document in documents:
            if self._documents.get(document.uri) is document:
                self._judge(document, project, answer)

    def _documents_in(self, project: Path) -> Iterator[Document]:
        return (each for uri, each in self._documents.items() if self._projects[uri] == project)

    def _request(self, project: Path) -> Look:
        texts = {str(each.path): each.text.raw for each in self._documents_in(project)}
        return Look(str(project), texts)

    def _judge(self, document: Document, project: Path, answer: Answer) -> None:
        match answer.for_editor:
            case Seen(root=root, found=found):
                here = found.get(str(document.path), _NOTHING)
                judged = Judged(document, Path(root), here)
            case _:
                judged = Judged(document, project, _NOTHING)
        self._judged[document.uri] = judged
        shown = diagnostics_of(judged, self.documents, self.client)
        self._publish(document.uri, document.version, shown)

    def _sign_of_life(self, project: Path) -> AbstractAsyncContextManager[None]:
        """Something for the eye while a project is read for the first time."""
        if project in self._known or not self.client.shows_progress:
            return nullcontext()
        self._known.add(project)
        return progress(self._editor, f"nova-lint reads {project.name}")

    def _publish(self, uri: str, version: int | None, shown: list[Diagnostic]) -> None:
        if self.diagnostics is Diagnostics.ON:
            self._editor.text_document_publish_diagnostics(
                PublishDiagnosticsParams(uri, shown, version)
            )
