"""What a finding looks like to a person."""

from __future__ import annotations

import io
import textwrap
from pathlib import Path

import pytest

from nova_lint.engine.finding import Finding, Related, Severity
from nova_lint.problem import Problem
from nova_lint.report.sources import Sources
from nova_lint.report.style import COLOURED, PLAIN, Style, cells, printable, style_for
from nova_lint.report.text import render, render_problems, summary
from nova_lint.workspace.place import Place

MESSAGE = (
    "`total` accepts no value, but the column is NOT NULL and nothing supplies one: "
    "saving the form raises IntegrityError"
)


PLAIN_STYLE = Style()


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    (tmp_path / "forms.py").write_text(
        "class OrderForm(forms.Form):\n"
        "    total = forms.DecimalField(required=False)\n"
        "    name = forms.CharField(\n"
        "        max_length=300,\n"
        "    )\n"
    )
    (tmp_path / "models.py").write_text("\n" * 119 + "    total = models.DecimalField()\n")
    return Sources(tmp_path, tmp_path)


def finding(place: Place, message: str = MESSAGE, *related: Related) -> Finding:
    return Finding("NL103", "nullable-input", Severity.ERROR, place, message, related)


def shown(sources: Sources, found: Finding, style: Style = PLAIN_STYLE) -> str:
    """The block of one finding, without the empty line that ends it."""
    block = "".join(render([found], sources, style))
    assert block.endswith("\n\n")
    return block[:-1]


def block(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


TOTAL = Place("forms.py", 2, 5, 2, 10)


def test_the_line_and_the_other_side(sources):
    other = Related(Place("models.py", 120, 5, 120, 10), "the column is NOT NULL")
    assert shown(sources, finding(TOTAL, "it hurts", other)) == block(
        """
        forms.py:2:5: error NL103 nullable-input  it hurts
            |
          2 |     total = forms.DecimalField(required=False)
            |     ^^^^^
           --> models.py:120  the column is NOT NULL
            |
        120 |     total = models.DecimalField()
            |     ^^^^^
        """
    )


def test_on_a_narrow_terminal_the_message_is_wrapped_below_the_header(sources):
    assert shown(sources, finding(TOTAL), Style(PLAIN, width=60)) == block(
        """
        forms.py:2:5: error NL103 nullable-input
          `total` accepts no value, but the column is NOT NULL and
          nothing supplies one: saving the form raises
          IntegrityError
          |
        2 |     total = forms.DecimalField(required=False)
          |     ^^^^^
        """
    )


def test_in_a_file_each_message_stays_on_the_line_of_its_place(sources):
    (header, *_) = shown(sources, finding(TOTAL)).splitlines()
    assert header == f"forms.py:2:5: error NL103 nullable-input  {MESSAGE}"


def test_a_range_of_several_lines(sources):
    assert shown(sources, finding(Place("forms.py", 3, 12, 5, 6), "it hurts")) == block(
        """
        forms.py:3:12: error NL103 nullable-input  it hurts
          |
        3 |     name = forms.CharField(
          |            ^^^^^^^^^^^^^^^^
        4 |         max_length=300,
        5 |     )
        """
    )


def test_of_a_long_range_only_the_beginning_is_shown(sources):
    text = shown(sources, finding(Place("models.py", 110, 1, 120, 1), "it hurts"))
    assert text.splitlines()[-2:] == ["113 |", "..."]


def test_a_file_that_is_gone_still_has_its_message(sources):
    assert shown(sources, finding(Place("gone.py", 1, 1, 1, 2), "it hurts")) == (
        "gone.py:1:1: error NL103 nullable-input  it hurts\n"
    )


def test_of_a_long_line_the_part_that_matters_is_shown(sources, tmp_path):
    (tmp_path / "long.py").write_text(f"x = {'a' * 90} + total + {'b' * 90}\n")
    text = shown(sources, finding(Place("long.py", 1, 98, 1, 103), "it hurts"), Style(PLAIN, 60))
    line, marker = text.splitlines()[-2:]
    assert cells(line) <= 60
    assert line.startswith("1 | …aaa")
    assert line[marker.index("^") : marker.rindex("^") + 1] == "total"


def test_tabs_and_wide_characters_do_not_move_the_marker(sources, tmp_path):
    (tmp_path / "wide.py").write_text("\tname = '日本', total\n")
    text = shown(sources, finding(Place("wide.py", 1, 15, 1, 20), "it hurts"))
    line, marker = text.splitlines()[-2:]
    assert line == "1 |     name = '日本', total"
    assert marker.index("^") == cells(line[: line.index("total")])


def test_source_cannot_send_commands_to_the_terminal(sources, tmp_path):
    (tmp_path / "evil.py").write_text("x = '\x1b[2J'\n")
    assert "\x1b" not in shown(sources, finding(Place("evil.py", 1, 1, 1, 2), "a\x1b[2Jb"))
    assert printable("a\tb\x07") == "a    b\N{REPLACEMENT CHARACTER}"


def test_colours_set_apart_what_is_looked_for(sources):
    text = shown(sources, finding(TOTAL, "it hurts"), Style(COLOURED))
    assert "\x1b[1mforms.py:2:5:\x1b[0m \x1b[1;31merror\x1b[0m" in text
    plain = text
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[34m"):
        plain = plain.replace(code, "")
    assert plain == shown(sources, finding(TOTAL, "it hurts"))


# Where it is written


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "variables", "palette"),
    [
        (Terminal(), {}, COLOURED),
        (Terminal(), {"NO_COLOR": "1"}, PLAIN),
        (Terminal(), {"TERM": "dumb"}, PLAIN),
        (io.StringIO(), {}, PLAIN),
        (io.StringIO(), {"FORCE_COLOR": "1"}, COLOURED),
    ],
)
def test_colour_is_for_terminals_unless_somebody_says_otherwise(stream, variables, palette):
    assert style_for(stream, variables).palette == palette


