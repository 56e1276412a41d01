"""What earlier runs read, remembered in a file: unchanged inputs are not read again, and a stopped run goes on."""

from __future__ import annotations

import io
import os
import pickle
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from lawgov_extract import __version__, model
from lawgov_extract.errors import StateError
from lawgov_extract.model import DocumentResult
from lawgov_extract.reading.remote import is_url

if TYPE_CHECKING:
    from lawgov_extract.reading import Source

SCHEMA = 1
COMMIT_INPUTS, COMMIT_SECONDS = 25, 1.0  # what a killed run may lose at most
SETTLED = 2_000_000_000  # nanoseconds; a younger file may change again without a new time stamp
_APPLICATION = 0x6C67_7873  # the program's mark in the head of the file: "lgxs"
_TABLES = """
CREATE TABLE IF NOT EXISTS inputs (
  file TEXT PRIMARY KEY, path TEXT, size INTEGER, modified INTEGER, content BLOB, made_by BLOB, packed BLOB
) WITHOUT ROWID;
"""
_TRIED_AGAIN = ("failed", "needs_ocr")  # another time memory, the net or the installed extras may allow more
_MODEL = frozenset(["DocumentResult", "Metadata", "Figure", "Check"])
_PLAIN = frozenset([("decimal", "Decimal"), ("datetime", "date")])


@contextmanager
def open_state(path: str | Path, settings: Iterable[object]) -> Iterator[State]:
    """
    Open a state file, or make it.

    Args:
        path: The file.
        settings: All that the results depend on besides the input: with others every input is read again.

    Yields:
        The state; what it was given to remember is in the file when the context ends, however it ends.

    Raises:
        StateError: The file is no state file, is in use by another run, or cannot be read or written.
    """
    base = None
    try:
        base = sqlite3.connect(path, timeout=0, isolation_level=None)
        _begin(base, str(path))
        yield State(base, _digest(repr((SCHEMA, __version__, *settings)).encode()))
        base.execute("COMMIT")
    except sqlite3.Error as problem:
        reason = "is in use by another run" if "locked" in str(problem) else f"cannot be used as state: {problem}"
        raise StateError(str(path), reason) from problem
    finally:
        if base is not None:
            if base.in_transaction:
                base.execute("COMMIT")
            base.close()


def _begin(base: sqlite3.Connection, path: str) -> None:
    """Take the file for this run alone, and make its table."""
    base.execute("PRAGMA locking_mode = EXCLUSIVE")
    (mark,) = base.execute("PRAGMA application_id").fetchone()
    (tables,) = base.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    if tables and mark != _APPLICATION:
        raise StateError(path, "is a database of another kind; expected a state file, or a new name")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute(f"PRAGMA application_id = {_APPLICATION}")
    base.executescript(_TABLES)
    base.execute("BEGIN IMMEDIATE")


class State:
    """The results of inputs by name, with what tells whether an input is still what it was."""

    def __init__(self, base: sqlite3.Connection, made_by: bytes) -> None:
        self._base, self._made_by = base, made_by
        self._began = time.time_ns()
        self._unsaved, self._saved_at = 0, time.monotonic()

    def knows(self, source: Source) -> bool:
        """Whether an input has not changed: its path, size and time of change are those remembered, or its bytes are."""
        stamp = _stamp(source)
        row = stamp and self._base.execute(
            "SELECT path, size, modified, content FROM inputs WHERE file = ? AND made_by = ?", (source.file, self._made_by)
        ).fetchone()
        if not row:
            return False
        *known, content = row
        if known == [*stamp]:
            return True
        path, size, modified = stamp
        if size != known[1] or _content(source) != content:
            return False
        change = (path, self._settled(modified), source.file)
        self._base.execute("UPDATE inputs SET path = ?, modified = ? WHERE file = ?", change)
        self._save()
        return True

    def recall(self, source: Source) -> list[DocumentResult] | None:
        """Give the results of an input that the state knows; None where what it holds is damaged."""
        (packed,) = self._base.execute("SELECT packed FROM inputs WHERE file = ?", (source.file,)).fetchone()
        try:
            return _unpack(packed)
        except Exception:  # noqa: BLE001 - as if it were not there
            return None

    def remember(self, source: Source, results: list[DocumentResult]) -> None:
        """Keep the results of an input; not those that may be others another time, nor those of an input that lies nowhere."""
        stamp, content = _stamp(source), _content(source)
        if stamp is None or content is None or any(result.status in _TRIED_AGAIN for result in results):
            return
        path, size, modified = stamp
        if modified >= self._began:  # it may have changed after it was read
            return
        row = (source.file, path, size, self._settled(modified), content, self._made_by, _pack(results))
        self._base.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._save()

    def forget_others(self, sources: Iterable[Source]) -> None:
        """Forget the inputs that are not among those of a whole run."""
        self._base.execute("CREATE TEMP TABLE present (file TEXT PRIMARY KEY) WITHOUT ROWID")
        self._base.executemany("INSERT OR IGNORE INTO present VALUES (?)", ((source.file,) for source in sources))
        self._base.execute("DELETE FROM inputs WHERE file NOT IN (SELECT file FROM present)")

    def _settled(self, modified: int) -> int:
        """A time of change as it is remembered: 0 where the file may change again without a new one."""
        return modified if modified < self._began - SETTLED else 0

    def _save(self) -> None:
        self._unsaved += 1
        if self._unsaved >= COMMIT_INPUTS or time.monotonic() - self._saved_at > COMMIT_SECONDS:
            self._base.execute("COMMIT")
            self._base.execute("BEGIN IMMEDIATE")
            self._unsaved, self._saved_at = 0, time.monotonic()


def _stamp(source: Source) -> tuple[str, int, int] | None:
    """Path, size in bytes and time of change in nanoseconds of a local file."""
    path = os.fspath(source.path)
    if source.load is not None or is_url(path):
        return None
    try:
        found = os.stat(path)
    except OSError:
        return None
    return os.path.abspath(path), found.st_size, found.st_mtime_ns


def _content(source: Source) -> bytes | None:
    try:
        with open(source.path, "rb") as file:
            digest = blake2b(digest_size=16)
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return None
    return digest.digest()


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _pack(results: list[DocumentResult]) -> bytes:
    return zlib.compress(pickle.dumps(results, pickle.HIGHEST_PROTOCOL), 1)


def _unpack(packed: bytes) -> list[DocumentResult]:
    return _Unpickler(io.BytesIO(zlib.decompress(packed))).load()


class _Unpickler(pickle.Unpickler):
    """Makes values of results and nothing else: a state file of somebody else's making runs no code."""

    def find_class(self, module: str, name: str) -> object:
        """The classes of results."""
        if module == model.__name__ and name in _MODEL or (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a result")
