"""Lists of parts that the text marks: 其中, 分别为, a colon, a bracket, "of them"; nested ones too."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from .labels import Surroundings
from .library import Library
from .model import Mention, Sentence
from .text_tables import Cell

ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "件 宗 起 例 案 件次 桩 笔 批次", "名 人 位 号人 人次", "场 场次 期 次 班 轮 班次 堂 节 讲 课 轮次",
        "个 家 所 处 项 条 类 户 座 支 部 大类 小类 款 种", "份 件 部 册 本 封 张 卷 本 幅", "户 家 户次 家次", "项 件", "元",
        "卷 件 份 宗", "条 篇 则 件",
    )
)  # fmt: skip
STAGES = frozenset(
    {"accepted", "concluded", "cases_handled", "applications_received", "cases_accepted", "cases_concluded", "mediated",
     "head_required", "received", "cases_responded", "disputes_found", "applications_answered", "resolved", "filed",
     "legality_reviews"}
)  # fmt: skip
_MARK = re.compile(r"其中|分别为|分别是|分别有|分别系|包括|包含|含(?!有)|涉及(?=[^,。;]{0,6}$)")
_OF_THEM = re.compile(r"^[^,;:。()\d]{0,14}[中里](?:,|:)|^[^,;:。]{0,12}(?:案件|件|人|项)中$|^[^,;:。()]{0,12}中的$|^[^,;:。]{0,16}中,?(?:有|仅有?|已有|只有|仍有|还有|尚有|就有|便有)$")
_COLON = re.compile(r":[^,;:。、]{0,14}$")
_DIRECT = re.compile(r"[^,;:。()]{0,6}(?:[,:。(]\s*(?:其中|分别|包括|包含)|:|(?:其中|分别)|,[^,;:。()]{0,16}分别|[^,;:。()]{0,10}中,)")
EARLIER = re.compile(r"(?:[较比][^,;。]{0,8}年|[上去]年|同期)[^,;。]{0,4}$|^20\d\d年为$")
_NOUN_IN_BRACKET = re.compile(r"\((?![^()]*(?:[上去]年|同期|年|同比|增|减|累计|共|计|其余|每|平均|折合|约))[\u4e00-\u9fff]{2,10}")
NEAR_NAMES = 12  # figures before a list among which the one that the list names is looked for
_IS = re.compile(r" ?(?:均?为|系|是|属于?)[\u4e00-\u9fff]{2,12}\)")
_OTHER_DOER = re.compile(r"[\u4e00-\u9fff]{2}(?:共|累计)(?!计|有|达|为)[\u4e00-\u9fff]{2,4}$")
LONG_PREDICATE = 6  # characters behind a part that tell what became of it
_DOING = re.compile(r"出具|发放|印发|制发|开展|举办|组织|召开|提出|移送|收缴|追回|挽回|培训|宣讲|走访")  # begins another fact
_HOLDING = re.compile(r"[,(]? ?内?含(?!有)[^,;。()]*")
_WORK = "government_services.cases_handled"  # 业务, of which permits are a kind
_NAMED = re.compile(r"(?:^|[。;,])([\u4e00-\u9fff]{2,14}?)(?:(?:主要|具体|又)*(?:包括|包含|分为)|[中里](?=[,:]))[:,]?[^,;。:]*$")
_NO_NAME = re.compile(r"(?:项目|案件|事项|类|的|人?数|数量)+$")
# Measures that one case may bring together, and parts of a work that one office does: such lists overflow their total.
_MEASURE = re.compile(r"警告|罚款|没收|听证|吊销|暂扣|责令|强制|拘留|停产|查封|扣押|取缔")
_ASIDE = re.compile(r"占|同比|环比|[较比]|增|减|下降|上升|提高|其中|\d")


@dataclass(slots=True)
class _List:
    """A list of parts while it is read."""

    total: int
    sign: str  # mark, colon, bracket or of-them
    parts: list[int] = field(default_factory=list)
    semicolons: bool = False
    done: bool = False
    sure: frozenset[int] = frozenset()  # figures that sum to the total: parts whatever their codes


class ListReader:
    """Reads the marked lists of one document; what it knows of every figure is filled in step by step."""

    def __init__(
        self, folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings],
        codes: Sequence[str], in_cells: Mapping[int, Cell], library: Library,
    ) -> None:  # fmt: skip
        self.folded = folded
        self.sentences = sentences
        self.mentions = mentions
        self.around = around
        self.codes = list(codes)
        self.in_cells = in_cells
        self.own = tuple(codes)
        self.library = library
        self.total_of: list[int | None] = [None] * len(mentions)
        self.listed: set[int] = set()
        self.ancestors = ancestors_of(library)

    # lists with a mark -------------------------------------------------------------------------------------------

    def read_lists(self) -> None:
        open_: list[_List] = []
        last: int | None = None
        for number, mention in enumerate(self.mentions):
            if mention.kind not in ("count", "amount", "duration") or mention.zero_words:
                continue
            gap = self._gap(last, number)
            if gap is None or self._new_paragraph(last, number):
                self._close(open_, 0)
                last = number
                continue
            named = self._named(gap, number)
            opener = self._opener(gap) if named is None else ""
            keep = self._still_open(open_, gap, number) if named is None else 0
            self._close(open_, keep)
            if named is not None:
                open_.append(_List(named, "mark", sure=self._sure(number, named)))
            if opener:
                if opener == "mark" and not alike(self.mentions[last], mention):
                    open_.append(_List(last, opener))  # 46家:其中4次40家: a later part may be alike
                total = self._total_for(number, last, opener, open_, gap)
                if total is not None:
                    open_.append(_List(total, opener, sure=self._sure(number, total)))
            if open_:
                self._add(open_, number, gap)
            last = number
        self._close(open_, 0)

    def share_codes(self) -> None:
        """A list inside a list was read before its total got a code from its own total."""
        for n, total in enumerate(self.total_of):
            if total is None or not self.codes[total] or n not in self.listed:
                continue
            if not self.own[n] and self.codes[n] in ("", self.own[total]) or self._stage_unsaid(n, total):
                self.codes[n] = self.codes[total]

    def _gap(self, last: int | None, number: int) -> str | None:
        if last is None:
            return None
        return self.folded[self.mentions[last].end : self.mentions[number].start]

    def _new_paragraph(self, last: int, number: int) -> bool:
        one, other = self.sentences[self.around[last].sentence], self.sentences[self.around[number].sentence]
        if one.paragraph == other.paragraph:
            return False
        start = self.folded[other.start : other.start + 4]
        return not (start.startswith("其中") and other.paragraph - one.paragraph == 1)

    @staticmethod
    def _opener(gap: str) -> str:
        tail = gap.rsplit("。", 1)[-1]
        mark = _MARK.search(tail)
        if mark and mark[0] in ("其中", "分别为", "分别是", "分别有", "分别系"):
            return "mark"
        if mark and (mark[0] in ("包括", "包含") and len(tail) < 16 or _HOLDING.fullmatch(gap)):
            return "mark"
        if "。" in gap:
            return ""
        opening = gap.rfind("(")
        if opening >= 0 and ")" not in gap[opening:]:
            return "mark" if mark else "bracket" if opening < 12 else ""
        if ("中" in gap or "里" in gap) and _OF_THEM.match(gap.replace(" ", "")):
            return "of-them"
        if ":" in gap and _COLON.search(gap):
            return "colon"
        return ""

    def _named(self, gap: str, number: int) -> int | None:
        """许可包括:食堂许可320件: the figure told before of what the words name of which parts follow."""
        found = _NAMED.search(gap) if "包" in gap or "分为" in gap or "中" in gap or "里" in gap else None
        name = _NO_NAME.sub("", found[1]) if found else ""
        for n in range(number - 1, max(number - NEAR_NAMES, -1), -1) if len(name) > 1 else ():
            if self._new_paragraph(n, number):
                break
            noun = self.around[n].noun
            told = noun.endswith(name) or noun.startswith(name) or self.around[n].after.startswith(name)
            if told and alike(self.mentions[n], self.mentions[number]) and not self._smaller(n, number):
                return n
        return None

    def _still_open(self, open_: list[_List], gap: str, number: int) -> int:
        """How many of the open lists go on behind *gap*."""
        keep = len(open_)
        closed = gap.count(")") - gap.count("(") if gap.count(")") > gap.count("(") else 0
        if ")" in gap and "(" in gap and gap.find(")") < gap.find("("):
            closed = 1
        while closed and keep:
            if open_[keep - 1].sign == "bracket" or self._in_bracket(open_[keep - 1]):
                closed -= 1
            keep -= 1
        if "。" in gap:
            return 0
        if ";" in gap:
            while keep:
                current = open_[keep - 1]
                if self._in_bracket(current):
                    break  # a bracket lasts to its end
                one = len(current.parts) == 1 and self._goes_on(current, number) and not self._held(current)
                if current.semicolons and not _DOING.match(self.around[number].noun) or one:
                    current.semicolons = True
                    break
                if current.sign == "of-them" and self._goes_on(current, number):
                    break
                if current.sign == "mark" and not current.done and self._named_alike(current, number) and self._goes_on(current, number):
                    current.semicolons = True
                    break
                keep -= 1
        return keep

    def _held(self, current: _List) -> bool:
        """126名,含新领证8名: whether the first part is only held by its total."""
        return _HOLDING.fullmatch(self.folded, self.mentions[current.total].end, self.mentions[current.parts[0]].start) is not None

    def _named_alike(self, current: _List, number: int) -> bool:
        """Whether a figure counts what the total or a part before it counts: 路政许可8宗;施工许可30宗."""
        noun = _NO_NAME.sub("", self.around[number].noun)
        if len(noun) < 2 or self.mentions[number].unit != self.mentions[current.total].unit:
            return False
        others = [_NO_NAME.sub("", self.around[n].noun) for n in (current.total, *current.parts)]
        kinds = (self.around[n].noun.endswith("类") for n in (number, *current.parts))
        return any(noun[-2:] == other[-2:] for other in others) or len(current.parts) > 1 and all(kinds)

    def _in_bracket(self, current: _List) -> bool:
        first = current.parts[0] if current.parts else current.total
        between = self.folded[self.mentions[current.total].end : self.mentions[first].start]
        return "(" in between

    def _goes_on(self, current: _List, number: int) -> bool:
        total, mention = self.mentions[current.total], self.mentions[number]
        if not alike(total, mention) or not self._may_be_part(current, number):
            return False
        return total.value is None or mention.value is None or self._sum(current.parts) + mention.value <= total.value

    def _total_for(self, number: int, last: int, opener: str, open_: list[_List], gap: str) -> int | None:
        """The nearest figure before that the mention can be a part of; a total whose parts sum to it goes first."""
        run = self._run(number)
        for n in range(last + 1, number) if opener == "mark" and len(run) > 1 else ():
            change = self.mentions[n]  # 140人,较上年减少24人,其中退休11人、调离13人
            if change.kind == "change" and change.value and change.unit == self.mentions[number].unit and self._sums_to(run, abs(change.value)):
                return n
        first_sentence = self.around[number].sentence - (1 if "。" in gap else 0)
        candidates = []
        for n in range(number - 1, -1, -1):
            if self.around[n].sentence < first_sentence or len(candidates) >= 6:
                break
            mention = self.mentions[n]
            if mention.kind == self.mentions[number].kind and alike(mention, self.mentions[number]) and not self._smaller(n, number):
                candidates.append(n)
        if not candidates:
            return last if self._said(number, last, opener, gap, open_) else None
        if opener in ("colon", "bracket") and candidates[0] != last:
            return None
        summing = [n for n in candidates if len(run) > 1 and self._sums_to(run, self.mentions[n].value)]
        if summing:
            return next((n for n in summing if self.codes[n]), summing[0])
        if self._said(number, last, opener, gap, open_):
            return last
        same = [n for n in candidates if counted_as(self.mentions[n], self.mentions[number])]
        if same and same[0] != candidates[0] and self.mentions[candidates[0]].kind == "count" and opener == "mark":
            return same[0]  # 抽查203项,企业1225户,其中联合抽查13项
        if open_ and open_[-1].total in candidates and open_[-1].sign != "bracket" and "(" not in gap and last in open_[-1].parts:
            return last if last in candidates else open_[-1].total
        return candidates[0]

    def _sure(self, number: int, total: int) -> frozenset[int]:
        run = self._run(number)
        so_far = Decimal(0)
        whole = self.mentions[total].value
        whole = abs(whole) if whole is not None else None
        for count, n in enumerate(run, start=1):
            so_far += self.mentions[n].value or 0
            if count > 1 and so_far == whole:
                return frozenset(run[:count])
        return frozenset()

    def _said(self, number: int, last: int, opener: str, gap: str, open_: list[_List]) -> bool:
        """Whether place and words make a list of what stands behind *last*, though its first part is larger: a wrong figure."""
        one = self.mentions[last]
        if not self._smaller(last, number) or not alike(one, self.mentions[number]) or last in (p for c in open_ for p in c.parts):
            return False
        if opener == "bracket" or not _DIRECT.match(gap) or EARLIER.search(self.around[last].before):
            return False
        own, whole = self.own[number], self.own[last]
        related = not own or own == whole or own.split(".")[0] == whole.split(".")[0]
        return related and (opener == "mark" or len(self._run(number)) > 1)

    def _run(self, number: int) -> list[int]:
        """The figures from *number* to the end of its sentence or bracket that are alike."""
        run = [number]
        semicolons = False
        for n in range(number + 1, len(self.mentions)):
            if self.around[n].sentence != self.around[number].sentence:
                break
            between = self.folded[self.mentions[n - 1].end : self.mentions[n].start]
            if ")" in between and "(" not in between:
                break
            if ";" in between and len(run) > 1 and not semicolons:
                break  # A22件、B10件;不予受理2件
            semicolons = semicolons or ";" in between
            if self.mentions[n].kind != self.mentions[number].kind:
                continue
            if not alike(self.mentions[n], self.mentions[number]):
                break
            run.append(n)
        return run

    def _sums_to(self, run: list[int], value: Decimal | None) -> bool:
        total = Decimal(0)
        for count, n in enumerate(run, start=1):
            if self.mentions[n].value is None:
                return False
            total += self.mentions[n].value
            if total == value and count > 1:
                return True
        return False

    def _smaller(self, total: int, part: int) -> bool:
        one, other = self.mentions[total].value, self.mentions[part].value
        return one is not None and other is not None and one < other and self.mentions[total].bound == "exact"

    def _add(self, open_: list[_List], number: int, gap: str) -> None:
        mention = self.mentions[number]
        current = next((c for c in reversed(open_) if number in c.sure or alike(self.mentions[c.total], mention)), open_[-1])
        total = self.mentions[current.total]
        if number in current.sure and not current.done:
            current.parts.append(number)
            return
        if not alike(total, mention):
            if mention.kind == total.kind and current.parts:
                current.done = current.done or "," in gap
            return
        if current.done or (current.parts and (not self._may_be_part(current, number) or self._ended(current, number, gap))):
            current.done = True
            return
        full = current.parts and not self._in_bracket(current) and self._full(current) and not self._second_breakdown(current, number)
        if full and not self._same_noun(current.parts[-1], number) and not self._measures(current, number):
            current.done = True
            return
        current.parts.append(number)

    def _ended(self, current: _List, number: int, gap: str) -> bool:
        """Whether the list ended before *number*: behind 其他, or where sentences of other facts stand between."""
        if self._in_bracket(current):
            return False
        if "," in gap and _OTHER_DOER.search(self.around[number].before):
            return True  # 其中公开2100条,上级网站共采用670条
        last = current.parts[-1]
        if self._rest(last) and "," in gap and not self._second_breakdown(current, number):
            return True
        overflow = current.sign == "mark" and not self._smaller(current.total, last) and not self._goes_on(current, number)
        if overflow and "," in gap and len(self.around[last].after) > LONG_PREDICATE:
            return True  # 问题11个,其中5个列入集中整治清单,查摆个人问题10个
        others = [c for c in re.split(r"[,;]", gap)[1:-1] if c and not _ASIDE.match(c)]
        return len(others) > 1 and gap.count(",") > 2

    def _rest(self, n: int) -> bool:
        return self.around[n].noun.startswith(("其他", "其它", "其余"))

    def _may_be_part(self, current: _List, number: int) -> bool:
        code, whole = self.own[number], self.codes[current.total]
        if not code or code == whole or not whole or self._stage_unsaid(number, current.total):
            return not (code and not whole and current.parts and self.own[current.parts[0]] != code)
        if whole in self.ancestors[code] or code == "mediation.succeeded":
            by_kind = current.parts and all(self.own[n] in ("", whole) for n in current.parts)
            return not is_stage(code) and not by_kind  # after a breakdown by channel an outcome is that of the last channel
        if is_stage(code):
            return False
        if current.sign == "mark" and (whole == _WORK and code.startswith("enforcement.license") or self._same_noun(current.total, number)):
            return True
        return current.sign == "mark" and code.split(".")[0] == whole.split(".")[0]

    def _sum(self, parts: Sequence[int]) -> Decimal:
        return sum((self.mentions[n].value or Decimal(0) for n in parts), Decimal(0))

    def _full(self, current: _List) -> bool:
        value = self.mentions[current.total].value
        return value is not None and len(current.parts) > 1 and self._sum(current.parts) == value

    def _same_noun(self, one: int, other: int) -> bool:
        first, second = self.around[one].noun, self.around[other].noun
        return len(first) > 2 and len(second) > 2 and first[-2:] == second[-2:]

    def _measures(self, current: _List, number: int) -> bool:
        """90件,其中警告12件、罚款78件、没收5件: measures that one case may bring together sum to more than the cases."""
        return all(_MEASURE.search(self.around[n].noun) for n in (*current.parts, number))

    def _second_breakdown(self, current: _List, number: int) -> bool:
        """20件中,公安类12件、土地类8件,行政处罚14件、行政确权6件: the same total broken down once more."""
        value = self.mentions[current.total].value
        run = self._run(number)
        return len(run) > 1 and value is not None and self._sums_to(run, value)

    def _close(self, open_: list[_List], keep: int) -> None:
        while len(open_) > keep:
            self._settle(open_.pop())

    def _settle(self, current: _List) -> None:
        parts, total = current.parts, self.mentions[current.total]
        if not parts or current.total in parts:
            return
        if len(parts) < 2 and current.sign == "colon":
            return
        if len(parts) < 2 and current.sign == "bracket" and not self._behind_its_noun(current) and not self._before_its_noun(current):
            return
        if len(parts) < 2 and current.sign != "bracket" and self.mentions[parts[0]].value == total.value:
            return
        if current.sign == "bracket" and total.value is not None and self._sum(parts) > total.value:
            return
        if total.kind == "change" and not self.codes[current.total]:
            self.codes[current.total] = self.codes[current.total - 1]  # the level that changed stands before it
        for place, n in enumerate(parts):
            if self.total_of[n] is None and n != current.total:
                self._take(n, self._step(n, parts[:place], current.total))

    def _step(self, part: int, before: Sequence[int], total: int) -> int:
        """42件,其中审结30件,胜诉29件: the step of the list that an outcome breaks down, else the total of the list."""
        above = self.ancestors.get(self.own[part], ())
        if self.own[part] == self.codes[total] or not above or above[0] == self.codes[total]:
            return total
        steps = [n for n in before if self.own[n] == above[0] and is_stage(above[0]) and not self._smaller(n, part)]
        return steps[-1] if steps else total

    def _behind_its_noun(self, current: _List) -> bool:
        """475起(醉驾132起): a bracket right behind its total that holds a noun and a figure and nothing else."""
        between = self.folded[self.mentions[current.total].end : self.mentions[current.parts[0]].start]
        after = self.folded[self.mentions[current.parts[0]].end : self.mentions[current.parts[0]].end + 1]
        return bool(_NOUN_IN_BRACKET.fullmatch(between)) and after == ")" and self.mentions[current.total].unit != ""

    def _before_its_noun(self, current: _List) -> bool:
        """14次(3次为跨部门抽查): the figure opens the bracket and what it counts is said behind it."""
        total, part = self.mentions[current.total], self.mentions[current.parts[0]]
        if part.unit != total.unit or self.folded[total.end : part.start].strip() != "(":
            return False
        return _IS.match(self.folded, part.end) is not None

    def _take(self, part: int, total: int) -> None:
        self.total_of[part] = total
        if not self.codes[part] or self._stage_unsaid(part, total):
            self.codes[part] = self.codes[total]
            self.listed.add(part)
        if not self.own[part] or self.own[part] == self.codes[total]:
            self.listed.add(part)

    def _stage_unsaid(self, part: int, total: int) -> bool:
        """受理1021件,其中民事案件880件: a part that names no stage is of the stage of its total."""
        one, other = self.own[part].split("."), self.codes[total].split(".")
        return one[-1] == "cases_handled" and one[0] == other[0] and is_stage(self.codes[total])


_ALIKE_UNITS = {
    unit: frozenset().union(*(words for words in ALIKE if unit in words)) for unit in frozenset().union(*ALIKE)
}


def alike(one: Mention, other: Mention) -> bool:
    """Whether two figures count in the same way, so that one can be a share of the other."""
    if one.kind != other.kind:
        return False
    if one.unit == other.unit or not one.unit or not other.unit:
        return True
    return other.unit in _ALIKE_UNITS.get(one.unit, ())


_ONE_MEASURE = tuple(frozenset(words.split()) for words in ("人 名 位 号人", "件 宗 起 例 案", "家 所 个", "场 场次", "项 个"))


def counted_as(one: Mention, other: Mention) -> bool:
    """Whether two figures are counted with one measure word, or with two that mean the same (人 and 名)."""
    if one.kind != other.kind:
        return False
    return one.unit == other.unit or any(one.unit in words and other.unit in words for words in _ONE_MEASURE)


@lru_cache(maxsize=4)
def ancestors_of(library: Library) -> dict[str, tuple[str, ...]]:
    """For every code what it breaks down, and what that breaks down; the denominator of its rate where the codebook has no total."""
    wholes = {i.numerator: i.denominator for i in library.indicators.values() if i.numerator and i.denominator}
    return {code: _above(code, wholes, library) for code in library.indicators}


def _above(code: str, wholes: dict[str, str], library: Library) -> tuple[str, ...]:
    chain: list[str] = []
    while code in library.indicators:
        code = library.indicators[code].parts_of or ("" if chain else wholes.get(code, ""))
        if not code or code in chain:
            break
        chain.append(code)
    return tuple(chain)


def is_stage(code: str) -> bool:
    """Whether a code is a stage of a pipeline (受理, 审结), which is no share of the stage before it."""
    return code.partition(".")[2] in STAGES
