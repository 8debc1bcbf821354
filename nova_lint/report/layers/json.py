"""The survey as JSON. The shape is a promise: see `version`."""

from __future__ import annotations

from nova_lint.engine.layers.survey import AppMeasure, Flow, Survey, Surveyed
from nova_lint.report.json import VERSION, dumps, finding_as_json, problem_as_json
from nova_lint.report.layers.totals import HEADINGS, Totals, share, totals


def render_json(survey: Survey) -> str:
    """The survey as JSON, with a line feed at the end."""
    return dumps(
        {
            "version": VERSION,
            "layers": [_layer(each) for each in totals(survey)],
            "flows": [_flow(each) for each in survey.flows],
            "apps": [_app(each) for each in survey.apps],
            "would_find": [finding_as_json(finding) for finding in survey.would_find],
            "definitions": [_definition(each) for each in survey.found],
            "errors": [problem_as_json(problem) for problem in survey.errors],
        }
    )


def _layer(each: Totals) -> dict[str, object]:
    return {
        "layer": each.layer.value,
        "classes": each.classes,
        "functions": each.functions,
        **{HEADINGS[effect]: count for effect, count in each.effects.items()},
        "decisions": each.decisions,
    }


def _flow(each: Flow) -> dict[str, object]:
    return {
        "from": each.source.value,
        "to": each.target.value,
        **{HEADINGS[effect]: each.effects[effect] for effect in HEADINGS if effect in each.effects},
    }


def _app(each: AppMeasure) -> dict[str, object]:
    return {
        "app": each.app,
        "has_services": each.has_services,
        "writes": each.writes,
        "writes_in_services": each.writes_in_services,
        "share_of_writes_in_services": share(each.writes_in_services, each.writes),
        "decisions": each.decisions,
        "decisions_in_services": each.decisions_in_services,
        "share_of_decisions_in_services": share(each.decisions_in_services, each.decisions),
        "would_find": dict(sorted(each.would_find.items())),
    }


def _definition(each: Surveyed) -> dict[str, object]:
    return {
        "name": each.name,
        "kind": "class" if each.is_class else "function",
        "path": each.path,
        "line": each.line,
        "layer": each.layer.value,
        "by": each.by,
        "app": each.app,
        "does": {HEADINGS[effect]: each.own[effect] for effect in HEADINGS if effect in each.own},
        "writes": dict(sorted(each.writes.items())),
        "reaches": [effect.value for effect in HEADINGS if effect in each.reached],
        "decisions": each.decisions,
    }
