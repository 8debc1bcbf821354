"""The outline of a file: which names it binds and where, and what it mentions.

Names and places, no meaning: whoever wants to know what a statement says asks for its
segment. Made with `ast` for every file of a project, because that is ten times faster
than a concrete syntax tree; a file that the running interpreter cannot read is outlined
by `outline_fallback`.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from nova_lint.workspace.outline_nodes import (
    Assignment,
    Class,
    Function,
    Guard,
    Import,
    Mutation,
    Outline,
    Statement,
    UnparsableSource,
    pack,
)

__all__ = [
    "CLASS_NAME",
    "FLOAT",
    "NewerSyntaxError",
    "UnparsableSource",
    "make_outline",
    "plain_outline",
]

_WORD = re.compile(r"\w+")
_BLANKS = "".join(chr(code) if _WORD.match(chr(code)) else " " for code in range(128))
"""What stands for each letter of ASCII where only words matter."""
# Which characters come into question stands first: `\b` would be tried at each of them all.
CLASS_NAME = re.compile(r"[A-Z_](?<!\w[A-Z_])(?:(?<=[A-Z])|_*[A-Z])\w*")
"""A word that could name a class: `Order`, `_Base`."""
FLOAT = "float"
# An annotation, or a value that is a number with a point; `"10.0.0.1"` is none.
_RETURNS_NUMBER = re.compile(r"->[^:]*\b(float|Decimal)\b")
_IS_FLOAT = re.compile(r"\bfloat\b|[=:(\[,]\s*-?\d[\d_]*\.\d(?![\d.]*['\"])")
_TYPE_CHECKING = frozenset({"TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"})


class NewerSyntaxError(Exception):
    """A text that the running interpreter cannot read; another one may."""


def make_outline(text: str) -> Outline:
    """The outline of a module's text. Raises UnparsableSource with the line."""
    try:
        return plain_outline(text)
    except NewerSyntaxError as newer:
        error = newer.__cause__
        assert isinstance(error, SyntaxError | ValueError)
        # Imported here because libcst costs a sixth of a second that most runs need not pay.
        from nova_lint.workspace import outline_fallback

        return _finish(outline_fallback.statements(text, error, _parsed), text)


def plain_outline(text: str) -> Outline:
    """The outline of a text that the running interpreter can read. Raises NewerSyntaxError
    where it cannot, and UnparsableSource where nobody can."""
    try:
        return _finish(_parsed(text), text)
    except (RecursionError, MemoryError) as error:
        # libcst would take minutes over it, or overflow the stack and end the process.
        raise UnparsableSource("nested too deeply to be read", 1) from error
    except (SyntaxError, ValueError) as error:
        if isinstance(error, SyntaxError) and "too many nested" in error.msg:
            raise UnparsableSource(error.msg, error.lineno or 1) from error
        raise NewerSyntaxError from error


def _parsed(text: str) -> tuple[Statement, ...]:
    return tuple(_statements(ast.parse(text).body, Guard.NONE))


def _finish(statements: Sequence[Statement], text: str) -> Outline:
    lines = text.split("\n")
    code = "\n".join(line for line in lines if (said := line.lstrip()) and said[0] != "#")
    return pack(_with_digests(statements, lines), _words(text), _digest(code))


def _words(text: str) -> list[str]:
    """The names and other words of a text."""
    if text.isascii():
        # Half the time of a regular expression.
        return text.translate(_BLANKS).split()
    return _WORD.findall(text)


def _with_digests(statements: Sequence[Statement], lines: list[str]) -> tuple[Statement, ...]:
    marked: list[Statement] = []
    for statement in statements:
        text = "\n".join(lines[statement.line - 1 : statement.end_line])
        match statement:
            case Class():
                header = "\n".join(lines[statement.line - 1 : statement.header_end])
                changed: Statement = msgspec.structs.replace(
                    statement,
                    digest=_digest(text),
                    header_digest=_digest(header),
                    body=_with_digests(statement.body, lines),
                )
            case Import():
                changed = msgspec.structs.replace(statement, digest=_digest(text))
            case _:
                words = tuple({*CLASS_NAME.findall(text), *_numbers(statement, text)})
                changed = msgspec.structs.replace(statement, digest=_digest(text), words=words)
        marked.append(changed)
    return tuple(marked)


