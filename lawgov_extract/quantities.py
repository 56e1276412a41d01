"""Folded text to mentions: value, unit, bound and span of every figure, and why other numbers are none."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from . import not_figures as no
from .bounds import allowed, bound_of
from .changes import is_named_ratio, kind_of
from .errors import NumeralError
from .folding import has_glosses
from .model import Mention, Rejected
from .numerals import CHINESE_CHARACTERS, DIGITS, LARGE_SCALES, SCALES, read_numeral
from .structure import join_lines
from .text_tables import Cell
from .units import Units
from .zeros import is_negated, is_nil, scan_zeros

__all__ = ["allowed", "scan_quantities"]

_C = CHINESE_CHARACTERS
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_ODD = "余多来几"  # 160余个, 两千多件, 十来次, 十几起
_LEFT, _RIGHT = 40, 24  # characters around a number that are looked at
_CJK = re.compile(r"[\u4e00-\u9fff]")
_LISTED = re.compile(r"[、,;:(和及]")
_GLUED = re.compile(r"(?:[0-9]{1,5}[\u4e00-\u9fff]{2,6}){3,}?(清单|事项)")  # 20网上办35一次办18马上办清单: marks and units are lost
_BETWEEN_GLUED = re.compile(r"[\u4e00-\u9fff]{2,6}")
_FOREIGN = re.compile(r"[0-9\"《》]")
_AFTER_LISTED = re.compile(r" ?(?:[,;。、()]|$|[\u4e00-\u9fff])")
_AFTER_COUNTED = re.compile(r" ?(?:,? ?(?:占|同比|其中|较|[\u4e00-\u9fff]{1,4}率)|\( ?[0-9.]+ ?%)")
_EACH = re.compile(r"/(?:万人|[件人户项])(?![\u4e00-\u9fff])")
_CASES = re.compile(r"(?:案件?|纠纷|复议|诉讼|处罚|许可|强制|申请|维持|撤销|驳回|终止|确认违法|公开|作为)$")
_DOCUMENTS = re.compile(r"(?:文件|案件)$")
_TO_ONE = re.compile(r" ?: ?1(?![0-9.:])")
_SHARED = re.compile(r" ?[和与] ?[0-9]+(?:\.[0-9]+)? ?(个工作日|工作日|个小时|小时|天|个月|%)")
_CASE_UNITS = frozenset(["件", "宗", "起", "件次"])
_NUMBERED = ("。", ";", "!", "?", "表", "图", "附件", "附录", "附", "第")  # what stands before a mark of numbering
_LED = re.compile(r"(?<![A-Za-z])(?!TOP$|top$|NO$|No$)[A-Za-z]{2,}$")  # APP12个, QQ群: a word, not the G of G15
_MONEY = re.compile(r"[金额款资费元值税债贷收薪损租偿][^,。;:]{0,8}$")
_PARTS = re.compile(r"([一二三四五六七八九十百]+|[0-9]+)分之([一二三四五六七八九十百]+|[0-9]+)")
_SLASH = re.compile(r"([1-9])/([2-9]|1[0-9]?|100?)(?![0-9/年月.])")
_SHARE_BEFORE = re.compile(r"(?:占|约|近|超|过|达|到|的|减少|压减|少于|低于|高于|总[数量]|至) ?$")
_TERM_LIST = re.compile(r"(?: ?[、和与及] ?[0-9]+ ?个)* ?[、和与及] ?[0-9]+ ?(个工作日|个小时|个自然日)")
_TERMS = re.compile(r"(?:时限|时间|期限|时长|时效|压缩|缩短|压减|缩减|提速)[^,。;]*$")
_STEPS = re.compile(r"(?:环节|材料|要件|事项|步骤|流程)[^。;]*$")
_HALF_BEFORE = re.compile(r"(?:[至到需为用仅在缩减快均]|控制在|不超过|最短|之内|最快) ?$")


def scan_quantities(
    folded: str,
    text: str,
    units: Units,
    furniture: Sequence[tuple[int, int]] = (),
    *,
    cells: Sequence[Cell] = (),
) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """
    Find every figure of a text in one pass.

    Args:
        folded: The text as ``folding.fold`` gives it, of the same length.
        text: The original text; spans and ``Mention.text`` refer to it.
        units: Measure words.
        furniture: Half-open spans of page furniture; numbers there are rejected as ``page``.
        cells: Table cells as ``text_tables.find_cells`` gives them; a bare number in one is a figure.

    Returns:
        Mentions in order of their start, and the numbers that are no figures with the reason of each.

    Source: GB/T 15835-2011 for the forms of numbers.
    """
    scan = _Scan(join_lines(folded), text, units, cells)
    scanner = _scanner(units.pattern, units.first, " {0,9}" if has_glosses(text) else " {0,2}")
    position = 0
    fences = sorted(furniture)
    while found := scanner.search(scan.folded, position):
        start = found.start()
        while fences and fences[0][1] <= start:
            fences.pop(0)
        if fences and fences[0][0] <= start:
            scan.reject(start, found.end(), "page")
            position = max(found.end(), min(fences[0][1], len(text)))
            continue
        position = scan.take(found)
    mentions = scan.mentions
    zeros = scan_zeros(folded, text, [(m.start, m.end) for m in mentions], furniture)
    if zeros:
        mentions = [m for m in mentions if m.value != 1 or not is_negated(scan.folded, m.start)]
        mentions = sorted([*mentions, *zeros], key=lambda m: m.start)
    return tuple(mentions), tuple(scan.rejected)


@lru_cache(maxsize=8)
def _scanner(unit: str, first: str, gap: str) -> re.Pattern[str]:
    unit = rf"(?=[{re.escape(first)}])(?:{unit})"
    number = (
        rf"(?P<arabic>[0-9]{{1,3}}(?: {{1,2}}[0-9]{{3}}){{1,3}}(?:\.[0-9]+)?(?={gap}[{_ODD}]?{gap}[万亿]?{gap}{unit})"
        rf"|[0-9]{{1,3}}(?: {{1,2}}[0-9]{{1,3}}){{1,3}}(?={gap}[{_ODD}]?{gap}{unit})"
        rf"|[0-9]+(?: \.[0-9]|\. [0-9])[0-9]*(?={gap}%)"
        rf"|{_ARABIC}(?:{gap}(?!百分点)[十百千万亿]{{1,2}}(?:{_ARABIC}[十百千万]?)*)?)|(?P<chinese>[几数]?[{_C}]+(?:点[{''.join(DIGITS)}]+)?)"
    )
    odd = rf"(?:{gap}(?P<odd>[{_ODD}]))?(?:{gap}(?P<scale>[万亿]))?"
    to = (
        rf"(?:{gap}(?:{unit})?{gap}(?:-+|至|到){gap}(?P<second>{_ARABIC}(?:{gap}[千万亿]{{1,2}})?|[{_C}]+)(?=[{_ODD}]?{gap}{unit})[{_ODD}]?)?"
    )
    share = r"[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?"
    # The look-ahead lets the engine skip at once every character that begins no number.
    return re.compile(
        rf"(?=[0-9{_C}几数半翻])(?:(?P<of>[百千万]分之)(?P<share>{share})(?: ?(?:-+|至|到) ?(?:[百千]分之)?(?P<share2>{share}))?"
        rf"|(?P<parts>(?:[二三四五六七八九十]+|[0-9]+)分之(?:[一二三四五六七八九]|[0-9]+))"
        rf"|(?P<word>半数|一半|百分百|翻(?:了)?(?:[一两二三四几] ?番|番)|半(?= ?(?:个工作日|个小时|小时|天|日办)))"
        rf"|(?:{number}){odd}{to}{gap}(?P<unit>{unit})"
        rf"|(?P<bare>{_ARABIC})(?P<bare_scale> ?[余多]?[万亿])?)"
    )


class _Scan:
    """One pass over one document: what is read so far, and how the next number is read."""

    def __init__(self, folded: str, text: str, units: Units, cells: Sequence[Cell]) -> None:
        self.folded = folded
        self.text = text
        self.units = units
        self.cells = {cell.start + (folded[cell.start] in "+-"): cell for cell in cells}
        self.quoted = '"' in folded or "《" in folded or "'" in folded
        self.mentions: list[Mention] = []
        self.rejected: list[Rejected] = []

    def take(self, found: re.Match[str]) -> int:
        """Read one number, keep what it is, and give the place to go on from."""
        start, end = found.span()
        cell = self.cells.get(start)
        if cell is not None and not found["odd"]:
            return self._cell(cell)
        folded = self.folded
        left = folded[max(0, start - _LEFT) : start].rpartition("\n")[2]
        right = folded[end : end + _RIGHT].partition("\n")[0]
        if found["unit"]:
            return self._with_unit(found, start, end, left, right)
        if found["bare"]:
            return self._bare(found, start, end, left, right)
        if self.quoted and no.is_quoted_name(folded, self.text, start):
            return self.reject(start, end, "slogan")
        try:
            if found["of"]:
                return self._percent(found, left, right)
            if found["parts"]:
                parts = _PARTS.fullmatch(found["parts"])
                return self._part(start, end, read_numeral(parts[2]), read_numeral(parts[1]), left, right)
        except NumeralError:
            return end
        return self._word(found["word"], start, end, left, right)

    def reject(self, start: int, end: int, reason: str) -> int:
        if reason:
            self.rejected.append(Rejected(start=start, end=end, text=self.text[start:end], reason=reason))
        return end

    def _with_unit(self, found: re.Match[str], start: int, end: int, left: str, right: str) -> int:
        folded = self.folded
        arabic, chinese, odd, scale, second, unit = found.group("arabic", "chinese", "odd", "scale", "second", "unit")
        word = unit if len(unit) == 1 or unit.isalpha() else unit.translate(_NO_BLANKS)
        number = arabic or chinese
        if arabic:
            if unit == "年" or unit == "日" and not no.is_term(left, right):
                date = no.date_end(folded, start)
                if unit == "年" and " " in number:
                    return self.reject(start, end, "date")
                if date and not (unit == "年" and len(number) <= 2 and "连" in left[-5:]):
                    return self.reject(start, date, "date") if date > start else end
            if word[0] in "年人" and len(number) > 4 and unit == "年":
                year = no.fused_year(folded, start)
                return self._fused(start, year, left) if year else end
            before = left[-1:]
            if before == "." and not _CJK.match(left[-2:-1]) or before.isascii() and before.isalpha() and not _LED.search(left):
                return self.reject(start, end, "slogan" if before.isalpha() else "")
            if word == "处" and right[:1] == "罚":  # 房屋类5处罚类14件
                return self._listed(start, start + len(number), left, unit + right)
            if " " in number:
                kept = self._unspaced(number, start, left)
                if kept:
                    return kept
        elif left[-1:] == "." or left[-1:].isdigit():
            return end
        reason = no.reason_against(number, chinese is not None, bool(odd), word, left, right)
        if reason is not None:
            return self.reject(start, end, reason)
        if self.quoted and no.is_quoted_name(folded, self.text, start):
            return self.reject(start, end, "slogan")
        written = self.units.written(word)
        kind = self.units.kinds.get(word) or self.units.kinds.get(written, "count")
        term = _TERM_LIST.match(right) if word == "个" else None
        if term and _TERMS.search(left) and not _STEPS.search(left):  # 分别压缩至3个、1个工作日
            written, kind = self.units.written(term[1]), "duration"
        if second:
            return self._range(found, start, end, written, kind, left)
        if chinese:
            spread = _spread(chinese)
            if spread:
                low, high = (read_numeral(part + (scale or "")) for part in spread)
                if unit == "成":
                    low, high, written = low * 10, high * 10, "%"
                return self._span(start, end, low, high, written, kind, left)
            if chinese[0] in "几数":
                number, odd = chinese[1:], "余"
        elif kind == "count" and "." in number and not scale and number[-1] not in _C and _opens_item(left):
            mark, _, rest = number.partition(".")  # 1.3名负责人: a list mark and a figure
            if rest[0] != "0":
                start += len(mark) + 1
                number = rest
                left = folded[max(0, start - _LEFT) : start].rpartition("\n")[2]
        if not number:
            return end
        try:
            value = read_numeral(number + (scale or ""))
        except NumeralError:
            return end
        decimals = _decimals(number + (scale or ""))
        if word.startswith("个半"):  # 1个半小时
            value, written, decimals = value + Decimal("0.5"), "个月" if word == "个半月" else word[2:], 1
        if unit == "成":
            value, written, decimals = value * 10, "%", decimals - 1
        each = _EACH.match(right) if arabic and kind == "count" else None
        if each:  # 1.9个/件
            end, written, kind, right = end + each.end(), written + each[0], "ratio", right[each.end() :]
        self._add(start, end, value, written, kind, left, right, decimals, bool(odd) or word.startswith("个多"))
        return end

    def _unspaced(self, number: str, start: int, left: str) -> int:
        """1 8起 is 18; but a cell, a list mark or a year before a figure stays apart. Place to go on, 0 where joined."""
        first = number.split(" ")[0]
        gap = self.text[start + len(first) : start + len(first) + 1]
        listed = not left.strip() or left.rstrip().endswith(_NUMBERED) or "." in number and _opens_item(left)
        return start + len(first) if listed or gap == "\t" and self._in_row(start) else 0

    def _in_row(self, start: int) -> bool:
        low = self.text.rfind("\n", 0, start) + 1
        high = self.text.find("\n", start)
        return self.text.count("\t", low, high if high >= 0 else len(self.text)) > 1

    def _percent(self, found: re.Match[str], left: str, right: str) -> int:
        start, end = found.span()
        if right[:1] == "点":
            return end
        unit = "‰" if found["of"][0] == "千" else "%"
        factor = Decimal("0.01") if found["of"][0] == "万" else 1
        low = read_numeral(found["share"]) * factor
        if found["share2"]:
            return self._span(start, end, low, read_numeral(found["share2"]) * factor, unit, "rate", left)
        return self._add(start, end, low, unit, "rate", left, right, _decimals(found["share"]), False)

    def _part(self, start: int, end: int, part: Decimal, whole: Decimal, left: str, right: str) -> int:
        """三分之二 and 1/4 as a share in per cent, to two places where it does not come out."""
        if part >= whole:
            return end
        share = part * 100 / whole
        exact = share == share.to_integral_value()
        value = share.to_integral_value() if exact else share.quantize(Decimal("0.01"))
        return self._add(start, end, value, "%", "rate", left, right, 0 if exact else 2, False)

    def _word(self, word: str, start: int, end: int, left: str, right: str) -> int:
        if word[0] == "翻":
            times = {"两": 4, "二": 4, "三": 8, "四": 16}.get(word.replace("了", "")[1:2], 2)
            return self._add(start, end, Decimal(times), "倍", "change", left, right, 0, False)
        if word == "百分百":
            if _FULL_RATE.search(left.rstrip()):
                return self._add(start, end, Decimal(100), "%", "rate", left, right, 0, False)
            return self.reject(start, end, "slogan")
        if word == "半":
            unit = _HALF_UNIT.match(right)
            if not _HALF_BEFORE.search(left) and not (unit[1] == "个工作日" and right.startswith(("内", "以内", "之内", "办结"), unit.end())):
                return end
            end += unit.end()
            right = self.folded[end : end + _RIGHT]
            return self._add(start, end, Decimal("0.5"), self.units.written(unit[1]), "duration", left, right, 1, False)
        if left[-1:] in "第某统" and left:
            return end
        return self._add(start, end, Decimal(50), "%", "rate", left, right, 0, False)

    def _range(self, found: re.Match[str], start: int, end: int, unit: str, kind: str, left: str) -> int:
        number, second = found["arabic"] or found["chinese"], found["second"]
        scale = found["scale"] or ""
        own = second[-1] if second[-1] in "千万亿" and second[0].isdigit() else ""
        if not scale and number[-1] not in SCALES:
            scale = own  # 3-5万件
        try:
            low, high = read_numeral(number + scale), read_numeral(second)
        except NumeralError:
            return end
        if low > high:  # 由5天至3天: two figures
            return self.reject(start, end, "date") if len(number) == 4 else self._first_of_two(found, start, left)
        if unit == "成":
            low, high, unit = low * 10, high * 10, "%"
        return self._span(start, end, low, high, unit, kind, left)

    def _first_of_two(self, found: re.Match[str], start: int, left: str) -> int:
        alone = _scanner(self.units.pattern, self.units.first, " {0,2}").match(self.folded, start, found.start("second"))
        if alone is None or not alone["unit"]:
            return found.start("second")
        return self._with_unit(alone, start, alone.end(), left, "")

    def _bare(self, found: re.Match[str], start: int, end: int, left: str, right: str) -> int:
        """A number without a unit: a figure where the unit is understood from the list it stands in."""
        folded, number = self.folded, found["bare"]
        before = left[-1:]
        if before.isascii() and (before.isalpha() or before == "_"):
            return end
        if number == "0" and is_nil(folded, start):
            return end
        date = no.date_end(folded, start)
        if date:
            return self.reject(start, max(date, end), "date")
        glued = self._glued(number, start, right)
        if glued:
            return self._add(start, end, read_numeral(number), glued, "count", left, right, 0, False)
        document = no.document_number_end(folded, start, left)
        if document:
            return self.reject(start, max(document, end), "page" if no.is_telephone(left) else "docno")
        year = no.fused_year(folded, start)
        if year:
            return self._fused(start, year, left)
        to_one = _TO_ONE.match(folded, end)
        if to_one and "比" in left[-16:]:  # 诉讼与复议之比为2.5:1
            return self._add(start, to_one.end(), read_numeral(number), "", "ratio", left, folded[to_one.end() :][:_RIGHT], _decimals(number), False)
        slash = _SLASH.match(folded, start)
        if slash and _SHARE_BEFORE.search(left) and int(slash[1]) < int(slash[2]):
            end = slash.end()
            right = folded[end : end + _RIGHT].partition("\n")[0]
            return self._part(start, end, Decimal(slash[1]), Decimal(slash[2]), left, right)
        if is_named_ratio(left) and right[:1] not in ":：":
            value = read_numeral(number)
            self._add(start, start + len(number), value, "", "ratio", left, right, _decimals(number), False)
            return end
        reason = no.bare_reason(number, left, right)
        whole = next((m for m in reversed(self.mentions) if not m.text.isdigit()), None) if reason == "article" else None
        if reason and not no.is_item(number, left, right, whole):
            return self.reject(start, end, reason)
        shared = _SHARED.match(right)
        if shared and not found["bare_scale"] and _CJK.match(left.rstrip()[-1:]):  # 45和30个工作日
            unit = self.units.written(shared[1])
            return self._add(start, end, read_numeral(number), unit, self.units.kinds[shared[1]], left, right, _decimals(number), False)
        if number == "0" and _NONE_OF.search(left) and _SUM_ENDS.match(right):
            return self._add(start, end, Decimal(0), "件", "count", left, right, 0, False)
        if number == "0" and _NO_SHARE.search(left) and _SUM_ENDS.match(right):
            return self._add(start, end, Decimal(0), "%", "rate", left, right, 0, False)
        if "." in number and len(number) <= 5 and _SHARE_WORD.search(left) and _SUM_ENDS.match(right):  # the sign is lost
            return self._add(start, end, read_numeral(number), "%", "rate", left, right, _decimals(number), False)
        persons = (_PERSONS.match(right) or _PERSONS_BEFORE.search(left)) if found["bare_scale"] else None
        if persons:
            scale = found["bare_scale"].strip()
            unit = persons.lastgroup and _PERSON_UNITS[persons.lastgroup] or "人"
            written = number + scale[-1]
            return self._add(start, end, read_numeral(written), unit, "count", left, right, _decimals(written), len(scale) > 1)
        if found["bare_scale"]:
            if not _MONEY.search(left) or not _SUM_ENDS.match(right):
                return end
            scale = found["bare_scale"].strip()
            written = number + scale[-1]
            return self._add(
                start, end, read_numeral(written), "元", "amount", left, right, _decimals(written), len(scale) > 1
            )
        return self._listed(start, end, left, right)

    def _glued(self, number: str, start: int, right: str) -> str:
        """The unit understood of a number that is glued to names of a list: 婚姻31邻里42其他25; empty where it is none."""
        if len(number) > 5 or not number.isdigit() or right[:1] == "年":
            return ""
        last = self.mentions[-1] if self.mentions else None
        if last and last.text.isdigit() and last.kind == "count" and _BETWEEN_GLUED.fullmatch(self.folded, last.end, start):
            return last.unit
        return "项" if _GLUED.match(self.folded, start) else ""

    def _fused(self, start: int, end: int, left: str) -> int:
        """A figure that runs into the year of the next sentence: 废止文件92021年 is 9 and a year."""
        if _DOCUMENTS.search(left):
            return self._add(start, end, read_numeral(self.folded[start:end]), "件", "count", left, "", 0, False)
        return self._listed(start, end, left, "")

    def _listed(self, start: int, end: int, left: str, right: str) -> int:
        number = self.folded[start:end]
        if "." in number or not _CJK.match(left.rstrip()[-1:]) or not _AFTER_LISTED.match(right):
            return end
        if self.quoted and no.is_quoted_name(self.folded, self.text, start):
            return self.reject(start, end, "slogan")
        last = next((m for m in reversed(self.mentions) if m.kind == "count"), None)
        if _AFTER_COUNTED.match(right):  # 行政处罚2100,占33.9%
            unit = last.unit if last and last.unit in _CASE_UNITS or last and not _CASES.search(left) else "件"
            return self._add(start, end, read_numeral(number), unit, "count", left, right, 0, False)
        if last is None or last.end < start - 60 or _CJK.match(right.lstrip()) and len(number) > 3:
            return end
        between = self.folded[last.end : start].replace("。其中", ",其中")
        if "。" in between or "\n" in between or not _LISTED.search(between) or _FOREIGN.search(between):
            return end
        return self._add(start, end, read_numeral(number), last.unit, "count", left, right, 0, False)

    def _cell(self, cell: Cell) -> int:
        number = _CELL_NUMBER.match(self.folded, cell.start)[0]
        kind = self.units.kinds.get(cell.unit, "count")
        unit = self.units.written(cell.unit)
        scale, unit = (unit[0], unit[1:]) if unit[:1] in ("万", "亿") and len(unit) > 1 else ("", unit)
        kind = self.units.kinds.get(unit, kind)
        value = read_numeral(number.lstrip("+-") + scale)
        if kind == "rate" and _COMPARING_HEAD.search(cell.head) or kind == "count" and _STEP_HEAD.search(cell.head):
            kind = "change"
        if number[0] == "-" or kind == "change" and _FALLING_HEAD.search(cell.head):
            value = -value
        left = self.folded[max(cell.start - 6, 0) : cell.start].replace("\t", "|").rpartition("|")[2]
        bound = bound_of(left, self.folded[cell.end : cell.end + 6], kind)
        low, high = allowed(value, bound)
        return self._keep(cell.start, cell.end, value, low, high, unit, bound, kind, _decimals(number.lstrip("+-") + scale))

    def _near(self, start: int) -> tuple[Mention | None, str]:
        last = self.mentions[-1] if self.mentions else None
        if last is None or start - last.end > 4:
            return None, ""
        return last, self.folded[last.end : start]

    def _span(self, start: int, end: int, low: Decimal, high: Decimal, unit: str, kind: str, left: str) -> int:
        last, between = self._near(start)
        kind, sign = kind_of(kind, unit, left, last, between)
        if sign < 0:
            low, high = -high, -low
        return self._keep(start, end, None, low, high, unit, "range", kind, 0)

    def _add(
        self, start: int, end: int, value: Decimal, unit: str, kind: str, left: str, right: str, decimals: int, odd: bool
    ) -> int:
        if odd or left[-1:] == "上" and self.folded[start] in "百千万亿":
            bound = "over"
        else:
            bound = bound_of(left, right, kind)
        last, between = self._near(start)
        kind, sign = kind_of(kind, unit, left, last, between)
        if kind == "change" and unit == "百分点" and bound in ("over", "below") and left.rstrip()[-1:] in ("于", "出"):
            bound = "exact"  # 高于全省3个百分点
        if sign < 0:
            value = -value
        low, high = allowed(value, bound)
        return self._keep(start, end, value, low, high, unit, bound, kind, decimals)

    def _keep(self, start, end, value, low, high, unit, bound, kind, decimals) -> int:
        text = self.text[start:end]
        self.mentions.append(Mention(start, end, text, value, low, high, unit, bound, kind, decimals))
        return end


_FULL_RATE = re.compile(r"[率达到现]$")
_HALF_UNIT = re.compile(r" ?(个工作日|个小时|小时|天|日)")
_NONE_OF = re.compile(r"(?:案件?|败诉|投诉|事故|纠纷|上访|举报|诉讼|复议|纠错)(?:数|量|数量)?(?:均|都|仍|保持)?(?:为|是|:) ?$")  # 败诉案件为0
_SHARE_WORD = re.compile(r"(?:占|占比|比例|比重|[成功合格满意办结化解持证报备优良]率)(?:为|达到|达|约|:)? ?$")
_PERSONS = re.compile(  # 11万农户, 30多万一线执法骨干
    r" ?(?P<households>农户|居民户|脱贫户)|[一基老广城乡农]?[线层年大镇村]?(?:[\u4e00-\u9fff]{2})?(?:农民工|群众|市民|村民|居民|干部|学生|师生|职工|党员|骨干|志愿者|老年人|残疾人|未成年人|从业人员|工作人员|执法人员)"
)
_PERSONS_BEFORE = re.compile(r"(?:人数|人(?P<times>次))(?:[^,。;:、0-9]{0,8}(?:新增|增加))?(?:共|已|约|近|超过|超|突破|达到|达|为|有)* ?$")  # 参与人数1.2万
_PERSON_UNITS = {"households": "户", "times": "人次"}
_NO_SHARE = re.compile(r"率(?:均|都|仍|继续)?(?:保持|为|是|降至|降到|:) ?$")  # 重新犯罪率为0
_SUM_ENDS = re.compile(r" ?(?:[,;。、)]|$)")
_COMPARING_HEAD = re.compile(r"同比|环比|增长|增幅|增减|升降|涨幅")
_STEP_HEAD = re.compile(r" (?:同比|比上年|较上年)?增减(?:数量?|值|情况)?$")
_FALLING_HEAD = re.compile(r"降幅|下降")
_CELL_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?")
_NO_BLANKS = {ord(blank): None for blank in " \r\n"}


def _opens_item(left: str) -> bool:
    return not left.strip() or left.rstrip()[-1] in "。;!?"


def _spread(digits: str) -> tuple[str, str] | None:
    """三五十 → 三十, 五十; 两三 → 两, 三; 七八百 → 七百, 八百; 十五六 → 十五, 十六."""
    if len(digits) < 2:
        return None
    stem, first, rest = "", digits, ""
    if digits[0] in SCALES and len(digits) == 3 and digits[1] in DIGITS and digits[2] in DIGITS:
        stem, first = digits[0], digits[1:]
    if any(c not in DIGITS or c in "零〇" for c in first[:2]):
        return None
    rest = first[2:]
    if any(c not in SCALES for c in rest) or DIGITS[first[0]] >= DIGITS[first[1]]:
        return None
    return stem + first[0] + rest, stem + first[1] + rest


def _decimals(number: str) -> int:
    """Accuracy of a printed number as in XBRL: 98.30 is 2, 35 is 0, 1.3万 is -3, 140余万 is -4."""
    if number.isdigit():
        return 0
    arabic = number[0].isdigit() and number[0] not in DIGITS
    steps = 0
    while number and number[-1] in (SCALES if arabic else LARGE_SCALES):
        steps += len(str(SCALES[number[-1]])) - 1
        number = number[:-1]
    return (len(number.partition(".")[2]) if arabic else 0) - steps
