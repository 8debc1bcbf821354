"""Flows: which model columns a layer's fields really end up in, read from function bodies."""

from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.flow.search import flows, flows_of_function

__all__ = ["Flow", "flows", "flows_of_function"]
