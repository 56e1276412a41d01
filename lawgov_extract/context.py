"""Coded mentions to figures: status, year and period, scope, dimension, label and what total they are part of."""

import re
from collections.abc import Sequence
from functools import lru_cache

from .breakdowns import read_breakdowns
from .campaigns import spread_campaigns
from .coding import Claim, Coding, fits
from .comparing import alike_in_kind, find_partners, level_before, pair_ends, pair_respective, tell_yearly, turned_into
from .dimensions import is_scope, kind_or_place, lone_dimension, place_before, read_rows, read_scopes, tidy
from .labels import LONGEST, Surroundings, clean, clean_after, make_label, read_surroundings
from .library import Library
from .model import Document, Figure, Mention, Metadata, Sentence
from .parts import Parts, alike, find_parts
from .spreading import short, spread_dimensions, tell_apart
from .table_parts import read_cells
from .text_tables import Cell
from .times import When, find_times, of_column, read_when

_PART_VERB = re.compile(r"^(?:属于|涉及|涉|含|包括|分别为|由|系|是|为)")
_PAST = re.compile(r"[^、,].(?:以及|和|及|与)\s?$")  # 2名退休人员及3名调离人员: the noun before was that of the figure before
_PART_OF_YEAR = re.compile(r"(?:其中)?(?:上半年|下半年|[一二三四]季度|前三季度|\d{1,2}月)[\u4e00-\u9fff]{0,3}$")


def read_context(
    document: Document, folded: str, metadata: Metadata, sentences: Sequence[Sentence], mentions: Sequence[Mention],
    codings: Sequence[Coding], cells: Sequence[Cell], library: Library,
) -> tuple[Figure, ...]:  # fmt: skip
    """Give one figure for each mention, or one for each measure where one value is told of several."""
    around = read_surroundings(folded, sentences, mentions)
    times = find_times(folded, sentences, (a.sentence for a in around), metadata.report_year)
    whens = [
        read_when(times[a.sentence], sentences[a.sentence], m, metadata, a.gap)
        for m, a in zip(mentions, around, strict=True)
    ]
    first = [coding.claims[0] if coding.claims else None for coding in codings]
    codes = [claim.pattern.code if claim else "" for claim in first]
    whens = _settle_pairs(mentions, around, whens)
    whens = tell_yearly(mentions, around, whens, metadata.report_year)
    cell_at = {cell.start: cell for cell in cells}
    in_cells = {n: cell_at[m.start] for n, m in enumerate(mentions) if m.start in cell_at}
    whens = [of_column(in_cells[n].head, when, metadata) if n in in_cells else when for n, when in enumerate(whens)]
    parts = find_parts(folded, sentences, mentions, around, codes, in_cells, library)
    codes = list(parts.code_of)
    breakdowns = library.breakdowns
    dimensions = [_dimension(n, first[n], codes, mentions, around, parts, library, sentences, folded) for n in range(len(mentions))]
    dimensions = [tidy(dimension, around[n], metadata.issuer, breakdowns) for n, dimension in enumerate(dimensions)]
    totals = list(parts.total_of)
    read_breakdowns(folded, sentences, mentions, around, whens, codes, dimensions, totals, in_cells, breakdowns)
    _inherit(mentions, around, whens, codes, dimensions, library, folded)
    _join_kinds(mentions, around, codes, dimensions, totals)
    _join_outcomes(mentions, around, whens, codes, totals)
    _carry_dimensions(mentions, around, whens, codes, dimensions, totals, library)
    tell_apart(mentions, around, whens, codes, dimensions, totals, library)
    read_cells(in_cells, sentences, mentions, around, codes, dimensions, totals, library)
    for n, total in enumerate(totals):
        if total is not None and whens[total].status == "baseline" and whens[n].status == "actual":
            level = level_before(total, mentions, around, whens)  # no part of an earlier value but of that of this year
            totals[n] = level if level is not None and codes[level] == codes[total] else total
    read_rows(mentions, around, codes, dimensions)
    spread_dimensions(folded, sentences, mentions, around, whens, codes, dimensions, totals, breakdowns)
    for n, total in enumerate(totals):
        if total is not None and not codes[n] and not dimensions[n] and mentions[n].kind == "count" and n not in in_cells:
            words = around[n].noun if len(around[n].noun) >= 2 else clean_after(around[n].after)
            dimensions[n] = short(words) if len(words) <= LONGEST else ""
    spread_campaigns(folded, sentences, mentions, around, codes, dimensions, totals, breakdowns)
    dimensions = [tidy(dimension, around[n], metadata.issuer, breakdowns) for n, dimension in enumerate(dimensions)]
    doc_id = document.doc_id
    ids = [f"{doc_id}:{m.start}-{m.end}" for m in mentions]
    ids = [f"{i}:{codes[n]}" if len(codings[n].claims) > 1 else i for n, i in enumerate(ids)]
    partners = find_partners(mentions, around, whens, codes)
    scopes = read_scopes(folded, sentences, mentions, around)
    scopes = [words if is_scope(words) and "分别" in around[n].clause else scopes[n] for n, words in enumerate(dimensions)]
    evidence = {number: document.text[sentences[number].start : sentences[number].end].strip() for number in times}
    figures: list[Figure] = []
    label = ""
    at_once = ["" if one.left else one.after for one in around[1:]] + [""]  # words behind a figure that follows at once
    for n, mention in enumerate(mentions):
        sentence = sentences[around[n].sentence]
        cell = in_cells.get(n)
        label = cell.head.replace(" ", "")[-LONGEST:] if cell and cell.head else make_label(around[n], mention, label, at_once[n])
        when = whens[n]
        claim = first[n]
        figure = Figure(
            figure_id=ids[n], start=mention.start, end=mention.end, text=mention.text, value=mention.value, low=mention.low,
            high=mention.high, unit=mention.unit, bound=mention.bound, kind=mention.kind, decimals=mention.decimals,
            evidence=evidence[around[n].sentence], evidence_start=sentence.start,
            evidence_end=sentence.end, section=sentence.section, indicator=codes[n],
            pattern=claim.pattern.name if claim else "", label=label, dimension=dimensions[n], status=when.status,
            year=when.year, period_start=when.start, period_end=when.end, scope=scopes[n],
            part_of=ids[totals[n]] if totals[n] is not None else "",
            compared_with=ids[partners[n]] if n in partners else "",
        )  # fmt: skip
        figures.append(figure)
        for other in codings[n].claims[1:]:
            code = other.pattern.code
            figures.append(
                figure._replace(indicator=code, pattern=other.pattern.name, figure_id=f"{doc_id}:{mention.start}-{mention.end}:{code}")
            )
    return tuple(figures)


