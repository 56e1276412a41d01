"""Tables that came as text to cells: which bare numbers are figures, under which heads, in which unit.

Two shapes: rows with tabs or pipes between the cells, and tables that lost their lines, one cell a line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .model import Sentence

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_MEASURE = r"万?亿?(?:个(?:百分点|工作日)|(?!以[上下内]|左右)[\u4e00-\u9fff]{1,3}?(?:/[\u4e00-\u9fff]{1,2})?|%|‰)"
_VALUE = re.compile(
    rf"(?:不低于|不少于|不高于|不超过|至少|达到|达|≥|≤|超过|低于|约|近)? ?({_NUMBER.pattern}) ?((?:余|多)?{_MEASURE})?(?: ?(?:\(?含\)?)?(?:以[上下内]|左右))?"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_EMPTY = frozenset(["", "-", "--", "---", "/", "\\", "—", "无", "*", "·"])
_UNIT_IN_HEAD = re.compile(rf"[(\[](?:单位 ?[::]? ?)?({_MEASURE})[)\]]")
_CAPTION_UNIT = re.compile(rf"单位 ?[::]? ?[(]?({_MEASURE})(?![\u4e00-\u9fff])|[(]({_MEASURE})[)] ?$")
_NO_UNIT = frozenset(["试行", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "宗旨", "含", "略", "续", "续表", "合计", "其他", "小计"])
_SERIAL_HEAD = re.compile(r"序 ?号|编 ?号|行 ?次|年 ?份|年 ?度|栏 ?次|代 ?码|电 ?话|邮 ?编|日 ?期|时 ?间|文 ?号|索 ?引")
_LABEL_HEAD = re.compile(
    r"索 ?引|文 ?号|分 ?类|机 ?构|机 ?关|日 ?期|时 ?间|有 ?效 ?性|标 ?题|名 ?称|主 ?题|公 ?开|来 ?源|编 ?号|字 ?号|浏 ?览|访 ?问|阅 ?读|点 ?击|电 ?话|邮 ?编"
)
_RATE_HEAD = re.compile(r"[率比](?:重|例)?(?:[(]|$)|占比|比[例重]|百分比|增[长幅速]|同比")
_CASES = re.compile(r"案件|申请|新收|收案|受理|办结|审结|结案|维持|撤销|驳回|变更|终止|确认违法|责令|调解|和解|复议|诉讼|应诉|败诉|胜诉|撤回")
_COUNTED_HEAD = re.compile(r"(件次|人次|户次|家次|件|宗|人|户|家|次|场|项|份|个|条|起)数")
_UNIT_CELL = re.compile(  # a cell that only says what its row is counted in
    r"[万亿]?(?:个?工作日|平方[公千]?米|立方米|[件人户家场批期轮班项条份册部台]\(?次\)?|[份册本件]\(?[件份册]\)?|"
    r"[件宗起案例个次场期轮批人名位户家所处份册本部篇条项类卷张幅台套支辆座间块面则封笔元天亩吨%‰]|公里|小时|分钟|百分点)"
)
_TOTAL = re.compile(r"合 ?计|总 ?计|总 ?数|小 ?计|共 ?计")
_YEAR_COLUMN = re.compile(r"(?:19|20)[0-9]{2}[\u4e00-\u9fff]{1,}[量数率比额案值]")  # 2019受理量 is a head
_YEAR_AHEAD = re.compile(r"(?:(?:19|20)[0-9]{2} ?年?度?|本年度?|上年度?|去年|今年)?")
_FAMILIES = ("行政复议", "行政诉讼", "行政应诉", "复议", "应诉", "诉讼", "人民调解", "调解", "法律援助", "公证", "仲裁", "信访", "信息公开", "热线")
_NOUNS = re.compile(rf"{'|'.join(_FAMILIES)}|行政(?:处罚|许可|强制|检查|征收|裁决|确认|奖励|给付)|执法|规范性文件|文件|普法|培训|律师|投诉|举报|罚没|罚款")
_MEASURED = re.compile(r"(?:数量?|总[量额]|件数|宗数|数额|金额|案值|[率比]|比例|占比|增[幅减长速]|同比|环比|量)$")
_NO_ROW = re.compile(r"(?:(?:19|20)[0-9]{2} ?年?度?|[本上去今]年.*|[本上]期.*|全[年市县区省].*|单位|备注|指标|数值|数据|结果|情况|内容|项目|类别|完成.*|[一二三四]季度|[0-9]+月份?|第.*|增减.*|同比.*)$")
_NAMED_BELOW = re.compile(r"(?:下表|如下|如下表)(?:所示)?[:。]?$")
_ABOUT_TABLE = re.compile(r"(?:及|的|涉及的?|按|各?事项|领域|类型|类别|构成|分布|对比|对照|分析|明细|方式|情况|统计|汇总|一览|数据|表|图|中|如下|见下|详见|具体|一|二|三)+$")
_BEFORE_TOPIC = re.compile(r"^(?:附?[表图件] ?[0-9一二三四五六七八九十]{0,3}(?:-[0-9]+)? ?[::、.]?|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、])|^.{0,20}(?:19|20)[0-9]{2} ?年?度?(?:1-[0-9]+月份?)?|^(?:全[省市县区镇州]|我[省市县区局委])")
_RATE_ALONE = re.compile(r"占.*(?:比|比例|比重)|占比|比重$|比例$|[^比]率$|说明|备注")
_BOTH = re.compile(r"复议[和与及、]?(?:行政)?(?:应诉|诉讼)")
_TWO_MATTERS = re.compile(r"(?:复议|诉讼|调解|援助|公证|仲裁|信访)[^,]{0,4}[和与及、]")
_STAGES = "受理|办理|办结|审结|结案|维持|撤销|驳回|变更|终止|确认违法|责令|调解|和解|撤回|申请|新收|收案|收到|不予|败诉|胜诉|立案|纠错"
_STAGE = re.compile(rf"(?=.{{2,10}}$)(?:案件|直接|经|已|其中:?)?(?:{_STAGES})(?:{_STAGES}|案件|原|行政行为|决定|请求|起诉|结案|数量?|总[数量]|\(.*?\)|、)*$")
_STAGES_BEHIND = re.compile(rf"(?:(?<!人民)(?:{_STAGES})|案件)+$")
_PLACE_AHEAD = re.compile(rf"^[\u4e00-\u9fff]{{2,12}}?[省市县区旗州镇乡局](?={'|'.join(_FAMILIES)})")
_MARKS = str.maketrans({",": "、", ";": "、", "。": None, "!": None, "?": None})
_LINE = re.compile(r"[^\r\n]*")
_LONG = 24  # a line of a table that lost its lines is at most this long
_WIDEST = 24  # columns


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A table cell that holds a figure.

    Attributes:
        start: First code point of the number.
        end: One past the last code point of the number, or of the unit where the cell gives one.
        head: Words of the row head and of the column head, joined by a blank; empty where none is certain.
        unit: The unit of the cell, else of its column head, else of the caption, with its scale (万元); else empty.
        total: The row or the column is a sum (合计).
        column: Number of the column, from 0.
    """

    start: int
    end: int
    head: str
    unit: str
    total: bool
    column: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """One cell of any kind: half-open span without the blanks around it, and its text."""

    start: int
    end: int
    text: str


