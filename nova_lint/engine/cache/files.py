"""The files of the cache."""

from __future__ import annotations

from pathlib import Path

RESULTS = "results"
STATE = "state"


def file_in(directory: Path, name: str) -> Path:
    """One of the two files of a cache in a directory."""
    return directory / f"{name}.msgpack"
