"""The commands: options in, exit code out. What they do is done elsewhere, and loaded when a command runs."""

from lawgov_extract.cli.extracting import extract
from lawgov_extract.cli.group import lawgov

__all__ = ["extract", "lawgov"]