def find_cells(folded: str, sentences: Sequence[Sentence]) -> tuple[Cell, ...]:
    """
    Find the table cells that hold a figure.

    Args:
        folded: Text as ``folding.fold`` gives it.
        sentences: The sentences of the same text, as ``structure.split_sentences`` gives them.

    Returns:
        Cells in order of their start. Year cells, serial numbers, heads and label tables give none.
    """
    cells = list(_from_rows(folded, sentences))
    if re.search(r"\n[ \t\r]*[0-9][0-9.,%]*[ \t\r|]*(?:\n|$)", folded):
        cells += _from_lines(folded, sentences)
    return tuple(sorted({cell.start: cell for cell in cells}.values(), key=lambda cell: cell.start))


def _from_rows(folded: str, sentences: Sequence[Sentence]) -> list[Cell]:
    tables: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.table_row is None:
            continue
        if sentence.table_row == 0 or not tables:
            tables.append([])
        tables[-1].append(sentence)
    cells: list[Cell] = []
    for table in tables:
        rows = [_split_row(folded, row.start, row.end) for row in table]
        if len(rows) < 2 and not any(_value(piece.text) for piece in rows[0]):
            continue
        if _is_label_table(rows):
            continue
        cells += _read_rows(rows, _caption(folded, table[0].start), _topic(folded, table[0]))
    return cells


def _split_row(folded: str, start: int, end: int) -> list[_Piece]:
    """Cells of a row, empty ones kept; the outer pipes of a row with pipes give none."""
    pieces = []
    mark = "|" if "|" in folded[start:end] else None
    place = start
    if mark and folded[place] == "|":
        place += 1
    stops = [m.start() for m in re.finditer(r"\|" if mark else r"\t| {2,}| (?=[0-9])|(?<=[0-9%]) ", folded[place:end])]
    for stop in [*(place + s for s in stops), end]:
        piece = _strip(folded, place, stop)
        pieces.append(piece)
        place = stop + 1
    while mark and pieces and not pieces[-1].text:
        pieces.pop()
    return pieces if mark else [piece for piece in pieces if piece.text]


