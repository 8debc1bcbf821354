"""Comments that silence findings."""

from __future__ import annotations

import pytest

from nova_lint.engine.finding import Finding, Severity
from nova_lint.engine.selection import RuleInfo
from nova_lint.engine.suppression import (
    UNKNOWN_CODE,
    UNUSED_SUPPRESSION,
    Outcome,
    read_suppressions,
    suppress,
)
from nova_lint.workspace.place import Place

RULES = {
    each.code: each
    for each in (
        UNUSED_SUPPRESSION,
        UNKNOWN_CODE,
        RuleInfo("NL101", "nullable-input", Severity.ERROR, True, {}),
        RuleInfo("NL102", "longer-input", Severity.ERROR, True, {}),
        RuleInfo("NL110", "late-length", Severity.INFO, False, {}),
    )
}
DEFAULT = frozenset({"NL001", "NL002", "NL101", "NL102"})


def finding(code: str, line: int, end_line: int | None = None) -> Finding:
    place = Place("forms.py", line, 1, end_line or line, 2)
    return Finding(code, RULES[code].name, Severity.ERROR, place, "it hurts")


def outcome(text: str, *findings: Finding, ran: frozenset[str] = DEFAULT) -> Outcome:
    return suppress("forms.py", text, findings, ran, RULES)


def silenced(text: str, *findings: Finding) -> list[tuple[str, int]]:
    """The findings that the text silences; it holds no useless comment."""
    result = outcome(text, *findings)
    assert result.extra == ()
    assert set(result.kept) | set(result.suppressed) == set(findings)
    return [(each.code, each.place.line) for each in result.suppressed]


def complaints(text: str, *findings: Finding, ran: frozenset[str] = DEFAULT) -> list[str]:
    return [f"{each.code} {each.message}" for each in outcome(text, *findings, ran=ran).extra]


# Which findings a comment silences


@pytest.mark.parametrize(
    "comment",
    [
        "# nova: ignore[NL101]",
        "# nova: ignore[NL101] the API always sends it",
        "# nova: ignore[nullable-input]",
        "# nova: ignore[NL10]",
        "#nova:ignore[ NL101 ]",
        "# nova: ignore",
        "# nova: ignore because",
        "# noqa: NL101",
        "# noqa: E501, NL101",
        "# noqa:E501 NL101",
        "# NOQA",
        "# type: ignore[nova-nullable-input]",
        "# type: ignore[assignment, nova-nullable-input]",
        "# pragma: no cover # nova: ignore[NL101]",
    ],
)
def test_a_comment_on_the_line(comment):
    assert silenced(f"total = None  {comment}\n", finding("NL101", 1)) == [("NL101", 1)]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: E501",
        "# type: ignore",
        "# type: ignore[nova-longer-input]",
        "# type: ignore[nullable-input]",
        "# casanova: ignored",
        "# nova",
    ],
)
def test_comments_that_speak_of_something_else(comment):
    assert silenced(f"total = None  {comment}\n", finding("NL101", 1)) == []


def test_only_the_named_rules_are_silenced():
    text = "total = None  # nova: ignore[NL101]\n"
    assert silenced(text, finding("NL101", 1), finding("NL102", 1)) == [("NL101", 1)]


def test_a_rule_without_its_brackets_is_meant_all_the_same():
    text = "total = None  # nova: ignore NL101 the API always sends it\n"
    assert silenced(text, finding("NL101", 1), finding("NL102", 1)) == [("NL101", 1)]


def test_one_comment_may_name_several_rules():
    text = "total = None  # nova: ignore[NL101, longer-input]\n"
    assert len(silenced(text, finding("NL101", 1), finding("NL102", 1))) == 2


def test_the_first_and_the_last_line_of_a_finding_count_but_not_those_between():
    text = "total = Field(  # nova: ignore[NL101]\n    null=True,\n)\n"
    assert silenced(text, finding("NL101", 1, 3)) == [("NL101", 1)]
    text = "total = Field(\n    null=True,\n)  # nova: ignore[NL101]\n"
    assert silenced(text, finding("NL101", 1, 3)) == [("NL101", 1)]
    text = "total = Field(\n    null=True,  # noqa: NL101\n)\n"
    assert silenced(text, finding("NL101", 1, 3)) == []


def test_a_comment_alone_on_its_line_speaks_of_the_next():
    text = "class Form:\n    # nova: ignore[NL101] the view supplies it\n    total = None\n"
    assert silenced(text, finding("NL101", 3), finding("NL101", 1)) == [("NL101", 3)]


