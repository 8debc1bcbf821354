"""The version, read by the package build and by `nova-lint --version`."""

VERSION = "0.1.0"
