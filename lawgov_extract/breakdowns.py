"""Cases of review, litigation and petitions told by kind, field or respondent: the total they break down lends its code."""

import re
from collections.abc import Collection, MutableSequence, Sequence
from decimal import Decimal

from .dimension_words import Breakdowns, compiled
from .labels import Surroundings
from .model import Mention, Sentence
from .narrowing import cut_short
from .parts import alike
from .times import When

FAR = 15  # sentences over which a total is remembered
_COUNTED = r"(?:的?(?:行政)?(?:复议|诉讼|应诉|一审)?(?:案件|申请|案)?(?:数量|数)?)"
_LEADS_ON = r"(?:占?(?:最多|居多|次之|第二|绝大多数|多数|为主))?(?:新收|受理|收到)?,?(?:共计|共有|总计|共|有|达|为|是|:)?"
_KIND = re.compile(rf"([\u4e00-\u9fff()、]{{2,20}}?)(?:类|领域)(?:[\u4e00-\u9fff]{{0,8}}案件|{_COUNTED}){_LEADS_ON}$")
_RESPONDENT = re.compile(
    rf"(?:以|由)?([\u4e00-\u9fff()、]{{2,24}}?)(?:作为|为|是)被(?:申请人|告)的?(?:[\u4e00-\u9fff]{{0,6}}类)?(?:[\u4e00-\u9fff]{{0,6}}案件|{_COUNTED}){_LEADS_ON}$"
    rf"|被(?:申请人|告)(?:为|是|系)([\u4e00-\u9fff()、]{{2,20}}?){_COUNTED}{_LEADS_ON}$"
)
_CAUSED = re.compile(rf"(?:由|因)([\u4e00-\u9fff、]{{2,16}}?)(?:引发|引起|产生)的[\u4e00-\u9fff]{{0,10}}{_LEADS_ON}$")
_SEEN_FROM = re.compile(r"从[^,。;]{2,24}看|(?:受理|收到|新收)的?(?:[^,。;\d]{0,8})案件中")
_PLAIN = re.compile(rf"([\u4e00-\u9fff()、]{{2,14}}?){_COUNTED}{_LEADS_ON}$")
_DONE = re.compile(r".(?:办理|审理|收到|受理|涉及|关于)(?=[\u4e00-\u9fff]{2})")  # what somebody did with the cases of the kind
_LEAD = re.compile(r"^(?:[%件宗起,、;:()\s]|其中|其次|另有|此外|分别|今年|全年|受理|收到|新收|案件中|的?案件中|涉及|主要|是|为|以|由|有|与[^,]{2,4}相比,)+")
_RATE = re.compile(r"[ ,(]*(?:占比?|比例)[^,。;\d]{0,12}$")
_OF_A_KIND = re.compile(r"类(?:[\u4e00-\u9fff]{0,6}案件?)?(?:共|有)?$")
_CUT = re.compile(r"[;。:]")


def read_breakdowns(
    folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings],
    whens: Sequence[When], codes: MutableSequence[str], dimensions: MutableSequence[str],
    totals: MutableSequence[int | None], in_cells: Collection[int], breakdowns: Breakdowns,
) -> None:  # fmt: skip
    """
    Give cases told by kind the code of their total, whatever other domain the name of the kind recalls.

    Args:
        folded: The folded text.
        sentences: All its sentences.
        mentions: All its figures.
        around: The words around each.
        whens: The time of each.
        codes: Code of each, empty where there is none; changed here.
        dimensions: Breakdown of each; changed here.
        totals: Number of the total of each or None; changed here.
        in_cells: Numbers of figures in table cells, which are left alone.
        breakdowns: Which totals are told by kind, and in which words.
    """
    carried: list[int] = []
    row: tuple[int, int] | None = None  # sentence and total of the kinds just read
    lent = -1  # the last figure that took the code of a total
    for n, mention in enumerate(mentions):
        if n in in_cells or mention.kind != "count" or mention.value is None:
            continue
        if lent >= 0 and _in_bracket(folded, mentions, around, lent, n) and _takes_over(n, codes, carried, True, breakdowns):
            _lend(n, lent, around[n].noun, mentions, around, codes, dimensions, totals)
            continue
        carried = [t for t in carried if around[n].sentence - around[t].sentence <= FAR]
        domain = codes[n].partition(".")[0]
        kind = _read_kind(folded, sentences[around[n].sentence], mentions, around, n, breakdowns.never["kind"]) if carried else ""
        if kind and _takes_over(n, codes, carried, "被" not in around[n].clause, breakdowns):
            total = row[1] if row and row[0] == around[n].sentence else None
            if total is None or mentions[total].value < mention.value:
                total = _choose_total(folded, sentences, mentions, around, codes, carried, n, breakdowns)
            if total is not None:
                _lend(n, total, kind, mentions, around, codes, dimensions, totals)
                row, lent = (around[n].sentence, total), n
                continue
        if breakdowns.of(codes[n]).rows and not dimensions[n] and totals[n] is None and whens[n].status == "actual":
            carried.append(n)
        elif codes[n] and carried and domain != codes[carried[-1]].partition(".")[0] and not kind:
            carried = []
    _move_to_sum(mentions, around, codes, totals, tuple(f"{area}." for area in breakdowns.areas))


