"""From the names in a document to the administrative division that issued it, or to "not certain".

A division is found by its longest full name, in the year of the report. Names that several divisions share are told
apart by the other names at hand; where more than one is left, the answer is the list of candidates and no code.
"""

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from .folding import fold

TABLE = Path(__file__).parent / "data" / "divisions.tsv.gz"

_PEOPLES = (
    "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣",
    "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗",
    "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京",
    "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺", "各",
)  # fmt: skip
# 族 is left out of the names of some autonomous divisions (巴音郭楞蒙古自治州), only of those peoples below.
_AUTONOMOUS = re.compile(
    rf"(.+?)(?:(?:{'|'.join(sorted(_PEOPLES, key=len, reverse=True))})族)+自治([县州旗])$"
    r"|(.+?)(?:蒙古|哈萨克|锡伯|塔吉克|柯尔克孜|回)自治([县州旗])$"
)
_NICKNAMES = {
    "前郭县": "前郭尔罗斯蒙古族自治县", "喀左县": "喀喇沁左翼蒙古族自治县", "巴州": "巴音郭楞蒙古自治州",
    "博州": "博尔塔拉蒙古自治州", "克州": "克孜勒苏柯尔克孜自治州", "莫旗": "莫力达瓦达斡尔族自治旗",
    "积石山县": "积石山保安族东乡族撒拉族自治县", "鄂温克旗": "鄂温克族自治旗", "海西州": "海西蒙古族藏族自治州",
    "广西自治区": "广西壮族自治区", "宁夏自治区": "宁夏回族自治区", "新疆自治区": "新疆维吾尔自治区",
}  # fmt: skip
_PROVINCE_SHORT = {"广西壮族自治区": "广西", "内蒙古自治区": "内蒙古", "宁夏回族自治区": "宁夏", "西藏自治区": "西藏"}
_PROVINCE_SHORT |= {"新疆维吾尔自治区": "新疆", "香港特别行政区": "香港", "澳门特别行政区": "澳门"}
_LEVEL = re.compile(r"(?:新区|地区|林区|特区|省|市|县|区|旗|盟|州)$")

# A full name of two characters is often a piece of other words (市和县, 地方公安县级), one of three sometimes
# (郑东新城区): they count only where a name can begin.
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BEFORE_ANY = re.compile(r"(?:关于|印发|转发|报送|上报|发布|中共|共产党|总局|国网|法院|平安|法治|《|年度?)$")
_BEFORE_LONGER = frozenset("省市州盟县区旗局委办会在对和与及为于的将向到成全赴由厅")
_NOT_AFTER = re.compile(r"[级域位际间]")
_NEVER_ALONE = frozenset({"城区", "郊区", "矿区", "东区", "西区"})  # need the city in front of them
# After a short name (no 市, 县, 区) must come an organ or a year; a town, road or river makes another name of it.
_SHORT_PREFIX = re.compile(r"(?:关于|中共|中国共产党|公安|国家税务总局|国网|《|“)*")
_SHORT_AFTER = re.compile(
    r"(?:[\u4e00-\u9fff]{0,10}?(?:局|委|办公室|厅|政府|法院|检察院|系统|机关|部门|支队|大队)|(?:19|20)\d\d)"
)
_SHORT_NOT_AFTER = frozenset("镇乡街村路道大银铁海师医学湖流江河山岛港库桥寺园林场矿厂站社")
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:街道|街|镇|乡|社区|村)(?!镇)(?:办事处|人民政府|政府|党|\d|$)")
_ZONE = re.compile(
    r"(?:(?!政府|局|委|办公|厅|院|关于|法治|法制|创建|建设|推进|推动|省|市|县)[\u4e00-\u9fff]){0,10}?"
    r"(?:开发区|高新区|经开区|园区|产业园|保税区|综保区|自贸区|自由贸易|合作区|示范区|度假区|风景区|名胜区|管理区|试验区|"
    r"实验区|新区|新城|集聚区|功能区|科学城)"
)
_BRANCH = re.compile(r"(?<=[市州])[\u4e00-\u9fff]{2,12}?局(?=[\u4e00-\u9fff]{1,8}[区县市旗]分局)")  # 某市公安局某区分局
_CORPS = "新疆生产建设兵团"


@dataclass(frozen=True, slots=True)
class Region:
    """
    The division of an issuer.

    Attributes:
        code: Six digits of GB/T 2260; empty where no single division is certain, and for a development zone.
        province: Name of the province, empty where not certain.
        city: Name of the city, empty where not certain or for a county directly under its province.
        county: Name of the county, empty where not certain or for a city or province.
        candidates: Codes of the divisions that are possible where more than one is; else empty.
    """

    code: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    candidates: tuple[str, ...] = ()


