"""
Word 97-2003 documents (.doc, .wps), after the published format [MS-DOC].

The text lies in pieces; what is struck out or hidden, and where a table's row ends, is told by
tables of properties that refer to the bytes of the text.
"""

import io
import re
from struct import error as StructError
from struct import unpack_from

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.doc_lines import Characters, Paragraphs, PartLines
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
        parts: list[tuple[int, int]] = []
        start = 0
        for count in counts:
            end = start + count if 0 <= count <= len(characters.text) else start
            parts.append((start, end))
            start = end
        boxes = self._boxes(characters, *parts[6])
        lines = PartLines(self.paragraphs, boxes).read(characters, *parts[0])
        for place in (1, 5):
            lines += PartLines(self.paragraphs, {}).read(characters, *parts[place])
        return lines + [line for place in sorted(boxes) for line in boxes[place]]

    def _characters(self) -> Characters:
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
        texts: list[str] = []
        places: list[tuple[int, int, int]] = []
        done = 0
        for piece in range(pieces):
            _, where, change = unpack_from("<HIH", plc, 4 * (pieces + 1) + 8 * piece)
            count = starts[piece + 1] - starts[piece]
            width = 1 if where & 0x4000_0000 else 2
            where = (where & 0x3FFF_FFFF) // (2 if width == 1 else 1)
            raw = self.word[where : where + count * width]
            if count < 0 or len(raw) != count * width:
                raise IndexError
            text = raw.decode("cp1252", "replace") if width == 1 else _utf16(raw)
            if change & 1 and change >> 1 < len(changes) and _is_struck_out(changes[change >> 1]):
                text = "\0" * count
            kept = 0
            for first, last in hidden.within(where, where + count * width):
                first, last = max((first - where) // width, kept), (last - where) // width
                texts += [text[kept:first], "\0" * (last - first)]
                kept = max(last, kept)
            texts.append(text[kept:])
            places.append((done, where, width))
            done += count
        return Characters("".join(texts), places)

    def _boxes(self, characters: Characters, start: int, end: int) -> dict[int, list[str]]:
        """Lines of the text boxes, by the place in the body of the character each hangs on."""
        try:
            boxes = self._anchored()
        except (StructError, IndexError):
            boxes = []
        ends = [last for _, last, _ in boxes]
        # of tables that are damaged nothing is believed, and their text comes at the end
        if not boxes or ends != sorted(ends) or ends[-1] > end - start:
            boxes = [(0, end - start, _AT_END)]
        found: dict[int, list[str]] = {}
        for first, last, place in boxes:
            lines = PartLines(self.paragraphs, {}).read(characters, start + first, start + last)
            found.setdefault(place, []).extend(lines)
        return found

    def _anchored(self) -> list[tuple[int, int, int]]:
        """Of each text box where its text begins and ends, and the place of the character it hangs on."""
        at, size = unpack_from("<2I", self.word, _ANCHORS)
        count = max(size - 4, 0) // 30
        places = unpack_from(f"<{count}I", self.table, at) if count else ()
        anchors = {unpack_from("<I", self.table, at + 4 * (count + 1) + 26 * n)[0]: places[n] for n in range(count)}
        at, size = unpack_from("<2I", self.word, _BOXES)
        count = max(size - 4, 0) // 26
        limits = unpack_from(f"<{count + 1}I", self.table, at) if count else (0,)
        shapes = [unpack_from("<I", self.table, at + 4 * (count + 1) + 22 * n + 14)[0] for n in range(count)]
        # a box in a group of shapes hangs on nothing that is told
        return [(limits[n], limits[n + 1], anchors.get(shape, _AT_END)) for n, shape in enumerate(shapes)]


def _is_struck_out(properties: bytes) -> bool:
    found = modifiers(properties)
    return any(found.get(code, b"\x00")[:1] in (b"\x01", b"\x81") for code in _STRUCK_OUT)


def _utf16(raw: bytes) -> str:
    """UTF-16 as one code point a code unit: behind a character that takes two there is one that is struck out."""
    text = raw.decode("utf-16-le", "replace")
    if 2 * len(text) != len(raw):
        text = re.sub("[\U00010000-\U0010ffff]", lambda match: match[0] + "\0", text)
    return text[: len(raw) // 2].ljust(len(raw) // 2, "\0")
