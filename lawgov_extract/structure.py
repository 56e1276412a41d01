"""A document's text to headings and sentences, each with offsets into the original text."""

import re
from dataclasses import dataclass

from .model import Sentence

_NUMBER = "一二三四五六七八九十"
# Marks of numbering, by level; they may stand at the start of a line or run in after a full stop.
_MARKS = (
    rf"第[{_NUMBER}]{{1,3}}[章部编]分? ?",
    rf"[{_NUMBER}]{{1,3}} ?[、.](?!\d)",
    rf"\( ?[{_NUMBER}]{{1,3}} ?\)|[{_NUMBER}]{{1,2}}\)",
    r"\d{1,2} ?(?:、|\.(?!\d))|[①-⑳]",
    r"\( ?\d{1,2} ?\)|\d{1,2}\)",
    rf"(?:[{_NUMBER}]{{1,2}}[是要]|第[{_NUMBER}]{{1,2}}[,、是]|首先,|其次,|再次,|最后,)",
)
_MARK = re.compile("|".join(f"(?P<m{level}>{mark})" for level, mark in enumerate(_MARKS)))
_RUN_IN = re.compile(rf"(?<=[。;!?:])[ \"]*(?={'|'.join(_MARKS)})|(?<= )(?={_MARKS[1]}|{_MARKS[2]})")
_SENTENCE_END = re.compile(r"[。!?]+[\")\]']*|\.(?=[\u4e00-\u9fff])(?<=[\u4e00-\u9fff)%\"]\.)")
_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_BARE_HEADING = re.compile(
    r"问题|不足|短板|打算|计划|安排|下一步|成效|做法|举措|亮点|困难|思路|目标|任务|要求|保障|基本情况|总体情况|工作情况|指导思想|职责"
)
_CELL_BREAK = re.compile(r"\t|\|")
HEADING_LENGTH = 45  # a run-in heading is at most this long


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line between two numbering marks: half-open span and level of its mark, None without."""

    start: int
    end: int
    level: int | None


def split_sentences(folded: str) -> tuple[Sentence, ...]:
    """
    Cut folded text into sentences.

    Args:
        folded: Text as ``folding.fold`` gives it; same offsets as the document's text.

    Returns:
        Sentences in order; every character that is not white space lies in exactly one. Headings on
        their own line or run in (``一是强化监督。``) are sentences themselves, marked ``is_heading``,
        and stand in ``section`` of all that follows below them. A row of a table is one sentence.
    """
    sentences: list[Sentence] = []
    stack: list[tuple[int, str]] = []
    table_row: int | None = None
    for number, (start, end) in enumerate(_paragraphs(folded)):
        line = folded[start:end]
        if len(_CELL_BREAK.findall(line.strip("| "))) >= 1 and _is_row(line):
            table_row = 0 if table_row is None else table_row + 1
            sentences.append(
                Sentence(start=start, end=end, paragraph=number, section=_names(stack), table_row=table_row)
            )
            continue
        table_row = None
        for segment in _segments(folded, start, end):
            _cut_segment(folded, segment, number, stack, sentences)
    return tuple(sentences)


def _is_row(line: str) -> bool:
    cells = [cell.strip() for cell in _CELL_BREAK.split(line)]
    filled = [cell for cell in cells if cell]
    return len(filled) >= 2 and all(len(cell) <= 60 for cell in filled)


def _paragraphs(folded: str) -> list[tuple[int, int]]:
    """Lines; where a file is hard-wrapped at one width, the lines of a paragraph together."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(folded) if not m[0].isspace()]
    if len(lines) < 8:
        return lines
    lengths = sorted(end - start for start, end in lines)
    width = lengths[int(len(lengths) * 0.8)]
    full = [line for line in lines if width - 3 <= line[1] - line[0] <= width + 1]
    unfinished = [line for line in full if folded[line[1] - 1] not in "。;:!?"]
    if not 18 <= width <= 80 or len(full) < 0.45 * len(lines) or len(unfinished) < 0.6 * len(full):
        return lines
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if joined:
            last_start, last_end = joined[-1]
            before = folded[max(last_start, folded.rfind("\n", last_start, last_end) + 1) : last_end]
            starts_new = folded[start] in " \u3000" and len(before) < width - 3 or _MARK.match(folded[start:end].lstrip())
            gap = folded[last_end:start].count("\n")
            if len(before) >= width - 3 and before[-1] not in "。!?" and gap == 1 and not starts_new:
                joined[-1] = (last_start, end)
                continue
        joined.append((start, end))
    return joined


def _segments(folded: str, start: int, end: int) -> list[Segment]:
    cuts = [start, *(m.end() for m in _RUN_IN.finditer(folded, start, end)), end]
    segments = []
    for left, right in zip(cuts, cuts[1:], strict=False):
        while left < right and folded[left].isspace():
            left += 1
        while left < right and folded[right - 1].isspace():
            right -= 1
        if left < right:
            mark = _MARK.match(folded, left, right)
            level = None if mark is None else int(mark.lastgroup[1:])
            segments.append(Segment(left, right, level))
    return segments


def _cut_segment(folded: str, segment: Segment, paragraph: int, stack: list, sentences: list[Sentence]) -> None:
    spans = []
    left = segment.start
    for mark in _SENTENCE_END.finditer(folded, segment.start, segment.end):
        spans.append((left, mark.end()))
        left = mark.end()
    if left < segment.end:
        spans.append((left, segment.end))
    heading = _heading_of(folded, segment, spans)
    for index, (start, end) in enumerate(spans):
        while start < end and folded[start].isspace():
            start += 1
        if start == end:
            continue
        if index == 0 and heading:
            level = 1 if segment.level is None else segment.level
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, heading))
        alone = index == 0 and bool(heading) and len(folded[start:end].strip("。:; ")) <= len(heading)
        sentences.append(
            Sentence(start=start, end=end, paragraph=paragraph, section=_names(stack), is_heading=alone)
        )


def _heading_of(folded: str, segment: Segment, spans: list[tuple[int, int]]) -> str:
    first = folded[slice(*spans[0])].strip()
    alone = len(spans) == 1
    if segment.level is None:
        if alone and len(first) <= 25 and first[-1] not in "。,;!?" and _BARE_HEADING.search(first) and "," not in first:
            return first.strip(":")
        return ""
    title = re.split(r"[。:]", first, maxsplit=1)[0]
    if segment.level == 5:
        title = re.split(r"[,;]", title, maxsplit=1)[0]
    return title[:HEADING_LENGTH].strip() if len(title) <= HEADING_LENGTH or not alone else title[:HEADING_LENGTH].strip()


def _names(stack: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(name for _, name in stack)
