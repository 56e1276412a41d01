"""PDF: the characters from pdfium, the lines and paragraphs from their places."""

import re
import zlib
from ctypes import byref, c_float, c_int, c_uint
from math import degrees

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.layout import Glyph, Line, Rule, page_lines
from lawgov_extract.reading.limits import MAX_RATIO, RATIO_FROM_BYTES
from lawgov_extract.reading.paragraphs import join_pages

_MOST_PAGES = 1000
_MOST_CHARACTERS = 2_000_000
_MEDIA_TYPE = "application/pdf"
_SCAN_CHARACTERS = 20  # a page with fewer and with a picture is a scan
_MOST_SEGMENTS = 8000
_MOST_OBJECTS = 20_000


def read_pdf(data: bytes, file: str) -> Document:
    """
    Read the text of a PDF.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document: a line for a paragraph, a tab-joined line for a row of a ruled table; page
        numbers and running headers are left out. Pages that are pictures, and those of a document
        whose fonts do not tell which characters they show, are read by recognition where it is
        installed; else the document is ``needs_ocr``, or its property ``unread`` names the pages.

    Raises:
        UnreadableReport: It is encrypted, damaged or far larger than a report.
    """
    import pypdfium2

    if _has_bomb(data):
        raise UnreadableReport(file, "one of its streams unpacks to far more than a report")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableReport(file, "encrypted PDF: remove the password and try again") from error
        raise UnreadableReport(file, "damaged PDF, or one that is cut short") from error
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadableReport(file, f"{len(document):,} pages: more than {_MOST_PAGES:,} are no report")
        pages: list[list[Line]] = []
        scans: list[int] = []
        characters = unknown = 0
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError as error:
                raise UnreadableReport(file, f"damaged PDF (page {number + 1} cannot be read)") from error
            try:
                lines, count, not_known, is_scan = _read_page(page)
            finally:
                page.close()
            pages.append(lines)
            characters += count
            unknown += not_known
            if is_scan:
                scans.append(number)
            if characters > _MOST_CHARACTERS:
                raise UnreadableReport(file, f"more than {_MOST_CHARACTERS:,} characters: too large to be a report")
        # glyphs without a character would give wrong figures: they are read from the picture or not at all
        if unknown > 20 and unknown > 0.3 * characters:
            scans = list(range(len(pages)))
        if scans:
            return _read_scans(document, pages, scans, file)
    finally:
        document.close()
    return Document(file=file, text="\n".join(join_pages(pages)), media_type=_MEDIA_TYPE)


def _read_scans(document, pages: list[list[Line]], scans: list[int], file: str) -> Document:
    """The document of pages some of which, or all, are pictures."""
    from lawgov_extract.reading import ocr

    if not ocr.is_installed():
        return ocr.unread_document(file, _MEDIA_TYPE, pages, scans)
    if len(scans) > ocr.MAX_PAGES:
        raise UnreadableReport(file, ocr.too_many(len(scans)))
    for number in scans:
        page = document[number]
        try:
            if _pixels(page) > ocr.MAX_PIXELS:
                raise UnreadableReport(file, ocr.too_large(number))
            # a page may be of any size; its script is not
            scale = min(ocr.DOTS / 72, ocr.MOST_DOTS_ACROSS / max(page.get_size()))
            picture = page.render(scale=scale, rev_byteorder=True).to_numpy()
            pages[number] = ocr.picture_lines(picture[:, :, :3], 1 / scale)
        finally:
            page.close()
    return ocr.read_document(file, _MEDIA_TYPE, pages, scans)


