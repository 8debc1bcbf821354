"""What the real frameworks do with a value: a process that imports generated projects.

`python -m tests.contracts.differential.reality` reads requests, one JSON document a line,
and answers each with a line. Every project is imported in a fork of its own, so that all of
them may have the same names.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from .columns import NAME
from .probes import Probe
from .probes import probes as probes_of
from .project import Pair, model_name, module_name

REPOSITORY = Path(__file__).resolve().parents[3]


class Tried(msgspec.Struct, frozen=True):
    """A pair as the process knows it: its layer, its model and the values to try."""

    layer: str
    module: str
    model: str
    sent: str
    probes: tuple[Probe, ...]


class Request(msgspec.Struct, frozen=True):
    """A project and its pairs."""

    root: str
    pairs: tuple[Tried, ...]


class Refusal(msgspec.Struct, frozen=True):
    """A value that the layer lets through although the column has something against it.

    `reasons` are the codes of Django's validation errors, the name of the exception that
    saving raises, and `float`, `silently empty` or `needlessly refused`.
    """

    probe: Probe
    reasons: tuple[str, ...]


class Outcome(msgspec.Struct, frozen=True):
    """What came of one pair; `unusable` says why the framework refuses to build it."""

    refusals: tuple[Refusal, ...] = ()
    accepted: int = 0
    unusable: str = ""


class Answer(msgspec.Struct, frozen=True):
    """The outcomes of a project's pairs; `failure` is the traceback of one that crashed."""

    outcomes: tuple[Outcome, ...] = ()
    failure: str = ""


