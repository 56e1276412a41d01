"""How a check is told: its row, and the words and numbers in it."""

import re
from collections.abc import Sequence
from decimal import Decimal

from .intervals import Interval
from .model import Check, Figure

TOTAL_HEAD = re.compile(r"合 ?计|总 ?计|总 ?数|共 ?计")  # the head of a row or column that sums the others


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


def width(*intervals: Interval) -> str:
    """The tolerance of a check: how wide its intervals are together."""
    together = sum((i.high - i.low for i in intervals if not i.open), Decimal(0))
    return plain(together) if not any(i.open for i in intervals) else "open"


def in_row(figure: Figure) -> bool:
    """Whether the figure stands in a row of a table: the totals of its rows are of different bodies."""
    return "\t" in figure.evidence or "|" in figure.evidence
