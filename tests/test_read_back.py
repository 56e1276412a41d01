"""Tables read back: in every format the rows that were written, and one clear line where there are none."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lawgov_extract import tables, writing
from lawgov_extract.errors import TableError
from lawgov_extract.writing.read_back import read_table

WRITTEN = (tables.METRICS, tables.CHECKS, tables.DOCUMENTS)
FORMATS = ("csv", "jsonl", "xlsx", "parquet", "dta", "sqlite", "folder")


def metrics_row(**cells: object) -> tuple:
    names = tables.METRICS.headings("en")
    assert set(cells) <= set(names)
    return tuple(cells.get(name) for name in names)


ROWS = [
    metrics_row(
        file="甲/a.txt", report_year=2023, value=Decimal("98.3"), value_low=Decimal(5), value_high=Decimal(-2), unit="%",
        period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), evidence='满意率达98.3%，“,"\n=1+1', start=0, end=5,
        figure_id="d:0-5", decimals=1, text="_x000D_",
    ),
    metrics_row(file="b.txt", value=Decimal(320000000000), start=7, end=12, figure_id="e:7-12", decimals=-8, section="一、概况 / （一）"),
]  # fmt: skip


def write(folder: Path, kind: str, headings: str = "en") -> Path:
    path = folder / ("out" if kind == "folder" else f"m.{kind}")
    with writing.open_output(f"{path}/" if kind == "folder" else str(path), WRITTEN, headings=headings) as sink:
        sink.write("metrics", ROWS)
        sink.write("documents", [("a.txt", "d", *[None] * (len(tables.DOCUMENTS.columns) - 2))])
    return path


@pytest.mark.parametrize("headings", ["en", "zh"])
@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_written_comes_back(tmp_path, kind, headings):
    path = write(tmp_path, kind, headings)
    assert list(read_table(path, tables.METRICS)) == ROWS
    several = kind in ("xlsx", "sqlite", "folder")
    assert [row[:2] for row in read_table(path, tables.DOCUMENTS)] == ([("a.txt", "d")] if several else [])
    assert list(read_table(path, tables.CHECKS)) == []


def test_sheets_that_go_on_are_one_table(tmp_path, monkeypatch):
    monkeypatch.setattr("lawgov_extract.writing.xlsx_file.LONGEST_SHEET", 2)
    assert list(read_table(write(tmp_path, "xlsx"), tables.METRICS)) == ROWS


def test_columns_of_a_later_version_are_passed_over(tmp_path):
    path = write(tmp_path, "csv")
    lines = path.read_text("utf-8-sig").replace("file,", "newer,file,", 1).split("\n")
    path.write_text("\n".join([lines[0], "x,b.txt" + "," * (len(ROWS[0]) - 1)]) + "\n", encoding="utf-8")
    assert list(read_table(path, tables.METRICS)) == [metrics_row(file="b.txt")]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("m.csv", b"a,b\n1,2\n", "m.csv: is no table metrics: no column file, issuer"),
        ("m.csv", b"\xff\xfe\xff", "m.csv: cannot be read: "),
        ("m.txt", b"x", "m.txt: expected one of .csv, .xlsx"),
        ("m.jsonl", b"{", "m.jsonl: line 1: is no JSON"),
        ("m.jsonl", b"[]\n", "m.jsonl: line 1: expected an object"),
        ("m.xlsx", b"x", "m.xlsx: is no workbook"),
        ("m.parquet", b"x", "m.parquet: cannot be read"),
        ("m.dta", b"x", "m.dta: cannot be read"),
        ("m.sqlite", b"x" * 200, "m.sqlite: cannot be read"),
        ("gone.csv", None, "gone.csv: there is no such file"),
        ("", None, "expected a folder of tables, with metrics.csv in it"),
    ],
)
def test_what_is_no_output_is_one_line(tmp_path, name, content, problem):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError) as error:
        list(read_table(tmp_path / name, tables.METRICS))
    assert problem in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(("column", "cell", "problem"), [("start", "x", "a whole number"), ("value", "1,5", "a number"), ("period_start", "2023", "a date")])
def test_a_faulty_cell_names_its_place(tmp_path, column, cell, problem):
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps(dict.fromkeys(tables.METRICS.headings("en")) | {column: cell}), encoding="utf-8")
    with pytest.raises(TableError, match=f"m.jsonl: line 1, {column}: expected {problem}, found"):
        list(read_table(path, tables.METRICS))
