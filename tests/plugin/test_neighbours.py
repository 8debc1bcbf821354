"""The plugins beside ours: what they and mypy itself say is the same with us and without us."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from nova_lint.config import Overrides, load
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import check
from tests.plugin.running import Called, reported, run, write

SHOP = Path(__file__).resolve().parents[2] / "docs" / "examples" / "shop"
OURS = "nova_lint.mypy_plugin"
THEIRS = ("mypy_django_plugin.main", "mypy_drf_plugin.main", "pydantic.mypy")
CONSUMER = """\
from shop.orders.models import Order

reveal_type(Order.objects.values_list("number", flat=True))
reveal_type(Order.objects.annotate(name=None).get().number)
reveal_type(Order().customer)
Order.objects.filter(nope=1)
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with a module that shows what is inferred from the neighbours' answers."""
    for package in ("mypy_django_plugin", "mypy_drf_plugin"):
        pytest.importorskip(package)
    root = tmp_path_factory.mktemp("neighbours") / "shop"
    ignored = shutil.ignore_patterns(".*_cache", "__pycache__")
    shutil.copytree(SHOP, root, ignore=ignored)
    write(root, {"shop/consumer.py": CONSUMER})
    return root


def told(root: Path, *plugins: str) -> list[str]:
    """What mypy reports with some plugins. The cache of other plugins is none of theirs."""
    write(
        root,
        {
            "mypy.ini": f"[mypy]\nplugins = {', '.join(plugins)}\n"
            "[mypy.plugins.django-stubs]\ndjango_settings_module = shop.settings\n"
        },
    )
    return reported(run(root, "mypy", "--cache-dir", os.devnull, "."))


def is_ours(line: str) -> bool:
    return line.rpartition("  [")[2].startswith("nova")


@pytest.fixture(scope="module")
def without(shop: Path) -> list[str]:
    found = told(shop, *THEIRS)
    assert any('Cannot resolve keyword "nope"' in line or "nope" in line for line in found)
    return found


@pytest.mark.parametrize(
    "position", [*(pytest.param(n, marks=pytest.mark.slow) for n in (0, 1)), 3]
)
def test_in_any_position_the_others_say_what_they_said(shop, without, position):
    plugins = [*THEIRS[:position], OURS, *THEIRS[position:]]
    found = told(shop, *plugins)
    assert [line for line in found if not is_ours(line)] == without
    assert sorted(map(_place_and_rule, filter(is_ours, found))) == _found_by_the_command_line(shop)


def _place_and_rule(line: str) -> tuple[str, str]:
    path, number, _ = line.split(":", maxsplit=2)
    return f"{path}:{number}", line.rpartition("[nova-")[2].rstrip("]")


def _found_by_the_command_line(root: Path) -> list[tuple[str, str]]:
    settings = load(root, Overrides(cache_dir=None), installed_rules().infos)
    report = check(settings, (), _Silent())
    return sorted((f"{f.place.path}:{f.place.line}", f.name) for f in report.findings)


class _Silent:
    total = 0

    def advance(self, count: int) -> None:
        pass


def test_without_a_django_plugin(shop, without):
    """No settings module is needed, and none is imported."""
    write(shop, {"mypy.ini": f"[mypy]\nplugins = {OURS}\nno_site_packages = True\n"})
    found = Called(shop, ("--ignore-missing-imports",)).check()
    assert sorted(map(_place_and_rule, filter(is_ours, found))) == _found_by_the_command_line(shop)
