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
    The patterns that can fit a text, found by the words they cannot do without. Never changed once made.

    Args:
        patterns: The patterns; the place of each is its bit.
        chosen: The bits of the patterns to look for; the others never fit.
        refuse: Leave out the patterns of which the text holds a word that it must lack.
    """

    def __init__(self, patterns: Sequence[Pattern], chosen: int, *, refuse: bool) -> None:
        from ahocorasick_rs import AhoCorasick

        self._shift = len(patterns)
        before: defaultdict[str, int] = defaultdict(int)
        after: defaultdict[str, int] = defaultdict(int)
        lacks: defaultdict[str, int] = defaultdict(int)
        self._chosen = chosen
        self._free_before = self._free_after = 0  # the slots in which a pattern asks for nothing
        for number in bits(chosen):
            self._free_before |= self._enter(before, patterns[number].before, number)
            self._free_after |= self._enter(after, patterns[number].after, number)
            for word in patterns[number].lacks if refuse else ():
                lacks[word] |= 1 << number
        words = sorted({*before, *after, *lacks})
        self._find = AhoCorasick(words or ["\uf8ff"]).find_matches_as_indexes
        self._before = tuple(before[word] for word in words)
        self._after = tuple(after[word] for word in words)
        self._lacks = tuple(lacks[word] for word in words)

    def _enter(self, side: defaultdict[str, int], required: Sequence[frozenset[str]], number: int) -> int:
        """Enter the best sets of a pattern, one a slot; give the slots that stay empty."""
        telling = sorted(required, key=lambda words: (-min(map(len, words)), len(words), sorted(words)))
        for slot, words in enumerate(telling[:SLOTS]):
            for word in words:
                if not any(other in word for other in words if other != word):
                    side[word] |= 1 << number + slot * self._shift
        return sum(1 << number + slot * self._shift for slot in range(len(telling), SLOTS))

    def find(self, text: str, first: int, last: int) -> int:
        """
        Find the patterns that can fit.

        Args:
            text: The text.
            first: Place of its first figure.
            last: Place of its last figure.

        Returns:
            Their bits.
        """
        before, after, refused = self._free_before, self._free_after, 0
        for word, start, end in self._find(text, overlapping=True):
            if start < last:
                before |= self._before[word]
            if end > first:
                after |= self._after[word]
            refused |= self._lacks[word]
        found = before & after
        for _ in range(1, SLOTS):
            before, after = before >> self._shift, after >> self._shift
            found &= before & after
        return found & self._chosen & ~refused


def bits(number: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
