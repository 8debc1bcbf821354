"""After most edits, a project has the names for numbers that it had."""

from __future__ import annotations

import textwrap

import pytest

from nova_lint.contracts.number_names import number_names, still_hold
from nova_lint.workspace.outline import make_outline
from nova_lint.workspace.outline_nodes import Outline

BEFORE = {
    "fields.py": """\
        class MoneyField(DecimalField):
            pass
    """,
    "models.py": """\
        class Order(models.Model):
            total = MoneyField(max_digits=9, decimal_places=2)
            weight = models.FloatField()
            name = models.CharField(max_length=20)

            def net(self) -> Decimal:
                return self.total
    """,
}


_FEE = "class Fee(MoneyField):\n            pass\n\n"


def outlines(files: dict[str, str]) -> dict[str, Outline]:
    return {path: make_outline(textwrap.dedent(text)) for path, text in files.items()}


@pytest.mark.parametrize(
    ("edit", "holds"),
    [
        pytest.param({"models.py": ("max_length=20", "max_length=30")}, True, id="another column"),
        pytest.param({"models.py": ("name = ", "title = ")}, True, id="another name"),
        pytest.param({"models.py": ("return self.total", "return 1")}, True, id="another body"),
        pytest.param({"models.py": ("class Order(models.Model)", "class Order(Base)")}, True),
        pytest.param({"models.py": ("total = ", "sum = ")}, False, id="a column renamed"),
        pytest.param({"models.py": ("MoneyField(", "CharField(")}, False, id="a column no number"),
        pytest.param({"models.py": ("FloatField", "MoneyField")}, False, id="of another kind"),
        pytest.param({"models.py": ("net(self)", "gross(self)")}, False, id="a function renamed"),
        pytest.param({"fields.py": ("(DecimalField)", "(Field)")}, False, id="no number class"),
        pytest.param({"fields.py": ("class M", f"{_FEE}        class M")}, False, id="one more"),
    ],
)
def test_names_hold_where_no_other_ones_are_found(edit: dict[str, tuple[str, str]], holds: bool):
    after = {path: BEFORE[path].replace(*change) for path, change in edit.items()}
    assert all(after[path] != BEFORE[path] for path in edit)
    known = number_names(outlines(BEFORE))
    assert known.decimals == {"total"} and known.floats == {"weight"}
    changed = {path: BEFORE[path] for path in edit}
    assert still_hold(known, outlines(changed), outlines(after)) is holds
    assert (number_names(outlines({**BEFORE, **after})) == known) is holds


def test_names_hold_when_a_file_without_any_comes_or_goes():
    known = number_names(outlines(BEFORE))
    other = outlines({"other.py": "class Other(models.Model): name = models.CharField()"})
    assert still_hold(known, {}, other)
    assert still_hold(known, other, {})


def test_a_class_of_a_name_that_another_one_bears_as_well_keeps_its_bases():
    """Two classes of one name are taken together, so that neither hides the other."""
    namesake = {"other.py": "class MoneyField(Widget): pass"}
    known = number_names(outlines({**BEFORE, **namesake}))
    assert known.decimals == {"total"}
    assert number_names(outlines({**namesake, **BEFORE})) == known
