"""A numeral, Arabic or Chinese, to an exact decimal."""

import re
from decimal import Decimal

from .errors import NumeralError

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
TENS = {"廿": 20, "卅": 30}
SMALL_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE_SCALES = {"万": 10**4, "亿": 10**8}
SCALES = SMALL_SCALES | LARGE_SCALES
CHINESE_CHARACTERS = "".join(DIGITS) + "".join(TENS) + "".join(SCALES)

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_STEPS = "十百千万亿"
_ARABIC = re.compile(rf"([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(\.[0-9]+)?([{_STEPS}]*)")
_FOLD = str.maketrans("０１２３４５６７８９．，", "0123456789.,", " \u3000\u00a0\t\r\n")


def read_numeral(text: str) -> Decimal:
    """
    Read one Chinese or Arabic numeral.

    Args:
        text: Numeral only, no unit word: "1.2万", "1亿2000万", "三百二十一", "３５", "二〇一九", "半".

    Returns:
        A plain number, unit-free; 万 is 10**4, 亿 is 10**8, 半 is 0.5.

    Raises:
        NumeralError: *text* is not wholly a numeral.

    Source: GB/T 15835-2011, numerals in Arabic and in Chinese form.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    plain = text.translate(_FOLD)
    if plain[:1].isascii() and plain:
        return _read_arabic(plain, text)
    if plain == "半":
        return Decimal("0.5")
    whole, point, fraction = plain.partition("点")
    if point:
        if not fraction or any(c not in DIGITS for c in fraction):
            raise NumeralError(text)
        return _read_chinese(whole, text) + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    return Decimal(_read_chinese(whole, text))


def _read_arabic(plain: str, text: str) -> Decimal:
    """Arabic digits with the scales that stand behind them, largest first: 1亿2000万, 3千5百, 1.2万."""
    total, end, last = Decimal(0), 0, None
    while end < len(plain):
        part = _ARABIC.match(plain, end)
        if part is None:
            raise NumeralError(text)
        scale = 1
        for step in part[3]:
            scale *= SCALES[step]
        if last is not None and scale >= last:
            raise NumeralError(text)
        total += Decimal(part[1].replace(",", "") + (part[2] or "")) * scale
        last, end = scale, part.end()
    return total.to_integral_value() if last != 1 and total == total.to_integral_value() else total


def _read_chinese(plain: str, text: str) -> int:
    if not plain or any(c not in CHINESE_CHARACTERS for c in plain):
        raise NumeralError(text)
    if all(c in DIGITS for c in plain):
        if len(plain) == 2 and plain[1] not in "〇零○":
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
            section += (digit or 1) * SMALL_SCALES[c]
            digit, last_scale = None, SMALL_SCALES[c]
        else:
            scale = LARGE_SCALES[c]
            section = section + (digit or 0) or 1
            total = (total + section) * scale if scale > total > 0 else total + section * scale
            section, digit, last_scale = 0, None, scale
    if digit is not None:
        section += digit * (last_scale // 10 if last_scale > 10 else 1)
    return total + section
