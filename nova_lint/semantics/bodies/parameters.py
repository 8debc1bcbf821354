"""What the parameters of a function are, by a call and by what the function says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from nova_lint.knowledge.framework_queries import LOADS_SESSION, REQUEST, SESSION
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import (
    PROMISED,
    UNKNOWN,
    External,
    Framework,
    Function,
    Given,
    Kind,
    Local,
    Mapping,
    Scalar,
    Sequence,
)

_REQUEST = Framework(REQUEST)


def bound_parameters(
    parameters: cst.Parameters, bound: Kind | None, given: Given, frame: Frame
) -> dict[str, Kind]:
    """The kind of each parameter: what the call gives, else what its annotation promises,
    else, in a call whose arguments are all known, its default."""
    leading = [*parameters.posonly_params, *parameters.params]
    positional = list(given.positional)
    if bound is not None:
        positional.insert(0, bound)
    keywords = dict(given.keywords)
    names: dict[str, Kind] = {}
    for index, parameter in enumerate(leading):
        name = parameter.name.value
        passed = positional[index] if index < len(positional) else keywords.pop(name, None)
        kind = _parameter(parameter, passed, given, frame)
        names[name] = kind
        if kind == _REQUEST and not given.complete:
            names.update(_after_decorators(name, frame))
    for parameter in parameters.kwonly_params:
        passed = keywords.pop(parameter.name.value, None)
        names[parameter.name.value] = _parameter(parameter, passed, given, frame)
    if isinstance(parameters.star_arg, cst.Param):
        names[parameters.star_arg.name.value] = Sequence(UNKNOWN, "builtins.tuple")
    if parameters.star_kwarg is not None:
        rest = tuple(keywords.items()) if given.complete else ()
        names[parameters.star_kwarg.name.value] = Mapping(entries=rest)
    return names


def _parameter(parameter: cst.Param, passed: Kind | None, given: Given, frame: Frame) -> Kind:
    if passed is not None and passed != UNKNOWN:
        return passed
    if passed is None and given.complete and parameter.default is not None:
        with frame.quietly():
            return frame.value(parameter.default)
    if parameter.annotation is not None:
        kind = frame.bodies.annotated(parameter.annotation.annotation, frame.around)
        return Scalar(kind.name, PROMISED) if isinstance(kind, Scalar) else kind
    if parameter.name.value == "request" and not given.complete:
        return _REQUEST
    return UNKNOWN


def _after_decorators(name: str, frame: Frame) -> dict[str, Kind]:
    """The request of a view when its decorators are done with it: Django's look at the session
    before the view runs, and of what the project's own do nobody knows."""
    function = frame.function
    decorators = function.node.decorators if function is not None else ()
    kinds = [frame.look_up(each) for each in decorators if each and "." not in each]
    if any(isinstance(kind, Function | Local) for kind in kinds):
        return {name: Framework(REQUEST, loaded=True)}
    if any(isinstance(kind, External) and kind.name in LOADS_SESSION for kind in kinds):
        return {f"{name}.session": Framework(SESSION, loaded=True)}
    return {}


def handed(
    parameters: cst.Parameters, call: cst.Call, *, bound: bool
) -> Iterator[tuple[str, cst.BaseExpression]]:
    """The parameters with the arguments that a call writes for them; `bound` says that the
    first one gets the object that the method is called on."""
    leading = [each.name.value for each in (*parameters.posonly_params, *parameters.params)]
    if bound and isinstance(call.func, cst.Attribute):
        yield leading[0] if leading else "", call.func.value
    waiting = iter(leading[bound:])
    for argument in call.args:
        if argument.keyword is not None:
            yield argument.keyword.value, argument.value
        elif argument.star:
            return
        else:
            yield next(waiting, ""), argument.value


_LONGEST_HEADER = 40
_RETURNS = re.compile(r"\s*->\s*([^:\n]+):")


def returned_annotation(text: str) -> cst.BaseExpression | None:
    """The annotation of what a function returns, from the lines of its header alone."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if _DEF.match(line)), None)
    if start is None:
        return None
    header = "\n".join(lines[start : start + _LONGEST_HEADER])
    written = _RETURNS.match(_behind_parameters(header))
    if written is None:
        return None
    try:
        return cst.parse_expression(written[1].strip())
    except cst.ParserSyntaxError:
        return None


_DEF = re.compile(r"\s*(?:async\s+)?def\s")


def _behind_parameters(header: str) -> str:
    """The rest of a function's header behind the parenthesis that ends its parameters."""
    depth = 0
    for match in re.finditer(r"[()]", header):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return header[match.end() :]
    return ""
