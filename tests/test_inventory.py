"""`nova-lint contracts`: the JSON that other tools read, and the tables that people read."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nova_lint.cli import main
from nova_lint.config import Overrides, load
from nova_lint.contracts.contract import FACTS
from nova_lint.engine import inventory as engine_inventory
from nova_lint.errors import ConfigError
from nova_lint.report import inventory
from nova_lint.report.sources import Sources
from nova_lint.report.style import COLOURED, Style

SHOP = Path(__file__).resolve().parents[1] / "docs" / "examples" / "shop"
IDENTITY = {"name", "line", "path", "declared_in", "declared", "source", "unknown"}


class Silent:
    """Progress that nobody watches."""

    total = 0

    def advance(self, count: int) -> None:
        pass


def collect(root: Path, *names: str) -> engine_inventory.Inventory:
    settings = load(root, Overrides(python=sys.prefix, jobs=1, cache_dir=None), {})
    return engine_inventory.collect(settings, names, Silent())


def document(root: Path, *names: str) -> dict[str, dict[str, Any]]:
    """The contracts in the JSON, by the last part of their names."""
    rendered = json.loads(inventory.render_json(collect(root, *names)))
    assert list(rendered) == ["version", "contracts"]
    assert rendered["version"] == 1
    return {each["name"].rpartition(".")[2]: each for each in rendered["contracts"]}


def table(root: Path, *names: str, style: Style | None = None) -> str:
    found = collect(root, *names)
    return inventory.render_table(found, Sources(root, root), style or Style())


@pytest.fixture(scope="module")
def shop() -> dict[str, dict[str, Any]]:
    return document(SHOP)


def field(contract: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in contract["fields"] if each["name"] == name)


PROJECT = {
    "manage.py": "",
    "store/__init__.py": "",
    "store/models.py": """\
from datetime import date, timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from store.limits import longest


class Item(models.Model):
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=longest())
    note = models.CharField(max_length=200, blank=True)
    weight = models.DecimalField(
        max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.10"))]
    )
    rank = models.IntegerField(
        choices=[(1, "one"), (2, "two")], validators=[MaxValueValidator(9)], default=1
    )
    since = models.DateField(validators=[MinValueValidator(date(2020, 1, 31))])
    shelf = models.CharField(max_length=5, choices=[("top", "Top"), ("low", "Low")])
    bought_by = models.ForeignKey("auth.User", on_delete=models.PROTECT, null=True)


class Box(models.Model):
    label = models.CharField(max_length=10)
""",
    "store/limits.py": "import random\n\n\ndef longest():\n    return random.choice([1, 2])\n",
    "store/forms.py": """\
from django import forms

from store.models import Item


class ItemForm(forms.ModelForm):
    name = forms.CharField(max_length=30)
    shelf = forms.ChoiceField(choices=[("top", "Top"), ("mid", "Middle")])
    extra = forms.BooleanField(required=False)

    class Meta:
        model = Item
        fields = ["name", "code", "note", "weight", "rank", "shelf"]


class SearchForm(forms.Form):
    words = forms.CharField(max_length=100, required=False)
""",
    "store/serializers.py": """\
from rest_framework import serializers

from store.models import Item


class ItemSerializer(serializers.ModelSerializer):
    title = serializers.CharField(source="name", max_length=99)
    code = serializers.CharField(max_length=500)
    weight = serializers.FloatField()
    note = serializers.CharField(max_length=900, read_only=True)

    class Meta:
        model = Item
        fields = ["title", "code", "weight", "note"]
