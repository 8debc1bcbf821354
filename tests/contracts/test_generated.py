"""What settings and options say of generated classes, compared with the packages at run time.

Small projects that are written to a folder, imported in a process of their own
(tests/introspection.py) and read by nova-lint. tests/fixtures/archive, which
tests/contracts/test_readers.py compares fact by fact, has what does not take settings of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from nova_lint.contracts.contract import UNKNOWN, Contract, Known
from nova_lint.contracts.project import Contracts
from nova_lint.workspace import opening
from tests.introspection import introspect
from tests.support import open_project

SETTINGS = """
import os

SECRET_KEY = "shop"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "simple_history",
    "pgtrigger",
    "pghistory",
    "django_tagulous",
    "shop",
]
"""
MODELS = """
import pghistory
from django.db import models
from simple_history.models import HistoricalRecords


@pghistory.track(pghistory.InsertEvent())
class Order(models.Model):
    number = models.IntegerField(unique=True)
    file = models.FileField()
    above = models.ForeignKey("self", on_delete=models.CASCADE)
    history = HistoricalRecords()
"""
COMPARED = (
    *("type", "nullable", "blank", "has_default", "unique", "max_length", "editable"),
    *("primary_key", "many"),
)


def contracts_of(files: Mapping[str, str], tmp_path: Path) -> dict[str, Contract]:
    project = open_project({"shop/__init__.py": "", **files}, tmp_path)
    found = (project.contract(cls) for cls in project.classes)
    return {contract.name: contract for contract in found if contract is not None}


def disagreements(files: Mapping[str, str], tmp_path: Path) -> list[str]:
    """What nova-lint says otherwise than the packages, of all generated classes."""
    ours = contracts_of(files, tmp_path)
    theirs = introspect(["shop"], "shop.settings", tmp_path)["generated"]
    assert theirs
    found = []
    for contract in theirs:
        mine = ours.get(contract["name"])
        if mine is None:
            found.append(f"{contract['name']} is missing")
            continue
        fields = {field.name: field for field in mine.fields}
        if fields.keys() != contract["fields"].keys() and not mine.unknown:
            found.append(f"{mine.name} has {sorted(fields)}")
        for name, facts in contract["fields"].items():
            for fact in COMPARED:
                said = getattr(fields[name], fact) if name in fields else UNKNOWN
                said = said.value if isinstance(said, Known) else said
                if fact in facts and said != facts[fact]:
                    found.append(f"{mine.name}.{name} {fact}: {said}, really {facts[fact]}")
    return found


@pytest.mark.parametrize(
    "settings",
    [
        "SIMPLE_HISTORY_HISTORY_ID_USE_UUID = True",
        "SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True",
        "import pghistory\nPGHISTORY_FIELD = pghistory.Field(null=True, blank=True)",
        "import pghistory\nPGHISTORY_RELATED_FIELD = pghistory.RelatedField(editable=False)",
        "import pghistory\nPGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()",
        "import pghistory\n"
        "PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField(null=False)\n"
        "PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField(null=False)",
        "PGHISTORY_BASE_MODEL = 'shop.base.Log'",
    ],
)
def test_settings_change_every_generated_class(settings: str, tmp_path: Path) -> None:
    base = """
    import pghistory.models
    from django.db import models

    class Log(pghistory.models.Event):
        level = models.IntegerField(null=True)

        class Meta:
            abstract = True
    """
    files = {
        "shop/settings.py": f"{SETTINGS}\n{settings}\n",
        "shop/models.py": MODELS,
        "shop/base.py": base,
    }
    assert disagreements(files, tmp_path) == []


def test_a_setting_that_cannot_be_read_leaves_open_what_it_decides(tmp_path: Path) -> None:
    settings = """
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = bool(os.environ.get("SHOP_UUID"))
PGHISTORY_FIELD = os.environ.get("SHOP_FIELD")
"""
    files = {"shop/settings.py": SETTINGS + settings, "shop/models.py": MODELS}
    ours = contracts_of(files, tmp_path)
    identity = ours["shop.models.HistoricalOrder"].field("history_id")
    number = ours["shop.models.OrderEvent"].field("number")
    assert identity is not None and number is not None
    assert identity.type is UNKNOWN and identity.primary_key
    assert number.nullable is UNKNOWN and number.has_default == Known(False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("HistoricalRecords()", "HistoricalRecords(custom_model_name=lambda name: name + 'Log')"),
        ("HistoricalRecords()", "HistoricalRecords(**OPTIONS)"),
        ("HistoricalRecords()", "HistoricalRecords(excluded_fields=OPTIONS)"),
        ("InsertEvent())", "InsertEvent(), model_name=OPTIONS)"),
        ("InsertEvent())", "InsertEvent(), fields=OPTIONS)"),
        ("InsertEvent())", "InsertEvent(), attrs=OPTIONS)"),
    ],
)
def test_options_that_cannot_be_read(old: str, new: str, tmp_path: Path) -> None:
    """A class whose name is not known is not listed; one whose columns are not is said to have
    others."""
    models = MODELS.replace(old, new).replace("\n\n\n", "\n\nOPTIONS = compute()\n\n", 1)
    assert models != MODELS
    ours = contracts_of({"shop/settings.py": SETTINGS, "shop/models.py": models}, tmp_path)
    concerned = "shop.models.HistoricalOrder" if "Records" in old else "shop.models.OrderEvent"
    found = ours.get(concerned)
    assert found is None or found.unknown == {"fields"}
    assert {"shop.models.HistoricalOrder", "shop.models.OrderEvent"} - {concerned} <= ours.keys()


def test_packages_that_are_not_installed(tmp_path: Path) -> None:
    """The names of their classes are known, and of their columns what does not stand there."""
    for path, text in {"models.py": MODELS, "settings.py": SETTINGS, "__init__.py": ""}.items():
        (tmp_path / "shop").mkdir(exist_ok=True)
        (tmp_path / "shop" / path).write_text(text)
    files = ["shop/__init__.py", "shop/models.py", "shop/settings.py"]
    project = opening.open_project(tmp_path, files, [])

    contracts = Contracts(project.workspace)
    found = {c.name: c for cls in contracts.classes if (c := contracts.contract(cls)) is not None}
    assert not found["shop.models.HistoricalOrder"].unknown
    event = found["shop.models.OrderEvent"]
    assert event.unknown == {"fields"}
    assert event.field("number") is not None


def test_a_module_that_several_say_is_known_of_none(tmp_path: Path) -> None:
    """pydantic 2.14 puts a parametrised schema where it is used first, and which file is
    imported first is not known."""
    files = {
        "shop/pages.py": """
            from typing import Generic, TypeVar
            from pydantic import BaseModel

            T = TypeVar("T")

            class Page(BaseModel, Generic[T]):
                items: list[T]
            """,
        "shop/one.py": "from shop.pages import Page\nOne = Page[int]\nTwo = Page[str]\n",
        "shop/two.py": "from shop.pages import Page\nOne = Page[int]\n",
    }
    assert contracts_of(files, tmp_path).keys() == {"shop.pages.Page", "shop.one.Page[str]"}


# Proxies that functions make ------------------------------------------------------------

SHELVES = """
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=9)


