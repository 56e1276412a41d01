"""The breakdown a lone figure states, and the territory or organ it covers."""

import re
from collections.abc import Sequence
from functools import cache

from .labels import Surroundings
from .library import Indicator
from .model import Mention, Sentence
from .narrowing import narrowed

_SCOPE = re.compile(  # the look-ahead passes at once over every character that begins no branch
    r"(?=[全省市县区州旗各乡镇街本我自])(?:全(?:市|县|区|省|州|旗|镇|乡|街道|局|厅|委|系统|盟|国)(?!面|国人大)|[省市县区州旗]本级|[省市县区]直(?:部门|单位|机关|各部门)|[市县区]级(?:各)?(?:部门|单位|机关)?|[各全]?(?:乡镇|镇街|镇\(街道\)|乡镇\(街道\)|街道)(?:办事处)?|"
    r"本机关|本单位|本部门|我(?:市|县|区|局|厅|委|镇|乡|街道|省|州)|(?:[省市县区州]|自治[区州县])(?:人民)?政府|[省市县区]委(?!员))"
)


def read_scopes(folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings]) -> list[str]:
    """Give for each figure the territory or organ that its sentence names last before it; empty where it names none."""
    scopes: list[str] = []
    sentence, place, scope = -1, 0, ""
    for mention, words in zip(mentions, around, strict=True):
        if words.sentence != sentence:
            sentence, scope = words.sentence, ""
            place = sentences[sentence].start
        for found in _SCOPE.finditer(folded, place, mention.start):  # no scope holds a number: none is cut in two
            scope = found[0]
        place = max(place, mention.start)
        scopes.append(scope)
    return scopes


