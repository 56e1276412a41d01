"""What a figure counts, in the text's own words: the words around it and the short label made of them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from .model import Mention, Sentence

LONGEST = 14
_DELIMITER = re.compile(r"[,;:。!?()、\t|①-⑳]")
_LINE_BREAK = re.compile(r"\r?\n")
_LEAD = re.compile(
    r"^(?:其中|另有|另外|此外|同时|以及|并且|并|和|及|与|或|等|的|了|对|将|把|为|在|向|由|共|也|还|再|又|已|全年|今年|本年度|年内|当年|先后|累计|截至目前|目前|各类|各种|我[县市区局镇乡委街]|本[县市区局镇乡级]|全[县市区省州镇乡局]|"
    r"\d{4}年度?以?来?|上半年|一年来|[一二三四五六七八九十]是|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、]|[一二三四五六七八九十]+、)+"
)
_REACH = re.compile(
    r"(?:共计|共有|总共|共|总计|累计|合计|总数|达到|达|(?<![行作])为|是|有|了|约为|约|近|将近|接近|超过|超|突破|逾|不少于|不低于|不足|不到|低于|至少|仅|保持在|保持|维持在|稳定在|提升至|提升到|提高到|提高至|上升到|下降到|"
    r"降至|降到|增至|增加到|增长到|扩充至|扩大到|升到|升至|减至|[由从](?:\d{4}年|[上去]年|原来|原有)?的?|精减为|压缩为|压缩到|压缩至|减少到|减少至|控制在|已|均|都|分别|各|计|数量|总量|到|至|在|最多|最高|最少|基本|:|\"|“|'| )+$"
)
_CHANGE = re.compile(
    r"(?:同比|环比|[较比](?:[上去]年|\d{4}年|年初|同期)?(?:同期|度)?|分别|各|有所|年均|再|已|又)*(?:增长|上升|提高|提升|增加|增幅|下降|减少|降低|降幅|回落|升|降|增|减|多|少)*了?$"
)
_SHARE = re.compile(r"占(?:比|有|到)?(?:$|[\u4e00-\u9fff]{0,14}(?:的|总量|总数|总额|比例|比重)$)")
_SHARE_LISTED = re.compile(r"占[^,;。:占\d]{2,30}(?:总量|总数|总额)的$")  # 占甲类、乙类总数的
_TURNED = re.compile(  # the verb between the two ends of a change
    r"(?:又|已|再|大幅|统一)?(?:精简|精减|压缩|压减|缩短|缩减|缩|减少|减|降低|下降|降|提高|提升|提|上升|升|增加|增|扩大|扩充|扩|调整|归并|整合|合并|并|变)(?:到|至|为|成)?"
)
_REACH_END = frozenset("计有共达到为是了约近接过超破逾于足少仅在持至由从年来的已均都分别各量多高本:\"“' \n")
_ENUMERATED = re.compile(r"(?:[和及与、]|进行|开展|予以)[\u4e00-\u9fff]?$")
_OUTSIDE_MARK = re.compile(r"[,;:。()、]")
_NAME_NOTHING = frozenset(["推动", "推进", "组织", "指导", "督促", "引导", "带动", "完成", "实现", "促进", "发动", "协调"])  # verbs alone
_NEGATION = re.compile(r"未|没有|无|零|暂无")
_CLOSED_BRACKET = re.compile(r"\([^()]*\)$")
_PAST_BOUND = re.compile(r"(?:以上|以下|以内|左右|的|等|余|多)+")
_PHRASE_START = re.compile(r"的|对|向|为|将|把|》|由|及|和|与")
_VERB_AFTER = re.compile(
    r"^(?:提至|提到|增加|精减|精简|压缩|压减|缩短|减少|扩充|扩大|提高|提升|升|降|进行|开展|参加|参与|完成|办结|受训|受益|被|通过|得到|获|纳入|实现|用于|已|均|全部|在|进|由|到|使|较|比|同比|增长|下降|以上|以下|以内|左右|之|,|;|。|、|\)|\(|次$|余|多|不等|为|占|系|是|由|达|经|按|全|并|和|及|与|至)"
)


class Surroundings(NamedTuple):
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
        noun: What is left of ``before`` without the words that join it to what stands around.
    """

    sentence: int
    before: str
    after: str
    clause: str
    left: str
    gap: str | None
    bracketed: str
    noun: str


