"""Source roots are decided by the imports of the project."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from nova_lint.workspace import opening
from nova_lint.workspace.opening import Earlier, open_project
from nova_lint.workspace.source_roots import module_name, module_names, source_roots


def roots(files: str, *imports: str) -> tuple[str, ...]:
    return source_roots(files.split(), [("anywhere.py", imports)])


def names(files: str, *imports: str) -> dict[str, str]:
    found = roots(files, *imports)
    return {path: module_name(path, found) for path in files.split()}


def test_packages_in_the_project_root():
    assert names("manage.py shop/__init__.py shop/models.py", "shop.models") == {
        "manage.py": "manage",
        "shop/__init__.py": "shop",
        "shop/models.py": "shop.models",
    }


def test_a_src_layout():
    files = "setup.py src/shop/__init__.py src/shop/models.py"
    assert names(files, "shop.models")["src/shop/models.py"] == "shop.models"


def test_a_project_below_the_root_as_netbox_has_it():
    files = "netbox/manage.py netbox/netbox/__init__.py netbox/users/__init__.py"
    assert names(files, "netbox", "users")["netbox/users/__init__.py"] == "users"


@pytest.mark.parametrize(
    ("imported", "name"),
    [("apps.users.models", "apps.users.models"), ("users.models", "users.models")],
)
def test_a_directory_of_apps_is_what_the_imports_say_it_is(imported, name):
    files = "manage.py apps/users/__init__.py apps/users/models.py"
    assert names(files, imported)["apps/users/models.py"] == name


def test_a_namespace_package_needs_no_init():
    files = "manage.py apps/users/models.py"
    assert names(files, "apps.users.models")["apps/users/models.py"] == "apps.users.models"


def test_where_imports_disagree_each_directory_is_judged_by_those_that_lead_into_it():
    """`config` and `apps.common` speak for backend, `users` for backend/apps."""
    files = """backend/manage.py backend/config/__init__.py backend/config/urls.py
        backend/apps/users/__init__.py backend/apps/users/models.py backend/apps/common/__init__.py
        backend/apps/common/models.py"""
    found = names(files, *["config.urls"] * 9, *["users.models"] * 5, "apps.common.models")
    assert found["backend/config/urls.py"] == "config.urls"
    assert found["backend/apps/users/models.py"] == "users.models"


def test_imports_that_resolve_in_two_places_speak_for_neither():
    """`base.views` is the app's, not that of the directory that repeats the apps' names."""
    files = """manage.py base/__init__.py base/views.py
        api/views/base/__init__.py api/views/base/views.py api/views/__init__.py"""
    found = names(files, *["base.views"] * 9)
    assert found["api/views/base/views.py"] == "api.views.base.views"


def test_an_installed_package_of_the_same_name_is_outweighed():
    files = "manage.py integrations/stripe/__init__.py integrations/stripe/hooks.py"
    found = names(files, "stripe", "stripe", "stripe", "integrations.stripe.hooks")
    assert found["integrations/stripe/hooks.py"] == "integrations.stripe.hooks"


def test_the_standard_library_votes_for_nobody():
    files = "manage.py tools/logging/__init__.py"
    assert roots(files, *["logging"] * 9) == ("",)


def test_without_imports_manage_py_says_where_python_is_started():
    files = "backend/manage.py backend/apps/users/__init__.py backend/apps/users/models.py"
    assert names(files)["backend/apps/users/models.py"] == "apps.users.models"


def test_two_projects_in_one_repository():
    files = """one/manage.py one/core/__init__.py one/core/models.py
        two/manage.py two/core/__init__.py two/core/models.py"""
    found = names(files, "core.models")
    assert found["one/core/models.py"] == found["two/core/models.py"] == "core.models"


def test_the_project_root_always_names_what_nothing_else_does():
    assert roots("", *[]) == ("",)
    assert module_name("scripts/tool.py", ("src", "")) == "scripts.tool"
    assert module_name("scripts/tool.py", ("src",)) == "scripts.tool"


def test_a_file_may_be_imported_under_several_names():
    assert module_names("src/shop/models.py", ("src", "")) == ("shop.models", "src.shop.models")
    assert module_names("tool.py", ("src",)) == ("tool",)


@pytest.mark.parametrize(
    ("imported", "name"),
    [
        pytest.param("apps.users.models", "apps.users.models", id="the same, so what is known"),
        pytest.param("users.models", "users.models", id="another one"),
    ],
)
def test_an_edit_that_imports_something_else_may_move_the_roots(imported, name, tmp_path):
    """Where no import changes, nobody votes again."""
    paths = ["apps/users/__init__.py", "apps/users/models.py", "manage.py"]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("import apps.users.models\n")
    first = open_project(tmp_path, paths, ())
    assert first.workspace.modules.name_at("apps/users/models.py") == "apps.users.models"
    outlines = first.workspace.outlines
    for path in paths:
        (tmp_path / path).write_text(f"import {imported}\nEDITED = True\n")
    earlier = Earlier(frozenset(paths), outlines, first.roots)
    with patch.object(opening, "source_roots", wraps=source_roots) as votes:
        after = open_project(tmp_path, paths, (), earlier=earlier)
    assert after.workspace.modules.name_at("apps/users/models.py") == name
    assert votes.called is (name != "apps.users.models")
    assert after.roots == open_project(tmp_path, paths, ()).roots
