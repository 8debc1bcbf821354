"""The table of network, mail and storage against the real thing: each body is run, and what
it did outside of the process is compared with what its source says.

A server on this machine notes who asks it; Django's mail goes to its outbox in memory, its
files into a folder of the test.
"""

from __future__ import annotations

import asyncio
import inspect
import socket
import socketserver
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core import mail
from django.test.utils import override_settings

from nova_lint.knowledge import outside
from nova_lint.knowledge.queries import Effect
from nova_lint.semantics import effects
from nova_lint.workspace.symbols import FunctionSymbol
from tests.support import open_project

BODIES = {
    # The standard library.
    "urlopen": """
        from urllib.request import urlopen
        def run(host, port):
            urlopen(f"http://{host}:{port}/").read()
    """,
    "urlopen of a module": """
        import urllib.request
        def run(host, port):
            urllib.request.urlopen(f"http://{host}:{port}/").read()
    """,
    "a request that is only made": """
        from urllib.request import Request
        def run(host, port):
            Request(f"http://{host}:{port}/")
    """,
    "quote": """
        from urllib.parse import quote, urlencode
        def run(host, port):
            quote(urlencode({"host": host}))
    """,
    "http.client": """
        from http.client import HTTPConnection
        def run(host, port):
            connection = HTTPConnection(host, port)
            connection.request("GET", "/")
            connection.getresponse().read()
    """,
    "http.client, unused": """
        from http.client import HTTPConnection
        def run(host, port):
            HTTPConnection(host, port)
    """,
    "create_connection": """
        import socket
        def run(host, port):
            with socket.create_connection((host, port)) as connection:
                connection.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
                connection.recv(1000)
    """,
    "a socket": """
        import socket
        def run(host, port):
            connection = socket.socket()
            connection.connect((host, port))
            connection.close()
    """,
    "a socket that stays closed": """
        import socket
        def run(host, port):
            socket.socket().close()
    """,
    "smtplib": """
        import smtplib
        def run(host, port):
            server = smtplib.SMTP()
            try:
                server.connect(host, port)
            except smtplib.SMTPException:
                pass
    """,
    # Clients of HTTP.
    "requests": """
        import requests
        def run(host, port):
            requests.get(f"http://{host}:{port}/", timeout=5)
    """,
    "a function of requests": """
        from requests import post
        def run(host, port):
            post(f"http://{host}:{port}/", json={}, timeout=5)
    """,
    "a session of requests": """
        import requests
        def run(host, port):
            with requests.Session() as session:
                session.headers["Accept"] = "text/html"
                session.put(f"http://{host}:{port}/", timeout=5)
    """,
    "a session of requests that only is": """
        import requests
        def run(host, port):
            requests.Session().headers.get("Accept")
    """,
    "httpx": """
        import httpx
        def run(host, port):
            httpx.get(f"http://{host}:{port}/")
    """,
    "a client of httpx": """
        import httpx
        def run(host, port):
            with httpx.Client() as client:
                client.post(f"http://{host}:{port}/")
    """,
    "a client of the project": """
        import httpx
        class Bank(httpx.Client):
            def balance(self, host, port):
                return self.get(f"http://{host}:{port}/")
        def run(host, port):
            Bank().balance(host, port)
    """,
    "httpx, async": """
        import httpx
        async def run(host, port):
            async with httpx.AsyncClient() as client:
                await client.get(f"http://{host}:{port}/")
    """,
    "urllib3": """
        import urllib3
        def run(host, port):
            urllib3.PoolManager().request("GET", f"http://{host}:{port}/")
    """,
    # Mail.
    "send_mail": """
        from django.core.mail import send_mail
        def run(host, port):
            send_mail("Hello", "Text", None, ["somebody@example.com"])
    """,
    "mail_admins": """
        from django.core import mail
        def run(host, port):
            mail.mail_admins("Hello", "Text")
    """,
    "a message": """
        from django.core.mail import EmailMessage
        def run(host, port):
            EmailMessage("Hello", "Text", None, ["somebody@example.com"]).send()
    """,
    "a message that is not sent": """
        from django.core.mail import EmailMultiAlternatives
        def run(host, port):
            message = EmailMultiAlternatives("Hello", "Text", None, ["somebody@example.com"])
            message.attach_alternative("<p>Text</p>", "text/html")
    """,
    "a message of the project": """
        from django.core.mail import EmailMultiAlternatives
        class Welcome(EmailMultiAlternatives):
            subject = "Hello"
        def run(host, port):
            Welcome(to=["somebody@example.com"]).send()
    """,
    "messages over one connection": """
        from django.core.mail import EmailMessage, get_connection
        def run(host, port):
            message = EmailMessage("Hello", "Text", None, ["somebody@example.com"])
            get_connection().send_messages([message])
    """,
    "email_user": """
        from django.contrib.auth.models import User
        def run(host, port):
            User(email="somebody@example.com").email_user("Hello", "Text")
    """,
    # Storage.
    "default_storage": """
        from django.core.files.base import ContentFile
        from django.core.files.storage import default_storage
        def run(host, port):
            default_storage.save("note.txt", ContentFile(b"text"))
    """,
    "default_storage, asked": """
        from django.core.files.storage import default_storage
        def run(host, port):
            default_storage.exists("note.txt")
            default_storage.url("note.txt")
    """,
    "a storage of its own": """
        from django.core.files.base import ContentFile
        from django.core.files.storage import FileSystemStorage
        def run(host, port):
            FileSystemStorage().save("note.txt", ContentFile(b"text"))
    """,
    "a file of a row": """
        from django.core.files.base import ContentFile
        from django.db import models
        class Note(models.Model):
            file = models.FileField()
            class Meta:
                app_label = "sites"
        def run(host, port):
            Note().file.save("note.txt", ContentFile(b"text"), save=False)
    """,
}
# Packages that the tests are not installed with, and what was read in their references.
NOT_RUN = {
    "aiohttp": "async with session.get(…)",
    "boto3": "clients are made for each service from its description",
    "stripe": "needs an account",
    "braintree": "needs an account",
    "razorpay": "needs an account",
    "paypalrestsdk": "needs an account",
    "mercadopago": "needs an account",
    "slack_sdk": "needs an account",
    "sendgrid": "needs an account",
    "firebase_admin": "needs an account",
    "ftplib": "needs a server of FTP",
}


