"""Results that are kept from run to run are those that a run from nothing would give.

The projects are the example shop and the fixture catalogue side by side: some ninety files,
enough for work to be spread over processes too.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nova_lint.config import Overrides, load
from nova_lint.contracts.contract import Contract
from nova_lint.contracts.project import Contracts
from nova_lint.engine import checking, incremental
from nova_lint.engine.analysis import RulesByNeed, analyse, analyse_code
from nova_lint.engine.cache.snapshot import Judgement
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import Report, check
from nova_lint.engine.selection import Selection
from nova_lint.workspace.symbols import ClassSymbol

ROOT = Path(__file__).parents[2]
CACHE = Path(".nova_lint_cache")


class Silent:
    """Progress that nobody watches."""

    total = 0

    def advance(self, count: int) -> None:
        return None


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "docs/examples/shop/shop", tmp_path / "shop")
    shutil.copytree(ROOT / "tests/fixtures/catalogue/catalogue", tmp_path / "catalogue")
    (tmp_path / "nova-lint.toml").write_text('select = ["NL"]\n')
    return tmp_path


def run(project: Path, cache: Path | None = CACHE, jobs: int = 1) -> Report:
    overrides = Overrides(selection=Selection(), jobs=jobs, cache_dir=cache)
    return check(load(project, overrides, installed_rules().infos), (project,), Silent())


def edit(project: Path, path: str, change: Callable[[str], str]) -> None:
    file = project / path
    before = file.read_text()
    after = change(before)
    assert after != before, f"the edit of {path} changes nothing"
    file.write_text(after)


def test_a_second_run_reads_no_file_of_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(project)

    def refuse(*arguments: object, **keywords: object) -> None:
        raise AssertionError("nothing changed, and the project is opened again")

    monkeypatch.setattr(checking, "open_project", refuse)
    assert first.findings
    assert run(project) == first


def test_processes_share_the_work_and_agree(project: Path) -> None:
    assert run(project, cache=None, jobs=2) == run(project, cache=None, jobs=1)


EDITS: dict[str, tuple[str, Callable[[str], str]]] = {
    "a comment moves every line": (
        "shop/customers/models.py",
        lambda text: f"# One.\n# Two.\n\n{text}",
    ),
    "a column grows": (
        "shop/customers/models.py",
        lambda text: text.replace("max_length=120", "max_length=255", 1),
    ),
    "a layer's limit goes": (
        "shop/customers/serializers.py",
        lambda text: text.replace("max_length=255", "max_length=120", 1),
    ),
    "a model's base loses its save": (
        "shop/common/models.py",
        lambda text: re.sub(r"def save\(", "def store(", text),
    ),
    "a view reads where it wrote": (
        "shop/customers/views.py",
        lambda text: text.replace("ModelViewSet", "ReadOnlyModelViewSet"),
    ),
    "a service supplies a value": (
        "shop/orders/services.py",
        lambda text: text.replace("**", "channel='web', **", 1),
    ),
    "a class is renamed": (
        "shop/invoices/serializers.py",
        lambda text: text.replace("class InvoiceSerializer", "class BillSerializer"),
    ),
    "a method appears between fields": (
        "shop/orders/serializers.py",
        lambda text: text.replace(
            "    class Meta:",
            "    def validate(self, attrs):\n        return attrs\n\n    class Meta:",
            1,
        ),
    ),
    "an item of a constant is another": (
        "shop/customers/serializers.py",
        lambda text: text.replace("\n\n\nclass ", '\nKINDS[0] = ("", "None")\n\n\nclass ', 1),
    ),
    "a second class takes a name": (
        "shop/customers/serializers.py",
        lambda text: f"{text}\n\nclass CustomerSerializer(ContactSerializer):\n    pass\n",
    ),
    "a model gets a manager": (
        "shop/customers/models.py",
        lambda text: text.replace("    def __str__", "    objects = list\n\n    def __str__", 1),
    ),
    "the file no longer parses": ("shop/orders/forms.py", lambda text: text + "\nclass (:\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_results_are_those_of_a_cold_run(project: Path, name: str) -> None:
    run(project)
    edit(project, *EDITS[name])
    kept = run(project)
    assert kept == run(project, cache=None)
    assert run(project) == kept


def test_a_line_of_comment_is_nothing_new(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings move with their lines; no file is judged again."""
    run(project)
    edit(project, *EDITS["a comment moves every line"])

    def refuse(*arguments: object) -> None:
        raise AssertionError("a comment is no reason to judge a file again")

    with monkeypatch.context() as patched:
        patched.setattr(incremental, "analyse", refuse)
        moved = run(project)
    assert moved == run(project, cache=None)


