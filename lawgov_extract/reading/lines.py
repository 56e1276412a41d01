"""Lines of a document's text: white space, cells, rows, and where the article of a page ends."""

import re
from collections.abc import Sequence

_LONG_CELL = 300  # such a cell is running text in a frame, and no entry of a table
# signs that show nothing: they would part a number from its unit
_DROPPED = dict.fromkeys([*range(0x01, 0x09), *range(0x0E, 0x1C), 0x7F, 0xAD, *range(0x200B, 0x2010)])
_DROPPED |= dict.fromkeys([*range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF, 0xFFFC])
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff"
_BREAK_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f\v]*\n\s*(?=[{_WIDE}])")
_BLANKS = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")

_RELATED = "(?:相关|有关|推荐|延伸|热门|热点)(?:信息|链接|文章|报告|阅读|新闻|稿件|文件|内容|推荐|解读|政策|专题|资讯)"
_END = re.compile(
    rf"[\s【\[「<《>▪■◆|]*(?:(?:上|下)(?:一)?(?:篇|条)|{_RELATED}[】\]」》]?\s*(?:[:：].*)?$|猜你喜欢|分享(?:到|至)"
    r"|扫一扫|扫码|【?打印本页|【?关闭(?:窗口|本页)|返回顶部|网站标识码|网站地图|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]"
    r"|版权所有|Copyright|©)|.{0,80}ICP备",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:您?(?:现在|当前)?(?:的|所在)?位置|当前位置|您所在的?位置)\s*(?:是)?\s*[:：>＞]")
_COUNTER = re.compile(
    r"[\s|【\[(（]*(?:浏览|点击|阅读|访问|查看|点阅)(?:次数|人次|量|数|率)?\s*[:：]\s*\d*\s*(?:人次|次)?[\s】\])）]*|"
    r"[【\[(（]?\s*字\s*(?:体|号)(?:大小)?\s*[:：][\s【\[(（]*(?:大|中|小|[\s|/\]】\[【])+[)）]?"
)


def plain_line(text: str) -> str:
    """
    One line out of the running text of a block.

    Args:
        text: Inline text, joined as it stands in the source.

    Returns:
        The line with single blanks; a line break of the source between two wide characters is
        dropped, as it was none for the reader.
    """
    text = text.translate(_DROPPED).replace("\xa0", " ")
    text = _BREAK_BETWEEN_WIDE.sub("", text)
    return _BLANKS.sub(" ", text).strip()


def cell_text(lines: Sequence[str]) -> str:
    """
    The text of a table's cell, on one line.

    Args:
        lines: Its lines, as ``plain_line`` gives them.

    Returns:
        The lines joined: words that were wrapped between two wide characters without a blank.
    """
    text = "\n".join(line.replace("\t", " ") for line in lines if line)
    return _BREAK_BETWEEN_WIDE.sub("", text).replace("\n", " ")


def join_row(cells: Sequence[str]) -> str:
    """
    One line for a row of a table.

    Args:
        cells: Texts of the cells; an empty one where a merged cell reaches over.

    Returns:
        The cells joined by tabs, without empty ones at the end.
    """
    return "\t".join(cells).rstrip("\t")


def labelled(label: str, line: str) -> str:
    """
    A paragraph with its automatic number.

    Args:
        label: The number with its marks, or nothing.
        line: The paragraph.

    Returns:
        Both, parted by a blank where they would read as one number (``3.`` and ``2024年``).
    """
    return f"{label} {line}" if re.search(r"[0-9.]$", label) and line[:1].isdigit() else label + line


def row_lines(cells: Sequence[Sequence[str | tuple[str, ...]] | None]) -> list[str]:
    """
    The lines of a table's row.

    Args:
        cells: Lines of each cell, and the lines of every nested table as one tuple where it stands;
            None for a column that a merged cell before it covers.

    Returns:
        One tab-joined line and behind it the nested tables; of a frame around running text (one cell,
        or a cell too long for a table) all lines in the order in which they stand.
    """
    filled = [cell for cell in cells if cell is not None]
    own = [[line for line in cell if isinstance(line, str)] for cell in filled]
    is_frame = len(filled) == 1 or any(
        len(cell_text(lines)) >= _LONG_CELL or (len(lines) >= 3 and any("。" in line for line in lines))
        for lines in own
    )
    if is_frame:
        return [line for cell in filled for item in cell for line in ((item,) if isinstance(item, str) else item)]
    texts = iter(map(cell_text, own))
    row = join_row(["" if cell is None else next(texts) for cell in cells])
    nested = [line for cell in filled for item in cell if not isinstance(item, str) for line in item]
    return [row, *nested] if row else nested


class OpenTable:
    """A table of a stream of paragraphs: the cells of the row that is being read, and what its cell holds so far."""

    def __init__(self) -> None:
        self.row: list[list[str | tuple[str, ...]]] = []
        self.cell: list[str | tuple[str, ...]] = []

    def end_cell(self) -> None:
        """What was in the cell is the cell."""
        self.row.append(self.cell)
        self.cell = []

    def rows(self) -> list[str]:
        """The lines of the row, as ``row_lines`` gives them."""
        return row_lines([*self.row, self.cell] if self.cell else self.row)


def without_counter(line: str) -> str:
    """
    Drop from a line what a page says of itself with numbers that are no figures.

    Args:
        line: A line of a page.

    Returns:
        The line without visit counter and font size switch; empty for the line that tells where
        in the site the reader is.
    """
    if len(line) > 200 or "。" in line:
        return line
    if _PLACE.match(line):
        return ""
    return _COUNTER.sub(" ", line).strip() if _COUNTER.search(line) else line


def end_of_article(lines: Sequence[str]) -> int:
    """
    Where a page goes on to other pages, or to its footer.

    Args:
        lines: Lines of a page.

    Returns:
        The number of lines that belong to the article. A mark of the end counts only after a
        sentence has been read: some pages have their side column first.
    """
    begun = False
    for number, line in enumerate(lines):
        if begun and len(line) < 200 and "。" not in line and _END.match(line):
            return number
        begun = begun or any(line.find(mark, 30) >= 0 for mark in "。；;")
    return len(lines)
