"""A way to hash passwords that is no longer the first choice, and costs nothing here."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class OutdatedHasher(PBKDF2PasswordHasher):
    algorithm = "outdated"
    iterations = 1
