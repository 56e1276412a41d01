"""Numbers that are no figures, each with its reason: date, docno, article, ordinal, slogan, structure, page."""

import re

from .model import Mention

_CN = "一二三四五六七八九十"
_Y = r"(?:19|20)[0-9]{2}"
_TO = r"(?:-+|至|到|、|和|及)"
_DAY = r"(?:[0-9]{1,2} ?[日号])"

_MONTH = r"月 ?[份底初末上中下旬]*"
_MONTH_OF_YEAR = (
    rf"(?: ?(?:[0-9]{{1,2}}|[{_CN}]{{1,3}}) ?(?:{_TO} ?[0-9]{{1,2}} ?)?{_MONTH}(?: ?(?:[0-9]{{1,2}}|[{_CN}]{{1,3}}) ?[日号])?)?"
)
_CLOCK = r"[0-9]{1,2} ?: ?[0-9]{2}(?: ?: ?[0-9]{2})?"
_DATE = re.compile(
    "|".join(
        (
            rf"{_Y} ?[-./] ?[01]?[0-9] ?[-./] ?[0-3]?[0-9](?![0-9]*[%‰])(?: {{0,3}}{_CLOCK})? ?日?",
            rf"[0-3]?[0-9][./-][01]?[0-9][./-]{_Y}",
            rf"{_Y} ?年?度? ?(?:{_TO}|/) ?{_Y}(?![0-9])(?: ?年度?)?",
            rf"{_Y}{_Y} ?年",
            rf"{_Y} ?(?:年 ?[度初底末版来前后内间]?|[版届]){_MONTH_OF_YEAR}(?: ?{_TO} ?[0-9]{{1,2}} ?月 ?(?:[份底初末]|{_DAY})?)?",
            rf"[0-9]{{1,2}} ?(?:{_TO} ?[0-9]{{1,2}} ?)?{_MONTH} ?{_DAY}?(?: ?{_TO} ?(?:[0-9]{{1,2}} ?月 ?[份底初末]?)? ?{_DAY})?",
            rf"(?:[0-9]{{1,2}} ?{_TO} ?)?[0-9]{{1,2}} ?日(?! ?(?:[内以之]|办[结成](?!率)))",
            rf"{_CLOCK}|[0-9]{{1,2}} ?时(?: ?[0-9]{{1,2}} ?分)?",
            r"[0-9]{2,4} ?(?:年代|学年|财年)",
        )
    )
)
_FUSED_YEAR = re.compile(rf"([0-9]{{1,4}}){_Y} ?年")  # 确权62020年: a figure and a year without a full stop
_DOCNO = re.compile(
    r"[0-9]{4,5} ?\] ?(?:第 ?)?[0-9]*(?: ?号)?|[0-9]+(?: ?[-/] ?[0-9]+)* ?号(?!人)|[0-9]{9,}[0-9A-Z]*(?:/[0-9-]+)?|[0-9]{3,4}-[0-9]{3,8}(?:-[0-9]{4})?"
)
_DOCNO_BEFORE = re.compile(r"(?:[字发函办文令]|(?<!警)告)\[?$")
_PAGE_BEFORE = re.compile(r"(?<![,、;文频章])(?:浏览|访问|点击|阅读|下载|打印|人气)(?:次数|人数|量|数)? ?:? ?$")
_PHONE_BEFORE = re.compile(r"(?:电话|热线|传真|邮编|手机|号码|编码|备案号|区号)[^0-9,。;]{0,4}[0-9-]*$")
_PAGE_TURN = re.compile(r"(?:第 ?[0-9]+ ?页 ?[,/]? ?)?(?:共|还剩|已阅读) ?$")
_ORDINAL_BEFORE = re.compile(
    rf"第 ?(?:[0-9]+ ?[、和至到,-] ?)*$|第 ?(?:[{_CN}]+ ?[、和至到-] ?)*$|(?:[0-9]+|(?<![新上本])[{_CN}]+)届$|第(?:[0-9]+|[{_CN}]+)[届次]$"
)
_RANK_BEFORE = re.compile(r"(?:前|位[居列]|(?<!安)排名?第?|名列|[居列]|TOP|top|No\.?)(?:全[国省市县区盟州]|各[\u4e00-\u9fff]{1,4})?(?:前|第)? ?$")
_LAW_BEFORE = re.compile(r"(?:法|条例|规定|规则|办法|准则|细则)》 ?$")
_SHORT_QUOTE = 15  # what is quoted and longer is a sentence, not a name
_FIGURE_IN_QUOTES = re.compile(
    r"(?:(?:最多|最快|最短|不超过|至少|不少于|不低于|低于|仅需|只需|约|近|超|达)? ?[0-9][0-9.,]* ?(?:天|%|个工作日|工作日|小时|个小时|分钟|[余多]?万?元))+"
    r"|(?:(?:办理|办结|受理|审结|查处|处罚|罚款|收缴|排查|整改|化解|调解|检查|发放)[\u4e00-\u9fff]{0,10} ?"  # an account that is cited
    r"[0-9][0-9,.]+ ?[余多]?万?(?:件|起|宗|例|个|条|份|元|人次|家次|户次)[、,;]?)+"
)
_HOTLINES = frozenset("110 119 120 122 114 12306 12345 12348 12368 12309 12315 12388 12389 12337 12333 12369 12320 12328 12380 8890 96119".split())
_NAMED_BY_NUMBER = re.compile(
    r" ?(?:国道|省道|县道|高速|工程|行动|计划|集中|热线|平台|专项|模式|体系|机制|工作法|方案|矿|厂|街|弄|室|房|大案|专案|版|会议|警|接处|证合|社区|网格|云|联动)"
)
_AROUND_THE_CLOCK = re.compile(r" ?(?:内|以内|之内|以上|左右|办结|办理完|前|后|送达|立案|反馈|响应|回复|到[达位])")
_CIRCLE = re.compile(r"[\u4e00-\u9fff\"]{0,10}圈")
_ANNIVERSARY = re.compile(r" ?[年岁边期六日末一二三四五]")

