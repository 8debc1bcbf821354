"""Inputs: the layers through which clients write one model."""

from __future__ import annotations

import msgspec

from nova_lint.contracts.contract import Contract
from nova_lint.contracts.links import Linked


class Inputs(msgspec.Struct, frozen=True):
    """A model, and every linked contract through which a client writes it, in the order of
    files and lines."""

    model: Contract
    layers: tuple[Linked, ...]
