"""Settings: where they are found, what they mean, and how a mistake in them is reported."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from nova_lint.config import ConfigError, Format, Overrides, Settings, load
from nova_lint.contracts.code.architecture import Boundary
from nova_lint.engine.finding import Severity
from nova_lint.engine.selection import RuleInfo, Selection
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.queries import Effect

RULES = {
    each.code: each
    for each in (
        RuleInfo("NL101", "nullable-input", Severity.ERROR, True, {}),
        RuleInfo(
            "NL102",
            "longer-input",
            Severity.WARNING,
            True,
            {"tolerance": int, "allow": tuple[str, ...]},
        ),
        RuleInfo("NL110", "late-length", Severity.INFO, False, {}),
    )
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one app, without settings."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "models.py").touch()
    (tmp_path / "manage.py").touch()
    return tmp_path


def settings_of(path: Path, **overrides: object) -> Settings:
    return load(path, Overrides(**overrides), RULES)


def with_pyproject(project: Path, text: str) -> Settings:
    (project / "pyproject.toml").write_text(text)
    return settings_of(project)


def complaint(project: Path, text: str, file: str = "nova-lint.toml") -> str:
    """What is said of a file of settings, without the path that every message begins with."""
    (project / file).write_text(text)
    with pytest.raises(ConfigError) as caught:
        settings_of(project)
    prefix = f"{project / file}: "
    assert str(caught.value).startswith(prefix)
    return str(caught.value).removeprefix(prefix)


# Where settings and the project's root are


def test_without_settings_the_defaults_hold(project):
    settings = settings_of(project)
    assert settings.file is None
    assert settings.selected == {"NL101", "NL102"}
    assert settings.format is Format.TEXT
    assert settings.jobs >= 1
    assert settings.exclude is None
    assert settings.cache_dir == project / ".nova_lint_cache"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("nova-lint.toml", 'ignore = ["NL101"]'),
        ("pyproject.toml", '[tool.nova-lint]\nignore = ["NL101"]'),
        ("setup.cfg", "[nova-lint]\nignore = NL101"),
    ],
)
def test_settings_are_found_above_the_checked_path(project, file, text):
    (project / file).write_text(text)
    settings = settings_of(project / "shop" / "models.py")
    assert settings.file == project / file
    assert settings.root == project
    assert settings.selected == {"NL102"}


def test_the_nearest_file_counts_and_of_its_neighbours_nova_lint_toml(project):
    (project / "nova-lint.toml").write_text('select = ["NL102"]')
    (project / "setup.cfg").write_text("[nova-lint]\nselect = NL101")
    assert settings_of(project / "shop").selected == {"NL102"}
    (project / "shop" / "setup.cfg").write_text("[nova-lint]\nselect = NL110")
    assert settings_of(project / "shop").selected == {"NL110"}


def test_files_of_other_tools_are_passed_over(project):
    (project / "nova-lint.toml").write_text('select = ["NL102"]')
    (project / "shop" / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100")
    (project / "shop" / "setup.cfg").write_text("[flake8]\nmax-line-length = 100")
    assert settings_of(project / "shop").root == project


def test_a_broken_file_that_does_not_speak_of_nova_lint_is_none_of_our_business(project):
    assert with_pyproject(project, "[tool.ruff\n").file is None


def test_without_settings_the_root_is_where_something_marks_a_project(project):
    assert settings_of(project / "shop" / "models.py").root == project


def test_a_directory_that_nothing_marks_is_its_own_root(tmp_path):
    assert settings_of(tmp_path).root in (tmp_path, *tmp_path.parents)


def test_named_settings_that_lie_elsewhere_do_not_move_the_root(project, tmp_path_factory):
    shared = tmp_path_factory.mktemp("shared") / "company.toml"
    shared.write_text('select = ["NL110"]')
    settings = settings_of(project / "shop", config=shared)
    assert settings.root == project
    assert settings.selected == {"NL110"}


def test_a_path_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="no such file or directory"):
        settings_of(tmp_path / "missing")


# What the keys mean


def test_every_key_in_toml(project):
    (project / "backend").mkdir()
    settings = with_pyproject(
        project,
        """
        [tool.nova-lint]
        select = ["NL1"]
        ignore = ["longer-input"]
        extend-select = ["NL102"]
        exclude = ["legacy"]
        extend-exclude = ["*_pb2.py"]
        src = ["backend/", "."]
        python = ".venv"
        jobs = 3
        cache-dir = "var/cache"
        format = "json"

        [tool.nova-lint.per-file-ignores]
        "tests/*" = ["NL1"]

        [tool.nova-lint.severity]
        NL1 = "warning"
        nullable-input = "error"
        NL110 = "off"

        [tool.nova-lint.rules.longer-input]
        tolerance = 5
        allow = ["password"]

        [tool.nova-lint.links]
        "shop.forms.OrderForm" = "shop.models.Order"

        [tool.nova-lint.layers]
        service = ["shop/core/**"]
        "template tag" = ["shop/tags/"]

        [[tool.nova-lint.boundaries]]
        name = "domain"
        modules = ["shop.domain"]
        layers = ["service"]
        may-import = ["shop.common"]
        must-not-import = ["django"]
        must-implement = ["shop.ports"]
        may = ["read"]
        """,
    )
    assert settings.selected == {"NL101"}  # NL102 is ignored, NL110 switched off
    assert settings.severities == {"NL101": Severity.ERROR, "NL102": Severity.WARNING}
    assert settings.exclude == ("legacy",)
    assert settings.extend_exclude == ("*_pb2.py",)
    assert settings.src == ("backend", "")
    assert settings.jobs == 3
    assert settings.cache_dir == project / "var" / "cache"
    assert settings.format is Format.JSON
    assert settings.options == {"NL102": {"tolerance": 5, "allow": ("password",)}}
    assert settings.links == {"shop.forms.OrderForm": "shop.models.Order"}
    assert settings.architecture.layers == {
        CodeLayer.SERVICE: ("shop/core/**",),
        CodeLayer.TEMPLATE_TAG: ("shop/tags/",),
    }
    assert settings.architecture.boundaries == (
        Boundary(
            "domain",
            modules=("shop.domain",),
            layers=frozenset({CodeLayer.SERVICE}),
            may_import=("shop.common",),
            must_not_import=("django",),
            must_implement=("shop.ports",),
            may=frozenset({Effect.READ}),
        ),
    )


def test_every_shape_that_setup_cfg_writes_differently(project):
    (project / "setup.cfg").write_text(
        """
