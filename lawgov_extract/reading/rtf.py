"""Rich text (.rtf). Deleted and hidden runs are left out, which no ready reader does."""

import re
from dataclasses import dataclass, replace

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.limits import MAX_RTF_WORDS
from lawgov_extract.reading.lines import OpenTable, labelled, plain_line

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|(?P<plain>[^\\{}\r\n\x00]+)|[\r\n\x00]+|\\",
    re.DOTALL,
)
_LEFT_OUT = frozenset(
    [b"colortbl", b"stylesheet", b"info", b"pict", b"objdata", b"header", b"headerl", b"headerr", b"headerf", b"footer"]
    + [b"footerl", b"footerr", b"footerf", b"annotation", b"fldinst", b"nonshppict", b"listtable", b"listoverridetable"]
    + [b"revtbl", b"rsidtbl", b"generator", b"xmlnstbl", b"themedata", b"datastore", b"latentstyles", b"bkmkstart"]
    + [b"bkmkend", b"filetbl", b"xe", b"tc", b"template", b"background", b"sp", b"shprslt", b"nonesttables", b"atnid"]
    + [b"atnauthor", b"atntime", b"atrfstart", b"atrfend", b"ftnsep", b"ftnsepc", b"aftnsep", b"aftnsepc", b"mmathPr"]
)
# destinations that a star marks as safe to skip, and that hold text or tables all the same
_KEPT_STARRED = frozenset([b"shpinst", b"ud", b"nesttableprops", b"shppict"])
_APART = frozenset([b"shptxt", b"footnote", b"dptxbxtext"])
_CHARACTERS = {
    b"tab": " ", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
_CODECS = {134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949", 204: "cp1251", 161: "cp1253"}
_PAGES = {936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 65001: "utf-8", 54936: "gb18030"}
_BULLET = re.compile(r"[\W_lnoquv]?")  # the letters are what Wingdings shows as bullets
_MOST_GROUPS = 10_000
_MOST_DEPTH = 60  # tables in tables


def read_rtf(data: bytes, file: str) -> Document:
    """
    Read rich text as it looks with all tracked changes accepted.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document: a line for a paragraph, a tab-joined line for a row; text boxes and foot notes
        follow the paragraph they are in.

    Raises:
        UnreadableReport: It is far larger than a report, its groups are nested without end, or it is
            cut short before its text begins.
    """
    if data.count(b"\\") > MAX_RTF_WORDS:
        raise UnreadableReport(file, "this rich text is too large to be a report")
    reader = _Reader(file)
    reader.run(data)
    if reader.is_cut and not reader.lines:
        raise UnreadableReport(file, "damaged rich text (it is cut short before its text begins)")
    return Document(
        file=file,
        text="\n".join(reader.lines),
        media_type="application/rtf",
        replaced_characters=reader.replaced,
        properties={"unread": "cut short: the end of this rich text is missing"} if reader.is_cut else {},
    )


@dataclass(slots=True)
class _State:
    """What a group inherits and gives back at its end."""

    left_out: bool = False
    is_fonts: bool = False
    apart: bool = False
    struck: bool = False
    hidden: bool = False
    in_table: bool = False
    depth: int = 0  # how many tables the paragraph is in, where that is told
    skipped_after_unicode: int = 1
    font: int = -1
    label_from: int = -1  # where in the paragraph its automatic number begins
    result_from: int = -1  # where in the paragraph the result of a field begins

    @property
    def is_read(self) -> bool:
        return not (self.left_out or self.struck or self.hidden)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[str] = []
        self.replaced = 0
        self.state = _State()
        self.stack: list[_State] = []
        self.is_twice = False
        self.page_codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.raw = bytearray()  # bytes of the encoding of the font, not yet decoded
        self.buffer: list[str] = []
        self.label = ""  # automatic number of the paragraph
        self.paragraph: list[str] = []
        self.tables: list[OpenTable] = []  # those that are open, each in a cell of the one before
        self.boxes: list[str] = []  # text boxes and foot notes of the paragraph that is being read
        self.is_cut = False  # the file ends inside a group
        self.outer: list[tuple] = []  # what was being read when a text box began

    def run(self, data: bytes) -> None:
        place, skip, starred = 0, 0, False
        end = len(data)
        while place < end:
            token = _TOKEN.match(data, place)
            place = token.end()
            kind = token.lastgroup
            if kind == "number":
                kind = "word"
            if kind == "brace":
                skip, starred = 0, False
                self._open() if token["brace"] == b"{" else self._close()
            elif kind == "plain":
                text = token["plain"]
                dropped = min(skip, len(text))
                skip -= dropped
                if self.state.is_read:
                    self.raw += text[dropped:]
            elif kind == "byte":
                if skip:
                    skip -= 1
                elif self.state.is_read:
                    self.raw.append(int(token["byte"], 16))
            elif kind == "sign":
                sign = token["sign"]
                if sign == b"*":
                    starred = True
                elif sign in b"{}\\" and not skip:
                    if self.state.is_read:
                        self.raw += sign
                elif sign in b"~_":
                    self._text(" " if sign == b"~" else "-")
                elif sign in b"\r\n":
                    self._paragraph()
                skip = max(skip - 1, 0)
            elif kind == "word":
                word, number = token["word"], token["number"]
                value = int(number) if number else None
                if word == b"bin":
                    place += max(value or 0, 0)
                elif word == b"u" and value is not None:
                    skip = self.state.skipped_after_unicode
                    self._unicode(value & 0xFFFF)
                else:
                    skip = 0
                    self._word(word, value, starred)
                starred = False
        self.is_cut = bool(self.stack)
        while self.stack:
            self._close()
        self._paragraph(keep_row=False)

    def _open(self) -> None:
        self._flush()
        if len(self.stack) >= _MOST_GROUPS:
            raise UnreadableReport(self.file, "damaged rich text (its groups are nested without end)")
        self.stack.append(self.state)
        # of a text that is there twice the first one is for older programs
        self.state = replace(self.state, apart=False, label_from=-1, left_out=self.state.left_out or self.is_twice)
        self.is_twice = False

    def _close(self) -> None:
        self._flush()
        if not self.stack:
            return
        if self.state.label_from >= 0:
            # the blank behind the number is a tab, and what stands for a bullet is no number
            label = "".join(self.buffer[self.state.label_from :]).strip()
            del self.buffer[self.state.label_from :]
            self.label = "" if _BULLET.fullmatch(label) else label
        if self.state.apart:
            self._paragraph(keep_row=False)
            inner = self.lines
            self.lines, self.buffer, self.paragraph, self.tables, self.boxes = self.outer.pop()
            self.boxes += inner
        self.state = self.stack.pop()

    def _word(self, word: bytes, value: int | None, starred: bool) -> None:
        self._flush()
        state = self.state
        if word in _LEFT_OUT or (starred and word not in _KEPT_STARRED):
            state.left_out = True
        elif word == b"upr":
            self.is_twice = True
        elif word == b"fonttbl":
            state.is_fonts = state.left_out = True
        elif state.is_fonts:
            if word == b"f" and value is not None:
                state.font = value
            elif word == b"fcharset" and value in _CODECS:
                self.fonts[state.font] = _CODECS[value]
        elif word == b"ansicpg" and value:
            self.page_codec = _PAGES.get(value, "cp1252")
        elif word in (b"f", b"deff") and value is not None:
            state.font = value
        elif word == b"uc" and value is not None:
            state.skipped_after_unicode = min(max(value, 0), 8)
        elif word == b"deleted":
            state.struck = value != 0
        elif word == b"v":
            state.hidden = value != 0
        elif word == b"plain":
            state.struck = state.hidden = False
        elif word == b"pard":
            state.in_table, state.depth = False, 0
        elif word == b"intbl":
            state.in_table = True
        elif word == b"itap" and value is not None:
            state.depth = min(max(value, 0), _MOST_DEPTH)
        elif not state.is_read:
            return
        elif word == b"listtext":
            state.label_from = len(self.buffer)
        elif word == b"fldrslt":
            state.result_from = len(self.buffer)
        elif word in _APART:
            state.apart = True
            self.outer.append((self.lines, self.buffer, self.paragraph, self.tables, self.boxes))
            self.lines, self.buffer, self.paragraph, self.tables, self.boxes = [], [], [], [], []
        elif word in (b"par", b"sect", b"page", b"column", b"line", b"softline"):
            self._paragraph()
        elif word in (b"cell", b"nestcell"):
            self._end_line()
            self._settle(1 if word == b"cell" else max(state.depth, 2))
            self.tables[-1].end_cell()
        elif word in (b"row", b"nestrow"):
            self._end_line()
            self._settle(1 if word == b"row" else max(state.depth, 2))
            self._end_row()
        elif word in _CHARACTERS:
            self._text(_CHARACTERS[word])

    def _unicode(self, code: int) -> None:
        if code >= 0x20:
            self._text(chr(code))
        elif code == 13 and self.state.result_from >= 0:
            # LibreOffice repeats the whole paragraph, with its end, as the result of a form field
            self._flush()
            del self.buffer[self.state.result_from :]

    def _text(self, text: str) -> None:
        self._flush()
        if self.state.is_read:
            self.buffer.append(text)

    def _flush(self) -> None:
        if not self.raw:
            return
        raw = bytes(self.raw)
        self.raw.clear()
        if raw.isascii():
            self.buffer.append(raw.decode("ascii"))
            return
        codec = self.fonts.get(self.state.font, self.page_codec)
        # Western fonts are named for Chinese bytes too often; pairs of bytes that decode are Chinese
        for attempt in (codec, self.page_codec, "gb18030") if codec == "cp1252" else (codec, self.page_codec):
            if attempt != "cp1252":
                try:
                    self.buffer.append(raw.decode(attempt))
                    return
                except UnicodeDecodeError:
                    continue
        text = raw.decode(codec, "replace")
        self.replaced += text.count("\ufffd")
        self.buffer.append(text)

    def _end_line(self) -> None:
        self._flush()
        self.state.result_from = -1
        # pairs of halves come as two \u words
        text = "".join(self.buffer).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.buffer.clear()
        line = plain_line(text)
        if line:
            self.paragraph.append(labelled(self.label, line))
            self.label = ""

    def _paragraph(self, keep_row: bool = True) -> None:
        self._end_line()
        if keep_row and (self.state.in_table or (self.tables and self.tables[0].row)):
            self._settle(max(self.state.depth, 1))
            return
        self._settle(0)
        self.lines += self.boxes
        self.boxes = []

    def _settle(self, depth: int) -> None:
        """Give the lines of the paragraph to the cell of the table that is as many tables deep."""
        while len(self.tables) > depth:
            self._end_row()
        while len(self.tables) < depth:
            self.tables.append(OpenTable())
        (self.tables[-1].cell if self.tables else self.lines).extend(self.paragraph)
        self.paragraph = []

    def _end_row(self) -> None:
        rows = self.tables.pop().rows()
        if self.tables:
            self.tables[-1].cell += [tuple(rows)] if rows else []
            return
        self.lines += rows + self.boxes
        self.boxes = []
