"""OFD, the national page format (GB/T 33190): characters with places, as in a PDF, in zipped XML."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from math import atan2, degrees, hypot

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.layout import Glyph, Line, Rule, page_lines
from lawgov_extract.reading.limits import MAX_BYTES
from lawgov_extract.reading.paragraphs import join_pages
from lawgov_extract.reading.parts import Parts, attribute, local

_POINTS = 72 / 25.4  # places are told in millimetres
_MOST_PAGES = 1000
_MOST_CHARACTERS = 2_000_000
_SCAN_CHARACTERS = 20
_MEDIA_TYPE = "application/ofd"
_MOST_REPEATS = 20_000
_SAME = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_ofd(data: bytes, file: str) -> Document:
    """
    Read the text of an OFD file.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document, its lines joined as those of a PDF. Pages that are pictures are read by
        recognition where it is installed; else the document is ``needs_ocr``, or its property
        ``unread`` names the pages.

    Raises:
        UnreadableReport: It is encrypted, damaged or far larger than a report.
    """
    parts = Parts(data, file)
    if any(name.lower().endswith("encryptions.xml") for name in parts.names()):
        raise UnreadableReport(file, "encrypted OFD: remove the password and try again")
    pages: list[list[Line]] = []
    scans: dict[int, list] = {}  # number of a page that is a picture → its objects
    characters = 0
    for sheets in _pages(parts):
        glyphs: list[tuple[int, Glyph]] = []
        horizontal: list[Rule] = []
        vertical: list[Rule] = []
        pictures = []
        for sheet in sheets:
            for element in sheet.iter():
                kind = local(element)
                if kind == "TextObject":
                    glyphs += _glyphs(element)
                elif kind == "PathObject":
                    _add_rules(element, horizontal, vertical)
                elif kind == "ImageObject":
                    pictures.append(element)
        characters += len(glyphs)
        if characters > _MOST_CHARACTERS or len(pages) >= _MOST_PAGES:
            raise UnreadableReport(file, "far more pages or characters than a report has")
        # text at another angle than the most is a watermark
        turns = Counter(turn for turn, _ in glyphs).most_common(1)
        upright = [glyph for turn, glyph in glyphs if turn == turns[0][0]]
        if len(glyphs) < _SCAN_CHARACTERS and pictures:
            scans[len(pages)] = pictures
        pages.append(page_lines(upright, horizontal, vertical))
    if scans:
        return _read_scans(parts, pages, scans)
    return Document(file=file, text="\n".join(join_pages(pages)), media_type=_MEDIA_TYPE)


def _read_scans(parts: Parts, pages: list[list[Line]], scans: dict[int, list]) -> Document:
    """The document of pages some of which, or all, are pictures."""
    from lawgov_extract.reading import ocr

    if not ocr.is_installed():
        return ocr.unread_document(parts.file, _MEDIA_TYPE, pages, list(scans))
    if len(scans) > ocr.MAX_PAGES:
        raise UnreadableReport(parts.file, ocr.too_many(len(scans)))
    names = _media(parts)
    for number, objects in scans.items():
        lines: list[Line] = []
        for element in objects:
            data = parts.read(names.get(attribute(element, "ResourceID"), ""), MAX_BYTES)
            box = _numbers(attribute(element, "Boundary"))
            picture = ocr.decode_picture(data, parts.file, number) if data and len(box) == 4 and box[2] > 0 else None
            if picture is None:
                raise UnreadableReport(parts.file, f"page {number + 1} holds a picture that cannot be unpacked")
            left, top = box[0] * _POINTS, box[1] * _POINTS
            for line in ocr.picture_lines(picture, box[2] * _POINTS / picture.shape[1]):
                moved = line.left + left, line.top + top, line.right + left, line.bottom + top
                lines.append(Line(*moved, line.text, line.is_row))
        pages[number] = sorted(lines, key=lambda line: line.top)
    return ocr.read_document(parts.file, _MEDIA_TYPE, pages, list(scans))


def _media(parts: Parts) -> dict[str, str]:
    """Resource number → path of its file."""
    found: dict[str, str] = {}
    for name in parts.names():
        if not name.lower().endswith("res.xml"):
            continue
        root = parts.xml(name)
        folder = _path(posixpath.dirname(name), attribute(root, "BaseLoc"))
        for element in root.iter():
            file = next((child.text or "" for child in element if local(child) == "MediaFile"), "")
            if file:
                found[attribute(element, "ID")] = _path(folder, file.strip())
    return found


def _pages(parts: Parts) -> Iterator[list]:
    """The content of each page with that of its templates, as roots of XML."""
    top = next((name for name in parts.names() if name.lower().lstrip("/").endswith("ofd.xml")), "OFD.xml")
    root = parts.xml(top)
    if root is None:
        raise UnreadableReport(parts.file, "damaged OFD (it has no OFD.xml)")
    for element in root.iter():
        if local(element) != "DocRoot":
            continue
        name = _path(posixpath.dirname(top), (element.text or "").strip())
        document = parts.xml(name)
        if document is None:
            raise UnreadableReport(parts.file, f"damaged OFD (its part {name} is missing)")
        folder = posixpath.dirname(name)
        templates = {
            attribute(found, "ID"): attribute(found, "BaseLoc")
            for found in document.iter()
            if local(found) == "TemplatePage"
        }
        for found in document.iter():
            if local(found) != "Page":
                continue
            page_name = _path(folder, attribute(found, "BaseLoc"))
            page = parts.xml(page_name)
            if page is None:
                raise UnreadableReport(parts.file, f"damaged OFD (its part {page_name} is missing)")
            sheets = [page]
            for used in page.iter():
                if local(used) == "Template" and attribute(used, "TemplateID") in templates:
                    template = parts.xml(_path(folder, templates[attribute(used, "TemplateID")]))
                    sheets += [template] if template is not None else []
            yield sheets


def _path(folder: str, name: str) -> str:
    """Paths are absolute, or relative to the part that names them."""
    return name.lstrip("/") if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))


def _glyphs(text_object) -> Iterator[tuple[int, Glyph]]:
    """Characters of a text object with the angle they stand at, in degrees."""
    box = _numbers(attribute(text_object, "Boundary"))
    if len(box) < 2:
        return
    a, b, c, d, e, f = _matrix(text_object)
    size = (_numbers(attribute(text_object, "Size")) or [4.0])[0]
    height = size * (hypot(c, d) or 1.0)
    wide = size * (hypot(a, b) or 1.0)
    turn = round(degrees(atan2(b, a))) % 360
    x = y = 0.0
    for code in text_object:
        if local(code) != "TextCode":
            continue
        text = (code.text or "").strip("\r\n")
        x = (_numbers(attribute(code, "X")) or [x])[0]
        y = (_numbers(attribute(code, "Y")) or [y])[0]
        steps = _steps(attribute(code, "DeltaX"))
        falls = _steps(attribute(code, "DeltaY"))
        for number, character in enumerate(text):
            left = (a * x + c * y + e + box[0]) * _POINTS
            base = (b * x + d * y + f + box[1]) * _POINTS
            own = 0.5 if character < "\u0250" else 1.0
            right = left + own * wide * _POINTS
            yield turn, Glyph(left, base - 0.88 * height * _POINTS, right, base + 0.12 * height * _POINTS, character)
            x += steps[number] if number < len(steps) else (0.0 if falls else own * size)
            y += falls[number] if number < len(falls) else 0.0


def _steps(value: str) -> list[float]:
    """``g 3 4.5`` stands for three steps of 4.5."""
    steps: list[float] = []
    words = value.split()
    place = 0
    while place < len(words) and len(steps) < _MOST_REPEATS:
        if words[place] == "g" and place + 2 < len(words):
            times, step = _numbers(words[place + 1]), _numbers(words[place + 2])
            steps += step[:1] * min(int(times[0]) if times else 0, _MOST_REPEATS)
            place += 3
        else:
            steps += _numbers(words[place])[:1]
            place += 1
    return steps


def _add_rules(path, horizontal: list[Rule], vertical: list[Rule]) -> None:
    box = _numbers(attribute(path, "Boundary"))
    data = next((child.text or "" for child in path if local(child) == "AbbreviatedData"), "")
    if len(box) < 2 or len(data) > 100_000:
        return
    a, b, c, d, e, f = _matrix(path)
    start = last = None
    for command, arguments in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        numbers = _numbers(arguments)
        if command == "C":
            point = start
        elif len(numbers) >= 2:
            x, y = numbers[-2:]
            point = (a * x + c * y + e + box[0]) * _POINTS, (b * x + d * y + f + box[1]) * _POINTS
        else:
            continue
        if command in ("L", "C") and last is not None and point is not None:
            (x1, y1), (x2, y2) = last, point
            if abs(y1 - y2) < 0.8 and abs(x1 - x2) > 4:
                horizontal.append(Rule((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
            elif abs(x1 - x2) < 0.8 and abs(y1 - y2) > 4:
                vertical.append(Rule((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
        if command in ("M", "S"):
            start = point
        last = point


def _matrix(element) -> tuple[float, ...]:
    numbers = _numbers(attribute(element, "CTM"))
    return tuple(numbers) if len(numbers) == 6 else _SAME


def _numbers(value: str) -> list[float]:
    return [float(number) for number in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?", value)]
