"""What a name means in a statement that binds it anew: what it was bound to before."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_lint.contracts.contract import UNKNOWN, Field, Known
from tests.support import open_project

MODELS = """
from django import forms
from django.db import models


def labelled(field):
    return field


{before}


class Page(models.Model):
{body}


class Filter(forms.Form):
{body}
"""


def fields(tmp_path: Path, body: str, before: str = "") -> dict[str, Field]:
    """The fields of a model with such a body; a form with the same one is read beside it."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    text = MODELS.format(before=before, body=lines)
    contracts = open_project({"shop/__init__.py": "", "shop/models.py": text}, tmp_path)
    found = {}
    for name in ("Page", "Filter"):
        cls = contracts.symbols.absolute(f"shop.models.{name}")
        contract = contracts.contract(cls)
        assert contract is not None
        found[name] = {field.name: field for field in contract.fields}
    return found["Page"]


METHOD = "def label(self):\n    return 1\nlabel.short_description = 'Label'\n"


@pytest.mark.parametrize(
    "body",
    [
        METHOD + "label = property(label)",
        METHOD + "label = labelled(label)",
        METHOD + "label = labelled(labelled(label))",
        "label = labelled(label)",
        "label = other = labelled(label)",
    ],
)
def test_a_wrapped_method_is_no_field(tmp_path: Path, body: str) -> None:
    assert "label" not in fields(tmp_path, body)


@pytest.mark.parametrize("before", ["label = labelled(label)", "from a import *\nlabel = f(label)"])
def test_nor_is_one_of_the_module(tmp_path: Path, before: str) -> None:
    assert "label" not in fields(tmp_path, "label = labelled(label)", before)


def test_a_column_that_is_wrapped_is_some_column(tmp_path: Path) -> None:
    body = "label = models.CharField(max_length=20)\nlabel = encrypted(label)"
    label = fields(tmp_path, body, "from fields import encrypted")["label"]
    assert label.max_length == UNKNOWN


def test_a_number_is_calculated_from_what_it_was(tmp_path: Path) -> None:
    body = "size = 20\nsize = size * 2\nlabel = models.CharField(max_length=size)\nsize = size + 1"
    assert fields(tmp_path, body)["label"].max_length == Known(40)
    assert fields(
        tmp_path, "label = models.CharField(max_length=SIZE)", "SIZE = 20\nSIZE = SIZE * 2"
    )["label"].max_length == Known(40)
