"""Where a model's options stand."""

from __future__ import annotations

import sysconfig
import textwrap
from pathlib import Path

from nova_lint.contracts.project import Contracts
from nova_lint.workspace import opening

_MODELS = """
    from django.db import models


    class Placed(models.Model):
        shelf = models.IntegerField()
        place = models.IntegerField()

        class Meta:
            abstract = True
            unique_together = ("shelf", "place")


    class Book(Placed):
        class Meta(Placed.Meta):
            ordering = ["shelf"]
"""


def test_columns_that_are_unique_together_stand_where_they_are_listed(tmp_path: Path):
    path = tmp_path / "shop" / "models.py"
    path.parent.mkdir()
    path.write_text(textwrap.dedent(_MODELS), encoding="utf-8")
    packages = [sysconfig.get_paths()["purelib"]]
    project = opening.open_project(tmp_path, ["shop/models.py"], packages)

    book = Contracts(project.workspace).contract_named("shop.models.Book")

    assert book is not None
    (constraint,) = book.constraints
    line = path.read_text(encoding="utf-8").splitlines()[constraint.span.line - 1]
    assert line.strip() == 'unique_together = ("shelf", "place")'
