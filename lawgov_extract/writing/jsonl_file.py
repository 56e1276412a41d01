"""
JSON Lines: an object a row, UTF-8 without a byte-order mark, ``\\n`` at the end of every row.

Keys are the column headings. Numbers are exact, integers where they are whole; dates are ISO 8601;
empty cells are null, so that every row has every key.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TextIO

from lawgov_extract.tables import Table
from lawgov_extract.writing.cells import digits
from lawgov_extract.writing.replacing import text_output

_text = json.JSONEncoder(ensure_ascii=False).encode
# Some readers break lines here too; JSON leaves these characters as they are.
_BREAKS = re.compile("[\x85\u2028\u2029]")


@contextmanager
def open_sink(path: str, tables: tuple[Table, ...], headings: str) -> Iterator["JsonLinesSink"]:
    """Yield a sink that writes the first of *tables* to *path*, or to standard output for ``-``."""
    with text_output(path, "utf-8") as file:
        yield JsonLinesSink(file, tables[0], headings)


class JsonLinesSink:
    """Writes one table, row by row, as they come."""

    def __init__(self, file: TextIO, table: Table, headings: str) -> None:
        self._file, self._table = file, table.name
        self._keys = [f"{_text(heading)}: " for heading in table.headings(headings)]

    def write(self, table: str, rows: Iterable[tuple]) -> None:
        """Write rows, if they are of the table this file holds."""
        if table == self._table:
            for row in rows:
                line = ", ".join([key + _json(cell) for key, cell in zip(self._keys, row)])
                self._file.write(f"{{{_BREAKS.sub(_escaped, line)}}}\n")


def _json(cell: object) -> str:
    if cell is None:
        return "null"
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, Decimal):
        return digits(cell)
    return str(cell) if isinstance(cell, int) else f'"{cell}"'


def _escaped(found: re.Match) -> str:
    return f"\\u{ord(found[0]):04x}"
