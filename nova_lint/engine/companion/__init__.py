"""A process that reads a project for another program: a type checker with a plugin, an editor."""
