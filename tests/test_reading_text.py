"""Encodings, plain text and Markdown."""

import random
from pathlib import Path

import pytest

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading import Source, decode, read_bytes, read_source

DATA = Path(__file__).parent / "data" / "reading"
REPORT = (DATA / "report.txt").read_text("utf-8")
# NO-BREAK SPACE and BULLET are in many reports and not in GBK
RICH = REPORT + "附:\xa0• 说明"

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")


def read(data: bytes, file: str = "a.txt"):
    (found,) = read_bytes(data, file)
    return found


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_text(encoding):
    for text in (RICH, REPORT[:14], REPORT[:40], REPORT[:150], RICH.replace("\n", "\r\n")):
        decoded = decode(text.encode(encoding))
        assert decoded.text == text
        assert decoded.encoding == encoding
        assert decoded.replaced_characters == 0


def test_gbk_is_read_as_its_superset():
    decoded = decode(REPORT.encode("gbk"))
    assert decoded.text == REPORT
    assert "——" in decoded.text
    assert "·" in decoded.text


def test_byte_order_marks_are_no_part_of_the_text():
    assert decode("\ufeff件".encode("gb18030")).text == "件"
    assert decode("\ufeff件".encode("utf-16-be")).text == "件"
    assert decode("\ufeff件".encode("utf-8")).encoding == "utf-8-sig"
    assert decode("\ufeff件".encode("utf-32-le")).text == "件"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_few_damaged_bytes_do_not_change_the_encoding(encoding):
    chance = random.Random(1)
    clean = RICH.encode(encoding)
    for _ in range(30):
        data = bytearray(clean)
        hits = chance.randint(1, 5)
        for _ in range(hits):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        decoded = decode(bytes(data))
        assert decoded.encoding == encoding
        assert decoded.replaced_characters == decoded.text.count("\ufffd")
        assert decoded.text[:1] == "临"
        assert read(bytes(data)).text == decoded.text


def test_damage_is_counted():
    assert decode("受理".encode() + b"\xff" + "20件".encode()).replaced_characters == 1
    assert decode("原文就有\ufffd的字".encode()).replaced_characters == 0
    assert decode("原文就有\ufffd的字".encode() + b"\xe4").replaced_characters == 1


def test_ascii_and_empty():
    assert decode(b"").text == ""
    assert decode(b"").encoding == "utf-8"
    assert decode(b"Report 2023: 20 cases\r\n").encoding == "utf-8"
    assert decode("\u200b受理 20".encode()).text == "\u200b受理 20"


def test_plain_text_is_the_decoded_file_unchanged():
    text = "  受理\t20件 \r\n\r\n\u3000\u3000审结18件\n\n"
    document = read(text.encode("gb18030"))
    assert document.text == text
    assert document.media_type == "text/plain"
    assert document.encoding == "gb18030"
    assert document.replaced_characters == 0


def test_an_empty_file_is_a_document():
    document = read(b"")
    assert document.text == ""
    assert not document.needs_ocr


def test_markdown_rows_become_tab_rows_and_marks_go():
    source = "# 一、行政复议\n\n受理**20**件,审结`18`件。\n\n| 部门 | 件数 |\n|:---|---:|\n| 司法局 | 1\\|2 |\n\n- [公报](http://a.cn)\n"
    document = read(source.encode(), "a.md")
    assert document.text.splitlines() == [
        "一、行政复议",
        "",
        "受理20件,审结18件。",
        "",
        "部门\t件数",
        "司法局\t1|2",
        "",
        "- 公报",
    ]
    assert read(source.encode(), "a.txt").text == source


@pytest.mark.parametrize("seed", range(4))
def test_binary_junk_is_refused(seed):
    junk = random.Random(seed).randbytes(40_000 >> seed * 2)
    found = read(junk)
    assert isinstance(found, UnreadableReport)
    assert "not a document that can be read" in found.reason


def test_pictures_and_archives_of_other_kinds_tell_what_they_are():
    assert "OCR" in read(b"\x89PNG\r\n\x1a\n" + bytes(100)).reason
    assert "RAR" in read(b"Rar!\x1a\x07\x00" + bytes(100)).reason
    assert "7z" in read(b"7z\xbc\xaf\x27\x1c" + bytes(100)).reason


def test_a_source_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(70 * 2**20)
    (found,) = read_source(Source("big.txt", path))
    assert isinstance(found, UnreadableReport)
    assert found.path == "big.txt"
    assert "64 MiB" in found.reason
    (found,) = read_source(Source("a", load=lambda: b"123456"), max_bytes=5)
    assert "5 bytes" in found.reason


def test_what_cannot_be_opened_has_its_own_value(tmp_path):
    (found,) = read_source(Source("gone.txt", tmp_path / "gone.txt"))
    assert isinstance(found, UnreadableReport)
    assert str(found) == "gone.txt: cannot be opened: no such file or directory"

    def broken() -> bytes:
        raise ValueError("no bytes")

    (found,) = read_source(Source("a", load=broken))
    assert "no bytes" in found.reason
