"""Where an import goes that new code needs."""

from __future__ import annotations

import pytest

from nova_lint.engine.fixes.editing import Text, splice, spliced
from nova_lint.engine.fixes.fix import FromImport
from nova_lint.engine.fixes.imports import UnplaceableError, import_edit

DECIMAL = FromImport("decimal", "Decimal")


def with_import(text: str, needed: FromImport = DECIMAL) -> str:
    """The text with the import that the line of `USE` needs."""
    line = next(n for n, each in enumerate(text.split("\n"), start=1) if "USE" in each)
    edit = import_edit("shop.py", text, needed, line)
    before = Text(text)
    return spliced(before, [splice(before, edit)]).raw if edit is not None else text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import os\n\nUSE = 1\n", "import os\nfrom decimal import Decimal\n\nUSE = 1\n"),
        ("from __future__ import annotations\nUSE = 1\n",
         "from __future__ import annotations\nfrom decimal import Decimal\nUSE = 1\n"),
        ("USE = 1\n", "from decimal import Decimal\n\nUSE = 1\n"),
        ("USE = 1", "from decimal import Decimal\n\nUSE = 1"),
        ("@a\nclass USE: ...\n", "from decimal import Decimal\n\n\n@a\nclass USE: ...\n"),
        ("#!/usr/bin/python\n# coding: utf-8\n\nUSE = 1\n",
         "#!/usr/bin/python\n# coding: utf-8\n\nfrom decimal import Decimal\n\nUSE = 1\n"),
        ('"""Doc."""\n\nUSE = 1\n', '"""Doc."""\n\nfrom decimal import Decimal\n\nUSE = 1\n'),
        ('"""Doc."""\nUSE = 1\n', '"""Doc."""\n\nfrom decimal import Decimal\n\nUSE = 1\n'),
        ('"""Doc.\n\nimport os\n"""\n\nUSE = 1\n',
         '"""Doc.\n\nimport os\n"""\n\nfrom decimal import Decimal\n\nUSE = 1\n'),
        ("import a  # why\nUSE = 1\n", "import a  # why\nfrom decimal import Decimal\nUSE = 1\n"),
        ("from a import (\n    b,\n)\nUSE = 1\n",
         "from a import (\n    b,\n)\nfrom decimal import Decimal\nUSE = 1\n"),
        ('import a; b = """\n"""\nUSE = 1\n',
         'import a; b = """\n"""\nfrom decimal import Decimal\nUSE = 1\n'),
        ("import a\nb = 1\nimport c\nUSE = 1\nimport d\n",
         "import a\nb = 1\nimport c\nfrom decimal import Decimal\nUSE = 1\nimport d\n"),
        ("import a\nif TYPE_CHECKING:\n    from decimal import Decimal\nUSE = 1\n",
         "import a\nfrom decimal import Decimal\nif TYPE_CHECKING:\n"
         "    from decimal import Decimal\nUSE = 1\n"),
        ("try:\n    import a\nexcept E:\n    a = 1\nUSE = 1\n",
         "from decimal import Decimal\n\ntry:\n    import a\nexcept E:\n    a = 1\nUSE = 1\n"),
        ("import a\ndef f():\n    USE = 1\nfrom decimal import Decimal\n",
         "import a\nfrom decimal import Decimal\ndef f():\n    USE = 1\n"
         "from decimal import Decimal\n"),
    ],
)  # fmt: skip
def test_an_import_on_a_line_of_its_own(text, expected):
    assert with_import(text) == expected
    compile(expected, "shop.py", "exec")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from decimal import ROUND_UP", "from decimal import ROUND_UP, Decimal"),
        ("from decimal import getcontext", "from decimal import Decimal, getcontext"),
        ("from decimal import Context, getcontext",
         "from decimal import Context, Decimal, getcontext"),
        ("from decimal import getcontext, Context",
         "from decimal import getcontext, Context, Decimal"),
        ("from decimal import Decimal as D", "from decimal import Decimal as D, Decimal"),
        ("from decimal import (ROUND_UP)", "from decimal import (ROUND_UP, Decimal)"),
        ("from decimal import (\n    ROUND_UP,\n)",
         "from decimal import (\n    ROUND_UP,\n    Decimal,\n)"),
        ("from decimal import (\n    ROUND_UP,  # up\n    getcontext,  # all\n)",
         "from decimal import (\n    ROUND_UP,  # up\n    Decimal,\n    getcontext,  # all\n)"),
        ("from decimal import (\n    getcontext\n)",
         "from decimal import (\n    Decimal,\n    getcontext\n)"),
        ("from decimal import \\\n    getcontext",
         "from decimal import \\\n    Decimal, getcontext"),
        ("é = 1; from decimal import ROUND_UP", "é = 1; from decimal import ROUND_UP, Decimal"),
    ],
)  # fmt: skip
def test_a_name_more_in_an_import_that_is_there(before, after):
    assert with_import(f"import os\n{before}\nUSE = 1\n") == f"import os\n{after}\nUSE = 1\n"
    compile(after, "shop.py", "exec")


@pytest.mark.parametrize(
    "text",
    [
        "from decimal import Decimal\nUSE = 1\n",
        "from decimal import *\nUSE = 1\n",
        "from shop.money import Decimal\nUSE = 1\n",
        "try:\n    from decimal import Decimal\nfinally:\n    pass\nUSE = 1\n",
    ],
)
def test_what_is_imported_is_not_imported_again(text):
    assert with_import(text) == text


def test_imports_of_packages_with_dots():
    text = "from django.shortcuts import get_object_or_404\nUSE = 1\n"
    needed = FromImport("django.shortcuts", "aget_object_or_404")
    expected = text.replace("import get", "import aget_object_or_404, get")
    assert with_import(text, needed) == expected


def test_a_file_that_this_python_cannot_read():
    with pytest.raises(UnplaceableError):
        import_edit("shop.py", "USE = (\n", DECIMAL, 1)
