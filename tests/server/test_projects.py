"""Which project a file belongs to, its settings, and what the user is told of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nova_lint.server.projects import project_of
from tests.server.conftest import PROJECT, write
from tests.server.editing import Editor, Json, editor


def is_message(message: Json) -> bool:
    return message.get("method") == "window/showMessage"


# Settings


def test_changed_settings_count_at_once(session, project):
    path, settings = project / "shop/serializers.py", project / "nova-lint.toml"
    assert len(session.open(path)) == 1
    settings.write_text('ignore = ["NL101"]\n')
    session.changed_on_disk(settings)
    assert session.shown(path) == []
    settings.write_text('[severity]\nNL101 = "info"\n')
    session.changed_on_disk(settings)
    assert [each["severity"] for each in session.shown(path)] == [3]


def test_wrong_settings_are_told_once_and_nothing_is_shown(session, project):
    path, settings = project / "shop/serializers.py", project / "nova-lint.toml"
    session.open(path)
    before = len(session.said("window/showMessage"))
    settings.write_text('ignore = ["NL1O1"]\n')
    session.changed_on_disk(settings)
    assert session.shown(path) == []
    session.change(path, session.texts[path] + "\n")
    assert session.shown(path) == []
    (told,) = session.said("window/showMessage")[before:]
    assert told["type"] == 1
    assert f'{settings}: ignore: unknown rule "NL1O1"' in told["message"]
    settings.write_text("")
    session.changed_on_disk(settings)
    assert len(session.shown(path)) == 1


def test_the_server_shows_that_it_reads_a_project(session, project):
    before = len(session.said("$/progress"))
    session.open(project / "shop/serializers.py")
    session.open(project / "shop/models.py")
    values = [each["value"] for each in session.said("$/progress")[before:]]
    assert [each["kind"] for each in values] == ["begin", "end"]
    assert values[0]["title"] == "nova-lint reads project"


def test_the_server_asks_to_be_told_of_files(session, project):
    session.open(project / "shop/serializers.py")
    (registered,) = session.said("client/registerCapability")
    (registration,) = registered["registrations"]
    patterns = [each["globPattern"] for each in registration["registerOptions"]["watchers"]]
    assert patterns == ["**/*.py", "**/pyproject.toml", "**/setup.cfg", "**/nova-lint.toml"]


# Folders


def test_two_folders_are_two_projects(session, project, tmp_path):
    other = write(tmp_path / "other", PROJECT | {"nova-lint.toml": 'severity = {NL101 = "info"}'})
    event = {"added": [{"uri": other.as_uri(), "name": "other"}], "removed": []}
    session.notify("workspace/didChangeWorkspaceFolders", event=event)
    mine, theirs = project / "shop/serializers.py", other / "shop/serializers.py"
    assert [each["severity"] for each in session.open(mine)] == [1]
    assert [each["severity"] for each in session.open(theirs)] == [3]
    models = project / "shop/models.py"
    session.open(models)
    session.change(models, session.texts[models].replace("120", "255"))
    assert session.shown(mine) == []
    session.change(theirs, session.texts[theirs] + "\n")
    assert len(session.shown(theirs)) == 1


def test_a_directory_with_settings_of_its_own_is_a_project_in_a_folder(tmp_path):
    root = write(tmp_path / "root", {".git/HEAD": "", "a/setup.cfg": "[nova-lint]\n", "b/x.py": ""})
    assert project_of(root / "a/app/models.py", [root]) == root / "a"
    assert project_of(root / "b/x.py", [root]) == root
    assert project_of(root / "a/app/models.py", [root, root / "a/app"]) == root / "a/app"
    assert project_of(tmp_path / "alone.py", [root]) == tmp_path


# Mishaps


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no way to see processes")
def test_a_companion_that_dies_is_started_again(project):
    path = project / "shop/serializers.py"
    with editor(project) as session:
        session.open(path)
        os.kill(companion_of(session), signal.SIGKILL)
        session.change(path, session.texts[path].replace("255", "254"))
        assert session.shown(path) == []
        session.change(path, session.texts[path].replace("254", "253"))
        assert "accepts 253 characters" in session.shown(path)[0]["message"]
        (told,) = session.said("window/showMessage")
        assert "its process ended with status -9" in told["message"]


def companion_of(session: Editor) -> int:
    server = session.process.pid
    children = [
        number
        for task in Path(f"/proc/{server}/task").iterdir()
        for number in (task / "children").read_text().split()
    ]
    (companion,) = map(int, children)
    return companion


def test_an_editor_that_vanishes_takes_the_server_along(project):
    process = subprocess.Popen(
        [sys.executable, "-m", "nova_lint", "server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdin.close()
    assert process.wait(30) == 1
    assert process.stdout.read() == b""


def test_without_pygls_the_command_names_the_extra():
    program = (
        "import sys; sys.modules['pygls'] = None\nfrom nova_lint.cli import main\nmain(['server'])"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'pip install "nova-lint[server]"' in done.stderr
    assert "Traceback" not in done.stderr
