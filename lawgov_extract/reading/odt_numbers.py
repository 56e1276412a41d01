"""Automatic numbers of OpenDocument lists and headings."""

import re

from lawgov_extract.reading.numbering import Counter
from lawgov_extract.reading.parts import attribute, local

_OUTLINE = " outline"  # no style has a blank at its beginning
# the first number of a series names it
_FORMS = {"1": "decimal", "一": "chineseCounting", "①": "decimalEnclosedCircle", "１": "decimalFullWidth"}
_FORMS |= {"a": "lowerLetter", "A": "upperLetter"}


class ListNumbers:
    """
    The numbers of a document, counted as they are asked for.

    Args:
        content: Root of ``content.xml``, or None.
        styles: Root of ``styles.xml``, or None.
    """

    def __init__(self, content, styles) -> None:
        self._layouts: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counter = Counter(self._lists, self._layouts)
        self._told = {
            _OUTLINE if local(element) == "outline-style" else attribute(element, "name"): element
            for root in (styles, content)
            if root is not None
            for element in root.iter("{*}list-style", "{*}outline-style")
        }

    def begin(self, element, outer: str, level: int) -> str:
        """
        Begin a list.

        Args:
            element: The list.
            outer: Style of the list it is in.
            level: How many lists it is in.

        Returns:
            The style of the list.
        """
        style = attribute(element, "style-name") or outer
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
        if level == 0 and not goes_on:
            self._counter.restart(style)
        return style

    def of_item(self, item, style: str, level: int) -> str:
        """The number of an item, empty for bullets."""
        return self._next(style, level, _number(attribute(item, "start-value")))

    def of_heading(self, heading) -> str:
        """The number of a heading that stands in no list."""
        level = _number(attribute(heading, "outline-level"))
        if not level or attribute(heading, "is-list-header") == "true":
            return ""
        return self._next(_OUTLINE, level - 1, _number(attribute(heading, "start-value")))

    def _next(self, style: str, level: int, start: int | None) -> str:
        if style in self._told:  # of many styles few are used
            element = self._told.pop(style)
            self._layouts[style] = dict(_level(level) for level in element if attribute(level, "level").isdigit())
            self._lists[style] = (style, {})
        return self._counter.next(style, level, start)


def _level(element) -> tuple[int, tuple[str, str, int]]:
    level = int(attribute(element, "level")[:2])
    form = attribute(element, "num-format")
    if local(element) == "list-level-style-bullet" or not form:
        return level - 1, ("none", "", 1)
    shown = min(_number(attribute(element, "display-levels")) or 1, level)
    pattern = ".".join(f"%{number}" for number in range(level - shown + 1, level + 1))
    pattern = attribute(element, "num-prefix") + pattern + attribute(element, "num-suffix")
    own = attribute(element, "num-list-format")
    if own:
        pattern = re.sub(r"(%[0-9])%", r"\1", own)
    start = _number(attribute(element, "start-value"))
    return level - 1, (_FORMS.get(form[0], "decimal"), pattern, 1 if start is None else start)


def _number(value: str) -> int | None:
    return int(value) if re.fullmatch(r"[0-9]{1,6}", value) else None
