"""Bad input gets a clear error, and everything else is still reported.

Each test adds something bad to a small project with one drift, and runs the real command line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MODELS = """\
from django.db import models


class Order(models.Model):
    name = models.CharField(max_length=10)
"""
SERIALIZERS = """\
from rest_framework import serializers

from shop.models import Order


class OrderSerializer(serializers.ModelSerializer):
    name = serializers.CharField(max_length=20)

    class Meta:
        model = Order
        fields = ["name"]
"""
VIEWS = """\
from rest_framework import viewsets

from shop.models import Order
from shop.serializers import OrderSerializer


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
"""
DRIFT = ("NL101", "shop/serializers.py", 7)

CLEAN, FOUND, FAILED = 0, 1, 2


@dataclass
class Outcome:
    """What one run of the command line said."""

    code: int
    findings: list[tuple[str, str, int]]
    errors: list[dict[str, Any]]
    stderr: str

    @property
    def messages(self) -> dict[str, str]:
        return {error["path"]: error["message"] for error in self.errors}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one drift."""
    root = tmp_path / "project"
    write(root, "manage.py", "")
    write(root, "shop/__init__.py", "")
    write(root, "shop/models.py", MODELS)
    write(root, "shop/serializers.py", SERIALIZERS)
    write(root, "shop/views.py", VIEWS)
    return root


def write(root: Path, path: str, content: str | bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def run(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nova_lint", *arguments],
        cwd=root,
        env=os.environ | {"NO_COLOR": "1"} | variables,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )


def check(root: Path, *arguments: str, **variables: str) -> Outcome:
    done = run(root, "check", "--format", "json", *arguments, **variables)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    findings = [(each["code"], each["path"], each["line"]) for each in report["findings"]]
    return Outcome(done.returncode, findings, report["errors"], done.stderr)


def test_the_project_itself(project):
    assert check(project) == Outcome(FOUND, [DRIFT], [], "")


# Files that are not what they should be


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b"x = 1\ndef total(:\n", "not valid Python: ", 2),
        (b"x = (1,\n", "not valid Python: '(' was never closed", 1),
        (b"if x:\n    y = 1\n  z = 2\n", "not valid Python: ", 3),
        (b'name = "\xff\xfe"\n', "cannot be decoded", 0),
        (b"# coding: klingon\nx = 1\n", "unknown encoding: klingon", 0),
        (b"x = 1\0\n", "null byte", 0),
        (b"\x7fELF\x02\x01\x01\0\0\0", "null byte", 0),
    ],
)
def test_a_file_that_cannot_be_read(project, content, message, line):
    write(project, "shop/broken.py", content)
    outcome = check(project)
    assert (outcome.code, outcome.findings) == (FAILED, [DRIFT])
    (error,) = outcome.errors
    assert (error["path"], error["line"]) == ("shop/broken.py", line)
    assert message in error["message"]


def test_it_is_said_in_text_as_well(project):
    write(project, "shop/broken.py", "def total(:\n")
    done = run(project, "check")
    assert done.returncode == FAILED
    assert done.stdout.startswith("shop/serializers.py:7:5: error NL101 wider-length")
    assert "shop/broken.py:1:1: problem: not valid Python: " in done.stderr
    assert "Found 1 finding (1 error) in 1 file; checked 6 files" in done.stderr
    assert "; 1 problem\n" in done.stderr


def test_it_is_said_to_whoever_asks_about_files_that_depend_on_it(project):
    """Without the model there is no finding, which is not the same as no drift."""
    write(project, "shop/models.py", MODELS + "class X(:\n")
    outcome = check(project, "shop/serializers.py")
    assert (outcome.code, outcome.findings) == (FAILED, [])
    (error,) = outcome.errors
    assert (error["path"], error["line"]) == ("shop/models.py", 6)
    assert error["message"].startswith("not valid Python: ")
    assert error["message"].endswith("; findings that depend on this file are missing")


