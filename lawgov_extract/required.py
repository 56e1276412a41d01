"""What a regular expression cannot do without, and what makes it slow; both read off its parse tree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

try:
    from re import _constants as tree
    from re import _parser as parser
except ImportError:  # another Python than CPython: every pattern is then tried on every clause
    parser = None

FEWEST = 1  # a required word has at least so many characters
MOST_WORDS = 40  # more alternatives than this are no help
LONGEST_GAP = 60
PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class Required:
    """
    What every match of a regular expression holds; each set stands for one word of it at least.

    Attributes:
        words: The set whose shortest word is longest, the smaller set where two are alike; empty where no word is sure.
        before: Sets of words of which one stands before the mark; empty where the place of the mark is not fixed.
        after: The same behind the mark.
    """

    words: frozenset[str] = frozenset()
    before: tuple[frozenset[str], ...] = ()
    after: tuple[frozenset[str], ...] = ()


def required_words(source: str) -> frozenset[str]:
    """Give a set of words of which every match of *source* holds at least one; see ``read_required``."""
    return read_required(source).words


def read_required(source: str, mark: str = "") -> Required:
    """
    Find the words that no match of *source* can do without.

    Args:
        source: A regular expression.
        mark: A character of *source*; the words before and behind it are told apart.

    Raises:
        ValueError: *source* is no regular expression, or one that could be slow on hostile text: a repeat without end
            may hold only plain words, and a gap is at most 60 characters long.
    """
    if parser is None:
        return Required()
    try:
        parsed = parser.parse(source)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    unsafe = _unsafe(parsed, inside=False)
    if unsafe:
        raise ValueError(f"unsafe regex: {unsafe}")
    items = _flat(parsed, mark) if mark else []
    place = next((n for n, item in enumerate(items) if _is_mark(item, mark)), None)
    if place is None:
        return Required(frozenset(_best(_of_sequence(parsed)) or ()))
    before, after = _of_sequence(items[:place]), _of_sequence(items[place + 1 :])
    return Required(frozenset(_best([*before, *after]) or ()), _frozen(before), _frozen(after))


def _is_mark(item: tuple, mark: str) -> bool:
    return item[0] is tree.LITERAL and chr(item[1]) == mark


def _flat(items: Sequence, mark: str) -> list:
    """The items of a sequence, with those of the group that holds the mark in the place of that group."""
    flat: list = []
    for operation, argument in items:
        inner = _flat(argument[-1], mark) if operation is tree.SUBPATTERN else []
        flat += inner if any(_is_mark(item, mark) for item in inner) else [(operation, argument)]
    return flat


def _frozen(found: list[set[str]]) -> tuple[frozenset[str], ...]:
    return tuple(dict.fromkeys(frozenset(words) for words in found if len(words) <= MOST_WORDS))


def _best(found: list[set[str]]) -> set[str] | None:
    candidates = [words for words in found if words and len(words) <= MOST_WORDS]
    return max(candidates, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _of_sequence(items: Sequence) -> list[set[str]]:
    """All sets of a sequence; neighbouring literals and small alternations are read as one run."""
    found: list[set[str]] = []
    runs: set[str] = {""}

    def close() -> None:
        nonlocal runs
        if min(map(len, runs)) >= FEWEST:
            found.append(runs)
        runs = {""}

    for operation, argument in items:
        exact = _exact(operation, argument)
        if exact is not None and len(runs) * len(exact) <= MOST_WORDS:
            runs = {run + word for run in runs for word in exact}
            continue
        close()
        if exact is not None:
            runs = set(exact)
            continue
        found += _of_item(operation, argument)
    close()
    return found


def _exact(operation, argument) -> set[str] | None:
    """All strings an item can be, where they are few and none is empty; None where they are not known."""
    if operation is tree.LITERAL:
        return None if argument in PRIVATE else {chr(argument)}
    if operation is tree.SUBPATTERN:
        return _exact_sequence(argument[-1])
    if operation is tree.BRANCH:
        words: set[str] = set()
        for branch in argument[1]:
            exact = _exact_sequence(branch)
            if exact is None:
                return None
            words |= exact
        return words if len(words) <= MOST_WORDS else None
    if operation is tree.IN and all(kind is tree.LITERAL for kind, _ in argument):
        return {chr(value) for _, value in argument}
    return None


def _exact_sequence(items: Sequence) -> set[str] | None:
    words = {""}
    for operation, argument in items:
        exact = _exact(operation, argument)
        if exact is None or len(words) * len(exact) > MOST_WORDS:
            return None
        words = {word + more for word in words for more in exact}
    return words if "" not in words else None


def _of_item(operation, argument) -> list[set[str]]:
    if operation is tree.SUBPATTERN:
        return _of_sequence(argument[-1])
    if operation in (tree.MAX_REPEAT, tree.MIN_REPEAT, tree.POSSESSIVE_REPEAT):
        least, _, items = argument
        return _of_sequence(items) if least > 0 else []
    if operation is tree.BRANCH:
        words: set[str] = set()
        for branch in argument[1]:
            found = _best(_of_sequence(branch))
            if not found:
                return []
            words |= found
        return [words]
    if operation is tree.ATOMIC_GROUP:
        return _of_sequence(argument)
    return []


def _unsafe(items: Sequence, inside: bool) -> str:
    for operation, argument in items:
        if operation in (tree.MAX_REPEAT, tree.MIN_REPEAT):
            _, most, body = argument
            endless = most is tree.MAXREPEAT
            if inside and (endless or most > 1) :
                return "a repeat inside an endless repeat"
            if not endless and most > LONGEST_GAP:
                return f"a repeat of more than {LONGEST_GAP}"
            if endless and any(kind in (tree.ANY, tree.NOT_LITERAL) or kind is tree.IN for kind, _ in body):
                return "an endless repeat of a class of characters; expected a bound as in {0,10}"
            problem = _unsafe(body, inside or endless)
        elif operation is tree.SUBPATTERN:
            problem = _unsafe(argument[-1], inside)
        elif operation is tree.BRANCH:
            problem = next((p for p in (_unsafe(branch, inside) for branch in argument[1]) if p), "")
        elif operation in (tree.ASSERT, tree.ASSERT_NOT):
            problem = _unsafe(argument[1], inside)
        elif operation in (tree.GROUPREF, tree.GROUPREF_EXISTS):
            problem = "a back-reference"
        else:
            problem = ""
        if problem:
            return problem
    return ""
