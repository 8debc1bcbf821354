"""What a function can be called with, and how a call fails to fit."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst
import msgspec


class Parameter(msgspec.Struct, frozen=True):
    """A named parameter; a `required` one has no default."""

    name: str
    required: bool


class Signature(msgspec.Struct, frozen=True):
    """The parameters of a function. `leading` are those that positions fill, of which the first
    `unnamed` cannot be given by name; `named` are given by name alone. `rest` says that more
    positional arguments are taken (`*args`), `others` that more named ones are (`**kwargs`)."""

    leading: tuple[Parameter, ...] = ()
    named: tuple[Parameter, ...] = ()
    unnamed: int = 0
    rest: bool = False
    others: bool = False

    def without_first(self) -> Signature:
        """The signature of a function whose first parameter is given already."""
        return Signature(
            self.leading[1:], self.named, max(self.unnamed - 1, 0), self.rest, self.others
        )

    def without(self, name: str) -> Signature:
        """The signature of a function one of whose parameters is given by name already."""
        return Signature(
            tuple(each for each in self.leading if each.name != name),
            tuple(each for each in self.named if each.name != name),
            self.unnamed,
            self.rest,
            self.others,
        )


class Misfit(msgspec.Struct, frozen=True):
    """Why a call does not fit: parameters that are `missing`, names that are `unexpected`,
    names that are given `twice`, and how many positional arguments are one too many."""

    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    surplus: int = 0


def signature_of(parameters: cst.Parameters) -> Signature:
    """The signature that a definition writes down."""
    leading = (*parameters.posonly_params, *parameters.params)
    return Signature(
        tuple(_parameter(each) for each in leading),
        tuple(_parameter(each) for each in parameters.kwonly_params),
        len(parameters.posonly_params),
        isinstance(parameters.star_arg, cst.Param),
        parameters.star_kwarg is not None,
    )


def _parameter(node: cst.Param) -> Parameter:
    return Parameter(node.name.value, node.default is None)


def misfit(
    signature: Signature, positional: int, names: Collection[str], *, complete: bool
) -> Misfit | None:
    """How a call with so many positional arguments, and named ones of these names, does not fit.
    None where it does. A call that is not `complete` is given more than is known, so that
    nothing can be said to be missing."""
    by_position = signature.leading[:positional]
    nameable = {each.name for each in signature.leading[signature.unnamed :]}
    nameable |= {each.name for each in signature.named}
    filled = {each.name for each in by_position}
    twice = tuple(sorted(nameable & filled & set(names)))
    unexpected = () if signature.others else tuple(n for n in names if n not in nameable)
    surplus = 0 if signature.rest else max(positional - len(signature.leading), 0)
    missing: tuple[str, ...] = ()
    if complete:
        given = filled | (nameable & set(names))
        wanted = (*signature.leading, *signature.named)
        missing = tuple(p.name for p in wanted if p.required and p.name not in given)
    found = Misfit(missing, unexpected, twice, surplus)
    return found if found != Misfit() else None


def misfit_in_place(signature: Signature, wanted: Signature) -> Misfit | None:
    """How a call that another signature allows does not fit this one: with all arguments or only
    those that are required, by position as far as that goes, or by name as far as that goes.
    None where all fit, and where the other one takes anything."""
    if wanted.rest and wanted.others:
        return None
    named = [each.name for each in wanted.named]
    needed = [each.name for each in wanted.named if each.required]
    required = sum(each.required for each in wanted.leading)
    by_name = [each.name for each in wanted.leading[wanted.unnamed :]]
    calls = [(len(wanted.leading), named), (required, needed)]
    if not wanted.rest:
        calls.append((wanted.unnamed, [*by_name, *named]))
    found = (misfit(signature, count, names, complete=True) for count, names in calls)
    return next(filter(None, found), None)
