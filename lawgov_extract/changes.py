"""Kind of a figure from the words before it: a change with its sign, a per-head ratio, or what the unit says."""

import re

from .model import Mention

_RISE = "增长|上升|提高|提升|增加|增幅|涨幅|升幅|上涨|增多|净增|新增长|扩大|快于|高于|高出|多出|改善|好转|回升|攀升|激增|增|升|涨|多"
_FALL = "负增长|下降|减少|降低|降幅|减幅|跌幅|下滑|回落|缩减|低于|少于|下跌|锐减|骤降|压减|压降|缩短|精简|减|降|少|(?<!相)差"
_STEP = re.compile(
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?P<noun>幅度|比例|率|速度?|值)?"
    r"(?P<link>(?:了|超过近|超过|超|约|近|大约|达到|高达|达|分别|逾|过|:| )*)(?P<level>为|至|到|成)?"
    r"(?:了|超过近|超过|超|约|近|大约|逾| )*$"
)
_FALL_BEFORE = re.compile(rf"(?:{_FALL})(?![^,。;0-9]{{0,8}}(?:快于|高于|高出|大于|优于))[^,。;0-9]{{0,8}}$")
_CUTTING = re.compile("^ ?(?:缩减|压减|削减)[率比幅]|压缩|精简|削减|压减|(?<=[\u4e00-\u9fff])缩减|(?:减少|缩短|压降)(?:比例|幅度)")
_CUT_BY = re.compile(r"(?:共|累计|平均|合计|总共)(?:再)?(?:压缩|缩短|压减|减少)(?:了)?(?:约|近)?$")
_STEP_LAST = frozenset("差长升高加幅涨多增大于出善转降少低跌落减滑短简度例率速值了超过约近达到别逾:为至 成")
_EACH = re.compile(rf"(?:各|分别)(?:再|又)?(?:{_RISE}|{_FALL})了?$")  # 较上年各减3起、5人
_SHORT = frozenset("增 升 涨 多 减 降 少 扩大 快于 改善 回升 好转 攀升 压减 缩短 压降 精简".split())
_LEVELS = frozenset("高于 低于 高出 少于 多出 差".split())
_COMPARED = re.compile(
    r"同比|环比|同期|相比|较[上去前之]|较\S{0,8}年|比[上去前]|比\S{0,8}年|与[上去]年|年均|平均水平|上年|[上再又]升|[较比][^,。;:]{0,12}$"
)
_SAME_LIST = frozenset(["、", "和", "与", "及", ",", "以及", "、约", "和约"])
_PER = re.compile(r"[人户村所校案]均|人手|万人比|每 ?(?:[0-9]* ?[十百千]?[万千百十]|平方公里|百户|名|位|人|户)|平均每[人户名位所个家村镇乡县区局]")
_RATIO_NAME = re.compile(
    r"(?:万人比|比值|之比|诉讼比|复议比|律师比|系数|倍数|人比|每万人[\u4e00-\u9fff]{0,6}(?:数|人数|拥有量|拥有数|拥有率))(?:例)?(?:达到|高达|达|为|提升至|提高到|上升到|上升至|至|到|约|近|不低于|不少于|超过|超|仅|:| )*$"
)


def is_named_ratio(left: str) -> bool:
    """True where the text before a number names a ratio that has no unit: 律师万人比不低于3.5."""
    return ("比" in left or "数" in left or "每万人" in left) and _RATIO_NAME.search(left) is not None


def kind_of(kind: str, unit: str, left: str, last: Mention | None, between: str) -> tuple[str, int]:
    """
    Tell the kind of a figure and the sign of a change: growth is positive, a fall negative.

    Args:
        kind: What the unit says: count, amount, duration, rate or change.
        unit: Unit of the figure.
        left: The line before the number, at least the last thirty characters.
        last: The figure before this one, None where there is none near.
        between: What stands between that figure and this one, empty where *last* is None.
    """
    tail = left[-1:]
    if tail == "-" or tail == "+":
        if left[-2:-1] in "(比:,增长为 " and (_COMPARED.search(left) or left[-2:-1] == "(" and kind == "rate"):
            return "change", -1 if tail == "-" else 1
    elif tail in _STEP_LAST:
        step = _STEP.search(left)
        if step and _is_step(step, kind, unit, left):
            return "change", -1 if step["fall"] else 1
    listed = last is not None and last.kind == "change" and between.strip() in _SAME_LIST
    if listed and (last.unit == unit or _EACH.search(left[: len(left) - len(between) - len(last.text)])):
        amount = last.value if last.value is not None else last.low
        return "change", -1 if amount is not None and amount < 0 else 1
    if kind == "duration" and tail in "缩短减少了约近" and _CUT_BY.search(left):
        return "change", -1
    if kind == "change":
        return kind, -1 if _FALL_BEFORE.search(left[-14:]) else 1
    if kind == "count" and unit.endswith("立方米") and len(unit) > 4:
        return "ratio", 1  # 30微克/立方米
    if kind in ("count", "duration", "amount") and ("均" in left or "每" in left or "人" in left) and _PER.search(_clause(left)[-14:]):
        return "ratio", 1
    return kind, 1


def _is_step(step: re.Match, kind: str, unit: str, left: str) -> bool:
    word = step["rise"] or step["fall"]
    clause = _clause(left)
    if word in ("多", "少") and left[step.start() - 1 : step.start()] in "最至许不大减诸":
        return False
    before = left[max(left.rfind("。"), left.rfind(";")) + 1 : step.start()]
    compared = _COMPARED.search(before) is not None
    reached = step["level"] and not step["noun"] and not word.endswith("幅")
    if reached and (step["level"] != "为" or kind != "rate" or not compared):
        return False  # 提高到, 降至, 增加为: the level that is reached
    if word in _LEVELS:
        return unit == "百分点" or compared and word in ("高出", "多出")
    if kind == "rate" and (not compared or "法定" in clause) and _CUTTING.search(clause):
        return False  # a named rate of cutting
    if word in _SHORT:
        return compared or kind == "change" or kind == "rate" and word in ("增", "升", "涨", "减", "降")
    if word in ("提升", "提高", "扩大") and kind in ("count", "amount", "duration"):
        return compared
    return True


def _clause(left: str) -> str:
    cut = max(left.rfind(","), left.rfind(";"), left.rfind("。"), left.rfind(":"), left.rfind("、"), left.rfind("("))
    return left[cut + 1 :]
