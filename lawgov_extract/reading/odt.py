"""OpenDocument text (.odt) and sheets (.ods)."""

from collections.abc import Iterator

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.lines import cell_text, join_row, plain_line
from lawgov_extract.reading.parts import Parts, attribute, local

_LEFT_OUT = frozenset(
    ["tracked-changes", "annotation", "annotation-end", "sequence-decls", "variable-decls", "forms", "note-citation"]
    + ["hidden-text", "hidden-paragraph", "ruby-text", "title", "desc", "event-listeners", "alphabetical-index-source"]
)
_BLOCKS = frozenset(["p", "h", "list", "table"])
_ROWS = frozenset(["table-header-rows", "table-rows", "table-row-group"])
_LONG_CELL = 300
_MOST_REPEATS = 60  # sheets fill the rest of a row with one cell repeated a thousand times


def read_odt(data: bytes, file: str) -> Document:
    """
    Read an OpenDocument text as it looks with all tracked changes accepted.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document: a line for a paragraph, a tab-joined line for a row.

    Raises:
        UnreadableReport: It is encrypted, damaged, or holds no text part.
    """
    parts = Parts(data, file)
    content = _content(parts, "text")
    _drop_hidden(content)
    lines: list[str] = []
    _blocks(content, lines)
    return Document(file=file, text="\n".join(lines), media_type="application/vnd.oasis.opendocument.text")


def read_ods_sheets(parts: Parts) -> Iterator[tuple[str, list[str]]]:
    """
    The sheets of an OpenDocument workbook.

    Args:
        parts: Of the file.

    Yields:
        Name of a sheet, and its rows as tab-joined lines, blank ones left out.

    Raises:
        UnreadableReport: It is encrypted or damaged.
    """
    content = _content(parts, "spreadsheet")
    hidden = {
        attribute(style, "name")
        for style in content.getroottree().getroot().iter()
        if local(style) == "style"
        and any(local(about) == "table-properties" and attribute(about, "display") == "false" for about in style)
    }
    for table in content:
        if local(table) == "table" and attribute(table, "style-name") not in hidden:
            rows = [join_row([cell_text(lines) for lines, _ in _cells(row)]) for row in _rows(table)]
            yield attribute(table, "name"), [row for row in rows if row]


def _content(parts: Parts, kind: str):
    if b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise UnreadableReport(parts.file, "encrypted OpenDocument file: remove the password and try again")
    root = parts.xml("content.xml")
    if root is None:
        raise UnreadableReport(parts.file, "damaged OpenDocument file (its text part is missing)")
    for body in root:
        if local(body) == "body":
            for found in body:
                if local(found) == kind:
                    return found
    raise UnreadableReport(parts.file, "damaged OpenDocument file (it has no body)")


def _drop_hidden(content) -> None:
    hidden = {
        attribute(style, "name")
        for style in content.getroottree().getroot().iter()
        if local(style) == "style"
        and any(local(about) == "text-properties" and attribute(about, "display") == "none" for about in style)
    }
    for span in list(content.iter()) if hidden else ():
        if local(span) == "span" and attribute(span, "style-name") in hidden:
            tail = span.tail
            span.clear()
            span.tail = tail


def _blocks(parent, lines: list[str]) -> None:
    for element in parent:
        name = local(element)
        if name in ("p", "h"):
            _paragraph(element, lines)
        elif name == "table":
            _table(element, lines)
        elif name not in _LEFT_OUT:  # lists, sections, frames
            _blocks(element, lines)


def _paragraph(element, lines: list[str]) -> None:
    pieces: list[str] = []
    apart: list = []
    _inline(element, pieces, apart)
    lines += [line for line in map(plain_line, "".join(pieces).split("\0")) if line]
    for block in apart:
        _blocks(block, lines)


def _inline(element, pieces: list[str], apart: list) -> None:
    pieces.append(element.text or "")
    for child in element:
        name = local(child)
        if name == "s" or name == "tab":
            pieces.append(" ")
        elif name == "line-break":
            pieces.append("\0")
        elif name in ("text-box", "note-body") or any(local(block) in _BLOCKS for block in child):
            apart.append(child)  # frames, and drawn shapes that hold paragraphs
        elif name not in _LEFT_OUT:
            _inline(child, pieces, apart)
        pieces.append(child.tail or "")


def _table(table, lines: list[str]) -> None:
    for row in _rows(table):
        cells = list(_cells(row))
        texts = [cell_text(found) for found, _ in cells]
        whole = [found for found, _ in cells if found]
        if len(cells) == 1 or any(len(text) >= _LONG_CELL for text in texts) or _is_running_text(whole):
            lines += [line for found in whole for line in found]
        elif line := join_row(texts):
            lines.append(line)
        for _, nested in cells:
            for inner in nested:
                _table(inner, lines)


def _is_running_text(cells: list[list[str]]) -> bool:
    return any(len(found) >= 3 and any("。" in line for line in found) for found in cells)


def _rows(table) -> Iterator:
    for child in table:
        if local(child) == "table-row" and attribute(child, "visibility") not in ("collapse", "filter"):
            yield child
        elif local(child) in _ROWS:
            yield from _rows(child)


def _cells(row) -> Iterator[tuple[list[str], list]]:
    """Lines and nested tables of each cell; none for a cell that a merged one covers."""
    for cell in row:
        name = local(cell)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        lines: list[str] = []
        nested: list = []
        for block in cell if name == "table-cell" else ():
            if local(block) == "table":
                nested.append(block)
            elif local(block) in ("p", "h"):
                _paragraph(block, lines)
            elif local(block) not in _LEFT_OUT:
                _blocks(block, lines)
        repeated = attribute(cell, "number-columns-repeated")
        times = min(int(repeated), _MOST_REPEATS) if repeated.isdigit() and len(repeated) < 8 else 1
        for _ in range(max(times, 1)):
            yield lines, nested
