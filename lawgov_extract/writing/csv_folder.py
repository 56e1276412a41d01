"""A folder with every table as CSV, and a ``datapackage.json`` that tells programs their columns."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lawgov_extract import __version__
from lawgov_extract.errors import OutputError
from lawgov_extract.tables import Table
from lawgov_extract.writing import csv_file
from lawgov_extract.writing.replacing import replacing

TYPES = {"text": "string", "integer": "integer", "number": "number", "date": "date"}


@contextmanager
def open_sink(path: str, tables: tuple[Table, ...], headings: str) -> Iterator["FolderSink"]:
    """Yield a sink that writes each of *tables* as ``NAME.csv`` into the folder, which is made if need be."""
    folder = Path(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise OutputError(path, f"cannot be made: {problem.strerror or problem}") from problem
    with ExitStack() as stack:
        described = stack.enter_context(replacing(folder / "datapackage.json"))
        sinks = {
            table.name: stack.enter_context(csv_file.open_sink(str(folder / f"{table.name}.csv"), (table,), headings))
            for table in tables
        }
        yield FolderSink(sinks)
        described.write_text(_descriptor(tables, headings), encoding="utf-8", newline="\n")


class FolderSink:
    """Hands the rows of each table to its own file."""

    def __init__(self, sinks: dict[str, csv_file.CsvSink]) -> None:
        self._sinks = sinks

    def write(self, table: str, rows: Iterable[tuple]) -> None:
        """Write rows of a table."""
        if table in self._sinks:
            self._sinks[table].write(table, rows)


def _descriptor(tables: tuple[Table, ...], headings: str) -> str:
    package = {
        "profile": "tabular-data-package",
        "name": "lawgov_extract",
        "title": "Figures of law-based-government reports",
        "version": __version__,
        "resources": [_resource(table, headings) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table, headings: str) -> dict:
    titles = table.headings(headings)
    key = [title for title, column in zip(titles, table.columns) if column.name == table.key]
    fields = [
        {"name": title, "type": TYPES[column.type], "title": column.zh, "description": column.meaning}
        for title, column in zip(titles, table.columns)
    ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "schema": {"fields": fields, "missingValues": [""], **({"primaryKey": key} if key else {})},
    }