def test_it_is_not_said_of_what_the_settings_exclude(project):
    write(project, "shop/broken.py", "class X(:\n")
    write(project, "nova-lint.toml", 'extend-exclude = ["broken.py"]')
    assert check(project, "shop/serializers.py") == Outcome(FOUND, [DRIFT], [], "")


def test_and_in_statistics(project):
    write(project, "shop/broken.py", "def total(:\n")
    done = run(project, "check", "--statistics", "--format", "json")
    assert done.returncode == FAILED
    report = json.loads(done.stdout)
    assert [each["code"] for each in report["statistics"]] == ["NL101"]
    assert [each["path"] for each in report["errors"]] == ["shop/broken.py"]


def test_a_broken_file_that_others_import_from(project):
    write(project, "shop/broken.py", "class Base(:\n    pass\n")
    write(
        project,
        "shop/forms.py",
        "from django import forms\nfrom shop.broken import Base, Other\n"
        "from shop.gone import *\n\n\n"
        "class OrderForm(Base, forms.Form):\n    name = forms.CharField()\n",
    )
    outcome = check(project)
    assert (outcome.code, outcome.findings) == (FAILED, [DRIFT])
    assert list(outcome.messages) == ["shop/broken.py"]


def test_nothing_but_broken_files(tmp_path):
    write(tmp_path, "manage.py", "def (:\n")
    outcome = check(tmp_path)
    assert (outcome.code, outcome.findings) == (FAILED, [])
    assert list(outcome.messages) == ["manage.py"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is readable to root"
)
def test_a_file_and_a_directory_that_may_not_be_read(project):
    write(project, "shop/secret.py", "x = 1\n").chmod(0)
    write(project, "hidden/models.py", "x = 1\n").parent.chmod(0)
    try:
        outcome = check(project)
    finally:
        (project / "hidden").chmod(0o700)
    assert (outcome.code, outcome.findings) == (FAILED, [DRIFT])
    assert outcome.messages["shop/secret.py"] == "Permission denied"
    assert "Permission denied" in outcome.messages["hidden"]


def test_a_directory_that_is_named_like_a_module_and_broken_links(project):
    (project / "shop" / "package.py").mkdir()
    (project / "shop" / "lock.py").symlink_to("nowhere.py")
    (project / "shop" / "self.py").symlink_to("self.py")
    (project / "shop" / "pipe").touch()
    outcome = check(project)
    assert outcome.findings == [DRIFT]
    assert outcome.code in (FOUND, FAILED)


def test_a_pipe_is_not_waited_for(project):
    os.mkfifo(project / "shop" / "pipe.py")
    assert check(project).findings == [DRIFT]


# Directories that lead back to themselves


def test_links_that_loop(project):
    (project / "shop" / "again").symlink_to("..")
    (project / "shop" / "self").symlink_to("self")
    (project / "one").mkdir()
    (project / "two").mkdir()
    (project / "one" / "other").symlink_to("../two")
    (project / "two" / "other").symlink_to("../one")
    assert check(project) == Outcome(FOUND, [DRIFT], [], "")


# Classes that lead back to themselves


