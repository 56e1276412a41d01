"""Tables in text to cells."""

from pathlib import Path

import pytest

from lawgov_extract.folding import fold
from lawgov_extract.library import load_library
from lawgov_extract.marking import mark_figures
from lawgov_extract.pipeline import extract_text
from lawgov_extract.quantities import scan_quantities
from lawgov_extract.structure import split_sentences
from lawgov_extract.text_tables import find_cells
from lawgov_extract.units import read_units

UNITS = read_units(Path(__file__).parent.parent / "patterns" / "units.toml")


def cells_of(text):
    folded = fold(text)
    return folded, find_cells(folded, split_sentences(folded))


def written(text):
    folded, cells = cells_of(text)
    return [(folded[c.start : c.end], c.head, c.unit) for c in cells]


def test_rows_with_tabs_take_the_unit_of_the_caption():
    text = "单位:件\n类别\t2022年\t2023年\t同比\n收案\t120\t150\t25%\n结案\t0件\t0\t-3.5%\n合计\t120\t150\t\n"
    assert written(text) == [
        ("120", "收案 2022年", "件"), ("150", "收案 2023年", "件"), ("25%", "收案 同比", "%"),
        ("0件", "结案 2022年", "件"), ("0", "结案 2023年", "件"), ("-3.5%", "结案 同比", "%"),
        ("120", "合计 2022年", "件"), ("150", "合计 2023年", "件"),
    ]  # fmt: skip
    folded, cells = cells_of(text)
    assert [cell.total for cell in cells] == [False] * 6 + [True] * 2
    mentions, rejected = scan_quantities(folded, text, UNITS, cells=cells)
    assert [(m.text, m.unit, m.kind, m.value) for m in mentions][2:6] == [
        ("25%", "%", "change", 25), ("0件", "件", "count", 0), ("0", "件", "count", 0), ("-3.5%", "%", "change", -3.5),
    ]  # fmt: skip
    assert {r.reason for r in rejected} == {"date"}


def test_rows_with_pipes_take_the_unit_of_their_head():
    text = "处罚数量(宗) | |||\n警告 | 罚款 | 合计 | 罚没金额(万元) |\n7 | 31 | 38 | 4.5 |\n说明:略"
    assert written(text) == [
        ("7", "警告 处罚数量(宗)", "宗"), ("31", "罚款 处罚数量(宗)", "宗"), ("38", "合计 处罚数量(宗)", "宗"),
        ("4.5", "处罚数量(宗) 罚没金额(万元)", "万元"),
    ]  # fmt: skip
    folded, cells = cells_of(text)
    mentions, _ = scan_quantities(folded, text, UNITS, cells=cells)
    assert [(m.text, m.value, m.unit, m.kind) for m in mentions][-1] == ("4.5", 45000, "元", "amount")


def test_markdown_table_with_units_in_the_row_heads():
    text = "| 项目 | 结果 |\n|---|---|\n| 受理数(件) | 45 |\n| 罚款(万元) | 12.5 |\n| 参考率 | 98.2% |\n"
    assert written(text) == [("45", "受理数(件) 结果", "件"), ("12.5", "罚款(万元) 结果", "万元"), ("98.2%", "参考率 结果", "%")]


def test_serial_numbers_and_years_are_no_figures():
    text = "序号\t单位\t户次(户次)\n1\t甲局\t12\n2\t乙局\t8\n\n年份 | 受理(件) | 办结(件)\n2021 | 30 | 28\n2022 | 41 | 40\n"
    assert written(text) == [
        ("12", "甲局 户次(户次)", "户次"), ("8", "乙局 户次(户次)", "户次"),
        ("30", "2021 受理(件)", "件"), ("28", "2021 办结(件)", "件"), ("41", "2022 受理(件)", "件"), ("40", "2022 办结(件)", "件"),
    ]  # fmt: skip


def test_a_bare_zero_takes_the_unit_of_its_row():
    text = "事项 | 甲类 | 乙类 | 丙类 |\n数量 | 75件 | 6件 | 0 |\n占比 | 92.6% | 7.4% | 0 |\n"
    assert [unit for _, _, unit in written(text)] == ["件", "件", "件", "%", "%", "%"]


