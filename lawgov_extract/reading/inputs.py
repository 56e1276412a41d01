"""What the user named → the inputs that are read, each with its name in the table."""

import os
import re
import stat
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import partial
from hashlib import blake2b
from pathlib import Path

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading import remote
from lawgov_extract.reading.limits import MAX_BYTES, too_large
from lawgov_extract.reading.passed_over import is_own_output, is_passed_over


@dataclass(frozen=True, slots=True)
class Source:
    """
    One input, not yet read. It can be sent to another process.

    Attributes:
        file: Its name in the table (column ``file``).
        path: Where it lies: a local path or a URL; empty where ``load`` gives the bytes.
        load: Gives the bytes, for an input that lies nowhere (standard input).
    """

    file: str
    path: str | Path = ""
    load: Callable[[], bytes] | None = None

    def read(self, max_bytes: int = MAX_BYTES) -> bytes:
        """
        The bytes of the input.

        Args:
            max_bytes: A larger input is refused, before it is read where its size is known.

        Returns:
            All bytes of the input.

        Raises:
            UnreadableReport: It is too large, or cannot be opened.
        """
        try:
            if self.load is not None:
                data = self.load()
            elif remote.is_url(os.fspath(self.path)):
                data = remote.read(os.fspath(self.path), max_bytes)
            else:
                with open(self.path, "rb") as stream:
                    status = os.fstat(stream.fileno())
                    if stat.S_ISREG(status.st_mode) and status.st_size > max_bytes:
                        raise UnreadableReport(self.file, too_large(max_bytes))
                    data = stream.read(max_bytes + 1)
        except OSError as error:
            raise UnreadableReport(self.file, f"cannot be opened: {_reason(error)}") from error
        except remote.RemoteError as error:
            raise UnreadableReport(self.file, str(error)) from error
        if len(data) > max_bytes:
            raise UnreadableReport(self.file, too_large(max_bytes))
        return data


@dataclass(frozen=True, slots=True)
class Inputs:
    """
    Everything that was named.

    Attributes:
        sources: The inputs to read, in natural order of ``file``.
        missing: What was named and is not there or cannot be listed.
        passed_over: How many files of folders are no reports (pictures, own outputs, hidden files).
    """

    sources: tuple[Source, ...]
    missing: tuple[UnreadableReport, ...]
    passed_over: int


    def share(self, part: int, parts: int) -> "Inputs":
        """
        One of several shares of the inputs, for as many machines; an input is in the same share whatever others there are.

        Args:
            part: Number of the share, from 1.
            parts: How many shares there are.

        Returns:
            The share; what was passed over is told with the first.
        """
        return replace(
            self,
            sources=tuple(source for source in self.sources if _share_of(source.file, parts) == part),
            missing=tuple(fault for fault in self.missing if _share_of(fault.path, parts) == part),
            passed_over=self.passed_over if part == 1 else 0,
        )


