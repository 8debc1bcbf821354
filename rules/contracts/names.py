"""Names in a class's options that stand for nothing, and what they may have been meant for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from nova_lint.contracts.contract import Contract, Field, Known, Layer, Missing

# What happens at run time, by layer and option; verified by tests/test_shop_drifts.py.
FAILS = {
    (Layer.SERIALIZER, "Meta.fields"): "the first request raises ImproperlyConfigured",
    (Layer.SERIALIZER, "Meta.exclude"): "the first request fails an assertion",
    (Layer.FORM, "Meta.fields"): "importing the module raises FieldError",
    (Layer.SCHEMA, "Meta.fields"): "importing the module raises ConfigError",
    (Layer.SCHEMA, "Meta.exclude"): "importing the module raises ConfigError",
}

# How much alike two names must be, where nothing else says that one was meant for the other.
_LIKE = 0.8


def fails(contract: Contract) -> bool:
    """Whether the class cannot be used at all for a name in its options."""
    return any((contract.layer, missing.option) in FAILS for missing in contract.missing)


def by_option(contract: Contract) -> Iterator[tuple[str, list[Missing]]]:
    """The names that stand for nothing, option by option."""
    found: dict[str, list[Missing]] = {}
    for missing in contract.missing:
        found.setdefault(missing.option, []).append(missing)
    yield from found.items()


def ignored(contract: Contract) -> Iterator[tuple[Missing, str | None]]:
    """The names that the framework passes over in silence, each with the field that it
    leaves open and was meant for. An option that is inherited is its own class's matter."""
    for option, several in by_option(contract):
        if (contract.layer, option) in FAILS:
            continue
        for missing in several:
            if _is_own(missing, contract):
                yield missing, _meant(missing, contract)


def described(several: list[Missing], contract: Contract, columns: Contract) -> str:
    """Which names stand where, and that they are no fields."""
    what = "is no field" if len(several) == 1 else "are no fields"
    names = ", ".join(f"`{missing.name}`" for missing in several)
    return (
        f"{names} in {several[0].option} of `{contract.short_name}` {what} of "
        f"`{columns.short_name}`"
    )


def nearest(name: str, names: Iterable[str], likeness: float = 0.75) -> str | None:
    """The name that is spelt most like another, None where none is near."""
    near = difflib.get_close_matches(name, list(names), n=1, cutoff=likeness)
    return near[0] if near else None


def longer(name: str, names: Iterable[str]) -> str | None:
    """The one name that has all the words of another, and more: `unit_price` for `price`."""
    words = set(name.split("_"))
    found = [each for each in names if words < set(each.split("_"))]
    return found[0] if len(found) == 1 else None


def _is_own(missing: Missing, contract: Contract) -> bool:
    span, own = missing.span, contract.span
    return span.path == own.path and own.line <= span.line <= own.end_line


def _meant(missing: Missing, contract: Contract) -> str | None:
    """The field that a misspelt name leaves open: one that the option would have changed."""
    name = missing.name
    candidates = [f.name for f in contract.fields if _is_open(f, missing.option, contract)]
    model = (contract.model or "").rpartition(".")[2].lower()
    # `order_total` for the `total` of an `Order`.
    prefixed = (c for c in candidates if name.replace("_", "") == model + c.replace("_", ""))
    return nearest(name, candidates, _LIKE) or next(prefixed, None)


def _is_open(field: Field, option: str, contract: Contract) -> bool:
    if option == "Meta.extra_kwargs":
        return not field.declared
    if option == "Meta.read_only_fields":
        return not field.declared and field.read_only == Known(False)
    return contract.saved is None or field.name in contract.saved
