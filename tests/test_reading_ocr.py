"""Pages that are pictures: told where recognition is not installed, read and marked where it is."""

import difflib
import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest

from lawgov_extract import load_library
from lawgov_extract.errors import UnreadableReport
from lawgov_extract.pipeline import extract_document
from lawgov_extract.reading import ocr, read_bytes

DATA = Path(__file__).parent / "data" / "reading"
SCAN = (DATA / "scanned.pdf").read_bytes()
TEXT = (DATA / "report.txt").read_text("utf-8").strip()


def read(data: bytes, file: str = "a.pdf"):
    (found,) = read_bytes(data, file)
    return found


def boxes(*lines: tuple[float, float, str], lean: float = 0.0):
    """What a recogniser finds of lines of script 40 pixels high, as left, top and text, in no order."""

    def corner(x: float, y: float) -> tuple[float, float]:
        return x + lean * y, y - lean * x

    found = []
    for left, top, text in lines:
        width = sum(20 if character < "\u0250" else 40 for character in text)
        right, bottom = left + width, top + 44
        found.append(([corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)], text))
    return found[::-1]


@pytest.fixture
def recogniser(monkeypatch):
    """A recogniser that finds the lines that a test puts in it, page by page."""
    pages = []
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "recogniser_name", lambda: "ocr (test 1.0)")
    monkeypatch.setattr(ocr, "recognise", lambda picture: pages.pop(0) if pages else [])
    return pages


def picture(height: int = 600, width: int = 1000):
    import numpy

    return numpy.full((height, width, 3), 255, numpy.uint8)