def _read_kind(
    folded: str, sentence: Sentence, mentions: Sequence[Mention], around: Sequence[Surroundings], n: int, never: str
) -> str:
    """What kind of case a figure counts, as the words right before it say; empty where they name none."""
    start = mentions[n - 1].end if n and around[n - 1].sentence == around[n].sentence else sentence.start
    words = _CUT.split(folded[start : mentions[n].start].replace(" ", "").replace('"', ""))[-1]
    words = words.split(")", 1)[-1] if ")" in words and "(" not in words else words
    caused = _CAUSED.search(words)
    if caused:
        return caused[1]
    words = _LEAD.sub("", words)
    for expression in (_RESPONDENT, _KIND):
        found = expression.search(words)
        if found:
            kind = _DONE.split(next(group for group in found.groups() if group))[-1]
            return "" if compiled(never).search(kind) and expression is _KIND else _LEAD.sub("", kind).strip("、") or kind
    if _SEEN_FROM.search(folded, sentence.start, mentions[n].start):
        found = _PLAIN.fullmatch(words)
        if found and not compiled(never).search(found[1]):
            return found[1]
    return ""


def _in_bracket(folded: str, mentions: Sequence[Mention], around: Sequence[Surroundings], one: int, later: int) -> bool:
    """50件(甲局30件,乙局20件): whether a figure stands in the bracket right behind another."""
    if around[one].sentence != around[later].sentence or mentions[later].value >= mentions[one].value:
        return False
    between = folded[mentions[one].end : mentions[later].start]
    return between.startswith("(") and ")" not in between and alike(mentions[one], mentions[later]) and len(around[later].noun) > 1


def _takes_over(n: int, codes: Sequence[str], carried: Sequence[int], by_kind: bool, breakdowns: Breakdowns) -> bool:
    """Whether a figure may lose what the words of its kind gave it: nothing, a code of another domain, or that of an untold total."""
    own = codes[n]
    if not own:
        return True
    told = {codes[t] for t in carried}
    if own.partition(".")[0] not in {code.partition(".")[0] for code in told}:
        return own.partition(".")[0] not in breakdowns.areas
    rule = breakdowns.of(own)
    return bool(rule.rows) or by_kind and rule.gives_way


def _choose_total(
    folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings],
    codes: Sequence[str], carried: Sequence[int], n: int, breakdowns: Breakdowns,
) -> int | None:  # fmt: skip
    value, sentence = mentions[n].value, sentences[around[n].sentence]
    able = [t for t in carried if alike(mentions[t], mentions[n]) and mentions[t].value >= value]
    if not able:
        return None
    if codes[n] in {codes[t] for t in able}:
        return next(t for t in reversed(able) if codes[t] == codes[n])
    rows = {t: compiled(breakdowns.of(codes[t]).rows) for t in able}
    near = max(folded.rfind(mark, sentence.start, mentions[n].start) for mark in ";。") + 1
    near = max(near, sentence.start)
    for total in reversed(able):
        if rows[total].search(folded, near, mentions[n].start):
            return total
    if n + 1 < len(mentions) and mentions[n + 1].kind == "rate" and _RATE.match(around[n + 1].gap or ""):
        share = mentions[n + 1].value
        for total in reversed(able):
            if share is not None and abs(value * 100 / mentions[total].value - share) <= Decimal("0.6"):
                return total
    for total in reversed(able):
        if rows[total].search(folded, sentence.start, mentions[n].start):
            return total
    return able[-1]


def _lend(
    n: int, total: int, kind: str, mentions: Sequence[Mention], around: Sequence[Surroundings], codes: MutableSequence[str],
    dimensions: MutableSequence[str], totals: MutableSequence[int | None],
) -> None:  # fmt: skip
    old = codes[n]
    codes[n], dimensions[n] = codes[total], cut_short(kind)
    if mentions[total].value > mentions[n].value:
        totals[n] = total
    for later in range(n + 1, min(n + 4, len(mentions))):
        if around[later].sentence != around[n].sentence or mentions[later].kind == "count":
            break
        if mentions[later].kind == "change" and codes[later] == old:
            codes[later], dimensions[later] = codes[n], dimensions[n]


def _move_to_sum(
    mentions: Sequence[Mention], around: Sequence[Surroundings], codes: MutableSequence[str], totals: MutableSequence[int | None],
    areas: tuple[str, ...],
) -> None:  # fmt: skip
    """A row of kinds that sums to a coded figure before it breaks that figure down, not another."""
    rows: list[list[int]] = []
    for n, mention in enumerate(mentions):
        if mention.kind != "count" or mention.value is None or totals[n] is None or not _OF_A_KIND.search(around[n].before):
            continue
        if rows and around[rows[-1][-1]].sentence == around[n].sentence:
            rows[-1].append(n)
        else:
            rows.append([n])
    for row in rows:
        if len(row) < 3:
            continue
        amount = sum(mentions[n].value for n in row)
        for whole in range(row[0] - 1, -1, -1):
            if around[row[0]].sentence - around[whole].sentence > 2:
                break
            if mentions[whole].value == amount and codes[whole].startswith(areas) and alike(mentions[whole], mentions[row[0]]):
                for n in row:
                    codes[n], totals[n] = codes[whole], whole
                break
