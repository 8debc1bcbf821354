"""What the server offers to do: the edits are those of `--fix`, and silence is silence."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.conftest import PROJECT
from tests.server.editing import CAPABILITIES, Json, editor, only_titled

FIX_ALL = "source.fixAll.nova-lint"
WHOLE: Json = {"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}}


def fixed_by_check(root: Path, path: str, *arguments: str) -> str:
    """The text of a file after `nova-lint check --fix` in a copy of its project."""
    copy = root.parent / f"{root.name}-fixed"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy)
    command = [sys.executable, "-m", "nova_lint", "check", "--fix", *arguments, path]
    subprocess.run(command, cwd=copy, capture_output=True, check=False)
    return (copy / path).read_bytes().decode()


@pytest.fixture(scope="module")
def in_shop(shop):
    with editor(shop) as session:
        yield session


# Fixes


def test_a_safe_fix_is_the_preferred_one(in_shop, shop):
    path = shop / "shop/orders/live.py"
    shown = in_shop.open(path)
    (awaited,) = (each for each in shown if each["code"] == "NL208")
    action = only_titled(in_shop.actions(path, awaited["range"]), "NL208")
    assert (action["kind"], action["isPreferred"]) == ("quickfix", True)
    in_shop.change(path, in_shop.applied(path, action))
    assert "NL208" not in [each["code"] for each in in_shop.shown(path)]
    in_shop.close(path)


def test_everything_that_is_safe_at_once(in_shop, shop):
    path = shop / "shop/orders/live.py"
    in_shop.open(path)
    (action,) = in_shop.actions(path, WHOLE, "source.fixAll")
    assert (action["kind"], "edit" in action) == (FIX_ALL, False)
    after = in_shop.applied(path, action)
    assert after == fixed_by_check(shop, "shop/orders/live.py")
    in_shop.change(path, after)
    for left in in_shop.actions(path, WHOLE, FIX_ALL):
        # What would raise another finding is not fixed, however often somebody asks.
        assert "edit" not in in_shop.request("codeAction/resolve", **left)
    in_shop.close(path)


@pytest.mark.parametrize(
    "path", ["shop/invoices/schemas.py", "shop/customers/forms.py", "shop/orders/serializers.py"]
)
def test_unsafe_fixes_are_marked_and_give_what_check_gives(in_shop, shop, path):
    """One of these needs an import."""
    file = shop / path
    in_shop.open(file)
    while actions := [a for a in in_shop.actions(file, WHOLE) if "isPreferred" in a]:
        assert all(each["title"].endswith(" (unsafe)") for each in actions)
        assert not any(each["isPreferred"] for each in actions)
        in_shop.change(file, in_shop.applied(file, actions[0]))
    assert in_shop.texts[file] == fixed_by_check(shop, path, "--unsafe-fixes")
    in_shop.close(file)


def test_fixes_of_an_unsaved_text(session, project):
    path, models = project / "shop/serializers.py", project / "shop/models.py"
    (found,) = session.open(path)
    session.open(models)
    session.change(models, session.texts[models].replace("120", "99"))
    action = only_titled(session.actions(path, found["range"]), "NL101")
    assert action["title"] == "NL101: Set max_length to 99 (unsafe)"
    assert session.applied(path, action) == session.texts[path].replace("255", "99")


def test_line_endings_stay(session, project):
    path = project / "shop/models.py"
    text = "x = 1  # nova: ignore[NL101]\r\ny = 2\r\n"
    (found,) = session.open(path, text)
    action = only_titled(session.actions(path, found["range"]), "NL001")
    assert session.applied(path, action) == "x = 1\r\ny = 2\r\n"
    (everything,) = session.actions(path, WHOLE, FIX_ALL)
    assert session.applied(path, everything) == "x = 1\r\ny = 2\r\n"


def test_an_action_bears_what_the_editor_shows_of_the_finding(session, project):
    path = project / "shop/serializers.py"
    shown = session.open(path)
    found = session.request(
        "textDocument/codeAction",
        textDocument={"uri": path.as_uri()},
        range=shown[0]["range"],
        context={"diagnostics": shown},
    )
    assert [each["diagnostics"] for each in found] == [shown, shown]


def test_there_is_nothing_to_do_elsewhere(session, project):
    path = project / "shop/serializers.py"
    session.open(path)
    first = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    assert session.actions(path, first) == []
    assert session.actions(path, WHOLE, "refactor") == []


def test_an_editor_that_takes_plain_edits_at_once(project):
    capabilities = {**CAPABILITIES, "textDocument": {}, "workspace": {}}
    path = project / "shop/models.py"
    with editor(project, capabilities=capabilities, options={"diagnostics": "off"}) as session:
        session.begin(path, "x = 1  # nova: ignore[NL101]\n")
        (action,) = session.actions(path, WHOLE, "source")
    ((uri, edits),) = action["edit"]["changes"].items()
    assert (uri, [each["newText"] for each in edits]) == (path.as_uri(), ["x = 1\n"])
    assert session.said("textDocument/publishDiagnostics") == []


# Silence


def test_a_silenced_finding_is_silent_for_the_command_line_too(session, project):
    path = project / "shop/serializers.py"
    (found,) = session.open(path)
    action = only_titled(session.actions(path, found["range"]), "Silence NL101")
    session.change(path, session.applied(path, action))
    assert session.shown(path) == []
    session.save(path)
    command = [sys.executable, "-m", "nova_lint", "check", "--ignore", "NL401"]
    assert subprocess.run(command, cwd=project, capture_output=True, check=False).returncode == 0


def test_silence_joins_a_comment_that_is_there(session, project):
    path = project / "shop/serializers.py"
    line = "    name = serializers.CharField(max_length=255)"
    text = PROJECT["shop/serializers.py"].replace(line, f"{line}  # nova: ignore[NL103] why")
    shown = session.open(path, text)
    (found,) = (each for each in shown if each["code"] == "NL101")
    action = only_titled(session.actions(path, found["range"]), "Silence NL101")
    assert f"{line}  # nova: ignore[NL103, NL101] why\n" in session.applied(path, action)


# Explanations


def test_hovering_over_a_finding_shows_the_page_of_its_rule(session, project):
    path = project / "shop/serializers.py"
    (found,) = session.open(path)
    hover = session.hover(path, 6, 10)
    assert hover["range"] == found["range"]
    assert hover["contents"]["kind"] == "markdown"
    text = hover["contents"]["value"]
    assert text.startswith(f"**NL101 wider-length** (error): {found['message']}")
    assert "# NL101: wider-length" in text
    assert session.hover(path, 0, 0) is None


# An editor that shows mypy's findings as well


def test_without_diagnostics_everything_else_is_there(project):
    path = project / "shop/serializers.py"
    with editor(project, arguments=("--diagnostics", "off")) as session:
        session.begin(path, path.read_text())
        titles = [each["title"] for each in session.actions(path, WHOLE)]
        assert titles == [
            "NL101: Set max_length to 120 (unsafe)",
            "Silence NL101 (wider-length) on this line",
        ]
        assert "wider-length" in session.hover(path, 6, 10)["contents"]["value"]
        assert session.said("textDocument/publishDiagnostics") == []
        configure(session, {"nova-lint": {"diagnostics": "on"}})
        (shown,) = session.wait(is_published)["params"]["diagnostics"]
        assert shown["code"] == "NL101"
        configure(session, {"nova-lint": {"diagnostics": "off"}})
        assert session.wait(is_published)["params"]["diagnostics"] == []
        configure(session, {"nova-lint": {"diagnostics": "of"}})
        message = session.wait(lambda each: each.get("method") == "window/showMessage")
        assert "diagnostics" in message["params"]["message"]


def configure(session, settings: Json) -> None:
    session.notify("workspace/didChangeConfiguration", settings=settings)


def is_published(message: Json) -> bool:
    return message.get("method") == "textDocument/publishDiagnostics"
