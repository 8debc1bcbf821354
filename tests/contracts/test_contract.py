"""What a field says while nobody has read it."""

from __future__ import annotations

from nova_lint.contracts.contract import UNKNOWN, Field, Known, unknown_field


def test_only_the_name_of_an_unknown_field_is_known():
    """A fact that somebody adds to Field must not slip in with its default."""
    field = unknown_field("total")
    facts = [name for name, said in Field.__annotations__.items() if said.startswith("Fact[")]
    assert [name for name in facts if getattr(field, name) is not UNKNOWN] == ["source"]
    assert field.source == Known("total")
