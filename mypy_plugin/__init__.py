"""The mypy plugin: what nova-lint finds, among mypy's errors.

[mypy]
plugins = nova_lint.mypy_plugin, mypy_django_plugin.main
"""

from nova_lint.version import VERSION

from .plugin import NovaPlugin

__all__ = ["NovaPlugin", "__version__", "plugin"]

__version__ = VERSION
"""mypy forgets what it has cached where this changes."""


def plugin(version: str) -> type[NovaPlugin]:
    """What mypy calls to get the plugin."""
    return NovaPlugin
