"""What a file is, by its content. A suffix lies too often: many .doc files are web pages."""

import re

TEXT, MARKDOWN, HTML, MHTML, WORD_XML, DOCX, DOC, RTF, ODT, PDF, OFD, SHEET, ARCHIVE = (
    "text", "markdown", "html", "mhtml", "word_xml", "docx", "doc", "rtf", "odt", "pdf", "ofd", "sheet", "archive",
)  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = (
    (b"\x89PNG\r\n", "a picture: it would have to be read by OCR"),
    (b"\xff\xd8\xff", "a picture: it would have to be read by OCR"),
    (b"GIF8", "a picture: it would have to be read by OCR"),
    (b"II*\x00", "a picture: it would have to be read by OCR"),
    (b"MM\x00*", "a picture: it would have to be read by OCR"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it and give the folder"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it and give the folder"),
    (b"\xfd7zXZ\x00", "an xz archive: unpack it and give the folder"),
    (b"BZh", "a bzip2 archive: unpack it and give the folder"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a table of data"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"%!PS", "PostScript: turn it into PDF"),
)
_PAGE_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|base|script|style|div|table|p|span|font|center|h[1-6]|br|ul|ol"
    r"|section|article|main|header|tbody|tr|img|a|b|strong|form|iframe)\b",
    re.IGNORECASE,
)
_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE)
_PAGE_TAGS = re.compile(r"</(?:p|div|td|tr|table|span|html|body|h[1-6]|li)>|<br\s*/?>", re.IGNORECASE)
_MIME_HEADER = re.compile(
    rb"\A\s*(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,40}?(?:MIME-Version|Content-Type)[ \t]*:[^\r\n]*"
    rb"(?:multipart/|1\.0)",
    re.IGNORECASE,
)


def sniff(data: bytes, file: str = "") -> str:
    """
    Tell the format of a file.

    Args:
        data: Its bytes.
        file: Its name; it decides only between plain text, Markdown and a piece of a page.

    Returns:
        One of the names of this module; a reason, with a blank in it, where it is nothing that can be read.
    """
    if not data:
        return TEXT
    head = data[:4096]
    if head.startswith(_OLE):
        return _sniff_ole(data)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if head.startswith(b"\x1f\x8b") or head[257:262] == b"ustar":
        return ARCHIVE
    # mail and web servers put stray bytes before the header, the PDF standard allows it; a member of an archive that
    # is not compressed has its header there too
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.lstrip().startswith(rb"{\rtf"):
        return RTF
    for magic, reason in _OTHER:
        if head.startswith(magic):
            return f"not a document that can be read ({reason})"
    if _MIME_HEADER.match(head):
        return MHTML
    # the offsets of a .txt file refer to it as it is: tags that were left in its text make no page of it
    if is_page(data, whole=file.lower().endswith(".txt")):
        return HTML
    if re.match(rb"\s*(?:\xef\xbb\xbf)?<\?xml\b", head):
        if re.search(rb"<(?:\w+:)?(?:wordDocument|package)[ >]", head):
            return WORD_XML
        return "not a document that can be read (XML)"
    return MARKDOWN if file.lower().endswith((".md", ".markdown")) else TEXT


def is_page(data: bytes, *, whole: bool = False) -> bool:
    """Whether the bytes are a web page, or (unless only a ``whole`` one counts) a piece of one, in any encoding."""
    sample = data[:65_536]
    # tags are ASCII: dropping the zero bytes of UTF-16 shows them
    text = sample.replace(b"\x00", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe \t\r\n\x0c")
    start = re.sub(
        r"\A(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE(?!\s+html)[^>]*>|\s)+", "", text, flags=re.DOTALL | re.IGNORECASE
    )
    if whole:
        return _WHOLE_PAGE.match(start) is not None
    if _PAGE_START.match(start):
        return True
    tags = len(_PAGE_TAGS.findall(text))
    return tags >= 3 and tags * 500 > len(text)


def _sniff_ole(data: bytes) -> str:
    import io

    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {"/".join(entry).lower() for entry in ole.listdir()}
    except Exception:  # noqa: BLE001 - olefile raises what its parsing runs into
        return "not a document that can be read (an Office file that is damaged or cut short)"
    if "worddocument" in names:
        return DOC
    if names & {"workbook", "book"}:
        return SHEET
    if "encryptedpackage" in names:
        return "encrypted Office file: remove the password and try again"
    if "powerpoint document" in names:
        return "not a document that can be read (a presentation)"
    if names & {"contents", "matost", "mn0"}:
        return "not a document that can be read (Microsoft Works; save it as .docx)"
    return "not a document that can be read (an Office file without a text in it)"


def _sniff_zip(data: bytes) -> str:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").strip()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, NotImplementedError):
        return "damaged or cut short: its table of contents (zip) cannot be read"
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return ODT
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return SHEET
    if kind.startswith((b"application/epub", b"application/vnd.oasis")):
        return "not a document that can be read (" + kind.decode("latin-1") + ")"
    if any(name.lower().lstrip("/") == "ofd.xml" for name in names):
        return OFD
    if "[Content_Types].xml" in names:
        folders = {name.partition("/")[0].lower() for name in names}
        if "word" in folders:
            return DOCX
        if "xl" in folders:
            return SHEET
        if "ppt" in folders:
            return "not a document that can be read (a presentation)"
        return DOCX
    return ARCHIVE
