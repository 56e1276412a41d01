"""What cells become in a file, where several formats agree."""

from decimal import Decimal


def digits(number: Decimal) -> str:
    """
    All digits of an exact number, without exponent and without closing zeros.

    Args:
        number: Finite.

    Returns:
        ``3200000000`` for 3.2E+9, ``98.3`` for 98.30.
    """
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def well_formed(text: str) -> str:
    """The text as UTF-8 can hold it: a lone surrogate becomes ``?``, as in a CSV."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
