"""Numbers that are no figures, each with its reason: date, docno, article, ordinal, slogan, structure, page."""

import re
from collections.abc import Sequence

_CN = "一二三四五六七八九十"
_Y = r"(?:19|20)\d\d"
_CY = r"[一二][九〇零][〇零一二三四五六七八九]{2}"

# Stretches of text in which no number is a figure. The first group that fits gives the reason.
_MASKS = re.compile(
    rf"""
    (?P<docno>
        \[[ ]?\d{{4,5}}[ ]?\]?[ ]?(?:第[ ]?)?\d*[ ]?号?
      | \([ ]?{_Y}[ ]?\)[ ]?\d+[ ]?号 | [\u4e00-\u9fff]字\[?\d{{4,8}}[ ]?号?
      | (?:第[ ]?|No\.?[ ]?)?\d+(?:-\d+)*[ ]?号(?!人) | 第[{_CN}百千]+号
      | 11\d{{14}}[0-9A-Z]{{2,}}(?:/[\d-]+)? | \d{{9,}} | [A-Za-z]+-?\d+[A-Za-z\d-]* | \d{{3,4}}-\d{{7,8}}
    )
  | (?P<date>
        (?<![\d.]){_Y}[ ]?[-./][ ]?\d{{1,2}}[ ]?[-./][ ]?\d{{1,2}}(?:[ ]?\d{{1,2}}:\d\d(?::\d\d)?)?[ ]?日?
      | {_Y}[ ]?年?[ ]?(?:-+|至|到|、|和)[ ]?{_Y}[ ]?年?度?
      | \([ ]?{_Y}{_Y}[ ]?年?[ ]?\)
      | {_Y}[ ]?年(?:度|初|底|末|版|来|前|后|内|以来|间)?(?:[ ]?(?:\d{{1,2}}|[{_CN}]{{1,3}})[ ]?月份?(?:(?:[ ]?\d{{1,2}}|[{_CN}]{{1,3}})[ ]?[日号])?)?
      | {_CY}[ ]?年度?(?:[{_CN}]{{1,3}}月(?:[{_CN}]{{1,3}}日)?)?
      | (?<!\d)\d{{1,2}}[ ]?月份?(?:[ ]?\d{{1,2}}[ ]?[日号])?(?:[ ]?(?:-+|至|到)[ ]?(?:\d{{1,2}}[ ]?月份?)?[ ]?(?:\d{{1,2}}[ ]?[日号])?)?
      | (?<![{_CN}\d])[{_CN}]{{1,3}}月(?:份|[{_CN}]{{1,3}}日)
      | (?<!\d)\d{{1,2}}[ ]?日(?!内|以内|之内|常|均|前?办结) | \d{{1,2}}[ ]?时(?:\d{{1,2}}[ ]?分)? | \d{{1,2}}:\d\d(?::\d\d)?
      | (?<!\d)(?:12|3|4|5|6|9|7|8|11|1)[.·](?:4|15|26|16|29|14|18|20|19|9|1|5|12|8|3|30|22|7)(?=["'”]|国|宪法|全民|消费|禁毒|安全|法[治制]|知识|日|活动|宣传|节|专|系列|期间|[、/])
      | \d{{2,4}}[ ]?年代 | (?<![连续\d已])(?:\d{{1,2}}|[{_CN}两]{{1,3}})[ ]?年(?:度|级|期|来|以上|以下|内|前|后|间|多|余|制|的|,|、)
      | [近这前后每第半首][{_CN}两\d]{{0,2}}(?:个)?(?:年|月|季度|天|周)(?!期) | [{_CN}两\d]{{1,2}}个?(?:季度|学期)
      | (?<!\d){_Y}(?=["”]|[\u4e00-\u9fff]{{2,8}}["”])
    )
  | (?P<article> 第[ ]?(?:\d+|[{_CN}百零〇]+)[ ]?(?:条|款|项|章|节|部分|编)(?:之[{_CN}])?(?:第?[{_CN}\d]+[款项])* )
  | (?P<ordinal>
        第[ ]?(?:\d+|[{_CN}百零〇]+)[ ]?[^\d,。;、]?(?:次|届|批|期|名|位|个|类|轮|场|季度|卷|集|版|天|年|站|家|例|案|单|课|起|份|本|部|篇|三方|责任|一)?
      | [{_CN}]{{1,3}}届(?:[{_CN}]{{1,2}}[中次]全[会体]|[{_CN}]{{1,2}}次)? | [{_CN}]{{1,3}}[中次]全会 | (?<![\u4e00-\u9fff])[{_CN}]{{2,3}}大(?:以来|精神|报告|上|后|和|,|、)
      | (?:前|排名?|位居|位列|居|列)(?:全[国省市县区]|[\u4e00-\u9fff]{{0,6}})?(?:前|第)[ ]?(?:\d+|[{_CN}]+)[ ]?(?:名|位|强)? | \d+[ ]?强(?!化|制|调|力) | [{_CN}百]+(?:强|佳)(?!化|制|调|力)
      | [{_CN}特]等(?:奖|功) | [{_CN}\d]级(?!别?以上) | \dA级?
    )
  | (?P<slogan>
        (?:\d+|[{_CN}])(?:[ ]?\+[ ]?(?:\d+|[{_CN}NXn]|[\u4e00-\u9fff]{{1,6}}))+
      | "[^"\n]{{0,6}}[\d{_CN}]+[^"\n]{{0,9}}"(?!:)
      | 24[ ]?小时(?!内|之内|以内|办结) | \d+[ ]?小时(?:之外|外|自助|服务|在线|政务|值班|不打烊|全天) | \d+分钟[\u4e00-\u9fff]{{0,8}}圈
      | 12345|12348|12368|12309|12315|12388|12389|12337
      | [三四五六七八]五(?:普法|规划|期间|时期|以来|"普法) | 十[二三四五六]五(?:规划|时期|期间|以来|")? | 双随机 | [两三四五六七八九十]个(?:[一不"\d]|确立|维护|意识|自信|全面|坚持|务必|清单制|走在前|毫不动摇|带头|结合)
      | [两三四五六]项(?:制度|规定|机制)(?!被|的) | 三张清单 | 三重一大 | 两[办法会高委新]|三农|四风|四大班子 | 一[站窗网门码号次件证照业把]式?[一通办受拖条件到事链]
      | 一件事 | (?:最多|只)?跑[一二]次 | [一三]次办 | 一次[性办通成] | 百日|百分百 | 千[方家]万?[计百户]? | 三同步|五大发展|四下基层 | 一[\u4e00-\u9fff]{{1,3}}一[\u4e00-\u9fff]
    )
    """,
    re.VERBOSE,
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》?")
_PHONE = re.compile(r"(?:电话|热线|传真|邮编|浏览|访问|点击|阅读)(?:次数|量|号码)?[:：]? ?[\d-]+ ?次?")
_FIGURE_IN_QUOTES = re.compile(r'"(?:最多|不超过|至少|不少于|不低于)?\d[\d.]*(?:天|%|个工作日|小时)"')

_ONE_VERBS = re.compile(
    r"(?:开展|召开|举办|组织|举行|接受|清理|进行|制定|出台|印发|聘请|配备|开设|处理|查处|办理|受理|发生|撰写|报送|通报|至少|不少于|不低于|最少|共|仅|各|每[年月季周半]度?|每半年|人手|集中学习|审查|评查|培训|听取|研究|新增|修订|废止|失效|聘|有|达|年均)"
    r"(?:法治|专题|集中)?(?:学习|培训|清理|检查|督察|督查|演练|听取|研究|述法|开展|召开|组织|举办|进行|评查|测评|评估|考核)?了?$"
)
_ONE_UNITS = frozenset("次 场 件 起 份 名 人 家 期 轮 部 本 场次 例 宗 篇 批次".split())
_CHINESE_UNITS = frozenset(
    "件 宗 起 例 次 场 场次 场(次) 个 项 条 类 大类 种 所 家 户 支 套 台 部 份 封 册 本 卷 张 篇 名 人 位 人次 期 批次 轮 轮次 辆 座 处 间 块 户次 家次 件次 天 "
    "个工作日 工作日 个月 小时 倍 成 元 个百分点 学时 课时 幅 万元 亩 公里 讲 堂 集 则 笔 % ‰ 条次 项次 年 对 面 组 支 款 周 个小时".split()
)
_STRUCTURE_AFTER = re.compile(
    r" ?(?:方面|层面|环节?(?!节)|阶段|维度|着力|聚焦|原则|步骤|清单|责任|统筹|结合|到位|必须|能力|体系建设|文明|代表|主体责任|转变|融合|同步|不放过|确保|为主|抓手|关键|强化|突出|坚持|加强|机制|更加|注重|一律|不准|严禁|不得|之一|关口|定位|目标|优化|规范|提升|导向)"
)
_NOT_ONE = re.compile(r"[第每统同唯单某这那哪之逐专进任另万如惟合]$")


def masked_spans(folded: str, furniture: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int, str]]:
    """
    Give the stretches of folded text in which no number is a figure.

    Returns:
        (start, end, reason) in order, without overlaps; only those that hold a digit or a Chinese numeral.
    """
    spans = [(start, end, "page") for start, end in furniture]
    spans += [(*m.span(), "page") for m in _PHONE.finditer(folded)]
    spans += [(*m.span(), "slogan") for m in _TITLE.finditer(folded) if re.search(rf"[\d{_CN}两]", m[0])]
    for found in _MASKS.finditer(folded):
        if found.lastgroup == "slogan" and found[0][0] == '"' and _FIGURE_IN_QUOTES.match(found[0]):
            continue
        start = found.start()
        spans.append((start, found.end(), found.lastgroup))
    spans.sort()
    apart: list[tuple[int, int, str]] = []
    for start, end, reason in spans:
        if apart and start < apart[-1][1]:
            if end > apart[-1][1]:
                apart[-1] = (apart[-1][0], end, apart[-1][2])
            continue
        apart.append((start, end, reason))
    return apart


