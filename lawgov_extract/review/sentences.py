"""The figures of a document by the sentences they stand in, each at its exact place."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    A sentence and its figures.

    Attributes:
        section: The headings above it.
        parts: The sentence cut where figures begin and end: each piece with the numbers of the figures on it.
        numbers: The numbers of its figures, in the order of the text.
    """

    section: str
    parts: tuple[tuple[str, tuple[int, ...]], ...]
    numbers: tuple[int, ...]


def split_sentences(figures: Sequence[dict]) -> list[Sentence]:
    """
    Group figures by sentence and find their places in it.

    A table tells a figure's place in the document, and its sentence, but not where the sentence begins. It begins where
    every figure of it stands where it should; where that leaves several places, none is shown.

    Args:
        figures: Rows of ``metrics`` by column, in the order of the text.

    Returns:
        The sentences; a figure's number is its place in *figures*.
    """
    return [_sentence(figures, numbers, begins) for numbers, begins in _groups(figures)]


def _groups(figures: Sequence[dict]) -> Iterator[tuple[list[int], set[int]]]:
    """The numbers of the figures of each sentence, and the offsets at which it may begin in the document."""
    numbers: list[int] = []
    begins: set[int] = set()
    ended = 0  # where the sentence before may end at the earliest
    for number, figure in enumerate(figures):
        last = figures[numbers[-1]] if numbers else None
        if last is not None and last["evidence"] == figure["evidence"]:
            left = {begin for begin in begins if _stands(figure, begin)}
            if left or not begins or not _is_told(figure):
                begins = left or begins or _begins(figure)
                numbers.append(number)
                continue
        if last is not None:
            yield numbers, begins
            ended = last["end"] or 0
        own = _begins(figure)
        numbers = [number]
        begins = {begin for begin in own if begin >= ended} or own
    if numbers:
        yield numbers, begins


def _is_told(figure: dict) -> bool:
    """Whether the sentence, which a format may have cut short, holds the figure."""
    return bool(figure["text"]) and figure["text"] in (figure["evidence"] or "")


def _stands(figure: dict, begin: int) -> bool:
    place = (figure["start"] or 0) - begin
    return bool(figure["text"]) and place >= 0 and (figure["evidence"] or "").startswith(figure["text"], place)


def _begins(figure: dict) -> set[int]:
    sentence, text, found = figure["evidence"] or "", figure["text"], set()
    place = sentence.find(text) if text else -1
    while place >= 0:
        found.add((figure["start"] or 0) - place)
        place = sentence.find(text, place + 1)
    return found


def _sentence(figures: Sequence[dict], numbers: list[int], begins: set[int]) -> Sentence:
    first = figures[numbers[0]]
    text = first["evidence"] or ""
    spans = deque(_spans(figures, numbers, *begins) if len(begins) == 1 else ())
    cuts = sorted({0, len(text), *(place for _, *span in spans for place in span)})
    parts, over = [], []
    for a, b in pairwise(cuts):
        while spans and spans[0][1] <= a:
            over.append(spans.popleft())
        over = [span for span in over if span[2] > a]
        parts.append((text[a:b], tuple(number for number, *_ in over)))
    return Sentence(first["section"] or "", tuple(parts), tuple(numbers))


def _spans(figures: Sequence[dict], numbers: Iterable[int], begin: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end in the sentence of the figures that stand in it, in order."""
    for number in numbers:
        figure = figures[number]
        if _stands(figure, begin):
            start = figure["start"] - begin
            yield number, start, start + len(figure["text"])
