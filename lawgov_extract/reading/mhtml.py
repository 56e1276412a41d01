"""A page saved as one file (.mht, .mhtml), and a saved mail."""

import re

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.encodings import decode
from lawgov_extract.reading.html import page_document
from lawgov_extract.reading.limits import MAX_MHTML_BYTES
from lawgov_extract.reading.sniff import is_page

_MOST_PARTS = 200


def read_mhtml(data: bytes, file: str) -> Document:
    """
    Read the page of a web archive: of its HTML parts the one with the most text.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document, with the properties of its page.

    Raises:
        UnreadableReport: No page is in it, or it is far too large.
    """
    from email import message_from_bytes

    if len(data) > MAX_MHTML_BYTES:
        raise UnreadableReport(file, "this web archive is too large to be a report")
    parts = []
    for part in message_from_bytes(data.lstrip()).walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True) or b""
        # browsers leave the character set out or tell a wrong one, so only the bytes are asked
        if part.get_content_type() in ("text/html", "application/xhtml+xml") or is_page(payload):
            parts.append(payload)
        elif part.get_content_type() == "text/plain" and not part.get_filename():
            parts.append(b"<pre>" + re.sub(rb"[<&]", lambda sign: b"&lt;" if sign[0] == b"<" else b"&amp;", payload))
        if len(parts) == _MOST_PARTS:
            break
    if not parts:
        raise UnreadableReport(file, "not a document that can be read (a web archive without a page)")
    parts.sort(key=len, reverse=True)
    pages = [page_document(decode(part), file, "multipart/related") for part in parts[:5]]
    return max(pages, key=lambda page: len(page.text))
