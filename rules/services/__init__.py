"""NL4xx: what stands outside of services that belongs into them, and the other way round."""

from .boundary_effect import BoundaryEffect
from .boundary_import import BoundaryImport
from .call_out import CallOutOfEdge
from .decisions_in_edge import DecisionsInEdge
from .http_in_service import HttpInService
from .query_per_row import QueryPerRow
from .repeated_dispatch import RepeatedDispatch
from .save_side_effect import SaveSideEffect
from .transaction_in_edge import TransactionInEdge
from .unimplemented_port import UnimplementedPort
from .write_in_edge import WriteInEdge

RULES = (
    WriteInEdge,
    TransactionInEdge,
    CallOutOfEdge,
    SaveSideEffect,
    QueryPerRow,
    DecisionsInEdge,
    RepeatedDispatch,
    HttpInService,
    BoundaryImport,
    BoundaryEffect,
    UnimplementedPort,
)
