"""Rules of another package, for tests: they find what a project's settings say, and offer what
those say in its place. `install` puts the package where the real command finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import libcst as cst

from nova_lint.contracts.contract import Contract, Field
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.fixes.fix import Edit, Fix, FromImport, Safety
from nova_lint.engine.fixes.offering import replace
from nova_lint.engine.rule import Report, Rule


def install(directory: Path) -> Path:
    """The directory, with this module in it as an installed package."""
    info = directory / "swaps-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: swaps\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[nova_lint.rules]\nswaps = swaps\n")
    (directory / "swaps.py").write_text(Path(__file__).read_text(encoding="utf-8"))
    return directory


class _Swap(Rule[Contract]):
    """Finds expressions in the declarations of fields, and offers others."""

    severity = Severity.WARNING
    needs = Contract
    options = {"swaps": dict[str, str], "imports": list[str]}  # noqa: RUF012
    defaults = {"swaps": {}, "imports": []}  # noqa: RUF012

    def check(self, subject: Contract, project: Contracts) -> Iterator[Report]:
        for field in subject.fields:
            if field.span is not None and field.declared:
                yield from self._swapped(field, project)

    def _swapped(self, field: Field, project: Contracts) -> Iterator[Report]:
        segment = project.segment(field.span)
        for node in segment.nodes(cst.BaseExpression):
            old = segment.code[slice(*segment.offsets(node))]
            new = self.settings["swaps"].get(old)
            if new is not None:
                place = segment.place(node)
                yield Report(place, f"`{old}` is found", fix=self.offer(segment, node, new))

    def offer(self, segment, node, new):
        needed = [FromImport(*each.rsplit(".", 1)) for each in self.settings["imports"]]
        new = cst.parse_expression(new)
        return replace(segment, {node: new}, title="Swap it", safety=self.safety, imports=needed)


class SafeSwap(_Swap):
    code = "ACM001"
    name = "acme-safe-swap"
    safety = Safety.SAFE


class UnsafeSwap(_Swap):
    code = "ACM002"
    name = "acme-unsafe-swap"
    safety = Safety.UNSAFE


class RawSwap(_Swap):
    """Writes whatever it is told to, valid or not."""

    code = "ACM003"
    name = "acme-raw-swap"

    def offer(self, segment, node, new):
        return Fix("Swap it", Safety.SAFE, (Edit(segment.place(node), new),))


RULES = (SafeSwap, UnsafeSwap, RawSwap)
