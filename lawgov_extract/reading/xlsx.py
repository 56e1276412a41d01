"""Workbooks in Office Open XML (.xlsx): cells as they are shown, percent signs included."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading.lines import cell_text, join_row, plain_line
from lawgov_extract.reading.parts import Parts, attribute, local

_MOST_COLUMNS = 2_000  # a row that is told to be wider holds a stray cell far out
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)])
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
}


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


def _cells(row, shared: list[str], formats: list[str], epoch: datetime) -> list[str]:
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


def _text(cell, shared: list[str], formats: list[str], epoch: datetime) -> str:
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
        form = formats[int(style)] if style.isdigit() and int(style) < len(formats) else ""
        return _number(value, form, epoch) if value else ""
    return "" if kind == "e" else cell_text([plain_line(line) for line in value.splitlines()])


def _number(value: str, form: str, epoch: datetime) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if form == "date":
        try:
            moment = epoch + timedelta(days=round(number, 5))
        except (OverflowError, ValueError):
            return value
        return str(moment.date() if moment.time() == datetime.min.time() else moment.replace(microsecond=0))
    decimals = re.search(r"0\.(0+)", form)
    places = len(decimals[1]) if decimals else 0
    thousands = "," if "," in form else ""
    if "%" in form:
        return f"{number * 100:{thousands}.{places}f}%"
    if form and not abs(number) >= 1e15:
        return f"{number:{thousands}.{places}f}"
    # 12 digits hide what binary arithmetic adds (0.1 + 0.2)
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else f"{number:.12g}"


def _formats(parts: Parts) -> list[str]:
    """The number format of each cell style: ``date``, a pattern of digits, or empty for none."""
    styles = parts.xml("xl/styles.xml")
    if styles is None:
        return []
    custom = {
        attribute(form, "numFmtId"): attribute(form, "formatCode") for form in styles.iter() if local(form) == "numFmt"
    }
    found: list[str] = []
    for group in styles:
        if local(group) != "cellXfs":
            continue
        for style in group:
            number = attribute(style, "numFmtId")
            code = custom.get(number, _BUILT_IN.get(int(number) if number.isdigit() else 0, ""))
            code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0])
            if (number.isdigit() and int(number) in _DATE_FORMATS and number not in custom) or re.search(
                r"[ymdhs]", code, re.IGNORECASE
            ):
                code = "date" if code.lower() != "general" else ""
            found.append(code if code == "date" or re.search(r"[0#]", code) else "")
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