CYCLES = {
    "its own base": {"shop/cycle.py": "class Loop(Loop):\n    name = 1\n"},
    "through an import cycle": {
        "shop/left.py": "from shop.right import Right\n\n\nclass Left(Right):\n    pass\n",
        "shop/right.py": "from shop.left import Left\n\n\nclass Right(Left):\n    pass\n",
    },
    "a model that is its own base through three modules": {
        "shop/a.py": "from shop.b import B\n\n\nclass A(B):\n    class Meta(B.Meta): pass\n",
        "shop/b.py": "from shop.c import C\n\n\nclass B(C):\n    class Meta(C.Meta): pass\n",
        "shop/c.py": "from django.db import models\nfrom shop.a import A\n\n\n"
        "class C(A, models.Model):\n    class Meta(A.Meta): pass\n",
    },
    "names that stand for each other": {
        "shop/x.py": "from shop.y import *\nfrom shop.y import name as name\nother = name\n",
        "shop/y.py": "from shop.x import *\nfrom shop.x import other as name\n",
        "shop/z.py": "from rest_framework import serializers\nfrom shop.x import name\n\n\n"
        "class S(serializers.Serializer):\n    total = serializers.CharField(max_length=name)\n",
    },
    "constants that need each other": {
        "shop/x.py": "from rest_framework import serializers\nA = B\nB = A + 1\nC = C\n\n\n"
        "class S(serializers.Serializer):\n    total = serializers.CharField(max_length=A + C)\n",
    },
    "a module that imports itself": {"shop/me.py": "from shop.me import *\nfrom .me import me\n"},
    "a serializer nested in itself": {
        "shop/nested.py": "from rest_framework import serializers\n"
        "from shop.models import Order\n\n\n"
        "class Node(serializers.ModelSerializer):\n    child = 'later'\n\n"
        "    class Meta:\n        model = Order\n        fields = ['name', 'child']\n\n\n"
        "Node.child = Node()\n",
    },
    "a schema that mentions itself": {
        "shop/tree.py": "from ninja import Schema\n\n\n"
        "class Tree(Schema):\n    left: 'Tree'\n    right: 'list[Tree] | None' = None\n",
    },
    "a model related to itself": {
        "shop/tree.py": "from django.db import models\n\n\nclass Tree(models.Model):\n"
        "    up = models.ForeignKey('self', models.CASCADE, to_field='up')\n"
        "    key = models.OneToOneField('Tree', models.CASCADE, primary_key=True)\n",
    },
    "functions that call each other": {
        "shop/calls.py": "from shop.models import Order\n\n\n"
        "def one(data):\n    return two(data)\n\n\n"
        "def two(data):\n    return one(data) or Order.objects.create(**one(data))\n",
    },
}


@pytest.mark.parametrize("name", CYCLES)
def test_a_class_or_a_name_that_leads_back_to_itself(project, name):
    for path, text in CYCLES[name].items():
        write(project, path, text)
    outcome = check(project)
    assert outcome.errors == []
    assert DRIFT in outcome.findings


# Files of an uncommon size


def test_a_generated_file_of_twenty_thousand_lines(project):
    fields = "".join(f"    column_{n} = models.CharField(max_length=10)\n" for n in range(8))
    classes = (f"class Row{n}(models.Model):\n{fields}\n\n" for n in range(1_000))
    rows = "".join(f"    ('{n}', {n}, [{n}, {{'key': {n}}}]),\n" for n in range(9_000))
    text = f"from django.db import models\n\n\n{''.join(classes)}ROWS = [\n{rows}]\n"
    assert text.count("\n") > 20_000
    write(project, "shop/generated.py", text)
    started = time.monotonic()
    outcome = check(project, "--jobs", "1")
    assert time.monotonic() - started < 20
    assert (outcome.code, outcome.findings, outcome.errors) == (FOUND, [DRIFT], [])


def test_a_line_of_a_megabyte(project):
    write(project, "shop/line.py", f"DATA = {'[1, 2, 3], ' * 90_000}0\n")
    assert check(project) == Outcome(FOUND, [DRIFT], [], "")


def test_what_python_warns_of_in_the_code_is_not_said(project):
    # Python 3.12 shows such warnings by default, without the name of a file.
    write(project, "shop/pattern.py", 'class Pattern:\n    digits = "\\d+"\n')
    assert check(project, PYTHONWARNINGS="always") == Outcome(FOUND, [DRIFT], [], "")


def test_an_empty_project(tmp_path):
    assert check(tmp_path) == Outcome(CLEAN, [], [], "")
    assert run(tmp_path, "check").stderr == "No Python files to check\n"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"# only this", b"\f\n"])
def test_files_with_next_to_nothing_in_them(project, content):
    write(project, "shop/empty.py", content)
    assert check(project) == Outcome(FOUND, [DRIFT], [], "")