# dimension of the codebook → words that state it; the last in the clause before the figure counts
_WORDS: dict[str, str] = {
    "instance": r"一审|二审|再审",
    "level": r"国家级|全国|省级|市级(?!以上)|县级|区级|镇级|村级|国家|省(?=民主法治|级)",
    "defendant_type": r"县政府|市政府|区政府|(?:县|市|区)级?部门|乡镇政府|乡镇|街道",
    "respondent_type": r"(?:县|市|区)级?部门|乡镇街道|乡镇|镇街|街道",
    "issuer": r"(?:县|市|区)级部门|(?:县|市|区)直部门|各部门|部门(?=制定)|乡镇",
    "registration_type": r"新设|新登记|设立|变更|简易注销|注销|全程网办|网办|个体工商户|一窗通",
    "coercion_type": r"强制措施|查封|扣押|强制执行|申请法院强制",
    "document_type": r"重大行政决策|行政规范性文件|规范性文件|合同|涉企政策|其他文件",
    "case_type": r"民事|刑事(?!案)|劳动",
    "dispute_type": r"婚姻家庭|邻里|物业|劳动|道路交通|医疗|涉企|山林|土地|消费|欠薪",
    "audience": r"青少年|学生|农民工|企业|妇女|老年人|未成年人|新录用公务员|新录公务员|领导干部|村\(居\)|网格员",
    "theme": r"宪法|民法典|禁毒|反诈|国家安全|扫黑除恶|反有组织犯罪|反家暴|未成年人保护|防诈骗|消防|生态环境|知识产权|安全生产",
    "recipient": r"县委常委会",
    "body": r"办公会|协调小组(?=会)|党工委(?![^,。;]{0,4}理论学习)|[县市区州]委常委会|党委会|党组会|常务会议?|[局厅镇乡]党委|[局厅]党组(?![^,。;]{0,4}理论学习)|依法治[县市区]委员会|常委会",
    "penalty_type": r"警告|通报批评|没收|暂扣|吊销|责令停产停业|行政拘留|限产停产|停产整治|按日连续|罚款(?=案|处罚)",
    "procedure": r"简易程序|普通程序|听证",
    "act_type": r"行政裁决|行政确认|行政征收|行政征用|行政奖励|行政给付|行政检查|信息公开|不作为",
    "random_type": r"部门联合|跨部门|联合(?=双随机|检查)|专项",
    "head_type": r"正职|主要负责人|分管负责人|副职",
    "committee_type": r"行业性、?专业性|行业性|专业性|基层|村\(?(?:社区|居)\)?|村级|镇村|乡镇|镇街|街道|社区|企业|品牌",
    "mediation_type": r"行政调解|司法调解|行业性|专业性|诉前|劳动",
    "mediator_type": r"专职|兼职",
    "proposal_type": r"人大代表建议|人大建议|代表建议|政协提案|政协委员提案|委员提案|提案",
    "channel": r"网上|线上|电话|微信|12348|12345|窗口|自助|联调窗口|大厅|法院委托",
    "service_mode": r"不见面|马上办|就近办|免证办|川渝通办|跨省通办|省内通办|自助|掌上办|网上办|进中心|一窗|秒批|即办|全程网办|粤智助",
    "matter": r"企业开办|用水报装|用气报装|用电报装|获得电力|不动产登记|施工许可|报装|投资项目|刻章|公证费|登记(?=\d)",
    "beneficiary": r"农民工|残疾人|老年人|未成年人|妇女|军人军属|退役军人",
    "stage": r"立案|立(?=刑事)|破案|抓获|逮捕|移送起诉|移诉|打击处理|刑拘|申报|命名|整改|积案|新增|受理(?!后)",
    "training_form": r"讲座|旁听庭审|庭审|网络培训|考试",
    "media": r"政府网站|门户网站|公众号|微信|微博|短视频|抖音|电视|报纸|新闻发布会",
    "venue_type": r"法治公园|法治广场|法治书屋|农家书屋|法治长廊|法治文化公园|法治宣传栏|宣传栏|法治讲堂|青少年法治教育基地",
    "unit_type": r"学校|学法用法示范户|示范户|企业|机关",
    "volunteer_type": r"法治副校长|讲师团|志愿者|宣讲队|法治辅导员",
    "firm_type": r"律师事务所|基层法律服务所|司法鉴定机构|公证处",
    "certificate_type": r"省制|部颁|监督证",
    "grade": r"优秀|合格|不合格",
    "power_type": r"行政许可|行政处罚|行政强制|行政检查|行政确认|行政裁决|行政征收|行政给付|行政奖励|行政审批|许可审批|许可类|中介服务|公共服务|双随机|基本履职|配合履职|县直部门|市直部门|乡镇|街道",
    "adjustment": r"新增|取消|下放|下架|划转|委托|限制|认领|申领|考取|补办|减少|承接|赋权|合并|换发|注销|上收|修订|修改|废止|变更",
    "cleanup_outcome": r"保留|修改|废止|失效",
    "consultation_form": r"听证会|座谈会|网上公示|网络征求",
    "counsel_task": r"常务会议|法律咨询|列席会议|代理诉讼|行政应诉|行政复议|谈判|信访接待",
    "direction": r"公安|反向移送|纪检",
    "list_type": r"不予处罚|免予处罚|减轻处罚|从轻处罚|不予强制|首违不罚",
    "role": r"被申请人",
    "judgment_type": r"撤销|确认违法|责令履行|行政赔偿",
    "case_origin": r"经复议|复议后|不服复议",
    "rate_basis": r"及时率|规范率|优秀率|综合(?=纠错)",
    "outcome": r"予以公开|部分公开|不予公开|无法提供|不予处理|结转",
}
_ALSO = {  # what the text tells of these codes besides the dimensions that the codebook lists
    "enforcement.persons_penalised": ("penalty_type",),
    "government_services.one_visit_items": ("service_mode",),
    "government_services.time_reduction_rate": ("power_type", "matter"),
    "litigation.cases_responded": ("case_origin",),
    "mediation.committees": ("committee_type",),
}
_TOLD = frozenset(  # codes of several stages or kinds: which one is always told
    {"enforcement.license_applications", "enforcement.persons_penalised", "power_list.adjusted_items",
     "enforcement_personnel.certificates_issued", "public_security.criminal_cases"}
)  # fmt: skip
_FIELD = re.compile(
    r"公安|市场监管|市监|环境违法|生态环境|环保|交通运输|交通|卫生违法|卫生健康|卫生|城管|城市管理|综合执法|食品药品|食品、药械|食品|药品|文化市场|文化旅游|安全生产|应急管理|自然资源|土地|水利|农业农村|农业|人社|劳动保障|欠薪|社会保险基金|社保|教育(?=局|系统|部门|领域|行政)|民政|税务|消防|林业|住建|知识产权|医保|医疗保障|烟草|特种设备|渔业|川渝通办"
)
_TOPIC = re.compile(  # what a sentence on enforcement is about, for all figures behind it
    r"控烟|生活垃圾|垃圾分类|医疗|烟花爆竹|涉气|扬尘|油烟|犬类|养犬|非法行医|校园|防诈骗|养老诈骗|危险化学品|醉驾|治安(?=案件)"
)
_FIELD_DOMAINS = frozenset({"enforcement", "enforcement_governance"})
_KIND = re.compile(r"([\u4e00-\u9fff]{0,7}[^\W各几多分同此这两三四五大小种人\d]类)(?!型|别|似|[\u4e00-\u9fff]*清单)")
_QUOTED = re.compile(r'"([^"\d一二三四五六七八九十]{2,10})"')
_NAMED = frozenset({"service_mode", "matter", "theme", "audience", "channel"})  # what a brand name in quotes may stand for
_PLACE = re.compile(r"[省市县区州]本级|[县市区]级(?:部门)?|乡镇|镇街|街道|[县市区]直(?:部门|单位)")
_COMBINED = re.compile(r"综合(?:化解|纠错|调撤)率")
NEAR = 30  # characters before a figure in which its breakdown is told
ALIKE_END = 4  # characters that two rates of different things share
SHORT_HEADING = 8  # a run-in heading of so few characters names the theme of what stands below it


