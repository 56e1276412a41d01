"""Word documents in Office Open XML (.docx, and .wps and .doc files that are such)."""

import posixpath

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.lines import labelled, plain_line, row_lines
from lawgov_extract.reading.numbering import Numbering
from lawgov_extract.reading.parts import Parts, attribute, local, parse_xml

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# what is struck out by a tracked change, or is there a second time for older programs
_LEFT_OUT = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "instrText",
        "Fallback",
        "rPr",
        "pPr",
        "tblPr",
        "tcPr",
        "trPr",
        "sdtPr",
    ]
    + ["rt", "binData", "footnotePr", "sectPr"]
)


def read_docx(data: bytes, file: str) -> Document:
    """
    Read a Word document as it looks with all tracked changes accepted.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document: a line for a paragraph, with its automatic number; a tab-joined line for a row.

    Raises:
        UnreadableReport: It is encrypted, damaged, or holds no text part.
    """
    parts = Parts(data, file)
    name = _main_part(parts)
    root = parts.xml(name)
    if root is None:
        raise UnreadableReport(file, "damaged Word file (its text part is missing)")
    folder = posixpath.dirname(name)
    body = next((element for element in root if local(element) == "body"), None)
    if body is None:
        raise UnreadableReport(file, "damaged Word file (it has no body)")
    walk = _Walk(_numbering(parts, folder))
    walk.blocks(body)
    for notes in ("footnotes", "endnotes"):
        tree = parts.xml(f"{folder}/{notes}.xml")
        for note in tree if tree is not None else ():
            if attribute(note, "type") in ("", "normal"):
                walk.blocks(note)
    return Document(file=file, text="\n".join(walk.lines), media_type=_MEDIA_TYPE)


def read_word_xml(data: bytes, file: str) -> Document:
    """
    Read a Word document that was saved as one XML file, of Word 2003 or later.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document, as ``read_docx`` gives it.

    Raises:
        UnreadableReport: It is damaged, or holds no body.
    """
    root = parse_xml(data, file, "text")
    roots = {"numbering": None, "styles": None, "body": None}
    for element in root.iter():
        if local(element) in roots and roots[local(element)] is None:
            roots[local(element)] = element
    if roots["body"] is None:
        raise UnreadableReport(file, "damaged Word file (it has no body)")
    walk = _Walk(Numbering(roots["numbering"], lambda: roots["styles"]))
    walk.blocks(roots["body"])
    return Document(file=file, text="\n".join(walk.lines), media_type=_MEDIA_TYPE)


def _numbering(parts: Parts, folder: str) -> Numbering:
    return Numbering(
        parts.xml_if_whole(f"{folder}/numbering.xml"), lambda: parts.xml_if_whole(f"{folder}/styles.xml")
    )


def _main_part(parts: Parts) -> str:
    links = parts.xml("_rels/.rels")
    for link in links if links is not None else ():
        if (link.get("Type") or "").endswith("/officeDocument"):
            return (link.get("Target") or "").lstrip("/")
    return "word/document.xml"


class _Walk:
    """One walk over a body; lines gather in ``lines``. The parser admits no more than 256 levels."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.lines: list[str] = []
        self.carried = ""  # text of a paragraph whose end mark was struck out: the next one goes on with it

    def blocks(self, parent) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self.paragraph(element)
            elif name == "tbl":
                self.table(element)
            elif name not in _LEFT_OUT:  # content controls, inserted blocks, custom XML
                self.blocks(element)

    def paragraph(self, element) -> None:
        pieces: list[str] = []
        boxes: list = []
        self._inline(element, pieces, boxes)
        text = self.carried + "".join(pieces)
        self.carried = ""
        properties = _child(element, "pPr")
        mark = _child(properties, "rPr") if properties is not None else None
        if mark is not None and _child(mark, "del") is not None:
            self.carried = text
        else:
            lines = [line for line in map(plain_line, text.split("\n")) if line]
            if lines:
                lines[0] = labelled(self.numbering.label(properties), lines[0])
            self.lines += lines
        for box in boxes:
            self.blocks(box)

    def table(self, table) -> None:
        for row in _rows(table):
            cells: list[list[str | tuple[str, ...]] | None] = []
            properties = _child(row, "trPr")
            if properties is not None:
                if _child(properties, "del") is not None:
                    continue
                cells += [None] * _number(_child(properties, "gridBefore"))
            for cell in _cells(row):
                about = _child(cell, "tcPr")
                merged = _child(about, "vMerge") if about is not None else None
                across = _number(_child(about, "gridSpan")) if about is not None else 1
                is_read = merged is None or attribute(merged, "val") == "restart"
                cells.append(self._cell(cell) if is_read else [])
                cells += [None] * (max(across, 1) - 1)
            self.lines += row_lines(cells)

    def _cell(self, cell) -> list[str | tuple[str, ...]]:
        """Lines of a cell; a nested table is a tuple of its lines."""
        found: list[str | tuple[str, ...]] = []
        for block in _blocks_of(cell):
            inner = _Walk(self.numbering)
            if local(block) == "p":
                inner.carried, self.carried = self.carried, ""
                inner.paragraph(block)
                self.carried = inner.carried
                found += inner.lines
            else:
                inner.table(block)
                found.append(tuple(inner.lines))
        return found

    def _inline(self, element, pieces: list[str], boxes: list) -> None:
        for child in element:
            name = local(child)
            if name in _LEFT_OUT:
                continue
            if name == "t":
                pieces.append((child.text or "").replace("\n", " "))
            elif name in ("tab", "ptab"):
                pieces.append(" ")
            elif name in ("br", "cr"):
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "txbxContent":
                boxes.append(child)
            elif name == "r" and _is_hidden(child):
                continue
            else:
                self._inline(child, pieces, boxes)


def _rows(parent):
    for child in parent:
        if local(child) == "tr":
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _rows(child)


def _cells(parent):
    for child in parent:
        if local(child) == "tc":
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _cells(child)


def _blocks_of(parent):
    for child in parent:
        if local(child) in ("p", "tbl"):
            yield child
        elif local(child) not in _LEFT_OUT:
            yield from _blocks_of(child)


def _is_hidden(run) -> bool:
    properties = _child(run, "rPr")
    vanish = _child(properties, "vanish") if properties is not None else None
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")


def _child(element, name: str):
    return next((child for child in element if local(child) == name), None)


def _number(element) -> int:
    value = attribute(element, "val") if element is not None else ""
    return min(int(value), 60) if value.isdigit() else 0