def pdf(*pages: str) -> bytes:
    """A PDF of pages that show a text (Latin), or a picture where there is none."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"]
    last = 3 + 2 * len(pages)
    for number, text in enumerate(pages):
        content = f"BT /F 12 Tf 72 700 Td ({text}) Tj ET" if text else "q 500 0 0 700 0 0 cm /I Do Q"
        used = f"/Resources<</XObject<</I {last} 0 R>>/Font<</F {last + 1} 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {4 + 2 * number} 0 R{used}>>")
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    objects.append(
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n0\nendstream"
    )
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    body = "".join(f"{number} 0 obj\n{content}\nendobj\n" for number, content in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer\n<</Root 1 0 R/Size {len(objects) + 1}>>\n%%EOF\n".encode()


@pytest.mark.parametrize("name", ["scan.pdf", "scan.ofd", "scanned.pdf"])
def test_without_the_extra_the_row_says_how_to_read_it(name, monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    document = read((DATA / name).read_bytes(), name)
    assert document.needs_ocr
    assert document.text == ""
    result = extract_document(document, load_library())
    assert result.status == "needs_ocr"
    assert "lawgov_extract[ocr]" in result.error
    assert "\n" not in result.error


def test_without_the_extra_some_pages_are_named_that_are_not_read(monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    document = read(pdf("Twenty characters and a few more", "", "The last page has text as well", ""))
    assert not document.needs_ocr
    assert document.text.startswith("Twenty characters")
    assert "(2, 4)" in document.properties["unread"]
    assert "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more)" in read(pdf(*[""] * 12, "x" * 30)).properties["unread"]


def test_lines_are_put_in_order_and_joined_to_paragraphs(recogniser):
    recogniser.append(
        boxes(
            (280, 300, "全年受理行政复议申请96件，审结90件，其中"),
            (200, 380, "维持61件；发放《办案须知》1200册，培训两"),
            (220, 460, "“法律明白人”30名。"),
            (280, 540, "二、存在的问题"),
        )
    )
    document = read(SCAN)
    assert document.text.split("\n") == [
        "全年受理行政复议申请96件，审结90件，其中维持61件；发放《办案须知》1200册，培训两“法律明白人”30名。",
        "二、存在的问题",
    ]


def test_figures_of_a_scan_are_marked(recogniser):
    recogniser.append(boxes((280, 300, "2023年全县受理行政复议案件96件。")))
    result = extract_document(read(SCAN), load_library())
    assert result.status == "ok"
    assert result.encoding == "ocr (test 1.0)"
    assert result.media_type == "application/pdf"
    assert [figure.value for figure in result.figures] == [96]
    assert all(figure.figure_id.startswith("ocr-") for figure in result.figures)
    assert result.doc_id.startswith("ocr-")


def test_only_the_pages_that_are_pictures_are_recognised(recogniser):
    recogniser.append(boxes((280, 300, "受理96件。")))
    document = read(pdf("The first page has a text of its own.", ""))
    assert document.text.split("\n") == ["The first page has a text of its own.", "受理96件。"]
    assert document.encoding == "ocr (test 1.0)"


def test_a_picture_without_script_marks_nothing(recogniser):
    recogniser.append([])
    document = read(pdf("The first page has a text of its own.", ""))
    assert document.text == "The first page has a text of its own."
    assert (document.encoding, document.properties) == ("", {})
    recogniser.append([])
    assert extract_document(read(SCAN), load_library()).status == "empty"


@pytest.mark.parametrize("lean", [0.0, 0.02, -0.02])
def test_a_page_that_lies_askew_keeps_its_lines(recogniser, lean):
    recogniser.append(
        boxes((40, 100, "部门受理情况统计"), (700, 100, "单位：件"), (40, 160, "以下为各部门数字"), lean=lean)
    )
    lines = ocr.picture_lines(picture())
    assert [line.text for line in lines] == ["部门受理情况统计\t单位:件".replace(":", "："), "以下为各部门数字"]


@pytest.mark.parametrize("lean", [0.0, 0.01, -0.01])
def test_drawn_lines_make_the_rows_of_a_table(recogniser, lean):
    import numpy

    def whole(places):
        return numpy.floor(places + 0.5).astype(int)

    page = picture()
    across, down = numpy.arange(50, 951), numpy.arange(100, 401)
    for y in (100, 200, 300, 400):
        for thick in (0, 1, 2):
            page[whole(y + thick - lean * across), across] = 0
    for x in (50, 400, 700, 950):
        for thick in (0, 1):
            page[whole(down - lean * x), whole(x + thick + lean * down)] = 0
    recogniser.append(
        boxes((60, 130, "部门"), (410, 130, "受理"), (710, 130, "办结"),
              (60, 210, "县市场监督"), (60, 250, "管理局"), (410, 230, "58"), (710, 230, "55"),
              (60, 330, "合计"), (660, 330, "6") , (710, 330, "90"), lean=lean)
    )  # fmt: skip
    assert [line.text for line in ocr.picture_lines(page)] == [
        "部门\t受理\t办结",
        "县市场监督管理局\t58\t55",
        "合计\t6\t90",
    ]


def test_half_a_dash_is_no_one(recogniser):
    recogniser.append(boxes((40, 100, "败诉3件一—均已整改"), (40, 160, "唯一——的一件"), (40, 220, "整改—一到位")))
    assert [line.text for line in ocr.picture_lines(picture())] == ["败诉3件——均已整改", "唯一——的一件", "整改——到位"]


def test_too_many_and_too_large_pictures_are_refused(recogniser, monkeypatch):
    monkeypatch.setattr(ocr, "MAX_PAGES", 2)
    assert "3 pages" in read(pdf("", "", "")).reason
    monkeypatch.setattr(ocr, "MAX_PIXELS", 1000)
    found = read(SCAN)
    assert isinstance(found, UnreadableReport)
    assert "page 1" in found.reason


def test_pictures_of_an_ofd_are_found_by_their_resources(recogniser, monkeypatch):
    head = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f"<ofd:OFD {head}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document {head}><ofd:Pages><ofd:Page ID="1" BaseLoc="P/0.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/DocumentRes.xml": f'<ofd:Res {head} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
        '<ofd:MediaFile>low.png</ofd:MediaFile></ofd:MultiMedia><ofd:MultiMedia ID="8"><ofd:MediaFile>top.png'
        "</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
        "Doc_0/P/0.xml": f'<ofd:Page {head}><ofd:Content><ofd:Layer><ofd:ImageObject Boundary="0 150 210 140" ResourceID="7"/>'
        '<ofd:ImageObject Boundary="0 0 210 140" ResourceID="8"/></ofd:Layer></ofd:Content></ofd:Page>',
        "Doc_0/Res/low.png": "low",
        "Doc_0/Res/top.png": "top",
    }

    def pack() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return out.getvalue()

    asked = []
    monkeypatch.setattr(ocr, "decode_picture", lambda data, file, page: asked.append(data) or picture())
    recogniser += [boxes((280, 100, "审结90件，余下6件正在审理。")), boxes((280, 100, "受理96件。"))]
    document = read(pack(), "a.ofd")
    assert asked == [b"low", b"top"]
    assert document.text.split("\n") == ["受理96件。", "审结90件，余下6件正在审理。"]
    assert document.media_type == "application/ofd"
    del parts["Doc_0/Res/top.png"]
    recogniser.append(boxes((280, 100, "审结90件。")))
    assert "cannot be unpacked" in read(pack(), "a.ofd").reason


def test_the_real_recogniser_reads_every_number_of_a_scan():
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    document = read(SCAN)
    assert re.fullmatch(r"ocr \(rapidocr [\d.]+\)", document.encoding)
    plain = [unicodedata.normalize("NFKC", text).replace("8 650", "8650") for text in (TEXT, document.text)]
    assert difflib.SequenceMatcher(None, *plain, autojunk=False).ratio() > 0.99
    # every paragraph and row stays one line
    assert [line[:3] for line in plain[1].split("\n")] == [line[:3] for line in plain[0].split("\n")]
    numbers = [re.findall(r"[\d,.]*\d%?", text) for text in plain]
    assert numbers[0] == numbers[1]
