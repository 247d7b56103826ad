"""Exact text and rational numbers: decimals, quotients, and roundings to floats that go outwards.

Numbers pass through `decimal`, whose conversions are exact and have no limit on the number of digits (those
between `int` and `str` stop at 4300).
"""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from .errors import VlasovError

Real = Fraction | float
"""A rational number, or one of the two infinities as a float."""

_LARGEST_EXPONENT = 10_000_000
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,18})?", re.ASCII)


def parse_real(text: str) -> Real:
    """The number that a bound spells: a decimal, a quotient, `inf` or `-inf`."""
    if text == "inf":
        return math.inf
    if text == "-inf":
        return -math.inf
    numerator, slash, denominator = text.partition("/")
    try:
        return _decimal(numerator) / _decimal(denominator) if slash else _decimal(numerator)
    except (InvalidOperation, ZeroDivisionError):
        raise VlasovError(f"not a number: {text!r}") from None


def _decimal(text: str) -> Fraction:
    if not _DECIMAL.fullmatch(text):
        raise InvalidOperation
    number = Decimal(text)
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise VlasovError(f"{text} is too large or too small for a Fraction; its text is exact")
    return Fraction(number)


def integer_text(number: int) -> str:
    """Decimal digits of an integer of any size."""
    return str(number) if number.bit_length() < 10_000 else format(Decimal(number), "f")


def rational_text(number: Fraction) -> str:
    """`p/q`, or the bare integer."""
    if number.denominator == 1:
        return integer_text(number.numerator)
    return f"{integer_text(number.numerator)}/{integer_text(number.denominator)}"


def real_text(number: Real) -> str:
    """The text of a bound; inverse of `parse_real`."""
    if isinstance(number, float):
        return "inf" if number > 0 else "-inf"
    return rational_text(number)


def float_below(number: Real) -> float:
    """The largest float that is not above the number."""
    if isinstance(number, float):
        return number
    try:
        nearest = float(number)
    except OverflowError:
        return math.nextafter(math.inf, 0) if number > 0 else -math.inf
    return nearest if nearest <= number else math.nextafter(nearest, -math.inf)


def float_above(number: Real) -> float:
    """The smallest float that is not below the number."""
    return -float_below(-number)


def text_below(text: str | None) -> float:
    """The largest float not above a bound's text; no bound is minus infinity."""
    if text is None:
        return -math.inf
    if "/" in text or "inf" in text:
        return float_below(parse_real(text))
    nearest = float(
        text
    )  # correctly rounded, so it differs from the largest float below by one place at most
    if math.isinf(nearest):
        return math.nextafter(math.inf, 0) if nearest > 0 else nearest
    return nearest if Decimal(nearest) <= Decimal(text) else math.nextafter(nearest, -math.inf)


def text_above(text: str | None) -> float:
    """The smallest float not below a bound's text; no bound is infinity."""
    if text is None:
        return math.inf
    return -text_below(text[1:] if text.startswith("-") else "-" + text)


def round_digits(number: Fraction, digits: int) -> tuple[int, int]:
    """`(m, e)`: the number is m 10^e to `digits` significant digits, ties away from zero."""
    if number == 0:
        return 0, 0
    top, bottom = abs(number.numerator), number.denominator
    # An estimate of the decimal exponent, off by one at most, then corrected.
    exponent = int((top.bit_length() - bottom.bit_length()) * 0.30102999566398119521) - digits
    while True:
        if exponent >= 0:
            scaled_top, scaled_bottom = top, bottom * 10**exponent
        else:
            scaled_top, scaled_bottom = top * 10**-exponent, bottom
        if scaled_top >= 10**digits * scaled_bottom:
            exponent += 1
        elif scaled_top < 10 ** (digits - 1) * scaled_bottom:
            exponent -= 1
        else:
            break
    mantissa = (2 * scaled_top + scaled_bottom) // (2 * scaled_bottom)
    if mantissa == 10**digits:
        mantissa, exponent = mantissa // 10, exponent + 1
    return (mantissa if number > 0 else -mantissa), exponent


def decimal_text(mantissa: int, exponent: int) -> str:
    """Digits of m 10^e as the tool writes them: plain where short, else with an exponent."""
    sign, figures = ("-", integer_text(-mantissa)) if mantissa < 0 else ("", integer_text(mantissa))
    if mantissa == 0:
        return "0"
    point = len(figures) + exponent  # digits before the decimal point
    if exponent >= 0 and point <= len(figures) + 5 and point <= 21:
        return sign + figures + "0" * exponent
    if 0 < point <= len(figures):
        return sign + figures[:point] + ("." + figures[point:] if point < len(figures) else "")
    if -5 < point <= 0:
        return sign + "0." + "0" * -point + figures
    power = point - 1
    return (
        sign
        + figures[0]
        + ("." + figures[1:] if len(figures) > 1 else "")
        + f"e{'-' if power < 0 else '+'}{abs(power):02d}"
    )


def certain_text(lower: Real, upper: Real, digits: int) -> tuple[str, int]:
    """The certain digits of a number between two bounds, at most `digits`, and how many they are.

    Certain are the digits to which both bounds round. With none, the text is empty.
    """
    if isinstance(lower, float) or isinstance(upper, float):
        return ("inf" if lower > 0 else "-inf", 0) if lower == upper else ("", 0)
    if lower == upper == 0:
        return "0", digits
    if (lower > 0) != (upper > 0) or (lower < 0) != (upper < 0):
        return "", 0
    # Digits beyond those of the width cannot agree, so that the search starts near its end.
    if lower != upper:
        width = (upper - lower) / max(abs(lower), abs(upper))
        ceiling = int((width.denominator.bit_length() - width.numerator.bit_length() + 1) * 0.30103) + 2
        digits = min(digits, max(ceiling, 0))
    for count in range(digits, 0, -1):
        rounded = round_digits(lower, count)
        if rounded == round_digits(upper, count):
            return decimal_text(*rounded), count
    return "", 0
