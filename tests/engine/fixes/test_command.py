"""`nova-lint check` with --fix, --unsafe-fixes and --diff, as somebody uses it."""

from __future__ import annotations

import json

import pytest
from small_shop import MODELS, SERIALIZERS

SAFE = {"ACM001": {"swaps": {"old": "new"}}}
UNSAFE = {"ACM002": {"swaps": {"old": "new"}}}
FIXED = MODELS.replace("old", "new")


def models(project):
    return (project / "shop/models.py").read_text()


# What is fixed, and what is said


def test_without_fix_nothing_changes_and_fixable_findings_are_marked(project, run, configure):
    configure(**SAFE)
    done = run()
    assert done.returncode == 1
    assert "warning ACM001 acme-safe-swap [*]  `old` is found\n" in done.stdout
    assert "[*] 1 fixable with --fix\n" in done.stderr
    assert models(project) == MODELS


def test_fix_makes_safe_fixes(project, run, configure):
    configure(**SAFE)
    done = run("--fix")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Found 1 finding (1 fixed, 0 remaining); checked 5 files in")
    assert models(project) == FIXED


def test_unsafe_fixes_are_hidden_until_they_are_asked_for(project, run, configure):
    configure(**UNSAFE)
    done = run("--fix")
    assert done.returncode == 1
    assert "ACM002 acme-unsafe-swap  `old`" in done.stdout
    assert done.stderr.endswith("\n1 hidden fix with --unsafe-fixes\n")
    assert models(project) == MODELS
    done = run("--unsafe-fixes")
    assert "ACM002 acme-unsafe-swap [*]  `old`" in done.stdout
    assert models(project) == MODELS
    assert run("--fix", "--unsafe-fixes").returncode == 0
    assert models(project) == FIXED


def test_the_exit_status_counts_what_remains(project, run, configure):
    configure(ACM001={"swaps": {"old": "new"}}, ACM002={"swaps": {"30": "40"}})
    done = run("--fix")
    assert done.returncode == 1
    assert done.stderr.startswith("Found 2 findings (1 fixed, 1 remaining: 1 warning); ")


def test_both_kinds_are_counted(project, run, configure):
    configure(ACM001={"swaps": {"old": "new"}}, ACM002={"swaps": {"30": "40", "city": "town"}})
    assert "[*] 1 fixable with --fix, 2 hidden fixes with --unsafe-fixes\n" in run().stderr


def test_json_tells_which_findings_have_which_fix(project, run, configure):
    configure(**UNSAFE)
    (finding,) = json.loads(run("--format", "json").stdout)["findings"]
    assert finding["fixable"] is True
    assert finding["fix"] == {"title": "Swap it", "safety": "unsafe"}


def test_what_is_suppressed_is_not_fixed(project, run, configure):
    configure(**SAFE)
    text = MODELS.replace("=old)", "=old)  # nova: ignore[ACM001]")
    (project / "shop/models.py").write_text(text)
    done = run("--fix")
    assert (done.returncode, done.stderr.partition(";")[0]) == (0, "No findings")
    assert models(project) == text


def test_only_the_given_files_are_fixed(project, run, configure):
    configure(**SAFE)
    assert run("--fix", "shop/views.py").returncode == 0
    assert models(project) == MODELS
    assert run("--fix", "shop/models.py").returncode == 0
    assert models(project) == FIXED


# --diff


def test_a_diff_shows_what_fix_would_write_and_writes_nothing(project, run, configure):
    configure(**SAFE)
    done = run("--diff")
    assert done.returncode == 1
    assert done.stdout == (
        "--- shop/models.py\n"
        "+++ shop/models.py\n"
        "@@ -3,4 +3,4 @@\n"
        " \n"
        " class Order(models.Model):\n"
        "     name = models.CharField(max_length=10)\n"
        "-    city = models.CharField(max_length=30, default=old)\n"
        "+    city = models.CharField(max_length=30, default=new)\n"
    )
    assert done.stderr == "Would fix 1 finding in 1 file\n"
    assert models(project) == MODELS


def test_a_diff_of_nothing_is_a_clean_run(project, run, configure):
    configure(**UNSAFE)
    done = run("--diff", "--fix")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Nothing to fix\n1 hidden fix with --unsafe-fixes\n"
    assert run("--diff", "--unsafe-fixes").returncode == 1
    assert run("--diff", "--unsafe-fixes", "--exit-zero").returncode == 0
    assert models(project) == MODELS


def test_a_diff_shows_files_as_they_end(project, run, configure):
    configure(**SAFE)
    (project / "shop/models.py").write_bytes(MODELS.rstrip().replace("\n", "\r\n").encode())
    done = run("--diff")
    assert done.stdout.endswith(
        "-    city = models.CharField(max_length=30, default=old)\n"
        "\\ No newline at end of file\n"
        "+    city = models.CharField(max_length=30, default=new)\n"
        "\\ No newline at end of file\n"
    )


# Settings


def test_fixing_can_be_what_a_project_always_does(project, run, configure):
    configure("fix = true", "unsafe-fixes = true", **UNSAFE)
    assert run("--no-fix").returncode == 1
    assert run("--no-unsafe-fixes").returncode == 1
    assert models(project) == MODELS
    assert run().returncode == 0
    assert models(project) == FIXED


