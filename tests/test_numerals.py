"""Numerals, Arabic and Chinese, to exact decimals."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from lawgov_extract.errors import NumeralError
from lawgov_extract.numerals import read_numeral

DATA = tomllib.loads((Path(__file__).parent / "data" / "numerals.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text, value", DATA["values"].items())
def test_value(text, value):
    assert read_numeral(text) == Decimal(value)


@pytest.mark.parametrize("text", DATA["no_numerals"]["texts"])
def test_no_numeral(text):
    with pytest.raises(NumeralError) as error:
        read_numeral(text)
    assert error.value.text == text


@pytest.mark.parametrize("number", [*range(131), 200, 205, 999, 1000, 1010, 1234, 9999, 10000, 10500, 120000, 12345678])
def test_chinese_numerals_by_rule(number):
    assert read_numeral(chinese(number)) == number


def chinese(number):
    """A plain writer of Chinese numerals, the other way round."""
    if number == 0:
        return "零"
    digits = "零一二三四五六七八九"

    def below_ten_thousand(rest):
        text = ""
        for scale, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = rest // scale % 10
            if digit:
                text += digits[digit] + mark
            elif text and rest % scale and not text.endswith("零"):
                text += "零"
        return text

    high, low = divmod(number, 10000)
    text = below_ten_thousand(high) + "万" if high else ""
    if low:
        text += ("零" if high and low < 1000 else "") + below_ten_thousand(low)
    return text
