"""The other places that a finding names."""

from __future__ import annotations

from pathlib import Path

from nova_lint.rules.services.save_side_effect import SaveSideEffect

from nova_lint.engine.analysis import analyse_code, by_need
from tests.support import open_project

MODELS = """
from django.db import models


class Note(models.Model):
    text = models.CharField(max_length=20)


def write(number):
    Note.objects.create(text=number)
    Note.objects.create(text=number)


class Order(models.Model):
    number = models.CharField(max_length=20)

    def save(self, *args, **kwargs):
        write(self.number)
        write(self.number)
"""


def test_what_a_function_does_twice_is_not_named_beside_itself(tmp_path: Path) -> None:
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/services.py": "def f(): ..."}
    contracts = open_project(files, tmp_path)
    found = analyse_code(contracts, by_need([SaveSideEffect(None)]), "shop/models.py").findings
    [finding] = found
    assert [(each.place.line, each.message) for each in finding.related] == [
        (10, "it happens here"),
        (19, "and here, too"),
    ]
    assert finding.place.line == 18
