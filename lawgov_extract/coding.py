"""Mentions and library to codes: which indicator every figure states, and what it rests on."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from .candidates import Candidates, bits
from .filling import FIGURE
from .library import Indicator, Library, Pattern
from .marking import MarkedText
from .model import Mention, Sentence


class Claim(NamedTuple):
    """
    A pattern that fits a figure.

    Attributes:
        pattern: The pattern.
        dimension: Label of the breakdown that the pattern read or states, else empty.
        weight: Characters of the text that the match rests on; gaps do not count.
        measure: Place in the marked text of the measure that the pattern names; two claims on one figure
            with different places are two measures of one value (参学率、合格率均达100%).
        rearranged: The pattern's words all stand around the figure, but not in its order.
    """

    pattern: Pattern
    dimension: str
    weight: int
    measure: int
    rearranged: bool = False


class Coding(NamedTuple):
    """What coding found for one mention: the claims that won, one a measure, and all that were made."""

    claims: tuple[Claim, ...] = ()
    conflict: tuple[str, ...] = ()  # codes that fit alike, where none could be chosen
    all_claims: tuple[Claim, ...] = ()
    topics: frozenset[str] = frozenset()


NOTHING = Coding()
LEAST_REARRANGED = 7  # characters of a pattern's words that must stand around a figure where their order is another
_LIST_BEFORE = re.compile(r"、[^、等]*$")
_TITLE_LENGTH = 45


class _Group:
    """The patterns of one reach, those within a clause or those across clauses; the place of each is its bit."""

    def __init__(self, library: Library, *, whole_sentence: bool) -> None:
        self.patterns = [pattern for pattern in library.patterns if pattern.whole_sentence is whole_sentence]
        self.indicators = [library.indicators[pattern.code] for pattern in self.patterns]
        # The words that a pattern across clauses must lack are looked for in what it matches, not in all of the sentence.
        self.candidates = Candidates(self.patterns, refuse=not whole_sentence)
        self.any_topic = 0
        self.with_topic: defaultdict[str, int] = defaultdict(int)
        for number, pattern in enumerate(self.patterns):
            self.any_topic |= 0 if pattern.topic else 1 << number
            for topic in pattern.topic:
                self.with_topic[topic] |= 1 << number
        self.fitting = lru_cache(maxsize=1024)(self._fitting)
        self.finder = cache(self._finder)

    def _finder(self, number: int) -> Callable[[str, int, int], Iterable[re.Match[str]]]:
        """What finds the matches of a pattern in a stretch of text, got at without the pattern: most find none."""
        pattern = self.patterns[number]
        return pattern.compiled.finditer if isinstance(pattern.compiled, re.Pattern) else pattern.find

    def _fitting(self, kind: str, unit: str) -> int:
        """Bits of the patterns that can take a figure of this kind and unit."""
        pairs = zip(self.patterns, self.indicators, strict=True)
        return sum(
            1 << number
            for number, (pattern, indicator) in enumerate(pairs)
            if can_state(indicator, kind, unit) and (not pattern.units or unit in pattern.units)
        )

    def open_to(self, figures: Iterable[Mention], topics: Iterable[str]) -> int:
        """Bits of the patterns that can take one of some figures and ask for no topic, or for one of these."""
        fitting, topical = 0, self.any_topic
        for figure in figures:
            fitting |= self.fitting(figure.kind, figure.unit)
        for topic in topics:
            topical |= self.with_topic.get(topic, 0)
        return fitting & topical


class _Index:
    """The library turned round: from the words of a text to its topics and to the patterns that can fit."""

    def __init__(self, library: Library) -> None:
        from ahocorasick_rs import AhoCorasick

        topics_of: defaultdict[str, set[str]] = defaultdict(set)
        for topic, words in library.topics.items():
            for word in words:
                topics_of[word].add(topic)
        words = sorted(topics_of)
        self.find_topics = AhoCorasick(words or ["\uf8ff"]).find_matches_as_indexes
        self.topics_of = [frozenset(topics_of[word]) for word in words]
        self.in_clause = _Group(library, whole_sentence=False)
        self.in_sentence = _Group(library, whole_sentence=True)


_index = lru_cache(maxsize=4)(_Index)


def assign_codes(
    marked: MarkedText, sentences: Sequence[Sentence], mentions: Sequence[Mention], library: Library
) -> tuple[Coding, ...]:
    """
    Find the indicator of every mention.

    For each clause that holds a figure, only the patterns are run that can take a figure of its kind and unit, whose
    topic it has and whose required words stand around the figure. The topic of a clause is that of its own words, else
    of the clauses and headings before it. Of several claims on a figure the one that yields to none and rests on most
    characters wins; nothing depends on the order of files or lines. A figure that no pattern takes goes to the one
    indicator all of whose words stand around it in another order, where they are long enough to leave little doubt.

    Returns:
        One Coding for each mention, in the order of *mentions*.
    """
    run = _Run(marked, sentences, mentions, library)
    run.read_clauses()
    run.read_sentences()
    run.read_rearranged()
    topic_of = {number: run.topics[clause] for clause, numbers in marked.figures.items() for number in numbers}
    return tuple(
        _choose(claims, library, topic_of.get(number, frozenset())) for number, claims in enumerate(run.claims)
    )


class _Run:
    """The patterns of a library over one document."""

    def __init__(self, marked: MarkedText, sentences: Sequence[Sentence], mentions: Sequence[Mention], library: Library) -> None:
        self.marked, self.sentences, self.mentions = marked, sentences, mentions
        self.index = _index(library)
        self.topics = _carry_topics(marked, sentences, _own_topics(marked, self.index))
        self.claims: list[list[Claim]] = [[] for _ in mentions]
        self.number_at = {place: number for number, place in enumerate(marked.places)}

    def read_clauses(self) -> None:
        """Run the patterns that stay within a clause."""
        marked, group, places, mentions = self.marked, self.index.in_clause, self.marked.places, self.mentions
        stretches = [
            (marked.clauses[clause], marked.ends[clause], places[numbers[0]], places[numbers[-1]])
            for clause, numbers in marked.figures.items()
        ]
        candidates = group.candidates.find(marked.text, stretches)
        for (clause, numbers), (start, end, _, _), found in zip(marked.figures.items(), stretches, candidates, strict=True):
            for number in bits(found & group.open_to([mentions[n] for n in numbers], self.topics[clause])):
                for match in group.finder(number)(marked.text, start, end):
                    self._claim_in_clause(group.patterns[number], group.indicators[number], match, start, len(numbers) == 1)

    def read_sentences(self) -> None:
        """Run the patterns that cross clauses."""
        marked, group, places, mentions = self.marked, self.index.in_sentence, self.marked.places, self.mentions
        spans = _sentences_with_figures(marked)
        stretches = [
            (marked.clauses[first], marked.ends[last], places[numbers[0]], places[numbers[-1]])
            for first, last, _, numbers in spans
        ]
        candidates = group.candidates.find(marked.text, stretches)
        for (_, _, clauses, numbers), (start, end, _, _), found in zip(spans, stretches, candidates, strict=True):
            if found:
                topics = frozenset().union(*(self.topics[clause] for clause in clauses))
                for number in bits(found & group.open_to([mentions[n] for n in numbers], topics)):
                    for match in group.finder(number)(marked.text, start, end):
                        self._claim_in_sentence(group.patterns[number], group.indicators[number], match)

    def read_rearranged(self) -> None:
        """Give figures that no pattern takes to the patterns whose words all stand around them in another order."""
        marked, group = self.marked, self.index.in_clause
        left = [n for n, claims in enumerate(self.claims) if not claims and self._names_what_it_counts(n)]
        spans = [self._span_alone(number) for number in left]
        # Words count on either side of the figure: the stretch's first figure is put at its start, the last at its end.
        candidates = group.candidates.find(marked.text, [(start, end, start, end) for start, end in spans])
        for number, (start, end), found in zip(left, spans, candidates, strict=True):
            topics = self.topics[marked.clause_at(start)]
            best: dict[str, Claim] = {}
            for bit in bits(found & group.open_to([self.mentions[number]], topics)):
                pattern = group.patterns[bit]
                weight = pattern.weight_in(marked.text[start:end])
                known = best.get(pattern.code)
                if weight < LEAST_REARRANGED or known is not None and weight <= known.weight:
                    continue
                if not pattern.has or _context_has(marked, self.sentences, start, pattern.has):
                    best[pattern.code] = Claim(pattern, "", weight, marked.places[number], rearranged=True)
            most = max((claim.weight for claim in best.values()), default=0)
            first = [claim for claim in best.values() if claim.weight == most]
            if len(first) == 1:
                self.claims[number] = first

    def _names_what_it_counts(self, number: int) -> bool:
        """个 counts anything, and a figure behind a list (复议、应诉案件共15件) all that is in it: words in any order tell too little."""
        mention, place = self.mentions[number], self.marked.places[number]
        start = self.marked.clauses[self.marked.clause_at(place)]
        return mention.kind != "change" and mention.unit != "个" and not _LIST_BEFORE.search(self.marked.text, start, place)

    def _span_alone(self, number: int) -> tuple[int, int]:
        """The part of a figure's clause that it shares with no other figure."""
        text, place = self.marked.text, self.marked.places[number]
        clause = self.marked.clause_at(place)
        start, end = self.marked.clauses[clause], self.marked.ends[clause]
        following = text.find(FIGURE, place + 1, end)
        return max(start, text.rfind(FIGURE, start, place) + 1), end if following < 0 else following

    def _claim_in_clause(self, pattern: Pattern, indicator: Indicator, match: re.Match[str], start: int, alone: bool) -> None:
        """What is known of the clause was looked at before; only the figure, where there are several, and the context are left."""
        place = match.start("n")
        mention = self.number_at[place]
        taken = alone or takes(pattern, indicator, self.mentions[mention])
        if taken and (not pattern.has or _context_has(self.marked, self.sentences, start, pattern.has)):
            self.claims[mention].append(_claim(pattern, match, place))

    def _claim_in_sentence(self, pattern: Pattern, indicator: Indicator, match: re.Match[str]) -> None:
        """The topic is that at the figure, and the lacking words are looked for in the match alone."""
        place = match.start("n")
        mention = self.number_at[place]
        topic = self.topics[self.marked.clause_at(place)]
        taken = takes(pattern, indicator, self.mentions[mention])
        if taken and not refusal(pattern, self.marked, self.sentences, match.span(), topic):
            self.claims[mention].append(_claim(pattern, match, place))


