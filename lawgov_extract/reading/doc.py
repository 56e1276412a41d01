"""
Word 97-2003 documents (.doc, .wps), after the published format [MS-DOC].

The text lies in pieces; what is struck out or hidden, and where a table's row ends, is told by
tables of properties that refer to the bytes of the text.
"""

import io
from bisect import bisect_right
from struct import error as StructError
from struct import unpack_from

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.lines import cell_text, join_row, plain_line

_PAGE = 512
_STRUCK_OUT = (0x0800, 0x083C)  # sprmCFRMarkDel, sprmCFVanish
_ROW_END = (0x2417, 0x244C)  # sprmPFTtp, sprmPFInnerTtp
_INNER_CELL = 0x244B
_LONG_CELL = 300
_MOST_CHARACTERS = 1_500_000
_OPERAND_SIZE = (1, 1, 2, 4, 2, 2, 0, 3)


def read_doc(data: bytes, file: str) -> Document:
    """
    Read a Word 97-2003 document as it looks with all tracked changes accepted.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document: a line for a paragraph, a tab-joined line for a row; foot notes and text boxes
        at the end. Automatic numbers are not in it.

    Raises:
        UnreadableReport: It is encrypted, damaged, or older than Word 97.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        word = ole.openstream("WordDocument").read()
        if len(word) < 34:
            raise UnreadableReport(file, "damaged or cut short")
        magic, _, _, _, _, flags = unpack_from("<6H", word)
        if magic != 0xA5EC:
            raise UnreadableReport(file, "Word 6/95 or older: save it as .docx and try again")
        if flags & 0x0100:
            raise UnreadableReport(file, "encrypted Word file: remove the password and try again")
        name = "1Table" if flags & 0x0200 else "0Table"
        if not ole.exists(name):
            raise UnreadableReport(file, f"damaged Word file (its part {name} is missing)")
        table = ole.openstream(name).read()
    try:
        lines = _Reader(word, table, file).lines()
    except (StructError, IndexError) as error:
        raise UnreadableReport(file, "damaged Word file, or one that is cut short") from error
    return Document(file=file, text="\n".join(lines), media_type="application/msword")


class _Reader:
    def __init__(self, word: bytes, table: bytes, file: str) -> None:
        self.file = file
        self.word = word
        self.table = table
        self.row_ends, self.inner_cells, self.table_runs = self._paragraph_marks()

    def lines(self) -> list[str]:
        """Lines of body, foot notes, end notes and text boxes; headers and comments are left out."""
        characters = self._characters()
        counts = unpack_from("<8i", self.word, 0x4C)  # text, foot notes, headers, macros, comments, end notes, boxes
        lines: list[str] = []
        start = 0
        for place, count in enumerate(counts):
            if not 0 <= count <= len(characters):
                break
            if place in (0, 1, 5, 6):
                lines += self._part_lines(characters[start : start + count])
            start += count
        return lines

    def _characters(self) -> list[tuple[str, int]]:
        """Every character of the file with its place in the bytes; "" for one that is struck out."""
        at, size = unpack_from("<2I", self.word, 0x01A2)
        clx = self.table[at : at + size]
        if len(clx) != size:
            raise IndexError
        changes: list[bytes] = []
        place = 0
        while clx[place] == 1:
            (length,) = unpack_from("<H", clx, place + 1)
            changes.append(clx[place + 3 : place + 3 + length])
            place += 3 + length
        if clx[place] != 2:
            raise IndexError
        (length,) = unpack_from("<I", clx, place + 1)
        plc = clx[place + 5 : place + 5 + length]
        pieces = (len(plc) - 4) // 12
        starts = unpack_from(f"<{pieces + 1}I", plc)
        if starts[-1] > _MOST_CHARACTERS:
            raise UnreadableReport(self.file, f"a text of {starts[-1]:,} characters is too large to be a report")
        hidden = self._hidden_runs()
        characters: list[tuple[str, int]] = []
        for piece in range(pieces):
            _, where, change = unpack_from("<HIH", plc, 4 * (pieces + 1) + 8 * piece)
            count = starts[piece + 1] - starts[piece]
            width = 1 if where & 0x4000_0000 else 2
            where = (where & 0x3FFF_FFFF) // (2 if width == 1 else 1)
            raw = self.word[where : where + count * width]
            if count < 0 or len(raw) != count * width:
                raise IndexError
            text = raw.decode("cp1252", "replace") if width == 1 else _utf16(raw)
            struck = change & 1 and change >> 1 < len(changes) and _is_struck_out(changes[change >> 1])
            for number, character in enumerate(text):
                byte = where + number * width
                characters.append(("" if struck or _within(hidden, byte) else character, byte))
        return characters

    def _part_lines(self, characters: list[tuple[str, int]]) -> list[str]:
        lines: list[str] = []
        row: list[list[str]] = []
        buffer: list[str] = []
        fields: list[bool] = []  # of each open field: are we in its result, which is shown
        pending: list[str] = []  # paragraphs since the last cell mark: they are the cell's, if one follows
        for character, byte in characters:
            if character == "\x13":
                fields.append(False)
            elif character == "\x14" and fields:
                fields[-1] = True
            elif character == "\x15" and fields:
                fields.pop()
            elif not character or not all(fields):
                continue
            elif character == "\x07" or (character == "\r" and byte in self.inner_cells):
                if byte in self.row_ends:
                    lines += _row_lines(row)
                    row = []
                else:
                    pending.append(plain_line("".join(buffer)))
                    row.append([line for line in pending if line])
                buffer.clear()
                pending = []
            elif character == "\r" and byte in self.row_ends:
                lines += _row_lines(row)
                row = []
                buffer.clear()
            elif character in "\r\x0b\x0c\x0e":
                pending.append(plain_line("".join(buffer)))
                buffer.clear()
                if not row and not _within(self.table_runs, byte):
                    lines += [line for line in pending if line]
                    pending = []
            elif character == "\x1e":
                buffer.append("-")
            elif character == "\t" or character >= " ":
                buffer.append(character)
        pending.append(plain_line("".join(buffer)))
        return lines + _row_lines(row) + [line for line in pending if line]

    def _hidden_runs(self) -> tuple[list[int], list[int]]:
        starts, ends = [], []
        for start, end, properties in self._runs(0xFA, self._character_properties):
            if _is_struck_out(properties):
                starts.append(start)
                ends.append(end)
        return starts, ends

    def _paragraph_marks(self) -> tuple[set[int], set[int], tuple[list[int], list[int]]]:
        """Places of marks that end a row, of paragraph marks that end an inner table's cell, and runs in tables."""
        rows: set[int] = set()
        cells: set[int] = set()
        starts, ends = [], []
        for start, end, properties in self._runs(0x102, self._paragraph_properties):
            found = {code: operand[:1] != b"\x00" for code, operand in _modifiers(properties[2:])}
            # the mark is the paragraph's last character, one or two bytes before its end
            if any(found.get(code) for code in _ROW_END):
                rows.update((end - 2, end - 1))
            elif found.get(_INNER_CELL):
                cells.update((end - 2, end - 1))
            if found.get(0x2416):
                starts.append(start)
                ends.append(end)
        order = sorted(range(len(starts)), key=starts.__getitem__)
        return rows, cells, ([starts[place] for place in order], [ends[place] for place in order])

    def _runs(self, place: int, properties_of) -> list[tuple[int, int, bytes]]:
        """Runs of bytes with their properties: a table of pages, each of which lists runs."""
        at, size = unpack_from("<2I", self.word, place)
        count = (size - 4) // 8
        if count <= 0 or at + size > len(self.table):
            return []
        found: list[tuple[int, int, bytes]] = []
        for number in unpack_from(f"<{count}I", self.table, at + 4 * (count + 1)):
            page = self.word[(number & 0x3FFFFF) * _PAGE : (number & 0x3FFFFF) * _PAGE + _PAGE]
            if len(page) < _PAGE:
                continue
            runs = page[_PAGE - 1]
            limits = unpack_from(f"<{runs + 1}I", page)
            for run in range(runs):
                found.append((limits[run], limits[run + 1], properties_of(page, runs, run)))
        return sorted(found)

    @staticmethod
    def _character_properties(page: bytes, runs: int, run: int) -> bytes:
        offset = page[4 * (runs + 1) + run] * 2
        return page[offset + 1 : offset + 1 + page[offset]] if offset else b""

    @staticmethod
    def _paragraph_properties(page: bytes, runs: int, run: int) -> bytes:
        offset = page[4 * (runs + 1) + 13 * run] * 2
        if not offset:
            return b""
        size = page[offset]
        if size:
            return page[offset + 1 : offset + 2 * size]
        return page[offset + 2 : offset + 2 + 2 * page[offset + 1]]


