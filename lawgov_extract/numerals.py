"""A numeral, Arabic or Chinese, to an exact decimal."""

import re
from decimal import Decimal

from .errors import NumeralError

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
TENS = {"廿": 20, "卅": 30}
SMALL_SCALES = {"十": 10, "百": 100, "千": 1000}
LARGE_SCALES = {"万": 10**4, "亿": 10**8}
SCALES = SMALL_SCALES | LARGE_SCALES

ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([十百千万亿]*)")
CHINESE_CHARACTERS = "".join(DIGITS) + "".join(TENS) + "".join(SCALES)
_FOLD = str.maketrans("０１２３４５６７８９．，", "0123456789.,", " \u3000\u00a0")


def read_numeral(text: str) -> Decimal:
    """
    Read one Chinese or Arabic numeral.

    Args:
        text: Numeral only, no unit word: "1.2万", "三百二十一", "３５", "二〇一九", "半".

    Returns:
        A plain number, unit-free; 万 is 10**4, 亿 is 10**8, 半 is 0.5.

    Raises:
        NumeralError: *text* is not wholly a numeral.

    Source: GB/T 15835-2011, numerals in Arabic and in Chinese form.
    """
    plain = text.translate(_FOLD)
    arabic = ARABIC.fullmatch(plain)
    if arabic:
        value = Decimal(arabic[1].replace(",", "") + (arabic[2] or ""))
        for scale in arabic[3]:
            value *= SCALES[scale]
        return value
    if plain == "半":
        return Decimal("0.5")
    whole, point, fraction = plain.partition("点")
    if point:
        if not fraction or any(c not in DIGITS for c in fraction):
            raise NumeralError(text)
        return _read_chinese(whole, text) + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    return Decimal(_read_chinese(whole, text))


def _read_chinese(plain: str, text: str) -> int:
    if not plain or any(c not in CHINESE_CHARACTERS for c in plain):
        raise NumeralError(text)
    if all(c in DIGITS for c in plain):
        if len(plain) == 2 and "〇" not in plain and "零" not in plain and "○" not in plain:
            raise NumeralError(text)  # 三五 is a range, no numeral
        return int("".join(str(DIGITS[c]) for c in plain))
    total = section = 0  # section: value below the next 万 or 亿
    digit: int | None = None
    last_scale = 0  # for 一百二 and 三万五, where the scale of the last digit is understood
    for c in plain:
        if c in DIGITS:
            if digit not in (None, 0):
                raise NumeralError(text)
            digit = DIGITS[c]
            if digit == 0:
                last_scale = 0
        elif c in TENS:
            if digit:
                raise NumeralError(text)
            section, digit, last_scale = section + TENS[c], None, 0
        elif c in SMALL_SCALES:
            section += (1 if digit is None or digit == 0 else digit) * SMALL_SCALES[c]
            digit, last_scale = None, SMALL_SCALES[c]
        else:
            scale = LARGE_SCALES[c]
            section += digit or 0
            section = section or 1
            total = (total + section) * scale if scale > total > 0 else total + section * scale
            section, digit, last_scale = 0, None, scale
    if digit is not None:
        section += digit * (last_scale // 10 if last_scale > 10 else 1)
    return total + section
