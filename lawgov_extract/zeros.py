"""Zero told in words: 无败诉, 未发生…案件, 零投诉."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from .model import Mention

# What can be counted and can fail to happen. 死角, 盲区, 门槛 and the like cannot.
_HEAD = (
    "败诉|投诉举报|投诉|举报|案件|事件|事故|复议|应诉|诉讼|纠纷|上访|信访|差评|纠错|撤销|通报|问责|申请|情形|违法行为|违纪|伤亡|"
    "死亡|火灾|舆情|申诉|异议|起诉|刑事|有责|曝光|赔偿|错案|冤假错案|现象|情况"
)
_VAGUE = "情况|情形|现象"
_NEGATION = re.compile(
    rf"(?:(?P<verb>未发生|未出现|没有发生|没有出现|未收到|未接到|没有收到|未产生|未引发|未发现|未受理|未被)"
    rf"|(?P<without>(?<![有所毫])无|没有|暂无)(?=(?:一[起件例宗]|1[起件例宗])?(?:(?:因|被|行政|新增|重大|较大|重特大|群体性|责任|有效|败诉|复议|应诉|诉讼|投诉|安全|生产|一般|及以上|涉法|涉诉|[、和及或])*)(?:{_HEAD}))"
    rf"|(?P<zero>零)(?=(?:败诉|投诉|举报|事故|上访|差评|复议|纠错|诉讼|违法|违纪|死亡|伤亡|发案|发生|火灾|撤销|通报|信访|舆情|案件|申诉|涉诉)))"
)
_OBJECT = re.compile(rf"[^,。;:!?\n]{{0,40}}?(?:{_HEAD})(?:(?:案件|事件|事故|举报|案例)|[、和及或][^,。;:!?\n]{{0,8}}?(?:{_HEAD}))?")
_NOT_ZERO = re.compile(r"(?:若|如|凡|对|确保|争取|力争|努力|防止|避免|实现|杜绝|的|将|应当|依法|经查|视为)$")
REACH = 12  # a negated head within so many characters belongs to the span


def scan_zeros(
    folded: str, text: str, taken: Sequence[tuple[int, int]], masks: Sequence[tuple[int, int]]
) -> list[Mention]:
    """
    Find the statements that a countable thing did not happen in the period.

    Returns:
        Mentions of value 0 and unit 件. The span runs from the negation to the head of what is negated
        where that is at most twelve characters, else it is the negation word alone.
    """
    starts = [start for start, _ in taken]
    found = []
    for negation in _NEGATION.finditer(folded):
        start, end = negation.span()
        if any(left <= start < right for left, right in masks):
            continue
        if _NOT_ZERO.search(folded[max(0, start - 4) : start]) and not negation["zero"]:
            continue
        thing = _OBJECT.match(folded, end)
        if thing is None:
            continue
        place = bisect_left(starts, start)
        if place < len(taken) and taken[place][0] < thing.end():
            number = folded[taken[place][0] : taken[place][1]]
            if not re.fullmatch(r"[1一] ?[起件例宗次]", number):
                continue
        last = thing.end()
        object_ = folded[end:last]
        if re.search(rf"(?:{_VAGUE})$", object_) and negation["verb"] is None:
            object_ = re.sub(rf"(?:案件)?(?:{_VAGUE})$", "", object_)
            last = end + len(object_)
        if not object_:
            continue
        if last - start > REACH or (negation["verb"] and re.search(rf"(?:{_VAGUE})$", object_)):
            last = end
        found.append(
            Mention(
                start=start, end=last, text=text[start:last], value=Decimal(0), low=Decimal(0), high=Decimal(0),
                unit="件", bound="exact", kind="count", decimals=0, zero_words=True,
            )  # fmt: skip
        )
    return found
