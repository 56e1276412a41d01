"""Which figure another is compared with: a level and its change, a from and its to, a value and that of the year before."""

import re
from collections.abc import Sequence
from datetime import date

from .labels import Surroundings
from .model import Mention
from .parts import alike
from .times import When

_ENDS = re.compile(r"[。;]")
_SIDE_BY_SIDE = re.compile(r"[、和与及]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_LIST = re.compile(r"(?:(?:19|20)\d\d ?年?度?[、,和与及]{1,2}){1,6}(?:19|20)\d\d ?年(?!.*(?:19|20)\d\d)")
_YEAR_SPAN = re.compile(r"((?:19|20)\d\d) ?年?(?:(?:-+|至|到)((?:19|20)\d\d) ?年|以来)(?!.*(?:19|20)\d\d)")
_JOINT = re.compile(r" ?[、,和与及]{1,2} ?")
_TURN = re.compile(
    r"(?:压缩|缩短|压减|缩减|精简|精减|减少|降低|下降|调整|整合|合并|归并|优化|增加|提高|提升|扩大|减|降|增)[^,。;]{0,2}(?:为|到|至|成)"
)
_LIST_REACH = 5  # figures behind a from of a list that are looked at for its to
_NEXT_CHANGE = 10  # characters between two growth rates of one list
_BACK = 5  # figures that are looked at before an earlier value


def alike_in_kind(one: Mention, other: Mention) -> bool:
    """Whether two figures can be the from and the to of one change."""
    return one.kind == other.kind and (alike(one, other) or one.kind in ("rate", "duration"))


def turned_into(n: int, mentions: Sequence[Mention], around: Sequence[Surroundings]) -> int | None:
    """由6个、12份压缩为3个、5份: the to of one from of a list, the figure of its unit among those behind the verb."""
    turned = False
    for m in range(n + 1, min(n + _LIST_REACH, len(mentions))):
        gap = around[m].gap
        if gap is None or around[m].sentence != around[n].sentence or _ENDS.search(gap):
            return None
        turned = turned or _TURN.search(gap) is not None
        if mentions[m].unit == mentions[n].unit and alike_in_kind(mentions[n], mentions[m]):
            return m if turned else None
    return None


def pair_ends(mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When]) -> dict[int, int]:
    """The to of a list → its from, for those that do not stand side by side."""
    ends = {n: turned_into(n, mentions, around) for n, when in enumerate(whens) if when.from_to}
    return {end: n for n, end in ends.items() if end is not None and end > n + 1}


def level_before(n: int, mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When]) -> int | None:
    """The last figure of this sentence that an earlier value can be compared with: one of its unit that is not itself earlier."""
    for source in range(n - 1, max(n - _BACK, -1), -1):
        if around[source].sentence != around[n].sentence or ";" in (around[source + 1].gap or ""):
            return None
        if whens[source].status != "baseline" and alike_in_kind(mentions[n], mentions[source]):
            return source
    return None


def pair_respective(mentions: Sequence[Mention], around: Sequence[Surroundings]) -> dict[int, int]:
    """处罚20件、许可300件,分别增长5%、8%: growth rate → the level it belongs to, where there are as many of both."""
    pairs: dict[int, int] = {}
    for n, mention in enumerate(mentions):
        if mention.kind != "change" or "分别" not in (around[n].gap or ""):
            continue
        sentence = around[n].sentence
        last = n + 1
        while last < len(mentions) and mentions[last].kind == "change" and around[last].sentence == sentence:
            if len(around[last].gap or "") > _NEXT_CHANGE or _ENDS.search(around[last].gap or ""):
                break
            last += 1
        first = n
        while first and mentions[first - 1].kind != "change" and around[first - 1].sentence == sentence:
            if _ENDS.search(around[first].gap or ""):
                break
            first -= 1
        count = last - n
        if n - first > count > 1:  # only those joined in one list
            joined = [bool(_SIDE_BY_SIDE.search(around[m].gap or "")) for m in range(n - count, n)]
            first = n - count if all(joined[1:]) and not joined[0] else first
        if n - first == count > 1:
            pairs |= {n + place: first + place for place in range(count)}
    return pairs


def tell_yearly(
    mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When], report_year: int | None
) -> list[When]:
    """
    2021年、2022年分别审结40件、52件: give each figure the year that stands in its place.

    Years told as a span (2021—2023年, 2021年以来) count where it has as many years as there are figures.
    """
    told = list(whens)
    for n, mention in enumerate(mentions):
        if "分别" not in around[n].left or report_year is None or mention.kind == "change":
            continue
        run = [n]
        for m in range(n + 1, len(mentions)):
            same = mentions[m].kind == mention.kind and mentions[m].unit == mention.unit
            if around[m].sentence != around[n].sentence or not same or not _JOINT.fullmatch(around[m].gap or ""):
                break
            run.append(m)
        years = _years_before(around[n].left.rpartition("分别")[0], len(run), report_year)
        for m, year in zip(run, years, strict=False):
            status = "baseline" if year < report_year else whens[m].status
            told[m] = When(status, year, date(year, 1, 1), date(year, 12, 31))
    return told


def _years_before(words: str, count: int, report_year: int) -> list[int]:
    """As many years as *count*, told one by one or as a span at the end of a clause; none where they do not fit."""
    if count < 2:
        return []
    listed = _YEAR_LIST.search(words)
    years = [int(year) for year in _YEAR.findall(listed[0])] if listed else []
    if len(years) == count:
        return years
    span = _YEAR_SPAN.search(words)
    if span:
        first = int(span[1])
        last = int(span[2]) if span[2] else first + count - 1
        if last - first == count - 1 and last in (report_year, report_year - 1):
            return list(range(first, last + 1))
    return []


def find_partners(
    mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When], codes: Sequence[str]
) -> dict[int, int]:
    """
    Pair the figures of a sentence that are told for comparison.

    Args:
        mentions: All figures in order.
        around: The words around each.
        whens: Status of each.
        codes: Code of each, empty where there is none.

    Returns:
        Number of a change, of a from or a to, or of an earlier value → number of the other figure.
    """
    partners = {n: level for n, level in pair_respective(mentions, around).items() if codes[n] == codes[level]}
    for end, source in pair_ends(mentions, around, whens).items():
        partners[source], partners[end] = end, source
    for n, mention in enumerate(mentions):
        if n == 0 or n in partners or around[n - 1].sentence != around[n].sentence:
            continue
        if mention.kind == "change":
            near = range(n - 1, max(n - 4, -1), -1)
            levels = [m for m in near if mentions[m].kind != "change" and around[m].sentence == around[n].sentence]
            source = next((m for m in levels if whens[m].status != "baseline"), levels[0] if levels else None)
            if source is not None and codes[source] == codes[n]:
                partners[n] = source
        elif whens[n - 1].from_to and alike_in_kind(mention, mentions[n - 1]):
            partners[n], partners[n - 1] = n - 1, n
        elif whens[n].status == "baseline" and not whens[n].from_to:
            level = level_before(n, mentions, around, whens)
            if level is not None and codes[level] == codes[n]:
                partners[n] = level
                partners.setdefault(level, n)
    return partners
