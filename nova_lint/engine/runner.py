"""Checks a project: finds its files, runs the rules, leaves out what is silenced."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Protocol

import msgspec

from nova_lint.config import Settings
from nova_lint.contracts.contract import Contract, Layer
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.analysis import CRASH, once
from nova_lint.engine.checking import results
from nova_lint.engine.finding import Finding, sort_key
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.rule import Rule
from nova_lint.engine.selection import nearest, suggestion
from nova_lint.engine.snapshot import Results
from nova_lint.engine.suppression import suppress
from nova_lint.errors import ConfigError, Problem
from nova_lint.workspace.discovery import Discovered, FileSelection, discover
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.opening import Opened, open_project
from nova_lint.workspace.source import UnreadableSource, read_text


class Progress(Protocol):
    """What a run tells about how far it is."""

    total: int

    def advance(self, count: int) -> None: ...


@dataclass(frozen=True)
class Report:
    """What came out of a run: findings in their order, files and rules that failed."""

    findings: tuple[Finding, ...]
    errors: tuple[Problem, ...]
    checked_files: int


def check(settings: Settings, paths: Sequence[Path], progress: Progress) -> Report:
    """Checks the files below `paths` (absolute; none: the whole project).

    The whole project is read in any case: what a file says is judged against the others.
    """
    discovered = discover(
        settings.root,
        FileSelection(tuple(paths), settings.exclude, settings.extend_exclude),
    )
    wanted = frozenset(file.path for file in discovered.files if file.checked)
    progress.total = 2 * len(discovered.files)
    environment = find_environment(settings.root, settings.python, os.environ)
    stamps = {file.path: (file.mtime_ns, file.size) for file in discovered.files}
    rules, unusable = _rules(settings)
    with _without_collector():
        found = results(settings, stamps, environment, rules, progress.advance)
    findings = list(_silenced(found, wanted, settings))
    errors = [
        *unusable,
        *discovered.errors,
        *(problem for problem in found.unread if problem.path in wanted),
        *chain.from_iterable(found.files[path].problems for path in sorted(wanted)),
    ]
    return Report(tuple(sorted(findings, key=sort_key)), tuple(sorted(errors)), len(wanted))


@dataclass(frozen=True)
class Spoken:
    """A model, and the layers that speak of it, in the order of files and lines.

    The model may stand in an installed package.
    """

    model: Contract
    layers: tuple[Linked, ...]


@dataclass(frozen=True)
class Inventory:
    """What the classes of a project say about its data, in the order of files and lines.

    `contracts` are the project's own; `models` are those with their layers; `strays` speak
    of no model that is known. `named` says that the user asked for some of them by name.
    """

    contracts: tuple[Contract, ...]
    models: tuple[Spoken, ...]
    strays: tuple[Contract, ...]
    named: bool
    errors: tuple[Problem, ...]


def contracts(settings: Settings, names: Sequence[str], progress: Progress) -> Inventory:
    """Every contract of the project, or the models that `names` are or speak of.

    Raises ConfigError where a name means nothing.
    """
    selection = FileSelection((), settings.exclude, settings.extend_exclude)
    discovered = discover(settings.root, selection)
    progress.total = 2 * len(discovered.files)
    with _without_collector():
        opened = open_files(settings, discovered, progress)
        project = Contracts(opened.workspace, settings.links)
        found, problems = _read(project, progress)
    checked = {file.path for file in discovered.files if file.checked}
    unread = [problem for problem in opened.problems if problem.path in checked]
    errors = tuple(sorted((*discovered.errors, *unread, *problems)))
    whole = _inventory(found, errors)
    return _restricted(whole, names) if names else whole


_Found = list[tuple[Contract, tuple[Linked, ...]]]


def _read(project: Contracts, progress: Progress) -> tuple[_Found, list[Problem]]:
    """Every contract with its links; a class that cannot be read is a problem."""
    found: _Found = []
    problems: list[Problem] = []
    for path in project.workspace.paths:
        for cls in project.classes_of(path):
            try:
                contract = project.contract(cls)
                if contract is not None:
                    found.append((contract, project.linked(contract)))
            except Exception as error:
                message = f"{CRASH} {cls.name} cannot be read: {type(error).__name__}: {error}"
                problems.append(Problem(path, cls.node.name_line, 1, message))
        progress.advance(1)
    found.sort(key=lambda each: (each[0].span.path, each[0].name_line))
    return found, problems


def _inventory(found: _Found, errors: tuple[Problem, ...]) -> Inventory:
    models = {contract.name: contract for contract, _ in found if contract.layer is Layer.MODEL}
    layers: dict[str, list[Linked]] = {}
    for linked in chain.from_iterable(links for _, links in found):
        models.setdefault(linked.columns.name, linked.columns)
        layers.setdefault(linked.columns.name, []).append(linked)
    return Inventory(
        contracts=tuple(_with_model(contract, links) for contract, links in found),
        models=tuple(Spoken(each, tuple(layers.get(name, ()))) for name, each in models.items()),
        strays=tuple(each for each, links in found if not links and each.layer is not Layer.MODEL),
        named=False,
        errors=errors,
    )


def _with_model(contract: Contract, links: tuple[Linked, ...]) -> Contract:
    """The contract with the model that the code around it links it to, where it says none."""
    if contract.model is not None or not links:
        return contract
    return replace(contract, model=links[0].columns.name, link=links[0].link)


def _restricted(whole: Inventory, names: Sequence[str]) -> Inventory:
    """A model that is named comes with all its layers, a layer that is named with its model."""
    known = list(
        dict.fromkeys((*(s.model.name for s in whole.models), *(c.name for c in whole.contracts)))
    )
    wanted = frozenset(chain.from_iterable(_meant(name, known) for name in names))
    models = []
    for spoken in whole.models:
        named = tuple(each for each in spoken.layers if each.contract.name in wanted)
        if spoken.model.name in wanted:
            models.append(spoken)
        elif named:
            models.append(Spoken(spoken.model, named))
    shown = {each.contract.name for spoken in models for each in spoken.layers}
    shown |= {spoken.model.name for spoken in models} | wanted
    return replace(
        whole,
        contracts=tuple(each for each in whole.contracts if each.name in shown),
        models=tuple(models),
        strays=tuple(each for each in whole.strays if each.name in wanted),
        named=True,
    )


def _meant(name: str, known: Sequence[str]) -> list[str]:
    """The dotted names that a name means: `Order`, `orders.Order`, `shop.orders.models.Order`.

    A whole name wins over the end of one, and that over one with parts left out.
    """
    if name in known:
        return [name]
    ends = [each for each in known if each.endswith(f".{name}")]
    found = ends or [each for each in known if _abbreviates(name, each)]
    if not found:
        hint = suggestion(_nearest(name, known))
        raise ConfigError(f'no model, form, serializer or schema is named "{name}"{hint}')
    return found


def _nearest(name: str, known: Sequence[str]) -> str | None:
    """The name that was meant: the class decides, where the names of modules do not."""
    short = nearest(name.rpartition(".")[2], {each.rpartition(".")[2] for each in known})
    if short is None or "." not in name:
        return short
    ends = [each for each in known if each.rpartition(".")[2] == short]
    return max(ends, key=lambda each: len(set(name.split(".")) & set(each.split("."))))


def _abbreviates(name: str, full: str) -> bool:
    parts = iter(full.split("."))
    return full.endswith(f".{name.rpartition('.')[2]}") and all(
        part in parts for part in name.split(".")
    )


def open_files(settings: Settings, discovered: Discovered, progress: Progress) -> Opened:
    """The workspace of a project's files and its environment."""
    environment = find_environment(settings.root, settings.python, os.environ)
    return open_project(
        settings.root,
        [file.path for file in discovered.files],
        environment.search_path,
        given_roots=settings.src,
        jobs=settings.jobs,
        done=progress.advance,
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of syntax nodes that all live to the end: looking for garbage among them
    costs a third of the time and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _rules(settings: Settings) -> tuple[list[Rule[object]], list[Problem]]:
    """The rules that are to run, and what is wrong with those that cannot."""
    found: list[Rule[object]] = []
    problems: list[Problem] = []
    for code, rule in installed_rules().rules.items():
        if code not in settings.selected:
            continue
        try:
            if not issubclass(rule, Rule):
                raise TypeError("it does not derive from nova_lint.engine.rule.Rule")
            found.append(rule(settings.options.get(code)))
        except Exception as error:
            message = f"rule {code} ({rule.name}) cannot run: {type(error).__name__}: {error}"
            problems.append(Problem("", 0, 0, f"{CRASH} {message}; the other rules ran"))
    return found, problems


def _silenced(
    results: Results, wanted: frozenset[str], settings: Settings
) -> Iterator[Finding]:
    """The findings in wanted files that no comment and no setting silences."""
    by_path: dict[str, list[Finding]] = {}
    for finding in once(chain.from_iterable(file.findings for file in results.files.values())):
        by_path.setdefault(finding.place.path, []).append(finding)
    infos = installed_rules().infos
    for path in sorted(wanted):
        codes = settings.selected_in(path)
        here = [finding for finding in by_path.get(path, ()) if finding.code in codes]
        if not here and path not in results.with_comments:
            continue
        try:
            text = read_text(settings.root / path)
        except UnreadableSource:
            # Said once, among the problems; findings in it cannot be silenced by comments.
            yield from _with_severity(here, settings.severities)
            continue
        outcome = suppress(path, text, here, codes, infos)
        extra = [finding for finding in outcome.extra if finding.code in codes]
        yield from _with_severity((*outcome.kept, *extra), settings.severities)


def _with_severity(
    findings: Iterable[Finding], severities: Mapping[str, object]
) -> Iterator[Finding]:
    for finding in findings:
        chosen = severities.get(finding.code)
        default = installed_rules().infos[finding.code].severity
        if chosen is not None and chosen != default:
            yield msgspec.structs.replace(finding, severity=chosen)
        else:
            yield finding

