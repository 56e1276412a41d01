"""What the headings above a sentence and the openings before it say: whether plans stand there, and of which year."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .model import Sentence

_YEAR = r"(?:19|20)\d\d"
TITLES = re.compile(r"《[^《》\n]*》?|\[\d{4}\]?|\((?:19|20)\d\d[-—]\d{4}年?\)")
_PLAN_SECTION = re.compile(r"下一步|下步|打算|工作安排|工作计划|年度安排|工作思路|努力方向|今后|展望|明年|来年|工作目标|主要目标|目标任务|总体目标|(?:20\d\d) ?年(?:度)?(?:工作|主要)?(?:安排|计划|重点|打算|思路|目标)|重点工作安排|改进措施和")
_DONE_SECTION = re.compile(r"情况|成效|做法|完成|问题|回顾|举措(?!和)|亮点")
AHEAD = re.compile(r"下一步|下步|打算|努力方向|今后|明年|来年")
_PROBLEMS = re.compile(r"存在[^。;]{0,6}(?:问题|不足|短板|困难)|(?:问题|困难)(?:和|与|及|、)|(?:主要|突出|^.{0,4})(?:问题(?!导向)|不足|困难)")
_MENDING = re.compile(r"解决|整改|针对|聚焦|化解|防范")
_BOTH = re.compile(rf"(?:总结|{_YEAR} ?年[^,。]*(?:情况|报告|汇报|回顾))(?:和|及|以及|暨|与|、|,| )")  # a title of an account and a plan
_NEXT_STEP = re.compile(r"(?:[一二三四五六七八九十]{1,2}是)?(?:下一步|下步|接下来|今后|下一?阶段|下一年度?)[,,我本全将要、:工]")
_LEAD = re.compile(r"[一二三四五六七八九十]{1,2}[是要]|首先|其次|再次|最后|第[一二三四五六七八九十]")
_YEAR_NAMED = re.compile(rf"({_YEAR}) ?年")
_OWN_YEAR = re.compile(rf"(?<![较比与同由从])({_YEAR}) ?年(?!以来|起|来)")


class SectionTimes(NamedTuple):
    """What the headings above a sentence say: whether plans stand below them, and of which year."""

    planned: bool
    year: int | None
    mixed: bool = False  # problems are told there too


def read_section(section: tuple[str, ...], report_year: int | None) -> SectionTimes:
    """Read the headings above a sentence, the nearest last."""
    names = (section[0], " ".join(section[-3:])) if section else ()
    planned = any(_PLAN_SECTION.search(name) and not _past_section(name, report_year) for name in names)
    mixed = False
    for name in reversed(section if planned else ()):
        ahead = _PLAN_SECTION.search(name)
        if _PROBLEMS.search(name) and not _MENDING.search(name):
            planned, mixed = bool(ahead), bool(ahead)
            break
        if ahead:
            break
    return SectionTimes(planned, _heading_year(section, report_year), mixed)


def _past_section(name: str, report_year: int | None) -> bool:
    if _BOTH.search(name):
        return True
    if AHEAD.search(name):
        return False
    year = _YEAR_NAMED.search(name)
    if year and report_year and int(year[1]) > report_year:
        return False
    return bool(_DONE_SECTION.search(name))


def _heading_year(section: tuple[str, ...], report_year: int | None) -> int | None:
    for name in reversed(section):
        if "年" not in name:
            continue
        years = _OWN_YEAR.findall(TITLES.sub("", name))
        if len(years) == 1 and (report_year is None or abs(int(years[0]) - report_year) <= 3):
            return int(years[0])
    return report_year


def opens_plan(folded: str, sentences: Sequence[Sentence], number: int, opened: dict[int, tuple[int, int | None]]) -> bool:
    """
    Whether its own sentence or one before it in its paragraph opens with 下一步, and no other heading has come between.

    *opened* keeps of each paragraph up to where it was looked at and the sentence that opened a plan.
    """
    paragraph = sentences[number].paragraph
    last, opener = opened.get(paragraph, (-1, None))
    place = number
    while place > last and place >= 0 and sentences[place].paragraph == paragraph:
        if _NEXT_STEP.match(folded, sentences[place].start):
            opener = place
            break
        place -= 1
    opened[paragraph] = (max(last, number), opener)
    return opener is not None and _own_headings(sentences[opener]) == _own_headings(sentences[number])


def _own_headings(sentence: Sentence) -> list[str]:
    return [name for name in sentence.section if not _LEAD.match(name)]