""",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in PROJECT.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


# JSON


def test_every_class_of_the_project_by_path_and_line(shop):
    order = [(each["path"], each["line"]) for each in shop.values()]
    assert order == sorted(order)
    assert {each["layer"] for each in shop.values()} == {"model", "form", "serializer", "schema"}
    assert {"Order", "SignupForm", "OrderSerializer", "OrderIn"} <= set(shop)
    assert all(each["name"].startswith("shop.") for each in shop.values())


def test_a_contract_has_exactly_the_promised_keys(shop):
    for contract in shop.values():
        keys = ["layer", "name", "path", "line", "model", "link", "unknown", "fields"]
        assert list(contract) == keys
        for each in contract["fields"]:
            unknown = set(each["unknown"])
            assert set(each) == IDENTITY | set(FACTS) - unknown | {"source"} - unknown
            assert unknown <= set(FACTS) | {"source"}


def test_a_contract_says_where_it_stands_and_of_what_it_speaks(shop):
    order = shop["OrderSerializer"]
    lines = (SHOP / order["path"]).read_text().splitlines()
    assert order["path"] == "shop/orders/serializers.py"
    assert lines[order["line"] - 1].startswith("class OrderSerializer(")
    assert (order["model"], order["link"]) == ("shop.orders.models.Order", "meta")
    model = shop["Order"]
    assert (model["layer"], model["link"]) == ("model", None)


def test_a_field_stands_where_it_is_declared(shop):
    name = field(shop["CustomerSerializer"], "name")
    lines = (SHOP / name["path"]).read_text().splitlines()
    assert lines[name["line"] - 1].strip().startswith("name = ")
    assert (name["declared"], name["declared_in"]) == (True, "CustomerSerializer")
    assert (name["type"], name["max_length"], name["source"]) == ("str", 255, "name")
    assert field(shop["Order"], "id")["line"] is None
    assert field(shop["Order"], "created_at")["path"] == "shop/common/models.py"


def test_what_is_not_known_is_absent_and_named(project):
    code = field(document(project)["Item"], "code")
    assert code["unknown"] == ["max_length"]
    assert "max_length" not in code


def test_values_that_json_does_not_have(project):
    item = document(project)["Item"]
    assert field(item, "weight")["min_value"] == 0.1
    assert field(item, "since").get("min_value", "2020-01-31") == "2020-01-31"
    assert field(item, "rank")["choices"] == ["1", "2"]
    assert field(item, "bought_by")["relation"] == "django.contrib.auth.models.User"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        (3, 3),
        (2**80, str(2**80)),
        (0.5, 0.5),
        (float("inf"), "inf"),
        (Decimal("40"), 40),
        (Decimal("0.01"), 0.01),
        (Decimal("0.12345678901234567890123"), "0.12345678901234567890123"),
        (Decimal("NaN"), "NaN"),
        (datetime.date(2020, 1, 31), "2020-01-31"),
        (datetime.timedelta(days=1), "1 day, 0:00:00"),
    ],
)
def test_plain_values(value, expected):
    assert inventory.plain(value) == expected


# Names


def names_of(found: engine_inventory.Inventory) -> dict[str, list[str]]:
    return {
        each.model.short_name: [layer.contract.short_name for layer in each.layers]
        for each in found.models
    }


def test_a_model_comes_with_its_layers(project):
    found = collect(project, "Item")
    assert names_of(found) == {"Item": ["ItemForm", "ItemSerializer"]}
    assert [each.short_name for each in found.contracts] == ["ItemForm", "Item", "ItemSerializer"]


def test_a_layer_comes_with_its_model(project):
    assert names_of(collect(project, "ItemForm")) == {"Item": ["ItemForm"]}
    assert list(document(project, "ItemForm")) == ["ItemForm", "Item"]


def test_a_layer_of_no_model(project):
    found = collect(project, "SearchForm", "Box")
    assert [each.short_name for each in found.strays] == ["SearchForm"]
    assert names_of(found) == {"Box": []}


@pytest.mark.parametrize("name", ["store.models.Item", "models.Item", "store.Item"])
def test_dotted_names_may_leave_out_parts(project, name):
    assert set(names_of(collect(project, name))) == {"Item"}


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("Itme", "Item"), ("store.Itme", "store.models.Item"), ("SerchForm", "SearchForm")],
)
def test_an_unknown_name(project, name, nearest):
    with pytest.raises(ConfigError, match=re.escape(f'"{name}"; did you mean "{nearest}"?')):
        collect(project, name)


def test_an_unknown_name_on_the_command_line(project, monkeypatch, capsys):
    monkeypatch.chdir(project)
    with pytest.raises(SystemExit) as exit_:
        main(["contracts", "Itme"])
    assert exit_.value.code == 2
    assert 'did you mean "Item"?' in capsys.readouterr().err


# Tables


def cells_of(text: str, row: str) -> list[str]:
    """The cells of a row in a table, a mark with the cell that it marks."""
    line = next(line for line in text.splitlines() if line.split()[:1] == [row])
    return [cell.strip() for cell in re.split(r"\s{2,}", line.strip())]


def test_a_model_and_what_its_layers_say(project):
    text = table(project, "Item")
    assert text.startswith("Item  store/models.py:10\n")
    assert re.search(r"^ +Item +ItemForm +ItemSerializer$", text, re.MULTILINE)
    assert re.search(r"^ +model +form +serializer$", text, re.MULTILINE)
    assert cells_of(text, "name") == ["name", "str ≤40", "< str ≤30", "≠ title: str ≤99"]
    assert cells_of(text, "weight")[1:] == [
        "decimal(6,2) ≥0.1",
        "decimal(6,2)",
        "≠ float no bounds",
    ]
    assert cells_of(text, "shelf") == ["shelf", "top|low", "≠ top|mid", "\N{EN DASH}"]
    assert cells_of(text, "note")[3] == "str ≤900 read only"
    assert cells_of(text, "bought_by") == ["bought_by", "→ User null", *["\N{EN DASH}"] * 2]
    assert "ItemForm also has extra" in text


def test_disagreements_are_told_in_words(project):
    text = table(project, "Item")
    assert re.search(r"≠ ItemSerializer\.title +≤99; the column: ≤40$", text, re.MULTILINE)
    assert re.search(
        r"≠ ItemForm\.shelf +top\|mid; the column: top\|low, not mid$", text, re.MULTILINE
    )
    assert "lets through what the column refuses" in text


def test_what_is_not_known_is_no_disagreement(project):
    text = table(project, "Item")
    assert cells_of(text, "code")[3] == "str ≤500"
    assert not re.search(r"≠ ItemSerializer\.code", text)


REFUSING = """\
from rest_framework import serializers

