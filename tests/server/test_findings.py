"""What the server shows in open files, and when."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nova_lint.server.positions import units
from tests.server.conftest import write
from tests.server.editing import CAPABILITIES, Json, editor

WIDER = "`CustomerSerializer.name` accepts 255 characters, `Customer.name` holds {}"


def codes(shown: list[Json]) -> list[str]:
    return [each.get("code", "") for each in shown]


def check(root: Path, *arguments: str) -> Any:
    command = [sys.executable, "-m", "nova_lint", "check", "--format", "json", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)


# The same as on the command line


def test_every_file_of_the_shop_shows_what_check_finds(shop):
    report = check(shop)
    assert report["errors"] == []
    with editor(shop) as session:
        for path in sorted(shop.rglob("*.py")):
            expected = [f for f in report["findings"] if shop / f["path"] == path]
            assert [as_finding(each, path, shop) for each in session.open(path)] == [
                {key: finding[key] for key in KEYS} | {"related": related(finding)}
                for finding in expected
            ]


KEYS = ("code", "severity", "path", "line", "column", "end_line", "end_column", "message")
SEVERITIES = {1: "error", 2: "warning", 3: "info"}


def related(finding: Json) -> list[Json]:
    return [{key: each[key] for key in ("path", "line", "message")} for each in finding["related"]]


def as_finding(shown: Json, path: Path, root: Path) -> Json:
    """A diagnostic in the words of the report; the shop's code is plain ASCII."""
    start, end = shown["range"]["start"], shown["range"]["end"]
    assert shown["source"] == "nova-lint"
    return {
        "code": shown["code"],
        "severity": SEVERITIES[shown["severity"]],
        "path": path.relative_to(root).as_posix(),
        "line": start["line"] + 1,
        "column": start["character"] + 1,
        "end_line": end["line"] + 1,
        "end_column": end["character"] + 1,
        "message": shown["message"],
        "related": [
            {
                "path": each["location"]["uri"].removeprefix(f"{root.as_uri()}/"),
                "line": each["location"]["range"]["start"]["line"] + 1,
                "message": each["message"],
            }
            for each in shown.get("relatedInformation", [])
        ],
    }


# What is typed counts


def test_a_change_shows_before_it_is_saved(session, project):
    path = project / "shop/serializers.py"
    (found,) = session.open(path)
    assert found["message"].startswith(WIDER.format(120))
    session.change(path, session.texts[path].replace("255", "100"))
    assert session.shown(path) == []


def test_an_unsaved_model_shows_in_an_open_serializer(session, project):
    path, models = project / "shop/serializers.py", project / "shop/models.py"
    session.open(path)
    session.open(models)
    session.change(models, session.texts[models].replace("120", "99"))
    (found,) = session.shown(path)
    assert found["message"].startswith(WIDER.format(99))
    (there,) = found["relatedInformation"]
    assert there["location"]["uri"] == models.as_uri()


def test_a_model_that_is_closed_unsaved_is_what_is_on_disk(session, project):
    path, models = project / "shop/serializers.py", project / "shop/models.py"
    session.open(path)
    session.open(models)
    session.change(models, session.texts[models].replace("120", "255"))
    assert session.shown(path) == []
    session.close(models)
    assert session.shown(models) == []
    (found,) = session.shown(path)
    assert found["message"].startswith(WIDER.format(120))


def test_a_model_that_is_saved_and_closed_stays_changed(session, project):
    path, models = project / "shop/serializers.py", project / "shop/models.py"
    session.open(path)
    session.open(models)
    session.change(models, session.texts[models].replace("120", "99"))
    session.shown(path)
    session.save(models)
    session.shown(path)
    session.close(models)
    (found,) = session.shown(path)
    assert found["message"].startswith(WIDER.format(99))


def test_a_file_that_another_program_writes(session, project):
    path, models = project / "shop/serializers.py", project / "shop/models.py"
    session.open(path)
    models.write_text(models.read_text().replace("120", "1000"))
    session.changed_on_disk(models)
    assert session.shown(path) == []


def test_of_many_changes_at_once_the_last_one_is_shown(session, project):
    path = project / "shop/serializers.py"
    session.open(path)
    text, before = session.texts[path], len(session.log)
    for length in range(130, 180):
        session.change(path, text.replace("255", str(length)))
    (found,) = session.shown(path)
    assert "accepts 179 characters" in found["message"]
    published = [each for each in session.log[before:] if "publish" in each.get("method", "")]
    assert len(published) < 10


def test_a_new_file_counts_from_its_first_save_on(session, project):
    path = project / "shop/more.py"
    text = (project / "shop/serializers.py").read_text()
    session.open(path, text.replace("CustomerSerializer", "OtherSerializer"))
    views = project / "shop/views.py"
    session.open(views)
    used = session.texts[views].replace(
        "shop.serializers import Customer", "shop.more import Other"
    )
    session.change(views, used.replace("= CustomerS", "= OtherS"))
    session.shown(views)
    session.save(path)
    assert codes(session.shown(path)) == ["NL101"]


