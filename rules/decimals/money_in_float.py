"""NL309: a FloatField whose name means money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from nova_lint.contracts.contract import Contract, Known, Layer
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

_WORD = re.compile(r"[a-z]+")
# What is measured against money is none.
_SHARES = frozenset({"factor", "percent", "percentage", "rate", "ratio", "share"})


class MoneyInFloat(Rule[Contract]):
    code = "NL309"
    name = "money-in-float"
    severity = Severity.WARNING
    needs = Contract
    enabled = False
    options: ClassVar[Mapping[str, type]] = {"names": list}
    defaults: ClassVar[Mapping[str, object]] = {
        "names": [
            *("amount", "balance", "cost", "discount", "fee", "payment", "price", "revenue"),
            *("salary", "subtotal", "tax", "total", "wage"),
        ]
    }

    def check(self, subject: Contract, project: Contracts) -> Iterator[Report]:
        if subject.layer is not Layer.MODEL:
            return
        names = self.settings["names"]
        wanted = {str(name) for name in names} if isinstance(names, list) else set()
        for field in subject.fields:
            if field.type != Known("float") or field.span is None or not field.declared:
                continue
            words = set(_WORD.findall(field.name.lower()))
            if wanted & words and not _SHARES & words:
                yield Report(
                    place=project.place(field.span),
                    message=(
                        f"`{subject.short_name}.{field.name}` is money by its name, and a "
                        f"FloatField: sums and comparisons go wrong in the last digits, as "
                        f"0.1 + 0.2, which is 0.30000000000000004; make it a DecimalField"
                    ),
                )
