"""Properties of the runs and paragraphs of a Word 97-2003 document, told by pages that refer to its bytes."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from struct import unpack_from

CHARACTERS, PARAGRAPHS = 0xFA, 0x102  # where in the file's head the tables of pages are told
_PAGE = 512
_OPERAND_SIZE = (1, 1, 2, 4, 2, 2, 0, 3)


def modifiers(properties: bytes) -> dict[int, bytes]:
    """
    Take a list of properties apart.

    Args:
        properties: As it stands in the file.

    Returns:
        Code → operand; of several with one code the last counts.
    """
    found: dict[int, bytes] = {}
    place = 0
    while place + 2 <= len(properties):
        (code,) = unpack_from("<H", properties, place)
        place += 2
        size = _OPERAND_SIZE[code >> 13]
        if not size and place < len(properties):
            size = properties[place] + 1
            if code == 0xD608 and place + 1 < len(properties):  # the definition of a table has a longer size
                size = unpack_from("<H", properties, place)[0] + 1
        found[code] = properties[place : place + size]
        place += size
    return found


class Runs:
    """
    Stretches of bytes and what is told of each.

    Args:
        runs: Start, end and what is told, in any order.
    """

    def __init__(self, runs: list[tuple[int, int, object]]) -> None:
        runs.sort(key=lambda run: run[:2])
        self._starts = [start for start, _, _ in runs]
        self._runs = runs

    def at(self, byte: int) -> object:
        """What is told of the run that holds a byte, None where there is none."""
        place = bisect_right(self._starts, byte) - 1
        return self._runs[place][2] if place >= 0 and byte < self._runs[place][1] else None


    def within(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a stretch of bytes that runs cover."""
        place = max(bisect_right(self._starts, start) - 1, 0)
        while place < len(self._runs) and self._starts[place] < end:
            first, last = max(self._runs[place][0], start), min(self._runs[place][1], end)
            if first < last:
                yield first, last
            place += 1


def runs_of(word: bytes, table: bytes, kind: int, read: Callable[[bytes], object]) -> Runs:
    """
    The runs of a document.

    Args:
        word: Its part ``WordDocument``.
        table: Its part with the tables.
        kind: CHARACTERS or PARAGRAPHS.
        read: Turns the properties of a run into what is told of it; a run of which None is told is left out.

    Returns:
        The runs.

    Raises:
        IndexError: The file is damaged.
        struct.error: Likewise.
    """
    at, size = unpack_from("<2I", word, kind)
    count = (size - 4) // 8
    found: list[tuple[int, int, object]] = []
    if count <= 0 or at + size > len(table):
        return Runs(found)
    properties_of = _of_characters if kind == CHARACTERS else _of_paragraph
    for number in unpack_from(f"<{count}I", table, at + 4 * (count + 1)):
        page = word[(number & 0x3FFFFF) * _PAGE : (number & 0x3FFFFF) * _PAGE + _PAGE]
        if len(page) < _PAGE:
            continue
        runs = page[_PAGE - 1]
        limits = unpack_from(f"<{runs + 1}I", page)
        for run in range(runs):
            told = read(properties_of(page, runs, run))
            if told is not None:
                found.append((limits[run], limits[run + 1], told))
    return Runs(found)


def _of_characters(page: bytes, runs: int, run: int) -> bytes:
    offset = page[4 * (runs + 1) + run] * 2
    return page[offset + 1 : offset + 1 + page[offset]] if offset else b""


def _of_paragraph(page: bytes, runs: int, run: int) -> bytes:
    """The number of the paragraph's style in two bytes, and its properties."""
    offset = page[4 * (runs + 1) + 13 * run] * 2
    if not offset:
        return b""
    size = page[offset]
    if size:
        return page[offset + 1 : offset + 2 * size]
    return page[offset + 2 : offset + 2 + 2 * page[offset + 1]]
