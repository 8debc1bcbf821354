"""Modules that mypy checks before the companion has an answer: what is found in them comes
later, and everything that is said of them is as if mypy had waited."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest
from nova_lint.mypy_plugin.plugin import NovaPlugin

from nova_lint.engine.companion.process import Companion
from tests.plugin.running import SETTINGS, Called, run, write

LIMITS = """\
LONGEST = 255  # nova: ignore[NL101] the column is as long
"""
MODELS = """\
from django.db import models

from shop.limits import LONGEST


class Customer(models.Model):
    name = models.CharField(max_length=120)
    notes = models.CharField(max_length=LONGEST)
"""
FORMS = """\
from django import forms

from shop.limits import LONGEST
from shop.models import Customer


class CustomerForm(forms.Form):
    name = forms.CharField(max_length=LONGEST)

    def save(self) -> Customer:
        return Customer.objects.create(name=self.cleaned_data["name"])
"""
FILES = {
    "mypy.ini": SETTINGS,
    "shop/__init__.py": "",
    "shop/limits.py": LIMITS,
    "shop/models.py": MODELS,
    "shop/forms.py": FORMS,
}
UNUSED = "shop/limits.py:1: error: this suppression hides nothing"


@pytest.fixture
def shop(tmp_path: Path) -> Called:
    write(tmp_path, FILES)
    return Called(tmp_path)


def lines(root: Path) -> list[str]:
    """What a run prints of nova-lint's, in its order, when nothing is known from before."""
    for cache in (".mypy_cache", ".nova_lint_cache"):
        shutil.rmtree(root / cache, ignore_errors=True)
    return [line for line in run(root, "mypy", ".").splitlines() if "[nova-" in line]


def test_mypy_goes_on_without_an_answer_until_a_module_imports_models(shop):
    seen: list[str] = []
    report, answer = NovaPlugin._report_in, Companion.answer

    def _report_in(self, file):
        seen.append(Path(file.path).name)
        report(self, file)

    def _answer(self):
        seen.append("the answer")
        return answer(self)

    seeing = patch.object(NovaPlugin, "_report_in", _report_in)
    with seeing, patch.object(Companion, "answer", _answer):
        shop.check()
    assert seen.index("limits.py") < seen.index("the answer") < seen.index("forms.py")


def test_what_is_found_in_the_first_modules_is_reported_too(shop, tmp_path):
    found = lines(tmp_path)
    assert [line.partition(":")[0] for line in found] == ["shop/limits.py", "shop/forms.py"]
    assert found == lines(tmp_path)


def test_later_runs_say_the_same(shop):
    first = shop.check()
    assert [line for line in first if line.startswith("shop/limits.py")]
    assert shop.check() == first
    assert shop.check() == first
    write(shop.root, {"shop/limits.py": "LONGEST = 255\n"})
    assert shop.check() == [line for line in first if not line.startswith("shop/limits.py")]


def test_it_is_told_as_the_rest_is(shop):
    shop.options = ("-O", "json")
    told = {each["file"]: each for each in map(json.loads, shop.check())}
    assert told["shop/limits.py"]["code"] == "nova-unused-suppression"
    shop.options = ("--pretty",)
    assert "    LONGEST = 255  # nova: ignore[NL101] the column is as long" in shop.check()


@pytest.mark.parametrize(
    "options",
    [(), ("--warn-unused-ignores",), ("--enable-error-code", "ignore-without-code")],
)
def test_comments_for_mypy_are_heeded(shop, options):
    before = [line for line in shop.check() if not line.startswith("shop/limits.py")]
    shop.options = options
    ignored = "# type: ignore[nova-unused-suppression]  # nova: ignore"
    for silenced in (
        LIMITS.replace("# nova: ignore", ignored),
        f'# mypy: disable-error-code="nova-unused-suppression"\n{LIMITS}',
    ):
        write(shop.root, {"shop/limits.py": silenced})
        shutil.rmtree(shop.root / ".mypy_cache")
        assert shop.check() == before


def test_nobody_waits_for_a_module_that_never_comes(shop):
    """Where no module imports a framework, the first one waits for the answer itself."""
    write(shop.root, {"shop/models.py": None, "shop/forms.py": None})
    assert [line.partition(":")[0] for line in shop.check()] == ["shop/limits.py"]
