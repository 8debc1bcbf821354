"""Django's form fields: what each accepts when nobody says otherwise.

Source: Django 5.2, django/forms/fields.py and django/forms/models.py. Held against the
installed Django by tests/knowledge/test_forms.py.
"""

from __future__ import annotations

from typing import Final

import msgspec

FORM: Final = "django.forms.BaseForm"
FORM_ROOTS: Final = frozenset({"django.forms.Form", "django.forms.BaseForm"})
MODEL_FORM_ROOTS: Final = frozenset({"django.forms.ModelForm", "django.forms.BaseModelForm"})


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """One built-in form field class; the limits are what it has by default."""

    type: str
    parent: str = "Field"
    max_length: int | None = None
    required: bool = True
    many: bool = False


FIELDS: Final[dict[str, FormField]] = {
    "Field": FormField(type="any"),
    "BooleanField": FormField(type="bool"),
    "CharField": FormField(type="str"),
    "ChoiceField": FormField(type="choice"),
    "ComboField": FormField(type="any"),
    "DateField": FormField(type="date"),
    "DateTimeField": FormField(type="datetime"),
    "DecimalField": FormField(type="decimal", parent="IntegerField"),
    "DurationField": FormField(type="duration"),
    # 320 since Django 3.2.18 and 4.x: the longest address that SMTP allows.
    "EmailField": FormField(type="str", parent="CharField", max_length=320),
    "FileField": FormField(type="file"),
    "FilePathField": FormField(type="choice", parent="ChoiceField"),
    "FloatField": FormField(type="float", parent="IntegerField"),
    # 39 since Django 5.1.5 and its like: the longest IPv6 address.
    "GenericIPAddressField": FormField(type="str", parent="CharField", max_length=39),
    "ImageField": FormField(type="file", parent="FileField"),
    "IntegerField": FormField(type="int"),
    "JSONField": FormField(type="json", parent="CharField"),
    "ModelChoiceField": FormField(type="relation", parent="ChoiceField"),
    "ModelMultipleChoiceField": FormField(type="relation", parent="ModelChoiceField", many=True),
    "MultiValueField": FormField(type="any"),
    "MultipleChoiceField": FormField(type="list", parent="ChoiceField", many=True),
    "NullBooleanField": FormField(type="bool", parent="BooleanField", required=False),
    "RegexField": FormField(type="str", parent="CharField"),
    "SlugField": FormField(type="str", parent="CharField"),
    "SplitDateTimeField": FormField(type="datetime", parent="MultiValueField"),
    "TimeField": FormField(type="time"),
    "TypedChoiceField": FormField(type="choice", parent="ChoiceField"),
    "TypedMultipleChoiceField": FormField(type="list", parent="MultipleChoiceField", many=True),
    "URLField": FormField(type="str", parent="CharField"),
    "UUIDField": FormField(type="uuid", parent="CharField"),
}

NAMES: Final = (
    *FIELDS,
    "Form",
    "BaseForm",
    "ModelForm",
    "BaseModelForm",
    "modelform_factory",
    "HiddenInput",
)

POSTGRES_FIELDS: Final[dict[str, FormField]] = {
    "SimpleArrayField": FormField(type="list", parent="CharField"),
    "SplitArrayField": FormField(type="list"),
    "HStoreField": FormField(type="json", parent="CharField"),
    "BaseRangeField": FormField(type="any"),
    "IntegerRangeField": FormField(type="any"),
    "DecimalRangeField": FormField(type="any"),
    "DateTimeRangeField": FormField(type="any"),
    "DateRangeField": FormField(type="any"),
}
POSTGRES_NAMES: Final = tuple(POSTGRES_FIELDS)


def form_field(canonical_name: str) -> FormField | None:
    """The form field class of that canonical name, or None."""
    package, _, name = canonical_name.rpartition(".")
    if package == "django.forms":
        return FIELDS.get(name)
    if package == "django.contrib.postgres.forms":
        return POSTGRES_FIELDS.get(name)
    return None


def is_form_field(name: str, ancestor: str) -> bool:
    """Whether a built-in form field class is `ancestor` or derives from it (short names)."""
    current: str | None = name
    while current is not None:
        if current == ancestor:
            return True
        known = FIELDS.get(current) or POSTGRES_FIELDS.get(current)
        current = known.parent if known and known.parent != current and current != "Field" else None
    return False
