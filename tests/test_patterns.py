"""Every example of every indicator against the whole library: only its own indicator may claim the figure it marks."""

from collections import Counter

import pytest

from lawgov_extract.library import load_library
from lawgov_extract.model import Document
from lawgov_extract.pipeline import run_stages
from lawgov_extract.trials import LEAST_COUNTEREXAMPLES, LEAST_EXAMPLES, marks, try_example, try_hostile

LIBRARY = load_library()
STABLE = [indicator for indicator in LIBRARY.indicators.values() if indicator.status == "stable"]


def cases(kind: str) -> list:
    return [
        pytest.param(indicator, example, id=f"{indicator.code}/{kind}/{number}")
        for indicator in LIBRARY.indicators.values()
        for number, example in enumerate(getattr(indicator, kind), start=1)
    ]


@pytest.mark.parametrize(("indicator", "example"), cases("examples"))
def test_example(indicator, example):
    assert try_example(LIBRARY, indicator, "examples", example) == ""


@pytest.mark.parametrize(("indicator", "example"), cases("counterexamples"))
def test_counterexample(indicator, example):
    assert try_example(LIBRARY, indicator, "counterexamples", example) == ""


@pytest.mark.parametrize(("indicator", "example"), cases("known_gaps"))
def test_known_gap_is_still_one(indicator, example):
    assert try_example(LIBRARY, indicator, "known_gaps", example) == ""


def test_the_codebook_is_whole():
    assert len(STABLE) >= 218
    assert len(LIBRARY.domains) == 14
    thin = [i.code for i in STABLE if len(i.examples) < LEAST_EXAMPLES or len(i.counterexamples) < LEAST_COUNTEREXAMPLES]
    assert thin == []


def test_confusion_table_has_only_its_diagonal():
    table: Counter[tuple[str, str]] = Counter()
    for indicator in STABLE:
        for example in indicator.examples:
            stages = run_stages(Document(file="example", text=example.text), LIBRARY)
            shared = {m.start for m, c in zip(stages.mentions, stages.codings, strict=True) if len({x.measure for x in c.claims}) > 1}
            marked = [f for f in stages.figures if marks(f, example.expected) and f.indicator and f.start not in shared]
            own = {f.start for f in marked if f.indicator == indicator.code}
            table.update((indicator.code, f.indicator) for f in marked if f.start in own)
    confused = {pair: count for pair, count in table.items() if pair[0] != pair[1]}
    assert confused == {}
    assert len({code for code, _ in table}) == len(STABLE)


def test_no_pattern_is_slow_on_hostile_text():
    slow = [problem for pattern in LIBRARY.patterns if (problem := try_hostile(pattern))]
    assert slow == []
