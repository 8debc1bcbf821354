"""Files that are replaced as a whole: whoever reads one finds all of it, old or new."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def replace(path: Path, data: Iterable[bytes]) -> None:
    """Writes a file, whose directory exists. Raises OSError, and leaves nothing behind then."""
    temporary = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    try:
        # Not by `tempfile`, whose files nobody else may read: a cache may be shared.
        with temporary.open("xb") as file:
            file.writelines(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