def _row_lines(row: list[list[str]]) -> list[str]:
    texts = [cell_text(cell) for cell in row]
    running = any(len(cell) >= 3 and any("。" in line for line in cell) for cell in row)
    if len(row) == 1 or running or any(len(text) >= _LONG_CELL for text in texts):
        return [line for cell in row for line in cell]
    line = join_row(texts)
    return [line] if line else []


def _modifiers(properties: bytes) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    place = 0
    while place + 2 <= len(properties):
        (code,) = unpack_from("<H", properties, place)
        place += 2
        size = _OPERAND_SIZE[code >> 13]
        if not size and place < len(properties):
            size = properties[place] + 1
            if code == 0xD608 and place + 1 < len(properties):  # the definition of a table has a longer size
                size = unpack_from("<H", properties, place)[0] + 1
        found.append((code, properties[place : place + size]))
        place += size
    return found


def _is_struck_out(properties: bytes) -> bool:
    found = dict(_modifiers(properties))
    return any(found.get(code, b"\x00")[:1] in (b"\x01", b"\x81") for code in _STRUCK_OUT)


def _within(runs: tuple[list[int], list[int]], byte: int) -> bool:
    place = bisect_right(runs[0], byte) - 1
    return place >= 0 and byte < runs[1][place]


def _utf16(raw: bytes) -> list[str]:
    """UTF-16 as one string a code unit; the second half of a pair becomes part of the first."""
    units = [chr(unit) for unit in unpack_from(f"<{len(raw) // 2}H", raw)]
    for place in range(len(units) - 1):
        if "\ud800" <= units[place] <= "\udbff" and "\udc00" <= units[place + 1] <= "\udfff":
            units[place : place + 2] = [
                (units[place] + units[place + 1]).encode("utf-16", "surrogatepass").decode("utf-16"),
                "",
            ]
    return ["\ufffd" if "\ud800" <= unit <= "\udfff" else unit for unit in units]
