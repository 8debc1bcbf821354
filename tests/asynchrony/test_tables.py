"""The tables of queries against what Django does: each entry has a body that was run."""

from __future__ import annotations

import importlib.util
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator, Sized
from pathlib import Path

import django
import pytest

from nova_lint.knowledge.framework_queries import (
    CALLS_BACK,
    CLASSES,
    DATABASE_COMMANDS,
    DEFINERS,
    ENTERED,
    FUNCTIONS,
    PICKLES,
)
from nova_lint.knowledge.hooks import FIELD_HOOKS, HOOKS, METHOD_FIELD, SENDERS
from nova_lint.knowledge.queries import (
    CONSUMERS,
    FORGETTING,
    GENERATED_METHODS,
    MANAGER,
    MANAGERS,
    MANY_TO_MANY,
    MODEL,
    QUERYSET,
    QUERYSET_PROTOCOLS,
    RAW_QUERYSET,
    RAW_QUERYSET_PROTOCOLS,
    RELATIONS,
    REVERSE_FOREIGN_KEY,
    SLICE,
    STEPPED_SLICE,
    Act,
    Call,
    Calls,
    Effect,
    Result,
    When,
)
from nova_lint.knowledge.threads import THREAD_METHODS, THREADS
from tests.asynchrony.outcomes import Kind, Outcome, outcomes

pytestmark = pytest.mark.xdist_group("async bodies")  # they run for half a minute

INSTALLED = django.VERSION[:2]
WRITES = {"INSERT", "UPDATE", "DELETE", "REPLACE"}

# Names that no async code would ask for its rows, with the reason.
NOT_ABOUT_QUERIES = {
    "resolve_expression": "makes a subquery of a queryset, for Django itself",
    "from_queryset": "makes a class; custom_managers use one",
    "as_manager": "makes a manager for a class; custom_managers use one",
    "auto_created": "an attribute for Django's own managers",
    "check": "the system checks",
    "contribute_to_class": "called when a class is made",
    "creation_counter": "the order of managers in a class",
    "deconstruct": "for migrations",
    "use_in_migrations": "for migrations",
    "constrained_target": "what count and exists are made of",
    "do_not_call_in_templates": "for templates",
    "get_prefetch_cache": "what prefetch_related is made of",
    "get_prefetch_queryset": "what prefetch_related is made of",
    "get_prefetch_querysets": "what prefetch_related is made of",
    "date_error_message": "a text",
    "unique_error_message": "a text",
    "prepare_database_save": "what save is made of",
}
# Entries that are newer than the Django of the corpus.
NEWER = {"fetch_mode", "totally_ordered", "set_base"}

METHODS: dict[str, Calls] = {
    "queryset_methods": QUERYSET,
    "manager_methods": MANAGER,
    "reverse_foreign_key_methods": REVERSE_FOREIGN_KEY,
    "many_to_many_methods": MANY_TO_MANY,
    "model_methods": MODEL,
}


def methods() -> Iterator[tuple[str, str, Call]]:
    for module, calls in METHODS.items():
        for name, call in calls.items():
            if name not in NOT_ABOUT_QUERIES and name not in NEWER:
                yield module, name, call


def body(name: str) -> Outcome:
    return outcomes()[name]


def expected(call: Call) -> Kind:
    """What happens to a body that makes the call where nothing keeps it from querying."""
    return Kind.RAISES if call.act is Act.RUNS else Kind.SILENT


