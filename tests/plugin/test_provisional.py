"""mypy reads its cache while the companion works: it is told what holds before it judges."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from nova_lint.mypy_plugin import internals
from nova_lint.mypy_plugin.project import Project

from nova_lint.engine.companion.process import Companion
from tests.plugin import customers, test_versions
from tests.plugin.running import SETTINGS, Called, Mypy, write

LABEL = """
    def label(self):
        return self.name
"""
MODELS = f"{customers.MODELS}{LABEL}"
SHORTER = MODELS.replace("120", "80")
QUERYING = MODELS.replace("return self.name", "return str(Customer.objects.count())")
SERIALIZERS = customers.SERIALIZERS.replace("255", "120")
ORDERS = """\
from django.db import models


class Order(models.Model):
    customer = models.ForeignKey("shop.Customer", models.CASCADE)
"""
LABELS = """\
from shop.orders import Order


async def label(order: Order) -> str:
    return order.customer.label()
"""
FILES = {
    "mypy.ini": SETTINGS,
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/serializers.py": SERIALIZERS,
    "shop/views.py": customers.VIEWS,
    "shop/orders.py": ORDERS,
}
WIDER = "`CustomerSerializer.name` accepts 120 characters"


@pytest.fixture
def shop(tmp_path: Path) -> Called:
    write(tmp_path, FILES)
    return Called(tmp_path)


@contextmanager
def noting() -> Iterator[list[str]]:
    """Notes in which order mypy has read its cache and the companion has answered."""
    seen: list[str] = []
    judging, answer = internals.before_judging, Companion.answer

    def _judging(modules, names, others):
        seen.append(f"asked about {' '.join(sorted(names))}")
        judging(modules, names, others)

    def _answer(self):
        seen.append("the answer")
        return answer(self)

    with (
        patch.object(internals, "before_judging", _judging),
        patch.object(Companion, "answer", _answer),
    ):
        yield seen


def test_mypy_reads_its_cache_before_there_is_an_answer(shop):
    assert shop.check() == []
    write(shop.root, {"shop/models.py": SHORTER})
    with noting() as seen:
        (found,) = shop.check()
    assert WIDER in found
    every = "asked about shop shop.models shop.orders shop.serializers shop.views"
    assert seen == [every, "the answer"]


def test_in_a_first_run_there_is_nothing_to_say_for_now(shop):
    with noting() as seen:
        shop.check()
    assert seen == ["the answer"]


def test_where_nothing_has_changed_what_holds_is_said_at_once(shop):
    shop.check()
    with noting() as seen:
        shop.check()
    assert seen == []


def test_a_module_is_checked_again_for_what_it_does_not_import(shop):
    """Nothing that mypy sees leads from the model to the function."""
    write(shop.root, {"shop/labels.py": LABELS})
    assert shop.check() == []
    write(shop.root, {"shop/models.py": QUERYING})
    (found,) = shop.check()
    assert found.startswith(
        "shop/labels.py:5: error: `order.customer.label()` reaches the database"
    )
    write(shop.root, {"shop/models.py": MODELS})
    assert shop.check() == []


def test_what_mypy_has_read_is_found_wherever_it_is_kept(shop):
    """An editor runs mypy again and again in one process, which collects garbage meanwhile."""
    digest = Project.last_digest

    def _digest(self, path):
        gc.collect()
        return digest(self, path)

    assert shop.check() == []
    write(shop.root, {"shop/models.py": SHORTER})
    with patch.object(Project, "last_digest", _digest):
        (found,) = shop.check()
    assert WIDER in found


def test_a_package_that_is_read_twice(shop):
    """mypy reads a package beforehand if something in it is missing: it may be a stub."""
    strict = SETTINGS.replace("ignore_", "[mypy-django.*,rest_framework.*]\nignore_")
    tool = "import shop.api.nothing  # type: ignore\n"
    api = SERIALIZERS + customers.VIEWS.replace(
        "from shop.serializers import CustomerSerializer\n", ""
    )
    moved = {"shop/api/__init__.py": api, "shop/serializers.py": None, "shop/views.py": None}
    write(shop.root, moved | {"mypy.ini": strict, "shop/tool.py": tool})
    assert shop.check() == []
    write(shop.root, {"shop/models.py": SHORTER, "shop/tool.py": f"{tool}\nx = 1\n"})
    seeing = patch.object(Project, "last_digest", autospec=True, side_effect=Project.last_digest)
    with seeing as asked:
        (found,) = shop.check()
    assert WIDER in found
    paths = [Path(shop.root, call.args[1]) for call in asked.mock_calls]
    assert paths.count(shop.root / "shop/api/__init__.py") == 2


def test_settings_that_are_wrong_by_now(shop):
    shop.check()
    write(shop.root, {"nova-lint.toml": 'select = ["NL1O1"]\n', "shop/models.py": SHORTER})
    (found,) = shop.check()
    assert "NL1O1" in found
    write(shop.root, {"nova-lint.toml": None})
    (found,) = shop.check()
    assert WIDER in found


def test_a_process_of_its_own_does_the_same(tmp_path):
    """There, mypy switches the collector off."""
    write(tmp_path, FILES)
    checker = Mypy(tmp_path)
    assert checker.check() == []
    write(tmp_path, {"shop/models.py": SHORTER})
    (found,) = checker.check()
    assert WIDER in found


def test_a_mypy_that_may_judge_otherwise_waits(shop):
    shop.check()
    write(shop.root, {"shop/models.py": SHORTER})
    with noting() as seen, patch.object(internals, "CAN_CHECK_AGAIN", False):
        (found,) = shop.check()
    assert WIDER in found
    assert seen == ["the answer"]


def test_the_versions_that_are_known_are_those_that_are_tested():
    tested = {
        version.rpartition(".")[0]
        for version in (*test_versions.OLDEST_AND_NEWEST, *test_versions.BETWEEN)
    }
    assert set(internals._JUDGE_BY_HASHES) == tested - {"1.18"}