class Reality:
    """The process, as the test talks to it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def outcomes(self, pairs: Iterable[Pair], root: Path) -> tuple[Outcome, ...]:
        """What comes of each pair of a project that is written to `root`."""
        tried = tuple(
            Tried(pair.field.layer, module_name(n), model_name(n), pair.field.sent, probes_of(pair))
            for n, pair in enumerate(pairs)
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(Request(str(root), tried)) + b"\n")
        self._process.stdin.flush()
        answer = msgspec.json.decode(self._process.stdout.readline(), type=Answer)
        assert not answer.failure, answer.failure
        return answer.outcomes

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


# In the process -------------------------------------------------------------------------


def main() -> None:
    """Answers requests until there are none."""
    _set_up()
    for line in sys.stdin.buffer:
        request = msgspec.json.decode(line, type=Request)
        if os.fork() == 0:
            _answer(request)
        os.wait()


def _set_up() -> None:
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["rest_framework"],
        USE_TZ=True,
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [],
            "UNAUTHENTICATED_USER": None,
        },
    )
    django.setup()
    for name in ("rest_framework.viewsets", "django.views.generic", "ninja"):
        importlib.import_module(name)


def _answer(request: Request) -> None:
    """Answers in a fork, which ends here."""
    try:
        answer = Answer(_outcomes(request))
    except BaseException:
        answer = Answer(failure=traceback.format_exc())
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.flush()
    os._exit(0)


def _outcomes(request: Request) -> tuple[Outcome, ...]:
    from django.apps import apps

    sys.path.insert(0, request.root)
    apps.set_installed_apps(["rest_framework", "shop"])
    return tuple(_outcome(pair) for pair in request.pairs)


def _outcome(pair: Tried) -> Outcome:
    from django.apps import apps
    from django.db import connection, transaction

    model = apps.get_model("shop", pair.model)
    with connection.schema_editor() as editor:
        editor.create_model(model)
    try:
        module = importlib.import_module(pair.module)
        trial = _TRIALS[pair.layer](model, getattr(module, f"{pair.model}Input"), pair.sent)
        trial.attempt(Probe("missing", missing=True))
    except Exception as error:
        return Outcome(unusable=f"{type(error).__name__}: {error}")
    found: list[Refusal] = []
    accepted: list[Probe] = []
    for probe in pair.probes:
        with transaction.atomic():
            reasons = trial.judge(probe)
            transaction.set_rollback(True)
        if reasons is not None:
            accepted.append(probe)
        if reasons:
            found.append(Refusal(probe, reasons))
    found.extend(_taken(trial, accepted))
    return Outcome(tuple(found), len(accepted))


def _taken(trial: Trial, accepted: list[Probe]) -> Iterator[Refusal]:
    """What happens to a value that an earlier row of a unique column has."""
    from django.db import transaction

    if not trial.column.unique:
        return
    for probe in accepted:
        if probe.missing or probe.value is None:
            continue
        again = Probe(f"{probe.what}, taken", probe.value)
        with transaction.atomic():
            saved = {"float"}.issuperset(trial.saving(probe, trial.attempt(probe)))
            reasons = trial.judge(again) if saved else None
            transaction.set_rollback(True)
        if reasons:
            yield Refusal(again, reasons)
        if saved:
            return


class Attempt:
    """A value that a layer has been given."""

    def __init__(self, accepted: bool, values: dict[str, Any], save: Callable[[], Any]) -> None:
        self.accepted = accepted
        self.values = values
        self.save = save


class Trial:
    """A layer and its model."""

    def __init__(self, model: Any, layer: Any, sent: str) -> None:
        self.sent = sent
        self.model = model
        self.layer = layer
        self.column = model._meta.get_field(NAME)

    def attempt(self, probe: Probe) -> Attempt:
        """Gives the layer a value."""
        raise NotImplementedError

    def data(self, probe: Probe) -> dict[str, Any]:
        """What a client sends."""
        return {} if probe.missing else {self.sent: probe.value}

    def create(self, values: dict[str, Any]) -> Any:
        """Makes a row as the generated code does."""
        return self.model.objects.create(**values)

    def judge(self, probe: Probe) -> tuple[str, ...] | None:
        """What the column has against a value; None for one that the layer refuses."""
        attempt = self.attempt(probe)
        if not attempt.accepted:
            return None
        reasons = {*self.against(attempt.values), *self.saving(probe, attempt)}
        return tuple(sorted(reasons))

    def saving(self, probe: Probe, attempt: Attempt) -> Iterator[str]:
        """Saves a value that the layer accepts, and says what is wrong with that."""
        from django.db import transaction

        try:
            with transaction.atomic():
                row = attempt.save()
        except Exception as error:
            yield f"{type(error).__name__}: {error}"
            return
        value = getattr(row, NAME)
        if isinstance(value, float) and self.column.get_internal_type() == "DecimalField":
            yield "float"
        if probe.missing and value == "" and not self._allows_empty:
            yield "silently empty"

    @property
    def _allows_empty(self) -> bool:
        column = self.column
        given = column.has_default() or column.has_db_default()
        return bool(given or column.blank or column.null)

    def against(self, values: dict[str, Any]) -> set[str]:
        """The codes of what `full_clean` would say, one check not hiding another."""
        from django.core.exceptions import ValidationError

        row = self.model(**values)
        value = getattr(row, NAME)
        if hasattr(value, "resolve_expression"):
            return set()
        if self.column.blank and value in self.column.empty_values:
            return self._taken_codes(row)
        found: set[str] = set()
        with _noting(found):
            value = self.column.to_python(value)
            with _noting(found):
                self.column.validate(value, row)
            self.column.run_validators(value)
        if value is None and not self.column.null:
            # A BooleanField calls it `invalid`.
            found = {"null"}
        if found:
            with contextlib.suppress(ValidationError):
                row.full_clean()
                raise AssertionError(f"{values} has {found} against it, full_clean nothing")
        return found | self._taken_codes(row)

    def _taken_codes(self, row: Any) -> set[str]:
        found: set[str] = set()
        with _noting(found):
            row.validate_unique()
        return found


@contextlib.contextmanager
def _noting(found: set[str]) -> Iterator[None]:
    """Collects the codes of a ValidationError."""
    from django.core.exceptions import ValidationError

    try:
        yield
    except ValidationError as error:
        several = error.error_dict[NAME] if hasattr(error, "error_dict") else error.error_list
        found.update(str(each.code or "invalid") for each in several)


class _SerializerTrial(Trial):
    def attempt(self, probe: Probe) -> Attempt:
        serializer = self.layer(data=self.data(probe))
        accepted = serializer.is_valid()
        return Attempt(accepted, dict(serializer.validated_data), serializer.save)


class _SchemaTrial(Trial):
    def attempt(self, probe: Probe) -> Attempt:
        from pydantic import ValidationError

        try:
            values = self.layer.model_validate(self.data(probe)).model_dump()
        except ValidationError:
            return Attempt(False, {}, dict)
        return Attempt(True, values, lambda: self.create(values))


class _FormTrial(Trial):
    def data(self, probe: Probe) -> dict[str, Any]:
        if probe.missing:
            return {}
        value = probe.value
        encoded = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        return {NAME: "" if value is None else encoded}

    def attempt(self, probe: Probe) -> Attempt:
        form = self.layer(self.data(probe))
        values = dict(form.cleaned_data) if form.is_valid() else {}
        return Attempt(form.is_valid(), values, lambda: self.create(values))


class _ModelFormTrial(_FormTrial):
    def attempt(self, probe: Probe) -> Attempt:
        form = self.layer(self.data(probe))
        accepted = form.is_valid()
        return Attempt(accepted, {NAME: getattr(form.instance, NAME)}, form.save)

    def judge(self, probe: Probe) -> tuple[str, ...] | None:
        reasons = super().judge(probe)
        return ("needlessly refused",) if reasons is None and self._is_fine(probe) else reasons

    def _is_fine(self, probe: Probe) -> bool:
        """Whether the form's own field takes a value, and the column takes it as well."""
        from django.core.exceptions import ValidationError

        form = self.layer(self.data(probe))
        raw = self.data(probe).get(NAME)
        if raw in (None, "") or NAME not in form.fields:
            return False
        try:
            own, its = form.fields[NAME].clean(raw), self.column.clean(raw, self.model())
        except ValidationError:
            return False
        return str(own) == str(its) and not self._taken_codes(self.model(**{NAME: its}))


_TRIALS: dict[str, type[Trial]] = {
    "serializer": _SerializerTrial,
    "schema": _SchemaTrial,
    "form": _FormTrial,
    "model_form": _ModelFormTrial,
}

if __name__ == "__main__":
    main()
