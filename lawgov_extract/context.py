"""Coded mentions to figures: status, year and period, scope, dimension, label and what total they are part of."""

from collections.abc import Sequence
from datetime import date

from .coding import Coding
from .library import Library
from .marking import MarkedText
from .model import Document, Figure, Mention, Metadata, Sentence


def read_context(
    document: Document, folded: str, metadata: Metadata, sentences: Sequence[Sentence], mentions: Sequence[Mention],
    marked: MarkedText, codings: Sequence[Coding], library: Library,
) -> tuple[Figure, ...]:  # fmt: skip
    """Give one figure for each mention, or one for each measure where one value is told of several."""
    figures = []
    number = 0
    for mention, coding in zip(mentions, codings, strict=True):
        while number + 1 < len(sentences) and sentences[number].end <= mention.start:
            number += 1
        sentence = sentences[number]
        for claim in coding.claims or (None,):
            code = claim.pattern.code if claim else ""
            year = metadata.report_year
            figures.append(
                Figure(
                    figure_id=f"{document.doc_id}:{mention.start}-{mention.end}" + (f":{code}" if len(coding.claims) > 1 else ""),
                    start=mention.start, end=mention.end, text=mention.text, value=mention.value, low=mention.low,
                    high=mention.high, unit=mention.unit, bound=mention.bound, kind=mention.kind, decimals=mention.decimals,
                    evidence=document.text[sentence.start : sentence.end], evidence_start=sentence.start,
                    evidence_end=sentence.end, section=sentence.section, indicator=code,
                    pattern=claim.pattern.name if claim else "", dimension=claim.dimension if claim else "",
                    year=year, period_start=date(year, 1, 1) if year else None, period_end=date(year, 12, 31) if year else None,
                )
            )  # fmt: skip
    return tuple(figures)