# What a body returned, in the words of running.py.
SHAPES: dict[Result, str] = {
    Result.ROW: r"Model\[\w+\]|AnonymousUser",
    Result.ROW_OR_NONE: r"Model\[\w+\]|NoneType",
    Result.ROW_AND_CREATED: r"tuple\[Model\[\w+\], bool\]",
    Result.ROWS: r"list\[Model\[\w+\]\]",
    Result.ROWS_BY_KEY: r"dict\[Model\[\w+\]\]",
    Result.ROW_ITERATOR: r"generator|list_iterator|list\[Model\[\w+\]\]",
    Result.QUERYSET: r"QuerySet\[\w+, Model\]",
    Result.DICTIONARIES: r"QuerySet\[\w+, Values\]",
    Result.TUPLES: r"QuerySet\[\w+, (Flat)?ValuesList\]",
    Result.DATES: r"QuerySet\[\w+, FlatValuesList\]",
    Result.RAW_QUERYSET: r"RawQuerySet\[\w+\]",
    Result.MANAGER: r"Manager\[\w*\]",
    Result.AGGREGATES: r"dict\[\w+\]",
    Result.DELETED: r"tuple\[int, dict\[int\]\]",
    Result.NUMBER: r"int",
    Result.TRUTH: r"bool",
    Result.TEXT: r"str|SafeString",
    Result.NOTHING: r"NoneType",
    Result.OTHER: r".*",
}


@pytest.mark.parametrize(("module", "name", "call"), list(methods()))
def test_a_method_does_what_its_entry_says(module: str, name: str, call: Call):
    outcome = body(f"{module}.call_{name}")
    if call.when is When.DEFERRED:
        assert outcome.kind is Kind.SILENT
        outcome = body("model_methods.serializable_value_of_a_deferred_column")
    assert outcome.kind is expected(call)
    assert re.fullmatch(SHAPES[call.result], outcome.returned), outcome.returned


@pytest.mark.parametrize(("module", "name", "call"), list(methods()))
def test_a_method_has_the_effect_that_its_entry_says(module: str, name: str, call: Call):
    if call.act is Act.RUNS and call.when is not When.DEFERRED:
        changes = WRITES & set(body(f"{module}.call_{name}").statements)
        assert bool(changes) is (call.effect is Effect.WRITE)


@pytest.mark.parametrize(
    ("module", "name", "call"), [each for each in methods() if each[2].twin is not None]
)
def test_a_twin_is_silent_and_gives_the_same(module: str, name: str, call: Call):
    assert call.twin is not None
    twin = body(f"{module}.call_{call.twin.name}")
    assert twin.kind is Kind.SILENT
    assert re.fullmatch(SHAPES[call.result], twin.returned), twin.returned


# Entries with a body of another name ---------------------------------------------------------


RAW = {
    "iterator": "raw_iterator",
    "columns": "raw_columns",
    "model_fields": "raw_model_fields",
    "prefetch_related": "raw_prefetch_related",
    "using": "raw_using",
    "db": "raw_db",
    "resolve_model_init_order": "raw_resolve_model_init_order",
}
GENERATED = {
    ("get_next_by_", ""): "get_next_by_a_date",
    ("get_previous_by_", ""): "get_previous_by_a_date",
    ("get_", "_display"): "get_the_label_of_a_choice",
    ("get_", "_order"): "get_the_order_of_rows",
    ("set_", "_order"): "set_the_order_of_rows",
    ("get_next_in_order", ""): "get_next_in_order",
    ("get_previous_in_order", ""): "get_previous_in_order",
}
PROTOCOLS = {
    "__iter__": "in_iter",
    "__len__": "in_len",
    "__bool__": "in_bool",
    "__contains__": "in_queryset",
    "__getitem__": "index",
    STEPPED_SLICE: "stepped_slice",
    SLICE: "plain_slice",
    "__reversed__": "in_reversed",
    "__repr__": "in_repr",
    "__str__": "in_str",
    "__format__": "in_format",
    "__getstate__": "in_pickle",
    "__copy__": "in_copy",
    "__deepcopy__": "in_deepcopy",
    "__aiter__": "async_for_loop",
    "__and__": "combined_with_and",
    "__or__": "combined_with_or",
    "__xor__": "combined_with_xor",
    "__eq__": "equals",
    "__ne__": "differs",
    "__hash__": "in_hash",
}
RAW_PROTOCOLS = {
    "__iter__": "raw_iter",
    "__len__": "raw_length",
    "__bool__": "raw_truth",
    "__contains__": "raw_membership",
    "__getitem__": "raw_index",
    STEPPED_SLICE: "raw_stepped_slice",
    SLICE: "raw_slice",
    "__reversed__": "raw_reversed",
    "__repr__": "raw_repr",
    "__str__": "raw_str",
    "__format__": "raw_text",
    "__aiter__": "raw_in_async_for",
    "__eq__": "raw_equals",
    "__ne__": "raw_differs",
    "__hash__": "raw_hash",
}
CONSUMED = {
    "builtins.map": "in_map_that_nobody_reads",
    "builtins.filter": "in_filter_that_nobody_reads",
    "builtins.zip": "in_zip_that_nobody_reads",
    "builtins.enumerate": "in_enumerate_that_nobody_reads",
    "builtins.str.join": "in_join",
    "builtins.str.format": "in_str_format",
    "builtins.list.extend": "in_list_extend",
    "builtins.set.update": "in_set_update",
    "builtins.dict.fromkeys": "in_dict_fromkeys",
    "collections.Counter": "in_counter",
    "itertools.accumulate": "in_accumulate_that_nobody_reads",
    "itertools.groupby": "in_groupby_that_nobody_reads",
    "itertools.islice": "in_islice_that_nobody_reads",
    "operator.length_hint": "in_length_hint",
    "pickle.dumps": "in_pickle",
    "random.choice": "in_random_choice",
    "statistics.mean": "in_mean",
    "django.http.HttpResponse": "in_a_response",
    "django.http.StreamingHttpResponse": "in_a_streaming_response",
}