# Files that are written in another way


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("    ", "\t").encode(),
        lambda text: text.replace("\n\n\n", "\n\f\n\n").encode(),
    ],
    ids=["crlf", "cr", "bom", "bom and crlf", "no last line feed", "tabs", "form feed"],
)
def test_line_ends_and_marks(project, encode):
    for name, text in (("models", MODELS), ("serializers", SERIALIZERS), ("views", VIEWS)):
        write(project, f"shop/{name}.py", encode(text))
    assert check(project) == Outcome(FOUND, [DRIFT], [], "")


def test_another_encoding(project):
    text = SERIALIZERS.replace("class Order", "# größer als die Spalte\nclass Order")
    write(project, "shop/serializers.py", f"# -*- coding: latin-1 -*-\n{text}".encode("latin-1"))
    outcome = check(project)
    assert (outcome.code, outcome.errors) == (FOUND, [])
    assert outcome.findings == [("NL101", "shop/serializers.py", 9)]
    assert "CharField(max_length=20)" in run(project, "check").stdout


def test_the_output_can_be_written_whatever_the_terminal_understands(project):
    text = SERIALIZERS.replace("max_length=20)", 'max_length=20, label="größer ✗ 表 🙂")')
    write(project, "shop/serializers.py", text)
    write(project, "shop/größe 🙂.py", "x = (\n")
    for encoding in ("ascii", "latin-1", "utf-8"):
        variables = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
        done = run(project, "check", **variables)
        assert done.returncode == FAILED, done.stderr
        assert "Traceback" not in done.stderr
        done = run(project, "check", "--format", "json", **variables)
        if encoding != "latin-1":  # which this test does not read
            assert [each["path"] for each in json.loads(done.stdout)["errors"]] == [
                "shop/größe 🙂.py"
            ]


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 150 + "1" + ")" * 150,
        "[" * 5_000 + "]" * 5_000,
        "1" + " + 1" * 900,
        "1" + " + 1" * 5_000,
        "-" * 5_000 + "1",
        "a" + ".b" * 5_000,
        "f" + "()" * 5_000,
        "9" * 10_000,
    ],
    ids=["parentheses", "brackets", "sum", "long sum", "signs", "attributes", "calls", "digits"],
)
def test_deep_nesting(project, expression):
    write(
        project,
        "shop/deep.py",
        f"from django import forms\n\nDEEP = {expression}\n\n\n"
        f"class DeepForm(forms.Form):\n    name = forms.CharField(max_length=DEEP)\n"
        f"    other = forms.CharField(max_length={expression})\n",
    )
    outcome = check(project)
    assert DRIFT in outcome.findings
    assert set(outcome.messages) <= {"shop/deep.py"}
    assert outcome.code == (FAILED if outcome.errors else FOUND)


def test_deep_nesting_of_blocks_and_of_branches(project):
    blocks = "".join(f"{' ' * depth}if x:\n" for depth in range(90)) + " " * 90 + "y = 1\n"
    write(project, "shop/blocks.py", f"def f(x):\n{_indented(blocks)}")
    write(project, "shop/branches.py", "if x: y = 0\n" + "elif x: y = 1\n" * 5_000)
    outcome = check(project)
    assert DRIFT in outcome.findings
    assert outcome.code == (FAILED if outcome.errors else FOUND)


def _indented(text: str) -> str:
    return "".join(f" {line}\n" for line in text.splitlines())


NEWER = {
    "3.12: quotes in an f-string": 'name = "x"\nlabel = f"{"".join([f"{name}"])}"\n',
    "3.12: a type alias": "type Names = list[str]\n",
    "3.12: a generic class": "class Box[T]:\n    item: T\n",
    "3.12: a generic function": "def first[T: int](items: list[T]) -> T:\n    return items[0]\n",
}


@pytest.mark.parametrize("name", NEWER)
def test_syntax_that_is_newer_than_the_interpreter(project, name):
    text = SERIALIZERS.replace("\n\n\nclass", f"\n\n{NEWER[name]}\n\nclass")
    write(project, "shop/serializers.py", text)
    outcome = check(project)
    assert (outcome.code, outcome.errors) == (FOUND, [])
    ((code, path, line),) = outcome.findings
    assert (code, path) == ("NL101", "shop/serializers.py")
    assert text.splitlines()[line - 1].strip() == "name = serializers.CharField(max_length=20)"


