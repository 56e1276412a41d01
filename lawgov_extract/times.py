"""Status and time of a figure: done, aimed at or told for comparison; of which year, of which stretch of it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from .model import Mention, Metadata, Sentence
from .numerals import read_numeral
from .sections import AHEAD, TITLES, SectionTimes, opens_plan, read_section

_YEAR = r"(?:19|20)\d\d"
_C = "一二三四五六七八九十"
_TIME_SIGN = re.compile(r"[年月季五版]|(?:19|20)\d\d(?!\d)")  # every time holds one of these
_TIME = re.compile(  # the look-aheads pass at once over every character, and every number, that begins no time
    rf"(?=[\d{_C}自截到上下前第近去今本明来\"“'])(?=[12][09]\d\d|\d{{1,2}}[月份至到-]|[{_C}]{{1,2}}[月份季五至到-]|[^\d{_C}])(?:(?P<span>(?P<from>{_YEAR}) ?年?(?:-+|至|到)(?P<to>{_YEAR}) ?年)"
    rf"|(?P<since>自?(?P<since_year>{_YEAR}) ?年(?:(?P<since_month>\d{{1,2}})月)?(?:\d{{1,2}}日)?(?:实施|推行|施行|成立|开展|启动)?(?:以来|起(?!草)|至今))"
    rf"|(?P<stretch>(?P<from_y>{_YEAR}) ?年 ?(?P<from_m>\d{{1,2}}) ?月(?:\d{{1,2}}日)?(?:-+|至|到)(?P<to_y>{_YEAR}) ?年 ?(?P<to_m>\d{{1,2}}) ?月(?:\d{{1,2}}日)?)"
    rf"|(?P<until>截(?:至|止到|止至|止)(?:目前)?(?:(?P<until_year>{_YEAR}) ?年)?(?P<until_month>\d{{1,2}}|[{_C}]{{1,2}})月(?P<until_day>\d{{1,2}}日)?(?:底|末|份)?)"
    rf"|(?P<until_end>截(?:至|止到|止至|止)(?P<end_year>{_YEAR}) ?年(?:底|末))"
    rf"|(?P<goal>到(?P<goal_year>{_YEAR}) ?年(?:底|末|\d{{1,2}}月(?:底|末)?)?)"
    rf"|(?P<months>(?:(?P<months_year>{_YEAR}) ?年)?(?P<first>\d{{1,2}}|[{_C}]{{1,2}})月?(?:份)?(?:-+|至|到)(?P<last>\d{{1,2}}|[{_C}]{{1,2}})月(?!\d{{1,2}}日))"
    rf"|(?P<month>(?:(?P<month_year>{_YEAR}) ?年)?(?P<one>\d{{1,2}}|[{_C}]{{1,2}})月份?(?![\d{_C}]{{1,3}}日)(?!\d|至今|以来))"
    rf"|(?P<half>(?:(?P<half_year>{_YEAR}) ?年)?(?P<which_half>[上下])半年)"
    rf"|(?P<quarters>(?:(?P<quarter_year>{_YEAR}) ?年)?(?P<lead>前|第)?(?P<quarter>[一二三四])季度)"
    rf"|(?P<recent>近(?P<recent_years>[{_C}两\d]{{1,2}})年来?)"
    rf"|(?P<five>[\"“']?(?P<which_five>十[二三四五])五[\"”']?(?P<five_end>期间|时期|以来|末|规划)?)"
    rf"|(?P<last_year>(?:上一?年|去年)(?:度|同期|底|末)?)"
    rf"|(?P<this_year>[今本]年(?!度?计划))"
    rf"|(?P<next_year>[明来]年)"
    rf"|(?P<year>(?P<plain_year>(?<!\d){_YEAR}) ?(?:年(?:度|底|末|初)?|版|(?=(?:总共|共|受理|收到|新收|全[年市县区])))))"
)
_CITED = re.compile(r"(?:\d{1,2}月(?:\d{1,2}日)?)?(?:印发|出台|施行|颁布|修订|发布|制定|公布|实施|通过|成立|设立|第[一二三四五六七八九十](?![批期])|号|上线|开通|启用|挂牌)|12月31日(?:之|以)?前(?=[^,。]{0,15}(?:制定|制发|出台|印发|发布|作出|名义))")
_CARRIED_OVER = re.compile(r"(?:结转|遗留|未结|转入|收案|旧存)")  # 上年结转3件 is a figure of this year
_CARRIED_TO = re.compile(r"(?:结转|转入)(?:到|至)? ?$")
_OWN_YEARS = {"month": "month_year", "months": "months_year", "half": "half_year", "quarters": "quarter_year"}
_FIVE = {"十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}

_AT_LEAST = r"[^,。;]{0,12}(?:不少于|不低于|至少|达到|配备|不超过|不高于)"
_AS_RULED = r"[^,。;]{0,10}规定的$"
_SET_AIM = r"(?:年度|既定|预期|规划|省定|市定)?目标(?:值|任务)?(?:的|还)?$"
_AIM = re.compile(  # each branch begins with a character of its own: the engine then skips to the next of these
    rf"较{_SET_AIM}|距离?{_SET_AIM}|力争|争取|努力(?:实现|达到|将|把|使)|目标(?<!超出目标)(?<!低于目标)(?<!高于目标)(?<!超过目标)(?:是|为|值)|考核(?:指标|目标|任务)[^,。;]{{0,4}}$|超过{_AS_RULED}|高于{_AS_RULED}|低于{_AS_RULED}|优于{_AS_RULED}|预计|计划(?<![按照据度查动作划训习]计划)(?:到|在|于|开展|新增|完成|新?建|制定|总?投资|培训|培育|评查|举办|组织|招[录聘])|拟(?:于|在|新|制|建|开|聘|组建|出台|培)|有望|将(?:于|在|进一步|继续|组织|开展)|要求(?:[^,。]{{0,12}})(?:不少于|不低于|达到|至少)|不得(?:少于|低于|超过|高于)|"
    rf"应当{_AT_LEAST}|必须{_AT_LEAST}|须{_AT_LEAST}|需{_AT_LEAST}|应(?!诉|急|对|用){_AT_LEAST}|原则上{_AT_LEAST}|"
    r"确保[^,。;]{0,20}(?:达到|达|不低于|不超过|完成|不少于|率)|控制在[^,。;]{0,8}$"
)
_AIM_BEFORE = re.compile(  # 力争办结率达到95%,投诉率降到2%: the aim of several clauses
    r"(?:力争|争取|努力(?:实现|达到|使))(?![^。;]*(?:[已了]|完成|目前|实际|同比|去年|上年|低于|高于))[^。;]{4,60},[^,。;\d]{0,12}(?:达到|降到|降至|提升到|提升至|提高到|提高至|控制在|保持在|不低于|不少于|不超过)$"
)
_FREQUENCY = re.compile(r"(?<!均)每(?:[年月季周日]|季度|半年|两月|[一二两三四六\d]+个?[月年周天])[^,。;、]{0,8}(?:不少于|至少|不低于|最少|开展|组织|召开)?[^,。;、]{0,6}$")
_RULED = re.compile(  # what makes a frequency a rule and no account of what was done
    r"不少于|至少|不低于|最少|以上|按|规定|要求|应|须|原则|制度|机制|确保|力争|每(?:[两二三四五]|\d+)年"
)
_TASK = re.compile(r"^(?:以[上下内])?的?(?:年度|考核|工作)*(?:任务|目标|指标)(?!的?\d|数)")  # 结案率95%的考核任务
_RULE_SAYS = re.compile(r"规定[,:][^。;]{0,20}$")  # 条例规定,罚款不超过3万元
_STANDARD = re.compile(r"^(?:以[上下内])?的(?:比例|标准|要求|规定)")  # 按不低于5%的比例配备
_STANDING = re.compile(r"^(?:内|以内|之内)?[^,。;]{2,30}(?:机制|制度|规定|承诺)")  # 2小时办结机制
_DONE = re.compile(r"(?:已|共|累计|全年|完成了|开展了|召开了|组织了|实现了|达到了|先后|截至)")
_FROM = re.compile(r"(?:由|从(?!中))(?:原来|之前|以前|过去|最初|原有|原先|法定|上年|去年|年初|目前)?(?:的)?[^,。;由从]{0,24}$")
_TO = re.compile(r"^(?:,(?=(?:精减|精简|压缩|缩短|减少|降|下降|提高|提升|缩减)(?:为|到|至)))?[^,。;]{0,14}?(?:精减|精简|压缩|缩短|减少|减|降低|下降|降|增加|增|提高|提升|上升|升|扩充|扩大|调整|优化|变|增长|缩减|拓展|扩展|合并|整合)?(?:为|到|至)")
_OLD = re.compile(r"(?:原有|原来有|原来|此前|改革前|调整前|清理前|法定(?<![比较]法定)(?=[^,。;]{0,6}(?:时限|期限|标准|时间|天数|工作日)))(?![^,。;]*基础上)[^,。;\d]{0,14}$")
_EARLIER = re.compile(r"(?:上年|去年|前年(?<![以当目之此]前年)(?!度)|上年度|往年|同期)(?:度|同期|底|末)?(?!度?(?:结转|遗留|未结|转入))[^,。;]{0,12}$")
_COMPARED_WITH = re.compile(r"(?:较|比|与|同|由|从|自)(?:上一?年度?)? ?$")  # the year of a comparison reaches no further than its figure
_PAST_COMPARISON = re.compile(r"[,;:()。]|(?:升|降|增|减|提高|下降|增长|精减|压缩|调整|扩充)[^,。;]{0,4}(?:到|至|为)")
_CLAUSE_BREAK = re.compile(r"[,;:。(]")
_BRACKET = re.compile(r"\([^()]*\)")
_LIST_FROM = re.compile(r"(?:由|从)[^,。;]{2,20}、[^,。;]{0,12}$")
_TAKEN = re.compile(r"(?:将|把)[^,。;将把]{0,24}$")
_CUT_TO = re.compile(r"^[^,。;\d]{0,14}?(?:精减|精简|压缩|压减|缩减|整合|归并|合并|缩短|减少|降低)[^,。;\d到至为成]{0,6}(?:为|到|至|成) ?[\d一二两三四五六七八九十]")
_LIST_THEN_TO = re.compile(r"^[^,。;、\d]{0,8}、[^,。;、]{0,12},?(?:精减|精简|压缩|压减|缩短|缩减|调整|整合|减少|增加|扩充|提高)(?:为|到|至)")
_LIST_TO = re.compile(r"(?:[^,。;、]{0,6}|、[^,。;]{0,12})(?:升|降|增|减|提高|下降)(?:至|到|为)")
_THAN_BEFORE = re.compile(  # 较上一年的40件: what is counted follows at once, no change
    rf"(?:较|比|与|相比)(?:(?P<last>上一?年度?|去年)|(?P<told>{_YEAR}) ?年)(?:度|同期|全年)?的?(?!增|减|上|下|同|降|升|提|多|少|相比|翻|超|有|略|净|持|大幅|度|同|调整|取消|新|压|精|扩|缩)[^,。;:\d]{{0,10}}$"
)
_TIMES_OF = re.compile(rf"(?:是|为|相当于)(?:上一?年度?|去年|{_YEAR} ?年)[^,。;\d]{{0,12}}$")
_EARLIER_COMPARED = re.compile(r"(?:比|较|同|与)(?:[上去]年|上年度|同期|往年|\d{4}年)|同期(?:相)?比|同比")
_AS_LAST_YEAR = re.compile(r"(?:比|较|同|与|是) ?$")
_AS_YEAR = re.compile(r"(?:较|比|由|从|与|低于|高于) ?$")
_THAN_YEAR = re.compile(r"(?:较|比|与)(?:\d{4}年、?)? ?$")
_OBJECT_OF = re.compile(r"(?:开展|组织|完成|做好|对|的|实施|启动|召开|举办|参加) ?$")
_COMPLETED = re.compile(r"(?:完成|已完成|完成了) ?$")
_MEETING = re.compile(r"[^,。;\d]{0,24}(?:会议|大会|座谈会|推进会|评议会|培训班)")  # 召开2022年度述法会议,8人述法
_NEXT_YEAR = re.compile(rf"[^,;。]{{0,20}}[、和与及][^,;。]{{0,10}}{_YEAR} ?年")
_VALUES_FOLLOW = re.compile(r"(?:度|同期|全年)?的?(?:(?!相比|持平)[^,。;:(增减升降提涨])*?\d(?:(?!相比|持平)[^,。;:(增减升降提涨])*[,、]")  # 同比2022年检查900件,
_COMPARISON_OPENS = re.compile(r"(?:(?:同|对|环)比|较|与|比|相比|相较|参照)(?:于|上一?年度?)? ?")
_NOW = re.compile(r"今年|本年")
_THIS_YEAR = re.compile(r"今年|本年|当年|全年")
_NEXT_PART = re.compile(r"[,;)]")
_DONE_VERB = re.compile(r"(?:已|了)$")
_LONE_YEAR = re.compile(rf"(?<![-—较比与同由从])({_YEAR}) ?年(?![-—])")
_MANY_YEARS = re.compile(rf"[一二三四五六七八九十两\d]年(?:行动|规划|计划|工作规划|攻坚|实施)|{_YEAR} ?年?(?:[-—~至到]+) ?{_YEAR}")
_LACKING = re.compile(r"当前|目前|仍|尚|还有|还存|仅|不足|未|缺|偏|不够|不高|不强|个别|部分|有的|较[少低弱慢]")
_AIM_COLUMN = re.compile(r" .*(?:目标|计划|任务)[值数]?$")  # a column of a table


class When(NamedTuple):
    """Status, year and period of a figure; ``from_to`` marks the first of a pair such as 由5个精减为2个."""

    status: str
    year: int | None
    start: date | None
    end: date | None
    from_to: bool = False


class SentenceTimes(NamedTuple):
    """A folded sentence with its titles blanked out, and every time told in it; offsets are those of the sentence."""

    plain: str
    found: tuple[re.Match[str], ...]
    section: SectionTimes


def find_times(
    folded: str, sentences: Sequence[Sentence], numbers: Iterable[int], report_year: int | None
) -> dict[int, SentenceTimes]:
    """
    Find the times that sentences tell, cited documents and the names of plans left out.

    Args:
        folded: The folded text.
        sentences: All its sentences.
        numbers: Numbers of the sentences wanted.
        report_year: Year of the document, None where it is not known.

    Returns:
        Number of the sentence → its times.
    """
    times: dict[int, SentenceTimes] = {}
    opened: dict[int, tuple[int, int | None]] = {}
    sections: dict[tuple[str, ...], SectionTimes] = {}
    for number in numbers:
        if number not in times:
            sentence = sentences[number]
            section = sections.get(sentence.section)
            if section is None:
                section = sections[sentence.section] = read_section(sentence.section, report_year)
            if not section.planned and opens_plan(folded, sentences, number, opened):
                section = section._replace(planned=True)
            times[number] = _read_sentence(folded[sentence.start : sentence.end], section)
    return times


def _read_sentence(text: str, section: SectionTimes) -> SentenceTimes:
    plain = text
    if "《" in text or "[" in text or "(" in text:
        plain = TITLES.sub(lambda title: "《" * len(title[0]), text)
    if not _TIME_SIGN.search(plain):
        return SentenceTimes(plain, (), section)
    return SentenceTimes(plain, tuple(found for found in _TIME.finditer(plain) if not _names_a_document(found, plain)), section)


def _names_a_document(found: re.Match[str], plain: str) -> bool:
    if found["five"]:
        return not found["five_end"]
    if found.lastgroup == "last_year":
        return bool(_CARRIED_OVER.match(plain, found.end()))
    if found.lastgroup != "year":
        return False
    return bool(_CITED.match(plain, found.end()) or _CARRIED_OVER.match(plain, found.end()) or _stands_before(_CARRIED_TO, plain, found))


def read_when(
    times: SentenceTimes, sentence: Sentence, mention: Mention, metadata: Metadata, gap: str | None
) -> When:
    """
    Say of one figure whether it was done, is aimed at or is told for comparison, and when.

    Args:
        times: The times of the sentence.
        sentence: The sentence the figure stands in.
        mention: The figure.
        metadata: Report year and type of the document; relative words are resolved against that year.
        gap: Text between the figure before and this one, None where it is the first of its sentence.

    Returns:
        Status, year and period; year and period are None where the text does not tell.
    """
    plain = times.plain[: mention.start - sentence.start]
    report_year = metadata.report_year
    clause = _last_clause(plain)
    found = _last_time(times, plain, mention.kind == "change")
    plan = metadata.document_type == "plan"
    after = times.plain[mention.end - sentence.start :]
    status = _status(plain, after, clause, times.section, mention, plan, report_year, found)
    if "由" in plain or "从" in plain:
        listed = _listed_from(plain, after)
        if listed or _FROM.search(clause) and (_TO.match(after) or _LIST_THEN_TO.match(after)):
            return _when_from(plain, found, report_year, listed)
    if ("将" in clause or "把" in clause) and _CUT_TO.match(after) and _TAKEN.search(clause) and status == "actual" and mention.kind != "change":
        return When("baseline", None, None, None, from_to=True)  # 把62项指标精简为13项
    if status == "target":
        year = _target_year(times.plain, found, sentence, plan, report_year) or _year_of_plan(metadata, plan)
        return When("target", year, *_whole(year))
    if mention.kind != "change" and _OLD.search(clause):
        return When("baseline", report_year, *_whole(report_year))
    share = clause.endswith("的") and (mention.unit == "倍" or mention.kind == "rate" and _TIMES_OF.search(clause))
    if share or mention.unit == "倍" and _TIMES_OF.search(clause):  # 是上年的2倍
        return When("actual", report_year, *_whole(report_year))
    earlier = _EARLIER.search(clause)
    if earlier and not _EARLIER_COMPARED.search(clause) and not _PAST_COMPARISON.search(clause, earlier.start()):
        if earlier[0].startswith("前年"):
            year = report_year and report_year - 2
            return When("baseline", year, *_whole(year))
        return _when_before(times, plain, clause, report_year)
    if mention.kind != "change":
        than = _THAN_BEFORE.search(clause)
        if than:
            year = int(than["told"]) if than["told"] else report_year and report_year - 1
            return When("baseline", year, *_whole(year))
    if found is None:
        return When("actual", times.section.year, *_whole(times.section.year))
    if mention.kind == "ratio" and _TIMES_OF.search(clause):
        return When("actual", report_year, *_whole(report_year))
    return _when_told(plain, after, found, mention, report_year, gap)


def _when_before(times: SentenceTimes, plain: str, clause: str, report_year: int | None) -> When:
    """Last year's value; 同期 is the same stretch of that year: 前三季度90件,去年同期80件."""
    if report_year is None:
        return When("baseline", None, None, None)
    if "同期" in clause:
        for found in reversed(times.found):
            if found.end() <= len(plain) and found.lastgroup in ("until", *_OWN_YEARS):
                start, end, year = _period(found, report_year)
                if year == report_year and start and end:
                    last = _month_end(year - 1, end.month)
                    return When("baseline", year - 1, start.replace(year=year - 1), last)
    return When("baseline", report_year - 1, *_whole(report_year - 1))


