"""How a rule offers a fix: it gives the libcst nodes that are to take the place of others.

    segment = project.segment(field.span)
    node = segment.written(…)                   # a node of that segment: `price * 1.1`
    new = node.with_changes(right=cst.parse_expression('Decimal("1.1")'))
    fix = replace(
        segment,
        {node: new},
        title='Write `Decimal("1.1")`',
        safety=Safety.SAFE,
        imports=(FromImport("decimal", "Decimal"),),
    )
    yield Report(place=segment.place(node), message="…", fix=fix)

Nothing outside the nodes changes. Parentheses are put around the new code where it needs them,
and lines that it breaks into are indented like those around it. There is no fix (None) where
the new code would not be valid Python, would lose a comment, or stands where a name that it
needs means something else; a rule hands that None on to its report. `removing.remove` takes
items out of a list, tuple, set or dictionary.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from nova_lint.engine.fixes.fix import Edit, Fix, FromImport, Safety
from nova_lint.workspace.segments import Segment


def replace(
    segment: Segment,
    nodes: Mapping[cst.CSTNode, cst.CSTNode],
    *,
    title: str,
    safety: Safety,
    imports: Sequence[FromImport] = (),
) -> Fix | None:
    """The fix that puts new code in the place of nodes of a segment, none of which holds
    another; None where that cannot be done.

    An old node must be one of the segment's own, not a copy. A new one may use parts of what
    is `written` there.
    """
    edits: list[Edit] = []
    for node, new in ((segment.written(old), new) for old, new in nodes.items()):
        edit = _replacement(segment, node, new)
        if edit is None:
            return None
        edits.append(edit)
    missing = _missing(segment, list(nodes), imports)
    return Fix(title, safety, tuple(edits), missing) if edits and missing is not None else None


def _replacement(segment: Segment, node: cst.CSTNode, new: cst.CSTNode) -> Edit | None:
    fitting = _fitting(segment, node, new)
    if fitting is None or _loses_comment(node, fitting):
        return None
    start, end = segment.offsets(node)
    before, after = segment.code[:start], segment.code[end:]
    code = segment.code_with(node, fitting)
    if not (code.startswith(before) and code.endswith(after)):
        # A statement with other lines in front of it, or other blanks behind.
        return None
    text = code[start : len(code) - len(after)]
    return None if _breaks_string(segment, node, text) else Edit(segment.place(node), text)


def _fitting(segment: Segment, node: cst.CSTNode, new: cst.CSTNode) -> cst.CSTNode | None:
    """The new node, in parentheses where it would mean something else without them."""
    if not isinstance(node, cst.BaseExpression) or not isinstance(new, cst.BaseExpression):
        return new if _meaning(segment, node, new) is not None else None
    if node.lpar:
        new = new.with_changes(lpar=node.lpar, rpar=node.rpar)
    bare = _meaning(segment, node, new)
    if new.lpar:
        return new if bare is not None else None
    enclosed = new.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    meant = _meaning(segment, node, enclosed)
    if meant is None:
        # No place for parentheses: the name of an attribute or of a keyword.
        return new if bare is not None else None
    return new if bare == meant else enclosed


def _meaning(segment: Segment, node: cst.CSTNode, new: cst.CSTNode) -> str | None:
    """What a segment says with another node in the place of one, whatever blanks and
    parentheses it says it with; None for what this Python cannot read."""
    try:
        return ast.dump(ast.parse(segment.code_with(node, new)))
    except (cst.CSTValidationError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _loses_comment(node: cst.CSTNode, new: cst.CSTNode) -> bool:
    return bool(Counter(_comments(node)) - Counter(_comments(new)))


def _comments(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.Comment):
        yield node.value
    for child in node.children:
        yield from _comments(child)


def _breaks_string(segment: Segment, node: cst.CSTNode, text: str) -> bool:
    """Whether a text could end an f-string that the node stands in: only since Python 3.12
    may a part of one have its quotes."""
    start, end = segment.offsets(node)
    return any(
        first < start and end < last and any(mark in text for mark in ('"', "'", "\\", "\n", "#"))
        for first, last in map(segment.offsets, segment.nodes(cst.FormattedString))
    )


def _missing(
    segment: Segment, nodes: Sequence[cst.CSTNode], imports: Sequence[FromImport]
) -> tuple[FromImport, ...] | None:
    """The imports that the file must have for nodes of a segment; None where something in the
    segment gives one of the names another meaning."""
    tree = ast.parse(segment.code) if imports else ast.Module([], [])
    missing: list[FromImport] = []
    for needed in imports:
        binding = [each for each in ast.walk(tree) if needed.name in _bound_by(each)]
        if not binding:
            missing.append(needed)
        elif len(binding) > 1 or not all(
            _has_imported(tree, needed, segment.code.count("\n", 0, segment.offsets(node)[0]) + 1)
            for node in nodes
        ):
            return None
    return tuple(missing)


def _has_imported(tree: ast.AST, needed: FromImport, line: int) -> bool:
    """Whether a function around a line has imported a name itself before it comes there."""
    return any(
        isinstance(statement, ast.ImportFrom)
        and (statement.module, statement.level) == (needed.module, 0)
        and any(alias.name == needed.name and not alias.asname for alias in statement.names)
        and (statement.end_lineno or line) < line
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and function.lineno <= line <= (function.end_lineno or 0)
        for statement in function.body
    )


def _bound_by(node: ast.AST) -> Sequence[str | None]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return (name,)
        case ast.arg(arg=name):
            return (name,)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return (name,)
        case ast.ClassDef(name=name):
            return (name,)
        case ast.alias(name=name, asname=other):
            return (other or name.partition(".")[0],)
        case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return (name,)
        case ast.MatchMapping(rest=name):
            return (name,)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return names
    return ()
