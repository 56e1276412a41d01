"""Breakdowns that hold on: a change, an earlier value, a share or the next figure of a sentence keeps what was told before."""

import re
from collections.abc import MutableSequence, Sequence
from itertools import pairwise

from .dimension_words import Breakdowns, Rule, compiled
from .labels import Surroundings, clean_after
from .library import Indicator, Library
from .model import Mention, Sentence
from .narrowing import beyond, contrast, cut_short, without_verb
from .times import When

_KIND_GROWS = re.compile(r"([\u4e00-\u9fff]{1,7}类)(?:案件|纠纷|警情)?(?:数量?)?(?:同比|环比|占比?|增幅|增长|下降|上升|增加|减少|超过|由|近|约|达|超|为|,|了|比)*")
_IN_BRACKET = re.compile(r" ?\((?:新收|受理|共|办结)?")
_NEXT_ITEM = re.compile(r"[^,;。\d]{0,10}[、,和及][^,;。、\d]{2,10}|[^,;。\d]{0,10}[、,和及]")
_NEXT = re.compile(r" ?[、,和与及] ?(?:和|与|及)?")
_RESTATED = re.compile(r" ?\((?:即|折合|约|合)? ?")
_RATE_OF = re.compile(r"[ ,(、]*(?:其中)?(?:占比?|占[^,;:。()\d]{0,14}|比值|比例|占[^,;:。()\d]{0,8}的)(?:达到|达|为|约|是)? ?")
_CAMPAIGN = re.compile(r"》?(?:主题|专题|集中|知识|教育|法律|法治)*(?:宣传|宣贯|宣讲|普法|周|日|月|活动|竞赛)")
_NO_THEME = re.compile(r"[及和与、]|等")
_BRAND = re.compile(r'"([^",。;]{2,10})"')
_NO_BRAND = re.compile(r"一网通办|好差评|一窗|最多跑|一张网|互联网|放管服|双随机|\d")
_CALLED_BACK = re.compile(r"回访|12345|热线|工单")
_SHARED_NOUN = re.compile(r"(?:行政复议案件|行政诉讼案件|纠纷案件|案件|纠纷|事项|合计|数量|共计|数)$")
_DISTINCT = re.compile(r"(?!.*(?:各类|全年|总|现有|清理后|累计|带动|我[校局]|对$|以来))[\u4e00-\u9fff]{2,14}")
_HOLDS_VERB = re.compile(r"纳入|应考|书面协议|听取|实现|已有|研究|检查|发现|[^普]执法$")
_SIDE_BY_SIDE = re.compile(r" ?[、,;和及] ?[^,。;:()、\d]{2,16}")
_HOW = re.compile(r"(?:进行|开展|作|参加)([\u4e00-\u9fff]{2,8}?)([\u4e00-\u9fff]{2})$")
_FOLLOWS = re.compile(r"[^;。,\d]{0,40}[,、(]?[^;。,\d]{0,24}")  # up to the next figure of the same event
LONG = 200  # characters over which a sentence keeps its theme
FAR = 40  # characters over which a name in quotes holds


def spread_dimensions(
    folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings],
    whens: Sequence[When], codes: Sequence[str], dimensions: list[str], totals: Sequence[int | None], breakdowns: Breakdowns,
) -> None:  # fmt: skip
    """
    Give figures without a breakdown the one that still holds for them.

    Args:
        folded: The folded text.
        sentences: All its sentences.
        mentions: All its figures.
        around: The words around each.
        whens: The time of each.
        codes: Code of each, empty where there is none.
        dimensions: Breakdown of each; empty ones may be filled.
        totals: Number of the total of each or None.
        breakdowns: What breaks which indicator down.
    """
    _keep_order(mentions, around, dimensions)
    rules = [breakdowns.of(code) for code in codes]
    _tell_items(mentions, around, rules, codes, dimensions, totals)
    last_of: dict[str, int] = {}  # code → its last figure
    for n, mention in enumerate(mentions):
        sentence, rule, code = sentences[around[n].sentence], rules[n], codes[n]
        if not dimensions[n] and n and around[n - 1].sentence == around[n].sentence:
            dimensions[n] = _held(n, mentions, around, whens, codes, rules, dimensions)
        if not dimensions[n] and totals[n] is None and rule.theme and mention.kind == "count":
            dimensions[n] = _theme(rule.theme, folded, sentence, mentions, n)
        if not dimensions[n] and totals[n] is None and rule.nearby:
            first = mentions[n - 2].end if n > 1 and around[n - 2].sentence == around[n].sentence else sentence.start
            told = set(compiled(rule.nearby).findall(folded, first, mention.start))
            if len(told) == 1 and mention.kind in ("count", "rate"):
                dimensions[n] = told.pop()
        if not dimensions[n] and totals[n] is None and rule.service and mention.kind in ("count", "rate"):
            dimensions[n] = _service(folded, sentence, mentions, n, code)
        if not dimensions[n] and mention.kind in ("change", "rate") and (kind := _KIND_GROWS.fullmatch(around[n].clause.strip())):
            dimensions[n] = kind[1]
        said = rule.sentence_word
        if said and not dimensions[n] and compiled(said["gap"]).fullmatch(around[n].gap or ""):
            word = compiled(said["words"]).search(folded, sentence.start, mention.start)
            dimensions[n] = word[0] if word else ""
        if said and n and dimensions[n] and not codes[n - 1] and not dimensions[n - 1] and mentions[n - 1].kind == "count":
            same = compiled(said["words"]).fullmatch(dimensions[n]) and compiled(said["gap"]).fullmatch(around[n].gap or "")
            dimensions[n - 1] = dimensions[n] if same and around[n].gap is not None else ""  # 任前考试4次共97人
        if rule.follows and n and not dimensions[n] and codes[n - 1] in rule.follows and _FOLLOWS.fullmatch(around[n].gap or ""):
            dimensions[n] = dimensions[n - 1]
        shared = rule.shared_subject
        if shared and n and not dimensions[n] and compiled(shared["gap"]).fullmatch(around[n].gap or ""):
            subject = compiled(shared["subject"]).match(around[n - 1].clause.strip())
            dimensions[n] = subject[1] if subject else ""
        earlier = last_of.get(rule.after["code"]) if rule.after else None
        if rule.after and earlier is not None and totals[n] is None and not dimensions[n]:
            one = sentences[around[earlier].sentence]
            if one.paragraph == sentence.paragraph and around[n].sentence - around[earlier].sentence <= 2:
                dimensions[n] = rule.after["dimension"]
        last_of[code] = n
    for n, code in enumerate(codes):
        if dimensions[n] in rules[n].says_nothing:
            beside = [m for m in range(max(n - 3, 0), min(n + 4, len(codes))) if m != n and codes[m] == code and around[m].sentence == around[n].sentence]
            dimensions[n] = dimensions[n] if beside else ""


def short(words: str) -> str:
    """A breakdown label: without the noun that all parts share (婚姻家庭纠纷 is 婚姻家庭)."""
    brief = _SHARED_NOUN.sub("", words)
    return cut_short(brief if len(brief) >= 2 else words)


def tell_apart(
    mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When], codes: MutableSequence[str],
    dimensions: list[str], totals: Sequence[int | None], library: Library,
) -> None:  # fmt: skip
    """
    Give figures of one code in one sentence what tells each from the others: 提醒函2件、督办单7件.

    Args:
        mentions: All figures.
        around: The words around each.
        whens: The time of each.
        codes: Code of each, empty where there is none.
        dimensions: Breakdown of each; empty ones may be filled.
        totals: Number of the total of each or None.
        library: The indicators.
    """
    for n in range(1, len(mentions)):
        if not codes[n] and codes[n - 1] and mentions[n].kind == "count" and totals[n] is None and totals[n - 1] is None:
            _go_on(n, mentions, around, codes, dimensions, library)
    by_sentence: dict[tuple[int, str], list[int]] = {}
    for n, code in enumerate(codes):
        if code and totals[n] is None and mentions[n].kind == "count" and whens[n].status == "actual" and not whens[n - 1].from_to:
            by_sentence.setdefault((around[n].sentence, code), []).append(n)
    for (_, code), numbers in by_sentence.items():
        if len(numbers) < 2:
            continue
        indicator = library.indicators[code]
        for one, other in pairwise(numbers):
            if other == one + 1:
                _tell_pair(one, other, around, library, code, dimensions)
            _tell_behind(one, other, around, indicator, dimensions)
        for place, n in enumerate(numbers):
            words = around[n].noun
            if (place or len(numbers) > 2) and not dimensions[n] and _DISTINCT.fullmatch(words) and beyond(words, indicator):
                dimensions[n] = short(words)


