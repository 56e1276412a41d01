"""A pattern as its author writes it to a regular expression: phrases filled in, groups counted, syntax guarded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .folding import fold
from .required import Required, read_required

FIGURE = "\ue000"  # stands for a figure with its unit in the text that patterns see
TITLE = "\ue002"  # stands for a long 《…》
GAP = "\ue003"  # stands for a gap where required words are looked for
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A named piece of regular expression; a gap does not count for how much a match rests on."""

    name: str
    regex: str
    gap: bool = False
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """
    A pattern with its phrases filled in.

    Attributes:
        regex: The regular expression, for folded text without blanks; its figure is the group ``n``.
        required: Words that no match can do without.
        whole_sentence: The pattern crosses the end of a clause.
    """

    regex: str
    required: Required
    whole_sentence: bool


def fill_pattern(source: str, phrases: Mapping[str, Phrase]) -> Filled:
    """
    Fill the phrases of a pattern in; every group but that of a dimension is made non-capturing.

    Raises:
        ValueError: with the problem: no or two {{n}}, a bare .*, a single brace, an unknown phrase or group, a
            regular expression that neither ``re`` nor ``regex`` reads, or one that could be slow on hostile text.
    """
    names = _PLACE.findall(source)
    if names.count("n") != 1:
        raise ValueError(f"expected {{{{n}}}} once, found it {names.count('n')} times")
    if re.search(r"(?<!\\)\.[*+]", source):
        raise ValueError("bare .* or .+; expected {{filler}} or {{wide}}")
    plain = _PLACE.sub("", source)
    if re.search(r"(?<!\\p)\{(?!\d+(?:,\d*)?\})", plain):
        raise ValueError("a single { must hold numbers, as in {0,3}; names take two: {{filler}}")
    if FIGURE in source or "\n" in plain.strip() and "#" in plain:
        raise ValueError("no comments and no private-use characters in a pattern")
    for group in re.findall(r"\(\?P<(\w+)>", source):
        if group != "dimension":
            raise ValueError(f"unknown group {group!r}; expected only (?P<dimension>…)")
    filled: list[str] = []
    skeleton: list[str] = []  # what a match cannot do without never lies in a gap
    for number, part in enumerate(re.split(r"(\{\{\s*\w+\s*\}\})", source)):
        place = _PLACE.fullmatch(part)
        if place is None:
            piece = re.sub(r"(?<!\\)\((?!\?)", "(?:", re.sub(r"\s+", "", _fold_literals(part)))
        elif place[1] == "n":
            piece = f"(?P<n>{FIGURE})"
        elif place[1] not in phrases:
            raise ValueError(f"unknown phrase {{{{{place[1]}}}}}; expected one of {', '.join(sorted(phrases))}")
        elif phrases[place[1]].gap:
            filled.append(f"(?P<{place[1]}_{number}>{phrases[place[1]].regex})")
            skeleton.append(GAP)
            continue
        else:
            piece = f"(?:{phrases[place[1]].regex})"
        filled.append(piece)
        skeleton.append(piece)
    regex = "".join(filled)
    return Filled(regex, _required(regex, "".join(skeleton)), "comma" in names)


def _required(regex: str, skeleton: str) -> Required:
    """Required words; none for what only ``regex`` reads (\\p{Han}, a look-behind of any length): it is tried everywhere."""
    try:
        return read_required(skeleton, FIGURE)
    except ValueError as error:
        if not str(error).startswith("not a regular expression"):
            raise
        compile_pattern(regex)
        return Required()


def compile_pattern(source: str):
    """
    Compile with ``re``, which is the faster, or with ``regex`` where only that reads the expression.

    Raises:
        ValueError: neither does.
    """
    try:
        return re.compile(source)
    except re.error as error:
        import regex

        try:
            return regex.compile(source)
        except regex.error:
            raise ValueError(f"not a regular expression: {error}") from None


def _fold_literals(part: str) -> str:
    """Fold the literals of a pattern as text is folded; a full-width bracket becomes an escaped one."""
    escaped = part.replace("（", r"\(").replace("）", r"\)").replace("？", r"\?").replace("＋", r"\+")
    return fold(escaped.replace("【", r"\[").replace("】", r"\]").replace("〔", r"\[").replace("〕", r"\]"))
