"""Transactions that code does not open itself.

Source: Django 5.2, core/handlers/base.py (`BaseHandler.make_view_atomic`: a view runs in a
transaction where `ATOMIC_REQUESTS` is set for its database, unless `non_atomic_requests` has
marked it), contrib/admin/options.py (`changeform_view`, `delete_view` and, for rows that are
edited in the list, `changelist_view`), utils/decorators.py. Held against Django by
tests/jobs/test_commits.py.
"""

from __future__ import annotations

import re
from typing import Final

from nova_lint.knowledge.code_layers import REQUESTED, CodeLayer

ATOMIC_REQUESTS: Final = "ATOMIC_REQUESTS"
# As a key of a database. A setting of that name by itself does nothing.
ATOMIC_REQUESTS_SET: Final = re.compile(r"['\"]ATOMIC_REQUESTS['\"]\]?\s*[:=]\s*(?P<value>[\w.]+)")
NON_ATOMIC: Final = "non_atomic_requests"
NON_ATOMIC_VIEWS: Final = re.compile(r"\bnon_atomic_requests\(\s*([\w.]+)")
"""Views that are marked where they stand in a URL configuration."""

IN_REQUEST: Final = REQUESTED - {CodeLayer.CONSUMER}
"""The layers whose functions run inside of a view."""
CALLED_BY_FRAMEWORKS: Final = IN_REQUEST | {CodeLayer.ADMIN, CodeLayer.CONSUMER}
"""The layers whose functions nobody calls but a framework, or another function of theirs."""
NOT_DJANGO: Final = frozenset({"fastapi", "starlette"})
"""What a file names whose operations are no views of Django's."""

ADMIN_METHODS: Final = frozenset(
    {
        *("save_form", "save_model", "save_formset", "save_related", "delete_model"),
        *("construct_change_message", "log_addition", "log_change", "log_deletions"),
        *("response_add", "response_change", "response_delete"),
    }
)
"""Methods of a ModelAdmin that are called inside of a transaction, whatever the settings say."""

METHOD_DECORATOR: Final = "django.utils.decorators.method_decorator"
"""Puts a decorator for functions on a method."""

ATOMIC_VIEW: Final = re.compile(
    r"method_decorator\(\s*[\w.]*\batomic\b[^)]*\)?\s*,\s*(?:name\s*=\s*)?['\"](?P<name>\w+)['\"]"
)
"""A decorator of a class that has one of its methods run in a transaction."""
DISPATCH: Final = "dispatch"
"""The method of a view that calls the one for the request's own (views/generic/base.py)."""
