"""What the user is told beside the text: each thing once, until it was otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from lsprotocol.types import (
    LogMessageParams,
    MessageType,
    ShowMessageParams,
)
from pygls.lsp.server import LanguageServer

from nova_lint.engine.companion.consulting import Answer
from nova_lint.engine.companion.editors import Seen


class Telling(msgspec.Struct):
    """Tells of each project what is new."""

    editor: LanguageServer
    _told: dict[Path, frozenset[str]] = msgspec.field(default_factory=dict)

    def tell(self, project: Path, answer: Answer) -> None:
        """Shows why a project was not looked at, or what was left out of the look."""
        said = frozenset(_messages(answer))
        for message in sorted(said - self._told.get(project, frozenset())):
            kind = MessageType.Error if answer.failure else MessageType.Warning
            self.editor.window_show_message(ShowMessageParams(kind, message))
        self._note(project, answer)
        self._told[project] = said | _notices(answer)

    def _note(self, project: Path, answer: Answer) -> None:
        """Writes into the editor's log what nobody needs to look at at once."""
        known = self._told.get(project, frozenset())
        for notice in sorted(_notices(answer) - known):
            self.editor.window_log_message(LogMessageParams(MessageType.Info, notice))


def _messages(answer: Answer) -> Iterator[str]:
    if answer.has_ended:
        yield f"nova-lint: {answer.failure}. It is started again at the next change"
    elif answer.failure:
        yield f"nova-lint did not look at this project: {answer.failure}"
    if isinstance(answer.for_editor, Seen):
        for problem in answer.for_editor.general:
            yield f"nova-lint: {problem.path}{': ' if problem.path else ''}{problem.message}"


def _notices(answer: Answer) -> frozenset[str]:
    seen = answer.for_editor
    said = (answer.trace, seen.notice if isinstance(seen, Seen) else "")
    return frozenset(filter(None, said))
