"""What a printed figure stands for: the interval that its digits and its words allow."""

from dataclasses import dataclass
from decimal import Decimal

from .model import Figure

INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; an open end is infinite."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def meets(self, other: "Interval") -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    @property
    def open(self) -> bool:
        """Whether an end is infinite, so that only one side can be decided."""
        return self.low == -INFINITY or self.high == INFINITY


def interval_of(figure: Figure) -> Interval | None:
    """
    Give the interval a figure stands for, in its unit.

    A count printed in full is exact. A figure printed in 万 or with decimals, and every rate, may be rounded or cut off
    at its last digit: 64% is 63.5 to 65, 1.3万 is 12,500 to 14,000. 余 is open upwards, 近 and 不足 downwards to zero.

    Returns:
        None for a figure that allows anything (约 and the like).

    Source: XBRL Calculations 1.1, intervals of rounded facts.
    """
    if figure.bound == "range":
        return Interval(figure.low, figure.high) if figure.low is not None and figure.high is not None else None
    if figure.value is None or figure.bound == "about":
        return None
    value = figure.value
    if figure.bound in ("over", "at_least"):
        return Interval(value, INFINITY)
    if figure.bound in ("nearly", "below", "at_most"):
        return Interval(Decimal(0) if value >= 0 else -INFINITY, value)
    if figure.kind == "count" and figure.decimals >= 0 and value == value.to_integral_value():
        return Interval(value, value)
    step = Decimal(1).scaleb(-figure.decimals)
    if value < 0:
        return Interval(value - step, value + step / 2)
    return Interval(value - step / 2, value + step)


def quotient(part: Interval, whole: Interval) -> Interval | None:
    """Interval of 100 × part / whole; None where the whole may be zero or the quotient may be anything."""
    if whole.low <= 0 or part.open and whole.open:
        return None
    low = Decimal(0) if whole.high == INFINITY else 100 * part.low / whole.high
    high = INFINITY if part.high == INFINITY else 100 * part.high / whole.low
    return Interval(low, high)
