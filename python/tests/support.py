"""What the comparisons with mpmath and python-flint share.

The formulas in the tests are written from the papers' definitions: defining integrals, differential equations
and series, by other routes than the library's wherever there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint
import mpmath
from hypothesis import strategies as st
from mpmath import mp

import vlasov

DIGITS = 35
"""Digits asked of the library."""
WORKING = 60
"""Decimal digits that mpmath works with; what it computes is then right to far more than ALLOWED."""
ALLOWED = Fraction(1, 10**45)
"""The relative error that is allowed for mpmath's values: 15 digits above its working precision."""
BITS = 256
"""Precision of flint: its balls are far smaller than the enclosures of 35 digits."""


def rationals(lower: Any, upper: Any, denominator: int = 16) -> st.SearchStrategy[Fraction]:
    """Rational numbers between two ends (both included), with a small denominator."""
    low, high = Fraction(lower), Fraction(upper)
    steps = int((high - low) * denominator)
    return st.integers(0, steps).map(lambda i: low + Fraction(i, denominator))


def real(x: Any) -> Any:
    """An exact number for mpmath, at its working precision."""
    value = Fraction(x)
    return mp.mpf(value.numerator) / value.denominator


def ball(x: Any) -> flint.arb:
    """An exact number for flint."""
    value = Fraction(x)
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def exactly(x: Any) -> Fraction:
    """The number that an mpf is."""
    sign, mantissa, exponent, _ = x._mpf_
    value = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return -value if sign else value


def with_mpmath(formula: Callable[[], Any]) -> Any:
    """A value of mpmath, computed with the working digits."""
    with mpmath.workdps(WORKING):
        return formula()


def with_flint(formula: Callable[[], flint.arb]) -> flint.arb:
    """A ball of flint."""
    with flint.ctx.workprec(BITS):
        result = formula()
        return result.real if isinstance(result, flint.acb) else result


def integral(f: Callable[..., Any], lower: Any, upper: Any) -> flint.arb:
    """A rigorous integral of a function of a complex ball over a real interval."""
    return flint.acb.integral(lambda z, _: f(z), flint.acb(lower), flint.acb(upper)).real


def assert_value(answer: vlasov.Enclosure, value: Any, allowed: Fraction = ALLOWED) -> None:
    """The enclosure contains a value of mpmath, within the error that mpmath is allowed."""
    number = exactly(value)
    room = abs(number) * allowed
    assert answer.status in ("certified", "exact"), repr(answer)
    assert answer.lower - room <= number <= answer.upper + room, (
        f"{answer!r}, but mpmath has {mpmath.nstr(value, 45)}"
    )
    # The other half: so many digits are certain that a wrong formula cannot pass.
    assert answer.digits >= DIGITS - 1 or answer.is_exact, repr(answer)
    assert answer.radius <= abs(answer.mid) * Fraction(1, 10 ** (DIGITS - 2)), repr(answer)


def assert_ball(answer: vlasov.Enclosure, reference: flint.arb) -> None:
    """The enclosure and a ball of flint have a number in common, and the ball says as much as 35 digits."""
    lower, upper = vlasov.Enclosure.from_arb(reference).lower, vlasov.Enclosure.from_arb(reference).upper
    assert upper - lower <= Fraction(1, 10**40) * max(abs(lower), abs(upper)), (
        f"flint says too little: {reference}"
    )
    assert answer.overlaps(vlasov.Enclosure.from_bounds(lower, upper)), (
        f"{answer!r}, but flint has {reference.str(45)}"
    )


def evaluate(id: str, **parameters: Any) -> Any:
    """The library's answer with the digits of these tests."""
    return vlasov.evaluate(id, digits=DIGITS, **parameters)
