"""Results kept on disk until all reports are read, because a report can contradict one that was read before it."""

from __future__ import annotations

import pickle
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby

from lawgov_extract.between import Telling, compare, pairs_of, told_totals
from lawgov_extract.checks import name_checks
from lawgov_extract.errors import LawgovError
from lawgov_extract.library import Library
from lawgov_extract.model import Check, DocumentResult
from lawgov_extract.panel import Body, Row, Total, choose, find_totals

IN_MEMORY = 256  # results that are not put on disk
_TABLES = """
PRAGMA journal_mode = OFF;
CREATE TABLE results (number INTEGER PRIMARY KEY, packed BLOB);
CREATE TABLE checks (verdict TEXT, number INTEGER, across INTEGER, packed BLOB);
CREATE TABLE told (key INTEGER, number INTEGER, place INTEGER, own INTEGER, report_year INTEGER);
CREATE TABLE pairs (later INTEGER, later_place INTEGER, number INTEGER, place INTEGER, other INTEGER, other_place INTEGER);
CREATE TABLE failed (doc_id TEXT, check_number INTEGER);
CREATE TABLE bodies (body TEXT PRIMARY KEY, region_code TEXT, province TEXT, city TEXT, county TEXT, issuer TEXT) WITHOUT ROWID;
CREATE TABLE totals (
  body TEXT, year INTEGER, code TEXT, figure_id TEXT, value TEXT, is_rate INTEGER, part_of_year INTEGER, narrower INTEGER,
  elsewhere INTEGER, vague INTEGER, undivided INTEGER, number INTEGER
);
CREATE INDEX by_number ON checks (number);
CREATE INDEX by_doc ON failed (doc_id);
"""
_SEVERAL = """
SELECT key, number, place, own, report_year FROM told
WHERE key IN (SELECT key FROM told GROUP BY key HAVING COUNT(*) > 1) ORDER BY key, number
"""


_PANEL = """
SELECT region_code, province, city, county, issuer, totals.* FROM totals JOIN bodies USING (body)
WHERE number < ? ORDER BY region_code = '', region_code, issuer, body, year, code, totals.rowid
"""


@contextmanager
def keep_results(library: Library) -> Iterator[Kept]:
    """
    Yield a store for the results of a run. It is a temporary database that is gone with the run, about 6 kB a report.

    Args:
        library: Where the indicators of the panel are.

    Raises:
        LawgovError: The place for temporary files is full or cannot be written.
    """
    base = None
    try:
        base = sqlite3.connect("", isolation_level=None)  # "" is a temporary file without a name
        base.executescript(_TABLES)
        yield Kept(base, library)
    except sqlite3.Error as problem:
        raise LawgovError(f"the folder for temporary files cannot hold the results: {problem}") from problem
    finally:
        if base is not None:
            base.close()


