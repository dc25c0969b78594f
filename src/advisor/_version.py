"""The version of the program; the knowledge has its own."""

__version__ = "0.1.0"