@dataclass
class Server:
    """A server on this machine that answers everybody and counts them."""

    host: str = ""
    port: int = 0
    asked: list[object] = field(default_factory=list)

    def askers(self) -> list[object]:
        """Everybody who has asked so far: connections are taken in their order, so whoever is
        not noted by the time that one of our own is has not asked."""
        with socket.create_connection((self.host, self.port)) as own:
            deadline = time.monotonic() + 5
            while own.getsockname() not in self.asked and time.monotonic() < deadline:
                time.sleep(0.001)
            return [each for each in self.asked if each != own.getsockname()]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = Server()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(0.2)
            with suppress(TimeoutError):
                self.request.recv(10_000)
            self.request.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK")

    class Listening(socketserver.ThreadingTCPServer):
        def verify_request(self, request: object, client_address: object) -> bool:
            found.asked.append(client_address)
            return True

    with Listening(("127.0.0.1", 0), Handler) as listening:
        found.host, found.port = listening.server_address
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield found
        listening.shutdown()


def happened(source: str, server: Server, folder: Path) -> set[Effect]:
    """What running a body did."""
    server.asked.clear()
    mail.outbox = []
    namespace: dict[str, object] = {"__name__": "shop.body"}
    settings = {
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "MEDIA_ROOT": str(folder),
        "ADMINS": [("Admin", "admin@example.com")],
    }
    with override_settings(**settings):
        exec(source, namespace)
        run = namespace["run"]
        assert callable(run)
        made = run(server.host, server.port)
        if inspect.isawaitable(made):
            asyncio.run(_awaited(made))
    observed = {
        Effect.NETWORK: server.askers(),
        Effect.MAIL: mail.outbox,
        Effect.STORAGE: list(folder.iterdir()),
    }
    return {effect for effect, traces in observed.items() if traces}


async def _awaited(made: object) -> None:
    assert inspect.isawaitable(made)
    await made


def said(source: str, folder: Path) -> set[Effect]:
    """What the source says that a body does."""
    project = open_project({"shop/__init__.py": "", "shop/body.py": source}, folder)
    function = project.symbols.own_member(project.workspace.modules.at("shop/body.py"), "run")
    assert isinstance(function, FunctionSymbol)
    reader = project.whole_bodies
    found: set[Effect] = set()
    for operation in reader.operations(function):
        reached = effects.reached(operation, reader.models, project.symbols)
        found |= {each.doing.effect for each in reached}
    return found


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", BODIES)
def test_the_source_says_what_running_it_does(name: str, server: Server, tmp_path: Path):
    source = textwrap.dedent(BODIES[name])
    files, project = tmp_path / "files", tmp_path / "project"
    files.mkdir()
    project.mkdir()
    assert said(source, project) == happened(source, server, files)


def test_every_package_is_run_or_said_why_not():
    run = {name for name in outside.PACKAGES if any(name in body for body in BODIES.values())}
    assert run | NOT_RUN.keys() == outside.PACKAGES.keys()
    assert not run & NOT_RUN.keys()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stripe.Charge.create", Effect.NETWORK),
        ("stripe._charge.Charge.create", Effect.NETWORK),
        ("stripe.api_key", None),
        ("requests.api.get", Effect.NETWORK),
        ("requests.utils.quote", None),
        ("django.core.mail.send_mail", Effect.MAIL),
        ("shop.mail.send_mail", None),
    ],
)
def test_a_function_is_known_by_its_package_and_its_last_name(name, expected):
    assert outside.function(name) == expected


@pytest.mark.parametrize(
    ("cls", "name", "expected"),
    [
        ("boto3.client()", "upload_file", Effect.NETWORK),
        ("aiohttp.client.ClientSession", "get", Effect.NETWORK),
        ("aiohttp.client.ClientSession", "close", None),
        ("ftplib.FTP", "storbinary", Effect.NETWORK),
        ("shop.Session", "get", None),
    ],
)
def test_a_method_is_known_by_the_package_of_its_class(cls, name, expected):
    assert outside.method(cls, name) == expected
