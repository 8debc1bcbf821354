"""The rules' pages: Markdown that is installed with the rules' package data."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

import msgspec

from nova_lint.engine.pages import folder
from nova_lint.engine.registry import Registry
from nova_lint.engine.selection import RuleInfo
from nova_lint.report.json import VERSION, dumps
from nova_lint.report.style import Palette, paint

_FENCE = re.compile(r"^(```|~~~)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


class Entry(msgspec.Struct, frozen=True):
    """A rule in a list of rules. `summary` is the first sentence of its page; `page` is the
    whole, where that one rule was asked for."""

    rule: RuleInfo
    summary: str
    page: str | None = None


def read_page(code: str, registry: Registry) -> str | None:
    """The page of a rule; of one from another package, the documentation of its class.

    None where it has neither.
    """
    page = folder() / f"{code}.md"
    if page.is_file():
        return page.read_text(encoding="utf-8")
    rule = registry.rules.get(code)
    # Not `inspect.getdoc`: that would show what a base class says of itself.
    documentation = rule.__doc__ if rule is not None else None
    return f"{inspect.cleandoc(documentation)}\n" if documentation else None


def list_rules(registry: Registry) -> tuple[Entry, ...]:
    """Every rule with a line about it, by code."""
    return tuple(
        Entry(info, summarize(read_page(code, registry) or ""))
        for code, info in registry.infos.items()
    )


def summarize(page: str) -> str:
    """The first sentence of the first paragraph, without its line breaks."""
    paragraph: list[str] = []
    in_fence = False
    for line in map(str.strip, page.splitlines()):
        if _FENCE.match(line):
            in_fence = not in_fence
        elif line and not in_fence and not line.startswith(("#", "|", ">", "<", "---")):
            paragraph.append(line)
        elif paragraph:
            break
    return _SENTENCE_END.split(" ".join(paragraph), maxsplit=1)[0]


def render_list(entries: Iterable[Entry], palette: Palette) -> str:
    """The rules as lines of text; one that does not run unasked is marked."""
    rows = [(entry, f"{entry.rule.name}" + _OFF[entry.rule.enabled]) for entry in entries]
    width = max((len(name) for _, name in rows), default=0)
    return "".join(
        f"{paint(entry.rule.code, palette.code)}  {name:<{width}}  "
        f"{paint(f'{entry.rule.severity.value:<7}', palette.of(entry.rule.severity))}  "
        f"{entry.summary}".rstrip()
        + "\n"
        for entry, name in rows
    )


def render_json(entries: Iterable[Entry]) -> str:
    """The rules as JSON, with a line feed at the end."""
    rules = [
        {
            "code": entry.rule.code,
            "name": entry.rule.name,
            "severity": entry.rule.severity.value,
            "enabled": entry.rule.enabled,
            "summary": entry.summary,
            **({} if entry.page is None else {"page": entry.page}),
        }
        for entry in entries
    ]
    return dumps({"version": VERSION, "rules": rules})


_OFF = {True: "", False: " (off)"}