def _own_topics(marked: MarkedText, index: _Index) -> dict[int, frozenset[str]]:
    """Clause → the topics that its own words name."""
    own: dict[int, frozenset[str]] = {}
    clauses, topics_of, text = marked.clauses, index.topics_of, marked.text
    for word, start, end in index.find_topics(text, overlapping=True):
        if not text.startswith("类", end):  # 公安类20件 in a list of another topic
            clause = bisect_right(clauses, start) - 1
            before = own.get(clause)
            own[clause] = before | topics_of[word] if before else topics_of[word]
    return own


def _sentences_with_figures(marked: MarkedText) -> list[tuple[int, int, list[int], list[int]]]:
    """Of every sentence that holds a figure its first and last clause, the clauses that hold one, and the figures."""
    clauses: dict[int, list[int]] = {}
    figures: dict[int, list[int]] = {}
    for clause, numbers in marked.figures.items():
        sentence = marked.sentence_of[clause]
        clauses.setdefault(sentence, []).append(clause)
        figures.setdefault(sentence, []).extend(numbers)
    return [
        (bisect_left(marked.sentence_of, sentence), bisect_right(marked.sentence_of, sentence) - 1, here, figures[sentence])
        for sentence, here in clauses.items()
    ]


def _carry_topics(marked: MarkedText, sentences: Sequence[Sentence], own: dict[int, frozenset[str]]) -> list[frozenset[str]]:
    """Topic of every clause: its own words', else that of what stands before it below the same heading."""
    topics: list[frozenset[str]] = []
    nothing: frozenset[str] = frozenset()
    current = of_title = nothing
    of_section: dict[tuple[str, ...], frozenset[str]] = {}
    section: tuple[str, ...] = ()
    last = -1
    for clause, sentence in enumerate(marked.sentence_of):
        if sentence != last:
            last, before, section = sentence, section, sentences[sentence].section
            if section and section != before:
                current = next((of_section[section[:n]] for n in range(len(section) - 1, 0, -1) if of_section.get(section[:n])), of_title)
        found = own.get(clause)
        if found:
            current = found
            if sentence == 0:
                of_title = current
            if section and section not in of_section:
                of_section[section] = current
        whole = found or len(of_title) != 1 or any(of_section.get(section[:n]) for n in range(1, len(section) + 1))
        topics.append(current if whole else current | of_title)
    return topics


