"""NL2xx: work of the ORM that is reached from async code."""

from .evaluation import EvaluationInAsync
from .framework_query import FrameworkQueryInAsync
from .missing_await import MissingAwait
from .possible_query import PossibleQueryInAsync
from .query import QueryInAsync
from .relation import LazyRelationInAsync
from .sync_call import SyncCallInAsync
from .threading import ThreadMisuse
from .transaction import TransactionInAsync

RULES = (
    QueryInAsync,
    EvaluationInAsync,
    LazyRelationInAsync,
    SyncCallInAsync,
    TransactionInAsync,
    FrameworkQueryInAsync,
    ThreadMisuse,
    MissingAwait,
    PossibleQueryInAsync,
)
