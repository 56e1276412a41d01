"""Words around a number to its bound: 近 is nearly, 不低于 is at least, 以内 is at most."""

import re
from decimal import Decimal

_WORDS = {  # words that stand before the number; 不到 of 达不到 counts too
    "at_least": "不少于 不低于 不下于 不小于 不亚于 不得少于 不得低于 至少 最少 起码 不短于 不下 ≥",
    "at_most": "不超过 不高于 不多于 不大于 不得超过 不得高于 控制在 最多 至多 最长 不长于 限于 最短 不超 ≤",
    "below": "不足 不到 低于 少于 小于 未满 不满 <",
    "over": "超过 超 逾 突破 高于 多于 大于 高出 优于 超出 >",
    "nearly": "将近 接近 近",
    "about": "大约 约为 约 大概 大致",
}
_NOT_A_BOUND = {  # the same characters at the end of another word
    "约": "民约 契约 条约 租约 网约 签约 预约 解约 公约 合约 违约 履约 续约 邀约 制约 节约 缔约 毁约 特约 集约 简约 规约",
    "近": "附近 就近 最近 邻近 临近 靠近 亲近 远近 新近 挨近",
    "超": "反超 赶超 高超",
}
_LINKS = ("达到", "达", "为", "了", "至", "到", "有", "是", "占")  # may stand between the word and the number
_AFTER = re.compile(
    r" ?(?:\([^()\n]{0,20}\)|\))? ?(?:\(?含\)?)?[及或]?的?"
    r"(?:(?P<at_least>以上)|(?P<at_most>以内|之内|以下)|(?P<inside>内(?![容部外设地河蒙审控涵政资]))|(?P<about>左右|上下))"
)
_AFTER_FIRST = frozenset(" ()含及或的以之内左上")
_APART = re.compile(
    r"(?:(?P<at_least>至少|最少|不少于|不低于|不得少于|不得低于)|(?P<at_most>不超过|不得超过|不高于|至多|最多(?![的跑]))|(?P<about>约占))"
    r"[^0-9,;。:、()\"\n]{1,18}$"
)


def _by_last_character() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for bound, words in _WORDS.items():
        for word in words.split():
            table.setdefault(word[-1], []).append((word, bound))
    return {last: tuple(sorted(words, key=lambda pair: -len(pair[0]))) for last, words in table.items()}


_BEFORE = _by_last_character()
_ENDS = frozenset(_BEFORE) | frozenset(link[-1] for link in _LINKS)
_EXCLUDED = {word: tuple(longer.split()) for word, longer in _NOT_A_BOUND.items()}


def bound_of(left: str, right: str, kind: str) -> str:
    """
    Give the bound that the words around a number set.

    Args:
        left: What stands before the number on its line, at least the last twenty characters.
        right: What stands behind its unit, at least the next twenty characters.
        kind: Kind of the figure; 内 sets a bound for a duration or a rate alone.
    """
    if right[:1] in _AFTER_FIRST:
        after = _AFTER.match(right)
        word = after.lastgroup if after else ""
        if word == "at_least" or word == "at_most" or (word == "inside" and kind in ("duration", "rate")):
            return "at_least" if word == "at_least" else "at_most"
        if word == "about":
            return "about" if _word_before(left) in ("", "控制在", "约", "大约") else _bound_before(left)
    return _bound_before(left) or "exact"


def _bound_before(left: str) -> str:
    word = _word_before(left)
    if word:
        return next(bound for last, bound in _BEFORE[word[-1]] if last == word)
    if "少" in left or "不" in left or "多" in left or "占" in left:
        apart = _APART.search(left)
        if apart:
            return apart.lastgroup
    return ""


def _word_before(left: str) -> str:
    """The bound word that the text ends with; 达, 为 and the like may follow it."""
    left = left.rstrip()
    if left[-1:] not in _ENDS:
        return ""
    for tail in ("", *_LINKS):
        if tail and not left.endswith(tail):
            continue
        stem = left[: len(left) - len(tail)].rstrip()
        for word, _ in _BEFORE.get(stem[-1:], ()):
            if stem.endswith(word) and not stem.endswith(_EXCLUDED.get(word, ()) or ("\0",)):
                return word
    return ""


def allowed(value: Decimal, bound: str) -> tuple[Decimal | None, Decimal | None]:
    """What the words allow: exact 5..5, over 160.., nearly ..100000, at_least 60.., at_most ..3, about both open."""
    if bound == "exact":
        return value, value
    if bound in ("over", "at_least"):
        return value, None
    if bound in ("nearly", "below", "at_most"):
        return None, value
    return None, None