def _strip(folded: str, start: int, end: int) -> _Piece:
    while start < end and folded[start].isspace():
        start += 1
    while start < end and folded[end - 1].isspace():
        end -= 1
    return _Piece(start, end, folded[start:end])


def _value(text: str) -> re.Match[str] | None:
    """The match of a cell that is a number with at most a unit, None for any other cell."""
    found = _VALUE.fullmatch(text)
    if found is None or found[2] and (found[2][0] in "年月日号第级" or _YEAR_COLUMN.fullmatch(text)):
        return None
    return found


def _is_label_table(rows: list[list[_Piece]]) -> bool:
    """Index number, document number and dates of a page beside their labels."""
    labels = sum(bool(_LABEL_HEAD.search(piece.text)) and len(piece.text) <= 8 for row in rows for piece in row)
    return labels >= 2 and labels * 3 >= len([piece for row in rows for piece in row if piece.text])


def _read_rows(rows: list[list[_Piece]], caption: str, topic: str = "") -> list[Cell]:
    heads: list[list[_Piece]] = []
    body: list[Cell] = []
    in_body = False
    for number, row in enumerate(rows):
        values = [piece for piece in row if _value(piece.text)]
        numbers = [piece for piece in values if not _YEAR.fullmatch(piece.text)]
        if all(piece.text in _EMPTY for piece in row):
            continue  # the line below the head of a Markdown table
        if not values or not numbers and not in_body:
            if in_body and any(piece.text for piece in row):
                heads, in_body = [], False
            heads.append(row)
            continue
        in_body = True
        body += _read_row(row, heads, caption, topic)
    return body


def _read_row(row: list[_Piece], heads: list[list[_Piece]], caption: str, topic: str = "") -> list[Cell]:
    cells = []
    columns = _align(row, heads)
    stated = {found[2] for piece in row if (found := _value(piece.text)) and found[2]}
    shared = stated.pop() if len(stated) == 1 else ""  # 16件, 40件 and a bare 0 in one row
    row_head = told = ""
    for column, piece in enumerate(row):
        found = _value(piece.text)
        if found is None:
            if row_head and _UNIT_CELL.fullmatch(piece.text):
                told = piece.text  # 制定文件 | 件 | 9
            elif piece.text not in _EMPTY:
                row_head, told = piece.text, ""
            continue
        head, group = columns[column]
        if column == 0 and not found[2] and _YEAR.fullmatch(piece.text):
            row_head = piece.text
            continue
        if _SERIAL_HEAD.search(head) or (column == 0 and not found[2] and (not head or len(row) > 1 and _is_serial(row))):
            continue
        cells.append(_cell(piece, found, row_head, head, group, caption, shared, topic, column, told))
    return cells


def _is_serial(row: list[_Piece]) -> bool:
    """A first cell with a small whole number before a cell of words is the number of the row."""
    return row[0].text.isdigit() and len(row[0].text) <= 3 and not _value(row[1].text) and row[1].text not in _EMPTY


def _align(row: list[_Piece], heads: list[list[_Piece]]) -> list[tuple[str, str]]:
    """Column head and head of its group for every cell; empty where the rows do not fit each other."""
    fitting = next((head for head in reversed(heads) if len(head) == len(row)), None)
    if fitting is None:
        fitting = next((head for head in reversed(heads) if len(head) > len(row) > 1), None)
    texts = [head.text for head in fitting][: len(row)] if fitting else []
    if not fitting and heads and len(heads[-1]) == len(row) - 1:
        texts = ["", *(head.text for head in heads[-1])]
    groups = [piece.text for head in heads if head is not fitting for piece in head if piece.text]
    group = groups[0] if len(groups) == 1 else ""
    texts += [""] * (len(row) - len(texts))
    return [(text, group) for text in texts]


def _cell(
    piece: _Piece, found: re.Match[str], row_head: str, head: str, group: str, caption: str, shared: str = "", topic: str = "",
    column: int = 0, told: str = "",
) -> Cell:  # fmt: skip
    unit = (found[2] or "").lstrip("余多")
    own = bool(unit)
    unit = unit or ("" if _RATE_HEAD.search(head) else told)
    for words in (head, row_head, group):
        unit = unit or _unit_in(words)
    if not unit and (shared == "%") == bool(_RATE_HEAD.search(head) or _RATE_HEAD.search(row_head)):
        unit = shared
    if not unit and not _RATE_HEAD.search(head):
        named = _CAPTION_UNIT.search(caption)
        unit = (named[1] or named[2]) if named else ""
        if unit in _NO_UNIT:
            unit = ""
    if not unit and "." not in found[1] and _CASES.search(f"{head} {row_head} {caption}"):
        unit = "件"
    words = _words(row_head, group, head, topic)
    return Cell(
        start=piece.start + found.start(1),
        end=piece.start + found.end(2 if own else 1),
        head=words,
        unit=unit,
        total=bool(_TOTAL.search(row_head) or _TOTAL.search(head)),
        column=column,
    )