@pytest.mark.parametrize(
    ("call", "name"),
    [(RAW_QUERYSET[name], f"raw_querysets.{body}") for name, body in RAW.items()]
    + [(GENERATED_METHODS[name], f"model_methods.{body}") for name, body in GENERATED.items()]
    + [(QUERYSET_PROTOCOLS[name], f"evaluation.{body}") for name, body in PROTOCOLS.items()]
    + [
        (RAW_QUERYSET_PROTOCOLS[name], f"raw_querysets.{body}")
        for name, body in RAW_PROTOCOLS.items()
    ],
)
def test_an_operation_does_what_its_entry_says(call: Call, name: str):
    assert body(name).kind is expected(call)


def test_no_operation_is_left_out():
    assert RAW.keys() == RAW_QUERYSET.keys()
    assert GENERATED.keys() == GENERATED_METHODS.keys()
    assert PROTOCOLS.keys() == QUERYSET_PROTOCOLS.keys()
    assert RAW_PROTOCOLS.keys() == RAW_QUERYSET_PROTOCOLS.keys()


@pytest.mark.parametrize("name", CONSUMERS)
def test_a_consumer_evaluates_what_it_is_given(name: str):
    default = f"in_{name.rpartition('.')[2]}"
    assert body(f"evaluation.{CONSUMED.get(name, default)}").kind is Kind.RAISES
    assert CONSUMERS[name].method in QUERYSET_PROTOCOLS


@pytest.mark.parametrize(
    ("relation", "forward", "backward"),
    [
        ("ForeignKey", "foreign_key", "reverse_manager"),
        ("OneToOneField", "one_to_one_forward", "one_to_one_backward"),
        ("ManyToManyField", "many_to_many_manager", "many_to_many_backward"),
        ("GenericForeignKey", "generic_foreign_key", None),
        ("GenericRelation", "generic_relation_manager", None),
    ],
)
def test_a_relation_does_what_its_entry_says(relation: str, forward: str, backward: str | None):
    entry = RELATIONS[relation]
    assert body(f"relations.{forward}").kind is expected(entry.forward)
    assert (entry.backward is None) is (backward is None)
    if entry.backward is not None:
        assert body(f"relations.{backward}").kind is expected(entry.backward)


# Frameworks ----------------------------------------------------------------------------------