def refusal(
    pattern: Pattern, marked: MarkedText, sentences: Sequence[Sentence], window: tuple[int, int], topic: frozenset[str]
) -> str:
    """Say why a pattern may not take a figure of a stretch of the marked text; empty where it may."""
    if pattern.topic and pattern.topic.isdisjoint(topic):
        return f"topic is {', '.join(sorted(topic)) or 'none'}, not {' or '.join(sorted(pattern.topic))}"
    if pattern.lacks and _holds(marked.text, window, pattern.lacks):
        return f"the clause holds one of {', '.join(pattern.lacks)}"
    if pattern.has and not _context_has(marked, sentences, window[0], pattern.has):
        return f"no {' or '.join(pattern.has)} here or in the headings"
    return ""


def _holds(text: str, window: tuple[int, int], words: Sequence[str]) -> bool:
    start, end = window
    for word in words:
        if text.find(word, start, end) >= 0:
            return True
    return False


def _context_has(marked: MarkedText, sentences: Sequence[Sentence], place: int, words: Sequence[str]) -> bool:
    sentence = marked.sentence_of[marked.clause_at(place)]
    first = bisect_right(marked.sentence_of, max(sentence - 2, -1))
    last = bisect_right(marked.sentence_of, sentence) - 1
    if _holds(marked.text, (marked.clauses[min(first, last)], marked.ends[last]), words):
        return True
    if any(word in heading for heading in sentences[sentence].section for word in words):
        return True
    end = marked.ends[0]  # a title of its own heads all that has no other heading
    return not sentences[sentence].section and end <= _TITLE_LENGTH and 0 not in marked.figures and _holds(marked.text, (0, end), words)