def read_surroundings(folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Surroundings]:
    """Cut out the words around every mention; one value for each, in order."""
    found = []
    ends = [sentence.end for sentence in sentences]
    starts = [*(mention.start for mention in mentions[1:]), len(folded)]
    last_end = -1
    for mention, following in zip(mentions, starts, strict=False):
        number = min(bisect_right(ends, mention.start), len(sentences) - 1)
        sentence = sentences[number]
        first = last_end <= sentence.start
        start = sentence.start if first else last_end
        end = max(min(following, sentence.end), mention.end)
        last_end = mention.end
        left = folded[start : mention.start]
        if "\n" in left:
            left = _LINE_BREAK.sub("", left)
        before = _DELIMITER.split(left)[-1]
        cut = len(left) - len(before)
        if cut and left[cut - 1] == ")" and not before.strip(" \"'"):
            before = _CLOSED_BRACKET.sub("", left).rsplit(",", 1)[-1]
        mark = _DELIMITER.search(folded, mention.end, end)
        after = folded[mention.end : mark.start() if mark else end].partition("其中")[0]
        if "\n" in after:
            after = _LINE_BREAK.sub("", after)
        clause = _clause(folded, sentence.start, mention.start)
        bracketed = _before_bracket(left) if "(" in left else ""
        found.append(
            Surroundings(number, before, after, clause, left, None if first else left, bracketed, clean(before))
        )
    return found


def _clause(folded: str, start: int, end: int) -> str:
    """What stands behind the last mark of a stretch, a bracket that is not closed among the marks."""
    cut = max(
        folded.rfind(",", start, end), folded.rfind(";", start, end), folded.rfind(":", start, end),
        folded.rfind("。", start, end), start - 1,
    )  # fmt: skip
    bracket = folded.rfind("(", cut + 1, end)
    if bracket >= 0 and folded.find(")", bracket, end) < 0:
        cut = bracket
    clause = folded[cut + 1 : end]
    return _LINE_BREAK.sub("", clause) if "\n" in clause else clause


def _before_bracket(left: str) -> str:
    outside, _, inside = left.rpartition("(")
    return "" if ")" in inside else _OUTSIDE_MARK.split(outside)[-1]


def make_label(around: Surroundings, mention: Mention, carried: str, behind: str = "") -> str:
    """
    Name the thing counted.

    Args:
        around: The words around the figure.
        mention: The figure.
        carried: Label of the figure before, used where the text has no word of its own (每季一次).
        behind: Words behind the next figure where that follows at once (推动11类64家单位建立清单).

    Returns:
        At most fourteen characters of the text.
    """
    if mention.zero_words:
        negation = _NEGATION.match(mention.text)
        words = mention.text[negation.end() :] if negation else mention.text
        words += "" if len(mention.text) > 4 else around.after
        return words.replace(" ", "")[:LONGEST]
    before = around.noun
    after = clean_after(around.after or (behind if before in _NAME_NOTHING else ""))
    if mention.kind == "change":
        words = _CHANGE.sub("", before) or _CHANGE.sub("", clean(around.clause)) or clean(around.bracketed)
        return _end_of(words or carried.removesuffix("占比"))
    if mention.kind == "rate" and (share := _SHARE.search(before) or before.endswith("的") and _SHARE_LISTED.search(around.clause)):
        words = before if share.string is before else around.clause
        part = clean(words[: share.start()]) or (carried if around.gap is not None or around.bracketed else "")
        if part:
            return part.removesuffix("占比")[-LONGEST + 2 :] + "占比"
    if before in ("升", "升到", "比例", "率") and not after or around.gap is not None and _TURNED.fullmatch(before):
        return carried
    if len(after) >= 2 and (len(before) < 2 or before in _NAME_NOTHING or not _VERB_AFTER.match(around.after.strip())):
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
    return _ENUMERATED.sub("", words[:LONGEST]).strip("》《")


def clean(words: str) -> str:
    """Strip the words that join a clause to the last and a noun to its number."""
    words = words.strip(" \t\"'“”《》,;:、。()").replace(" ", "").replace('"', "")
    if words[-1:] in _REACH_END:  # most nouns end otherwise, and the expression is slow to find that out
        words = _REACH.sub("", words)
    lead = _LEAD.match(words)
    if lead:
        words = words[lead.end() :]
    return words.strip("\"'《》")


def clean_after(words: str) -> str:
    """Strip what stands between a figure and the noun behind it."""
    words = words.strip(" \t\"'").replace(" ", "").replace('"', "")
    bound = _PAST_BOUND.match(words)
    if bound:
        words = words[bound.end() :]
    if len(words) > 8 and 0 < words.find("的") < 6:
        words = words.split("的")[-1]
    if words.endswith(("进行", "予以")):
        return words[:-2]
    return words[:-1] if words.endswith(("中", "等", "的")) else words
