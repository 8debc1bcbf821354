"""Schemas that are made of a generic one."""
