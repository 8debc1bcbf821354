"""The mypy plugin: what nova-lint finds, among mypy's errors.

[mypy]
plugins = nova_lint.mypy_plugin, mypy_django_plugin.main
"""

from mypy import version as mypy

from nova_lint.version import VERSION

if tuple(map(int, mypy.__version__.split(".")[:2])) < (1, 18):
    # Some editors bring a mypy along, and run that unless they are told not to.
    raise ImportError(f"it needs mypy 1.18, and this is {mypy.__version__}, {mypy.__file__}")

from .plugin import NovaPlugin

__all__ = ["NovaPlugin", "__version__", "plugin"]

__version__ = VERSION
"""mypy forgets what it has cached where this changes."""


def plugin(version: str) -> type[NovaPlugin]:
    """What mypy calls to get the plugin."""
    return NovaPlugin