[nova-lint]
select = NL101, NL102
extend-exclude =
    *_pb2.py
    legacy
jobs = 2
per-file-ignores =
    tests/*: NL101 NL102
    shop/forms.py: nullable-input, NL102
severity =
    NL101: info
links =
    shop.forms.OrderForm: shop.models.Order
layers =
    service: shop/core/** shop/use_cases/
    signal-receiver: shop/hooks.py

[nova-lint.rules.longer-input]
tolerance = 5
allow = password, token
"""
    )
    settings = settings_of(project)
    assert settings.selected == {"NL101", "NL102"}
    assert settings.extend_exclude == ("*_pb2.py", "legacy")
    assert settings.jobs == 2
    assert settings.severities["NL101"] is Severity.INFO
    assert settings.links == {"shop.forms.OrderForm": "shop.models.Order"}
    assert settings.architecture.layers == {
        CodeLayer.SERVICE: ("shop/core/**", "shop/use_cases/"),
        CodeLayer.SIGNAL: ("shop/hooks.py",),
    }
    assert settings.options == {"NL102": {"tolerance": 5, "allow": ("password", "token")}}
    assert settings.selected_in("tests/test_forms.py") == set()
    assert settings.selected_in("shop/forms.py") == set()


def test_ignores_of_a_file_are_gitignore_patterns(project):
    (project / "nova-lint.toml").write_text(
        """
        [per-file-ignores]
        "tests/" = ["NL101"]
        "**/forms.py" = ["NL102"]
        """
    )
    settings = settings_of(project)
    assert settings.selected_in("shop/models.py") == {"NL101", "NL102"}
    assert settings.selected_in("shop/tests/deep/test_x.py") == {"NL102"}
    assert settings.selected_in("shop/tests/forms.py") == set()


def test_a_python_without_a_slash_may_be_found_on_the_path(project):
    (project / "nova-lint.toml").write_text('python = "python3.12"')
    assert settings_of(project).python == "python3.12"
    (project / "nova-lint.toml").write_text('python = "env/bin/python"')
    assert settings_of(project).python == str(project / "env/bin/python")


def test_the_command_line_wins(project):
    (project / "nova-lint.toml").write_text('select = ["NL101"]\njobs = 3\nformat = "json"')
    settings = settings_of(
        project,
        selection=Selection(extend_select=("NL110",)),
        jobs=1,
        format=Format.TEXT,
        cache_dir=None,
        python="/usr/bin/python3",
    )
    assert settings.selected == {"NL101", "NL110"}
    assert (settings.jobs, settings.format) == (1, Format.TEXT)
    assert settings.cache_dir is None
    assert settings.python == "/usr/bin/python3"


# What is wrong


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["NL101"]', 'unknown key "selct"; did you mean "select"?'),
        ('select = ["NL103"]', 'select: unknown rule "NL103"; did you mean'),
        ('ignore = ["nulable-input"]', 'did you mean "nullable-input"?'),
        ('select = "NL101"', "select: expected a list, got a string"),
        ("jobs = 0", "jobs: must be 1 or more, not 0"),
        ('jobs = "many"', "jobs: expected a whole number, got a string"),
        ('format = "jsn"', 'format: unknown format "jsn"; did you mean "json"?'),
        ('severity.NL101 = "warn"', 'unknown severity "warn" for "NL101"; did you mean "warning"?'),
        ('severity.NL9 = "error"', 'severity: unknown rule "NL9"'),
        ('per-file-ignores."a.py" = ["NL9"]', 'per-file-ignores: unknown rule "NL9"'),
        ("rules.longr-input.tolerance = 1", 'did you mean "longer-input"?'),
        ("rules.NL1.tolerance = 1", 'rules: "NL1" names 3 rules'),
        ("rules.NL102.tolerence = 1", 'unknown option "tolerence" of NL102 longer-input; did'),
        (
            "rules.NL102.tolerance = [1]",
            "rules.NL102.tolerance: expected a whole number, got a list",
        ),
        ("rules.NL101.tolerance = 1", "NL101 nullable-input has no options"),
        ('links.OrderForm = "shop.models.Order"', '"OrderForm" is not the dotted name of a class'),
        ('src = ["missing"]', "src: no such directory"),
        ('src = [".."]', "lies outside the project"),
        ('layers.servces = ["shop/"]', 'layers: unknown layer "servces"; did you mean "service"?'),
        ('boundaries = [{name = "domain"}]', "boundaries.domain: nothing is inside"),
        (
            'boundaries = [{name = "domain", modules = ["shop"], may = ["mial"]}]',
            'boundaries.domain: unknown effect "mial"; did you mean "mail"?',
        ),
        (
            'boundaries = [{name = "a", modules = ["x"]}, {name = "a", modules = ["y"]}]',
            'boundaries: two have the name "a"',
        ),
        (
            'boundaries = [{name = "domain", modules = ["x"], must-not-imports = ["y"]}]',
            'boundaries.domain: unknown key "must-not-imports"; did you mean "must-not-import"?',
        ),
        (
            'boundaries = [{name = "domain", modules = ["x"], whatever = ["y"]}]',
            'unknown key "whatever"; known are name, modules, paths, layers, may-import',
        ),
        (
            "severity.NL101 = true",
            'severity: "NL101" must be "error", "warning", "info" or "off", not true',
        ),
        (
            'per-file-ignores."shop/**" = "NL101"',
            'per-file-ignores: "shop/**" must be a list of rules, such as ["NL101"], not "NL101"',
        ),
        (
            'layers.service = "shop/**"',
            'layers: "service" must be a list of patterns, such as ["shop/services/**"], not',
        ),
        ('[tool.nova-lint]\nselect = ["NL101"]', "here keys and tables stand without that prefix"),
        ('select = ["NL101 NL102"]', "separate rules by commas: NL101,NL102"),
        ("select = [", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(project, text, message):
    assert message in complaint(project, text)


def test_no_rule_is_proposed_for_that_of_another_tool(project):
    assert complaint(project, 'select = ["E501"]') == 'select: unknown rule "E501"'


def test_a_line_that_setup_cfg_cannot_hold_is_shown_in_one(project):
    message = complaint(project, "[nova-lint]\nselect NL101\n", "setup.cfg")
    assert message == "line 2 is no `key = value`: select NL101"


def test_a_list_as_in_toml_is_shown_as_setup_cfg_has_it(project):
    message = complaint(project, '[nova-lint]\nselect = ["NL101", "NL102"]\n', "setup.cfg")
    assert message == "select: write it without brackets and quotes: select = NL101, NL102"


def test_a_mistake_in_pyproject_names_the_table(project):
    message = complaint(project, "[tool.nova-lint]\nselct = []", "pyproject.toml")
    assert message == 'unknown key "selct" in [tool.nova-lint]; did you mean "select"?'


@pytest.mark.parametrize(
    ("name", "text"),
    [("pyproject.toml", "[tool.nova_lint]\njobs = 1"), ("setup.cfg", "[nova_lint]\njobs = 1")],
)
def test_a_table_with_the_name_of_the_package_is_a_mistake(project, name, text):
    table = text.partition("]")[0]
    meant = table.replace("_", "-")
    assert complaint(project, text, name) == f"unknown table {table}]; did you mean {meant}]?"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[nova-lint]\njobs = many", "jobs: expected"),
        ("[nova-lint]\nselct = NL101", 'unknown key "selct" in [nova-lint]'),
        ("[nova-lint]\nseverity = NL101", 'severity: expected "name: value" on the line "NL101"'),
        ("[nova-lint]\n[nova-lint]\n", "already exists"),
    ],
)
def test_a_mistake_in_setup_cfg(project, text, message):
    assert message in complaint(project, text, "setup.cfg")


def test_a_mistake_on_the_command_line_blames_the_option_and_no_file(project):
    (project / "nova-lint.toml").write_text("")
    with pytest.raises(ConfigError) as caught:
        settings_of(project, selection=Selection(ignore=("NL109",)))
    assert str(caught.value).startswith('--ignore: unknown rule "NL109"; did you mean')


def test_named_settings_must_have_something_to_say(project):
    (project / "pyproject.toml").write_text("[tool.ruff]")
    with pytest.raises(ConfigError, match="has no settings for nova-lint"):
        settings_of(project, config=project / "pyproject.toml")


def test_settings_can_be_sent_to_another_process(project):
    settings = settings_of(project)
    copy = msgspec.json.decode(
        msgspec.json.encode(settings, enc_hook=str),
        type=Settings,
        dec_hook=lambda _, text: Path(text),
    )
    assert copy == settings