# Where the bodies of a class's methods are: what stands before the name of the method.
PREFIXES = {
    "django.db.backends.base.base.BaseDatabaseWrapper": "transactions.connection_",
    "django.contrib.sessions.backends.base.SessionBase": "users.session_",
    "django.core.cache.backends.base.BaseCache": "contenttypes_cache_messages.table_",
    "django.contrib.auth.models.PermissionsMixin": "users.call_",
    "django.contrib.auth.base_user.AbstractBaseUser": "users.call_",
    "django.contrib.contenttypes.models.ContentType": "contenttypes_cache_messages.",
    "django.forms.forms.BaseForm": "forms.choice_",
    "django.forms.models.BaseModelForm": "forms.model_form_",
    "django.forms.formsets.BaseFormSet": "forms.form_set_of_choices_",
    "django.forms.models.BaseModelFormSet": "forms.form_set_",
    "django.http.HttpRequest": "users.request_",
    "django.db.backends.base.introspection.BaseDatabaseIntrospection": "transactions.connection_",
    "django.forms.boundfield.BoundField": "forms.choice_field_",
    "django.forms.models.ModelChoiceField": "forms.choice_field_",
    "django.forms.models.ModelMultipleChoiceField": "forms.choices_field_",
    "django.core.paginator.Paginator": "shortcuts.paginator_",
    "django.core.paginator.Page": "shortcuts.page_",
    "django.db.models.fields.files.FieldFile": "shortcuts.file_",
    "django.views.generic.detail.SingleObjectMixin": "shortcuts.view_",
    "django.views.generic.list.MultipleObjectMixin": "shortcuts.view_",
    "rest_framework.generics.GenericAPIView": "shortcuts.rest_view_",
    "rest_framework.serializers.BaseSerializer": "serializers.",
    "rest_framework.serializers.ModelSerializer": "serializers.",
    "django.contrib.auth.base_user.BaseUserManager": "users.call_",
    "django.contrib.auth.models.UserManager": "users.call_",
    "django.contrib.auth.models.GroupManager": "users.group_",
    "django.contrib.auth.models.PermissionManager": "users.permission_",
    "django.contrib.contenttypes.models.ContentTypeManager": "contenttypes_cache_messages.",
    "django.contrib.sites.models.SiteManager": "shortcuts.",
    "django.contrib.sessions.base_session.BaseSessionManager": "users.session_manager_",
}
# Bodies that show several harmless methods, or one under a name that says what it is about.
OTHER_BODIES = {
    **dict.fromkeys(
        (f"users.call_{name}" for name in ("is_authenticated", "is_anonymous")),
        "users.call_get_username",
    ),
    **dict.fromkeys(
        (
            f"users.call_{name}"
            for name in (
                *("set_unusable_password", "has_usable_password", "natural_key"),
                "get_session_auth_hash",
            )
        ),
        "users.other_password_methods",
    ),
    "users.call_check_password": "users.check_password_with_an_outdated_hash",
    **dict.fromkeys(
        (f"contenttypes_cache_messages.{n}" for n in ("name", "app_labeled_name", "natural_key")),
        "contenttypes_cache_messages.names_of_a_content_type",
    ),
    **{
        f"forms.choice_{name}": f"forms.choice_{other}"
        for name, other in {
            "__str__": "shown",
            "__html__": "html",
            **dict.fromkeys(
                ("__getitem__", "hidden_fields", "is_multipart", "add_prefix", "add_error"),
                "neighbours",
            ),
        }.items()
    },
    "forms.choice_field___str__": "forms.choice_field_shown",
    "users.request_user": "users.request_user_attribute",
    "transactions.connection_schema_editor": "transactions.schema_editor_made",
    "shortcuts.paginator___iter__": "shortcuts.paginator_iterator",
    "shortcuts.paginator_get_elided_page_range": (
        "shortcuts.paginator_elided_range_that_nobody_reads"
    ),
    **{
        f"shortcuts.page_{name}": f"shortcuts.page_{other}"
        for name, other in {
            "__iter__": "in_for",
            "__len__": "len",
            "__getitem__": "index",
            "index": "index_of",
            "__contains__": "contains",
            "__reversed__": "reversed",
            "__str__": "shown",
            "__repr__": "shown",
            **dict.fromkeys(
                ("has_next", "has_previous", "has_other_pages", "start_index"), "numbers"
            ),
            **dict.fromkeys(
                ("next_page_number", "previous_page_number", "end_index", "number", "paginator"),
                "other_numbers",
            ),
        }.items()
    },
    "serializers.is_valid": "serializers.model_is_valid_with_a_relation",
    "serializers.run_validation": "serializers.run_validation_with_a_relation",
    "serializers.data": "serializers.data_of_a_nested_row",
    "serializers.to_representation": "serializers.representation_of_a_nested_row",
    "shortcuts.get_current": "shortcuts.current_site_of_the_manager",
    "shortcuts.get_by_natural_key": "shortcuts.site_by_natural_key",
    "shortcuts.clear_cache": "shortcuts.sites_forgotten",
    **{
        f"users.session_{name}": f"users.session_{other}"
        for name, other in {
            "__getitem__": "index",
            "__setitem__": "assignment",
            "__contains__": "in",
            "__delitem__": "del",
            "delete_test_cookie": "delete_test_cookie_not_loaded",
            "decode": "encode",
            "session_key": "key",
            "modified": "key",
            "accessed": "key",
            "key_salt": "key",
            "get_session_cookie_age": "key",
        }.items()
    },
    "contenttypes_cache_messages.table___contains__": "contenttypes_cache_messages.table_in",
    **{
        f"transactions.connection_{name}": f"transactions.{name}"
        for name in ("cursor", "connect", "ensure_connection")
    },
}
FUNCTION_BODIES = {
    "django.shortcuts.get_object_or_404": "shortcuts.object_or_404",
    "django.shortcuts.get_list_or_404": "shortcuts.list_or_404",
    "rest_framework.generics.get_object_or_404": "shortcuts.object_or_404_of_rest_framework",
    "django.db.models.prefetch_related_objects": "relations.prefetched_for_rows_by_a_query",
    "django.core.serializers.serialize": "shortcuts.serialize_a_queryset",
    "django.contrib.sites.shortcuts.get_current_site": "shortcuts.current_site",
    "django.core.management.call_command": "commands.migrate",
    "django.forms.models.model_to_dict": "shortcuts.model_to_dict_with_many_to_many",
    "django.db.transaction.atomic": "transactions.atomic_with",
    "django.test.utils.CaptureQueriesContext": "transactions.capturing_queries",
    "django.db.backends.base.schema.BaseDatabaseSchemaEditor": (
        "transactions.connection_schema_editor"
    ),
}
PACKAGES = {"django.contrib.auth": "users.call_", "django.db.transaction": "transactions."}
# Twins whose bodies are named after what they show.
TWIN_BODIES = {
    "aget_object_or_404": "shortcuts.aobject_or_404",
    "aget_list_or_404": "shortcuts.alist_or_404",
    "aprefetch_related_objects": "relations.prefetched_for_rows_that_are_there",
}