# What stands behind a measure word and tells that the number counts no real things.
_ABSTRACT = re.compile(
    r" ?(?:方面|层面|环节?(?!节)|阶段|维度|着力|聚焦|原则|步骤|责任|统筹|结合|到位|必须|能力|文明|代表|主体责任|转变|融合|同步"
    r"|不放过|确保|为主|抓手|关键|强化|突出|坚持|加强|更加|注重|一律|不准|严禁|不得|之一|关口|定位|目标|优化|规范|提升|导向"
    r"|基本原则|战略|布局|遵循|视角|角度|特点|特征|优势|延伸|前移|转型|作用|效果)"
)
_NAMES = re.compile(  # number, measure word and these: fixed names
    r"(?:个 ?(?:[一不]|确立|维护|意识|自信|全面|坚持|务必|清单制|走在前|毫不动摇|带头|大局|文明(?![单村校家城])|代表(?!团)|覆盖|作风|必然|规律|机遇)"
    r"|项 ?(?:制度|规定|机制|纪律|准则|本领|职能|承诺|建设(?!项目)|制度建设)(?!被|的|措施|均|都|已|、))"
)
_CREEDS = re.compile(r" ?(?:意识|自信|维护|确立|走在前|毫不动摇|务必)")  # 4个意识 too
_WHEELS = re.compile(r" ?(?:[、和及与/]? ?[二两三四] ?轮)?(?:低速|老年|代步|货运)?(?:车|摩托|电动|机动|助力|代步|货车)")  # 三轮、四轮电动车
_OTHER_WORDS = {"站": "式点台长位前", "副": "主市县区局处所院校书组厅部省镇乡科会秘州盟食业高研教总中职产作本站队支大"}  # 1站式, 2副市长
_NEXT_ITEM = re.compile(r"、 ?[\u4e00-\u9fff]{2,8} ?([0-9]{1,6})(?![0-9]*[.号])")
_LAST_ITEM = re.compile(r"[\u4e00-\u9fff] ?[0-9]+ ?[、,] ?[\u4e00-\u9fff]{2,8} ?$")
_NUMBERED_THING = re.compile(r"(?:附件|附表|[表图]|阶段|步骤|问题|类型|版本|编号|序号|第|[^\u4e00-\u9fff ]) ?$")
_ASPECTS = re.compile(r" ?(?:[0-9]|的?(?:问题|意见|建议|任务|措施|隐患|短板))")  # 6方面37个问题, but 从6方面发力
_FEW = frozenset("二两三四234")
_PROCEDURES = re.compile(r" ?(?:法定|必经|规定)?(?:程序|步骤|流程)")
_PERIODS = re.compile(r" ?(?:年度|年头|季度|学年|学期|时期|周年)")
_SIGNED = frozenset(["%", "‰", "百分点", "个百分点"])
_SUM_BEHIND = re.compile(r"[\u4e00-\u9fff]{0,8} ?\+")  # 1个中心+12个分中心
_SUM = re.compile(r"\+ ?(?:[0-9]|[NXn])")
_QUOTED_NAME = re.compile(r' ?"[^"\n]{1,2}"| ?[0-9]+%')  # 四个"一", 三个100%

