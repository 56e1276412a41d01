"""What a regular expression cannot do without, and what makes it slow; both read off its parse tree."""

import re
from collections.abc import Sequence

try:
    from re import _constants as tree
    from re import _parser as parser
except ImportError:  # another Python than CPython: every pattern is then tried on every clause
    parser = None

FEWEST = 1  # a required word has at least so many characters
MOST_WORDS = 40  # more alternatives than this are no help
LONGEST_GAP = 60
PRIVATE = range(0xE000, 0xF900)


def required_words(source: str) -> frozenset[str]:
    """
    Give a set of words of which every match of *source* holds at least one.

    Returns:
        The set whose shortest word is longest, the smaller set where two are alike; empty where no word is sure.

    Raises:
        ValueError: *source* is no regular expression, or one that could be slow on hostile text: a repeat without end
            may hold only plain words, and a gap is at most 60 characters long.
    """
    if parser is None:
        return frozenset()
    try:
        parsed = parser.parse(source)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    unsafe = _unsafe(parsed, inside=False)
    if unsafe:
        raise ValueError(f"unsafe regex: {unsafe}")
    found = _of_sequence(parsed)
    return frozenset(found) if found else frozenset()


def _better(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    candidates = [words for words in (one, other) if words and len(words) <= MOST_WORDS]
    return max(candidates, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _of_sequence(items: Sequence) -> set[str] | None:
    """Best set of a sequence; neighbouring literals and small alternations are read as one run."""
    best: set[str] | None = None
    runs: set[str] = {""}

    def close() -> None:
        nonlocal best, runs
        if min(map(len, runs)) >= FEWEST:
            best = _better(best, runs)
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
        best = _better(best, _of_item(operation, argument))
    close()
    return best


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


def _of_item(operation, argument) -> set[str] | None:
    if operation is tree.SUBPATTERN:
        return _of_sequence(argument[-1])
    if operation in (tree.MAX_REPEAT, tree.MIN_REPEAT, tree.POSSESSIVE_REPEAT):
        least, _, items = argument
        return _of_sequence(items) if least > 0 else None
    if operation is tree.BRANCH:
        words: set[str] = set()
        for branch in argument[1]:
            found = _of_sequence(branch)
            if not found:
                return None
            words |= found
        return words
    if operation is tree.ATOMIC_GROUP:
        return _of_sequence(argument)
    return None


def _unsafe(items: Sequence, inside: bool) -> str:
    for operation, argument in items:
        if operation in (tree.MAX_REPEAT, tree.MIN_REPEAT):
            least, most, body = argument
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
