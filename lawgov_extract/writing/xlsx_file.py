"""
XLSX: a workbook with a sheet a table, written row by row.

Two runs over the same rows give the same bytes: the times inside are fixed. Text is stored as text,
a leading ``=`` included. What the format cannot hold is made harmless: control characters and lone
surrogates become U+FFFD, text beyond the longest cell is cut and noted, rows beyond the longest
sheet go on in ``metrics_2``. A cell of the panel is a link to the row of its figure, and a note on it
tells the rule that chose the figure where there were several.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lawgov_extract.tables import METRICS, PANEL_KEY, PANEL_NOTES, Column, Table, plain
from lawgov_extract.writing.replacing import replacing

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CREATOR = "lawgov_extract"  # the mark by which a later run knows its own output
CREATED = datetime(2000, 1, 1)
MOST_LINKS = 65_530  # of a sheet
LONGEST_CELL = 32_767
LONGEST_SHEET = 1_048_576
CUT = "…[cut]"
WIDTHS = {"text": 16, "integer": 10, "number": 14, "date": 12}
WIDE = {
    "file": 28,
    "title": 40,
    "text": 18,
    "evidence": 60,
    "section": 30,
    "statement": 50,
    "definition": 50,
    "error": 40,
}

_PLACE_OF = {column.name: place for place, column in enumerate(METRICS.columns)}
_INDICATOR, _DIMENSION, _VALUE, _FIGURE_ID = (_PLACE_OF[name] for name in ("indicator", "dimension", "value", "figure_id"))
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000D_ as a carriage return
_NO_FORMULA = ("=", "#")  # openpyxl takes these for formulas and error values

logger = logging.getLogger(__name__)


@contextmanager
def open_sink(path: str, tables: tuple[Table, ...], headings: str) -> Iterator[WorkbookSink]:
    """Yield a sink that writes *tables* as the sheets of one workbook, in their order."""
    with replacing(path) as temporary:
        sink = WorkbookSink(tables, headings)
        try:
            yield sink
            with _FixedTimes(temporary, "w", ZIP_DEFLATED, allowZip64=True) as archive:
                sink.save(archive)
        except BaseException:
            sink.abandon()
            raise


class WorkbookSink:
    """Writes rows to sheets as they come."""

    def __init__(self, tables: tuple[Table, ...], headings: str) -> None:
        from openpyxl import Workbook

        self._book = Workbook(write_only=True)
        self._book.properties.creator = CREATOR
        self._book.properties.created = self._book.properties.modified = CREATED
        self._sheets = {
            table.name: _Sheets(self._book, table, headings) for table in tables if table.name != PANEL_NOTES.name
        }
        self._places: dict[str, str] = {}  # figure → its cell, of the figures that may be in the panel
        self._notes: dict[tuple, tuple] = {}  # body, year and indicator → what is told of that cell

    def write(self, table: str, rows: Iterable[tuple]) -> None:
        """Write rows of a table; the notes of a row of the panel come before it, its figures before both."""
        if table == PANEL_NOTES.name:
            for row in rows:
                *cell, figure_id, rule, reason, others = row
                self._notes[tuple(cell)] = figure_id, rule, reason, others
        elif table == "panel":
            for row in rows:
                self._sheets[table].append(row, self._take_notes(row))
        elif table in self._sheets:
            sheets = self._sheets[table]
            for row in rows:
                sheets.append(row)
                if table == METRICS.name and row[_INDICATOR] and not row[_DIMENSION]:
                    self._places[row[_FIGURE_ID]] = sheets.place(_VALUE)

    def _take_notes(self, row: tuple) -> dict[int, tuple[str, str]]:
        """Column of a row of the panel → the place of its figure, and why it was chosen where there were others."""
        taken = {}
        for number, column in enumerate(self._sheets["panel"].columns[len(PANEL_KEY) :], len(PANEL_KEY)):
            told = self._notes.pop((*row[: len(PANEL_KEY)], column.name), None)
            if told is not None:
                figure_id, _, reason, others = told
                words = f"{reason}; not chosen: {others.replace(';', ', ')}" if others else ""
                taken[number] = self._places.get(figure_id, ""), words
        return taken

    def save(self, archive: ZipFile) -> None:
        """Finish the sheets and write the workbook into the archive."""
        from openpyxl.writer.excel import ExcelWriter

        for sheets in self._sheets.values():
            sheets.finish()
        # Sheets that go on from a full one were made last; each belongs behind the one it goes on from.
        self._book._sheets = [sheet for sheets in self._sheets.values() for sheet in sheets.made]
        ExcelWriter(self._book, archive).write_data()

    def abandon(self) -> None:
        """End what was begun: an open sheet that is merely dropped complains."""
        for sheets in self._sheets.values():
            for sheet in sheets.made:
                if not sheet.closed:
                    sheet.close()


class _Sheets:
    """The sheet of one table, and those that go on from it when it is full."""

    def __init__(self, book: Workbook, table: Table, headings: str) -> None:
        self._book, self._table, self._headings = book, table, headings
        self.columns = table.columns
        self.made: list = []
        self._begin()

    def _begin(self) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        title = self._table.title(self._headings)
        sheet = self._book.create_sheet(f"{title}_{len(self.made) + 1}" if self.made else title)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(self._table.columns, 1):
            width = WIDE.get(column.name, WIDTHS[column.type])
            sheet.column_dimensions[get_column_letter(number)].width = width
        heads = [WriteOnlyCell(sheet, heading) for heading in self._table.headings(self._headings)]
        for head in heads:
            head.font = Font(bold=True)
        sheet.append(heads)
        self.made.append(sheet)
        self._rows = 1

    def append(self, row: tuple, notes: dict[int, tuple[str, str]] | None = None) -> None:
        """Add a row; *notes* gives columns a place to link to and words to show, either of which may be empty."""
        if self._rows == LONGEST_SHEET:
            self.finish()
            self._begin()
        sheet = self.made[-1]
        self._rows += 1
        cells = [self._cell(sheet, column, cell) for column, cell in zip(self._table.columns, row)]
        for number, (place, words) in (notes or {}).items():
            self._note(sheet, cells[number], number, place, words)
        sheet.append(cells)

    def place(self, column: int) -> str:
        """Where a column of the last row is, as a link says it."""
        from openpyxl.utils import get_column_letter

        return f"{self.made[-1].title}!{get_column_letter(column + 1)}{self._rows}"

    def _note(self, sheet: WriteOnlyWorksheet, cell: WriteOnlyCell, column: int, place: str, words: str) -> None:
        from openpyxl.comments import Comment
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.hyperlink import Hyperlink

        if words:
            cell.comment = Comment(self._fit(self._table.columns[column], words), CREATOR)
        if place and len(sheet._hyperlinks) < MOST_LINKS:
            sheet._hyperlinks.append(Hyperlink(ref=f"{get_column_letter(column + 1)}{self._rows}", location=place))

    def finish(self) -> None:
        """Put the filter over all rows of the last sheet."""
        from openpyxl.utils import get_column_letter

        last = get_column_letter(len(self._table.columns))
        self.made[-1].auto_filter.ref = f"A1:{last}{self._rows}"

    def _cell(self, sheet: object, column: Column, cell: object) -> object:
        if isinstance(cell, str):
            text = self._fit(column, cell)
            return _literal(sheet, text) if text.startswith(_NO_FORMULA) else text
        if column.type == "number" and cell is not None:
            number = plain(cell)
            return _formatted(sheet, number, "#,##0" if isinstance(number, int) else "#,##0.0#########")
        if isinstance(cell, date):
            # The calendar of a workbook begins in 1900.
            return _formatted(sheet, cell, "yyyy-mm-dd") if cell.year >= 1900 else cell.isoformat()
        return cell

    def _fit(self, column: Column, text: str) -> str:
        text = _ESCAPE.sub("_x005F_", _UNFIT.sub("\ufffd", text))
        if len(text) <= LONGEST_CELL:
            return text
        logger.warning(
            "%s: row %d: %s: cut to %d characters, the longest a cell holds",
            self.made[-1].title,
            self._rows,
            column.name,
            LONGEST_CELL,
        )
        return text[: LONGEST_CELL - len(CUT)] + CUT


def _literal(sheet: object, text: str) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True  # editing the cell leaves it text
    return cell


def _formatted(sheet: object, value: object, number_format: str) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


class _FixedTimes(ZipFile):
    """An archive whose members all bear the same time."""

    def writestr(self, name: str, data: str | bytes) -> None:
        super().writestr(_member(name), data)

    def write(self, filename: str, arcname: str) -> None:
        with open(filename, "rb") as source, self.open(_member(arcname), "w", force_zip64=True) as target:
            while block := source.read(1 << 20):
                target.write(block)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = ZIP_DEFLATED
    return member
