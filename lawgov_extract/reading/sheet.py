"""Workbooks (.xlsx, .xls, .ods, .et): the rows of every sheet that shows."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from struct import unpack_from

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.lines import cell_text, join_row, plain_line
from lawgov_extract.reading.parts import Parts

_OOXML = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_CELLS = 4_000_000
# records of one cell: number, label, shared string, small number, blank, formula, boolean, and their older forms
_CELL_RECORDS = frozenset([0x0203, 0x0204, 0x00FD, 0x027E, 0x007E, 0x0201, 0x0006, 0x0206, 0x0406, 0x0205, 0x00D6])
_LAST_COLUMN = frozenset([0x00BD, 0x00BE])  # many numbers or blanks of a row: the last column stands at the end
_SHEET_ENDS = frozenset([0x000A, 0x0809])


def read_sheet(data: bytes, file: str) -> Document:
    """
    Read a workbook: a tab-joined line for each row, under the name of its sheet where there are several.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document. Hidden sheets are left out; of a formula its last value is read.

    Raises:
        UnreadableReport: It is encrypted, damaged or far larger than a report's table.
    """
    media_type = "application/vnd.ms-excel"
    if data.startswith(b"PK"):
        parts = Parts(data, file)
        media_type = _OOXML
        if parts.has("content.xml"):
            from lawgov_extract.reading.odt import read_ods_sheets

            found = read_ods_sheets(parts)
        elif parts.has("xl/workbook.xml"):
            # calamine lays a sheet out in full: two cells in opposite corners take all memory and end the process
            from lawgov_extract.reading.xlsx import read_xlsx_sheets

            found = read_xlsx_sheets(parts)
        else:
            raise UnreadableReport(file, "not a document that can be read (a binary workbook; save it as .xlsx)")
    else:
        found = _xls_sheets(data, file)
    sheets = [(name, rows) for name, rows in found if rows]
    lines: list[str] = []
    for name, rows in sheets:
        lines += [plain_line(name), *rows] if len(sheets) > 1 else rows
    return Document(file=file, text="\n".join(lines), media_type=media_type)


def _xls_sheets(data: bytes, file: str) -> Iterator[tuple[str, list[str]]]:
    import python_calamine

    if _spread(data) > _MOST_CELLS:
        raise UnreadableReport(file, f"a sheet that spreads over more than {_MOST_CELLS:,} cells")
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise UnreadableReport(file, "encrypted workbook: remove the password and try again") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableReport(file, f"damaged workbook ({' '.join(str(error).split())})") from error
    cells = 0
    for about in workbook.sheets_metadata:
        is_table = about.typ == python_calamine.SheetTypeEnum.WorkSheet
        if not is_table or about.visible != python_calamine.SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        cells += sheet.total_height * sheet.total_width
        if cells > _MOST_CELLS:
            raise UnreadableReport(file, f"a workbook of more than {_MOST_CELLS:,} cells")
        rows = [join_row([_cell(value) for value in row]) for row in sheet.to_python(skip_empty_area=True)]
        yield about.name, [row for row in rows if row]


def _spread(data: bytes) -> int:
    """
    Cells of the rectangle that the largest sheet of a workbook fills.

    calamine lays out the whole rectangle: two stray cells in opposite corners would take all memory and
    end the process.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        name = next(name for name in ("Workbook", "Book") if ole.exists(name))
        stream = ole.openstream(name).read()
    most = place = 0
    rows: set[int] = set()
    columns: set[int] = set()
    while place + 8 <= len(stream):
        kind, size, row, column = unpack_from("<4H", stream, place)
        place += 4 + size
        if kind in _CELL_RECORDS:
            rows.add(row)
            columns.add(column)
        elif kind in _LAST_COLUMN and size >= 6 and place <= len(stream):
            rows.add(row)
            columns.update((column, unpack_from("<H", stream, place - 2)[0]))
        elif kind in _SHEET_ENDS and rows:
            most = max(most, (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1))
            rows.clear()
            columns.clear()
    return max(most, (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)) if rows else most


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # whole numbers come as floats, and 12 digits hide what binary arithmetic adds (0.1 + 0.2)
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return cell_text([plain_line(line) for line in str(value).splitlines()])
