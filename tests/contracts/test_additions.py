"""Models that a package gives more attributes than their class shows."""

from __future__ import annotations

import sysconfig
import textwrap
from pathlib import Path

from nova_lint.contracts.project import Contracts
from nova_lint.workspace import opening

# As django-parler has it: the second model's metaclass gives its names to the first.
_PARLER = """
    from django.db import models


    class TranslatableModel(models.Model):
        class Meta:
            abstract = True


    class TranslatedFieldsModel(models.Model):
        class Meta:
            abstract = True
"""
_MODELS = """
    from django.db import models
    from parler.models import TranslatableModel, TranslatedFieldsModel


    class Subject(TranslatableModel):
        slug = models.SlugField()


    class SubjectTranslation(TranslatedFieldsModel):
        master = models.ForeignKey(Subject, models.CASCADE, related_name="translations")
        name = models.CharField(max_length=40)


    class Shelf(models.Model):
        slug = models.SlugField()
"""


def _written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")


def test_a_model_with_translations_has_attributes_that_it_does_not_show(tmp_path: Path):
    _written(tmp_path / "packages" / "parler" / "models.py", _PARLER)
    _written(tmp_path / "packages" / "parler" / "__init__.py", "")
    _written(tmp_path / "project" / "shop" / "models.py", _MODELS)
    packages = [str(tmp_path / "packages"), sysconfig.get_paths()["purelib"]]
    project = opening.open_project(tmp_path / "project", ["shop/models.py"], packages)
    contracts = Contracts(project.workspace)

    subject = contracts.contract_named("shop.models.Subject")
    shelf = contracts.contract_named("shop.models.Shelf")

    assert subject is not None and subject.unknown
    assert shelf is not None and not shelf.unknown
