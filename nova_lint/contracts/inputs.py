"""Inputs: the layers through which clients write one model."""

from __future__ import annotations

from dataclasses import dataclass

from nova_lint.contracts.contract import Contract
from nova_lint.contracts.links import Linked


@dataclass(frozen=True)
class Inputs:
    """A model, and every linked contract through which a client writes it, in the order of
    files and lines."""

    model: Contract
    layers: tuple[Linked, ...]
