"""Real numbers between two proved bounds."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

from . import _exact
from ._answer import Answer
from ._exact import Real
from .errors import InputError, Undecided, VlasovError


class Enclosure(Answer):
    """A real number or an integer between two proved bounds.

    `lower` and `upper` are exact fractions (floats only where infinite), `lower_text` and `upper_text` the
    decimals as printed, `float(x)` the float nearest to the midpoint. `format(x, ".30")` gives at most 30
    digits, only certain ones.

    Comparisons answer only when they are decided, and raise `Undecided` otherwise.
    """

    __slots__ = ()
    kind = "enclosure"

    @classmethod
    def from_bounds(cls, lower: Any, upper: Any) -> Enclosure:
        """An enclosure of your own, from exact numbers (int, Fraction, Decimal, text; floats bit for bit)."""
        low, high = _bound("lower", lower), _bound("upper", upper)
        if low > high:
            raise InputError(
                f"lower={_exact.real_text(low)} is above upper={_exact.real_text(high)}", parameter="lower"
            )
        text, digits = _exact.certain_text(low, high, 50)
        lower_text, upper_text = _exact.real_text(low), _exact.real_text(high)
        exact = low == high
        record = {
            "schema": 1,
            "id": "",
            "parameters": {},
            "output": "",
            "value": lower_text if exact else text or f"[{lower_text}, {upper_text}]",
            "lower": lower_text,
            "upper": upper_text,
            "digits": digits,
            "status": "exact" if exact else "certified",
            "source": None,
            "provenance": {},
        }
        return cls(record)

    @classmethod
    def from_mpi(cls, value: Any) -> Enclosure:
        """The interval of an `mpmath.mpi`, exactly."""
        from . import _conversions

        return cls.from_bounds(*_conversions.bounds_of_mpi(value))

    @classmethod
    def from_arb(cls, value: Any) -> Enclosure:
        """The ball of a `flint.arb`, exactly."""
        from . import _conversions

        return cls.from_bounds(*_conversions.bounds_of_arb(value))

    @property
    def lower_text(self) -> str | None:
        text: str | None = self._record["lower"]
        return text

    @property
    def upper_text(self) -> str | None:
        text: str | None = self._record["upper"]
        return text

    def _end(self, name: str) -> Real:
        cache = self._cache
        if name not in cache:
            text = self._record[name]
            if text is None:
                text = "-inf" if name == "lower" else "inf"
            cache[name] = _exact.parse_real(text)
        end: Real = cache[name]
        return end

    @property
    def lower(self) -> Real:
        return self._end("lower")

    @property
    def upper(self) -> Real:
        return self._end("upper")

    @property
    def mid(self) -> Real:
        """The midpoint of the bounds, exactly."""
        lower, upper = self.lower, self.upper
        return lower if lower == upper else (lower + upper) / 2

    @property
    def radius(self) -> Real:
        """Half the distance of the bounds, exactly."""
        lower, upper = self.lower, self.upper
        return Fraction(0) if lower == upper else (upper - lower) / 2

    @property
    def lower_float(self) -> float:
        """The lower bound, rounded down."""
        return _exact.text_below(self._record["lower"])

    @property
    def upper_float(self) -> float:
        """The upper bound, rounded up."""
        return _exact.text_above(self._record["upper"])

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are the same finite number."""
        return self.lower == self.upper and isinstance(self.lower, Fraction)

    @property
    def fraction(self) -> Fraction:
        """The number itself, where it is known exactly; otherwise `Undecided` is raised."""
        if not self.is_exact:
            raise Undecided(f"{self._describe()} is not known exactly", answer=self)
        return Fraction(self.lower)

    def to_mpi(self, precision: int | None = None) -> Any:
        """An `mpmath.mpi` around the bounds, rounded outwards at the current precision of `mpmath.mp`."""
        from . import _conversions

        return _conversions.mpi(self.lower, self.upper, precision)

    def to_arb(self, precision: int | None = None) -> Any:
        """A `flint.arb` around the bounds, at the current precision of `flint.ctx`."""
        from . import _conversions

        return _conversions.arb(self.lower, self.upper, precision)

    def __float__(self) -> float:
        try:
            mid = self.mid
        except VlasovError:  # too large or too small for a fraction, not for the rounding to a float
            return (self.lower_float + self.upper_float) / 2
        try:
            return float(mid)
        except OverflowError:
            return math.inf if mid > 0 else -math.inf

    def __int__(self) -> int:
        number = self.fraction
        if number.denominator != 1:
            raise VlasovError(f"{self} is not an integer")
        return number.numerator

    def __bool__(self) -> bool:
        return not self._is_equal(Fraction(0))

    def contains(self, value: Any) -> bool:
        """Whether a number, or all of another enclosure, lies between the bounds."""
        lower, upper = _ends(value)
        return self.lower <= lower and upper <= self.upper

    def __contains__(self, value: Any) -> bool:
        return self.contains(value)

    def overlaps(self, other: Any) -> bool:
        """Whether some number lies between the bounds of both."""
        lower, upper = _ends(other)
        return self.lower <= upper and lower <= self.upper

    def _undecided(self, other: Any, relation: str) -> Undecided:
        return Undecided(
            f"{self._describe()} {relation} {other} is undecided: the bounds overlap", answer=self
        )

    def _is_below(self, other: Any, *, strictly: bool, relation: str, reverse: bool = False) -> bool:
        lower, upper = _ends(other)
        a_low, a_high, b_low, b_high = self.lower, self.upper, lower, upper
        if reverse:
            a_low, a_high, b_low, b_high = b_low, b_high, a_low, a_high
        if a_high < b_low or (not strictly and a_high <= b_low):
            return True
        if a_low > b_high or (strictly and a_low >= b_high):
            return False
        raise self._undecided(other, relation)

    def __lt__(self, other: Any) -> bool:
        return self._is_below(other, strictly=True, relation="<") if _is_number(other) else NotImplemented

    def __le__(self, other: Any) -> bool:
        return self._is_below(other, strictly=False, relation="<=") if _is_number(other) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return (
            self._is_below(other, strictly=True, relation=">", reverse=True)
            if _is_number(other)
            else NotImplemented
        )

    def __ge__(self, other: Any) -> bool:
        return (
            self._is_below(other, strictly=False, relation=">=", reverse=True)
            if _is_number(other)
            else NotImplemented
        )

    def _is_equal(self, other: Any) -> bool:
        lower, upper = _ends(other)
        if not (self.lower <= upper and lower <= self.upper):
            return False
        if self.lower == self.upper == lower == upper:
            return True
        raise self._undecided(other, "==")

    def __eq__(self, other: object) -> bool:
        if self is other or (isinstance(other, Enclosure) and self._is_same_number(other)):
            return True
        return self._is_equal(other) if _is_number(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.lower) if self.lower == self.upper else hash(self._key())

    def __str__(self) -> str:
        value = self._record["value"]
        return f"[{self.lower_text or '-inf'}, {self.upper_text or 'inf'}]" if value is None else str(value)

    def __format__(self, spec: str) -> str:
        match = re.fullmatch(r"((?:.?[<>^])?\d*)(?:\.(\d+))?", spec)
        if not match:
            raise ValueError(
                f"unknown format {spec!r} for an Enclosure; '.30' gives at most 30 certain digits"
            )
        if match[2] is None:
            return format(str(self), spec)
        wanted = int(match[2])
        if wanted < 1:
            raise ValueError("at least one digit is needed")
        text, _ = _exact.certain_text(self.lower, self.upper, wanted)
        return format(text or f"[{self.lower_text}, {self.upper_text}]", match[1])