def framework_calls() -> Iterator[tuple[str, str, Call]]:
    """Each entry about a framework that holds here, with the names of its body and its twin's."""
    for name, twin, call in _framework_calls():
        if call.until is None or call.until > INSTALLED:
            yield name, twin, call


def _framework_calls() -> Iterator[tuple[str, str, Call]]:
    for owner, calls in (CLASSES | MANAGERS).items():
        for name, call in calls.items():
            ordinary = f"{PREFIXES[owner]}{name}"
            twin = f"{PREFIXES[owner]}{call.twin.name}" if call.twin else ""
            yield OTHER_BODIES.get(ordinary, ordinary), twin, call
    for dotted, call in (FUNCTIONS | ENTERED).items():
        package, _, name = dotted.rpartition(".")
        prefix = PACKAGES.get(package, "")
        twin = call.twin.name if call.twin else ""
        yield (
            FUNCTION_BODIES.get(dotted, f"{prefix}{name}"),
            TWIN_BODIES.get(twin, f"{prefix}{twin}" if twin else ""),
            call,
        )


@pytest.mark.parametrize(("name", "twin", "call"), list(framework_calls()))
def test_a_framework_does_what_its_entry_says(name: str, twin: str, call: Call):
    assert body(name).kind is expected(call)
    if call.act is Act.RUNS and call.effect is not Effect.TRANSACTION:
        changes = WRITES & set(body(name).statements)
        assert not changes or call.effect is Effect.WRITE


