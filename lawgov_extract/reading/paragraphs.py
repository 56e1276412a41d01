"""Lines of printed pages → paragraphs: page furniture out, wrapped lines joined again."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from lawgov_extract.reading.layout import Line

_PAGE_NUMBER = re.compile(
    r"[\s—–\-~·.•|]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[\s—–\-~·.•|]*|第\s*[一二三四五六七八九十]+\s*页"
)
_SENTENCE_END = re.compile(r"[。：；！？:;!?][”’》）)」』]*$")
_HEADING = re.compile(
    r"[\s]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)]|第[一二三四五六七八九十]+[章节条])"
)
# what stays on one line: a word or number, a wide character, and the signs that must not be parted from it
_FIRST_WORD = re.compile(r"[“‘（(《「【\[]*(?:[A-Za-z0-9.,:%/+\-]+|.)?[，。、；：！？,.;:!?）)》」】\]”’%％]*")
_HANGING = "，。、；：！？,.;:!?）)》」】”’"
_EDGE_LINES = 2  # so many lines at the top and the bottom of a page may be furniture


def join_pages(pages: Sequence[Sequence[Line]]) -> list[str]:
    """
    Join the lines of all pages to paragraphs.

    Args:
        pages: Lines of each page from top to bottom.

    Returns:
        Paragraphs and rows of tables, in reading order.
    """
    pages = _without_furniture(pages)
    plain = [line for page in pages for line in page if not line.is_row and "\t" not in line.text]
    if not plain:
        return [line.text for page in pages for line in page]
    size = _size(plain)
    whole = _margins(plain, size)
    margins: list[tuple[float, float]] = []
    has_indents = False
    for page in pages:
        own = [line for line in page if not line.is_row and "\t" not in line.text]
        # a page of short lines has no margins of its own
        left, right, wide = _margins(own, size) if len(own) >= 5 else whole
        left, right = (left, right) if wide >= 4 else whole[:2]
        margins.append((left, right))
        has_indents = has_indents or any(
            _is_indented(line, left, size) and line.right > right - 2 * size for line in own
        )
    paragraphs: list[str] = []
    before: Line | None = None
    before_right = 0.0
    for page, (left, right) in zip(pages, margins):
        for line in page:
            is_title = len(paragraphs) == 1 and before is not None
            if before is not None and (
                _goes_on(before, line, before_right, left, size, has_indents)
                or (is_title and _is_title(before, line, left, right, size))
            ):
                paragraphs[-1] += _seam(paragraphs[-1], line.text) + line.text
            else:
                paragraphs.append(line.text)
            before, before_right = line, right
    return paragraphs


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without page numbers and without headers and footers that come again."""

    def edges(page: Sequence[Line]) -> list[int]:
        return sorted({*range(min(_EDGE_LINES, len(page))), *range(max(len(page) - _EDGE_LINES, 0), len(page))})

    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_without_digits(page[number].text) for number in edges(page)})
    kept: list[list[Line]] = []
    for page in pages:
        dropped: set[int] = set()
        outermost = {0, len(page) - 1}
        for number in edges(page):
            line = page[number]
            times = counts[_without_digits(line.text)]
            again = len(pages) >= 3 and times >= max(3, 0.4 * len(pages)) and len(line.text) < 60
            number_only = (
                number in outermost
                and not line.is_row
                and _PAGE_NUMBER.fullmatch(line.text)
                and _is_apart(page, number)
            )
            if number_only or (again and not line.is_row and not _SENTENCE_END.search(line.text)):
                dropped.add(number)
        kept.append([line for number, line in enumerate(page) if number not in dropped])
    return kept


def _is_apart(page: Sequence[Line], number: int) -> bool:
    """Whether a line at the edge of a page keeps a distance from the text, as a page number does."""
    if len(page) == 1:
        return True
    line, next_line = page[number], page[1] if number == 0 else page[number - 1]
    gap = next_line.top - line.bottom if number == 0 else line.top - next_line.bottom
    return gap > 0.5 * (line.bottom - line.top) or not line.text.strip().isdigit()


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _size(lines: Sequence[Line]) -> float:
    """Width of one wide character, told from the lines: boxes are higher than the script by the font's choice."""
    longest = max(_width(line.text) for line in lines)
    return median((line.right - line.left) / _width(line.text) for line in lines if _width(line.text) >= longest / 2)


def _width(text: str) -> float:
    return sum(0.5 if character < "\u0250" else 1.0 for character in text) or 1.0


def _margins(lines: Sequence[Line], size: float) -> tuple[float, float, int]:
    """Left and right edge of the running text, and how many lines reach across it."""
    widest = max(line.right - line.left for line in lines)
    wide = [line for line in lines if line.right - line.left > 0.7 * widest]
    # a point or comma may hang over the margin, and must not make all other lines short
    rights = sorted(line.right - size * (len(line.text) - len(line.text.rstrip(_HANGING))) for line in wide)
    lefts = sorted(line.left for line in wide)
    return lefts[len(lefts) // 20], rights[-1 - len(rights) // 20], len(wide)


def _is_indented(line: Line, left: float, size: float) -> bool:
    return line.left > left + 1.2 * size


def _goes_on(before: Line, line: Line, right: float, left: float, size: float, has_indents: bool) -> bool:
    """Whether a line is the rest of the one before it."""
    if before.is_row or line.is_row or "\t" in before.text or "\t" in line.text:
        return False
    if _other_size(before, line) or _is_indented(line, left, size):
        return False
    # without indents a heading is all that tells a new paragraph after a full line
    if not has_indents and _HEADING.match(line.text) and not re.search(r"[第条款项和、，,]$", before.text):
        return False
    if before.text.endswith(("，", "、")) and abs(before.left - line.left) < 2.5 * size:
        return True  # a frame is narrower than the page
    # a number that was moved to the next line with the signs around it leaves more place
    begins_with_number = line.text[:1].isdigit() and not _HEADING.match(line.text)
    if begins_with_number and before.right - left > 0.85 * (right - left) and not _SENTENCE_END.search(before.text):
        return True
    # the line was broken because the next word had no place on it: with place left it was the last of its paragraph
    next_word = _FIRST_WORD.match(line.text)
    return right - before.right < (_width(next_word[0] if next_word else "") + 0.8) * size


def _is_title(before: Line, line: Line, left: float, right: float, size: float) -> bool:
    """Whether a line is the second one of a title that is set in the middle of the page."""
    if before.is_row or line.is_row or "\t" in before.text + line.text or _other_size(before, line):
        return False
    for one in (before, line):
        before_it, after_it = one.left - left, right - one.right
        # a first line with its indent leaves two characters before it, and may leave one or two after it
        if abs(before_it - after_it) > size or min(before_it, after_it) < (1 if one is before else 2.5) * size:
            return False
    ended = _SENTENCE_END.search(before.text) or re.match(r"[（(〔—\-]|\d{4}年\d{1,2}月", line.text)
    return not ended and not _HEADING.match(line.text)


def _other_size(before: Line, line: Line) -> bool:
    heights = before.bottom - before.top, line.bottom - line.top
    return max(heights) > 1.3 * min(heights)


def _seam(before: str, after: str) -> str:
    """A blank between two Latin words, nothing between anything else."""
    return (
        " " if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha() else ""
    )