_ONE_VERBS = re.compile(
    r"(?:开展|召开|举办|组织|举行|完成|接受|清理|进行|制定|出台|印发|聘请|配备|开设|处理|查处|办理|受理|发生|撰写|报送|通报|至少|不少于|不低于|最少|共|仅|各|每[年月季周半]度?|每半年|每[两二三]年|每季度|每个月"
    r"|集中学习|审查|评查|培训|听取|研究|新增|修订|废止|失效|聘|有|达|年均|调解|化解|援助|立案|移送|胜诉|败诉|撤销|维持|驳回|终止|收到|接到|代理|应诉|答复|编印|出具|发出|下发|签订)"
    r"(?:法治|专题|集中)?(?:学习|培训|清理|检查|督察|督查|演练|听取|研究|述法|开展|召开|组织|举办|进行|评查|测评|评估|考核)?了?$"
)
_ONE_UNITS = frozenset("次 场 件 起 份 名 人 家 期 轮 部 本 场次 例 宗 篇 批次 人次 件次".split())
_WITHIN = r" ?(?:内|以内|之内)"
_ONE_MEASURES = {
    "个百分点": "", "百分点": "", "倍": r" ?(?:以上|左右|多|[,;。、]|$)", "个工作日": "", "工作日": "", "天": _WITHIN, "小时": _WITHIN,
    "个小时": _WITHIN, "个月": _WITHIN, "周": _WITHIN,
}  # fmt: skip
_CHINESE_UNITS = frozenset(
    "件 宗 起 例 次 场 场次 个 项 条 类 大类 种 所 家 户 支 套 台 部 份 封 册 本 卷 张 篇 名 人 位 人次 期 批 批次 轮 轮次 辆 座 处 间 块 "
    "户次 家次 件次 天 个工作日 工作日 个月 个多月 小时 个多小时 倍 成 元 个百分点 百分点 学时 课时 幅 亩 公里 讲 堂 集 则 笔 % ‰ 米 千米 条次 项次 年 对 面 组 款 周 个小时 "
    "万元 港元 美元 期次 班次 余名 公顷 吨 平方米 个工作小时 分钟 栋 层 只 头 株 棵 枚 箱 案 节 届 门 队 语种".split()
)
_ALONE = frozenset("面 块 组 幅 集 节 届 门 队 层 只 头 案 间".split())  # one digit and these: words like 四面, 三门
_WORD_BEHIND = {  # measure word and one of these is another word
    "成": "立果效员本功为都长份绩就交熟型分", "部": "门分委队署落办曲级", "人": "以小组行民大才居群身格文权口事性员间数工机世情种物选力",
    "次": "要数元序生产方日会全代性", "名": "单称义录誉词优词列分牌胜家", "家": "庭长属园里畜乡渠", "条": "例件约理",
    "所": "有以在属需谓长", "期": "间限", "位": "一置于居列", "起": "来步草到义诉", "类": "型似别推", "台": "河县州山湾风区账",
    "件": "事", "支": "持出撑付部", "项": "目", "本": "级地市县区人质着领身次", "处": "理置罚于长室", "座": "谈", "款": "项物",
    "张": "贴力", "份": "额子量", "集": "中体合", "组": "织成建", "对": "应比于照", "套": "路", "种": "植", "户": "籍外", "批": "准评复示",
    "天": "津河水", "周": "年", "轮": "流岗换训值", "卷": "宗积", "封": "闭控", "笔": "试", "册": "子", "讲": "话解述好政文",
    "堂": "课", "门": "户峡类", "案": "例", "篇": "章幅", "块": "钱", "则": "例", "户次": "", "面": "向对临积试貌签",
}  # fmt: skip
_ONE_VERBS_APART = re.compile(
    r"(?:召开|开展|举办|组织|举行|清理|制定|出台|印发|聘请|聘任|配备|开设|处理|查处|办理|受理|发生|报送|通报|培训|听取|研究|新增|修订|废止|调解|收到|接到|代理|应诉|编印|出具|发出|签订|建立|设立|参加|进行|评查)"
    r"[^,。;:、0-9]{1,15}$"
)
_NOT_ONE = "第每统同唯单某这那哪之逐专进任另万如惟合"
_ROUND_COUNT = re.compile(r"(?:近|上|超|超过|逾|约|达|共|突破|过)$")
_ONE_OF_WORD = re.compile(r" ?[一性办通批系定体些道起把]|学习教育|不落")
_ONE_CASE = re.compile(r"[^,。;]{0,12}(?:案|纠纷|争议|事故|事件|诉讼)")
_POINT_NAMES = re.compile(r"[类别级局队公支店会厅行院]")
_TIME_BEFORE = re.compile(r"(?:[近首前每满]|(?<!超)过|之后|以来|最近|头|当|整)$")
_WITHIN_DAYS = re.compile(r" ?(?:内|以内|之内|办[结成](?!率))")  # 1日办结
_TERM_BEFORE = re.compile(  # 压缩到20日, 压缩办理时限至20日, 由20日降至5日
    r"(?:(?:压缩|缩短|压减|缩减|精简|减少|提速|降低)(?:到|至|为|成|了)?|(?:压缩|缩短|压减|缩减)[^,。;0-9]{0,12}(?:时限|期限|时间|用时|周期)(?:到|至|为)"
    r"|(?:时限|期限|时间|用时|周期|[0-9] ?日)(?:平均|再)?压?降(?:到|至|为))(?:约|仅|平均)?$"
)
_TERM_FROM = re.compile(r"[由从](?:原来|原|法定|规定|平均)*的?$")
_TERM_TO = re.compile(r" ?(?:大幅|进一步|统一|再)?(?:压缩|缩短|压减|缩减|精简|减少|提速|降低|降|缩)(?:到|至|为|成)")
_SINCE = re.compile(r" ?(?:以来|来|前|后(?!续))")
_SESSION = re.compile(r" ?(?:全体)?会议|全会")
_COUNTED_SO_FAR = re.compile(r"(?:全年|累计|先后|年内|每年|每[季月]度?|共|已|分别)[^,。;]*$")
_BODY = re.compile(r"(?:委员会|委|代表大会|人大|政协|领导小组|协调小组|常委会|党组|全会) ?$")
_PARALLEL = re.compile(r"[一二三四五六七八九十两][^0-9,、。;\"]{2,9}[、,;][一二三四五六七八九十两][^0-9,、。;\"]{2,9}")
_STATED_YEARS = re.compile(r"(?:连续|持续|连)(?:已|了|第)? ?$")