def _settle_pairs(mentions: Sequence[Mention], around: Sequence[Surroundings], whens: list[When]) -> list[When]:
    """A from without its to is no from: 由3名律师组成."""
    settled = list(whens)
    for n, when in enumerate(whens):
        if when.from_to:
            following = next((m for m in range(n + 1, min(n + 3, len(mentions))) if around[m].sentence == around[n].sentence), None)
            if following is None or not alike_in_kind(mentions[n], mentions[following]) and turned_into(n, mentions, around) is None:
                settled[n] = when._replace(status="actual", from_to=False)
    return settled


def _dimension(
    n: int, claim: Claim | None, codes: Sequence[str], mentions: Sequence[Mention], around: Sequence[Surroundings],
    parts: Parts, library: Library, sentences: Sequence[Sentence], folded: str,
) -> str:  # fmt: skip
    if claim and claim.dimension:
        return claim.dimension
    if n in parts.listed:
        words = around[n].noun if len(around[n].noun) >= 2 and not _PAST.search(around[n].before) else clean_after(around[n].after)
        if _PART_OF_YEAR.match(around[n].before):
            return ""
        if not words and around[n].left.endswith(")"):
            words = re.split("[、,]", around[n].left)[-1].strip()  # 县(区)
        words = _PART_VERB.sub("", words)
        if words:
            return short(words)
    if not codes[n] or parts.total_of[n] is not None and n not in parts.listed and not library.breakdowns.of(codes[n]).told:
        return ""
    return lone_dimension(library.indicators[codes[n]], library.breakdowns, around[n], mentions[n], folded, sentences[around[n].sentence])


