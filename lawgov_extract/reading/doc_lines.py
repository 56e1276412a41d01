"""Characters of a Word 97-2003 document with what is told of their paragraphs → lines and rows of tables."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from lawgov_extract.reading.doc_numbers import DocNumbers
from lawgov_extract.reading.doc_properties import PARAGRAPHS, Runs, modifiers, runs_of
from lawgov_extract.reading.lines import OpenTable, labelled, plain_line

_ROW_END = (0x2417, 0x244C)  # sprmPFTtp, sprmPFInnerTtp
_INNER_CELL = 0x244B
_IN_TABLE, _DEPTH = 0x2416, 0x6649
_PIECE = re.compile(r"[^\x01-\x08\x0a-\x1f]+|[\x01-\x08\x0a-\x1f]")
_MOST_DEPTH = 60
_MOST_INSTRUCTION = 40  # characters of a field's instruction; its name comes first


@dataclass(frozen=True, slots=True)
class _About:
    """What is told of a paragraph; ``depth`` is how many tables it is in."""

    style: int = 0
    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False
    found: dict[int, bytes] = field(default_factory=dict)


_PLAIN = _About()


class Paragraphs:
    """
    What is told of the paragraphs of a document, and their numbers.

    Args:
        word: The file's part ``WordDocument``.
        table: Its part with the tables.
    """

    def __init__(self, word: bytes, table: bytes) -> None:
        self._runs: Runs = runs_of(word, table, PARAGRAPHS, _about)
        self._numbers = DocNumbers(word, table)

    def at(self, byte: int) -> _About:
        """What is told of the paragraph whose mark stands at a byte."""
        return self._runs.at(byte) or _PLAIN

    def label(self, about: _About) -> str:
        """The number of a paragraph; every call counts on."""
        return self._numbers.label(about.style, about.found)


def _about(properties: bytes) -> _About:
    found = modifiers(properties[2:])
    on = {code for code, operand in found.items() if operand[:1] not in (b"", b"\x00")}
    told = int.from_bytes(found.get(_DEPTH, b"\x01"), "little")
    return _About(
        style=int.from_bytes(properties[:2], "little"),
        depth=min(max(told, 1), _MOST_DEPTH) if _IN_TABLE in on else 0,
        ends_cell=_INNER_CELL in on,
        ends_row=not on.isdisjoint(_ROW_END),
        found=found,
    )


class Characters:
    """
    The characters of a file, and where in its bytes they stand.

    Args:
        text: One code point for each; ``\\0`` for one that is struck out.
        pieces: Of each stretch that is whole in the bytes its first character, its first byte, and the
            bytes of a character; in order.
    """

    def __init__(self, text: str, pieces: list[tuple[int, int, int]]) -> None:
        self.text = text
        self._pieces = pieces
        self._starts = [start for start, _, _ in pieces]

    def byte(self, number: int) -> int:
        """The first byte of a character."""
        start, byte, width = self._pieces[bisect_right(self._starts, number) - 1]
        return byte + (number - start) * width


class PartLines:
    """
    The lines of one part of a document: its body, or its foot notes.

    Args:
        paragraphs: What is told of its paragraphs.
        boxes: Lines of text boxes by the place of the character they hang on; those that are met are taken out.
    """

    def __init__(self, paragraphs: Paragraphs, boxes: dict[int, list[str]]) -> None:
        self.paragraphs = paragraphs
        self.boxes = boxes
        self.lines: list[str] = []
        self.tables: list[OpenTable] = []
        self.buffer: list[str] = []
        self.paragraph: list[str] = []
        self.hanging: list[str] = []  # text boxes of the paragraph
        self.form = ""  # paragraph that was the whole result of a form field

    def read(self, characters: Characters, start: int, end: int) -> list[str]:
        """
        Read the part.

        Args:
            characters: Of the whole file.
            start: Number of the part's first character.
            end: Number of the one behind its last.

        Returns:
            The lines.
        """
        fields: list[str | None] = []  # of each open field its instruction; None in its result, which is shown
        forms: list[bool] = []
        instructions = 0  # how many of the open fields are not in their result
        for match in _PIECE.finditer(characters.text, start, end):
            piece = match[0]
            if piece == "\x13":
                fields.append("")
                forms.append(False)
                instructions += 1
            elif piece == "\x14" and fields:
                instructions -= fields[-1] is not None
                forms[-1] = "FORMTEXT" in (fields[-1] or "")
                fields[-1] = None
            elif piece == "\x15" and fields:
                instructions -= fields.pop() is not None
                forms.pop()
            elif instructions:
                if fields[-1] is not None:
                    fields[-1] = (fields[-1] + piece[:_MOST_INSTRUCTION])[:_MOST_INSTRUCTION]
            elif piece[0] in "\t\x00" or piece[0] >= " ":
                self.buffer.append(piece)
            elif piece == "\x08":
                self.hanging += self.boxes.pop(match.start(), [])
            elif piece in "\x07\r" or (piece == "\x0c" and self.buffer):
                about = self.paragraphs.at(characters.byte(match.start()))
                self._end_paragraph(piece, about, any(forms))
            elif piece in "\x0b\x0c\x0e":
                self._end_line()
            elif piece == "\x1e":
                self.buffer.append("-")
        self._end_paragraph("\r", _PLAIN, False)
        while self.tables:
            self._end_table()
        return self.lines

    def _end_line(self) -> None:
        line = plain_line("".join(self.buffer).replace("\0", ""))
        self.buffer.clear()
        if line:
            self.paragraph.append(line)

    def _end_paragraph(self, character: str, about: _About, in_form: bool) -> None:
        self._end_line()
        if self._is_form_again(in_form):
            self.paragraph = []
        if self.paragraph:
            self.paragraph[0] = labelled(self.paragraphs.label(about), self.paragraph[0])
        depth = max(about.depth, 1) if character == "\x07" else about.depth
        if not depth and self.tables and self.tables[0].row:
            depth = 1  # the row has not ended yet
        while len(self.tables) > depth:
            self._end_table()
        while len(self.tables) < depth:
            self.tables.append(OpenTable())
        target = self.tables[-1].cell if self.tables else self.lines
        target += [*self.paragraph, *self.hanging]
        self.paragraph, self.hanging = [], []
        if depth and about.ends_row:
            self._end_table()
        elif depth and (character == "\x07" or about.ends_cell):
            self.tables[-1].end_cell()

    def _end_table(self) -> None:
        rows = self.tables.pop().rows()
        if not self.tables:
            self.lines += rows
        elif rows:
            self.tables[-1].cell.append(tuple(rows))

    def _is_form_again(self, in_form: bool) -> bool:
        """LibreOffice writes a content control as a form field that holds its paragraphs, and pieces of them again."""
        text = "".join(self.paragraph)
        if self.form and self.form.endswith(text.replace(self.form, "")):
            return True
        self.form = text if in_form else ""
        return False
