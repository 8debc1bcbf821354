from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

PHONE_PATTERN = r"^\+?[0-9 ]{6,}$"

phone_number = RegexValidator(PHONE_PATTERN, "Enter a phone number such as +43 1 234567.")
postcode = RegexValidator(r"^[0-9A-Z][0-9A-Z -]{2,9}$", "Enter a postcode.")


def sku_code(value):
    letters, _, digits = value.partition("-")
    if not (letters.isalpha() and letters.isupper() and digits.isdigit()):
        raise ValidationError("A stock number looks like ABC-1234.")
