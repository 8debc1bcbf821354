"""What Python's own functions and classes give, and those of its standard library."""

from __future__ import annotations

import json
from collections.abc import Callable

import libcst as cst

from nova_lint.knowledge.flows import COPYING, NAMED_TUPLE_CLASS
from nova_lint.knowledge.numbers import CONTEXT, MAKES, OWN_CONTEXTS, Number
from nova_lint.semantics import numeric
from nova_lint.semantics.bodies.control.joining import joined_all
from nova_lint.semantics.bodies.expressions import attributes, iteration
from nova_lint.semantics.bodies.expressions.using import look
from nova_lint.semantics.bodies.frame import Frame, argument
from nova_lint.semantics.kinds import (
    ANYTHING,
    NONE,
    UNKNOWN,
    External,
    Function,
    Generator,
    Given,
    Kind,
    Lazy,
    Literal,
    Local,
    Mapping,
    Model,
    Partial,
    QuerySet,
    Scalar,
    Sequence,
    Together,
)
from nova_lint.semantics.operations import Setting

_Maker = Callable[[Given, cst.CSTNode, Frame], Kind]


def _item(given: Given, index: int = 0) -> Kind:
    """What iterating an argument gives; that it is iterated has been collected."""
    kind = given.positional[index] if index < len(given.positional) else UNKNOWN
    match kind:
        case QuerySet(row=row):
            return row
        case Sequence(item=item):
            return item
        case Together(items=items) if items:
            return items[0] if len(set(items)) == 1 else UNKNOWN
        case Mapping(key=key):
            return key
    return getattr(kind, "item", UNKNOWN)


