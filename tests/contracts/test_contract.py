"""What a field says while nobody has read it."""

from __future__ import annotations

from dataclasses import fields

from nova_lint.contracts.contract import UNKNOWN, Field, Known, unknown_field


def test_only_the_name_of_an_unknown_field_is_known():
    """A fact that somebody adds to Field must not slip in with its default."""
    field = unknown_field("total")
    facts = [each.name for each in fields(Field) if str(each.type).startswith("Fact[")]
    assert [name for name in facts if getattr(field, name) is not UNKNOWN] == ["source"]
    assert field.source == Known("total")
