"""What a review page shows of a document: its row, its figures and the checks that do not hold, from a run or an output."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from lawgov_extract.errors import TableError
from lawgov_extract.library import Library
from lawgov_extract.model import Check, DocumentResult, Figure
from lawgov_extract.reading import natural_key
from lawgov_extract.tables import CHECKS, DOCUMENTS, METRICS, Table, checks_rows, documents_row, metrics_rows
from lawgov_extract.writing.read_back import read_table

_ABOUT = "file doc_id issuer region_code province city county report_year".split()  # what metrics tell of the document


@dataclass(frozen=True, slots=True)
class Reviewed:
    """
    One document of a review.

    Attributes:
        document: Its row of ``documents`` by column; of an output without that table what ``metrics`` tell, with counts.
        figures: Its rows of ``metrics`` by column, in the order of the text.
        failed: The rows of ``checks`` that do not hold: those of the document, and those its figures name.
    """

    document: dict
    figures: Sequence[dict]
    failed: Sequence[dict]


def reviewed_output(path: str | Path) -> Iterator[Reviewed]:
    """
    Yield the documents that an output of ``extract`` holds.

    Args:
        path: A file of any format that ``extract`` writes, or a folder of tables.

    Raises:
        TableError: It cannot be read, or its rows are not in the order they were written in.
    """
    with closing(_FailedChecks(read_table(path, CHECKS))) as failed:
        documents = _in_order(path, _named(DOCUMENTS, read_table(path, DOCUMENTS)))
        rows = groupby(_named(METRICS, read_table(path, METRICS)), key=lambda row: row["file"])
        of_figures = _in_order(path, ({"file": file, "rows": list(group)} for file, group in rows))
        for document, figures in _joined(documents, of_figures):
            yield _reviewed(document, figures, failed)


def reviewed_run(
    results: Iterable[DocumentResult],
    checks: Iterable[tuple[str, Iterable[Check]]],
    library: Library,
    keep: Callable[[Figure], bool] = lambda figure: True,
) -> Iterator[Reviewed]:
    """
    Yield the documents of a run.

    Args:
        results: What the inputs gave, in the order of the tables.
        checks: File and checks, in the order of the tables.
        library: The pattern library.
        keep: Says which figures have a row in ``metrics``.
    """
    rows = (row for file, told in checks for row in checks_rows(file, told))
    with closing(_FailedChecks(rows)) as failed:
        for result in results:
            (document,) = _named(DOCUMENTS, [documents_row(result, library)])
            figures = list(_named(METRICS, metrics_rows(result, library, keep=keep)))
            yield _reviewed(document, figures, failed)


class _FailedChecks:
    """The checks that do not hold, kept in a temporary database: those of many documents are more than memory holds."""

    def __init__(self, rows: Iterable[tuple]) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("CREATE TABLE checks (check_id TEXT, file TEXT, told TEXT)")
        failed = (row for row in _named(CHECKS, rows) if row["verdict"] != "ok")
        self._base.executemany(
            "INSERT INTO checks VALUES (?, ?, ?)", ((row["check_id"], row["file"], json.dumps(row)) for row in failed)
        )
        self._base.execute("CREATE INDEX by_id ON checks (check_id)")
        self._base.execute("CREATE INDEX by_file ON checks (file)")

    def of(self, file: str, check_ids: Iterable[str]) -> list[dict]:
        """The failed checks of a document, then those that its figures name and another document bears."""
        found = self._base.execute("SELECT told FROM checks WHERE file = ? ORDER BY rowid", (file,)).fetchall()
        for check_id in check_ids:
            found += self._base.execute("SELECT told FROM checks WHERE check_id = ? LIMIT 1", (check_id,)).fetchall()
        rows = [json.loads(told) for (told,) in found]
        return list({row["check_id"]: row for row in reversed(rows)}.values())[::-1]

    def close(self) -> None:
        """Drop the database."""
        self._base.close()


def _reviewed(document: dict, figures: list[dict], failed: _FailedChecks) -> Reviewed:
    figures = sorted(figures, key=lambda row: (row["start"] or 0, row["end"] or 0))
    named = dict.fromkeys(check for row in figures for check in (row["checks"] or "").split(";") if check)
    return Reviewed(document, figures, failed.of(document["file"], named))


def _named(table: Table, rows: Iterable[tuple]) -> Iterator[dict]:
    names = table.headings("en")
    return (dict(zip(names, row, strict=True)) for row in rows)


def _in_order(path: str | Path, rows: Iterable[dict]) -> Iterator[dict]:
    last = None
    for row in rows:
        key = natural_key(row["file"] or "")
        if last is not None and key <= last:
            raise TableError(str(path), "", f"{row['file']}: expected rows in the order they were written in, by file")
        last = key
        yield row


def _joined(documents: Iterator[dict], of_figures: Iterator[dict]) -> Iterator[tuple[dict, list[dict]]]:
    """Each document with its figures; an output of metrics alone tells of documents what the figures do."""
    group = next(of_figures, None)
    for document in documents:
        key = natural_key(document["file"] or "")
        while group is not None and natural_key(group["file"] or "") < key:
            yield _told(group["rows"]), group["rows"]
            group = next(of_figures, None)
        if group is not None and group["file"] == document["file"]:
            yield document, group["rows"]
            group = next(of_figures, None)
        else:
            yield document, []
    while group is not None:
        yield _told(group["rows"]), group["rows"]
        group = next(of_figures, None)


def _told(rows: list[dict]) -> dict:
    coded = sum(row["indicator"] is not None for row in rows)
    return {name: rows[0][name] for name in _ABOUT} | {"figures": len(rows), "coded_figures": coded}
