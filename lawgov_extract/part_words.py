"""Parts that a word tells: outcomes, 市本级 within 全市, ways of service, things with an attribute, parts named as their totals."""

import re
from os.path import commonprefix

from .part_lists import ListReader, alike, counted_as, is_stage

_OUTCOME = re.compile(  # what becomes of a thing that was found, reviewed or dealt with
    r"(?:其中|目前|现|全部|均|已|被|当场|及时|直接|依法|督促|要求|责令|助力|推动|成功)*(?:完成)?"
    r"(?:(?:评[出选定为]{0,2})?(?:优秀|优良|良好|不合格|瑕疵)(?:案卷|卷宗|等次)?|查实|属实|退回|纠正|纠错|整改|改到位|整改到位|废改|差评|执行|履行|化解|超限|销号|采纳)(?:到位|完成|的|了)*"
)
_THOSE = re.compile(r"^ ?(?:已|其中)?(?:取得|获得|具有|拥有|持有|通过)[\u4e00-\u9fff]{2,12}的$")  # 取得资格的21名
_RESOLVED = re.compile(r"(?:化解|执行|履行)(?:到位|完成|的|了)*$")
_DONE = re.compile(r"^(?:,? ?(?:目前|现)?已|,(?:助力|推动|成功))")
_AT_ONCE = re.compile(r" ?(?:目前|现)?已")  # 共80件已化解62件
_CASES_OF_OLD = re.compile(r"积案|存量|清单|历史遗留")
_BEHIND = re.compile(r"(?:不合格|不达标|超限|未整改|在全[国省市县区]推广)$")
_LEFT = re.compile(r"(?:尚|还|仍|现)有$")
_NOT_DONE = re.compile(r"未|正在|还在|仍在|待|继续|在审|在办")
_EXCEPT = re.compile(r"[,。;] ?除$")
_CUT = re.compile(r"[;。:]|另|此外|同时")
_OWN_LEVEL = re.compile(r"(?:^|[,;。:、])[\u4e00-\u9fff]{0,6}?[市县区州盟旗省]本级")
_WHOLE_PLACE = re.compile(r"(?:^|[,;。:])[^,;。:]{0,8}全[省市县区州盟旗]")
_WAY = re.compile(r"(?:可网办|网上(?:可|能)?办|网上办理|全程网办|即办|马上办|就近办|一次办|零跑动?|不见面|一网通办|掌上?(?:可|能)?办|最多跑一次|跑[零0一]次|自助机?(?:可|能)?办)(?![\"'”]?(?:比例|率))")
_ITEMS = ("government_services.items", "government_services.one_visit_items")
_SIDE_BY_SIDE = re.compile(r"[^,;。:()\d]{0,10}[和与及、,]{1,2}[^,;。:()、\d]{0,8}")


