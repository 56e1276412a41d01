"""The whole way in one call: inputs → DataFrames, or inputs → files."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from lawgov_extract import batch, review, tables, writing
from lawgov_extract.errors import LawgovError, UnreadableReport
from lawgov_extract.evaluate import Evaluation, Expected, evaluate
from lawgov_extract.keeping import Kept, keep_results
from lawgov_extract.library import load_library
from lawgov_extract.merging import read_parts
from lawgov_extract.model import Document, DocumentResult, Figure
from lawgov_extract.pipeline import Stages, run_stages
from lawgov_extract.reading import Inputs, find_inputs, natural_key, read_source
from lawgov_extract.reading.limits import MAX_BYTES

if TYPE_CHECKING:
    import pandas

    from lawgov_extract.library import Library
    from lawgov_extract.state import State

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The tables of a run as pandas DataFrames."""

    metrics: pandas.DataFrame
    panel: pandas.DataFrame
    panel_notes: pandas.DataFrame
    checks: pandas.DataFrame
    documents: pandas.DataFrame
    codebook: pandas.DataFrame


@dataclass(slots=True, kw_only=True)
class Summary:
    """
    What a run did, for people and exit codes.

    Attributes:
        documents: Documents that could be read.
        figures: Figures found in them, those of duplicates not counted.
        coded: Figures that an indicator claims.
        failed: Inputs that are missing or could not be read.
        passed_over: Files of folders that are no reports.
        duplicates: Documents whose content was there before.
        mismatches: Checks that do not hold.
        interrupted: The run was stopped; what was finished is in the output.
    """

    documents: int = 0
    figures: int = 0
    coded: int = 0
    failed: int = 0
    passed_over: int = 0
    duplicates: int = 0
    mismatches: int = 0
    interrupted: bool = False

    def __str__(self) -> str:
        counts = [(self.documents, "document"), (self.figures, "figure")]
        words = [f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts]
        rest = f"{self.coded} coded, {self.failed} failed, {self.passed_over} passed over"
        return ", ".join([*words, rest, *([f"{self.duplicates} duplicate"] if self.duplicates else [])])

    def add(self, result: DocumentResult) -> None:
        """Count one document."""
        if result.status == "failed":
            self.failed += 1
            return
        self.documents += 1
        self.figures += len(result.figures)
        self.coded += sum(bool(figure.indicator) for figure in result.figures)
        self.duplicates += result.status == "duplicate"
        self.mismatches += sum(check.verdict == "mismatch" for check in result.checks)


def extract(
    inputs: Sequence[str | Path],
    library: Library | None = None,
    jobs: int | None = None,
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    max_bytes: int = MAX_BYTES,
    keep_duplicates: bool = False,
) -> Result:
    """
    Extract the figures of many inputs into DataFrames.

    Args:
        inputs: Files, folders, archives.
        library: The pattern library; the built-in one when None.
        jobs: Processes; None for as many as there are CPUs, or one when there is little to do.
        include: Globs; only files of folders that match one are read.
        exclude: Globs; files of folders that match one are not read.
        max_bytes: A larger input is refused unread.
        keep_duplicates: Count the figures of a document that is there twice twice.

    Returns:
        The tables. An input that is missing or cannot be read has its row in ``documents``.

    Raises:
        LibraryError: The pattern library cannot be used.
    """
    if isinstance(inputs, (str, Path)):
        inputs = [inputs]
    library = library or load_library()
    found = find_inputs(inputs, include=include, exclude=exclude, max_bytes=max_bytes)
    work = batch.Work(library=library, max_bytes=max_bytes)
    with keep_results(library) as kept:
        for result in _with_missing(found, batch.run(found.sources, work, jobs=jobs, keep_duplicates=keep_duplicates)):
            kept.add(result)
        kept.compare()
        results, checks, panel = list(kept.results()), list(kept.checks()), list(kept.panel())
    codes = sorted(library.indicators)
    rows = {
        "metrics": (row for result in results for row in tables.metrics_rows(result, library)),
        "panel": (tables.panel_row(row, codes) for row in panel),
        "panel_notes": (note for row in panel for note in tables.panel_notes_rows(row, codes)),
        "checks": (row for told in checks for row in tables.checks_rows(*told)),
        "documents": (tables.documents_row(result, library) for result in results),
        "codebook": tables.codebook_rows(library),
    }
    return Result(**{table.name: tables.frame(table, rows[table.name]) for table in tables.written(library)})


