"""What moves a function to a thread, where it may query, and what only looks like it.

Source: asgiref 3.8 to 3.13 (sync.py), channels 4.3 (db.py), CPython 3.11 (asyncio, concurrent,
threading), anyio 4, starlette 0.4x. Those that are installed are run by
tests/asynchrony and tests/knowledge/test_queries.py.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import msgspec


class Hands(Enum):
    """What a wrapper makes of the function.

    `FUNCTION`: another function, whose call is awaited (also as a decorator, with and without
    arguments). `CALL`: it calls the function in a thread, with the arguments that follow.
    """

    FUNCTION = "function"
    CALL = "call"


class ToThread(msgspec.Struct, frozen=True):
    """One wrapper: where the function stands among its arguments, by position and keyword.

    `keyword` is empty where the parameter is positional only.
    """

    hands: Hands
    position: int = 0
    keyword: str = ""


THREADS: Final[dict[str, ToThread]] = {
    "asgiref.sync.sync_to_async": ToThread(Hands.FUNCTION, keyword="func"),
    "asgiref.sync.SyncToAsync": ToThread(Hands.FUNCTION, keyword="func"),
    "channels.db.database_sync_to_async": ToThread(Hands.FUNCTION, keyword="func"),
    "channels.db.DatabaseSyncToAsync": ToThread(Hands.FUNCTION, keyword="func"),
    "asyncio.to_thread": ToThread(Hands.CALL, keyword="func"),
    "anyio.to_thread.run_sync": ToThread(Hands.CALL, keyword="func"),
    "starlette.concurrency.run_in_threadpool": ToThread(Hands.CALL, keyword="func"),
    "fastapi.concurrency.run_in_threadpool": ToThread(Hands.CALL, keyword="func"),
    "threading.Thread": ToThread(Hands.CALL, position=1, keyword="target"),
    "threading.Timer": ToThread(Hands.CALL, position=1, keyword="function"),
}
# The same for methods, by their name and the classes that have them; on a receiver that
# nobody knows, the name alone says enough to be silent.
THREAD_METHODS: Final[dict[str, ToThread]] = {
    "run_in_executor": ToThread(Hands.CALL, position=1, keyword="func"),
    "submit": ToThread(Hands.CALL),
    "map": ToThread(Hands.CALL),
    "apply_async": ToThread(Hands.CALL, keyword="func"),
}
# Those of them that say by their name alone that a thread calls the function.
THREAD_METHOD_NAMES: Final = frozenset({"run_in_executor"})

# Methods of an event loop that call a function inside the loop: it may not query.
LOOP_CALLS: Final[dict[str, int]] = {
    "call_soon": 0,
    "call_soon_threadsafe": 0,
    "call_later": 1,
    "call_at": 1,
}
# The way back: a sync function that runs a coroutine. In the thread of a running loop it
# raises RuntimeError.
FROM_THREAD: Final = frozenset({"asgiref.sync.async_to_sync", "asgiref.sync.AsyncToSync"})

# Functions that raise RuntimeError where no event loop runs, and never where one does: whoever
# catches that goes on outside of any loop.
ASKS_FOR_LOOP: Final = frozenset(
    {
        "asyncio.get_running_loop",
        "asyncio.get_event_loop",
        "asyncio.events.get_running_loop",
        "asyncio.current_task",
        "asyncio.create_task",
        "asyncio.ensure_future",
    }
)
WITHOUT_LOOP: Final = RuntimeError.__name__

# Functions that take coroutines and await them later.
GATHERERS: Final = frozenset(
    {
        "asyncio.gather",
        "asyncio.wait",
        "asyncio.wait_for",
        "asyncio.shield",
        "asyncio.create_task",
        "asyncio.ensure_future",
        "asyncio.as_completed",
        "asyncio.run",
        "asyncio.TaskGroup.create_task",
        "asyncio.run_coroutine_threadsafe",
    }
)
