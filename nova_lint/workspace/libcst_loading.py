"""Loads libcst in half the time that importing it takes.

`dataclasses` writes the methods of a class as text and compiles that, at every start anew
(Python 3.11 to 3.13, Lib/dataclasses.py, `_create_fn` or `_FuncBuilder`). libcst has almost two
hundred such classes: a tenth of a second, for which everybody waits who has edited a file.
Here the compiled methods are kept as Python keeps those of modules: beside them, for one
version of Python, and not at all where Python is told to write no bytecode. They are found
by the very text that they were compiled of, so none can be out of date.
"""

from __future__ import annotations

import dataclasses
import marshal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType

from nova_lint.workspace.replacing import replace

_Methods = dict[str, CodeType]
"""What was compiled, by its text."""


def load_libcst() -> None:
    """Imports libcst, for whoever imports it from now on."""
    if "libcst" in sys.modules:
        return
    place = _place()
    kept = _kept(place) if place is not None else {}
    used: _Methods = {}
    with _compiling(lambda text: _compiled(text, kept, used)):
        import libcst.metadata  # noqa: F401
    if place is not None and not sys.dont_write_bytecode and not used.keys() <= kept.keys():
        _keep(place, used)


def _place() -> Path | None:
    """Where the methods are kept; None for a Python that keeps nothing."""
    try:
        return Path(cache_from_source(__file__)).with_suffix(".methods")
    except NotImplementedError:
        return None


@contextmanager
def _compiling(compiled: Callable[[str], CodeType]) -> Iterator[None]:
    """Has `dataclasses` run what `compiled` makes of a text, in place of the text."""

    def execute(text: str, names: dict[str, object], made: Mapping[str, object]) -> None:
        exec(compiled(text), names, made)

    # A name of the module stands before the one that is built in.
    vars(dataclasses)["exec"] = execute
    try:
        yield
    finally:
        del vars(dataclasses)["exec"]


def _compiled(text: str, kept: _Methods, used: _Methods) -> CodeType:
    if text not in used:
        used[text] = kept.get(text) or compile(text, "<string>", "exec")
    return used[text]


def _kept(place: Path) -> _Methods:
    # What cannot be read is compiled, as Python does with its own bytecode.
    with suppress(OSError, EOFError, ValueError, TypeError):
        magic, methods = marshal.loads(place.read_bytes())
        if magic == MAGIC_NUMBER and isinstance(methods, dict):
            return methods
    return {}


def _keep(place: Path, methods: _Methods) -> None:
    # Where Python could not keep bytecode either, every start compiles.
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        replace(place, [marshal.dumps((MAGIC_NUMBER, methods))])
