"""
How fast files of each format are read, beside the fastest library that gets any text out of them.

The peers do less: they give text without paragraphs, rows of tables, limits or a choice of the encoding. What is
printed is how much of their speed is left when all that is done.
"""

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import openpyxl

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading import decode, find_inputs, read_bytes, sniff

ROOT = Path(__file__).parents[2]
SECONDS = 1.0  # spent on each measurement
LEAST_ROUNDS = 5


def _raw(data: bytes) -> str:
    """The peers have no choice but these two."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _selectolax(data: bytes) -> str:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(_raw(data)).text()


def _lxml_html(data: bytes) -> str:
    from lxml import html

    return html.document_fromstring(_raw(data)).text_content()


def _email(data: bytes) -> str:
    parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    return "".join(_lxml_html(part.get_payload(decode=True)) for part in parts)


def _docx2txt(data: bytes) -> str:
    import docx2txt

    return docx2txt.process(io.BytesIO(data))


def _zip_xml(data: bytes, *names: str) -> str:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        read = [name for name in archive.namelist() if name.endswith(names)]
        return "".join("".join(etree.fromstring(archive.read(name)).itertext()) for name in read)


def _ole_stream(data: bytes) -> str:
    import olefile

    return olefile.OleFileIO(data).openstream("WordDocument").read().decode("utf-16-le", "replace")


def _striprtf(data: bytes) -> str:
    from striprtf.striprtf import rtf_to_text

    return rtf_to_text(data.decode("latin-1"), errors="ignore")


def _pdfium(data: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def _calamine(data: bytes) -> str:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def _unzip(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return str(sum(len(archive.read(name)) for name in archive.namelist()))


def _word_parts(data: bytes) -> str:
    return _zip_xml(data, "word/document.xml")


def _odt_parts(data: bytes) -> str:
    return _zip_xml(data, "content.xml")


def _ofd_parts(data: bytes) -> str:
    return _zip_xml(data, "Content.xml", "content.xml")


# of each format its unit, and its peers: what they are called, the module they need, what they do
Peer = tuple[str, str, Callable[[bytes], str]]
PEERS: dict[str, tuple[str, tuple[Peer, ...]]] = {
    sniff.TEXT: ("MB", (("bytes.decode", "", _raw),)),
    sniff.MARKDOWN: ("MB", (("bytes.decode", "", _raw),)),
    sniff.HTML: ("MB", (("selectolax", "selectolax", _selectolax), ("lxml text_content", "lxml", _lxml_html))),
    sniff.MHTML: ("MB", (("email and lxml text_content", "lxml", _email),)),
    sniff.DOCX: ("files", (("zipfile and lxml itertext", "lxml", _word_parts), ("docx2txt", "docx2txt", _docx2txt))),
    sniff.DOC: ("files", (("olefile, the bare stream", "olefile", _ole_stream),)),
    sniff.RTF: ("files", (("striprtf", "striprtf", _striprtf),)),
    sniff.ODT: ("files", (("zipfile and lxml itertext", "lxml", _odt_parts),)),
    sniff.PDF: ("pages", (("pypdfium2, the bare text", "pypdfium2", _pdfium),)),
    sniff.OFD: ("files", (("zipfile and lxml itertext", "lxml", _ofd_parts),)),
    sniff.SHEET: ("files", (("python-calamine", "python_calamine", _calamine),)),
    sniff.ARCHIVE: ("files", (("zipfile, unpacking alone", "", _unzip),)),
}

NAMES = {
    sniff.TEXT: "txt",
    sniff.MARKDOWN: "md",
    sniff.SHEET: "xlsx, xls, ods",
    sniff.ARCHIVE: "zip",
    sniff.MHTML: "mht",
}


def seconds(work: Callable[[bytes], object], files: list[bytes]) -> float:
    """Least processor seconds that *work* takes for all files, of several rounds."""
    for data in files:
        work(data)
    least = float("inf")
    rounds, began = 0, time.monotonic()
    while rounds < LEAST_ROUNDS or time.monotonic() - began < SECONDS:
        start = time.process_time()
        for data in files:
            work(data)
        least = min(least, time.process_time() - start)
        rounds += 1
    return max(least, 1e-9)


def samples(folder: str | None) -> dict[str, list[bytes]]:
    """
    The files to read.

    Args:
        folder: Its files are taken, by their content, but for those that hold no text layer; where none is given, the
            test documents.

    Returns:
        The files of each format. Texts, web pages and the like, which can be written in a few lines, are made of the
        sample reports, about as large as those of real sites, unless the folder given has some.
    """
    found: dict[str, list[bytes]] = {}
    for source in find_inputs([folder or str(ROOT / "tests" / "data" / "reading")]).sources:
        data = source.read(2**30)
        (document, *_) = read_bytes(data, source.file)
        if not isinstance(document, UnreadableReport) and document.text and not document.encoding.startswith("ocr"):
            found.setdefault(sniff.sniff(data, source.file), []).append(data)
    return made() | found if folder else found | made()


def made() -> dict[str, list[bytes]]:
    """Files of the formats that can be written in a few lines, with the text of the sample reports."""
    texts = [path.read_bytes() for path in sorted((ROOT / "examples" / "reports").glob("*.txt"))]
    paragraphs = [line for text in texts for line in decode(text).text.splitlines() if line.strip()]
    rows = [[f"单位{number}", number, number + 0.5, "2023年"] for number in range(500)]
    table = "".join("<tr>" + "".join(f"<td><span>{cell}</span></td>" for cell in row) + "</tr>" for row in rows[:60])
    menu = "".join(f'<li class="item"><a href="/list/{n}.html" target="_blank">栏目{n}</a></li>' for n in range(150))
    script = (
        "<script>var page = {};\n" + "page.load('statistics', 1);\n" * 300 + "</script><style>.a{color:red}</style>"
    )
    body = "".join(
        f'<p style="text-indent: 2em"><span style="font-size: 16pt">{line}</span></p>\n' for line in paragraphs
    )
    page = f"<html><head><meta charset='utf-8'><title>报告</title>{script}</head><body><ul>{menu}</ul><div>{body}"
    page += f"<table>{table}</table></div><div class='footer'>主办单位：某县人民政府</div></body></html>"
    mail = EmailMessage()
    mail["Subject"] = "报告"
    mail.set_content(page, subtype="html")
    book, packed = io.BytesIO(), io.BytesIO()
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(book)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"{number}.txt", text)
    text = "\n".join(paragraphs).encode()
    return {
        sniff.TEXT: [text],
        sniff.MARKDOWN: [b"# \xe6\x8a\xa5\xe5\x91\x8a\n\n" + text + b"\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"],
        sniff.HTML: [page.encode()],
        sniff.MHTML: [bytes(mail)],
        sniff.SHEET: [book.getvalue()],
        sniff.ARCHIVE: [packed.getvalue()],
    }


def _count(unit: str, kind: str, files: list[bytes]) -> float:
    if unit == "pages":
        import pypdfium2

        return sum(len(pypdfium2.PdfDocument(data)) for data in files)
    if kind == sniff.ARCHIVE:
        return sum(len(zipfile.ZipFile(io.BytesIO(data)).namelist()) for data in files)
    return sum(map(len, files)) / 1e6 if unit == "MB" else len(files)


def lines(folder: str | None) -> Iterator[str]:
    """
    Measure all formats that a folder holds.

    Args:
        folder: Where the files are; where none is given, the test documents and some that are made.

    Yields:
        A line for each format, and one for each of its peers.
    """
    found = samples(folder)
    for kind, (unit, peers) in PEERS.items():
        files = found.get(kind)
        if not files:
            yield f"{NAMES.get(kind, kind)}: no file of this format in {folder}"
            continue
        count = _count(unit, kind, files)
        name = "a.md" if kind == sniff.MARKDOWN else "a"  # the one format that its content does not tell
        ours = seconds(partial(read_bytes, file=name), files)
        size = sum(map(len, files)) / len(files) / 1000
        yield f"{NAMES.get(kind, kind)}: {_three(count / ours)} {unit} a second (size about {size:,.0f} kB)"
        for peer, module, work in peers:
            if module and find_spec(module) is None:
                yield f"  {peer}: left out, it is not installed (pip install {module})"
                continue
            theirs = seconds(work, files)
            yield f"  {peer}: {_three(count / theirs)} {unit} a second; we take {ours / theirs:.1f} times as long"


def _three(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
