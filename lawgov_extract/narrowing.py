"""What narrows the thing counted: the words before its noun that say which licences, venues, files or tasks are meant."""

import re
from collections.abc import Sequence

from .dimension_words import Breakdowns, compiled
from .labels import Surroundings, clean_after
from .library import Indicator

LONGEST = 12
SHORTEST = 2
LONGEST_LIST = 20  # of several things that are told as one part
_VERBS = (
    r"了|现?有|设有|编发|下发|制发|印发|发出|共|累计|全年|今年|年内|先后|已|并|又|再|另|还|所|可|组织|开展|进行|实施|举办|召开|办理|受理|办结|审批|审核|审查|核发|发放|颁发|换发|核准|批准|准予|完成|出具|"
    r"检查|巡查|巡检|抽查|督查|排查|走访|监督|执法|参与|参加|提供|协助|代理|承办|处理|处置|收到|接到|接|建成|建设|新建|建立|设立|设置|打造|创建|拍摄|制作|配备|聘请|聘任|组建|派出|"
    r"确认|公布|清理|梳理|编制|认领|对|向|为|与|在|由|和|及|以及|、"
)
_LEAD = re.compile(rf"^(?:{_VERBS})+")
_IN_NOUNS = frozenset(["排查", "检查", "巡查", "巡检", "抽查", "督查", "监督", "执法", "建设", "创建", "代理"])
_WITHIN = re.compile("|".join(verb for verb in _VERBS.split("|") if len(verb) > 1 and verb.isalpha() and verb not in _IN_NOUNS) + "|部门|机关")
_LAST_VERB = re.compile(r"(?:完成|实施|办理|配合)+$")
_LISTED = re.compile(r"[、及和与]")
_CUT = re.compile(r"组织|参加|开展|进行|实施|举办|提供|提出|等|的|了|对")
_TAIL = re.compile(r"(?:的|等|数量|数|共计|共|累计|为|达|有)+$")

_OFFICE = re.compile(  # verbs and general words of offices
    r"组织|开展|召开|举办|进行|办理|处理|受理|完成|实施|听取|学习|研究|专题|理论|中心组|工作(?![室站])|会议|活动|情况|建设|党组|党委|各类|各项|共计|累计|全年|带动|推动|主动|检查|单位|事项|案件|信息|次数|数量|对$|的|"
    r"牵头|审查|审核|涉及|编制|发布|落实|推进|制定|出台|法治|法律|重大|重要|突出|问题|部门|行政|政府|汇报|应考|实考|播放|平台"
)


def beyond(words: str, indicator: Indicator) -> str:
    """What words say beyond the name of their indicator and the verbs of offices; empty where less than two characters are left."""
    return left_over(_OFFICE.sub("", words), [indicator.zh.removeprefix("整改")])  # what was mended is a part of what was found


def contrast(words: str, others: Sequence[str], indicator: Indicator) -> str:
    """What a noun says that those beside it do not; empty below two characters, or where it is the name of its indicator."""
    if any(words in name for name in (indicator.zh, *indicator.aliases)):
        return ""
    return left_over(_OFFICE.sub("", words), others)


def without_verb(words: str) -> str:
    """Words without the verbs of offices that lead them in."""
    return _LEAD.sub("", words)


def cut_short(words: str) -> str:
    """A name of at most twelve characters: without the verbs that lead it in, else what stands behind 的; a list stays whole."""
    if len(words) > LONGEST:
        words = _LEAD.sub("", words) or words
    behind = words.rpartition("的")[2]
    if len(words) > LONGEST and SHORTEST <= len(behind) <= LONGEST:
        return behind
    return words if len(words) <= LONGEST or _LISTED.search(words) and len(words) <= LONGEST_LIST else words[-LONGEST:]


def left_over(words: str, names: Sequence[str]) -> str:
    """What is left of words without every stretch of two or more characters that one of the names holds; empty below two."""
    rest, place = "", 0
    while place < len(words):
        length = next(
            (size for size in range(len(words) - place, 1, -1) if any(words[place : place + size] in name for name in names)), 0
        )
        if not length:
            rest += words[place]
        place += length or 1
    return rest if len(rest) > 1 else ""


def narrowed(indicator: Indicator, breakdowns: Breakdowns, around: Surroundings) -> str:
    """
    Give the words that make of the thing counted one of its kinds; empty where there are none.

    Args:
        indicator: What the figure counts.
        breakdowns: What breaks which indicator down.
        around: The words around the figure.

    Returns:
        At most twelve characters: 卫生 of 卫生许可证, 工地 of 巡查工地, 法治公园 of a venue.
    """
    rule = breakdowns.of(indicator.code)
    if rule.noun_is_kind:
        noun = _LEAD.sub("", around.noun) or _LEAD.sub("", clean_after(around.after))
        if SHORTEST < len(noun) <= LONGEST and not compiled(breakdowns.never["noun"]).fullmatch(noun):
            return noun if compiled(rule.noun_has).search(noun) else ""
        return ""
    if not rule.narrows:
        return ""
    if not rule.in_lists and around.left.removesuffix(around.before).endswith("、"):
        return ""  # 街头、院坝宣传单: one of several
    for words in (around.noun, clean_after(around.after)):
        words = _TAIL.sub("", words)
        found = compiled(rule.narrows).search(words)
        if found:
            group = next(number for number, group in enumerate(found.groups(), start=1) if group)
            cut = 0 < found.start() == found.start(group) and words[found.start() - 1] > "\u4e00"
            kind = _WITHIN.split(words[: found.end(group)])[-1] if cut else found[group]  # whole words, not the last characters of one
            kind = _LAST_VERB.sub("", _LEAD.sub("", _CUT.split(kind)[-1]))
            if len(kind) >= SHORTEST and not compiled(breakdowns.never["narrows"]).fullmatch(kind) and kind not in indicator.zh:
                name = cut_short(kind)
                return "" if name == kind[-LONGEST:] != kind and kind[-LONGEST - 1] != "的" else name  # no name, but the end of a clause
            return ""
    return ""
