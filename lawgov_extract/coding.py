"""Mentions and library to codes: which indicator every figure states, and what it rests on."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .library import Indicator, Library, Pattern
from .marking import MarkedText
from .model import Mention, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """
    A pattern that fits a figure.

    Attributes:
        pattern: The pattern.
        dimension: Label of the breakdown that the pattern read or states, else empty.
        weight: Characters of the text that the match rests on; gaps do not count.
        measure: Place in the marked text of the measure that the pattern names; two claims on one figure
            with different places are two measures of one value (参学率、合格率均达100%).
    """

    pattern: Pattern
    dimension: str
    weight: int
    measure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What coding found for one mention: the claims that won, one a measure, and all that were made."""

    claims: tuple[Claim, ...] = ()
    conflict: tuple[str, ...] = ()  # codes that fit alike, where none could be chosen
    all_claims: tuple[Claim, ...] = ()
    topics: frozenset[str] = frozenset()


NOTHING = Coding()


@dataclass(frozen=True, slots=True)
class _Index:
    """The library turned round: word → patterns and topics, for one pass over the text."""

    automaton: object
    patterns_of: tuple[tuple[int, ...], ...]
    topics_of: tuple[frozenset[str], ...]
    patterns: tuple[Pattern, ...]
    indicators: tuple[Indicator, ...]
    wordless: tuple[int, ...]


@lru_cache(maxsize=4)
def _index(library: Library) -> _Index:
    from ahocorasick_rs import AhoCorasick

    patterns_of: defaultdict[str, list[int]] = defaultdict(list)
    topics_of: defaultdict[str, set[str]] = defaultdict(set)
    for number, pattern in enumerate(library.patterns):
        for word in pattern.words:
            patterns_of[word].append(number)
    for topic, words in library.topics.items():
        for word in words:
            topics_of[word].add(topic)
    words = sorted(set(patterns_of) | set(topics_of))
    return _Index(
        automaton=AhoCorasick(words or ["\uf8ff"]),
        patterns_of=tuple(tuple(patterns_of.get(word, ())) for word in words),
        topics_of=tuple(frozenset(topics_of.get(word, ())) for word in words),
        patterns=library.patterns,
        indicators=tuple(library.indicators[pattern.code] for pattern in library.patterns),
        wordless=tuple(n for n, pattern in enumerate(library.patterns) if not pattern.words),
    )


def assign_codes(
    marked: MarkedText, sentences: Sequence[Sentence], mentions: Sequence[Mention], library: Library
) -> tuple[Coding, ...]:
    """
    Find the indicator of every mention.

    One Aho-Corasick pass over the text picks, for each clause that holds a figure, the patterns whose required
    words stand in it; only those are run. The topic of a clause is that of its own words, else of the clauses and
    headings before it. Of several claims on a figure the one that yields to none and rests on most characters wins;
    nothing depends on the order of files or lines.

    Returns:
        One Coding for each mention, in the order of *mentions*.
    """
    index = _index(library)
    words_in: defaultdict[int, set[int]] = defaultdict(set)
    topics_in: defaultdict[int, set[str]] = defaultdict(set)
    clauses, patterns_of, topics_of = marked.clauses, index.patterns_of, index.topics_of
    text = marked.text
    for word, start, end in index.automaton.find_matches_as_indexes(text, overlapping=True):
        clause = bisect_right(clauses, start) - 1
        if topics_of[word] and text[end : end + 1] != "类":  # 公安类20件 in a list of another topic
            topics_in[clause] |= topics_of[word]
        if patterns_of[word]:
            words_in[clause].add(word)
    topics = _carry_topics(marked, sentences, topics_in)
    places = {place: number for number, place in enumerate(marked.positions())}
    claims: defaultdict[int, list[Claim]] = defaultdict(list)
    sentence_words = _by_sentence(marked, words_in)
    for clause in marked.figures:
        here = words_in.get(clause, ())
        for number in {n for word in here for n in patterns_of[word]}.union(index.wordless):
            if not index.patterns[number].whole_sentence:
                window = (marked.clauses[clause], marked.ends[clause])
                _try(index, number, marked, sentences, clause, window, topics[clause], places, mentions, claims)
    for first, last in _sentences_with_figures(marked):
        window = (marked.clauses[first], marked.ends[last])
        here = sentence_words[marked.sentence_of[first]]
        for number in {n for word in here for n in patterns_of[word]}:
            if index.patterns[number].whole_sentence:
                _try(index, number, marked, sentences, None, window, topics[first], places, mentions, claims, topics)
    topic_of = {number: topics[clause] for clause, numbers in marked.figures.items() for number in numbers}
    return tuple(_choose(claims.get(n, []), library, topic_of.get(n, frozenset())) for n in range(len(mentions)))


def _by_sentence(marked: MarkedText, words_in: dict[int, set[int]]) -> defaultdict[int, set[int]]:
    words: defaultdict[int, set[int]] = defaultdict(set)
    for clause, found in words_in.items():
        words[marked.sentence_of[clause]] |= found
    return words


def _sentences_with_figures(marked: MarkedText) -> list[tuple[int, int]]:
    """First and last clause of every sentence that holds a figure."""
    wanted = {marked.sentence_of[clause] for clause in marked.figures}
    spans: dict[int, tuple[int, int]] = {}
    for clause, sentence in enumerate(marked.sentence_of):
        if sentence in wanted:
            spans[sentence] = (spans.get(sentence, (clause, clause))[0], clause)
    return [spans[sentence] for sentence in sorted(spans)]