class Division(NamedTuple):
    """A division under one name and parent, and the years in which that held; ``last`` is 9999 while it holds."""

    code: str
    name: str
    province: str
    city: str
    first: int
    last: int

    @property
    def level(self) -> int:
        """1 province, 2 city, 3 county."""
        return 1 if self.name == self.province else 2 if not self.city and self.code[4:] == "00" else 3

    def is_below(self, other: "Division") -> bool:
        """Whether it lies in *other*."""
        if other.level == 1:
            return self.level > 1 and self.province == other.name
        return other.level == 2 and self.city == other.name and self.province == other.province

    def may_be(self, other: "Division") -> bool:
        """Whether both can be named for one issuer: the same division, or one inside the other."""
        return self.code == other.code or self.is_below(other) or other.is_below(self)


class _Table(NamedTuple):
    full: dict[str, tuple[Division, ...]]
    short: dict[str, tuple[Division, ...]]
    longest: dict[str, int]  # first character → length of the longest full name that begins with it


class _Match(NamedTuple):
    start: int
    end: int
    divisions: tuple[Division, ...]


def resolve_region(names: Sequence[str], year: int | None) -> Region:
    """
    Find the division that the names of a document speak of.

    Args:
        names: Issuer, title, signature, site and so on, the most telling first; the first that names a division
            decides, the others only tell namesakes apart. A name of six digits is a code that tells apart too.
        year: Year of the report, or None. Divisions of the year itself go before those that ended or began a year
            away from it; divisions of other years do not count.

    Returns:
        The region: with a code where one division is left, else with the candidates, else empty.
    """
    found: tuple[Division, ...] = ()
    zone = False
    hints: list[str] = []
    for name in names:
        if not name:
            continue
        if len(name) == 6 and name.isascii() and name.isdigit():
            hints.append(name)
            continue
        divisions, in_zone = _read_name(_BRANCH.sub("", fold(re.sub(r"\s+", "", normalize("NFKC", name)))), year)
        if not divisions:
            if in_zone and not found:
                return Region()
        elif not found:
            found, zone = divisions, in_zone
        elif len(found) > 1:
            found = tuple(a for a in found if any(a.may_be(b) for b in divisions)) or found
        if len(found) == 1:
            break
    if len(found) > 1:
        found = _of_year_itself(found, year)
        for hint in hints:
            found = tuple(each for each in found if each.code == hint) or found
    return _as_region(found, zone)


def divisions_named(text: str, level: str) -> dict[str, int]:
    """
    Count the full names of divisions in a whole text.

    Args:
        text: Any text.
        level: Last character of the names that count: 县, 市, 区, 旗 or 州.

    Returns:
        Each name as written and how often it stands in the text; names of one division are counted as one.
    """
    table = _load()
    counts: dict[tuple[Division, ...], tuple[str, int]] = {}
    end = text.find(level) + 1
    while end:
        for start in range(max(end - 15, 0), end - 1):
            divisions = table.full.get(text[start:end])
            if divisions and _may_stand(text, start, end, -1):
                name, count = counts.get(divisions, (text[start:end], 0))
                counts[divisions] = (name, count + 1)
                break
        end = text.find(level, end) + 1
    return dict(counts.values())


def _as_region(found: tuple[Division, ...], zone: bool) -> Region:
    if not found:
        return Region()
    codes = tuple(sorted({each.code for each in found}))
    provinces = {each.province for each in found}
    cities = {each.name if each.level == 2 else each.city for each in found}
    counties = {each.name if each.level == 3 else "" for each in found}
    one = len(codes) == 1
    return Region(
        code=codes[0] if one and not zone else "",
        province=provinces.pop() if len(provinces) == 1 else "",
        city=cities.pop() if len(cities) == 1 and not provinces else "",
        county=counties.pop() if one else "",
        candidates=() if one else codes,
    )


def _read_name(words: str, year: int | None) -> tuple[tuple[Division, ...], bool]:
    """The divisions that one name may mean, and whether it is a zone inside them."""
    if _CORPS in words and "市" not in words:
        return (), True
    found: tuple[Division, ...] = ()
    end = 0
    for match in _full_names(words):
        divisions = _of_year(match.divisions, year)
        if not divisions:
            continue
        if not found:
            found, end = divisions, match.end
        elif match.start == end and (below := _below(divisions, found)):
            found, end = below, match.end
        elif len(found) > 1:
            found = tuple(a for a in found if any(a.may_be(b) for b in divisions)) or found
    if not found:
        found, end = _short_name(words, year)
    found = tuple(each for each in found if each.name not in _NEVER_ALONE or each.city + each.name in words)
    return found, bool(found and _ZONE.match(words, end))


def _below(divisions: tuple[Division, ...], above: tuple[Division, ...]) -> tuple[Division, ...]:
    return tuple(each for each in divisions if any(each.is_below(other) for other in above))


