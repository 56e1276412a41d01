"""One value a body, year and indicator: what may be one, and which rule chooses among several."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from lawgov_extract import tables
from lawgov_extract.keeping import keep_results
from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Document, DocumentResult
from lawgov_extract.panel import RULES, Row, Total, choose, find_totals
from lawgov_extract.pipeline import extract_document

COUNTY, CITY = "白鹭县人民政府", "云泽市人民政府"
RECEIVED, ACCEPTED = "reconsideration.applications_received", "reconsideration.accepted"


@cache
def library() -> Library:
    return load_library()


def report(text: str, year: int = 2022, issuer: str = COUNTY) -> DocumentResult:
    document = Document(file=f"{issuer}{year}.txt", text=f"{issuer}{year}年法治政府建设年度报告\n{text}")
    return extract_document(document, library())


def panel(*results: DocumentResult) -> list[Row]:
    with keep_results(library()) as store:
        for result in results:
            store.add(result)
        return list(store.panel())


def cells(text: str) -> dict[str, str]:
    """Indicator → value, of the panel's one row."""
    (row,) = panel(report(text))
    return {code: str(choice.total.value) for code, choice in row.choices.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到行政复议申请100件，受理80件。", {RECEIVED: "100", ACCEPTED: "80"}),
        ("受理行政复议案件80件，其中公安类50件、土地类30件。", {ACCEPTED: "80"}),
        ("受理行政复议案件80件，同比增长25%。", {ACCEPTED: "80"}),
        ("受理行政复议案件80件，上年为60件。", {ACCEPTED: "80"}),
        ("罚没款3.5万元。", {"enforcement.penalty_amount": "35000"}),
        ("行政机关负责人出庭应诉率为98.5%。", {"litigation.head_appearance_rate": "98.5"}),
    ],
)
def test_what_is_a_value_of_the_panel(text, expected):
    """No part, no change, no earlier value; the value is that of the figure."""
    assert cells(text) == expected


def test_years_and_bodies_are_rows():
    rows = panel(report("受理行政复议案件80件。", 2023), report("受理行政复议案件60件。", 2022), report("受理行政复议案件9件。", 2022, CITY))
    assert [(row.body.issuer, row.year, int(row.choices[ACCEPTED].total.value)) for row in rows] == [
        (CITY, 2022, 9), (COUNTY, 2022, 60), (COUNTY, 2023, 80),
    ]  # fmt: skip


def test_the_office_of_a_government_tells_of_its_county():
    (row,) = panel(report("受理行政复议案件80件。"), report("收到行政复议申请90件。", issuer=COUNTY + "办公室"))
    assert set(row.choices) == {RECEIVED, ACCEPTED}


def test_a_report_without_an_issuer_is_a_row_of_its_own():
    one, two = (replace(report(text), metadata=replace(report(text).metadata, issuer="")) for text in ("受理行政复议案件80件。", "受理行政复议案件90件。"))
    assert [int(row.choices[ACCEPTED].total.value) for row in panel(one, two)] in ([80, 90], [90, 80])


def test_a_duplicate_tells_nothing():
    assert not list(find_totals(replace(report("受理行政复议案件80件。"), status="duplicate"), library()))


def total(value: str, **more: object) -> Total:
    return Total(**{"body": "b", "year": 2022, "code": "c", "figure_id": f"f{value}", "value": Decimal(value)} | more)


@pytest.mark.parametrize(
    ("totals", "value", "rule"),
    [
        ([total("5")], "5", "only"),
        ([total("5"), total("5", figure_id="again")], "5", "same_value"),
        ([total("5"), total("5", part_of_year=True)], "5", "same_value"),
        ([total("9", part_of_year=True), total("5")], "5", "whole_year"),
        ([total("9", narrower=True), total("5")], "5", "whole_area"),
        ([total("9", elsewhere=True), total("5")], "5", "own_report"),
        ([total("9", vague=True), total("5")], "5", "exact"),
        ([total("9", undivided=True), total("5")], "5", "broken_down"),
        ([total("5"), total("9")], "9", "greatest"),
        ([total("95", is_rate=True), total("98", is_rate=True)], "95", "first"),
        ([total("9", narrower=True, vague=True), total("7", vague=True), total("5", narrower=True)], "7", "whole_area"),
    ],
)
def test_rules(totals, value, rule):
    """The rule told is the last that was needed; what was not chosen is told too."""
    choice = choose(totals)
    assert (str(choice.total.value), choice.rule) == (value, rule)
    assert len(choice.others) == len(totals) - 1 and choice.total not in choice.others
    assert choice.rule in RULES


def test_the_plainest_of_alike_figures_is_shown():
    later = total("5", figure_id="later")
    assert choose([total("5", part_of_year=True), later]).total is later


@pytest.mark.parametrize(("text", "days"), [("平均办理时限压缩至12小时。", "0.5"), ("平均办理时限压缩至3个工作日。", "3")])
def test_durations_are_converted(text, days):
    assert cells(text)["government_services.processing_days"] == days


def test_rows_of_the_tables():
    (row,) = panel(report("收到行政复议申请100件。全年收到行政复议申请约110件。"))
    table = tables.panel_table(library(), [ACCEPTED, RECEIVED])
    assert table.headings("en") == ("region_code", "province", "city", "county", "issuer", "year", ACCEPTED, RECEIVED)
    codes = table.headings("en")[6:]
    assert tables.panel_row(row, codes)[4:] == (COUNTY, 2022, None, Decimal(100))
    (note,) = tables.panel_notes_rows(row, codes)
    told = dict(zip(tables.PANEL_NOTES.headings("en"), note, strict=True))
    assert (told["indicator"], told["rule"], told["reason"]) == (RECEIVED, "exact", RULES["exact"])
    assert told["figure_id"] != told["others"] and told["figure_id"].split(":")[0] == told["others"].split(":")[0]