@pytest.mark.parametrize(
    ("twin", "call"),
    [
        (twin, call)
        for _, twin, call in framework_calls()
        if call.twin is not None and call.twin.since <= INSTALLED
    ],
)
def test_a_twin_of_a_framework_is_silent(twin: str, call: Call):
    # A paginator's twins came with Django 6.0, the corpus keeps to what 5.2 has.
    if not twin.startswith("shortcuts.paginator_"):
        assert body(twin).kind is Kind.SILENT


# Conditions: each has a body in which it does not hold, and that one is silent.
@pytest.mark.parametrize(
    ("when", "name"),
    [
        (When.NOT_LOADED, "evaluation.evaluated_before"),
        (When.NOT_LOADED, "evaluation.counted_after_evaluation"),
        (When.NOT_LOADED, "relations.prefetched_reverse_count"),
        (When.NOT_LOADED, "relations.select_related"),
        (When.NOT_LOADED, "contenttypes_cache_messages.get_for_model_again"),
        (When.CHECKED, "model_methods.full_clean_of_a_new_plain_row"),
        (When.CHECKED, "model_methods.validate_constraints_of_a_model_without"),
        (When.DEFERRED, "model_methods.call_serializable_value"),
        (When.ORDINARY_USER, "users.has_perm_of_a_superuser"),
        (When.ORDINARY_USER, "users.has_perm_of_nobody"),
        (When.IN_DATABASE, "users.session_in_a_cookie"),
        (When.IN_DATABASE, "contenttypes_cache_messages.cache_get"),
        (When.IN_DATABASE, "users.session_loaded_before"),
        (When.ORDINARY_USER, "users.has_perm_after_ahas_perm"),
        (When.SITES, "shortcuts.current_site_known"),
        (When.CREDENTIALS, "users.authenticate_without_credentials"),
        (When.VALIDATED, "forms.plain_is_valid"),
        (When.VALIDATED, "forms.choice_is_valid_unbound"),
        (When.VALIDATED, "forms.model_form_is_valid_with_nothing_to_check"),
        (When.VALIDATED, "serializers.model_is_valid_with_nothing_to_check"),
        (When.SHOWN, "forms.plain_as_p"),
        (When.SHOWN, "forms.other_field_shown"),
        (When.SERIALIZED, "serializers.data_of_a_plain_row"),
        (When.SERIALIZED, "serializers.data_of_a_nested_row_loaded"),
        (When.MANY_TO_MANY, "shortcuts.model_to_dict_without"),
        (When.GIVEN_ROWS, "evaluation.bulk_create_of_nothing"),
        (When.GIVEN_ROWS, "evaluation.in_bulk_of_nothing"),
        (When.GIVEN_QUERYSET, "shortcuts.paginator_of_a_list"),
        (When.GIVEN_QUERYSET, "shortcuts.serialize_a_list"),
        (When.UNLESS_FALSE, "forms.model_form_save_without_commit"),
        (When.UNLESS_FALSE, "shortcuts.file_save_without_the_row"),
        (When.OUTDATED_HASH, "users.call_check_password"),
        (When.UNBOUND, "forms.form_set_forms_of_data"),
        (When.COMMAND, "commands.check"),
    ],
)
def test_where_the_condition_does_not_hold_nothing_is_refused(when: When, name: str):
    assert when is not When.ALWAYS
    assert body(name).kind is Kind.SILENT


