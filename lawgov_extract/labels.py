"""What a figure counts, in the text's own words: the words around it and the short label made of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .model import Mention, Sentence

LONGEST = 14
_DELIMITER = re.compile(r"[,;:。!?()、\n\t|]")
_LEAD = re.compile(
    r"^(?:其中|另有|另外|此外|同时|以及|并且|并|和|及|与|或|等|的|了|对|将|把|为|在|向|由|共|也|还|再|又|已|全年|今年|本年度|年内|当年|先后|累计|截至目前|目前|各类|各种|我[县市区局镇乡委街]|本[县市区局镇乡级]|全[县市区省州镇乡局]|"
    r"\d{4}年度?以?来?|上半年|一年来|[一二三四五六七八九十]是|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、]|[一二三四五六七八九十]+、)+"
)
_REACH = re.compile(
    r"(?:共计|共有|总共|共|总计|累计|合计|总数|达到|达|(?<![行作])为|是|有|了|约为|约|近|将近|接近|超过|超|突破|逾|不少于|不低于|不足|不到|低于|至少|仅|保持在|保持|维持在|稳定在|提升至|提升到|提高到|提高至|上升到|下降到|"
    r"降至|降到|增至|增加到|增长到|扩充至|扩大到|升到|升至|减至|[由从](?:\d{4}年|[上去]年|原来|原有)?的?|精减为|压缩为|压缩到|压缩至|减少到|减少至|控制在|已|均|都|分别|各|计|数量|总量|到|至|在|最多|最高|最少|基本|:|\"|“|'| )+$"
)
_CHANGE = re.compile(
    r"(?:同比|环比|[较比](?:[上去]年|\d{4}年|年初|同期)?(?:同期|度)?|分别|有所|年均|再|已|又)*(?:增长|上升|提高|提升|增加|增幅|下降|减少|降低|降幅|回落|升|降|增|减|多|少)*了?$"
)
_PHRASE_START = re.compile(r"的|对|向|为|将|把|》|由|及|和|与")
_VERB_AFTER = re.compile(
    r"^(?:增加|精减|精简|压缩|压减|缩短|减少|扩充|扩大|提高|提升|升|降|进行|开展|参加|参与|完成|办结|受训|受益|被|通过|得到|获|纳入|实现|用于|已|均|全部|在|进|由|到|使|较|比|同比|增长|下降|以上|以下|以内|左右|之|,|;|。|、|\)|\(|次$|余|多|不等|为|占|系|是|由|达|经|按|全|并|和|及|与|至)"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    The words around a figure, up to the next mark or figure.

    Attributes:
        sentence: Number of its sentence.
        before: Words between the last mark or figure and this one.
        after: Words between this figure and the next mark or figure.
        clause: Words from the start of its clause (no 、) to the figure, other figures included.
        left: Text between the figure before, or the start of the sentence, and this one.
        gap: The same, None where it is the first figure of its sentence.
        bracketed: Words before the bracket in which the figure stands; empty outside brackets.
    """

    sentence: int
    before: str
    after: str
    clause: str
    left: str
    gap: str | None
    bracketed: str = ""


def read_surroundings(folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Surroundings]:
    """Cut out the words around every mention; one value for each, in order."""
    found = []
    number = 0
    for index, mention in enumerate(mentions):
        while number + 1 < len(sentences) and sentences[number].end <= mention.start:
            number += 1
        sentence = sentences[number]
        last = mentions[index - 1] if index and mentions[index - 1].end > sentence.start else None
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        start = max(last.end if last else sentence.start, sentence.start)
        end = min(following.start if following and following.start < sentence.end else sentence.end, sentence.end)
        left = folded[start : mention.start]
        right = folded[mention.end : max(end, mention.end)]
        marks = [m.end() for m in _DELIMITER.finditer(left)]
        before = left[marks[-1] :] if marks else left
        if marks and len(before.strip(" \"'")) == 0 and left[: marks[-1]].endswith(")"):
            before = re.sub(r"\([^()]*\)$", "", left).rsplit(",", 1)[-1]
        mark = _DELIMITER.search(right)
        clause = folded[sentence.start : mention.start]
        for sign in ",;:。(":
            clause = clause.rsplit(sign, 1)[-1] if sign != "(" or ")" not in clause.rsplit(sign, 1)[-1] else clause
        outside, bracket, inside = left.rpartition("(")
        bracketed = re.split(r"[,;:。()、]", outside)[-1] if bracket and ")" not in inside else ""
        after = right[: mark.start()] if mark else right
        found.append(Surroundings(number, before, after, clause, left, left if last else None, bracketed))
    return found


def make_label(around: Surroundings, mention: Mention, carried: str) -> str:
    """
    Name the thing counted.

    Args:
        around: The words around the figure.
        mention: The figure.
        carried: Label of the figure before, used where the text has no word of its own (每季一次).

    Returns:
        At most fourteen characters of the text.
    """
    if mention.zero_words:
        words = re.sub(r"^(?:未|没有|无|零|暂无)", "", mention.text) + ("" if len(mention.text) > 4 else around.after)
        return words.replace(" ", "")[:LONGEST]
    before = clean(around.before)
    after = clean_after(around.after)
    if mention.kind == "change":
        return _end_of(_CHANGE.sub("", before) or _CHANGE.sub("", clean(around.clause)) or clean(around.bracketed) or carried)
    if before in ("占", "占比", "升", "升到", "比例", "率") and not after:
        return (carried[-10:] + "占比")[-LONGEST:] if before.startswith("占") else carried
    if len(after) >= 2 and (len(before) < 2 or not _VERB_AFTER.match(around.after.strip())):
        verb = before if len(before) <= 4 and not before.endswith(("的", "等", "个")) else ""
        return _start_of(verb + after)
    if len(before) >= 2:
        return _end_of(before)
    clause = clean(around.clause)
    if len(clause) >= 2 and around.gap is None:
        return _end_of(clause)
    gap = clean((around.gap or "").rstrip(",;:、。( ")) if around.gap else ""
    return _end_of(gap) or _start_of(after) or carried


def _end_of(words: str) -> str:
    """The last words, cut where a phrase begins if one does within reach."""
    if len(words) <= LONGEST:
        return words.strip("》《")
    for boundary in _PHRASE_START.finditer(words, len(words) - LONGEST - 1, len(words) - 4):
        return words[boundary.end() :].strip("》《")
    return words[-LONGEST:].strip("》《")


def _start_of(words: str) -> str:
    """The first words, without what only leads on to the next figure."""
    return re.sub(r"(?:[和及与、]|进行|开展|予以)[\u4e00-\u9fff]?$", "", words[:LONGEST]).strip("》《")


def clean(words: str) -> str:
    """Strip the words that join a clause to the last and a noun to its number."""
    words = words.strip(" \t\"'“”《》,;:、。()").replace(" ", "").replace('"', "")
    words = _REACH.sub("", words)
    words = _LEAD.sub("", words)
    return words.strip("\"'《》")


def clean_after(words: str) -> str:
    """Strip what stands between a figure and the noun behind it."""
    words = words.strip(" \t\"'").replace(" ", "").replace('"', "")
    words = re.sub(r"^(?:以上|以下|以内|左右|的|等|余|多)+", "", words)
    return re.sub(r"(?:中|等|的|进行|予以)$", "", words.split("的")[-1] if 0 < words.find("的") < 6 and len(words) > 8 else words)
