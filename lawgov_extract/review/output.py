"""Review pages → one file, or a folder of them with an index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lawgov_extract.errors import OutputError
from lawgov_extract.library import Library
from lawgov_extract.review.page import Pages
from lawgov_extract.review.reviewed import Reviewed
from lawgov_extract.writing.replacing import replacing

ENDINGS = (".html", ".htm")
MOST_FIGURES = 10_000  # of one page: a browser shows them in a few seconds
MOST_DOCUMENTS = 1_000
INDEX = "index.html"
_SCRATCH = ".page.html.tmp"
_UNFIT = re.compile(r"[^\w-]+")


def is_page(path: str) -> bool:
    """Whether a path can be that of a review page: it ends in ``.html``, or it is a folder."""
    return _is_folder(path) or path.lower().endswith(ENDINGS)


def check_page(path: str) -> None:
    """
    Find out early that a page cannot be written there.

    Args:
        path: A file that ends in ``.html``, or a folder: one that exists, or with ``/`` at its end.

    Raises:
        OutputError: It is neither, or the folder above it does not exist.
    """
    if not is_page(path):
        raise OutputError(path, "expected a file that ends in .html, or a folder ending in /")
    target = Path(path)
    if not target.parent.is_dir():
        raise OutputError(path, f"the folder {target.parent} does not exist")
    if _is_folder(path) and target.exists() and not target.is_dir():
        raise OutputError(path, "is a file; expected a folder")


def write_review(path: str, reviewed: Iterable[Reviewed], library: Library) -> None:
    """
    Write the review page of documents, or a page for each and an index of them.

    Args:
        path: A file that ends in ``.html`` holds all; a folder gets ``index.html`` and a page for each document that has
            figures, one after another.
        reviewed: The documents.
        library: Where the codes are that a person may choose from.

    Raises:
        OutputError: It cannot be written, or the documents are too many for one page.
    """
    check_page(path)
    if _is_folder(path):
        _write_folder(Path(path), reviewed, Pages(library))
        return
    with replacing(path) as temporary:
        temporary.write_bytes(Pages(library).page(_few(path, reviewed)))


def _is_folder(path: str) -> bool:
    return path.endswith(("/", "\\")) or Path(path).is_dir()


def _few(path: str, reviewed: Iterable[Reviewed]) -> list[Reviewed]:
    found: list[Reviewed] = []
    figures = 0
    for one in reviewed:
        found.append(one)
        figures += len(one.figures)
        if figures > MOST_FIGURES or len(found) > MOST_DOCUMENTS:
            raise OutputError(
                path,
                f"one page holds at most {MOST_FIGURES} figures of {MOST_DOCUMENTS} documents, and there are more; "
                "give a folder (a path ending in /) for a page a document",
            )
    return found


def _write_folder(folder: Path, reviewed: Iterable[Reviewed], pages: Pages) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise OutputError(str(folder), f"cannot be made: {problem.strerror or problem}") from problem
    names: set[str] = set()
    # The index takes its name last: whoever opens it finds every page it names.
    with replacing(folder / INDEX) as temporary, temporary.open("wb") as index, _scratch(folder) as scratch:
        index.write(pages.index_head())
        for one in reviewed:
            name = ""
            if one.figures:
                name = _name(one, names)
                scratch.write_bytes(pages.page([one], index=INDEX))
                os.replace(scratch, folder / name)
            index.write(pages.index_row(one, name))
        index.write(pages.index_tail())


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    path = folder / _SCRATCH
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _name(one: Reviewed, names: set[str]) -> str:
    """The name of a document's page: the file's own name, as far as every system takes it, and the hash of its content."""
    file = (one.document["file"] or "").rstrip("/").rpartition("/")[2]
    stem = _UNFIT.sub("_", file)[:40].strip("_")
    base = name = "-".join(filter(None, (stem, _UNFIT.sub("_", one.document["doc_id"] or "") or "document")))
    number = 1
    while name.casefold() in names:  # of a document that is there twice, or one without a hash
        number += 1
        name = f"{base}-{number}"
    names.add(name.casefold())
    return f"{name}.html"