def extract_to(
    output: str,
    found: Inputs,
    work: batch.Work,
    *,
    name: str = "",
    headings: str = "en",
    only: Sequence[str] = (),
    coded: bool = False,
    jobs: int | None = None,
    keep_duplicates: bool = False,
    on_source: Callable[[], object] = lambda: None,
    state: State | None = None,
    review_page: str = "",
) -> Summary:
    """
    Extract the figures of many inputs into files, document by document, so that memory stays small.

    What was read is kept in a temporary store on disk and written when all is read: only then is it known what other
    reports tell of the same year.

    Args:
        output: A file, a folder with ``/`` at its end, or ``-`` for standard output.
        found: The inputs.
        work: What is done with each.
        name: Format of the output, where its ending does not tell.
        headings: Language of headings and sheet names, ``en`` or ``zh``.
        only: Globs of codes; figures of other indicators, or of none, are left out of ``metrics``.
        coded: Leave figures that no indicator claims out of ``metrics``.
        jobs: Processes; None for as many as there are CPUs, or one when there is little to do.
        keep_duplicates: Count the figures of a document that is there twice twice.
        on_source: Called after each input.
        state: What earlier runs read; an input that has not changed since is not read again.
        review_page: Where the review page of the same figures goes, if anywhere; written when the output is whole.

    Returns:
        What was done.

    Raises:
        OutputError: The output cannot be written.
    """
    library = work.library
    summary = Summary(passed_over=found.passed_over)
    codes = sorted(select_codes(library, only))

    def keep(figure: Figure) -> bool:
        return figure.indicator in codes if only or coded else True

    opened = writing.open_output(output, tables.written(library, codes), name=name, headings=headings)
    with keep_results(library) as kept:
        with opened as sink:
            results = batch.run(
                found.sources, work, jobs=jobs, keep_duplicates=keep_duplicates, on_source=on_source, state=state
            )
            try:
                with closing(results):
                    for result in _with_missing(found, results):
                        with _undisturbed():
                            kept.add(result)
                        _tell(result)
            except KeyboardInterrupt:
                summary.interrupted = True  # what was finished is kept
            written = _write(kept, sink, library, codes, keep, summary)
        if review_page:
            shown = review.reviewed_run(islice(kept.results(), written), kept.checks(before=written), library, keep)
            review.write_review(review_page, shown, library)
    return summary


def review_to(page: str, metrics: str | Path, library: Library) -> None:
    """
    Write the review page of an output of ``extract``.

    Args:
        page: A file that ends in ``.html``, or a folder for a page a document.
        metrics: The output: a file of any format, or a folder of tables.
        library: Where the codes are that a person may choose from.

    Raises:
        TableError: The output cannot be read.
        OutputError: The page cannot be written, or would be too large.
    """
    review.write_review(page, review.reviewed_output(metrics), library)


def merge_to(
    output: str,
    parts: Sequence[str | Path],
    library: Library,
    *,
    name: str = "",
    headings: str = "en",
    keep_duplicates: bool = False,
) -> Summary:
    """
    Write the outputs of several runs as that of one run over all their inputs.

    Duplicates, the checks between reports and the panel are those of all parts together.

    Args:
        output: A file, a folder with ``/`` at its end, or ``-`` for standard output.
        parts: Outputs of ``extract``: files of any format, or folders of tables.
        library: The pattern library the parts were made with.
        name: Format of the output, where its ending does not tell.
        headings: Language of headings and sheet names, ``en`` or ``zh``.
        keep_duplicates: Count the figures of a document that is there twice twice.

    Returns:
        What the parts held.

    Raises:
        TableError: A part cannot be read.
        OutputError: The output cannot be written.
    """
    summary = Summary()
    codes = sorted(library.indicators)
    opened = writing.open_output(output, tables.written(library), name=name, headings=headings)
    with opened as sink, keep_results(library) as kept:
        for result in batch.mark_duplicates(read_parts(parts), keep=keep_duplicates):
            _tell_of_library(result, library)
            kept.add(result)
        _write(kept, sink, library, codes, lambda figure: True, summary)
    return summary


def _tell_of_library(result: DocumentResult, library: Library) -> None:
    if unknown := sorted({figure.indicator for figure in result.figures} - {"", *library.indicators}):
        logger.warning("%s: %s: no such indicator; name its library with --patterns", result.file, ", ".join(unknown))