@cache
def _words(name: str) -> re.Pattern[str]:
    """The words of a dimension, compiled when they are first needed."""
    return re.compile(_WORDS[name])


def lone_dimension(indicator: Indicator, around: Surroundings, mention: Mention, folded: str, sentence: Sentence) -> str:
    """
    Give the breakdown that the words of the clause state for a figure outside any list.

    Only the dimensions that the indicator's codebook entry allows are looked for, never a word that the indicator's
    own name holds, and none where two values stand together (县委、县政府): the figure is then that of both.
    """
    near = around.left[-min(len(around.clause), NEAR) :] if around.clause else ""  # no further back than the figure before
    words = near + "\0" + around.after
    said = indicator.zh + "".join(indicator.aliases)
    if mention.kind == "rate" and _COMBINED.search(around.before):
        return "综合"
    found: list[tuple[int, str]] = []
    for name in (*indicator.dimensions, *_ALSO.get(indicator.code, ())):
        if name not in _WORDS:
            continue
        matches = list(_words(name).finditer(words))
        if len({m[0] for m in matches}) == 1 and (indicator.code in _TOLD or matches[0][0] not in said):
            found.append((matches[-1].start(), matches[-1][0]))
    if found:
        return max(found)[1]
    kind = _KIND.search(near) if "类" in near else None
    if kind and kind[1] not in said:
        return kind[1]
    quoted = _QUOTED.search(near) if '"' in near else None
    if quoted and _NAMED & set(indicator.dimensions) and quoted[1] not in said and quoted[1].rstrip("事项") not in said:
        return quoted[1]
    kind_said = narrowed(indicator, around)
    if kind_said:
        return kind_said
    if indicator.domain in _FIELD_DOMAINS:
        fields = [m[0] for m in _FIELD.finditer(around.left + "\0" + around.after) if m[0] not in said]
        if fields:
            return fields[-1]
        topics = _TOPIC.findall(folded, sentence.start, mention.start) if indicator.domain == "enforcement" else ()
        if len(set(topics)) == 1 and topics[0] not in said:
            return topics[0]
    if "theme" in indicator.dimensions and sentence.section and len(sentence.section[-1]) <= SHORT_HEADING:
        theme = _words("theme").search(sentence.section[-1])
        if theme:
            return theme[0]
    return ""


def is_scope(words: str) -> bool:
    """True for words that name a territory, a level or the organs of one and nothing else."""
    return _SCOPE.fullmatch(words) is not None


def place_before(around: Surroundings) -> str:
    """The level whose figure this is: 县级部门 of 县级部门配备12名; empty where none is told."""
    place = _PLACE.match(around.before.strip(' "'))
    return place[0] if place else ""


def kind_or_place(around: Surroundings) -> str:
    """The kind (处罚类) or the level (市本级) that alone stands before a figure, empty where something else does."""
    before = around.before.strip(" \"")
    kind = _KIND.match(before)
    if kind and len(before) - kind.end() <= 3:
        return kind[1]
    place = _PLACE.match(before)
    return place[0] if place and len(before) - place.end() <= 2 else ""


