"""Figures held against gold: what counts as right, what is told of a miss, and gold that is at fault."""

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from lawgov_extract.cli import lawgov
from lawgov_extract.errors import GoldError
from lawgov_extract.evaluate import Evaluation, evaluate, lines, read_gold
from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Document
from lawgov_extract.pipeline import run_stages

EXAMPLES = Path(__file__).parents[1] / "examples"
TEXT = "白鹭县2022年法治政府建设年度报告\n收到行政复议申请30件，受理24件，其中公安类9件。栽植行道树700棵。"
RECEIVED, ACCEPTED = "reconsideration.applications_received", "reconsideration.accepted"


@cache
def library() -> Library:
    return load_library()


def gold_row(text: str, indicator: str | None, **more: object) -> dict:
    start = TEXT.index(text)
    row = {
        "id": text, "start": start, "end": start + len(text), "text": text, "value": text[:-1], "low": None, "high": None,
        "unit": text[-1], "bound": "exact", "kind": "count", "indicator": indicator, "status": "actual", "year": 2022,
        "dimension": None, "part_of": None, "label": "",
    }  # fmt: skip
    return row | more


ROWS = {
    "30件": gold_row("30件", RECEIVED),
    "24件": gold_row("24件", ACCEPTED),
    "9件": gold_row("9件", ACCEPTED, dimension="公安类", part_of="24件"),
    "700棵": gold_row("700棵", None),
}


def held(folder: Path, **changed: dict | None) -> Evaluation:
    """The evaluation of TEXT, some rows of its gold changed or left out."""
    rows = [ROWS[text] | (changed.get(text) or {}) for text in ROWS if changed.get(text, {}) is not None]
    (folder / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return evaluate(read_gold(folder), [run_stages(Document(file="x/a.txt", text=TEXT), library())], library())


def counts(found: Evaluation, name: str) -> tuple[int, int, int]:
    one = found.measures[name]
    return one.right, one.found, one.expected


def test_all_right(tmp_path):
    found = held(tmp_path)
    assert {name: (one.precision, one.recall, one.f1) for name, one in found.measures.items()} == dict.fromkeys(
        found.measures, (100.0, 100.0, 100.0)
    )
    assert (counts(found, "figures"), counts(found, "codes"), counts(found, "parts")) == ((4, 4, 4), (3, 3, 3), (1, 1, 1))
    assert not found.misses and found.reports == ["a"]


@pytest.mark.parametrize(
    ("text", "change", "measure", "expected", "what"),
    [
        ("9件", None, "figures", (3, 4, 3), "extra"),
        ("30件", {"value": "31"}, "values", (3, 4, 4), "values"),
        ("30件", {"bound": "about"}, "values", (3, 4, 4), "values"),
        ("30件", {"unit": "宗"}, "values", (3, 4, 4), "values"),
        ("30件", {"end": ROWS["30件"]["start"] + 2, "text": "30"}, "spans", (3, 4, 4), "spans"),
        ("30件", {"indicator": ACCEPTED}, "codes", (2, 3, 3), "codes"),
        ("700棵", {"indicator": ACCEPTED}, "codes", (3, 3, 4), "codes"),
        ("24件", {"indicator": None}, "codes", (2, 3, 2), "codes"),
        ("24件", {"status": "target"}, "statuses", (3, 4, 4), "statuses"),
        ("24件", {"year": 2021}, "years", (3, 4, 4), "years"),
        ("24件", {"dimension": "县级"}, "dimensions", (3, 4, 4), "dimensions"),
        ("9件", {"part_of": "30件"}, "parts", (0, 1, 1), "parts"),
        ("9件", {"part_of": None}, "parts", (0, 1, 0), "parts"),
    ],
)
def test_what_is_wrong_is_counted_and_told(tmp_path, text, change, measure, expected, what):
    found = held(tmp_path, **{text: change})
    assert counts(found, measure) == expected
    (miss,) = found.misses
    assert (miss.what, miss.file, miss.start) == (what, "x/a.txt", ROWS[text]["start"])
    assert ROWS[text]["text"] in miss.sentence


def test_a_missed_figure(tmp_path):
    start = TEXT.index("行道树")
    found = held(tmp_path, **{"700棵": {"start": start, "end": start + 3, "text": "行道树"}})
    assert counts(found, "figures") == (3, 4, 4)
    assert [(miss.what, miss.text) for miss in found.misses] == [("missed", "行道树"), ("extra", "700棵")]


@pytest.mark.parametrize(
    "change", [{"optional": True, "value": "9"}, {"indicator": ACCEPTED, "indicator_alt": [RECEIVED]}, {"year": 2020, "year_alt": [2022]}]
)
def test_what_the_gold_leaves_open_is_no_miss(tmp_path, change):
    assert not held(tmp_path, **{"30件": change}).misses


def test_a_wrong_code_counts_in_both_domains(tmp_path):
    found = held(tmp_path, **{"30件": {"indicator": "litigation.concluded"}})
    assert [(name, one.right, one.found, one.expected) for name, one in sorted(found.domains.items())] == [
        ("litigation", 0, 0, 1), ("reconsideration", 2, 3, 2),
    ]  # fmt: skip
    assert "30件: reconsideration.applications_received, expected litigation.concluded" in "\n".join(lines(found, 9))


def test_lines(tmp_path):
    told = list(lines(held(tmp_path, **{"9件": None}), 0))
    assert told[:2] == ["measure\tprecision\trecall\tf1\tright\tfound\tgold", "figures\t75.00\t100.00\t85.71\t3\t4\t3"]
    assert told[-1].startswith("codes of reconsideration\t")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "a.jsonl:2: is no JSON"),
        ("[]", "a.jsonl:2: "),
        (json.dumps({k: v for k, v in ROWS["9件"].items() if k != "year"}), "a.jsonl:2: year: missing"),
        (json.dumps(ROWS["9件"] | {"value": "x"}), "a.jsonl:2: "),
        (json.dumps(ROWS["9件"] | {"value": None}), "a.jsonl:2: value: expected a number, or low and high"),
        (json.dumps(ROWS["9件"] | {"unit": 5}), "a.jsonl:2: unit: expected a text, found 5"),
        (json.dumps(ROWS["9件"] | {"start": 9, "end": 9}), "a.jsonl:2: start, end: expected a span, found 9, 9"),
    ],
)
def test_faulty_gold(tmp_path, line, fault):
    (tmp_path / "a.jsonl").write_text(json.dumps(ROWS["30件"]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as error:
        read_gold(tmp_path)
    assert fault in str(error.value) and "\n" not in str(error.value)


def test_gold_of_another_text(tmp_path):
    with pytest.raises(GoldError, match="x/a.txt: gold 9件: '9件' expected at 3"):
        held(tmp_path, **{"9件": {"start": 3, "end": 5}})


def run(*arguments: str):
    return CliRunner().invoke(lawgov, ["evaluate", *arguments])


def test_the_command(tmp_path):
    done = run(str(EXAMPLES / "gold"), str(EXAMPLES / "reports"), "--misses", "1")
    assert done.exit_code == 0
    assert "figures\t100.00\t100.00\t100.00\t" in done.stdout
    assert run(str(tmp_path), str(EXAMPLES / "reports")).exit_code == 1
    (tmp_path / "gone.jsonl").write_text(json.dumps(ROWS["30件"]), encoding="utf-8")
    missing = run(str(tmp_path), str(EXAMPLES / "reports" / "luming_county_2021.txt"))
    assert missing.exit_code == 3 and "gone.jsonl: no report of this name" in missing.stderr
