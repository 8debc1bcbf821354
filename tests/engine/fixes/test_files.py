"""What a file keeps when it is fixed: every byte outside the edit, and everything about it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_shop import MODELS

from nova_lint.engine.fixes import fixing
from nova_lint.engine.fixes.editing import Text, line_before, splice, spliced
from nova_lint.engine.fixes.files import NotFixedError, original, read, write
from nova_lint.engine.fixes.fix import Edit
from nova_lint.workspace.place import Place
from nova_lint.workspace.source import decode

SAFE = {"ACM001": {"swaps": {"old": "new"}}}
FIXED = MODELS.replace("old", "new")


# Bytes


ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])
ENCODINGS = st.sampled_from(
    [
        (b"", "", "utf-8"),
        (b"\xef\xbb\xbf", "", "utf-8"),
        (b"\xef\xbb\xbf", "# coding: utf-8", "utf-8"),
        (b"", "# -*- coding: latin-1 -*-", "latin-1"),
        (b"", "# vim: set fileencoding=cp1252 :", "cp1252"),
        (b"", "# coding: shift_jis", "shift_jis"),
        (b"", "# coding: koi8-r", "koi8-r"),
    ]
)
LETTERS = "abc éЖß日本\t\f'\"#\\x0b"


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, bytes, str]:
    """The bytes before and behind a word in a file, and the encoding of both."""
    mark, cookie, encoding = draw(ENCODINGS)
    line = st.text([c for c in LETTERS if _encodable(c, encoding)], max_size=8)
    lines = st.lists(st.tuples(line, ENDINGS), max_size=4)
    # Python looks for a coding comment in lines that end in a line feed.
    first = cookie + draw(st.sampled_from(["\n", "\r\n"])) if cookie else ""
    above = first + "".join(map("".join, draw(lines))) + draw(line)
    below = draw(line) + "".join(ending + each for each, ending in draw(lines))
    return mark + above.encode(encoding), below.encode(encoding), encoding


def place_of_word(text: Text) -> Place:
    lines = text.plain.split("\n")
    number = next(n for n, line in enumerate(lines, start=1) if "WORD" in line)
    column = lines[number - 1].index("WORD") + 1
    return Place("x.py", number, column, number, column + 4)


def _encodable(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeError:
        return False


@given(files(), st.sampled_from(["", "W", "WORDS", "other", "WO\nRD", "\nx\n", "WORD\n"]))
def test_every_byte_outside_an_edit_stays(found, new):
    before, after, encoding = found
    file = original(Path("x.py"), before + b"WORD" + after)
    assert file.text.plain == decode(before + b"WORD" + after)
    place = place_of_word(file.text)
    changed = spliced(file.text, [splice(file.text, Edit(place, new))])
    written = changed.raw.encode(file.encoding)
    assert written.startswith(before)
    assert written.endswith(after)
    middle = written[len(before) : len(written) - len(after)].decode(encoding)
    assert middle.replace("\r\n", "\n").replace("\r", "\n") == new


@given(files())
def test_what_an_edit_does_not_change_keeps_its_endings(found):
    """An edit may be of many lines of which it changes few: a loop that becomes `async for`."""
    before, after, _ = found
    file = original(Path("x.py"), before + b"WORD" + after)
    lines = file.text.plain.split("\n")
    place = Place("x.py", 1, 1, len(lines), len(lines[-1]) + 1)
    new = file.text.plain.replace("WORD", "word")
    changed = spliced(file.text, [splice(file.text, Edit(place, new))])
    assert changed.raw == file.text.raw.replace("WORD", "word")


@given(st.lists(st.text("ab\r\n", max_size=3), min_size=1, max_size=6), st.data())
def test_several_edits_and_where_lines_were(parts, data):
    """Between edits stand marks, each on the line that it was on before."""
    raw, marks, splices = "", [], []
    for number, part in enumerate(parts):
        raw += f"<{number}>"
        marks.append(raw.rindex("<"))
        raw += f"[{part}]"
    old = Text(raw)
    at = 0
    for number, part in enumerate(Text(part).plain for part in parts):
        start = old.plain.index(f"<{number}>[", at) + len(f"<{number}>[")
        at = start + len(part)
        text = data.draw(st.text("cd\n", max_size=4))
        line, end_line = old.line(start), old.line(at)
        place = Place(
            "x.py",
            line,
            start - old.offset(line, 1) + 1,
            end_line,
            at - old.offset(end_line, 1) + 1,
        )
        splices.append(splice(old, Edit(place, text)))
    new = spliced(old, splices)
    for number in range(len(parts)):
        offset = new.plain.index(f"<{number}>[")
        line = new.line(offset)
        column = offset - new.offset(line, 1) + 1
        place = Place("x.py", line, column, line, column)
        assert line_before(old, new, splices, place) == old.line(old.plain.index(f"<{number}>["))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nWORD\r\nb\n", "a\r\nx\r\ny\r\nb\n"),
        ("a\nWORD", "a\nx\ny"),
        ("WORD", "x\ny"),
        ("a\r\nWORD", "a\r\nx\r\ny"),
        ("a\r\nWORD\nb\r\n", "a\r\nx\ny\nb\r\n"),
    ],
)
def test_new_lines_end_as_the_line_does_that_they_begin_on(text, expected):
    before = Text(text)
    line = before.line(before.plain.index("WORD"))
    edit = Edit(Place("x.py", line, 1, line, 5), "x\ny")
    assert spliced(before, [splice(before, edit)]).raw == expected


def test_a_file_that_cannot_be_written_back_as_it_was():
    # A shift sequence that does nothing, which no encoder would write.
    data = b"# coding: iso2022_jp\nx = 1  # \x1b$B\x1b(B\n"
    with pytest.raises(NotFixedError, match="would not be the same file"):
        original(Path("x.py"), data)


def test_a_letter_that_the_encoding_does_not_have(tmp_path):
    path = tmp_path / "x.py"
    path.write_bytes(b"# coding: latin-1\nx = 1\n")
    with pytest.raises(NotFixedError, match="cannot be written as iso-8859-1"):
        write(original(path, path.read_bytes()), Text("# coding: latin-1\nx = '日'\n"))
    assert path.read_bytes() == b"# coding: latin-1\nx = 1\n"


# The real command


@pytest.mark.parametrize(
    ("data", "fixed"),
    [
        (MODELS.replace("\n", "\r\n").encode(), FIXED.replace("\n", "\r\n").encode()),
        (b"\xef\xbb\xbf" + MODELS.encode(), b"\xef\xbb\xbf" + FIXED.encode()),
        (MODELS.rstrip("\n").encode(), FIXED.rstrip("\n").encode()),
        (
            f"# coding: latin-1\n# é\n{MODELS}".encode("latin-1"),
            f"# coding: latin-1\n# é\n{FIXED}".encode("latin-1"),
        ),
        (
            MODELS.replace("\n", "\r\n", 3).encode(),
            FIXED.replace("\n", "\r\n", 3).encode(),
        ),
    ],
    ids=["CRLF", "a byte order mark", "no last line feed", "a coding comment", "mixed endings"],
)
def test_encoding_and_line_endings_stay(project, run, configure, data, fixed):
    configure(**SAFE)
    path = project / "shop/models.py"
    path.write_bytes(data)
    assert run("--fix").returncode == 0
    assert path.read_bytes() == fixed


def test_an_import_is_added_with_the_endings_of_the_file(project, run, configure):
    configure(ACM001={"swaps": {"old": "Decimal(1)"}, "imports": ["decimal.Decimal"]})
    path = project / "shop/models.py"
    path.write_bytes(MODELS.replace("\n", "\r\n").encode())
    assert run("--fix").returncode == 0
    expected = MODELS.replace("old", "Decimal(1)").replace(
        "import models\n", "import models\nfrom decimal import Decimal\n"
    )
    assert path.read_bytes() == expected.replace("\n", "\r\n").encode()


def test_permissions_stay(project, run, configure):
    configure(**SAFE)
    path = project / "shop/models.py"
    path.chmod(0o751)
    assert run("--fix").returncode == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o751
    assert path.read_text() == FIXED
    assert sorted(each.name for each in path.parent.glob("*")) == [
        "__init__.py",
        "models.py",
        "serializers.py",
        "views.py",
    ]


def test_a_link_stays_a_link(project, run, configure):
    configure(**SAFE)
    path, target = project / "shop/models.py", project.parent / "elsewhere.py"
    path.rename(target)
    path.symlink_to(target)
    assert run("--fix").returncode == 0
    assert path.is_symlink()
    assert target.read_text() == FIXED


def test_a_file_with_two_names_is_written_once(project, run, configure):
    configure(**SAFE)
    (project / "shop/more.py").symlink_to(project / "shop/models.py")
    done = run("--fix")
    assert (done.returncode, (project / "shop/models.py").read_text()) == (0, FIXED)


def test_a_read_only_file_is_left_alone(project, run, configure):
    configure(**SAFE)
    path = project / "shop/models.py"
    path.chmod(0o444)
    done = run("--fix")
    assert done.returncode == 2
    assert "shop/models.py: problem: not fixed: it is read-only\n" in done.stderr
    assert "ACM001" in done.stdout
    assert path.read_text() == MODELS


def test_a_file_that_does_not_parse_is_left_alone(project, run, configure):
    path = project / "shop/models.py"
    text = MODELS + "class (:\n    pass  # nova: ignore[NL101]\n"
    path.write_text(text)
    done = run("--fix")
    assert done.returncode == 2
    assert "not valid Python" in done.stderr
    assert path.read_text() == text


# Files that change while they are checked


class Silent:
    """Progress that nobody watches."""

    total = 0

    def advance(self, count: int) -> None:
        pass


def fix_while(project: Path, monkeypatch: pytest.MonkeyPatch, step: str, change) -> fixing.Outcome:
    """Fixes a project of which a file changes just before a step."""
    from nova_lint.config import Overrides, load
    from nova_lint.engine.registry import installed_rules

    real = getattr(fixing, step)

    def changed(*arguments):
        change()
        return real(*arguments)

    monkeypatch.setattr(fixing, step, changed)
    settings = load(project, Overrides(jobs=1), installed_rules().infos)
    return fixing.fix(settings, (project,), Silent())


@pytest.mark.parametrize("step", ["read", "write"])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda path: path.write_text("mine = 1\n"), "not fixed: it changed while it was checked"),
        (Path.unlink, "not fixed: it was removed while it was checked"),
    ],
    ids=["written", "removed"],
)
def test_what_somebody_else_does_to_a_file_stands(project, monkeypatch, step, change, message):
    path = project / "shop/models.py"
    path.write_text(MODELS + "    # nova: ignore[NL101]\n")
    outcome = fix_while(project, monkeypatch, step, lambda: change(path))
    assert outcome.fixed == ()
    assert [(each.path, each.message) for each in outcome.left.errors] == [
        ("shop/models.py", message)
    ]
    assert (path.read_text() if path.exists() else None) in {"mine = 1\n", None}


def test_a_stamp_tells_that_a_file_was_written(tmp_path):
    path = tmp_path / "x.py"
    path.write_text("x = 1\n")
    status = path.stat()
    assert read(path, (status.st_mtime_ns, status.st_size)).text.raw == "x = 1\n"
    os.utime(path, ns=(1, 1))
    with pytest.raises(NotFixedError, match="changed"):
        read(path, (status.st_mtime_ns, status.st_size))
