"""Arithmetic that should hold over the figures of one document."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .identities import Identities
from .intervals import Interval, interval_of, quotient
from .model import Check, Figure

_REST = re.compile(r"^(?:其他|其它|其余|剩余|余下)")
_COMPLETE_MARK = re.compile(r"分别|包括|^[^,;。:]{0,8}:[^,;。:]{0,16}$")
_OF_WHOLE = re.compile(r"占(?:比|总数|总量|全部|总[\u4e00-\u9fff]{0,4})?|比例|比重")


def run_checks(figures: Sequence[Figure], identities: Identities) -> tuple[Check, ...]:
    """
    Evaluate every identity that the figures of one document decide.

    Each figure stands for the interval that its printed digits and its bound allow; a check fails only where the
    intervals cannot meet. What cannot be decided (a figure with 约, a partial list below its total) gives no row, or a
    row that says "not above". No figure is changed.

    Returns:
        Checks, mismatches first, then in the order of their first figure.

    Source: the intervals follow XBRL Calculations 1.1.
    """
    by_id = {figure.figure_id: figure for figure in figures}
    checks = [
        *_parts(figures, by_id, identities),
        *_rates(figures, by_id, identities),
        *_bounds(figures, identities),
        *_changes(figures, by_id),
        *_repeated(figures, identities),
    ]
    place = {figure.figure_id: number for number, figure in enumerate(figures)}
    checks.sort(key=lambda check: (check.verdict != "mismatch", place[check.figure_ids[0]], check.kind, check.statement))
    return tuple({check.check_id: check for check in checks}.values())


def name_checks(figures: Sequence[Figure], checks: Sequence[Check]) -> tuple[Figure, ...]:
    """Give the figures with the ids of the failed checks that involve them, after those they have."""
    failed: defaultdict[str, list[str]] = defaultdict(list)
    for check in checks:
        if check.verdict == "mismatch":
            for figure_id in check.figure_ids:
                failed[figure_id].append(check.check_id)
    return tuple(
        f._replace(checks=(*f.checks, *failed[f.figure_id])) if f.figure_id in failed else f for f in figures
    )


def make_check(
    kind: str, statement: str, expected: str, reported: str, gap: Decimal | None, tolerance: str, holds: bool,
    used: Sequence[Figure],
) -> Check:  # fmt: skip
    """A check of some figures, the first of which gives its id the document; texts are as in the table."""
    ids = tuple(figure.figure_id for figure in used)
    evidence = " … ".join(dict.fromkeys(figure.evidence for figure in used))
    document = ids[0].partition(":")[0] + ":"
    spans = "+".join(figure_id.removeprefix(document) for figure_id in ids)
    return Check(
        check_id=f"{kind}:{document}{spans}", kind=kind, statement=statement, expected=expected, reported=reported,
        difference="" if gap is None else plain(gap), tolerance=tolerance, verdict="ok" if holds else "mismatch",
        figure_ids=ids, evidence=evidence,
    )  # fmt: skip


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros, at most four places."""
    text = f"{value.quantize(Decimal('0.0001')).normalize():f}" if value.is_finite() else str(value)
    return "0" if text == "-0" else text


def told_as(figure: Figure) -> str:
    """What a figure counts, and the figure as it is written."""
    name = figure.dimension or figure.label
    return f"{name} {figure.text}" if name else figure.text


# parts and totals ------------------------------------------------------------------------------------------------


def _parts(figures: Sequence[Figure], by_id: dict[str, Figure], identities: Identities) -> Iterator[Check]:
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
        groups[total.figure_id, figure.evidence_start, outcome].append(figure)
    for (total_id, _, _), parts in groups.items():
        for breakdown in _breakdowns(by_id[total_id], parts):
            yield from _sum_check(by_id[total_id], breakdown, identities)


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


def _sum_check(total: Figure, parts: list[Figure], identities: Identities) -> Iterator[Check]:
    levels = {_unit_level(part) for part in parts}
    intervals = [interval_of(part) for part in parts]
    whole = interval_of(total)
    if whole is None or None in intervals or len(levels) > 1 and len(parts) == 2:
        return
    together = sum(intervals, Interval(Decimal(0), Decimal(0)))
    reported = total.value if total.value is not None else total.low
    expected = sum((part.value if part.value is not None else part.low for part in parts), Decimal(0))
    left = " + ".join(told_as(part) for part in parts)
    if len(parts) > 1 and _is_complete(total, parts, identities):
        holds = together.meets(whole)
        yield make_check(
            "parts_sum", f"{left} = {plain(expected)}; {told_as(total)}", plain(expected), plain(reported),
            reported - expected, width(together, whole), holds, [total, *parts],
        )  # fmt: skip
        return
    if together.low == together.high == whole.low == whole.high or together.low > whole.high or together.high <= whole.high:
        holds = together.low <= whole.high
        yield make_check(
            "parts_sum" if not holds else "bound", f"{left} = {plain(expected)}, not above {told_as(total)}", f"<= {plain(reported)}",
            plain(expected), max(expected - reported, Decimal(0)), width(together, whole), holds, [total, *parts],
        )  # fmt: skip


