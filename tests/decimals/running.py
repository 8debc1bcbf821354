"""Runs every body and writes down what became of its numbers.

    python tests/decimals/running.py outcomes.json

A program of its own, because Django is set up once a process, and so that other interpreters
can run it. With `--backwards` the bodies run in the opposite order.
"""

from __future__ import annotations

import argparse
import contextlib
import decimal
import importlib
import inspect
import io
import json
import os
import pkgutil
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent / "project"

Body = Callable[..., Any]
Record = dict[str, Any]


def bodies() -> dict[str, Body]:
    """Every public function of the modules in `bodies`, by `module.function`."""
    found: dict[str, Body] = {}
    package = importlib.import_module("bodies")
    for module in pkgutil.iter_modules(package.__path__, "bodies."):
        if module.name == "bodies.marks":
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if inspect.isfunction(value) and value.__module__ == module.name and name[0] != "_":
                found[f"{module.name.removeprefix('bodies.')}.{name}"] = value
    return found


# Exact or not ------------------------------------------------------------------------------


def differs(value: Any, exact: Any) -> bool:
    """Whether a value is not what it would be without floats.

    A number counts by its value and not by its class, a float to its last bit.
    """
    if isinstance(exact, int | Decimal) and not isinstance(exact, bool):
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return not is_number or Decimal(value) != Decimal(exact)
    if isinstance(exact, Mapping):
        return set(value) != set(exact) or any(differs(value[key], exact[key]) for key in exact)
    if isinstance(exact, list | tuple):
        pairs = zip(value, exact, strict=False)
        return len(value) != len(exact) or any(differs(one, other) for one, other in pairs)
    return bool(value != exact)


def columns(value: Any) -> list[Record]:
    """What the Decimal columns of model objects hold where that is no Decimal, beside what the
    database would give back. `stored` is what it gives back, None if there is no such row."""
    from django.db.models import DecimalField, Model

    if isinstance(value, list | tuple):
        return [each for item in value for each in columns(item)]
    if not isinstance(value, Model):
        return []
    found = []
    for field in value._meta.concrete_fields:
        held = value.__dict__.get(field.attname)
        if isinstance(field, DecimalField) and isinstance(held, float):
            rows = type(value)._base_manager.filter(pk=value.pk)
            stored = rows.values_list(field.attname, flat=True).first()
            found.append(
                {
                    "model": type(value).__name__,
                    "column": field.name,
                    "held": repr(held),
                    "lossy": Decimal(held) != Decimal(repr(held)),
                    "stored": None if stored is None else str(stored),
                }
            )
    return found


# One body ----------------------------------------------------------------------------------


def run(name: str, body: Body) -> Record:
    """Runs one body and says what happened."""
    import rows
    from bodies import marks

    marks.seen.clear()
    random.seed(4)
    arguments = {each: rows.PARAMETERS[each]() for each in inspect.signature(body).parameters}
    error, value = None, None
    with _nothing_stays():
        try:
            value = body(**arguments)
        except Exception as raised:
            error = describe(raised, body)
        held = columns([value, *arguments.values()])
    exact = getattr(body, "exactly", None)
    if error is None and exact is None and not _is_rows(value):
        raise AssertionError(f"{name} returned {value!r} and does not say what is exact")
    return {
        "name": name,
        "path": Path(body.__code__.co_filename).relative_to(PROJECT).as_posix(),
        "first_line": body.__code__.co_firstlineno,
        "last_line": max(line for _, _, line in body.__code__.co_lines() if line),
        "possible": getattr(body, "possible", None),
        "like": getattr(body, "like", ""),
        "about": getattr(body, "about", None),
        "error": error,
        "returned": None if error else shown(value),
        "differs": error is None and exact is not None and differs(value, exact()),
        "exact": None if exact is None else repr(exact()),
        "columns": held,
        "kinds": [
            [Path(path).relative_to(PROJECT).as_posix(), line, column, dotted]
            for path, line, column, dotted in marks.seen
        ],
    }


@contextlib.contextmanager
def _nothing_stays() -> Iterator[None]:
    """What a body writes to the database, prints or sets in the context is gone afterwards."""
    from django.db import transaction

    with (
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
        decimal.localcontext(),
        transaction.atomic(),
    ):
        warnings.simplefilter("ignore")
        yield
        transaction.set_rollback(True)


def _is_rows(value: Any) -> bool:
    from django.db.models import Model

    several = isinstance(value, list | tuple) and value
    return all(isinstance(each, Model) for each in (value if several else [value]))


def shown(value: Any) -> str:
    """A value as text, the same on every run."""
    return f"{type(value).__name__} object" if " object at 0x" in repr(value) else repr(value)


def describe(error: Exception, body: Body) -> Record:
    """An exception: its class, what it says, and the steps of the project that led to it from
    the body. `line` is the body's own."""
    steps = [
        {
            "path": Path(frame.f_code.co_filename).relative_to(PROJECT).as_posix(),
            "line": line,
            "function": frame.f_code.co_qualname,
        }
        for frame, line in _traced(error.__traceback__)
        if Path(frame.f_code.co_filename).is_relative_to(PROJECT)
    ]
    return {
        "type": type(error).__name__,
        "message": str(error).partition("\n")[0],
        "line": steps[0]["line"],
        "steps": steps,
    }


def _traced(trace: types.TracebackType | None) -> Iterator[tuple[types.FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


# All of them -------------------------------------------------------------------------------


def run_all(backwards: bool) -> Iterator[Record]:
    """Every body, each with the same rows."""
    import django

    django.setup()
    import rows

    rows.fill()
    found = list(bodies().items())
    for name, body in reversed(found) if backwards else found:
        yield run(name, body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--backwards", action="store_true")
    options = parser.parse_args()
    sys.path[:0] = [str(PROJECT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    warnings.simplefilter("ignore")
    options.output.write_text(json.dumps(list(run_all(options.backwards))), encoding="utf-8")


if __name__ == "__main__":
    main()
