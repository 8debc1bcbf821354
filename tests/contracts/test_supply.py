"""What a model's bases from packages do when a row is saved."""

from __future__ import annotations

import sysconfig
import textwrap
from pathlib import Path

import pytest

from nova_lint.contracts.links import Linked, link
from nova_lint.contracts.project import Contracts
from nova_lint.workspace import opening

_PACKAGE = """
    from django.db import models


    class Ordered(models.Model):
        order = models.PositiveIntegerField(editable=False)
        order_field_name = "order"

        class Meta:
            abstract = True

        def save(self, *args, **kwargs):
            name = self.order_field_name
            setattr(self, name, 1)
            super().save(*args, **kwargs)


    class Checked(models.Model):
        class Meta:
            abstract = True

        def save(self, clean=True, **kwargs):
            if clean:
                self.full_clean()
            super().save(**kwargs)


    class Plain(models.Model):
        place = models.PositiveIntegerField()

        class Meta:
            abstract = True
"""
_MODELS = """
    from django.db import models
    from ordering import Checked, Ordered, Plain


    class Step(Ordered):
        size = models.IntegerField()


    class Page(Checked):
        size = models.IntegerField()


    class Seat(Plain):
        size = models.IntegerField()
"""
_SERIALIZERS = """
    from rest_framework import serializers

    from shop.models import Page, Seat, Step


    class Steps(serializers.ModelSerializer):
        class Meta:
            model = Step
            fields = ["size"]


    class Pages(serializers.ModelSerializer):
        class Meta:
            model = Page
            fields = ["size"]


    class Seats(serializers.ModelSerializer):
        class Meta:
            model = Seat
            fields = ["size"]
"""


def _written(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return str(path)


@pytest.fixture
def contracts(tmp_path: Path) -> Contracts:
    """A project whose models have bases from a package that is installed."""
    _written(tmp_path / "packages" / "ordering" / "__init__.py", _PACKAGE)
    _written(tmp_path / "project" / "shop" / "models.py", _MODELS)
    _written(tmp_path / "project" / "shop" / "serializers.py", _SERIALIZERS)
    packages = [str(tmp_path / "packages"), sysconfig.get_paths()["purelib"]]
    files = ["shop/models.py", "shop/serializers.py"]
    return Contracts(opening.open_project(tmp_path / "project", files, packages).workspace)


def _linked(name: str, contracts: Contracts) -> Linked:
    contract = contracts.contract_named(f"shop.serializers.{name}")
    assert contract is not None
    (found,) = link(contract, contracts)
    return found


def test_a_package_sets_columns_of_its_own_by_names_that_it_works_out(contracts: Contracts):
    assert _linked("Steps", contracts).supply.supplies("order")
    assert not _linked("Steps", contracts).supply.supplies("size")
    assert not _linked("Seats", contracts).supply.supplies("place")


def test_a_package_runs_the_models_validation(contracts: Contracts):
    assert _linked("Pages", contracts).checked_late
    assert not _linked("Steps", contracts).checked_late