def _carry_topics(marked: MarkedText, sentences: Sequence[Sentence], own: dict[int, set[str]]) -> list[frozenset[str]]:
    """Topic of every clause: its own words', else that of what stands before it below the same heading."""
    topics: list[frozenset[str]] = []
    current: frozenset[str] = frozenset()
    of_section: dict[tuple[str, ...], frozenset[str]] = {}
    of_title: frozenset[str] = frozenset()
    last = -1
    for clause, sentence in enumerate(marked.sentence_of):
        if sentence != last:
            section = sentences[sentence].section
            if section and section != (sentences[last].section if last >= 0 else ()):
                current = next((of_section[section[:n]] for n in range(len(section) - 1, 0, -1) if of_section.get(section[:n])), of_title)
            last = sentence
        if own.get(clause):
            current = frozenset(own[clause])
            if sentence == 0:
                of_title = current
            section = sentences[sentence].section
            if section and section not in of_section:
                of_section[section] = current
        topics.append(current)
    return topics


def _try(
    index: _Index, number: int, marked: MarkedText, sentences: Sequence[Sentence], clause: int | None,
    window: tuple[int, int], topic: frozenset[str], places: dict[int, int], mentions: Sequence[Mention],
    claims: defaultdict[int, list[Claim]], topics: list[frozenset[str]] | None = None,
) -> None:  # fmt: skip
    pattern, indicator = index.patterns[number], index.indicators[number]
    if clause is not None and pattern.topic and pattern.topic.isdisjoint(topic):
        return
    for match in pattern.compiled.finditer(marked.text, *window):
        place = match.start("n")
        mention = places[place]
        if not fits(mentions[mention], indicator) or pattern.units and mentions[mention].unit not in pattern.units:
            continue
        if clause is None:  # the topic and the lacking words of a pattern that crosses clauses are those at its figure
            at = topics[marked.clause_at(place)]
            refused = refusal(pattern, marked, sentences, (match.start(), match.end()), at)
        else:
            refused = refusal(pattern, marked, sentences, window, topic)
        if not refused:
            claims[mention].append(_claim(pattern, match))


def refusal(
    pattern: Pattern, marked: MarkedText, sentences: Sequence[Sentence], window: tuple[int, int], topic: frozenset[str]
) -> str:
    """Say why a pattern may not take a figure of a stretch of the marked text; empty where it may."""
    if pattern.topic and pattern.topic.isdisjoint(topic):
        return f"topic is {', '.join(sorted(topic)) or 'none'}, not {' or '.join(sorted(pattern.topic))}"
    if pattern.lacks and _holds(marked.text, window, pattern.lacks):
        return f"the clause holds one of {', '.join(pattern.lacks)}"
    if pattern.has and not _context_has(marked, sentences, window, pattern.has):
        return f"no {' or '.join(pattern.has)} here or in the headings"
    return ""


def _holds(text: str, window: tuple[int, int], words: Sequence[str]) -> bool:
    return any(text.find(word, *window) >= 0 for word in words)


def _context_has(marked: MarkedText, sentences: Sequence[Sentence], window: tuple[int, int], words: Sequence[str]) -> bool:
    sentence = marked.sentence_of[marked.clause_at(window[0])]
    first = bisect_right(marked.sentence_of, max(sentence - 2, -1))
    last = bisect_right(marked.sentence_of, sentence) - 1
    if _holds(marked.text, (marked.clauses[min(first, last)], marked.ends[last]), words):
        return True
    return any(word in heading for heading in sentences[sentence].section for word in words)


def fits(mention: Mention, indicator: Indicator) -> bool:
    """Whether the kind and the measure word of a figure can state the indicator; a change fits whatever changed."""
    kind = mention.kind
    if kind == "change":
        return mention.unit in ("%", "百分点", "倍", "‰") or mention.unit in indicator.units or indicator.measure == "amount"
    if indicator.measure == "rate":
        return kind == "rate"
    if indicator.measure == "ratio":
        return kind in ("ratio", "count")
    if kind != indicator.measure and not (mention.unit in indicator.units and kind == "count"):
        return False
    return not mention.unit or mention.unit in indicator.units


def _claim(pattern: Pattern, match) -> Claim:
    weight = match.end() - match.start()
    measure = match.start("n")
    for name, text in match.groupdict().items():
        if name == "n" or not text:
            continue
        if name == "dimension":
            continue
        weight -= len(text)
        if name.startswith("measures_"):
            measure = match.start(name)
    dimension = (match.groupdict().get("dimension") or "").strip("的、及和") or pattern.dimension
    return Claim(pattern=pattern, dimension=dimension, weight=weight, measure=measure)


def _choose(claims: list[Claim], library: Library, topics: frozenset[str]) -> Coding:
    if not claims:
        return Coding(topics=topics) if topics else NOTHING
    claims.sort(key=lambda claim: (claim.pattern.code, -claim.weight, claim.pattern.name))
    winners: list[Claim] = []
    conflict: set[str] = set()
    for measure in sorted({claim.measure for claim in claims}, reverse=True):
        best: dict[str, Claim] = {}
        for claim in claims:
            if claim.measure == measure:
                best.setdefault(claim.pattern.code, claim)
        codes = {code for code in best if not library.indicators[code].yields_to & best.keys()}
        top = max(best[code].weight for code in codes)
        first = [best[code] for code in sorted(codes) if best[code].weight == top]
        if len(first) > 1:
            conflict.update(claim.pattern.code for claim in first)
        elif all(first[0].pattern.code != winner.pattern.code for winner in winners):
            winners.append(first[0])
    return Coding(claims=tuple(winners), conflict=tuple(sorted(conflict)), all_claims=tuple(claims), topics=topics)

