"""Where code fills in what a client does not send."""

from __future__ import annotations

import re
from typing import Final

# Methods of forms, serializers and schemas that handle data.
CLASS_METHODS: Final = re.compile(
    r"__init__|__new__|create|update|save|_?save_\w+|_?create\w*|_?update\w*|validate\w*"
    r"|clean\w*|_?clean\w*|_post_clean|to_internal_value|run_validation|is_valid|get_cleaned\w*"
    r"|resolve_\w+|model_post_init|run_validators|build_\w+|get_validated\w*|_\w+"
)

# Those of them that validate it.
VALIDATING_METHODS: Final = re.compile(r"_?(validate|clean)\w*")

# Methods of models that run before a row is saved; further ones do where these call them.
MODEL_METHODS: Final = re.compile(
    r"__init__|__new__|a?save|save_base|clean|full_clean|clean_fields|pre_save|before_save\w*"
    r"|_do_insert|_do_update|_save_\w+"
)

SIGNALS: Final = frozenset({"pre_save", "pre_init", "post_init", "post_save", "class_prepared"})

# A call that runs the model's own validation.
VALIDATION_CALLS: Final = re.compile(r"\.(full_clean|clean_fields|validate_constraints)\(")

# Data of unknown keys handed on: `serializer.save(**extra)`, `Model(**kwargs)`.
UNREADABLE: Final = re.compile(
    r"\.save\([^)]*\*\*|perform_create\([^)]*\*\*|setattr\([^)]*,\s*[a-z_]+\s*,"
)

# What a method that validates one field says when it keeps the value short: its length, a
# slice, that the value must be one of a collection, or a certain text, or look like one.
LIMITS_LENGTH: Final = re.compile(
    r"len\(|max_length|\[:|\bnot in\b|\bin [A-Z][A-Z_]+\b|\bchoices\b|!= ?[\"'][^\"']"
    r"|\b(?:fullmatch|match|search)\("
    # A value that stands in a collection; a text that stands in the value says nothing, nor does
    # a loop.
    r"|\b(?:if|elif|assert|return)\b(?:(?!\bfor\b)[^:\n])*[\w\])] in [\w({\[]"
)

# Functions and methods that refuse no text for its length.
TAKING_ANYTHING: Final = frozenset(
    {"str", "isinstance", "print", "bool", "repr", "ValidationError", "debug", "info", "warning"}
)

# Functions that make a text of a text, the same of the same.
SHAPING: Final = frozenset({"slugify", "str", "lower", "upper", "strip", "title", "capitalize"})

# Those, and methods that give a field's value out of the data.
GIVING_THE_VALUE: Final = SHAPING | {"get", "pop", "replace", "rstrip", "lstrip", "casefold"}

# A form that is handed the row that it is to edit.
GIVEN_ROW: Final = re.compile(r"\binstance\s*=\s*(?!None\b)\w|[\"']instance[\"']\]\s*=")

# Calls whose arguments fill no column: answers to a client, errors, logs, documentation.
NO_VALUES: Final = re.compile(
    r"\b(?:\w*ValidationError|add_error|\w*Response|render\w*|reverse\w*|redirect"
    r"|OpenApi\w+|extend_schema\w*|swagger_auto_schema|method_decorator|permission_required"
    r"|logg(?:er|ing)\.\w+|messages\.\w+|print|getattr|hasattr|isinstance)\("
)
# Calls that save a row, wherever they stand.
SAVING_CALLS: Final = re.compile(r"\b\w*(?:save|create)\w*\(")
SAVING_NAMES: Final = re.compile(r"save|create|update")
# Calls that look a row or a value up.
READERS: Final = re.compile(
    r"(?:\.(?:filter|exclude|a?get|order_by|values|values_list|only|defer|annotate|aggregate"
    r"|select_related|prefetch_related|a?count|a?exists|pop|getlist|distinct|index|startswith)"
    r"|\b(?:get_object_or_404|get_list_or_404|Q|F|Prefetch))\("
)
# Attributes of a class that list names: `search_fields = ["name"]`.
CLASS_LISTS: Final = re.compile(
    r"(?m)^[ \t]+\w*(?:fields?|fieldsets|ordering|lookups?|columns|list_display|list_filter)"
    r"[ \t]*=[ \t]*[\[({][^\])}]*[\])}]"
)

# Django fills in these columns: `ImageField(height_field="height")`.
MEASURED: Final = re.compile(r"\b(?:height|width)_field\s*=\s*[\"'](\w+)[\"']")
