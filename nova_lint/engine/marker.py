"""What a comment to nova-lint says: the grammar behind `# nova:`.

    ignore              every rule            ignore words      every rule, and why
    ignore[rules]       these rules           ignore rule       as with brackets
    ignore-file         each of these, for the whole file

Whoever means less than every rule and writes it in another way must not silence every rule, and
whoever uses another word must not believe that something is silenced: what looks like a rule,
like brackets or like a keyword is `misread`, and the rest is prose.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import partial

import msgspec

from nova_lint.engine.selection import RuleInfo, is_exact, nearest, selectors

IGNORE = "ignore"
IGNORE_FILE = "ignore-file"

NAMES = ("nova", "nova_lint", "novalint")
"""The words one of which every such comment holds."""

_MARK = re.compile(r"#\s*nova(?:[-_ ]?lint)?(?![\w-])", re.IGNORECASE)
_COMMENT = re.compile(
    _MARK.pattern + r"(?P<colon>\s*:)?\s*(?P<verb>[\w-]*)(?P<behind>[^#\n]*)", re.IGNORECASE
)
_OUR_MARK = re.compile(r"#\s*nova\s*:", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\[(?P<codes>[^\]]*)\]")
_ONE_WORD = re.compile(r"\s+(?P<word>[\w-]+)")
_WORDS = re.compile(r"[\w-]+")
_FIRST_WORD = re.compile(r"[\s\[({<:=,]*(?P<word>[\w-]+)")
_LIKE_CODE = re.compile(r"NL[-_]?\w*\d\w*", re.IGNORECASE)
_OTHER_KEYWORDS = frozenset({"disable", "enable", "noqa", "off", "skip", "suppress", "silence"})
"""Words that mean something in a comment, where nothing but rules stands behind them."""
_OTHER_COMPOUNDS = re.compile(
    r"(?:ignore|disable|noqa|skip)[-_](?:next|line|files?|all)\b.*|ignore-.*"
)
"""Words that mean something whatever stands behind them."""

_NEAR = 0.8
"""A ratio of difflib's: so much like the name of a rule is no word of a reason."""


class Said(msgspec.Struct, frozen=True):
    """One comment, from `start` up to `end` in its text.

    `selectors` of None stand for every rule. `misread` says what is wrong with a comment that
    silences nothing for that, and what to write.
    """

    start: int
    end: int
    for_file: bool
    selectors: tuple[str, ...] | None
    misread: str | None = None


def may_be_in(text: str) -> bool:
    """Whether there may be such a comment in a text: cheap, and not to be trusted."""
    return _MARK.search(text) is not None


def read(comment: str, rules: Mapping[str, RuleInfo]) -> Iterator[Said]:
    """What a comment says to nova-lint; there may be several in one."""
    for found in _COMMENT.finditer(comment):
        said = _understood(found, rules) or _misread(found, rules)
        if said is not None:
            yield said


def split(codes: str) -> tuple[str, ...]:
    """The words of a list."""
    return tuple(each for each in re.split(r"[,\s]+", codes) if each)


def _understood(found: re.Match[str], rules: Mapping[str, RuleInfo]) -> Said | None:
    """A comment that keeps to the grammar."""
    verb, behind = found["verb"].lower(), found["behind"]
    if verb not in {IGNORE, IGNORE_FILE} or not _OUR_MARK.match(found.group()):
        return None
    said = partial(Said, found.start(), for_file=verb == IGNORE_FILE)
    brackets = _BRACKETS.match(behind)
    if brackets is not None:
        return said(found.start("behind") + brackets.end(), selectors=split(brackets["codes"]))
    word = _ONE_WORD.match(behind)
    if word is not None and is_exact(word["word"], rules):
        if _looks_like_rule(_first_word(behind[word.end() :]), rules):
            return None
        # Who forgets the brackets means this one rule, and not every one.
        return said(found.start("behind") + word.end(), selectors=(word["word"],))
    return None if _means_rules(behind, rules) else said(found.end("verb"), selectors=None)