def test_what_is_no_file_is_left_alone(session, project):
    item = {"uri": "untitled:Untitled-1", "languageId": "python", "version": 1, "text": "x = 1\n"}
    session.notify("textDocument/didOpen", textDocument=item)
    assert codes(session.open(project / "shop/serializers.py")) == ["NL101"]
    session.notify("textDocument/didClose", textDocument={"uri": "untitled:Untitled-1"})


def test_a_folder_behind_a_link(server, project, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(project)
    assert codes(server.open(link / "shop/serializers.py")) == ["NL101"]
    server.close(link / "shop/serializers.py")


# Places


FLOATS = """\
from decimal import Decimal


def total(price: Decimal) -> object:
    return ("\N{GRINNING FACE}", price * 1.5)
"""


def test_columns_count_units_of_utf_16(session, project):
    (found,) = session.open(project / "shop/models.py", FLOATS)
    assert found["code"] == "NL301"
    assert found["range"] == {
        "start": {"line": 4, "character": 18},
        "end": {"line": 4, "character": 29},
    }


def test_columns_count_bytes_where_the_editor_prefers_that(project):
    capabilities = CAPABILITIES | {"general": {"positionEncodings": ["utf-8", "utf-16"]}}
    with editor(project, capabilities=capabilities) as session:
        assert session.answer["capabilities"]["positionEncoding"] == "utf-8"
        (found,) = session.open(project / "shop/models.py", FLOATS)
    assert found["range"]["start"] == {"line": 4, "character": 20}


@pytest.mark.parametrize(("encoding", "expected"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_units(encoding, expected):
    assert units("a\N{GREEK SMALL LETTER ALPHA}\N{GRINNING FACE}", encoding) == expected


def test_an_editor_that_says_nothing_of_itself(project):
    with editor(project, capabilities={}) as session:
        (found,) = session.open(project / "shop/serializers.py")
    assert "relatedInformation" not in found
    assert found["message"].endswith("(shop/models.py:5: the column holds 120)")
    assert session.said("$/progress") == session.said("client/registerCapability") == []


def test_windows_line_endings(session, project):
    path = project / "shop/serializers.py"
    (found,) = session.open(path, path.read_text().replace("\n", "\r\n"))
    assert found["range"]["start"] == {"line": 6, "character": 4}


def test_a_form_feed_is_no_line(session, project):
    path = project / "shop/serializers.py"
    (found,) = session.open(path, path.read_text().replace("\n\n\nclass", "\n\n\f\nclass"))
    assert found["range"]["start"] == {"line": 6, "character": 4}


# What a comment silences


def test_a_comment_that_silences_nothing_is_faded(session, project):
    path = project / "shop/models.py"
    line = "    name = models.CharField(max_length=120)"
    text = path.read_text().replace(line, f"{line}  # nova: ignore[NL101]")
    (found,) = session.open(path, text)
    assert (found["code"], found["tags"]) == ("NL001", [1])


# What cannot be read


def test_while_a_model_cannot_be_read_the_others_are_judged_by_what_it_was(session, project):
    path, models = project / "shop/serializers.py", project / "shop/models.py"
    session.open(path)
    session.open(models)
    session.change(models, session.texts[models].replace("120", "99"))
    session.shown(path)
    session.change(models, f"{session.texts[models]}    note = models.(\n")
    (trouble,) = session.shown(models)
    assert trouble["severity"] == 3
    assert trouble["message"].startswith("not valid Python: ")
    assert trouble["range"]["start"]["line"] == 5
    session.change(path, session.texts[path].replace("255", "300"))
    (found,) = session.shown(path)
    assert found["message"].startswith(WIDER.format(99).replace("255", "300"))
    session.change(models, session.texts[models].replace(".(", ".TextField()"))
    assert session.shown(models) == []


def test_a_file_that_could_never_be_read(session, project):
    path = project / "shop/serializers.py"
    path.write_text("class :\n")
    (trouble,) = session.open(path)
    assert (trouble["severity"], "code" in trouble) == (3, False)


def test_a_rule_that_crashes_is_shown_where_it_did(project, tmp_path):
    """A team's own rule, installed beside nova-lint."""
    write(tmp_path / "rules", RULE)
    with editor(project, variables={"PYTHONPATH": str(tmp_path / "rules")}) as session:
        shown = session.open(project / "shop/serializers.py")
    crashes = [each for each in shown if each["code"] == "NL000"]
    assert len(crashes) == 1
    assert crashes[0]["severity"] == 3
    assert "ZeroDivisionError" in crashes[0]["message"]


RULE = {
    "acme.py": '''\
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Rule, Linked


class Crashing(Rule[Linked]):
    """Crashes."""

    code = "ACME1"
    name = "crashing"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject, project):
        yield 1 / 0


RULES = (Crashing,)
''',
    "acme-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme\nVersion: 1\n",
    "acme-1.dist-info/entry_points.txt": "[nova_lint.rules]\nacme = acme\n",
}
