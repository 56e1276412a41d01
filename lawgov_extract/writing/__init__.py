"""
Tables → files, one module a format.

A format module has ``open_sink(path, tables, headings)``, a context manager that yields a Sink. The
output appears under its name when the context ends well, whole or not at all.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from lawgov_extract.errors import OutputError
from lawgov_extract.tables import Table

# A new format is one module and one line here. A workbook of pandas or openpyxl is not loaded for a CSV.
MODULES = {
    "csv": "lawgov_extract.writing.csv_file",
    "xlsx": "lawgov_extract.writing.xlsx_file",
    "jsonl": "lawgov_extract.writing.jsonl_file",
    "parquet": "lawgov_extract.writing.parquet_file",
    "dta": "lawgov_extract.writing.dta_file",
    "sqlite": "lawgov_extract.writing.sqlite_file",
    "folder": "lawgov_extract.writing.csv_folder",
}
NAMES = tuple(name for name in MODULES if name != "folder")  # a folder is told by its closing slash
ENDINGS = {f".{name}": name for name in NAMES}
TO_STANDARD_OUTPUT = {"csv", "jsonl"}
EXTRAS = {"parquet": "pyarrow"}  # what a format needs that the core does not install; the extra has the format's name


class Sink(Protocol):
    """Where rows go."""

    def write(self, table: str, rows: Iterable[tuple]) -> None:
        """Write rows of the table, in its order of columns. Tables that the format does not hold are ignored."""


def format_of(path: str, name: str = "") -> str:
    """
    Find the format of an output.

    Args:
        path: A file, a folder with ``/`` at its end, or ``-`` for standard output.
        name: The format the user named, empty to go by the ending.

    Returns:
        A key of ``MODULES``, or "" when nothing tells, or when the format cannot go to standard output.
    """
    if path == "-":
        return (name or "csv") if name in ("", *TO_STANDARD_OUTPUT) else ""
    if path.endswith(("/", "\\")):
        return "folder"
    return name or ENDINGS.get(Path(path).suffix.lower(), "")


def check_output(path: str, name: str = "") -> str:
    """
    Find out early that an output cannot be: before hours of reading.

    Args:
        path: A file, a folder with ``/`` at its end, or ``-`` for standard output.
        name: The format, where the ending does not tell.

    Returns:
        The format, a key of ``MODULES``.

    Raises:
        OutputError: The format is unknown or needs what is not installed, or the folder does not exist.
    """
    kind = format_of(path, name)
    if not kind:
        raise OutputError(path, f"unknown format; expected one of {', '.join(NAMES)}, or a folder ending in /")
    if lacking := missing_extra(kind):
        raise OutputError(path, lacking)
    if path == "-":
        return kind
    target = Path(path)
    if not target.parent.is_dir():
        raise OutputError(path, f"the folder {target.parent} does not exist")
    if kind != "folder" and target.is_dir():
        raise OutputError(path, "is a folder; end the path in / to write every table into it as CSV")
    if kind == "folder" and target.exists() and not target.is_dir():
        raise OutputError(path, "is a file; expected a folder")
    return kind


def missing_extra(kind: str) -> str:
    """What has to be installed before a format can be written or read; empty where nothing has."""
    if kind not in EXTRAS or find_spec(EXTRAS[kind]) is not None:
        return ""
    return f"needs {EXTRAS[kind]}: pip install 'lawgov_extract[{kind}]'"


def open_output(
    path: str, tables: tuple[Table, ...], *, name: str = "", headings: str = "en"
) -> AbstractContextManager[Sink]:
    """
    Make ready to write tables.

    Args:
        path: A file, a folder with ``/`` at its end, or ``-`` for standard output.
        tables: The tables that will come, in order; a format of one table takes the first.
        name: The format, where the ending does not tell.
        headings: Language of headings and sheet names, ``en`` or ``zh``.

    Returns:
        A context manager that yields a Sink.

    Raises:
        OutputError: As ``check_output``, or the path cannot be written.
    """
    return import_module(MODULES[check_output(path, name)]).open_sink(path, tables, headings)
