"""nova-lint against the real frameworks, on generated columns and fields.

Hypothesis makes columns and fields over them and writes both out as a project that creates
rows. nova-lint checks the project, and a process of its own imports it and feeds boundary
values through the real serializer, form or schema into the real column. Where the layer
accepts what the column refuses, a rule must have said so; what a rule says, some value must
confirm. What is left alone on purpose stands in `differential/exceptions.py`.

    NOVA_LINT_DIFFERENTIAL=600 pytest tests/contracts/test_differential.py

looks at other pairs in every run, for ten minutes, instead of the same few hundred.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.contracts.differential.engine import findings
from tests.contracts.differential.exceptions import EXCEPTIONS
from tests.contracts.differential.layers import LAYERS
from tests.contracts.differential.project import Pair, pairs, write
from tests.contracts.differential.reality import Outcome, Reality
from tests.contracts.differential.verdicts import RULES, disagreements, excepted_by

BATCH = 10
SECONDS = int(os.environ.get("NOVA_LINT_DIFFERENTIAL", "0"))

# Pairs stand beside each other without touching: there is nothing to shrink a project to
# that the message does not name.
_COMMON = settings(
    phases=[Phase.explicit, Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SHORT = settings(_COMMON, max_examples=36, derandomize=True)
LONG = settings(_COMMON, max_examples=200)


@dataclass
class Tally:
    """What a run has seen: whoever sees nothing finds nothing."""

    pairs: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    exceptions: Counter[str] = field(default_factory=Counter)
    unusable: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def reality() -> Iterator[Reality]:
    process = Reality()
    yield process
    process.close()


@pytest.fixture(scope="module")
def tally(reality: Reality, tmp_path_factory: pytest.TempPathFactory) -> Tally:
    """Compares one generated project after another."""
    seen = Tally()

    @given(st.lists(pairs(), min_size=BATCH, max_size=BATCH))
    def compare(several: list[Pair]) -> None:
        _compare(several, tmp_path_factory.mktemp("project"), reality, seen)

    _compare([each.example for each in EXCEPTIONS], tmp_path_factory.mktemp("x"), reality, seen)
    run = (LONG if SECONDS else SHORT)(compare)
    end = time.monotonic() + SECONDS
    run()
    while time.monotonic() < end:
        run()
    return seen


def _compare(several: list[Pair], root: Path, reality: Reality, seen: Tally) -> None:
    write(several, root)
    found = findings(root, len(several))
    outcomes = reality.outcomes(several, root)
    wrong: list[str] = []
    for number, (pair, here, outcome) in enumerate(zip(several, found, outcomes, strict=True)):
        codes = {finding.code for finding in here}
        _count(pair, codes, outcome, seen)
        if not outcome.unusable:
            wrong.extend(map(str, disagreements(pair, number, here, outcome)))
    assert not wrong, "\n\n".join(wrong)


def _count(pair: Pair, codes: set[str], outcome: Outcome, seen: Tally) -> None:
    seen.codes.update(codes)
    seen.pairs[pair.field.layer] += 1
    seen.unusable.extend([outcome.unusable] if outcome.unusable else [])
    for refusal in outcome.refusals:
        for reason in refusal.reasons:
            exception = excepted_by(pair, refusal, reason)
            if exception is not None and not codes:
                seen.exceptions[exception.because] += 1


def test_findings_and_frameworks_agree(tally: Tally) -> None:
    assert set(tally.pairs) == set(LAYERS)
    assert sum(tally.pairs.values()) >= BATCH * SHORT.max_examples


def test_the_frameworks_build_every_class(tally: Tally) -> None:
    assert not tally.unusable


def test_every_rule_has_something_to_find(tally: Tally) -> None:
    assert set(tally.codes) == frozenset().union(*RULES.values())


def test_every_exception_is_needed(tally: Tally) -> None:
    assert set(tally.exceptions) == {exception.because for exception in EXCEPTIONS}