def _numbers(statement: Statement, text: str) -> tuple[str, ...]:
    """The class of an annotation or a literal, which alone among classes of numbers is not
    seen by its capital; and what a function says that it returns."""
    match statement:
        case Assignment():
            may_be = FLOAT in text or "." in text
            return (FLOAT,) if may_be and _IS_FLOAT.search(text) else ()
        case Function():
            # Most functions say nothing of the kind, and a pattern would look at each colon.
            returned = _RETURNS_NUMBER.search(text) if "->" in text else None
            return (f"-> {returned[1]}",) if returned is not None else ()
    return ()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _statements(body: Iterable[ast.stmt], guard: Guard) -> Iterator[Statement]:
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from _imports(node, guard)
            case ast.ClassDef():
                yield _class(node, guard)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield _function(node, guard)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                yield from _assignments(node, guard)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
                yield Mutation(name=name, line=node.lineno, end_line=_end(node), guard=guard)
            case ast.If():
                yield from _branches(node)
            case ast.Try() | ast.TryStar():
                yield from _statements(node.body, guard)
                for handler in node.handlers:
                    yield from _statements(handler.body, Guard.EXCEPT)
                yield from _statements(node.orelse, guard)
                yield from _statements(node.finalbody, guard)
            case ast.With() | ast.AsyncWith():
                yield from _statements(node.body, guard)
            case ast.For() | ast.While() | ast.AsyncFor():
                yield from _statements(node.body, Guard.LOOP)
                yield from _statements(node.orelse, Guard.LOOP)
            case _ if type(node).__name__ == "TypeAlias":
                # `ast.TypeAlias` exists since Python 3.12.
                yield _type_alias(node, guard)


def _branches(node: ast.If) -> Iterator[Statement]:
    if _dotted(node.test) in _TYPE_CHECKING:
        yield from _statements(node.body, Guard.NONE)
        yield from _statements(node.orelse, Guard.ELSE)
        return
    yield from _statements(node.body, Guard.IF)
    yield from _statements(node.orelse, Guard.ELSE)


def _imports(node: ast.Import | ast.ImportFrom, guard: Guard) -> Iterator[Import]:
    for alias in node.names:
        if isinstance(node, ast.Import):
            # `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
            name = alias.asname or alias.name.partition(".")[0]
            module = alias.name if alias.asname else name
            yield Import(
                name=name,
                module=module,
                attribute="",
                level=0,
                line=node.lineno,
                end_line=_end(node),
                guard=guard,
            )
            continue
        yield Import(
            name=alias.asname or alias.name,
            module=node.module or "",
            attribute=alias.name,
            level=node.level,
            line=node.lineno,
            end_line=_end(node),
            guard=guard,
        )


def _class(node: ast.ClassDef, guard: Guard) -> Class:
    return Class(
        name=node.name,
        line=min([node.lineno, *(d.lineno for d in node.decorator_list)]),
        end_line=_end(node),
        name_line=node.lineno,
        header_end=max(node.lineno, node.body[0].lineno - 1),
        bases=tuple(_dotted(base) for base in node.bases),
        keywords=tuple(keyword.arg or "**" for keyword in node.keywords),
        decorators=tuple(_dotted(_callee(decorator)) for decorator in node.decorator_list),
        body=tuple(_statements(node.body, Guard.NONE)),
        guard=guard,
    )


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, guard: Guard) -> Function:
    return Function(
        name=node.name,
        line=min([node.lineno, *(d.lineno for d in node.decorator_list)]),
        end_line=_end(node),
        name_line=node.lineno,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        decorators=tuple(_dotted(_callee(decorator)) for decorator in node.decorator_list),
        guard=guard,
    )


def _assignments(
    node: ast.Assign | ast.AnnAssign | ast.AugAssign, guard: Guard
) -> Iterator[Assignment]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    whole = all(isinstance(target, ast.Name) for target in targets)
    for name in _bound_names(targets):
        yield Assignment(
            name=name,
            line=node.lineno,
            end_line=_end(node),
            annotated=isinstance(node, ast.AnnAssign),
            augmented=isinstance(node, ast.AugAssign),
            is_display=whole and _is_display(node.value),
            guard=guard,
        )


_DISPLAYS = (
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.JoinedStr,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
)


def _is_display(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Constant):
        return value.value is not None
    return isinstance(value, _DISPLAYS)


def _type_alias(node: ast.stmt, guard: Guard) -> Assignment:
    """`type Name = …` binds its name as an assignment does."""
    name: ast.Name = getattr(node, "name")  # noqa: B009  # typeshed hides it below 3.12
    return Assignment(
        name=name.id,
        line=node.lineno,
        end_line=_end(node),
        annotated=False,
        augmented=False,
        guard=guard,
    )


def _bound_names(targets: Iterable[ast.expr]) -> Iterator[str]:
    for target in targets:
        match target:
            case ast.Name(id=name):
                yield name
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                yield from _bound_names(elements)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                # `Model.limit = 3` at top level changes what the class says.
                yield f"{name}.{attribute}"
            case ast.Subscript(value=ast.Name(id=name)):
                yield f"{name}[]"


def _callee(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _dotted(node: ast.expr) -> str:
    """`a.b.c` for such an expression, else an empty string: its segment has the rest."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno
