"""Folded text to mentions: value, unit, bound and span of every figure, and why other numbers are none."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from . import not_figures as no
from .model import Mention, Rejected
from .numerals import CHINESE_CHARACTERS, DIGITS, SCALES, read_numeral
from .units import Units
from .zeros import scan_zeros

_C = CHINESE_CHARACTERS
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d])|\d+)(?:\.\d+)?"
_CHINESE = rf"[几数]?[{_C}]+(?:点[{''.join(DIGITS)}]+)?"
_ODD = "余多来几"  # 160余个, 两千多件, 十来次, 十几起

_BEFORE = (  # words before the number that set its bound; the nearest wins, the longer of two that end alike
    ("at_least", ("不少于", "不低于", "不下于", "不小于", "不得少于", "不得低于", "至少", "最少", "起码", "不短于")),
    ("at_most", ("不超过", "不高于", "不多于", "不大于", "不得超过", "不得高于", "控制在", "最多", "至多", "最长", "不长于", "限于", "压缩至最短", "不超")),
    ("below", ("不足", "不到", "低于", "少于", "小于", "未满", "不满")),
    ("over", ("超过", "超", "逾", "突破", "高于", "多于", "大于", "高出", "上", "优于")),
    ("nearly", ("将近", "接近", "近")),
    ("about", ("大约", "约为", "约", "大概", "维持在", "左右为")),
)  # fmt: skip
_BOUND_BEFORE = re.compile(
    "(?:" + "|".join(f"(?P<{bound}>{'|'.join(words)})" for bound, words in _BEFORE) + r")(?:达到|达|为|了|至|到|有)? ?$"
)
_BOUND_AFTER = re.compile(r" ?(?:的)?(?:(?P<at_least>\(?含?\)?以上)|(?P<at_most>以内|之内|以下|内(?!容|部|外|设|地|河|蒙|审|控))|(?P<about>左右|上下))")
_RISE = "增长|上升|提高|提升|增加|增幅|上涨|增多|增|升|高出|多|快于|高于|扩大|净增|新增长|涨"
_FALL = "下降|减少|降低|降幅|下滑|回落|负增长|少|低于|减|降|缩减"
_STEP = re.compile(
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:幅度|比例|率)?(?:了|超过近|超过|超|约|近|为|达到|达|逾|过|:)* ?$"
)
_YEAR_ON_YEAR = re.compile(
    r"同比|环比|较[上去前]|较\S{0,6}年|比[上去前]|比\S{0,6}年|与[上去]年|同期相比|相比|年均|平均水平|快于|较[\u4e00-\u9fff]{0,6}增|[上再]升|上年"
)
_COMPARED = re.compile(r"(?:同比|环比|较|比|相比)[^。;]{0,25}$")
_PER_HEAD = re.compile(r"人均|万人比|户均|每万人|平均每|平均")
_RATIO_NAME = re.compile(r"(?:万人比|比值|之比|系数|倍数)(?:例)?(?:达到|达|为|提升至|提高到|至|到|约|不低于|不少于|超过|超|仅)* ?$")


def scan_quantities(
    folded: str, text: str, units: Units, furniture: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """
    Find every figure of a text in one pass.

    Args:
        folded: The text as ``folding.fold`` gives it, of the same length.
        text: The original text; spans and ``Mention.text`` refer to it.
        units: Measure words.
        furniture: Half-open spans of page furniture; numbers there are rejected as ``page``.

    Returns:
        Mentions in order of their start, and the numbers that are no figures with the reason of each.

    Source: GB/T 15835-2011 for the forms of numbers.
    """
    scanner = _scanner(units.pattern)
    mentions: list[Mention] = []
    rejected: list[Rejected] = []
    position = 0
    for start, end, reason in no.masked_spans(folded, furniture):
        rejected.append(Rejected(start=start, end=end, text=text[start:end], reason=reason))
    masks = [(r.start, r.end) for r in rejected]
    mask = 0
    while found := scanner.search(folded, position):
        start, position = found.start(), found.end()
        while mask < len(masks) and masks[mask][1] <= start:
            mask += 1
        if mask < len(masks) and masks[mask][0] <= start:
            position = max(masks[mask][1], start + 1)
            continue
        if mask < len(masks) and masks[mask][0] < position:  # 82021年: the year was masked, the figure stays
            found = scanner.search(folded, start, masks[mask][0])
            if found is None or found.start() != start:
                position = start + 1
                continue
            position = found.end()
        outcome = _read(folded, text, found, units, mentions)
        if isinstance(outcome, Mention):
            mentions.append(outcome)
            position = max(outcome.end, start + 1)
        elif outcome:
            rejected.append(Rejected(start=start, end=found.end(), text=text[start : found.end()], reason=outcome))
    taken = [(m.start, m.end) for m in mentions]
    zeros = scan_zeros(folded, text, taken, masks)
    if zeros:
        mentions = sorted([*mentions, *zeros], key=lambda m: m.start)
    return tuple(mentions), tuple(sorted(rejected, key=lambda r: (r.start, r.end)))


@lru_cache(maxsize=4)
def _scanner(unit: str) -> re.Pattern[str]:
    odd = rf"(?: ?(?P<odd>[{_ODD}]))?"
    number = rf"(?:(?P<arabic>{_ARABIC})|(?P<spaced>\d{{1,3}} \d{{1,3}}(?= ?[{_ODD}]? ?(?:{unit})))|(?P<chinese>{_CHINESE}))"
    scale = r"(?: ?(?P<scale>[十百千万亿]{1,2}))?"
    odd2 = rf"(?: ?(?P<odd2>[{_ODD}]))?(?: ?(?P<scale2>[万亿]))?"
    second = rf"(?P<second>{_ARABIC}|[{_C}]+)"
    scale_second = r"(?: ?(?P<scale_second>[万亿]))?"
    tail = rf" ?(?P<unit>{unit})"
    range_ = rf"(?: ?(?:{unit})? ?(?:-+|至|到) ?{second}{scale_second}(?=[{_ODD}]? ?(?:{unit})))?"
    percent = r"(?P<of>百分之|千分之)(?P<share>[\d.]+|[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?)(?: ?(?:-+|至|到) ?(?:百分之|千分之)?(?P<share2>[\d.]+|[一二三四五六七八九十]+))?"
    half = r"(?P<half>半数)"
    return re.compile(
        rf"(?<![A-Za-z\d.])(?:{percent}|{half}|(?=[\d几数{_C}])(?:"
        rf"{number.replace('?P<spaced>', '?P<spaced>')}{scale}{odd}{odd2}{range_}{tail}"
        rf"|(?P<bare>{_ARABIC})(?P<bare_scale>[万亿])?))"
    )


def _read(folded: str, text: str, found: re.Match, units: Units, mentions: list[Mention]) -> Mention | str:
    """One number to a mention, or to the reason why it is no figure (empty: not worth telling)."""
    start, end = found.span()
    line_start = folded.rfind("\n", 0, start) + 1
    left = folded[max(line_start, start - 40) : start]
    line_end = folded.find("\n", end)
    right = folded[end : min(len(folded) if line_end < 0 else line_end, end + 30)]
    if found["of"]:
        return _percent(folded, text, found, left, right)
    if found["half"]:
        return _build(text, start, end, Decimal(50), None, "%", "rate", left, right, 0, False)
    if found["bare"]:
        return _bare(folded, text, found, left, right, mentions)
    word = found["unit"]
    unit = units.written(word)
    kind = units.kinds.get(word.replace(" ", ""), "count")
    number = found["arabic"] or found["spaced"] or found["chinese"]
    reason = no.reason_against(left, number, found["chinese"] is not None, found["odd"] or found["odd2"] or "", word, right, folded[start:end])
    if reason is not None:
        return reason
    scales = (found["scale"] or "") + (found["scale2"] or "")
    if found["arabic"] and "." in number and not scales and kind == "count" and not found["second"]:
        whole, _, part = number.partition(".")
        if _opens_item(left) and part[0] != "0":  # 1.3名负责人: a list mark and a figure
            start += len(whole) + 1
            number = part
    if found["second"]:
        return _range(text, start, end, number, scales, found, unit, kind, left, right)
    odd = bool(found["odd"] or found["odd2"])
    digits = number.replace(" ", "")
    if found["chinese"]:
        spread = _spread(digits)
        if spread:
            low, high = (read_numeral(part + scales) for part in spread)
            return _span(text, start, end, low, high, unit, kind, left, 0)
        if digits[0] in "几数":
            digits, odd = digits[1:], True
            if not digits:
                return ""
    if digits[-1] in "点":
        return ""
    try:
        value = read_numeral(digits + scales)
    except ValueError:
        return ""
    decimals = _decimals(digits, scales)
    if unit == "成":
        value, unit, decimals = value * 10, "%", decimals - 1
    return _build(text, start, end, value, None, unit, kind, left, right, decimals, odd)


def _percent(folded: str, text: str, found: re.Match, left: str, right: str) -> Mention | str:
    unit = "%" if found["of"] == "百分之" else "‰"
    if right.startswith("点"):
        return ""
    low = read_numeral(found["share"].rstrip("."))
    if found["share2"]:
        return _span(text, *found.span(), low, read_numeral(found["share2"]), unit, "rate", left, 0)
    return _build(text, *found.span(), low, None, unit, "rate", left, right, _decimals(found["share"], ""), False)


def _range(text, start, end, number, scales, found, unit, kind, left, right) -> Mention | str:
    second = found["second"]
    scale2 = scales or found["scale_second"] or ""
    try:
        low = read_numeral(number.replace(" ", "") + (scales or found["scale_second"] or ""))
        high = read_numeral(second + (found["scale_second"] or scale2))
    except ValueError:
        return ""
    if low > high:
        return "date" if len(number) == 4 else ""
    return _span(text, start, end, low, high, unit, kind, left, _decimals(second, scale2))


def _bare(folded: str, text: str, found: re.Match, left: str, right: str, mentions: list[Mention]) -> Mention | str:
    """A number without a unit: a figure where the unit is understood from the list it stands in."""
    start, end = found.span()
    number = found["bare"]
    if _RATIO_NAME.search(left) and not re.match(r" ?[年月日:.\d]", right):
        return _build(text, start, end, read_numeral(number), None, "", "ratio", left, right, _decimals(number, ""), False)
    if no.bare_reason(left, number, right):
        return no.bare_reason(left, number, right)
    if found["bare_scale"]:
        return ""
    last = next((m for m in reversed(mentions) if m.kind == "count" and m.end > start - 60), None)
    if last is None or "。" in folded[last.end : start] or "\n" in folded[last.end : start]:
        return ""
    between = folded[last.end : start]
    if not re.search(r"[、,;:(和及]", between) or re.search(r"[\d\"《》]", between):
        return ""
    if not re.search(r"[\u4e00-\u9fff] ?$", left) or not re.match(r" ?(?:[,;。、()]|$|[\u4e00-\u9fff])", right):
        return ""
    return _build(text, start, end, read_numeral(number), None, last.unit, "count", left, right, 0, False)


def _opens_item(left: str) -> bool:
    return not left.strip() or left.rstrip()[-1] in "。;!?"


def _spread(digits: str) -> tuple[str, str] | None:
    """三五十 → 三十, 五十; 两三 → 两, 三; 七八百 → 七百, 八百."""
    if len(digits) < 2 or any(c not in DIGITS or c in "零〇" for c in digits[:2]):
        return None
    rest = digits[2:]
    if any(c not in SCALES for c in rest) or DIGITS[digits[0]] >= DIGITS[digits[1]]:
        return None
    return digits[0] + rest, digits[1] + rest


def _decimals(digits: str, scales: str) -> int:
    if digits[-1] in SCALES and digits[0] in "0123456789":
        return -len(str(SCALES[digits[-1]])) + 1
    places = len(digits.partition(".")[2])
    return places - sum(len(str(SCALES[c])) - 1 for c in scales)


def _bound(left: str, right: str, odd: bool) -> tuple[str, bool]:
    """Bound of a figure from the words around it; True where the word is 高于 or 低于, told of a change too."""
    if odd:
        return "over", False
    before = _BOUND_BEFORE.search(left)
    after = _BOUND_AFTER.match(right)
    if after and after.lastgroup != "about":
        return after.lastgroup, False
    if before:
        if before.lastgroup == "over" and before[0].strip() == "上":
            return ("over", False) if re.match(r"[百千万亿]", left[-1:] or "") else ("exact", False)
        return before.lastgroup, False
    return (after.lastgroup if after else "exact"), False


def _span(text, start, end, low, high, unit, kind, left, decimals) -> Mention:
    kind, sign = _kind(kind, unit, left, "")
    return Mention(
        start=start, end=end, text=text[start:end], value=None, low=low * sign, high=high * sign, unit=unit,
        bound="range", kind=kind, decimals=decimals,
    )  # fmt: skip


def _build(text, start, end, value, _none, unit, kind, left, right, decimals, odd) -> Mention:
    bound, _ = _bound(left, right, odd)
    if bound == "exact" and left[-1:] == "上" and text[start] in "百千万亿":
        bound = "over"
    kind, sign = _kind(kind, unit, left, right)
    value *= sign
    low, high = allowed(value, bound)
    return Mention(
        start=start, end=end, text=text[start:end], value=value, low=low, high=high, unit=unit, bound=bound,
        kind=kind, decimals=decimals,
    )  # fmt: skip


def allowed(value: Decimal, bound: str) -> tuple[Decimal | None, Decimal | None]:
    """What the words allow: exact 5..5, over 160.., nearly ..100000, at_least 60.., at_most ..3, about both open."""
    if bound == "exact":
        return value, value
    if bound in ("over", "at_least"):
        return value, None
    if bound in ("nearly", "below", "at_most"):
        return None, value
    return None, None


def _kind(kind: str, unit: str, left: str, right: str) -> tuple[str, int]:
    """Kind of the figure and the sign of a change: growth is positive, a fall negative."""
    clause = re.split(r"[,;。:、(]", left)[-1]
    step = _STEP.search(left)
    if step:
        fall = step.lastgroup == "fall"
        word = step[step.lastgroup]
        compared = bool(_YEAR_ON_YEAR.search(clause) or _COMPARED.search(left))
        plain = len(word) > 1 or compared
        if word in ("高于", "低于"):
            plain = unit == "百分点"
        elif word in ("多", "少", "增", "减", "升", "降", "快于", "涨", "扩大"):
            plain = compared or kind == "change" or (kind == "rate" and word in "增减升降涨")
        elif kind in ("count", "amount", "duration") and word in ("提升", "提高") :
            plain = compared
        if plain and not (kind == "rate" and re.search(r"(?:压缩|精简|削减)", clause) and not compared):
            return "change", -1 if fall else 1
    if kind == "change":
        return "change", -1 if re.search(rf"(?:{_FALL})[^,。;]{{0,6}}$", clause) else 1
    if kind in ("count", "duration") and _PER_HEAD.search(clause[-12:]):
        return "ratio", 1
    return kind, 1