def date_end(folded: str, start: int) -> int:
    """End of the date that begins at *start*, 0 where none does."""
    found = _DATE.match(folded, start)
    if found is None:
        return 0
    end = found.end()
    return end - 1 if folded[end - 1] == " " else end


def fused_year(folded: str, start: int) -> int:
    """Where a figure runs into a year (确权62020年), the place where the year begins, else 0."""
    found = _FUSED_YEAR.match(folded, start)
    if found is None or _DATE.match(folded, start) or not "\u4e00" <= folded[start - 1 : start] <= "\u9fff":
        return 0
    return found.end(1)


def document_number_end(folded: str, start: int, left: str) -> int:
    """End of the document number, telephone number or index number that begins at *start*, 0 where none does."""
    found = _DOCNO.match(folded, start)
    if found:
        return found.end()
    if left[-1:] == "[" or _DOCNO_BEFORE.search(left):
        return start + 1
    return 0


def is_term(left: str, right: str) -> bool:
    """True where a number of 日 is a time limit and no day of a month: 由60日压缩到20日."""
    before = left.rstrip()
    if right.lstrip().startswith(("前", "之前", "起", "至")):
        return False
    return _TERM_BEFORE.search(before) is not None or _TERM_TO.match(right) is not None and _TERM_FROM.search(before) is not None


