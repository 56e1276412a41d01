"""What narrows the thing counted: the words before its noun that say which licences, venues, files or tasks are meant."""

import re
from collections.abc import Sequence
from functools import cache

from .labels import Surroundings, clean_after
from .library import Indicator

LONGEST = 12
SHORTEST = 2
_VERBS = (
    r"了|现?有|设有|编发|下发|制发|印发|发出|共|累计|全年|今年|年内|先后|已|并|又|再|另|还|所|可|组织|开展|进行|实施|举办|召开|办理|受理|办结|审批|审核|审查|核发|发放|颁发|换发|核准|批准|准予|完成|出具|"
    r"检查|巡查|巡检|抽查|督查|排查|走访|监督|执法|参与|参加|提供|协助|代理|承办|处理|处置|收到|接到|接|建成|建设|新建|建立|设立|设置|打造|创建|拍摄|制作|配备|聘请|聘任|组建|派出|"
    r"确认|公布|清理|梳理|编制|认领|对|向|为|与|在|由|和|及|以及|、"
)
_LEAD = re.compile(rf"^(?:{_VERBS})+")
_CUT = re.compile(r"组织|参加|开展|进行|实施|举办|提供|提出|等|的|了|对")
_TAIL = re.compile(r"(?:的|等|数量|数|共计|共|累计|为|达|有)+$")
_EMPTY = re.compile(  # words that narrow nothing: the law, the office, all of them
    r"(?:用人|平台|接|矛盾|民间|社会|基层|群众性|宣讲|讲座|培训|主题|专题|集中|系列|特色|公益|大型|法规|知识|资料|手册|印制|赠送|派发|印发|多种|广泛|深入|积极|一村一|行政|执法|法治|法律|政府|政务|政策|服务|监督|管理|专业|书面|正式|各类|各种|各项|各级|各|有关|相关|其他|全部|所有|一般|普通|主要|重大|重要|重点|日常|常态化?|"
    r"予以|新|现有|现|原|本|我|该|全[省市县区州镇乡局]|[本我][省市县区局镇乡委街]|[省市县区州]级?|群众|消费|消费者|信访|违法|违规|行为|案件|问题|事项|工作|情况|活动|企业|工业|生产|经营|市场|主体|单位|场所|点位|对象|涉法|涉|"
    r"机关|厅|局|类|项|经济|双方|首|次|性|以上|定期|合同|文件|材料|内容|审查|审核|合法性|及|和|与|、|的|等|各类型|申请|业务|许可|证|发放|投诉|举报|检查|处罚|阵地|文化|宣传|普法|教育|意见|法律顾问|顾问|各单位|部门)*"
)

_OFFICE = re.compile(  # verbs and general words of offices
    r"组织|开展|召开|举办|进行|办理|处理|受理|完成|实施|听取|学习|研究|专题|理论|中心组|工作(?![室站])|会议|活动|情况|建设|党组|党委|各类|各项|共计|累计|全年|带动|推动|主动|检查|单位|事项|案件|信息|次数|数量|对$|的|"
    r"牵头|审查|审核|涉及|编制|发布|落实|推进|制定|出台|法治|法律|重大|重要|突出|问题|部门|行政|政府|汇报|应考|实考|播放|平台"
)
# code → words at whose end or before which the narrowing word stands; group 1 is what narrows
_BEFORE_HEAD: dict[str, str] = {
    "enforcement.license_cases": r"([\u4e00-\u9fff]{2,10}?)(?:许可证?|经营证|资格证|执业注册|注册|登记)(?:申请|业务|事项|案件)?(?:核发|办理|发放)?$",
    "enforcement.cases_filed": r"^([\u4e00-\u9fff]{2,6})立案$|^查([^处办\W\d][\u4e00-\u9fff]{1,5})$",
    "enforcement.complaints_handled": r"([\u4e00-\u9fff]{2,8}?)(?:投诉举报|举报投诉|投诉|举报)(?:案件|事项|线索|问题|件)?$",
    "enforcement.inspected_entities": r"(?:检查|巡查|巡检|抽查|排查)(?:了|各类|辖区|辖区内)?([\u4e00-\u9fff]{2,10}?)(?:单位|企业|场所|店铺|门店|经营户|商户|主体|点位)?$",
    "enforcement.inspections": r"([\u4e00-\u9fff]{2,10}?)(?:执法检查|监督检查|检查|巡查|执法行动|执法)$",
    "legality_review.contracts_reviewed": r"([\u4e00-\u9fff]{2,8}?)(?:合同|协议)$",
    "mediation.mediated": r"^(?:调解|调处|化解|排查)*(?!调解|调处|化解|排查)([\u4e00-\u9fff]{2,6}?)(?:矛盾)?纠纷(?:调处|调解|化解)?$",
    "publicity.activities": r"(?:(?:送法|法律|法治|普法)?进|^)([\u4e00-\u9fff]{1,12}?)(?:系列|主题|宣传|普法|法律|法规|知识)*(?:活动|宣传|普法)$",
    "publicity.materials_distributed": r"([\u4e00-\u9fff]{2,8}?)(?:宣传|普法|知识|法律|法规)+(?:资料|手册|册子?|单|折页|品|材料)$",
}
# codes whose noun itself is the kind: a venue is a square or a library, a task is a case or a meeting
_NOUN_ITSELF = frozenset({"publicity.venues", "legal_counsel.matters_handled"})
_KINDS = re.compile(r"法治|普法|法律|宪法|民法典|公园|广场|长廊|书屋|图书角|学校|基地|专栏|宣传栏|讲堂|一条街|步道|驿站|庭院|文化墙")
_GENERIC_NOUN = re.compile(
    r"(?:各类|各级|多个|新|现有|法治|普法|法律|文化|宣传|教育|阵地|示范点?|点位?|平台|载体|场所|法治文化|公共|政府|服务|事务|事项|工作|法律服务|顾问|法律顾问|业务|问题|疑难|重大|涉法|涉|法律培训|参与|提供|办理|完成|处理|协调|"
    r"开展|组织|全年|各项|共|累计|等|活动|会议|审查|论证|决策|合同|文件|审核|意见|建议|法律意见|咨询等|及|和|、)*"
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


@cache
def _head(code: str) -> re.Pattern[str]:
    return re.compile(_BEFORE_HEAD[code])


def narrowed(indicator: Indicator, around: Surroundings) -> str:
    """
    Give the words that make of the thing counted one of its kinds; empty where there are none.

    Args:
        indicator: What the figure counts.
        around: The words around the figure.

    Returns:
        At most twelve characters: 卫生 of 卫生许可证, 工地 of 巡查工地, 法治公园 of a venue.
    """
    if indicator.code in _NOUN_ITSELF:
        noun = _LEAD.sub("", around.noun) or _LEAD.sub("", clean_after(around.after))
        if SHORTEST < len(noun) <= LONGEST and not _GENERIC_NOUN.fullmatch(noun):
            return noun if indicator.code != "publicity.venues" or _KINDS.search(noun) else ""
        return ""
    if indicator.code not in _BEFORE_HEAD:
        return ""
    if indicator.code.startswith("publicity.") and around.left.removesuffix(around.before).endswith("、"):
        return ""  # 街头、院坝宣传单: one of several
    for words in (around.noun, clean_after(around.after)):
        words = _TAIL.sub("", words)
        found = _head(indicator.code).search(words)
        if found:
            kind = _LEAD.sub("", _CUT.split(next(filter(None, found.groups())))[-1])
            if len(kind) >= SHORTEST and not _EMPTY.fullmatch(kind) and kind not in indicator.zh:
                return kind[-LONGEST:]
            return ""
    return ""
