"""The least that Django and the libraries need."""

SECRET_KEY = "jobs"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "stall"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
