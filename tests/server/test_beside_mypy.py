"""An editor that shows mypy's findings, and has the server for everything else."""

from __future__ import annotations

from tests.plugin.running import SETTINGS, Called, cache_of_nothing
from tests.server.conftest import write
from tests.server.editing import editor, only_titled


def test_what_mypy_shows_the_server_silences(project):
    write(project, {"mypy.ini": SETTINGS})
    mypy = Called(project, ("--cache-dir", str(cache_of_nothing())))
    (told,) = mypy.check()
    assert told.endswith("[nova-wider-length]")
    path = project / "shop/serializers.py"
    with editor(project, options={"diagnostics": "off"}) as session:
        session.begin(path, path.read_text())
        there = {"line": int(told.split(":")[1]) - 1, "character": 4}
        actions = session.actions(path, {"start": there, "end": there})
        silence = only_titled(actions, "Silence NL101 (wider-length)")
        session.texts[path] = session.applied(path, silence)
        session.save(path)
        assert session.said("textDocument/publishDiagnostics") == []
    assert mypy.check() == []
