"""The picture of a survey: boxes for layers and effects, and lines for what flows between.

Positions are worked out here, in the units of the drawing; the page says what they look like.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from html import escape

import msgspec

from nova_lint.engine.layers.survey import Survey
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.queries import Effect
from nova_lint.report.layers.totals import HEADINGS, Totals, totals

# From where requests and people come in, to what is decided, to what holds the data. Tests and
# migrations are left out: what they do is no part of the running program.
COLUMNS = (
    (
        CodeLayer.VIEW,
        CodeLayer.VIEWSET,
        CodeLayer.OPERATION,
        CodeLayer.RESOLVER,
        CodeLayer.CONSUMER,
        CodeLayer.ADMIN,
        CodeLayer.COMMAND,
        CodeLayer.MIDDLEWARE,
        CodeLayer.TEMPLATE_TAG,
    ),
    (
        CodeLayer.FORM,
        CodeLayer.SERIALIZER,
        CodeLayer.SCHEMA,
        CodeLayer.TASK,
        CodeLayer.SIGNAL,
        CodeLayer.OTHER,
    ),
    (
        CodeLayer.SERVICE,
        CodeLayer.SELECTOR,
        CodeLayer.REPOSITORY,
        CodeLayer.MANAGER,
        CodeLayer.MODEL,
    ),
)

_BOX_WIDTH, _BOX_HEIGHT = 216, 56
_EFFECT_WIDTH, _EFFECT_HEIGHT = 150, 48
_STEP_X = 322
_GAP = 26
_MARGIN = 12
_TITLE = 34
"""The room above the boxes for the names of the columns."""
_TITLES = ("where it comes in", "between", "what decides and holds", "what it does outside")
_THICKEST = 14.0
_THOUSANDS = 10_000
"""From here on a number is rounded, so that it fits its box."""
WIDTH = 2 * _MARGIN + 3 * _STEP_X + _EFFECT_WIDTH


class _Box(msgspec.Struct):
    """A layer or an effect, where its box stands, and the lines at its sides."""

    name: str
    text: str
    css: str
    x: float
    width: float
    height: float
    y: float = 0.0
    leaving: list[_Line] = msgspec.field(default_factory=list)
    arriving: list[_Line] = msgspec.field(default_factory=list)

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


class _Line(msgspec.Struct):
    """A flow from one box to another: its effect, how much there is of it, and in words."""

    source: _Box
    target: _Box
    effect: Effect
    count: int
    said: str
    start: float = 0.0
    end: float = 0.0
    width: float = 0.0


def draw(survey: Survey) -> str:
    """The drawing as SVG."""
    columns = _layers(survey)
    effects = list(_effects(survey))
    boxes = {box.name: box for column in (*columns, effects) for box in column}
    height = _arrange([*columns, effects])
    lines = list(_lines(survey, boxes))
    for line in lines:
        line.source.leaving.append(line)
        line.target.arriving.append(line)
        line.width = min(1.2 + 2.2 * math.log2(line.count), _THICKEST)
    _attach(boxes.values())
    body = [
        *(_draw_title(number, title) for number, title in enumerate(_TITLES)),
        *(_draw_line(line) for line in sorted(lines, key=lambda each: -each.count)),
        *(_draw_box(box) for box in boxes.values()),
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        'aria-label="Layers of the code and what flows between them">\n'
        + "\n".join(body)
        + "\n</svg>"
    )


# What there is ------------------------------------------------------------------------------


def _layers(survey: Survey) -> list[list[_Box]]:
    found = {each.layer: each for each in totals(survey)}
    return [
        [_box_of(found[layer], _MARGIN + number * _STEP_X) for layer in column if layer in found]
        for number, column in enumerate(COLUMNS)
    ]


def _box_of(each: Totals, x: float) -> _Box:
    sizes = [_counted(each.classes, "class", "classes"), _counted(each.functions, "function")]
    text = ", ".join(filter(None, sizes))
    return _Box(each.layer.value, text, "layer", x, _BOX_WIDTH, _BOX_HEIGHT)


def _effects(survey: Survey) -> Iterator[_Box]:
    shown = [each for each in totals(survey) if any(each.layer in c for c in COLUMNS)]
    for effect, heading in HEADINGS.items():
        count = sum(each.effects[effect] for each in shown)
        if count:
            css = f"effect {effect.value}"
            text = _counted(count, "place")
            x = _MARGIN + 3 * _STEP_X
            yield _Box(heading, text, css, x, _EFFECT_WIDTH, _EFFECT_HEIGHT)


def _counted(count: int, one: str, several: str = "") -> str:
    if not count:
        return ""
    number = f"{count:,}" if count < _THOUSANDS else f"{count // 1000}k"
    return f"{number} {one if count == 1 else several or f'{one}s'}"


def _lines(survey: Survey, boxes: dict[str, _Box]) -> Iterator[_Line]:
    for flow in survey.flows:
        source, target = boxes.get(flow.source.value), boxes.get(flow.target.value)
        for effect, count in flow.effects.items() if source and target else ():
            assert source is not None and target is not None
            said = (
                f"{_counted(count, 'function')} of the {flow.source.value} layer: "
                f"{HEADINGS[effect]} through the {flow.target.value} layer"
            )
            yield _Line(source, target, effect, count, said)
    for each in totals(survey):
        for effect, count in each.effects.items():
            source, target = boxes.get(each.layer.value), boxes.get(HEADINGS[effect])
            if count and source is not None and target is not None:
                said = f"{HEADINGS[effect]} in the {each.layer.value} layer: {count:,}"
                yield _Line(source, target, effect, count, said)


# Where it stands ----------------------------------------------------------------------------


def _arrange(columns: list[list[_Box]]) -> float:
    """Gives every box its place, each column in the middle of the height; that height."""
    tall = max((sum(box.height + _GAP for box in column) for column in columns), default=0.0)
    for column in columns:
        room = sum(box.height + _GAP for box in column)
        y = _TITLE + (tall - room) / 2
        for box in column:
            box.y = y
            y += box.height + _GAP
    return _TITLE + tall + _MARGIN


def _attach(boxes: Iterable[_Box]) -> None:
    """Lays the ends of lines side by side, in the order of where the lines come from and go to,
    and makes thinner what has not the room."""
    sides = [(box, side) for box in boxes for side in (box.leaving, box.arriving) if side]
    for box, side in sides:
        thinner = (box.height - 8) / sum(line.width for line in side)
        for line in side:
            line.width = max(min(line.width, line.width * thinner), 0.8)
    for box, _ in sides:
        for line, y in _stacked(sorted(box.leaving, key=lambda line: line.target.middle), box):
            line.start = y
        for line, y in _stacked(sorted(box.arriving, key=lambda line: line.source.middle), box):
            line.end = y


def _stacked(lines: list[_Line], box: _Box) -> Iterator[tuple[_Line, float]]:
    room, taken = box.height - 8, sum(line.width for line in lines)
    between = max(room - taken, 0.0) / (len(lines) + 1)
    # Lines that cannot be thinner lie on each other.
    closer = min(1.0, room / taken) if lines else 1.0
    y = box.y + 4 + between
    for line in lines:
        yield line, y + line.width * closer / 2
        y += line.width * closer + between


# How it is drawn ----------------------------------------------------------------------------


def _draw_title(number: int, title: str) -> str:
    x = _MARGIN + number * _STEP_X
    return f'<text class="column" x="{x}" y="18">{escape(title)}</text>'


def _draw_box(box: _Box) -> str:
    x, name, size = box.x + 14, box.middle - 4, box.middle + 15
    return (
        f'<g class="{box.css}"><rect class="box" x="{box.x:.1f}" y="{box.y:.1f}" '
        f'width="{box.width:.0f}" height="{box.height:.0f}" rx="7"/>'
        f'<text class="name" x="{x:.1f}" y="{name:.1f}">{escape(box.name)}</text>'
        f'<text class="size" x="{x:.1f}" y="{size:.1f}">{escape(box.text)}</text></g>'
    )


def _draw_line(line: _Line) -> str:
    x1, y1, y2 = line.source.right, line.start, line.end
    if line.target.x > line.source.x:
        x2 = line.target.x
        bend = (x2 - x1) / 2
        curve = f"C {x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    else:
        # Back, or to a layer of the same column: around on the right.
        x2 = line.target.right
        out = max(x1, x2) + 40 + abs(y2 - y1) / 8
        curve = f"C {out:.1f} {y1:.1f} {out:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return (
        f'<path class="{line.effect.value}" stroke-width="{line.width:.1f}" '
        f'd="M {x1:.1f} {y1:.1f} {curve}"><title>{escape(line.said)}</title></path>'
    )
