"""Archives: every member is read or told, and nothing is ever written."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading import read_bytes

PAGE = "<html><p>受理20件</p></html>".encode()


def make_zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_tar(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=tarfile.GNU_FORMAT) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def names(found) -> list[str]:
    return [one.path if isinstance(one, UnreadableReport) else one.file for one in found]


@pytest.mark.parametrize("pack", [make_zip, make_tar, lambda members: make_tar(members, "w")])
def test_members_are_documents_in_natural_order(pack):
    data = pack(
        {"县/10.txt": "十".encode(), "县/2.html": PAGE, "~$x.docx": b"x", "图.png": b"x", "县/.x": b"", "空.txt": b""}
    )
    found = read_bytes(data, "a.zip")
    assert names(found) == ["a.zip!/县/2.html", "a.zip!/县/10.txt", "a.zip!/空.txt"]
    assert [document.text for document in found] == ["受理20件", "十", ""]


@pytest.mark.parametrize(
    "pack", [lambda members: make_zip(members, zipfile.ZIP_STORED), lambda members: make_tar(members, "w")]
)
def test_an_archive_whose_first_member_is_a_pdf_is_no_pdf(pack):
    pdf = (Path(__file__).parent / "data" / "reading" / "report.pdf").read_bytes()
    found = read_bytes(pack({"1.pdf": pdf, "2.txt": "二".encode()}), "a")
    assert [(document.file, document.media_type) for document in found] == [
        ("a!/1.pdf", "application/pdf"), ("a!/2.txt", "text/plain"),
    ]  # fmt: skip


@pytest.mark.parametrize("pack", [make_zip, make_tar])
def test_a_bad_member_is_told_and_stops_nothing(pack):
    found = read_bytes(pack({"a.txt": b"1", "b.pdf": b"%PDF-1.4 nothing", "c.txt": b"3"}), "x/报告.zip")
    assert names(found) == ["x/报告.zip!/a.txt", "x/报告.zip!/b.pdf", "x/报告.zip!/c.txt"]
    assert isinstance(found[1], UnreadableReport)
    assert "damaged PDF" in found[1].reason


def test_names_of_windows_are_read():
    data = make_zip({"乐河县/报告.txt": b"1"})
    raw = "乐河县/报告.txt".encode("gb18030")
    utf8 = "乐河县/报告.txt".encode()
    # the same archive as Windows writes it: GBK bytes, and no flag for UTF-8
    data = data.replace(utf8, raw + b"z" * (len(utf8) - len(raw)))
    data = data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    assert names(read_bytes(data, "a.zip"))[0].startswith("a.zip!/乐河县/报告.txt")


def test_names_never_lead_out_of_the_archive():
    data = make_zip({"../../etc/x.txt": b"1", "/abs.txt": b"2", "C:\\win\\y.txt": b"3", "z/../z.txt": b"4"})
    assert names(read_bytes(data, "a.zip")) == [
        "a.zip!/abs.txt",
        "a.zip!/etc/x.txt",
        "a.zip!/win/y.txt",
        "a.zip!/z/z.txt",
    ]


def test_two_members_of_one_name_are_told_apart():
    data = make_zip({"a.txt": b"1", "b.txt": b"2"}).replace(b"b.txt", b"a.txt")
    assert names(read_bytes(data, "a.zip")) == ["a.zip!/a.txt", "a.zip!/a.txt#2"]


def test_archives_in_archives_are_read_two_levels_deep():
    inner = make_zip({"x.txt": b"1", "deep.zip": make_zip({"y.txt": b"2"})})
    found = read_bytes(make_zip({"in.zip": inner}), "a.zip")
    assert names(found) == ["a.zip!/in.zip!/deep.zip", "a.zip!/in.zip!/x.txt"]
    assert "too deep" in found[0].reason
    assert found[1].text == "1"


def test_one_packed_file():
    (document,) = read_bytes(gzip.compress("受理20件".encode("gb18030")), "b/a.txt.gz")
    assert document.file == "b/a.txt.gz!/a.txt"
    assert document.text == "受理20件"


def test_limits_hold_for_what_is_unpacked():
    data = make_zip({"a.txt": b"a" * 2000, "b.txt": b"b"})
    found = read_bytes(data, "a.zip", max_bytes=1000)
    assert names(found) == ["a.zip!/a.txt", "a.zip!/b.txt"]
    assert "limit" in found[0].reason
    found = read_bytes(make_tar({"a.txt": b"a" * 2000, "b.txt": b"b"}), "a.tgz", max_bytes=1000)
    assert "limit" in found[0].reason
    assert found[1].text == "b"
    (found,) = read_bytes(gzip.compress(b"a" * 2000), "a.gz", max_bytes=1000)
    assert "limit" in found.reason


def test_encrypted_empty_and_cut_archives():
    data = make_zip({"a.txt": b"1"})
    flagged = bytearray(data)
    flagged[6] |= 1
    place = data.index(b"PK\x01\x02")
    flagged[place + 8] |= 1
    assert "encrypted" in read_bytes(bytes(flagged), "a.zip")[0].reason
    assert "without a document" in read_bytes(make_zip({"x.png": b""}), "a.zip")[0].reason
    assert "without a document" in read_bytes(make_zip({}), "a.zip")[0].reason
    assert "cut short" in read_bytes(data[:-30], "a.zip")[0].reason
    cut = read_bytes(make_tar({"a.txt": b"1", "b.txt": bytes(range(256)) * 400})[:-200], "a.tgz")
    assert "cut short" in cut[-1].reason
    broken = data.replace(b"PK\x03\x04", b"PK\x03\x05", 1)
    assert isinstance(read_bytes(b"PK\x03\x04" + broken[4:40], "a.zip")[0], UnreadableReport)
