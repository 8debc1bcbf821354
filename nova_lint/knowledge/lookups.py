"""How code looks for rows that are there, before it saves another.

Source: Django 5.2, django/db/models/query.py and query_utils.py.
"""

from __future__ import annotations

from typing import Final

# Methods that do nothing but ask whether there is a row.
EXISTENCE: Final = frozenset({"exists", "aexists"})
# Methods that fail where there is no row, and the exception that says so.
GETTERS: Final = frozenset({"get", "aget"})
NOT_FOUND: Final = "DoesNotExist"
# Methods whose result tells whether there is a row, and that serve other ends as well.
FINDERS: Final = frozenset({"first", "afirst", "last", "alast", "count", "acount"})
# Methods that restrict rows by their keywords, and the class of conditions that they take.
FILTERS: Final = frozenset({"filter", "exclude"})
CONDITION: Final = "Q"
# Calls whose keywords restrict rows, and those that give the rows for which they do not hold.
RESTRICTIONS: Final = FILTERS | GETTERS | {CONDITION}
NEGATIONS: Final = frozenset({"exclude"})
# Words of code that leaves it to the database, or to DRF, to tell that a value is taken.
OTHER_CHECKS: Final = ("UniqueValidator", "ignore_conflicts", "update_conflicts")
