"""The writers: what a file holds, and that it is whole or not there."""

import csv
import gc
import html
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest

from lawgov_extract import tables, writing
from lawgov_extract.errors import OutputError
from lawgov_extract.writing import xlsx_file

INDICATOR = SimpleNamespace(zh="行政复议受理数", unit="件")
ALL = tables.written(SimpleNamespace(indicators={"a.accepted": INDICATOR, "a.received": INDICATOR}))
TABLES = {table.name: table for table in ALL}
SHEETS = {"en": ["metrics", "panel", "checks", "documents", "codebook"], "zh": ["指标", "面板", "校验", "文件", "代码表"]}


def row(table: str = "metrics", **cells: object) -> tuple:
    names = TABLES[table].headings("en")
    assert set(cells) <= set(names)
    return tuple(cells.get(name) for name in names)


def write(path, rows, table="metrics", of=ALL, **options):
    with writing.open_output(str(path), of, **options) as sink:
        sink.write(table, rows)


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_bytes(tmp_path):
    """A byte-order mark for Excel, line feeds, exact decimals, ISO dates, nothing for nothing."""
    path = tmp_path / "metrics.csv"
    write(path, [row(file="a.txt", value=Decimal("3.2E+9"), value_low=Decimal("98.30"), period_start=date(2023, 1, 1))])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbffile,issuer,")
    assert b"\r" not in data
    assert data.count(b"\n") == 2
    (cells,) = read(path)
    assert (cells["value"], cells["value_low"], cells["period_start"], cells["unit"]) == (
        "3200000000", "98.3", "2023-01-01", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["a,b", 'say "x"', "two\nlines", "lone\rreturn", "both\r\n", " x ", "=1+1", "\x0b", "𠮷"]
)
def test_csv_round_trip(tmp_path, text):
    path = tmp_path / "metrics.csv"
    write(path, [row(evidence=text), row(evidence="after")])
    assert [cells["evidence"] for cells in read(path)] == [text, "after"]


def test_csv_survives_a_lone_surrogate(tmp_path):
    path = tmp_path / "metrics.csv"
    write(path, [row(evidence="x\ud800y")])
    assert read(path)[0]["evidence"] == "x?y"


def test_csv_holds_the_first_table_only(tmp_path):
    path = tmp_path / "metrics.csv"
    with writing.open_output(str(path), ALL) as sink:
        sink.write("documents", [row("documents", file="a.txt")])
    assert read(path) == []
    write(tmp_path / "codebook.csv", [row("codebook", code="a.b")], "codebook", (tables.CODEBOOK,))
    assert read(tmp_path / "codebook.csv")[0]["code"] == "a.b"


