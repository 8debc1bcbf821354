"""Finds where the layers of a Django project disagree about their data."""

from nova_lint.version import VERSION

__version__ = VERSION

__all__ = ["__version__"]
