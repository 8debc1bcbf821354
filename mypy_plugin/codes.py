"""mypy's error codes for the rules: `nova-` and the rule's name, below the code `nova`."""

from __future__ import annotations

from collections.abc import Sequence

from mypy.errorcodes import ErrorCode

from nova_lint.engine.pages import names

NOVA = ErrorCode("nova", "What nova-lint finds", "nova-lint")

_by_rule: dict[str, ErrorCode] = {}


def code_of(rule: str) -> ErrorCode:
    """The code for a rule, by its name; for none, that of nova-lint itself."""
    if not rule:
        return NOVA
    if rule not in _by_rule:
        description = f"What the rule {rule} of nova-lint finds"
        _by_rule[rule] = ErrorCode(f"nova-{rule}", description, "nova-lint", sub_code_of=NOVA)
    return _by_rule[rule]


def is_ours(code: ErrorCode | None) -> bool:
    """Whether a code is nova-lint's."""
    return code is not None and (code is NOVA or code.sub_code_of is NOVA)


def declare_codes() -> Sequence[ErrorCode]:
    """Lets mypy know the codes before it reads which of them are to be switched off.

    Taken from the titles of the pages, because loading the rules takes longer than a run of
    mypy in which nothing changed.
    """
    return (NOVA, *map(code_of, names()))
