"""Causal results against mpmath and flint."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import hypothesis
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp
from support import (
    assert_ball,
    assert_value,
    ball,
    evaluate,
    integral,
    rationals,
    real,
    with_flint,
    with_mpmath,
)


@given(rationals("1/16", 60, 8))
def test_force_peak(beta: Fraction) -> None:
    """Where the pair force exp(beta (cos x - 1)) sin x is stationary."""
    answer = evaluate("causal.force-peak", beta=beta)
    guess = float(answer)

    def peak() -> Any:
        return mp.findroot(lambda x: mp.cos(x) - real(beta) * mp.sin(x) ** 2, (guess, guess + 1e-6))

    assert_value(answer, with_mpmath(peak))


@given(rationals("1/8", 6, 8), rationals("1/2", 3, 8), rationals("1/100", "1/2", 100))
def test_two_token_time(beta: Fraction, start: Fraction, end: Fraction) -> None:
    """The time by integrating the differential equation of the angle."""
    if end >= start:
        return
    answer = evaluate("causal.two-token-time", beta=beta, phi0=start, phi1=end)

    def time() -> flint.arb:
        b = ball(beta)
        return integral(lambda x: (1 + (b * (1 - x.cos())).exp()) / x.sin(), ball(end), ball(start))

    def time_float() -> Any:
        return mp.quad(
            lambda x: (1 + mp.exp(real(beta) * (1 - mp.cos(x)))) / mp.sin(x),
            mp.linspace(real(end), real(start), 9),
        )

    assert_ball(answer, with_flint(time))
    assert_value(answer, with_mpmath(time_float))


@given(st.integers(1, 9), st.integers(1, 9), rationals(0, 6, 4))
def test_leader_propagator(k: int, j: int, t: Fraction) -> None:
    """The exponential of the Cesàro matrix, computed as a matrix."""
    if j > k:
        j, k = k, j
    answer = evaluate("causal.leader-propagator", k=k, j=j, t=t)

    def entry() -> flint.arb:
        time = ball(t)
        rows = [[time / (i + 1) if m <= i else flint.arb(0) for m in range(k)] for i in range(k)]
        for i in range(k):
            rows[i][i] -= time
        return flint.arb_mat(rows).exp()[k - 1, j - 1]

    if answer.is_exact:
        assert t == 0 or k == 1
    assert answer.overlaps(with_flint(entry))


@hypothesis.settings(max_examples=4)
@given(rationals("13/10", "31/10", 50))
def test_renyi_count_circle(delta: Fraction) -> None:
    """One plus the mean number of parked cars, by Rényi's integral equation solved by quadrature."""
    answer = evaluate("causal.renyi-count-circle", delta=delta)

    def cars(x: Any) -> Any:
        if x < 1:
            return mp.mpf(0)
        if x <= 2:
            return mp.mpf(1)
        breaks = [point for point in (1, 2) if point < x - 1]
        return 1 + 2 / (x - 1) * mp.quad(cars, [0, *breaks, x - 1])

    def count() -> Any:
        return 1 + cars(2 * mp.pi / real(delta) - 1)

    assert_value(answer, with_mpmath(count))