_LEVEL = re.compile(r"^(?:[\u4e00-\u9fff]{0,6}?)(国家级|省级|市级|县级|区级|镇级|乡级|村级)(?!以上|以下|机关|部门)")
_REGISTERED = re.compile(r"(企业|个体工商户|(?:农村|农民)?专业合作社|男性|女性|自然人|法人)(?:服务事项|事项)?$")
_TRIM = re.compile(r"^(?:今年|全年|本年|受理|申请人的|涉及|其中|共有)+(?=[\u4e00-\u9fff]{2})")
_VERB_PHRASE = re.compile(r"^(?:发放|发现|发布|占|依法|设置|进行|点|实地)|.进行.")
_JOINED = re.compile(r"[、和及与][^,。;、]{2,14}(?:作为|为)被(?:申请人|告)")
_BETWEEN = re.compile(r" ?[、,和与及] ?(?:和|与|及)?")
_REACHED = re.compile(r"(?:达到|达|为|超过|超|约|共)+$")
_OWN_FIELDS = {
    "人社": "人力资源", "市监": "市场监", "环境违法": "环境", "环保": "环境", "生态环境": "环境", "城管": "城市管理", "住建": "住房",
    "卫生违法": "卫生", "卫生健康": "卫生", "交通": "交通", "文化旅游": "文化",
}


def read_rows(mentions: Sequence[Mention], around: Sequence[Surroundings], codes: Sequence[str], dimensions: list[str]) -> None:
    """
    Give figures told side by side what tells them apart: levels, registrants, the things of A、B分别为1件、2件.

    Args:
        mentions: All figures.
        around: The words around each.
        codes: Code of each, empty where there is none.
        dimensions: Breakdown of each; those that are empty may be filled.
    """
    by_sentence: dict[int, list[int]] = {}
    for n, words in enumerate(around):
        by_sentence.setdefault(words.sentence, []).append(n)
    for numbers in by_sentence.values():
        if len(numbers) > 1:
            for expression in (_LEVEL, _REGISTERED):
                told = {n: found[1] for n in numbers if (found := _told(expression, around[n]))}
                if len(set(told.values())) > 1 and all(mentions[n].kind == "count" for n in told):
                    for n, word in told.items():
                        dimensions[n] = dimensions[n] or word
            _before_same_words(numbers, mentions, around, codes, dimensions)
            for place, n in enumerate(numbers):
                if "分别" in around[n].before:
                    _in_order(numbers[place:], mentions, around, dimensions)


def _before_same_words(
    numbers: Sequence[int], mentions: Sequence[Mention], around: Sequence[Surroundings], codes: Sequence[str], dimensions: list[str]
) -> None:
    """伤害案件结案率、盗窃案件结案率: what stands before the words that two rates share."""
    nouns: dict[int, str] = {}
    for n in numbers:
        if mentions[n].kind == "rate" and not codes[n] and not dimensions[n]:
            nouns[n] = _REACHED.sub("", around[n].noun)
    for n, noun in nouns.items():
        others = [other for other in nouns.values() if other != noun and other[-ALIKE_END:] == noun[-ALIKE_END:]]
        if others and all(2 <= len(one) - ALIKE_END <= 10 for one in (noun, *others)):
            dimensions[n] = noun[:-ALIKE_END]


def _told(expression: re.Pattern[str], around: Surroundings) -> re.Match[str] | None:
    return expression.search(around.noun) or expression is _LEVEL and expression.match(around.after[:3]) or None


def _in_order(numbers: Sequence[int], mentions: Sequence[Mention], around: Sequence[Surroundings], dimensions: list[str]) -> None:
    run = [numbers[0]]
    for n in numbers[1:]:
        if not _BETWEEN.fullmatch(around[n].gap or "") or mentions[n].kind != mentions[run[-1]].kind:
            break
        run.append(n)
    things = [thing for thing in re.split(r"[、和与及]", around[run[0]].clause.rpartition("分别")[0].strip()) if thing]
    if len(run) < 2 or len(things) != len(run):
        return
    longest = max(len(thing) for thing in things[:-1])
    things[-1] = things[-1][:longest]
    for n, thing in zip(run, things, strict=True):
        if not dimensions[n] or any(dimensions[n] in other for other in things):  # not that of another of the things
            dimensions[n] = thing[-12:]


def tidy(dimension: str, around: Surroundings, issuer: str) -> str:
    """Cut what is no breakdown off a label: verbs, half a title, one of two bodies that are joined, the office's own field."""
    if not dimension:
        return ""
    words = _TRIM.sub("", dimension)
    if _VERB_PHRASE.search(words) or words.count("《") != words.count("》"):
        return ""
    if "被" in around.clause and f"、{words}" in around.clause and _JOINED.search(around.clause) and "占" not in around.clause:
        return ""
    if _FIELD.fullmatch(words) and (words in issuer or _OWN_FIELDS.get(words, words) in issuer):
        return ""
    return words
