"""OpenDocument text (.odt) and sheets (.ods)."""

from collections.abc import Iterator

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.lines import cell_text, join_row, labelled, plain_line, row_lines
from lawgov_extract.reading.odt_numbers import ListNumbers
from lawgov_extract.reading.parts import Parts, attribute, local

_LEFT_OUT = frozenset(
    ["tracked-changes", "annotation", "annotation-end", "sequence-decls", "variable-decls", "forms", "note-citation"]
    + ["hidden-text", "hidden-paragraph", "ruby-text", "title", "desc", "event-listeners", "alphabetical-index-source"]
)
_BLOCKS = frozenset(["p", "h", "list", "table"])
_ROWS = frozenset(["table-header-rows", "table-rows", "table-row-group"])
_MOST_REPEATS = 60  # sheets fill the rest of a row with one cell repeated a thousand times


def read_odt(data: bytes, file: str) -> Document:
    """
    Read an OpenDocument text as it looks with all tracked changes accepted.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document: a line for a paragraph, with its automatic number; a tab-joined line for a row.

    Raises:
        UnreadableReport: It is encrypted, damaged, or holds no text part.
    """
    parts = Parts(data, file)
    content = _content(parts, "text")
    _drop_hidden(content)
    walk = _Walk(ListNumbers(content.getroottree().getroot(), parts.xml_if_whole("styles.xml")))
    walk.blocks(content)
    return Document(file=file, text="\n".join(walk.lines), media_type="application/vnd.oasis.opendocument.text")


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
            rows = [join_row([text for cell in _cells(row) for text in _cell_texts(*cell)]) for row in _rows(table)]
            yield attribute(table, "name"), [row for row in rows if row]


def _cell_texts(cell, times: int) -> list[str]:
    walk = _Walk(ListNumbers(None, None))
    walk.blocks(cell if local(cell) == "table-cell" else ())
    return [cell_text(walk.lines)] * times


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


class _Walk:
    """One walk over a body; lines gather in ``lines``, with the nested tables of a cell as tuples of theirs."""

    def __init__(self, numbers: ListNumbers, in_cell: bool = False) -> None:
        self.numbers = numbers
        self.in_cell = in_cell
        self.lines: list[str | tuple[str, ...]] = []
        self.label = ""  # number of a list's item, until its first paragraph has come

    def blocks(self, parent) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self.paragraph(element)
            elif name == "h":
                self.label = self.label or self.numbers.of_heading(element)
                self.paragraph(element)
            elif name == "table":
                self.table(element)
            elif name == "list":
                self.list(element)
            elif name not in _LEFT_OUT:  # sections, frames
                self.blocks(element)

    def list(self, element, style: str = "", level: int = 0) -> None:
        style = self.numbers.begin(element, style, level)
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            is_first = local(item) == "list-item"
            for block in item:
                if local(block) == "list":
                    self.list(block, style, level + 1)
                    continue
                if is_first and local(block) in ("p", "h") and "".join(block.itertext()).strip():
                    self.label = self.numbers.of_item(item, style, level)
                    is_first = False
                    self.paragraph(block)
                else:
                    self.blocks([block])

    def paragraph(self, element) -> None:
        pieces: list[str] = []
        apart: list = []
        _inline(element, pieces, apart)
        found = [line for line in map(plain_line, "".join(pieces).split("\0")) if line]
        if found:
            self.lines += [labelled(self.label, found[0]), *found[1:]]
            self.label = ""
        for block in apart:
            self.blocks(block)

    def table(self, table) -> None:
        found: list[str] = []
        for row in _rows(table):
            cells: list[list[str | tuple[str, ...]]] = []
            for cell, times in _cells(row):
                inner = _Walk(self.numbers, in_cell=True)
                inner.blocks(cell if local(cell) == "table-cell" else ())
                cells += [inner.lines] * times
            found += row_lines(cells)
        self.lines += [tuple(found)] if self.in_cell else found


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


def _rows(table) -> Iterator:
    for child in table:
        if local(child) == "table-row" and attribute(child, "visibility") not in ("collapse", "filter"):
            yield child
        elif local(child) in _ROWS:
            yield from _rows(child)


def _cells(row) -> Iterator[tuple]:
    """Each cell, and how often it is there; cells that a merged one covers are among them."""
    for cell in row:
        if local(cell) in ("table-cell", "covered-table-cell"):
            repeated = attribute(cell, "number-columns-repeated")
            times = min(int(repeated), _MOST_REPEATS) if repeated.isdigit() and len(repeated) < 8 else 1
            yield cell, max(times, 1)
