"""Proxies of tables between two models, by a `class` statement or by `type(…)`."""
