"""Files made to do harm: refused with a reason, soon, and without much memory."""

import io
import os
import random
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading import read_bytes

DATA = Path(__file__).parent / "data" / "reading"
NAMES = ["report.docx", "report.doc", "report.rtf", "report.odt", "report.pdf", "report.ofd", "table.xls"]


def parts_of(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(DATA / name) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def pack(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def refused(data: bytes, file: str = "a") -> str:
    """The reason that is told, after a short time and little memory."""
    tracemalloc.start()
    began = time.perf_counter()
    (found,) = read_bytes(data, file)
    assert time.perf_counter() - began < 10
    assert tracemalloc.get_traced_memory()[1] < 300 * 2**20
    tracemalloc.stop()
    assert isinstance(found, UnreadableReport), found.text[:80]
    assert "\n" not in found.reason
    return found.reason


@pytest.mark.parametrize(
    ("name", "part"),
    [("report.docx", "word/document.xml"), ("report.odt", "content.xml"), ("report.ofd", "Doc_0/Document.xml")],
)
def test_bombs_and_entities_in_zipped_documents(name, part, tmp_path):
    parts = parts_of(name)
    secret = tmp_path / "secret.txt"
    secret.write_text("9999件")
    root = parts[part]
    start = root.index(b"<", root.index(b"?>") + 2 if root.startswith(b"<?xml") else 0)
    for entity in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', '<!ENTITY a "aa"><!ENTITY x "&a;&a;&a;&a;">'):
        assert "document type" in refused(pack(parts | {part: f"<!DOCTYPE x [{entity}]>".encode() + root[start:]}))
    assert "far more than a report" in refused(pack(parts | {part: b" " * 150_000_000}))
    assert "far more than a report" in refused(pack(parts | {part: root[:-20] + b" " * 20_000_000}))
    assert "damaged" in refused(pack(parts | {part: root[: len(root) // 2]}))
    assert "damaged" in refused(pack({key: value for key, value in parts.items() if key != part}))
    deep = root[:start] + b"<a>" * 5000 + b"</a>" * 5000
    assert "damaged" in refused(pack(parts | {part: deep}))


def test_an_entity_bomb_hidden_by_an_encoding_is_refused():
    parts = parts_of("report.docx")
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'.encode("utf-16")
    assert "document type" in refused(pack(parts | {"word/document.xml": bomb}))


def test_archive_bombs():
    assert "zip bomb" in refused(pack({"a.txt": b"a" * 60_000_000}))
    assert "unpacks to more than" in refused(pack({f"{n}.txt": bytes(20_000_000) for n in range(16)}))
    assert "more than 5,000 files" in refused(pack({f"{n}.txt": b"" for n in range(5001)}))


def test_a_workbook_with_cells_in_opposite_corners_takes_no_memory():
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"] = 2
    out = io.BytesIO()
    book.save(out)
    (document,) = read_bytes(out.getvalue(), "a.xlsx")
    assert document.text.split() == ["1", "2"]


def test_an_old_workbook_with_cells_in_opposite_corners_is_refused():
    data = (DATA / "table.xls").read_bytes()
    number = bytes.fromhex("7e020a00 0100 0100")
    assert data.count(number) == 1
    assert "spreads over" in refused(data.replace(number, number[:4] + b"\xff\xff\xff\xff"))


def test_a_pdf_whose_page_is_packed_too_tightly_is_refused():
    packed = zlib.compress(b"0 0 m 1 1 l S " * 1_500_000)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
    ]
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    assert "unpacks to far more" in refused(b"%PDF-1.4\n" + objects + b"trailer\n<</Root 1 0 R/Size 5>>\n%%EOF\n")


def test_floods_of_tags_and_control_words_are_refused():
    parts = parts_of("report.docx")
    flood = b"<w:d>" + os.urandom(2000).hex().encode() + b"<w:p/>" * 2_100_000
    assert "far more" in refused(pack(parts | {"word/document.xml": flood}))
    assert "too large" in refused(b"{\\rtf1 " + b"\\par" * 3_100_000)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_cut_short_is_told(name):
    data = (DATA / name).read_bytes()
    for share in (0.1, 0.5, 0.9):
        (found,) = read_bytes(data[: int(len(data) * share)], name)
        if name == "report.rtf" or (isinstance(found, Document) and name == "report.pdf"):
            continue  # rich text has no end to miss; pdfium mends what it can
        assert isinstance(found, UnreadableReport), share


@pytest.mark.parametrize("name", NAMES)
def test_damaged_bytes_never_raise(name):
    chance = random.Random(7)
    clean = (DATA / name).read_bytes()
    for _ in range(12):
        data = bytearray(clean)
        for _ in range(chance.choice([1, 20, 400])):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        (found,) = read_bytes(bytes(data), name)[:1]
        assert isinstance(found, (Document, UnreadableReport))


def test_rich_text_without_end():
    assert "nested without end" in refused(b"{\\rtf1 " + b"{" * 200_000)
    (document,) = read_bytes(b"{\\rtf1 a\\bin99999999999999 b}", "a.rtf")
    assert document.text == "a"


def test_long_pages_and_mails_end_soon():
    for source in (
        b"<html>" + b"<!--" * 200_000,
        b"<html>" + b"<script>" * 50_000,
        b"<html><style>" + b"a{" * 100_000,
        b"<html><p class='" + b"a " * 500_000 + b"'>x",
        b"<html>" + b"<a href=x>y</a>" * 60_000,
        b"<html><table>" + b"<tr><td rowspan=65534 colspan=1000>1" * 3_000,
        b"<!--" + b"<" * 200_000,
        b"| a " * 200_000,
        b"[" * 200_000,
        b"A: b\r\n" * 100_000,
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" + b"--x\r\n" * 50_000,
    ):
        began = time.perf_counter()
        for name in ("a.html", "a.md"):
            read_bytes(source, name)
        assert time.perf_counter() - began < 6, source[:40]