def test_a_comment_behind_code_does_not_speak_of_the_next_line():
    text = "name = None  # nova: ignore[NL101]\ntotal = None\n"
    assert silenced(text, finding("NL101", 1), finding("NL101", 2)) == [("NL101", 1)]


def test_noqa_alone_on_a_line_speaks_of_nothing_as_in_flake8():
    assert silenced("# noqa: NL101\ntotal = None\n", finding("NL101", 2)) == []


def test_a_file_is_silenced_from_anywhere_in_it():
    text = "total = None\nname = None\n# nova: ignore-file[NL101] generated\n"
    found = (finding("NL101", 1), finding("NL101", 2), finding("NL102", 1))
    assert silenced(text, *found) == [("NL101", 1), ("NL101", 2)]
    assert len(silenced("# nova: ignore-file\n", *found)) == 3


def test_a_string_is_no_comment():
    text = 'help = "# nova: ignore[NL101]"\nhelp = """\n# nova: ignore-file\n"""\n'
    assert silenced(text, finding("NL101", 1)) == []


@pytest.mark.parametrize(
    "text", ["total = (  # nova: ignore[NL101]\n", "'''\n# nova: ignore-file\n"]
)
def test_in_a_file_that_cannot_be_tokenized_comments_are_guessed(text):
    assert silenced(text, finding("NL101", 1)) == [("NL101", 1)]


def test_a_file_without_suppressions_is_not_tokenized(monkeypatch):
    monkeypatch.setattr("tokenize.generate_tokens", None)
    assert outcome("total = None\n", finding("NL101", 1)).kept == (finding("NL101", 1),)
    assert outcome("import os  # noqa\n").extra == ()


# What is said about comments


def test_an_unused_suppression_is_a_finding_at_its_place():
    (unused,) = outcome("total = None  # nova: ignore[NL101] old\n").extra
    assert (unused.code, unused.name) == ("NL001", "unused-suppression")
    assert unused.message == "`NL101` silences nothing here; remove it"
    assert unused.place == Place("forms.py", 1, 15, 1, 36)


def test_each_rule_of_a_comment_must_be_needed():
    text = "total = None  # nova: ignore[NL101, NL102]\n"
    assert complaints(text, finding("NL101", 1)) == [
        "NL001 `NL102` silences nothing here; remove it"
    ]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# nova: ignore", "NL001 this comment silences nothing; remove it"),
        ("# nova: ignore-file[NL10]", "NL001 `NL10` silences nothing here; remove it"),
        ("# nova: ignore[]", "NL001 this comment names no rule; remove it"),
        ("# nova: ignore[NL1O1]", 'NL002 there is no rule `NL1O1`; did you mean "NL101"?'),
        (
            "# nova: ignore[nulable-input]",
            'NL002 there is no rule `nulable-input`; did you mean "nullable-input"?',
        ),
    ],
)
def test_useless_comments(comment, message):
    assert complaints(f"{comment}\n") == [message]


@pytest.mark.parametrize(
    "comment",
    ["# noqa", "# noqa: NL101", "# noqa: NL999", "# type: ignore[nova-nullable-input]"],
)
def test_comments_of_other_tools_are_theirs_to_judge(comment):
    assert complaints(f"total = None  {comment}\n") == []


def test_what_did_not_run_may_be_needed_another_time():
    assert complaints("# nova: ignore[NL101]\n", ran=frozenset({"NL001", "NL102"})) == []
    assert complaints("# nova: ignore[NL110]\n") == []
    assert complaints("# nova: ignore\n", ran=DEFAULT - {"NL102"}) == []


def test_complaints_are_rules_that_can_be_switched_off_and_silenced():
    assert complaints("# nova: ignore[NL101]\n", ran=DEFAULT - {"NL001"}) == []
    assert complaints("x = 1  # nova: ignore[NL101, NL001]\n") == []
    assert complaints("x = 1  # nova: ignore[NL9]\n# nova: ignore-file[NL002]\n") == []


def test_a_bare_comment_does_not_silence_the_complaint_about_itself():
    assert complaints("# nova: ignore-file\n") == ["NL001 this comment silences nothing; remove it"]


def test_suppressions_are_read_in_order():
    text = "a = 1  # noqa: NL101\n# nova: ignore-file\n"
    assert [each.line for each in read_suppressions(text, RULES)] == [1, 2]


# What looks like a suppression and is none


