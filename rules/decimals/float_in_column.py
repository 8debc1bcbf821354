"""NL308: a DecimalField is declared with a float."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from nova_lint.contracts.contract import Contract, Field, Known, Layer
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.fixes.fix import Safety
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.floats import error, is_exact
from nova_lint.knowledge.schemas import VALIDATE_DEFAULT

from . import fixes
from .judging import refuses_itself


class FloatInColumn(Rule[Contract]):
    code = "NL308"
    name = "float-in-column"
    severity = Severity.WARNING
    needs = Contract

    def check(self, subject: Contract, project: Contracts) -> Iterator[Report]:
        for field in subject.fields:
            if field.type != Known("decimal") or field.span is None or not field.declared:
                continue
            wrong = list(_wrong(field, subject))
            if wrong:
                # A default stands in migrations, which are to be made again.
                is_column = subject.layer is Layer.MODEL
                safety = Safety.UNSAFE if is_column else Safety.SAFE
                floats = [value for value, _ in wrong]
                segment = project.segment(field.span)
                yield Report(
                    place=project.place(field.span),
                    # Of several reports at one place, only one would be shown.
                    message="; ".join(message for _, message in wrong),
                    fix=fixes.in_declaration(floats, segment, safety),
                )


def _wrong(field: Field, contract: Contract) -> Iterator[tuple[float, str]]:
    """The floats of a declaration, and what is wrong with each."""
    name = f"`{contract.short_name}.{field.name}`"
    default = field.default.value if isinstance(field.default, Known) else None
    if isinstance(default, float) and not is_exact(default) and _keeps_default(contract):
        yield (
            default,
            f"the default of {name} is the float {default}: a new object holds the float until "
            f"it is {'read back' if contract.layer is Layer.MODEL else 'given another'}, and "
            f'adding a Decimal to it raises TypeError: write `default=Decimal("{default}")`',
        )
    if contract.layer is Layer.SCHEMA:
        # pydantic takes a bound by its shortest text, so that 0.1 is a tenth.
        return
    if field.refuses:
        # A class with a reading of its own may refuse that value anyway, or leave its bounds out.
        return
    for fact, is_least in ((field.min_value, True), (field.max_value, False)):
        bound = fact.value if isinstance(fact, Known) else None
        if isinstance(bound, float) and isfinite(bound):
            over = error(bound)
            if over > 0 if is_least else over < 0:
                yield bound, refuses_itself(name, bound, is_least)


def _keeps_default(contract: Contract) -> bool:
    """Whether nobody converts a default."""
    if contract.layer is Layer.SCHEMA:
        return VALIDATE_DEFAULT not in contract.coerces
    return contract.layer is Layer.MODEL