def _of_year(divisions: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    """Those that a document of *year* can name: a report is issued the year after, so a year either way counts."""
    return divisions if year is None else tuple(each for each in divisions if each.first - 1 <= year <= each.last + 1)


def _of_year_itself(divisions: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    """Those of the very year where there are some; without a year, those that still exist."""
    year = year or 9999
    return tuple(each for each in divisions if each.first <= year <= each.last) or divisions


def _full_names(words: str) -> Iterator[_Match]:
    """Full names in *words*, left to right, the longest at each place."""
    table = _load()
    start = previous = 0
    while start < len(words) - 1:
        longest = table.longest.get(words[start], 0)
        for end in range(min(start + longest, len(words)), start + 1, -1):
            divisions = table.full.get(words[start:end])
            if divisions is None:
                continue
            near = _named_before(words, start, previous, divisions)
            if near or _may_stand(words, start, end, previous):
                yield _Match(start, end, near or divisions)
                # 乐山市中区 is said for 乐山市市中区: the 市 serves twice
                start = previous = end - 1 if words[end - 1] == "市" and words[end - 1 : end + 2] in table.full else end
                if start < end and not _below(table.full[words[start : end + 2]], divisions):
                    start = previous = end
                elif start < end:
                    yield _Match(end, end + 2, _below(table.full[words[start : end + 2]], divisions))
                    start = previous = end + 2
                break
        else:
            start += 1


def _named_before(words: str, start: int, previous: int, divisions: tuple[Division, ...]) -> tuple[Division, ...]:
    """Those of *divisions* whose province or city stands in short in front of them: 四川渠县."""
    table = _load()
    for length in (2, 3, 4):
        if start - length < previous:
            break
        above = table.short.get(words[start - length : start], ())
        if below := _below(divisions, above):
            return below
    return ()


def _may_stand(words: str, start: int, end: int, previous: int) -> bool:
    """Whether a full name can begin and end where it does."""
    if _NOT_AFTER.match(words, end) and end - start <= 3:
        return False
    if start == previous or end - start >= 4 or not _HAN.match(words[start - 1]):
        return True
    if _BEFORE_ANY.search(words, max(start - 4, 0), start):
        return True
    return end - start == 3 and words[start:end] != "公安县" and words[start - 1] in _BEFORE_LONGER


def _short_name(words: str, year: int | None) -> tuple[tuple[Division, ...], int]:
    """A division named without 市, 县 or 区 at the beginning of an organ's name (益阳教育系统, 公安增城分局)."""
    table = _load()
    start = _SHORT_PREFIX.match(words).end()
    for end in range(min(start + 6, len(words) - 1), start + 1, -1):
        divisions = table.short.get(words[start:end])
        if not divisions or words[end] in _SHORT_NOT_AFTER or _TOWN.match(words, end):
            continue
        if _ZONE.match(words, end):  # a zone of the first rank is called after its city; others after hills and lakes
            cities = _of_year(tuple(each for each in divisions if each.level == 2), year)
            return (cities if len(cities) == 1 else ()), end
        if _SHORT_AFTER.match(words, end):
            return _of_year(divisions, year), end
    return (), 0


@cache
def _load() -> _Table:
    full: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {}
    by_nickname: dict[str, list[str]] = {}
    for nickname, name in _NICKNAMES.items():
        by_nickname.setdefault(name, []).append(nickname)
    aliases: dict[str, tuple[tuple[str, ...], str]] = {}
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            code, name, province, city, first, last = line.rstrip("\n").split("\t")
            division = Division(code, name, province, city, int(first), int(last or 9999))
            if name not in aliases:
                aliases[name] = _aliases(name, by_nickname.get(name, ()))
            names, brief = aliases[name]
            for each in names:
                full.setdefault(each, []).append(division)
            if brief:
                short.setdefault(brief, []).append(division)
    longest: dict[str, int] = {}
    for name in full:
        longest[name[0]] = max(longest.get(name[0], 0), len(name))
    return _Table(
        {name: tuple(divisions) for name, divisions in full.items()},
        {name: tuple(divisions) for name, divisions in short.items()},
        longest,
    )


def _aliases(name: str, nicknames: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The full names of a division, and its name without the level, empty where too short to be told."""
    names = [name, *nicknames]
    if match := _AUTONOMOUS.match(name) if "自治" in name else None:
        stem, level = match[1] or match[3], match[2] or match[4]
        names += [f"{stem}自治{level}", f"{stem}{level}"]
        brief = stem
    else:
        brief = _PROVINCE_SHORT.get(name) or _LEVEL.sub("", name)
    return tuple(dict.fromkeys(names)), brief if len(brief) >= 2 and brief != name and brief != "公安" else ""
