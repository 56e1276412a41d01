"""Plain text and Markdown."""

import re

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading.encodings import Decoded, decode, is_binary

_RULE_ROW = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


def read_text(data: bytes, file: str) -> Document:
    """
    Read plain text. Nothing is stripped or rewritten: offsets refer to the decoded file.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document; an empty file has the text "".

    Raises:
        UnreadableReport: The bytes are no text.
    """
    decoded = _decode(data, file)
    return _document(decoded, decoded.text, file)


def read_markdown(data: bytes, file: str) -> Document:
    """
    Read Markdown: rows of pipe tables become tab-joined lines, the marks of headings and of emphasis go.

    Args:
        data: All bytes of the file.
        file: Name of the input.

    Returns:
        The document.

    Raises:
        UnreadableReport: The bytes are no text.
    """
    decoded = _decode(data, file)
    lines = decoded.text.splitlines()
    kept = []
    for number, line in enumerate(lines):
        is_rule = "-" in line and "|" in line and _RULE_ROW.fullmatch(line)
        if is_rule or _FENCE.match(line) or re.fullmatch(r"[ \t]*(?:-{3,}|\*{3,}|={3,})[ \t]*", line):
            continue
        in_table = line.lstrip().startswith("|") or (
            "|" in line and (_is_rule_row(lines, number + 1) or (kept and "\t" in kept[-1]))
        )
        if in_table:
            line = "\t".join(_plain(cell) for cell in _cells(line))
        else:
            line = _plain(re.sub(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)", "", line))
        kept.append(line)
    return _document(decoded, "\n".join(kept), file)


def _is_rule_row(lines: list[str], number: int) -> bool:
    return number < len(lines) and "|" in lines[number] and _RULE_ROW.fullmatch(lines[number]) is not None


def _cells(row: str) -> list[str]:
    row = row.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", row)]


def _plain(line: str) -> str:
    # marks inside a number (**20**件) would cut it from its unit
    line = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", line)
    line = re.sub(r"\*\*|(?<!\w)__|__(?!\w)|`|~~", "", line)
    return re.sub(r"\\([\\*_{}\[\]()#+.!|~-])", r"\1", line).rstrip()


def _decode(data: bytes, file: str) -> Decoded:
    decoded = decode(data)
    if is_binary(decoded):
        raise UnreadableReport(file, "not a document that can be read (binary data)")
    return decoded


def _document(decoded: Decoded, text: str, file: str) -> Document:
    return Document(
        file=file,
        text=text,
        media_type="text/plain",
        encoding=decoded.encoding,
        replaced_characters=decoded.replaced_characters,
    )