def _unit_level(figure: Figure) -> str:
    return figure.dimension if figure.dimension in ("大项", "子项", "大类", "小类") else ""


def _is_complete(total: Figure, parts: list[Figure], identities: Identities) -> bool:
    """Whether the words of a list say that it leaves nothing out."""
    last = parts[-1]
    if _REST.match(last.dimension) or _REST.match(last.label):
        return True
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


def width(*intervals: Interval) -> str:
    """The tolerance of a check: how wide its intervals are together."""
    together = sum((i.high - i.low for i in intervals if not i.open), Decimal(0))
    return plain(together) if not any(i.open for i in intervals) else "open"


# rates -----------------------------------------------------------------------------------------------------------


def _rates(figures: Sequence[Figure], by_id: dict[str, Figure], identities: Identities) -> Iterator[Check]:
    for number, rate in enumerate(figures):
        if rate.kind != "rate" or rate.unit != "%" or rate.status != "actual" or rate.value is None:
            continue
        pairs = list(_named_pairs(figures, number, rate, by_id, identities)) or list(_share_pairs(figures, number, rate, by_id))
        results = []
        for part, whole in pairs:
            part_interval, whole_interval, printed = interval_of(part), interval_of(whole), interval_of(rate)
            if part_interval is None or whole_interval is None or printed is None:
                continue
            allowed = quotient(part_interval, whole_interval)
            if allowed is not None and part.value is not None and whole.value:
                results.append((allowed.meets(printed), part, whole, allowed, printed))
        if not results:
            continue
        holds, part, whole, allowed, printed = next((r for r in results if r[0]), results[0])
        value = 100 * part.value / whole.value
        yield make_check(
            "rate", f"{told_as(part)} / {told_as(whole)} = {plain(value)}%; {told_as(rate)}", plain(value), plain(rate.value),
            rate.value - value, width(allowed, printed), holds, [rate, part, whole],
        )  # fmt: skip


def _named_pairs(figures, number: int, rate: Figure, by_id, identities: Identities) -> Iterator[tuple[Figure, Figure]]:
    """Numerator and denominators of a coded rate, told in the same sentence or the one before it."""
    numerator = identities.numerators.get(rate.indicator)
    if not numerator or rate.label.startswith("综合"):
        return  # 综合化解率 is of several outcomes together
    part = _nearest(figures, number, {numerator}, rate)
    if part is None:
        return
    own_total = by_id.get(part.part_of)
    if own_total is not None and own_total.kind == part.kind:
        yield part, own_total
    for code in identities.denominators.get(rate.indicator, ()):
        whole = _nearest(figures, number, {code}, rate)
        if whole is not None and whole is not own_total and whole is not part:
            yield part, whole


def _nearest(figures, number: int, codes: set[str], rate: Figure) -> Figure | None:
    for figure in reversed(figures[max(0, number - 12) : number]):
        if figure.section != rate.section:
            return None
        if figure.indicator in codes and figure.kind == "count" and figure.status == rate.status and figure.year == rate.year:
            return figure
    for figure in figures[number + 1 : number + 4]:
        if figure.evidence_start == rate.evidence_start and figure.indicator in codes and figure.kind == "count":
            return figure
    return None


def _share_pairs(figures, number: int, rate: Figure, by_id) -> Iterator[tuple[Figure, Figure]]:
    """占比 or a bracketed rate right behind a part: that part of its total."""
    if number == 0:
        return
    part = figures[number - 1]
    total = by_id.get(part.part_of)
    if part.evidence_start != rate.evidence_start or part.kind != "count":
        return
    between = rate.evidence[part.end - part.evidence_start : rate.start - rate.evidence_start]
    if not re.fullmatch(r"[,，(（]?(?:占比?|比例|比重|占总数的?|约占|占总量的?)?(?:达到|达|为|约)?", between.strip()):
        return
    if total is not None and (between.strip()[:1] in "(（" or _OF_WHOLE.search(between)):
        yield part, total


