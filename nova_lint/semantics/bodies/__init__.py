"""Reads the bodies of functions: the kinds of their expressions, and their operations."""
