"""One input → its documents. Which reader, what is told when it fails."""

from importlib import import_module

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.model import Document
from lawgov_extract.reading import sniff
from lawgov_extract.reading.inputs import Source
from lawgov_extract.reading.limits import MAX_BYTES

# each reader is loaded with its libraries when the first file of its format comes
_READERS = {
    sniff.TEXT: ("text", "read_text"),
    sniff.MARKDOWN: ("text", "read_markdown"),
    sniff.HTML: ("html", "read_html"),
    sniff.MHTML: ("mhtml", "read_mhtml"),
    sniff.WORD_XML: ("docx", "read_word_xml"),
    sniff.DOCX: ("docx", "read_docx"),
    sniff.DOC: ("doc", "read_doc"),
    sniff.RTF: ("rtf", "read_rtf"),
    sniff.ODT: ("odt", "read_odt"),
    sniff.PDF: ("pdf", "read_pdf"),
    sniff.OFD: ("ofd", "read_ofd"),
    sniff.SHEET: ("sheet", "read_sheet"),
}


def read_source(source: Source, *, max_bytes: int = MAX_BYTES) -> list[Document | UnreadableReport]:
    """
    Read one input.

    Args:
        source: What to read; its format is told by its content.
        max_bytes: A larger input, or member of an archive, is refused.

    Returns:
        Its document; of an archive one for each member. What cannot be read is an
        UnreadableReport in its place, so nothing is lost and nothing is raised.
    """
    try:
        data = source.read(max_bytes)
    except UnreadableReport as error:
        return [error]
    except Exception as error:  # noqa: BLE001 - a store or a loader of the caller may raise anything
        return [_failure(source.file, "cannot be opened", error)]
    return read_bytes(data, source.file, max_bytes=max_bytes)


def read_bytes(data: bytes, file: str, *, max_bytes: int = MAX_BYTES) -> list[Document | UnreadableReport]:
    """
    Read the bytes of one input.

    Args:
        data: All of them.
        file: Name of the input.
        max_bytes: A larger member of an archive is refused.

    Returns:
        As ``read_source``.
    """
    try:
        kind = sniff.sniff(data, file)
        if kind == sniff.ARCHIVE:
            from lawgov_extract.reading.archive import read_archive

            return read_archive(data, file, max_bytes=max_bytes)
        if kind not in _READERS:
            return [UnreadableReport(file, kind)]
        module, name = _READERS[kind]
        reader = getattr(import_module(f"lawgov_extract.reading.{module}"), name)
        return [reader(data, file)]
    except UnreadableReport as error:
        return [error]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a damaged file can lead a parser anywhere; the others must go on
        # a library written in Rust that comes to its end raises what is no Exception
        return [_failure(file, "damaged, or not what it seems to be", error)]


def _failure(file: str, what: str, error: Exception) -> UnreadableReport:
    detail = " ".join(str(error).split())[:200]
    failure = UnreadableReport(file, f"{what} ({type(error).__name__}{': ' + detail if detail else ''})")
    failure.__cause__ = error
    return failure
