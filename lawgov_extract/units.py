"""Measure words: which stand behind a number, what kind of figure they make, which count alike."""

import re
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from .errors import PatternFileError

_JOINTS = {ord(mark): None for mark in " ()/·\r\n"}  # 场 (次), 人/次: marks inside a measure word
_OTHER_NAMES = frozenset("件份册本张套部条篇卷场期宗起台")  # what stands in brackets behind a measure word for the same things
KINDS = ("count", "amount", "duration", "rate", "change")


class Accepted(frozenset[str]):
    """Measure words that may state an indicator; a twofold one, 份(件), may where its first word may."""

    __slots__ = ()

    def __contains__(self, word: object) -> bool:
        if frozenset.__contains__(self, word):
            return True
        return isinstance(word, str) and len(word) == 2 and word[1] in _OTHER_NAMES and frozenset.__contains__(self, word[0])

    def __or__(self, other: frozenset[str]) -> "Accepted":
        return Accepted(frozenset.__or__(self, other))


@dataclass(frozen=True, slots=True)
class Units:
    """
    The measure words of ``units.toml``.

    Attributes:
        kinds: Measure word → count, amount, duration, rate or change.
        aliases: Measure word → the word the table shows (个工作日 → 工作日).
        accepts: Canonical unit → the measure words that may state it, itself among them.
        pattern: Regular expression source that matches a measure word, the longest first.
        first: The characters that a measure word may begin with, in no order that means anything.
        factors: Measure word → how many of the canonical unit it stands for, where that is not one (小时 is 1/24 天).
    """

    kinds: dict[str, str]
    aliases: dict[str, str]
    accepts: dict[str, Accepted]
    pattern: str
    first: str = ""
    factors: dict[str, Fraction] = field(default_factory=dict)

    def written(self, word: str) -> str:
        """Give the measure word as the table shows it: 场 (次) and 场/次 are 场次, 个工作日 is 工作日."""
        if not word.isalpha():
            word = word.translate(_JOINTS)
        return self.aliases.get(word, word)


def read_units(path: Path) -> Units:
    """
    Read ``units.toml``.

    Raises:
        PatternFileError: the file is missing, is no TOML, or has an unknown table or kind.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PatternFileError(path.name, "", "", str(error)) from None
    for key in data:
        if key not in ("schema", "kinds", "aliases", "accepts", "factors"):
            raise PatternFileError(path.name, "", key, "unknown key; expected kinds, aliases, accepts or factors")
    for key in ("kinds", "accepts"):
        if key not in data:
            raise PatternFileError(path.name, "", key, f"missing; expected a table [{key}]")
    kinds: dict[str, str] = {}
    for kind, words in data["kinds"].items():
        if kind not in KINDS:
            raise PatternFileError(path.name, "", f"kinds.{kind}", f"unknown kind; expected one of {', '.join(KINDS)}")
        for word in words:
            if word in kinds:
                raise PatternFileError(path.name, "", f"kinds.{kind}", f"{word} stands in two lists")
            kinds[word] = kind
    accepts = {unit: Accepted([unit, *words]) for unit, words in data["accepts"].items()}
    first = "".join(sorted({word[0] for word in kinds}))
    return Units(
        kinds=kinds, aliases=dict(data.get("aliases", {})), accepts=accepts, pattern=_pattern(kinds), first=first,
        factors=_factors(path, kinds, data.get("factors", {})),
    )  # fmt: skip


def _factors(path: Path, kinds: dict[str, str], told: dict[str, str]) -> dict[str, Fraction]:
    factors: dict[str, Fraction] = {}
    for word, factor in told.items():
        if word not in kinds:
            raise PatternFileError(path.name, "", f"factors.{word}", "is no measure word of [kinds]")
        try:
            factors[word] = Fraction(factor)
        except (TypeError, ValueError, ZeroDivisionError):
            raise PatternFileError(path.name, "", f"factors.{word}", f'{factor!r}; expected a number or a fraction such as "1/24"') from None
        if factors[word] <= 0:
            raise PatternFileError(path.name, "", f"factors.{word}", f"{factor!r}; expected more than 0")
    return factors


def _pattern(kinds: dict[str, str]) -> str:
    """One branch for each first character, so that a character that begins no measure word fails at once."""
    counted = "".join(sorted(word for word, kind in kinds.items() if len(word) == 1 and kind == "count"))
    tails: dict[str, list[str]] = {}
    for word in kinds:
        tails.setdefault(word[0], []).append(word[1:])
    branches = []
    for head, rest in sorted(tails.items()):
        longest_first = sorted(filter(None, rest), key=lambda tail: (-len(tail), tail))
        group = "|".join(" ?".join(map(re.escape, tail)) for tail in longest_first)
        branches.append(head if not group else f"{head}(?: ?(?:{group}))" + ("?" if "" in rest else ""))
    twofold = rf"[{counted}] ?(?:\( ?[{counted}] ?\)|/ ?[次人](?!均))"
    return rf"{twofold}|{'|'.join(branches)}"
