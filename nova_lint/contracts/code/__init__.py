"""Layers of code: what each class and function is for, and what it does."""
