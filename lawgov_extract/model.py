"""
The values that pass through the house. Immutable, and free of any other module of ours.

What a document has many of is a named tuple, which is made several times as fast as a frozen dataclass.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple


@dataclass(frozen=True, kw_only=True)
class Document:
    """
    One report as text.

    Attributes:
        file: The input as the reader of the table knows it (column ``file``).
        text: The document's text; every offset refers to it, in Unicode code points.
        media_type: ``text/plain``, ``text/html`` and so on, found by content.
        encoding: Name of the character encoding that was used, empty where there is none.
        replaced_characters: How many characters could not be decoded.
        properties: What the file says of itself outside its text: ``title``, ``site``,
            ``site_code``, ``published_date`` (ISO 8601), ``content_source``.
        needs_ocr: The document holds pictures of text and no text.
    """

    file: str
    text: str
    media_type: str = "text/plain"
    encoding: str = ""
    replaced_characters: int = 0
    properties: dict[str, str] = field(default_factory=dict)
    needs_ocr: bool = False

    @cached_property
    def doc_id(self) -> str:
        """Hash of the text: the same wherever the file lies."""
        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Sentence(NamedTuple):
    """A sentence of the document: half-open span, the headings above it, the number of its paragraph."""

    start: int
    end: int
    paragraph: int
    section: tuple[str, ...] = ()
    is_heading: bool = False
    table_row: int | None = None  # number of the row inside its table, 0 is the header


class Mention(NamedTuple):
    """
    A number with its unit that states a figure.

    Attributes:
        start: First code point of the number in the document's text.
        end: One past the last code point of the unit.
        text: ``document.text[start:end]``.
        value: In ``unit``, scale resolved; None for a range.
        low: Least value the words allow, None where open.
        high: Greatest value the words allow, None where open.
        unit: Measure word as written, without scale, in Simplified script.
        bound: exact, about, nearly, over, below, at_least, at_most or range.
        kind: count, rate, amount, duration, ratio or change.
        decimals: Accuracy of the printed figure as in XBRL: 98.30 is 2, 35件 is 0, 1.3万件 is -3.
        zero_words: The figure is a zero told in words (无败诉).
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    bound: str
    kind: str
    decimals: int = 0
    zero_words: bool = False


class Rejected(NamedTuple):
    """A number that is no figure, and why: date, docno, article, ordinal, slogan, structure, page."""

    start: int
    end: int
    text: str
    reason: str


class Figure(NamedTuple):
    """
    A mention with all that is known of it: one row of ``metrics``.

    The quantity fields are those of Mention. ``evidence_start`` and ``evidence_end`` are the span
    of the sentence it stands in; ``part_of`` and ``compared_with`` hold figure ids.
    """

    figure_id: str
    start: int
    end: int
    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    bound: str
    kind: str
    decimals: int
    evidence: str
    evidence_start: int
    evidence_end: int
    section: tuple[str, ...] = ()
    indicator: str = ""
    pattern: str = ""
    label: str = ""
    dimension: str = ""
    status: str = "actual"
    year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    scope: str = ""
    part_of: str = ""
    compared_with: str = ""
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a whole document. Dates are None and texts empty where nothing certain is found."""

    title: str = ""
    issuer: str = ""
    region_code: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    region_candidates: tuple[str, ...] = ()  # codes still possible where region_code is empty
    report_year: int | None = None
    document_type: str = "other"  # report, plan, other
    document_number: str = ""
    index_number: str = ""
    site: str = ""
    written_date: date | None = None
    published_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One identity that could be evaluated: a row of ``checks``. It reports and changes nothing."""

    check_id: str
    kind: str  # parts_sum, rate, bound, change, repeated, between_reports
    statement: str
    expected: str
    reported: str
    difference: str
    tolerance: str
    verdict: str  # ok, mismatch
    figure_ids: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What an earlier run told of a document, where its result was read back: the figures it found, what it was."""

    figures: int
    coded_figures: int
    program_version: str
    library_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentResult:
    """All that one input gave: the row of ``documents`` and the figures and checks below it."""

    file: str
    status: str  # ok, no_figures, empty, needs_ocr, duplicate, skipped, failed
    doc_id: str = ""
    metadata: Metadata = Metadata()
    media_type: str = ""
    encoding: str = ""
    characters: int = 0
    replaced_characters: int = 0
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    error: str = ""
    duplicate_of: str = ""
    origin: Origin | None = None
