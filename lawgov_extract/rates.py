"""Rates against the counts they are made of."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from .check_words import make_check, plain, told_as, width
from .identities import Identities
from .intervals import Interval, interval_of, quotient
from .model import Check, Figure

_OF_WHOLE = re.compile(r"占(?:比|总数|总量|全部|总[\u4e00-\u9fff]{0,4})?|比例|比重")
_SHARE = re.compile(r"[,，(（]?(?:占比?|比例|比重|占总数的?|约占|占总量的?)?(?:达到|达|为|约)?")
_NAME = re.compile(r"([\u4e00-\u9fff]{2,6})率(?:约?达到?|约?为|约)?$")
_OF_OTHERS = re.compile(r"覆盖|普及|入驻|参与|知晓|使用|增长|综合")  # rates whose whole is seldom told
_WORDS = re.compile(r"[\u4e00-\u9fff]*$")
_NEAR = 60  # characters
_MANY = 50  # totals of one indicator in a document: more are those of rows
_PLURAL = re.compile(r"综合|[(（][^)）]*[、和与][^)）]*[)）]")  # a rate of several outcomes together


def check_rates(figures: Sequence[Figure], by_id: dict[str, Figure], identities: Identities) -> Iterator[Check]:
    """
    Yield a check for every rate whose counts are told.

    Offices divide by different things, so that a rate holds where any usual quotient gives it, of several outcomes
    together (综合化解率) too. It fails only against the denominator that its own words name.
    """
    totals: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        known = len(totals[figure.indicator]) if figure.kind == "count" and figure.indicator else _MANY
        if known < _MANY and not figure.dimension:
            totals[figure.indicator].append(figure)
    for number, rate in enumerate(figures):
        if rate.kind != "rate" or rate.unit != "%" or rate.status != "actual" or rate.value is None:
            continue
        pairs = _named_pairs(figures, number, rate, by_id, identities, totals)
        pairs = pairs or _share_pairs(figures, number, rate, by_id, totals) or _like_named_pairs(figures, number, rate, by_id)
        if not pairs:
            continue
        together = _PLURAL.search(_words_before(rate))
        quotients = [q for parts, whole, sure in pairs if (q := _quotient(rate, parts, whole, sure and not together))]
        holding = next((q for q in quotients if q.holds), None)
        failing = next((q for q in quotients if q.sure), None)
        if holding or failing:
            yield _told(rate, holding or failing)


class _Quotient(NamedTuple):
    """A rate as it comes from counts: whether it is the printed one, and whether it has to be."""

    holds: bool
    sure: bool
    parts: list[Figure]
    whole: Figure
    allowed: Interval
    printed: Interval


def _quotient(rate: Figure, parts: list[Figure], whole: Figure, sure: bool) -> _Quotient | None:
    printed, below, above = interval_of(rate), interval_of(whole), [interval_of(part) for part in parts]
    if printed is None or below is None or None in above or not whole.value or any(part.value is None for part in parts):
        return None
    allowed = quotient(sum(above, Interval(Decimal(0), Decimal(0))), below)
    return allowed and _Quotient(allowed.meets(printed), sure and len(parts) == 1, parts, whole, allowed, printed)


def _told(rate: Figure, found: _Quotient) -> Check:
    value = 100 * sum(part.value for part in found.parts) / found.whole.value
    above = " + ".join(told_as(part) for part in found.parts)
    above = f"({above})" if len(found.parts) > 1 else above
    return make_check(
        "rate", f"{above} / {told_as(found.whole)} = {plain(value)}%; {told_as(rate)}", plain(value), plain(rate.value),
        rate.value - value, width(found.allowed, found.printed), found.holds, [rate, *found.parts, found.whole],
    )  # fmt: skip


def _words_before(rate: Figure) -> str:
    """The clause up to the rate, the brackets after its name too: 维持率(驳回、维持)为."""
    return re.split(r"[,，;；。]", _before(rate))[-1]


def _before(figure: Figure) -> str:
    """The last words before a figure in its sentence."""
    place = figure.start - figure.evidence_start
    return figure.evidence[max(0, place - _NEAR) : place]


def _named_pairs(
    figures: Sequence[Figure], number: int, rate: Figure, by_id: dict[str, Figure], identities: Identities,
    totals: Mapping[str, list[Figure]],
) -> list[tuple[list[Figure], Figure, bool]]:  # fmt: skip
    """(numerators, denominator, sure) of a coded rate; the numerator in its sentence or not long before."""
    numerator = identities.numerators.get(rate.indicator)
    part = _nearest(figures, number, {numerator}, rate) if numerator else None
    if part is None:
        return []
    codes = identities.denominators.get(rate.indicator, ())
    wholes: dict[str, tuple[Figure, bool]] = {}
    own = by_id.get(part.part_of)
    if own is not None and own.kind == part.kind:
        sure = own.indicator not in codes[1:] or own.evidence_start == rate.evidence_start
        wholes[own.figure_id] = own, sure
    for code in codes:
        whole = _nearest(figures, number, {code}, rate)
        if whole is not None and whole is not part:
            sure = code == codes[0] or whole.evidence_start == rate.evidence_start
            wholes.setdefault(whole.figure_id, (whole, sure))
        for whole in totals[code]:  # told elsewhere: it may explain the rate, and proves nothing
            if (whole.year, whole.status) == (rate.year, rate.status) and whole is not part:
                wholes.setdefault(whole.figure_id, (whole, False))
    runs = [run for run in _runs(figures, number, rate) if part in run]
    pairs = [([part], whole, sure) for whole, sure in wholes.values()]
    return pairs + [(run, whole, False) for whole, _ in wholes.values() for run in runs]


def _runs(figures: Sequence[Figure], number: int, rate: Figure) -> list[list[Figure]]:
    """The last two, three and four counts told before a rate in its sentence: outcomes that it may take together."""
    counts = [f for f in figures[max(0, number - 8) : number] if f.evidence_start == rate.evidence_start and f.kind == "count"]
    return [counts[-length:] for length in (2, 3, 4) if len(counts) >= length]


def _nearest(figures: Sequence[Figure], number: int, codes: set[str], rate: Figure) -> Figure | None:
    """The last count of some indicators before a rate, or the next in its sentence; in other sentences not one of another part."""
    for figure in reversed(figures[max(0, number - 12) : number]):
        if figure.section != rate.section:
            return None
        near = figure.evidence_start == rate.evidence_start or figure.dimension in ("", rate.dimension)
        alike = (figure.kind, figure.status, figure.year) == ("count", rate.status, rate.year)
        if figure.indicator in codes and near and alike:
            return figure
    for figure in figures[number + 1 : number + 4]:
        if figure.evidence_start == rate.evidence_start and figure.indicator in codes and figure.kind == "count":
            return figure
    return None


def _share_pairs(
    figures: Sequence[Figure], number: int, rate: Figure, by_id: dict[str, Figure], totals: Mapping[str, list[Figure]]
) -> list[tuple[list[Figure], Figure, bool]]:
    """占比 or a bracketed rate right behind a part: that part of its total."""
    part = figures[number - 1] if number else None
    total = by_id.get(part.part_of) if part else None
    if total is None or part.evidence_start != rate.evidence_start or part.kind != "count":
        return []
    between = rate.evidence[part.end - part.evidence_start : rate.start - rate.evidence_start].strip()
    if not _SHARE.fullmatch(between) or not (between[:1] in ("(", "（") or _OF_WHOLE.search(between)):
        return []
    others = [f for f in totals[total.indicator] if f is not total and (f.year, f.unit) == (total.year, total.unit)]
    # Two totals that differ leave open which of them is meant.
    sure = total.start < part.start and all(other.value == total.value or other.start > part.start for other in others)
    return [([part], total, sure), *(([part], other, False) for other in others)]


def _like_named_pairs(
    figures: Sequence[Figure], number: int, rate: Figure, by_id: dict[str, Figure]
) -> list[tuple[list[Figure], Figure, bool]]:
    """A rate named like the count before it, of its total or of the count before that: 诉求300件,办结285件,办结率95%."""
    named = _NAME.search(_words_before(rate))
    first = max(0, number - 4)
    for place in range(number - 1, first, -1):
        part, before = figures[place], figures[place - 1]
        if not named or _OF_OTHERS.search(named[1]) or part.evidence_start != rate.evidence_start:
            return []
        if part.kind != "count" or (part.status, part.year) != (rate.status, rate.year):
            continue
        words = _WORDS.search(_before(part))[0]
        if len(words) < 2 or words[-2:] not in named[1]:
            continue
        beside = before if (before.evidence_start, before.kind, before.unit) == (part.evidence_start, part.kind, part.unit) else None
        whole = by_id.get(part.part_of, beside)
        if whole is None:
            return []
        # 按期办结率 is of those that were due: only a rate named in full must be of these counts.
        return [([part], whole, words.endswith(named[1]) and whole.year == part.year)]
    return []