def _last_clause(plain: str) -> str:
    """What stands behind the last mark; brackets that are closed are left out."""
    if "(" in plain:
        plain = _BRACKET.sub("", plain)
    cut = max(plain.rfind(","), plain.rfind(";"), plain.rfind(":"), plain.rfind("。"), plain.rfind("("))
    return plain[cut + 1 :]


def _when_from(plain: str, found: re.Match[str] | None, report_year: int | None, listed: bool) -> When:
    """The first of a pair: 由5个精减为2个."""
    year = None
    if found is not None and found.lastgroup == "year" and (listed or _reaches(found, plain)):
        year = int(found["plain_year"])
    elif found is not None and found.lastgroup == "last_year" and _reaches(found, plain):
        year = report_year and report_year - 1
    return When("baseline", year, *_whole(year), from_to=True)


def _when_told(plain: str, after: str, found: re.Match[str], mention: Mention, report_year: int | None, gap: str | None) -> When:
    """A figure behind a time of its sentence."""
    start, end, year = _period(found, report_year)
    if found.lastgroup == "this_year":
        return When("actual", report_year, *_whole(report_year))
    if found.lastgroup == "last_year":
        if mention.kind != "change" and not _reaches(found, plain) and _stands_before(_COMPARED_WITH, plain, found):
            return When("baseline", year, start, end)
        if _stands_before(_AS_LAST_YEAR, plain, found) or mention.kind == "change":
            return When("actual", report_year, *_whole(report_year))
        return When("baseline", year, start, end)
    if year is not None and report_year is not None and year < report_year:
        compared = found.lastgroup == "year" and (
            plain.endswith("(", 0, found.start()) or _stands_before(_AS_YEAR, plain, found)
        )
        later = _THIS_YEAR.search(plain, found.end())
        if later or mention.kind == "change" and _stands_before(_THAN_YEAR, plain, found):
            return When("actual", report_year, *_whole(report_year))
        if compared or found.lastgroup == "year" and "版" in plain[found.end() : found.end() + 2]:
            return When("baseline", year, start, end)
        if not _reaches(found, plain) and (_own_year(found, plain) or gap is not None and _NEXT_PART.search(gap) and found.start()):
            return When("actual", report_year, *_whole(report_year))
        if found[0].endswith("度") and _stands_before(_COMPLETED, plain, found):
            return When("actual", year, start, end)  # 完成2022年度46人述法: done in the year of the report
        if found.lastgroup == "year" and mention.kind != "change" and not _listed_years(found, plain, after):
            return When("baseline", year, start, end)
    return When("actual", year, start, end)


