"""Runs every body inside an event loop and writes down what Django did.

    python tests/asynchrony/running.py outcomes.json

A program of its own, because Django is set up once a process, and so that other interpreters
can run it. With `--let-through` Django's own switch, DJANGO_ALLOW_ASYNC_UNSAFE, lets queries
through, and what they were and what the body returned is written down. With `--backwards`
the bodies run in the opposite order.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import contextlib
import gc
import importlib
import inspect
import io
import json
import os
import pkgutil
import re
import sqlite3
import sys
import tempfile
import types
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent / "project"

Body = Callable[..., Awaitable[Any]]
Step = dict[str, Any]
Record = dict[str, Any]


def bodies() -> dict[str, Body]:
    """Every public async function of the modules in `bodies`, by `module.function`."""
    found: dict[str, Body] = {}
    package = importlib.import_module("bodies")
    for module in pkgutil.iter_modules(package.__path__, "bodies."):
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            function = inspect.unwrap(value) if callable(value) else value
            if name.startswith("_") or not inspect.isfunction(function):
                continue
            if function.__module__ == module.name and _is_body(function):
                found[f"{module.name.removeprefix('bodies.')}.{name}"] = value
    return found


def _is_body(function: types.FunctionType) -> bool:
    """Whether it is written as `async def` at the top of its file; a decorator that answers
    with another function does not hide it."""
    return inspect.iscoroutinefunction(function) and "<locals>" not in function.__qualname__


# Where Django refuses ----------------------------------------------------------------------


# From Python 3.12 on these run in the frame of the function that they stand in.
INLINED = ("<listcomp>", "<setcomp>", "<dictcomp>")


def project_frames(frame: types.FrameType | None) -> Iterator[Step]:
    """The steps of the project that led to a frame, innermost first."""
    inner_line = None
    while frame is not None:
        path, name = Path(frame.f_code.co_filename), frame.f_code.co_qualname
        if path.is_relative_to(PROJECT) and path.name != "rows.py":
            line = inner_line or frame.f_lineno
            inner_line = line if name.endswith(INLINED) else None
            if inner_line is None:
                relative = path.relative_to(PROJECT).as_posix()
                yield {"path": relative, "line": line, "function": name}
        frame = frame.f_back


class Refusals:
    """The places at which Django raised SynchronousOnlyOperation, caught later or not.

    Seen by tracing the one function of Django that raises it, in the event loop's thread.
    """

    def __init__(self) -> None:
        from django.utils import asyncio as django_asyncio

        guarded = django_asyncio.async_unsafe(lambda: None)
        self._guard = guarded.__code__
        self.paths: list[list[Step]] = []

    def _enter(self, frame: types.FrameType, event: str, argument: object) -> Any:
        return self._inside if frame.f_code is self._guard else None

    def _inside(self, frame: types.FrameType, event: str, argument: Any) -> Any:
        from django.core.exceptions import SynchronousOnlyOperation

        # Guarded functions call each other, and each passes the exception on.
        raised_here = event == "exception" and argument[2].tb_next is None
        if raised_here and issubclass(argument[0], SynchronousOnlyOperation):
            self.paths.append(list(project_frames(frame))[::-1])
        return self._inside

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(None)


# One body ----------------------------------------------------------------------------------


@dataclass
class Ending:
    """How a body ended: what it raised or returned, and the queries that were let through.

    `over` says that the body had returned: what was raised then was its caller's to meet.
    Filled from inside, for a task whose result is a queryset shows it to whoever asks for
    the task's `repr`, and `asyncio.run` itself does.
    """

    error: Exception | None = None
    returned: Any = None
    over: bool = False
    statements: list[str] = field(default_factory=list)


def run(name: str, body: Body, let_through: bool) -> Record:
    """Runs one body and says what happened."""
    import rows

    written = inspect.unwrap(body)
    arguments = {each: rows.PARAMETERS[each]() for each in inspect.signature(written).parameters}
    refusals = Refusals()
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(record=True) as warned,
    ):
        warnings.simplefilter("always")
        if let_through:
            ended = _ended(_run_through, body, arguments)
        else:
            with refusals.watched():
                ended = _ended(_run, body, arguments)
        # Coroutines that nobody holds any longer say so now.
        gc.collect()
    return {
        "name": name,
        "path": _relative(written.__code__),
        "first_line": written.__code__.co_firstlineno,
        "possible": getattr(body, "possible", None),
        "sometimes": getattr(body, "sometimes", None),
        "refusals": refusals.paths,
        "unawaited": [each for each in map(unawaited, warned) if each],
        **ended,
    }


def _ended(
    runner: Callable[[Body, dict[str, Any], Ending], Coroutine[Any, Any, None]],
    body: Body,
    arguments: dict[str, Any],
) -> Record:
    """How the body ended, in plain values: nothing of it lives on."""
    ending = Ending()
    asyncio.run(runner(body, arguments, ending))
    ended = {
        "error": describe(ending, body),
        "returned": shape(ending.returned),
        "statements": [sql.split()[0].upper() for sql in ending.statements],
    }
    if inspect.iscoroutine(ending.returned):
        ending.returned.close()
    return ended


async def _run(body: Body, arguments: dict[str, Any], ending: Ending) -> None:
    try:
        ending.returned = await body(**arguments)
        ending.over = True
        if getattr(body, "read_by_caller", False):
            list(ending.returned)
    except Exception as error:
        ending.error = error


async def _run_through(body: Body, arguments: dict[str, Any], ending: Ending) -> None:
    """The same with Django's own switch, which lets queries through."""
    from django.db import connection

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        ending.statements.append(sql)
        return execute(sql, *rest)

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        # This is the connection of the event loop: the same thread has another outside.
        with connection.execute_wrapper(note):
            await _run(body, arguments, ending)
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _relative(code: types.CodeType) -> str:
    return Path(code.co_filename).relative_to(PROJECT).as_posix()


