"""What a call fits is what Python lets it do: generated functions, called with generated
arguments."""

from __future__ import annotations

from itertools import combinations

import libcst as cst
from hypothesis import given
from hypothesis import strategies as st

from nova_lint.semantics.signatures import Misfit, Signature, misfit, misfit_in_place, signature_of


@st.composite
def headers(draw: st.DrawFn) -> str:
    """The parameters of a function, as they are written."""
    unnamed, leading, named = (draw(st.integers(0, 2)) for _ in range(3))
    names = iter("abcdef")
    positional = [next(names) for _ in range(unnamed + leading)]
    defaults = draw(st.integers(0, len(positional)))
    parts = [
        name if index < len(positional) - defaults else f"{name}=0"
        for index, name in enumerate(positional)
    ]
    if unnamed:
        parts.insert(unnamed, "/")
    has_rest = draw(st.booleans())
    if has_rest:
        parts.append("*args")
    elif named:
        parts.append("*")
    parts += [draw(st.sampled_from((name, f"{name}=0"))) for name in _take(names, named)]
    if draw(st.booleans()):
        parts.append("**kwargs")
    return ", ".join(parts)


def _take(names: object, count: int) -> list[str]:
    return [next(names) for _ in range(count)]  # type: ignore[call-overload]


def read(header: str) -> Signature:
    definition = cst.parse_statement(f"def function({header}): ...\n")
    assert isinstance(definition, cst.FunctionDef)
    return signature_of(definition.params)


def fits(header: str, positional: int, names: set[str]) -> bool:
    scope: dict[str, object] = {}
    exec(f"def function({header}): ...", scope)
    try:
        scope["function"](*range(positional), **dict.fromkeys(names))  # type: ignore[operator]
    except TypeError:
        return False
    return True


NAMES = [set(names) for n in range(7) for names in combinations("abcdef", n)]
CALLS = [(positional, names) for positional in range(7) for names in NAMES]


@given(headers(), st.integers(0, 6), st.sets(st.sampled_from("abcdefg"), max_size=4))
def test_a_call_fits_where_python_takes_it(header: str, positional: int, names: set[str]):
    found = misfit(read(header), positional, sorted(names), complete=True)
    assert (found is None) is fits(header, positional, names)


@given(headers(), st.integers(0, 6), st.sets(st.sampled_from("abcdefg"), max_size=4), st.data())
def test_what_is_wrong_with_a_part_is_wrong_with_the_whole(
    header: str, positional: int, names: set[str], data: st.DataObject
):
    if misfit(read(header), positional, sorted(names), complete=False) is None:
        return
    more = data.draw(st.integers(0, 2))
    others = data.draw(st.sets(st.sampled_from("abcdefg"), max_size=3))
    assert not fits(header, positional + more, names | others)


@given(headers(), headers())
def test_what_stands_in_the_place_of_another_takes_its_calls(own: str, other: str):
    if misfit_in_place(read(own), read(other)) is not None:
        assert any(fits(other, *call) and not fits(own, *call) for call in CALLS)
    elif "*" not in other.replace("*,", ""):
        assert all(fits(own, *call) for call in CALLS if fits(other, *call) and call[0] == 0)


def test_a_call_that_does_not_fit_in_the_place_is_named():
    assert misfit_in_place(read("a, b=1"), read("a")) is None
    assert misfit_in_place(read("*args, **kwargs"), read("a, *, b")) is None
    assert misfit_in_place(read("a"), read("*args, **kwargs")) is None
    assert misfit_in_place(read("a, b"), read("a")) == Misfit(("b",))
    assert misfit_in_place(read("a, b"), read("a, b=1")) == Misfit(("b",))
    assert misfit_in_place(read("b"), read("a")) == Misfit(("b",), ("a",))
    assert misfit_in_place(read("b"), read("a, /")) is None
    assert misfit_in_place(read(""), read("a")) == Misfit((), (), (), 1)


def test_what_does_not_fit_is_named():
    signature = read("a, b, /, c, *, d")
    assert misfit(signature, 1, ["c", "x"], complete=True) == Misfit(("b", "d"), ("x",))
    assert misfit(signature, 4, ["c", "d"], complete=True) == Misfit((), (), ("c",), 1)
    assert misfit(signature, 1, ["c", "x"], complete=False) == Misfit((), ("x",))


def test_a_parameter_that_is_given_already_is_none():
    assert read("self, a, *, b").without_first() == read("a, *, b")
    assert read("self, /, a").without_first() == read("a")
    assert read("a, task=None").without("task") == read("a")
