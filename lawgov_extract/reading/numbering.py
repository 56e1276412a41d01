"""Automatic numbers of paragraphs (一、 and (一)): they are shown, and stand nowhere in the text."""

import re
from collections.abc import Callable

from lawgov_extract.reading.parts import attribute, local

_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = frozenset(
    ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"]
    + ["ideographDigital", "japaneseDigitalTenThousand"]
)


class Counter:
    """
    The numbers of a document's lists, counted as they are asked for.

    Args:
        lists: Of each list the layout it uses, and the first number of levels that start anew with it.
        layouts: Of each layout and each level from 0 its form, its pattern (``第%1章``; %1 is the number of
            the first level) and its first number.
    """

    def __init__(
        self, lists: dict[str, tuple[str, dict[int, int]]], layouts: dict[str, dict[int, tuple[str, str, int]]]
    ) -> None:
        self._lists = lists
        self._layouts = layouts
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, number: str, level: int, start: int | None = None) -> str:
        """
        Count on.

        Args:
            number: Of the list.
            level: From 0.
            start: The number that comes now, where the document says so.

        Returns:
            What is shown, such as ``一、``; empty for bullets and for lists that are not known.
        """
        if number not in self._lists:
            return ""
        used, starts = self._lists[number]
        levels = self._layouts.get(used, {})
        if level not in levels:
            return ""
        # lists that share a layout count on, until a list starts anew
        key = number if starts else used
        counts = self._counts.setdefault(key, {})
        first = starts.get(level, levels[level][2])
        counts[level] = start if start is not None else counts[level] + 1 if level in counts else first
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        form, pattern, _ = levels[level]
        if form in ("bullet", "none"):
            return ""

        def shown(match: re.Match) -> str:
            place = int(match[1]) - 1
            if place not in levels:
                return ""
            count = counts.get(place, levels[place][2])
            return _shown(count, levels[place][0])

        return re.sub(r"%([1-9])", shown, pattern)

    def restart(self, number: str) -> None:
        """Let a list begin with its first number again."""
        if number in self._lists:
            used, starts = self._lists[number]
            self._counts.pop(number if starts else used, None)


class Numbering:
    """
    The numbers of a Word document's paragraphs, counted as they are asked for.

    Args:
        numbering: Root of ``numbering.xml``, or None.
        styles: Gives the root of ``styles.xml``, or None: a style may bring a number with it. It is large,
            and asked for only where it matters.
    """

    def __init__(self, numbering, styles: Callable[[], object]) -> None:
        layouts: dict[str, dict[int, tuple[str, str, int]]] = {}
        lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._read_styles = styles
        self._styles: dict[str, tuple[str, int]] | None = None
        for element in numbering if numbering is not None else ():
            if local(element) == "abstractNum":
                levels = dict(_level(level) for level in element if local(level) == "lvl")
                layouts[attribute(element, "abstractNumId")] = levels
            elif local(element) == "num":
                used, starts = "", {}
                for child in element:
                    if local(child) == "abstractNumId":
                        used = attribute(child, "val")
                    elif local(child) == "lvlOverride":
                        for start in child:
                            if local(start) == "startOverride":
                                starts[_int(attribute(child, "ilvl"), 0)] = _int(attribute(start, "val"), 1)
                lists[attribute(element, "numId")] = (used, starts)
        self._has_lists = bool(lists)
        self._counter = Counter(lists, layouts)

    def label(self, properties) -> str:
        """
        The number that is shown before a paragraph.

        Args:
            properties: The paragraph's ``w:pPr``, or None.

        Returns:
            The number with its marks, such as ``一、``; empty for a paragraph without one, and for
            bullets. Every call counts on.
        """
        return self._counter.next(*self._place(properties)) if self._has_lists else ""

    def _place(self, properties) -> tuple[str, int]:
        number, level, style = "", None, ""
        for child in properties if properties is not None else ():
            if local(child) == "numPr":
                for part in child:
                    if local(part) == "numId":
                        number = attribute(part, "val")
                    elif local(part) == "ilvl":
                        level = _int(attribute(part, "val"), 0)
            elif local(child) == "pStyle":
                style = attribute(child, "val")
        if style and not number:
            if self._styles is None:
                self._styles = _style_numbers(self._read_styles())
            number, of_style = self._styles.get(style, ("", None))
            level = of_style if level is None else level
        return number, level or 0


def _style_numbers(styles) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    # styles are many and those with a number few
    for place in styles.iter("{*}numPr") if styles is not None else ():
        values = {local(part): attribute(part, "val") for part in place}
        style = next((above for above in place.iterancestors() if local(above) == "style"), None)
        if style is not None and "numId" in values:
            found[attribute(style, "styleId")] = (values["numId"], _int(values.get("ilvl", ""), 0))
    return found


def _level(element) -> tuple[int, tuple[str, str, int]]:
    values = {local(child): attribute(child, "val") for child in element.iter()}
    about = (values.get("numFmt", "decimal"), values.get("lvlText", ""), _int(values.get("start", ""), 1))
    return _int(attribute(element, "ilvl"), 0), about


def _shown(count: int, form: str) -> str:
    if form in _CHINESE and 0 <= count < 100:
        tens, ones = divmod(count, 10)
        if form == "ideographDigital":
            return "".join(_DIGITS[int(digit)] for digit in str(count))
        if tens == 0:
            return _DIGITS[ones]
        return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= count <= 20:
        return _CIRCLED[count - 1]
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr((ord("a") if form == "lowerLetter" else ord("A")) + count - 1)
    if form == "decimalFullWidth":
        return str(count).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    return str(count)


def _int(value: str, otherwise: int) -> int:
    return int(value) if re.fullmatch(r"[0-9]{1,6}", value) else otherwise
