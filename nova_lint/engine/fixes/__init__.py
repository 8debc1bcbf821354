"""Fixes: what a rule offers, and how it gets into the files."""
