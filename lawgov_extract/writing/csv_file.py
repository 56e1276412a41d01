"""
CSV: UTF-8 with a byte-order mark, which Excel needs to see Chinese, and ``\\n`` at the end of every row.

Standard output gets no mark. Numbers are exact decimals, dates ISO 8601, empty cells nothing.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TextIO

from lawgov_extract.tables import Table
from lawgov_extract.writing.cells import digits
from lawgov_extract.writing.replacing import text_output


@contextmanager
def open_sink(path: str, tables: tuple[Table, ...], headings: str) -> Iterator["CsvSink"]:
    """Yield a sink that writes the first of *tables* to *path*, or to standard output for ``-``."""
    with text_output(path, "utf-8-sig") as file:
        yield CsvSink(file, tables[0], headings)


class CsvSink:
    """Writes one table, row by row, as they come."""

    def __init__(self, file: TextIO, table: Table, headings: str) -> None:
        self._table = table.name
        # The csv module quotes a lone carriage return only while its own line end holds one.
        self._writer = csv.writer(_LineFeeds(file), lineterminator="\r\n")
        self._writer.writerow(table.headings(headings))

    def write(self, table: str, rows: Iterable[tuple]) -> None:
        """Write rows, if they are of the table this file holds."""
        if table == self._table:
            self._writer.writerows(map(_exact, row) for row in rows)


class _LineFeeds:
    """Takes the rows of a csv writer and ends them in a line feed."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, row: str) -> None:
        self._file.write(row[:-2] + "\n")


def _exact(cell: object) -> object:
    return digits(cell) if isinstance(cell, Decimal) else cell
