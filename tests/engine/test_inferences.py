"""What a type checker has told is kept: the last note about a file counts, and holds in later
runs as long as nothing behind it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_lint.engine.cache.history import Step, changed_since
from nova_lint.engine.companion.inferences import Note, add, notes_in, tidy
from nova_lint.engine.companion.records import begun
from nova_lint.semantics.inferred import Inferred, Type

PRICE = Inferred(3, 5, 3, 10, Type(("decimal.Decimal",)))


def note(path: str, run: str = "", asked: tuple[int, ...] = ()) -> Note:
    return Note(path, "text", (PRICE,), (), run, asked)


@pytest.fixture
def file(tmp_path: Path) -> str:
    file = str(tmp_path / "cache" / "notes")
    begun(file)
    return file


def test_of_several_notes_about_a_file_the_last_counts(file: str):
    add(file, [note("a.py", "one"), note("b.py")])
    add(file, [note("a.py", "two")])
    assert notes_in(file) == {"a.py": note("a.py", "two"), "b.py": note("b.py")}


def test_no_file_has_no_notes(file: str):
    Path(file).unlink()
    add(file, [note("a.py")])
    assert notes_in(file) == {}


def test_what_stands_around_something_broken_counts(file: str):
    add(file, [note("a.py")])
    with Path(file).open("ab") as stream:
        stream.write(b"\0\0\0\0\0\0\0\3abc")
    add(file, [note("b.py")])
    assert list(notes_in(file)) == ["a.py", "b.py"]


def test_what_has_begun_goes_on(file: str):
    name = begun(file)
    add(file, [note("a.py"), note("b.py")])
    assert begun(file) == name
    assert list(notes_in(file)) == ["a.py", "b.py"]


@pytest.mark.parametrize("broken", [b"\xff" * 20, b"\0\0\0\0\0\0\0\4abc", b"\0\0\0"])
def test_where_notes_are_broken_others_are_begun_under_another_name(file: str, broken: bytes):
    name = begun(file)
    add(file, [note("a.py")])
    with Path(file).open("ab") as stream:
        stream.write(broken)
    assert list(notes_in(file)) == ["a.py"]
    assert begun(file) != name
    assert notes_in(file) == {}


@pytest.mark.parametrize(
    ("known", "changed", "holds"),
    [
        pytest.param(note("a.py", "one", (1, 2)), (3,), True, id="nothing behind it changed"),
        pytest.param(note("a.py", "two", (1, 2)), (2, 3), True, id="it is of the last run"),
        pytest.param(note("a.py", "one", (1, 2)), (2, 3), False, id="something did"),
        pytest.param(note("a.py", "zero", (1, 2)), (3,), False, id="it is too old"),
        pytest.param(note("a.py"), (3,), False, id="it says what is found"),
    ],
)
def test_a_note_holds_while_nothing_behind_it_changes(
    known: Note, changed: tuple[int, ...], holds: bool
):
    history = Step("one", ()), Step("two", changed)
    assert known.holds(changed_since(known.run, history)) is holds


def test_what_is_out_of_date_is_thrown_away(file: str):
    for number in range(300):
        add(file, [note("a.py", f"run {number}"), note("b.py")])
    size, before = Path(file).stat().st_size, notes_in(file)
    tidy(file)
    assert Path(file).stat().st_size < size / 100
    assert notes_in(file) == before
