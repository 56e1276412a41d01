"""Runs the examples of a library, shows why a figure got its code, and lists the figures that got none."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

from .coding import fits, refusal
from .errors import PatternFileError
from .filling import FIGURE
from .library import Example, Indicator, Library, load_library
from .model import Document, Figure
from .pipeline import Stages, run_stages

LEAST_EXAMPLES = 4
LEAST_COUNTEREXAMPLES = 3
HOSTILE_LENGTH = 20_000
HOSTILE_SECONDS = 0.5  # processor time one pattern may take on one hostile string


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What ``lawgov check`` found: the faults, and the lines of its summary."""

    faults: tuple[PatternFileError, ...]
    summary: tuple[str, ...]


def check_library(directories: Sequence[str | Path] = (), *, only: str = "*") -> Report:
    """
    Load a library and run every example, counterexample and known gap of it.

    Args:
        directories: Pattern folders or files besides the built-in ones.
        only: Codes to run, as a glob.

    Returns:
        Faults with file, indicator and field, and summary lines.

    Raises:
        LibraryError: the library cannot be loaded at all.
    """
    library = load_library(*directories)
    faults: list[PatternFileError] = []
    counts: defaultdict[str, int] = defaultdict(int)
    for code, indicator in library.indicators.items():
        if not fnmatchcase(code, only) or indicator.status == "retired":
            continue
        counts["indicators"] += 1
        counts["patterns"] += len(indicator.patterns)
        for kind in ("examples", "counterexamples", "known_gaps"):
            for number, example in enumerate(getattr(indicator, kind), start=1):
                counts[kind] += 1
                problem = try_example(library, indicator, kind, example)
                if problem:
                    faults.append(PatternFileError(indicator.file, code, f"{kind}[{number}]", problem))
        for pattern in indicator.patterns:
            problem = try_hostile(pattern)
            if problem:
                faults.append(PatternFileError(indicator.file, code, pattern.name, problem))
    thin = [
        code
        for code, indicator in library.indicators.items()
        if fnmatchcase(code, only) and indicator.status == "stable"
        and (len(indicator.examples) < LEAST_EXAMPLES or len(indicator.counterexamples) < LEAST_COUNTEREXAMPLES)
    ]  # fmt: skip
    summary = [
        ", ".join(f"{counts[key]} {key.replace('_', ' ')}" for key in ("indicators", "patterns", "examples", "counterexamples", "known_gaps")),
        f"{len(faults)} faults" if faults else "no faults; hostile strings survived",
    ]
    if thin:
        summary.append(
            f"{len(thin)} indicators with fewer than {LEAST_EXAMPLES} examples or {LEAST_COUNTEREXAMPLES} counterexamples: "
            + ", ".join(thin[:20]) + (" …" if len(thin) > 20 else "")
        )  # fmt: skip
    return Report(faults=tuple(faults), summary=tuple(summary))


def try_example(library: Library, indicator: Indicator, kind: str, example: Example) -> str:
    """Run one example of *kind* (examples, counterexamples, known_gaps); give its problem, empty where it holds."""
    stages = run_stages(Document(file="example", text=example.text), library)
    if kind == "counterexamples":
        wrong = [f for f in stages.figures if f.indicator == indicator.code and marks(f, example.expected)]
        return f"found {told(wrong)} where nothing was expected in {example.text!r}" if wrong else ""
    marked = [f for f in stages.figures if marks(f, example.expected)]
    found = [f for f in marked if f.indicator == indicator.code]
    if kind == "known_gaps":
        return f"the gap is closed: make it an example: {example.text!r}" if found else ""
    if not found:
        wanted = " ".join(str(value) for value in example.expected.values())
        conflict = _conflicts(stages, marked)
        if conflict:
            return f"conflict between {conflict} in {example.text!r}; expected yields_to or a pattern that rests on more words"
        others = [f for f in stages.figures if f.indicator == indicator.code] or marked or list(stages.figures)
        return f"expected {wanted}, found {told(others)} in {example.text!r}"
    taken = [f for f in marked if f.indicator and f.indicator != indicator.code and _same_place(f, found) and not _shared(stages, f)]
    return f"{told(taken)} claims the figure as well in {example.text!r}" if taken else ""


def _same_place(figure: Figure, found: Sequence[Figure]) -> bool:
    return any((figure.start, figure.end) == (other.start, other.end) for other in found)


def _shared(stages: Stages, figure: Figure) -> bool:
    return any(
        mention.start == figure.start and len({claim.measure for claim in coding.claims}) > 1
        for mention, coding in zip(stages.mentions, stages.codings, strict=True)
    )


def _conflicts(stages: Stages, figures: Sequence[Figure]) -> str:
    starts = {figure.start for figure in figures}
    for mention, coding in zip(stages.mentions, stages.codings, strict=True):
        if coding.conflict and (mention.start in starts or not starts):
            return " and ".join(coding.conflict)
    return ""


def marks(figure: Figure, expected) -> bool:
    """Whether a figure is the one an example marks: every field that the example names is equal."""
    for key, value in expected.items():
        if key in ("value", "low", "high"):
            actual = getattr(figure, key)
            if actual is None or actual != Decimal(str(value)):
                return False
        elif str(getattr(figure, key)) != str(value):
            return False
    return True


