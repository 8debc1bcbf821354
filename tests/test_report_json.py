"""What other tools read, and the statistics."""

from __future__ import annotations

import json

from nova_lint.engine.finding import Finding, Related, Severity
from nova_lint.engine.fixes.fix import Edit, Fix, Safety
from nova_lint.problem import Problem
from nova_lint.report import json as report
from nova_lint.report import statistics
from nova_lint.report.style import PLAIN
from nova_lint.workspace.place import Place


def finding(code: str, path: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, f"name-{code}", severity, Place(path, 1, 1, 1, 2), "é hurts")


def test_the_shape_is_the_one_that_was_promised():
    found = Finding(
        "NL103",
        "nullable-input",
        Severity.ERROR,
        Place("shop/forms.py", 2, 5, 3, 10),
        "it hurts",
        (Related(Place("shop/models.py", 7, 5, 7, 10), "the column"),),
        fix=Fix("Write it", Safety.UNSAFE, (Edit(Place("shop/forms.py", 2, 5, 3, 10), "it"),)),
    )
    text = report.render([found], [Problem("x.py", 3, 0, "cannot be parsed")])
    assert text.endswith("}\n")
    assert json.loads(text) == {
        "version": 1,
        "findings": [
            {
                "code": "NL103",
                "name": "nullable-input",
                "severity": "error",
                "path": "shop/forms.py",
                "line": 2,
                "column": 5,
                "end_line": 3,
                "end_column": 10,
                "message": "it hurts",
                "related": [
                    {"path": "shop/models.py", "line": 7, "column": 5, "message": "the column"}
                ],
                "fixable": True,
                "fix": {"title": "Write it", "safety": "unsafe"},
            }
        ],
        "errors": [{"path": "x.py", "line": 3, "column": 0, "message": "cannot be parsed"}],
    }


def test_a_clean_run_has_empty_lists():
    assert json.loads(report.render([], [])) == {"version": 1, "findings": [], "errors": []}


def test_statistics_count_findings_and_files_the_most_frequent_rule_first():
    found = [finding("NL101", "a.py"), finding("NL102", "a.py"), finding("NL102", "a.py")]
    found.append(finding("NL102", "b.py", Severity.WARNING))
    rows = statistics.count(found)
    assert statistics.render_text(rows, PLAIN).splitlines() == [
        "2  NL102  name-NL102  error    in 1 file",
        "1  NL101  name-NL101  error    in 1 file",
        "1  NL102  name-NL102  warning  in 1 file",
    ]
    document = json.loads(statistics.render_json(rows, [Problem("broken.py", 3, 1, "not Python")]))
    assert [each["path"] for each in document["errors"]] == ["broken.py"]
    assert document["statistics"][0] == {
        "code": "NL102",
        "name": "name-NL102",
        "severity": "error",
        "count": 2,
        "files": 1,
    }


def test_there_are_no_statistics_of_nothing():
    assert statistics.render_text(statistics.count([]), PLAIN) == ""
