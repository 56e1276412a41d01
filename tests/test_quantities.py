"""Figures in sentences: value, unit, bound, kind and span; and why other numbers are none."""

import tomllib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from lawgov_extract.bounds import allowed
from lawgov_extract.folding import fold
from lawgov_extract.quantities import scan_quantities
from lawgov_extract.units import read_units

HERE = Path(__file__).parent
UNITS = read_units(HERE.parent / "patterns" / "units.toml")
DATA = tomllib.loads((HERE / "data" / "quantities.toml").read_text(encoding="utf-8"))
KINDS = ("count", "rate", "amount", "duration", "ratio", "change")
SENTENCES = [(kind, text, figures) for kind in (*KINDS, "zero") for text, figures in DATA[kind].items()]
NOTHING = [(reason, text) for reason, texts in DATA["nothing"].items() for text in texts]


def scan(text, **more):
    return scan_quantities(fold(text), text, UNITS, **more)


def written(mention):
    value = f"{mention.low.normalize():f}..{mention.high.normalize():f}" if mention.value is None else f"{mention.value.normalize():f}"
    bound = "" if mention.bound in ("exact", "range") else f" {mention.bound}"
    return f"{mention.text} = {value} {mention.unit or chr(34) * 2}{bound}"


@pytest.mark.parametrize("kind, text, figures", SENTENCES, ids=[text for _, text, _ in SENTENCES])
def test_figures_of_a_sentence(kind, text, figures):
    mentions, _ = scan(text)
    told = [m for m in mentions if kind not in ("rate", "ratio") or m.kind == kind]
    assert [written(m) for m in told] == figures
    assert {m.kind for m in told} == {"count" if kind == "zero" else kind}
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.zero_words == (kind == "zero")


@pytest.mark.parametrize("reason, text", NOTHING, ids=[text for _, text in NOTHING])
def test_numbers_that_are_no_figures(reason, text):
    mentions, rejected = scan(text)
    assert mentions == ()
    if reason != "none":
        assert reason in {r.reason for r in rejected}
    for number in rejected:
        assert text[number.start : number.end] == number.text


@pytest.mark.parametrize("lead", ["", "2023年,", "“一网通办”。", "甲乙丙\n", "\ufeff"])
def test_spans_move_with_the_text(lead):
    text = lead + "共受理35件、审结30余件。"
    mentions, _ = scan(text)
    assert [(m.start - len(lead), m.text) for m in mentions] == [(3, "35件"), (9, "30余件")]


@pytest.mark.parametrize(
    "bound, low, high",
    [
        ("exact", 5, 5), ("over", 5, None), ("at_least", 5, None), ("nearly", None, 5), ("below", None, 5),
        ("at_most", None, 5), ("about", None, None),
    ],
)  # fmt: skip
def test_what_the_words_allow(bound, low, high):
    assert allowed(Decimal(5), bound) == (low, high)


@pytest.mark.parametrize(
    "text, decimals",
    [("35件", 0), ("98.30%", 2), ("1.3万件", -3), ("32亿元", -8), ("140余万元", -4), ("二十件案件", 0), ("八成案件", -1)],
)
def test_accuracy_of_the_printed_figure(text, decimals):
    mentions, _ = scan("诉讼与复议之比达" + text + "。")
    assert mentions[0].decimals == decimals


def test_furniture_gives_no_figures():
    text = "浏览35次\n受理20件。"
    mentions, rejected = scan(text, furniture=[(0, 5)])
    assert [m.text for m in mentions] == ["20件"]
    assert [(r.text, r.reason) for r in rejected] == [("35次", "page")]


def test_readings_in_brackets_of_a_mirror_are_no_gap():
    text = "全年辦(bàn)理(lǐ)2.4萬(wàn)個(gè)事項(xiàng),調(tiáo)解12起(qǐ)。"
    mentions, _ = scan(text)
    assert [(m.text, m.value, m.unit) for m in mentions] == [("2.4萬(wàn)個", 24000, "个"), ("12起", 12, "起")]


def test_a_number_broken_over_two_lines_of_a_hard_wrapped_text():
    line = "我局深入推进依法行政工作并且把各项任务落到实处形成合"
    lines = [line] * 8 + ["力统筹推进各项工作全年共受理各类投诉举报合计一共有1", "23件并且全部依法依规按时办结没有超出规定的每个期限"] + [line] * 2
    mentions, _ = scan("\n".join(lines))
    assert [(m.text, m.value) for m in mentions] == [("1\n23件", 123)]


@pytest.mark.parametrize("piece", ["1,", "第一、", "一至", "12 ", "未发生", "“1", "2021-", "不少于"])
def test_a_long_hostile_text_is_read_to_its_end(piece):
    text = piece * 5000 + "。全年受理投诉23件。"  # a scan that is not linear would not come back
    mentions, rejected = scan(text)
    assert mentions[-1].text == "23件"
    spans = sorted((found.start, found.end) for found in (*mentions, *rejected))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
