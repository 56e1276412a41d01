"""Cells of workbooks as they are shown, and rows of tables with tables in them."""

import io
from pathlib import Path

import openpyxl
import pytest

from lawgov_extract.reading import read_bytes
from lawgov_extract.reading.cell_forms import number_form, shown
from lawgov_extract.reading.lines import plain_line, row_lines

SAMPLES = Path(__file__).parent / "data" / "reading" / "samples"


@pytest.mark.parametrize(
    "code, number, text",
    [
        ("0.00%", 0.983, "98.30%"),
        ("0%", 0.57, "57%"),
        ("0.0#%", 0.985, "98.5%"),
        ('0"件"', 90, "90件"),
        ('"共"#,##0"人次"', 12040, "共12,040人次"),
        ("0!件", 7, "7件"),
        ("0\\件", 7, "7件"),
        ("0.00_);[Red]\\(0.00\\)", 5.125, "5.13"),
        ("0.00_ ;-0.00 ", -2.5, "-2.50"),
        ("[$¥-804]#,##0.00", 1260.5, "¥1,260.50"),
        ("[>=10000]0;0", 12, "12"),
        ("#,##0.###", 1234.5, "1,234.5"),
        ("0", 2.5, "3"),
        ("General", 0.1 + 0.2, "0.3"),
        ("G/通用格式", 2076.0, "2076"),
        ("@", 58, "58"),
        ("# ?/?", 0.5, "0.5"),
        ("0.00E+00", 12345, "12345"),
        # scaled numbers are told in full, without the unit that would belong to the shorter number
        ('0.0,"千"', 12345, "12345"),
        ('0!.0,"万"', 123450, "123450"),
        ("", 3, "3"),
    ],
)
def test_a_number_is_shown_in_its_form(code, number, text):
    form = number_form(200, code)
    assert form is None or not form.is_date
    assert shown(float(number), form) == text


@pytest.mark.parametrize("code", ["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[$-804]h:mm", "mm:ss"])
def test_dates_are_told_from_numbers(code):
    assert number_form(200, code).is_date


def test_forms_that_are_known_by_number():
    assert shown(0.983, number_form(10)) == "98.30%"
    assert shown(8650.0, number_form(3)) == "8,650"
    assert number_form(0) is None
    assert number_form(14).is_date
    assert shown(float("inf"), number_form(10)) == "inf"
    assert shown(1e20, number_form(1)) == "1e+20"


def test_units_in_the_format_of_a_cell_are_read():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["受理", 96])
    sheet["B1"].number_format = '0"件"'
    sheet.append(["办结率", 0.983])
    sheet["B2"].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    (document,) = read_bytes(out.getvalue(), "a.xlsx")
    assert document.text.splitlines() == ["受理\t96件", "办结率\t98.3%"]


@pytest.mark.parametrize("place", [6, 7, 11])
def test_a_sheet_of_an_impossible_size_does_not_end_the_process(place):
    data = bytearray((SAMPLES / "jinchuan_county_2024.xls").read_bytes())
    size = data.index(b"\x00\x02\x0e\x00")
    data[size + 4 + place] = 0xA5
    (found,) = read_bytes(bytes(data), "a.xls")
    assert "impossible size" in found.reason


def test_signs_that_show_nothing_part_no_number_from_its_unit():
    assert plain_line("受理1\x0120\u200e\u200b\x7f件\ufffc，\u202a审结\x1f90 件\u2028") == "受理120件，审结 90 件"


def test_a_row_with_a_nested_table():
    assert row_lines([["部门"], ["a", ("b\tc", "d\te"), "f"], None, ["3"]]) == ["部门\ta f\t\t3", "b\tc", "d\te"]
    # one cell is a frame: all in its order
    assert row_lines([["a", ("b\tc",), "d"], None]) == ["a", "b\tc", "d"]
    assert row_lines([["一。", "二。", "三。"], ["四", ("b\tc",)]]) == ["一。", "二。", "三。", "四", "b\tc"]
    assert row_lines([["字" * 300], ["四"]]) == ["字" * 300, "四"]
    assert row_lines([]) == []
    assert row_lines([[], [("b\tc",)]]) == ["b\tc"]