class WordReader(ListReader):
    """Reads the parts that no list holds."""

    def read_words(self) -> None:
        for n, mention in enumerate(self.mentions):
            if not n or self.total_of[n] is not None or mention.kind != "count" or mention.zero_words or mention.value is None:
                continue
            if n in self.in_cells or self.around[n].gap is None:
                continue
            total = self._whole_of_outcome(n)
            if total is None:
                total = self._whole_of_rest(n)
            if total is None:
                total = self._whole_of_attribute(n)
            if total is None and self.around[n].left:
                kind = self._whole_of_way(n)
                total = kind if kind is not None else self._whole_place(n)
                if total is not None and self.codes[n] == self.codes[total]:
                    self.listed.add(n)  # told apart by the words before it
            if total is not None and self.total_of[total] != n:
                self.total_of[n] = total

    def _before(self, n: int) -> range:
        """The figures before *n* in its sentence, the nearest first."""
        first = n
        while first and self.around[first - 1].sentence == self.around[n].sentence:
            first -= 1
        return range(n - 1, first - 1, -1)

    def _holds(self, total: int, part: int, besides: str = "") -> bool:
        """Whether a figure can be the total of another; *besides* is what its measure word may have more: 辆次 of 辆."""
        one, other = self.mentions[total], self.mentions[part]
        if one.value is None or one.value < other.value or one.zero_words or one.kind != other.kind:
            return False
        return counted_as(one, other) or bool(besides) and one.unit == other.unit + besides

    def _whole_of_outcome(self, n: int) -> int | None:
        """审查草案21件,退回3件: the things counted right before, a rate of theirs left out."""
        words = self.around[n]
        behind = not words.noun and _BEHIND.match(words.after.strip()) or _THOSE.search(words.before)
        if not behind and not _OUTCOME.fullmatch(words.noun) or is_stage(self.own[n]) and not _AT_ONCE.match(words.left):
            return None
        if words.noun.startswith("完成") and "已" not in words.before:
            return None  # a piece of work of its own
        last = n - 1
        while last >= 0 and self.mentions[last].kind == "rate":
            last -= 1
        if last < 0 or self.around[last].sentence != words.sentence or n - last > 3 or not self._holds(last, n, "次"):
            return None
        between = self.folded[self.mentions[last].end : self.mentions[n].start]
        if _CUT.search(between) or between.count(",") > n - last:
            return None
        if _RESOLVED.search(words.noun) and not _DONE.match(between) and not _CASES_OF_OLD.search(self.around[last].clause):
            return None  # 化解 and 履行 are mostly stages of their own
        total = self.total_of[last]
        return total if total is not None and _OUTCOME.fullmatch(self.around[last].noun) else last

    def _whole_of_rest(self, n: int) -> int | None:
        """53项,除3项外全部完成; 48件,还有5件未审结: what is not done yet."""
        words = self.around[n]
        if _LEFT.search(words.before):
            if not _NOT_DONE.search(words.after):
                return None
        elif not (words.left.endswith("除") and "外" in words.after and _EXCEPT.search(words.left)):
            return None
        last = n - 1
        if words.sentence != self.around[last].sentence or not alike(self.mentions[last], self.mentions[n]):
            return None
        total = self.total_of[last]
        total = last if total is None else total
        return total if self._holds(total, n) else None

    def _whole_of_way(self, n: int) -> int | None:
        """政务服务事项1350项,可网办事项1300项: how many of the items can be had in that way."""
        words = self.around[n]
        if self.mentions[n].text.isdigit() or self.own[n] and self.own[n] not in _ITEMS or not _WAY.search(words.before) and not _WAY.search(words.after):
            return None
        for total in self._before(n):
            if self.own[total] == _ITEMS[0] and self._holds(total, n) and not _WAY.search(self.around[total].before):
                return total if self.total_of[total] is None else self.total_of[total]
        return None

    def _whole_place(self, n: int) -> int | None:
        """全市办件4300件;市本级办件2000件: what the office's own level did of what its whole place did."""
        left = self.around[n].left
        if "本级" not in left or not _OWN_LEVEL.search(left):
            return None
        noun = self.around[n].noun[-2:]
        for total in self._before(n):
            same = self.own[n] == self.own[total] and (self.own[n] or noun == self.around[total].noun[-2:])
            if same and self._holds(total, n) and self.total_of[total] is None and _WHOLE_PLACE.search(self.around[total].clause):
                return total
        return None

    def _whole_of_attribute(self, n: int) -> int | None:
        """合同690件,已备案的合同310件: those of them that the words before 的 tell."""
        attribute, sign, noun = self.around[n].noun.rpartition("的")
        if not sign or len(noun) < 2 or len(attribute) < 2:
            return None
        for total in self._before(n):
            told = self.around[total].noun
            if self._holds(total, n) and told.endswith(noun) and not told.endswith("的" + noun):
                return total
        return None

    # parts named as their totals ---------------------------------------------------------------------------------

    def read_names(self) -> None:
        """制度12项和清单8项,其中县级制度5项、县级清单3项: of two totals told side by side each has the parts of its name."""
        lists: dict[int, list[int]] = {}
        for n, total in enumerate(self.total_of):
            if total is not None and total < n and n not in self.in_cells:
                lists.setdefault(total, []).append(n)
        for total, parts in lists.items():
            beside = self._beside(total, parts[0])
            if not beside or self._sum(parts) == self.mentions[total].value:
                continue
            for part in parts:
                best = max(beside, key=lambda other: self._likeness(part, other))
                if self._likeness(part, best) > max(self._likeness(part, total), 1) and self._holds(best, part):
                    self.total_of[part] = best

    def _beside(self, total: int, first: int) -> list[int]:
        """Figures of the same measure that stand in one row with a total, before its first part."""
        found = []
        for n, other in ((total - 1, total - 1), (total + 1, total)):
            if not 0 <= n < first or n == first or self.total_of[n] is not None or self.around[n].sentence != self.around[total].sentence:
                continue
            if alike(self.mentions[n], self.mentions[total]) and _SIDE_BY_SIDE.fullmatch(self._gap(other, other + 1)):
                found.append(n)
        return found

    def _likeness(self, one: int, other: int) -> int:
        """How many characters the nouns of two figures share at their end, or the words behind them at their start."""
        first, second = self.around[one], self.around[other]
        nouns = commonprefix([first.noun[::-1], second.noun[::-1]])
        return max(len(nouns), len(commonprefix([first.after.strip(), second.after.strip()])))
