"""
SQLite: a database with every table of the run, written in one transaction.

Columns are INTEGER, REAL or TEXT; dates are ISO 8601 texts, which SQLite's date functions take; empty
cells are NULL. A number is REAL, so that a share of two counts is no division of integers: the nearest
double, which gives back every number of up to 15 digits as it was. The statements that make the tables
tell the meaning of each column. Two runs over the same rows give the same bytes.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal

from lawgov_extract.errors import OutputError
from lawgov_extract.tables import Table
from lawgov_extract.writing.cells import well_formed
from lawgov_extract.writing.replacing import replacing

TYPES = {"integer": "INTEGER", "number": "REAL", "date": "TEXT", "text": "TEXT"}
INDEXED = {"file", "indicator", "region_code"}  # what rows are looked up by
APPLICATION = 0x6C67_7874  # the program's mark in the head of the file: "lgxt"
_SETTINGS = f"""
PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA application_id = {APPLICATION};
"""


@contextmanager
def open_sink(path: str, tables: tuple[Table, ...], headings: str) -> Iterator["DatabaseSink"]:
    """Yield a sink that writes *tables* into one database."""
    with replacing(path) as temporary:
        try:
            # The file takes its name only when it is whole: no journal on disk has to save it.
            with closing(sqlite3.connect(temporary, isolation_level=None)) as base:
                base.executescript(_SETTINGS)
                base.execute("BEGIN")
                sink = DatabaseSink(base, tables, headings)
                yield sink
                sink.finish()
                base.execute("COMMIT")
        except sqlite3.Error as problem:
            raise OutputError(path, f"cannot be written: {problem}") from problem


class DatabaseSink:
    """Writes rows as they come; indexes at the end."""

    def __init__(self, base: sqlite3.Connection, tables: tuple[Table, ...], headings: str) -> None:
        self._base, self._headings = base, headings
        self._tables = {table.name: table for table in tables}
        self._inserts = {}
        for name, table in self._tables.items():
            base.execute(_definition(table, headings))
            marks = ", ".join("?" * len(table.columns))
            self._inserts[name] = f"INSERT INTO {_quoted(table.title(headings))} VALUES ({marks})"

    def write(self, table: str, rows: Iterable[tuple]) -> None:
        """Write rows of a table."""
        if table in self._inserts:
            self._base.executemany(self._inserts[table], (tuple(map(_stored, row)) for row in rows))

    def finish(self) -> None:
        """Make the indexes: filling them row by row would take longer."""
        for table in self._tables.values():
            for column, heading in zip(table.columns, table.headings(self._headings)):
                own = column.name == table.key
                if own or column.name in INDEXED:
                    self._index(table.title(self._headings), heading, unique=own)

    def _index(self, title: str, heading: str, *, unique: bool) -> None:
        of = f"INDEX {_quoted(f'{title}_{heading}')} ON {_quoted(title)} ({_quoted(heading)})"
        try:
            self._base.execute(f"CREATE UNIQUE {of}" if unique else f"CREATE {of}")
        except sqlite3.IntegrityError:  # duplicates that were asked for share their ids
            self._base.execute(f"CREATE {of}")


def _definition(table: Table, headings: str) -> str:
    lines = []
    for number, (column, heading) in enumerate(zip(table.columns, table.headings(headings)), 1):
        comma = "," if number < len(table.columns) else ""
        told = ": ".join(filter(None, (column.zh if headings == "en" else column.name, column.meaning)))
        lines.append(f"  {_quoted(heading)} {TYPES[column.type]}{comma} -- {' '.join(told.split())}\n")
    return f"CREATE TABLE {_quoted(table.title(headings))} (\n{''.join(lines)})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stored(cell: object) -> object:
    if isinstance(cell, str):
        return well_formed(cell)
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
