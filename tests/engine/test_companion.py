"""What a companion tells of a file, with and without what was inferred in it."""

from __future__ import annotations

import contextlib
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from nova_lint.cli import main
from nova_lint.engine.cache.files import RESULTS, STATE, file_in
from nova_lint.engine.companion import desk, memories
from nova_lint.engine.companion.consulting import Inferences, Request
from nova_lint.engine.companion.keeping import Question
from nova_lint.engine.companion.process import Companion
from nova_lint.engine.companion.records import begun
from nova_lint.semantics.inferred import Inferred, Type
from tests.plugin.running import write

_PROJECT = {
    "manage.py": "",
    "shop/__init__.py": "",
    "shop/models.py": """\
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)
""",
    "shop/base.py": """\
from rest_framework import serializers


class Numbered(serializers.Serializer):
    number = serializers.CharField(max_length=255)


async def keep(orders):
    order = orders.last()
    order.save()
""",
    "shop/serializers.py": """\
from rest_framework import serializers

from shop.base import Numbered
from shop.models import Order


class OrderSerializer(Numbered, serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["number"]
""",
    "shop/views.py": """\
from rest_framework.viewsets import ModelViewSet

from shop.models import Order
from shop.serializers import OrderSerializer


class Orders(ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
""",
}
_ORDER = Inferred(10, 5, 10, 10, Type(("shop.models.Order", "django.db.models.base.Model")))


_NUMBER = Inferred(10, 5, 10, 10, Type(("builtins.int",)))


@pytest.fixture
def companion() -> Iterator[Companion]:
    companion = Companion()
    yield companion
    companion.close()


def test_what_another_file_says_of_a_file_is_told_with_what_was_inferred_there(
    tmp_path: Path, companion: Companion
) -> None:
    write(tmp_path, _PROJECT)
    base = str(tmp_path / "shop/base.py")
    companion.ask(Request(Question(str(tmp_path), {}, "", "")))
    answer = companion.answer()
    assert [told.rule for told in answer.told[base]] == ["wider-length"]
    companion.ask(Inferences(base, (_ORDER,)))
    more = companion.answer()
    assert not more.failure, more.trace
    assert [told.rule for told in more.typed[base].told] == ["wider-length", "query-in-async"]


def test_a_companion_that_cannot_get_ready_for_types_still_answers(
    tmp_path: Path, companion: Companion
) -> None:
    write(tmp_path, _PROJECT)
    with contextlib.closing(Companion()) as earlier:
        earlier.ask(Request(Question(str(tmp_path), {}, "", "")))
        answer = earlier.answer()
    file_in(tmp_path / ".nova_lint_cache", STATE).write_bytes(b"broken")
    companion.ask(Request(Question(str(tmp_path), {}, "", "")))
    assert companion.answer().told == answer.told
    companion.ask(Inferences(str(tmp_path / "shop/base.py"), (_ORDER,)))
    told = companion.answer()
    assert "what was found just now is gone" in told.failure
    assert not told.has_ended


def test_what_was_inferred_holds_on_when_the_command_ran_in_between(tmp_path: Path) -> None:
    """The command keeps what it finds in the same cache, and an editor's server may do so after
    each key: that must not have the companion look at every type again."""
    write(tmp_path, _PROJECT)
    base, notes = str(tmp_path / "shop/base.py"), str(tmp_path / "notes")
    begun(notes)
    request = Request(Question(str(tmp_path), {}, "", notes))
    first = desk.Desk()
    first.answered(request)
    assert not first.answered(Inferences(base, (_NUMBER,))).failure
    first.write_down()
    write(tmp_path, {"shop/views.py": _PROJECT["shop/views.py"] + "\n\nPAGE = 20\n"})
    with pytest.raises(SystemExit, match="1"):
        main(["check", str(tmp_path)])
    write(tmp_path, {"shop/views.py": _PROJECT["shop/views.py"] + "\n\nPAGE = 30\n"})

    assert _looks_with_types(request) == ({base}, 0)
    shutil.rmtree(tmp_path / ".nova_lint_cache")
    assert _looks_with_types(request) == ({base}, 1)
    assert _looks_with_types(request) == ({base}, 0)


def _looks_with_types(request: Request) -> tuple[set[str], int]:
    """The files of which a new companion knows types, and how many it looked at again for it."""
    look = desk._Looked.with_inferred
    with patch.object(desk._Looked, "with_inferred", autospec=True, side_effect=look) as looks:
        asked = desk.Desk()
        answer = asked.answered(request)
        asked.write_down()
    assert not answer.failure
    return set(answer.typed), looks.call_count


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_edit_after_edit_takes_no_more_memory(tmp_path: Path, companion: Companion) -> None:
    """Whoever works with an editor or mypy's daemon has the same companion all day."""
    shop = shutil.copytree(Path("docs/examples/shop/shop"), tmp_path / "shop")
    models = shop / "customers/models.py"
    text = models.read_text()
    taken: list[int] = []
    for length in range(120, 129):
        models.write_text(text.replace("max_length=120", f"max_length={length}"))
        companion.ask(Request(Question(str(tmp_path), {}, "", "")))
        assert not companion.answer().failure
        time.sleep(0.5)
        taken.append(_memory_of(companion))
    # An edit leaves 2.8 MB behind that nobody needs.
    assert taken[-1] - taken[2] < 5_000, taken


def _memory_of(companion: Companion) -> int:
    """Kilobytes that a companion's process takes."""
    status = Path(f"/proc/{companion._process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1])


def test_who_does_not_wait_leaves_the_work_to_the_next(tmp_path: Path) -> None:
    """Ctrl-C ends mypy, and the companion finds nobody to tell."""
    write(tmp_path, _PROJECT)
    companion = Companion()
    companion.ask(Request(Question(str(tmp_path), {}, "", "")))
    companion.close()
    for name in (RESULTS, STATE):
        assert file_in(tmp_path / ".nova_lint_cache", name).stat().st_size


def test_a_project_that_is_moved_away_does_not_come_back(tmp_path: Path) -> None:
    """mypy ends at once, and its companion still has something to write down."""
    root = tmp_path / "project"
    write(root, _PROJECT)
    asked = desk.Desk()
    answer = asked.answered(Request(Question(str(root), {}, str(root / ".mypy_cache/answer"), "")))
    assert not answer.failure
    root.rename(tmp_path / "renamed")
    asked.write_down()
    asked.tidy_up()
    assert not root.exists()


def test_a_run_that_was_stopped_keeps_nobody_waiting_for_ever(tmp_path: Path) -> None:
    """Ctrl-Z stops mypy and its companion, which may have the project for itself just then."""
    fcntl = pytest.importorskip("fcntl")
    with (tmp_path / "lock").open("wb") as held, patch.object(memories, "_PATIENCE", 0.2):
        fcntl.flock(held, fcntl.LOCK_EX)
        before = time.monotonic()
        with memories._lock(tmp_path):
            assert 0.2 <= time.monotonic() - before < 5
