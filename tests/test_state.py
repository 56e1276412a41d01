"""The state file: what has not changed is not read again, and nothing else is taken from it."""

import os
import pickle
import sqlite3
import time
import zlib
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner

from lawgov_extract import batch
from lawgov_extract.cli import extract
from lawgov_extract.errors import StateError
from lawgov_extract.library import load_library
from lawgov_extract.model import DocumentResult
from lawgov_extract.reading import find_inputs
from lawgov_extract.state import open_state

TEXT = "白鹭县2022年法治政府建设年度报告\n收到行政复议申请{}件。"
LIBRARY = load_library()


@pytest.fixture
def folder(tmp_path) -> Path:
    reports = tmp_path / "in"
    reports.mkdir()
    for number in range(3):
        put(reports / f"{number}.txt", number + 10, age=60)
    return reports


def put(path: Path, value: object, age: float = 0) -> None:
    path.write_text(TEXT.format(value), encoding="utf-8")
    os.utime(path, (time.time() - age,) * 2)


class Counting(batch.Work):
    """Work that notes what it reads."""

    read: ClassVar[list[str]] = []

    def of(self, source):
        self.read.append(source.file)
        return super().of(source)


def run(folder: Path, state: Path, *, upto: int = 99, max_bytes: int = 1 << 20) -> tuple[list[DocumentResult], list[str]]:
    """The results of a run that is stopped after *upto* documents, and the inputs that it read."""
    Counting.read = []
    work = Counting(library=LIBRARY, max_bytes=max_bytes)
    results = []
    with open_state(state, work.settings) as known:
        running = batch.run(find_inputs([folder]).sources, work, jobs=1, state=known)
        for result in running:
            results.append(result)
            if len(results) == upto:
                running.close()
                break
    return results, Counting.read


def test_what_has_not_changed_is_not_read_again(folder, tmp_path):
    state = tmp_path / "s.state.sqlite"
    first, read = run(folder, state)
    assert read == ["0.txt", "1.txt", "2.txt"]
    assert run(folder, state) == (first, [])


def test_a_stopped_run_goes_on(folder, tmp_path):
    state = tmp_path / "s.state.sqlite"
    assert run(folder, state, upto=2)[1] == ["0.txt", "1.txt"]
    results, read = run(folder, state)
    assert read == ["2.txt"]
    assert [int(result.figures[0].value) for result in results] == [10, 11, 12]


@pytest.mark.parametrize("same_time", [False, True])
def test_what_has_changed_is_read_again(folder, tmp_path, same_time):
    """Also a young file that has another text of the same size and keeps its time stamp."""
    state, changed = tmp_path / "s.state.sqlite", folder / "1.txt"
    young = time.time_ns() - 500_000_000
    os.utime(changed, ns=(young, young))
    run(folder, state)
    put(changed, 99, age=30)
    if same_time:
        os.utime(changed, ns=(young, young))
    results, read = run(folder, state)
    assert read == ["1.txt"]
    assert [int(result.figures[0].value) for result in results] == [10, 99, 12]


def test_a_new_time_or_place_alone_changes_nothing(folder, tmp_path):
    state = tmp_path / "s.state.sqlite"
    first, _ = run(folder, state)
    os.utime(folder / "1.txt", (1_600_000_000,) * 2)
    assert run(folder, state) == (first, [])
    folder.rename(tmp_path / "moved")
    assert run(tmp_path / "moved", state) == (first, [])


def test_other_settings_read_all_again(folder, tmp_path):
    state = tmp_path / "s.state.sqlite"
    run(folder, state)
    assert len(run(folder, state, max_bytes=1 << 19)[1]) == 3


def test_what_is_gone_is_forgotten_and_what_failed_is_tried_again(folder, tmp_path):
    state = tmp_path / "s.state.sqlite"
    run(folder, state)
    (folder / "0.txt").unlink()
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    os.utime(folder / "bad.pdf", (1_600_000_000,) * 2)
    for _ in range(2):
        results, read = run(folder, state)
        assert read == ["bad.pdf"] and results[-1].status == "failed"
    with sqlite3.connect(state) as base:
        assert base.execute("SELECT file FROM inputs ORDER BY file").fetchall() == [("1.txt",), ("2.txt",)]


class Harmful:
    def __reduce__(self):
        return os.system, ("true",)


@pytest.mark.parametrize("packed", [b"x", zlib.compress(b"x"), zlib.compress(pickle.dumps([Harmful()])), zlib.compress(pickle.dumps([Path("x")]))])
def test_what_is_no_result_is_never_made(folder, tmp_path, packed, monkeypatch):
    called = []
    monkeypatch.setattr(os, "system", lambda command: called.append(command))
    state = tmp_path / "s.state.sqlite"
    first, _ = run(folder, state)
    with sqlite3.connect(state) as base:
        base.execute("UPDATE inputs SET packed = ? WHERE file = '1.txt'", (packed,))
    base.close()
    assert run(folder, state) == (first, ["1.txt"])
    assert called == []


def test_a_state_that_cannot_be(folder, tmp_path):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as base:
        base.execute("CREATE TABLE mine (x)")
    base.close()
    text = tmp_path / "text.sqlite"
    text.write_text("no database " * 99, encoding="utf-8")
    for path, reason in ((other, "is a database of another kind"), (text, "cannot be used as state"), (tmp_path / "no" / "s", "cannot be used as state")):
        with pytest.raises(StateError, match=reason), open_state(path, ()):
            pass
    with open_state(tmp_path / "s", ()), pytest.raises(StateError, match="in use by another run"), open_state(tmp_path / "s", ()):
        pass


def test_the_command_writes_the_same_with_and_without(folder, tmp_path):
    def written(*options: str) -> bytes:
        done = CliRunner().invoke(extract, [str(folder), "-o", str(tmp_path / "m.csv"), *options])
        assert (done.exit_code, done.exception) == (0, None)
        return (tmp_path / "m.csv").read_bytes()

    plain = written()
    assert [written("--state", str(tmp_path / "s.state.sqlite"), *more) for more in ((), (), ("-j", "2"))] == [plain] * 3