@pytest.mark.parametrize("line", ['unfixable = ["ACM"]', 'fixable = ["NL", "ACM002"]'])
def test_a_project_says_which_rules_are_fixed(project, run, configure, line):
    configure(line, **SAFE)
    done = run("--fix")
    assert done.returncode == 1
    assert "[*]" not in done.stdout
    assert models(project) == MODELS


def test_the_more_specific_selector_wins(project, run, configure):
    configure('fixable = ["ACM001"]', 'unfixable = ["ACM"]', **SAFE)
    assert run("--fix").returncode == 0


# Rounds


def test_fixes_that_overlap_are_made_one_after_the_other(project, run, configure):
    configure(ACM001={"swaps": {"f(old)": "g(old)", "old": "new", "g(new)": "h"}})
    path = project / "shop/models.py"
    path.write_text(MODELS.replace("=old", "=f(old)"))
    done = run("--fix")
    assert done.stderr.startswith("Found 3 findings (3 fixed, 0 remaining)")
    assert models(project) == MODELS.replace("=old", "=h")


def test_fixes_without_an_end_are_given_up(project, run, configure):
    configure(ACM001={"swaps": {"old": "new", "new": "old"}})
    done = run("--fix")
    assert done.returncode == 1
    assert "not fixed: it is still offered after 50 rounds" in done.stderr


# What is not written


def test_a_fix_that_would_not_parse_is_refused_and_the_others_are_made(project, run, configure):
    configure(ACM001={"swaps": {"old": "new"}}, ACM003={"swaps": {"30": "30)("}})
    done = run("--fix")
    assert done.returncode == 1
    assert models(project) == FIXED
    assert (
        "shop/models.py:6:40: ACM003 acme-raw-swap not fixed: it would leave code that does not "
        "parse: "
    ) in done.stderr


def test_await_outside_an_async_function_does_not_count_as_python(project, run, configure):
    configure(ACM003={"swaps": {"old": "await old()"}})
    done = run("--fix")
    assert "not fixed: it would leave code that does not parse: 'await' outside" in done.stderr
    assert models(project) == MODELS


def test_a_fix_that_would_raise_a_finding_is_refused(project, run, configure):
    """Narrowing the column makes the serializer wider: a finding in another file."""
    configure(ACM001={"swaps": {"10": "5", "old": "new", "30": "40"}})
    (project / "shop/serializers.py").write_text(
        SERIALIZERS.replace("max_length=10", "max_length=9+1")
    )
    done = run("--fix")
    assert done.returncode == 1
    assert models(project) == FIXED.replace("30", "40")
    assert (
        "shop/models.py:5:40: ACM001 acme-safe-swap not fixed: it would raise NL101 at "
        "shop/serializers.py:7: `OrderSerializer.name` accepts 10 characters" in done.stderr
    )


def test_a_fix_that_leaves_its_finding_is_refused(project, run, configure):
    configure(ACM001={"swaps": {"old": "(old)"}})
    done = run("--fix")
    assert "not fixed: it would not do away with the finding" in done.stderr
    assert models(project) == MODELS


# The cache


def test_a_finding_from_the_cache_is_fixed_where_it_stands_now(project, run, configure):
    configure(**SAFE)
    run()
    path = project / "shop/models.py"
    path.write_text(MODELS.replace("class Order", "# One.\n\n# Two.\nclass Order"))
    assert run("--fix").returncode == 0
    assert models(project) == FIXED.replace("class Order", "# One.\n\n# Two.\nclass Order")


@pytest.mark.parametrize("arguments", [(), ("--no-cache",), ("--jobs", "2")])
def test_the_cache_makes_no_difference(project, run, configure, arguments):
    configure(**SAFE)
    assert run("--fix", *arguments).returncode == 0
    assert models(project) == FIXED


def test_a_fix_from_the_cache_is_gone_once_its_name_is_taken(project, run, configure):
    configure(ACM001={"swaps": {"old": "Decimal(1)"}, "imports": ["decimal.Decimal"]})
    assert "[*]" in run().stdout
    path = project / "shop/models.py"
    path.write_text(MODELS + "\n\nDecimal = float\n")
    done = run("--fix")
    assert "ACM001" in done.stdout
    assert "[*]" not in done.stdout
    assert models(project) == MODELS + "\n\nDecimal = float\n"


def test_after_fixing_json_has_what_remains(project, run, configure):
    configure(ACM001={"swaps": {"old": "new"}}, ACM003={"swaps": {"30": "30)("}})
    done = run("--fix", "--format", "json")
    assert [each["code"] for each in json.loads(done.stdout)["findings"]] == ["ACM003"]
    assert "ACM003 acme-raw-swap not fixed: " in done.stderr
    assert models(project) == FIXED


def test_files_that_are_excluded_are_not_fixed(project, run, configure):
    configure('extend-exclude = ["shop/models.py"]', **SAFE)
    assert run("--fix").returncode == 0
    assert models(project) == MODELS
