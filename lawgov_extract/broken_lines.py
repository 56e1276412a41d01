"""Lines that end inside a figure: the number on one, its measure word on the next."""

import re

_NUMBER_LINE = re.compile(r"[0-9][0-9,.]*")
_NUMBER_END = re.compile(r"(?<![第表图件附款条年月项章节号])[\u4e00-\u9fff,、(][ \"]?([0-9][0-9,.]*)$")
_MEASURE = (
    r"(?:项(?!目)|个(?![人体别案])|件(?!数)|人(?![民员大社口数力才])|次(?![数序])|家(?![庭长])|户(?![籍主])|场(?![所景地])|条(?![例款])|名(?![单称])"
    r"|部(?![门分署委])|处(?![罚理置分])|起(?![草诉到来])|期(?![间限])|类(?![别型])|所(?![有在以属])|份(?!额)|宗(?![旨教])|元(?![旦素])|批(?![准复示评])"
    r"|[篇册万亿%台辆吨亩卷]|平方米|公里|小时|工作日)"
)
_WITH_TEXT = re.compile(rf"[余多]? ?{_MEASURE}")  # clearly the rest of a figure where words stand before the number
_ALONE = re.compile(rf"[余多] ?(?:{_MEASURE}|车)|(?:{_MEASURE}|平方){{1,2}}[次米]?(?:[,;。、)]|$)")
_STARTS = frozenset("余多项个件人次家户场条名部处起期类所份宗元批篇册万亿%台辆吨亩卷平公小工年")
_WORD = re.compile(r"[\u4e00-\u9fff,、]$")
_MARK = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[)、]|\.(?![0-9]))|[一二三四五六七八九十]是|第[一二三四五六七八九十]")
_OFTEN = 3  # so many figures broken: the text is broken around digits everywhere


def mend_lines(folded: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Put together lines between which a figure is broken.

    Args:
        folded: The folded text.
        lines: Half-open spans of its lines that are not empty.

    Returns:
        The same list where nothing is broken, else one with longer spans.
    """
    broken = {n for n in range(1, len(lines)) if folded[lines[n][0]] in _STARTS and _is_broken(folded, lines[n - 1], lines[n])}
    if not broken:
        return lines
    broken |= {n - 1 for n in broken if n > 1 and _NUMBER_LINE.fullmatch(folded, *lines[n - 1]) and _goes_on(folded, lines[n - 2])}
    if len(broken) >= _OFTEN:
        broken |= {n for n in range(1, len(lines)) if _continues(folded, lines[n - 1], lines[n])}
    mended: list[tuple[int, int]] = []
    for n, (start, end) in enumerate(lines):
        if n in broken:
            mended[-1] = (mended[-1][0], end)
        else:
            mended.append((start, end))
    return mended


def _is_broken(folded: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    if not folded[line[1] - 1].isdigit() or folded.count("\n", line[1], following[0]) > 1:
        return False
    if folded.find("\t", *line) >= 0 or folded.find("|", *line) >= 0:
        return False
    start = following[0]
    number = _NUMBER_LINE.fullmatch(folded, *line)
    if folded[start] == "年":
        return folded[line[1] - 4 : line[1] - 2] in ("19", "20")
    if number:
        return _ALONE.match(folded, *following) is not None
    return _NUMBER_END.search(folded, max(line[0], line[1] - 16), line[1]) is not None and _WITH_TEXT.match(folded, *following) is not None


def _goes_on(folded: str, line: tuple[int, int]) -> bool:
    """Whether a line ends within a sentence and is no heading."""
    return _WORD.match(folded, line[1] - 1, line[1]) is not None and (_MARK.match(folded, *line) is None or folded.find(",", *line) >= 0)


def _continues(folded: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a sentence is broken before or behind a number."""
    if _MARK.match(folded, *following):
        return False
    if folded[following[0]].isdigit():
        return _goes_on(folded, line)
    return folded[line[0]].isdigit() and line[1] - line[0] < 12 and folded[line[1] - 1] not in "。;:!?"