def reason_against(left: str, number: str, chinese: bool, odd: str, unit: str, right: str, whole: str) -> str | None:
    """
    Say why a number with a measure word is no figure.

    Returns:
        A reason, an empty string where it is no number at all (一起学习), or None for a figure.
    """
    before = left.rstrip()
    if before.endswith("第") or re.search(r"第[一二三四五六七八九十]?$", before):
        return "ordinal"
    if unit == "年":
        return None if re.search(r"连续(?:\S{0,2})$", before) and "来" != right[:1] else "date"
    if unit == "日":
        return None if re.match(r" ?(?:内|以内|之内)", right) and "月" not in before[-3:] else "date"
    if unit in ("个月", "周", "天", "个星期", "小时", "个小时") and re.search(r"[近前首过每满]$|之后$|以来$", before):
        return "date"
    if unit in ("天", "个月", "周") and re.match(r" ?(?:以来|来|前|后)", right):
        return "date"
    if unit == "分" and (re.search(r"[时点]$", before) or re.match(r"[类别级]", right)):
        return "date"
    if unit in ("名", "位") and re.search(r"(?:前|排)$", before):
        return "ordinal"
    if unit == "条" and before.endswith("》"):
        return "article"
    if re.match(r"[A-Za-z+]", right) or before.endswith("+"):
        return "slogan"
    if chinese:
        return _reason_against_chinese(before, number, odd, unit, right)
    if unit in ("个", "项") and re.match(r" ?[\"“]?[一不]", right) and not right.startswith("一般"):
        return "slogan"
    return None


