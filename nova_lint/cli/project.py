"""The project that a command is about: its settings, its rules, how its files are named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nova_lint.config import Overrides, Settings
    from nova_lint.engine.registry import Registry
    from nova_lint.report.sources import Sources


def absolute(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Paths as they were given, from the root of the file system on."""
    return tuple(Path(os.path.normpath(path.absolute())) for path in paths)


def load(hint: Path, overrides: Overrides, format_name: str | None) -> tuple[Registry, Settings]:
    import msgspec

    from nova_lint import config
    from nova_lint.engine.registry import installed_rules

    registry = installed_rules()
    if format_name is not None:
        overrides = msgspec.structs.replace(overrides, format=config.Format(format_name))
    return registry, config.load(hint, overrides, registry.infos)


def common_directory(paths: tuple[Path, ...]) -> Path:
    """The path itself where there is one, else the directory above all of them. Raises
    ConfigError for paths of several projects: what one calls `Order` is not the other's."""
    from nova_lint.config_files import separate_projects
    from nova_lint.errors import ConfigError

    projects = separate_projects(paths)
    if projects:
        listed = ", ".join(map(str, projects))
        raise ConfigError(
            f"the paths lie in several projects ({listed}); check each by itself, or put a "
            "nova-lint.toml above them if they are one"
        )
    return Path(os.path.commonpath(paths)) if paths else Path()


def sources_of(settings: Settings) -> Sources:
    from nova_lint.report.sources import Sources

    return Sources(settings.root, Path.cwd())
