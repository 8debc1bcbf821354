"""Flow: one statement that moves a layer's data to a model, or a model's to a layer."""

from __future__ import annotations

import msgspec

from nova_lint.contracts.contract import Direction, Span

CREATE = "create"
UPDATE = "update"
OUTPUT = "output"


class Flow(msgspec.Struct, frozen=True):
    """Data of `contract` (a layer class) that reaches `model`, or comes from it.

    `operation` is "create", "update" or "output". `fields` are the pairs of layer field and
    column that are known one by one. Where `everything` is set, every further field travels
    under its own name (its `source`), except those in `left_out` and those whose column is
    in `supplied`: the columns that the code itself sets in that operation, or sets to the
    data of another layer, where `supplies_more` says that it may set others too. `partial`
    flows leave a column alone when the client does not send its field. `checked` are layer
    fields that the code looks at before it goes on: an `if` that raises; `listed` those with
    which it goes on only if it finds them in a collection. `asked` are those
    that a condition around the operation asks about, and `compared` those of which it asks
    more than whether there is a value. `as_keywords` says
    that everything is handed to the model as its keywords, so that a name which is none fails.
    """

    contract: str
    model: str
    direction: Direction
    operation: str
    fields: tuple[tuple[str, str], ...]
    everything: bool
    left_out: frozenset[str]
    supplied: frozenset[str]
    partial: bool
    span: Span
    supplies_more: bool = False
    checked: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    compared: frozenset[str] = frozenset()
    as_keywords: bool = False
