"""Of every indicator one value a body and year: which figures may be it, and the rule that chooses among several."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .between import body_of, is_no_part, is_of_whole_year
from .library import Indicator, Library
from .model import DocumentResult, Figure

_WHOLE = "全"  # 全市, 全县: the scope is the body's own
_PLACES = Decimal("0.0001")  # of a value that was converted


class Total(NamedTuple):
    """
    A figure that may be the panel's value of an indicator.

    Attributes:
        body: Whose figure it is, alike in the reports of all years; the document's id where nobody is known.
        year: The year it is of.
        code: The indicator.
        figure_id: The figure.
        value: In the canonical unit of the indicator.
        is_rate: Of two that differ neither can be a part of the other.
        part_of_year: It is of a part of the year.
        narrower: It is of less than the whole area (市本级, 乡镇).
        elsewhere: A report on another year tells it.
        vague: The report says 约, 余 or the like.
        undivided: The report does not break it down.
    """

    body: str
    year: int
    code: str
    figure_id: str
    value: Decimal
    is_rate: bool = False
    part_of_year: bool = False
    narrower: bool = False
    elsewhere: bool = False
    vague: bool = False
    undivided: bool = False


class Body(NamedTuple):
    """Who issues reports: the cells of the panel that name a row, its year excepted."""

    region_code: str
    province: str
    city: str
    county: str
    issuer: str


class Choice(NamedTuple):
    """The figure that a cell of the panel shows, the rule that chose it, and the figures that were left."""

    total: Total
    rule: str
    others: tuple[Total, ...] = ()


class Row(NamedTuple):
    """What the reports of one body tell of one year: indicator → its value."""

    body: Body
    year: int
    choices: dict[str, Choice]


# What a rule sets aside, by its name; each is asked only while figures with different values are left.
_RULES: tuple[tuple[str, Callable[[Total], bool]], ...] = (
    ("whole_year", lambda total: total.part_of_year),
    ("whole_area", lambda total: total.narrower),
    ("own_report", lambda total: total.elsewhere),
    ("exact", lambda total: total.vague),
    ("broken_down", lambda total: total.undivided),
)
RULES = {
    "only": "no other figure is told",
    "same_value": "all figures told have this value",
    "whole_year": "it is of the whole year",
    "whole_area": "it is of the whole area",
    "own_report": "the report on this year tells it",
    "exact": "it is told exactly",
    "broken_down": "the report breaks it down",
    "greatest": "it is the greatest; smaller ones are mostly of a part",
    "first": "it is told first",
}


def find_totals(result: DocumentResult, library: Library) -> Iterator[Total]:
    """
    Yield the figures of a report that may be cells of the panel, in the order of the text.

    These are figures of what was done in a year, without a dimension, that are no change, no range and no part of a
    figure of the same indicator. A duplicate gives none.
    """
    if result.status != "ok":
        return
    body = body_of(result.metadata) or result.doc_id
    by_id = {figure.figure_id: figure for figure in result.figures}
    broken_down = {figure.part_of for figure in result.figures if figure.part_of}
    for figure in result.figures:
        indicator = library.indicators.get(figure.indicator)
        if indicator is None or not _may_be(figure, indicator) or not is_no_part(figure, by_id):
            continue
        yield Total(
            body=body, year=figure.year, code=figure.indicator, figure_id=figure.figure_id, value=_converted(figure, indicator, library),
            is_rate=indicator.measure not in ("count", "amount"), part_of_year=not is_of_whole_year(figure),
            narrower=bool(figure.scope) and not figure.scope.startswith(_WHOLE),
            elsewhere=figure.year != result.metadata.report_year, vague=figure.bound != "exact",
            undivided=figure.figure_id not in broken_down,
        )  # fmt: skip


def _may_be(figure: Figure, indicator: Indicator) -> bool:
    if figure.status != "actual" or figure.dimension or figure.year is None or figure.value is None:
        return False
    return figure.kind == indicator.measure or figure.kind == "count" and indicator.measure == "ratio"


def _converted(figure: Figure, indicator: Indicator, library: Library) -> Decimal:
    """The value in the canonical unit; to four places where it does not come out."""
    factors = library.units.factors
    factor = factors.get(figure.unit, Fraction(1)) / factors.get(indicator.unit, Fraction(1))
    if factor == 1 or figure.kind not in ("rate", "duration"):
        return figure.value
    value = figure.value * factor.numerator / factor.denominator
    rounded = value.quantize(_PLACES)
    return value if value == rounded else rounded


def choose(totals: Sequence[Total]) -> Choice:
    """
    Choose the value of one body, year and indicator.

    Args:
        totals: Every figure that may be it, at least one; in the order of the reports and of their text.

    Returns:
        The choice; its rule, a key of ``RULES``, is the last one that was needed to leave one value.
    """
    left, rule = list(totals), "only" if len(totals) == 1 else "same_value"
    for name, sets_aside in _RULES:
        if len({total.value for total in left}) == 1:
            break
        kept = [total for total in left if not sets_aside(total)]
        if kept and len(kept) < len(left):
            left, rule = kept, name
    if len({total.value for total in left}) > 1:
        rule = "first" if left[0].is_rate else "greatest"
        left = left[:1] if left[0].is_rate else [max(left, key=lambda total: total.value)]
    # Of figures with one value the plainest is shown: not the one of 截至11月底 where another is of the year.
    chosen = min(left, key=lambda total: [sets_aside(total) for _, sets_aside in _RULES])
    return Choice(chosen, rule, tuple(total for total in totals if total is not chosen))
