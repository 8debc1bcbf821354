"""Classes that packages generate: of what, under which names, and with which columns.

Sources: django-simple-history 3.13 (simple_history/models.py, HistoricalRecords and
transform_field), django-pghistory 3.9 (pghistory/core.py, create_event_model; config.py),
django-tagulous 2.2 (tagulous/models/fields.py, BaseTagField.contribute_to_class),
django-activity-stream 2.0 (actstream/registry.py, setup_generic_relations). Held against the
packages by tests/contracts/test_readers.py (tests/fixtures/archive) and test_generated.py.
"""

from __future__ import annotations

from typing import Final

import msgspec

# Names of these packages that mean something to a reader.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "simple_history": ("HistoricalRecords", "register"),
    "pghistory": (
        "track",
        "create_event_model",
        "Field",
        "RelatedField",
        "ForeignKey",
        "ObjForeignKey",
        "ContextForeignKey",
        "ContextJSONField",
        "ContextUUIDField",
    ),
    "actstream": ("registry", "register"),
}


class Copies(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of the columns of a model in a class that keeps copies of its rows.

    `classes` are the classes of copies that are of another class than the column, for
    subclasses too; the nearest class counts. Those of `renewed` classes keep nothing but their
    name. `relations` are facts that copies of foreign keys have whatever the column says, and
    `is_stamped` says that a copy with `auto_now` still sets itself.
    """

    classes: dict[str, str]
    renewed: tuple[str, ...] = ()
    relations: dict[str, bool] = {}
    is_stamped: bool


_KEYS: Final = {
    "AutoField": "IntegerField",
    "BigAutoField": "BigIntegerField",
    "SmallAutoField": "IntegerField",
}

# Historical models of django-simple-history ---------------------------------------------

HISTORICAL_RECORDS: Final = "simple_history.HistoricalRecords"
# A function that gives records to a model from outside of its class.
SIMPLE_HISTORY: Final = "simple_history"
HISTORICAL_REGISTER: Final = "simple_history.register"
HISTORICAL_PREFIX: Final = "Historical"
# The parameters of HistoricalRecords in order, as far as one of them means something here.
HISTORICAL_PARAMETERS: Final = (
    "verbose_name",
    "verbose_name_plural",
    "bases",
    "user_related_name",
    "table_name",
    "inherit",
    "excluded_fields",
    "history_id_field",
    "history_change_reason_field",
    "user_model",
    "get_user",
    "cascade_delete_history",
    "custom_model_name",
    "app",
    "history_user_id_field",
    "history_user_getter",
    "history_user_setter",
    "related_name",
)
HISTORICAL_COPIES: Final = Copies(
    classes={
        **_KEYS,
        "FileField": "TextField",
        "OrderWrt": "IntegerField",
        "OneToOneField": "ForeignKey",
    },
    relations={"nullable": True, "blank": True},
    is_stamped=False,
)
HISTORY_TYPES: Final = ("+", "~", "-")
HISTORY_REASON_LENGTH: Final = 100
# Settings that change the columns of every historical model.
UUID_SETTING: Final = "SIMPLE_HISTORY_HISTORY_ID_USE_UUID"
TEXT_REASON_SETTING: Final = "SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD"

# Event models of django-pghistory -------------------------------------------------------

PGHISTORY: Final = "pghistory"
TRACK: Final = "pghistory.track"
CREATE_EVENT_MODEL: Final = "pghistory.create_event_model"
EVENT: Final = "pghistory.models.Event"
CONTEXT: Final = "pghistory.models.Context"
# What configures the columns that an event model has beside the copies.
OBJECT_KEY: Final = "pghistory.ObjForeignKey"
CONTEXT_KEY: Final = "pghistory.ContextForeignKey"
CONTEXT_AS_JSON: Final = "pghistory.ContextJSONField"
CONTEXT_ID: Final = "pghistory.ContextUUIDField"
EVENT_COPIES: Final = Copies(
    classes={**_KEYS, "OneToOneField": "ForeignKey"}, renewed=tuple(_KEYS), is_stamped=True
)
# Settings that decide what the calls do not say.
EVENT_BASE_SETTING: Final = "PGHISTORY_BASE_MODEL"
OBJECT_SETTING: Final = "PGHISTORY_OBJ_FIELD"
CONTEXT_SETTING: Final = "PGHISTORY_CONTEXT_FIELD"
CONTEXT_ID_SETTING: Final = "PGHISTORY_CONTEXT_ID_FIELD"
# Those that say something of every copy, or of every key, and the class that says it; what
# comes later wins.
COLUMN_SETTINGS: Final = {"PGHISTORY_FIELD": "pghistory.Field"}
KEY_SETTINGS: Final = {
    **COLUMN_SETTINGS,
    "PGHISTORY_RELATED_FIELD": "pghistory.RelatedField",
    "PGHISTORY_FOREIGN_KEY_FIELD": "pghistory.ForeignKey",
}
# One that takes keywords away from copies, and the facts that they may have said.
DROPPING_SETTING: Final = "PGHISTORY_EXCLUDE_FIELD_KWARGS"
SET_FACTS: Final = ("nullable", "blank", "unique", "editable")

# Proxies that functions make ------------------------------------------------------------

# Options of a proxy that change neither its columns nor the app that it belongs to.
PROXY_OPTIONS: Final = frozenset({"proxy", "verbose_name", "verbose_name_plural", "ordering"})

# Tag models of django-tagulous ----------------------------------------------------------

TAG_FIELDS: Final = ("TagField", "SingleTagField")
# The package has been called so since 2.2, and still answers to its old name.
TAG_PACKAGES: Final = ("django_tagulous", "tagulous")
TAG_PREFIX: Final = "Tagulous"
TAG_MODELS: Final = tuple(f"{package}.models.models.TagModel" for package in TAG_PACKAGES)
TAG_TREE_MODELS: Final = tuple(f"{package}.models.models.TagTreeModel" for package in TAG_PACKAGES)

# Metaclasses of packages that give models no columns.
PLAIN_METACLASSES: Final = frozenset(f"{name}Base" for name in (*TAG_MODELS, *TAG_TREE_MODELS))

# Translated attributes of django-parler and django-modeltranslation -----------------------

# Models of these classes are given the attributes of a second model, which names them (parler 2.4,
# parler/models.py, TranslatedFieldsModelBase).
TRANSLATED_MODELS: Final = frozenset(
    {"parler.models.TranslatableModel", "parler.models.TranslatableModelMixin"}
)
# A word of every file that registers models whose columns are multiplied: `name_en`, `name_fr`
# (modeltranslation 0.20, modeltranslation/translator.py and decorators.py).
COLUMN_REGISTRATIONS: Final = ("TranslationOptions",)

# Generic relations of django-activity-stream --------------------------------------------

ACTSTREAM: Final = "actstream"
REGISTER: Final = "actstream.register"
ACTION: Final = "actstream.models.Action"
ACTION_RELATIONS: Final = ("actor_actions", "target_actions", "action_object_actions")