@pytest.mark.parametrize(
    "hidden", ["@property\n    @classmethod\n    def", "@property\n    async def"]
)
def test_what_comes_before_a_method_counts_for_those_who_went_no_further(
    project: Path, hidden: str
) -> None:
    """Whoever calls a method that is `async` or decorated in a way that hides it does not read
    what it does."""
    models = "shop/customers/models.py"
    shown = "@property\n    def"
    edit(
        project,
        models,
        lambda text: text.replace(f"{shown} default_address", f"{hidden} default_address"),
    )
    before = run(project)
    edit(
        project,
        models,
        lambda text: text.replace(f"{hidden} default_address", f"{shown} default_address"),
    )
    kept = run(project)
    assert kept == run(project, cache=None)
    assert kept.findings != before.findings


META = """\
from django.db import models


class Stamped(models.Model, metaclass=models.base.ModelBase):
    note = models.CharField(max_length=100)

    class Meta:
        abstract = True

    def stamp(self):
        return "once"


class Parcel(Stamped):
    weight = models.IntegerField()
"""

INHERITING = """\
from shop.stamps.models import Stamped


class Letter(Stamped):
    pass
"""


def test_what_a_method_does_is_not_asked_by_who_reads_the_columns(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contracts of a class and of those that inherit from it hold when a body is edited."""
    for path, text in {"shop/stamps/models.py": META, "shop/post/models.py": INHERITING}.items():
        (project / path).parent.mkdir()
        (project / path).write_text(text)
    before = run(project)
    edit(project, "shop/stamps/models.py", lambda text: text.replace("once", "twice"))
    read: list[str] = []
    contract = Contracts.contract

    def noted(contracts: Contracts, cls: ClassSymbol) -> Contract | None:
        read.append(cls.name)
        return contract(contracts, cls)

    with monkeypatch.context() as patched:
        patched.setattr(Contracts, "contract", noted)
        kept = run(project)
    assert kept == run(project, cache=None)
    assert kept.findings == before.findings
    assert not {f"shop.{name}" for name in ("stamps.models.Parcel", "post.models.Letter")} & {*read}


SHELVES = """\
from django.db import models


class Shelf(models.Model):
    name = models.CharField(max_length=10)


class Book(models.Model):
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="books")
"""

TITLES = """\
from shop.shelves.models import Shelf


async def titles(key: int) -> list[str]:
    shelf = await Shelf.objects.aget(pk=key)
    return [book.shelf.name async for book in shelf.books.all()]
"""


def test_a_relation_moves_with_the_column_that_opens_it(project: Path) -> None:
    """The row that a relation was opened from is loaded in the rows that it gives: the column
    that says so is found by its place."""
    for path, text in {"shop/shelves/models.py": SHELVES, "shop/titles.py": TITLES}.items():
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text(text)
    before = run(project)
    edit(project, "shop/shelves/models.py", lambda text: f"# The shelves.\n{text}")
    edit(project, "shop/titles.py", lambda text: text.replace("[book.shelf", "[1 and book.shelf"))
    kept = run(project)
    assert kept == run(project, cache=None)
    assert kept.findings == before.findings


TAXED = """\
from decimal import Decimal
from typing import NamedTuple


class Taxed(NamedTuple):
    net: Decimal
    rate = 0.2
"""

TAXES = """\
from decimal import Decimal

from shop.taxed import Taxed


