"""Django's ORM: which method builds a query, which runs one, and which has an awaitable twin.

Inside a running event loop Django refuses to touch the database (`SynchronousOnlyOperation`,
from django/utils/asyncio.py, `async_unsafe`): whatever is `RUNS` here raises there, whatever
is `LAZY` or `NEITHER` does not.

Source: Django 5.2 and 6.1, django/db/models/query.py, manager.py, base.py,
fields/related_descriptors.py. Held against the installed Django by tests/asynchrony, which
runs the entries, and tests/knowledge/test_queries.py.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import msgspec

# A version of Django: (5, 2).
Version = tuple[int, int]


class Act(Enum):
    """What a call does before it returns.

    `LAZY`: builds something that will query when it is read. `RUNS`: queries. `NEITHER`: has
    nothing to do with the database.
    """

    LAZY = "lazy"
    RUNS = "runs"
    NEITHER = "neither"


class Effect(Enum):
    """What a call does outside of the process: to the database, the strongest of what it may
    do, or elsewhere.

    `TRANSACTION` is a call that opens, ends or asks about a transaction or a connection.
    `NETWORK` asks another service, `MAIL` hands a message to a mail backend, `STORAGE` puts a
    file into a storage or takes one out, `QUEUE` hands a task to a queue.
    """

    READ = "read"
    WRITE = "write"
    TRANSACTION = "transaction"
    NETWORK = "network"
    MAIL = "mail"
    STORAGE = "storage"
    QUEUE = "queue"


DATABASE: Final = frozenset({Effect.READ, Effect.WRITE, Effect.TRANSACTION})
"""The effects that the tables here know; knowledge/outside.py knows the others."""


class Result(Enum):
    """What a call returns, or its twin once awaited.

    A `ROW` is one element of the queryset: an instance of its model, or what `values`,
    `values_list`, `dates` and `datetimes` made of it.
    """

    ROW = "row"
    ROW_OR_NONE = "row or None"
    ROW_AND_CREATED = "(row, whether it was created)"
    ROWS = "list of rows"
    ROWS_BY_KEY = "rows by the value of a field"
    ROW_ITERATOR = "iterator of rows"
    SELF = "the object that the method was called on"
    # Querysets. The first keeps model and rows; the others say what rows are from here on.
    QUERYSET = "queryset of the same rows"
    DICTIONARIES = "queryset of dictionaries"
    TUPLES = "queryset of tuples, or of single values with flat=True"
    DATES = "queryset of dates"
    RAW_QUERYSET = "raw queryset"
    MANAGER = "manager"
    MANAGER_CLASS = "class of managers"
    # Plain values.
    AGGREGATES = "values by name"
    DELETED = "(number of rows, numbers by model)"
    NUMBER = "int"
    TRUTH = "bool"
    TEXT = "str"
    NOTHING = "None"
    # Parts of forms and pages.
    FORM_FIELDS = "fields of the form by name"
    BOUND_FIELD = "field of the form with its value"
    PAGE = "page of rows"
    PAGES = "iterator of pages"
    PAGE_NUMBERS = "iterator of the numbers of pages"
    GIVEN_ROWS = "the rows that it was made of"
    OTHER = "something that no query comes from"


class When(Enum):
    """What decides whether a call that `RUNS` does run a query.

    `ALWAYS`: nothing does. `NOT_LOADED`: the rows, or the value that it returns, have not
    been loaded before (an evaluated queryset, a prefetched relation, a cache of Django's).
    `CHECKED`: the model has something of what `Call.checks` names.
    `DEFERRED`: the column that is named was deferred. `ORDINARY_USER`: the user is active
    and no superuser, and was not asked before. `IN_DATABASE`: the settings keep sessions or the
    cache in the database, and a session was not loaded before.
    `SITES`: django.contrib.sites is installed, and the site was not looked up before.
    `VALIDATED`: the form or serializer was given data, and looks a row up to check it.
    `SHOWN`: the form, or its field, lets choose from rows. `SERIALIZED`: what the serializer
    shows is not loaded. `MANY_TO_MANY`: the row has several rows at the other end of a column,
    which are not loaded. `GIVEN_QUERYSET`: what was handed over is a queryset. `GIVEN_ROWS`:
    what was handed over is not empty. `CREDENTIALS`: something to look a user up by was.
    `UNLESS_FALSE`: the keyword that `Call.switch` names was not given as False.
    `OUTDATED_HASH`: the password was hashed in a way that is no longer the first choice.
    `UNBOUND`: the form set was not given data. `COMMAND`: the command of that name works on the
    database.
    """

    ALWAYS = "always"
    NOT_LOADED = "not loaded"
    CHECKED = "checked"
    DEFERRED = "deferred"
    ORDINARY_USER = "ordinary user"
    IN_DATABASE = "in database"
    SITES = "sites"
    VALIDATED = "validated"
    SHOWN = "shown"
    SERIALIZED = "serialized"
    MANY_TO_MANY = "many to many"
    GIVEN_QUERYSET = "given queryset"
    GIVEN_ROWS = "given rows"
    CREDENTIALS = "credentials"
    UNLESS_FALSE = "unless false"
    OUTDATED_HASH = "outdated hash"
    UNBOUND = "unbound"
    COMMAND = "command"


class Check(Enum):
    """What is looked up to check a row; the value is the keyword that leaves it out."""

    RELATIONS = ""
    UNIQUE = "validate_unique"
    CONSTRAINTS = "validate_constraints"


class Use(Enum):
    """How the result of a twin is had: `await book.asave()`, `async for book in aiterator()`."""

    AWAIT = "await"
    ASYNC_FOR = "async for"


class Twin(msgspec.Struct, frozen=True):
    """The method or function that does the same without blocking the event loop.

    `since` is the first version of Django in which it does so.
    """

    name: str
    since: Version
    use: Use = Use.AWAIT


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What one method or function does when it is called, or an attribute when it is read.

    `effect` is None unless it runs or builds a query. `switch` is the keyword that keeps a
    call `when=UNLESS_FALSE` from querying, `switch_position` its place among the arguments.
    `since` is the first version of Django that has
    it, None for what 4.2 has already; `until` the first that has it no longer.
    """

    act: Act
    result: Result
    effect: Effect | None = None
    when: When = When.ALWAYS
    switch: str | None = None
    switch_position: int = 0
    checks: tuple[Check, ...] = ()
    twin: Twin | None = None
    since: Version | None = None
    until: Version | None = None


Calls = dict[str, Call]


def lazy(result: Result = Result.QUERYSET, since: Version | None = None) -> Call:
    """A call that builds a query."""
    return Call(act=Act.LAZY, result=result, effect=Effect.READ, since=since)


def reads(result: Result, twin: Twin | None = None, when: When = When.ALWAYS) -> Call:
    """A call that runs a query and leaves the database as it is."""
    return Call(act=Act.RUNS, result=result, effect=Effect.READ, twin=twin, when=when)


def writes(result: Result, twin: Twin | None = None, when: When = When.ALWAYS) -> Call:
    """A call that changes rows, or may."""
    return Call(act=Act.RUNS, result=result, effect=Effect.WRITE, twin=twin, when=when)


def transacts(result: Result = Result.NOTHING) -> Call:
    """A call that handles a transaction or a connection; none of them has a twin."""
    return Call(act=Act.RUNS, result=result, effect=Effect.TRANSACTION)


def checks(*what: Check) -> Call:
    """A call that looks up whether a row may be saved."""
    return Call(
        act=Act.RUNS,
        result=Result.NOTHING,
        effect=Effect.READ,
        when=When.CHECKED,
        checks=what,
    )


def neither(
    result: Result = Result.OTHER, since: Version | None = None, until: Version | None = None
) -> Call:
    """A call that has nothing to do with the database."""
    return Call(act=Act.NEITHER, result=result, since=since, until=until)


# Querysets ---------------------------------------------------------------------------------

_41: Final[Version] = (4, 1)
_42: Final[Version] = (4, 2)

# Methods and properties of `QuerySet`. Those `when=NOT_LOADED` answer from the rows of a
# queryset that was evaluated before. So does `first`, up to Django 6.0 only if the queryset
# is ordered.
QUERYSET: Final[Calls] = {
    # Builders.
    **{
        name: lazy()
        for name in (
            *("alias", "all", "annotate", "complex_filter", "defer", "difference", "distinct"),
            *("exclude", "extra", "filter", "intersection", "none", "only", "order_by"),
            *("prefetch_related", "reverse", "select_for_update", "select_related", "union"),
            "using",
        )
    },
    "fetch_mode": lazy(since=(6, 1)),
    "values": lazy(Result.DICTIONARIES),
    "values_list": lazy(Result.TUPLES),
    "dates": lazy(Result.DATES),
    "datetimes": lazy(Result.DATES),
    "raw": lazy(Result.RAW_QUERYSET),
    # A generator: the query runs at its first `next`, even if the rows are loaded.
    "iterator": Call(
        act=Act.LAZY,
        result=Result.ROW_ITERATOR,
        effect=Effect.READ,
        twin=Twin("aiterator", _41, Use.ASYNC_FOR),
    ),
    # Readers.
    "aggregate": reads(Result.AGGREGATES, Twin("aaggregate", _41)),
    "contains": reads(Result.TRUTH, Twin("acontains", _41), When.NOT_LOADED),
    "count": reads(Result.NUMBER, Twin("acount", _41), When.NOT_LOADED),
    "earliest": reads(Result.ROW, Twin("aearliest", _41)),
    "exists": reads(Result.TRUTH, Twin("aexists", _41), When.NOT_LOADED),
    "explain": reads(Result.TEXT, Twin("aexplain", _41)),
    "first": reads(Result.ROW_OR_NONE, Twin("afirst", _41), When.NOT_LOADED),
    "get": reads(Result.ROW, Twin("aget", _41)),
    "in_bulk": reads(Result.ROWS_BY_KEY, Twin("ain_bulk", _41), When.GIVEN_ROWS),
    "last": reads(Result.ROW_OR_NONE, Twin("alast", _41)),
    "latest": reads(Result.ROW, Twin("alatest", _41)),
    # Writers.
    "bulk_create": writes(Result.ROWS, Twin("abulk_create", _41), When.GIVEN_ROWS),
    "bulk_update": writes(Result.NUMBER, Twin("abulk_update", _41), When.GIVEN_ROWS),
    "create": writes(Result.ROW, Twin("acreate", _41)),
    "delete": writes(Result.DELETED, Twin("adelete", _41)),
    "get_or_create": writes(Result.ROW_AND_CREATED, Twin("aget_or_create", _41)),
    "update": writes(Result.NUMBER, Twin("aupdate", _41)),
    "update_or_create": writes(Result.ROW_AND_CREATED, Twin("aupdate_or_create", _41)),
    # Neither.
    "as_manager": neither(Result.MANAGER),
    "db": neither(),
    "ordered": neither(Result.TRUTH),
    "totally_ordered": neither(Result.TRUTH, since=(6, 1)),
    "query": neither(),
    "resolve_expression": neither(),
}

# Methods of every manager besides those that it takes from its queryset. What a manager
# passes on to a queryset is `QUERYSET` without `QUERYSET_ONLY`.
QUERYSET_ONLY: Final = frozenset(
    {"delete", "adelete", "as_manager", "db", "ordered", "totally_ordered", "query"}
    | {"resolve_expression"}
)
MANAGER_ONLY: Final[Calls] = {
    "all": lazy(),
    "get_queryset": lazy(),
    "db_manager": neither(Result.MANAGER),
    "from_queryset": neither(Result.MANAGER_CLASS),
    **{
        name: neither()
        for name in ("auto_created", "check", "contribute_to_class", "creation_counter", "db")
    },
    "deconstruct": neither(),
    "use_in_migrations": neither(Result.TRUTH),
}
MANAGER: Final[Calls] = {
    name: call for name, call in QUERYSET.items() if name not in QUERYSET_ONLY
} | MANAGER_ONLY

# What the manager of rows on the other side of a relation adds (`author.books`,
# `book.tags`, `post.comments` of a GenericRelation). `remove` and `clear` exist on the
# manager of a ForeignKey only if it is nullable.
_RELATED: Final[Calls] = {
    "add": writes(Result.NOTHING, Twin("aadd", _42)),
    "clear": writes(Result.NOTHING, Twin("aclear", _42)),
    "remove": writes(Result.NOTHING, Twin("aremove", _42)),
    "set": writes(Result.NOTHING, Twin("aset", _42)),
    "do_not_call_in_templates": neither(Result.TRUTH),
    "get_prefetch_queryset": neither(until=(6, 0)),
    "get_prefetch_querysets": neither(since=(5, 0)),
}
REVERSE_FOREIGN_KEY: Final[Calls] = MANAGER | _RELATED
MANY_TO_MANY: Final[Calls] = (
    MANAGER
    | _RELATED
    | {
        "constrained_target": neither(since=(5, 1)),
        "get_prefetch_cache": neither(since=(5, 1)),
        "set_base": Call(act=Act.RUNS, result=Result.NOTHING, effect=Effect.WRITE, since=(6, 1)),
    }
)
GENERIC_RELATION: Final[Calls] = REVERSE_FOREIGN_KEY

# Methods and properties of `RawQuerySet`, which has few, and none of `QuerySet`'s protocols
# is lazy on it but `async for`.
RAW_QUERYSET: Final[Calls] = {
    "prefetch_related": lazy(Result.RAW_QUERYSET),
    "using": lazy(Result.RAW_QUERYSET),
    "iterator": lazy(Result.ROW_ITERATOR),
    # Runs the query to learn the names.
    "columns": reads(Result.OTHER),
    "model_fields": neither(),
    "resolve_model_init_order": reads(Result.OTHER),
    "db": neither(),
}

# Methods of `Prefetch`, which carries a queryset and does not run it.
PREFETCH: Final[Calls] = {
    "add_prefix": neither(Result.NOTHING),
    "get_current_prefetch_to": neither(Result.TEXT),
    "get_current_to_attr": neither(),
    "get_current_queryset": Call(
        act=Act.LAZY, result=Result.QUERYSET, effect=Effect.READ, until=(6, 0)
    ),
    "get_current_querysets": neither(since=(5, 0)),
}

# Models ------------------------------------------------------------------------------------

# The cache of a user's permissions, which the methods that ask for them fill.
PERMISSIONS: Final = "_perm_cache"
# What is handed to `prefetch_related` in the place of a name.
PREFETCHING: Final = "django.db.models.Prefetch"
# What writes the rows that it is given in a list.
WRITES_GIVEN: Final = frozenset({"bulk_create", "abulk_create", "bulk_update", "abulk_update"})
# What forgets the rows that were prefetched for a related manager.
FORGETTING: Final = frozenset({"add", "clear", "remove", "set"})
# What only says of two rows that they belong together, where the column is many to many; the
# rows at the other end are not written (django/db/models/fields/related_descriptors.py,
# create_forward_many_to_many_manager).
TYING: Final = FORGETTING | {f"a{name}" for name in FORGETTING}
MANY_TO_MANY_COLUMN: Final = "ManyToManyField"

# Methods of every instance. `delete` first looks for the rows that depend on this one.
MODEL: Final[Calls] = {
    "save": writes(Result.NOTHING, Twin("asave", _42)),
    "save_base": writes(Result.NOTHING),
    "delete": writes(Result.DELETED, Twin("adelete", _42)),
    "refresh_from_db": reads(Result.NOTHING, Twin("arefresh_from_db", _42)),
    "full_clean": checks(Check.RELATIONS, Check.UNIQUE, Check.CONSTRAINTS),
    "clean_fields": checks(Check.RELATIONS),
    "validate_unique": checks(Check.UNIQUE),
    "validate_constraints": checks(Check.CONSTRAINTS),
    "serializable_value": reads(Result.OTHER, when=When.DEFERRED),
    "from_db": neither(Result.ROW),
    "check": neither(),
    "clean": neither(Result.NOTHING),
    "date_error_message": neither(),
    "get_constraints": neither(),
    "get_deferred_fields": neither(),
    "pk": neither(),
    "prepare_database_save": neither(),
    "unique_error_message": neither(),
}

# Methods that Django makes for a column or an option of the model's `Meta`, by the beginning
# and the end of their names: `get_next_by_published`, `get_status_display`,
# `get_chapter_order` and `set_chapter_order` with `order_with_respect_to`.
GENERATED_METHODS: Final[dict[tuple[str, str], Call]] = {
    ("get_next_by_", ""): reads(Result.ROW),
    ("get_previous_by_", ""): reads(Result.ROW),
    ("get_", "_display"): neither(Result.TEXT),
    ("get_", "_order"): lazy(Result.TUPLES),
    ("set_", "_order"): writes(Result.NOTHING),
    ("get_next_in_order", ""): reads(Result.ROW, when=When.NOT_LOADED),
    ("get_previous_in_order", ""): reads(Result.ROW, when=When.NOT_LOADED),
}


class Relation(msgspec.Struct, frozen=True):
    """What reading a relation's attribute does: on the row that has the column, and on the
    row that it points to (None: nothing stands there unless it is asked for)."""

    forward: Call
    backward: Call | None


_ROW_OF_RELATION = reads(Result.ROW, when=When.NOT_LOADED)
# By the name of the field's class. Reading `book.author_id` never queries; a forward
# relation whose column is null is None without a query.
RELATIONS: Final[dict[str, Relation]] = {
    "ForeignKey": Relation(_ROW_OF_RELATION, neither(Result.MANAGER)),
    "OneToOneField": Relation(_ROW_OF_RELATION, _ROW_OF_RELATION),
    "ManyToManyField": Relation(neither(Result.MANAGER), neither(Result.MANAGER)),
    "GenericForeignKey": Relation(_ROW_OF_RELATION, None),
    # Making its manager looks the content type up, which Django then keeps.
    "GenericRelation": Relation(reads(Result.MANAGER, when=When.NOT_LOADED), None),
}

# Managers of Django's own models, by dotted name: what they add to `MANAGER`.
_52: Final[Version] = (5, 2)
_USER_MANAGER: Final[Calls] = {
    "create_user": writes(Result.ROW, Twin("acreate_user", _52)),
    "create_superuser": writes(Result.ROW, Twin("acreate_superuser", _52)),
    "get_by_natural_key": reads(Result.ROW, Twin("aget_by_natural_key", _52)),
    "with_perm": lazy(),
    "normalize_email": neither(Result.TEXT),
}
MANAGERS: Final[dict[str, Calls]] = {
    "django.contrib.auth.base_user.BaseUserManager": {
        "get_by_natural_key": _USER_MANAGER["get_by_natural_key"],
        "normalize_email": _USER_MANAGER["normalize_email"],
    },
    "django.contrib.auth.models.UserManager": _USER_MANAGER,
    "django.contrib.auth.models.GroupManager": {
        "get_by_natural_key": reads(Result.ROW, Twin("aget_by_natural_key", _52)),
    },
    "django.contrib.auth.models.PermissionManager": {"get_by_natural_key": reads(Result.ROW)},
    "django.contrib.contenttypes.models.ContentTypeManager": {
        "get_for_model": writes(Result.ROW, when=When.NOT_LOADED),
        "get_for_models": writes(Result.OTHER, when=When.NOT_LOADED),
        "get_for_id": reads(Result.ROW, when=When.NOT_LOADED),
        "get_by_natural_key": reads(Result.ROW, when=When.NOT_LOADED),
        "clear_cache": neither(Result.NOTHING),
    },
    "django.contrib.sites.models.SiteManager": {
        "get_current": reads(Result.ROW, when=When.NOT_LOADED),
        "get_by_natural_key": reads(Result.ROW),
        "clear_cache": neither(Result.NOTHING),
    },
    "django.contrib.sessions.base_session.BaseSessionManager": {
        "save": writes(Result.ROW),
        "encode": neither(Result.TEXT),
    },
}

# Evaluation --------------------------------------------------------------------------------

# What an operation of the language does to a queryset, by the special method behind it. Each
# that `RUNS` fetches all rows and keeps them, but for `__getitem__`, which fetches one row,
# and `__repr__`, which fetches 21. Python falls back to `__iter__` for `in` and to
# `__repr__` for `str`, f-strings and `%s`.
STEPPED_SLICE: Final = "__getitem__[::]"
SLICE: Final = "__getitem__[:]"
QUERYSET_PROTOCOLS: Final[Calls] = {
    "__iter__": reads(Result.ROW_ITERATOR, when=When.NOT_LOADED),
    "__len__": reads(Result.NUMBER, when=When.NOT_LOADED),
    "__bool__": reads(Result.TRUTH, when=When.NOT_LOADED),
    "__contains__": reads(Result.TRUTH, when=When.NOT_LOADED),
    "__getitem__": reads(Result.ROW, when=When.NOT_LOADED),
    STEPPED_SLICE: reads(Result.ROWS, when=When.NOT_LOADED),
    SLICE: lazy(),
    "__reversed__": reads(Result.ROW_ITERATOR, when=When.NOT_LOADED),
    "__repr__": reads(Result.TEXT, when=When.NOT_LOADED),
    "__str__": reads(Result.TEXT, when=When.NOT_LOADED),
    "__format__": reads(Result.TEXT, when=When.NOT_LOADED),
    # Pickling and `copy.copy` carry the rows; `copy.deepcopy` carries the query.
    "__getstate__": reads(Result.OTHER, when=When.NOT_LOADED),
    "__copy__": reads(Result.QUERYSET, when=When.NOT_LOADED),
    "__deepcopy__": lazy(),
    "__aiter__": lazy(Result.ROW_ITERATOR),
    "__and__": lazy(),
    "__or__": lazy(),
    "__xor__": lazy(),
    "__eq__": neither(Result.TRUTH),
    "__ne__": neither(Result.TRUTH),
    "__hash__": neither(Result.NUMBER),
}
# The same for `RawQuerySet`, whose `repr` shows the SQL and whose slices are lists.
RAW_QUERYSET_PROTOCOLS: Final[Calls] = {
    **{
        name: QUERYSET_PROTOCOLS[name]
        for name in ("__iter__", "__len__", "__bool__", "__contains__", "__getitem__")
    },
    STEPPED_SLICE: reads(Result.ROWS, when=When.NOT_LOADED),
    SLICE: reads(Result.ROWS, when=When.NOT_LOADED),
    "__reversed__": reads(Result.ROW_ITERATOR, when=When.NOT_LOADED),
    **{name: neither(Result.TEXT) for name in ("__repr__", "__str__", "__format__")},
    "__aiter__": lazy(Result.ROW_ITERATOR),
    "__eq__": neither(Result.TRUTH),
    "__ne__": neither(Result.TRUTH),
    "__hash__": neither(Result.NUMBER),
}


# Functions that load relations of the rows that they are given, by dotted name.
LOADS_RELATIONS: Final = frozenset(
    {"django.db.models.prefetch_related_objects", "django.db.models.aprefetch_related_objects"}
)


class Consumed(msgspec.Struct, frozen=True):
    """Which arguments a function reads at once, and by which special method.

    `first` is the position of the first such argument; `rest` says that all later
    positional arguments are read as well.
    """

    method: str
    first: int = 0
    rest: bool = False


# Functions of the standard library and of Django that evaluate a queryset that they are
# given, by dotted name. `zip`, `map`, `filter` and `enumerate` are lazy themselves but call
# `iter` on their arguments at once; `itertools.chain` does not, nor does `isinstance`, `id`
# or `type`. The keyword `key=` changes nothing.
CONSUMERS: Final[dict[str, Consumed]] = {
    **{
        f"builtins.{name}": Consumed("__iter__")
        for name in (
            *("all", "any", "dict", "enumerate", "frozenset", "iter", "list", "max", "min"),
            *("set", "sorted", "sum", "tuple"),
        )
    },
    "builtins.map": Consumed("__iter__", first=1, rest=True),
    "builtins.filter": Consumed("__iter__", first=1),
    "builtins.zip": Consumed("__iter__", rest=True),
    "builtins.len": Consumed("__len__"),
    "builtins.bool": Consumed("__bool__"),
    "builtins.reversed": Consumed("__reversed__"),
    "builtins.print": Consumed("__str__", rest=True),
    "builtins.str": Consumed("__str__"),
    "builtins.repr": Consumed("__repr__"),
    "builtins.ascii": Consumed("__repr__"),
    "builtins.format": Consumed("__format__"),
    "builtins.str.join": Consumed("__iter__"),
    "builtins.str.format": Consumed("__format__", rest=True),
    "builtins.list.extend": Consumed("__iter__"),
    "builtins.set.update": Consumed("__iter__", rest=True),
    "builtins.dict.fromkeys": Consumed("__iter__"),
    "collections.Counter": Consumed("__iter__"),
    "collections.deque": Consumed("__iter__"),
    "copy.copy": Consumed("__copy__"),
    "functools.reduce": Consumed("__iter__", first=1),
    "itertools.accumulate": Consumed("__iter__"),
    "itertools.groupby": Consumed("__iter__"),
    "itertools.islice": Consumed("__iter__"),
    "itertools.product": Consumed("__iter__", rest=True),
    "operator.length_hint": Consumed("__len__"),
    "pickle.dumps": Consumed("__getstate__"),
    "random.choice": Consumed("__len__"),
    "statistics.mean": Consumed("__iter__"),
    "django.http.HttpResponse": Consumed("__iter__"),
    "django.http.StreamingHttpResponse": Consumed("__iter__"),
    "django.core.serializers.serialize": Consumed("__iter__", first=1),
    "django.db.models.prefetch_related_objects": Consumed("__bool__"),
}

# Methods of querysets whose keywords become attributes of the rows.
ALIASING: Final = "alias"
ANNOTATING: Final = frozenset({"annotate", ALIASING})
