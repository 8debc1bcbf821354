"""Asks every operation of the library's API for its answer, and writes down how that went.

    python tests/asynchrony/answering.py answers.json

A program of its own, because Django is set up once a process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent / "project"


async def ask(client: Any, path: str) -> str:
    """What a client is told: `answers`, or what was raised on the way."""
    try:
        response = await client.get(path)
    except Exception as error:
        return str(error)
    assert response.status_code == 200, response.content
    return "answers"


def main() -> None:
    sys.path[:0] = [str(PROJECT)]
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LIBRARY_FILES": folder, "DJANGO_SETTINGS_MODULE": "settings"}
        import django

        django.setup()
        import rows
        from django.test import AsyncClient
        from library.operations import api

        rows.fill()
        client = AsyncClient()
        names = [path.strip("/") for path in api.get_openapi_schema(path_prefix="")["paths"]]
        answers = {name: asyncio.run(ask(client, f"/{name}")) for name in names}
    Path(sys.argv[1]).write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
