"""A document's text to headings and sentences, each with offsets into the original text."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .broken_lines import mend_lines
from .model import Sentence

_NUMBER = "一二三四五六七八九十"
# Marks of numbering, by level; they may stand at the start of a line or run in after a full stop.
_MARKS = (
    rf"第 ?[{_NUMBER}]{{1,3}} ?(?:章|部分|编|篇章)[:、 ]?",
    rf"[{_NUMBER}]{{1,3}} ?(?:[、.](?![0-9])|、(?=(?:19|20)[0-9]{{2}} ?年)|,(?=[^,]{{2,30}}$))",
    rf"\( ?[{_NUMBER}]{{1,3}} ?\)[、.]?|[{_NUMBER}]{{1,2}} ?\)",
    r"[0-9]{1,2} ?(?:、(?!(?:[0-9]{1,2}|[一二三四五六七八九十])[月日、])|\.(?![0-9])|\.(?=(?:19|20)[0-9]{2}年))|[①-⑳]|[0-9]{1,2}(?:\.[0-9]{1,2}){1,2} ?(?=[\u4e00-\u9fff])(?![万亿千百个件项次名人元家份倍起宗条户场国宪消禁]|全民|活动|宣传|法[治制]|安全|世界|普法)",
    r"\( ?[0-9]{1,2} ?\)[、.]?|[0-9]{1,2} ?\)|[⑴-⒇]|[A-Za-z][.、](?=[\u4e00-\u9fff])",
    rf"(?:[{_NUMBER}]{{1,2}}[是要](?!否)|其[一二三四五六],|第[{_NUMBER}]{{1,2}}[,、是]|首先,|其次,|再次,|最后,)",
)
_MARK = re.compile("|".join(f"(?P<m{level}>{mark})" for level, mark in enumerate(_MARKS)))
# An expression that begins with a class of characters skips to the next of these; one that begins with a choice does not.
_RUN_IN = re.compile(
    rf"[。;!?: ](?:(?<! )[ \"]*(?={'|'.join(_MARKS)})|(?<= )(?={_MARKS[0]}|{_MARKS[1]}|{_MARKS[2]}))"
)
_SENTENCE_END = re.compile(r"[。!?.](?:(?<!\.)[。!?]*[\")\]']*|(?<=[\u4e00-\u9fff)%\"]\.)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff)%\"] \.)(?= [\u4e00-\u9fff]))")
_LINE_ENDS = "\r\f\v\u2028\u2029"  # and the line feed
_BARE_HEADING = re.compile(
    r"问题|不足|短板|打算|计划|安排|下一步|成效|做法|举措|亮点|困难|思路|目标|任务|要求|保障|基本情况|总体情况|工作情况|指导思想|职责"
)
_FIGURE = re.compile(r"[0-9] ?[\u4e00-\u9fff%]")
_SPLIT_NUMBER = re.compile(r"[\u4e00-\u9fff][0-9]+\t[0-9]*[\u4e00-\u9fff]")  # a tab inside a number of a sentence
_CELL_BREAK = re.compile(r"\t|\|")
_TITLE_END = re.compile(r"[。:]")
_PART_END = re.compile(r"[,;]")
_BULLET = re.compile(r"[ •·●◆■▪*-]*")
# Where a text without marks is cut: behind a figure, else anywhere between two words.
_NO_MARK = (re.compile(r"[0-9][万亿余多]*[\u4e00-\u9fff]次?"), re.compile(r"[\u4e00-\u9fff]{2}(?![0-9万亿余多])"))
HEADING_LENGTH = 45  # a run-in heading is at most this long
_LONGEST = 2000  # characters of a sentence
_SHORT = 30  # an unnumbered heading is at most this long


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
    paragraphs = _paragraphs(folded)
    for number, (start, end) in enumerate(paragraphs):
        if _is_table_row(folded, start, end):
            table_row = 0 if table_row is None else table_row + 1
            while folded[start].isspace():
                start += 1
            while folded[end - 1].isspace():
                end -= 1
            sentences.append(
                Sentence(start=start, end=end, paragraph=number, section=_names(stack), table_row=table_row)
            )
            continue
        table_row = None
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        for segment in _segments(folded, start, end):
            alone = segment.level is None and _stands_alone(folded, segment, start, end, following)
            _cut_segment(folded, segment, number, stack, sentences, alone)
    return tuple(sentences)


def join_lines(folded: str) -> str:
    """Blanks in place of tabs outside tables and of line breaks inside hard-wrapped paragraphs; the length stays."""
    lines = _lines(folded)
    if "\t" in folded:
        folded = _untab(folded, lines)
    joined = _joined(folded, lines) if _is_hard_wrapped(folded, lines) else mend_lines(folded, lines)
    if joined is lines:
        return folded
    parts: list[str] = []
    last = 0
    for start, end in joined:
        parts.append(folded[last:start])
        parts.append(folded[start:end].replace("\r", " ").replace("\n", " "))
        last = end
    parts.append(folded[last:])
    return "".join(parts)


def _untab(folded: str, lines: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    last = 0
    for start, end in lines:
        line = folded[start:end]
        parts.append(folded[last:start])
        parts.append(line if _is_row(line) else line.replace("\t", " "))
        last = end
    parts.append(folded[last:])
    return "".join(parts)


def _is_row(line: str) -> bool:
    cells = [cell.strip() for cell in _CELL_BREAK.split(line)]
    filled = [cell for cell in cells if cell]
    if "|" not in line and (line.count("\t") == 1 and _SPLIT_NUMBER.search(line) or any("。" in cell for cell in filled)):
        return False
    return (len(filled) >= 2 or len(cells) >= 3) and all(len(cell) <= 60 for cell in filled)


def _lines(folded: str) -> list[tuple[int, int]]:
    for mark in _LINE_ENDS:
        folded = folded.replace(mark, "\n")
    lines = []
    start = 0
    for line in folded.split("\n"):
        if line and not line.isspace():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _paragraphs(folded: str) -> list[tuple[int, int]]:
    """Lines; where a file is hard-wrapped at one width, the lines of a paragraph together."""
    lines = _lines(folded)
    return _joined(folded, lines) if _is_hard_wrapped(folded, lines) else mend_lines(folded, lines)


def _is_hard_wrapped(folded: str, lines: list[tuple[int, int]]) -> bool:
    """True where most lines end at one width without a full stop."""
    if len(lines) < 8:
        return False
    if "\t" in folded or "|" in folded:  # the rows of a table are alike in length, and whole
        lines = [line for line in lines if not _is_table_row(folded, *line)]
        if len(lines) < 8:
            return False
    lengths = sorted(end - start for start, end in lines)
    width = lengths[int(len(lengths) * 0.8)]
    if not 18 <= width <= 80:
        return False
    full = [line for line in lines if width - 3 <= line[1] - line[0] <= width + 1]
    unfinished = [line for line in full if folded[line[1] - 1] not in "。;:!?"]
    return len(full) >= 0.45 * len(lines) and len(unfinished) >= 0.6 * len(full)


def _is_table_row(folded: str, start: int, end: int) -> bool:
    """Whether a line is a row of a table."""
    line = folded[start:end]
    return ("\t" in line or "|" in line) and _is_row(line)


def _joined(folded: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    lengths = sorted(end - start for start, end in lines)
    width = lengths[int(len(lengths) * 0.8)]
    joined: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for start, end in lines:
        if before is not None:
            long = before[1] - before[0] >= width - 3
            gap = folded[before[1] : start]
            indented = folded[start] == " " and folded[before[0]] != " "
            mark = _MARK.match(folded, start)
            numbered = mark and (mark.lastgroup in ("m0", "m1", "m2") or folded[before[1] - 1] in "。;:")
            row = _is_table_row(folded, start, end) or _is_table_row(folded, *before)
            if long and folded[before[1] - 1] not in "。!?" and gap.count("\n") <= 1 and not indented and not numbered and not row:
                joined[-1] = (joined[-1][0], end)
                before = (start, end)
                continue
        joined.append((start, end))
        before = (start, end)
    return joined


def _segments(folded: str, start: int, end: int) -> list[Segment]:
    cuts = [start, *(m.end() for m in _RUN_IN.finditer(folded, start, end)), end]
    segments = []
    for left, right in pairwise(cuts):
        while left < right and folded[left].isspace():
            left += 1
        while left < right and folded[right - 1].isspace():
            right -= 1
        if left < right:
            mark = _MARK.match(folded, _BULLET.match(folded, left, right).end(), right)
            level = None if mark is None else int(mark.lastgroup[1:])
            segments.append(Segment(left, right, level))
    return segments


def _stands_alone(folded: str, segment: Segment, start: int, end: int, following: tuple[int, int] | None) -> bool:
    """True for a short unnumbered line without a figure or a full stop that has a longer paragraph below it."""
    if following is None or folded[start : segment.start].strip() or folded[segment.end : end].strip():
        return False
    line = folded[segment.start : segment.end]
    if not 4 <= len(line) <= _SHORT or line[-1] in "。,;!?、.)" or "," in line or _FIGURE.search(line):
        return False
    if not any("\u4e00" <= c <= "\u9fff" for c in line[-2:]):
        return False
    below = folded[following[0] : following[1]].rstrip()
    return len(below) > 2 * len(line) and below[-1] in "。;!?:" and _MARK.match(below.lstrip()) is None


def _cut_segment(
    folded: str, segment: Segment, paragraph: int, stack: list, sentences: list[Sentence], alone: bool
) -> None:
    spans = []
    left = segment.start
    for mark in _SENTENCE_END.finditer(folded, segment.start, segment.end):
        spans += _shorter(folded, left, mark.end())
        left = mark.end()
    if left < segment.end:
        spans += _shorter(folded, left, segment.end)
    heading = _heading_of(folded, segment, spans, alone)
    if heading:
        level = 1 if segment.level is None else segment.level
        while stack and stack[-1][0] >= level:
            stack.pop()
        stack.append((level, heading))
    section = _names(stack)
    for index, (start, end) in enumerate(spans):
        while start < end and folded[start].isspace():
            start += 1
        if start == end:
            continue
        whole = index == 0 and bool(heading) and len(folded[start:end].strip("。:; ")) <= len(heading)
        is_heading = whole and not (segment.level == 5 and _FIGURE.search(folded, start, end))
        sentences.append(Sentence(start=start, end=end, paragraph=paragraph, section=section, is_heading=is_heading))


def _shorter(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, or its parts where it has no end for pages: what is read of one takes time with its square."""
    spans = []
    while end - start > _LONGEST:
        for marks in ";", ",、", " ":
            cut = max(folded.rfind(mark, start, start + _LONGEST) for mark in marks) + 1
            if cut:
                break
        else:
            cut = next(filter(None, (_last_end(pattern, folded, start, start + _LONGEST) for pattern in _NO_MARK)), 0)
            if not cut:
                break  # one number
        spans.append((start, cut))
        start = cut
    return [*spans, (start, end)]


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where the last match of a pattern ends; 0 where there is none."""
    last = 0
    for found in pattern.finditer(text, start, end):
        last = found.end()
    return last


def _heading_of(folded: str, segment: Segment, spans: list[tuple[int, int]], alone: bool) -> str:
    first = folded[slice(*spans[0])].strip()
    if segment.level is None:
        known = len(first) <= 25 and first[-1] not in "。,;!?" and "," not in first and _BARE_HEADING.search(first)
        return first.strip(":") if len(spans) == 1 and (known or alone) else ""
    title = _TITLE_END.split(first, maxsplit=1)[0]
    if segment.level == 5:
        title = _PART_END.split(title, maxsplit=1)[0]
    elif (len(first) > _SHORT or first[-1] in "。;" or "," in first) and " " in title[4:_SHORT]:
        title = title[: title.index(" ", 4)]  # a heading that runs in without a full stop
    return title[:HEADING_LENGTH].strip()


def _names(stack: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple([name for _, name in stack])