def _own_year(found: re.Match[str], plain: str) -> bool:
    """开展2022年度督察,评查案卷20件: the year of the object's name, not that of what follows."""
    return found[0].endswith("度") and (_stands_before(_OBJECT_OF, plain, found) or _MEETING.match(plain, found.end()) is not None)


def _listed_years(found: re.Match[str], plain: str, after: str) -> bool:
    """其中2021年46份、2022年100份: the years break one total down, none is there to be compared."""
    return "其中" in plain[max(found.start() - 8, 0) : found.start()] or _NEXT_YEAR.match(after) is not None


def _reaches(found: re.Match[str], plain: str) -> bool:
    """Whether a time stands in the clause of the figure."""
    return _CLAUSE_BREAK.search(plain, found.end()) is None


def _stands_before(words: re.Pattern[str], plain: str, found: re.Match[str]) -> bool:
    """Whether short words stand right before a time."""
    return words.search(plain, max(found.start() - 8, 0), found.start()) is not None


def of_column(head: str, when: When, metadata: Metadata) -> When:
    """A cell below a head that names a year is of that year; one before the report's is told for comparison."""
    years = re.findall(rf"(?<![\d-])(?<!同比)(?<![较比]){_YEAR}(?![\d-])", head)
    report_year = metadata.report_year
    if _AIM_COLUMN.search(head) and when.status == "actual":
        when = when._replace(status="target")
    if len(years) != 1 or report_year is None or int(years[0]) == report_year or when.status == "target":
        return when
    year = int(years[0])
    return When("baseline" if year < report_year else "target", year, *_whole(year))


