"""A web page → its article as lines, and what the page says of itself."""

import re
from dataclasses import dataclass
from datetime import date

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.encodings import Decoded, decode, is_binary
from lawgov_extract.reading.limits import MAX_PAGE_CHARACTERS, MAX_PAGE_TAGS
from lawgov_extract.reading.page_lines import article_lines

_MAX_DEPTH = 2040  # libxml2 leaves out, without a word, what is nested deeper than 2048
_RAW = "script|style|textarea|template|title|head|meta|noscript|xmp"
_INLINE = "a|abbr|b|bdo|big|cite|code|del|em|font|i|ins|label|s|small|span|strike|strong|sub|sup|tt|u|o:p|st1:\\w+"
_META = {
    "articletitle": "title",
    "sitename": "site",
    "siteidcode": "site_code",
    "pubdate": "published_date",
    "contentsource": "content_source",
}


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, and its properties as in ``Document.properties``."""

    text: str
    properties: dict[str, str]


def read_html(data: bytes, file: str) -> Document:
    """
    Read a web page. Blocks become lines, rows of data tables become tab-joined lines; menus, footers,
    hidden copies, lists of other reports and scripts are left out.

    Args:
        data: All bytes of the page; its own word on its encoding is not trusted.
        file: Name of the input.

    Returns:
        The document, with what the ``<meta>`` tags say in ``properties``.

    Raises:
        UnreadableReport: The bytes are no text, or far more than a page.
    """
    return page_document(decode(data), file, "text/html")


def page_document(decoded: Decoded, file: str, media_type: str) -> Document:
    """
    The document of a decoded page.

    Args:
        decoded: The page's source.
        file: Name of the input.
        media_type: Of the file the page was in.

    Returns:
        The document.

    Raises:
        UnreadableReport: The bytes are no text, or far more than a page.
    """
    if is_binary(decoded):
        raise UnreadableReport(file, "not a document that can be read (binary data)")
    if len(decoded.text) > MAX_PAGE_CHARACTERS or decoded.text.count("<") > MAX_PAGE_TAGS:
        raise UnreadableReport(file, "this web page is too large to be a report")
    page = read_page(decoded.text)
    return Document(
        file=file,
        text=page.text,
        media_type=media_type,
        encoding=decoded.encoding,
        replaced_characters=decoded.replaced_characters,
        properties=page.properties,
    )


def read_page(source: str) -> Page:
    """
    Take the article out of the source of a page.

    Args:
        source: HTML, whole or a piece.

    Returns:
        Its lines, joined by line feeds, and its properties.
    """
    root = parse_page(source)
    if root is None:
        return Page("", {})
    return Page("\n".join(article_lines(root, parse_page)), _properties(root))


def parse_page(source: str):
    """
    Parse HTML of any depth.

    Args:
        source: HTML, whole or a piece.

    Returns:
        The root element, None where there is none.
    """
    root = _parse(source)
    if root is not None and _is_cut(root):
        flat = re.sub(rf"</?(?:{_INLINE})\b[^<>]*>", "", source, flags=re.IGNORECASE)
        flat = re.sub(rf"</?(?!(?:{_RAW})\b)[A-Za-z][^<>]*>", "<br>", flat, flags=re.IGNORECASE)
        root = _parse(flat)
    return root


def _parse(source: str):
    from lxml import etree

    # a declaration of encoding is refused by lxml in text that is already decoded
    source = re.sub(r"\A\s*<\?xml[^>]*>", "", source).replace("\x00", "")
    # the parser stops at them, and pages that were pasted into a page, or made of several, go on behind
    source = re.sub(r"</(?:html|body)\s*>", "", source, flags=re.IGNORECASE)
    if not source.strip():
        return None
    # huge_tree lifts the depth at which the parser stops from 256 to 2048; pages with unclosed tags go past 256
    # and the elements of lxml.html, which are made by a call of Python each, are not needed
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(source, parser)  # None where there are only comments
    except etree.XMLSyntaxError:  # nothing that could be a page
        return None


def _is_cut(root) -> bool:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def _properties(root) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = _META.get((meta.get("name") or "").strip().lower())
        value = " ".join((meta.get("content") or "").split())
        if key == "published_date":
            value = _iso_date(value)
        if key and value:
            found.setdefault(key, value)
    if "title" not in found:
        title = root.find(".//title")
        value = " ".join(("".join(title.itertext()) if title is not None else "").split())
        if value:
            found["title"] = value
    return found


def _iso_date(value: str) -> str:
    match = re.search(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})", value) or re.match(
        r"(\d{4})(\d\d)(\d\d)", value
    )
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""
