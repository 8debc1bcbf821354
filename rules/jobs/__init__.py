"""NL5xx: what crosses into background jobs."""

from .arguments import JobArguments
from .before_commit import QueuedBeforeCommit
from .in_async import QueueingInAsync
from .serialization import UnserializableArgument

RULES = (
    JobArguments,
    UnserializableArgument,
    QueuedBeforeCommit,
    QueueingInAsync,
)
