"""Enclosures to and from mpmath and python-flint. Outwards one way, exact end-points the other."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from ._exact import Real
from .errors import InputError, VlasovError


def _dyadic(mantissa: int, exponent: int) -> Fraction:
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def fraction_of_mpf(parts: Any) -> Real:
    """The number that mpmath's `(sign, mantissa, exponent, bits)` stands for."""
    sign, mantissa, exponent, bits = parts
    mantissa = int(mantissa)
    if not mantissa and exponent:
        from mpmath.libmp import finf, fninf

        if parts == finf:
            return math.inf
        if parts == fninf:
            return -math.inf
        raise InputError("nan is not a number")
    return _dyadic(-mantissa if sign else mantissa, int(exponent))


def bounds_of_foreign(value: Any) -> tuple[Real, Real] | None:
    """Exact bounds of a number or interval of mpmath or flint; None for anything else, constants included.

    (A `flint.arb` has the attributes of an `mpf`, that of its midpoint: the type decides.)
    """
    kind = type(value)
    module, name = kind.__module__.partition(".")[0], kind.__name__
    if module == "mpmath" and hasattr(value, "_mpi_"):
        lower, upper = value._mpi_
        return fraction_of_mpf(lower), fraction_of_mpf(upper)
    if module == "mpmath" and name == "mpf":
        return (fraction_of_mpf(value._mpf_),) * 2
    if module == "flint" and name == "arb":
        return bounds_of_arb(value)
    if module == "flint" and name == "fmpz":
        return (Fraction(int(value)),) * 2
    if module == "flint" and name == "fmpq":
        return (Fraction(int(value.p), int(value.q)),) * 2
    return None


def bounds_of_mpi(value: Any) -> tuple[Real, Real]:
    """The end-points of an `mpmath.mpi`, exactly; an `mpf` is a point."""
    bounds = bounds_of_foreign(value) if type(value).__module__.startswith("mpmath") else None
    if bounds is None:
        raise InputError(f"{value!r} is no interval of mpmath")
    return bounds


def mpi(lower: Real, upper: Real, precision: int | None) -> Any:
    """An `mpmath.mpi` around the bounds, rounded outwards to the precision (default: of `mpmath.mp`)."""
    from mpmath import iv, mp
    from mpmath.libmp import finf, fninf, from_rational

    bits = _bits(mp.prec if precision is None else precision, 1)

    def end(number: Real, direction: str) -> Any:
        if isinstance(number, float):
            return finf if number > 0 else fninf
        return from_rational(number.numerator, number.denominator, bits, direction)

    return iv.make_mpf((end(lower, "f"), end(upper, "c")))


def _bits(precision: Any, least: int) -> int:
    """A precision; mpmath takes 0 for infinity, and rounds to it all the same."""
    if isinstance(precision, bool) or not hasattr(precision, "__index__") or int(precision) < least:
        raise InputError(
            f"precision={precision!r}: at least {least} bits are expected", parameter="precision"
        )
    return int(precision)


def _flint() -> Any:
    try:
        import flint
    except ImportError:
        raise VlasovError("python-flint is not installed: pip install python-flint") from None
    return flint


def arb(lower: Real, upper: Real, precision: int | None) -> Any:
    """A `flint.arb` that contains the bounds, at the precision (default: of `flint.ctx`)."""
    flint = _flint()
    if isinstance(lower, float) or isinstance(upper, float):
        if lower == upper:
            return flint.arb("inf") if lower > 0 else flint.arb("-inf")
        return flint.arb(0, "inf")
    with flint.ctx.workprec(_bits(flint.ctx.prec if precision is None else precision, 2)):
        low = flint.arb(flint.fmpq(lower.numerator, lower.denominator))
        if lower == upper:
            return low
        return low.union(flint.arb(flint.fmpq(upper.numerator, upper.denominator)))


def bounds_of_arb(value: Any) -> tuple[Real, Real]:
    """The end-points of a `flint.arb`, exactly."""
    if type(value).__name__ != "arb" or type(value).__module__.partition(".")[0] != "flint":
        raise InputError(f"{value!r} is no real ball of flint")
    if value.is_nan():
        raise InputError("nan is not a number")
    if not value.mid().is_finite():
        infinity = math.inf if value.mid() > 0 else -math.inf
        return (infinity, infinity) if value.rad().is_finite() else (-math.inf, math.inf)
    if not value.is_finite():
        return -math.inf, math.inf
    middle, radius = (_dyadic(*map(int, part.man_exp())) for part in (value.mid(), value.rad()))
    return middle - radius, middle + radius
