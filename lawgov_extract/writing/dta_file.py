"""
Stata: a data set of format 118 (Stata 14 and newer), in UTF-8, with labelled variables.

Names are the column headings, but ``_end`` for ``end``, which is reserved. Dates are %td, numbers
double, integers of the smallest type that holds them, long texts strL. Empty texts are "", other
empty cells missing. All rows are held in memory, which sets a limit to their number.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lawgov_extract import __version__
from lawgov_extract.errors import OutputError
from lawgov_extract.tables import Column, Table
from lawgov_extract.writing.cells import well_formed
from lawgov_extract.writing.replacing import replacing

if TYPE_CHECKING:
    import pandas

MOST_ROWS = 500_000  # of some 3 kB each while they are written
LONGEST_NAME = 32
LONGEST_LABEL = 80
LARGEST = 8.9e307  # greater doubles stand for missing values
LONG = {"evidence", "section", "statement", "definition", "error"}  # a fixed width would fit the longest only
STAMP = datetime(2000, 1, 1)
# Names that Stata keeps for itself; its matrix language, and pandas with it, also keeps ``end``.
RESERVED = re.compile(
    r"end|_all|_b|_coef|_cons|_n|_N|_pi|_pred|_rc|_skip|byte|double|float|if|in|int|long|str[0-9]*|strL|using|with"
)


@contextmanager
def open_sink(path: str, tables: tuple[Table, ...], headings: str) -> Iterator[StataSink]:
    """Yield a sink that writes the first of *tables* to *path*."""
    with replacing(path) as temporary:
        sink = StataSink(path, tables[0], headings)
        yield sink
        sink.save(temporary)


class StataSink:
    """Holds the rows of one table until all are there: the widths of its texts stand before them."""

    def __init__(self, path: str, table: Table, headings: str) -> None:
        self._path, self._table, self._headings = path, table, headings
        self._rows = 0
        self._columns = [array("d") if column.type in ("integer", "number") else [] for column in table.columns]
        self._texts: dict[str, str] = {}  # most texts come again and again; each is held once

    def write(self, table: str, rows: Iterable[tuple]) -> None:
        """
        Take rows, if they are of the table this file holds.

        Raises:
            OutputError: They are more than memory should hold.
        """
        if table == self._table.name:
            for row in rows:
                self._rows += 1
                if self._rows > MOST_ROWS:
                    limit = f"more than {MOST_ROWS:,} rows, which a .dta would hold in memory"
                    raise OutputError(self._path, f"{limit}; write .csv, .parquet or .sqlite, which have no such limit")
                for column, held, cell in zip(self._table.columns, self._columns, row):
                    held.append(self._held(column, cell))

    def _held(self, column: Column, cell: object) -> object:
        if column.type == "text":
            text = well_formed(cell or "").replace("\0", "\ufffd")  # Stata ends a text there
            return self._texts.setdefault(text, text)
        if column.type == "date":
            return cell
        number = float("nan") if cell is None else float(cell)
        return number if abs(number) < LARGEST else float("nan")

    def save(self, path: Path) -> None:
        """Write the rows."""
        import pandas

        columns = self._table.columns
        names = names_of(self._table.headings(self._headings))
        frame = pandas.DataFrame({name: _series(*of) for name, *of in zip(names, columns, self._columns)})
        frame.to_stata(
            path,
            version=118,
            write_index=False,
            time_stamp=STAMP,
            data_label=f"lawgov_extract {__version__}: {self._table.title(self._headings)}",
            variable_labels={name: _label(column) for name, column in zip(names, columns)},
            convert_dates={name: "td" for name, column in zip(names, columns) if column.type == "date"},
            convert_strl=[name for name, column in zip(names, columns) if column.name in LONG],
        )


def names_of(headings: Iterable[str]) -> list[str]:
    """
    Names of variables that Stata takes.

    Args:
        headings: Of the columns.

    Returns:
        As many names, no two alike: letters, digits and ``_``, no digit first, at most 32 characters.
    """
    names: list[str] = []
    for heading in headings:
        name = re.sub(r"\W", "_", heading)
        if not name or name[0].isdigit() or RESERVED.fullmatch(name):
            name = f"_{name}"
        made, number = name[:LONGEST_NAME], 1
        while made in names:
            number += 1
            made = f"{name[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        names.append(made)
    return names


def _label(column: Column) -> str:
    label = f"{column.zh}：{column.meaning}" if column.meaning else column.zh
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _series(column: Column, cells: array | list) -> pandas.Series:
    import pandas

    if column.type == "integer":
        return pandas.Series(cells, dtype="float64").astype("Int64")
    if column.type == "number":
        return pandas.Series(cells, dtype="float64")
    return pandas.Series(cells, dtype="datetime64[s]" if column.type == "date" else "object")
