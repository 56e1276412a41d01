"""A file that appears under its name whole, or not at all."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from lawgov_extract.errors import OutputError


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """
    Yield the path of a temporary file in the same folder; it takes the place of *path* at the end.

    The temporary file is hidden and names its process, so that what a killed run left behind is
    swept by the next run to the same place.

    Raises:
        OutputError: The file cannot be created, written or put in place.
    """
    target = Path(path)
    _sweep(target)
    temporary = target.with_name(f".{target.name}.{_here()}.{os.getpid()}.tmp")
    try:
        temporary.touch()  # a place that cannot be written is told before hours of work
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as problem:
        raise OutputError(str(path), f"cannot be written: {problem.strerror or problem}") from problem
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def text_output(path: str, encoding: str) -> Iterator[TextIO]:
    """
    Yield a text file that appears whole or not at all, or standard output for ``-``; no line end is changed.

    A lone surrogate, which no encoding has, becomes ``?`` and never stops the run.

    Raises:
        OutputError: As ``replacing``.
    """
    if path == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    with replacing(path) as temporary, temporary.open("w", encoding=encoding, errors="replace", newline="") as file:
        yield file


def _here() -> str:
    return "".join(character if character.isalnum() else "-" for character in socket.gethostname())


def _sweep(target: Path) -> None:
    if os.name == "nt":  # there, asking whether a process lives would end it
        return
    prefix = f".{target.name}.{_here()}."
    for entry in target.parent.iterdir():
        number = entry.name.removeprefix(prefix).removesuffix(".tmp")
        if entry.name == f"{prefix}{number}.tmp" and number.isdecimal() and not _lives(int(number)):
            entry.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