def _write(
    kept: Kept, sink: writing.Sink, library: Library, codes: Sequence[str], keep: Callable[[Figure], bool], summary: Summary
) -> int:
    """Write all tables of what was kept, and count it; what is stopped holds whole documents, so many as is told."""
    written = 0
    try:
        kept.compare()
        for result in kept.results():
            with _undisturbed():
                sink.write("metrics", tables.metrics_rows(result, library, keep=keep))
                sink.write("documents", [tables.documents_row(result, library)])
                summary.add(result)
                written += 1
    except KeyboardInterrupt:
        summary.interrupted = True
    for row in kept.panel(before=written):
        sink.write("panel_notes", tables.panel_notes_rows(row, codes))
        sink.write("panel", [tables.panel_row(row, codes)])
    for file, checks in kept.checks(before=written):
        sink.write("checks", tables.checks_rows(file, checks))
    sink.write("codebook", (row for row in tables.codebook_rows(library) if row[0] in codes))
    return written


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold signals back until a document is kept or written whole, so that no table holds half of it."""
    if threading.current_thread() is not threading.main_thread():  # signals go to the main thread only
        yield
        return
    held: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    handlers = [signal.signal(number, lambda number, frame: held.append(number)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, handlers):
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    if held:
        signal.raise_signal(held[0])


def find_figures(found: Inputs, library: Library, summary: Summary) -> Iterator[Figure]:
    """Yield the figures of many inputs, and count them in *summary*; what cannot be read is told and left out."""
    for result in _with_missing(found, batch.run(found.sources, batch.Work(library=library))):
        _tell(result)
        summary.add(result)
        yield from result.figures


def evaluate_reports(
    gold: Mapping[str, Sequence[Expected]], found: Inputs, library: Library, summary: Summary
) -> Evaluation:
    """
    Hold the figures of reports against gold.

    Args:
        gold: Name of a report → its figures, as ``evaluate.read_gold`` gives them.
        found: The reports.
        library: The pattern library.
        summary: Counts the documents; one that cannot be read, and gold without its report, are told and count as failed.

    Returns:
        The evaluation.

    Raises:
        GoldError: The gold is not that of the report's text.
    """

    def read() -> Iterator[Stages]:
        items = [*found.missing, *(item for source in found.sources for item in read_source(source))]
        for item in items:
            if isinstance(item, UnreadableReport):
                logger.error("%s", item)
                summary.failed += 1
                continue
            stages = run_stages(item, library)
            summary.documents += 1
            summary.figures += len(stages.figures)
            summary.coded += sum(bool(figure.indicator) for figure in stages.figures)
            yield stages

    result = evaluate(gold, read(), library)
    for name in sorted(set(gold) - set(result.reports)):
        logger.error("%s: no report of this name", f"{name}.jsonl")
        summary.failed += 1
    return result


def read_document(path: str | Path, *, max_bytes: int = MAX_BYTES) -> Document:
    """
    Read one document.

    Args:
        path: A file, or ``-`` for standard input.
        max_bytes: A larger input is refused unread.

    Returns:
        The document, to whose text all offsets refer.

    Raises:
        UnreadableReport: It is missing, cannot be read, or holds several documents.
    """
    found = find_inputs([path], max_bytes=max_bytes)
    items = [*found.missing, *(item for source in found.sources for item in read_source(source, max_bytes=max_bytes))]
    if len(items) != 1:
        raise UnreadableReport(str(path), f"expected one document, found {len(items)}")
    if isinstance(items[0], UnreadableReport):
        raise items[0]
    return items[0]


def select_codes(library: Library, globs: Sequence[str]) -> frozenset[str]:
    """
    The codes that match one of some globs.

    Args:
        library: Where the codes are.
        globs: ``reconsideration.*`` and the like; none means every code.

    Returns:
        The codes.

    Raises:
        LawgovError: A glob matches no code: most often a slip of the pen.
    """
    for glob in globs:
        if not any(fnmatchcase(code, glob) for code in library.indicators):
            raise LawgovError(f"{glob}: matches no indicator; `lawgov list` shows the codes")
    return frozenset(code for code in library.indicators if not globs or any(fnmatchcase(code, glob) for glob in globs))


def _with_missing(found: Inputs, results: Iterator[DocumentResult]) -> Iterator[DocumentResult]:
    """Put the inputs that are not there at their places in the order of ``file``."""
    missing = sorted(found.missing, key=lambda fault: natural_key(fault.path), reverse=True)
    for result in results:
        while missing and natural_key(missing[-1].path) < natural_key(result.file):
            fault = missing.pop()
            yield DocumentResult(file=fault.path, status="failed", error=fault.reason)
        yield result
    for fault in reversed(missing):
        yield DocumentResult(file=fault.path, status="failed", error=fault.reason)


def _tell(result: DocumentResult) -> None:
    if result.status == "failed":
        logger.error("%s: %s", result.file, result.error)
    elif result.status == "duplicate":
        logger.info("%s: the same content as %s", result.file, result.duplicate_of)
    elif result.status == "needs_ocr":
        logger.warning("%s: %s", result.file, result.error)
    elif result.status == "empty":
        logger.warning("%s: empty", result.file)
    elif result.status == "skipped":
        logger.warning("%s: skipped: %s", result.file, result.error)
    elif result.error:
        logger.warning("%s: %s", result.file, result.error)
    logger.debug("%s: %s, %d figures", result.file, result.status, len(result.figures))
