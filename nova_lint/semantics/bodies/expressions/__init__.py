"""Expressions: what each is, and what evaluating it does."""
