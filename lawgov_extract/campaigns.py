"""What opens a part of a sentence holds for its figures: a campaign (开展渣土专项整治,出动80人次), bodies of a kind (各镇各有6类)."""

import re
from collections.abc import MutableSequence, Sequence

from .dimension_words import Breakdowns
from .labels import Surroundings
from .model import Mention, Sentence

_HEADED = re.compile(  # a clause that opens a campaign, and nothing of it is counted in that clause itself
    r'(?:^|[,;:。、\s]|开展|组织|深化|推进|聚焦|围绕|以|了)"?(?P<name>[^,;:。、\s\d()"]{2,10}?)"?(?:领域|问题|行为)?(?:的)?'
    r"(?:专项|集中|系统|综合)(?:整治|治理|清理整治|执法行动|执法检查|执法|行动|检查)(?:工作|行动|活动)?,"
    r'|(?:开展|推进)"?(?P<cure>[^,;:。、\s\d()"]{2,6}?)"?(?:整治|治理)(?:工作|行动),'
    r'|(?:^|[,;:。\s]|在)(?P<season>[^,;:。、\s\d()"]{2,10}?)期间(?=[,\u4e00-\u9fff])'
)
_LEAD = re.compile(r'^(?:开展|组织|深入|扎实|持续|集中|深化|推进|聚焦|围绕|依托|通过|在|对|了|全[市县区省]|辖区|涉及|突出|"|的|以)+')
_TAIL = re.compile(r"(?:专项)?(?:捕捞|整治|治理|行动|领域|违法行为|违规行为|行为|问题)+$")
_NO_NAME = re.compile(r"[假节日月年周]|同|此|其|规划|报告|疫情|任|统计|试点|服务|活动|各|重点|有关|相关|等|改革|建设|执法|检查|安全生产|隐患|法治|行政")
_EACH = re.compile(r"[,;:。\s](?P<name>[^,;:。、\s\d]{2,8}?),?各(?:自)?(?:涉及|有|设|设有|配备|建有|建成)(?=\d)")
_NOTHING = frozenset(["类别", "各涉及"])
FINED = "罚款"  # says less of an amount than the campaign does
FEWEST, MOST = 2, 8


def spread_campaigns(
    folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings],
    codes: Sequence[str], dimensions: MutableSequence[str], totals: Sequence[int | None], breakdowns: Breakdowns,
) -> None:  # fmt: skip
    """
    Give figures without a breakdown the campaign or season that opens their part of the sentence.

    Args:
        folded: The folded text.
        sentences: All its sentences.
        mentions: All its figures.
        around: The words around each.
        codes: Code of each, empty where there is none.
        dimensions: Breakdown of each; empty ones may be filled.
        totals: Number of the total of each or None.
        breakdowns: Whose figures campaigns break down.
    """
    start = opened = 0  # of a part of a sentence: where it begins, where the words that open it end
    each: re.Match[str] | None = None
    name: str | None = None  # read when it is first needed
    waiting: list[int] = []  # figures without a code since the campaign was told
    for n, mention in enumerate(mentions):
        gap = around[n].gap
        if gap is None or ";" in gap:
            sentence = sentences[around[n].sentence]
            start = max(folded.rfind(";", sentence.start, mention.start) + 1, sentence.start)
            waiting, opened, name = [], mention.start, None
            each = _EACH.search(folded, max(start - 1, 0), mention.end) if folded.find("各", start, mention.start) >= 0 else None
        if each and mention.kind == "count" and mention.start >= each.end() and (not dimensions[n] or dimensions[n] in _NOTHING or each["name"] in dimensions[n]):
            dimensions[n] = each["name"]
        if name == "" or dimensions[n] not in ("", FINED) or totals[n] is not None or mention.kind not in ("count", "amount"):
            continue
        if not codes[n]:
            waiting.append(n)
        elif breakdowns.of(codes[n]).campaign:
            name = _read_name(folded, start, opened) if name is None else name
            if not name:
                continue
            for one in (*waiting, n):
                dimensions[one] = name
            waiting = []


def _read_name(folded: str, start: int, end: int) -> str:
    """The campaign or season told in a stretch before any figure; empty where there is none."""
    found = _HEADED.search(folded, max(start - 1, 0), end)  # with the mark that ends what stands before
    if not found:
        return ""
    name = _TAIL.sub("", _LEAD.sub("", found["name"] or found["cure"] or found["season"]))
    return name if FEWEST <= len(name) <= MOST and not _NO_NAME.search(name) else ""
