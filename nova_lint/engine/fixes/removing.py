"""Fixes that take items out of a list, tuple, set or dictionary that is written out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

import libcst as cst

from nova_lint.engine.fixes.fix import Edit, Fix, Safety
from nova_lint.workspace.segments import Segment

Item: TypeAlias = cst.BaseElement | cst.BaseDictElement
Display: TypeAlias = cst.List | cst.Tuple | cst.Set | cst.Dict

_REST_OF_LINE = re.compile(r"[ \t]*,?[ \t]*(#[^\n]*)?\n")


def remove(segment: Segment, items: Sequence[Item], *, title: str, safety: Safety) -> Fix | None:
    """The fix that takes items out of the list, tuple, set or dictionary that is written out
    around them, with the comments behind them on their lines; None where a comment on
    something else would go with them."""
    edits: list[Edit] = []
    for display in _displays(segment):
        if not any(item in items for item in display.elements):
            continue
        found = _removals(segment, display, items)
        if not found:
            return None
        edits.extend(found)
    return Fix(title, safety, tuple(edits)) if edits else None


def _displays(segment: Segment) -> Iterator[Display]:
    yield from segment.nodes(cst.List)
    yield from segment.nodes(cst.Tuple)
    yield from segment.nodes(cst.Set)
    yield from segment.nodes(cst.Dict)


def _removals(segment: Segment, display: Display, items: Sequence[Item]) -> list[Edit]:
    """The edits that leave a display without some items; none where that cannot be done."""
    every: Sequence[Item] = display.elements
    kept = [item for item in every if item not in items]
    if not kept:
        return _emptied(segment, display)
    if isinstance(display, cst.Tuple) and len(kept) == 1:
        return _single(segment, every, kept[0])
    edits = [_removal(segment, *run) for run in _runs(every, items)]
    return [edit for edit in edits if edit is not None] if all(edits) else []


def _emptied(segment: Segment, display: Display) -> list[Edit]:
    start, end = segment.offsets(display)
    if isinstance(display, cst.Set) or "#" in segment.code[start:end]:
        # There is no display of an empty set.
        return []
    match display:
        case cst.Tuple():
            text = "" if display.lpar else "()"
        case cst.Dict():
            text = "{}"
        case _:
            text = "[]"
    return [Edit(segment.place(display), text)]


def _single(segment: Segment, every: Sequence[Item], kept: Item) -> list[Edit]:
    """The edits that leave one item with a comma: one value in parentheses is no tuple."""
    first, last = segment.offsets(every[0])[0], segment.offsets(every[-1])[1]
    start, end = segment.offsets(kept)
    if "#" in segment.code[first:start] + segment.code[end:last]:
        return []
    comma = "" if isinstance(every[-1].comma, cst.Comma) else ","
    return [
        Edit(segment.place_between(first, start), ""),
        Edit(segment.place_between(end, last), comma),
    ]


def _runs(
    every: Sequence[Item], items: Sequence[Item]
) -> Iterator[tuple[Item | None, list[Item], Item | None]]:
    """Neighbouring items, with what stands before and behind them."""
    for removed, run in groupby(range(len(every)), lambda at: every[at] in items):
        if removed:
            places = list(run)
            before = every[places[0] - 1] if places[0] else None
            behind = every[places[-1] + 1] if places[-1] + 1 < len(every) else None
            yield before, [every[at] for at in places], behind


def _removal(
    segment: Segment, before: Item | None, run: list[Item], behind: Item | None
) -> Edit | None:
    """The edit that removes a run of items and one comma."""
    code = segment.code
    start, end = segment.offsets(run[0])[0], segment.offsets(run[-1])[1]
    line_start = code.rfind("\n", 0, start) + 1
    rest = _REST_OF_LINE.match(code, end)
    if rest is not None and not code[line_start:start].strip():
        return Edit(segment.place_between(line_start, rest.end()), "")
    if behind is not None:
        gap, end = (end, segment.offsets(behind)[0]), segment.offsets(behind)[0]
    elif before is not None:
        # A comma behind the last item stays.
        gap, start = (segment.offsets(before)[1], start), segment.offsets(before)[1]
    else:
        return None
    return None if "#" in code[slice(*gap)] else Edit(segment.place_between(start, end), "")
