"""Archives (zip, tar, gzip): read in memory, so that no member's name ever becomes a path."""

import gzip
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading import sniff
from lawgov_extract.reading.inputs import natural_key
from lawgov_extract.reading.limits import (
    MAX_ARCHIVE_LEVELS,
    MAX_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_FROM_BYTES,
    too_large,
)
from lawgov_extract.reading.passed_over import is_own_output, is_passed_over

_TOO_MUCH = f"unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MiB: unpack it and give the folder"
_TOO_MANY = f"holds more than {MAX_MEMBERS:,} files: unpack it and give the folder"
_ENCRYPTED = "encrypted: unpack it with its password and give the folder"
_DAMAGED = "damaged or cut short"
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, OSError, EOFError, ValueError, RuntimeError)


class _TooMuch(Exception):
    """More was unpacked than an archive may hold."""


class _Budget:
    """What may still be unpacked of one input, nested archives included."""

    def __init__(self) -> None:
        self.left = MAX_UNPACKED_BYTES
        self.members = MAX_MEMBERS

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _TooMuch


def read_archive(data: bytes, file: str, *, max_bytes: int = MAX_BYTES) -> list[Document | UnreadableReport]:
    """
    Read all documents of an archive.

    Args:
        data: All bytes of the archive.
        file: Name of the input.
        max_bytes: A larger member is refused.

    Returns:
        The members in natural order, each called ``archive!/path``; one that cannot be read is
        an UnreadableReport. What a folder's walk passes over is passed over here too.
    """
    return _read(data, file, max_bytes, 1, _Budget())


def _read(data: bytes, file: str, max_bytes: int, level: int, budget: _Budget) -> list[Document | UnreadableReport]:
    from lawgov_extract.reading.read import read_bytes

    found: list[Document | UnreadableReport] = []
    names: dict[str, int] = {}
    is_zip = data.startswith(b"PK")
    try:
        for member, content in (_zip_members if is_zip else _tar_members)(data, file, max_bytes, budget):
            times = names[member] = names.get(member, 0) + 1
            name = f"{file}!/{member}" + (f"#{times}" if times > 1 else "")
            if isinstance(content, str):
                found.append(UnreadableReport(name, content))
            elif is_own_output(io.BytesIO(content)):
                continue
            elif sniff.sniff(content, name) != sniff.ARCHIVE:
                found += read_bytes(content, name, max_bytes=max_bytes)
            elif level < MAX_ARCHIVE_LEVELS:
                found += _read(content, name, max_bytes, level + 1, budget)
            else:
                found.append(UnreadableReport(name, "an archive too deep inside other archives: unpack it first"))
    except _TooMuch:
        found.append(UnreadableReport(file, _TOO_MUCH))
    except UnreadableReport as error:
        found.append(error)
    except _BROKEN:
        found.append(UnreadableReport(file, _DAMAGED))
    if not found:
        found.append(UnreadableReport(file, "an archive without a document in it"))
    return found


def _zip_members(data: bytes, file: str, max_bytes: int, budget: _Budget) -> Iterator[tuple[str, bytes | str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        budget.members -= len(infos)
        if budget.members < 0:
            raise UnreadableReport(file, _TOO_MANY)
        if sum(info.file_size for info in infos) > budget.left:
            raise _TooMuch
        members = sorted(((_zip_name(info), info) for info in infos), key=lambda member: natural_key(member[0]))
        for name, info in members:
            if is_passed_over(name):
                continue
            if info.flag_bits & 1:
                yield name, _ENCRYPTED
            elif info.file_size > max_bytes:
                yield name, too_large(max_bytes)
            elif info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                yield name, "packed so tightly that it can be no document (a zip bomb)"
            else:
                try:
                    with archive.open(info) as stream:
                        content = stream.read(max_bytes + 1)
                except _BROKEN:
                    yield name, _DAMAGED
                    continue
                budget.take(len(content))
                yield name, content if len(content) <= max_bytes else too_large(max_bytes)


def _tar_members(data: bytes, file: str, max_bytes: int, budget: _Budget) -> Iterator[tuple[str, bytes | str]]:
    stream: io.BufferedIOBase = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            head = packed.read(512)
        stream = gzip.GzipFile(fileobj=stream)
        if head[257:262] != b"ustar":
            content = stream.read(max_bytes + 1)
            budget.take(len(content))
            name = re.sub(r"\.gz$", "", file.rpartition("/")[2], flags=re.IGNORECASE)
            yield name, content if len(content) <= max_bytes else too_large(max_bytes)
            return
    found: list[tuple[str, bytes | str]] = []
    try:
        with tarfile.open(fileobj=_Counted(stream, budget), mode="r|") as archive:
            for info in archive:
                if not info.isfile():
                    continue
                budget.members -= 1
                if budget.members < 0:
                    raise UnreadableReport(file, _TOO_MANY)
                if info.size > budget.left:
                    raise _TooMuch
                name = _clean_name(_name_text(info.name.encode("utf-8", "surrogateescape")))
                if is_passed_over(name):
                    continue
                member = archive.extractfile(info) if info.size <= max_bytes else None
                found.append((name, member.read() if member is not None else too_large(max_bytes)))
    except (*_BROKEN, _TooMuch, UnreadableReport):
        yield from sorted(found, key=lambda member: natural_key(member[0]))
        raise
    yield from sorted(found, key=lambda member: natural_key(member[0]))


class _Counted:
    """A stream that takes what is read from the budget."""

    def __init__(self, stream: io.BufferedIOBase, budget: _Budget) -> None:
        self.stream = stream
        self.budget = budget

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.budget.take(len(data))
        return data


def _zip_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return _clean_name(info.filename)
    # without the flag the standard library takes the bytes for cp437; Windows wrote GBK, others UTF-8
    return _clean_name(_name_text(info.orig_filename.encode("cp437", "replace")))


def _name_text(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _clean_name(name: str) -> str:
    """The name as a path below the archive: it may be made into a file name by others."""
    parts = re.split(r"[/\\]", name.split("\x00", 1)[0])
    kept = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)]
    return "/".join(kept).encode("utf-8", "replace").decode("utf-8") or "unnamed"
