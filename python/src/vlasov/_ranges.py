"""Lists and ranges of parameters, as the tool reads them."""

from __future__ import annotations

from fractions import Fraction

from . import _exact
from .errors import InputError, VlasovError


def points(name: str, text: str) -> list[str]:
    """The values of a list `a,b,c` or a range `a:b/count`, exactly."""
    pieces = split(text)
    if len(pieces) > 1 or ":" not in text:
        return pieces
    ends, slash, count = text.rpartition("/")
    first, _, last = ends.partition(":")
    number = int(count) if slash and count.strip().isdecimal() else 0
    if number < 1 or (number == 1 and first.strip() != last.strip()):
        raise InputError(f"{name}={text}: a range is a:b/count", parameter=name, value=text)
    try:
        low, high = _exact.parse_real(first.strip()), _exact.parse_real(last.strip())
    except VlasovError:
        raise InputError(
            f"{name}={text}: the ends of a range are rational", parameter=name, value=text
        ) from None
    if number == 1:
        return [first.strip()]
    return [_exact.real_text(low + (high - low) * Fraction(i, number - 1)) for i in range(number)]


def split(text: str) -> list[str]:
    """Pieces between commas that stand outside brackets."""
    pieces, depth, piece = [], 0, ""
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            pieces.append(piece)
            piece = ""
        else:
            piece += character
    return [*pieces, piece]
