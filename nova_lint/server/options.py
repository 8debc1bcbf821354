"""What the user says to the server: on the command line, or through the editor."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nova_lint.errors import ConfigError

SECTION = "nova-lint"
"""Where editors keep what is for this server, among what is for others."""


class Diagnostics(StrEnum):
    """Whether findings are published. `off` is for editors that show mypy's output as well,
    whose plugin reports the same."""

    ON = "on"
    OFF = "off"


class _Options(msgspec.Struct, frozen=True):
    diagnostics: Diagnostics | None = None


def diagnostics_in(options: object, before: Diagnostics) -> Diagnostics:
    """What an editor's options say of diagnostics; what held before where they say nothing.
    They may stand in a section of their own. Raises ConfigError."""
    if isinstance(options, dict):
        options = options.get(SECTION, options)
    if not isinstance(options, dict):
        return before
    try:
        found = msgspec.convert(options, _Options)
    except msgspec.ValidationError as error:
        raise ConfigError(f"the editor's options for {SECTION}: {error}") from error
    return found.diagnostics if found.diagnostics is not None else before