def is_telephone(left: str) -> bool:
    """True where the text before a number announces a telephone or code number."""
    return _PHONE_BEFORE.search(left) is not None


def is_quoted_name(folded: str, text: str, start: int) -> bool:
    """True where the number at *start* stands in a name or slogan between quotation marks, or in a title."""
    low = max(0, start - 60)
    near = folded[low:start]
    if "《" not in near and '"' not in near and "'" not in near:
        return False
    opened = folded.rfind("《", low, start)
    if opened >= 0 and folded.find("》", opened, start) < 0 and folded.find("\n", opened, start) < 0:
        return True
    for mark in ('"', "'"):
        opened = folded.rfind(mark, max(0, start - 2 * _SHORT_QUOTE), start)
        if opened < 0:
            continue
        if text[opened] in "”」』’" or text[opened] in "\"'＂" and _is_closing(folded, opened, mark):
            continue
        closed = folded.find(mark, start, start + 40)
        inside = folded[opened + 1 : closed]
        if closed < 0 or "\n" in inside:
            continue
        if len(inside) > _SHORT_QUOTE and not _SUM.search(inside) and not _PARALLEL.match(inside):
            continue
        if not _FIGURE_IN_QUOTES.fullmatch(inside) and folded[closed + 1 : closed + 2] != ":":
            return True
    return False


def _is_closing(folded: str, place: int, mark: str) -> bool:
    """A straight mark closes where an odd number of its kind stands before it on the line."""
    return folded.count(mark, folded.rfind("\n", 0, place) + 1, place) % 2 == 1