def _share_of(file: str, parts: int) -> int:
    return int.from_bytes(blake2b(file.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") % parts + 1


def find_inputs(
    inputs: Sequence[str | Path],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    max_bytes: int = MAX_BYTES,
) -> Inputs:
    """
    Find what is to be read.

    Args:
        inputs: Files, folders, archives, URLs, or ``-`` for one document on standard input.
        include: Globs; of a folder only files that match one are read. They are held against the
            path below the folder and against the bare name.
        exclude: Globs; files of a folder that match one are left out.
        max_bytes: Standard input is read no further than one byte past this.

    Returns:
        The sources, what is missing and how many files were passed over. A file that is named
        twice is there once.
    """
    local: dict[str, _Local] = {}
    other: dict[str, Source] = {}
    missing: list[UnreadableReport] = []
    passed_over = 0

    def wanted(below: str) -> bool:
        name = below.rpartition("/")[2]
        if include and not any(fnmatch(below, glob) or fnmatch(name, glob) for glob in include):
            return False
        return not any(fnmatch(below, glob) or fnmatch(name, glob) for glob in exclude)

    for given in map(os.fspath, inputs):
        if given == "-":
            other.setdefault("-", Source("-", load=partial(bytes, sys.stdin.buffer.read(max_bytes + 1))))
        elif remote.is_url(given):
            try:
                for url, below in remote.find(given):
                    if below and not wanted(below):
                        continue
                    if below and (is_passed_over(below) or remote.is_own_output(url)):
                        passed_over += 1
                    else:
                        other.setdefault(url, Source(url, url))
            except remote.RemoteError as error:
                missing.append(UnreadableReport(given, str(error)))
        elif os.path.isdir(given):
            for found in _walk(given):
                if isinstance(found, OSError):
                    missing.append(UnreadableReport(_shown(str(found.filename or given)), _reason(found)))
                elif not wanted(found.name):
                    continue
                elif is_passed_over(found.name) or not _is_file(found.path) or is_own_output(found.path):
                    passed_over += 1
                else:
                    local.setdefault(found.key, found)
        elif os.path.exists(given):
            path = os.path.abspath(given)
            found = _Local(path, 1)
            local.setdefault(found.key, found)
        else:
            missing.append(UnreadableReport(_shown(given), "no such file or folder"))

    sources = [Source(name, found.path) for name, found in _tell_apart(list(local.values()))]
    sources += other.values()
    return Inputs(
        sources=tuple(sorted(sources, key=lambda source: natural_key(source.file))),
        missing=tuple(missing),
        passed_over=passed_over,
    )


def natural_key(name: str) -> tuple:
    """
    Key that sorts names as people do: ``2.txt`` before ``10.txt``, a folder's files together.

    Args:
        name: A name of column ``file``.

    Returns:
        A key for ``sorted``; two different names never have the same one.
    """
    parts = tuple(tuple(map(_number_key, re.split(r"([0-9]+)", part.casefold()))) for part in name.split("/"))
    return parts, name


def _number_key(piece: str) -> tuple[int, int, str]:
    # the length of the digits stands for the size of the number: a name may hold more digits than int() takes
    if piece[:1].isascii() and piece[:1].isdigit():
        digits = piece.lstrip("0")
        return (0, len(digits), digits)
    return (1, 0, piece)


@dataclass(frozen=True, slots=True)
class _Local:
    """A local file; its name is made of the last ``depth`` parts of its absolute path."""

    path: str
    depth: int

    @property
    def key(self) -> str:
        return os.path.normcase(self.path)

    @property
    def name(self) -> str:
        path = Path(self.path)
        if self.depth >= len(path.parts):
            return _shown(path.as_posix())
        return _shown("/".join(path.parts[-self.depth :]))


def _walk(folder: str) -> Iterator[_Local | OSError]:
    """Every file below a folder, and an OSError for each folder that cannot be listed."""
    top = os.path.abspath(folder)
    top_parts = len(Path(top).parts)
    errors: list[OSError] = []
    seen: set[str] = set()
    for here, folders, files in os.walk(top, onerror=errors.append, followlinks=True):
        yield from errors
        errors.clear()
        # a link may lead back up: each real folder is walked once
        real = os.path.realpath(here)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files + hidden:
            path = os.path.join(here, name)
            yield _Local(path, len(Path(path).parts) - top_parts)
    yield from errors


def _tell_apart(files: list[_Local]) -> list[tuple[str, _Local]]:
    """Names for files; those that would share one get parent folders until they differ."""
    while True:
        by_name: dict[str, list[_Local]] = defaultdict(list)
        for found in files:
            by_name[found.name].append(found)
        clashing = [found for group in by_name.values() if len(group) > 1 for found in group]
        if all(found.depth >= len(Path(found.path).parts) for found in clashing):
            # none are left, or they differ only in bytes that cannot be shown
            return [
                (f"{name}#{number}" if number else name, found)
                for name, group in by_name.items()
                for number, found in enumerate(group)
            ]
        files = [
            _Local(found.path, found.depth + 1) if len(by_name[found.name]) > 1 else found
            for group in by_name.values()
            for found in group
        ]


def _is_file(path: str) -> bool:
    # a broken link is let through, so that it gets its row
    return os.path.isfile(path) or os.path.islink(path)


def _shown(name: str) -> str:
    """A name that can be written as UTF-8: names in other encodings are taken for Windows ones."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
