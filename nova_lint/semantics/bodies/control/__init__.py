"""Statements, in the order in which they run, and what is known on each way."""