def _collection(name: str) -> _Maker:
    def make(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
        return Sequence(_item(given), name)

    return make


def _sorted(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    _call_key(given, node, frame)
    return Sequence(_item(given))


def _extreme(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    _call_key(given, node, frame)
    if len(given.positional) == 1 and given.keyword("default") is None:
        return _item(given)
    return UNKNOWN


def _call_key(given: Given, node: cst.CSTNode, frame: Frame) -> None:
    key = given.keyword("key")
    if key is not None:
        _call_back(key, (_item(given),), node, frame)


def _call_back(
    function: Kind, arguments: tuple[Kind, ...], node: cst.CSTNode, frame: Frame
) -> Kind:
    """Something calls a function at once, here."""
    if not isinstance(function, Function | Local | Partial):
        return UNKNOWN
    return frame.bodies.invoke(function, Given(arguments), node, frame)


def _map(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    function = given.positional[0] if given.positional else UNKNOWN
    item = _item(given, 1)
    with frame.quietly():
        made = _call_back(function, (item,), node, frame)
    # The function is called while somebody reads what it makes.
    return Generator(made, function, Given((item,)))


def _reduce(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """What comes of the items two by two: of the start, or the first, and another one."""
    if len(given.positional) < 2:
        return UNKNOWN
    item = _item(given, 1)
    start = given.positional[2] if len(given.positional) > 2 else item
    made = _call_back(given.positional[0], (start, item), node, frame)
    return joined_all([start, made]) if made != UNKNOWN else UNKNOWN


def _copied(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """An object of the same class, whose attributes are what they were, or such as they were."""
    return given.positional[0] if given.positional else UNKNOWN


def _filter(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    function = given.positional[0] if given.positional else UNKNOWN
    item = _item(given, 1)
    return Generator(item, function, Given((item,)))


def _enumerate(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return Sequence(Together((Scalar("builtins.int"), _item(given))), "iterator")


def _chain(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    items = [_item(given, index) for index in range(len(given.positional))]
    return Generator(joined_all(items), sources=given.positional)


def _zip(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    items = tuple(_item(given, index) for index in range(len(given.positional)))
    return Sequence(Together(items), "iterator")


def _next(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    first = given.positional[0] if given.positional else UNKNOWN
    return iteration.over(first, "next", argument(node, 0), frame)


def _dict(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return Mapping(UNKNOWN, UNKNOWN, given.keywords)


def _defaultdict(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    match given.positional:
        case (External(name=name), *_) if numeric.number_of(Scalar(name)) is not None:
            return Mapping(UNKNOWN, Scalar(name))
    return Mapping()


def _getattr(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    match given.positional:
        case (base, Literal(value=str() as name), *_):
            return attributes.read(base, name, node, frame)
    return UNKNOWN


def _setattr(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """`setattr(product, "price", 1.1)` is an assignment."""
    match given.positional:
        case (Model() as owner, Literal(value=str() as name), kind):
            frame.note(Setting(owner, name, kind), node)
            frame.update(argument(node, 0), attributes.with_held(owner, name, kind))
    return NONE


def _cast(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return given.positional[1] if len(given.positional) > 1 else UNKNOWN


def _partial(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    if not given.positional:
        return UNKNOWN
    return Partial(given.positional[0], given.positional[1:], given.keywords)


def _named_tuple_class(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """`namedtuple("Pair", ["price", "factor"])`: a class whose objects have items of that name."""
    match given.argument(1, "field_names"):
        case Literal(value=str() as text):
            names = tuple(text.replace(",", " ").split())
        case Together(items=items):
            texts = (kind.value for kind in items if isinstance(kind, Literal))
            names = tuple(text for text in texts if isinstance(text, str))
        case _:
            return UNKNOWN
    return Partial(External(NAMED_TUPLE_CLASS), (Together((), names),))


def _named_tuple(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """An object of such a class, which is given behind what makes it."""
    match given.positional:
        case (Together(names=names), *items) if given.complete and names:
            values = dict(zip(names, items, strict=False)) | dict(given.keywords)
            return Together(tuple(values.get(name, UNKNOWN) for name in names), names)
    return UNKNOWN


def _type(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return attributes.class_of(given.positional[0]) if len(given.positional) == 1 else UNKNOWN


def _float(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """A float, which remembers that it was a Decimal; that of a text that is written out."""
    match given.positional:
        case (Literal(value=str() as text),):
            written = numeric.written_as(text)
            return written if written is not None else Scalar("builtins.float")
        case (kind,):
            first = numeric.number_of(kind)
            return Scalar("builtins.float", first.value if first is not None else "")
    return Scalar("builtins.float")


def _decimal(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """A Decimal, which remembers that it was a float, or may have been."""
    match given.positional:
        case (kind,):
            known = numeric.number_of(kind)
            return Scalar("decimal.Decimal", known.value if known is not None else ANYTHING)
    return Scalar("decimal.Decimal")


_LONGEST_DOCUMENT = 10_000


def _loads(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """What a text that is written out holds: `json.loads('{"EUR": 1.1}')`."""
    match given.positional:
        case (Literal(value=str() as text),) if len(text) <= _LONGEST_DOCUMENT:
            numbers = given.keyword("parse_float") or External(Number.FLOAT.value)
            known = {name for name, _ in given.keywords} <= {"parse_float"} and given.complete
            if known and isinstance(numbers, External):
                return _loaded(text, numbers.name)
    return UNKNOWN


def _loaded(text: str, float_class: str) -> Kind:
    """`float_class` is the class of numbers with a point."""
    try:
        data = json.loads(text, parse_float=lambda digits: (digits,))
    except (RecursionError, ValueError):
        return UNKNOWN
    return _of_data(data, float_class)


def _of_data(data: object, float_class: str) -> Kind:
    match data:
        case None | bool() | int() | str():
            return Literal(data)
        # A list with one text in it is none of these.
        case tuple((str() as digits,)):
            number = Literal(float(digits))
            is_exact = float_class == Number.FLOAT.value and not numeric.is_inexact(number)
            return number if is_exact else Scalar(float_class)
        case dict():
            entries = tuple((name, _of_data(each, float_class)) for name, each in data.items())
            values = joined_all(kind for _, kind in entries)
            return Mapping(Scalar("builtins.str"), values, entries, complete=True)
        case list():
            return Together(tuple(_of_data(each, float_class) for each in data))
    return UNKNOWN


def _isinstance(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    for kind in given.positional[:1]:
        if isinstance(kind, Lazy):
            look(kind, argument(node, 0), frame)
    return Scalar("builtins.bool")


def _str(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """The text of a key is as good as the key."""
    match given.positional:
        case (Scalar(row=row), *_):
            return Scalar("builtins.str", row=row)
    return Scalar("builtins.str")


def _scalar(name: str, made_of: str = "") -> _Maker:
    def make(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
        return Scalar(name, made_of)

    return make


def _hasattr(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    _getattr(given, node, frame)
    return Scalar("builtins.bool")


# Functions whose calls are collected as what they do, or not at all.
SPECIAL: dict[str, _Maker] = {
    "builtins.getattr": _getattr,
    "builtins.hasattr": _hasattr,
    "builtins.setattr": _setattr,
    "typing.cast": _cast,
    "functools.partial": _partial,
    "collections.namedtuple": _named_tuple_class,
    NAMED_TUPLE_CLASS: _named_tuple,
    "builtins.type": _type,
}
MAKERS: dict[str, _Maker] = {
    **{
        name: _collection(name)
        for name in ("builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset")
    },
    "builtins.sorted": _sorted,
    "builtins.reversed": _collection("iterator"),
    "builtins.iter": _collection("iterator"),
    "builtins.min": _extreme,
    "builtins.max": _extreme,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "itertools.chain": _chain,
    "builtins.next": _next,
    "builtins.dict": _dict,
    "collections.defaultdict": _defaultdict,
    "builtins.len": _scalar("builtins.int"),
    "builtins.int": _scalar("builtins.int"),
    "builtins.str": _str,
    "builtins.repr": _scalar("builtins.str"),
    "builtins.float": _float,
    "builtins.bool": _scalar("builtins.bool"),
    "builtins.isinstance": _isinstance,
    "decimal.Decimal": _decimal,
    **{name: _scalar(made) for name, made in MAKES.items()},
    **dict.fromkeys(OWN_CONTEXTS, _scalar(CONTEXT, ANYTHING)),
    "functools.reduce": _reduce,
    "json.loads": _loads,
    **dict.fromkeys(COPYING, _copied),
}
