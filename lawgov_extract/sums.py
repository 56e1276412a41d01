"""Parts against their total: lists, two breakdowns of one total, columns of a table."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from .check_words import TOTAL_HEAD, in_row, make_check, plain, told_as, width
from .identities import Identities
from .intervals import Interval, interval_of
from .model import Check, Figure

_REST = re.compile(r"^(?:其他|其它|其余|剩余|余下)")
_REMAINDER = re.compile(r"^(?:其余|剩余|余下)")
_COMPLETE_MARK = re.compile(r"分别|包括|^[^,;。:]{0,8}:[^,;。:]{0,16}$")
_LONGEST = 5000  # characters; a longer sentence is none
_VIEW = re.compile(r"[;；。](?=[按从以依])")
_SEVERAL = "；"  # between the two dimensions of a cell
_WITHIN = re.compile(r"其 ?中|小 ?计")
# Measures that count the same things.
_MEASURES = {"宗": "件", "起": "件", "件次": "件", "名": "人", "位": "人", "家": "个", "所": "个", "处": "个"}


def check_sums(figures: Sequence[Figure], by_id: dict[str, Figure], identities: Identities) -> Iterator[Check]:
    groups: defaultdict[tuple, list[Figure]] = defaultdict(list)
    last: dict[str, tuple[Figure, bool]] = {}
    for figure in figures:
        total = by_id.get(figure.part_of)
        if total is None or figure.kind not in ("count", "amount", "duration") or figure.status != total.status:
            continue
        if figure.year != total.year:
            continue  # the years of a table stand side by side
        outcome = bool(figure.indicator) and figure.indicator != total.indicator
        before = last.get(total.figure_id)
        if before is not None and _enumerated(before[0], figure):
            outcome = before[1]  # one list, though one item has a code of its own
        last[total.figure_id] = (figure, outcome)
        # The rows of a table are one list, and the row of the sums another; the sentences of a text are not.
        place = (figure.evidence_start, _side(figure))
        if in_row(figure) and in_row(total):
            place = figure.evidence_start == total.evidence_start
        groups[total.figure_id, place, outcome].append(figure)
    for column, total in _columns(figures, by_id):
        groups[total.figure_id, "column", False] = column
    for (total_id, _, _), parts in groups.items():
        for breakdown in _breakdowns(by_id[total_id], parts):
            if not _is_undecided(by_id[total_id], breakdown):
                complete = _is_complete(by_id[total_id], breakdown, identities)
                complete = complete and not _goes_on(by_id[total_id], breakdown, figures)
                yield from _sum_check(by_id[total_id], breakdown, complete)


def _columns(figures: Sequence[Figure], by_id: dict[str, Figure]) -> Iterator[tuple[list[Figure], Figure]]:
    """
    Yield (cells, sum) of the columns of tables with sums both ways.

    There a cell is part of the sum of its row, and the sum of its column is part of the sum of all.
    """
    cells: defaultdict[tuple, list[Figure]] = defaultdict(list)
    for figure in figures:
        row, _, column = figure.dimension.rpartition(_SEVERAL)
        of = by_id.get(figure.part_of)
        if not in_row(figure) or of is None:
            continue
        if row and of.dimension == row:
            cells[of.part_of, column, figure.year, figure.status].append(figure)
        elif not row and TOTAL_HEAD.search(figure.label) and of.evidence_start == figure.evidence_start:
            column = cells.pop((of.figure_id, figure.dimension, figure.year, figure.status), [])
            if len(column) > 1:
                yield column, figure


def _side(figure: Figure) -> int:
    """Which of the views of a sentence a figure stands in: 按领域分…；按行为分…."""
    if len(figure.evidence) > _LONGEST:
        return 0
    return len(_VIEW.findall(figure.evidence[: figure.start - figure.evidence_start]))


def _past_bracket(one: Figure, other: Figure) -> bool:
    between = one.evidence[one.end - one.evidence_start : other.start - one.evidence_start]
    return bool(re.search(r"[)）]", between))


def _enumerated(one: Figure, other: Figure) -> bool:
    """Whether two figures are neighbours in one enumeration: A3件、B5件."""
    if one.evidence_start != other.evidence_start or one.end > other.start:
        return False
    between = one.evidence[one.end - one.evidence_start : other.start - one.evidence_start]
    return "、" in between and not re.search(r"[,，;；。:：]", between)


def _breakdowns(total: Figure, parts: list[Figure]) -> list[list[Figure]]:
    """One list of parts, or two where the total is broken down twice over (by field, then by act type)."""
    if total.value is None or any(part.value is None for part in parts):
        return [parts]
    lists, run, sum_ = [], [], Decimal(0)
    for part in parts:
        run.append(part)
        sum_ += part.value
        if sum_ == total.value and len(run) > 1:
            lists.append(run)
            run, sum_ = [], Decimal(0)
    if not lists:
        return [parts]
    if run and sum(part.value for part in run) < total.value and len(run) == 1 and not _past_bracket(lists[-1][-1], run[0]):
        return [parts]  # the last item goes with the list: 64 = 35 + 29, and 1 more
    return [*lists, run] if run else lists


def _is_undecided(total: Figure, parts: list[Figure]) -> bool:
    """Whether a list whose sum is not its total may be no list of parts that stand side by side."""
    value = sum((part.value for part in parts if part.value is not None), Decimal(0))
    if value == total.value or total.value is None:
        return False
    if len({_MEASURES.get(figure.unit, figure.unit) for figure in (total, *parts) if figure.unit}) > 1:
        return value > total.value  # 500家 of 检查120次
    if any(_WITHIN.match(part.label) or _WITHIN.search(part.dimension) for part in parts[1:]):
        return True  # a row that sums others, or breaks one down
    return len(parts) > 2 and len(set(_marks_between(parts))) > 1 and value > total.value  # A、B; C; D: two levels


def _goes_on(total: Figure, parts: list[Figure], figures: Sequence[Figure]) -> bool:
    """Whether more of the same follows a list that does not reach its total: 其余67项已完成, 15项正在推进."""
    last, known = parts[-1], {part.figure_id for part in parts}
    value = sum((part.value for part in parts if part.value is not None), Decimal(0))
    if total.value is None or value >= total.value or not _REMAINDER.match(last.dimension or last.label):
        return False
    return any(
        other.start > last.end and other.evidence_start == last.evidence_start and other.unit == last.unit
        and other.kind == last.kind and other.part_of not in known
        for other in figures
    )  # fmt: skip


def _marks_between(parts: list[Figure]) -> Iterator[str]:
    """Whether a semicolon or a lighter mark stands between neighbours of a list in one sentence."""
    for one, other in pairwise(parts):
        if one.evidence_start == other.evidence_start:
            between = one.evidence[one.end - one.evidence_start : other.start - one.evidence_start]
            yield ";" if re.search(r"[;；]", between) else ","


def _sum_check(total: Figure, parts: list[Figure], complete: bool) -> Iterator[Check]:
    levels = {_unit_level(part) for part in parts}
    intervals = [interval_of(part) for part in parts]
    whole = interval_of(total)
    if whole is None or None in intervals or len(levels) > 1 and len(parts) == 2:
        return
    together = sum(intervals, Interval(Decimal(0), Decimal(0)))
    reported = total.value if total.value is not None else total.low
    expected = sum((part.value if part.value is not None else part.low for part in parts), Decimal(0))
    left = " + ".join(told_as(part) for part in parts) + (f" = {plain(expected)}" if len(parts) > 1 else "")
    if len(parts) > 1 and complete:
        holds = together.meets(whole)
        yield make_check(
            "parts_sum", f"{left}; {told_as(total)}", plain(expected), plain(reported),
            reported - expected, width(together, whole), holds, [total, *parts],
        )  # fmt: skip
        return
    if together.low == together.high == whole.low == whole.high or together.low > whole.high or together.high <= whole.high:
        holds = together.low <= whole.high
        yield make_check(
            "parts_sum" if not holds else "bound", f"{left}, not above {told_as(total)}", f"<= {plain(reported)}",
            plain(expected), max(expected - reported, Decimal(0)), width(together, whole), holds, [total, *parts],
        )  # fmt: skip


def _unit_level(figure: Figure) -> str:
    return figure.dimension if figure.dimension in ("大项", "子项", "大类", "小类") else ""


def _is_complete(total: Figure, parts: list[Figure], identities: Identities) -> bool:
    """Whether the words of a list say that it leaves nothing out."""
    last = parts[-1]
    if _REST.match(last.dimension) or _REST.match(last.label):
        return True
    if in_row(total) and all(map(in_row, parts)):
        return bool(TOTAL_HEAD.search(total.label + total.dimension))
    if total.start > parts[0].start:
        return True  # A件、B件, 共N件
    if total.evidence_start == parts[0].evidence_start:
        between = total.evidence[total.end - total.evidence_start : parts[0].start - total.evidence_start]
        if _COMPLETE_MARK.search(between.replace("：", ":").replace("，", ",")) and "其中" not in between:
            return True
    dimensions = {part.dimension for part in parts}
    return all(dimensions) and any(_alike(dimensions, known) for known in identities.complete)


def _alike(dimensions: set[str], known: frozenset[str]) -> bool:
    """Every known label begins or ends exactly one dimension: 县级执法主体, 一审案件."""
    if len(dimensions) != len(known):
        return False
    taken = {next((k for k in sorted(known, key=len, reverse=True) if k in d), "") for d in dimensions}
    return taken == known
