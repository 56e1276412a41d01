"""What a workbook of Excel 97-2003 tells of its cells beside their values: how far they spread, and their formats."""

import io
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from struct import error as StructError
from struct import unpack_from

from lawgov_extract.reading.cell_forms import NumberForm, number_form

# records of one cell: number, label, shared string, small number, blank, formula, boolean, and their older forms
_CELLS = frozenset([0x0203, 0x0204, 0x00FD, 0x027E, 0x007E, 0x0201, 0x0006, 0x0206, 0x0406, 0x0205, 0x00D6])
_NUMBERS = frozenset([0x0203, 0x027E, 0x0006])  # those that may hold a number
_MANY_NUMBERS, _MANY_BLANKS = 0x00BD, 0x00BE  # of one row; the last column stands at the end
_BEGIN, _END = 0x0809, 0x000A
_SHEET, _FORMAT, _STYLE, _SIZE = 0x0085, 0x041E, 0x00E0, 0x0200
_READ = _CELLS | {_MANY_NUMBERS, _MANY_BLANKS, _BEGIN, _END, _SHEET, _FORMAT, _STYLE, _SIZE}
_ROWS, _COLUMNS = 65_536, 256
_STEP = 65_536  # from the place of a cell to that of the one below it


@dataclass(frozen=True, slots=True)
class Records:
    """
    What was found.

    Attributes:
        spread: Cells of the rectangle that the largest sheet fills.
        sheets: Of each sheet the places of its numbers, row by row, and the style of each.
        forms: Number format of each style.
        is_possible: Whether the size that each sheet tells of itself is one that a sheet can have. The reader
            of the values believes it, and ends the process where there is no memory for it.
    """

    spread: int
    sheets: tuple[tuple[array, array], ...]
    forms: tuple[NumberForm | None, ...]
    is_possible: bool = True

    def form(self, sheet: int, row: int, column: int) -> NumberForm | None:
        """The format of a cell, None for one without."""
        if sheet >= len(self.sheets):
            return None
        places, styles = self.sheets[sheet]
        place = row * _STEP + column
        found = bisect_left(places, place)
        if found == len(places) or places[found] != place or styles[found] >= len(self.forms):
            return None
        return self.forms[styles[found]]


def read_records(data: bytes) -> Records:
    """
    Walk over the records of a workbook once.

    Args:
        data: All bytes of the file.

    Returns:
        What they tell; formats that cannot be told are left out.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        name = next(name for name in ("Workbook", "Book") if ole.exists(name))
        stream = ole.openstream(name).read()
    begins: list[int] = []
    codes: dict[int, str] = {}
    styles: list[int] = []
    found: dict[int, tuple[array, array]] = {}
    spread = 0
    is_possible = True
    cells = _Cells()
    begin = place = 0
    while place + 4 <= len(stream):
        kind, size = unpack_from("<2H", stream, place)
        start, place = place, place + 4 + size
        if kind not in _READ:
            continue
        record = stream[start + 4 : place]
        try:
            if kind == _BEGIN:
                begin = start
            elif kind == _SHEET:
                begins.append(unpack_from("<I", record)[0])
            elif kind == _FORMAT:
                codes[unpack_from("<H", record)[0]] = _code(record, is_old=name == "Book")
            elif kind == _SIZE and size >= 14:
                top, bottom, left, right = unpack_from("<2I2H", record)
                is_possible = is_possible and top <= bottom <= _ROWS and left <= right <= _COLUMNS
            elif kind == _STYLE:
                styles.append(unpack_from("<H", record, 2)[0])
            else:
                cells.take(kind, record)
        except (StructError, IndexError):  # cut short: the reader of the values says so
            pass
        if kind in (_BEGIN, _END):
            if kind == _END:
                found[begin] = cells.numbers()
            spread = max(spread, cells.spread())
            cells = _Cells()
    forms = {number: number_form(number, codes.get(number)) for number in set(styles)}
    empty = array("Q"), array("H")
    return Records(
        max(spread, cells.spread()),
        tuple(found.get(begin, empty) for begin in begins),
        tuple(forms[number] for number in styles),
        is_possible,
    )


def _code(record: bytes, is_old: bool) -> str:
    if is_old:  # Excel 95, in the code page of its system
        return record[3 : 3 + record[2]].decode("gb18030", "replace")
    wide = record[4] & 1
    return record[5 : 5 + unpack_from("<H", record, 2)[0] * (1 + wide)].decode(
        "utf-16-le" if wide else "latin-1", "replace"
    )


class _Cells:
    """The cells of one sheet."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.places = array("Q")
        self.styles = array("H")

    def take(self, kind: int, record: bytes) -> None:
        if kind in _CELLS:
            row, column, style = unpack_from("<3H", record)
            self.rows.add(row)
            self.columns.add(column)
            if kind in _NUMBERS:
                self._add(row, column, style)
        elif kind in (_MANY_NUMBERS, _MANY_BLANKS) and len(record) >= 6:
            row, column = unpack_from("<2H", record)
            self.rows.add(row)
            self.columns.update((column, unpack_from("<H", record, len(record) - 2)[0]))
            for number in range((len(record) - 6) // 6 if kind == _MANY_NUMBERS else 0):
                self._add(row, column + number, unpack_from("<H", record, 4 + 6 * number)[0])

    def _add(self, row: int, column: int, style: int) -> None:
        self.places.append(row * _STEP + column)
        self.styles.append(style)

    def spread(self) -> int:
        if not self.rows:
            return 0
        return (max(self.rows) - min(self.rows) + 1) * (max(self.columns) - min(self.columns) + 1)

    def numbers(self) -> tuple[array, array]:
        """Places and styles in the order of the places, which some writers do not keep."""
        if all(before <= after for before, after in zip(self.places, self.places[1:])):
            return self.places, self.styles
        order = sorted(range(len(self.places)), key=self.places.__getitem__)
        return array("Q", [self.places[n] for n in order]), array("H", [self.styles[n] for n in order])
