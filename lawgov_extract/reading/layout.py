"""Printed pages: glyphs with their places → lines and rows of tables. Coordinates grow to the right and down."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple
from unicodedata import normalize

from lawgov_extract.reading.lines import cell_text, join_row, plain_line

_WORD_GAP = 0.45  # of the size of the script: a wider gap is a blank
_COLUMN_GAP = 1.8  # a wider one parts two columns
_LONG_CELL = 300
_MOST_RULES = 4000  # a page with more is a drawing
_NEAR = 2.5  # points: rules that close are one


class Glyph(NamedTuple):
    """A character and its box."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Rule(NamedTuple):
    """A drawn line: ``at`` is its place across, ``start`` and ``end`` its reach."""

    at: float
    start: float
    end: float


class Line(NamedTuple):
    """A line of a page with its box; ``is_row`` for a row of a ruled table."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    is_row: bool = False


def page_lines(glyphs: Sequence[Glyph], horizontal: Sequence[Rule] = (), vertical: Sequence[Rule] = ()) -> list[Line]:
    """
    The lines of a page from top to bottom.

    Args:
        glyphs: All characters that stand upright, in any order.
        horizontal: Drawn lines from left to right; ``at`` is their height.
        vertical: Drawn lines from top to bottom.

    Returns:
        The lines; cells of a ruled table as one tab-joined line a row, wrapped words joined.
    """
    glyphs = [glyph._replace(text=_plain_character(glyph.text)) for glyph in glyphs]
    free: list[Glyph] = list(glyphs)
    rows: list[Line] = []
    if len(horizontal) >= 2 and len(vertical) >= 2 and len(horizontal) + len(vertical) <= _MOST_RULES:
        free, cells = _into_cells(glyphs, sorted(horizontal), sorted(vertical))
        rows, released = _rows(cells)
        free += released
    return sorted([*_lines(free), *rows], key=lambda line: (line.top + line.bottom) / 2)


def _lines(glyphs: Sequence[Glyph]) -> list[Line]:
    groups: list[list[Glyph]] = []
    center = height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom):
        middle, own = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        if groups and middle - center <= 0.5 * min(height, own if own > 0.3 * height else height):
            group = groups[-1]
            group.append(glyph)
            center += (middle - center) / len(group)
            height = max(height, own)
        else:
            groups.append([glyph])
            center, height = middle, own
    return [line for group in groups if (line := _line(group)) is not None]


def _line(glyphs: list[Glyph]) -> Line | None:
    glyphs.sort()
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not seen:
        return None
    size = median(glyph.bottom - glyph.top for glyph in seen)
    blanks = [glyph.left for glyph in glyphs if glyph.text.isspace()]
    pieces: list[str] = []
    before: Glyph | None = None
    for glyph in seen:
        if before is not None:
            same = glyph.text == before.text and glyph.left - before.left < 0.2 * (glyph.right - glyph.left)
            if same:  # printed twice to look bold
                continue
            gap = glyph.left - before.right
            has_blank = bisect_left(blanks, before.left) < bisect_right(blanks, glyph.left)
            if gap > _COLUMN_GAP * size:
                pieces.append("\t")
            elif has_blank or gap > _WORD_GAP * size:
                pieces.append(" ")
        pieces.append(glyph.text)
        before = glyph
    text = "\t".join(filter(None, map(plain_line, "".join(pieces).split("\t"))))
    box = min(g.left for g in seen), min(g.top for g in seen), max(g.right for g in seen), max(g.bottom for g in seen)
    return Line(*box, text) if text else None


def _into_cells(glyphs: Sequence[Glyph], horizontal: list[Rule], vertical: list[Rule]):
    """Glyphs that no cell holds, and those of each cell, keyed by its left and top rule and right and bottom one."""
    free: list[Glyph] = []
    cells: dict[tuple[float, float, float, float], list[Glyph]] = {}
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        left, right = _around(vertical, x, y)
        top, bottom = _around(horizontal, y, x)
        if left is None or right is None or top is None or bottom is None:
            free.append(glyph)
        else:
            cells.setdefault((left, top, right, bottom), []).append(glyph)
    return free, cells


def _around(rules: list[Rule], at: float, across: float) -> tuple[float | None, float | None]:
    """The nearest rules before and after a place that reach it."""
    place = bisect_left(rules, (at,))
    before = next((rules[n].at for n in range(place - 1, -1, -1) if _reaches(rules[n], across)), None)
    after = next((rules[n].at for n in range(place, len(rules)) if _reaches(rules[n], across)), None)
    return before, after


def _reaches(rule: Rule, across: float) -> bool:
    return rule.start - _NEAR <= across <= rule.end + _NEAR


def _rows(cells: dict[tuple[float, float, float, float], list[Glyph]]) -> tuple[list[Line], list[Glyph]]:
    """Rows of the cells; and glyphs of frames, which hold running text and are no cells."""
    released: list[Glyph] = []
    found: list[tuple[tuple[float, float, float, float], str]] = []
    by_top: dict[float, int] = {}
    tops: list[float] = []
    for box in sorted(cells, key=lambda box: box[1]):
        if not tops or box[1] - tops[-1] > _NEAR:
            tops.append(box[1])
        by_top[box[1]] = len(tops) - 1
    alone = [sum(by_top[box[1]] == number for box in cells) == 1 for number in range(len(tops))]
    for box, glyphs in cells.items():
        lines = _lines(glyphs)
        text = cell_text([line.text for line in lines])
        if len(text) >= _LONG_CELL or (alone[by_top[box[1]]] and len(lines) > 2):
            released += glyphs
        elif text:
            found.append((box, text))
    rows: dict[int, list[tuple[tuple[float, float, float, float], str]]] = {}
    for box, text in found:
        rows.setdefault(by_top[box[1]], []).append((box, text))
    lines: list[Line] = []
    table: list[list[tuple[tuple[float, float, float, float], str]]] = []
    bottom = 0.0
    for number in sorted(rows):
        if table and tops[number] > bottom + _NEAR:
            lines += _table_lines(table)
            table = []
        bottom = max(bottom, *(box[3] for box, _ in rows[number])) if table else max(box[3] for box, _ in rows[number])
        table.append(sorted(rows[number]))
    return lines + _table_lines(table), released


def _table_lines(rows: list[list[tuple[tuple[float, float, float, float], str]]]) -> list[Line]:
    """The rows of one table, whose columns are its own."""
    columns: list[float] = []
    for left in sorted(box[0] for row in rows for box, _ in row):
        if not columns or left - columns[-1] > _NEAR:
            columns.append(left)
    lines = []
    for row in rows:
        texts = [""] * len(columns)
        for box, text in row:
            texts[bisect_right(columns, box[0] + 0.01) - 1] += text
        # the shortest cell tells the height of the row: another one may reach over several
        bottom = min(box[3] for box, _ in row)
        lines.append(Line(row[0][0][0], row[0][0][1], row[-1][0][2], bottom, join_row(texts), True))
    return lines


def _plain_character(text: str) -> str:
    # fonts map common characters to their look-alikes among the radicals
    if len(text) == 1 and ("\u2e80" <= text <= "\u2fdf" or "\uf900" <= text <= "\ufaff"):
        return normalize("NFKC", text)
    return "-" if text == "\x02" else text
