"""The corpus of numbers: large enough, honest, and the same on every run."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from nova_lint.knowledge.numbers import Number
from tests.decimals.outcomes import (
    BODIES,
    PROJECT,
    Outcome,
    Place,
    Verdict,
    kinds,
    outcome,
    outcomes,
    records,
)

# What was asked of the classes of values, and not of the values themselves.
OF_KINDS = {"TypeError", "FieldError"}
# Bodies whose subject is another refusal.
OF_VALUES = {
    "comparison.an_item_of_a_dict_of_floats": "KeyError",
    "comparison.the_index_in_a_list_of_floats": "ValueError",
    "construction.in_a_context_that_traps_floats": "FloatOperation",
    "construction.of_a_text_with_a_comma": "InvalidOperation",
    "construction.of_an_empty_text": "InvalidOperation",
    "validated.float_model_form_decimal": "KeyError",
    "writes.attribute_that_is_cleaned": "ValidationError",
}
# Writes after which the database has the row that the object stands for.
SAVING = ("create", "get_or_create", "update_or_create", "bulk_create", "bulk_update")


def all_of(verdict: Verdict) -> list[Outcome]:
    return [each for each in outcomes().values() if each.verdict is verdict]


def test_there_are_enough_of_each_verdict():
    counts = Counter(each.verdict for each in outcomes().values())
    assert counts[Verdict.RAISES] >= 300
    assert counts[Verdict.LOSSY] >= 100
    assert counts[Verdict.EXACT] >= 400


def test_the_order_of_the_bodies_changes_nothing():
    """Each body starts with the same rows, and nothing is remembered of those before."""
    again = {each["name"]: outcome(each) for each in records("--backwards")}
    assert again == outcomes()


# Raised -------------------------------------------------------------------------------------


def test_what_raises_does_so_for_the_kinds_of_its_operands():
    others = {
        each.name: each.error for each in all_of(Verdict.RAISES) if each.error not in OF_KINDS
    }
    assert others == OF_VALUES


def test_an_exception_has_a_line_in_its_body_and_a_path_from_there():
    for each in all_of(Verdict.RAISES):
        assert each.line is not None
        assert each.first_line < each.line <= each.last_line, each.name
        first, *rest = each.steps
        assert (first.path, first.line) == (each.path, each.line)
        assert all((PROJECT / step.path).is_file() for step in rest)


def test_some_are_raised_in_functions_that_the_body_calls():
    steps = outcomes()["calls.a_decimal_for_a_function_that_multiplies"].steps
    assert [(step.path, step.function) for step in steps] == [
        ("bodies/calls.py", "a_decimal_for_a_function_that_multiplies"),
        ("shop/pricing.py", "with_vat"),
    ]
    assert sum(len(each.steps) > 1 for each in all_of(Verdict.RAISES)) >= 10


# Lossy --------------------------------------------------------------------------------------


def test_what_is_lossy_came_out_otherwise_or_is_held_as_a_float():
    for each in all_of(Verdict.LOSSY):
        assert each.error is None
        assert each.exact is not None or any(held.lossy for held in each.floats), each.name


def test_exact_floats_in_columns_are_seen_and_are_not_lossy():
    exact = [each for each in all_of(Verdict.EXACT) if each.floats]
    assert exact
    assert not any(held.lossy for each in exact for held in each.floats)


def test_the_object_holds_the_float_and_the_database_has_the_digits():
    """What is lost by a float for a Decimal column is lost in memory: the row is right."""
    saved = [
        each
        for each in outcomes().values()
        if each.path == "bodies/writes.py" and each.name.partition(".")[2].startswith(SAVING)
    ]
    held = [column for each in saved for column in each.floats]
    assert len(held) >= 10
    for column in held:
        assert column.stored is not None
        assert Decimal(column.stored) == Decimal(column.held)
        assert (Decimal(column.stored) != Decimal(float(column.held))) is column.lossy


def test_update_leaves_no_float_behind():
    for name in (
        "writes.update",
        "writes.attribute_that_is_read_back",
        "writes.created_and_fetched",
    ):
        assert outcomes()[name].verdict is Verdict.EXACT
        assert not outcomes()[name].floats


def test_a_float_is_refused_by_the_column_that_would_store_it():
    """1.3 is given eight digits, of which the column has room for two behind the point."""
    assert outcomes()["writes.attribute_that_is_cleaned"].error == "ValidationError"
    assert outcomes()["writes.attribute_that_is_saved"].floats[0].stored == "1.30"
    assert outcomes()["writes.exact_attribute_that_is_cleaned"].verdict is Verdict.EXACT


def test_an_object_that_holds_a_float_fails_where_a_row_that_was_read_does_not():
    for fails, works in (
        ("writes.created_and_multiplied", "writes.created_and_read_back"),
        ("defaults.created_and_in_a_property", "defaults.created_and_read_back"),
        (
            "reported.divided_by_a_rate_that_was_just_created",
            "reported.divided_by_a_rate_that_was_there",
        ),
    ):
        assert outcomes()[fails].error == "TypeError"
        assert outcomes()[works].verdict is Verdict.EXACT


# Shown --------------------------------------------------------------------------------------


def test_display_is_exact_unless_it_computes():
    wrong = [
        each.name
        for each in outcomes().values()
        if each.path == "bodies/display.py" and each.verdict is not Verdict.EXACT
    ]
    assert wrong == ["display.arithmetic_with_a_float_and_display"]


# Kinds --------------------------------------------------------------------------------------


def calls_of_kind(path: Path) -> Iterator[tuple[Place, str]]:
    """Each `kind(…)` in a file of bodies, with the function at the top that it stands in."""
    relative = path.relative_to(PROJECT).as_posix()
    for function in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Name(id="kind")):
                    yield Place(relative, node.lineno, node.col_offset), function.name


def test_the_kinds_are_those_of_the_calls_in_the_source():
    written = dict(pair for path in BODIES.glob("*.py") for pair in calls_of_kind(path))
    assert set(kinds()) <= set(written)
    for place in set(written) - set(kinds()):
        name = f"{Path(place.path).stem}.{written[place]}"
        assert outcomes()[name].verdict is Verdict.RAISES, place


def test_most_kinds_are_those_of_the_table_of_numbers():
    known = {each.value for each in Number}
    seen = Counter(name for names in kinds().values() for name in names)
    assert seen["decimal.Decimal"] >= 100
    assert seen["builtins.float"] >= 30
    assert seen["builtins.int"] >= 20
    assert set(seen) <= known


# What a reader cannot know ------------------------------------------------------------------


def test_a_body_that_cannot_be_known_says_why():
    unknown = [each for each in outcomes().values() if each.possible is not None]
    assert unknown
    assert all(each.possible for each in unknown)


def test_code_that_went_well_by_chance_has_a_like_that_went_wrong():
    for each in outcomes().values():
        if each.like:
            assert each.verdict is Verdict.EXACT, each.name
            assert outcomes()[each.like].verdict is not Verdict.EXACT, each.name


def test_a_declaration_that_is_put_to_the_test_is_there():
    about = {each.about for each in outcomes().values() if each.about is not None}
    assert len(about) >= 15
    for dotted in about:
        module, cls, attribute = dotted.rsplit(".", 2)
        tree = ast.parse((PROJECT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        names = {
            target.id
            for each in tree.body
            if isinstance(each, ast.ClassDef) and each.name == cls
            for statement in each.body
            for target in ast.walk(statement)
            if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)
        }
        assert attribute in names, dotted
