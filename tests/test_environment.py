"""Where installed packages are found, without running an interpreter."""

from __future__ import annotations

import sys
import venv
from pathlib import Path

import pytest

from nova_lint.errors import ConfigError
from nova_lint.workspace.environment import Environment, find_environment


def environment(
    root: Path, python: object = None, variables: dict[str, str] | None = None
) -> Environment:
    return find_environment(root, None if python is None else str(python), variables or {})


def make_venv(prefix: Path, *, version: str = "3.13", settings: str = "") -> Path:
    """An environment as far as it can be seen from outside; returns its site-packages."""
    packages = prefix / "lib" / f"python{version}" / "site-packages"
    packages.mkdir(parents=True)
    (prefix / "bin").mkdir()
    (prefix / "bin" / "python").touch()
    (prefix / "pyvenv.cfg").write_text(f"version = {version}.1\n{settings}")
    return packages


# Which environment


def test_a_real_environment_is_found_by_its_directory_and_by_its_interpreter(tmp_path):
    venv.create(tmp_path / "env", with_pip=False)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = str(tmp_path / "env" / "lib" / version / "site-packages")
    assert environment(tmp_path, tmp_path / "env").search_path == (packages,)
    # The interpreter is a link out of the environment, which must not be followed.
    found = environment(tmp_path, tmp_path / "env" / "bin" / "python")
    assert found.search_path == (packages,)
    assert found.python == str(tmp_path / "env" / "bin" / "python")


def test_the_order_is_the_named_one_the_active_one_the_one_beside_the_project(tmp_path):
    named = make_venv(tmp_path / "named")
    active = make_venv(tmp_path / "active")
    beside = make_venv(tmp_path / "project" / ".venv")
    root = tmp_path / "project"
    variables = {"VIRTUAL_ENV": str(tmp_path / "active")}
    assert environment(root, tmp_path / "named", variables).search_path == (str(named),)
    assert environment(root, None, variables).search_path == (str(active),)
    assert environment(root).search_path == (str(beside),)
    assert environment(root).origin == ".venv beside the project"


def test_an_active_environment_that_is_gone_is_passed_over(tmp_path):
    beside = make_venv(tmp_path / "venv")
    found = environment(tmp_path, None, {"VIRTUAL_ENV": str(tmp_path / "gone")})
    assert found.search_path == (str(beside),)


def test_an_environment_may_lie_above_the_project_in_the_same_repository(tmp_path):
    packages = make_venv(tmp_path / ".venv")
    root = tmp_path / "backend"
    root.mkdir()
    assert environment(root).search_path != (str(packages),)
    (tmp_path / ".git").mkdir()
    assert environment(root).search_path == (str(packages),)


def test_without_any_the_packages_beside_nova_lint_are_read(tmp_path):
    found = environment(tmp_path)
    assert found.python == sys.executable
    assert any((Path(each) / "msgspec").is_dir() for each in found.search_path)


def test_a_named_path_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="no such interpreter or environment"):
        environment(tmp_path, tmp_path / "missing")


def test_a_named_directory_that_is_no_environment_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="has no site-packages"):
        environment(tmp_path, tmp_path)


# What an environment looks like


def test_an_interpreter_outside_of_any_environment(tmp_path):
    """Several versions may share one prefix: the name of the interpreter tells them apart."""
    for version in ("3.11", "3.12"):
        (tmp_path / "lib" / f"python{version}" / "site-packages").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3.11").touch()
    (tmp_path / "bin" / "python3").symlink_to("python3.11")
    found = environment(tmp_path, tmp_path / "bin" / "python3")
    assert found.search_path == (str(tmp_path / "lib" / "python3.11" / "site-packages"),)


def test_debian_keeps_packages_in_two_places(tmp_path):
    local = tmp_path / "local" / "lib" / "python3.11" / "dist-packages"
    system = tmp_path / "lib" / "python3" / "dist-packages"
    for directory in (local, system):
        directory.mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3.11").touch()
    found = environment(tmp_path, tmp_path / "bin" / "python3.11")
    assert found.search_path == (str(local), str(system))


def test_windows_keeps_packages_in_lib(tmp_path):
    packages = tmp_path / "Lib" / "site-packages"
    packages.mkdir(parents=True)
    (tmp_path / "pyvenv.cfg").touch()
    assert environment(tmp_path, tmp_path).search_path == (str(packages),)


def test_an_environment_may_let_the_systems_packages_through(tmp_path):
    system = tmp_path / "usr" / "lib" / "python3.13" / "site-packages"
    other = tmp_path / "usr" / "lib" / "python3.9" / "site-packages"
    for directory in (system, other):
        directory.mkdir(parents=True)
    home = f"home = {tmp_path / 'usr' / 'bin'}\ninclude-system-site-packages = true\n"
    own = make_venv(tmp_path / "env", settings=home)
    assert environment(tmp_path, tmp_path / "env").search_path == (str(own), str(system))
    closed = make_venv(tmp_path / "closed", settings=home.replace("true", "false"))
    assert environment(tmp_path, tmp_path / "closed").search_path == (str(closed),)


# What is installed without being copied


def test_pth_files_add_directories_and_their_code_is_not_run(tmp_path):
    packages = make_venv(tmp_path / "env")
    (tmp_path / "checkout").mkdir()
    (packages / "extra").mkdir()
    (packages / "acme.pth").write_text(
        f"# comment\n{tmp_path / 'checkout'}\nimport sys; sys.exit(1)\nextra\nmissing\n"
    )
    found = environment(tmp_path, tmp_path / "env")
    assert found.search_path == (str(packages), str(tmp_path / "checkout"), str(packages / "extra"))


def test_the_finder_of_an_editable_install_is_read_not_run(tmp_path):
    packages = make_venv(tmp_path / "env")
    package = tmp_path / "src" / "acme"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (packages / "__editable___acme_1_0_finder.py").write_text(
        "import sys\n"
        f"MAPPING: dict[str, str] = {{'acme': {str(package)!r}, 'renamed': {str(package)!r}}}\n"
        "NAMESPACES: dict[str, list[str]] = {}\n"
        "raise SystemExit\n"
    )
    found = environment(tmp_path, tmp_path / "env")
    assert found.search_path == (str(packages), str(tmp_path / "src"))


def test_a_broken_finder_adds_nothing(tmp_path):
    packages = make_venv(tmp_path / "env")
    (packages / "__editable___acme_1_0_finder.py").write_text("MAPPING = {'acme': here()}\n")
    assert environment(tmp_path, tmp_path / "env").search_path == (str(packages),)
