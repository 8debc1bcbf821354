"""What code does with the forms and serializers that it makes: shows a row, or takes input in."""

from __future__ import annotations

import libcst as cst

from nova_lint.knowledge import views
from nova_lint.workspace.walk import walk


def call_actions(node: cst.Call) -> set[str]:
    """`S(data=…)` and `F(request.POST)` take input in, `S(obj)` and `S(many=True)` show."""
    keywords = {argument.keyword.value for argument in node.args if argument.keyword}
    positional = [a for a in node.args if a.keyword is None and a.star == ""]
    with_instance = "instance" in keywords
    if "data" in keywords:
        with_instance = with_instance or bool(positional)
        return {views.UPDATE} if with_instance else {views.CREATE}
    if any(_is_request_data(argument.value) for argument in positional):
        return {views.UPDATE} if with_instance else {views.CREATE, views.UPDATE}
    return {views.READ}


def _is_request_data(node: cst.BaseExpression) -> bool:
    for part in walk(node):
        if isinstance(part, cst.Attribute) and part.attr.value in views.REQUEST_DATA:
            return True
    return False


def names_layers(attribute: str) -> bool:
    """Whether an attribute or method of a view has the name of one that holds or gives a form or
    serializer."""
    return attribute in views.CLASS_ATTRIBUTES or any(
        word in attribute for word in views.LAYER_WORDS
    )
