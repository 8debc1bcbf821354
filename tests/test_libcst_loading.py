"""libcst is loaded with methods that were compiled by an earlier start, and is the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

COMPILED = """
import sys

compiled = []

def hear(event, arguments):
    if event == "compile" and (arguments[0] or b"").startswith(b"def __create_fn__"):
        compiled.append(arguments)

sys.addaudithook(hear)
"""
"""Counts the texts of `dataclasses` that are compiled."""

LOADED = f"""{COMPILED}
from nova_lint.workspace.libcst_loading import load_libcst
load_libcst()
print(len(compiled))
"""

MANY = 100
"""Texts that are compiled at least; before Python 3.13 there is one for each method."""

DESCRIBED = """
import dataclasses
import libcst

for name, kind in sorted(vars(libcst).items()):
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        for method in ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"):
            code = getattr(vars(kind).get(method), "__code__", None)
            print(name, method, code and (code.co_code, code.co_names, code.co_varnames))
"""
"""Describes the methods of libcst's classes."""


@pytest.fixture
def bytecode(tmp_path: Path) -> Path:
    return tmp_path / "bytecode"


def run(program: str, bytecode: Path, **environment: str) -> str:
    """What a fresh Python prints that keeps its bytecode in a directory of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=_environment() | {"PYTHONPYCACHEPREFIX": str(bytecode)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _environment() -> Mapping[str, str]:
    return {"PATH": "", "PYTHONPATH": str(Path(__file__).parents[1])}


def methods(bytecode: Path) -> Iterator[Path]:
    return bytecode.rglob("*.methods")


def test_only_the_first_start_compiles(bytecode: Path) -> None:
    assert int(run(LOADED, bytecode)) > MANY
    assert int(run(LOADED, bytecode)) == 0


def test_the_classes_are_those_that_libcst_makes_itself(bytecode: Path) -> None:
    plain = run(DESCRIBED, bytecode)
    first = run(LOADED + DESCRIBED, bytecode).partition("\n")[2]
    second = run(LOADED + DESCRIBED, bytecode).partition("\n")[2]
    assert plain.count("__init__ (") > 150
    assert first == plain
    assert second == plain


def test_whoever_makes_a_dataclass_afterwards_has_it_compiled(bytecode: Path) -> None:
    run(LOADED, bytecode)
    program = """
import dataclasses
@dataclasses.dataclass
class Order:
    total: int
print(len(compiled), Order(3))
"""
    loaded, after = run(LOADED + program, bytecode).splitlines()
    assert loaded == "0"
    number, _, order = after.partition(" ")
    assert int(number) > 0
    assert order == "Order(total=3)"


@pytest.mark.parametrize("content", [b"", b"\xe9", b"N", b"(\x02\x00\x00\x00"])
def test_what_cannot_be_read_is_compiled_and_kept_anew(bytecode: Path, content: bytes) -> None:
    run(LOADED, bytecode)
    (place,) = methods(bytecode)
    place.write_bytes(content)
    assert int(run(LOADED, bytecode)) > MANY
    assert int(run(LOADED, bytecode)) == 0


def test_what_another_python_kept_is_not_used(bytecode: Path) -> None:
    run(LOADED, bytecode)
    elsewhere = f"""
import importlib.util
importlib.util.MAGIC_NUMBER = b"none"
{LOADED}"""
    assert int(run(elsewhere, bytecode)) > MANY


def test_nothing_is_kept_where_python_writes_no_bytecode(bytecode: Path) -> None:
    assert int(run(LOADED, bytecode, PYTHONDONTWRITEBYTECODE="1")) > MANY
    assert list(methods(bytecode)) == []


def test_what_cannot_be_kept_is_compiled_at_each_start(bytecode: Path) -> None:
    bytecode.write_text("no directory")
    assert int(run(LOADED, bytecode)) > MANY
    assert int(run(LOADED, bytecode)) > MANY
