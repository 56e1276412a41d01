"""The tables: their columns are a contract, their cells come from results."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from lawgov_extract import __version__, tables
from lawgov_extract.model import Check, DocumentResult, Figure, Metadata

METRICS = """file issuer region_code province city county report_year domain indicator indicator_zh label dimension value
    unit bound value_low value_high kind status year period_start period_end scope text evidence section start end
    figure_id part_of pattern checks doc_id decimals compared_with""".split()
METRICS_ZH = """文件 发布机关 区划代码 省 市 县 报告年度 领域 指标代码 指标名称 计数对象 分项 数值 单位 精确度 下限 上限 类别
    状态 年份 起始日 截止日 范围 原文 依据 章节 起点 终点 编号 所属合计 规则 未通过校验 文档编号 精度 对比编号""".split()
DOCUMENTS = """file doc_id title issuer region_code province city county region_candidates report_year document_type
    document_number index_number site written_date published_date media_type encoding characters replaced_characters
    figures coded_figures checks_ok checks_failed status duplicate_of error program_version library_hash""".split()
CHECKS = "check_id file kind statement expected reported difference tolerance verdict figure_ids evidence".split()
PANEL = "region_code province city county issuer year reconsideration.accepted".split()
CODEBOOK = (
    """code name_zh name_en domain domain_zh measure unit definition numerator denominator parts_of source""".split()
)

LIBRARY = SimpleNamespace(
    hash="abc",
    indicators={
        "reconsideration.accepted": SimpleNamespace(
            zh="行政复议受理数", en="Reconsideration applications accepted", domain="reconsideration",
            domain_zh="行政复议", measure="count", unit="件", definition="Accepted.", numerator="", denominator="",
            parts_of="", source=("a", "b"),
        )
    },
)  # fmt: skip


def figure(start: int, value: str | None, **more: object) -> Figure:
    fields = {
        "figure_id": f"d:{start}-{start + 3}", "start": start, "end": start + 3, "text": "20件",
        "value": None if value is None else Decimal(value), "low": Decimal(1), "high": None, "unit": "件",
        "bound": "exact", "kind": "count", "decimals": 0, "evidence": "受理20件。", "evidence_start": 0,
        "evidence_end": 9,
    }  # fmt: skip
    return Figure(**(fields | more))


def result(**more: object) -> DocumentResult:
    fields = {
        "file": "甲/a.txt", "status": "ok", "doc_id": "d", "characters": 99,
        "metadata": Metadata(issuer="某县人民政府", report_year=2023, region_candidates=("1", "2")),
        "figures": (
            figure(50, "99.03", section=("一、概况", "（一）复议")),
            figure(10, "20", indicator="reconsideration.accepted", period_start=date(2023, 1, 1), checks=("c1", "c2")),
        ),
    }  # fmt: skip
    return DocumentResult(**(fields | more))


@pytest.mark.parametrize(
    ("name", "columns"),
    [("metrics", METRICS), ("panel", PANEL), ("checks", CHECKS), ("documents", DOCUMENTS), ("codebook", CODEBOOK)],
)
def test_columns_are_the_contract(name, columns):
    """No column is renamed or moved: new ones go to the end."""
    (table,) = (table for table in tables.written(LIBRARY) if table.name == name)
    assert list(table.headings("en")) == columns


def test_chinese_headings():
    """Sheets and columns have the agreed Chinese names, and no table has two columns of one name."""
    assert list(tables.METRICS.headings("zh")) == METRICS_ZH
    written = tables.written(LIBRARY)
    assert [table.title("zh") for table in written] == ["指标", "面板", "面板说明", "校验", "文件", "代码表"]
    for table in written:
        assert len(set(table.headings("zh"))) == len(table.columns)


def test_metrics_rows_are_in_the_order_of_the_text():
    rows = [dict(zip(METRICS, row, strict=True)) for row in tables.metrics_rows(result(), LIBRARY)]
    assert [row["start"] for row in rows] == [10, 50]
    first, second = rows
    assert first["domain"] == "reconsideration"
    assert first["indicator_zh"] == "行政复议受理数"
    assert first["issuer"] == "某县人民政府"
    assert first["report_year"] == 2023
    assert first["period_start"] == date(2023, 1, 1)
    assert first["checks"] == "c1;c2"
    assert second["value"] == Decimal("99.03")
    assert second["section"] == "一、概况 / （一）复议"
    assert second["indicator"] is None
    assert second["value_high"] is None


def test_metrics_rows_keep_what_is_asked():
    rows = list(tables.metrics_rows(result(), LIBRARY, keep=lambda figure: bool(figure.indicator)))
    assert [row[METRICS.index("indicator")] for row in rows] == ["reconsideration.accepted"]


def test_documents_row_counts_all_figures():
    checks = tuple(
        Check(check_id=f"c{verdict}", kind="rate", statement="", expected="", reported="", difference="", tolerance="",
              verdict=verdict, figure_ids=("x", "y"), evidence="")
        for verdict in ("ok", "mismatch", "ok")
    )  # fmt: skip
    row = dict(zip(DOCUMENTS, tables.documents_row(result(checks=checks), LIBRARY), strict=True))
    assert (row["figures"], row["coded_figures"], row["checks_ok"], row["checks_failed"]) == (2, 1, 2, 1)
    assert row["region_candidates"] == "1;2"
    assert (row["program_version"], row["library_hash"]) == (__version__, "abc")
    assert row["error"] is None
    check_row = dict(zip(CHECKS, next(tables.checks_rows(result().file, checks)), strict=True))
    assert (check_row["check_id"], check_row["file"], check_row["figure_ids"]) == ("cok", "甲/a.txt", "x;y")


def test_codebook_rows():
    (row,) = tables.codebook_rows(LIBRARY)
    assert row[:3] == ("reconsideration.accepted", "行政复议受理数", "Reconsideration applications accepted")
    assert dict(zip(CODEBOOK, row, strict=True))["source"] == "a;b"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(Decimal("5.0"), 5), (Decimal("3.2E+9"), 3_200_000_000), (Decimal("99.03"), 99.03), ("x", "x")],
)
def test_plain_numbers(cell, expected):
    assert tables.plain(cell) == expected
    assert type(tables.plain(cell)) is type(expected)


def test_frame_has_types():
    """Years are integers also where one is missing, values are floats, dates are dates, texts are never missing."""
    frame = tables.frame(tables.METRICS, tables.metrics_rows(result(), LIBRARY))
    assert list(frame.columns) == METRICS
    assert frame["value"].tolist() == [20.0, 99.03]
    assert str(frame["year"].dtype) == "Int64"
    assert frame["start"].tolist() == [10, 50]
    assert frame["indicator"].tolist() == ["reconsideration.accepted", ""]
    assert frame["period_start"].iloc[0].date() == date(2023, 1, 1)
    assert frame["period_start"].isna().tolist() == [False, True]


def test_empty_frame_has_the_columns():
    frame = tables.frame(tables.DOCUMENTS, [])
    assert list(frame.columns) == DOCUMENTS
    assert len(frame) == 0


def test_a_frame_takes_a_lone_surrogate():
    frame = tables.frame(tables.METRICS, tables.metrics_rows(result(figures=(figure(10, "20", evidence="x\ud800y"),)), LIBRARY))
    assert frame["evidence"][0] == "x?y"