def reason_against(number: str, chinese: bool, odd: bool, unit: str, left: str, right: str) -> str | None:
    """
    Say why a number with a measure word is no figure.

    Args:
        number: The number as written, without scale.
        chinese: It is in Chinese numerals.
        odd: 余, 多 or 来 stands behind it.
        unit: The measure word, without blanks.
        left: The line before the number, at least twenty characters.
        right: The line behind the measure word, at least ten characters.

    Returns:
        A reason, an empty string where it is no number at all (一起学习), or None for a figure.
    """
    before = left.rstrip()
    last = before[-1:]
    if unit in _TIME_UNITS:
        reason = _TIME_UNITS[unit](number, unit, before, right)
        if reason is not None:
            return reason
    if last == "第" or (last in "、和至到,-届次批期" and _ORDINAL_BEFORE.search(before)):
        return "article" if unit in ("条", "款", "项", "章", "节") else "ordinal"
    if unit in _OTHER_WORDS and right[:1] and right[:1] in _OTHER_WORDS[unit]:
        return ""
    if unit == "轮" and number in _FEW and _WHEELS.match(right) or unit == "套" and right.lstrip().startswith("班子"):
        return "slogan"
    if unit == "方面" and not _ASPECTS.match(right):
        return "structure"
    if unit == "课" and last == "会":  # 三会一课
        return "slogan"
    if last and last in "+×*✕xX_" and not (last == "+" and unit in _SIGNED):
        return "slogan" if last in "+×✕xX" else ""
    if last == "每":
        return "structure"
    if last in "前居列第位名排Pp." and unit in ("名", "位", "个", "批", "强", "家", "所", "项") and _RANK_BEFORE.search(before):
        return "ordinal"
    if unit == "条" and last == "》" and _LAW_BEFORE.search(before):
        return "article"
    if unit in ("次", "人次", "人", "页") and (_PAGE_BEFORE.search(before) or unit == "页" and _PAGE_TURN.search(before)):
        return "page"
    if "+" in right and _SUM_BEHIND.match(right):
        return "slogan"
    small = not odd and (len(number) == 1)
    if small and chinese and unit == "次" and not _COUNTED_SO_FAR.search(before) and _SESSION.match(right) and _BODY.search(before):
        return "ordinal"
    if small and unit in ("个", "项", "大") or chinese and unit in ("个", "项"):
        if _QUOTED_NAME.match(right) or unit == "个" and _CREEDS.match(right) or _NAMES.match(unit + right) and (chinese or last and last in "法实行严"):
            return "slogan"
        if small and _PROCEDURES.match(right):
            return "structure"
    if unit == "个" and _PERIODS.match(right):
        return "date"
    if small and unit == "次" and last == "跑":
        return "slogan"
    if number in ("1", "一") and unit == "件" and right[:1] == "事":
        return "slogan"
    if chinese:
        return _reason_against_chinese(before, number, odd, unit, right)
    return None


def _year(number: str, unit: str, before: str, right: str) -> str | None:
    return None if before.endswith("第") else "date"  # 连续三年 too: it says since when, and counts nothing


def _day(number: str, unit: str, before: str, right: str) -> str | None:
    if "." in number or is_term(before, right):
        return None
    return None if _WITHIN_DAYS.match(right) and not before.endswith("月") else "date"


def _span_of_days(number: str, unit: str, before: str, right: str) -> str | None:
    if _TIME_BEFORE.search(before) or _STATED_YEARS.search(before) or _SINCE.match(right):
        return "date"
    if unit == "周" and _ANNIVERSARY.match(right):
        return "date"
    if unit == "天" and number in ("365", "360", "100") and re.match(r",? ?(?:24|全|不|无|攻|行动|大)", right):
        return "slogan"
    return None


def _hours(number: str, unit: str, before: str, right: str) -> str | None:
    if before[-1:] in ("×", "*", "x", "X", "✕") and before:
        return "slogan"
    if _TIME_BEFORE.search(before):
        return "date"
    if number == "24" and not _AROUND_THE_CLOCK.match(right):
        return "slogan"
    return None


def _minutes(number: str, unit: str, before: str, right: str) -> str | None:
    return "slogan" if _CIRCLE.match(right) else None


def _points(number: str, unit: str, before: str, right: str) -> str | None:
    return "date" if before[-1:] in ("时", "点", ":") and before or _POINT_NAMES.match(right) else None


_TIME_UNITS = {
    "年": _year, "日": _day, "天": _span_of_days, "周": _span_of_days, "个月": _span_of_days, "个星期": _span_of_days,
    "小时": _hours, "个小时": _hours, "分钟": _minutes, "分": _points, "个季度": _span_of_days,
}  # fmt: skip