def _inherit(
    mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When], codes: list[str],
    dimensions: list[str], library: Library, folded: str,
) -> None:  # fmt: skip
    """Give codes to figures whose noun stands at the figure before: changes, earlier values, from-to pairs, bracketed rates."""
    rate_of = _rates(library)
    for n, level in pair_respective(mentions, around).items():
        codes[n], dimensions[n] = codes[level], dimensions[level]
    for n, mention in enumerate(mentions):
        if codes[n] or n == 0:
            continue
        gap = around[n].gap
        last = n - 1
        if gap is None or "。" in gap:
            if whens[n].from_to and n + 1 < len(mentions) and codes[n + 1] and around[n + 1].sentence == around[n].sentence:
                codes[n], dimensions[n] = codes[n + 1], dimensions[n + 1]
            continue
        if mention.kind == "change":
            near = (m for m in range(last, max(last - 3, -1), -1) if around[m].sentence == around[n].sentence and codes[m])
            source = next((m for m in near if not _in_closed_bracket(folded, mentions[m], mention)), None)
            if source is not None and ";" not in folded[mentions[source].end : mention.start] and _plain_change(gap, around[source].noun):
                codes[n], dimensions[n] = codes[source], dimensions[source]
        elif whens[n].status == "baseline" and not whens[n].from_to and (source := level_before(n, mentions, around, whens)) is not None:
            codes[n], dimensions[n] = codes[source], dimensions[source]
        elif re.fullmatch(r" ?[和、及与] ?", gap) and not mention.zero_words and codes[last] and alike_in_kind(mention, mentions[last]):
            codes[n] = codes[last]  # 分别为99%和98.5%
        elif whens[last].from_to and codes[last] and alike_in_kind(mention, mentions[last]):
            codes[n], dimensions[n] = codes[last], dimensions[last]
        elif mention.kind == "rate" and re.fullmatch(r" ?\((?:占比?|占总数的?)?", gap) and codes[last] in rate_of:
            codes[n] = rate_of[codes[last]]
            dimensions[n] = ""
    for n in range(1, len(mentions)):
        place = kind_or_place(around[n])
        if not place or codes[n] or not codes[n - 1] or not place_before(around[n - 1]) or around[n].sentence != around[n - 1].sentence:
            continue
        verb = around[n].before.strip().removeprefix(place)
        if verb in around[n - 1].before and mentions[n].kind == "count" and alike(mentions[n], mentions[n - 1]):
            codes[n], dimensions[n] = codes[n - 1], place  # 市级部门配备审核人员12名,县级部门配备30名
    for n in range(len(mentions) - 2, -1, -1):
        pair = not codes[n] and whens[n].from_to and codes[n + 1] and around[n].sentence == around[n + 1].sentence
        if pair and fits(mentions[n], library.indicators[codes[n + 1]]):
            codes[n], dimensions[n] = codes[n + 1], dimensions[n + 1]
    for end, n in pair_ends(mentions, around, whens).items():
        coded, bare = (n, end) if codes[n] else (end, n)
        if codes[coded] and not codes[bare]:
            codes[bare], dimensions[bare] = codes[coded], dimensions[coded]


@lru_cache(maxsize=4)
def _rates(library: Library) -> dict[str, str]:
    """Code of a numerator → code of its rate."""
    return {i.numerator: code for code, i in library.indicators.items() if i.measure == "rate" and i.numerator}


def _in_closed_bracket(folded: str, mention: Mention, later: Mention) -> bool:
    """受理14427件(含旧存1436件),同比下降6.85%: the change is not that of the figure in brackets."""
    between = folded[mention.end : later.start]
    return ")" in between and "(" not in between.partition(")")[0]


_OUTCOME = re.compile(  # what becomes of a thing that was found, reviewed or dealt with
    r"(?:全部|均|已|被|当场|及时|直接|依法|督促)*(?:不合格|合格|查实|属实|退回|纠正|纠错|整改|改到位|差评|司法确认|维持|撤销|和解|调解和解|持证|履行)(?:到位|完成|的|了)*"
)
_NO_OUTCOME = re.compile(r"[;。:]|另|此外|同时|,[^,]*,[^,]*,")
_SHARE = re.compile(r" ?[,(]?(?:其中)?(?:占比?(?:最[高大多],?)?|比例|占[^,。;()\d]{0,14}?)(?:比例|比重)?(?:最高|最大|最多)?,?(?:达到|达|为|约|的)? ?")
_SHARE_OF_ALL = re.compile(r"([^,。;:%]{2,30}?)(?:为主|居多|较为集中|较多|最多),占[^,。;\d]{2,12}$")
_SUBJECT_END = re.compile(r"(?:为|作为)?被(?:申请人|告)的?$|的$|人员$")
_AMOUNT = re.compile(r"(?:总数|总量|数量|数)")
_CHANGE_WORDS = re.compile(r"往年|历年|常年|以往|往期|前期|上一?个?(?:月|周|季度?|旬)|[近前](?:[一二两三四五]|\d)年|平均水平|平均|均值|年初|同比|环比|较|相比|比|与|大幅|上年|去年|同期|增长率|增长|上升|增加|提高|提升|下降|减少|降低|增幅|降幅|再|又|分别|幅度|了|约|近|超过|达|为|年均|\d{4}年|[上去]年|度|净|已|今年|升|增|降|少|多|\(|,| |快于|高于|低于|和|有所|是|的")


def _plain_change(gap: str, noun: str) -> bool:
    """Whether nothing but words of change, or the noun again (案件数量同比), stands between the level and its change."""
    left = _CHANGE_WORDS.sub("", _AMOUNT.sub("", re.split(r"[,;:(]", gap)[-1]))
    return len(left) <= 1 or left in noun