class Kept:
    """The results of a run: first added in order, then compared, then read in the same order."""

    def __init__(self, base: sqlite3.Connection, library: Library) -> None:
        self._base, self._library = base, library
        self._count = 0
        self._first: list[DocumentResult] = []  # a small run needs no disk

    def add(self, result: DocumentResult) -> None:
        """Keep one result; in the order of the tables."""
        number = self._count
        told = [
            (_short(one.key), number, one.place, one.own, result.metadata.report_year or 0) for one in told_totals(result)
        ]
        self._base.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?)", told)
        self._add_totals(result, number)
        if number < IN_MEMORY:
            self._first.append(result)
        else:
            self._base.execute("INSERT INTO results VALUES (?, ?)", (number, _pack(result)))
        for verdict in ("mismatch", "ok"):
            self._add_checks(result.file, number, 0, [check for check in result.checks if check.verdict == verdict])
        self._count += 1

    def compare(self) -> None:
        """Compare what the reports tell of the same year; each check goes to the later of its two reports."""
        for _, rows in groupby(self._base.execute(_SEVERAL), key=lambda row: row[0]):
            for one, two in pairs_of([Telling(*row[1:]) for row in rows]):
                later = max(one, two, key=lambda telling: (telling.report_year, telling.number))
                ends = (later.number, later.place, one.number, one.place, two.number, two.place)
                self._base.execute("INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?)", ends)
        load = lru_cache(maxsize=64)(self._load)  # the reports of one issuer mostly stand together
        order = "SELECT * FROM pairs ORDER BY later, later_place, number, place, other, other_place"
        for later, compared in groupby(self._base.execute(order), key=lambda row: row[0]):
            found = []
            for _, _, number, place, other, other_place in compared:
                one, two = load(number), load(other)
                found.append((compare(one, one.figures[place], two, two.figures[other_place]), one.doc_id, two.doc_id))
            for verdict in ("mismatch", "ok"):
                told = [(check, *both) for check, *both in found if check.verdict == verdict]
                row = self._add_checks(load(later).file, later, 1, [check for check, *_ in told])
                if verdict == "mismatch":
                    ids = sorted({doc_id for _, *both in told for doc_id in both})
                    self._base.executemany("INSERT INTO failed VALUES (?, ?)", [(doc_id, row) for doc_id in ids])

    def results(self) -> Iterator[DocumentResult]:
        """Yield the results in order, with the checks between reports, and their figures named by those that fail."""
        for number in range(self._count):
            result = self._load(number)
            between = self._unpacked("SELECT packed FROM checks WHERE number = ? AND across ORDER BY rowid", number)
            failed = self._unpacked(
                "SELECT packed FROM checks WHERE rowid IN (SELECT check_number FROM failed WHERE doc_id = ?) ORDER BY rowid",
                result.doc_id,
            )
            if between or failed:
                figures = name_checks(result.figures, failed)
                result = replace(result, figures=figures, checks=(*result.checks, *between))
            yield result

    def checks(self, *, before: int | None = None) -> Iterator[tuple[str, tuple[Check, ...]]]:
        """
        Yield (file, checks) of all results, those of all mismatches first.

        Args:
            before: Only of the first so many results.
        """
        rows = self._base.execute(
            "SELECT packed FROM checks WHERE number < ? ORDER BY verdict, number, across",
            (self._count if before is None else before,),
        )
        for (packed,) in rows:
            yield _unpack(packed)

    def panel(self, *, before: int | None = None) -> Iterator[Row]:
        """
        Yield the rows of the panel: by region, issuer and year, what names no region last.

        Args:
            before: Only what the first so many results tell.
        """
        rows = self._base.execute(_PANEL, (self._count if before is None else before,))
        told = ((Body(*row[:5]), Total(*row[5:9], Decimal(row[9]), *map(bool, row[10:-1]))) for row in rows)
        for _, of_year in groupby(told, key=lambda pair: (pair[1].body, pair[1].year)):
            pairs = list(of_year)
            body, first = pairs[0]
            by_code = groupby((total for _, total in pairs), key=lambda total: total.code)
            yield Row(body, first.year, {code: choose(list(totals)) for code, totals in by_code})

    def _add_totals(self, result: DocumentResult, number: int) -> None:
        about = result.metadata
        totals = list(find_totals(result, self._library))
        for total in totals[:1]:
            body = (total.body, about.region_code, about.province, about.city, about.county, about.issuer)
            self._base.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?, ?, ?, ?, ?)", body)
        rows = [(*total._replace(value=str(total.value)), number) for total in totals]
        self._base.executemany("INSERT INTO totals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _load(self, number: int) -> DocumentResult:
        if number < IN_MEMORY:
            return self._first[number]
        return _unpack(self._base.execute("SELECT packed FROM results WHERE number = ?", (number,)).fetchone()[0])

    def _unpacked(self, query: str, value: object) -> tuple[Check, ...]:
        return tuple(check for (packed,) in self._base.execute(query, (value,)) for check in _unpack(packed)[1])

    def _add_checks(self, file: str, number: int, across: int, checks: list[Check]) -> int | None:
        """Keep checks of one verdict; give the number of their row."""
        if not checks:
            return None
        row = (checks[0].verdict, number, across, _pack((file, tuple(checks))))
        return self._base.execute("INSERT INTO checks VALUES (?, ?, ?, ?)", row).lastrowid


def _short(key: tuple) -> int:
    """A key as the 64-bit number it is compared by."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest(), "big", signed=True)


def _pack(value: object) -> bytes:
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def _unpack(packed: bytes) -> object:
    return pickle.loads(zlib.decompress(packed))
