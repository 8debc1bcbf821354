"""Reads a rule's page as test cases, and runs them.

A page is Markdown in the style of ty's mdtest. Prose says what the rule finds; fenced blocks
that name a file hold a small project, and comments in it say what must be found:

    ```python title="shop/serializers.py"
    name = serializers.CharField()  # NL101: accepts text of any length
    ```

A heading begins a case. A heading below it begins another, which has the files of the one
above as well, unless it writes them anew; and so has "Use instead" those of the "Example"
before it. Everything that no comment names must be silent. A comment is taken out of the code
before the code is checked, for a rule must not read it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from pathlib import Path
from unittest.mock import patch

from nova_lint.config import Overrides, Settings, load
from nova_lint.engine import runner
from nova_lint.engine.registry import GROUP, Registry, installed_rules, load_registry
from nova_lint.engine.runner import Report, check
from nova_lint.engine.selection import Selection

EXAMPLE = "Example"
INSTEAD = "Use instead"

_HEADING = re.compile(r"^(?P<marks>#+)\s+(?P<title>.+?)\s*$")
_FENCE = re.compile(r"^(?P<fence>```+|~~~+)\s*(?P<info>.*)$")
_TITLE = re.compile(r'\btitle="(?P<path>[^"]+)"')
_EXPECTED = re.compile(r"\s*#\s(?P<code>NL\d{3}): (?P<text>.*?)(?=\s+#\sNL\d{3}: |$)")


@dataclass(frozen=True)
class Expected:
    """A finding that the page announces: `text` is a part of its message."""

    path: str
    line: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.text}"

    def is_met_by(self, found: Found) -> bool:
        place = (found.path, found.line, found.code)
        return place == (self.path, self.line, self.code) and self.text in found.message


@dataclass(frozen=True)
class Found:
    """A finding, or a problem with a code, as NL000 is."""

    path: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.message}"


@dataclass(frozen=True)
class Case:
    """The files below one heading. `title` holds the headings that lead to it."""

    page: Path
    title: str
    line: int
    files: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The rule that the page is about."""
        return self.page.stem

    @property
    def expected(self) -> tuple[Expected, ...]:
        return tuple(
            Expected(path, number, found["code"], found["text"])
            for path, text in self.files.items()
            for number, line in enumerate(text.splitlines(), start=1)
            for found in _EXPECTED.finditer(line)
        )


@dataclass
class _Section:
    """A heading, its level, and the files that stand right below it."""

    level: int
    title: str
    line: int
    files: dict[str, str] = field(default_factory=dict)


def read_cases(page: Path) -> tuple[Case, ...]:
    """The cases of a page: every heading with files, and none below it that has some."""
    sections = list(_sections(page))
    cases: list[Case] = []
    above: list[_Section] = []
    example: dict[str, str] = {}
    for index, section in enumerate(sections):
        above = [each for each in above if each.level < section.level]
        if section.title.startswith(EXAMPLE):
            example = section.files
        elif section.title.startswith(INSTEAD):
            section.files = example | section.files
        below = _below(sections, index)
        if section.files and not any(each.files for each in below):
            files: dict[str, str] = {}
            for each in (*above, section):
                files |= each.files
            titles = [each.title for each in (*above, section) if each.level > 1]
            cases.append(Case(page, " / ".join(titles), section.line, files))
        above.append(section)
    return tuple(cases)


def _below(sections: list[_Section], index: int) -> Iterator[_Section]:
    for section in sections[index + 1 :]:
        if section.level <= sections[index].level:
            return
        yield section


def _sections(page: Path) -> Iterator[_Section]:
    lines = page.read_text(encoding="utf-8").splitlines()
    section = _Section(0, "", 0)
    fence, path, block = "", "", list[str]()
    for number, line in enumerate(lines, start=1):
        found = _FENCE.match(line)
        if fence:
            if line.strip() == fence:
                if path:
                    section.files[path] = "\n".join(block) + "\n"
                fence = ""
            else:
                block.append(line)
        elif found:
            title = _TITLE.search(found["info"])
            fence, path, block = found["fence"], title["path"] if title else "", []
        elif heading := _HEADING.match(line):
            yield section
            section = _Section(len(heading["marks"]), heading["title"], number)
    if fence:
        raise ValueError(f"{page}: a fenced block of the last section is not closed")
    yield section


def run(case: Case, root: Path) -> Report:
    """Checks the files of a case, with the page's own rule switched on."""
    write(case, root)
    with _registry_of(case, root) as registry:
        return check(settings(case, root, registry), (root,), Silent())


@contextmanager
def _registry_of(case: Case, root: Path) -> Iterator[Registry]:
    """The installed rules, or those that a file `rules.py` of the case writes itself."""
    own = next((path for path in case.files if path.endswith("/rules.py")), None)
    if own is None:
        yield installed_rules()
        return
    module = own.removesuffix(".py").replace("/", ".")
    package = module.partition(".")[0]
    with patch.object(sys, "path", [str(root), *sys.path]):
        registry = load_registry([EntryPoint(package, module, GROUP)])
        try:
            with patch.object(runner, "installed_rules", lambda: registry):
                yield registry
        finally:
            for name in [each for each in sys.modules if each.partition(".")[0] == package]:
                del sys.modules[name]


def write(case: Case, root: Path) -> None:
    """Writes the files of a case, without the comments that say what is expected."""
    (root / "manage.py").write_text("", encoding="utf-8")
    for name, text in case.files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for package in path.parents:
            if package == root:
                break
            (package / "__init__.py").touch()
        lines = [_EXPECTED.sub("", line) for line in text.splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def settings(case: Case, root: Path, registry: Registry) -> Settings:
    """The project's settings: the default ones, or those that the case writes."""
    rules = registry.infos
    extra = (case.code,) if case.code in rules else ()
    overrides = Overrides(selection=Selection(extend_select=extra), jobs=1, cache_dir=None)
    found = load(root, overrides, rules)
    assert found.root == root, f"{found.root} is taken for the project"
    return found


class Silent:
    """Progress that nobody watches."""

    total = 0

    def advance(self, count: int) -> None:
        pass


def found_in(report: Report) -> list[Found]:
    """Everything that a run has to say."""
    problems = [
        Found(problem.path, problem.line, *_code_of(problem.message)) for problem in report.errors
    ]
    findings = [
        Found(finding.place.path, finding.place.line, finding.code, finding.message)
        for finding in report.findings
    ]
    return [*findings, *problems]


def _code_of(message: str) -> tuple[str, str]:
    code, _, rest = message.partition(" ")
    return (code, rest) if re.fullmatch(r"NL\d{3}", code) else ("error", message)


def differences(case: Case, report: Report) -> list[str]:
    """What was expected and not found, and what was found and not expected."""
    left = found_in(report)
    missing: list[Expected] = []
    for expected in case.expected:
        met = next((found for found in left if expected.is_met_by(found)), None)
        if met is None:
            missing.append(expected)
        else:
            left.remove(met)
    return [
        *(f"not found: {expected}" for expected in missing),
        *(f"not expected: {found}" for found in left),
    ]