from store.models import Item


class {base}(serializers.{built_in}):
    def to_internal_value(self, data):
        value = super().to_internal_value(data)
        {refusal}
        return value


class StrictSerializer(serializers.ModelSerializer):
    {field} = {base}({limits})

    class Meta:
        model = Item
        fields = ["{field}"]
"""
LOOSE = [
    ("name", "CharField", "max_length=99", "str ≤99"),
    ("weight", "DecimalField", "max_digits=9, decimal_places=4", "decimal(9,4) no bounds"),
    ("rank", "IntegerField", "max_value=20", "int ≤20 any choice"),
]


@pytest.mark.parametrize(("name", "built_in", "limits", "said"), LOOSE)
@pytest.mark.parametrize("refuses", [True, False])
def test_limits_of_a_class_that_refuses_values_itself_are_no_disagreement(
    project, name, built_in, limits, said, refuses
):
    """Its limits are known; whether they are all that it asks for is not."""
    parts = {"base": "OwnField", "built_in": built_in, "limits": limits, "field": name}
    refusal = 'self.fail("invalid")' if refuses else "value = value or data"
    code = REFUSING.format(refusal=refusal, **parts)
    (project / "store/strict.py").write_text(code)
    strict = document(project, "StrictSerializer")["StrictSerializer"]
    assert field(strict, name)["unknown"] == []
    shown = cells_of(table(project, "StrictSerializer"), name)[-1]
    plain = said.removesuffix(" no bounds").removesuffix(" any choice")
    assert shown == (plain if refuses else f"≠ {said}")


def test_a_limit_that_the_model_still_checks_is_no_disagreement(project):
    assert "ItemForm.weight" not in table(project, "Item")


def test_a_layer_of_no_model_is_shown_alone(project):
    text = table(project, "SearchForm")
    assert "of no model that is known" in text
    assert cells_of(text, "words") == ["words", "str ≤100 optional"]


def test_the_overview_counts_columns_and_names_layers(project):
    text = table(project)
    assert re.search(r"^  Item +9 +≠ 3 +ItemForm, ItemSerializer$", text, re.MULTILINE)
    assert re.search(r"^  Box +2 +\N{EN DASH}$", text, re.MULTILINE)
    assert "2 models, 2 forms, 1 serializer; 1 of them speaks of no model" in text
    assert text.endswith("nova-lint contracts Item\n")


def test_an_empty_project(tmp_path):
    assert table(tmp_path) == "No models, forms, serializers or schemas found.\n"
    assert document(tmp_path) == {}


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("names", [(), ("Customer", "Order", "Product", "Payment")])
def test_tables_fit_the_terminal(names, width):
    text = table(SHOP, *names, style=Style(width=width))
    tables = [line for line in text.splitlines() if line.startswith("  ")]
    assert max(map(len, tables)) <= width
    assert text == "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_a_table_that_does_not_fit_goes_on_in_another():
    whole = table(SHOP, "Customer", style=Style(width=120))
    narrow = table(SHOP, "Customer", style=Style(width=80))
    assert narrow.count("─\n") > whole.count("─\n")
    assert "ContactSerializer" in narrow


def test_colours_add_nothing_but_colour():
    plain = table(SHOP, "Customer", style=Style(width=120))
    coloured = table(SHOP, "Customer", style=Style(COLOURED, 120))
    assert "\x1b[" in coloured
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_marks_for_an_encoding_that_has_no_others():
    text = table(SHOP, "Customer")
    plain = inventory.encodable(text, "ascii")
    assert plain.isascii()
    assert list(map(len, plain.splitlines())) == list(map(len, text.splitlines()))
    assert inventory.encodable(text, "utf-8") is text


# The command


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "nova_lint", "contracts", "--no-cache", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def test_the_command_prints_json_of_the_directory_that_it_is_given(project):
    done = run("--format", "json", str(project), cwd=project.parent)
    assert done.returncode == 0, done.stderr
    assert {each["path"] for each in json.loads(done.stdout)["contracts"]} == {
        "store/forms.py",
        "store/models.py",
        "store/serializers.py",
    }


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_shown(project):
    (project / "store" / "broken.py").write_text("class :\n")
    done = run("Item", cwd=project)
    assert done.returncode == 2
    assert "store/broken.py:1:1: problem: not valid Python" in done.stderr
    assert "ItemSerializer" in done.stdout


def test_rich_is_not_needed_for_json(project):
    code = (
        "import sys; from nova_lint.cli import main\n"
        "try: main(['contracts', '--format', 'json', '-o', 'out.json'])\n"
        "except SystemExit: print('rich' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr
