"""The survey as tables: a row a layer, a row an app, or a row for everything."""

from __future__ import annotations

from itertools import groupby

from rich.text import Text

from nova_lint.engine.layers.survey import AppMeasure, Survey, Surveyed
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.queries import Effect
from nova_lint.report.inventory.page import EDGE, Page, empty_table
from nova_lint.report.layers.totals import EXPECTED, HEADINGS, share, totals
from nova_lint.report.sources import Sources
from nova_lint.report.statistics import count
from nova_lint.report.style import Style

_NONE = "·"
_NUMBERS = 14
"""The most room that a column of numbers takes."""


def render_table(survey: Survey, sources: Sources, style: Style) -> str:
    """What each layer has and does, and how much of it stands in services."""
    page = Page(sources, style)
    if not survey.found:
        page.line("No classes or functions found.")
        return page.text
    _write_layers(page, survey)
    _write_apps(page, survey)
    _write_expected(page, survey)
    page.line(
        ("What each class and function is and does: ", ""), ("nova-lint layers --list", "bold")
    )
    return page.text


def render_list(survey: Survey, sources: Sources, style: Style) -> str:
    """Every class and function, by layer and file, and what would be found in them."""
    page = Page(sources, style)
    for layer in survey.layers:
        here = [each for each in survey.found if each.layer is layer]
        page.line((layer.value, "bold"))
        for path, rows in groupby(here, key=lambda each: each.path):
            page.line(" " * EDGE, (sources.shown(path), "dim"))
            for each in rows:
                page.line(" " * 2 * EDGE, *_described(each))
        page.line("")
    _list_expected(page, survey)
    return page.text


def _list_expected(page: Page, survey: Survey) -> None:
    if not survey.would_find:
        return
    page.line((EXPECTED, "bold"))
    for path, here in groupby(survey.would_find, key=lambda finding: finding.place.path):
        page.line(" " * EDGE, (page.sources.shown(path), "dim"))
        for finding in here:
            where = (f"line {finding.place.line}", "dim")
            page.line(" " * 2 * EDGE, where, f"  {finding.code} {finding.message}")
    page.line("")


def _write_layers(page: Page, survey: Survey) -> None:
    table = empty_table()
    table.add_column("layer")
    for heading in ("classes", "functions", *HEADINGS.values(), "decisions"):
        table.add_column(heading, justify="right", max_width=_NUMBERS)
    for each in totals(survey):
        numbers = (each.classes, each.functions, *each.effects.values(), each.decisions)
        table.add_row(Text(each.layer.value, "bold"), *map(_number, numbers))
    page.table(table)
    page.line("")


def _write_apps(page: Page, survey: Survey) -> None:
    """The measure, of the apps in which anything is written or decided."""
    shown = [each for each in survey.apps if each.writes or each.decisions or each.would_find]
    if not shown:
        return
    table = empty_table()
    table.add_column("app")
    table.add_column("services")
    for heading in ("writes", "in services", "decisions", "in services", "would be found"):
        table.add_column(heading, justify="right")
    for each in shown:
        table.add_row(
            Text(each.app or ".", "bold"),
            "yes" if each.has_services else Text("no", "dim"),
            _number(each.writes),
            _share(each.writes_in_services, each.writes),
            _number(each.decisions),
            _share(each.decisions_in_services, each.decisions),
            _number(sum(each.would_find.values())),
        )
    total = _total(shown)
    table.add_row(
        Text("all", "dim"),
        "",
        _number(total.writes),
        _share(total.writes_in_services, total.writes),
        _number(total.decisions),
        _share(total.decisions_in_services, total.decisions),
        _number(len(survey.would_find)),
    )
    page.table(table)
    page.line("")


def _write_expected(page: Page, survey: Survey) -> None:
    """What the rules that are quiet without services would say, a row a rule."""
    if not survey.would_find:
        return
    page.line(f"{EXPECTED}:")
    page.line("")
    table = empty_table()
    table.add_column("rule")
    for heading in ("findings", "files"):
        table.add_column(heading, justify="right")
    for row in count(survey.would_find):
        name = Text.assemble((row.code, "bold"), f" {row.name}")
        table.add_row(name, _number(row.count), _number(row.files))
    page.table(table)
    page.line("")


def _total(apps: list[AppMeasure]) -> AppMeasure:
    return AppMeasure(
        "all",
        any(each.has_services for each in apps),
        sum(each.writes for each in apps),
        sum(each.writes_in_services for each in apps),
        sum(each.decisions for each in apps),
        sum(each.decisions_in_services for each in apps),
        {},
    )


def _number(count: int) -> Text:
    return Text(str(count)) if count else Text(_NONE, "dim")


def _share(part: int, whole: int) -> Text:
    found = share(part, whole)
    return Text(_NONE, "dim") if found is None else Text(f"{found:.0%}")


def _described(each: Surveyed) -> list[str | tuple[str, str]]:
    short = each.name.removeprefix(f"{_module(each)}.")
    what = f"class {short}" if each.is_class else f"{short}()"
    found: list[str | tuple[str, str]] = [what, "  ", (f"line {each.line}", "dim")]
    if each.layer is not CodeLayer.OTHER:
        found.append((f", by {each.by}", "dim"))
    does = [_does(effect, each) for effect in HEADINGS if effect in each.own]
    through = sorted(
        (effect.value for effect in each.reached if effect not in each.own),
    )
    if does:
        found.append(f": {', '.join(does)}")
    if through:
        found.append((f"{';' if does else ':'} through calls {', '.join(through)}", "dim"))
    if each.decisions:
        found.append(f"; {each.decisions} decisions")
    return found


def _does(effect: Effect, each: Surveyed) -> str:
    text = HEADINGS[effect]
    if effect is Effect.WRITE and each.writes:
        models = sorted({name.rpartition(".")[2] for name in each.writes})
        return f"{text} {', '.join(models)}"
    return text if each.own[effect] == 1 else f"{each.own[effect]} {text}"


def _module(each: Surveyed) -> str:
    """The dotted name of the module, which is what names in it have in common."""
    stem = each.path.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
    before, found, _ = each.name.rpartition(f"{stem}.")
    return f"{before}{stem}" if found else ""