def test_heads_repeated_across_the_page():
    text = "表1:各市受理案件情况\n市 | 数量 | 市 | 数量 |\n甲市 | 31 | 乙市 | 70 |\n丙市 | 14 | 丁市 | 6 |\n"
    assert written(text) == [("31", "甲市 数量", "件"), ("70", "乙市 数量", "件"), ("14", "丙市 数量", "件"), ("6", "丁市 数量", "件")]


def test_one_cell_a_line_heads_first():
    text = "以上为正文。\n\n许可数量(宗)\n\n申请数量\n\n受理数量\n\n撤销数量\n\n220\n\n207\n\n0\n\n下面是说明文字,说明文字很长,长到不像表格里的一格。"
    assert written(text) == [
        ("220", "许可数量(宗) 申请数量", "宗"), ("207", "许可数量(宗) 受理数量", "宗"), ("0", "许可数量(宗) 撤销数量", "宗"),
    ]  # fmt: skip


def test_one_cell_a_line_with_serial_numbers():
    text = "详情如下:\n审结情况(件)\n序号\n方式\n数量\n比例\n1\n维持\n35\n70%\n2\n驳回\n10\n20%\n3\n合计\n50\n100%\n正文从这里继续。"
    assert written(text) == [
        ("35", "维持 数量", "件"), ("70%", "维持 比例", "%"), ("10", "驳回 数量", "件"), ("20%", "驳回 比例", "%"),
        ("50", "合计 数量", "件"), ("100%", "合计 比例", "%"),
    ]  # fmt: skip
    assert [cell.total for cell in cells_of(text)[1]] == [False] * 4 + [True] * 2


def test_one_cell_a_line_rows_under_heads():
    text = "第二十条\n信息内容\n本年制发件数\n现行有效件数\n规章\n0\n3\n行政规范性文件\n2\n15\n信息内容\n收费金额(单位:万元)\n收费\n7\n"
    assert written(text) == [
        ("0", "规章 本年制发件数", "件"), ("3", "规章 现行有效件数", "件"),
        ("2", "行政规范性文件 本年制发件数", "件"), ("15", "行政规范性文件 现行有效件数", "件"),
        ("7", "收费 收费金额(单位:万元)", "万元"),
    ]  # fmt: skip


def test_label_and_number_in_turn():
    assert written("收案\n120\n结案\n118\n存案\n2\n") == [("120", "收案", "件"), ("118", "结案", "件"), ("2", "存案", "")]


def test_lines_of_heads_and_numbers_that_do_not_fit_keep_their_unit_and_no_head():
    text = "处罚实施数量(宗)\n警告\n罚款\n7\n31\n38\n45\n说明如下。"
    assert [(number, unit) for number, _, unit in written(text)] == [("7", "宗"), ("31", "宗"), ("38", "宗"), ("45", "宗")]


@pytest.mark.parametrize(
    "text",
    [
        "索 引 号 | 11620300013909010R/2025-48086 | 主题分类 | 政务 |\n成文日期 | 2025-06-13 | 发布日期 | 2025-06-30 |\n浏览次数 | 35 | 有效性 | 有效 |\n",
        "索引号\n\n000123\n\n发布机构\n\n县政府\n\n发布日期\n\n2025\n",
        "一、概况\n全年受理申请35件。\n二、问题\n人手不足。",
        "",
        "2021\n2022\n2023\n",
    ],
)
def test_no_cells(text):
    assert written(text) == []


def test_cells_come_in_order_and_hold_what_they_span():
    text = "收案\n120\n结案\n118\n存案\n2\n\n类别\t数量(件)\n甲\t5\n乙\t6\n"
    folded, cells = cells_of(text)
    assert [c.start for c in cells] == sorted(c.start for c in cells)
    assert all(folded[c.start : c.end].strip() == folded[c.start : c.end] for c in cells)