def _last_time(times: SentenceTimes, plain: str, change: bool) -> re.Match[str] | None:
    """The last time told before a figure that reaches as far as it."""
    for found in reversed(times.found):
        start, end = found.span()
        if end > len(plain):
            continue
        if not change and _opens_values(times.plain, found, len(plain)):
            return found
        if _stands_before(_COMPARED_WITH, plain, found) and _PAST_COMPARISON.search(plain, end):
            continue
        if plain.find(")", end) >= 0 and plain.rfind("(", 0, start) > plain.rfind(")", 0, start):
            continue
        if found.lastgroup == "last_year" and (change or not _reaches(found, plain) and not _NOW.search(times.plain, len(plain))):
            continue
        return found
    return None


def _opens_values(plain: str, found: re.Match[str], here: int) -> bool:
    """同比2022年检查900件,处罚120起,今年…: whether a year opens a list of its values that lasts to *here*."""
    if found.lastgroup not in ("year", "last_year") or not _stands_before(_COMPARED_WITH, plain, found):
        return False
    if not _VALUES_FOLLOW.match(plain, found.end()):
        return False
    now = _NOW.search(plain, found.end())
    if now is None:
        return _COMPARISON_OPENS.fullmatch(plain, 0, found.start()) is not None and ";" not in plain[found.end() : here]
    return now.start() >= here