# The names of things


def test_modules_with_the_names_of_those_that_nova_lint_needs(project):
    for name in ("click", "libcst", "rich", "msgspec", "json", "statistics", "rules", "ast"):
        write(project, f"{name}.py", "raise SystemExit('imported')\n")
        write(project, f"shop/{name}.py", "raise SystemExit('imported')\n")
    assert check(project) == Outcome(FOUND, [DRIFT], [], "")


def test_paths_with_blanks_and_strange_letters(tmp_path, project):
    odd = tmp_path / "mein projekt [1] ✗"
    project.rename(odd)
    write(odd, "shop/größe 1.py", "x = 1\n")
    assert check(odd) == Outcome(FOUND, [DRIFT], [], "")


def test_nothing_of_the_project_is_run(project):
    for path in ("setup.py", "conftest.py", "sitecustomize.py", "shop/apps.py"):
        write(project, path, f"open({str(project / 'ran')!r}, 'w')\n")
    assert check(project).findings == [DRIFT]
    assert not (project / "ran").exists()


# Settings


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("nova-lint.toml", "select = [", "nova-lint.toml: not valid TOML: "),
        ("nova-lint.toml", b"\xff\xfe", "nova-lint.toml: cannot be read: "),
        ("nova-lint.toml", 'selct = ["NL1"]', 'unknown key "selct"; did you mean "select"?'),
        ("nova-lint.toml", 'ignore = ["NL1O1"]', 'unknown rule "NL1O1"; did you mean "NL101"?'),
        ("nova-lint.toml", "jobs = -1", "jobs: must be 1 or more, not -1"),
        ("nova-lint.toml", 'exclude = "legacy"', "exclude: expected a list, got a string"),
        ("pyproject.toml", "[tool.nova-lint\n", "pyproject.toml: not valid TOML: "),
        ("pyproject.toml", "tool.nova-lint = 3", "[tool.nova-lint] must be a table"),
        ("setup.cfg", "[nova-lint]\njobs = many\n", "setup.cfg: jobs: expected a whole number"),
        ("setup.cfg", "[nova-lint]\n[nova-lint]\n", "setup.cfg: "),
    ],
)
def test_broken_settings(project, file, text, message):
    write(project, file, text)
    done = run(project, "check")
    assert (done.returncode, done.stdout) == (FAILED, "")
    assert done.stderr.startswith("error: ")
    assert message in done.stderr
    assert file in done.stderr
    assert "Traceback" not in done.stderr


def test_a_cache_directory_that_cannot_be_written(project):
    write(project, "occupied", "")
    write(project, "nova-lint.toml", 'cache-dir = "occupied"')
    outcome = check(project)
    assert outcome.findings == [DRIFT]


def test_a_cache_full_of_rubbish(project):
    assert check(project).findings == [DRIFT]
    cache = project / ".nova_lint_cache"
    for file in cache.rglob("*"):
        if file.is_file():
            file.write_bytes(b"\x00rubbish")
    assert check(project) == Outcome(FOUND, [DRIFT], [], "")


# Rules that crash


CRASHING_RULES = """\
from nova_lint.contracts.links import Linked
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Rule


class Crashing(Rule[Linked]):
    \"\"\"Divides by nothing.\"\"\"

    code = "ACME1"
    name = "acme-crashing"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject, project):
        yield from ()
        1 / 0


RULES = (Crashing,)
"""


def _install(directory: Path, package: str, source: str) -> Path:
    """A package with rules, as pip would leave it behind."""
    write(directory, f"{package}.py", source)
    metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n"
    write(directory, f"{package}-1.dist-info/METADATA", metadata)
    entry = f"[nova_lint.rules]\n{package} = {package}\n"
    write(directory, f"{package}-1.dist-info/entry_points.txt", entry)
    return directory


