"""Arithmetic that should hold over the figures of one document."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .check_words import TOTAL_HEAD, in_row, make_check, plain, told_as, width
from .identities import Identities
from .intervals import Interval, interval_of, quotient
from .model import Check, Figure
from .rates import check_rates
from .sums import check_sums

_SAME = 3  # totals that are further apart than this many times are of different things


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
        *check_sums(figures, by_id, identities),
        *check_rates(figures, by_id, identities),
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
        if level is None and number and figures[number - 1].evidence_start == change.evidence_start:
            level = figures[number - 1]  # 由46项减少到16项,减少30项
            if by_id.get(level.compared_with) is None or level.unit != change.unit:
                continue
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


def _is_row_part(figure: Figure) -> bool:
    """Whether a figure stands in a row of a table that may be of one body: not in that of the sum."""
    return in_row(figure) and not TOTAL_HEAD.search(figure.label)


def _is_detail(figures: Sequence[Figure], number: int, identities: Identities) -> bool:
    """Whether a figure may be told of less than the whole: in brackets, or after a figure of some kind of cases."""
    figure = figures[number]
    place = figure.start - figure.evidence_start
    before = figure.evidence[max(0, place - 60) : place]
    if max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）")):
        return True
    last = figures[number - 1] if number else figure
    near = last is not figure and figure.evidence_start - last.evidence_end <= 0 and last.kind == figure.kind
    domain = figure.indicator.partition(".")[0] + "."
    return near and last.indicator.startswith(domain) and (bool(last.dimension) or last.indicator not in identities.unique)


def _repeated(figures: Sequence[Figure], identities: Identities) -> Iterator[Check]:
    told: defaultdict[tuple, list[Figure]] = defaultdict(list)
    for number, figure in enumerate(figures):
        whole = figure.indicator in identities.unique and not figure.dimension and not figure.part_of
        if whole and figure.status == "actual" and figure.bound == "exact" and figure.kind in ("count", "rate", "amount"):
            period = (figure.year, figure.period_start, figure.period_end)
            if not _is_detail(figures, number, identities):
                told[figure.indicator, period, figure.scope, figure.unit, figure.kind].append(figure)
    for group in told.values():
        first = group[0]
        for other in group[1:]:
            if other.evidence_start == first.evidence_start or _is_row_part(first) or _is_row_part(other):
                continue
            one, two = interval_of(first), interval_of(other)
            if max(first.value, other.value) > _SAME * min(first.value, other.value):
                continue
            yield make_check(
                "repeated", f"{told_as(first)}; told again: {told_as(other)}", plain(first.value), plain(other.value),
                other.value - first.value, width(one, two), one.meets(two), [first, other],
            )  # fmt: skip
