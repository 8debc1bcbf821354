"""A display for those who wait, and for nobody else."""

from __future__ import annotations

import io
import subprocess
import sys

from nova_lint.report.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(stream: io.StringIO, seconds_a_step: float) -> str:
    clock = Clock()
    with Progress("Checking", stream, clock) as progress:
        progress.total = 3
        for _ in range(3):
            clock.now += seconds_a_step
            progress.advance(1)
    return stream.getvalue()


def test_a_short_run_shows_nothing():
    assert run(Terminal(), 0.1) == ""


def test_a_long_run_shows_how_far_it_is_and_cleans_up(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    text = run(Terminal(), 0.6)
    assert "Checking" in text
    assert "3/3" in text
    assert text.endswith("\x1b[2K")  # the line is erased


def test_what_is_no_terminal_gets_nothing():
    assert run(io.StringIO(), 60) == ""


def test_the_display_is_imported_when_it_is_needed():
    code = "import sys, nova_lint.report.progress; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
