"""What the heads of a table say of its cells: breakdowns, codes that a line shares, totals of rows and columns."""

from functools import cache

import pytest

from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Document, Figure
from lawgov_extract.pipeline import extract_document

HEAD = "白鹭县2023年度行政复议工作情况\n"


@cache
def library() -> Library:
    return load_library()


def figures(text: str) -> list[Figure]:
    return list(extract_document(Document(file="-", text=HEAD + text), library()).figures)


def test_kinds_beside_each_other_and_their_shares():
    text = "2023年受理行政复议申请情况见下表。\n事项 | 行政处罚 | 土地征收 | 工伤认定 |\n数量 | 41件 | 17件 | 9件 |\n占比 | 61.2% | 25.4% | 13.4% |\n"
    found = figures(text)
    assert [f.dimension for f in found] == 2 * ["行政处罚", "土地征收", "工伤认定"]
    assert {f.indicator for f in found[:3]} == {"reconsideration.accepted"}


def test_changes_beside_counts():
    text = "表一：行政复议案件受理情况统计表\n单位 | 受理量 | 占比 | 同比 |\n住建局 | 13 | 21% | 30% |\n公安局 | 50 | 79% | -5% |\n"
    assert [f.dimension for f in figures(text)] == 3 * ["住建局"] + 3 * ["公安局"]


def test_the_name_of_the_indicator_breaks_nothing_down():
    text = "项目 | 2022年 | 2023年 |\n行政复议受理 | 30件 | 41件 |\n行政复议维持 | 12件 | 18件 |\n"
    assert {f.dimension for f in figures(text)} == {""}


def test_rows_and_columns_with_totals():
    text = "行政处罚实施情况统计表（单位：件）\n部门 | 警告 | 罚款 | 合计 |\n水利 | 4 | 16 | 20 |\n林业 | 6 | 24 | 30 |\n合计 | 10 | 40 | 50 |\n"
    found = {f.text: f for f in figures(text)}
    of = {text: next((g.text for g in found.values() if g.figure_id == f.part_of), "") for text, f in found.items()}
    assert of == {"4": "20", "16": "20", "20": "50", "6": "30", "24": "30", "30": "50", "10": "50", "40": "50", "50": ""}
    assert (found["4"].dimension, found["20"].dimension, found["40"].dimension) == ("水利；警告", "水利", "罚款")
    assert found["50"].dimension == ""


@pytest.mark.parametrize(("head", "wanted"), [("申请数量", "申请"), ("受理数量", "受理")])
def test_a_stage_told_by_the_column(head: str, wanted: str):
    text = f"行政许可实施情况统计表\n行政许可实施数量（宗） | || |\n{head} | 许可数量 | 备注 |\n260 | 255 | 无 |\n"
    assert figures(text)[0].dimension == wanted


def test_outcomes_over_their_sum():
    text = "行政复议案件审结情况（件）\n处理方式 | 数量 |\n维持 | 60 |\n撤销 | 9 |\n驳回申请 | 20 |\n其他 | 11 |\n合计 | 100 |\n"
    found = {f.text: f for f in figures(text)}
    assert {f.part_of for f in found.values() if f.text != "100"} == {found["100"].figure_id}
    assert found["100"].indicator == "reconsideration.concluded"
    assert (found["11"].indicator, found["11"].dimension) == ("reconsideration.concluded", "其他")


def test_rows_of_two_years_keep_theirs_however_many_there_are():
    rows = [("收到申请(件)", 84, 131, "56.0%"), ("受理(件)", 77, 120, "55.8%"), ("审结(件)", 71, 113, "59.2%"), ("调撤率", "28.2%", "36.1%", "7.9个百分点"),
            ("一审应诉(件)", 52, 40, "-23.1%"), ("败诉率", "9.6%", "7.5%", "-2.1个百分点"), ("出庭率", "90%", "98%", "8个百分点")]  # fmt: skip
    lines = ["\t".join(map(str, row)) for row in [("指标", "2022年", "2023年", "增减"), *rows]]
    text = "白鹭县2023年行政复议应诉数据对照表\n" + "\n".join(lines) + "\n"
    found = list(extract_document(Document(file="-", text=text), library()).figures)
    assert [(f.year, f.status) for f in found] == 7 * [(2022, "baseline"), (2023, "actual"), (2023, "actual")]
    assert [str(f.value) for f in found if f.kind == "change"] == ["56.0", "55.8", "59.2", "7.9", "-23.1", "-2.1", "8"]
    assert [f.indicator for f in found[1::3]] == [
        "reconsideration.applications_received", "reconsideration.accepted", "reconsideration.concluded", "reconsideration.settlement_rate",
        "litigation.cases_responded", "litigation.lost_rate", "litigation.head_appearance_rate",
    ]  # fmt: skip
    assert not any(f.dimension for f in found[:12])


def test_a_sum_below_its_parts():
    text = "白鹭县2023年政府信息公开情况\n全年公开信息36条。\n依申请公开情况\n项目\t件数\n予以公开\t44\n部分公开\t9\n不予公开\t6\n其他\t3\n总计\t62\n结转下年\t5\n"
    found = list(extract_document(Document(file="-", text=text), library()).figures)[1:]
    assert [f.part_of == found[4].figure_id for f in found] == 4 * [True] + [False, False]
    assert {f.indicator for f in found[:5]} == {"disclosure.applications_answered"}
    assert [f.dimension for f in found[:5]] == ["予以公开", "部分公开", "不予公开", "其他", ""]


def test_a_sum_behind_its_parts():
    found = figures("表一 行政处罚(单位:宗)\n警告 | 罚款 | 没收 | 其他 | 合计 | 罚没金额(万元)\n8 | 911 | 4 | 2 | 925 | 120.6\n")
    assert [f.part_of == found[4].figure_id for f in found] == 4 * [True] + [False, False]
    assert {f.indicator for f in found[:5]} == {"enforcement.penalty_cases"}
    assert [f.dimension for f in found[:4]] == ["警告", "罚款", "没收", "其他"]


def test_one_cell_a_line_below_its_sum():
    text = "白鹭县人民调解统计(2023年)\n单位:件\n受理总数\n520\n婚姻家庭\n180\n邻里\n210\n物业\n90\n其他\n40\n"
    found = list(extract_document(Document(file="-", text=text), library()).figures)
    assert {(f.indicator, f.unit) for f in found} == {("mediation.accepted", "件")}
    assert [f.dimension for f in found] == ["", "婚姻家庭", "邻里", "物业", "其他"]
    assert [f.part_of for f in found] == ["", *4 * [found[0].figure_id]]
