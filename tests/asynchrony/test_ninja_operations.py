"""What an async operation of django-ninja returns is read in the event loop: the operations of
the library, each asked for its answer, against the findings in them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.asynchrony.outcomes import HERE
from tests.asynchrony.test_verdicts import findings, functions

pytestmark = pytest.mark.xdist_group("async bodies")  # they run for half a minute

OPERATIONS = "library/operations.py"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    output = tmp_path_factory.mktemp("answers") / "answers.json"
    subprocess.run([sys.executable, str(HERE / "answering.py"), str(output)], check=True)
    found: dict[str, str] = json.loads(output.read_text(encoding="utf-8"))
    return found


def found_in(name: str) -> list[str]:
    definition = functions(OPERATIONS).get(name)
    if definition is None:
        return []
    last = definition.end_lineno or 0
    return [
        finding.code
        for finding in findings()[OPERATIONS]
        if definition.lineno <= finding.place.line <= last
    ]


def test_every_async_operation_is_asked(answers: Mapping[str, str]):
    assert functions(OPERATIONS).keys() <= answers.keys()
    assert len(answers) >= 10


def test_a_finding_stands_where_there_is_no_answer(answers: Mapping[str, str]):
    for name, answer in answers.items():
        if answer == "answers":
            assert found_in(name) == [], name
        else:
            assert "SynchronousOnlyOperation" in answer
            assert found_in(name) == ["NL202"], name
    assert "answers" in answers.values()
    assert len(set(answers.values())) > 1
