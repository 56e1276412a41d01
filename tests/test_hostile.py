"""
A folder of files made to do harm beside two reports, through the command.

Each harmful file has its row with its reason, the reports are read, nothing but the output is written, and the
whole run takes seconds and little memory.
"""

import csv
import io
import json
import os
import random
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

pytest.importorskip("resource", reason="memory of a process is told on POSIX systems only")

DATA = Path(__file__).parent / "data" / "reading"
MOST_BYTES = 2_000_000  # of an input of this run
MOST_MEGABYTES = 300
MOST_SECONDS = 60  # of the processor, all files together; they are about a hundred

RUN = """
import json, resource, sys, time
from lawgov_extract.cli import lawgov
began = time.process_time()
try:
    code = lawgov.main(sys.argv[1:], standalone_mode=False)
except SystemExit as end:
    code = end.code
spent = time.process_time() - began
try:  # getrusage tells on Linux what the process that started this one took
    with open("/proc/self/status") as status:
        most = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 2**10
except (OSError, StopIteration):
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps([code, spent, most]), file=sys.stderr)
"""


def pack(members: dict[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tar(members: dict[str, bytes], links: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, target in links.items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["部门", "受理"], ["县司法局", 58]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    parts = parts_of((DATA / "report.odt").read_bytes())
    return pack(parts | {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})


def encrypted_office() -> bytes:
    """An Office file under a password is a compound file with one stream of this name."""
    data = (DATA / "report.doc").read_bytes()
    entry = data.index("WordDocument".encode("utf-16-le"))
    name = "EncryptedPackage"
    field = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
    return data[:entry] + field + data[entry + 66 :]


def encrypted_zip() -> bytes:
    data = bytearray(pack({"报告.txt": "受理20件".encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def zipped_kinds() -> dict[str, tuple[bytes, str]]:
    """Of each zipped format a file, and the part that holds its text."""
    return {
        "docx": ((DATA / "report.docx").read_bytes(), "word/document.xml"),
        "odt": ((DATA / "report.odt").read_bytes(), "content.xml"),
        "ofd": ((DATA / "report.ofd").read_bytes(), "Doc_0/Pages/Page_0/Content.xml"),
        "xlsx": (workbook(), "xl/worksheets/sheet1.xml"),
        "ods": (ods(), "content.xml"),
    }


def nested(opening: bytes, closing: bytes, inside: bytes, times: int = 10_000) -> bytes:
    return opening * times + inside + closing * times


def harmful(secret: Path) -> dict[str, bytes]:
    """Path below the folder → content."""
    files: dict[str, bytes] = {}
    bomb = b"<!DOCTYPE x [<!ENTITY a0 'lol'>"
    bomb += b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)) + b"]>"
    outside = f"<!DOCTYPE x [<!ENTITY a11 SYSTEM '{secret.as_uri()}'>]>".encode()
    for kind, (data, part) in zipped_kinds().items():
        parts = parts_of(data)
        root = parts[part]
        start = root.index(b"<", root.index(b"?>") + 2 if root.startswith(b"<?xml") else 0)
        inside = root.index(b">", start) + 1
        for name, head in (("entity bomb", bomb), ("external entity", outside)):
            files[f"{name}.{kind}"] = pack(parts | {part: head + root[start:inside] + b"&a11;" + root[inside:]})
        files[f"zip bomb.{kind}"] = pack(parts | {part: root[:inside] + b" " * 30_000_000 + root[inside:]})
        files[f"nested.{kind}"] = pack(parts | {part: root[:start] + nested(b"<t>", b"</t>", b"")})
    word = parts_of((DATA / "report.docx").read_bytes())
    table = nested(
        b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>", "<w:p><w:r><w:t>受理20件</w:t></w:r></w:p>".encode()
    )
    head = word["word/document.xml"].partition(b"<w:body>")[0]
    files["nested tables.docx"] = pack(
        word | {"word/document.xml": head + b"<w:body>" + table + b"</w:body></w:document>"}
    )
    flat = b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
    files["nested tables.xml"] = b"<?xml version='1.0'?>" + flat + table + b"</w:body></w:wordDocument>"
    files["entity bomb.xml"] = b"<?xml version='1.0'?>" + bomb + flat + b"&a11;</w:body></w:wordDocument>"
    files["external entity.xml"] = b"<?xml version='1.0'?>" + outside + flat + b"&a11;</w:body></w:wordDocument>"
    files["external entity.html"] = outside + b"<html><body><p>&a11;</p></body></html>"
    page = nested(b"<table><tr><td>", b"</td></tr></table>", "受理20件".encode())
    files["nested tables.html"] = b"<html><body>" + page + b"</body></html>"
    files["nested tables.mht"] = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>" + page
    files["nested tables.rtf"] = (
        rb"{\rtf1\ansi " + nested(rb"{\intbl\itap2 ", rb"\nestcell\nestrow}", b"20", 10_000) + b"}"
    )
    files["nested.pdf"] = (
        b"%PDF-1.4\n1 0 obj\n" + nested(b"[", b"]", b"1") + b"\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
    )
    stream = zlib.compress(b"0 0 m 1 1 l S " * 3_000_000)
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
               b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream) + stream + b"\nendstream")  # fmt: skip
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    files["bomb.pdf"] = b"%PDF-1.4\n" + body + b"trailer\n<</Root 1 0 R/Size 5>>\n%%EOF\n"

    files["bomb.zip"] = pack({"a.txt": bytes(20_000_000)})
    files["bombs.zip"] = pack({f"{n}.zip": pack({"a.txt": bytes(10_000_000)}) for n in range(6)})
    files["bomb.txt.gz"] = zlib.compress(bytes(20_000_000), wbits=31)
    files["bomb.tar.gz"] = tar({f"{n}.txt": bytes(10_000_000) for n in range(3)}, {})
    files["many.zip"] = pack({f"{n}.txt": b"" for n in range(6000)}, packing=zipfile.ZIP_STORED)
    files["way out.zip"] = pack({"../../../out.txt": b"x", "/abs.txt": b"x", "C:\\win.txt": b"x"})
    files["way out.tar.gz"] = tar({"../../../out.txt": b"x", "/abs.txt": b"x"}, {"link.txt": str(secret)})

    files["encrypted.pdf"] = (DATA / "password.pdf").read_bytes()
    files["encrypted.docx"] = files["encrypted.xlsx"] = encrypted_office()
    files["encrypted.zip"] = encrypted_zip()
    whole = {kind: data for kind, (data, _) in zipped_kinds().items()}
    whole |= {kind: (DATA / f"report.{kind}").read_bytes() for kind in ("doc", "rtf", "pdf", "txt")}
    whole["xls"] = (DATA / "table.xls").read_bytes()
    whole["zip"] = pack({"报告.txt": "受理20件。".encode() * 99})
    whole["tar.gz"] = tar({"报告.txt": random.Random(1).randbytes(9999)}, {})
    whole["txt.gz"] = zlib.compress("受理20件。".encode() * 99, wbits=31)
    whole["html"] = f"<html><body><p>{whole['txt'].decode()}</p></body></html>".encode()
    whole["mht"] = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + whole["html"]
    chance = random.Random(2)
    for kind, data in whole.items():
        files[f"cut/half.{kind}"] = data[: len(data) // 2]
        files[f"cut/last.{kind}"] = data[:-30]
        files[f"empty/empty.{kind}"] = b""
        files[f"junk/junk.{kind}"] = chance.randbytes(5000)
    files["junk/picture.docx"] = b"\x89PNG\r\n\x1a\n" + bytes(100)
    files["junk/program.doc"] = b"MZ" + bytes(500)
    files["large.txt"] = "受理20件。".encode() * 200_000
    files["digits.txt"] = b"1" * 100_000 + "件".encode()
    files["brackets.txt"] = "（".encode() * 300_000
    files["list.txt"] = "其中".encode() + "公安类1件、".encode() * 3000
    files["row.txt"] = "\n".join("\t".join(cell % n for n in range(600)) for cell in ("部门%d", "%d件")).encode()
    return files


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """What the command did with the folder: its end, seconds, megabytes, lines of error, rows, folder."""
    top = tmp_path_factory.mktemp("hostile")
    secret = top / "secret.txt"
    secret.write_text("绝密9999件", encoding="utf-8")
    folder = top / "in" / "deep" / "reports"
    folder.mkdir(parents=True)
    files = harmful(secret)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    for name, number in (("0 first.txt", 20), ("zz last.txt", 18)):
        (folder / name).write_text(f"2023年全县受理行政复议案件{number}件。", encoding="utf-8")
    before = sorted(path for path in top.rglob("*"))
    (top / "tmp").mkdir()
    arguments = ["extract", str(folder), "-o", str(top / "out") + os.sep, "-j", "1", "--max-bytes", str(MOST_BYTES)]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        check=False, capture_output=True, text=True, encoding="utf-8", timeout=300, env=os.environ | {"TMPDIR": str(top / "tmp")},
    )  # fmt: skip
    *messages, usage = done.stderr.strip().split("\n")
    after = sorted(path for path in top.rglob("*") if top / "out" not in (path, *path.parents))
    after.remove(top / "tmp")
    with open(top / "out" / "documents.csv", encoding="utf-8-sig", newline="") as file:
        documents = {row["file"]: row for row in csv.DictReader(file)}
    with open(top / "out" / "metrics.csv", encoding="utf-8-sig", newline="") as file:
        metrics = list(csv.DictReader(file))
    return json.loads(usage), messages, documents, metrics, before == after, list(files)


def test_it_takes_seconds_and_little_memory(run):
    (code, seconds, megabytes), *_ = run
    assert code == 3
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def test_the_reports_beside_them_are_read(run):
    *_, metrics, _, _ = run
    values = {row["file"]: (row["value"], row["indicator"]) for row in metrics}
    assert values["0 first.txt"] == ("20", "reconsideration.accepted")
    assert values["zz last.txt"] == ("18", "reconsideration.accepted")


def test_nothing_is_written_but_the_output_and_nothing_leaks(run):
    *_, metrics, is_unchanged, _ = run
    assert is_unchanged
    assert not any("9999" in row["evidence"] + row["text"] for row in metrics)


def test_each_has_its_row_and_one_line(run):
    _, messages, documents, *_, names = run
    assert "1 passed over" in messages[-1]  # the picture
    for name in set(names) - {"junk/picture.docx"}:
        rows = [row for file, row in documents.items() if file == name or file.startswith(f"{name}!/")]
        assert rows, name
        for row in rows:
            assert "\n" not in row["error"], name
            assert "unexpected" not in row["error"], row
            assert row["error"] or row["status"] != "failed", row
            assert "PanicException" not in row["error"], row
            assert row["status"] != "failed" or sum(row["file"] in line for line in messages) >= 1, name


@pytest.mark.parametrize("kind", ["docx", "odt", "ofd", "xlsx", "ods"])
@pytest.mark.parametrize("harm", ["entity bomb", "external entity", "zip bomb"])
def test_bombs_and_entities_are_refused(run, harm, kind):
    documents = run[2]
    assert documents[f"{harm}.{kind}"]["status"] == "failed"


@pytest.mark.parametrize("name", ["encrypted.pdf", "encrypted.docx", "encrypted.xlsx", "encrypted.zip!/报告.txt"])
def test_what_is_encrypted_is_told(run, name):
    row = run[2][name]
    assert row["status"] == "failed"
    assert "encrypted" in row["error"]


def test_nothing_but_messages_stands_on_standard_error(run):
    messages = run[1]
    assert all(line.startswith(("error: ", "warning: ")) or ": the same content as " in line for line in messages[:-1])
    assert " failed" in messages[-1]


@pytest.mark.parametrize("kind", ["docx", "doc", "odt", "ofd", "pdf", "xlsx", "xls", "ods", "zip", "tar.gz", "txt.gz"])
def test_half_a_file_is_refused(run, kind):
    rows = [row for file, row in run[2].items() if file.startswith(f"cut/half.{kind}")]
    assert {row["status"] for row in rows} == {"failed"}
    assert all("damaged" in row["error"] or "cut short" in row["error"] for row in rows)


def test_rich_text_without_its_end_is_told(run):
    assert "cut short before its text" in run[2]["cut/half.rtf"]["error"]
    assert "its end" in run[2]["cut/last.rtf"]["error"] or "the end" in run[2]["cut/last.rtf"]["error"]


def test_what_is_empty_is_told(run):
    rows = [row for file, row in run[2].items() if file.startswith("empty/")]
    assert len(rows) >= 14
    assert {row["status"] for row in rows} <= {"empty", "failed", "duplicate"}


def test_junk_is_told(run):
    rows = [row for file, row in run[2].items() if file.startswith("junk/")]
    assert len(rows) >= 16
    assert {row["status"] for row in rows} == {"failed"}


def test_an_input_above_the_limit_is_refused_unread(run):
    assert "--max-bytes" in run[2]["large.txt"]["error"]
    assert any("--max-bytes" in row["error"] for file, row in run[2].items() if file.startswith("bomb.zip"))


@pytest.mark.parametrize("name", ["nested tables.html", "nested tables.mht", "nested tables.docx", "nested tables.xml"])
def test_tables_nested_without_end_are_read_or_told(run, name):
    row = run[2][name]
    assert row["status"] in ("ok", "duplicate") or row["error"]
