"""Inputs that lie behind a URL, through fsspec (the extra ``remote``)."""

import re
from collections.abc import Iterator

from lawgov_extract.reading import passed_over
from lawgov_extract.reading.limits import too_large


class RemoteError(Exception):
    """A URL that cannot be read; its text is the reason."""


def is_url(path: str) -> bool:
    """Whether a path is a URL. A Windows drive (``C:``) has one letter and is none."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", path) is not None


def find(url: str) -> Iterator[tuple[str, str]]:
    """
    The files behind a URL.

    Args:
        url: Of a file, or of a folder where the store has folders.

    Yields:
        URL of a file and its path below the folder, empty for a URL that is itself a file.

    Raises:
        RemoteError: fsspec or the driver of the store is not installed, or nothing is there.
    """
    system, path = _open_store(url)
    try:
        if not system.isdir(path):
            yield url, ""
            return
        below = path.rstrip("/") + "/"
        found = sorted(system.find(path))
    except Exception as error:
        raise RemoteError(_reason(error)) from error
    for name in found:
        yield system.unstrip_protocol(name), name.removeprefix(below).lstrip("/")


def read(url: str, max_bytes: int) -> bytes:
    """
    The bytes behind a URL.

    Args:
        url: Of a file.
        max_bytes: No more than one byte past this is read.

    Returns:
        The bytes.

    Raises:
        RemoteError: It cannot be read, or is larger.
    """
    system, path = _open_store(url)
    try:
        size = system.info(path).get("size")
        if size is not None and size > max_bytes:
            raise RemoteError(too_large(max_bytes))
        with system.open(path, "rb") as stream:
            return stream.read(max_bytes + 1)
    except RemoteError:
        raise
    except Exception as error:  # every store has its own errors
        raise RemoteError(_reason(error)) from error


def is_own_output(url: str) -> bool:
    """Whether a remote file was written by this program. Only endings that it writes are looked into."""
    if not url.lower().endswith((".csv", ".html", ".htm", ".xlsx")):
        return False
    system, path = _open_store(url)
    try:
        with system.open(path, "rb") as stream:
            return passed_over.is_own_output(stream)
    except Exception:  # noqa: BLE001 - it will be read as an input, and tell then what is wrong
        return False


def _open_store(url: str):
    try:
        import fsspec
    except ImportError as error:
        raise RemoteError("reading a URL needs fsspec: pip install 'lawgov_extract[remote]'") from error
    try:
        return fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise RemoteError(" ".join(f"the driver for this URL is not installed: {error}".split())) from error
    except Exception as error:
        raise RemoteError(_reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return " ".join(f"cannot be read: {error or type(error).__name__}".split())
