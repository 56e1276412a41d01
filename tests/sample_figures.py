"""The figures of a sample report, for tests that read it in another form."""

from functools import cache
from pathlib import Path

from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Document
from lawgov_extract.pipeline import extract_document
from lawgov_extract.reading import read_bytes

REPORTS = Path(__file__).parents[1] / "examples" / "reports"


@cache
def _library() -> Library:
    return load_library()


def figures(document: Document) -> list[tuple]:
    """Value, limits, unit, bound and code of each figure, in order."""
    found = extract_document(document, _library()).figures
    return [(f.value, f.low, f.high, f.unit, f.bound, f.indicator) for f in found]


@cache
def figures_of_text(stem: str) -> list[tuple]:
    """The figures of the ``.txt`` of a sample report."""
    (document,) = read_bytes((REPORTS / f"{stem}.txt").read_bytes(), f"{stem}.txt")
    return figures(document)
