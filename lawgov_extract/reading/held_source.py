"""Source of an article that a page holds without showing it: in a hidden textarea, or in a string of a program."""

import html
import re
from urllib.parse import unquote

HOLDERS = frozenset(["textarea", "template", "noscript", "xmp", "script", "input"])
_PAGE_KINDS = ("text/html", "text/template", "text/plain", "text/x-template")
_MOST_PROGRAM = 4 * 2**20  # characters
_LEAST = 30  # characters of a string that may be an article, or a paragraph of one
# what is not closed ends with its line, or with the program: nothing is gone over twice
_STRING = re.compile(
    r'"((?:[^"\\\n]|\\.)*)(?:"|\n|\\?\Z)|\'((?:[^\'\\\n]|\\.)*)(?:\'|\n|\\?\Z)|`((?:[^`\\]|\\.)*)(?:`|\\?\Z)'
    r"|/\*.*?(?:\*/|\Z)|(?<![:\w])//[^\n]*",
    re.DOTALL,
)
# what stands between two pieces of one text: "…" + "…", document.write("…"); document.write("…"), s += "…"
_SEAM = re.compile(r"[\s+]*|\s*\)?\s*;?\s*(?:document\.write(?:ln)?\s*\(|[\w.]+\s*\+=)\s*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|(\r?\n)|(.))", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " ", "v": " ", "0": ""}
_TAG = re.compile(r"<[A-Za-z]+[^<>]*>")


def source_in(element) -> str:
    """
    The source that an element holds as text.

    Args:
        element: One of the HOLDERS.

    Returns:
        HTML; empty where there is none.
    """
    if element.tag == "input":
        value = element.get("value") or ""
        return value if (element.get("type") or "").lower() == "hidden" and "<" in value else ""
    if element.tag == "script":
        kind = (element.get("type") or "").lower()
        return element.text or "" if kind in _PAGE_KINDS else _source_in_program(element.text or "")
    if len(element):  # its content was parsed as part of the page
        from lxml import etree

        return "".join([element.text or "", *(etree.tostring(child, encoding="unicode") for child in element)])
    text = element.text or ""
    return text if _TAG.search(text) else f"<pre>{text}</pre>" if text.strip() else ""


def _source_in_program(program: str) -> str:
    """The longest text of strings that follow one another, where it is HTML."""
    best: list[str] = []
    pieces: list[str] = []
    longest = _LEAST
    size, end = 0, -1
    for match in _STRING.finditer(program[:_MOST_PROGRAM]):
        if match.lastindex is None:  # a comment
            continue
        if end < 0 or match.start() - end > 100 or not _SEAM.fullmatch(program, end, match.start()):
            pieces, size = [], 0
        pieces.append(match[match.lastindex])
        size += len(pieces[-1])
        end = match.end()
        if size > longest:
            best, longest = pieces, size
    source = _unescaped("".join(best))
    return source if _TAG.search(source) else ""


def _unescaped(text: str) -> str:
    def sign(match: re.Match) -> str:
        code = match[1] or match[2] or match[3]
        if code:
            return chr(min(int(code, 16), 0x10FFFF))
        return "" if match[4] else _SIGNS.get(match[5], match[5])

    text = _ESCAPE.sub(sign, text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if not _TAG.search(text):
        if re.search(r"%3C|%u[0-9A-Fa-f]{4}", text, re.IGNORECASE):
            text = re.sub(r"%u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), text)
            text = unquote(text)
        if "&lt;" in text:
            text = html.unescape(text)
    return text