def _reason_against_chinese(before: str, number: str, odd: bool, unit: str, right: str) -> str | None:
    if unit not in _CHINESE_UNITS:
        return ""
    after = right.lstrip()[:1]
    if after and after in _WORD_BEHIND.get(unit, "") and not right.lstrip().startswith(("会议", "全体会")):
        return ""
    if before[-1:] in ("*", "X", "×", "x", "_"):
        return ""
    if number == "一" and not odd:
        return _reason_against_one(before, unit, right)
    if unit == "成":
        return None if number not in ("十", "百", "千", "万", "半") else ""
    if unit == "元" and number in ("二", "三", "多"):
        return ""
    if number in ("百", "千", "万", "亿", "千万", "百万") and not odd:
        if unit in ("元", "吨", "亩") and before[-1:] in ("", "(", ":"):
            return ""  # (万元) in the head of a table
        return None if _ROUND_COUNT.search(before) else "slogan"
    if number == "十" and unit in ("大类", "家", "名", "个", "项", "件", "条") and after in "大佳最" and after:
        return "slogan"
    if unit == "届" or number == "二" and unit in ("次", "期", "级") or number == "两" and unit in ("会", "面", "头"):
        return ""
    if len(number) == 1 and not odd and unit in _ALONE:
        return "" if unit in ("面", "节", "门", "层", "头", "队", "案") else None
    if unit in ("个", "项", "种", "类", "条") and _ABSTRACT.match(right):
        return "structure"
    return None


def _reason_against_one(before: str, unit: str, right: str) -> str | None:
    if unit in _ONE_MEASURES:  # 提高一个百分点, 增长一倍, 一个工作日内
        return None if re.match(_ONE_MEASURES[unit], right) and not before.endswith(("每", "同", "第")) else ""
    if unit == "成":
        return None if before and before[-1] in "近超逾约占足达降升长减增少" else ""
    if before[-1:] in _NOT_ONE and before or unit not in _ONE_UNITS:
        return ""
    if _ONE_OF_WORD.match(right):
        return ""
    if unit == "起" and not _ONE_CASE.match(right):
        return ""
    if before.endswith(("没有", "无", "未")):
        return ""
    if _ONE_VERBS.search(before) or (not right or right[0] in ",;。、)\n") and _ONE_VERBS_APART.search(before):
        return None
    if unit in ("份", "部", "件", "起", "名", "家") and (not before or before[-1] in ",;:。、"):
        return None
    return ""


def is_item(number: str, left: str, right: str, whole: Mention | None) -> bool:
    """
    Tell an item of a list from a mark of numbering: 执法2971件,其中处罚612、许可2318、强制41.

    Args:
        number: The number, without a measure word.
        left: The line before it.
        right: The line behind it.
        whole: The last figure before it that has a measure word, which no item may be greater than.
    """
    if whole is None or whole.kind != "count" or not number.isdigit() or not whole.value or whole.value < int(number):
        return False
    if _NUMBERED_THING.search(left):
        return False
    following = _NEXT_ITEM.match(right)
    if following:
        return int(following[1]) != int(number) + 1
    return right[:1] in ("、", ")") and right != "" and _LAST_ITEM.search(left) is not None


def bare_reason(number: str, left: str, right: str) -> str:
    """Say why a number without a measure word cannot be a figure of a list; empty where it can."""
    before = left.rstrip()
    last = before[-1:]
    if last == "第":
        return "ordinal"
    if number in _HOTLINES or _PHONE_BEFORE.search(before) or _PAGE_BEFORE.search(before):
        return "page"
    if len(number) == 4 and number[:2] in ("19", "20") or right[:1] and right[:1] in "月日":
        return "date"
    if last and last in "+×*✕xX" or right[:1] == "+" or _NAMED_BY_NUMBER.match(right):
        return "slogan"
    if not last or last in "。;!?\n(" or right[:1] in ".、)" and right[:1]:
        return "article"
    return ""
