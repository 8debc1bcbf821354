"""The inventory as text: tables for a terminal or a file."""

from __future__ import annotations

from nova_lint.engine.inventory import Inventory
from nova_lint.report.inventory.marks import PLAINER
from nova_lint.report.sources import Sources
from nova_lint.report.style import Style


def render_table(inventory: Inventory, sources: Sources, style: Style) -> str:
    """The models that were asked for, each with its layers; or an overview of all."""
    # Only tables need the terminal toolkit, which takes its time to be imported.
    from nova_lint.report.inventory.overview import write_overview
    from nova_lint.report.inventory.page import Page
    from nova_lint.report.inventory.tables import write_model, write_stray

    page = Page(sources, style)
    if not inventory.named:
        write_overview(page, inventory)
        return page.text
    for spoken in inventory.models:
        write_model(page, spoken)
    for contract in inventory.strays:
        write_stray(page, contract)
    return page.text


def encodable(text: str, encoding: str | None) -> str:
    """The text with plainer marks of the same width, where an encoding knows no others."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return text.translate(PLAINER)
    return text