def test_csv_to_standard_output(capsys):
    with writing.open_output("-", ALL, headings="zh") as sink:
        sink.write("metrics", [row(file="a.txt")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("文件,发布机关,")
    assert lines[1].startswith("a.txt,")


def test_folder_has_every_table_and_a_descriptor(tmp_path):
    out = tmp_path / "out"
    write(f"{out}/", [row("documents", file="a.txt", characters=3)], "documents")
    assert sorted(path.name for path in out.iterdir()) == [
        "checks.csv", "codebook.csv", "datapackage.json", "documents.csv", "metrics.csv", "panel.csv", "panel_notes.csv",
    ]  # fmt: skip
    assert read(out / "documents.csv")[0]["characters"] == "3"
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with open(out / resource["path"], encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]
    types = {field["name"]: field["type"] for field in package["resources"][0]["schema"]["fields"]}
    assert (types["value"], types["year"], types["period_end"], types["text"]) == (
        "number",
        "integer",
        "date",
        "string",
    )


@pytest.mark.parametrize("headings", ["en", "zh"])
def test_workbook(tmp_path, headings):
    """Sheets in order, a frozen heading, a filter, numbers as numbers, dates as dates, the program's mark."""
    path = tmp_path / "m.xlsx"
    cells = {
        "file": "a.txt",
        "value": Decimal("99.03"),
        "value_low": Decimal(1200),
        "year": 2023,
        "region_code": "010203",
    }
    write(path, [row(**cells, period_start=date(2023, 1, 1))], headings=headings)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == SHEETS[headings]
    assert book.properties.creator == "lawgov_extract"
    sheet = book.worksheets[0]
    assert tuple(cell.value for cell in sheet[1]) == tables.METRICS.headings(headings)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:AI2"
    got = dict(zip(tables.METRICS.headings("en"), sheet[2], strict=True))
    assert got["value"].value == 99.03
    assert (got["value_low"].value, got["value_low"].number_format) == (1200, "#,##0")
    assert got["year"].value == 2023
    assert got["region_code"].value == "010203"
    assert (got["period_start"].value.date(), got["period_start"].number_format) == (date(2023, 1, 1), "yyyy-mm-dd")
    assert got["scope"].value is None


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "+1", "@x", "-1", "#N/A", "#REF!", "'x"])
def test_workbook_text_is_never_a_formula(tmp_path, text):
    path = tmp_path / "m.xlsx"
    write(path, [row(evidence=text)])
    cell = openpyxl.load_workbook(path).worksheets[0].cell(2, 25)
    assert (cell.value, cell.data_type) == (text, "s")
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\x0bb\x00c", "a\ufffdb\ufffdc"),
        ("a\ud800b", "a\ufffdb"),
        ("a\uffffb", "a\ufffdb"),
        ("_x000D_ x_x", "_x005F_x000D_ x_x"),
        ("tab\tline\n", "tab\tline\n"),
    ],
)
def test_workbook_text_is_made_fit(tmp_path, text, stored):
    path = tmp_path / "m.xlsx"
    write(path, [row(evidence=text)])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert html.unescape(re.findall(r"<t[^>]*>([^<]*)</t>", xml)[-1]) == stored


def test_workbook_cuts_what_no_cell_holds_and_says_so(tmp_path, caplog):
    path = tmp_path / "m.xlsx"
    write(path, [row(evidence="字" * 40_000), row(evidence="字" * 32_767)])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert len(sheet.cell(2, 25).value) == 32_767
    assert sheet.cell(2, 25).value.endswith("…[cut]")
    assert sheet.cell(3, 25).value == "字" * 32_767
    (record,) = caplog.records
    assert "metrics: row 2: evidence" in record.getMessage()


def panel_of(path, headings="en"):
    """A workbook whose panel has one row: of one value there were two figures, of the other one."""
    body = (None, None, None, None, "某县", 2022)
    with writing.open_output(str(path), ALL, headings=headings) as sink:
        for place, code, dimension in ((4, "a.accepted", None), (9, "a.accepted", "公安"), (12, "a.received", None)):
            sink.write("metrics", [row(file="a", value=Decimal(place), indicator=code, dimension=dimension, figure_id=f"d:{place}")])
        notes = [("a.accepted", "d:4", "greatest", "it is the greatest", "d:9;d:2"), ("a.received", "d:12", "only", "no other", None)]
        sink.write("panel_notes", [(*body, *note) for note in notes])
        sink.write("panel", [(*body, Decimal(4), Decimal(12)), (*body[:5], 2023, None, None)])
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("headings", ["en", "zh"])
def test_cells_of_the_panel_lead_to_their_figures(tmp_path, headings):
    book = panel_of(tmp_path / "m.xlsx", headings)
    assert book.sheetnames == SHEETS[headings]
    first, second = book[SHEETS[headings][1]][2][6:]
    assert (first.value, second.value) == (4, 12)
    for cell in (first, second):
        sheet, _, place = cell.hyperlink.location.partition("!")
        assert (sheet, book[sheet][place].value) == (SHEETS[headings][0], cell.value)
    assert first.comment.text == "it is the greatest; not chosen: d:9, d:2"
    assert second.comment is None
    assert [cell.hyperlink for cell in book[SHEETS[headings][1]][3]] == [None] * 8


def test_a_sheet_has_no_more_links_than_excel_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_file, "MOST_LINKS", 1)
    first, second = panel_of(tmp_path / "m.xlsx")["panel"][2][6:]
    assert first.hyperlink is not None and second.hyperlink is None


