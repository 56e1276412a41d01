"""The parts that several runs wrote → the results of one run over all their inputs."""

from __future__ import annotations

import heapq
import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from itertools import groupby
from pathlib import Path

from lawgov_extract.errors import TableError
from lawgov_extract.model import Check, DocumentResult, Figure, Metadata, Origin
from lawgov_extract.reading import natural_key
from lawgov_extract.tables import CHECKS, DOCUMENTS, METRICS
from lawgov_extract.writing.read_back import read_table

_METRICS = [column.name for column in METRICS.columns]
_DOCUMENTS = [column.name for column in DOCUMENTS.columns]
_CHECKS = [column.name for column in CHECKS.columns]
_ACROSS = "between_reports"
_CHECK_FIELDS = [field.name for field in fields(Check)]
_SAME_NAME = frozenset(
    "figure_id start end text value unit bound kind decimals evidence indicator pattern label dimension status year period_start "
    "period_end scope part_of compared_with".split()
)
_ABOUT = frozenset(
    "title issuer region_code province city county report_year document_number index_number site written_date published_date".split()
)

logger = logging.getLogger(__name__)


def read_parts(paths: Sequence[str | Path]) -> Iterator[DocumentResult]:
    """
    Yield the results that outputs of ``extract`` hold.

    An output of every table gives back documents, figures and checks; one of metrics alone gives those of the
    documents in which figures were found. The checks between reports are left out: with more reports they are others.

    Args:
        paths: Files of any format that ``extract`` writes, or folders of tables.

    Yields:
        Results in the natural order of ``file``; a document that stands in two parts once.

    Raises:
        TableError: A part cannot be read, or its rows are not in the order they were written in.
    """
    last = None
    for result in heapq.merge(*map(_read_part, paths), key=lambda result: natural_key(result.file)):
        if last is not None and result.file == last.file:
            if result.doc_id == last.doc_id:
                continue
            logger.warning("%s: stands for two different documents", result.file)
        last = result
        yield result


def _read_part(path: str | Path) -> Iterator[DocumentResult]:
    figures = groupby(_named(path, METRICS, _METRICS), key=lambda row: row["file"])
    documents = _named(path, DOCUMENTS, _DOCUMENTS)
    with closing(sqlite3.connect("", isolation_level=None)) as base:  # the checks of a part may be more than memory holds
        _store_checks(base, path)
        last: list | None = None
        group = next(figures, None)
        for document in documents:
            last = _in_order(path, document["file"], last)
            rows = []
            if group is not None and group[0] == document["file"]:
                rows = list(group[1])
                group = next(figures, None)
            yield _result(document, rows, _checks_of(base, document["file"]))
        while group is not None:  # an output without documents
            last = _in_order(path, group[0], last)
            rows = list(group[1])
            about = {name: rows[0].get(name) for name in _DOCUMENTS} | {"status": "ok"}
            yield _result(about, rows, ())
            group = next(figures, None)


def _named(path: str | Path, table: object, names: list[str]) -> Iterator[dict]:
    return (dict(zip(names, row, strict=True)) for row in read_table(path, table))


def _in_order(path: str | Path, file: str, last: list | None) -> list:
    key = natural_key(file)
    if last is not None and key <= last:
        raise TableError(str(path), "", f"{file}: expected rows in the order they were written in, by file")
    return key


def _store_checks(base: sqlite3.Connection, path: str | Path) -> None:
    base.execute("CREATE TABLE checks (file TEXT, told TEXT)")
    rows = _named(path, CHECKS, _CHECKS)
    base.executemany(
        "INSERT INTO checks VALUES (?, ?)", ((row["file"], json.dumps(row)) for row in rows if row["kind"] != _ACROSS)
    )
    base.execute("CREATE INDEX by_file ON checks (file)")


def _checks_of(base: sqlite3.Connection, file: str) -> tuple[Check, ...]:
    rows = (json.loads(told) for (told,) in base.execute("SELECT told FROM checks WHERE file = ? ORDER BY rowid", (file,)))
    return tuple(
        Check(**{name: row[name] or "" for name in _CHECK_FIELDS if name != "figure_ids"}, figure_ids=_listed(row["figure_ids"]))
        for row in rows
    )


def _result(document: dict, rows: Iterable[dict], checks: tuple[Check, ...]) -> DocumentResult:
    about = {name: document[name] for name in _ABOUT if document[name] is not None}
    figures = tuple(map(_figure, rows))
    told = document.get("figures")
    origin = None if told is None else Origin(
        figures=told, coded_figures=document["coded_figures"], program_version=document["program_version"] or "",
        library_hash=document["library_hash"] or "",
    )  # fmt: skip
    return DocumentResult(
        file=document["file"], status=document["status"], doc_id=document["doc_id"] or "",
        metadata=Metadata(
            **about, region_candidates=_listed(document["region_candidates"]), document_type=document["document_type"] or "other"
        ),
        media_type=document["media_type"] or "", encoding=document["encoding"] or "", characters=document["characters"] or 0,
        replaced_characters=document["replaced_characters"] or 0, figures=figures, checks=checks, error=document["error"] or "",
        duplicate_of=document["duplicate_of"] or "", origin=origin,
    )  # fmt: skip


def _figure(row: dict) -> Figure:
    texts = {name: row[name] for name in _SAME_NAME}
    texts |= {name: "" for name in _SAME_NAME if texts[name] is None and Figure.__annotations__[name] is str}
    failed = tuple(check for check in _listed(row["checks"]) if not check.startswith(f"{_ACROSS}:"))
    return Figure(
        **texts, low=row["value_low"], high=row["value_high"], evidence_start=row["start"], evidence_end=row["end"],
        section=tuple((row["section"] or "").split(" / ")) if row["section"] else (), checks=failed,
    )  # fmt: skip


def _listed(cell: str | None) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()
