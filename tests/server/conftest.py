"""Projects to edit, and a session that many tests share: a server reads each anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.server.editing import Editor, editor

ROOT = Path(__file__).resolve().parents[2]

PROJECT = {
    "nova-lint.toml": "",
    "shop/__init__.py": "",
    "shop/models.py": """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=120)
""",
    "shop/serializers.py": """\
from rest_framework import serializers

from shop.models import Customer


class CustomerSerializer(serializers.ModelSerializer):
    name = serializers.CharField(max_length=255)

    class Meta:
        model = Customer
        fields = ["name"]
""",
    "shop/views.py": """\
from rest_framework import viewsets

from shop.models import Customer
from shop.serializers import CustomerSerializer


class CustomerViewSet(viewsets.ModelViewSet):
    queryset = Customer.objects.all()
    serializer_class = CustomerSerializer
""",
}


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


@pytest.fixture(scope="session")
def server() -> Iterator[Editor]:
    with editor() as session:
        yield session


@pytest.fixture
def session(server: Editor, project: Path) -> Iterator[Editor]:
    """The shared session, with the project for its only folder."""
    folder = {"uri": project.as_uri(), "name": project.name}
    changed = "workspace/didChangeWorkspaceFolders"
    server.notify(changed, event={"added": [folder], "removed": []})
    yield server
    for path in list(server.texts):
        server.close(path)
    server.notify(changed, event={"added": [], "removed": [folder]})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", PROJECT)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example, where caches may be left."""
    copy = tmp_path_factory.mktemp("example") / "shop"
    shutil.copytree(ROOT / "docs" / "examples" / "shop", copy)
    return copy
