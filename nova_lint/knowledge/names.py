"""Public names of the frameworks, and every other path under which they can be imported.

A class has one canonical name here, whichever module it is imported from:
`django.db.models.fields.CharField` and `django.contrib.gis.db.models.CharField` are both
`django.db.models.CharField`. Within one framework root a class name means one thing, so a
name is known by its root and its last part.
"""

from __future__ import annotations

import sys
from functools import cache

from nova_lint.knowledge import drf, forms, generated, models, schemas

# Root package -> (canonical package, the names that end there).
_ROOTS: dict[str, tuple[str, frozenset[str]]] = {
    "django.db.models": ("django.db.models", frozenset(models.NAMES)),
    "django.contrib.gis.db.models": ("django.db.models", frozenset(models.NAMES)),
    "django.contrib.postgres.fields": (
        "django.contrib.postgres.fields",
        frozenset(models.POSTGRES_NAMES),
    ),
    "django.contrib.contenttypes.fields": (
        "django.contrib.contenttypes.fields",
        frozenset(models.CONTENTTYPES_NAMES),
    ),
    "django.core.validators": ("django.core.validators", frozenset(models.VALIDATOR_NAMES)),
    "django.forms": ("django.forms", frozenset(forms.NAMES)),
    "django.contrib.postgres.forms": (
        "django.contrib.postgres.forms",
        frozenset(forms.POSTGRES_NAMES),
    ),
    "rest_framework.serializers": ("rest_framework.serializers", frozenset(drf.NAMES)),
    "rest_framework.fields": ("rest_framework.serializers", frozenset(drf.NAMES)),
    "rest_framework.relations": ("rest_framework.serializers", frozenset(drf.NAMES)),
    "rest_framework.validators": ("rest_framework.validators", frozenset(drf.VALIDATOR_NAMES)),
    "pydantic.v1": ("pydantic.v1", frozenset(schemas.PYDANTIC_NAMES)),
    "pydantic": ("pydantic", frozenset(schemas.PYDANTIC_NAMES)),
    "ninja": ("ninja", frozenset(schemas.NINJA_NAMES)),
    "django.utils.translation": ("django.utils.translation", frozenset(models.TRANSLATION_NAMES)),
    "django.contrib.auth": ("django.contrib.auth", frozenset({"get_user_model"})),
    "django.conf": ("django.conf", frozenset({"settings"})),
    **{package: (package, frozenset(names)) for package, names in generated.NAMES.items()},
    "nova": ("nova", frozenset(schemas.NOVA_NAMES)),
    "typing": ("typing", frozenset(schemas.TYPING_NAMES)),
    "typing_extensions": ("typing", frozenset(schemas.TYPING_NAMES)),
    "collections.abc": ("typing", frozenset(schemas.TYPING_NAMES)),
}
# Modules that need not be read: what their names mean is in the tables here, or is nothing
# that a contract could come from.
_CLOSED = (
    "django.apps",
    "django.conf",
    "django.contrib.admin",
    "django.contrib.contenttypes.fields",
    "django.contrib.gis.db",
    "django.contrib.gis.forms",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.core",
    "django.db",
    "django.dispatch",
    "django.forms",
    "django.http",
    "django.middleware",
    "django.template",
    "django.test",
    "django.urls",
    "django.views",
    "pydantic",
    "rest_framework",
    "typing_extensions",
)
# Modules below those that define models, forms or serializers all the same.
_OPEN = (
    "django.contrib.admin.forms",
    "django.contrib.admin.models",
    "rest_framework.authtoken",
)
_BY_TOP: dict[str, list[str]] = {}
for _root in _ROOTS:
    _BY_TOP.setdefault(_root.partition(".")[0], []).append(_root)


@cache
def canonical(dotted: str) -> str | None:
    """The canonical name of a framework's class or function, None for any other name."""
    top, _, rest = dotted.partition(".")
    if not rest:
        return None
    last = dotted.rpartition(".")[2]
    for root in _BY_TOP.get(top, ()):
        package, names = _ROOTS[root]
        if last in names and dotted.startswith(root + "."):
            return f"{package}.{last}"
    return None


@cache
def is_closed(module: str) -> bool:
    """Whether a framework's module is never read."""
    return _is_within(module, _CLOSED) and not _is_within(module, _OPEN)


@cache
def is_described(name: str) -> bool:
    """Whether the class of that name is the standard library's, or a framework's whose
    meaning is in the tables: nothing about it is missing because it is not read."""
    top = name.partition(".")[0]
    return top in sys.stdlib_module_names or is_closed(name) or canonical(name) is not None


def _is_within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in packages)