def test_caption_goes_before_a_column_that_names_no_matter():
    text = "表一:云山县2023年度行政复议案件受理情况统计表\n单位 | 2022受理量 | 2023受理量 | 占比 |\n甲局 | 30 | 21 | 35% |\n乙局 | 6 | 13 | 22% |\n"
    assert written(text)[:3] == [
        ("30", "甲局 2022行政复议案件受理量", "件"), ("21", "甲局 2023行政复议案件受理量", "件"), ("35%", "甲局 占比", "%"),
    ]  # fmt: skip


def test_a_row_of_numbers_under_kinds_changes_places_with_them():
    text = "二、行政诉讼案件收案情况\n类型 | 行政处罚 | 行政许可 | 合计\n数量 | 75件 | 16件 | 91件\n"
    assert [(head, unit) for _, head, unit in written(text)] == [
        ("行政处罚 行政诉讼案件收案数量", "件"), ("行政许可 行政诉讼案件收案数量", "件"), ("合计 行政诉讼案件收案数量", "件"),
    ]  # fmt: skip


def test_a_column_of_units_gives_the_unit_and_leaves_the_row_head():
    text = "指标\t单位\t数量\n印发工作简报\t期\t9\n走访企业\t家(次)\t40\n按期办结率\t%\t98\n"
    assert written(text) == [
        ("9", "印发工作简报 数量", "期"), ("40", "走访企业 数量", "家(次)"), ("98", "按期办结率 数量", "%"),
    ]  # fmt: skip
    assert written("序号 | 指标 | 计量单位 | 2022年 | 2023年\n1 | 挂牌督办 | 件 | 3 | 5\n")[1] == ("5", "挂牌督办 2023年", "件")
    assert written("项目 | 单位 | 次数\n巡查 | 甲局 | 7\n")[0][1] == "甲局 次数"  # the body that did it


def test_years_of_heads_are_not_shown_to_patterns():
    text = "指标 | 2022年 | 2023年受理量\n投诉件(件) | 14 | 15\n"
    folded, cells = cells_of(text)
    sentences = split_sentences(folded)
    mentions, _ = scan_quantities(folded, text, UNITS, cells=cells)
    marked = mark_figures(folded, sentences, mentions, cells).text
    assert "20" not in marked.rpartition("\n")[2]
    assert "受理量" in marked
    assert [cell.head for cell in cells] == ["投诉件(件) 2022年", "投诉件(件) 2023年受理量"]


def test_a_column_of_units_one_cell_a_line():
    text = "正文在前,说明本表的由来和口径,写得很长很长。\n指标\n单位\n数量\n印发简报\n期\n9\n走访企业\n家\n40\n按期办结率\n%\n98\n下面又是正文,说明文字很长,不像表格里的格。\n"
    assert written(text) == [("9", "印发简报 数量", "期"), ("40", "走访企业 数量", "家"), ("98", "按期办结率 数量", "%")]


def test_columns_that_say_when_are_not_shown_and_steps_are_changes():
    text = "指标 | 单位 | 2023年1-12月 | 完成情况 | 增减\n投诉受理 | 件 | 14 | 15 | 1\n"
    folded, cells = cells_of(text)
    mentions, _ = scan_quantities(folded, text, UNITS, cells=cells)
    assert [(m.text, m.kind) for m in mentions] == [("14", "count"), ("15", "count"), ("1", "change")]
    row = mark_figures(folded, split_sentences(folded), mentions, cells).text.rpartition("\n")[2]
    assert [part[:-1] for part in row.split(";")[1:]] == ["投诉受理"] * 3


def test_a_row_of_counts_right_below_the_title_is_no_menu():
    library = load_library()
    row = "云溪县2023年法治政府建设工作情况\n指标 | 2022年 | 2023年\n服务中心(个) | 14 | 15\n"
    assert [figure.text for figure in extract_text(row, library)] == ["14", "15"]
    assert not extract_text("首页 | 政务公开 | 1 | 2 | 下一页\n云溪县2023年法治政府建设工作情况\n", library)
