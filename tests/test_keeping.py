"""Reports of one issuer that tell the same year: what is compared, and what is kept until all are read."""

import sqlite3
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lawgov_extract import batch, keeping
from lawgov_extract.errors import LawgovError
from lawgov_extract.keeping import Kept, keep_results
from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Check, Document, DocumentResult
from lawgov_extract.pipeline import extract_document
from lawgov_extract.reading import find_inputs

TITLE = "{}{}年法治政府建设年度报告\n"
SAMPLES = Path(__file__).parents[1] / "examples" / "reports"
COUNTY = "白鹭县人民政府"


@cache
def library() -> Library:
    return load_library()


def report(text: str, year: int, issuer: str = COUNTY, file: str = "") -> DocumentResult:
    document = Document(file=file or f"{year}.txt", text=TITLE.format(issuer, year) + text)
    return extract_document(document, library())


def kept(*results: DocumentResult) -> tuple[list[DocumentResult], list[tuple[str, Check]]]:
    """The results, and the checks between them, as a run gives them."""
    with keep_results(library()) as store:
        for result in results:
            store.add(result)
        store.compare()
        checks = [(file, check) for file, checks in store.checks() for check in checks if check.kind == "between_reports"]
        return list(store.results()), checks


def verdicts(*results: DocumentResult) -> list[tuple[str, str]]:
    return [(file, check.verdict) for file, check in kept(*results)[1]]


BEFORE = "收到行政复议申请100件。"
AFTER = "收到行政复议申请120件（上年为{}件）。"


@pytest.mark.parametrize(("earlier", "verdict"), [("100", "ok"), ("90", "mismatch")])
def test_the_earlier_value_of_a_later_report(earlier: str, verdict: str):
    """What this year's report tells of last year is compared with last year's own; the row is the later report's."""
    assert verdicts(report(BEFORE, 2022), report(AFTER.format(earlier), 2023)) == [("2023.txt", verdict)]
    assert verdicts(report(AFTER.format(earlier), 2023), report(BEFORE, 2022)) == [("2023.txt", verdict)]


def test_a_check_tells_both_reports():
    before, after = report(BEFORE, 2022), report(AFTER.format(90), 2023)
    results, ((_, check),) = kept(before, after)
    assert (check.expected, check.reported, check.difference, check.tolerance) == ("100", "90", "-10", "0")
    assert "2022.txt" in check.statement and "2023.txt" in check.statement
    assert check.check_id.startswith(f"between_reports:{before.doc_id}:") and f"+{after.doc_id}:" in check.check_id
    named = {figure.figure_id for result in results for figure in result.figures if check.check_id in figure.checks}
    assert named == set(check.figure_ids)
    assert {figure_id.partition(":")[0] for figure_id in named} == {before.doc_id, after.doc_id}
    assert [len(result.checks) for result in results] == [len(before.checks), len(after.checks) + 1]


def test_two_reports_of_one_year():
    one, two = report(BEFORE, 2022, file="a.txt"), report("全年收到行政复议申请105件。", 2022, file="b.txt")
    assert verdicts(one, two) == [("b.txt", "mismatch")]
    assert verdicts(one, report("2022年，收到行政复议申请100件。", 2022, file="b.txt")) == [("b.txt", "ok")]


@pytest.mark.parametrize(("earlier", "verdict"), [("90余", "ok"), ("近90", "mismatch"), ("110余", "mismatch")])
def test_approximate_values(earlier: str, verdict: str):
    assert verdicts(report(BEFORE, 2022), report(AFTER.format(earlier), 2023)) == [("2023.txt", verdict)]


def test_what_may_be_anything_is_not_compared():
    assert verdicts(report(BEFORE, 2022), report(AFTER.format("约90"), 2023)) == []


@pytest.mark.parametrize(
    "before",
    [
        "收到行政复议申请多件，其中公安类40件。",
        "上半年，收到行政复议申请50件。",
        "审结行政复议案件100件。",
        "收到行政复议申请100件。\n全年收到行政复议申请130件。",
    ],
    ids=["a part", "half a year", "another indicator", "told with two values"],
)
def test_only_totals_of_full_years_are_compared(before: str):
    assert verdicts(report(before, 2022), report(AFTER.format(90), 2023)) == []


@pytest.mark.parametrize("issuer", ["青禾县人民政府", "白鹭县公安局", "白鹭县青石镇人民政府"])
def test_other_issuers_are_not_compared(issuer: str):
    assert verdicts(report(BEFORE, 2022, issuer), report(AFTER.format(90), 2023)) == []


def test_a_government_and_its_office_are_one_issuer():
    assert verdicts(report(BEFORE, 2022, "白鹭县"), report(AFTER.format(90), 2023)) == [("2023.txt", "mismatch")]


def test_a_duplicate_is_not_compared_with_itself():
    one = report(BEFORE, 2022)
    copy = replace(one, file="copy.txt", status="duplicate", duplicate_of=one.file)
    results, checks = kept(one, copy, report(AFTER.format(90), 2023))
    assert [(file, check.verdict) for file, check in checks] == [("2023.txt", "mismatch")]
    assert results[0].figures == results[1].figures


def test_the_samples_do_not_contradict_each_other():
    """云泽市 tells its rate of lost cases of 2020 in two of them."""
    results = batch.run(find_inputs([SAMPLES]).sources, batch.Work(library=library()), jobs=1)
    found = [(check.verdict, "2020" in check.statement) for _, check in kept(*results)[1]]
    assert ("ok", True) in found
    assert {verdict for verdict, _ in found} == {"ok"}


def test_what_is_on_disk_is_what_was_added(monkeypatch):
    """The same results and checks, whether they stay in memory or not."""
    reports = [report(AFTER.format(number + 118), 2020 + number % 4, (COUNTY, "青禾县人民政府")[number // 4]) for number in range(8)]
    in_memory = kept(*reports)
    monkeypatch.setattr(keeping, "IN_MEMORY", 3)
    assert kept(*reports) == in_memory
    assert [check.verdict for _, check in in_memory[1]].count("mismatch") == 5


def test_mismatches_of_all_reports_come_first():
    good = report("评查案卷30卷，其中优秀10卷、合格18卷、不合格2卷。", 2021)
    bad = report("评查案卷30卷，其中优秀10卷、合格18卷、不合格3卷。", 2022)
    with keep_results(library()) as store:
        for result in (good, bad):
            store.add(result)
        store.compare()
        told = [(file, {check.verdict for check in checks}) for file, checks in store.checks()]
        assert told == [("2022.txt", {"mismatch"}), ("2021.txt", {"ok"})]
        assert list(store.checks(before=1)) == told_of(store, "2021.txt")


def told_of(store: Kept, file: str) -> list:
    return [told for told in store.checks() if told[0] == file]


def test_a_full_disk_is_one_line(monkeypatch):
    def full(self, result):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Kept, "add", full)
    problem = "temporary files cannot hold the results: database or disk is full"
    with pytest.raises(LawgovError, match=problem), keep_results(library()) as store:
        store.add(report(BEFORE, 2022))
