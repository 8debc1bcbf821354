"""What code does outside of the process besides the database: network, mail, storage.

A function or class of a package has one meaning here, whichever of the package's modules it
is imported from, so it is known by its package and its last name: `requests.get` is
`requests.api.get` as well.

Source: CPython 3.11 (urllib.request, http.client, smtplib, ftplib, socket), Django 5.2
(core/mail/__init__.py, core/mail/message.py, contrib/auth/models.py, core/files/storage/base.py,
db/models/fields/files.py), requests 2.32 (api.py, sessions.py), httpx 0.28 (_api.py,
_client.py), aiohttp 3.12 (client.py), urllib3 2.5 (poolmanager.py), boto3 1.40 (session.py),
and the references of the payment and messaging services. What is installed is run by
tests/knowledge/test_outside.py.
"""

from __future__ import annotations

from typing import Final

import msgspec

from nova_lint.knowledge.queries import Effect

_EVERY: Final = "*"


class Package(msgspec.Struct, frozen=True):
    """What of a package has an effect: its functions, and the methods of its classes.

    `makers` are functions whose results have only such methods: what they give has the class
    of that name. `*` among the methods stands for every one.
    """

    effect: Effect
    functions: frozenset[str] = frozenset()
    classes: dict[str, frozenset[str]] = {}
    makers: dict[str, str] = {}


_VERBS: Final = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request"})
_HTTP_CLIENT: Final = _VERBS | {"send", "stream"}
_CONNECTION: Final = frozenset({"connect", "request", "endheaders", "send"})
_SDK_FUNCTIONS: Final = frozenset(
    {"create", "retrieve", "modify", "capture", "confirm", "cancel", "refund", "charge"}
    | {"create_async", "retrieve_async", "modify_async", "confirm_async", "cancel_async"}
    | {"sale", "submit_for_settlement", "transaction", "execute", "authorize", "void"}
)

PACKAGES: Final[dict[str, Package]] = {
    # The standard library.
    "urllib": Package(Effect.NETWORK, frozenset({"urlopen", "urlretrieve"})),
    "http": Package(
        Effect.NETWORK,
        classes={"HTTPConnection": _CONNECTION, "HTTPSConnection": _CONNECTION},
    ),
    "socket": Package(
        Effect.NETWORK,
        frozenset({"create_connection"}),
        {"socket": frozenset({"connect", "connect_ex", "send", "sendall", "sendto"})},
    ),
    "smtplib": Package(
        Effect.NETWORK,
        classes=dict.fromkeys(
            ("SMTP", "SMTP_SSL"),
            frozenset({"connect", "login", "sendmail", "send_message", "starttls"}),
        ),
    ),
    "ftplib": Package(
        Effect.NETWORK,
        classes=dict.fromkeys(
            ("FTP", "FTP_TLS"),
            frozenset({"connect", "login", "retrbinary", "retrlines", "storbinary", "storlines"}),
        ),
    ),
    # Clients of HTTP.
    "requests": Package(
        Effect.NETWORK,
        _VERBS,
        {"Session": _VERBS | {"send"}},
        {"session": "requests.Session"},
    ),
    "httpx": Package(
        Effect.NETWORK,
        _VERBS | {"stream"},
        {"Client": _HTTP_CLIENT, "AsyncClient": _HTTP_CLIENT},
    ),
    "aiohttp": Package(
        Effect.NETWORK, frozenset({"request"}), {"ClientSession": _VERBS | {"ws_connect"}}
    ),
    "urllib3": Package(
        Effect.NETWORK,
        frozenset({"request"}),
        {"PoolManager": frozenset({"request", "urlopen"})},
    ),
    # Other services.
    "boto3": Package(
        Effect.NETWORK,
        classes={"client()": frozenset({_EVERY}), "resource()": frozenset({_EVERY})},
        makers={"client": "boto3.client()", "resource": "boto3.resource()"},
    ),
    "stripe": Package(Effect.NETWORK, _SDK_FUNCTIONS | {"list", "delete", "pay", "attach"}),
    "braintree": Package(Effect.NETWORK, _SDK_FUNCTIONS),
    "razorpay": Package(
        Effect.NETWORK,
        classes={"Client": frozenset({_EVERY})},
    ),
    "paypalrestsdk": Package(Effect.NETWORK, _SDK_FUNCTIONS | {"find"}),
    "mercadopago": Package(Effect.NETWORK, classes={"SDK": frozenset({_EVERY})}),
    "slack_sdk": Package(
        Effect.NETWORK,
        classes={
            "WebClient": frozenset({_EVERY}),
            "WebhookClient": frozenset({"send", "send_dict"}),
        },
    ),
    "sendgrid": Package(Effect.NETWORK, classes={"SendGridAPIClient": frozenset({"send"})}),
    "firebase_admin": Package(
        Effect.NETWORK, frozenset({"send", "send_all", "send_each", "send_multicast"})
    ),
}

