"""The survey as a page that stands alone: the picture, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from nova_lint.engine.layers.survey import Survey
from nova_lint.report.layers.picture import COLUMNS, draw
from nova_lint.report.layers.totals import EXPECTED, HEADINGS, share, totals
from nova_lint.report.statistics import count
from nova_lint.version import VERSION

_STYLE = """
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1b2330; --quiet: #55607a; --box: #f3f5f9; --edge: #c3cad9;
  --read: #8793a8; --write: #c2410c; --transaction: #7c3aed; --network: #0b6fb3;
  --mail: #15803d; --storage: #946200; --queue: #be185d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181f; --text: #e9edf5; --quiet: #aab4c6; --box: #222935; --edge: #465066;
    --read: #7d899f; --write: #fb8a4c; --transaction: #b79bff; --network: #5db7f5;
    --mail: #5fd38a; --storage: #e5b64c; --queue: #f584b4;
  }
}
body { background: var(--page); color: var(--text); margin: 0 auto; padding: 24px;
  max-width: 1180px; font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 32px 0 8px; }
p { color: var(--quiet); margin: 0 0 16px; max-width: 75ch; }
.wide { overflow-x: auto; }
svg { display: block; width: 100%; min-width: 1000px; height: auto; }
svg text { fill: var(--text); font-family: inherit; }
svg .name { font-size: 15px; font-weight: 600; }
svg .size { font-size: 12.5px; fill: var(--quiet); }
svg .column { font-size: 13px; fill: var(--quiet); }
svg .box { fill: var(--box); stroke: var(--edge); stroke-width: 1.2; }
svg path { fill: none; stroke-opacity: 0.55; stroke-linecap: butt; }
svg path:hover { stroke-opacity: 1; }
@EFFECTS@
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--edge); }
th:first-child, td:first-child { text-align: left; }
th { color: var(--quiet); font-weight: 500; }
td.none { color: var(--quiet); }
"""
_EFFECT = (
    "svg path.{0} {{ stroke: var(--{0}); }}\n"
    "svg .effect.{0} .box {{ stroke: var(--{0}); stroke-width: 2.5; }}"
)
_EXPLAINED = (
    "A line between two layers stands for functions of the first that have an effect through "
    "functions of the second; a line to an effect for places in a layer that have it. The "
    "thicker, the more. What frameworks do by themselves is not counted; tests and migrations "
    "are left out."
)


def render_html(survey: Survey) -> str:
    """The page, with a line feed at the end."""
    effects = "\n".join(_EFFECT.format(effect.value) for effect in HEADINGS)
    title = f"Layers of {survey.root.name}"
    return (
        "<!doctype html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>{_STYLE.replace('@EFFECTS@', effects)}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n<p>{_EXPLAINED}</p>\n"
        f'<div class="wide">\n{draw(survey)}\n</div>\n'
        f"{_layers(survey)}{_apps(survey)}{_expected(survey)}"
        f"<p>nova-lint {VERSION}</p>\n</body>\n</html>\n"
    )


def _layers(survey: Survey) -> str:
    shown = [each for each in totals(survey) if any(each.layer in column for column in COLUMNS)]
    rows = (
        [each.layer.value]
        + [str(each.classes), str(each.functions)]
        + [str(count) for count in each.effects.values()]
        + [str(each.decisions)]
        for each in shown
    )
    headings = ["layer", "classes", "functions", *HEADINGS.values(), "decisions"]
    return f"<h2>In numbers</h2>\n{_table(headings, rows)}"


def _apps(survey: Survey) -> str:
    measured = [each for each in survey.apps if each.writes or each.decisions or each.would_find]
    if not measured:
        return ""
    shares = ["writes", "in services", "decisions", "in services"]
    headings = ["app", "services", *shares, "would be found"]
    rows = (
        [
            each.app or ".",
            "yes" if each.has_services else "no",
            str(each.writes),
            _percent(each.writes_in_services, each.writes),
            str(each.decisions),
            _percent(each.decisions_in_services, each.decisions),
            str(sum(each.would_find.values())),
        ]
        for each in measured
    )
    return f"<h2>What stands in services</h2>\n{_table(headings, rows)}"


def _expected(survey: Survey) -> str:
    if not survey.would_find:
        return ""
    rows = (
        [f"{row.code} {row.name}", str(row.count), str(row.files)]
        for row in count(survey.would_find)
    )
    return f"<h2>{EXPECTED}</h2>\n{_table(['rule', 'findings', 'files'], rows)}"


def _percent(part: int, whole: int) -> str:
    found = share(part, whole)
    return "0" if found is None else f"{found:.0%}"


def _table(headings: list[str], rows: Iterator[list[str]]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in headings)
    body = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>\n"
    )


def _cell(text: str) -> str:
    css = ' class="none"' if text == "0" else ""
    return f"<td{css}>{escape(text) if text != '0' else '·'}</td>"