def _listed_from(plain: str, after: str) -> bool:
    """由2020年的21.8%、8.4%升到…: the second of several values before the verb."""
    return "、" in plain and bool(_LIST_FROM.search(plain)) and bool(_LIST_TO.match(after))


def _status(
    plain: str, after: str, clause: str, section: SectionTimes, mention: Mention, plan: bool, report_year: int | None, found: re.Match[str] | None
) -> str:
    if plan:
        return "target"
    if found is not None and found.lastgroup == "goal":
        year = int(found["goal_year"])
        if report_year is None or year > report_year:
            return "target"
    if mention.kind != "change":
        if section.planned and not (section.mixed and _LACKING.search(plain) and not AHEAD.search(plain)):
            return "target"
        later = found is not None and found.lastgroup == "year" and report_year and int(found["plain_year"]) > report_year
        if later and ";" not in plain[found.end() :]:
            return "target"
        if found is not None and found.lastgroup == "next_year":
            return "target"
    if _AIM.search(clause) and not _DONE_VERB.search(clause) or _AIM_BEFORE.search(plain):
        return "target"
    if "每" in clause and _FREQUENCY.search(clause) and not _DONE.search(clause) and _RULED.search(clause + after[:8]):
        return "target"
    if mention.kind == "duration" and _STANDING.match(after) or mention.kind == "rate" and _TASK.match(after):
        return "target"
    if mention.bound in ("at_least", "at_most") and (_STANDARD.match(after) or _RULE_SAYS.search(plain)):
        return "target"
    return "actual"


