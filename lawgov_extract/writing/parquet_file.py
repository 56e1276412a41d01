"""
Parquet: typed columns, packed with zstd, written in groups of rows so that memory stays small.

Columns are int64, float64, date32 and string; empty cells are null. Each column bears its name, its
Chinese heading and its meaning as metadata, the file the program and its version. Needs pyarrow, which
is loaded with the first rows: its threads must not be there when processes are forked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lawgov_extract import __version__
from lawgov_extract.tables import Column, Table
from lawgov_extract.writing.cells import well_formed
from lawgov_extract.writing.replacing import replacing

if TYPE_CHECKING:
    import pyarrow

BATCH = 2_048  # rows that are held as Python values
GROUP = 16  # batches that make a group of the file; held packed, about 300 bytes a row


@contextmanager
def open_sink(path: str, tables: tuple[Table, ...], headings: str) -> Iterator[ParquetSink]:
    """Yield a sink that writes the first of *tables* to *path*."""
    with replacing(path) as temporary:
        sink = ParquetSink(temporary, tables[0], headings)
        try:
            yield sink
            sink.finish()
        finally:
            sink.close()


class ParquetSink:
    """Writes one table, some ten thousand rows at a time."""

    def __init__(self, path: Path, table: Table, headings: str) -> None:
        self._path, self._table, self._headings = path, table, table.headings(headings)
        self._rows: list[tuple] = []
        self._batches: list[pyarrow.RecordBatch] = []
        self._writer: pyarrow.parquet.ParquetWriter | None = None

    def write(self, table: str, rows: Iterable[tuple]) -> None:
        """Write rows, if they are of the table this file holds."""
        if table == self._table.name:
            for row in rows:
                self._rows.append(row)
                if len(self._rows) == BATCH:
                    self._pack()

    def finish(self) -> None:
        """Write what is still held."""
        self._pack()
        self._write_group()

    def close(self) -> None:
        """Close the file; it is whole only after ``finish``."""
        if self._writer is not None:
            self._writer.close()

    def _pack(self) -> None:
        import pyarrow

        cells = list(zip(*self._rows)) or [()] * len(self._table.columns)
        columns = [_array(column, values) for column, values in zip(self._table.columns, cells)]
        self._batches.append(pyarrow.RecordBatch.from_arrays(columns, schema=_schema(self._table, self._headings)))
        self._rows.clear()
        if len(self._batches) == GROUP:
            self._write_group()

    def _write_group(self) -> None:
        import pyarrow
        from pyarrow import parquet

        schema = _schema(self._table, self._headings)
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._path, schema, compression="zstd")
        self._writer.write_table(pyarrow.Table.from_batches(self._batches, schema), row_group_size=BATCH * GROUP)
        self._batches.clear()


def _schema(table: Table, headings: tuple[str, ...]) -> pyarrow.Schema:
    import pyarrow

    fields = [
        pyarrow.field(heading, _type(column), metadata={"name": column.name, "zh": column.zh, "meaning": column.meaning})
        for heading, column in zip(headings, table.columns)
    ]
    return pyarrow.schema(fields, {"program": "lawgov_extract", "program_version": __version__, "table": table.name})


def _type(column: Column) -> pyarrow.DataType:
    import pyarrow

    types = {"integer": pyarrow.int64, "number": pyarrow.float64, "date": pyarrow.date32, "text": pyarrow.string}
    return types[column.type]()


def _array(column: Column, values: tuple) -> pyarrow.Array:
    import pyarrow

    if column.type == "number":
        values = [None if value is None else float(value) for value in values]
    try:
        return pyarrow.array(values, _type(column))
    except UnicodeEncodeError:
        return pyarrow.array([None if value is None else well_formed(value) for value in values], _type(column))