def describe(ending: Ending, body: Body) -> Record | None:
    """An exception: its class, what it says, and the line of the body that it came through.

    That is the `return` if the body was over, and its decorator if it had not begun.
    """
    error = ending.error
    if error is None:
        return None
    code = inspect.unwrap(body).__code__
    lines = [line for frame, line in _traced(error.__traceback__) if frame.f_code is code]
    return {
        "type": type(error).__name__,
        "message": re.sub(r" at 0x\w+", "", str(error).partition("\n")[0]),
        "line": return_line(body) if ending.over else [code.co_firstlineno, *lines][-1],
        "over": ending.over,
    }


def _traced(trace: types.TracebackType | None) -> Iterator[tuple[types.FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def unawaited(warning: warnings.WarningMessage) -> Record | None:
    """The coroutine that a warning is about, and the innermost place of the project at which
    it was made."""
    if "was never awaited" not in str(warning.message):
        return None
    origin = getattr(warning.source, "cr_origin", None) or ()
    for file, line, function in origin:
        if Path(file).is_relative_to(PROJECT):
            path = Path(file).relative_to(PROJECT).as_posix()
            return {"path": path, "line": line, "function": function}
    return {"path": "", "line": 0, "function": ""}


def return_line(body: Body) -> int:
    """The line of the last `return` of a body."""
    function = inspect.unwrap(body)
    lines, first = inspect.getsourcelines(function)
    tree = ast.parse("".join(lines))
    return max(each.lineno for each in ast.walk(tree) if isinstance(each, ast.Return)) + first - 1


def shape(value: Any) -> str:
    """What a value is, in words that a table can be compared with."""
    from django.db.models import Manager, Model, QuerySet
    from django.db.models.query import RawQuerySet

    match value:
        case RawQuerySet():
            return f"RawQuerySet[{value.model.__name__}]"
        case QuerySet():
            rows = value._iterable_class.__name__.removesuffix("Iterable")
            return f"QuerySet[{value.model.__name__}, {rows}]"
        case Manager():
            return f"Manager[{value.model.__name__ if value.model else ''}]"
        case Model():
            return f"Model[{type(value).__name__}]"
        case tuple() | list():
            inner = dict.fromkeys(map(shape, value))
            return f"{type(value).__name__}[{', '.join(inner)}]"
        case dict():
            inner = dict.fromkeys(map(shape, value.values()))
            return f"dict[{', '.join(inner)}]"
        case _:
            return type(value).__name__


# All of them -------------------------------------------------------------------------------


class Shelf:
    """The database file, put back to what it was whenever somebody has changed it."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path)
        self._file.execute("PRAGMA synchronous=OFF")
        self._first = sqlite3.connect(":memory:")
        self._file.backup(self._first)
        self._version = self._changes()

    def put_back(self) -> None:
        if self._changes() != self._version:
            self._first.backup(self._file)
            self._version = self._changes()

    def _changes(self) -> int:
        """A number that another connection's commit changes, and one's own does not."""
        return int(self._file.execute("PRAGMA data_version").fetchone()[0])


def run_all(backwards: bool, let_through: bool) -> Iterator[Record]:
    """Every body, each with the same rows and with nothing remembered of the others."""
    import django

    django.setup()
    import rows
    from django.conf import settings

    rows.fill()
    shelf = Shelf(Path(settings.DATABASES["default"]["NAME"]))
    found = list(bodies().items())
    sys.set_coroutine_origin_tracking_depth(20)
    # What is here now stays; without this, looking for lost coroutines takes most of the time.
    gc.collect()
    gc.freeze()
    for name, body in reversed(found) if backwards else found:
        shelf.put_back()
        rows.forget()
        yield run(name, body, let_through)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--backwards", action="store_true")
    parser.add_argument("--let-through", action="store_true")
    options = parser.parse_args()
    sys.path[:0] = [str(PROJECT)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LIBRARY_FILES": folder, "DJANGO_SETTINGS_MODULE": "settings"}
        records = list(run_all(options.backwards, options.let_through))
    options.output.write_text(json.dumps(records), encoding="utf-8")


if __name__ == "__main__":
    main()
