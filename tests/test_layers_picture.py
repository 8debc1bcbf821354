"""The picture of `nova-lint layers --format html` in a real browser, light and dark."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from nova_lint.engine.finding import Finding, Severity
from nova_lint.engine.layers.survey import AppMeasure, Flow, Survey, Surveyed
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.queries import Effect
from nova_lint.report.layers.html import render_html
from nova_lint.workspace.place import Place

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
SCHEMES = {"light": 1, "dark": 0}
"""What Chromium calls the colour schemes that somebody prefers."""

_MEASURE = """
<script>
function box(element) {
  const r = element.getBoundingClientRect();
  return [r.left, r.top, r.right, r.bottom];
}
function around(element) {
  const rect = element.parentNode.querySelector && element.parentNode.querySelector("rect.box");
  if (rect) return getComputedStyle(rect).fill;
  return getComputedStyle(document.body).backgroundColor;
}
const found = {
  texts: [...document.querySelectorAll("svg text")].map(e => ({
    text: e.textContent, box: box(e), colour: getComputedStyle(e).fill, behind: around(e),
    size: e.getBoundingClientRect().height,
    inside: e.parentNode.querySelector("rect.box") && e.parentNode.tagName === "g"
      ? box(e.parentNode.querySelector("rect.box")) : null })),
  boxes: [...document.querySelectorAll("svg rect.box")].map(box),
  cells: [...document.querySelectorAll("h1, p, th, td")].map(e => ({
    text: e.textContent, colour: getComputedStyle(e).color,
    behind: getComputedStyle(document.body).backgroundColor })),
  lines: [...document.querySelectorAll("svg path")].map(e => ({
    said: e.textContent, colour: getComputedStyle(e).stroke, length: e.getTotalLength(),
    box: box(e), ends: [0, e.getTotalLength()].map(at => {
      const p = e.getPointAtLength(at).matrixTransform(e.getScreenCTM());
      return [p.x, p.y]; }) })),
  svg: box(document.querySelector("svg")),
  page: getComputedStyle(document.body).backgroundColor,
};
const out = document.createElement("pre");
out.id = "measured";
out.textContent = JSON.stringify(found);
document.body.appendChild(out);
</script>
</body>"""


def small() -> Survey:
    """A project with one view and one service."""
    found = (
        _row("views.order", CodeLayer.VIEW, {Effect.READ: 1}),
        _row("services.place", CodeLayer.SERVICE, {Effect.WRITE: 2}),
    )
    flows = (Flow(CodeLayer.VIEW, CodeLayer.SERVICE, {Effect.WRITE: 1}),)
    return Survey(Path("/small & <old>"), found, flows, (), (), ())


def everything() -> Survey:
    """A project that has every layer, with every effect and every flow, and large numbers."""
    effects = {effect: 3_000 + 7 * number for number, effect in enumerate(Effect)}
    functions = (_row(f"{layer}.{n}", layer, effects) for layer in CodeLayer for n in range(40))
    classes = (
        _row(f"{layer}.Class{n}", layer, {}, is_class=True)
        for layer in CodeLayer
        for n in range(99)
    )
    flows = tuple(
        Flow(source, target, dict.fromkeys(Effect, 100))
        for source in CodeLayer
        for target in CodeLayer
        if source is not target
    )
    expected = Finding("NL401", "write-in-edge", Severity.WARNING, Place("a.py", 1, 1, 1, 2), "")
    apps = (
        AppMeasure("shop.orders", True, 100, 60, 0, 0, {}),
        AppMeasure("", False, 4, 0, 5, 0, {"NL401": 1}),
    )
    rows = (*functions, *classes)
    return Survey(Path("/everything"), rows, flows, apps, (expected,), ())


def _row(
    name: str, layer: CodeLayer, own: dict[Effect, int], *, is_class: bool = False
) -> Surveyed:
    return Surveyed(name, "shop/a.py", 1, layer, "", "shop", is_class, own, {}, frozenset(), 1)


PROJECTS = {"small": small, "everything": everything}


@dataclass(frozen=True)
class Shown:
    """What the browser says of a page."""

    texts: list[dict[str, Any]]
    boxes: list[list[float]]
    cells: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    svg: list[float]
    page: str


@pytest.fixture(
    scope="module",
    params=[(project, scheme) for project in PROJECTS for scheme in SCHEMES],
    ids=lambda param: " ".join(param),
)
def shown(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    if BROWSER is None:
        pytest.skip("no Chromium here")
    project, scheme = request.param
    folder = tmp_path_factory.mktemp("page")
    page = folder / "layers.html"
    html = render_html(PROJECTS[project]())
    page.write_text(html.replace("</body>", _MEASURE), encoding="utf-8")
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
        *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
        *("--disable-sync", "--window-size=1280,1000", f"--user-data-dir={folder / 'profile'}"),
        *(f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", "--dump-dom", page.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    measured = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.DOTALL)
    assert measured is not None, done.stderr
    unescaped = measured[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    yield Shown(**json.loads(unescaped))


def overlap(one: list[float], other: list[float]) -> bool:
    """Whether two boxes have more than an edge in common."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 0.5
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.5
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 has it: from 1 to 21."""
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    numbers = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    red, green, blue = [
        n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in numbers
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_nothing_overlaps(shown: Shown):
    for one, other in combinations(shown.boxes, 2):
        assert not overlap(one, other)
    for first, second in combinations(shown.texts, 2):
        assert not overlap(first["box"], second["box"]), (first["text"], second["text"])


def test_every_text_stands_in_its_box_and_every_box_in_the_drawing(shown: Shown):
    for each in shown.texts:
        left, top, right, bottom = each["inside"] or shown.svg
        x1, y1, x2, y2 = each["box"]
        assert left <= x1 and top <= y1 and x2 <= right and y2 <= bottom, each["text"]
    for left, top, right, bottom in shown.boxes:
        assert shown.svg[0] <= left and right <= shown.svg[2]
        assert shown.svg[1] <= top and bottom <= shown.svg[3]


def test_a_line_begins_and_ends_at_a_box(shown: Shown):
    for line in shown.lines:
        for x, y in line["ends"]:
            assert any(
                (abs(x - left) < 1 or abs(x - right) < 1) and top <= y <= bottom
                for left, top, right, bottom in shown.boxes
            ), line["said"]


def test_a_title_has_no_line_across_it(shown: Shown):
    titles = [each["box"] for each in shown.texts if each["inside"] is None]
    assert len(titles) == 4
    assert not [line for line in shown.lines if any(overlap(line["box"], t) for t in titles)]


def test_texts_are_large_enough_and_stand_out(shown: Shown):
    for each in shown.texts:
        assert each["size"] >= 12, each["text"]
        assert contrast(each["colour"], each["behind"]) >= 4.5, each
    for each in shown.cells:
        assert contrast(each["colour"], each["behind"]) >= 4.5, each


def test_lines_can_be_seen_and_say_what_they_are(shown: Shown):
    assert shown.lines
    for line in shown.lines:
        assert line["length"] > 20
        assert contrast(line["colour"], shown.page) >= 3
        assert line["said"]


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_the_schemes_are_two(request: pytest.FixtureRequest, shown: Shown):
    is_dark = "dark" in request.node.name
    assert (_luminance(shown.page) < 0.1) is is_dark


# What needs no browser ------------------------------------------------------------------------


def test_the_page_stands_alone():
    page = render_html(everything())
    assert not re.search(r"(?:src|href)=|@import|url\(|<script", page)
    assert page.startswith("<!doctype html>")


def test_names_are_text_and_no_markup():
    page = render_html(small())
    assert "<old>" not in page
    assert "small &amp; &lt;old&gt;" in page


def test_only_what_there_is_has_a_box():
    page = render_html(small())
    names = re.findall(r'<text class="name"[^>]*>([^<]*)<', page)
    assert names == ["view", "service", "reads", "writes"]
    assert page.count("<path") == 3


def test_tests_and_migrations_are_left_out():
    names = re.findall(r'<text class="name"[^>]*>([^<]*)<', render_html(everything()))
    left_out = {CodeLayer.TEST.value, CodeLayer.MIGRATION.value}
    assert left_out.isdisjoint(names)
    assert {layer.value for layer in CodeLayer} - left_out <= set(names)


def test_what_would_be_found_is_told_where_there_is_something():
    assert "What would be found" in render_html(everything())
    assert "NL401 write-in-edge" in render_html(everything())
    assert "What would be found" not in render_html(small())
