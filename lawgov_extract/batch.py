"""Many inputs: reading and extracting them one by one or in several processes, in order, none lost."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lawgov_extract import tables
from lawgov_extract.errors import UnreadableReport
from lawgov_extract.keeping import keep_results
from lawgov_extract.library import load_library
from lawgov_extract.model import Document, DocumentResult
from lawgov_extract.pipeline import extract_document
from lawgov_extract.reading import find_inputs, natural_key, read_source
from lawgov_extract.reading.limits import MAX_BYTES

if TYPE_CHECKING:
    from lawgov_extract.library import Library
    from lawgov_extract.reading import Source
    from lawgov_extract.state import State

CHUNK = 32  # inputs a task: less waits on messages, more holds back the order
CHUNKS = 8  # tasks a process gets at least, so that all end at about the same time
IN_FLIGHT = 3  # tasks a process, running or queued
TRIAL_SECONDS = 0.5  # how long one process works before more are thought of
WORTH_SECONDS = 2.0  # the least work left that is worth starting processes for
LIMIT_SECONDS = 300.0  # how long one input may take in a process of its own before it is given up
# Endings of inputs that get a process of their own also where there are few of them.
CAN_HANG = (".pdf", ".xls", ".et", ".zip", ".tar", ".gz", ".tgz")
DUPLICATE = "duplicate"
COUNTED = ("ok", "no_figures")  # documents that can be there twice; an empty one equals every other

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """
    What is done with every input.

    Attributes:
        library: The pattern library.
        max_bytes: A larger input is refused unread.
    """

    library: Library
    max_bytes: int = MAX_BYTES

    @property
    def settings(self) -> tuple[object, ...]:
        """All that the results of an input depend on besides the input and the program."""
        return self.library.hash, self.max_bytes

    def of(self, source: Source) -> list[DocumentResult]:
        """Read one input and extract its documents (an archive has several), in natural order."""
        try:
            found = read_source(source, max_bytes=self.max_bytes)
        except UnreadableReport as fault:
            found = [fault]
        except Exception as bug:  # noqa: BLE001 - one bad input never stops the others
            found = [_fault_of(source.file, bug)]
        return sorted((self._result(item) for item in found), key=lambda result: natural_key(result.file))

    def _result(self, item: Document | UnreadableReport) -> DocumentResult:
        if isinstance(item, UnreadableReport):
            if item.__cause__:
                logger.debug("%s: what stopped its reader", item.path, exc_info=item.__cause__)
            return DocumentResult(file=item.path, status="failed", error=item.reason)
        try:
            return extract_document(item, self.library)
        except Exception as bug:  # noqa: BLE001 - one bad input never stops the others
            fault = _fault_of(item.file, bug)
            return DocumentResult(
                file=item.file,
                status="failed",
                doc_id=item.doc_id,
                media_type=item.media_type,
                encoding=item.encoding,
                characters=len(item.text),
                replaced_characters=item.replaced_characters,
                error=fault.reason,
            )


def _fault_of(file: str, bug: Exception) -> UnreadableReport:
    logger.debug("%s: unexpected error", file, exc_info=bug)
    reason = " ".join(f"unexpected error, please report it: {type(bug).__name__}: {bug}".split())
    return UnreadableReport(file, reason[:300])


def extract_batch(paths: Iterable[str | Path], directories: Sequence[str | Path] = ()) -> list[dict[str, object]]:
    """
    Extract the figures of some inputs in this process: what a job array, Spark, Ray or Dask calls.

    Args:
        paths: Files, folders or archives.
        directories: Pattern libraries to add to the built-in one.

    Returns:
        The rows of ``metrics``, a dict each; numbers are int or float, an empty cell is None.

    Raises:
        LibraryError: The pattern library cannot be used.
    """
    library = load_library(*directories)
    names = [column.name for column in tables.METRICS.columns]
    with keep_results(library) as kept:
        for result in run(find_inputs(list(paths)).sources, Work(library=library), jobs=1):
            kept.add(result)
        kept.compare()
        return [
            dict(zip(names, map(tables.plain, row)))
            for result in kept.results()
            for row in tables.metrics_rows(result, library)
        ]


def run(
    sources: Iterable[Source],
    work: Work,
    *,
    jobs: int | None = None,
    keep_duplicates: bool = False,
    on_source: Callable[[], object] = lambda: None,
    state: State | None = None,
) -> Iterator[DocumentResult]:
    """
    Read and extract all inputs.

    Args:
        sources: The inputs, in any order.
        work: What is done with each.
        jobs: Processes; None for as many as there are CPUs, or one when there is little to do; 1 for
            this process alone, which cannot end an input that hangs.
        keep_duplicates: Keep the figures of a document whose content was there before.
        on_source: Called after each input.
        state: What earlier runs read; an input that has not changed since is not read again.

    Yields:
        Results in the natural order of ``file``, the same for any number of processes. An input
        that cannot be read, that brings its process down, or that takes it too long, is a result
        with status ``failed``.
    """
    ordered = sorted(sources, key=lambda source: natural_key(source.file))
    each = _each(ordered, work, jobs) if state is None else _remembered(ordered, work, jobs, state)

    def read() -> Iterator[DocumentResult]:
        with closing(each):
            for results in each:
                on_source()
                yield from results

    yield from mark_duplicates(read(), keep=keep_duplicates)


def mark_duplicates(results: Iterable[DocumentResult], *, keep: bool = False) -> Iterator[DocumentResult]:
    """
    Give a document whose content was there before the status ``duplicate``.

    Args:
        results: Results in the order of ``file``.
        keep: Keep its figures.

    Yields:
        All results, in the same order.
    """
    seen: dict[str, str] = {}
    for result in results:
        if result.status not in (*COUNTED, DUPLICATE):
            yield result
            continue
        first = seen.setdefault(result.doc_id, result.duplicate_of or result.file)
        if first == result.file:
            yield result
            continue
        marked = replace(result, status=DUPLICATE, duplicate_of=first)
        none = result.origin and replace(result.origin, figures=0, coded_figures=0)
        yield marked if keep else replace(marked, figures=(), checks=(), origin=none)


def _remembered(sources: list[Source], work: Work, jobs: int | None, state: State) -> Iterator[list[DocumentResult]]:
    """The results of each source, in order, those of unchanged ones from the state."""
    known = {source.file for source in sources if state.knows(source)}
    with closing(_each([source for source in sources if source.file not in known], work, jobs)) as fresh:
        for source in sources:
            results = state.recall(source) if source.file in known else None
            if results is None:
                results = next(fresh) if source.file not in known else work.of(source)
                state.remember(source, results)
            yield results
    state.forget_others(sources)


def _each(sources: list[Source], work: Work, jobs: int | None) -> Iterator[list[DocumentResult]]:
    if jobs == 1 or multiprocessing.current_process().daemon:  # a daemon may have no processes of its own
        yield from map(work.of, sources)
        return
    if jobs:
        yield from _in_processes(sources, work, jobs)
        return
    processes = _processors()
    began = time.monotonic()
    with closing(_Alone(work)) as alone:
        for done, source in enumerate(sources):
            spent = time.monotonic() - began
            if processes > 1 and done and spent > TRIAL_SECONDS and spent / done * (len(sources) - done) > WORTH_SECONDS:
                yield from _in_processes(sources[done:], work, processes)
                return
            yield alone.of(source) if source.file.lower().endswith(CAN_HANG) else work.of(source)


def _processors() -> int:
    # Those this process may use: fewer than the machine has in a container or a job of a cluster.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(sources: list[Source], work: Work, jobs: int) -> Iterator[list[DocumentResult]]:
    """Yield the results of each source in order; whatever a process does, every source has its results."""
    size = max(1, min(CHUNK, len(sources) // (jobs * CHUNKS)))
    waiting = deque(sources[first : first + size] for first in range(0, len(sources), size))
    running: deque[tuple[list[Source], Future | None]] = deque()
    others = set(multiprocessing.active_children())
    pool = _pool(work, jobs)
    try:
        while waiting or running:
            while waiting and len(running) < jobs * IN_FLIGHT:
                chunk = waiting.popleft()
                running.append((chunk, _submitted(pool, chunk)))
            chunk, future = running.popleft()
            try:
                # A broken pool takes no task: this one is tried again by itself like those that broke. Tasks begin
                # in their order, so that this one is under way, and takes too long as a whole where an input hangs.
                results = future.result(LIMIT_SECONDS) if future else None
            except Exception:  # noqa: BLE001 - too long, a process that died, or results that could not be sent
                results = None
            if results is not None:
                yield from results
                continue
            # Any chunk that was under way may hold the input that kills its process. The first is
            # worked off input by input, what is not done of the others goes to new processes.
            _end(pool, others)
            with closing(_Alone(work)) as alone:
                yield from map(alone.of, chunk)
            pool = _pool(work, jobs)
            running = deque((later, known if _is_done(known) else _submitted(pool, later)) for later, known in running)
    except BaseException:  # interrupted, or nobody wants the rest: no waiting for tasks under way
        _end(pool, others)
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _end(pool: ProcessPoolExecutor, others: set) -> None:
    """End a pool with its processes, whatever they do: one that hangs in a format library hears nothing else."""
    pool.shutdown(wait=False, cancel_futures=True)
    for process in set(multiprocessing.active_children()) - others:
        process.kill()


class _Alone:
    """A process that works off inputs one by one; a new one takes its place when an input ends it or hangs in it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._pool: ProcessPoolExecutor | None = None
        self._others: set = set()

    def of(self, source: Source) -> list[DocumentResult]:
        """The results of one input."""
        if self._pool is None:
            self._others = set(multiprocessing.active_children())
            self._pool = _pool(self._work, 1)
        try:
            return self._pool.submit(_do_chunk, [source]).result(LIMIT_SECONDS)[0]
        except BrokenProcessPool:
            reason = "reading it brought its process down (out of memory, or a fault of a format library)"
        except TimeoutError:
            reason = f"reading it took more than {LIMIT_SECONDS:g} seconds"
        except Exception as bug:  # noqa: BLE001 - the process lives, its answer was no answer
            return [DocumentResult(file=source.file, status="failed", error=_fault_of(source.file, bug).reason)]
        self.close()
        return [DocumentResult(file=source.file, status="failed", error=reason)]

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            _end(self._pool, self._others)
            self._pool = None


def _submitted(pool: ProcessPoolExecutor, chunk: list[Source]) -> Future | None:
    try:
        return pool.submit(_do_chunk, chunk)
    except BrokenProcessPool:
        return None


def _is_done(future: Future | None) -> bool:
    return future is not None and future.done() and not future.cancelled() and future.exception() is None


def _pool(work: Work, jobs: int) -> ProcessPoolExecutor:
    # A forked process inherits the compiled library; elsewhere it is sent over once a process.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(work,))


def _begin(work: Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is the one that is interrupted
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _Worker.work = work


class _Worker:
    """What a worker process was begun with. Set once, in that process only."""

    work: Work


def _do_chunk(sources: list[Source]) -> list[list[DocumentResult]]:
    return [_Worker.work.of(source) for source in sources]
