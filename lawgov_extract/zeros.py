"""Zero told in words: 无败诉, 未发生…案件, 零投诉."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .model import Mention

# What can be counted and can fail to happen. 死角, 盲区, 门槛 and the like cannot.
_HEAD = (
    "败诉|投诉举报|投诉|举报|案件|事件|事故|复议|应诉|诉讼|纠纷|上访|信访|差评|纠错|撤销|通报|问责|申请|情形|违法行为|违法|违纪|违规|伤亡|"
    "死亡|撤改|赔付|乱(?:收费|罚款|检查|摊派)(?:问题|行为)?|火灾|舆情|申诉|异议|起诉|刑事|有责|曝光|赔偿|错案|冤假错案|现象|情况|命案|发案|警情|积案|案例|听证|检察建议|司法建议|责任追究|依申请公开|集体访|非访|群访|民转刑(?![\"案事])|人大建议|代表建议|政协提案|委员提案"
)
_MADE = "规范性文件|规章|行政处罚|行政强制|行政许可|重大行政决策(?:事项)?|行政裁决|行政征收"
_HANDLED = "(?:人大|代表)(?:建议|议案)|(?:政协|委员)提案|(?:建议|议案)[、和]?提案"
_FAULT = "败诉|纠错|投诉|举报|上访|错案|事故|复议|诉讼|应诉|信访|问责|舆情|纠纷|群体性事件"
_VAGUE = "情况|情形|现象"
_FILL = (
    "因|被诉|被申请|被复议|被|环境|生态|公共|食品|药品|质量|网络|道路|交通|消防|行政|新增|重大|较大|重特大|特大|群体性|责任|有效|败诉|复议|应诉|诉讼|投诉|安全|生产|一般|及以上|涉法|涉诉|涉及|本单位|我局|机关|政府|党政|"
    "执法|人员|相关|任何|其他|公务员|工作人员|越级|赴省|进京|到市|极端|恶性|刑事|治安|民转刑|违法|违规|违纪|[、和及或与的]"
)
_NEGATION = re.compile(
    rf"(?=[未没尚无零不0])(?:(?P<verb>(?:没有|尚未|未)(?:发生|出现|收到|接到|产生|引发|发现|受理|被|形成|涉及)过?|无(?:发现|出现|收到|接到)过?)"
    rf"|(?P<made>(?:没有|未)(?:制定|制发|出台|印发|新制定|作出|实施))(?=[^,。;:\n]{{0,12}}?(?:{_MADE})(?:情况|案件|事项)?(?:[,。;、)\n]|$))"
    rf"|(?P<handled>(?:没有|未)(?:承办|主办|承接))(?=[^,。;:\n]{{0,8}}?(?:{_HANDLED}))"
    rf"|(?P<avoided>未|没有)(?=因[^,。;:\n]{{2,25}}(?:引发|引起|导致|造成|产生)[^,。;:\n]{{0,10}}(?:{_FAULT})(?:案件|事件|情况|问题|的情况)?(?:[,。;、)\n]|$))"
    rf"|(?P<absent>不存在)(?=(?:{_FILL})*(?:败诉|纠错|投诉|举报|上访|错案|事故|撤销|问责)(?:案件|事件|问题)?的?(?:{_VAGUE})?(?:[,。;、)\n]|$))"
    rf"|(?P<cause>无)(?=因[^,。;:\n]{{2,25}}(?:引发|引起|导致|造成|产生)的?[^,。;:\n]{{0,10}}(?:{_HEAD}))"
    rf"|(?P<passive>无)(?=[^,。;:\n证照牌]{{0,10}}(?:人|人员|干部|单位|机关|部门)[^,。;:\n]{{0,10}}被(?:问责|通报|约谈|追责|投诉|举报))"
    rf"|(?P<without>无|没有)(?=(?:一[起件例宗]?|1[起件例宗])?(?:{_FILL})*(?:{_HEAD}))"
    rf"|(?P<zero>零|(?<![0-9.,])0)(?=(?:败诉|撤改|赔付|投诉|举报|事故|上访|差评|复议|纠错|诉讼|违法|违纪|违规|死亡|伤亡|发案|发生|火灾|撤销|通报|信访|舆情|案件|申诉|涉诉|命案|警情|纠纷|曝光|问责|积案)))"
)
_OBJECT = re.compile(
    rf"[^,。;:!?\n]{{0,40}}?(?:{_HEAD})(?:案件|事件|事故|举报|案例|{_HEAD}|[、和及或与](?![零无未没0])[^,。;:!?\n零0]{{0,8}}?(?:{_HEAD})(?![零无0]))*"
    rf"(?:[^,。;:!?\n]{{0,30}}的(?:{_VAGUE}))?"
)
_MADE_OBJECT = re.compile(rf"[^,。;:\n]{{0,12}}?(?:{_MADE}|{_HANDLED})")
_NOT_ZERO = re.compile(r"(?:若|如|凡|对|确保|争取|力争|努力|防止|避免|实现|杜绝|的|将|应当|依法|经查|视为|有|所|毫|达到|做到|创建)$")
_BRAND = re.compile(r'[村镇乡县区街社单示]|"|的(?!情|现|(?:突发|群体性|恶性)?(?:事件|案件|事故)).|率')  # 无诉讼村, 未发生纠纷的家庭
_VAGUE_END = re.compile(rf"(?:{_VAGUE})$")
_VAGUE_TAIL = re.compile(rf"(?:案件)?的?(?:{_VAGUE})$")
_ONE = re.compile(r"[1一] ?[起件例宗次]")
_NEGATED = re.compile(r"(?:没有|尚未|未|无)(?:发生|出现|收到|接到|产生|引发|发现|受理|被|形成|涉及)?过? ?$")
_REACH = 12  # a negated head within so many characters belongs to the span


_BEFORE_NIL = 8  # characters before 零 that its statement holds at most
_NIL = re.compile(  # 败诉率为零, 投诉举报为零
    r"(?P<rate>率)?(?<=[率案诉报访故纷数量错改销件])(?:继续|连续|均|都|仍|已|实现|降|再次)?(?:为|保持|是|至|持续为)(?P<nil>零)(?=[,。;、)\n]|$)"
)


def _find_nils(folded: str) -> Iterator[re.Match[str]]:
    """The statements that something is 零, looked for at that word alone."""
    last, place = 0, folded.find("零")
    while place >= 0:
        nil = _NIL.search(folded, max(last, place - _BEFORE_NIL), place + 2)
        if nil:
            last = nil.end()
            yield nil
        place = folded.find("零", place + 1)


def _told_nil(found: re.Match[str], text: str) -> Mention:
    """A zero that a sentence states of its subject."""
    start, end = found.span("nil")
    rate = text[found.start() - 1] == "率" or found["rate"] is not None
    return Mention(
        start=start, end=end, text=text[start:end], value=Decimal(0), low=Decimal(0), high=Decimal(0),
        unit="%" if rate else "件", bound="exact", kind="rate" if rate else "count",
    )  # fmt: skip


def _unit_of(thing: str, span: str) -> str:
    """What the things that did not happen are counted in."""
    if thing.endswith(("事故", "火灾")):
        return "起"
    return "个" if span.endswith(("问题", "场所")) else "件"


def is_negated(folded: str, start: int) -> bool:
    """True where a negation stands right before the number at *start*: 未发生一起 is zero, not one."""
    return _NEGATED.search(folded, max(0, start - 6), start) is not None


def is_nil(folded: str, start: int) -> bool:
    """True where the 0 at *start* is told of what did not happen: 0投诉 is a zero in words."""
    found = _NEGATION.match(folded, start)
    return found is not None and found["zero"] is not None


def scan_zeros(
    folded: str, text: str, taken: Sequence[tuple[int, int]], masks: Sequence[tuple[int, int]]
) -> list[Mention]:
    """
    Find the statements that a countable thing did not happen in the period.

    Args:
        folded: The text as ``folding.fold`` gives it.
        text: The original text, of the same length.
        taken: Spans of the figures found already, in order; one that follows within the statement is its number.
        masks: Spans that are no part of the report.

    Returns:
        Mentions of value 0 and unit 件. The span runs from the negation to the head of what is negated
        where that is at most twelve characters, else it is the negation word alone.
    """
    starts = [start for start, _ in taken]
    found = [_told_nil(nil, text) for nil in _find_nils(folded) if not any(left <= nil.start() < right for left, right in masks)]
    for negation in _NEGATION.finditer(folded):
        start, end = negation.span()
        if any(left <= start < right for left, right in masks):
            continue
        if not negation["zero"] and _NOT_ZERO.search(folded[max(0, start - 4) : start]):
            continue
        thing = (_MADE_OBJECT if negation["made"] or negation["handled"] else _OBJECT).match(folded, end)
        if thing is None:
            continue
        place = bisect_left(starts, start)
        counted = place < len(taken) and taken[place][0] < thing.end()
        if counted and not _ONE.fullmatch(folded[taken[place][0] : taken[place][1]]):
            continue
        last = thing.end()
        if _BRAND.match(folded, last) and not negation["zero"]:
            continue
        object_ = folded[end:last]
        if _VAGUE_END.search(object_) and not negation["verb"]:
            object_ = _VAGUE_TAIL.sub("", object_)
            last = end + len(object_)
        if not object_:
            continue
        if last - start > _REACH or (negation["verb"] and _VAGUE_END.search(object_)):
            last = end
        found.append(
            Mention(
                start=start,
                end=last,
                text=text[start:last],
                value=Decimal(0),
                low=Decimal(0),
                high=Decimal(0),
                unit=_unit_of(object_, text[start:last]),
                bound="exact",
                kind="count",
                zero_words=True,
            )
        )
    return found
