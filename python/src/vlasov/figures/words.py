"""Values of options as the exact texts of the command line, and lists and ranges of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .._parameters import array_text, listed, scalar_text
from ..errors import InputError, VlasovError

#: A list longer than this is a mistake, not a figure.
_LONGEST = 100_000


def text_of(name: str, value: Any, *, many: bool = False) -> str:
    """The exact text of a value: a float is its shortest decimal, a pair an interval, a sequence a list.

    Raises
    ------
    InputError
        For what is no finite number, interval or list of them.
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (list, range)) or getattr(value, "ndim", 0) > 0:
        nested = getattr(value, "ndim", 1) > 1 or any(isinstance(item, list) for item in value)
        if many and not nested:
            return listed(name, value)
        return array_text(name, value)
    return scalar_text(name, value)


def split_top(text: str, separator: str) -> list[str]:
    """Parts of a text between separators that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        if letter in "[(":
            depth += 1
        elif letter in "])":
            depth -= 1
        elif letter == separator and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def is_range(text: str) -> bool:
    """Whether a text is a range ``a:b/count`` or a sequence of bands ``[a,b]/count``."""
    return len(split_top(text, ":")) == 2 or (
        text.startswith("[") and text.rpartition("]")[2].startswith("/")
    )


def split_words(name: str, text: str) -> list[str]:
    """The values of a list ``1,2,5``, a range ``a:b/count`` or bands ``[a,b]/count``, as exact texts."""
    if is_range(text):
        ends, _, count_text = text.rpartition("/")
        domain = "a:b/count with exact rational ends and a positive count"
        bands = ends.startswith("[")
        try:
            low, high = (
                Fraction(end) for end in (split_top(ends[1:-1], ",") if bands else split_top(ends, ":"))
            )
            count = int(Decimal(count_text))
        except (ArithmeticError, ValueError):
            raise InputError(
                f"{name}={text} is no range {domain}", parameter=name, value=text, domain=domain
            ) from None
        if not 1 <= count <= _LONGEST:
            raise InputError(
                f"{name}={text}: the count must be between 1 and {_LONGEST}",
                parameter=name,
                value=text,
                domain=domain,
            )
        if bands:
            ticks = [low + (high - low) * Fraction(i, count) for i in range(count + 1)]
            return [f"[{a},{b}]" for a, b in pairwise(ticks)]
        if count == 1:
            return [str(low)]
        return [str(low + (high - low) * Fraction(i, count - 1)) for i in range(count)]
    words = [word.strip() for word in split_top(text, ",")]
    if not all(words):
        raise InputError(
            f"{name}={text}: a value of the list is empty", parameter=name, value=text, domain="a list a,b,c"
        )
    return words


def ascending(name: str, text: str) -> str:
    """A list in ascending order, as a curve runs through it; a range or sequence of bands as it is."""
    from . import style

    if is_range(text):
        return text
    try:
        return ",".join(sorted(split_words(name, text), key=style.interval))
    except VlasovError:
        return text  # the library says what is wrong with it


def points_of(name: str, text: str) -> list[str]:
    """Points of a list or range; of bands their ends."""
    words = split_words(name, text)
    if not words[0].startswith("["):
        return words
    ends = [end.strip() for word in words for end in split_top(word[1:-1], ",")]
    return list(dict.fromkeys(ends))


def spread(name: str, text: str, number: int) -> list[str]:
    """At most `number` of the points of a list, range or bands, evenly spread, both ends included."""
    points = points_of(name, text)
    if number >= len(points):
        return points
    if number < 2:
        return points[:number]
    return [points[round(i * (len(points) - 1) / (number - 1))] for i in range(number)]
