"""`nova-lint layers`: what each layer of the example shop does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from nova_lint.cli import nova_lint

SHOP = Path(__file__).resolve().parents[1] / "docs" / "examples" / "shop"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(nova_lint, ["layers", *arguments, "--no-cache"])
    assert result.exception is None, result.output
    return result.output


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found = json.loads(run(str(SHOP), "--format", "json"))
    assert isinstance(found, dict)
    return found


def layer(document: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [each for each in document["layers"] if each["layer"] == name]
    assert isinstance(found, dict)
    return found


def definition(document: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [each for each in document["definitions"] if each["name"] == name]
    assert isinstance(found, dict)
    return found


def test_a_layer_is_the_sum_of_what_stands_in_it(document):
    for name in [each["layer"] for each in document["layers"]]:
        here = [each for each in document["definitions"] if each["layer"] == name]
        total = layer(document, name)
        assert total["classes"] + total["functions"] == len(here)
        for effect in ("reads", "writes", "transactions"):
            assert total[effect] == sum(each["does"].get(effect, 0) for each in here)


def test_a_function_says_what_is_written_in_it_and_what_it_reaches(document):
    written = definition(document, "shop.orders.live.close_order")
    assert written["layer"] == "operation"
    assert written["by"] == "decorator @router.post"
    assert written["does"] == {"writes": 2, "transactions": 1}
    assert set(written["writes"]) == {"shop.orders.models.Order", "shop.orders.models.OrderNote"}
    handed_on = definition(document, "shop.orders.api.create_order")
    assert handed_on["does"] == {}
    assert handed_on["reaches"] == ["write"]


def test_a_function_that_a_thread_calls_counts_as_called(document):
    assert "write" in definition(document, "shop.orders.live.place_order")["reaches"]


def test_the_measure_of_an_app(document):
    measures = {each["app"]: each for each in document["apps"]}
    orders = measures["shop.orders"]
    assert orders["has_services"]
    assert orders["share_of_writes_in_services"] == pytest.approx(
        orders["writes_in_services"] / orders["writes"], abs=0.001
    )
    assert measures["shop.customers"]["share_of_writes_in_services"] == 1
    assert not measures["shop.common"]["has_services"]


def test_effects_flow_from_the_edges_to_the_services(document):
    flows = {(each["from"], each["to"]): each for each in document["flows"]}
    assert flows["operation", "service"]["writes"] > 0
    assert flows["view", "service"]["writes"] > 0
    assert ("service", "view") not in flows


def test_paths_choose_what_is_shown(document):
    part = json.loads(run(str(SHOP / "shop" / "orders"), "--format", "json"))
    paths = {each["path"] for each in part["definitions"]}
    assert paths and all(path.startswith("shop/orders/") for path in paths)
    whole = {each["name"]: each for each in document["definitions"]}
    assert all(whole[each["name"]] == each for each in part["definitions"])


def test_the_table_has_a_row_for_each_layer_and_each_app(document):
    table = run(str(SHOP))
    for each in document["layers"]:
        assert f"\n  {each['layer']} " in table
    assert "shop.orders     yes" in table


def test_the_list_says_what_each_is_and_does():
    listed = run(str(SHOP), "--list")
    assert "close_order()  line 78, by decorator @router.post: writes Order, OrderNote" in listed
    assert "class OrderViewSet" in listed


def test_a_project_without_code(tmp_path):
    assert run(str(tmp_path)) == "No classes or functions found.\n"


# Without services -----------------------------------------------------------------------------

MODELS = """
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)
    paid = models.BooleanField(default=False)

    def __str__(self):
        return str(Line.objects.filter(order=self).count())


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
"""
VIEWS = """
import requests
from django.views import View

from shop.models import Line, Order


class PlaceView(View):
    def post(self, request):
        order = Order.objects.create(number=request.POST["number"])
        Line.objects.create(order=order)

    def put(self, request):
        Order.objects.filter(number="").update(paid=True)  # nova: ignore[NL401]

    def delete(self, request):
        Order.objects.filter(number="").delete()

    def get(self, request):
        requests.get("https://example.org")
"""
SERVICES = """
def place(number): ...
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project with one app that has no services."""
    app = tmp_path / "shop"
    app.mkdir()
    for name, text in {"__init__": "", "models": MODELS, "views": VIEWS}.items():
        (app / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def found_by_rules(project: Path) -> list[tuple[object, ...]]:
    """What `nova-lint check` finds about services."""
    command = ["check", str(project), "--no-cache", "--select", "NL4", "--format", "json"]
    document = json.loads(CliRunner().invoke(nova_lint, command).output)
    return [where(each) for each in document["findings"]]


def where(finding: dict[str, Any]) -> tuple[object, ...]:
    return tuple(finding[key] for key in ("code", "path", "line", "column", "end_line"))


def test_without_services_it_tells_what_would_be_found_if_there_were_some(shop):
    assert found_by_rules(shop) == []
    told = json.loads(run(str(shop), "--format", "json"))
    expected = [where(each) for each in told["would_find"]]
    assert [code for code, *_ in expected] == ["NL405", "NL402", "NL401", "NL403"]

    (shop / "shop" / "services.py").write_text(SERVICES, encoding="utf-8")
    assert expected == found_by_rules(shop)
    assert json.loads(run(str(shop), "--format", "json"))["would_find"] == []


def test_what_would_be_found_is_counted_by_app(shop):
    told = json.loads(run(str(shop), "--format", "json"))
    (app,) = told["apps"]
    assert app["would_find"] == {"NL401": 1, "NL402": 1, "NL403": 1, "NL405": 1}
    assert "NL402 transaction-in-edge         1      1" in run(str(shop))


def test_the_list_has_what_would_be_found_at_its_end(shop):
    listed = run(str(shop), "--list")
    assert "    line 10  NL402 the view `PlaceView.post` writes `Order` and `Line`" in listed


def test_only_rules_that_the_project_selects_are_asked(shop):
    (shop / "nova-lint.toml").write_text('ignore = ["NL401", "NL405"]', encoding="utf-8")
    told = json.loads(run(str(shop), "--format", "json"))
    assert [each["code"] for each in told["would_find"]] == ["NL402", "NL403"]
