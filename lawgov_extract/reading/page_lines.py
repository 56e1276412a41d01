"""The parsed page → the lines of its article. Nothing here recurses: pages may be nested without end."""

import re
from collections.abc import Callable

from lawgov_extract.reading.held_source import HOLDERS, source_in
from lawgov_extract.reading.item_numbers import ItemNumbers, has_number
from lawgov_extract.reading.lines import cell_text, end_of_article, join_row, labelled, plain_line, without_counter


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SKIPPED = _names(
    "head script style template noscript xmp textarea select option button input object embed iframe frame frameset"
    " svg math canvas audio video map area rt rp nav del s strike"
)
_BLOCKS = _names(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre section summary table tbody td tfoot th"
    " thead tr ul caption br"
)
# elements that may be a menu or a list of other pages as a whole
_CONTAINERS = _names("aside div dl footer form header menu ol section table td tr ul li")
_CHROME = _names(
    "nav navi navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs footer foot copyright share bdshare"
    " bdsharebuttonbox sidebar pager pagination related relate relevant xgxx xgwz xgbd xgyd recommend search login"
    " topbar toolbar friendlink links qrcode ewm comment comments weizhi dqwz prevnext shang xia"
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_COLUMNS = 200  # cells further right are not aligned
_LONG_TEXT = 60  # text outside of links that long is not a menu


def article_lines(root, parse: Callable) -> list[str]:
    """
    Walk a page.

    Args:
        root: Root element of the page.
        parse: Turns source that an element holds as text (a hidden textarea) into an element.

    Returns:
        Lines without blank ones; rows of data tables joined by tabs.
    """
    rules = _hiding_rules(root)
    lines = _Walk(rules).lines(root)
    held, replacement = _held_body(root, rules, parse, lines)
    if held is not None:
        lines = _Walk(rules, held, replacement).lines(root)
    lines = [kept for line in lines if (kept := without_counter(line))]
    return lines[: end_of_article(lines)]


class _Walk:
    """One walk over a page; ``admitted`` is the one element that is read although it does not show."""

    def __init__(self, rules: tuple[frozenset, frozenset], admitted=None, replacement=None) -> None:
        self.rules = rules
        self.admitted = admitted
        self.replacement = replacement

    def lines(self, root) -> list[str]:
        from lxml import etree

        weights, total = self._weigh(root)
        lines: list[str] = []
        buffer: list[str] = []
        numbers = ItemNumbers()
        label = ""  # number of a list's item, until its first line has come
        preformatted = 0

        def close() -> None:
            nonlocal label
            line = plain_line("".join(buffer))
            buffer.clear()
            if line:
                lines.append(line if has_number(line) else labelled(label, line))
                label = ""

        def add(text: str | None) -> None:
            if not text:
                return
            if preformatted:
                first, *rest = text.splitlines() or [""]
                buffer.append(first)
                for line in rest:
                    close()
                    buffer.append(line)
                if text.endswith("\n"):
                    close()
            else:
                buffer.append(text)

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            is_block = tag in _BLOCKS or _is_styled_block(element)
            if is_block:
                close()
            if event == "end":
                label = "" if tag == "li" else label
                preformatted -= tag == "pre"
                add(element.tail if element is not root else None)
                continue
            preformatted += tag == "pre"  # its end comes even where it is skipped
            if element is self.admitted and self.replacement is not None:
                close()
                lines += _Walk(self.rules).lines(self.replacement)
                walk.skip_subtree()
            elif self._is_hidden(element) or _is_chrome(element, weights.get(element), total):
                walk.skip_subtree()
            elif tag == "table" and (rows := self._rows(element)):
                lines += rows
                walk.skip_subtree()
            else:
                label = numbers.label(element) if tag == "li" else label
                add(element.text)
        close()
        return lines

    def _is_hidden(self, element) -> bool:
        if element is self.admitted:
            return False
        if element.tag in _SKIPPED or element.get("hidden") is not None:
            return True
        style = element.get("style")
        if style and _HIDDEN_STYLE.search(style):
            return True
        classes, ids = self.rules
        if not classes and not ids:  # most pages, and this is asked of every element
            return False
        return (element.get("id") or "") in ids or not classes.isdisjoint((element.get("class") or "").split())

    def _weigh(self, root) -> tuple[dict, int]:
        """Of every container: characters, characters in links, links, longest text outside of links."""
        from lxml import etree

        weights: dict = {}
        stack = [[0, 0, 0, 0]]
        in_link = 0

        def count(text: str | None) -> None:
            size = len(text.strip()) if text else 0
            if size:
                stack[-1][0] += size
                if in_link:
                    stack[-1][1] += size
                else:
                    stack[-1][3] = max(stack[-1][3], size)

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                stack.append([0, 0, 0, 0])
                if element.tag == "a":
                    in_link += 1
                    stack[-1][2] = 1
                if self._is_hidden(element):
                    walk.skip_subtree()
                else:
                    count(element.text)
                continue
            in_link -= element.tag == "a"
            weight = stack.pop()
            if element.tag in _CONTAINERS:
                weights[element] = tuple(weight)
            outer = stack[-1]
            for place in (0, 1, 2):
                outer[place] += weight[place]
            outer[3] = max(outer[3], weight[3])
            if element is not root:
                count(element.tail)
        return weights, stack[0][0]

    def _rows(self, table) -> list[str]:
        """Lines of a data table; empty for a table that only lays out the page."""
        if next(table.iterdescendants("table"), None) is not None:
            return []
        rows: list[str] = []
        below: dict[int, int] = {}  # column → how many rows below are still covered by a cell above
        widest = 0
        for row in table.iter("caption", "tr"):
            if row.tag == "caption":
                rows.append(cell_text(self._cell_lines(row)))
                continue
            if self._is_hidden(row):
                continue
            cells: list[str] = []
            filled = 0
            for cell in row.iterchildren("td", "th"):
                if self._is_hidden(cell):
                    continue
                lines = self._cell_lines(cell)
                text = cell_text(lines)
                if len(text) >= 300 or (len(lines) >= 3 and "。" in text):
                    return []
                while below.get(len(cells), 0) > 0 and len(cells) < _MOST_COLUMNS:
                    below[len(cells)] -= 1
                    cells.append("")
                column = len(cells)
                across, down = _span(cell.get("colspan"), 60), _span(cell.get("rowspan"), 5000)
                cells += [text] + [""] * (across - 1 if column < _MOST_COLUMNS else 0)
                filled += 1
                if down > 1 and column < _MOST_COLUMNS:
                    below |= dict.fromkeys(range(column, column + across), down - 1)
            for column in [column for column in below if column >= len(cells)]:
                below[column] -= 1
            widest = max(widest, filled)
            rows.append(join_row(cells))
        return [row for row in rows if row] if widest >= 2 else []

    def _cell_lines(self, cell) -> list[str]:
        from lxml import etree

        lines = [""]
        walk = etree.iterwalk(cell, events=("start", "end"))
        for event, element in walk:
            if element is not cell and (element.tag in _BLOCKS or _is_styled_block(element)):
                lines.append("")
            if event == "start":
                if element is not cell and self._is_hidden(element):
                    walk.skip_subtree()
                else:
                    lines[-1] += element.text or ""
            elif element is not cell:
                lines[-1] += element.tail or ""
        return [line for line in map(plain_line, lines) if line]


def _is_styled_block(element) -> bool:
    style = element.get("style")
    return bool(style) and re.search(r"display\s*:\s*(?:block|flex|grid|list-item)", style, re.IGNORECASE) is not None


def _is_chrome(element, weight: tuple | None, total: int) -> bool:
    """Whether a container is a menu, a footer, a list of other pages, and not the article."""
    if weight is None or not weight[0]:
        return False
    characters, linked, links, longest = weight
    if characters > 0.7 * total:
        return False
    if links >= 3 and linked >= 0.5 * characters and longest < _LONG_TEXT:
        return True
    if element.tag == "footer":
        return characters < 0.3 * total
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", names)}
    if words & {"footer", "foot", "copyright"}:
        return characters < 0.3 * total
    return not words.isdisjoint(_CHROME) and longest < _LONG_TEXT and characters < 0.3 * total


def _hiding_rules(root) -> tuple[frozenset, frozenset]:
    """Classes and ids that a style sheet in the page hides on the screen."""
    classes, ids = set(), set()
    for style in root.iter("style"):
        source = (style.text or "")[:200_000]
        # rules for paper do not hold on the screen
        source = re.sub(r"@media\s+print[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", source, flags=re.IGNORECASE)
        for selectors, body in re.findall(r"([^{}]{1,2000})\{([^{}]*)\}", source):
            if re.search(r"display\s*:\s*none", body, re.IGNORECASE):
                for selector in selectors.split(","):
                    match = re.fullmatch(r"\s*\w*([.#])([\w-]+)\s*", selector)
                    if match:
                        (classes if match[1] == "." else ids).add(match[2])
    return frozenset(classes), frozenset(ids)


def _held_body(root, rules: tuple[frozenset, frozenset], parse: Callable, shown: list[str]):
    """The hidden element that holds the article where little of the page shows, and its parsed source."""
    best, best_size, best_source = None, max(2 * sum(map(len, shown)), 30), None
    sentences = sum(line.count("。") for line in shown)
    hidden = _Walk(rules)
    for element in root.iter():
        if element.tag == "script" and len(element.text or "") <= best_size:
            continue
        if element.tag in HOLDERS:
            source = source_in(element)
            parsed = parse(source) if source and len(source) > best_size else None
            text = "".join(parsed.itertext()).strip() if parsed is not None else ""
            # programs hold lists and messages too: a report is sentences
            is_article = element.tag != "script" or text.count("。") > sentences
            if len(text) > best_size and is_article:
                best, best_size, best_source = element, len(text), parsed
        elif element.tag not in _SKIPPED and hidden._is_hidden(element):
            size = len("".join(element.itertext()).strip())
            if size > best_size:
                best, best_size, best_source = element, size, None
    return best, best_source


def _span(value: str | None, most: int) -> int:
    match = re.match(r"\s*(\d{1,9})", value or "")
    return min(max(int(match[1]), 1), most) if match else 1