class Shelf(models.Model):
    books = models.ManyToManyField(Book)
    others = models.ManyToManyField(Book, related_name="+")
"""
STARTING = """
from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"

    def ready(self):
        from shop.proxies import make

        make()
"""
PROXIES = """
import sys

import pghistory

from shop import options


def make():
    from shop.models import Book, Shelf

    tables = [("books", "ShelfBooks"), ("others", "ShelfOthers")]
    for column, name in tables:
        table = Shelf._meta.get_field(column).remote_field.through
        meta = {"proxy": True}
        proxy = type(name, (table,), {
            "__module__": __name__, "Meta": type("Meta", (), {"proxy": True}),
        })
        pghistory.track(pghistory.InsertEvent(name))(proxy)
"""
MADE = {"shop.proxies.ShelfBooks", "shop.proxies.ShelfOthers"}
EVENTS = {"shop.models.ShelfBooksEvent", "shop.models.ShelfOthersEvent"}


def shelves(proxies: str, starting: str = STARTING) -> dict[str, str]:
    return {
        "shop/settings.py": SETTINGS,
        "shop/options.py": "NAME = 'Named'\n",
        "shop/models.py": SHELVES,
        "shop/apps.py": starting,
        "shop/proxies.py": proxies,
    }


def test_a_loop_makes_proxies_of_tables_between_models(tmp_path: Path) -> None:
    files = shelves(PROXIES)
    assert contracts_of(files, tmp_path).keys() >= MADE | EVENTS
    assert disagreements(files, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('("others", "ShelfOthers")', '("others", options.NAME)'),
        ('("others", "ShelfOthers")', '*[("others", "ShelfOthers")]'),
        ("tables = [", "tables = [][:] or ["),
        ("for column, name in tables", "for column, name in dict(tables).items()"),
        ("        table = ", "        column, number = column, 1\n        table = "),
        ('("books", "ShelfBooks"), ', ""),
    ],
)
def test_what_is_sure_of_such_a_loop_is_what_the_packages_say(
    old: str, new: str, tmp_path: Path
) -> None:
    """What is read in other words is read in the same way, or not at all."""
    proxies = PROXIES.replace(old, new)
    assert proxies != PROXIES
    files = shelves(proxies)
    written = {"shop.models.Book", "shop.models.Shelf"}
    ours = contracts_of(files, tmp_path)
    theirs = introspect(["shop"], "shop.settings", tmp_path)["generated"]
    assert ours.keys() - written <= {each["name"] for each in theirs}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("for column, name in tables:", "for column, name in filter(None, tables):"),
        ("for column, name in tables:", "for column, name in tables if sys.argv else []:"),
        ("        meta = ", "        if name in sys.argv:\n            continue\n        meta = "),
        ("    for column", "    tables.pop()\n    for column"),
        ("    for column", "    tables[0] = sys.argv\n    for column"),
        ("    for column", "    if sys.argv:\n        tables = []\n    for column"),
        ("    for column", "    if sys.argv:\n        tables.clear()\n    for column"),
        ("    for column", "    del tables[0]\n    for column"),
        ("    for column", "    if sys.argv:\n        return\n    for column"),
        ("    for column", "    with sys.argv:\n      for column"),
        ('"ShelfBooks"', "sys.argv[0]"),
        ("type(name,", "make_class(name,"),
        ('{"proxy": True})', '{"proxy": True, "app_label": "auth"})'),
        ('{"proxy": True})', "meta)"),
        ('"__module__": __name__,', '"__module__": __name__, "more": meta,'),
        ("import sys", "import sys\n\ntype = sys.intern"),
    ],
)
def test_proxies_that_cannot_be_read(old: str, new: str, tmp_path: Path) -> None:
    proxies = PROXIES.replace(old, new)
    assert proxies != PROXIES
    assert MADE - contracts_of(shelves(proxies), tmp_path).keys()


def test_a_function_that_nobody_calls_when_the_program_starts_makes_nothing(tmp_path: Path) -> None:
    idle = shelves(PROXIES, STARTING.replace("make()", "pass  # not make()"))
    assert not MADE & contracts_of(idle, tmp_path).keys()


def test_a_function_that_its_module_calls_makes_its_proxies(tmp_path: Path) -> None:
    idle = STARTING.replace("        make()\n", "")
    files = shelves(f"{PROXIES}\n\nmake()\n", idle)
    assert contracts_of(files, tmp_path).keys() >= MADE | EVENTS
    assert disagreements(files, tmp_path) == []


def test_the_table_of_a_column_that_is_not_read_leaves_open_what_it_holds(tmp_path: Path) -> None:
    proxies = PROXIES.replace('"others"', '"unheard_of"')
    ours = contracts_of(shelves(proxies), tmp_path)
    assert not ours["shop.proxies.ShelfBooks"].unknown
    assert ours["shop.proxies.ShelfOthers"].unknown == {"fields"}
    assert ours["shop.models.ShelfOthersEvent"].unknown == {"fields"}
