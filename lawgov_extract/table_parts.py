"""Coded table cells: what breaks the indicator down, cells that share the code of their line, totals of rows and columns."""

import re
from collections import Counter
from collections.abc import Mapping, MutableSequence, Sequence

from .labels import Surroundings
from .library import Indicator, Library
from .model import Mention, Sentence
from .narrowing import left_over
from .part_lists import ancestors_of
from .text_tables import Cell

LONGEST = 12
LENDERS = 3  # so many cells of one column and code lend their code to one without
_TOTAL = re.compile(r"合计|总计|总数|小计|共计|全[省市县区]合?计?$")
_UNTELLING = re.compile(  # words that tell no kind: families of cases, measures, years
    r"行政规范性文件|规范性文件|作出|决定|结案|行政复议|行政诉讼|行政应诉|人民调解|法律援助|\(.*?\)|(?:19|20)\d\d年?度?|[本上去今]年度?|实施|办理|开展|完成|情况|统计|案件|数量|总量|总数|总额|金额|合计|总计|小计|共计|单位|[件宗起项人次份个家户场]?数|占比|[件宗起项次]|量|率|同比|环比|增减|的|总|\d"
)
_IN_BRACKETS = re.compile(r"\((?:单位:?)?[件宗起人次个份户家场项条元万%]{1,3}\)$")  # the unit of a row
_STAGE = re.compile(r"不予许可|撤销许可|申请|受理|收到|发出|回复|采纳|立案|破案|抓获|整改|申报|命名|修改|废止|失效")


def read_cells(
    cells: Mapping[int, Cell], sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings],
    codes: MutableSequence[str], dimensions: MutableSequence[str], totals: MutableSequence[int | None], library: Library,
) -> None:  # fmt: skip
    """
    Read what the heads of a table say of its cells.

    Args:
        cells: Number of a figure → its cell.
        sentences: All sentences.
        mentions: All figures.
        around: The words around each.
        codes: Code of each, empty where there is none; empty ones may be filled.
        dimensions: Breakdown of each; changed here.
        totals: Number of the total of each or None; changed here.
        library: The indicators.
    """
    for table in _tables(cells, sentences, around):
        heads = {n: _heads(cells[n]) for n in table}
        _lend_codes(table, heads, mentions, codes)
        summed = _sum_lines(table, cells, heads, mentions, codes, library)
        kinds = _columns_of_kinds(table, heads, mentions, codes, library)
        for n in table:
            row, column = heads[n]
            if codes[n] and mentions[n].kind == "count" and column:
                told = _told(row, column, n in kinds, library.indicators[codes[n]])
                dimensions[n] = told if told or cells[n].total else dimensions[n]
        _fill_lines(table, heads, mentions, dimensions)
        _set_totals(table, heads, mentions, codes, totals)
        for n, total in summed.items():
            totals[n] = total
            if codes[n] == codes[total] and not dimensions[n]:
                dimensions[n] = _kind(heads[n], heads[total], library.indicators[codes[n]])[-LONGEST:]


def _tables(cells: Mapping[int, Cell], sentences: Sequence[Sentence], around: Sequence[Surroundings]) -> list[list[int]]:
    """The figures of each table, in order."""
    tables: list[list[int]] = []
    last_row: int | None = None
    last = -2
    for n in sorted(cells):
        row = sentences[around[n].sentence].table_row
        new = n != last + 1 or row is not None and last_row is not None and row < last_row
        if new or not tables:
            tables.append([])
        tables[-1].append(n)
        last, last_row = n, row
    return tables


def _heads(cell: Cell) -> tuple[str, str]:
    row, _, column = cell.head.partition(" ")
    return row, column


def _lend_codes(
    table: Sequence[int], heads: Mapping[int, tuple[str, str]], mentions: Sequence[Mention], codes: MutableSequence[str]
) -> None:
    """A count whose row is named by other words than its neighbours' counts what they count."""
    columns: dict[str, list[int]] = {}
    for n in table:
        if mentions[n].kind == "count" and heads[n][1]:
            columns.setdefault(heads[n][1], []).append(n)
    for numbers in columns.values():
        told = Counter(codes[n] for n in numbers if codes[n])
        if len(told) == 1 and (best := next(iter(told))) and told[best] >= LENDERS and 2 * told[best] > len(numbers):
            for n in numbers:
                codes[n] = best


def _sum_lines(
    table: Sequence[int], cells: Mapping[int, Cell], heads: Mapping[int, tuple[str, str]], mentions: Sequence[Mention],
    codes: MutableSequence[str], library: Library,
) -> dict[int, int]:  # fmt: skip
    """维持, 撤销, 其他 over or beside their sum: parts of it whatever their codes; what they all break down is the total's code."""
    summed: dict[int, int] = {}
    above = ancestors_of(library)
    for numbers, side in _lines(table, cells, mentions):
        for place, total in enumerate(numbers):
            if not _TOTAL.search(heads[total][side] or heads[total][0]):
                continue
            parts = [n for n in _summing(numbers, place, mentions) if n not in summed]
            if len(parts) < LENDERS or any(_TOTAL.search(heads[n][side] or heads[n][0]) for n in parts):
                continue
            told = {codes[n] for n in parts if codes[n]}
            common = {above[code][-1] if above[code] else "" for code in told - {codes[total]}}
            if not codes[total] and len(told) > 1 and len(common) == 1:
                codes[total] = common.pop()
            if not codes[total] and len(told) == 1:
                codes[total] = next(iter(told))
            if codes[total]:
                for n in parts:  # kinds of what the total counts, all named alike by the heading alone, are counted as it is
                    codes[n] = codes[total] if len(told) == 1 else codes[n] or codes[total]
                    summed[n] = total
    return summed


