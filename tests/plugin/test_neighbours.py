"""The plugins beside ours: what they and mypy itself say is the same with us and without us."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from nova_lint.config import Overrides, load
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import check
from tests.plugin.running import Called, run, write

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
    """What mypy reports with some plugins, line by line but for the sum of all at the end.
    The cache of other plugins is none of theirs."""
    write(root, {"mypy.ini": settings("shop.settings", *plugins)})
    *lines, _ = run(root, "mypy", "--cache-dir", os.devnull, ".").splitlines()
    return lines


def settings(module: str, *plugins: str) -> str:
    return (
        f"[mypy]\nplugins = {', '.join(plugins)}\n"
        f"[mypy.plugins.django-stubs]\ndjango_settings_module = {module}\n"
    )


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


# Projects of others -------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """A package of PyPI that is checked as a project, and what its settings install."""

    requirement: str
    package: str
    apps: tuple[str, ...]

    def __str__(self) -> str:
        return self.package


WAGTAIL = Published(
    "wagtail>=7",
    "wagtail",
    (
        *(
            f"wagtail.contrib.{app}"
            for app in ("forms", "redirects", "settings", "search_promotions")
        ),
        *(f"wagtail.{app}" for app in ("embeds", "sites", "users", "snippets", "documents")),
        *("wagtail.images", "wagtail.search", "wagtail.admin", "wagtail"),
        *("modelcluster", "taggit", "rest_framework"),
    ),
)
PASSWORDLESS = Published(
    "drfpasswordless>=1.5",
    "drfpasswordless",
    ("rest_framework", "rest_framework.authtoken", "drfpasswordless"),
)
REPORTS = ("any-exprs", "linecoverage", "lineprecision")
"""What mypy says of the types of all expressions, line by line or in sum."""


@pytest.fixture(scope="module", params=[WAGTAIL, PASSWORDLESS], ids=str)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as a project, and beside it what it needs."""
    project: Published = request.param
    base = tmp_path_factory.mktemp(project.package)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(base / "packages")]
    done = subprocess.run([*pip, project.requirement], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"{project.requirement} cannot be installed here")
    root = base / "project"
    root.mkdir()
    shutil.move(base / "packages" / project.package, root / project.package)
    apps = ("admin", "auth", "contenttypes", "messages", "sessions", "sites")
    installed = [*project.apps, *(f"django.contrib.{app}" for app in apps)]
    text = f'SECRET_KEY = "x"\nSTATIC_URL = "/static/"\nINSTALLED_APPS = {installed}\n'
    write(root, {"manage.py": "", "published_settings.py": text})
    return root


def said(root: Path, *plugins: str) -> tuple[list[str], dict[str, bytes]]:
    """What mypy reports of a published package, and what it says of its types."""
    directory = root.parent / ("with" if OURS in plugins else "without")
    ini = settings("published_settings", *plugins).replace("[mypy]\n", "[mypy]\n" + LENIENT)
    write(root, {"mypy.ini": ini})
    reports = [part for each in REPORTS for part in (f"--{each}-report", str(directory / each))]
    packages = root.parent / "packages"
    output = run(root, "mypy", "--cache-dir", os.devnull, *reports, ".", packages=packages)
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    *lines, _ = output.splitlines()
    return lines, {str(path.relative_to(directory)): path.read_bytes() for path in files}


LENIENT = "check_untyped_defs = True\nignore_missing_imports = True\nexclude = /migrations/\n"


@pytest.mark.thorough
@pytest.mark.slow
def test_a_published_project_has_the_types_and_errors_that_it_had(published):
    lines, types = said(published, *THEIRS)
    with_ours, types_with_ours = said(published, OURS, *THEIRS)
    assert [line for line in with_ours if not is_ours(line)] == lines
    assert types_with_ours == types
    assert len(types) >= len(REPORTS)
    assert any(map(is_ours, with_ours))
