"""What a document says of itself: title, issuer, report year, document type, numbers and dates.

Only the head and the tail of the text are read. What is not certain stays empty: a wrong year or issuer
spoils every row of the document, an empty one is seen and can be filled.
"""

import re
from datetime import date
from unicodedata import normalize

from lawgov_extract.folding import fold
from lawgov_extract.model import Document, Metadata
from lawgov_extract.page import (
    DAY,
    DAY_LINE,
    HEAD,
    KIND_END,
    NUMBER,
    ORGAN_END,
    ORGAN_OR_PLACE,
    PLACE_END,
    TAIL,
    TITLE_END,
    YEAR_WORD,
    Head,
    Line,
    Page,
    page_furniture,
    read_page,
)

_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "00001234" + "56789")
_YEAR = re.compile(
    rf"(?<![\d〇○零一二三四五六七八九])(?P<year>{YEAR_WORD})\s*(?:(?:-|—|–|－|~|至|到)+\s*(?P<last>{YEAR_WORD})\s*)?"
    rf"(?P<mark>年度|年|度)(?!\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日)"
)

_TITLE_GOES_ON = re.compile(rf"(?:和|及|以及|暨|与|的|工作)?.{{0,30}}(?:{KIND_END})(?:\([^()]{{1,30}}\))?$")
_RUN_IN = re.compile(
    rf"(.{{4,60}}?(?:报告|总结|情况|年报|小结|汇报|意见|方案|要点|计划))(?:\([^()]{{1,20}}\))?\s+"
    rf"(?=一、|\(一\)|1[.、]|{YEAR_WORD}\s*年|根据|现将|为|按照|今年)"
)
_SITE_SUFFIX = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*(?:网|政府|局|厅|公开|平台|中心|门户|频道)[^-_|—–]*$")

_ORGAN_LINE = re.compile(rf"[\u4e00-\u9fa5()、\s]{{2,40}}?(?:{ORGAN_END}|镇|乡|所|站|社|队|部)\s*$")
_NUMBER_IN_BRACKETS = re.compile(rf"\(({NUMBER.pattern})\)$")
_BLANK_IN_DATE = re.compile(r"(?<=[\d〇○零一二三四五六七八九十年月])\s+(?=[\d〇○零一二三四五六七八九十年月日])")
_UNFILLED_DATE = re.compile(rf"\(?(?:{YEAR_WORD})?年(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})?月\s*日?\)?")
_ORGAN_FULL = re.compile(rf"(?:{ORGAN_END})$")
_ORGAN_ABOUT = re.compile(rf"([\u4e00-\u9fa5()、\s]{{2,60}}?(?:{ORGAN_END}|{PLACE_END}))\s*(?:关于|印发|转发|发布)")
_BEFORE_YEAR = re.compile(rf"(?:关于)?(?:印发|报送|上报|报告)?《?([\u4e00-\u9fa5()、\s]{{2,40}}?)\s*(?:\(?{YEAR_WORD})")
_BEFORE_TOPIC = re.compile(
    rf"(?:关于)?([\u4e00-\u9fa5()]{{2,25}}?(?:{ORGAN_END}|省|市|县|区|旗|盟|州|镇|乡))(?=法治|依法|推进|贯彻|落实|上半年|行政)"
)
# 县政府办公室 says too little to be the issuer; 市中区司法局 and 镇海区教育局 only begin like it
_RELATIVE = re.compile(
    r"(?:本|我|该)?(?:省|市|县|区|州|旗|盟|镇|乡|街道|局|委|办)(?!(?!城市|.城市|农业)\w{1,3}[市县区旗州盟])"
)
_NO_ORGAN = re.compile(r"我|本[省市县区局]|该|^其|关于|有关|情况|建设(?!局|厅|委|和|管理|兵团)|报告")

__all__ = ["page_furniture", "read_day", "read_metadata"]