def _go_on(
    n: int, mentions: Sequence[Mention], around: Sequence[Surroundings], codes: MutableSequence[str], dimensions: list[str],
    library: Library,
) -> None:  # fmt: skip
    """督办单7件、警示单1件; 学习5次,集中研讨4次: the next member of a list counts another kind of what the one before it counts."""
    one, other = around[n - 1], around[n]
    if one.sentence != other.sentence or mentions[n].unit != mentions[n - 1].unit or not _SIDE_BY_SIDE.fullmatch(other.gap or ""):
        return
    noun = other.noun
    further = library.breakdowns.of(codes[n - 1]).next_noun
    if further and (body := compiled(further).fullmatch(noun)):
        codes[n], dimensions[n] = codes[n - 1], body[1]
        return
    before = without_verb(one.noun)
    alike = noun[-2:] == before[-2:] or n > 1 and noun[-1:] == before[-1:] and codes[n - 1] == codes[n - 2]
    if (other.gap or "").lstrip().startswith("、") and alike and _DISTINCT.fullmatch(noun) and not _HOLDS_VERB.search(noun):
        indicator = library.indicators[codes[n - 1]]
        if contrast(noun, (before,), indicator) and contrast(before, (noun,), indicator):
            codes[n], dimensions[n], dimensions[n - 1] = codes[n - 1], short(noun), dimensions[n - 1] or short(before)


def _tell_pair(one: int, other: int, around: Sequence[Surroundings], library: Library, code: str, dimensions: list[str]) -> None:
    """Two nouns side by side, each of which says what the other does not, nor the name of their code."""
    if not _SIDE_BY_SIDE.fullmatch(around[other].gap or "") or not library.breakdowns.of(code).pairs:
        return
    nouns = [without_verb(around[n].noun) for n in (one, other)]
    if nouns[1] != around[other].noun or not all(_DISTINCT.fullmatch(noun) and not _HOLDS_VERB.search(noun) for noun in nouns):
        return
    indicator = library.indicators[code]
    told = [contrast(noun, (beside,), indicator) for noun, beside in zip(nouns, reversed(nouns), strict=True)]
    if told[0]:  # where the first says nothing it is the whole
        for n, noun, words in zip((one, other), nouns, told, strict=True):
            dimensions[n] = dimensions[n] or (short(noun) if words else "")


def _tell_behind(one: int, other: int, around: Sequence[Surroundings], indicator: Indicator, dimensions: list[str]) -> None:
    """3家单位进行书面述法,5家单位进行现场述法: what stands before the words that two figures share behind them."""
    words = [_HOW.search(around[n].after) for n in (one, other)]
    if all(words) and words[0][1] != words[1][1] and words[0][2] == words[1][2] and words[0][2] in indicator.zh:
        for n, found in zip((one, other), words, strict=True):
            dimensions[n] = dimensions[n] or found[1]


def _tell_items(
    mentions: Sequence[Mention], around: Sequence[Surroundings], rules: Sequence[Rule], codes: Sequence[str], dimensions: list[str],
    totals: Sequence[int | None],
) -> None:  # fmt: skip
    """职责15项、行政职权261项: items of two kinds beside each other are both told by kind."""
    for n in range(1, len(mentions)):
        one, other = around[n - 1], around[n]
        if one.sentence != other.sentence or mentions[n].unit != mentions[n - 1].unit:
            continue
        code = next((codes[m] for m in (n - 1, n) if rules[m].item_noun), "")
        if not code:
            continue
        item = compiled(next(rules[m].item_noun for m in (n - 1, n) if codes[m] == code))
        if not _NEXT_ITEM.fullmatch(other.gap or "") or totals[n] is not None or totals[n - 1] is not None:
            continue
        for m, words in ((n - 1, one), (n, other)):
            noun = words.noun if item.search(words.noun) else clean_after(words.after)
            found = item.search(noun)
            if found and not dimensions[m] and codes[m] in ("", code):
                dimensions[m] = found[0].removesuffix("事项")


