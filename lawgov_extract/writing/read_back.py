"""Tables that the program wrote, read back: the rows of a run that is over, or of a part of it."""

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import quote

from lawgov_extract.errors import TableError
from lawgov_extract.tables import METRICS, Column, Table
from lawgov_extract.writing import ENDINGS, missing_extra
from lawgov_extract.writing.dta_file import names_of

LANGUAGES = ("en", "zh")
ONE_TABLE = ("csv", "jsonl", "parquet", "dta")  # formats that hold metrics and nothing else
_CELL_LIMIT = 2**31 - 1
Line = tuple[str, Sequence[object]]  # its place in the file, its cells


def read_table(path: str | Path, table: Table) -> Iterator[tuple]:
    """
    Yield the rows of a table as they were written: cells are texts, ints, Decimals, dates or None.

    Args:
        path: An output of ``extract``: a file of any of its formats, or a folder of CSV files.
        table: The table wanted.

    Yields:
        Tuples in the order of the table's columns, whatever the language of the headings; nothing where the
        output does not hold the table. A number that the format keeps as a double comes back as its shortest decimal.

    Raises:
        TableError: The file is no output of ``extract``, or cannot be read; it names the file, the row and the column.
    """
    path = Path(path)
    kind = "folder" if path.is_dir() else ENDINGS.get(path.suffix.lower(), "")
    if not kind:
        raise TableError(str(path), "", f"expected one of {', '.join(ENDINGS)}, or a folder of tables")
    if kind == "folder":
        if not (path / "metrics.csv").is_file():
            raise TableError(str(path), "", "expected a folder of tables, with metrics.csv in it")
        path, kind = path / f"{table.name}.csv", "csv"
        if not path.is_file():
            return
    elif not path.is_file():
        raise TableError(str(path), "", "there is no such file")
    elif kind in ONE_TABLE and table is not METRICS:
        return
    try:
        yield from _typed(path, table, _READERS[kind](path, table))
    except (OSError, UnicodeDecodeError, csv.Error, sqlite3.Error) as problem:
        raise TableError(str(path), "", f"cannot be read: {problem}") from problem


def _typed(path: Path, table: Table, lines: Iterator[Line]) -> Iterator[tuple]:
    """The rows of a table, the first of *lines* being its headings."""
    _, found = next(lines, ("", ()))
    if not found:
        return
    order = _order(path, table, [str(heading) for heading in found])
    for place, cells in lines:
        if len(cells) < len(found):
            raise TableError(str(path), place, f"expected {len(found)} cells, found {len(cells)}")
        yield tuple(_cell(path, place, column, cells[number]) for column, number in zip(table.columns, order))


def _order(path: Path, table: Table, found: list[str]) -> list[int]:
    """Of every column of the table its place in the file."""
    for language in LANGUAGES:
        headings = table.headings(language)
        for names in (headings, names_of(headings)):
            if set(names) <= set(found):
                return [found.index(name) for name in names]
    lacking = [name for name in table.headings("en") if name not in found]
    raise TableError(str(path), "", f"is no table {table.name}: no column {', '.join(lacking[:5])}")


def _cell(path: Path, place: str, column: Column, cell: object) -> object:
    if cell is None or cell == "":
        return None
    try:
        if column.type == "text":
            return str(cell)
        if column.type == "date":
            return cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else date.fromisoformat(str(cell)[:10])
        number = Decimal(str(cell))
        return int(number) if column.type == "integer" else number
    except (ValueError, InvalidOperation, OverflowError):
        raise TableError(str(path), f"{place}, {column.name}", f"expected {_EXPECTED[column.type]}, found {cell!r}") from None


_EXPECTED = {"integer": "a whole number", "number": "a number", "date": "a date"}


def _read_csv(path: Path, table: Table) -> Iterator[Line]:
    csv.field_size_limit(_CELL_LIMIT)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        for cells in reader:
            yield f"line {reader.line_num}", cells


def _read_jsonl(path: Path, table: Table) -> Iterator[Line]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line, parse_float=Decimal)
            except json.JSONDecodeError as problem:
                raise TableError(str(path), f"line {number}", f"is no JSON: {problem.msg}") from None
            if not isinstance(row, dict):
                raise TableError(str(path), f"line {number}", "expected an object")
            if number == 1:
                names = list(row)
                yield "", names
            yield f"line {number}", [row.get(name) for name in names]


def _read_xlsx(path: Path, table: Table) -> Iterator[Line]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as problem:
        raise TableError(str(path), "", f"is no workbook: {problem}") from problem
    with closing(book):
        titles = [table.title(language) for language in LANGUAGES]
        # A table of more rows than a sheet holds goes on in metrics_2.
        sheets = [sheet for sheet in book.worksheets if sheet.title in titles or sheet.title.rpartition("_")[0] in titles and sheet.title[-1].isdigit()]
        width = 0  # of the headings; a row ends with its last filled cell
        for following, sheet in enumerate(sheets):
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                width = width or len(cells)
                if number > 1 or not following:
                    empty = [None] * (width - len(cells))
                    yield f"{sheet.title} row {number}", [*map(_unescaped, cells), *empty]


def _unescaped(cell: object) -> object:
    """The workbook writes _x005F_ where a text itself says _x000D_ and the like."""
    return cell.replace("_x005F_", "_") if isinstance(cell, str) else cell


def _read_parquet(path: Path, table: Table) -> Iterator[Line]:
    if lacking := missing_extra("parquet"):
        raise TableError(str(path), "", lacking)
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            yield "", file.schema_arrow.names
            number = 0
            for batch in file.iter_batches():
                for cells in zip(*(column.to_pylist() for column in batch.columns)):
                    number += 1
                    yield f"row {number}", cells
    except pyarrow.ArrowException as problem:
        raise TableError(str(path), "", f"cannot be read: {problem}") from problem


def _read_dta(path: Path, table: Table) -> Iterator[Line]:
    import pandas

    try:
        frame = pandas.read_stata(path, preserve_dtypes=False)
    except ValueError as problem:
        raise TableError(str(path), "", f"cannot be read: {problem}") from problem
    yield "", list(frame.columns)
    frame = frame.astype(object).where(frame.notna(), None)
    for number, cells in enumerate(frame.itertuples(index=False, name=None), 1):
        yield f"row {number}", cells


def _read_sqlite(path: Path, table: Table) -> Iterator[Line]:
    with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as base:
        known = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        title = next((table.title(language) for language in LANGUAGES if table.title(language) in known), "")
        if title:
            rows = base.execute(f'SELECT * FROM "{title}" ORDER BY rowid')
            yield "", [described[0] for described in rows.description]
            for number, cells in enumerate(rows, 1):
                yield f"row {number}", cells
        elif table is METRICS:
            raise TableError(str(path), "", "has no table metrics")


_READERS = {
    "csv": _read_csv, "jsonl": _read_jsonl, "xlsx": _read_xlsx, "parquet": _read_parquet, "dta": _read_dta, "sqlite": _read_sqlite,
}  # fmt: skip