def read_metadata(document: Document, page: Page | None = None) -> Metadata:
    """
    Read what a document says of itself.

    Args:
        document: Any document; its ``properties`` are used where it has some.
        page: Its two ends, where they are read already.

    Returns:
        The metadata. Texts are empty and years and dates None where nothing certain is found.
    """
    from lawgov_extract.regions import resolve_region

    text, properties = document.text, document.properties
    head, tail, cut = page or read_page(document)
    tail = tail[:cut]
    title = _find_title(head, properties)
    organ, signed = _find_signature(head, [line for line in tail if line.start >= tail[-1].end - TAIL] if tail else [])
    plain = fold(normalize("NFKC", title))  # a title in Traditional script is read like any other
    document_type = _document_type(plain)
    number = _document_number(head, title)
    written = read_day(head.fields.get("written", "")) or signed or read_day(title)
    published = read_day(head.fields.get("published", "")) or read_day(properties.get("published_date", ""))
    opening = normalize("NFKC", text[head.body.start : head.body.start + HEAD]) if head.body else ""
    year = _report_year(plain, document_type, opening, written, number) or _only_year(text, document_type)
    issuer = _find_issuer(plain, organ, head.fields.get("organ", ""))
    place = plain.find(issuer) if issuer else -1
    if place >= 0:
        issuer = normalize("NFKC", title)[place : place + len(issuer)]
    site = properties.get("site", "").strip()
    evidence = (
        issuer, plain, organ, head.fields.get("organ", ""), head.fields.get("source", ""),
        properties.get("content_source", ""), site, properties.get("site_code", "")[:6], _index_code(head),
    )  # fmt: skip
    day = written or published
    region = resolve_region(evidence, year or (day.year if day else None))
    if not region.code and not region.candidates:
        region = resolve_region(_own_division(text, opening), year)
    return Metadata(
        title=title,
        issuer=issuer,
        region_code=region.code,
        province=region.province,
        city=region.city,
        county=region.county,
        region_candidates=region.candidates,
        report_year=year,
        document_type=document_type,
        document_number=number,
        index_number=re.sub(r"\s", "", head.fields.get("index", "")),
        site=site,
        written_date=written,
        published_date=published,
    )


def read_day(words: str) -> date | None:
    """
    Read the first full date in *words*.

    Args:
        words: "2022年12月27日", "2022-12-27 10:00", "二〇二二年十二月二十七日" among other words.

    Returns:
        The date, or None where there is none or it does not exist.
    """
    match = DAY.search(normalize("NFKC", words)) if words else None
    if not match:
        return None
    try:
        return date(_year(match[1]), _small(match[2]), _small(match[3]))
    except ValueError:
        return None


def _year(word: str) -> int:
    return int(word.translate(_DIGITS))


def _small(word: str) -> int:
    """A day or month, 1 to 31, in either script."""
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (_year(tens or "一") * 10 if ten else 0) + (_year(ones) if ones else 0)


def _clean_title(words: str) -> str:
    words = re.sub(r"\s+", " ", words).strip()
    # a space between Han characters is only layout; one beside a digit is kept as written
    return re.sub(r"(?<=[\u4e00-\u9fa5”》)]) (?=[\u4e00-\u9fa5“《(])", "", words)


def _find_title(head: Head, properties: dict[str, str]) -> str:
    lines = [line for line in head.open if not NUMBER.fullmatch(line.text)]
    title = ""
    for index, line in enumerate(lines):
        if TITLE_END.search(line.text) and len(line.text) >= 4:
            title = _join_title(lines, index)
            break
    if not title and head.body and (run_in := _RUN_IN.match(head.body.text)):
        title = run_in[1]
    known = head.fields.get("title", "") or _SITE_SUFFIX.sub("", properties.get("title", ""))
    if known and TITLE_END.search(normalize("NFKC", known.strip())) and len(known) >= len(title):
        title = known
    if not title:
        likely = [line.text for line in lines if len(line.text) >= 6 and re.search(r"法治|依法|行政|年度|(?:19|20)\d\d ?年", line.text)]
        title = known or (likely[0] if likely else "")
    return _clean_title(title)


