"""Results → the tables users see. The one place that knows the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lawgov_extract import __version__
from lawgov_extract.model import Check, DocumentResult, Figure, Origin
from lawgov_extract.panel import RULES, Row

if TYPE_CHECKING:
    import pandas

    from lawgov_extract.library import Library


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its Chinese heading, its type (text, integer, number or date), its meaning."""

    name: str
    zh: str
    type: str = "text"
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the Chinese name of its sheet, its columns in order, the column that names a row if one does."""

    name: str
    zh: str
    columns: tuple[Column, ...]
    key: str = ""

    def headings(self, language: str) -> tuple[str, ...]:
        """The column headings in ``en`` or ``zh``."""
        return tuple(column.zh if language == "zh" else column.name for column in self.columns)

    def title(self, language: str) -> str:
        """The name of the sheet in ``en`` or ``zh``."""
        return self.zh if language == "zh" else self.name


METRICS = Table(
    "metrics",
    "指标",
    (
        Column("file", "文件", "text", "the input, `/` between parts"),
        Column("issuer", "发布机关", "text", "who issued the report"),
        Column("region_code", "区划代码", "text", "GB/T 2260 code of the issuer's division; empty when not certain"),
        Column("province", "省", "text", "province of the issuer"),
        Column("city", "市", "text", "city of the issuer"),
        Column("county", "县", "text", "county of the issuer"),
        Column("report_year", "报告年度", "integer", "the year the report is about"),
        Column("domain", "领域", "text", "domain of the indicator"),
        Column("indicator", "指标代码", "text", "code of the codebook; empty when no code fits"),
        Column("indicator_zh", "指标名称", "text", "Chinese name of the indicator"),
        Column("label", "计数对象", "text", "what is counted, in the report's own words"),
        Column("dimension", "分项", "text", "the breakdown within the indicator; empty for a total"),
        Column("value", "数值", "number", "in `unit`, scale words resolved; empty for a range"),
        Column("unit", "单位", "text", "measure word as written, without scale, in Simplified script"),
        Column("bound", "精确度", "text", "exact, about, nearly, over, below, at_least, at_most or range"),
        Column("value_low", "下限", "number", "least value the words allow; empty where open"),
        Column("value_high", "上限", "number", "greatest value the words allow; empty where open"),
        Column("kind", "类别", "text", "count, rate, amount, duration, ratio or change"),
        Column("status", "状态", "text", "actual, target or baseline"),
        Column("year", "年份", "integer", "the year the figure refers to"),
        Column("period_start", "起始日", "date", "first day of the time it covers"),
        Column("period_end", "截止日", "date", "last day of the time it covers"),
        Column("scope", "范围", "text", "whose figure it is when the text says so"),
        Column("text", "原文", "text", "the figure as written"),
        Column("evidence", "依据", "text", "the sentence it stands in"),
        Column("section", "章节", "text", "the headings above it, joined by ` / `"),
        Column("start", "起点", "integer", "first code point of `text` in the document's text"),
        Column("end", "终点", "integer", "one past its last code point"),
        Column("figure_id", "编号", "text", "stable id, the same on every run and machine"),
        Column("part_of", "所属合计", "text", "figure_id of the total this figure breaks down"),
        Column("pattern", "规则", "text", "the pattern that gave the code"),
        Column("checks", "未通过校验", "text", "ids of the failed checks that involve it, `;` between them"),
        Column("doc_id", "文档编号", "text", "hash of the document's content"),
        Column("decimals", "精度", "integer", "accuracy of the printed figure as in XBRL"),
        Column("compared_with", "对比编号", "text", "figure_id of the other figure of a change or a from-to pair"),
    ),
    "figure_id",
)
CHECKS = Table(
    "checks",
    "校验",
    (
        Column("check_id", "校验编号", "text", "id of the check"),
        Column("file", "文件", "text", "the input"),
        Column("kind", "类别", "text", "parts_sum, rate, bound, change, repeated or between_reports"),
        Column("statement", "等式", "text", "the identity in words with its numbers"),
        Column("expected", "应为", "text", "what the identity gives"),
        Column("reported", "报告值", "text", "what the report says"),
        Column("difference", "差额", "text", "reported less expected"),
        Column("tolerance", "容差", "text", "the difference that rounding allows"),
        Column("verdict", "结论", "text", "ok or mismatch"),
        Column("figure_ids", "数字编号", "text", "the figures involved, `;` between them"),
        Column("evidence", "依据", "text", "the text they stand in"),
    ),
    "check_id",
)
DOCUMENTS = Table(
    "documents",
    "文件",
    (
        Column("file", "文件", "text", "the input, `/` between parts"),
        Column("doc_id", "文档编号", "text", "hash of the document's content"),
        Column("title", "标题", "text", "title of the report"),
        Column("issuer", "发布机关", "text", "who issued the report"),
        Column("region_code", "区划代码", "text", "GB/T 2260 code of the issuer's division; empty when not certain"),
        Column("province", "省", "text", "province of the issuer"),
        Column("city", "市", "text", "city of the issuer"),
        Column("county", "县", "text", "county of the issuer"),
        Column("region_candidates", "候选区划", "text", "codes still possible where region_code is empty, `;` between"),
        Column("report_year", "报告年度", "integer", "the year the report is about"),
        Column("document_type", "文件类型", "text", "report, plan or other"),
        Column("document_number", "文号", "text", "the document's number"),
        Column("index_number", "索引号", "text", "the index number on the site"),
        Column("site", "网站", "text", "the site it was published on"),
        Column("written_date", "成文日期", "date", "date it was written"),
        Column("published_date", "发布日期", "date", "date it was published"),
        Column("media_type", "媒体类型", "text", "what the file holds, found by content"),
        Column("encoding", "编码", "text", "character encoding"),
        Column("characters", "字符数", "integer", "length of the text in code points"),
        Column("replaced_characters", "替换字符数", "integer", "characters that could not be decoded"),
        Column("figures", "数字数", "integer", "figures found"),
        Column("coded_figures", "有代码数", "integer", "figures that an indicator claims"),
        Column("checks_ok", "校验通过数", "integer", "checks that hold"),
        Column("checks_failed", "校验未通过数", "integer", "checks that do not hold"),
        Column("status", "状态", "text", "ok, no_figures, empty, needs_ocr, duplicate, skipped or failed"),
        Column("duplicate_of", "重复于", "text", "the file with the same content that was counted"),
        Column("error", "错误", "text", "why the input could not be read"),
        Column("program_version", "程序版本", "text", "version of the program"),
        Column("library_hash", "规则库哈希", "text", "hash of the pattern library"),
    ),
    "file",
)
CODEBOOK = Table(
    "codebook",
    "代码表",
    (
        Column("code", "指标代码", "text", "permanent code of the indicator"),
        Column("name_zh", "中文名称", "text", "its Chinese name"),
        Column("name_en", "英文名称", "text", "its English name"),
        Column("domain", "领域", "text", "its domain"),
        Column("domain_zh", "领域名称", "text", "Chinese name of the domain"),
        Column("measure", "度量", "text", "count, rate, amount, duration or ratio"),
        Column("unit", "单位", "text", "canonical unit"),
        Column("definition", "定义", "text", "what it counts"),
        Column("numerator", "分子", "text", "code of the numerator of a rate"),
        Column("denominator", "分母", "text", "code of the denominator of a rate"),
        Column("parts_of", "所属合计", "text", "code of the total it is a part of"),
        Column("source", "来源", "text", "where the definition comes from"),
    ),
    "code",
)
PANEL_KEY = (
    Column("region_code", "区划代码", "text", "GB/T 2260 code of the issuer's division; empty when not certain"),
    Column("province", "省", "text", "province of the issuer"),
    Column("city", "市", "text", "city of the issuer"),
    Column("county", "县", "text", "county of the issuer"),
    Column("issuer", "发布机关", "text", "who issued the reports"),
    Column("year", "年份", "integer", "the year the values are of"),
)
PANEL_NOTES = Table(
    "panel_notes",
    "面板说明",
    (
        *PANEL_KEY,
        Column("indicator", "指标代码", "text", "column of the panel that holds the value"),
        Column("figure_id", "编号", "text", "the figure that the value is from"),
        Column("rule", "选取规则", "text", "the rule that chose it: " + ", ".join(RULES)),
        Column("reason", "选取理由", "text", "the rule in words"),
        Column("others", "其他数字编号", "text", "the figures that were not chosen, `;` between them"),
    ),
    "figure_id",
)


def panel_table(library: Library, codes: Iterable[str]) -> Table:
    """The table ``panel``, which has a column for each of some indicators, in the order of their codes."""
    named = ((code, library.indicators[code]) for code in sorted(codes))
    columns = (Column(code, code, "number", f"{one.zh}, {one.unit}") for code, one in named)
    return Table("panel", "面板", (*PANEL_KEY, *columns))


def written(library: Library, codes: Iterable[str] | None = None) -> tuple[Table, ...]:
    """The tables that a run writes, in the order of the sheets; the panel is that of some indicators, or of all."""
    panel = panel_table(library, library.indicators if codes is None else codes)
    return METRICS, panel, PANEL_NOTES, CHECKS, DOCUMENTS, CODEBOOK


def metrics_rows(
    result: DocumentResult, library: Library, *, keep: Callable[[Figure], bool] = lambda figure: True
) -> Iterator[tuple]:
    """
    Yield the rows of ``metrics`` that one document gives, in the order of the text.

    Args:
        result: What the document gave.
        library: Where the names and domains of the indicators are.
        keep: Says which figures get a row.

    Yields:
        Tuples in the order of ``METRICS.columns``; numbers are Decimal or int, dates are dates,
        an empty cell is None.
    """
    about = result.metadata
    for figure in sorted(filter(keep, result.figures), key=lambda figure: (figure.start, figure.end, figure.figure_id)):
        indicator = library.indicators.get(figure.indicator)
        yield _row(
            result.file,
            about.issuer,
            about.region_code,
            about.province,
            about.city,
            about.county,
            about.report_year,
            indicator.domain if indicator else "",
            figure.indicator,
            indicator.zh if indicator else "",
            figure.label,
            figure.dimension,
            figure.value,
            figure.unit,
            figure.bound,
            figure.low,
            figure.high,
            figure.kind,
            figure.status,
            figure.year,
            figure.period_start,
            figure.period_end,
            figure.scope,
            figure.text,
            figure.evidence,
            " / ".join(figure.section),
            figure.start,
            figure.end,
            figure.figure_id,
            figure.part_of,
            figure.pattern,
            figure.checks,
            result.doc_id,
            figure.decimals,
            figure.compared_with,
        )


def checks_rows(file: str, checks: Iterable[Check]) -> Iterator[tuple]:
    """Yield the rows of ``checks`` of one document, in the order they are given."""
    for check in checks:
        yield _row(
            check.check_id,
            file,
            check.kind,
            check.statement,
            check.expected,
            check.reported,
            check.difference,
            check.tolerance,
            check.verdict,
            check.figure_ids,
            check.evidence,
        )


def documents_row(result: DocumentResult, library: Library) -> tuple:
    """The row of ``documents`` of one input; its counts are of all that was found, whatever is written."""
    about = result.metadata
    verdicts = [check.verdict for check in result.checks]
    origin = result.origin or Origin(
        figures=len(result.figures), coded_figures=sum(bool(figure.indicator) for figure in result.figures),
        program_version=__version__, library_hash=library.hash,
    )  # fmt: skip
    return _row(
        result.file,
        result.doc_id,
        about.title,
        about.issuer,
        about.region_code,
        about.province,
        about.city,
        about.county,
        about.region_candidates,
        about.report_year,
        about.document_type if result.doc_id else None,  # nothing is known of what was not read
        about.document_number,
        about.index_number,
        about.site,
        about.written_date,
        about.published_date,
        result.media_type,
        result.encoding,
        result.characters,
        result.replaced_characters,
        origin.figures,
        origin.coded_figures,
        verdicts.count("ok"),
        verdicts.count("mismatch"),
        result.status,
        result.duplicate_of,
        result.error,
        origin.program_version,
        origin.library_hash,
    )


def panel_row(row: Row, codes: Sequence[str]) -> tuple:
    """The row of ``panel`` of one body and year: who and when, then the value of each of *codes*, where there is one."""
    choices = (row.choices.get(code) for code in codes)
    return _row(*row.body, row.year, *(choice and choice.total.value for choice in choices))


def panel_notes_rows(row: Row, codes: Sequence[str]) -> Iterator[tuple]:
    """Yield the rows of ``panel_notes`` of one row of the panel: a cell each."""
    for code in codes:
        if choice := row.choices.get(code):
            others = tuple(total.figure_id for total in choice.others)
            yield _row(*row.body, row.year, code, choice.total.figure_id, choice.rule, RULES[choice.rule], others)


def codebook_rows(library: Library) -> Iterator[tuple]:
    """Yield the rows of ``codebook``: an indicator each, in the order of the codes."""
    for code, indicator in sorted(library.indicators.items()):
        yield _row(
            code,
            indicator.zh,
            indicator.en,
            indicator.domain,
            indicator.domain_zh,
            indicator.measure,
            indicator.unit,
            indicator.definition,
            indicator.numerator,
            indicator.denominator,
            indicator.parts_of,
            indicator.source,
        )


def _row(*cells: object) -> tuple:
    return tuple(";".join(cell) or None if isinstance(cell, tuple) else None if cell == "" else cell for cell in cells)


def plain(cell: object) -> object:
    """A cell as programs like it: a Decimal becomes int when integral, else float."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell


def frame(table: Table, rows: Iterable[tuple]) -> pandas.DataFrame:
    """
    Make the DataFrame of a table.

    Args:
        table: The table.
        rows: Tuples in the order of its columns.

    Returns:
        A frame with nullable integers, floats, dates as ``datetime64`` and texts; empty texts are "".
    """
    import pandas

    columns = table.columns
    cells = list(zip(*rows)) or [()] * len(columns)
    return pandas.DataFrame({column.name: _series(column, values) for column, values in zip(columns, cells)})


def _series(column: Column, values: tuple) -> pandas.Series:
    import pandas

    if column.type == "integer":
        return pandas.Series(values, dtype="Int64")
    if column.type == "number":
        return pandas.Series([None if value is None else float(value) for value in values], dtype="float64")
    if column.type == "date":
        return pandas.Series(values, dtype="datetime64[s]")
    # A lone surrogate, which pyarrow's strings cannot hold, becomes "?" as in a CSV.
    return pandas.Series(["" if value is None else value.encode("utf-8", "replace").decode() for value in values], dtype="str")