_MAIL_FUNCTIONS: Final = frozenset(
    f"django.core.mail.{name}"
    for name in ("send_mail", "send_mass_mail", "mail_admins", "mail_managers")
)
_MESSAGE: Final = frozenset({"send"})
_STORAGE: Final = frozenset({"save", "delete"})
_MAIL_METHODS: Final[dict[str, frozenset[str]]] = {
    "django.core.mail.EmailMessage": _MESSAGE,
    "django.core.mail.EmailMultiAlternatives": _MESSAGE,
    "django.core.mail.message.EmailMessage": _MESSAGE,
    "django.core.mail.message.EmailMultiAlternatives": _MESSAGE,
    "django.core.mail.get_connection()": frozenset({"send_messages"}),
    "django.contrib.auth.models.AbstractUser": frozenset({"email_user"}),
}
_STORAGE_METHODS: Final[dict[str, frozenset[str]]] = dict.fromkeys(
    (
        "django.core.files.storage.Storage",
        "django.core.files.storage.FileSystemStorage",
        "django.core.files.storage.InMemoryStorage",
        "django.core.files.storage.base.Storage",
        "django.core.files.storage.filesystem.FileSystemStorage",
        "django.core.files.storage.DefaultStorage",
        "django.db.models.fields.files.FieldFile",
        "storages.backends.s3.S3Storage",
        "storages.backends.s3boto3.S3Boto3Storage",
        "storages.backends.gcloud.GoogleCloudStorage",
        "storages.backends.azure_storage.AzureStorage",
    ),
    _STORAGE,
)
# What stands under a name, or is given by a call, by the class that has its methods.
OBJECTS: Final[dict[str, str]] = {
    "django.core.files.storage.default_storage": "django.core.files.storage.Storage",
    "django.core.files.storage.storages[]": "django.core.files.storage.Storage",
}
_MAKERS: Final[dict[str, str]] = {
    "django.core.mail.get_connection": "django.core.mail.get_connection()",
    "django.core.files.storage.get_storage_class": "django.core.files.storage.Storage",
}


# Words of which one stands in every file that has such a function or method, and the names of
# those.
WORDS: Final = frozenset(
    {*PACKAGES, "default_storage", "storage", "ContentFile", "File", "email_user"}
    | {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "mail"}
    | {"EmailMessage", "EmailMultiAlternatives"}
)
NAMES: Final = frozenset(
    {name.rpartition(".")[2] for name in _MAIL_FUNCTIONS}
    | {name for package in PACKAGES.values() for name in package.functions}
    | {name for package in PACKAGES.values() for each in package.classes.values() for name in each}
    | {name.partition("(")[0] for package in PACKAGES.values() for name in package.classes}
    | {name for each in (_MAIL_METHODS | _STORAGE_METHODS).values() for name in each}
) - {_EVERY}


def function(name: str) -> Effect | None:
    """What calling a function does outside, by its dotted name."""
    if name in _MAIL_FUNCTIONS:
        return Effect.MAIL
    top, _, rest = name.partition(".")
    package = PACKAGES.get(top)
    if package is None or rest.rpartition(".")[2] not in package.functions:
        return None
    return package.effect


def method(cls: str, name: str) -> Effect | None:
    """What a method of a framework's or a package's class does outside, by the dotted name of
    the class."""
    if name in _MAIL_METHODS.get(cls, ()):
        return Effect.MAIL
    if name in _STORAGE_METHODS.get(cls, ()):
        return Effect.STORAGE
    top, _, rest = cls.partition(".")
    package = PACKAGES.get(top)
    names = package.classes.get(rest.rpartition(".")[2], frozenset()) if package else frozenset()
    if package is None or not names & {name, _EVERY}:
        return None
    return package.effect


def made_by(name: str) -> str | None:
    """The class of what calling a class or function of that dotted name gives, where its
    methods have an effect."""
    made = _MAKERS.get(name)
    if made is not None or name in _MAIL_METHODS or name in _STORAGE_METHODS:
        return made or name
    top, _, rest = name.partition(".")
    package = PACKAGES.get(top)
    last = rest.rpartition(".")[2]
    if package is None:
        return None
    return package.makers.get(last) or (f"{top}.{last}" if last in package.classes else None)