NO_SUPPRESSIONS = {
    "# nova: ignore NL1O1": "there is no rule `NL1O1`; write `# nova: ignore[NL101]`",
    "# nova: ignore nl101": "there is no rule `nl101`; write `# nova: ignore[NL101]`",
    "# nova: ignore nulable-input, NL102": (
        "there is no rule `nulable-input`; write `# nova: ignore[nullable-input, NL102]`"
    ),
    "# nova: ignore NL101, NL102": (
        "rules stand in square brackets; write `# nova: ignore[NL101, NL102]`"
    ),
    "# nova: ignore NL1": "rules stand in square brackets; write `# nova: ignore[NL1]`",
    "# nova: ignore (NL101)": "rules stand in square brackets; write `# nova: ignore[NL101]`",
    "# nova: ignore: NL101": "rules stand in square brackets; write `# nova: ignore[NL101]`",
    "# nova: ignore=NL101": "rules stand in square brackets; write `# nova: ignore[NL101]`",
    "# nova: ignore the rule NL101": (
        "rules stand in square brackets; write `# nova: ignore[NL101]`"
    ),
    "# nova: ignore[NL101": "its bracket is not closed; write `# nova: ignore[NL101]`",
    "# nova: ignore-line[NL101]": ("`ignore-line` is no keyword; write `# nova: ignore[NL101]`"),
    "# nova: ignore-next-line[NL101] why": (
        "`ignore-next-line` is no keyword; write `# nova: ignore[NL101]`"
    ),
    "# nova: ignore-files[NL101]": (
        "`ignore-files` is no keyword; write `# nova: ignore-file[NL101]`"
    ),
    "# nova: ignored[NL101]": "`ignored` is no keyword; write `# nova: ignore[NL101]`",
    "# nova: ignores[NL101]": "`ignores` is no keyword; write `# nova: ignore[NL101]`",
    "# nova: disable[NL101]": "`disable` is no keyword; write `# nova: ignore[NL101]`",
    "# nova: disable=nullable-input": (
        "`disable` is no keyword; write `# nova: ignore[nullable-input]`"
    ),
    "# nova: noqa[NL101]": "`noqa` is no keyword; write `# nova: ignore[NL101]`",
    "# nova: skip-file": "`skip-file` is no keyword; write `# nova: ignore-file`",
    "# nova: [NL101]": "it has no keyword; write `# nova: ignore[NL101]`",
    "# nova: NL101": "it has no keyword; write `# nova: ignore[NL101]`",
    "# nova-lint: ignore[NL101]": (
        "those for nova-lint begin with `# nova:`; write `# nova: ignore[NL101]`"
    ),
    "# nova ignore[NL101]": (
        "those for nova-lint begin with `# nova:`; write `# nova: ignore[NL101]`"
    ),
}


@pytest.mark.parametrize(("comment", "said"), NO_SUPPRESSIONS.items(), ids=NO_SUPPRESSIONS)
def test_who_says_it_otherwise_silences_nothing_and_is_told_so(comment, said):
    result = outcome(f"total = None  {comment}\n", finding("NL101", 1), finding("NL102", 1))
    assert result.suppressed == ()
    (complaint,) = result.extra
    assert complaint.code == "NL002"
    assert complaint.message == f"this comment silences nothing: {said}"


@pytest.mark.parametrize(
    "comment",
    [
        "# nova: ignore the API always sends it",
        "# nova: ignore: the API always sends it",
        "# nova: ignore (the API always sends it)",
        "# nova: ignore third-party data",
        "# nova: ignore ISO8601 dates, E501 and JIRA-123",
    ],
)
def test_a_reason_in_words_is_no_rule(comment):
    assert silenced(f"total = None  {comment}\n", finding("NL101", 1)) == [("NL101", 1)]


@pytest.mark.parametrize(
    "comment",
    [
        "# nova: the star",
        "# nova: ignores those that have no name",
        "# nova: skip the first row",
        "# nova: star[0] is the brightest",
        "# nova-lint finds nothing here",
        "# nova-lint: see the wiki about NL101",
        "# nova lint ignores generated files",
        "# novation: ignored[NL101]",
    ],
)
def test_prose_is_left_alone(comment):
    result = outcome(f"total = None  {comment}\n", finding("NL101", 1))
    assert (result.suppressed, result.extra) == ((), ())


def test_a_name_without_its_brackets_is_meant_as_a_code_is():
    text = "total = None  # nova: ignore nullable-input, the API always sends it\n"
    assert silenced(text, finding("NL101", 1), finding("NL102", 1)) == [("NL101", 1)]
