"""Contracts of generated classes are kept from run to run like those of any other.

The project is tests/fixtures/archive, whose models are copied by packages: an edit of a model,
of the call that has it copied, or of what either derives from has the copy read again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest
from nova_lint.rules.asynchrony import RULES as ASYNCHRONY
from nova_lint.rules.contracts import RULES as CONTRACTS
from nova_lint.rules.decimals import RULES as DECIMALS

from nova_lint.config import Overrides, load
from nova_lint.contracts.contract import Contract
from nova_lint.engine.analysis import analyse, by_need
from nova_lint.engine.cache import codec
from nova_lint.engine.cache.snapshot import State
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import Report, check
from nova_lint.engine.selection import Selection
from nova_lint.workspace.symbols import GeneratedClass
from tests.contracts.test_readers import contracts
from tests.engine.test_cache import Silent

FIXTURE = Path(__file__).parents[1] / "fixtures/archive"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "nova-lint.toml").write_text('select = ["NL"]\n')
    return tmp_path


def run(project: Path, cache: str, jobs: int = 1) -> Report:
    overrides = Overrides(selection=Selection(), jobs=jobs, cache_dir=Path(cache))
    return check(load(project, overrides, installed_rules().infos), (project,), Silent())


def kept(project: Path, cache: str) -> Mapping[str, Contract]:
    """The contracts that a run left in its cache."""
    [path] = (project / cache).rglob("state.msgpack")
    state = msgspec.msgpack.decode(path.read_bytes(), type=State)
    found = [
        codec.decode(stored.contract)
        for file in state.files.values()
        for _, _, stored in file.classes
        if stored is not None and stored.contract
    ]
    return {contract.name: contract for contract in found}


def replacing(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


PEOPLE, LOANS, SHELVES = (f"archive/{app}/models.py" for app in ("people", "loans", "shelves"))
EDITS: dict[str, tuple[str, Callable[[str], str]]] = {
    "a comment moves every line": (PEOPLE, lambda text: f"# One.\n# Two.\n\n{text}"),
    "a column of the model grows": (PEOPLE, replacing("max_length=5", "max_length=50")),
    "the model gets a column": (
        LOANS,
        replacing("    weeks =", "    days = models.IntegerField()\n    weeks ="),
    ),
    "the records leave out no column": (
        PEOPLE,
        replacing('        excluded_fields=["secret"],\n', ""),
    ),
    "a class of records leaves out another column": (
        "archive/records.py",
        replacing('["secret"]', '["username", "number"]'),
    ),
    "a base of a history changes": (
        "archive/records.py",
        replacing("TextField(blank=True)", "CharField(max_length=3)"),
    ),
    "records in another file are inherited no more": (LOANS, replacing("inherit=True", "")),
    "a model gets records": (
        PEOPLE,
        replacing("primary_key=True)\n", "primary_key=True)\n    history = Records()\n"),
    ),
    "a setting about all keys goes": (
        "archive/settings.py",
        replacing("PGHISTORY_FOREIGN_KEY_FIELD", "OTHER"),
    ),
    "an app has another label": ("archive/loans/apps.py", replacing("lending", "loans")),
    "a function tracks one model less": (
        "archive/loans/tracking.py",
        replacing("    pghistory.track(pghistory.InsertEvent())(LongLoan)\n", ""),
    ),
    "a loop makes one proxy less": (
        "archive/loans/tracking.py",
        replacing('        (Shelf, "colours", "ShelfColours"),\n', ""),
    ),
    "a proxy has another name": (
        "archive/loans/tracking.py",
        replacing('"BranchKinds"', '"KindsOfBranch"'),
    ),
    "nobody makes proxies when the program starts": (
        "archive/loans/apps.py",
        replacing("        track_tables()\n", ""),
    ),
    "a table is one to another model": (LOANS, replacing('"people.Kind"', '"people.Person"')),
    "a table is one of the project's models": (
        LOANS,
        replacing('"people.Kind"', '"people.Kind", through="Post"'),
    ),
    "a decorator tracks fewer columns": (
        LOANS,
        replacing('fields=["amount", "loan_of"]', 'fields=["amount"]'),
    ),
    "tags have a model": (SHELVES, replacing("colours = TagField(", "colours = TagField(Word, ")),
    "tags are in a tree": (SHELVES, replacing("force_lowercase=True", "tree=True")),
    "a generic schema gets a field": (
        "staff/models.py",
        replacing("    items: list[T]\n", "    items: list[T]\n    last: T\n"),
    ),
    "a generic schema is used in another way": (
        "staff/reports.py",
        replacing("Page[float]", "Page[bytes]"),
    ),
    "a model is registered no more": (
        "archive/loans/apps.py",
        replacing(', "people.Kind"', ""),
    ),
    "one more model is registered": (
        "archive/loans/tracking.py",
        lambda text: (
            f"{text}\nfrom django.contrib.auth.models import Group\n\n"
            "simple_history.register(Group)\n"
        ),
    ),
    "a class takes the name of a generated one": (
        "staff/models.py",
        lambda text: f"{text}\n\nclass HistoricalEmployee(models.Model):\n    pass\n",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_contracts_are_those_of_a_cold_run(project: Path, name: str) -> None:
    run(project, ".warm")
    before = kept(project, ".warm")
    path, change = EDITS[name]
    text = (project / path).read_text()
    assert change(text) != text
    (project / path).write_text(change(text))
    warm, cold = run(project, ".warm"), run(project, ".cold")
    assert warm == cold
    after = kept(project, ".warm")
    assert after == kept(project, ".cold")
    assert after != before


def test_processes_agree_about_generated_classes(project: Path) -> None:
    assert run(project, ".one", jobs=1) == run(project, ".two", jobs=2)
    assert kept(project, ".one") == kept(project, ".two")


def test_rules_judge_no_generated_class() -> None:
    known = contracts("archive")
    every = by_need(rule(None) for rule in (*CONTRACTS, *ASYNCHRONY, *DECIMALS))
    generated = [cls for cls in known.classes if isinstance(cls, GeneratedClass)]
    assert len(generated) > 25
    assert [analyse(known, every, cls).findings for cls in generated] == [()] * len(generated)