def _pixels(page) -> int:
    """How many pixels the pictures of a page have."""
    import pypdfium2.raw as pdfium

    pixels = 0
    wide, high = c_uint(), c_uint()
    for item in page.get_objects((pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        pdfium.FPDFImageObj_GetImagePixelSize(item.raw, byref(wide), byref(high))
        pixels += wide.value * high.value
    return pixels


def _has_bomb(data: bytes) -> bool:
    """Whether a packed stream other than a picture is packed so tightly that pdfium would drown in it."""
    for match in re.finditer(rb"stream\r?\n", data):
        about = data[max(match.start() - 400, 0) : match.start()].rpartition(b" obj")[2]
        if b"/Fl" not in about or b"/Image" in about:
            continue
        unpacker = zlib.decompressobj()
        packed = data[match.end() : match.end() + RATIO_FROM_BYTES // MAX_RATIO + 1]
        try:
            if len(unpacker.decompress(packed, RATIO_FROM_BYTES)) >= RATIO_FROM_BYTES:
                return True
        except zlib.error:  # damaged, encrypted, or not packed in this way
            continue
    return False


def _read_page(page) -> tuple[list[Line], int, int, bool]:
    """Lines, number of characters, number of those that the fonts do not name, and whether it is a scan."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    try:
        upright: dict[int, list[Glyph]] = {}
        count = unknown = 0
        box = pdfium.FS_RECTF()
        for place in range(pdfium.FPDFText_CountChars(text_page.raw)):
            # blanks and line ends that pdfium thinks up are replaced by what the places tell
            if pdfium.FPDFText_IsGenerated(text_page.raw, place) == 1:
                continue
            code = pdfium.FPDFText_GetUnicode(text_page.raw, place)
            # the loose box: the ink of a 1 is narrow, and would leave gaps around it
            if not pdfium.FPDFText_GetLooseCharBox(text_page.raw, place, byref(box)):
                continue
            count += 1
            if (
                code < 0x20
                and code not in (2, 9, 10, 13)
                or 0xE000 <= code <= 0xF8FF
                or code in (0xFFFD, 0xFFFE, 0xFFFF)
            ):
                unknown += 1
                continue
            if code in (10, 13):
                continue
            turn = round(degrees(max(pdfium.FPDFText_GetCharAngle(text_page.raw, place), 0.0))) % 360
            character = chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"
            upright.setdefault(turn, []).append(Glyph(box.left, box.bottom, box.right, box.top, character))
    finally:
        text_page.close()
    # text at another angle than the most is a watermark
    turn = max(upright, key=lambda turn: len(upright[turn]), default=0)
    horizontal, vertical, pictures = _rules(page)
    glyphs = [
        Glyph(*_turned(glyph.left, glyph.top, glyph.right, glyph.bottom, turn), glyph.text)
        for glyph in upright.get(turn, ())
    ]
    flat = [_turned(rule.start, rule.at, rule.end, rule.at, turn) for rule in horizontal]
    flat += [_turned(rule.at, rule.start, rule.at, rule.end, turn) for rule in vertical]
    across = [Rule(top, left, right) for left, top, right, bottom in flat if bottom - top < right - left]
    down = [Rule(left, top, bottom) for left, top, right, bottom in flat if bottom - top > right - left]
    is_scan = count < _SCAN_CHARACTERS and pictures > 0
    return page_lines(glyphs, across, down), count, unknown, is_scan


def _turned(left: float, bottom: float, right: float, top: float, turn: int) -> tuple[float, float, float, float]:
    """A box of the page (upwards) as left, top, right, bottom (downwards), seen upright."""
    if 45 <= turn < 135:  # the script runs down or up the page: it is read with the page turned
        return bottom, left, top, right
    if 135 <= turn < 225:
        return -right, bottom, -left, top
    if 225 <= turn < 315:
        return -top, -right, -bottom, -left
    return left, -top, right, -bottom


def _rules(page) -> tuple[list[Rule], list[Rule], int]:
    """Straight lines of the page in its own coordinates, and how many pictures it holds."""
    import pypdfium2.raw as pdfium

    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    pictures = segments = 0
    x, y, matrix = c_float(), c_float(), pdfium.FS_MATRIX()
    for number, item in enumerate(page.get_objects(max_depth=3)):
        if number > _MOST_OBJECTS:
            break
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        if item.type != pdfium.FPDF_PAGEOBJ_PATH or segments > _MOST_SEGMENTS:
            continue
        fill, stroke = c_int(), c_int()
        pdfium.FPDFPath_GetDrawMode(item.raw, byref(fill), byref(stroke))
        if not fill.value and not stroke.value:  # the path only clips
            continue
        pdfium.FPDFPageObj_GetMatrix(item.raw, byref(matrix))
        start = last = None
        for place in range(min(pdfium.FPDFPath_CountSegments(item.raw), _MOST_SEGMENTS)):
            segment = pdfium.FPDFPath_GetPathSegment(item.raw, place)
            pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            point = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            segments += 1
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
                _add_rule(last, point, horizontal, vertical)
            if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
                _add_rule(point, start, horizontal, vertical)
            last = point
    return horizontal, vertical, pictures


def _add_rule(one: tuple, other: tuple, horizontal: list[Rule], vertical: list[Rule]) -> None:
    (x1, y1), (x2, y2) = one, other
    if abs(y1 - y2) < 0.8 and abs(x1 - x2) > 4:
        horizontal.append(Rule((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
    elif abs(x1 - x2) < 0.8 and abs(y1 - y2) > 4:
        vertical.append(Rule((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