def tax(taxed: Taxed) -> Decimal:
    net, rate = taxed
    return net * rate
"""


def test_an_annotation_makes_a_field_for_who_reads_names_alone(project: Path) -> None:
    for path, text in {"shop/taxed.py": TAXED, "shop/taxes.py": TAXES}.items():
        (project / path).write_text(text)
    before = run(project)
    edit(project, "shop/taxed.py", lambda text: text.replace("rate = 0.2", "rate: float = 0.2"))
    kept = run(project)
    assert kept == run(project, cache=None)
    assert len(kept.findings) == len(before.findings) + 1


def test_a_new_field_concerns_the_classes_that_speak_of_its_model(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of files that hold several classes only the classes in question are judged again."""
    run(project)
    edit(
        project,
        "shop/customers/models.py",
        lambda text: text.replace(
            "class Address(TimeStamped):\n",
            "class Address(TimeStamped):\n    floor = models.IntegerField(null=True)\n",
        ),
    )
    judged: list[str] = []

    def noted(project: Contracts, rules: RulesByNeed, cls: ClassSymbol) -> Judgement:
        judged.append(cls.name)
        return analyse(project, rules, cls)

    with monkeypatch.context() as patched:
        patched.setattr(incremental, "analyse", noted)
        kept = run(project)
    assert kept == run(project, cache=None)
    assert "shop.customers.models.Address" in judged
    assert "shop.customers.serializers.ContactSerializer" not in judged
    assert not any(name.startswith("catalogue.") for name in judged)


