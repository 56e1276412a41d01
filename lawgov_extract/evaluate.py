"""Gold × figures → precision, recall and F1 of figures, values and codes, per domain too, and what was missed."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .errors import GoldError
from .folding import fold
from .library import Library
from .model import Figure
from .pipeline import Stages

_NUMBERS = ("value", "low", "high")
_TEXTS = ("id", "text", "unit", "bound", "kind", "status")


class Expected(NamedTuple):
    """
    A figure of the gold: one line of ``NAME.jsonl``.

    Attributes:
        id: Its name within the file.
        start, end: Half-open span in the report's text.
        text: What stands there.
        value, low, high, unit, bound, kind, status: As in ``metrics``.
        codes: The codes that are right, the best first; "" where no code is.
        years: The years that are right, the best first.
        dimension: Whether it is a part of a breakdown.
        part_of: Ids of the totals that are right, "" for none.
        optional: Counts neither as found nor as missed.
    """

    id: str
    start: int
    end: int
    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    bound: str
    kind: str
    status: str
    codes: tuple[str, ...]
    years: tuple[int | None, ...]
    dimension: bool
    part_of: tuple[str, ...]
    optional: bool


class Miss(NamedTuple):
    """Something that differs from the gold: where, what is wrong (missed, extra, value, code …), and its sentence."""

    file: str
    start: int
    end: int
    what: str
    text: str
    sentence: str


@dataclass(slots=True)
class Counts:
    """Of one measure: how many are right, how many the program gave, how many the gold has."""

    right: int = 0
    found: int = 0
    expected: int = 0

    @property
    def precision(self) -> float | None:
        """Per cent of what was given that is right; None where nothing was given."""
        return 100 * self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Per cent of the gold that was found; None where there is none."""
        return 100 * self.right / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, in per cent; None where there is neither."""
        both = self.found + self.expected
        return 200 * self.right / both if both else None


MEASURES = ("figures", "spans", "values", "kinds", "codes", "statuses", "years", "dimensions", "parts")


@dataclass(slots=True)
class Evaluation:
    """What came out: a Counts for each measure and, of the codes, for each domain; the misses, the reports."""

    measures: dict[str, Counts] = field(default_factory=lambda: {name: Counts() for name in MEASURES})
    domains: dict[str, Counts] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)


def read_gold(folder: str | Path) -> dict[str, tuple[Expected, ...]]:
    """
    Read the gold of some reports.

    Args:
        folder: A folder of ``NAME.jsonl`` files, one a report of the name NAME, one figure a line.

    Returns:
        Name of the report → its figures, in the order of the lines.

    Raises:
        GoldError: The folder has no such file, or a line is no figure; it names file, line and field.
    """
    paths = sorted(Path(folder).glob("*.jsonl"))
    if not paths:
        raise GoldError(str(folder), 0, "no gold; expected a folder of .jsonl files, one for each report")
    return {path.stem: tuple(_lines(path)) for path in paths}


def _lines(path: Path) -> Iterator[Expected]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise GoldError(str(path), 0, str(problem)) from problem
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _expected(json.loads(line))
            except json.JSONDecodeError as problem:
                raise GoldError(str(path), number, f"is no JSON: {problem.msg}") from problem
            except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as problem:
                fault = f"{problem.args[0]}: missing" if isinstance(problem, KeyError) else str(problem) or "is no figure"
                raise GoldError(str(path), number, fault) from problem


def _expected(row: Mapping) -> Expected:
    numbers = {name: None if row.get(name) is None else Decimal(str(row[name])) for name in _NUMBERS}
    if numbers["value"] is None and None in (numbers["low"], numbers["high"]):
        raise ValueError("value: expected a number, or low and high")
    texts = {name: row[name] for name in _TEXTS}
    if wrong := next((name for name, text in texts.items() if not isinstance(text, str)), ""):
        raise ValueError(f"{wrong}: expected a text, found {texts[wrong]!r}")
    start, end = int(row["start"]), int(row["end"])
    if not 0 <= start < end:
        raise ValueError(f"start, end: expected a span, found {start}, {end}")
    return Expected(
        **texts, **numbers, start=start, end=end,
        codes=tuple(code or "" for code in (row["indicator"], *row.get("indicator_alt", ()))),
        years=(row["year"], *row.get("year_alt", ())), dimension=bool(row["dimension"]),
        part_of=tuple(other or "" for other in (row["part_of"], *row.get("part_of_alt", ()))),
        optional=bool(row.get("optional")),
    )  # fmt: skip


def evaluate(gold: Mapping[str, Sequence[Expected]], reports: Iterable[Stages], library: Library) -> Evaluation:
    """
    Hold figures against gold.

    A figure and one of the gold pair where their spans overlap, each once, the largest overlap first. Spans, values
    (number, unit and bound), kinds, statuses, years and dimensions are right or wrong of the figures that pair. One value
    told of several measures has a row for each: beyond the first they are right where the gold has their code.

    Args:
        gold: Name of a report → its figures.
        reports: The reports and what they gave; those without gold are left out.
        library: Where the domains of the indicators are.

    Returns:
        Counts and misses.

    Raises:
        GoldError: The gold is not that of the report's text.
    """
    found = Evaluation()
    for stages in reports:
        name = PurePosixPath(stages.document.file).stem
        if name in gold:
            found.reports.append(name)
            _Report(stages, gold[name], library, found).count()
    return found


class _Report:
    """One report held against its gold."""

    def __init__(self, stages: Stages, expected: Sequence[Expected], library: Library, to: Evaluation) -> None:
        self.document, self.sentences, self.figures = stages.document, stages.sentences, stages.figures
        self.expected, self.to = expected, to
        self.domain_of = {code: indicator.domain for code, indicator in library.indicators.items()}
        for one in expected:
            found = self.document.text[one.start : one.end]
            if found != one.text:
                raise GoldError(f"{self.document.file}: gold {one.id}", 0, f"{one.text!r} expected at {one.start}, found {found!r}")
        self.pairs = _pair(expected, self.figures)
        self.id_of = {self.figures[f].figure_id: expected[e].id for e, f in self.pairs.items()}

    def count(self) -> None:
        """Count all, and note the misses, the reports."""
        taken = set(self.pairs.values())
        misses: list[Miss] = []
        for number, one in enumerate(self.expected):
            if one.optional:
                continue
            figure = self.figures[self.pairs[number]] if number in self.pairs else None
            misses += self._expect(one, figure)
        for number, figure in enumerate(self.figures):
            if number not in taken and not self._is_further_measure(figure):
                self._measure("figures", 0, 1, 0)
                self._code("", figure.indicator)
                misses.append(self._miss(figure.start, figure.end, "extra", figure.text))
        self.to.misses += sorted(misses, key=lambda miss: (miss.start, miss.end, miss.what))

    def _expect(self, one: Expected, figure: Figure | None) -> Iterator[Miss]:
        if figure is None:
            self._measure("figures", 0, 0, 1)
            self._code(one.codes[0], "")
            self._measure("parts", 0, 0, bool(one.part_of[0]))
            yield self._miss(one.start, one.end, "missed", one.text)
            return
        value = figure.value == one.value if one.value is not None else (figure.low, figure.high) == (one.low, one.high)
        code = figure.indicator if figure.indicator in one.codes else one.codes[0]
        total = self.id_of.get(figure.part_of, figure.part_of)
        right = {
            "figures": True,
            "spans": (figure.start, figure.end) == (one.start, one.end),
            "values": value and fold(figure.unit) == fold(one.unit) and figure.bound == one.bound,
            "kinds": figure.kind == one.kind,
            "statuses": figure.status == one.status,
            "years": figure.year in one.years,
            "dimensions": bool(figure.dimension) == one.dimension,
        }
        for name, holds in right.items():
            self._measure(name, holds, 1, 1)
        self._code(code, figure.indicator)
        self._measure("parts", bool(total) and total in one.part_of, bool(total), bool(one.part_of[0]))
        wrong = [name for name, holds in right.items() if not holds]
        wrong += ["codes"] if figure.indicator not in one.codes else []
        wrong += ["parts"] if total not in one.part_of else []
        if wrong:
            told = f"{one.text}: {figure.indicator or 'no code'}, expected {' or '.join(one.codes) or 'none'}" if "codes" in wrong else one.text
            yield self._miss(one.start, one.end, "+".join(wrong), told)

    def _is_further_measure(self, figure: Figure) -> bool:
        return any((one.start, one.end) == (figure.start, figure.end) and figure.indicator in one.codes for one in self.expected)

    def _measure(self, name: str, right: bool, found: bool, expected: bool) -> None:
        _add(self.to.measures[name], right, found, expected)

    def _code(self, expected: str, found: str) -> None:
        """Count a code among all and in its domain; a wrong one counts in both domains."""
        self._measure("codes", bool(found) and found == expected, bool(found), bool(expected))
        for domain in {self.domain_of.get(code, code.partition(".")[0]) for code in (expected, found) if code}:
            inside = [bool(code) and self.domain_of.get(code, code.partition(".")[0]) == domain for code in (found, expected)]
            _add(self.to.domains.setdefault(domain, Counts()), found == expected, *inside)

    def _miss(self, start: int, end: int, what: str, text: str) -> Miss:
        number = max(bisect_right(self.sentences, start, key=lambda sentence: sentence.start) - 1, 0)
        sentence = self.sentences[number]
        return Miss(self.document.file, start, end, what, text, self.document.text[sentence.start : sentence.end])


def _add(counts: Counts, right: bool, found: bool, expected: bool) -> None:
    counts.right += right
    counts.found += found
    counts.expected += expected


def _pair(expected: Sequence[Expected], figures: Sequence[Figure]) -> dict[int, int]:
    """Place of a figure of the gold → place of the program's."""
    overlaps = []
    for e, one in enumerate(expected):
        for f, figure in enumerate(figures):
            shared = min(one.end, figure.end) - max(one.start, figure.start)
            if shared > 0:
                share = shared / max(one.end - one.start, figure.end - figure.start)
                overlaps.append((-share, figure.indicator not in one.codes, e, f))
    pairs: dict[int, int] = {}
    taken: Counter = Counter()
    for _, _, e, f in sorted(overlaps):
        if e not in pairs and not taken[f]:
            pairs[e] = f
            taken[f] += 1
    return pairs


def lines(found: Evaluation, misses: int) -> Iterator[str]:
    """
    Yield an evaluation as text: a line a measure, a domain and a miss, tabs between.

    Args:
        found: The evaluation.
        misses: How many misses are told at most.
    """
    yield "measure\tprecision\trecall\tf1\tright\tfound\tgold"
    for name, counts in found.measures.items():
        yield _line(name, counts)
    for domain, counts in sorted(found.domains.items()):
        yield _line(f"codes of {domain}", counts)
    for miss in found.misses[:misses]:
        yield "\t".join([f"{miss.file}:{miss.start}-{miss.end}", miss.what, miss.text, " ".join(miss.sentence.split())])


def _line(name: str, counts: Counts) -> str:
    shares = ("" if share is None else f"{share:.2f}" for share in (counts.precision, counts.recall, counts.f1))
    return "\t".join([name, *shares, str(counts.right), str(counts.found), str(counts.expected)])