def _join_kinds(
    mentions: Sequence[Mention], around: Sequence[Surroundings], codes: list[str], dimensions: list[str], totals: list[int | None]
) -> None:
    """处罚类1015宗,占34.7%: a kind, a level or whatever has its share told is a part of the coded total before it."""
    for n, mention in enumerate(mentions):
        if codes[n] or totals[n] is not None or mention.kind != "count" or mention.value is None:
            continue
        words = kind_or_place(around[n])
        share = n + 1 < len(mentions) and mentions[n + 1].kind == "rate" and _SHARE.fullmatch(around[n + 1].gap or "")
        if not words and not share:
            continue
        for total in range(n - 1, -1, -1):
            if around[n].sentence - around[total].sentence > 4:
                break
            whole = mentions[total]
            if codes[total] and not dimensions[total] and totals[total] is None and whole.kind == "count" and alike(whole, mention):
                if whole.value is not None and whole.value > mention.value:
                    codes[n], totals[n], dimensions[n] = codes[total], total, words or short(around[n].noun)
                break
    for n, mention in enumerate(mentions):
        if mention.kind == "rate" and not dimensions[n] and not codes[n]:
            dimensions[n] = _shared_by(n, mentions, around, codes, dimensions)


def _join_outcomes(
    mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When], codes: Sequence[str], totals: list[int | None]
) -> None:
    """查出问题61个,改到位58个: what became of some of the things counted right before is a part of them."""
    for n in range(1, len(mentions)):
        mention, gap = mentions[n], around[n].gap or ""
        if totals[n] is not None or mention.kind != "count" or not mention.value or not codes[n] or not _OUTCOME.fullmatch(around[n].noun):
            continue
        if not gap or _NO_OUTCOME.search(gap) or whens[n].status != whens[n - 1].status:
            continue
        total = totals[n - 1] if totals[n - 1] is not None and around[totals[n - 1]].sentence == around[n].sentence else n - 1
        whole = mentions[total]
        if codes[total] and whole.kind == "count" and whole.value and whole.value >= mention.value and whole.unit == mention.unit:
            totals[n] = total


def _shared_by(
    n: int, mentions: Sequence[Mention], around: Sequence[Surroundings], codes: Sequence[str], dimensions: Sequence[str]
) -> str:
    """What a share is the share of: the count it follows, else the words before its 占; no outcome such as 维持."""
    if n and _SHARE.fullmatch(around[n].gap or "") and mentions[n - 1].kind == "count":
        return dimensions[n - 1] if codes[n - 1] or dimensions[n - 1] else short(around[n - 1].noun)
    subject, sign, _ = around[n].clause.rpartition("占")
    if not sign or mentions[n - 1].end > mentions[n].start - len(around[n].clause) and n and around[n].gap is not None:
        subject = around[n].before.rpartition("占")[0]
    if not sign and around[n].gap is not None and not _SHARE_OF_ALL.search(around[n].left):
        return ""
    if len(subject) < 2 and (found := _SHARE_OF_ALL.search(around[n].left)):
        subject = found[1]
    subject = clean(_SUBJECT_END.sub("", subject.replace(" ", "")))
    return short(subject) if len(subject) >= 2 else ""


def _carry_dimensions(
    mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When], codes: Sequence[str],
    dimensions: list[str], totals: Sequence[int | None], library: Library,
) -> None:  # fmt: skip
    """A figure without a noun of its own, or the money behind a case count, keeps the breakdown of the figure before."""
    for n in range(1, len(mentions)):
        if dimensions[n] or not codes[n] or not dimensions[n - 1] or totals[n] is not None or not around[n].gap:
            continue
        if "。" in around[n].gap or ";" in around[n].gap or mentions[n].kind == "change":
            continue
        if ")" in around[n].gap.partition("(")[0]:
            continue  # what a bracket told ends with it
        domain = library.indicators[codes[n]].domain
        money = mentions[n].kind == "amount" and all(library.breakdowns.of(codes[m]).money for m in (n - 1, n)) and not _ends_list(n - 1, around, totals)
        if whens[n - 1].from_to and codes[n] == codes[n - 1]:
            dimensions[n] = dimensions[n - 1]
        if mentions[n].kind == "rate" and library.indicators[codes[n]].numerator == codes[n - 1] and not dimensions[n - 1].startswith("新"):
            dimensions[n] = dimensions[n - 1]
        verb_only = len(around[n].noun) <= 2 and len(clean_after(around[n].after)) < 4 and codes[n - 1] != codes[n] and totals[n - 1] is None
        if money or verb_only and codes[n - 1] and library.indicators[codes[n - 1]].domain == domain:
            dimensions[n] = dimensions[n - 1]


def _ends_list(n: int, around: Sequence[Surroundings], totals: Sequence[int | None]) -> bool:
    """警告20件、罚款30件,罚没款5万元: what follows the last of several parts belongs to them all."""
    return n > 0 and totals[n] is not None and totals[n] == totals[n - 1] and ";" not in (around[n].gap or ";")
