"""Number formats of workbooks: what a cell shows for the number that it holds."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# formats that a workbook names by number alone
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
}  # fmt: skip
_DATES = frozenset([*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)])
_TOO_LARGE = 1e15  # from here a binary number no longer holds every digit
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|(?P<code>.)', re.DOTALL
)
_DIGITS = re.compile(r"[#0?,]*[#0?](?:\.[#0?]*)?")


@dataclass(frozen=True, slots=True)
class NumberForm:
    """
    How a number is shown.

    Attributes:
        is_date: It counts days.
        places: Digits behind the point that are shown even where they are 0.
        most_places: Digits behind the point at most.
        has_thousands: Commas part the thousands.
        is_percent: A hundred times the number is shown.
        before: What stands before it, such as ``¥``.
        after: What stands behind it, such as ``件``; a percent sign included.
    """

    is_date: bool = False
    places: int = 0
    most_places: int = 0
    has_thousands: bool = False
    is_percent: bool = False
    before: str = ""
    after: str = ""


def number_form(number: int, code: str | None = None) -> NumberForm | None:
    """
    Read a number format.

    Args:
        number: By which the workbook knows it.
        code: As the workbook writes it, None for one that needs no writing.

    Returns:
        The form; None where numbers are shown as they are, and for forms that no table of a report has
        (fractions, powers, scaled numbers).
    """
    if code is None:
        if number in _DATES:
            return NumberForm(is_date=True)
        code = _BUILT_IN.get(number, "")
    pieces = list(_PIECE.finditer(_first_section(code)))
    plain = "".join(piece["code"] or "" for piece in pieces)
    if plain.strip().lower() == "general":
        return None
    if re.search(r"[ymdhs]", plain, re.IGNORECASE):
        return NumberForm(is_date=True)
    # literals take one place each, so that what stands before the digits is told from what stands behind
    marked = "".join(piece["code"] or "\0" for piece in pieces)
    digits = _DIGITS.search(marked)
    if digits is None or "/" in plain or "E" in plain or digits[0].rstrip("?").endswith(","):
        return None
    if _DIGITS.search(marked, digits.end()) or marked[digits.end() : digits.end() + 1] == ",":
        return None
    _, _, behind = digits[0].partition(".")
    return NumberForm(
        places=behind.count("0"),
        most_places=len(behind),
        has_thousands="," in digits[0],
        is_percent="%" in plain,
        before=_literal(pieces[: digits.start()]),
        after=_literal(pieces[digits.end() :]),
    )


def shown(number: float, form: NumberForm | None) -> str:
    """
    A number as its cell shows it.

    Args:
        number: Of the cell.
        form: Of the cell, for anything but dates; None for none.

    Returns:
        The digits with what the form puts around them.
    """
    if form is None or not abs(number) < _TOO_LARGE:
        # 12 digits hide what binary arithmetic adds (0.1 + 0.2)
        return f"{number:.0f}" if number.is_integer() and abs(number) < _TOO_LARGE else f"{number:.12g}"
    value = Decimal(f"{number:.15g}") * (100 if form.is_percent else 1)
    value = value.quantize(Decimal(1).scaleb(-form.most_places), ROUND_HALF_UP)
    text = f"{value:{',' if form.has_thousands else ''}f}"
    for _ in range(form.most_places - form.places):
        text = text.removesuffix("0")
    return form.before + text.removesuffix(".") + form.after


def _first_section(code: str) -> str:
    """The part of a format that positive numbers take."""
    return re.match(r'(?:"[^"]*"|[\\!].|[^;"\\!]|["\\!])*?(?=;|$)', code, re.DOTALL)[0]


def _literal(pieces: list[re.Match]) -> str:
    kept = (piece["quoted"] or piece["escaped"] or piece["money"] or piece["code"] or "" for piece in pieces)
    return "".join(kept).strip()
