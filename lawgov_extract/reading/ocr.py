"""Pages that are pictures of text → text, by optical recognition (the extra ``ocr``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.metadata import version
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.layout import Glyph, Line, Rule, page_lines
from lawgov_extract.reading.paragraphs import join_pages

if TYPE_CHECKING:
    from numpy import ndarray

DOTS = 200  # pixels an inch: script of 10 points and above is read well, and more only costs time
MAX_PAGES = 300  # a page takes seconds
MAX_PIXELS = 80_000_000  # of the pictures on a page: one of A3 at 600 dots an inch has 70 million
MOST_DOTS_ACROSS = 3500  # of the longer side of a page: A3 at 200 dots an inch
INSTALL = "pip install 'lawgov_extract[ocr]'"

_MOST_NAMED = 10  # pages

_DARK = 128  # a darker pixel is ink
_MARGIN = 0.1  # of the height of a box: how far it reaches over the script
_OPENING = "《〈“‘（([【〔「『"
_CLOSING = "，。、；：！？》〉”’）)]】〕」』"
_HALF_DASH = re.compile("(?<!—)(?:一—|—一)(?!—)")
_SAME_RULE = 4  # pixels: rows of ink that are as near are one drawn line
_MOST_BESIDE = 40  # drawn lines at one height
_MOST_RULES = 1000  # a page with more is a drawing


class ScannedDocument(Document):
    """A document that was read by recognition: its id, and so that of each of its figures, begins with ``ocr-``."""

    @cached_property
    def doc_id(self) -> str:
        """Hash of the text that was recognised, marked: another version may recognise another text."""
        return f"ocr-{Document(file='', text=self.text).doc_id}"


def is_installed() -> bool:
    """Whether pages that are pictures can be read here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def unread_document(file: str, media_type: str, pages: Sequence[Sequence[Line]], scans: Sequence[int]) -> Document:
    """
    The document where recognition is not installed.

    Args:
        file: Name of the input.
        media_type: What the file holds.
        pages: Lines of all its pages.
        scans: Numbers of the pages that are pictures, from 0.

    Returns:
        The text of the other pages; ``needs_ocr`` and without text where there are none. Its
        property ``unread`` tells, in one line, what was not read and how it can be.
    """
    is_all = not any(page for number, page in enumerate(pages) if number not in scans)
    numbers = ", ".join(str(number + 1) for number in scans[:_MOST_NAMED])
    numbers += f" and {len(scans) - _MOST_NAMED} more" if len(scans) > _MOST_NAMED else ""
    what = "its pages are pictures of text" if is_all else f"pages that are pictures are not read ({numbers})"
    return Document(
        file=file,
        text="" if is_all else "\n".join(join_pages(pages)),
        media_type=media_type,
        needs_ocr=is_all,
        properties={"unread": f"{what}; to have them read: {INSTALL}"},
    )


def read_document(file: str, media_type: str, pages: Sequence[Sequence[Line]], scans: Sequence[int]) -> Document:
    """
    The document where recognition is installed.

    Args:
        file: Name of the input.
        media_type: What the file holds.
        pages: Lines of all its pages, those that were recognised included.
        scans: Numbers of the pages that are pictures, from 0.

    Returns:
        The document, marked when one of its lines was recognised: its ``encoding`` tells what read
        it, its id begins with ``ocr-``.
    """
    text = "\n".join(join_pages(pages))
    if not any(pages[number] for number in scans):
        return Document(file=file, text=text, media_type=media_type)
    return ScannedDocument(file=file, text=text, media_type=media_type, encoding=recogniser_name())


def too_large(page: int) -> str:
    """The reason that is told for a document whose page (from 0) is a picture larger than a scanner makes."""
    return (
        f"page {page + 1} holds a picture of more than {MAX_PIXELS // 1_000_000} million pixels: too large to be read"
    )


def too_many(pages: int) -> str:
    """The reason that is told for a document with more pictures than can be read in a bearable time."""
    return f"{pages} pages that are pictures: more than {MAX_PAGES} are not read at a time, so give it in parts"


def picture_lines(picture: ndarray, scale: float = 1.0) -> list[Line]:
    """
    The lines of a picture, from top to bottom.

    Args:
        picture: Height x width x 3, 8 bits; the whole page or a strip of it.
        scale: Points a pixel.

    Returns:
        Lines with their boxes, in points; cells of a ruled table as one tab-joined line a row.
    """
    boxes = [(corners, text.strip()) for corners, text in recognise(picture) if text.strip()]
    if not boxes:
        return []
    lean = _lean(boxes)
    glyphs: list[Glyph] = []
    for corners, text in boxes:
        (x1, y1), (x2, y2), (x3, y3), (x4, y4) = ((x - lean * y, y + lean * x) for x, y in corners)
        # boxes are drawn with a margin around the script
        margin = _MARGIN * ((y3 + y4) - (y1 + y2)) / 2
        box = min(x1, x4) + margin, (y1 + y2) / 2 + margin, max(x2, x3) - margin, (y3 + y4) / 2 - margin
        glyphs += _glyphs(*box, _mended(text))
    size = median(glyph.bottom - glyph.top for glyph in glyphs)
    dark = picture.min(axis=2) < _DARK
    glyphs = [Glyph(*(scale * edge for edge in glyph[:4]), glyph.text) for glyph in glyphs]
    horizontal, vertical = (
        [Rule(*(scale * place for place in rule)) for rule in rules]
        for rules in (_rules(dark, lean, 3 * size), _rules(dark.T, -lean, 1.4 * size))
    )
    return page_lines(glyphs, horizontal, vertical)


