"""
Word 97-2003 documents (.doc, .wps), after the published format [MS-DOC].

The text lies in pieces; what is struck out or hidden, and where a table's row ends, is told by
tables of properties that refer to the bytes of the text.
"""

import io
from struct import error as StructError
from struct import unpack_from

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.doc_lines import Paragraphs, PartLines
from lawgov_extract.reading.doc_properties import CHARACTERS, modifiers, runs_of

_STRUCK_OUT = (0x0800, 0x083C)  # sprmCFRMarkDel, sprmCFVanish
_ANCHORS, _BOXES = 0x1DA, 0x25A  # where in the file's head the anchors of shapes and the text boxes are told
_AT_END = 2**32
_MOST_CHARACTERS = 1_500_000


def read_doc(data: bytes, file: str) -> Document:
    """
    Read a Word 97-2003 document as it looks with all tracked changes accepted.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document: a line for a paragraph, with its automatic number; a tab-joined line for a row;
        a text box behind the paragraph it hangs on, foot notes at the end.

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
        self.paragraphs = Paragraphs(word, table)

    def lines(self) -> list[str]:
        """Lines of body with its text boxes, foot notes, end notes; headers and comments are left out."""
        characters = self._characters()
        counts = unpack_from("<8i", self.word, 0x4C)  # text, foot notes, headers, macros, comments, end notes, boxes
        parts: list[list[tuple[str, int]]] = []
        start = 0
        for count in counts:
            if not 0 <= count <= len(characters):
                count = 0
            parts.append(characters[start : start + count])
            start += count
        boxes = self._boxes(parts[6])
        lines = PartLines(self.paragraphs, boxes).read(parts[0])
        for place in (1, 5):
            lines += PartLines(self.paragraphs, {}).read(parts[place])
        return lines + [line for place in sorted(boxes) for line in boxes[place]]

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
        hidden = runs_of(self.word, self.table, CHARACTERS, lambda found: _is_struck_out(found) or None)
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
                characters.append(("" if struck or hidden.at(byte) else character, byte))
        return characters

    def _boxes(self, characters: list[tuple[str, int]]) -> dict[int, list[str]]:
        """Lines of the text boxes, by the place in the body of the character each hangs on."""
        at, size = unpack_from("<2I", self.word, _ANCHORS)
        count = max(size - 4, 0) // 30
        places = unpack_from(f"<{count}I", self.table, at) if count else ()
        anchors = {unpack_from("<I", self.table, at + 4 * (count + 1) + 26 * n)[0]: places[n] for n in range(count)}
        at, size = unpack_from("<2I", self.word, _BOXES)
        count = max(size - 4, 0) // 26
        limits = unpack_from(f"<{count + 1}I", self.table, at) if count else (0,)
        found: dict[int, list[str]] = {}
        for number in range(count):
            (shape,) = unpack_from("<I", self.table, at + 4 * (count + 1) + 22 * number + 14)
            lines = PartLines(self.paragraphs, {}).read(characters[limits[number] : limits[number + 1]])
            # a box in a group of shapes hangs on nothing that is told: it comes at the end
            found.setdefault(anchors.get(shape, _AT_END), []).extend(lines)
        return found


def _is_struck_out(properties: bytes) -> bool:
    found = modifiers(properties)
    return any(found.get(code, b"\x00")[:1] in (b"\x01", b"\x81") for code in _STRUCK_OUT)


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