def _keep_order(mentions: Sequence[Mention], around: Sequence[Surroundings], dimensions: list[str]) -> None:
    """投诉70件、举报30件,分别占70%、30%: as many figures in the same order as those before them are of the same parts."""
    n = 0
    while n < len(mentions):
        run = [n]
        while (m := run[-1] + 1) < len(mentions) and mentions[m].kind == mentions[n].kind and _NEXT.fullmatch(around[m].gap or ""):
            run.append(m)
        n = run[-1] + 1
        first = run[0]
        if len(run) < 2 or "分别" not in around[first].clause or any(dimensions[m] for m in run) or first < len(run):
            continue
        before = range(first - len(run), first)
        same = {(mentions[m].kind, around[m].sentence) for m in before}
        if len(same) == 1 and same.pop() == (mentions[before[0]].kind, around[first].sentence) and all(dimensions[m] for m in before):
            for m, earlier in zip(run, before, strict=True):
                dimensions[m] = dimensions[earlier]


def _held(
    n: int, mentions: Sequence[Mention], around: Sequence[Surroundings], whens: Sequence[When], codes: Sequence[str],
    rules: Sequence[Rule], dimensions: Sequence[str],
) -> str:  # fmt: skip
    """The breakdown of the figure that this one changes, compares, restates or is a share of."""
    mention, gap = mentions[n], around[n].gap or ""
    if ";" in gap or "。" in gap:
        return ""
    if mention.kind == "change":
        for source in range(n - 1, max(n - 4, -1), -1):
            if around[source].sentence != around[n].sentence:
                return ""
            if dimensions[source] and codes[source] == codes[n] and codes[n]:
                return dimensions[source]
            if mentions[source].kind != "change" and whens[source].status != "baseline":
                return ""
        return ""
    last = n - 1
    if not dimensions[last]:
        return ""
    if mention.kind == "amount" and mentions[last].kind == "change" and rules[last].money and rules[n].money:
        return dimensions[last]  # 320件,同比增长6%,罚款8万元
    if mention.kind == "count" and mentions[last].kind == "count" and gap in ("", " ") and codes[n]:
        return dimensions[last]  # 4起4人, 1期141人
    if codes[n] and codes[n] == codes[last] and mentions[last].kind == "change" and _IN_BRACKET.fullmatch(gap):
        return dimensions[last]
    if whens[n].status == "baseline" and codes[n] == codes[last] and mention.kind == mentions[last].kind:
        return dimensions[last]
    if codes[n] in ("", codes[last]) and mention.kind == mentions[last].kind and _RESTATED.fullmatch(gap):
        return dimensions[last]
    if not codes[n] and mention.kind in ("rate", "ratio") and mentions[last].kind in ("count", "change") and _RATE_OF.fullmatch(gap):
        return dimensions[last]
    return ""


def _theme(words: str, folded: str, sentence: Sentence, mentions: Sequence[Mention], n: int) -> str:
    """What publicity is about, as the sentence says before the figure; empty where it names several things."""
    start = max(folded.rfind(";", sentence.start, mentions[n].start) + 1, sentence.start, mentions[n].start - LONG)
    found = list(compiled(words).finditer(folded, start, mentions[n].start))
    names = {m[0] for m in found}
    if not found or len(names) > 1:
        return ""
    end = found[-1].end()
    if _NO_THEME.match(folded[end : end + 1]) or folded[found[-1].start() - 1 : found[-1].start()] in ("、", "和", "及"):
        return ""
    here = folded.rfind(",", start, mentions[n].start) < found[-1].start()
    campaign = _CAMPAIGN.match(folded, end) or found[-1][0][-1] in "周日"  # 宪法台历 says nothing of the next clause
    return found[-1][0].strip("《》") if here or campaign else ""


def _service(folded: str, sentence: Sentence, mentions: Sequence[Mention], n: int, code: str) -> str:
    """The service in quotes, or the hotline, that the sentence speaks of shortly before a figure."""
    start = max(folded.rfind(";", sentence.start, mentions[n].start) + 1, sentence.start, mentions[n].start - LONG)
    if code.endswith("_rate") and (found := _CALLED_BACK.findall(folded, start, mentions[n].start)):
        return "回访" if "回访" in found else "热线"
    start = max(start, mentions[n].start - FAR)
    names = [m[1] for m in _BRAND.finditer(folded, start, mentions[n].start) if not _NO_BRAND.search(m[1])]
    return names[0] if len(names) == 1 else ""