def _join_title(lines: list[Line], index: int) -> str:
    """The title that ends, or almost ends, in line *index*: with the lines above and below that belong to it."""
    parts = [lines[index].text]
    complete = parts[0].startswith("关于") is False and (_ORGAN_ABOUT.match(parts[0]) or _BEFORE_YEAR.match(parts[0]))
    above = index - 1
    while not complete and above >= 0 and index - above <= 2:
        words = lines[above].text
        near = lines[above + 1].start - lines[above].end <= 6
        joins = (
            ORGAN_OR_PLACE.search(words)
            or words.endswith(("的", "和", "年", "年度", "建设", "法治", "工作"))
            or words.startswith("关于")
        )
        if not near or not joins or len(words) > 45 or re.search(r"[::|>]", words):
            break
        parts.insert(0, words)
        above -= 1
    for below in lines[index + 1 : index + 3]:
        near = below.start - lines[index].end <= 4
        if not near or len(below.text) > 45 or not _TITLE_GOES_ON.match(below.text) or below.text in "".join(parts):
            break
        if not re.match(r"和|及|以及|暨|与|的|工作", below.text) and not below.text.startswith(
            ("报告", "总结", "通知")
        ):
            break
        parts.append(below.text)
        index += 1
    return "".join(parts)


def _find_signature(head: Head, tail: list[Line]) -> tuple[str, date | None]:
    """Organ and date that close the text, or that close the notice in front of the text it hands on."""
    body = [line for line in tail if not head.body or line.start > head.body.start]
    for lines in (body, [line for line in head.lines if head.body and line.start > head.body.start]):
        for index in range(len(lines) - 1, -1, -1):
            words = lines[index].text
            words = _BLANK_IN_DATE.sub("", words) if len(words) <= 60 else words
            match = DAY.search(words) if len(words) <= 60 and "。" not in words else None
            above = lines[index - 1].text if index else ""
            if lines is body and _UNFILLED_DATE.fullmatch(words) and _ORGAN_LINE.fullmatch(above):
                return re.sub(r"\s", "", above), None
            if not match or words[match.end() :].strip(" )"):
                continue
            before = words[: match.start()].strip(" (")
            if before and not _ORGAN_LINE.fullmatch(before):
                continue
            if not before and index and _ORGAN_LINE.fullmatch(lines[index - 1].text):
                before = lines[index - 1].text
            return re.sub(r"\s", "", before), read_day(words)
        if lines is body and lines and _ORGAN_LINE.fullmatch(lines[-1].text) and len(lines[-1].text) >= 4:
            return re.sub(r"\s", "", lines[-1].text), None
    for line in head.furniture:  # a date in brackets below the title
        if DAY_LINE.match(line.text) and line.text.startswith("("):
            return "", read_day(line.text)
    return "", None


def _document_number(head: Head, title: str) -> str:
    value = head.fields.get("number", "")
    if not (match := NUMBER.search(value)):
        lines = [line.text for line in head.open if len(line.text) <= 40]
        match = next((found for words in lines if (found := NUMBER.match(words))), None)
        match = match or _NUMBER_IN_BRACKETS.search(title)
    if not match:
        return value if re.search(r"\d+\s*号", value) else ""
    return re.sub(r"\s", "", match[0].strip("()") if match.re is not NUMBER else match[0])


def _document_type(title: str) -> str:
    words = re.sub(r"\s*\([^()]*\)\s*$", "", title).rstrip('”》』" ')
    if words.endswith(("通知", "公告", "函")):
        inner = re.search(r"(?:印发|转发|下发|发布)(.+?)》?的?(?:通知|公告|函)$", words)
        if inner:
            words = inner[1]
        elif "征求" in words or not re.search("要点|工作安排|工作计划|实施方案|实施意见", words):
            return "other"
    words = re.sub(r"\([^()]*\)", "", words).rstrip('”》』" ')
    if "征求" in words or words.endswith(("办法", "规定", "制度", "细则", "条例")):
        return "other"
    if words.endswith(("意见", "方案", "规划", "纲要")):
        return "plan"
    if re.search("报告|总结|情况|年报|小结|汇报|公报|白皮书", words):
        return "report"
    if re.search("意见|方案|规划|纲要|要点|计划|工作安排|任务分工|任务分解", words):
        return "plan"
    return "other"


def _years(words: str) -> list[tuple[int, str]]:
    """Years told in *words*, each with the words up to the next one; a span of years that names a plan is left out."""
    found = list(_YEAR.finditer(words))
    stops = [*(each.start() for each in found[1:]), len(words)][: len(found)]
    pairs = []
    for each, stop in zip(found, stops, strict=True):
        if each["last"] and (each["mark"] == "年" and _year(each["last"]) - _year(each["year"]) >= 3):
            continue
        pairs.append((_year(each["last"] or each["year"]), words[each.end() : stop]))
    return pairs


