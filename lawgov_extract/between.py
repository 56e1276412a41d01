"""The same year told by two reports of one issuer: which totals can be compared, and the comparison."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .check_words import make_check, plain, told_as, width
from .intervals import interval_of
from .model import Check, DocumentResult, Figure, Metadata

_OFFICE = re.compile(r"(?:人民政府|政府)?(?:办公厅|办公室)$|人民政府$")
_ZONE = re.compile(r"(?:开发|高新|新|园|示范|保税|试验|管理|风景|旅游|度假)区$")
_DIVISION = re.compile(r"[省市县区州盟旗]$|地区$")


class Told(NamedTuple):
    """
    One total that a report tells.

    Attributes:
        key: Issuer, indicator, year, unit, kind and scope: what makes totals of two reports comparable.
        place: Index of its figure in the report's figures.
        own: The year is the report's own, and the figure is no earlier value.
    """

    key: tuple
    place: int
    own: bool


class Telling(NamedTuple):
    """A total as it stands in the store: ``Told`` without its key, with the report's number and year."""

    number: int
    place: int
    own: bool
    report_year: int


def told_totals(result: DocumentResult) -> Iterator[Told]:
    """
    Yield the totals of full years that a report tells, each once.

    What is a part, of a part of a year, or told with two values that cannot both be, is left out: nothing could be
    said of another report by it. So is a duplicate, which tells what its original tells.
    """
    who = body_of(result.metadata)
    if not who or result.status != "ok":
        return
    by_id = {figure.figure_id: figure for figure in result.figures}
    first: dict[tuple, Told] = {}
    unsure: set[tuple] = set()
    for place, figure in enumerate(result.figures):
        if not _is_total(figure, by_id):
            continue
        key = (who, figure.indicator, figure.year, figure.unit, figure.kind, figure.scope)
        own = figure.status == "actual" and figure.year == result.metadata.report_year
        known = first.setdefault(key, Told(key, place, own))
        if not interval_of(result.figures[known.place]).meets(interval_of(figure)):
            unsure.add(key)
    yield from (told for key, told in first.items() if key not in unsure)


def body_of(about: Metadata) -> str:
    """What names the issuer in every year's report: the code of its division, and the office where it is not its government."""
    office = _OFFICE.sub("", about.issuer)
    if about.region_code and (not office or _DIVISION.search(office) and not _ZONE.search(office)):
        return about.region_code
    return about.region_code + office


def _is_total(figure: Figure, by_id: dict[str, Figure]) -> bool:
    if not figure.indicator or figure.dimension or figure.year is None or figure.status not in ("actual", "baseline"):
        return False
    if figure.kind not in ("count", "amount", "rate") or interval_of(figure) is None:
        return False
    return is_of_whole_year(figure) and is_no_part(figure, by_id)


def is_of_whole_year(figure: Figure) -> bool:
    """Whether a figure is of all of its year; one whose stretch of time is not told is."""
    start, end = figure.period_start, figure.period_end
    told = start and end and (start.year, start.month, start.day, end.year, end.month, end.day)
    return not told or told == (figure.year, 1, 1, figure.year, 12, 31)


def is_no_part(figure: Figure, by_id: dict[str, Figure]) -> bool:
    """Whether a figure is all of its indicator: 维持80件 of 审结90件 is, but not where the 90 are those of one field."""
    total = by_id.get(figure.part_of)
    return total is None or total.indicator != figure.indicator and not total.dimension


def pairs_of(tellings: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """
    Pair the tellings of one total: each with the first report of that very year, else with the first report.

    Yields:
        (reference, other), of two reports.
    """
    reference = min(tellings, key=lambda telling: (not telling.own, telling.number))
    yield from ((reference, other) for other in tellings if other.number != reference.number)


def compare(one: DocumentResult, figure: Figure, two: DocumentResult, other: Figure) -> Check:
    """Compare a total of one report with the same total as another report tells it."""
    known, told = interval_of(figure), interval_of(other)
    gap = None if figure.value is None or other.value is None else other.value - figure.value
    return make_check(
        "between_reports", f"{told_as(figure)} in {one.file}; {other.year}: {told_as(other)} in {two.file}", _value(figure),
        _value(other), gap, width(known, told), known.meets(told), [figure, other],
    )  # fmt: skip


def _value(figure: Figure) -> str:
    return figure.text if figure.value is None else plain(figure.value)
