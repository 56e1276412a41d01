"""Many inputs: the order, the duplicates, and inputs that bring a process down."""

import multiprocessing
import os
import pickle
import random
import signal
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from lawgov_extract import batch
from lawgov_extract.library import load_library
from lawgov_extract.model import DocumentResult
from lawgov_extract.reading import Source, find_inputs


class Echo(batch.Work):
    """Work whose result tells the input it came from; some inputs do harm."""

    def of(self, source):
        if "kill" in source.file:
            os.kill(os.getpid(), signal.SIGKILL)
        if "mute" in source.file:
            return [lambda: "what cannot be sent"]
        if "slow" in source.file:
            time.sleep(60)
        return [DocumentResult(file=source.file, status="ok", doc_id=source.file)]


ECHO = Echo(library=None)


def sources(count: int, **named: str) -> list[Source]:
    return [Source(f"{number}{named.get(f'n{number}', '')}.txt") for number in range(count)]


@pytest.mark.parametrize("jobs", [None, 1, 2, 3])
def test_results_come_in_natural_order(jobs):
    """Whatever the order of the inputs and the number of processes."""
    given = sources(100)
    random.Random(7).shuffle(given)
    calls = []
    results = list(batch.run(given, ECHO, jobs=jobs, on_source=lambda: calls.append(1)))
    assert [result.file for result in results] == [f"{number}.txt" for number in range(100)]
    assert len(calls) == 100


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
@pytest.mark.parametrize("killers", [(0,), (41,), (99,), (3, 4, 60)])
def test_exactly_the_input_that_kills_its_process_fails(killers):
    given = sources(100, **{f"n{number}": "kill" for number in killers})
    results = list(batch.run(given, ECHO, jobs=2))
    assert [result.file for result in results] == [source.file for source in given]
    failed = [number for number, result in enumerate(results) if result.status == "failed"]
    assert tuple(failed) == killers
    assert "brought its process down" in results[killers[0]].error


@pytest.mark.parametrize("jobs", [None, 2])
def test_exactly_the_input_that_hangs_is_given_up(jobs, monkeypatch):
    """Its process is killed, its row says why, the rest is done; also where few inputs need no processes."""
    monkeypatch.setattr(batch, "LIMIT_SECONDS", 0.6)
    given = [Source(f"{number}{'slow' if number in (3, 17) else ''}.pdf") for number in range(20)]
    others = set(multiprocessing.active_children())
    began = time.monotonic()
    results = list(batch.run(given, ECHO, jobs=jobs))
    assert time.monotonic() - began < 20
    assert [result.file for result in results] == [source.file for source in given]
    failed = {result.file: result.error for result in results if result.status == "failed"}
    assert failed == dict.fromkeys(["3slow.pdf", "17slow.pdf"], "reading it took more than 0.6 seconds")
    while set(multiprocessing.active_children()) - others:
        assert time.monotonic() - began < 30
        time.sleep(0.05)


def test_an_answer_that_cannot_be_sent_fails_its_input_only():
    results = list(batch.run(sources(20, n7="mute"), ECHO, jobs=2))
    assert [number for number, result in enumerate(results) if result.status == "failed"] == [7]
    assert results[7].error.startswith("unexpected error")


def test_processes_that_inherit_nothing(tmp_path, monkeypatch):
    """Where processes are spawned, the library is sent to them and the rows are the same."""
    monkeypatch.setattr(batch.sys, "platform", "darwin")
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"全年收到行政复议申请{number + 20}件。", encoding="utf-8")
    found, work = find_inputs([tmp_path]).sources, batch.Work(library=load_library())
    assert list(batch.run(found, work, jobs=2)) == list(batch.run(found, work, jobs=1))


def test_few_inputs_start_no_process(monkeypatch):
    monkeypatch.setattr(batch, "_pool", None)
    assert len(list(batch.run(sources(50), ECHO))) == 50


def test_much_work_starts_processes(monkeypatch):
    """After a short trial the rest goes to processes, once."""
    monkeypatch.setattr(batch, "TRIAL_SECONDS", 0.0)
    monkeypatch.setattr(batch, "WORTH_SECONDS", 0.0)
    monkeypatch.setattr(batch, "_processors", lambda: 2)
    started = []
    pool = batch._pool
    monkeypatch.setattr(batch, "_pool", lambda work, jobs: started.append(jobs) or pool(work, jobs))
    assert [result.file for result in batch.run(sources(50), ECHO)] == [source.file for source in sources(50)]
    assert started == [2]


def test_stopping_does_not_wait_for_tasks_under_way():
    results = batch.run(sources(4, n3="slow"), ECHO, jobs=2)
    next(results)
    began = time.monotonic()
    results.close()
    assert time.monotonic() - began < 10


def copies(*statuses: str, doc_id: str = "same"):
    class Work:
        def of(self, source):
            number = int(source.file.partition(".")[0])
            return [
                DocumentResult(
                    file=source.file, status=statuses[number], doc_id=doc_id, figures=(SimpleNamespace(start=1),)
                )
            ]

    return Work()


def test_later_copies_are_duplicates_without_figures():
    results = list(batch.run(sources(3)[::-1], copies("ok", "ok", "ok"), jobs=1))
    assert [(r.status, r.duplicate_of, len(r.figures)) for r in results] == [
        ("ok", "", 1), ("duplicate", "0.txt", 0), ("duplicate", "0.txt", 0),
    ]  # fmt: skip


def test_duplicates_can_be_kept():
    results = list(batch.run(sources(2), copies("ok", "ok"), jobs=1, keep_duplicates=True))
    assert [(r.status, r.duplicate_of, len(r.figures)) for r in results] == [("ok", "", 1), ("duplicate", "0.txt", 1)]


@pytest.mark.parametrize("status", ["empty", "needs_ocr", "failed", "skipped"])
def test_documents_without_text_are_no_duplicates(status):
    results = list(batch.run(sources(2), copies(status, status), jobs=1))
    assert [result.status for result in results] == [status, status]


def test_a_fault_of_ours_fails_one_input_only(tmp_path, monkeypatch):
    """An unexpected error is the row of its input, and the others go on."""
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"{name}：受理20件。", encoding="utf-8")

    def extract_document(document, library):
        if document.file == "b.txt":
            raise ZeroDivisionError("two\nlines")
        return DocumentResult(file=document.file, status="ok", doc_id=document.doc_id)

    monkeypatch.setattr(batch, "extract_document", extract_document)
    results = list(batch.run(find_inputs([tmp_path]).sources, batch.Work(library=None), jobs=1))
    assert [result.status for result in results] == ["ok", "failed", "ok"]
    assert results[1].error == "unexpected error, please report it: ZeroDivisionError: two lines"
    assert results[1].characters == 8


def test_an_input_too_large_is_a_failed_row(tmp_path):
    (tmp_path / "a.txt").write_text("x" * 100)
    (result,) = batch.run(find_inputs([tmp_path]).sources, replace(batch.Work(library=None), max_bytes=10), jobs=1)
    assert (result.file, result.status) == ("a.txt", "failed")
    assert "larger than" in result.error


def test_extract_batch_gives_rows_of_plain_values(tmp_path):
    """Importable and picklable; numbers are int or float."""
    path = tmp_path / "a.txt"
    path.write_text("全年收到行政复议申请20件。", encoding="utf-8")
    (row,) = pickle.loads(pickle.dumps(batch.extract_batch))([path])
    assert (row["file"], row["value"], row["unit"], row["text"]) == ("a.txt", 20, "件", "20件")
    assert type(row["value"]) is int
    assert row["value_low"] == 20
