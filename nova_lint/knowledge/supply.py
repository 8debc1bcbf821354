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

# Methods of models that run before a row is saved, or make objects.
MODEL_METHODS: Final = re.compile(
    r"__init__|save|asave|save_base|clean|full_clean|clean_fields|pre_save|before_save\w*"
    r"|create|_?set_\w+|_?generate\w*|_?populate\w*|_?update\w*|_?assign\w*|_?fill\w*|_\w+"
)

SIGNALS: Final = frozenset({"pre_save", "pre_init", "post_init", "post_save", "class_prepared"})

# A call that runs the model's own validation.
VALIDATION_CALLS: Final = re.compile(r"\.(full_clean|clean_fields|validate_constraints)\(")

# Data of unknown keys handed on: `serializer.save(**extra)`, `Model(**kwargs)`.
UNREADABLE: Final = re.compile(
    r"\.save\([^)]*\*\*|perform_create\([^)]*\*\*|setattr\([^)]*,\s*[a-z_]+\s*,"
)

# What a method that validates one field says when it keeps the value short: its length, a
# slice, or that the value must be one of a collection.
LIMITS_LENGTH: Final = re.compile(r"len\(|max_length|\[:|\bnot in\b|\bchoices\b|\bfullmatch\(")

# A form that is handed the row that it is to edit.
GIVEN_ROW: Final = re.compile(r"\binstance\s*=\s*(?!None\b)\w|[\"']instance[\"']\]\s*=")