def decode_picture(data: bytes, file: str, page: int) -> ndarray | None:
    """
    Unpack a picture.

    Args:
        data: Its file: PNG, JPEG, TIFF, BMP or GIF.
        file: Name of the input, for errors.
        page: Number of the page it stands on, from 0, for errors.

    Returns:
        Height x width x 3, 8 bits; None where it is no picture or one that cannot be unpacked.

    Raises:
        UnreadableReport: It is larger than a scanner makes.
    """
    import io

    import numpy
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            is_too_large = picture.width * picture.height > MAX_PIXELS
            unpacked = None if is_too_large else numpy.asarray(picture.convert("RGB"))
    except Image.DecompressionBombError:
        is_too_large, unpacked = True, None
    except (OSError, ValueError, SyntaxError):
        return None
    if is_too_large:
        raise UnreadableReport(file, too_large(page))
    return unpacked


def recognise(picture: ndarray) -> list[tuple[list[tuple[float, float]], str]]:
    """
    Find the lines of script in a picture.

    Args:
        picture: Height x width x 3, 8 bits, red, green, blue.

    Returns:
        Of each line the corners of its box (left top, right top, right bottom, left bottom, in
        pixels) and its text, in any order.
    """
    found = _engine()(picture[:, :, ::-1])
    if found.boxes is None or found.txts is None:
        return []
    return [([(float(x), float(y)) for x, y in box], text) for box, text in zip(found.boxes, found.txts)]


@cache
def _engine():
    """The recogniser; it takes a second to load and is kept."""
    from multiprocessing import parent_process

    from rapidocr import RapidOCR

    params = {"Global.log_level": "error"}
    if parent_process() is not None:  # other processes work beside this one
        params["EngineConfig.onnxruntime.intra_op_num_threads"] = 1
    return RapidOCR(params=params)


def recogniser_name() -> str:
    """What reads the pictures, as it stands in the column ``encoding``."""
    return f"ocr (rapidocr {version('rapidocr')})"


def _lean(boxes: Sequence[tuple[Sequence[tuple[float, float]], str]]) -> float:
    """How much the lines rise on their way to the right, as height by width: what most long lines say."""
    rises = [
        (x2 - x1, (y1 - y2) / (x2 - x1))
        for ((x1, y1), (x2, y2), *_), text in boxes
        if len(text) >= 4 and abs(y2 - y1) < 0.2 * (x2 - x1)
    ]
    longest = max((length for length, _ in rises), default=0.0)
    return median([rise for length, rise in rises if length > 0.5 * longest] or [0.0])


def _glyphs(left: float, top: float, right: float, bottom: float, text: str) -> Iterator[Glyph]:
    """The characters of a line, spread over its box: Latin letters and digits take half of a wide one."""
    # a bracket or point has its ink in one half of its place, and the box begins and ends with the ink
    blank = 0.5 * (bottom - top)
    left -= blank if text[0] in _OPENING else 0.0
    right += blank if text[-1] in _CLOSING else 0.0
    widths = [0.5 if character < "\u0250" else 1.0 for character in text]
    step = (right - left) / sum(widths)
    for character, width in zip(text, widths):
        yield Glyph(left, top, left + step * width, bottom, character)
        left += step * width


def _mended(text: str) -> str:
    """A dash is as wide as two characters, and half of it looks like the character for one."""
    return _HALF_DASH.sub("——", text)


def _rules(dark: ndarray, lean: float, least: float) -> list[Rule]:
    """
    The drawn lines of a picture from left to right.

    Args:
        dark: Height x width, whether a pixel is dark.
        lean: How much the picture's lines rise.
        least: A shorter line is a part of a character, in pixels.

    Returns:
        The lines, as they would lie in a picture that lies straight.
    """
    import numpy

    height, width = dark.shape
    if lean:
        fall = numpy.rint(lean * numpy.arange(width)).astype(numpy.int32)
        rows = numpy.arange(height, dtype=numpy.int32)[:, None] - fall
        dark = numpy.take_along_axis(dark, rows.clip(0, height - 1), axis=0)
    thick = numpy.zeros((height, width + 2), numpy.int8)
    thick[:, 1:-1] = dark
    thick[1:, 1:-1] |= dark[:-1]  # a thin line that is drawn askew changes from one row to the next
    steps = numpy.diff(thick, axis=1)
    places, starts = numpy.nonzero(steps == 1)
    ends = numpy.nonzero(steps == -1)[1]
    rules: list[Rule] = []
    for number in numpy.flatnonzero(ends - starts >= least):
        at = float(places[number])
        start, end = float(starts[number]) - lean * at, float(ends[number]) - lean * at
        # the rows of one line, and its parts where the scan has broken it
        same = next(
            (
                place
                for place in range(len(rules) - 1, max(len(rules) - _MOST_BESIDE, 0) - 1, -1)
                if at - rules[place].at <= _SAME_RULE
                and rules[place].start - least <= end
                and start <= rules[place].end + least
            ),
            None,
        )
        if same is None:
            rules.append(Rule(at, start, end))
        else:
            rules[same] = Rule(at, min(start, rules[same].start), max(end, rules[same].end))
        if len(rules) > _MOST_RULES:
            return []
    return rules