def _misread(found: re.Match[str], rules: Mapping[str, RuleInfo]) -> Said | None:
    """A comment that looks as if it were to silence something; None for prose."""
    if not _is_attempt(found, rules):
        return None
    verb = found["verb"].lower()
    right = IGNORE_FILE if "file" in verb else IGNORE
    named = ", ".join(dict.fromkeys(_named(found, rules)))
    right += f"[{named}]" if named else ""
    message = f"this comment silences nothing: {_wrong(found, rules)}; write `# nova: {right}`"
    end = found.start() + len(found.group().rstrip())
    return Said(found.start(), end, verb == IGNORE_FILE, (), message)


def _is_attempt(found: re.Match[str], rules: Mapping[str, RuleInfo]) -> bool:
    verb, behind = found["verb"].lower(), found["behind"]
    named = _looks_like_rule(_first_word(behind), rules)
    if not found["colon"]:
        return behind.startswith("[") and (named or _is_keyword(verb))
    if verb in {IGNORE, IGNORE_FILE} or _OTHER_COMPOUNDS.fullmatch(verb):
        return True
    if _is_keyword(verb):
        return named or behind.strip()[:1] in {"", "[", "="}
    return _looks_like_rule(verb, rules) or (named and behind[:1] in {*"[({<:="})


def _is_keyword(verb: str) -> bool:
    return verb in _OTHER_KEYWORDS or verb.startswith(IGNORE)


def _means_rules(behind: str, rules: Mapping[str, RuleInfo]) -> bool:
    """Whether what stands behind `ignore` is more, or less, than a reason in words."""
    if behind.lstrip()[:1] in {"[", "="} or _looks_like_rule(_first_word(behind), rules):
        return True
    return any(_LIKE_CODE.fullmatch(word) for word in _WORDS.findall(behind))


def _wrong(found: re.Match[str], rules: Mapping[str, RuleInfo]) -> str:
    """What keeps a comment from being understood."""
    verb, behind = found["verb"], found["behind"]
    if not _OUR_MARK.match(found.group()):
        return "those for nova-lint begin with `# nova:`"
    if verb.lower() not in {IGNORE, IGNORE_FILE}:
        nameless = not verb or _looks_like_rule(verb, rules)
        return "it has no keyword" if nameless else f"`{verb}` is no keyword"
    if behind.lstrip().startswith("["):
        return "its bracket is not closed"
    words = [word for word in _WORDS.findall(behind) if _looks_like_rule(word, rules)]
    unknown = [word for word in words if not _stands_for_rules(word, rules)]
    if unknown:
        return f"there is no rule `{unknown[0]}`"
    return "rules stand in square brackets"


def _named(found: re.Match[str], rules: Mapping[str, RuleInfo]) -> Iterator[str]:
    """The rules that a comment seems to speak of, in the words that would be understood."""
    for word in _WORDS.findall(f"{found['verb']} {found['behind']}"):
        if _stands_for_rules(word, rules):
            yield word
        elif _looks_like_rule(word, rules):
            yield nearest(word, selectors(rules)) or word


def _first_word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found["word"] if found else ""


def _stands_for_rules(word: str, rules: Mapping[str, RuleInfo]) -> bool:
    """Whether a word is a rule, or the beginning of the codes of some."""
    if is_exact(word, rules):
        return True
    return _LIKE_CODE.fullmatch(word) is not None and any(code.startswith(word) for code in rules)


def _looks_like_rule(word: str, rules: Mapping[str, RuleInfo]) -> bool:
    """Whether a word is the name of a rule, its code, the beginning of one, or nearly so."""
    if not word:
        return False
    if is_exact(word, rules) or _LIKE_CODE.fullmatch(word):
        return True
    close = difflib.get_close_matches(word.lower(), (r.name for r in rules.values()), 1, _NEAR)
    return bool(close)