def test_a_rule_that_crashes(project, tmp_path):
    installed = _install(tmp_path / "installed", "acme_rules", CRASHING_RULES)
    outcome = check(project, PYTHONPATH=str(installed))
    assert (outcome.code, outcome.findings) == (FAILED, [DRIFT])
    (error,) = outcome.errors
    assert (error["path"], error["line"]) == ("shop/serializers.py", 6)
    for part in ("NL000", "ACME1", "acme-crashing", "ZeroDivisionError", "acme_rules.py:16"):
        assert part in error["message"]


def test_a_rule_whose_reports_are_nonsense(project, tmp_path):
    source = CRASHING_RULES.replace("        yield from ()\n        1 / 0\n", "        yield 3\n")
    installed = _install(tmp_path / "installed", "acme_rules", source)
    outcome = check(project, PYTHONPATH=str(installed))
    assert (outcome.code, outcome.findings) == (FAILED, [DRIFT])
    assert all("ACME1" in error["message"] for error in outcome.errors)


def test_a_rule_that_cannot_be_made(project, tmp_path):
    source = CRASHING_RULES.replace(
        "    def check", "    def __init__(self, settings=None):\n        1 / 0\n\n    def check"
    )
    installed = _install(tmp_path / "installed", "acme_rules", source)
    outcome = check(project, PYTHONPATH=str(installed))
    assert (outcome.code, outcome.findings) == (FAILED, [DRIFT])
    assert any("ACME1" in error["message"] for error in outcome.errors)


def test_a_package_of_rules_that_cannot_be_imported(project, tmp_path):
    installed = _install(tmp_path / "installed", "acme_rules", "import no_such_module\n")
    outcome = check(project, PYTHONPATH=str(installed))
    assert (outcome.code, outcome.findings) == (FAILED, [DRIFT])
    (error,) = outcome.errors
    assert "the rules of acme_rules cannot be loaded" in error["message"]
    assert "no_such_module" in error["message"]


# Mistakes of our own

EXPLODING = """\
import libcst
from nova_lint.semantics.evaluation import Evaluator

evaluate = Evaluator.evaluate


def explode(self, node, *rest):
    if isinstance(node, libcst.Name) and node.value == "EXPLODE":
        raise RuntimeError("boom")
    return evaluate(self, node, *rest)


Evaluator.evaluate = explode
RULES = ()
"""


@pytest.mark.parametrize(
    "source",
    [
        "class Bad(serializers.Serializer):\n"
        "    name = serializers.CharField(max_length=EXPLODE)\n",
        "class Bad(serializers.ModelSerializer):\n    class Meta:\n        model = EXPLODE\n",
        "class Bad(models.Model):\n    name = models.CharField(max_length=EXPLODE)\n",
    ],
)
def test_a_class_that_we_fail_to_read(project, tmp_path, source):
    installed = _install(tmp_path / "installed", "acme_rules", EXPLODING)
    imports = "from django.db import models\nfrom rest_framework import serializers\n"
    write(project, "shop/bad.py", f"{imports}\n\n{source}")
    outcome = check(project, PYTHONPATH=str(installed))
    assert (outcome.code, outcome.findings) == (FAILED, [DRIFT])
    (error,) = outcome.errors
    assert error["path"] == "shop/bad.py"
    for part in ("NL000", "shop.bad.Bad", "RuntimeError: boom"):
        assert part in error["message"]


def test_code_that_we_fail_to_follow(project, tmp_path):
    installed = _install(tmp_path / "installed", "acme_rules", EXPLODING)
    write(
        project,
        "shop/services.py",
        "from shop.models import Order\nfrom shop.serializers import OrderSerializer\n\n\n"
        "def create(data):\n    OrderSerializer(data=data).is_valid(EXPLODE)\n"
        "    return Order.objects.create(name=EXPLODE)\n",
    )
    outcome = check(project, PYTHONPATH=str(installed))
    assert DRIFT in outcome.findings
