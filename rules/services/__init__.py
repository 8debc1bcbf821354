"""NL4xx: what stands outside of services that belongs into them, and the other way round."""

from .boundary_effect import BoundaryEffect
from .boundary_import import BoundaryImport
from .call_out import CallOutOfEdge
from .http_in_service import HttpInService
from .query_per_row import QueryPerRow
from .save_side_effect import SaveSideEffect
from .transaction_in_edge import TransactionInEdge
from .write_in_edge import WriteInEdge

RULES = (
    WriteInEdge,
    TransactionInEdge,
    CallOutOfEdge,
    SaveSideEffect,
    QueryPerRow,
    HttpInService,
    BoundaryImport,
    BoundaryEffect,
)
