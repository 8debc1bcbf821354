"""The comment that silences a finding: after it is written, the finding is silent."""

from __future__ import annotations

import pytest

from nova_lint.engine.finding import Finding, Severity
from nova_lint.engine.fixes.editing import Text, splice, spliced
from nova_lint.engine.fixes.silencing import silence
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.suppression import suppress
from nova_lint.workspace.place import Place


def finding_at(text: str, marked: str, code: str = "NL101") -> Finding:
    start = text.index(marked)
    end = start + len(marked)
    first, last = text[:start].count("\n") + 1, text[:end].count("\n") + 1
    columns = start - text.rfind("\n", 0, start), end - text.rfind("\n", 0, end)
    place = Place("forms.py", first, columns[0], last, columns[1])
    return Finding(code, "wider-length", Severity.ERROR, place, "it is wider")


CASES = {
    "behind the code": ("name = CharField()\n", "name = CharField()  # nova: ignore[NL101]\n"),
    "no line feed at the end": ("name = CharField()", "name = CharField()  # nova: ignore[NL101]"),
    "behind blanks": ("name = CharField()   \n", "name = CharField()  # nova: ignore[NL101]\n"),
    "behind another comment": (
        "name = CharField()  # noqa: E501\n",
        "name = CharField()  # noqa: E501  # nova: ignore[NL101]\n",
    ),
    "into the brackets": (
        "name = CharField()  # nova: ignore[NL103] why\n",
        "name = CharField()  # nova: ignore[NL103, NL101] why\n",
    ),
    "into empty brackets": (
        "name = CharField()  # nova: ignore[]\n",
        "name = CharField()  # nova: ignore[NL101]\n",
    ),
    "around a bare code": (
        "name = CharField()  # nova: ignore NL103 why\n",
        "name = CharField()  # nova: ignore [NL103, NL101] why\n",
    ),
    "around a bare name": (
        "name = CharField()  # nova: ignore wrong-type why\n",
        "name = CharField()  # nova: ignore [wrong-type, NL101] why\n",
    ),
    "not into one that is not understood": (
        "name = CharField()  # nova: ignored[NL103]\n",
        "name = CharField()  # nova: ignored[NL103]  # nova: ignore[NL101]\n",
    ),
    "into the comment above": (
        "# nova: ignore[NL103] why\nname = CharField()\n",
        "# nova: ignore[NL103, NL101] why\nname = CharField()\n",
    ),
    "not into one for the file": (
        "# nova: ignore-file[NL103]\nname = CharField()\n",
        "# nova: ignore-file[NL103]\nname = CharField()  # nova: ignore[NL101]\n",
    ),
    "on the first line of several": (
        "name = CharField(\n    max_length=9,\n)\n",
        "name = CharField(  # nova: ignore[NL101]\n    max_length=9,\n)\n",
    ),
    "on the last line, behind a string": (
        'name = CharField("""a\nb""")\n',
        'name = CharField("""a\nb""")  # nova: ignore[NL101]\n',
    ),
    "on the last line, behind a string with values": (
        'name = CharField(f"""{\na}\nb""")\n',
        'name = CharField(f"""{\na}\nb""")  # nova: ignore[NL101]\n',
    ),
    "on the last line, behind a backslash": (
        "name = \\\n    CharField()\n",
        "name = \\\n    CharField()  # nova: ignore[NL101]\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_where_the_comment_goes(before, after):
    start = before.index("name")
    code = before[start:].partition("  #")[0].rstrip()
    assert applied(before, finding_at(before, code)) == after
    assert is_silenced(after, code)


def test_above_a_line_that_can_hold_no_comment():
    before = 'def f():\n    g(CharField(), """\n    """, \\\n    1)\n'
    after = 'def f():\n    # nova: ignore[NL101]\n    g(CharField(), """\n    """, \\\n    1)\n'
    assert applied(before, finding_at(before, "CharField()")) == after
    assert is_silenced(after, "CharField()")


def test_other_line_endings_stay():
    text = Text("name = CharField()\r\nother = 1\r\n")
    fix = silence(text.plain, finding_at(text.plain, "name = CharField()"))
    assert fix is not None
    after = spliced(text, [splice(text, edit) for edit in fix.edits])
    assert after.raw == "name = CharField()  # nova: ignore[NL101]\r\nother = 1\r\n"


@pytest.mark.parametrize("code", ["NL001", "NL002"])
def test_findings_about_comments_are_not_silenced(code):
    text = "name = 1  # nova: ignore[NL103]\n"
    assert silence(text, finding_at(text, "# nova: ignore[NL103]", code)) is None


def test_nothing_is_written_where_strings_are_not_known():
    text = 'name = CharField()\nother = """\n'
    assert silence(text, finding_at(text, "name = CharField()")) is None


def applied(before: str, finding: Finding) -> str:
    fix = silence(before, finding)
    assert fix is not None
    text = Text(before)
    return spliced(text, [splice(text, edit) for edit in fix.edits]).raw


def is_silenced(text: str, marked: str) -> bool:
    found = finding_at(text, marked.partition("\n")[0])
    last = text.split("\n")[: -1 if text.endswith("\n") else None]
    place = Place("forms.py", found.place.line, 1, len(last), len(last[-1]) + 1)
    finding = Finding(found.code, found.name, found.severity, place, found.message)
    outcome = suppress("forms.py", text, [finding], {"NL101"}, installed_rules().infos)
    return outcome.kept == ()
