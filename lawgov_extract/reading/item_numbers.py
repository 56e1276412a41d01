"""Numbers of the items of a page's lists, which browsers show."""

import re

from lawgov_extract.reading.numbering import Counter

_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z]+(?:-[a-z]+)*)", re.IGNORECASE)
_FORMS = {
    "cjk-ideographic": ("chineseCounting", "%1、"),
    "simp-chinese-informal": ("chineseCounting", "%1、"),
    "trad-chinese-informal": ("chineseCounting", "%1、"),
    "a": ("lowerLetter", "%1."),
    "lower-alpha": ("lowerLetter", "%1."),
    "A": ("upperLetter", "%1."),
    "upper-alpha": ("upperLetter", "%1."),
}
_NO_NUMBER = frozenset(["none", "disc", "circle", "square"])
_NUMBER = re.compile(
    r"\s*(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十]+[章节条])"
)


def has_number(line: str) -> bool:
    """Whether a line begins with a number of its own, as headings do."""
    return _NUMBER.match(line) is not None


class ItemNumbers:
    """The numbers of the lists of a page, counted as they are asked for in the order of the page."""

    def __init__(self) -> None:
        self._counters: dict[object, Counter] = {}

    def label(self, item) -> str:
        """
        The number of an item.

        Args:
            item: A ``<li>``.

        Returns:
            The number with its mark, such as ``1.``; empty for an item of a list without numbers.
        """
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        if parent not in self._counters:
            found = _STYLE.search(parent.get("style") or "")
            kind = found[1].lower() if found else (parent.get("type") or "")
            form, pattern = ("none", "") if kind in _NO_NUMBER else _FORMS.get(kind, ("decimal", "%1."))
            layout = {0: (form, pattern, _whole(parent.get("start"), 1))}
            self._counters[parent] = Counter({"": ("", {})}, {"": layout})
        return self._counters[parent].next("", 0, _whole(item.get("value"), None))


def _whole(value: str | None, otherwise: int | None) -> int | None:
    return int(value) if re.fullmatch(r"[0-9]{1,6}", value or "") else otherwise
