"""What a finding means: its message, and the page of its rule."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol.types import Hover, MarkupContent, Position, Range

from nova_lint.engine.finding import Finding
from nova_lint.engine.registry import installed_rules
from nova_lint.report.pages import read_page
from nova_lint.server.client import Client
from nova_lint.server.diagnostics import ranges_of
from nova_lint.server.documents import Judged
from nova_lint.server.positions import overlap


def hover_at(judged: Judged, at: Position, client: Client) -> Hover | None:
    """What there is to say of the findings around a position."""
    point = Range(at, at)
    here = [(each, there) for each, there in ranges_of(judged, client) if overlap(there, point)]
    if not here:
        return None
    explained = explain([finding for finding, _ in here])
    return Hover(MarkupContent(client.markup, explained), here[0][1])


def explain(findings: Sequence[Finding]) -> str:
    """The findings, and the page of each rule once, in Markdown."""
    said = [f"**{f.code} {f.name}** ({f.severity.value}): {f.message}" for f in findings]
    registry = installed_rules()
    codes = dict.fromkeys(finding.code for finding in findings)
    pages = [page for code in codes if (page := read_page(code, registry))]
    return "\n\n---\n\n".join(["\n\n".join(said), *pages])