def test_a_class_has_the_methods_of_those_that_define_them():
    code = f"""
from django.conf import settings; settings.configure(); import django; django.setup()
from django.utils.module_loading import import_string
for name, definers in {DEFINERS!r}.items():
    for definer in definers:
        assert issubclass(import_string(name), import_string(definer)), (name, definer)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_command_of_the_table_is_run():
    for command in DATABASE_COMMANDS:
        assert body(f"commands.{command}").kind is Kind.RAISES


@pytest.mark.parametrize("when", When)
def test_every_condition_has_such_a_body(when: When):
    if when is not When.ALWAYS:
        assert f"When.{when.name}," in Path(__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        (HOOKS["form"], ["forms.clean_of_the_whole_that_queries"]),
        (HOOKS["serializer"], ["serializers.is_valid_with_a_check_of_the_whole"]),
        (FIELD_HOOKS["form"], ["forms.clean_method_that_queries"]),
        (FIELD_HOOKS["serializer"], ["serializers.is_valid_with_a_check_of_a_field"]),
        (METHOD_FIELD, ["serializers.data_of_a_method_that_queries"]),
        (
            SENDERS,
            [
                "shortcuts.signal_with_a_receiver_that_queries",
                "shortcuts.signal_send_robust_swallows",
            ],
        ),
        (
            CALLS_BACK,
            [
                f"contenttypes_cache_messages.cache_{name}_with_a_function_that_queries"
                for name in CALLS_BACK
            ],
        ),
        (PICKLES, [f"contenttypes_cache_messages.cache_{name}_of_a_queryset" for name in PICKLES]),
        (
            FORGETTING,
            [
                f"relations.prefetched_and_{done}"
                for done in ("added_to", "cleared", "removed_from", "set")
            ],
        ),
    ],
)
def test_what_a_framework_does_with_code_and_rows_of_the_project(entries: Sized, names: list[str]):
    assert entries
    for name in names:
        assert body(name).kind is Kind.RAISES


# Threads -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrapper", "names"),
    [
        ("asgiref.sync.sync_to_async", ["of_a_function", "as_a_decorator", "by_keyword"]),
        ("asgiref.sync.SyncToAsync", ["sync_to_async_class"]),
        ("channels.db.database_sync_to_async", ["of_a_function", "as_a_decorator"]),
        ("asyncio.to_thread", ["to_thread_of_a_function", "to_thread_with_arguments"]),
        ("threading.Thread", ["thread_of_its_own"]),
    ],
)
def test_what_moves_a_function_to_a_thread_is_silent(wrapper: str, names: list[str]):
    assert wrapper in THREADS
    last = wrapper.rpartition(".")[2]
    for name in names:
        prefix = f"{last}_" if name.startswith(("of_", "as_", "by_")) else ""
        assert body(f"threads.{prefix}{name}").kind is Kind.SILENT


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("run_in_executor", "run_in_executor_of_a_function"),
        ("submit", "submit_to_a_pool"),
        ("map", "map_of_a_pool"),
    ],
)
def test_a_method_that_moves_a_function_to_a_thread_is_silent(method: str, name: str):
    assert method in THREAD_METHODS
    assert body(f"threads.{name}").kind is Kind.SILENT


@pytest.mark.parametrize("wrapper", THREADS)
def test_a_wrapper_takes_the_function_where_its_entry_says(wrapper: str):
    """For those that are installed: the parameter at that position has that name."""
    module, _, name = wrapper.rpartition(".")
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        pytest.skip(f"{module} is not installed")
    function = getattr(importlib.import_module(module), name)
    parameters = [
        each.name for each in inspect.signature(function).parameters.values() if each.name != "self"
    ]
    entry = THREADS[wrapper]
    # Channels passes everything on to asgiref.
    if parameters != ["args", "kwargs"]:
        assert parameters[entry.position] == (entry.keyword or parameters[entry.position])
