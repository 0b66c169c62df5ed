"""The version of the package, for whoever stamps it into a file."""

__version__ = "0.1.0"
