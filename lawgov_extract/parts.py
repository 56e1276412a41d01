"""Totals and their parts: marked lists, enumerations that sum, shares, outcomes, parts before the total."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .labels import Surroundings
from .library import Library
from .model import Mention, Sentence
from .part_lists import EARLIER, alike, counted_as, is_stage
from .part_words import WordReader
from .text_tables import Cell

SURE_SUM = 10  # like figures right behind one that sum to it are its parts; smaller ones may do so by chance
SURE_SUM_OF_TWO = 20
FAR_SHARES = 15  # sentences
FAR_IN_TABLE = 24  # rows, or lines of a table that came one cell a line
_ENUMERATION = re.compile(r"[^,;:。(]*[、和及][^,;:。(]*")
_PASSED = re.compile(r"(?<!不)合格(?!样|品|产)|获?通过的?$|入选|获批|成功|获评|已[持办整答销]|按期|^整改|^保留")
_SUMMED_UP = re.compile(r"^[^,;:。()、]{0,6},(?:以上|总计|合计|共计|共)")
_SHARE = re.compile(r"^[^,;:。()\d]{0,8}[,( ]*占[^,;:。()\d]{0,14}$")
_OF_THOSE = re.compile(r"[中看:][,:]?|^其中")
_LISTED = re.compile(r"[^,;:。()、]{0,4}、[^,;:。()、]{0,16}")
_ROW = re.compile(r"[^,;:。]*、[^,;:。、]*")
_EACH_OF = re.compile(r"各(?:自|有|涉及|配备|配|设|建|派|选|明确|梳理|开展|办理|召开)*$")
_ANSWERED = "disclosure.applications_answered"
_ANSWER = re.compile(r"答复|办结|办理|回复|结转")
_PROCEDURE = re.compile(r"(?:一般|普通|简易|快速|简化)(?:程序|办理|程序案)")
_NEXT_STAGE = re.compile(r"(?:已|共|予以|实际|全部|直接|依法|决定)*(?:受理|办结|结案|立案|转办|交办|移送|登记)(?:案件|申请)?")
_TOTAL_WORD = re.compile(r"(?:共计|合计|总计|共|总数|累计)[^,。;、]{0,8}$")


@dataclass(frozen=True, slots=True)
class Parts:
    """For every mention: the number of its total or None, and whether it is an item of a list without a word of its own."""

    total_of: tuple[int | None, ...]
    code_of: tuple[str, ...]
    listed: frozenset[int]


def find_parts(
    folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings],
    codes: Sequence[str], in_cells: Mapping[int, Cell], library: Library,
) -> Parts:  # fmt: skip
    """
    Find which figures the text presents as shares of a stated total.

    Args:
        codes: The code that a pattern gave each mention, empty where none did.
        in_cells: The cells of the mentions that stand in tables.

    Returns:
        The total of every part, and the codes with those that parts take over from their total.
    """
    reader = _Reader(folded, sentences, mentions, around, codes, in_cells, library)
    reader.read_lists()
    reader.read_sub_items()
    reader.read_shares()  # before sums: 64件(50%)、38件、21件、5件 of 128 would sum to their first
    reader.read_sums()
    reader.climb_lists()
    reader.read_outcomes()
    reader.read_sentences()
    reader.read_words()
    reader.read_names()
    reader.share_codes()
    return Parts(tuple(reader.total_of), tuple(reader.codes), frozenset(reader.listed))


class _Reader(WordReader):
    """Adds what no mark tells: sums, shares, outcomes."""

    # items and their sub-items -----------------------------------------------------------------------------------

    def read_sub_items(self) -> None:
        """行政许可18项76子项: the sub-items are those of the items they follow at once."""
        for n in range(1, len(self.mentions)):
            one, other = self.mentions[n - 1], self.mentions[n]
            if other.unit.startswith("子") and one.unit == other.unit[1:] and self.total_of[n] is None and not self._gap(n - 1, n).strip(" 、(,"):
                self._take(n, n - 1)

    # enumerations that sum ---------------------------------------------------------------------------------------

    def read_sums(self) -> None:
        """Runs of like figures in one sentence that sum to the figure before or, with 共 or 合计, behind them."""
        by_sentence: dict[int, list[int]] = {}
        for n, mention in enumerate(self.mentions):
            if mention.kind in ("count", "amount") and mention.value is not None and not mention.zero_words:
                by_sentence.setdefault(self.around[n].sentence, []).append(n)
        for numbers in by_sentence.values():
            if len(numbers) < 3:  # a total and two parts
                continue
            for place, total in enumerate(numbers):
                if total in map(self.total_of.__getitem__, numbers):
                    continue
                self._sum_behind(numbers[place + 1 :], total)
                if place > 1 and _TOTAL_WORD.search(self.around[total].clause):
                    self._sum_before(numbers[:place], total)

    def climb_lists(self) -> None:
        """40件;一般程序31起,简易程序9起;其中无证经营5件: behind a semicolon the list is that of the whole again."""
        for n, total in enumerate(self.total_of):
            if total is None or total > n or self.total_of[total] is None or self.total_of[n - 1] == total and n - 1 != total:
                continue
            whole = self.total_of[total]
            between = self.folded[self.mentions[total].end : self.mentions[n].start]
            if ";" not in between.rpartition("其中")[0] or self._smaller(whole, n):
                continue
            for part in range(n, len(self.mentions)):
                if self.total_of[part] == total:
                    self.total_of[part] = whole

    def _sum_behind(self, rest: list[int], total: int) -> None:
        if len(rest) < 2 or not self.mentions[total].value or _ENUMERATION.fullmatch(self._gap(total, rest[0])):
            return  # 2个领域、1个问题和1个案件: an enumeration, no total
        run: list[int] = []
        so_far = Decimal(0)
        sure = self._sure(rest[0], total) if self.mentions[total].value >= SURE_SUM and rest[0] == total + 1 else frozenset()
        two = len(sure) == 2 and not self._by_procedure(sure)
        if two and self.mentions[total].value < SURE_SUM_OF_TWO and ";" in self._gap(total, rest[0]):
            return  # 会议11次;办公7次;督导4次
        if _NEXT_STAGE.fullmatch(self.around[rest[0]].noun) and not _OF_THOSE.search(self._gap(total, rest[0])):
            return  # 收到600件,受理580件,不予受理20件
        if _EACH_OF.search(self.around[rest[0]].before):
            return  # 两镇各涉及6类36项;街道各涉及5类25项
        if sure and all(self.total_of[n] is None and not self._next_stage(n) and self._counted_alike(n, total) for n in sure):
            for part in sorted(sure):
                self._take(part, total)
            return
        for n in rest:
            if not counted_as(self.mentions[n], self.mentions[total]) or self.total_of[n] is not None:
                break
            if self.own[n] and self.own[n] != self.own[total] and (is_stage(self.own[n]) or not self._below(n, total)):
                break
            if self.own[n] and not self.own[total]:
                break
            run.append(n)
            so_far += self.mentions[n].value or 0
            if len(run) > 1 and so_far == self.mentions[total].value:
                for part in run:
                    self._take(part, total)
                return

    def _counted_alike(self, part: int, total: int) -> bool:
        """Whether both have one measure word and stand in running text."""
        return counted_as(self.mentions[part], self.mentions[total]) and part not in self.in_cells

    def _next_stage(self, n: int) -> bool:
        """Whether a figure is that of a stage; 予以公开31件 has the code of the answers and tells what they were."""
        return is_stage(self.own[n]) and (self.own[n] != _ANSWERED or _ANSWER.search(self.around[n].noun) is not None)

    def _by_procedure(self, parts: Iterable[int]) -> bool:
        """一般程序31起,简易程序9起: cases by the way they are dealt with."""
        return all(_PROCEDURE.search(self.around[n].noun) for n in parts)

    def _below(self, part: int, total: int) -> bool:
        return self.own[total] in self.ancestors.get(self.own[part], ())

    def _sum_before(self, rest: list[int], total: int) -> None:
        run: list[int] = []
        for n in reversed(rest):
            if not alike(self.mentions[n], self.mentions[total]) or self.total_of[n] is not None:
                break
            run.append(n)
            if len(run) > 1 and self._sum(run) == self.mentions[total].value:
                for part in run:
                    if self.codes[total] or not self.own[part]:
                        self._take(part, total)
                    else:
                        self.total_of[part] = total
                return
        run = self._summed_up(rest, total)
        if len(run) > 1:
            for part in run:
                self._take(part, total)

    def _summed_up(self, rest: list[int], total: int) -> list[int]:
        """A31件、B22件,以上共84件: an enumeration right before its total, though it does not sum."""
        run: list[int] = []
        if not _SUMMED_UP.match(self._gap(rest[-1], total)):
            return run
        for n in reversed(rest):
            own = self.own[n]
            if not alike(self.mentions[n], self.mentions[total]) or self.total_of[n] is not None:
                break
            if run and not _LISTED.fullmatch(self._gap(n, run[-1])):
                break
            if own and own != self.own[total] and not self._below(n, total):
                return []
            run.append(n)
        return run

    # shares and sums told further on ------------------------------------------------------------------------------

    def read_shares(self) -> None:
        """349件,占比31%: the figure told before of which each is that share; all shares of one sentence are of one total."""
        by_sentence: dict[int, dict[int, list[int]]] = {}
        cells: dict[int, list[int]] = {}  # total → counts in a table each beside its share
        for n in range(1, len(self.mentions)):
            rate, part = self.mentions[n], self.mentions[n - 1]
            if rate.kind != "rate" or rate.unit != "%" or not rate.value or part.kind != "count" or not part.value:
                continue
            if n in self.in_cells and n - 1 in self.in_cells and not self._gap(n - 1, n).strip(" |\t\n"):
                for t in self._told_before(n - 1):
                    if t not in self.in_cells and _is_share(part, self.mentions[t], rate):
                        cells.setdefault(t, []).append(n - 1)
                continue
            if self.around[n].sentence != self.around[n - 1].sentence or not _SHARE.match(self._gap(n - 1, n)):
                continue
            totals = [t for t in self._told_before(n - 1) if _is_share(part, self.mentions[t], rate)]
            by_sentence.setdefault(self.around[n].sentence, {})[n - 1] = totals
        for total, numbers in cells.items():
            if len(numbers) > 2:
                for part in numbers:
                    if self.total_of[part] is None:
                        self._take(part, total)
        for shares in by_sentence.values():
            votes: dict[int, int] = {}
            for totals in shares.values():
                for t in totals:
                    votes[t] = votes.get(t, 0) + 1
            if not votes:
                continue
            best = max(votes, key=lambda t: (votes[t], t))
            for part, totals in shares.items():
                total = best if best in totals or not totals and votes[best] > 1 else totals[0] if totals else None
                if total is None or self.total_of[part] is not None or self.total_of[total] == part:
                    continue
                if total in totals or not self._smaller(total, part) and (not is_stage(self.own[part]) or votes[best] > 2):
                    self._take(part, total)

    def _told_before(self, n: int) -> list[int]:
        """Like figures told before *n* in its section that can be a total, the nearest first."""
        sentence = self.around[n].sentence
        section = self.sentences[sentence].section
        found = []
        for t in range(n - 1, max(n - 60, -1), -1):
            place = self.around[t].sentence
            if sentence - place > FAR_SHARES or self.sentences[place].section[:1] != section[:1]:
                break
            one = self.mentions[t]
            if one.kind == "count" and one.value and one.bound == "exact" and alike(one, self.mentions[n]):
                found.append(t)
        return found

    def read_sentences(self) -> None:
        """办结的案件中,A19件;B3件。: a sentence whose figures sum to one told shortly before."""
        by_sentence: dict[int, list[int]] = {}
        for n, mention in enumerate(self.mentions):
            if mention.kind == "count" and mention.value and not mention.zero_words and n not in self.in_cells:
                by_sentence.setdefault(self.around[n].sentence, []).append(n)
        for number, run in by_sentence.items():
            first = run[0]
            if len(run) < 2 or any(not alike(self.mentions[first], self.mentions[n]) for n in run):
                continue
            start = self.folded[self.sentences[number].start : self.mentions[first].start]
            if len(run) < 3 and not _OF_THOSE.search(start) and not self._by_procedure(run):
                continue
            inner = [n for n in run if self.total_of[n] in run]
            run = [n for n in run if n not in inner]
            if len(run) < 2:
                continue
            for total in self._told_before(first):
                near = number - self.around[total].sentence
                if not 0 < near <= 3 or self._sum(run) != self.mentions[total].value:
                    continue
                if near > 1 and not self.own[total] and not _OF_THOSE.search(start):
                    continue
                if not any(is_stage(self.own[n]) and self.own[n] != self.own[total] for n in run):
                    for part in run:
                        if self.total_of[part] is None:
                            self._take(part, total)
                break

    # outcomes ----------------------------------------------------------------------------------------------------

    def read_outcomes(self) -> None:
        """维持10件 after 审结20件: an outcome is a part of the nearest figure of the code it breaks down."""
        for n, code in enumerate(self.own):
            if self.total_of[n] is not None or is_stage(code) or self.mentions[n].kind not in ("count", "amount"):
                continue
            if self._passed(n):
                self.total_of[n] = n - 1
                if not self.codes[n]:
                    self.listed.add(n)
                continue
            if not code:
                continue
            above = self.ancestors[code]
            if code == "mediation.succeeded":
                above = (*above, "mediation.mediated", "mediation.accepted")
            if not above:
                continue
            totals = [t for t in self._near(n) if self.own[t] in above and not self._smaller(t, n) and self._told_together(t, n)]
            totals = [t for t in totals if not self._beside_larger(t, n)]
            if not totals:
                totals = self._total_of_sibling(n, above)
            if totals:
                run = self._siblings(n)
                summing = (t for t in totals if len(run) > 1 and self._sum(run) == self.mentions[t].value)
                total = next(summing, totals[0])
                while self.around[total].sentence != self.around[n].sentence and total in self.listed and self.total_of[total] is not None:
                    total = self.total_of[total]  # of the whole, not of the last item of a list that has ended
                self.total_of[n] = total

    def _told_together(self, total: int, part: int) -> bool:
        """Items on a list are counted sentence by sentence; cases have outcomes that come a sentence later."""
        if self.mentions[part].text.isdigit() and self.mentions[total].text.isdigit() and self.own[part].startswith("government_services."):
            return part in self.in_cells  # 620网上办710一次办450就近办清单: names of lists side by side
        return self.around[total].sentence == self.around[part].sentence or not self.own[part].startswith("government_services.")

    def _beside_larger(self, total: int, part: int) -> bool:
        """录入检查2060件、处罚350件 after 办理案件1330件: a row that opens with more than the figure told before is no row of its parts."""
        first = part
        while first and self.around[first].gap is not None and _ROW.fullmatch(self.around[first].gap) and first - 1 > total:
            first -= 1
        return self.around[total].sentence != self.around[part].sentence and any(
            self._smaller(total, n) and alike(self.mentions[n], self.mentions[total]) for n in range(first, part)
        )

    def _passed(self, n: int) -> bool:
        """收到材料265人,初审合格195人: who passed, of those just named."""
        if n == 0 or self.around[n - 1].sentence != self.around[n].sentence or not _PASSED.search(self.around[n].before):
            return False
        one, other = self.mentions[n - 1], self.mentions[n]
        if not alike(one, other) or self._smaller(n - 1, n) or ";" in (self.around[n].gap or ";"):
            return False
        return not self.own[n] or self.own[n] == self.own[n - 1] or not self.own[n - 1]

    def _near(self, n: int) -> Iterator[int]:
        """Figures before *n* that are near enough to be its total, the nearest first."""
        for total in range(n - 1, -1, -1):
            if self._far(total, n):
                return
            if total in self.in_cells and n in self.in_cells and not _in_line(self.in_cells[total], self.in_cells[n]):
                continue
            if self.mentions[total].kind == self.mentions[n].kind and not EARLIER.search(self.around[total].before):
                yield total

    def _total_of_sibling(self, n: int, above: tuple[str, ...]) -> list[int]:
        """直接纠错6件 in the sentence behind 受理30件,其中维持20件: an outcome goes with the outcome before it."""
        paragraph = self.sentences[self.around[n].sentence].paragraph
        for other in range(n - 1, -1, -1):
            if self.sentences[self.around[other].sentence].paragraph != paragraph or n in self.in_cells:
                return []
            if not self.own[other] or self.mentions[other].kind != self.mentions[n].kind:
                continue
            if self.own[other].partition(".")[0] != self.own[n].partition(".")[0]:
                return []
            total = self.total_of[other]
            related = set(above) & set(self.ancestors[self.own[other]])
            if total is not None and related and not self.own[n].startswith("enforcement."):
                return [] if self._smaller(total, n) or not alike(self.mentions[total], self.mentions[n]) else [total]
        return []

    def _siblings(self, n: int) -> list[int]:
        """The figures of the same code in the same sentence."""
        sentence = self.around[n].sentence
        return [m for m, code in enumerate(self.own) if code == self.own[n] and self.around[m].sentence == sentence]

    def _far(self, total: int, part: int) -> bool:
        one, other = (self.sentences[self.around[n].sentence] for n in (total, part))
        if total in self.in_cells and part in self.in_cells:
            return self.around[part].sentence - self.around[total].sentence > FAR_IN_TABLE
        return one.paragraph != other.paragraph or self.around[part].sentence - self.around[total].sentence > 2


def _is_share(part: Mention, total: Mention, rate: Mention) -> bool:
    """Whether *part* is *rate* per cent of *total*, the rate rounded or cut off at its last digit."""
    step = Decimal(1).scaleb(-max(rate.decimals, 0))
    return rate.value - step / 2 <= 100 * part.value / total.value <= rate.value + step and part.value < total.value


def _in_line(one: Cell, other: Cell) -> bool:
    """Whether two cells stand in one row or in one column: 审结 and 维持 of the same year."""
    first, second = one.head.partition(" "), other.head.partition(" ")
    return first[0] == second[0] or first[2] == second[2]
