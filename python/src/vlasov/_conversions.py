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


def bounds_of_mpi(value: Any) -> tuple[Real, Real]:
    """The end-points of an `mpmath.mpi`, exactly."""
    lower, upper = value._mpi_
    return fraction_of_mpf(lower), fraction_of_mpf(upper)


def mpi(lower: Real, upper: Real, precision: int | None) -> Any:
    """An `mpmath.mpi` around the bounds, rounded outwards to the precision (default: of `mpmath.mp`)."""
    from mpmath import iv, mp
    from mpmath.libmp import finf, fninf, from_rational

    bits = mp.prec if precision is None else precision

    def end(number: Real, direction: str) -> Any:
        if isinstance(number, float):
            return finf if number > 0 else fninf
        return from_rational(number.numerator, number.denominator, bits, direction)

    return iv.make_mpf((end(lower, "f"), end(upper, "c")))


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
    with flint.ctx.workprec(flint.ctx.prec if precision is None else precision):
        low = flint.arb(flint.fmpq(lower.numerator, lower.denominator))
        if lower == upper:
            return low
        return low.union(flint.arb(flint.fmpq(upper.numerator, upper.denominator)))


def bounds_of_arb(value: Any) -> tuple[Real, Real]:
    """The end-points of a `flint.arb`, exactly."""
    if value.is_nan():
        raise InputError("nan is not a number")
    if not value.mid().is_finite():
        infinity = math.inf if value.mid() > 0 else -math.inf
        return (infinity, infinity) if value.rad().is_finite() else (-math.inf, math.inf)
    if not value.is_finite():
        return -math.inf, math.inf
    middle, radius = (_dyadic(*map(int, part.man_exp())) for part in (value.mid(), value.rad()))
    return middle - radius, middle + radius
