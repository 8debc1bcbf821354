"""What ends a run before anything is checked. Imported by every layer, imports none."""


class ConfigError(Exception):
    """A setting or an argument that cannot be followed; the message is for the user."""