def _words(row_head: str, group: str, head: str, topic: str) -> str:
    """
    The row head, a blank, and the words of the column: what the table is about first where the heads do not say it.

    A row that only says what is measured (数量) under columns of kinds changes places with its columns.
    """
    row, group, column = (re.sub(r"\s", "", word).translate(_MARKS) for word in (row_head, group, head))
    if not row:
        row, group = group, ""
    measured = [_MEASURED.search(_UNIT_IN_HEAD.sub("", word)) is not None for word in (row, column)]
    if row and column and measured[0] and not (measured[1] or _NO_ROW.match(column)):
        row, column = column, row
    if group in (row, column):
        group = ""
    told = f"{row}{group}{column}"
    if _BOTH.search(topic):  # each row is of one of the two
        topic = "行政复议" if "诉" not in told else "" if "诉讼" in told or "应诉" in told else "行政诉讼"
    family = next((name for name in _FAMILIES if name in topic), "")
    if topic and not _RATE_ALONE.search(column) and (family not in told if family else not _NOUNS.search(told)):
        if _STAGE.match(row) or row.endswith("率") and _NO_ROW.match(column):  # 受理 under 2023年 or 数量: the row says what became of the matter
            return " ".join(word for word in (_STAGES_BEHIND.sub("", topic) + row, group + column) if word)
        year = _YEAR_AHEAD.match(column)[0]
        rest = column[len(year) :]
        verb = next((topic[-n:] for n in (4, 2) if len(topic) > n and topic[-n:] in rest), "")
        column = f"{year}{topic.removesuffix(verb)}{rest}"
    if column == row:
        column = ""
    return " ".join(word for word in (row, group + column) if word)


def _topic(folded: str, first: Sentence) -> str:
    """What a table is about: its caption, the sentence that points to it, or the heading above; empty where none says."""
    above = [line.strip() for line in folded[max(0, first.start - 400) : first.start].splitlines() if line.strip()][-2:]
    lines = [re.split("[,。;]", line)[0] for line in reversed(above) if len(line) <= 40 or _NAMED_BELOW.search(line)]
    return _told_by((*lines, *reversed(first.section[-2:])))


def _told_by(lines: Sequence[str]) -> str:
    """The matter that the first of some lines names; empty where none does."""
    for line in lines:
        words = re.sub(r"\([^()]*\)|单位 ?:.*|[《》\" ]", "", line)
        words = _ABOUT_TABLE.sub("", _BEFORE_TOPIC.sub("", _BEFORE_TOPIC.sub("", words)).strip(":")).translate(_MARKS)
        if _BOTH.search(words):
            return "行政复议应诉"
        if re.search("[0-9]", words) or _TWO_MATTERS.search(words):
            words = _one_family(words)
        if len(words) <= 24 and _NOUNS.search(words):
            return _PLACE_AHEAD.sub("", words)
    return ""


def _one_family(words: str) -> str:
    """The one kind of cases that a sentence speaks of; empty where it speaks of none or of several."""
    named = {name for name in _FAMILIES if name in words}
    named = {name for name in named if not any(name != other and name in other for other in named)}
    return named.pop() if len(named) == 1 else ""


def _unit_in(head: str) -> str:
    found = _UNIT_IN_HEAD.search(head)
    if found and found[1] not in _NO_UNIT:
        return found[1]
    counted = _COUNTED_HEAD.search(head)
    return counted[1] if counted else ""


def _caption(folded: str, start: int) -> str:
    """The one or two short lines above a table."""
    lines = [line.strip() for line in folded[max(0, start - 200) : start].splitlines() if line.strip()]
    return " ".join(line for line in lines[-2:] if len(line) <= 40)