def _year_of_plan(metadata: Metadata, plan: bool) -> int | None:
    """The year that the title of a plan gives for all that stands below it: 2025年工作要点."""
    if not plan or _MANY_YEARS.search(metadata.title):
        return None
    years = {int(year) for year in _LONE_YEAR.findall(TITLES.sub("", metadata.title))}
    return years.pop() if len(years) == 1 else None


def _target_year(plain: str, found, sentence: Sentence, plan: bool, report_year: int | None) -> int | None:
    if found is not None and not _stands_before(_COMPARED_WITH, plain, found):
        if found.lastgroup == "goal":
            return int(found["goal_year"])
        if found.lastgroup in _OWN_YEARS and found[_OWN_YEARS[found.lastgroup]]:
            return int(found[_OWN_YEARS[found.lastgroup]])
        if found.lastgroup == "year" and (not plan or int(found["plain_year"]) >= (report_year or 0)):
            return int(found["plain_year"])
        if found.lastgroup == "span":
            return int(found["to"])
        if found.lastgroup == "next_year" and report_year:
            return report_year + 1
    for name in reversed(sentence.section):
        year = _LONE_YEAR.search(TITLES.sub("", name))
        if year:
            return int(year[1])
    return None


@lru_cache(maxsize=128)
def _whole(year: int | None) -> tuple[date | None, date | None]:
    return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)


