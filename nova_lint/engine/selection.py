"""Which rules run, and how much each finding hurts: selectors, and what they select."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from nova_lint.engine.finding import Severity
from nova_lint.errors import ConfigError

ALL = "ALL"

_EXACT = 1_000
"""More specific than any prefix can be long."""

_CLOSE_ENOUGH = 0.7
"""A ratio of difflib's: `E501` of another tool is no misspelt `NL501`."""

_Value = TypeVar("_Value")


CRASH = "NL000"
"""The code under which a crash of nova-lint's own is reported; it selects nothing."""


class RuleInfo(msgspec.Struct, frozen=True):
    """What the tool knows of a rule without running it.

    `severity` is what its findings have where a project does not say otherwise; `enabled`
    says whether it runs where a project selects nothing. `options` maps the name of each
    option to the type of its value, as `msgspec.convert` understands it.
    """

    code: str
    name: str
    severity: Severity
    enabled: bool
    options: Mapping[str, type]


class UnknownSelectorError(ConfigError):
    """A selector that selects nothing; the message names the nearest that would."""

    def __init__(self, selector: str, rules: Mapping[str, RuleInfo]) -> None:
        self.selector = selector
        self.nearest = nearest(selector, selectors(rules))
        hint = suggestion(self.nearest)
        if len(selector.split()) > 1:
            hint = f"; separate rules by commas: {','.join(selector.split())}"
        super().__init__(f'unknown rule "{selector}"{hint}')


class Selection(msgspec.Struct, frozen=True):
    """What one source of settings says about which rules run.

    `select` of None keeps what an earlier source selected, or the rules that are enabled
    from the start.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def resolve(selector: str, rules: Mapping[str, RuleInfo]) -> frozenset[str]:
    """The codes that a selector stands for: a code, a prefix of codes, a name, or `ALL`.

    Raises UnknownSelectorError.
    """
    if selector == ALL:
        return frozenset(rules)
    codes = frozenset(code for code in rules if selector and code.startswith(selector))
    if selector in rules:
        codes = frozenset({selector})
    codes |= {rule.code for rule in rules.values() if rule.name == selector}
    if not codes:
        raise UnknownSelectorError(selector, rules)
    return codes


def resolve_all(selectors: Iterable[str], rules: Mapping[str, RuleInfo]) -> frozenset[str]:
    """The codes that any of the selectors stands for. Raises UnknownSelectorError."""
    return frozenset().union(*(resolve(selector, rules) for selector in selectors))


def is_exact(selector: str, rules: Mapping[str, RuleInfo]) -> bool:
    """Whether a selector names one rule, by its code or its name."""
    return selector in rules or any(rule.name == selector for rule in rules.values())


def selected(layers: Iterable[Selection], rules: Mapping[str, RuleInfo]) -> frozenset[str]:
    """The codes of the rules that run, given what each source says, the weakest first.

    Within one source the more specific selector wins, and `ignore` wins over `select`
    where they are equally specific. A source with `select` starts afresh: it forgets what
    the sources before it selected and ignored. Raises UnknownSelectorError.
    """
    chosen = frozenset(code for code, rule in rules.items() if rule.enabled)
    for layer in layers:
        verdicts = _verdicts(layer, rules)
        if layer.select is not None:
            chosen = frozenset()
        picked = {code for code, picks in verdicts.items() if picks}
        chosen = (chosen - verdicts.keys()) | picked
    return chosen


def most_specific(
    table: Mapping[str, _Value], rules: Mapping[str, RuleInfo]
) -> Mapping[str, _Value]:
    """A table of selectors as a table of codes; the more specific selector wins.

    Raises UnknownSelectorError.
    """
    by_code: dict[str, _Value] = {}
    for selector in sorted(table, key=lambda each: _specificity(each, rules)):
        by_code.update(dict.fromkeys(resolve(selector, rules), table[selector]))
    return by_code


def selectors(rules: Mapping[str, RuleInfo]) -> tuple[str, ...]:
    """Every selector worth suggesting: the codes and the names."""
    return tuple(sorted(rules)) + tuple(sorted(rule.name for rule in rules.values()))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like the given one; None where nothing comes close."""
    closeness = {each: _closeness(word.lower(), each.lower()) for each in known}
    close = [each for each, (ratio, _) in closeness.items() if ratio >= _CLOSE_ENOUGH]
    return max(close, key=closeness.__getitem__, default=None)


def suggestion(word: str | None) -> str:
    """The end of an error message: names the right word, where there is one."""
    return f'; did you mean "{word}"?' if word else ""


def _closeness(one: str, other: str) -> tuple[float, int]:
    """How much alike two words are; letters that stand in the same place decide between codes."""
    ratio = difflib.SequenceMatcher(None, one, other).ratio()
    return ratio, sum(a == b for a, b in zip(one, other, strict=False))


def _verdicts(layer: Selection, rules: Mapping[str, RuleInfo]) -> Mapping[str, bool]:
    """For each code that the layer speaks of, whether it picks the rule."""
    opinions = [(selector, True) for selector in (*(layer.select or ()), *layer.extend_select)]
    opinions += [(selector, False) for selector in layer.ignore]
    # Sorting is stable: at equal specificity `ignore`, which stands last, has the last word.
    opinions.sort(key=lambda opinion: _specificity(opinion[0], rules))
    verdicts: dict[str, bool] = {}
    for selector, picks in opinions:
        verdicts.update(dict.fromkeys(resolve(selector, rules), picks))
    return verdicts


def _specificity(selector: str, rules: Mapping[str, RuleInfo]) -> int:
    if selector == ALL:
        return 0
    return _EXACT if is_exact(selector, rules) else len(selector)
