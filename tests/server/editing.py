"""An editor without a screen: it speaks the protocol with the real server, over its standard
input and output, and waits for messages, never for a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

Json = dict[str, Any]
Messages = Callable[[Json], bool]

PATIENCE = 30
"""Seconds after which a message that does not come is a failure."""

CAPABILITIES: Json = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {"resolveSupport": {"properties": ["edit"]}},
    },
    "workspace": {
        "workspaceEdit": {"documentChanges": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    },
    "window": {"workDoneProgress": True},
}


@dataclass
class Editor:
    """One session. `texts` are the open files, by path, as the editor has them."""

    process: subprocess.Popen[bytes]
    answer: Json = field(default_factory=dict)
    log: list[Json] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)
    _versions: dict[Path, int] = field(default_factory=dict)
    _incoming: Queue[Json | None] = field(default_factory=Queue)
    _last: int = 0

    def __post_init__(self) -> None:
        assert self.process.stdout is not None
        Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()

    # Messages -------------------------------------------------------------------------------

    def _read(self, stream: IO[bytes]) -> None:
        while header := stream.readline():
            size = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self._incoming.put(json.loads(stream.read(size)))
        self._incoming.put(None)

    def _send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def wait(self, wanted: Messages) -> Json:
        """The next message that is wanted; the server's questions are answered meanwhile."""
        while True:
            try:
                message = self._incoming.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"no such message, but {self.log[-5:]}") from None
            assert message is not None, "the server has ended"
            self.log.append(message)
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            if wanted(message):
                return message

    def notify(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, **params: Any) -> Any:
        """The result of a request."""
        self._last += 1
        number = self._last
        self._send({"id": number, "method": method, "params": params})
        reply = self.wait(lambda each: each.get("id") == number and "method" not in each)
        assert "error" not in reply, reply
        return reply["result"]

    def said(self, method: str) -> list[Json]:
        """The parameters of all messages of a kind up to now."""
        return [each["params"] for each in self.log if each.get("method") == method]

    # What people do -------------------------------------------------------------------------

    def open(self, path: Path, text: str | None = None) -> list[Json]:
        """Opens a file, and gives what is shown in it."""
        self.begin(path, path.read_text(encoding="utf-8") if text is None else text)
        return self.shown(path)

    def begin(self, path: Path, text: str) -> None:
        self.texts[path] = text
        self._versions[path] = 1
        item = {
            "uri": path.as_uri(),
            "languageId": "python",
            "version": 1,
            "text": self.texts[path],
        }
        self.notify("textDocument/didOpen", textDocument=item)

    def change(self, path: Path, text: str) -> None:
        """Types, and saves nothing."""
        self.texts[path] = text
        self._versions[path] += 1
        document = {"uri": path.as_uri(), "version": self._versions[path]}
        changes = [{"text": text}]
        self.notify("textDocument/didChange", textDocument=document, contentChanges=changes)

    def save(self, path: Path) -> None:
        path.write_bytes(self.texts[path].encode())
        self.notify("textDocument/didSave", textDocument={"uri": path.as_uri()})

    def close(self, path: Path) -> None:
        del self.texts[path], self._versions[path]
        self.notify("textDocument/didClose", textDocument={"uri": path.as_uri()})

    def shown(self, path: Path) -> list[Json]:
        """What is shown in a file next, in the version that the editor has."""
        uri, version = path.as_uri(), self._versions.get(path)
        message = self.wait(
            lambda each: (
                each.get("method") == "textDocument/publishDiagnostics"
                and each["params"]["uri"] == uri
                and each["params"].get("version") == version
            )
        )
        return list(message["params"]["diagnostics"])

    def changed_on_disk(self, *paths: Path) -> None:
        changes = [{"uri": path.as_uri(), "type": 2} for path in paths]
        self.notify("workspace/didChangeWatchedFiles", changes=changes)

    def actions(self, path: Path, there: Json, *only: str) -> list[Json]:
        """What can be done in a range."""
        context = {"diagnostics": [], **({"only": list(only)} if only else {})}
        found = self.request(
            "textDocument/codeAction",
            textDocument={"uri": path.as_uri()},
            range=there,
            context=context,
        )
        return list(found)

    def hover(self, path: Path, line: int, character: int) -> Any:
        position = {"line": line, "character": character}
        document = {"uri": path.as_uri()}
        return self.request("textDocument/hover", textDocument=document, position=position)

    def applied(self, path: Path, action: Json) -> str:
        """The text of a file after an action."""
        if "edit" not in action:
            action = self.request("codeAction/resolve", **action)
        (change,) = action["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": path.as_uri(), "version": self._versions[path]}
        return edited(self.texts[path], change["edits"])


def edited(text: str, edits: list[Json]) -> str:
    """A text after edits whose columns count units of UTF-16."""
    lines = text.split("\n")

    def offset(position: Json) -> int:
        line = lines[position["line"]]
        before = line.encode("utf-16-le")[: 2 * position["character"]].decode("utf-16-le")
        return sum(len(each) + 1 for each in lines[: position["line"]]) + len(before)

    spans = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def only_titled(actions: list[Json], start: str) -> Json:
    """The one action whose title begins so."""
    (found,) = (each for each in actions if each["title"].startswith(start))
    return found


@contextmanager
def editor(
    *folders: Path,
    arguments: tuple[str, ...] = (),
    options: object = None,
    capabilities: Mapping[str, Any] = CAPABILITIES,
    variables: Mapping[str, str] = {},
) -> Iterator[Editor]:
    """A session with some folders, which ends as an editor ends it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "nova_lint", "server", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | variables,
    )
    try:
        session = Editor(process)
        session.answer = session.request(
            "initialize",
            processId=None,
            rootUri=None,
            workspaceFolders=[{"uri": each.as_uri(), "name": each.name} for each in folders],
            capabilities=capabilities,
            initializationOptions=options,
        )
        session.notify("initialized")
        yield session
        session.request("shutdown")
        session.notify("exit")
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