def test_lines_are_wrapped_on_terminals_only(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert style_for(Terminal(), {}).width == 80
    assert style_for(io.StringIO(), {}).width is None
    monkeypatch.setenv("COLUMNS", "300")
    assert style_for(Terminal(), {}).width == 120


def test_paths_lead_from_where_the_reader_stands(tmp_path):
    root = tmp_path / "project"
    assert Sources(root, tmp_path).shown("shop/forms.py") == "project/shop/forms.py"
    assert Sources(root, root).shown("shop/forms.py") == "shop/forms.py"
    assert Sources(root, root / "api").shown("shop/forms.py") == "../shop/forms.py"
    assert Sources(root, tmp_path / "x").shown("a.py") == (root / "a.py").as_posix()
    assert Sources(root, root).shown("/env/django/forms.py") == "/env/django/forms.py"


# What else is said


def test_problems_take_a_line_each(sources):
    problems = [
        Problem("forms.py", 3, 5, "cannot be parsed"),
        Problem("forms.py", 0, 0, "cannot be read"),
        Problem("", 0, 0, "the rules of acme cannot be loaded"),
    ]
    assert "".join(render_problems(problems, sources, Style())) == block(
        """
        forms.py:3:5: problem: cannot be parsed
        forms.py: problem: cannot be read
        problem: the rules of acme cannot be loaded
        """
    )


def test_the_summary_counts():
    one = finding(TOTAL)
    two = Finding("NL101", "x", Severity.WARNING, Place("a.py", 1, 1, 1, 1), "")
    problem = Problem("x.py", 0, 0, "")
    assert summary([], [], 0, 0.1) == "No Python files to check"
    assert summary([], [], 812, 1.26) == "No findings; checked 812 files in 1.3 s"
    assert (
        summary([one], [], 1, 0) == "Found 1 finding (1 error) in 1 file; checked 1 file in 0.0 s"
    )
    assert summary([one, one, two], [problem], 1812, 12) == (
        "Found 3 findings (2 errors, 1 warning) in 2 files; "
        "checked 1,812 files in 12.0 s; 1 problem"
    )