def _from_lines(folded: str, sentences: Sequence[Sentence]) -> list[Cell]:
    in_rows = {sentence.start for sentence in sentences if sentence.table_row is not None}
    broken = [(s.start, s.end) for s in sentences if folded.find("\n", s.start, s.end) >= 0]  # a sentence over several lines
    block: list[_Piece] = []
    cells: list[Cell] = []
    for line in _LINE.finditer(folded):
        if line.start() == line.end():
            continue
        piece = _strip(folded, line.start(), line.end())
        if not piece.text:
            if block and line[0].strip("\r"):
                block.append(piece)  # a cell that holds a blank
            continue
        trimmed = _strip(folded, piece.start, piece.end - 1) if piece.text.endswith("|") else piece
        while broken and broken[0][1] <= piece.start:
            broken.pop(0)
        if broken and broken[0][0] < piece.start or piece.start in in_rows and trimmed is piece or len(trimmed.text) > _LONG or trimmed.text[-1:] in "。;:":
            cells += _read_block(folded, block)
            block = []
            continue
        block.append(trimmed)
    return cells + _read_block(folded, block)


def _read_block(folded: str, block: list[_Piece]) -> list[Cell]:
    """Short lines in a row: heads, then bare numbers; or rows of a fixed number of lines under their heads."""
    numbers = [bool(_value(piece.text)) and not _YEAR.fullmatch(piece.text) for piece in block]
    if sum(numbers) < 2 or _is_label_table([block]):
        return []
    cells: list[Cell] = []
    place = 0
    while place < len(block):
        first = next((i for i in range(place, len(block)) if numbers[i]), len(block))
        heads = [piece for piece in block[place:first] if piece.text]
        start, width = _row_width(block, numbers, place, first)
        if width:
            place, found = _read_periods(block, start, width, [p for p in block[place:start] if p.text], folded)
            cells += found
            continue
        last = first
        while last < len(block) and (numbers[last] or not block[last].text):
            last += 1
        run = block[first:last]
        while run and not run[-1].text:
            run.pop()
        if sum(bool(piece.text) for piece in run) >= 2 and len(heads) >= 2:
            _read_run(folded, run, heads, cells)
        elif len(run) == 1 and len(heads) >= 2 and cells:
            cells.append(_cell(run[0], _value(run[0].text), heads[-1].text, heads[-2].text, "", ""))
        place = max(last, place + 1)
    return cells


def _row_width(block: list[_Piece], numbers: list[bool], place: int, first: int) -> tuple[int, int]:
    """Where rows of one shape begin and how many lines a row has: the pair that covers most lines; width 0 if none."""
    best = (first, 0)
    covered = 0
    for start in (first, first - 1, first - 2):  # a row begins with its serial number, or with a word before the first number
        if start == first - 2 and not (first < len(block) and _UNIT_CELL.fullmatch(block[first - 1].text)):
            continue  # or with a word and its unit
        if start < place or first == len(block):
            continue
        for width in range(2, max(3, min(_WIDEST, start - place + 1))):
            shape = numbers[start : start + width]
            if all(shape) or not any(shape) or shape[0] and block[start].text != "1":
                continue
            end = start + width
            while numbers[end : end + width] == shape:
                end += width
            without_heads = start - place < width
            if end - start > max(covered, 2 * width if without_heads else width):
                best, covered = (start, width), end - start
    return best


def _read_periods(block: list[_Piece], start: int, width: int, heads: list[_Piece], folded: str) -> tuple[int, list[Cell]]:
    named = next((n for n in range(len(heads), 0, -1) if _CAPTION_UNIT.match(heads[n - 1].text)), 0)
    columns = heads[named:][-width:]
    above = heads[: len(heads) - len(columns)][-2:]
    caption = " ".join(piece.text for piece in above)
    caption = caption or _caption(folded, (columns or block[start : start + 1])[0].start)
    topic = _told_by([piece.text for piece in reversed(above)]) if named else ""
    shape = [bool(_value(piece.text)) for piece in block[start : start + width]]
    cells: list[Cell] = []
    while [bool(_value(piece.text)) for piece in block[start : start + width]] == shape:
        cells += _read_row(block[start : start + width], [columns], caption, topic)
        start += width
    return start, cells


def _read_run(folded: str, run: list[_Piece], heads: list[_Piece], cells: list[Cell]) -> None:
    """A row of bare numbers under a row of heads, fitted from the right; blank cells count as places."""
    known = len(run) <= len(heads)
    above = heads[: len(heads) - len(run)] if known else heads
    group = next((head.text for head in above if _unit_in(head.text)), "")
    caption = _caption(folded, heads[0].start) if not group else ""
    caption = " ".join([caption, *(head.text for head in above)])
    for place, piece in enumerate(run):
        found = _value(piece.text)
        if found is None:
            continue
        head = heads[place - len(run)].text if known else ""
        if head and _SERIAL_HEAD.search(head):
            continue
        cells.append(_cell(piece, found, "", head, group if group != head else "", caption, column=place))