# bounds, changes, repetitions ------------------------------------------------------------------------------------


def _bounds(figures: Sequence[Figure], identities: Identities) -> Iterator[Check]:
    for number, figure in enumerate(figures):
        if figure.kind == "rate" and figure.unit == "%" and figure.status == "actual" and figure.value is not None:
            above = max(figure.value - 100, Decimal(0))
            yield make_check("bound", f"{told_as(figure)}, not above 100%", "<= 100", plain(figure.value), above, "0", not above, [figure])
        for part_code, whole_code in identities.bounds:
            if figure.indicator != part_code or figure.part_of or figure.kind != "count" or figure.dimension:
                continue
            whole = next(
                (w for w in reversed(figures[max(0, number - 6) : number])
                 if w.indicator == whole_code and not w.dimension and w.section == figure.section
                 and (w.status, w.year, w.kind) == (figure.status, figure.year, "count")),
                None,
            )  # fmt: skip
            one, other = interval_of(figure), whole and interval_of(whole)
            if whole is None or one is None or other is None or one.open or other.open:
                continue
            holds = one.low <= other.high
            yield make_check(
                "bound", f"{told_as(figure)}, not above {told_as(whole)}", f"<= {plain(whole.value)}", plain(figure.value),
                max(figure.value - whole.value, Decimal(0)), width(one, other), holds, [whole, figure],
            )  # fmt: skip


def _changes(figures: Sequence[Figure], by_id: dict[str, Figure]) -> Iterator[Check]:
    for number, change in enumerate(figures):
        if change.kind != "change" or change.status != "actual" or change.value is None or change.unit in ("百分点", "倍"):
            continue
        level = by_id.get(change.compared_with)
        if level is not None and level.status == "baseline":
            level = by_id.get(level.compared_with)  # 120件,较2022年100件增长20%
        if level is None or level.value is None or level.status != "actual":
            continue
        earlier = next(
            (f for f in figures[max(0, number - 5) : number + 3]
             if f.status == "baseline" and f.kind == level.kind and f.indicator == level.indicator and f.unit == level.unit
             and f.dimension == level.dimension and f.evidence_start == level.evidence_start and f.value),
            None,
        )  # fmt: skip
        if earlier is None:
            continue
        now, before, printed = interval_of(level), interval_of(earlier), interval_of(change)
        if now is None or before is None or printed is None or now.open or before.open:
            continue
        if change.unit == "%":
            value = 100 * (level.value - earlier.value) / earlier.value
            ratio = quotient(now, before)
            allowed = Interval(ratio.low - 100, ratio.high - 100) if ratio else None
            statement = f"({told_as(level)} - {earlier.text}) / {earlier.text} = {plain(value)}%; {change.text}"
        elif change.unit == level.unit:
            value = level.value - earlier.value
            allowed = now - before
            statement = f"{told_as(level)} - {earlier.text} = {plain(value)}; {change.text}"
        else:
            continue
        if allowed is not None:
            yield make_check(
                "change", statement, plain(value), plain(change.value), change.value - value, width(allowed, printed),
                allowed.meets(printed), [change, level, earlier],
            )  # fmt: skip


def _in_row(figure: Figure) -> bool:
    """Whether the figure stands in a row of a table: the totals of its rows are of different bodies."""
    return "\t" in figure.evidence or "|" in figure.evidence


def _repeated(figures: Sequence[Figure], identities: Identities) -> Iterator[Check]:
    told: defaultdict[tuple, list[Figure]] = defaultdict(list)
    for figure in figures:
        whole = figure.indicator in identities.unique and not figure.dimension and not figure.part_of
        if whole and figure.status == "actual" and figure.bound == "exact" and figure.kind in ("count", "rate", "amount"):
            period = (figure.year, figure.period_start, figure.period_end)
            told[figure.indicator, period, figure.scope, figure.unit, figure.kind].append(figure)
    for group in told.values():
        first = group[0]
        for other in group[1:]:
            if other.evidence_start == first.evidence_start or _in_row(first) or _in_row(other):
                continue
            one, two = interval_of(first), interval_of(other)
            yield make_check(
                "repeated", f"{told_as(first)}; told again: {told_as(other)}", plain(first.value), plain(other.value),
                other.value - first.value, width(one, two), one.meets(two), [first, other],
            )  # fmt: skip