def told(figures: Sequence[Figure]) -> str:
    """Figures in a few words for a message."""
    if not figures:
        return "nothing"
    return "; ".join(f"{f.text} as {f.indicator or 'no code'}" for f in figures[:4])


def try_hostile(pattern) -> str:
    """Run a pattern on long strings made to slow it; give the problem, empty where it is quick."""
    words = sorted(pattern.words) or ["案件"]
    for unit in (words[0], words[0] + "、", FIGURE + "、", "".join(words)[:20] + FIGURE):
        text = unit * (HOSTILE_LENGTH // len(unit))
        start = time.process_time()
        for _ in pattern.find(text, 0, len(text)):
            pass
        used = time.process_time() - start
        if used > HOSTILE_SECONDS:
            return f"slow on a hostile string: {used:.1f} s for {len(text)} characters; expected shorter gaps"
    return ""


def explain(document: Document, library: Library, at: int | None = None, indicator: str | None = None) -> str:
    """
    Show how the figures of a document came to be.

    Args:
        at: Only the figure at this offset, with every pattern that had a word in its clause.
        indicator: Only the sentences with words of this indicator's patterns, and what became of each pattern.

    Returns:
        Text: for every sentence its line, its figures with value and code, the numbers left out and why.
    """
    stages = run_stages(document, library)
    lines: list[str] = []
    for number, sentence in enumerate(stages.sentences):
        inside = [n for n, m in enumerate(stages.mentions) if sentence.start <= m.start < sentence.end]
        left_out = [r for r in stages.rejected if sentence.start <= r.start < sentence.end]
        if at is not None:
            if not sentence.start <= at < sentence.end:
                continue
            inside = [n for n in inside if stages.mentions[n].start <= at < stages.mentions[n].end] or inside
        if not inside and (indicator or not left_out):
            continue
        told_here = [line for n in inside for line in _explain_figure(stages, library, n, at is not None, indicator)]
        if indicator and not told_here:
            continue
        line = document.text.count("\n", 0, sentence.start) + 1
        lines.append(f"line {line}   {document.text[sentence.start : sentence.end].strip()}")
        lines += told_here
        if not indicator:
            lines += [f"  left out {r.text!r}: {r.reason}" for r in left_out]
    return "\n".join(lines)


def _explain_figure(stages: Stages, library: Library, number: int, everything: bool, indicator: str | None) -> list[str]:
    mention, coding = stages.mentions[number], stages.codings[number]
    figure = next(f for f in stages.figures if f.start == mention.start and f.end == mention.end)
    value = mention.value if mention.value is not None else f"{mention.low}..{mention.high}"
    head = f"  {mention.text!r} = {value} {mention.unit} ({mention.kind}, {mention.bound}, {figure.status} {figure.year or ''})"
    code = figure.indicator or "no code"
    how = figure.pattern or ("taken over from the figure or total it belongs to" if figure.indicator else "no pattern fits")
    if any(claim.rearranged for claim in coding.claims):
        how += ", its words in another order"
    lines = [f"{head} -> {code}: {how}"]
    if coding.conflict:
        lines.append(f"      conflict: {' and '.join(coding.conflict)} fit alike")
    lines += [
        f"      {claim.pattern.name} fits too, on {claim.weight} characters"
        for claim in coding.all_claims
        if claim.pattern.name != figure.pattern and (everything or claim.pattern.code == indicator)
    ]
    if everything or indicator:
        refused = list(_refused(stages, library, number, indicator))
        if indicator and figure.indicator != indicator and not refused and len(lines) == 1:
            return []
        lines += refused
    return lines


def _refused(stages: Stages, library: Library, number: int, indicator: str | None) -> Iterable[str]:
    """Every pattern with a required word in the clause of a figure that did not take it, and why."""
    marked, mention, coding = stages.marked, stages.mentions[number], stages.codings[number]
    clause = next(c for c, numbers in marked.figures.items() if number in numbers)
    sentence = [c for c, s in enumerate(marked.sentence_of) if s == marked.sentence_of[clause]]
    claimed = {claim.pattern.name for claim in coding.all_claims}
    place = marked.places[number]
    for pattern in library.patterns:
        if pattern.name in claimed or (indicator and pattern.code != indicator):
            continue
        window = (marked.clauses[clause], marked.ends[clause])
        if pattern.whole_sentence:
            window = (marked.clauses[sentence[0]], marked.ends[sentence[-1]])
        text = marked.text[slice(*window)]
        if pattern.words and not any(word in text for word in pattern.words):
            continue
        reason = refusal(pattern, marked, stages.sentences, window, coding.topics)
        if not reason and any(m.start("n") == place for m in pattern.find(marked.text, *window)):
            wanted = library.indicators[pattern.code]
            reason = "" if fits(mention, wanted) else f"a {mention.kind} in {mention.unit or 'no unit'} cannot state {wanted.measure} in {wanted.unit}"
        yield f"      {pattern.name} no: {reason or 'its words do not stand so'}"


def unclaimed(figures: Iterable[Figure]) -> list[tuple[int, str, str, str]]:
    """
    Group the figures without a code by what they count and in which unit.

    Returns:
        (how many, label, unit, one sentence as example), the most frequent first.
    """
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for figure in figures:
        if not figure.indicator:
            key = (figure.label, figure.unit)
            counts[key] += 1
            examples.setdefault(key, figure.evidence)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(count, label, unit, examples[label, unit]) for (label, unit), count in ordered]