def _report_year(title: str, document_type: str, opening: str, written: date | None, number: str) -> int | None:
    years = _years(normalize("NFKC", title))
    if document_type == "plan":
        if written:
            return written.year
        issued = re.search(r"(?:19|20)\d\d", number)
        return int(issued[0]) if issued else years[0][0] if years else None
    if years:
        told = [year for year, rest in years if re.search("总结|情况|报告|年报", rest) and not _ahead(rest)]
        return (told or [years[0][0]])[0]
    for pattern in _OPENINGS:
        match = pattern.search(opening)
        if match:
            return _year(match["last"] or match["year"])
    if written and document_type == "report" and re.search("今年|全年|本年|一年来", opening):
        return written.year - 1 if written.month <= 4 else written.year
    return None


def _only_year(text: str, document_type: str) -> int | None:
    """The one year that the whole text tells, titles and document numbers aside; None where it tells two or none."""
    if document_type == "plan":
        return None
    told = {int(year) for year in _PLAIN_YEAR.findall(_CITED.sub("", text))}
    return told.pop() if len(told) == 1 else None


def _ahead(rest: str) -> bool:
    """Whether the words after a year speak of plans only: 2024年工作计划的报告."""
    return bool(re.match(r".{0,12}?(?:计划|要点|安排|打算|思路)", rest)) and not re.match(
        r".{0,15}?(?:情况|总结)", rest
    )


_PLAIN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年(?!以来|起|来|至|到|-|—|前)")
_CITED = re.compile(r"《[^》\n]{0,80}》|[〔\[(（]\d{4}[^\n]{0,4}?[〕\])）]")
_OPENINGS = tuple(
    re.compile(pattern.replace("YEAR", _YEAR.pattern))
    for pattern in (
        r"(?:现将|现就|将|现|对)[^。\n]{0,30}?YEAR[^。\n]{0,60}?(?:报告|汇报|总结|公布|公开|通报|报送|公告)如下",
        r"(?:^|[。\n])\s*(?:[一二1][、.])?\s*YEAR(?:以来|来)?\s*(?=[,]|[我全本在是市县区省镇乡局街举工主])",
        r"YEAR(?<=年度)",
    )
)


def _find_issuer(title: str, organ: str, label: str) -> str:
    words = normalize("NFKC", title)
    label = re.sub(r"\s", "", label)
    named = next((m[1] for p in (_BEFORE_YEAR, _BEFORE_TOPIC) if (m := p.match(words)) and _names_organ(m[1])), "")
    named = re.sub(r"\s", "", named)
    about = _ORGAN_ABOUT.match(words)
    if about and _names_organ(about[1]) and not _RELATIVE.match(about[1]):
        return re.sub(r"\s", "", about[1])
    if organ and not _RELATIVE.match(organ):
        return organ
    if named and _ORGAN_FULL.search(named):
        return named
    # the label may name the site that took the report over: it must speak of the same place as the title
    if label and not _RELATIVE.match(label) and (not named or label[:2] == named[:2]):
        return label
    return named or organ or label


def _names_organ(words: str) -> bool:
    return bool(ORGAN_OR_PLACE.search(words.strip())) and not _NO_ORGAN.search(words)


def _index_code(head: Head) -> str:
    """Division digits of an index number: 11 and six digits begin the credit code of a public organ."""
    match = re.match(r"11(\d{6})[0-9A-Z]", head.fields.get("index", ""))
    return match[1] if match else ""


def _own_division(text: str, opening: str) -> tuple[str, ...]:
    """
    The one division that a report without a name for itself (我县) can mean.

    It is certain enough only when a single division of that level is named in the whole text, and that twice.
    """
    own = re.search(r"我([县市区旗州])", opening)
    if not own:
        return ()
    level = own[1]
    from lawgov_extract.regions import divisions_named

    counted = divisions_named(text, level)
    return tuple(counted) if len(counted) == 1 and min(counted.values()) >= 2 else ()
