"""The stages in order for one document."""

from dataclasses import dataclass

from .checks import name_checks, run_checks
from .coding import Coding, assign_codes
from .context import read_context
from .folding import fold
from .library import Library
from .marking import MarkedText, mark_figures
from .metadata import read_metadata
from .model import Document, DocumentResult, Figure, Mention, Metadata, Rejected, Sentence
from .page import page_furniture, read_page
from .quantities import scan_quantities
from .structure import split_sentences
from .text_tables import find_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Every intermediate value of one document, for those who explain or test it."""

    document: Document
    folded: str
    metadata: Metadata
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    rejected: tuple[Rejected, ...]
    marked: MarkedText
    codings: tuple[Coding, ...]
    figures: tuple[Figure, ...]


def run_stages(document: Document, library: Library) -> Stages:
    """Take one document through all stages; the last, ``figures``, is what the table shows."""
    folded = fold(document.text)
    page = read_page(document)
    metadata = read_metadata(document, page)
    sentences = split_sentences(folded)
    cells = find_cells(folded, sentences)
    mentions, rejected = scan_quantities(folded, document.text, library.units, page_furniture(document, page), cells=cells)
    marked = mark_figures(folded, sentences, mentions, cells)
    codings = assign_codes(marked, sentences, mentions, library)
    figures = read_context(document, folded, metadata, sentences, mentions, codings, cells, library)
    return Stages(
        document=document, folded=folded, metadata=metadata, sentences=sentences, mentions=mentions,
        rejected=rejected, marked=marked, codings=codings, figures=figures,
    )  # fmt: skip


def extract_document(document: Document, library: Library) -> DocumentResult:
    """Read all figures of one document; give the row of ``documents`` with the figures below it."""
    stages = run_stages(document, library)
    checks = run_checks(stages.figures, library.identities)
    status = "ok" if stages.figures else "needs_ocr" if document.needs_ocr else "no_figures"
    if not document.text.strip() and not document.needs_ocr:
        status = "empty"
    return DocumentResult(
        file=document.file, status=status, doc_id=document.doc_id, metadata=stages.metadata,
        media_type=document.media_type, encoding=document.encoding, characters=len(document.text),
        replaced_characters=document.replaced_characters, figures=name_checks(stages.figures, checks), checks=checks,
        error=document.properties.get("unread", ""),
    )  # fmt: skip


def extract_text(text: str, library: Library) -> tuple[Figure, ...]:
    """Read all figures of a text; offsets are code points of *text*."""
    return run_stages(Document(file="-", text=text), library).figures
