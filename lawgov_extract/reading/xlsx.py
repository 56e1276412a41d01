"""Workbooks in Office Open XML (.xlsx): cells as they are shown, percent signs included."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading.cell_forms import NumberForm, number_form, shown
from lawgov_extract.reading.lines import cell_text, join_row, plain_line
from lawgov_extract.reading.parts import Parts, attribute, local

_MOST_COLUMNS = 2_000  # a row that is told to be wider holds a stray cell far out


def read_xlsx_sheets(parts: Parts) -> Iterator[tuple[str, list[str]]]:
    """
    The sheets of a workbook that show.

    Args:
        parts: Of the file.

    Yields:
        Name of a sheet, and its rows as tab-joined lines, blank ones left out.

    Raises:
        UnreadableReport: The workbook is damaged.
    """
    workbook = parts.xml("xl/workbook.xml")
    if workbook is None:
        raise UnreadableReport(parts.file, "damaged workbook (its list of sheets is missing)")
    links = parts.xml("xl/_rels/workbook.xml.rels")
    targets = {} if links is None else {link.get("Id"): link.get("Target", "") for link in links}
    shared = _shared_strings(parts)
    formats = _formats(parts)
    settings = next((element for element in workbook.iter() if local(element) == "workbookPr"), None)
    since_1904 = settings is not None and attribute(settings, "date1904") in ("1", "true")
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    for sheet in workbook.iter():
        if local(sheet) != "sheet" or attribute(sheet, "state") not in ("", "visible"):
            continue
        target = targets.get(attribute(sheet, "id"), "")
        root = parts.xml(target if target.startswith("/") else f"xl/{target}") if target else None
        if root is None or local(root) != "worksheet":
            continue
        rows = [join_row(_cells(row, shared, formats, epoch)) for row in root.iter() if local(row) == "row"]
        yield attribute(sheet, "name"), [row for row in rows if row]


def _cells(row, shared: list[str], formats: list[NumberForm | None], epoch: datetime) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if local(cell) != "c":
            continue
        text = _text(cell, shared, formats, epoch)
        column = _column(cell.get("r"), len(cells))
        if text and column < _MOST_COLUMNS:
            cells += [""] * (column - len(cells))
            cells[column:] = [text]
        elif text:
            cells.append(text)
        elif column == len(cells):
            cells.append("")
    return cells


def _text(cell, shared: list[str], formats: list[NumberForm | None], epoch: datetime) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _joined(cell)
    value = next((child.text or "" for child in cell if local(child) == "v"), "").strip()
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, "")
    if kind == "n":
        style = cell.get("s") or "0"
        form = formats[int(style)] if style.isdigit() and int(style) < len(formats) else None
        return _number(value, form, epoch) if value else ""
    return "" if kind == "e" else cell_text([plain_line(line) for line in value.splitlines()])


def _number(value: str, form: NumberForm | None, epoch: datetime) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if form is None or not form.is_date:
        return shown(number, form)
    try:
        moment = epoch + timedelta(days=round(number, 5))
    except (OverflowError, ValueError):
        return value
    return str(moment.date() if moment.time() == datetime.min.time() else moment.replace(microsecond=0))


def _formats(parts: Parts) -> list[NumberForm | None]:
    """The number format of each cell style."""
    styles = parts.xml("xl/styles.xml")
    if styles is None:
        return []
    custom = {
        attribute(form, "numFmtId"): attribute(form, "formatCode") for form in styles.iter() if local(form) == "numFmt"
    }
    found: list[NumberForm | None] = []
    for group in styles:
        if local(group) == "cellXfs":
            for style in group:
                number = attribute(style, "numFmtId")
                found.append(number_form(int(number) if number.isdigit() else 0, custom.get(number)))
    return found


def _shared_strings(parts: Parts) -> list[str]:
    root = parts.xml("xl/sharedStrings.xml")
    return [] if root is None else [_joined(item) for item in root if local(item) == "si"]


def _joined(item) -> str:
    """Text of a string, without the reading aids (rPh) that stand beside it."""
    pieces = []
    for text in item.iter():
        if local(text) == "t" and local(text.getparent()) != "rPh":
            pieces.append(text.text or "")
    return cell_text([plain_line(line) for line in "".join(pieces).splitlines()])


def _column(reference: str | None, after: int) -> int:
    """0 for A; the place after the last cell where the reference is left out."""
    letters = re.match(r"[A-Z]{1,3}", reference or "")
    if letters is None:
        return after
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return max(number - 1, after)
