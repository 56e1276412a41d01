"""The text as patterns see it: no blanks, no quotes, every figure one character."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .filling import FIGURE, TITLE
from .model import Mention, Sentence
from .text_tables import Cell

BREAK = "\n"  # stands before every sentence
_FIGURE = re.compile(FIGURE)
_CLAUSE_ENDS = ",;:()。!?\t|"
_TITLES = re.compile(r"《([^《》\n]{1,80})》")
_DROPPED = re.compile(  # each branch begins with a character of its own: the engine then skips to the next of these
    "|".join(
        rf"{sign}(?:原来|原有|之前|过去|[上去]年|\d{{4}}年)?的?(?={FIGURE})" for sign in "由从"
    )
    + rf"|:(?={FIGURE})|\((?=(?:同比|环比|较|比[上去前])[^()]{{0,12}}{FIGURE})|\([^(){FIGURE}{BREAK}]{{0,14}}\)"
)
_BLANKS = " \"'<>《》\u3000"
_NEGATION = re.compile(r"^(?:未|没有|暂无|无|零|0|不存在)")
_VERB_ALONE = re.compile(r"(?:发生|出现|收到|接到|产生|引发|发现|受理|被|形成|涉及|制定|制发|出台|印发|作出|实施|承办|主办|承接)?过?")  # the object is still to come
_OBJECT_END = re.compile(r"[,;:。!?\n()]")
_JOINT = re.compile(r"[、和及与]")
_RESPECTIVE = rf"分别(?:达到|达|为|是|有)?({FIGURE}(?:[、和及与]{FIGURE}){{1,4}})"
_NAME = rf"[^,;:()。、{FIGURE}{BREAK}]{{2,16}}"
_RESPECTIVE_FIGURES = re.compile(_RESPECTIVE)
_RESPECTIVELY = re.compile(rf"({_NAME}(?:[、和及与]{_NAME}?){{1,4}}){_RESPECTIVE}")
_BEFORE_NAMES = f",;:()。{FIGURE}{BREAK}"
# A verb that opens a clause of its own between two figures: the mark before it is lost (审查合同40份开展清理2次).
_LOST_MARK = re.compile(
    rf"{FIGURE}(?=(?:其中|(?:办理|开展|审查|废止|修改|审结|受理|维持|撤销|驳回|发放|印发|制发|制定|举办|组织|召开|培训|调解|化解|查处|"
    rf"罚没|梳理|清理|聘请|建立|配备|评查|成功率|合格率|办结率)[^,;:()。、{FIGURE}{BREAK}]{{0,14}}{FIGURE}))"
)
_AIM_HEAD = re.compile(r" (?:目标[值数]?|计划[值数]?|任务数?|完成[值数]|实际[值数])$")  # says how far, not what
_YEAR_HEAD = re.compile(r"(?:^|(?<= ))(?:19|20)[0-9]{2} ?年?度?(?=$|[^0-9至到-])")  # when, not what: 受理(件) 2023年
_WHEN_HEAD = re.compile(  # a column that says when, or that its cells are results
    r" (?:(?:19|20)[0-9]{2} ?年?度?|本年度?|今年|本期|全年)?(?:[0-9]{1,2}-[0-9]{1,2} ?月份?)?(?:完成情况|实际完成|情况|数值|数据|结果|(?:同比|比上年)?增减(?:数量?|值|情况)?)?$"
)
SHORT_TITLE = 10  # the words of a title up to this length are kept


@dataclass(frozen=True, slots=True)
class MarkedText:
    """
    A document's text with its figures marked.

    Attributes:
        text: Sentences joined by ``BREAK``; the k-th ``FIGURE`` in it is the k-th mention.
        clauses: Start of every clause in ``text``, in order.
        ends: End of every clause.
        sentence_of: Number of the sentence of every clause.
        places: Place of every figure in ``text``, in order of the mentions.
        figures: Clause number → numbers of its mentions, only for clauses that have any.
    """

    text: str
    clauses: list[int]
    ends: list[int]
    sentence_of: list[int]
    places: list[int]
    figures: dict[int, list[int]]

    def clause_at(self, position: int) -> int:
        """Number of the clause that holds *position* of ``text``."""
        return bisect_right(self.clauses, position) - 1


def mark_figures(
    folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], cells: Sequence[Cell] = ()
) -> MarkedText:
    """
    Put one character in the place of every figure and cut the text into clauses.

    A figure in a table cell becomes a clause of its own: the words of its row and column heads, then the figure.

    A zero told in words is turned round so that patterns need no negation: 未收到投诉 reads 收到投诉 and then the
    figure. Short brackets without a figure are dropped, titles of more than ten characters become one character.
    """
    pieces: list[str] = []
    number = 0
    head_at = {cell.start: cell.head for cell in cells}
    for sentence in sentences:
        pieces.append(BREAK)
        position = sentence.start
        if head_at and number < len(mentions) and mentions[number].start < sentence.end and mentions[number].start in head_at:
            while number < len(mentions) and mentions[number].start < sentence.end:
                head = _YEAR_HEAD.sub("", _WHEN_HEAD.sub("", _AIM_HEAD.sub("", head_at.get(mentions[number].start, ""))))
                pieces += (";", head.replace(BREAK, ""), FIGURE)
                number += 1
            continue
        while number < len(mentions) and mentions[number].start < sentence.end:
            mention = mentions[number]
            number += 1
            if mention.start > position:
                pieces.append(folded[position : mention.start].replace(BREAK, ""))
            position = max(position, mention.end)
            if mention.zero_words:
                words = _NEGATION.sub("", folded[mention.start : mention.end])
                if _VERB_ALONE.fullmatch(words):
                    end = _OBJECT_END.search(folded, mention.end, sentence.end)
                    stop = end.start() if end else sentence.end
                    words += folded[mention.end : stop]
                    position = stop
                pieces.append(words)
            pieces.append(FIGURE)
        if position < sentence.end:
            pieces.append(folded[position : sentence.end].replace(BREAK, "").replace("\r", ""))
    text = "".join(pieces)
    text = _TITLES.sub(lambda m: m[1] if len(m[1]) <= SHORT_TITLE else TITLE, text)
    text = _DROPPED.sub("", text)
    for blank in _BLANKS:
        text = text.replace(blank, "")
    text = _LOST_MARK.sub(FIGURE + ",", text)
    if "分别" in text:
        text = _tell_respectively(text)
    return _cut(text)


def _tell_respectively(text: str) -> str:
    """纠错率、调解率分别为15%、32% becomes 纠错率15%、调解率32% where there are as many names as figures."""
    pieces: list[str] = []
    last = 0
    for figures in _RESPECTIVE_FIGURES.finditer(text):
        # The names stand between the last mark and the figures: to look for them there alone saves the slow search.
        begin = max(last, *(text.rfind(mark, last, figures.start()) + 1 for mark in _BEFORE_NAMES))
        found = _RESPECTIVELY.search(text, begin, figures.end())
        if found:
            pieces += (text[last : found.start()], _pair(found))
            last = found.end()
    return "".join((*pieces, text[last:]))


def _pair(match: re.Match[str]) -> str:
    names = _JOINT.split(match[1])
    return "、".join(name + FIGURE for name in names) if len(names) == match[2].count(FIGURE) else match[0]


def _cut(text: str) -> MarkedText:
    clauses: list[int] = []
    ends: list[int] = []
    sentence_of: list[int] = []
    alike = text
    for mark in _CLAUSE_ENDS[1:]:  # plain replacements take a third of the time of one expression
        alike = alike.replace(mark, _CLAUSE_ENDS[0])
    start = 0
    for sentence, words in enumerate(alike.split(BREAK), -1):  # nothing stands before the first break
        for clause in words.split(_CLAUSE_ENDS[0]):
            end = start + len(clause)
            if clause:
                clauses.append(start)
                ends.append(end)
                sentence_of.append(sentence)
            start = end + 1
    places = [mark.start() for mark in _FIGURE.finditer(text)]
    figures: dict[int, list[int]] = {}
    for number, place in enumerate(places):
        figures.setdefault(bisect_right(clauses, place) - 1, []).append(number)
    return MarkedText(text, clauses, ends, sentence_of, places, figures)
