"""How findings come out of mypy: where they stand, how they read, and what silences them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mypy.nodes import MypyFile
from nova_lint.mypy_plugin.inference import Inference, Types

from tests.plugin.customers import MODELS, SERIALIZERS, VIEWS
from tests.plugin.running import SETTINGS, Called, reported, run, write

FILES = {
    "mypy.ini": SETTINGS,
    "manage.py": "",
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/serializers.py": SERIALIZERS,
    "shop/views.py": VIEWS,
}
TOO_LONG = (
    "`CustomerSerializer.name` accepts 255 characters, `Customer.name` holds 120: a longer value "
    "is DataError on PostgreSQL, and on SQLite a row that the model itself refuses; set "
    "max_length=120 (shop/models.py:5: the column holds 120)"
)
LINE = "    name = serializers.CharField(max_length=255)"


@pytest.fixture
def shop(tmp_path: Path) -> Called:
    write(tmp_path, FILES)
    return Called(tmp_path)


def commented(comment: str, line: str = LINE) -> dict[str, str]:
    """The serializers with a comment behind a field."""
    return {"shop/serializers.py": SERIALIZERS.replace(LINE, f"{line}  {comment}")}


def test_a_finding_is_an_error_with_the_name_of_its_rule(shop):
    assert shop.check() == [f"shop/serializers.py:7: error: {TOO_LONG}  [nova-wider-length]"]


def test_a_second_run_says_the_same(shop):
    assert shop.check() == shop.check()


def test_json_has_the_range(shop):
    shop.options = ("-O", "json")
    (found,) = map(json.loads, shop.check())
    assert found == {
        "file": "shop/serializers.py",
        "line": 7,
        "column": 4,
        "end_line": 7,
        "end_column": 48,
        "message": TOO_LONG,
        "hint": None,
        "code": "nova-wider-length",
        "severity": "error",
    }


def test_equal_messages_on_one_line_name_their_expressions(shop):
    write(
        shop.root,
        {
            "shop/live.py": (
                "from decimal import Decimal\n\n\n"
                "def rates(first: Decimal, second: Decimal) -> tuple[bool, bool]:\n"
                "    return first == 1.1, second == 1.1\n"
            )
        },
    )
    shop.options = ("--show-column-numbers",)
    told = [line for line in shop.check() if line.startswith("shop/live.py")]
    assert len({line.partition(": ")[0] for line in told}) == 2
    assert len({line.partition(": ")[2] for line in told}) == 2


# Silencing


@pytest.mark.parametrize(
    "comment",
    [
        "# type: ignore[nova-wider-length]",
        "# type: ignore[nova-wider-length]  # the API cuts it",
        "# type: ignore",
        "# nova: ignore[NL101]",
        "# nova: ignore[wider-length]",
        "# noqa: NL101",
    ],
)
def test_a_comment_silences(shop, comment):
    write(shop.root, commented(comment))
    shop.options = ("--warn-unused-ignores",)
    assert shop.check() == []


def test_a_comment_on_the_last_line_silences_too(shop):
    text = SERIALIZERS.replace(
        "max_length=255)", "\n        max_length=255\n    )  # type: ignore[nova]"
    )
    write(shop.root, {"shop/serializers.py": text})
    assert shop.check() == []


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("# type: ignore[nova-wider-length]", 'error: Unused "type: ignore" comment'),
        ("# nova: ignore[NL101]", "error: `NL101` silences nothing here; remove it"),
    ],
)
def test_a_comment_that_silences_nothing_is_told(shop, comment, told):
    write(shop.root, commented(comment, LINE.replace("255", "120")))
    shop.options = ("--warn-unused-ignores",)
    (line,) = shop.check()
    assert told in line


def test_a_comment_for_another_rule_does_not_silence(shop):
    write(shop.root, commented("# type: ignore[nova-nullable-input]"))
    told = shop.check()
    assert any(line.endswith("[nova-wider-length]") for line in told)


def test_mypy_settings_silence_by_module(shop):
    section = "[mypy-shop.serializers]\ndisable_error_code = nova-wider-length\n"
    write(shop.root, {"mypy.ini": SETTINGS + section})
    assert shop.check() == []


def test_a_comment_of_mypy_s_silences_in_its_file(shop):
    text = f'# mypy: disable-error-code="nova-wider-length"\n{SERIALIZERS}'
    write(shop.root, {"shop/serializers.py": text})
    assert shop.check() == []


# nova-lint's own settings


def test_what_is_not_selected_is_not_reported(shop):
    write(shop.root, {"nova-lint.toml": 'ignore = ["NL101"]\n'})
    assert shop.check() == []


def test_settings_may_change_between_runs(shop):
    before = shop.check()
    write(shop.root, {"nova-lint.toml": '[per-file-ignores]\n"shop/" = ["NL101"]\n'})
    assert shop.check() == []
    write(shop.root, {"nova-lint.toml": None})
    assert shop.check() == before


@pytest.mark.parametrize(("severity", "shown"), [("warning", "error"), ("info", "note")])
def test_a_severity_is_one_of_mypy_s(shop, severity, shown):
    write(shop.root, {"nova-lint.toml": f'[severity]\nNL101 = "{severity}"\n'})
    (line,) = shop.check()
    assert line.startswith(f"shop/serializers.py:7: {shown}: `CustomerSerializer.name`")
    assert line.endswith("  [nova-wider-length]")


def test_settings_that_are_wrong_are_an_error_until_they_are_mended(shop):
    write(shop.root, {"nova-lint.toml": 'selct = ["NL1"]\n'})
    for _ in range(2):
        (line,) = shop.check()
        assert "error: nova-lint did not look at this project: " in line
        assert line.endswith('unknown key "selct"; did you mean "select"?  [nova]')
    write(shop.root, {"nova-lint.toml": None})
    assert [line.rpartition("  ")[2] for line in shop.check()] == ["[nova-wider-length]"]


def test_settings_are_found_from_those_of_mypy(shop, tmp_path):
    inner = tmp_path / "backend"
    inner.mkdir()
    for name in FILES:
        (inner / name).parent.mkdir(exist_ok=True)
        shutil.move(tmp_path / name, inner / name)
    write(inner, {"nova-lint.toml": 'ignore = ["NL101"]\n'})
    assert run(tmp_path, "mypy", "--config-file", "backend/mypy.ini", "backend").startswith("Succ")


# What mypy is looking at


def test_a_shadow_is_read_in_the_place_of_its_file(shop, tmp_path):
    before = shop.check()
    shadow = tmp_path / "unsaved.txt"
    shadow.write_text(SERIALIZERS.replace("255", "120"))
    shop.options = ("--shadow-file", "shop/serializers.py", str(shadow))
    assert shop.check() == []
    shop.options = ()
    assert shop.check() == before


def test_only_what_mypy_checks_is_reported(shop):
    assert run(shop.root, "mypy", "shop/models.py").startswith("Success")


def test_a_module_in_which_nothing_is_called(shop):
    """mypy says nothing to plugins while it checks it."""
    function = "async def first():\n    return Customer.objects.get(pk=1)\n"
    write(shop.root, {"shop/live.py": f"from shop.models import Customer\n\n\n{function}"})
    assert any("[nova-query-in-async]" in line for line in shop.check())


# When something goes wrong


def test_a_mistake_of_nova_lint_s_does_not_keep_mypy_from_working(shop, monkeypatch):
    wrong = "def wrong() -> int:\n    return ''\n"
    broken = "import sys\nsys.modules['libcst'] = None\n"
    write(shop.root, {"shop/wrong.py": wrong, "path/sitecustomize.py": broken})
    monkeypatch.setenv("PYTHONPATH", str(shop.root / "path"))
    told = reported(run(shop.root, "mypy", "shop"))
    (failed,) = (line for line in told if "nova-lint" in line)
    assert "note: nova-lint did not look at this project: its process ended" in failed
    assert "import of libcst halted" in failed
    (line,) = (line for line in told if "nova-lint" not in line)
    assert line.startswith("shop/wrong.py:2: error: Incompatible return value type")


def test_the_traceback_is_shown_where_mypy_is_to_show_it(shop, monkeypatch):
    write(shop.root, {"path/sitecustomize.py": "import sys\nsys.modules['libcst'] = None\n"})
    monkeypatch.setenv("PYTHONPATH", str(shop.root / "path"))
    command = [sys.executable, "-m", "mypy", "--show-traceback", "shop"]
    done = subprocess.run(command, cwd=shop.root, capture_output=True, text=True, check=False)
    assert done.stderr.startswith("Traceback")
    assert "nova-lint did not look at this project" in done.stdout


TYPED = """\
from decimal import Decimal
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
Tree: TypeAlias = "list[Tree]"


class Box(Generic[T]):
    item: T


def is_tenth(price: Box[Decimal], tree: Tree) -> bool:
    return bool(tree) and price.item == 0.1
"""


def test_a_type_without_an_end(shop):
    write(shop.root, {"shop/typed.py": TYPED})
    assert any("nova-decimal-equals-float" in line for line in shop.check())


def test_a_mistake_about_types_keeps_nothing_else_from_being_found(shop, monkeypatch):
    before = shop.check()

    def broken(self: Inference, file: MypyFile, types: Types) -> bool:
        raise LookupError("no such type")

    monkeypatch.setattr(Inference, "is_idle", broken)
    write(shop.root, {"shop/serializers.py": SERIALIZERS + "\n\nLAST = 1\n"})
    told = shop.check()
    assert [line for line in told if "error" in line] == before
    (note,) = (line for line in told if line not in before)
    assert "nova-lint did not use all of mypy's types: LookupError: no such type" in note