def _lines(
    table: Sequence[int], cells: Mapping[int, Cell], mentions: Sequence[Mention]
) -> list[tuple[list[int], int]]:
    """The counts of every column and of every row, and which of the two heads tells them apart: 0 that of the row, 1 of the column."""
    columns: dict[int, list[int]] = {}
    rows: list[list[int]] = []
    last = -1
    for n in table:
        if mentions[n].kind != "count" or mentions[n].value is None:
            continue
        column = cells[n].column
        columns.setdefault(column, []).append(n)
        if column <= last or not rows:
            rows.append([])
        rows[-1].append(n)
        last = column
    return [*((numbers, 0) for numbers in columns.values()), *((numbers, 1) for numbers in rows)]


def _summing(numbers: Sequence[int], place: int, mentions: Sequence[Mention]) -> list[int]:
    """The figures of a line that add up to one of them: all others, else those that lead up to it, else those that follow it."""
    total = mentions[numbers[place]].value
    before, after = list(numbers[:place]), list(numbers[place + 1 :])
    if sum(mentions[n].value for n in (*before, *after)) == total:
        return before + after
    for side in (before[::-1], after):
        left = total
        for count, n in enumerate(side, 1):
            left -= mentions[n].value
            if left < 0:
                break
            if left == 0 and count >= LENDERS:
                return sorted(side[:count])
    return []


def _columns_of_kinds(
    table: Sequence[int], heads: Mapping[int, tuple[str, str]], mentions: Sequence[Mention], codes: Sequence[str], library: Library
) -> set[int]:
    """Cells of rows in which several columns hold kinds of one thing: 警告 and 罚款 of each office."""
    rows: dict[tuple[str, str], list[int]] = {}
    for n in table:
        if codes[n] and mentions[n].kind == "count":
            rows.setdefault((heads[n][0], codes[n]), []).append(n)
    found: set[int] = set()
    for (_, code), numbers in rows.items():
        kinds = {_residue(heads[n][1], library.indicators[code]) for n in numbers}
        if len(kinds) > 1 and len({heads[n][1] for n in numbers}) == len(numbers):
            found.update(numbers)
    return found


def _told(row: str, column: str, by_column: bool, indicator: Indicator) -> str:
    """The breakdown that the heads of a cell state; totals and what the code says by itself give none."""
    row = _IN_BRACKETS.sub("", row)
    told = "" if _TOTAL.search(row) or not _residue(row, indicator) else row
    kind = ""
    if by_column and not _TOTAL.search(column):
        kind = _residue(column, indicator)
    if not kind and {"stage", "cleanup_outcome"} & set(indicator.dimensions) and (found := _STAGE.search(column)):
        kind = found[0]
    return "；".join(words[-LONGEST:] for words in (told, kind) if words)


def _kind(heads: tuple[str, str], whole: tuple[str, str], indicator: Indicator) -> str:
    """What tells a part of a sum from the others: what its row says beyond its indicator, else what its column does."""
    shared = [_TOTAL.split(head)[0] for head in whole]  # 行政处罚 of 行政处罚合计
    words = [_IN_BRACKETS.sub("", head.removeprefix(same)) for head, same in zip(heads, shared, strict=True)]
    told = [word for word in words if word and _residue(word, indicator)]
    return told[0] if told else words[0]


def _residue(words: str, indicator: Indicator) -> str:
    """What a head says beyond the names of its indicator; empty where less than two characters are left."""
    return left_over(_UNTELLING.sub("", words), (indicator.zh, *indicator.aliases))


def _fill_lines(
    table: Sequence[int], heads: Mapping[int, tuple[str, str]], mentions: Sequence[Mention], dimensions: MutableSequence[str]
) -> None:
    """A share or a change beside a count has the breakdown of the count."""
    told = {heads[n][0]: dimensions[n] for n in table if mentions[n].kind == "count" and dimensions[n]}
    for n in table:
        if mentions[n].kind != "count" and not dimensions[n]:
            dimensions[n] = told.get(heads[n][0], "").partition("；")[0]


def _set_totals(
    table: Sequence[int], heads: Mapping[int, tuple[str, str]], mentions: Sequence[Mention], codes: Sequence[str],
    totals: MutableSequence[int | None],
) -> None:  # fmt: skip
    """Cells belong to the total of their row, else of their column; these totals belong to that of the whole table."""
    of_row: dict[tuple[str, str], int] = {}
    of_column: dict[tuple[str, str], int] = {}
    whole: dict[str, int] = {}
    counts = [n for n in table if codes[n] and mentions[n].kind in ("count", "amount") and heads[n][1]]
    for n in counts:
        row, column = (_TOTAL.search(head) is not None for head in heads[n])
        if row and column:
            whole[codes[n]] = n
        elif column:
            of_row[codes[n], heads[n][0]] = n
        elif row:
            of_column[codes[n], heads[n][1]] = n
    for n in counts:
        row, column = heads[n]
        if whole.get(codes[n]) == n:
            totals[n] = None
        elif n in of_row.values() or n in of_column.values():
            totals[n] = whole.get(codes[n], totals[n] if totals[n] not in table else None)
        else:
            total = of_row.get((codes[n], row), of_column.get((codes[n], column)))
            alone = total is not None and sum(heads[m][1] == column or heads[m][0] == row for m in counts) < 3
            totals[n] = total if total is not None and not alone else totals[n]