def test_workbook_rolls_over(tmp_path, monkeypatch):
    """Rows beyond the longest sheet go on in the next, which stands right behind."""
    monkeypatch.setattr(xlsx_file, "LONGEST_SHEET", 3)
    path = tmp_path / "m.xlsx"
    write(path, [row(start=number) for number in range(5)])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["metrics", "metrics_2", "metrics_3", *SHEETS["en"][1:]]
    starts = [[line[26].value for line in book[name].iter_rows(min_row=2)] for name in book.sheetnames[:3]]
    assert starts == [[0, 1], [2, 3], [4]]
    assert [book[name].auto_filter.ref for name in book.sheetnames[:3]] == ["A1:AI3", "A1:AI3", "A1:AI2"]


def test_workbook_is_the_same_every_time(tmp_path):
    paths = [tmp_path / "1.xlsx", tmp_path / "2.xlsx"]
    for path in paths:
        write(path, [row(file="a.txt", value=Decimal(5))])
        os.utime(path, (0, 0))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_old_dates_are_text(tmp_path):
    path = tmp_path / "m.xlsx"
    write(path, [row(period_start=date(1899, 12, 1))])
    assert openpyxl.load_workbook(path).worksheets[0].cell(2, 21).value == "1899-12-01"


@pytest.mark.parametrize("name", ["m.csv", "m.xlsx", "out/"])
def test_a_run_that_breaks_leaves_the_old_output_and_no_debris(tmp_path, name):
    path = f"{tmp_path}/{name}"
    write(path, [row(file="old")])
    before = {found: found.read_bytes() for found in tmp_path.rglob("*") if found.is_file()}
    with pytest.raises(RuntimeError), writing.open_output(path, ALL) as sink:
        sink.write("metrics", [row(file="new")])
        raise RuntimeError
    assert {found: found.read_bytes() for found in tmp_path.rglob("*") if found.is_file()} == before


@pytest.mark.parametrize("name", ["m.csv", "m.xlsx"])
def test_a_place_that_cannot_be_written_is_told_before_any_row(tmp_path, monkeypatch, name):
    def touch(path, *given, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.touch", touch)
    with pytest.raises(OutputError, match="m.*: cannot be written: Permission denied"):
        writing.open_output(f"{tmp_path}/{name}", ALL).__enter__()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_workbook_that_cannot_be_saved_is_one_error(tmp_path, monkeypatch):
    """Nothing is left in its place, and no sheet complains afterwards."""
    def full(sink, archive):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(xlsx_file.WorkbookSink, "save", full)
    with pytest.raises(OutputError, match="m.xlsx: cannot be written: No space left"):
        write(tmp_path / "m.xlsx", [row(file="a.txt")])
    gc.collect()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a dead process is not told there")
def test_what_a_killed_run_left_is_swept(tmp_path):
    code = """
import os, signal, sys
from lawgov_extract import tables, writing
with writing.open_output(sys.argv[1], (tables.METRICS,)):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    path = tmp_path / "m.csv"
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    write(path, [])
    assert [found.name for found in tmp_path.iterdir()] == ["m.csv"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing/m.csv", "does not exist"),
        ("missing/out/", "does not exist"),
        ("folder", "unknown format"),
        ("folder.csv", "is a folder"),
        ("file.csv/", "is a file"),
        ("m.doc", "unknown format; expected one of csv, xlsx"),
    ],
)
def test_outputs_that_cannot_be(tmp_path, path, reason):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file.csv").write_text("x")
    with pytest.raises(OutputError, match=reason) as raised:
        writing.open_output(f"{tmp_path}/{path}", ALL)
    assert str(raised.value).startswith(str(tmp_path))


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("m.csv", "", "csv"), ("M.XLSX", "", "xlsx"), ("m.dat", "csv", "csv"), ("out/", "", "folder"), ("-", "", "csv"),
        ("-", "xlsx", ""), ("m.dat", "", ""),
    ],
)  # fmt: skip
def test_format_of(path, name, expected):
    assert writing.format_of(path, name) == expected
