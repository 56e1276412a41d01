"""Which patterns can fit a stretch of text at all: the library turned round, from words to patterns.

A set of patterns is a whole number with one bit for each pattern: to join or to cut two sets costs next to nothing, and
of some thousand patterns only the few whose words all stand around a figure are ever run.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .library import Pattern

SLOTS = 2  # so many sets of words are looked for on either side of a figure; more would tell little


class Candidates:
    """
    The patterns that can fit a stretch of text, found by the words they cannot do without. Never changed once made.

    Args:
        patterns: The patterns; the place of each is its bit.
        refuse: Leave out the patterns of which the stretch holds a word that it must lack.
    """

    def __init__(self, patterns: Sequence[Pattern], *, refuse: bool) -> None:
        from ahocorasick_rs import AhoCorasick

        self._shift = len(patterns)
        before: defaultdict[str, int] = defaultdict(int)
        after: defaultdict[str, int] = defaultdict(int)
        lacks: defaultdict[str, int] = defaultdict(int)
        self._free_before = self._free_after = 0  # the slots in which a pattern asks for nothing
        for number, pattern in enumerate(patterns):
            self._free_before |= self._enter(before, pattern.before, number)
            self._free_after |= self._enter(after, pattern.after, number)
            for word in pattern.lacks if refuse else ():
                lacks[word] |= 1 << number
        words = sorted({*before, *after, *lacks})
        self._find = AhoCorasick(words or ["\uf8ff"]).find_matches_as_indexes
        self._masks = tuple((before[word], after[word], lacks[word]) for word in words)

    def _enter(self, side: defaultdict[str, int], required: Sequence[frozenset[str]], number: int) -> int:
        """Enter the best sets of a pattern, one a slot; give the slots that stay empty."""
        telling = sorted(required, key=lambda words: (-min(map(len, words)), len(words), sorted(words)))
        for slot, words in enumerate(telling[:SLOTS]):
            for word in words:
                if not any(other in word for other in words if other != word):
                    side[word] |= 1 << number + slot * self._shift
        return sum(1 << number + slot * self._shift for slot in range(len(telling), SLOTS))

    def find(self, text: str, stretches: Sequence[tuple[int, int, int, int]]) -> list[int]:
        """
        Find the patterns that can fit.

        Args:
            text: A text.
            stretches: Of each stretch its start, its end, the place of its first figure and that of its last; they may overlap.

        Returns:
            The bits of the patterns, for each stretch.
        """
        # All stretches are read in one pass: going to and fro between words and patterns would cost more than both.
        joined = "\n".join([text[start:end] for start, end, _, _ in stretches])
        hits = self._find(joined, overlapping=True)
        hits.append((0, 0, len(joined) + 1))  # none of a stretch: it ends the last one
        masks, next_hit = self._masks, iter(hits)
        word, word_start, word_end = next(next_hit)
        offset = 0  # place of the stretch in what was read
        found: list[int] = []
        for start, end, first, last in stretches:
            before, after, refused = self._free_before, self._free_after, 0
            stop, first, last = offset + end - start, offset + first - start, offset + last - start
            while word_end <= stop:
                ahead, behind, lacking = masks[word]
                if ahead and word_start < last:
                    before |= ahead
                if behind and word_end > first:
                    after |= behind
                refused |= lacking
                word, word_start, word_end = next(next_hit)
            found.append(self._fitting(before, after) & ~refused)
            offset = stop + 1
        return found

    def _fitting(self, before: int, after: int) -> int:
        """The patterns that have a word in every slot on either side."""
        found = before & after
        for _ in range(1, SLOTS):
            before, after = before >> self._shift, after >> self._shift
            found &= before & after
        return found


def bits(number: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