def judged_code(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose functions a run judges; what it finds is what a run from nothing finds."""
    judged: list[str] = []

    def noted(project: Contracts, rules: RulesByNeed, path: str) -> Judgement:
        judged.append(path)
        return analyse_code(project, rules, path)

    with monkeypatch.context() as patched:
        patched.setattr(incremental, "analyse_code", noted)
        kept = run(project)
    assert kept == run(project, cache=None)
    return judged


BILLING = """\
from decimal import Decimal

from shop.customers.models import Customer


def reduced(customer: Customer) -> Decimal:
    return Decimal("100") - customer.discount / 100
"""


def test_code_is_judged_again_for_the_columns_that_it_uses_and_for_no_others(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "shop/billing.py").write_text(BILLING)
    run(project)
    edit(
        project,
        "shop/customers/models.py",
        lambda text: text.replace(
            "    discount =", "    floor = models.IntegerField()\n    discount ="
        ),
    )
    assert "shop/billing.py" not in judged_code(project, monkeypatch)
    edit(
        project,
        "shop/customers/models.py",
        lambda text: re.sub(r"(    discount = models\.)\w+\(", r"\1IntegerField(", text),
    )
    assert "shop/billing.py" in judged_code(project, monkeypatch)


REPORTS = """\
from django.http import HttpResponse

from shop.orders.models import Order


def close_all(request):
    Order.objects.filter(status="open").update(status="closed")
    Order.objects.filter(status="late").delete()
    return HttpResponse()
"""


def test_what_a_file_registers_counts_and_not_what_else_it_says(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function that URLs name is a view; other lines of the file with the URLs say nothing."""
    (project / "shop/orders/reports.py").write_text(REPORTS)
    run(project)
    edit(project, "shop/urls.py", lambda text: f"{text}\nPAGES = 20\n")
    assert judged_code(project, monkeypatch) == ["shop/urls.py"]
    edit(
        project,
        "shop/urls.py",
        lambda text: text.replace(
            "urlpatterns = [",
            "from shop.orders.reports import close_all\n\n"
            'urlpatterns = [\n    path("close/", close_all),',
        ),
    )
    assert "shop/orders/reports.py" in judged_code(project, monkeypatch)
    (project / "shop/urls.py").unlink()
    assert "shop/orders/reports.py" in judged_code(project, monkeypatch)


def test_a_manager_is_no_column(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which manager a model has is asked of what its body assigns besides fields."""
    (project / "shop/billing.py").write_text(
        "from shop.customers.models import Customer\n\n\n"
        "async def first():\n    return Customer.objects.first().discount * 0.5\n"
    )
    run(project)
    edit(
        project,
        "shop/customers/models.py",
        lambda text: text.replace(
            "    discount =", "    objects = models.Manager()\n    discount ="
        ),
    )
    assert "shop/billing.py" in judged_code(project, monkeypatch)


def test_files_that_come_and_go(project: Path) -> None:
    run(project)
    old, new = project / "shop/customers/models.py", project / "shop/customers/people.py"
    old.rename(new)
    assert run(project) == run(project, cache=None)
    old.write_text("from shop.customers.people import *\n")
    assert run(project) == run(project, cache=None)
    new.rename(old)
    assert run(project) == run(project, cache=None)


def test_one_edit_after_another(project: Path) -> None:
    """A dozen edits that follow each other, each on top of what the last left in the cache."""
    dice = random.Random(5)
    files = sorted((project / "shop").rglob("*.py"))
    run(project)
    for _ in range(12):
        file = dice.choice(files)
        lines = file.read_text().split("\n")
        _random_edit(lines, dice)
        file.write_text("\n".join(lines))
        assert run(project) == run(project, cache=None), file


def _random_edit(lines: list[str], dice: random.Random) -> None:
    fields = [n for n, line in enumerate(lines) if re.match(r"    \w+ = .*\)$", line)]
    number = dice.choice(fields) if fields else 0
    match dice.choice(["insert", "delete", "limit", "swap"]):
        case "delete" if fields:
            del lines[number]
        case "limit":
            lines[number] = re.sub(
                r"max_length=\d+", f"max_length={dice.randrange(300)}", lines[number]
            )
        case "swap" if len(fields) > 1:
            other = dice.choice(fields)
            lines[number], lines[other] = lines[other], lines[number]
        case _:
            lines.insert(number, f"{' ' * 4 if fields else ''}# a remark")


def test_a_change_of_settings_is_a_change(project: Path) -> None:
    before = run(project)
    (project / "nova-lint.toml").write_text('select = ["NL101"]\n')
    after = run(project)
    assert {finding.code for finding in after.findings} == {"NL101"}
    assert len(after.findings) < len(before.findings)


@pytest.mark.parametrize("name", ["results.msgpack", "state.msgpack"])
@pytest.mark.parametrize("content", [b"", b"\x00broken", None])
def test_a_cache_that_cannot_be_read_is_no_cache(
    project: Path, name: str, content: bytes | None
) -> None:
    first = run(project)
    file = project / CACHE / name
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    edit(project, *EDITS["a comment moves every line"])
    assert run(project) == run(project, cache=None)
    assert len(first.findings) == len(run(project).findings)


def test_files_of_two_runs_are_no_cache(project: Path) -> None:
    """The command and an editor's server may write at once, so that each leaves one file."""
    run(project)
    state = project / CACHE / "state.msgpack"
    of_first = state.read_bytes()
    edit(project, *EDITS["a column grows"])
    run(project)
    state.write_bytes(of_first)
    edit(project, *EDITS["a view reads where it wrote"])
    assert run(project) == run(project, cache=None)


def test_a_comment_that_silences_nothing_is_found_in_every_run(project: Path) -> None:
    """Files without findings are read for their comments only where there may be some."""
    first = run(project)
    quiet = "shop/common/__init__.py"
    assert (project / quiet).is_file()
    assert quiet not in {finding.place.path for finding in first.findings}
    (project / quiet).write_text("# nova: ignore[NL102]\n")
    assert _unused(run(project)) == [quiet]
    edit(project, *EDITS["a view reads where it wrote"])
    assert _unused(run(project)) == [quiet]
    (project / quiet).write_text("")
    assert _unused(run(project)) == []


def _unused(report: Report) -> list[str]:
    """The files with comments that silence nothing."""
    return [finding.place.path for finding in report.findings if finding.code == "NL001"]


def test_a_cache_that_cannot_be_written_is_no_cache(project: Path) -> None:
    (project / CACHE).write_text("a file where the directory should be")
    assert run(project) == run(project, cache=None)
