"""Automatic numbers in Word 97-2003 documents: the lists, and the styles that bring a number with them."""

from struct import error as StructError
from struct import unpack_from

from lawgov_extract.reading.doc_properties import modifiers
from lawgov_extract.reading.numbering import Counter

_STYLES, _LISTS, _USES = 0xA2, 0x2E2, 0x2EA  # where in the file's head these tables are told
LIST, LEVEL = 0x460B, 0x260A  # sprmPIlfo, sprmPIlvl
# the codes of the forms of numbers that differ from plain digits
_FORMS = {
    3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth", 23: "bullet",
    28: "decimalEnclosedCircleChinese", 33: "taiwaneseCounting", 35: "taiwaneseCountingThousand",
    37: "chineseCounting", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
_MOST = 4_000  # lists, or styles


class DocNumbers:
    """
    The numbers of a document's paragraphs, counted as they are asked for.

    A damaged table of lists leaves numbers away, and never the text.

    Args:
        word: The file's part ``WordDocument``.
        table: Its part with the tables.
    """

    def __init__(self, word: bytes, table: bytes) -> None:
        try:
            self._counter = _counter(word, table)
            self._styles = _styles(word, table)
        except (StructError, IndexError):
            self._counter, self._styles = Counter({}, {}), {}

    def label(self, style: int, found: dict[int, bytes]) -> str:
        """
        The number that is shown before a paragraph.

        Args:
            style: Of the paragraph.
            found: Its own properties, as ``modifiers`` gives them.

        Returns:
            The number with its marks, such as ``一、``; empty for none. Every call counts on.
        """
        number, level = _place(found)
        seen: set[int] = set()
        while number is None and style in self._styles and style not in seen:
            seen.add(style)
            style, properties = self._styles[style]
            number, of_style = _place(properties)
            level = of_style if level is None else level
        return self._counter.next(str(number), level or 0) if number else ""


def _place(found: dict[int, bytes]) -> tuple[int | None, int | None]:
    number = unpack_from("<h", found[LIST])[0] if len(found.get(LIST, b"")) == 2 else None
    level = found[LEVEL][0] if found.get(LEVEL) else None
    return number, level


def _counter(word: bytes, table: bytes) -> Counter:
    at, size = unpack_from("<2I", word, _LISTS)
    uses_at, uses_size = unpack_from("<2I", word, _USES)
    layouts: dict[str, dict[int, tuple[str, str, int]]] = {}
    lists: dict[str, tuple[str, dict[int, int]]] = {}
    if size < 2 or uses_size < 4:
        return Counter(lists, layouts)
    place = at + size  # the levels of all lists stand behind the lists
    for number in range(min(unpack_from("<H", table, at)[0], _MOST)):
        (name,) = unpack_from("<i", table, at + 2 + 28 * number)
        is_simple = table[at + 2 + 28 * number + 26] & 1
        levels: dict[int, tuple[str, str, int]] = {}
        for level in range(1 if is_simple else 9):
            levels[level], place = _level(table, place)
        layouts[str(name)] = levels
    count = min(unpack_from("<I", table, uses_at)[0], _MOST)
    place = uses_at + 4 + 16 * count
    for number in range(count):
        (name,) = unpack_from("<i", table, uses_at + 4 + 16 * number)
        starts: dict[int, int] = {}
        place += 4
        for _ in range(table[uses_at + 4 + 16 * number + 12]):
            first, flags = unpack_from("<2i", table, place)
            place += 8
            if flags & 0x20:
                (_, _, first), place = _level(table, place)
            if flags & 0x30:
                starts[flags & 0xF] = first
        lists[str(number + 1)] = (str(name), starts)
    return Counter(lists, layouts)


def _level(table: bytes, place: int) -> tuple[tuple[str, str, int], int]:
    start, form = unpack_from("<iB", table, place)
    of_character, of_paragraph = table[place + 24], table[place + 25]
    place += 28 + of_character + of_paragraph
    (size,) = unpack_from("<H", table, place)
    text = table[place + 2 : place + 2 + 2 * size].decode("utf-16-le", "replace")
    # a character below 9 stands for the number of that level
    pattern = "".join(f"%{ord(sign) + 1}" if ord(sign) < 9 else sign.replace("%", "％") for sign in text)
    return (_FORMS.get(form, "decimal"), pattern, start), place + 2 + 2 * size


def _styles(word: bytes, table: bytes) -> dict[int, tuple[int, dict[int, bytes]]]:
    """Of each paragraph style the one it is based on, and its properties."""
    at, size = unpack_from("<2I", word, _STYLES)
    found: dict[int, tuple[int, dict[int, bytes]]] = {}
    if size < 6:
        return found
    about, count, base = unpack_from("<3H", table, at)
    place = at + 2 + about
    for number in range(min(count, _MOST)):
        (length,) = unpack_from("<H", table, place)
        style = table[place + 2 : place + 2 + length]
        place += 2 + length
        if len(style) < base + 2 or unpack_from("<H", style, 2)[0] & 0xF != 1:
            continue
        based_on = unpack_from("<H", style, 2)[0] >> 4
        start = base + 2 + 2 * unpack_from("<H", style, base)[0] + 2
        start += start & 1
        if start + 4 > len(style):
            continue
        (size,) = unpack_from("<H", style, start)
        found[number] = (based_on, modifiers(style[start + 4 : start + 2 + size]))
    return found
