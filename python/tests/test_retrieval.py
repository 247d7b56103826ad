"""Retrieval results against mpmath and flint."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
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

MODES = 70
"""Modes kept: for beta <= 3 and t <= 2 the first omitted one is below (3/2)^70/70! < 1e-87."""

betas = rationals("1/8", 3)
lambdas = rationals(-2, 3, 8)
positive_lambdas = rationals("1/8", 3, 8)
times = rationals("1/8", 2)
places = rationals("1/16", "15/16")
sizes = st.integers(2, 16)


def growth(n: int, beta: Any) -> Any:
    """n^2 I_n(beta), by Bessel's integral."""
    # The trapezoidal rule on a full period converges faster than any power: its error is I_(200-n)(beta).
    nodes = 200
    angles = [2 * mp.pi * k / nodes for k in range(nodes)]
    return n * n * sum(mp.cos(n * x) * mp.exp(beta * mp.cos(x)) for x in angles) / nodes


def profile(s: Any, beta: Any, size: Any, t: Any, lam: Any) -> Any:
    """S_t(s) by the Bessel form of the Green function of each mode."""
    y = mp.log((mp.exp(lam) - 1) / (mp.exp(lam * s) - 1)) if lam else -mp.log(s)
    k = lam * mp.exp(lam * s) / (mp.exp(lam) - 1) if lam else mp.mpf(1)
    total = mp.mpf(0)
    for n in range(1, MODES):
        c = n * n * mp.besseli(n, beta) * t
        weight = mp.exp(-(mp.pi**2) * n * n / (2 * size * size))
        total += weight * (mp.sqrt(c / y) * mp.besseli(1, 2 * mp.sqrt(c * y)) if y else c)
    return k * total


@given(st.integers(1, 12), betas)
def test_eigenvalue(n: int, beta: Fraction) -> None:
    answer = evaluate("retrieval.eigenvalue", n=n, beta=beta)
    assert_ball(answer, with_flint(lambda: ball(beta).bessel_i(flint.arb(n)) * n * n))
    if n <= 4:  # the sum loses digits where it is small
        assert_value(answer, with_mpmath(lambda: growth(n, real(beta))))


@given(places, betas, sizes, times, lambdas)
def test_profile(s: Fraction, beta: Fraction, size: int, t: Fraction, lam: Fraction) -> None:
    answer = evaluate("retrieval.profile", s=s, beta=beta, M=size, t=t, lambda_=lam)
    assert_value(answer, with_mpmath(lambda: profile(real(s), real(beta), size, real(t), real(lam))))


@given(places, betas, sizes, times, st.integers(2, 1000), lambdas)
def test_soft_accuracy(s: Fraction, beta: Fraction, size: int, t: Fraction, n: int, lam: Fraction) -> None:
    answer = evaluate("retrieval.soft-accuracy", s=s, beta=beta, M=size, t=t, N=n, lambda_=lam)

    def expected() -> Any:
        correction = profile(real(s), real(beta), size, real(t), real(lam)) / n
        return (mp.sqrt(mp.pi / 2) + mp.sqrt(2 * mp.pi) * correction) / size

    assert_value(answer, with_mpmath(expected))


@given(rationals("1/8", 4), times, places, lambdas)
def test_green_mass(a: Fraction, t: Fraction, x: Fraction, lam: Fraction) -> None:
    """The integral of the Green function, by flint; the series in incomplete gamma functions, by mpmath."""
    answer = evaluate("retrieval.green-mass", a=a, t=t, x=x, lambda_=lam)

    def depth(exp: Any, log: Any, z: Any, where: Any) -> Any:
        return log((exp(z) - 1) / (exp(z * where) - 1))

    def series() -> Any:
        c = real(a * t)
        y = depth(mp.exp, mp.log, real(lam), real(x)) if lam else -mp.log(real(x))
        return mp.nsum(
            lambda k: c ** (k + 1) / mp.factorial(k + 1) * mp.gammainc(k + 1, y, regularized=True),
            [0, mp.inf],
        )

    def mass() -> flint.arb:
        c = ball(a * t)
        y = depth(lambda z: z.exp(), lambda z: z.log(), ball(lam), ball(x)) if lam else -ball(x).log()

        def density(z: flint.acb) -> flint.acb:
            # sqrt(c/z) I_1(2 sqrt(c z)) e^-z = c 0F1(; 2; c z) e^-z
            return c * (c * z).hypgeom_0f1(flint.acb(2)) * (-z).exp()

        # Beyond 400 the density is below c exp(2 sqrt(400 c) - 400) < 1e-70 for c <= 8, and falls
        # exponentially.
        return integral(density, y, y + 400)

    assert_ball(answer, with_flint(mass))
    assert_value(answer, with_mpmath(series))


@given(betas, sizes, times, positive_lambdas)
def test_endpoint_slope(beta: Fraction, size: int, t: Fraction, lam: Fraction) -> None:
    """The slope by numerical differentiation of the profile."""
    answer = evaluate("retrieval.endpoint-slope", beta=beta, M=size, t=t, lambda_=lam)

    def slope() -> Any:
        # One-sided differences at three steps of 10^-25, extrapolated: the error is of order 10^-75 (times
        # derivatives).
        with mp.workdps(140):
            f = [
                profile(1 - real(k) / mp.mpf(10) ** 25, real(beta), size, real(t), real(lam))
                for k in range(4)
            ]
            return (11 * f[0] - 18 * f[1] + 9 * f[2] - 2 * f[3]) / 6 * mp.mpf(10) ** 25

    assert_value(answer, slope())


@given(betas, sizes, positive_lambdas)
def test_t_crit(beta: Fraction, size: int, lam: Fraction) -> None:
    answer = evaluate("retrieval.t-crit", beta=beta, M=size, lambda_=lam)

    def time() -> flint.arb:
        sums = [flint.arb(0), flint.arb(0)]
        for n in range(1, MODES):
            a = ball(beta).bessel_i(flint.arb(n)) * n * n
            weight = (-(flint.arb.pi() ** 2) * n * n / (2 * size * size)).exp()
            sums = [sums[0] + weight * a, sums[1] + weight * a * a]
        return 2 * (1 - (-ball(lam)).exp()) * sums[0] / sums[1]

    assert_ball(answer, with_flint(time))


@given(st.integers(1, 8))
def test_mode_crossover(n: int) -> None:
    answer = evaluate("retrieval.mode-crossover", n=n)

    def root() -> Any:
        return mp.findroot(
            lambda b: (n + 1) ** 2 * mp.besseli(n + 1, b) - n * n * mp.besseli(n, b),
            (float(answer) - 1e-3, float(answer) + 1e-3),
        )

    assert_value(answer, with_mpmath(root))


@given(betas, positive_lambdas)
def test_smallness_time(beta: Fraction, lam: Fraction) -> None:
    answer = evaluate("retrieval.smallness-time", beta=beta, lambda_=lam)

    def time() -> Any:
        fastest = max(n * n * mp.besseli(n, real(beta)) for n in range(1, 20))
        return min(3 - mp.sqrt(3), 2 * (1 - mp.exp(-real(lam)))) / fastest

    assert_value(answer, with_mpmath(time))
