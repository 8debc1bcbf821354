"""The tables of query expressions against Django: every entry is run, over all kinds."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import Case, ExpressionWrapper, F, Q, Sum, Value, When, Window
from django.db.models.functions import Coalesce

from nova_lint.knowledge.expressions import (
    AGGREGATES,
    ALWAYS_ASKED,
    ASKED,
    COMBINED,
    DEFAULT,
    EXPRESSIONS,
    LOOKING_UP,
    NEVER_NONE,
    OUTPUT_FIELDS,
    SUBQUERY,
    UNASKING,
    UNFETCHING,
    VALUES,
    Asked,
    Rule,
    combined,
    output,
)
from nova_lint.knowledge.models import COLUMNS
from nova_lint.knowledge.numbers import Number
from tests.knowledge.live import kind, named


class Row(models.Model):
    """A column of each kind."""

    bool = models.BooleanField(default=True)
    int = models.IntegerField(default=1)
    float = models.FloatField(default=1.0)
    decimal = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal("1.00"))
    str = models.CharField(max_length=10, default="1")
    amount = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "expressions"


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Row)


@pytest.fixture(autouse=True)
def rows(table: None) -> None:
    Row.objects.all().delete()
    Row.objects.bulk_create([Row(), Row()])


NUMBERS = (Number.INT, Number.FLOAT, Number.DECIMAL)
COLUMN: dict[Number, Callable[[], Any]] = {
    Number.BOOL: lambda: F("bool"),
    Number.INT: lambda: F("int"),
    Number.FLOAT: lambda: F("float"),
    Number.DECIMAL: lambda: F("decimal"),
    Number.STR: lambda: F("str"),
    Number.NONE: lambda: Value(None),
}
PYTHON: dict[Number, Any] = {
    Number.BOOL: True,
    Number.INT: 2,
    Number.FLOAT: 0.1,
    Number.DECIMAL: Decimal("0.1"),
    Number.STR: "1",
    Number.NONE: None,
}
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "**": operator.pow,
}


def fetched(expression: Any) -> Number | None:
    """The kind of what comes back; None if Django has no output field for it."""
    try:
        return kind(Row.objects.values_list(expression, flat=True)[0])
    except FieldError:
        return None


def field_of(expression: Any) -> Number | None:
    """The kind of its output field; None if Django finds none."""
    try:
        field = expression.resolve_expression(Row.objects.all().query).output_field
    except FieldError:
        return None
    return next(
        kind for name, kind in OUTPUT_FIELDS.items() if isinstance(field, getattr(models, name))
    )


# Columns, values, operators -----------------------------------------------------------------


@pytest.mark.parametrize(("name", "held"), OUTPUT_FIELDS.items())
def test_a_column_holds_its_kind(name: str, held: Number):
    column = next(f.name for f in Row._meta.concrete_fields if type(f).__name__ == name)
    assert kind(Row.objects.values_list(column, flat=True)[0]) is held
    assert kind(getattr(Row.objects.get(pk=Row.objects.first().pk), column)) is held


def test_derived_columns_hold_what_their_parents_do():
    words = {"BooleanField": "bool", "IntegerField": "int", "FloatField": "float"}
    for name, word in words.items():
        classes = [each for each in COLUMNS if _derives(each, getattr(models, name))]
        assert {COLUMNS[each].type for each in classes} == {word}


def _derives(name: str, parent: type[models.Field]) -> bool:
    cls = getattr(models, name, None)
    return isinstance(cls, type) and issubclass(cls, parent)


@pytest.mark.parametrize("given", VALUES)
def test_a_value_is_of_the_kind_that_it_is_in_python(given: Number):
    try:
        found = field_of(Value(PYTHON[given]))
    except Exception as error:  # an expression without any field at all
        assert given is Number.NONE, error
        return
    assert found is (VALUES[given] if given is not Number.NONE else None)


@pytest.mark.parametrize("name", COMBINED)
@pytest.mark.parametrize("left", COLUMN)
def test_an_operator_between_columns_and_values(name: str, left: Number):
    run = OPERATORS[name]
    for right in COLUMN:
        if left is right is Number.NONE:
            continue
        expected = combined(name, left, right)
        assert field_of(run(COLUMN[left](), COLUMN[right]())) is expected, right
        assert field_of(run(COLUMN[left](), Value(PYTHON[right]))) is expected, right
        if left is not Number.NONE:
            assert field_of(run(COLUMN[left](), PYTHON[right])) is expected, right
            if right is not Number.NONE and right is not Number.STR:
                reversed_ = combined(name, right, left)
                assert field_of(run(PYTHON[right], COLUMN[left]())) is reversed_, right


@pytest.mark.parametrize("name", COMBINED)
def test_what_comes_back_from_an_operator_is_of_the_same_kind(name: str):
    for left, right in itertools.product(NUMBERS, repeat=2):
        expected = combined(name, left, right)
        assert fetched(OPERATORS[name](COLUMN[left](), COLUMN[right]())) is expected


# Functions ----------------------------------------------------------------------------------

# Classes of several arguments, and of those that are no numbers.
ARITY: dict[str, int] = {
    **dict.fromkeys(("Coalesce", "Greatest", "Least", "NullIf", "ATan2", "Log", "Mod", "Power"), 2),
    "Case": 2,
    "Random": 0,
}
OF_OTHERS = {
    *("Length", "StrIndex"),
    *("ExtractDay", "ExtractHour", "ExtractMonth", "ExtractWeek", "ExtractYear"),
}


def made(name: str, arguments: Sequence[Any], **options: Any) -> Any:
    """An expression of a class by its dotted name."""
    cls = named(name)
    match cls.__name__:
        case "Case":
            return Case(When(int=1, then=arguments[0]), default=arguments[1], **options)
        case "When":
            return Case(When(int=1, then=arguments[0]), **options)
        case "Window":
            return Window(Sum(arguments[0]), **options)
        case _:
            return cls(*arguments, **options)


def sources_of(name: str) -> Iterator[tuple[Number, ...]]:
    arity = ARITY.get(name.rpartition(".")[2], 1)
    kinds = NUMBERS if arity == 1 else (*NUMBERS, Number.NONE)
    for sources in itertools.product(kinds, repeat=arity):
        if not sources or set(sources) != {Number.NONE}:
            yield sources


OF_NUMBERS = [
    name
    for name, expression in EXPRESSIONS.items()
    if expression.rule is not Rule.GIVEN and name.rpartition(".")[2] not in OF_OTHERS
]


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_the_output_of_an_expression(name: str):
    for sources in sources_of(name):
        made_of = [COLUMN[each]() for each in sources]
        assert field_of(made(name, made_of)) is output(EXPRESSIONS[name], sources), sources


@pytest.mark.parametrize("name", [name for name, e in EXPRESSIONS.items() if e.rule is Rule.ALIKE])
def test_what_comes_back_is_of_the_same_kind(name: str):
    for sources in itertools.product(NUMBERS, repeat=2):
        if name.endswith("NullIf") and len(set(sources)) == 1:
            continue  # a column that is null wherever it equals itself
        found = fetched(made(name, [COLUMN[each]() for each in sources]))
        assert found is output(EXPRESSIONS[name], sources)


@pytest.mark.parametrize("name", sorted(OF_OTHERS))
def test_functions_of_texts_and_dates_give_an_int(name: str):
    from django.db.models.functions import Now

    dotted = f"django.db.models.functions.{name}"
    arguments = {"Length": ["str"], "StrIndex": ["str", Value("1")]}.get(name, [Now()])
    assert fetched(named(dotted)(*arguments)) is EXPRESSIONS[dotted].fixed


@pytest.mark.parametrize("name", [name for name, e in EXPRESSIONS.items() if e.rule is Rule.GIVEN])
def test_an_expression_that_is_told_its_output(name: str):
    mixed = F("decimal") * 0.1
    with pytest.raises(TypeError):
        named(name)(mixed)
    assert fetched(named(name)(mixed, models.FloatField())) is Number.FLOAT
    decimal = models.DecimalField(max_digits=8, decimal_places=3)
    assert fetched(named(name)(mixed, output_field=decimal)) is Number.DECIMAL
    with pytest.raises(ValueError, match="given"):
        output(EXPRESSIONS[name], [Number.DECIMAL])


def test_a_derived_column_has_to_come_first():
    """`Coalesce(amount, 0)` has the class of `amount`, which 0 has not to share; the other
    way round Django finds the types mixed, although both are ints."""
    assert fetched(Coalesce("amount", 0)) is Number.INT
    assert fetched(Coalesce(Value(0), "amount")) is None


# Aggregates ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", AGGREGATES)
@pytest.mark.parametrize("source", NUMBERS)
def test_an_aggregate(name: str, source: Number):
    aggregate = named(name)(COLUMN[source]())
    expected = output(AGGREGATES[name], [source])
    assert kind(Row.objects.aggregate(x=aggregate)["x"]) is expected
    for nothing in (Row.objects.filter(int=99), Row.objects.none()):
        without_rows = nothing.aggregate(x=named(name)(COLUMN[source]()))["x"]
        assert (without_rows is None) is (name not in NEVER_NONE)


@pytest.mark.parametrize("name", sorted(set(AGGREGATES) - NEVER_NONE))
def test_the_default_of_an_aggregate_may_be_of_any_kind(name: str):
    for source, default in itertools.product(NUMBERS, repeat=2):
        aggregate = named(name)(COLUMN[source](), **{DEFAULT: PYTHON[default]})
        expected = output(AGGREGATES[name], [source])
        for rows in (Row.objects.all(), Row.objects.filter(int=99)):
            assert kind(rows.aggregate(x=aggregate)["x"]) is expected
        # Nobody asked the database.
        assert kind(Row.objects.none().aggregate(x=aggregate)["x"]) is default


# Where a mixture raises ---------------------------------------------------------------------

MIXED: dict[str, Callable[[], Any]] = {
    "an operator": lambda: F("decimal") * 0.1,
    "Coalesce": lambda: Coalesce(F("decimal"), 0.1),
}


def case() -> Case:
    return Case(When(int=1, then=F("decimal")), default=0.1)


USES: dict[str, Callable[[Any], Any]] = {
    "aggregate": lambda x: Row.objects.aggregate(x=Sum(x)),
    "annotate": lambda x: Row.objects.annotate(x=x),
    "values": lambda x: Row.objects.values(x=x),
    "values_list": lambda x: Row.objects.values_list(x),
    "alias": lambda x: Row.objects.alias(x=x),
    "filter": lambda x: Row.objects.filter(decimal__gt=x),
    "exclude": lambda x: Row.objects.exclude(decimal__lte=x),
    "get": lambda x: Row.objects.filter(Q(decimal=x) | Q(pk=Row.objects.first().pk))[:1].get(),
    "order_by": lambda x: Row.objects.order_by(x),
    "update": lambda x: Row.objects.update(decimal=x),
    "create": lambda x: Row.objects.create(decimal=Value(Decimal("0.5")) * 0.1),
    "bulk_create": lambda x: Row.objects.bulk_create([Row(decimal=Value(Decimal("0.5")) * 0.1)]),
    "bulk_update": lambda x: Row.objects.bulk_update(
        [Row(pk=Row.objects.first().pk, decimal=x)], ["decimal"]
    ),
}


def when(use: Callable[[Any], Any], expression: Any) -> Asked:
    """When a use of an expression that has no output field raises."""
    try:
        made = use(expression)
    except FieldError:
        return Asked.AT_ONCE
    try:
        if isinstance(made, models.QuerySet):
            list(made)
    except FieldError:
        return Asked.FETCHED
    return Asked.NEVER


def test_every_use_is_run():
    assert set(USES) == set(ASKED)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("mixture", MIXED)
def test_when_a_mixture_raises(use: str, mixture: str):
    assert when(USES[use], MIXED[mixture]()) is ASKED[use]


@pytest.mark.parametrize("mixture", MIXED)
def test_counting_rows_does_not_ask(mixture: str):
    annotated = Row.objects.annotate(x=MIXED[mixture]())
    arguments = {"contains": [Row.objects.first()]}
    for name in UNFETCHING:
        plain = name if hasattr(annotated, f"a{name}") else name[1:]
        assert getattr(annotated, plain)(*arguments.get(plain, ()))
        assert hasattr(annotated, name)
    assert len(annotated.values_list("int")) == 2


@pytest.mark.parametrize("mixture", MIXED)
def test_a_filter_by_the_name_of_an_annotation_asks_at_once(mixture: str):
    for make in (Row.objects.alias, Row.objects.annotate):
        with pytest.raises(FieldError):
            make(x=MIXED[mixture]()).filter(x__gt=1)


@pytest.mark.parametrize("name", sorted(LOOKING_UP))
def test_what_asks_for_an_annotation_by_whose_name_it_looks_rows_up(name: str):
    plain = name if hasattr(Row.objects, name) and not name.startswith("aget") else name[1:]
    for make in (Row.objects.alias, Row.objects.annotate):
        with pytest.raises(FieldError):
            getattr(make(x=F("decimal") * 0.1), plain)(x__gt=1)
    assert list(Row.objects.alias(x=F("decimal") * 0.1).order_by("x"))


def test_a_case_asks_for_its_own_output():
    assert {"django.db.models.Case"} == ALWAYS_ASKED
    for use in ("filter", "exclude", "order_by"):
        assert when(USES[use], case()) is Asked.FETCHED
    for use in ("update", "bulk_update"):
        assert when(USES[use], case()) is Asked.AT_ONCE
    wrapped = ExpressionWrapper(case(), output_field=models.FloatField())
    assert when(USES["annotate"], wrapped) is Asked.FETCHED


@pytest.mark.parametrize("name", sorted(UNASKING))
def test_an_expression_that_does_not_ask_for_what_is_inside(name: str):
    options = {"output_field": models.FloatField()} if name.endswith("Cast") else {}
    for make in MIXED.values():
        assert when(USES["annotate"], named(name)(make(), **options)) is Asked.NEVER


def test_a_subquery_gives_what_its_only_column_holds():
    inner = Row.objects.values("decimal")[:1]
    for column, held in (("decimal", Number.DECIMAL), ("float", Number.FLOAT), ("int", Number.INT)):
        expression = named(SUBQUERY)(Row.objects.values(column)[:1])
        assert kind(Row.objects.annotate(x=expression).first().x) is held
    with pytest.raises(FieldError):
        list(Row.objects.annotate(x=named(SUBQUERY)(inner) * 0.1))


def test_an_output_field_around_a_mixture_settles_it():
    for make in MIXED.values():
        around = Sum(make(), output_field=models.DecimalField())
        assert kind(Row.objects.aggregate(x=around)["x"]) is Number.DECIMAL
