"""Workbooks (.xlsx, .xls, .ods, .et): the rows of every sheet that shows."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.cell_forms import NumberForm, shown
from lawgov_extract.reading.lines import cell_text, join_row, plain_line
from lawgov_extract.reading.parts import Parts
from lawgov_extract.reading.xls_records import read_records

_OOXML = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SECTOR = 512  # bytes
_MOST_CELLS = 4_000_000


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

            media_type = "application/vnd.oasis.opendocument.spreadsheet"
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

    records = read_records(data)
    # calamine lays out the whole rectangle: two stray cells in opposite corners would take all memory
    if not records.is_possible:
        raise UnreadableReport(file, "damaged workbook (a sheet of an impossible size)")
    if records.spread > _MOST_CELLS:
        raise UnreadableReport(file, f"a sheet that spreads over more than {_MOST_CELLS:,} cells")
    data += bytes(-len(data) % _SECTOR)  # calamine takes for granted that the last sector is whole
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise UnreadableReport(file, "encrypted workbook: remove the password and try again") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableReport(file, f"damaged workbook ({' '.join(str(error).split())})") from error
    cells = 0
    for number, about in enumerate(workbook.sheets_metadata):
        is_table = about.typ == python_calamine.SheetTypeEnum.WorkSheet
        if not is_table or about.visible != python_calamine.SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        cells += sheet.total_height * sheet.total_width
        if cells > _MOST_CELLS:
            raise UnreadableReport(file, f"a workbook of more than {_MOST_CELLS:,} cells")
        top, left = sheet.start or (0, 0)
        rows = [
            join_row([_cell(value, records.form(number, row, column)) for column, value in enumerate(values, left)])
            for row, values in enumerate(sheet.to_python(skip_empty_area=True), top)
        ]
        yield about.name, [row for row in rows if row]


def _cell(value: object, form: NumberForm | None) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return shown(float(value), form if form is None or not form.is_date else None)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return cell_text([plain_line(line) for line in str(value).splitlines()])