def fits(mention: Mention, indicator: Indicator) -> bool:
    """Whether the kind and the measure word of a figure can state the indicator; a change fits whatever changed."""
    return can_state(indicator, mention.kind, mention.unit)


def takes(pattern: Pattern, indicator: Indicator, mention: Mention) -> bool:
    """Whether a pattern may give its indicator to a figure of this kind and unit."""
    return (not pattern.units or mention.unit in pattern.units) and fits(mention, indicator)


def can_state(indicator: Indicator, kind: str, unit: str) -> bool:
    """Whether a figure of this kind and unit can state the indicator; a change fits whatever changed."""
    if kind == "change":
        return unit in ("%", "百分点", "倍", "‰") or unit in indicator.units or indicator.measure == "amount"
    if indicator.measure == "rate":
        return kind == "rate"
    if indicator.measure == "ratio":
        return kind in ("ratio", "count")
    if kind != indicator.measure and not (unit in indicator.units and kind == "count"):
        return False
    return not unit or unit in indicator.units


def _claim(pattern: Pattern, match: re.Match[str], place: int) -> Claim:
    spans = match.regs
    weight = spans[0][1] - spans[0][0]
    measure, dimension = place, pattern.dimension
    for name, group in pattern.groups:
        start, end = spans[group]
        if end > start:
            if name == "dimension":
                dimension = match[group].strip("的、及和") or dimension
                continue
            weight -= end - start
            if name.startswith("measures_"):
                measure = start
    return Claim(pattern, dimension, weight, measure)


def _choose(claims: list[Claim], library: Library, topics: frozenset[str]) -> Coding:
    if not claims:
        return Coding(topics=topics) if topics else NOTHING
    if len(claims) == 1:
        return Coding(tuple(claims), (), tuple(claims), topics)
    claims.sort(key=_rank)
    if claims[0].pattern.code == claims[-1].pattern.code:
        last = max(claim.measure for claim in claims)
        winner = next(claim for claim in claims if claim.measure == last)
        return Coding((winner,), (), tuple(claims), topics)
    winners: list[Claim] = []
    conflict: set[str] = set()
    for measure in sorted({claim.measure for claim in claims}, reverse=True):
        best: dict[str, Claim] = {}
        for claim in claims:
            if claim.measure == measure:
                best.setdefault(claim.pattern.code, claim)
        left = [claim for code, claim in best.items() if library.indicators[code].yields_to.isdisjoint(best)]
        top = max(claim.weight for claim in left)
        first = [claim for claim in left if claim.weight == top]
        if len(first) > 1:
            conflict.update(claim.pattern.code for claim in first)
        elif all(first[0].pattern.code != winner.pattern.code for winner in winners):
            winners.append(first[0])
    return Coding(tuple(winners), tuple(sorted(conflict)), tuple(claims), topics)


def _rank(claim: Claim) -> tuple[str, int, str]:
    return claim.pattern.code, -claim.weight, claim.pattern.name