def _reason_against_chinese(before: str, number: str, odd: str, unit: str, right: str) -> str | None:
    plain = unit.replace(" ", "")
    if plain not in _CHINESE_UNITS:
        return ""
    if plain == "成":
        if re.match(r"[立果效员本功为都长份绩就交熟型分]", right) or number in ("一",) and not before.endswith(("近", "超", "逾")):
            return ""
        return None
    if plain == "元" and number in ("一", "二", "三", "多"):
        return ""
    if number.startswith("一") and len(number) == 1 and not odd:
        if _NOT_ONE.search(before) or plain not in _ONE_UNITS:
            return ""
        if re.match(r" ?[一性办通批系定体些道起把]|学习教育", right):
            return ""
        if plain == "起" and not re.match(r"[^,。;]{0,12}(?:案|纠纷|争议|事故|事件)", right):
            return ""
        if _ONE_VERBS.search(before) or (plain in ("份", "部", "件", "起", "名", "家") and (not before or before[-1] in ",;:。、")):
            return None
        return ""
    if number in ("百", "千", "万", "亿") and not odd:
        return None if re.search(r"(?:近|上|超|超过|逾|约|达|共|突破|过)$", before) else "slogan"
    if number in ("十",) and plain in ("大类", "家", "名", "个", "项", "件", "条") and re.match(r" ?[大佳最]", right):
        return "slogan"
    if plain in ("面", "对", "幅", "块", "间", "组", "则", "款", "堂", "集", "讲") and len(number) == 1 and not odd:
        return "" if plain in ("面", "对", "则", "堂", "款") else None
    if re.match(r" ?[一\"]", right) and plain in ("个", "项"):
        return "slogan"
    if plain == "部" and re.match(r"[门分委队署落办]", right):
        return ""
    if plain in ("个", "项", "种", "类", "条") and _STRUCTURE_AFTER.match(right):
        return "structure"
    if plain == "人" and re.match(r"[以]?(?:小组|行|民|大|才|居|群|身|格|文|权|口|事|均|性)", right):
        return ""
    if plain == "次" and re.match(r"[要数元序生产方日会全代]", right) and not right.startswith("会议"):
        return ""
    if plain == "名" and re.match(r"[单称义录誉词优]", right):
        return ""
    if plain == "家" and re.match(r"[庭长属人园里]", right):
        return ""
    if plain == "条" and re.match(r"[例件约]", right):
        return ""
    if plain == "项" and re.match(r"(?:制度建设)", right):
        return "slogan"
    if plain == "所" and re.match(r"[有以在属需谓]", right):
        return ""
    if plain == "期" and re.match(r"[间限]", right):
        return ""
    if plain == "位" and re.match(r"[一置于]", right):
        return ""
    if plain == "起" and re.match(r"[来步草到]", right):
        return ""
    if plain == "类" and re.match(r"[型似别]", right):
        return ""
    return None


def bare_reason(left: str, number: str, right: str) -> str:
    """Say why a number without a measure word cannot be a figure of a list; empty where it can."""
    if re.match(r" ?[年月日号时分:/%‰+·.\-]|-", right) or re.search(r"[第年月/:+·.\-#]$|No$", left.rstrip()):
        return "date" if re.match(r" ?[年月日时]", right) else "ordinal"
    if re.fullmatch(r"(?:19|20)\d\d", number):
        return "date"
    return ""
