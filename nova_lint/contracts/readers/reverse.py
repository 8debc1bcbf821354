"""The other end of a relation: what the related model gets from it."""

from __future__ import annotations

from nova_lint.contracts.contract import Contract, Field, Known
from nova_lint.knowledge.models import is_column


def reverse_of(column: Field, contract: Contract) -> Field | None:
    """The relation that a ForeignKey, OneToOneField or ManyToManyField opens from the model
    that it points at; None where it opens none (`related_name="+"`), or none can be named.

    Its name is `related_name`, or `<model>_set`, or `<model>` for a one-to-one relation
    (Django 5.2, django/db/models/fields/reverse_related.py, get_accessor_name).
    """
    single = is_column(column.framework_class, "OneToOneField")
    model = contract.short_name.lower()
    if not isinstance(column.related_name, Known):
        return None
    given = column.related_name.value
    if given is not None and given.endswith("+"):
        return None
    name = given or (model if single else f"{model}_set")
    app = contract.name.split(".")[-3] if contract.name.count(".") > 1 else ""
    name = name.replace("%(class)s", model).replace("%(app_label)s", app.lower())
    return Field(
        name=name,
        span=column.span,
        declared_in=contract.short_name,
        declared=False,
        source=Known(name),
        type=Known("relation"),
        framework_class=column.framework_class,
        relation=Known(contract.name),
        many=Known(not single),
        has_through=column.has_through,
    )