def _bound(name: str, value: Any) -> Real:
    if isinstance(value, bool):
        raise InputError(f"{name}={value!r}: a truth value is not a number", parameter=name)
    if isinstance(value, Rational):  # NumPy's integers too: a Fraction of them would overflow
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, str):
        return _exact.parse_real(value)
    try:
        if isinstance(value, Decimal):
            return Fraction(value)
        if math.isinf(value):
            return math.inf if value > 0 else -math.inf
        numerator, denominator = value.as_integer_ratio()
        return Fraction(int(numerator), int(denominator))
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise InputError(
            f"{name}={value!r}: not an exact number", parameter=name, value=repr(value)
        ) from None


def _is_number(value: Any) -> bool:
    if isinstance(value, Enclosure):
        return True
    if isinstance(value, (bool, str)) or value is None:
        return False
    return hasattr(value, "_mpi_") or hasattr(value, "__float__") or hasattr(value, "as_integer_ratio")


def _ends(value: Any) -> tuple[Real, Real]:
    """Exact bounds of a number or an interval, for comparisons; a float counts bit for bit."""
    if isinstance(value, Enclosure):
        return value.lower, value.upper
    if type(value).__module__.partition(".")[0] in ("mpmath", "flint"):
        from . import _conversions

        bounds = _conversions.bounds_of_foreign(value)
        if bounds is None:
            raise InputError(f"{value!r}: not an exact real number", value=repr(value))
        return bounds
    number = _bound("value", value)
    return number, number
