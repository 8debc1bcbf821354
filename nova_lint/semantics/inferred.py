"""What a type checker has inferred of a file's expressions."""

from __future__ import annotations

import msgspec


class Type(msgspec.Struct, frozen=True, array_like=True):
    """The type of an expression: the dotted names of a class and of those that it descends
    from, in the order in which members are looked up, with the arguments of the first that
    has some.

    `is_class` says that the expression is the class itself, and no object of it;
    `is_promised` that only the annotation of a parameter says what is passed.
    """

    names: tuple[str, ...]
    arguments: tuple[Type, ...] = ()
    is_class: bool = False
    is_promised: bool = False


class Inferred(msgspec.Struct, frozen=True, array_like=True):
    """The type of the expression at a place, which is as `Place` has it."""

    line: int
    column: int
    end_line: int
    end_column: int
    type: Type