def _number(text: str) -> int:
    return int(read_numeral(text))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _period(found: re.Match, report_year: int | None) -> tuple[date | None, date | None, int | None]:
    """First day, last day and year of a time expression."""
    kind = found.lastgroup
    year = report_year

    def own(name: str) -> int | None:
        return int(found[name]) if found[name] else report_year

    try:
        if kind == "year":
            year = int(found["plain_year"])
        elif kind == "goal":
            year = int(found["goal_year"])
        elif kind in ("last_year", "next_year"):
            year = report_year + (1 if kind == "next_year" else -1) if report_year else None
        elif kind == "until_end":
            year = int(found["end_year"])
        if kind in ("year", "goal", "last_year", "next_year", "until_end"):
            return *_whole(year), year
        if kind == "span":
            first, last = int(found["from"]), int(found["to"])
            year = last if report_year is None or last <= report_year else report_year
            return date(first, 1, 1), date(last, 12, 31), year
        if kind == "stretch":
            first, last = int(found["from_y"]), int(found["to_y"])
            year = report_year if report_year is not None and first <= report_year <= last else last
            return date(first, int(found["from_m"]), 1), _month_end(last, int(found["to_m"])), year
        if kind == "since":
            first = int(found["since_year"])
            start = date(first, int(found["since_month"] or 1), 1)
            return start, date(report_year, 12, 31) if report_year else None, report_year or first
        if kind == "five":
            first = _FIVE[found["which_five"]]
            year = report_year
            end = date(first + 4, 12, 31)
            if report_year and report_year >= first:  # what was done is told up to the report
                end = min(end, date(report_year, 12, 31))
            return date(first, 1, 1), end, year
        if kind == "recent" and report_year:
            count = _number(found["recent_years"])
            return date(report_year - count + 1, 1, 1), date(report_year, 12, 31), report_year
        if kind == "until":
            year = own("until_year")
            if year:
                return date(year, 1, 1), _month_end(year, _number(found["until_month"])), year
        if kind == "months":
            year = own("months_year")
            if year:
                return date(year, _number(found["first"]), 1), _month_end(year, _number(found["last"])), year
        if kind == "month":
            year = own("month_year")
            if year:
                month = _number(found["one"])
                return date(year, month, 1), _month_end(year, month), year
        if kind == "half":
            year = own("half_year")
            if year:
                first = 1 if found["which_half"] == "上" else 7
                return date(year, first, 1), _month_end(year, first + 5), year
        if kind == "quarters":
            year = own("quarter_year")
            if year:
                last = "一二三四".index(found["quarter"]) * 3 + 3
                return date(year, 1 if found["lead"] == "前" else last - 2, 1), _month_end(year, last), year
    except ValueError:  # 13月 and the like
        pass
    return *_whole(report_year), report_year
