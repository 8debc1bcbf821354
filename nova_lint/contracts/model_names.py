"""Models by the names under which code speaks of them: classes, `"app.Model"`, settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.semantics.evaluation import plain_value
from nova_lint.semantics.values import Call, Constant, Reference, Unknown, Value
from nova_lint.workspace.symbols import ClassSymbol, External, Module, Variable

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_DEFAULT_USER = "django.contrib.auth.models.User"
_DEFAULT_LABEL = "auth.User"
_BASES = ("AbstractUser", "AbstractBaseUser")
_USER_FUNCTIONS = ("django.contrib.auth.get_user_model",)
_USER_SETTING = "django.conf.settings.AUTH_USER_MODEL"


class ModelNames:
    """Finds the model that an expression or a label names."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._symbols = contracts.symbols
        self._workspace = contracts.workspace
        contracts.evaluator.project_calls.update(dict.fromkeys(_USER_FUNCTIONS, self._user_value))

    def dotted(self, value: Value, near: ClassSymbol | Module) -> str | None:
        """The dotted name of the model that a value names: a class, `"app.Model"`, `"self"`,
        `settings.AUTH_USER_MODEL`, `get_user_model()`."""
        found = self.model(value, near)
        if found is not None:
            return found.name
        match plain_value(value):
            case Reference(symbol=External(name=name)) if name != _USER_SETTING:
                return name
            case Constant(value=str() as label):
                return label
        return None

    def model(self, value: Value, near: ClassSymbol | Module) -> ClassSymbol | None:
        """The class of the model that a value names, None where it is not in reach."""
        match plain_value(value):
            case Reference(symbol=ClassSymbol() as cls):
                return cls
            case Reference(symbol=External(name=name)) if name == _USER_SETTING:
                return self.user_model
            case Constant(value="self") if isinstance(near, ClassSymbol):
                return near
            case Constant(value=str() as label):
                return self.labelled(label, near)
        return None

    def labelled(self, label: str, near: ClassSymbol | Module) -> ClassSymbol | None:
        """The model that `"app.Model"` or `"Model"` names."""
        app, _, name = label.rpartition(".")
        if not app:
            module = near.module if isinstance(near, ClassSymbol) else near
            here = self._symbols.lookup(module, name)
            if isinstance(here, ClassSymbol):
                return here
            app = _app_of(module.name)
        candidates = [c for c in self._classes_named(name) if self._contracts.is_model(c)]
        fitting = [cls for cls in candidates if self._has_label(cls, app)]
        if fitting:
            return fitting[0]
        if not candidates:
            return self._installed_model(app, name)
        return candidates[0] if len(candidates) == 1 else None

    def _classes_named(self, name: str) -> Iterator[ClassSymbol]:
        """The project's top-level classes of a name, whose case Django ignores."""
        for path in self._workspace.defining_class(name):
            module = self._workspace.modules.at(path)
            for bound in module.bindings:
                if bound.lower() == name.lower():
                    symbol = self._symbols.own_member(module, bound)
                    if isinstance(symbol, ClassSymbol):
                        yield symbol

    def _installed_model(self, app: str, name: str) -> ClassSymbol | None:
        for package in (f"django.contrib.{app}.models", f"{app}.models"):
            symbol = self._symbols.absolute(f"{package}.{name}")
            if isinstance(symbol, ClassSymbol):
                return symbol
        return None

    def _has_label(self, cls: ClassSymbol, app: str) -> bool:
        meta = self._symbols.class_member(cls, "Meta")
        if isinstance(meta, ClassSymbol):
            label = self._symbols.class_member(meta, "app_label")
            if isinstance(label, Variable):
                value = self._contracts.evaluator.variable(label)
                if isinstance(value, Constant):
                    return value.value == app
        return app.lower() in cls.module.name.lower().split(".")

    def of_queryset(self, value: Value | None) -> ClassSymbol | None:
        """The model of `Order.objects.filter(…)`, of a manager, or of a queryset call."""
        node: cst.CSTNode | None = value.node if isinstance(value, Call) else None
        scope = value.scope if isinstance(value, Call) else None
        while isinstance(node, cst.Call):
            node = node.func
            while isinstance(node, cst.Attribute):
                assert scope is not None
                base = self._contracts.evaluator.evaluate(node.value, scope)
                if isinstance(base, Reference) and isinstance(base.symbol, ClassSymbol):
                    return base.symbol if self._contracts.is_model(base.symbol) else None
                node = node.value
        return None

    # The user model ---------------------------------------------------------------------

    def _user_value(self) -> Value:
        found = self.user_model
        return Reference(found) if found is not None else Unknown()

    @property
    def user_model(self) -> ClassSymbol | None:
        """The model that `AUTH_USER_MODEL` names, Django's own where no setting is found; None
        where the one that is named is not.

        Found by its place alone: which classes are models may depend on the answer.
        """
        return self._workspace.questions.memo("user model", self._find_user_model)

    def _find_user_model(self) -> ClassSymbol | None:
        labels = list(self._user_labels())
        for label in labels:
            app, _, name = label.rpartition(".")
            for symbol in self._classes_named(name):
                if app in symbol.module.name.split("."):
                    return symbol
        if (labels and _DEFAULT_LABEL not in labels) or (not labels and self._has_user_models()):
            return None
        default = self._symbols.absolute(_DEFAULT_USER)
        return default if isinstance(default, ClassSymbol) else None

    def _has_user_models(self) -> bool:
        """Whether the project has a class of users of its own, which a setting that is not seen
        may name."""
        return any(map(self._workspace.deriving, _BASES))

    def _user_labels(self) -> Iterator[str]:
        for path in self._workspace.mentioning("AUTH_USER_MODEL"):
            module = self._workspace.modules.at(path)
            symbol = self._symbols.own_member(module, "AUTH_USER_MODEL")
            if isinstance(symbol, Variable):
                value = self._contracts.evaluator.variable(symbol)
                if isinstance(value, Constant) and isinstance(value.value, str):
                    yield value.value


def _app_of(module: str) -> str:
    parts = module.split(".")
    if "models" in parts:
        parts = parts[: parts.index("models")]
    return parts[-1] if parts else module
