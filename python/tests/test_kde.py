"""Results about modes of kernel density estimates against mpmath and flint."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import numpy
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

import vlasov

betas = rationals("1/4", 20, 4)


def gaussian(z: Any) -> Any:
    """The standard normal density of a complex ball."""
    return (-z * z / 2).exp() / (2 * flint.acb.pi()).sqrt()


@given(betas, rationals(-4, 4, 8), st.integers(0, 3), st.integers(0, 3))
def test_moments(beta: Fraction, t: Fraction, i: int, j: int) -> None:
    """E[G^i G'^j] as the integral that it is."""
    answer = evaluate("kde.moments", beta=beta, t=t, i=i, j=j)

    def moment() -> flint.arb:
        b, place = ball(beta), ball(t)

        def integrand(x: flint.acb) -> flint.acb:
            u = place - x
            return u**i * (1 - b * u * u) ** j * (-b * (i + j) * u * u / 2).exp() * gaussian(x)

        # Outside of [-22, 22] the normal density is below 1e-105, and |u^i (1 - b u^2)^j| times it has no
        # mass above 1e-85.
        return integral(integrand, -22, 22)

    reference = with_flint(moment)
    if answer.is_exact and answer.fraction == 0:
        assert abs(reference) < Fraction(1, 10**60) or reference.contains(0)
    else:
        assert_ball(answer, reference)


@given(betas)
def test_expected_n2(beta: Fraction) -> None:
    """One plus the probability that the two points, N(0, 2) apart, are more than two bandwidths apart."""
    answer = evaluate("kde.expected-n2", beta=beta)

    def number() -> flint.arb:
        width = 2 / ball(beta).sqrt()
        near = integral(lambda z: (-z * z / 4).exp() / (4 * flint.acb.pi()).sqrt(), -width, width)
        return 2 - near

    assert_ball(answer, with_flint(number))


@given(rationals("17/16", 6))
def test_two_atoms(d: Fraction) -> None:
    """The largest log-ratio of weights with two modes, by the stationary point of log((d-x)/(d+x)) + 2 d x."""
    answer = evaluate("kde.two-atoms", d=d)

    def threshold() -> Any:
        half = real(d)
        low, high = mp.mpf(0), half
        for _ in range(250):  # the slope 2 d - 2 d / (d^2 - x^2) of the ratio changes its sign once
            middle = (low + high) / 2
            low, high = (middle, high) if half * half - middle * middle > 1 else (low, middle)
        return mp.log((half - low) / (half + low)) + 2 * half * low

    assert_value(answer, with_mpmath(threshold))


@given(st.integers(2, 10**6), betas, rationals(-3, 3, 8))
def test_proxy_intensity(n: int, beta: Fraction, t: Fraction) -> None:
    """Rice's integral over the Gaussian density of (F_n, F_n'), whose moments are integrals."""
    answer = evaluate("kde.proxy-intensity", n=n, beta=beta, t=t)

    def intensity() -> flint.arb:
        b, place = ball(beta), ball(t)

        def mean(i: int, j: int) -> flint.arb:
            def integrand(x: flint.acb) -> flint.acb:
                u = place - x
                return u**i * (1 - b * u * u) ** j * (-b * (i + j) * u * u / 2).exp() * gaussian(x)

            return integral(integrand, -22, 22)

        m1, m2 = mean(1, 0), mean(0, 1)
        s11, s12, s22 = mean(2, 0) - m1 * m1, mean(1, 1) - m1 * m2, mean(0, 2) - m2 * m2
        det = s11 * s22 - s12 * s12
        root = flint.arb(n).sqrt()

        def density(y: flint.acb) -> flint.acb:
            a, c = -root * m1, y - root * m2
            form = (s22 * a * a - 2 * s12 * a * c + s11 * c * c) / det
            return y * (-form / 2).exp() / (2 * flint.acb.pi() * det.sqrt())

        # Twenty-five standard deviations beyond the conditional mean: what is left is below e^-300 of it.
        conditional = root * m2 - s12 / s11 * root * m1
        spread = (det / s11).sqrt()
        end = abs(conditional) + 25 * spread
        return integral(density, 0, end)

    reference = with_flint(intensity)
    assert answer.overlaps(vlasov.Enclosure.from_arb(reference))


@given(st.integers(1000, 10**9), rationals(1, 1000, 2))
def test_main_theorem(n: int, beta: Fraction) -> None:
    answer = evaluate("kde.main-theorem", n=n, beta=beta)

    def leading() -> Any:
        outer = mp.sqrt(2 * mp.log(n) - mp.log(real(beta)))
        inner = mp.sqrt(max(mp.mpf(0), 2 * mp.log(n) - 3 * mp.log(real(beta))))
        return mp.sqrt(3 * real(beta) / 2) / mp.pi * (outer - inner)

    if beta > 1:  # at beta = 1 the answer is exactly 0
        assert_value(answer, with_mpmath(leading))


@given(rationals(0, 8, 8), rationals(-3, 0, 8), rationals(0, 3, 8))
def test_mammen_two_thirds(c: Fraction, a: Fraction, b: Fraction) -> None:
    if a == b:
        return
    answer = evaluate("kde.mammen-two-thirds", c=c, a=a, b=b)

    def coefficient() -> flint.arb:
        scale = flint.arb(2).sqrt() * ball(c)
        inner = integral(lambda z: (-scale * z * z * (-z * z / 2).exp()).exp(), ball(a), ball(b))
        return (flint.arb(3) / 2).sqrt() / (2 * flint.arb.pi()) * inner

    assert_ball(answer, with_flint(coefficient))


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), rationals("1/8", 2, 16))
def test_count_modes_against_signs(seed: int, n: int, bandwidth: Fraction) -> None:
    """Modes of random samples: each one enclosed has a sign change of the derivative, summed in exact balls."""
    sample = numpy.random.default_rng(seed).normal(size=n)
    found = vlasov.modes(sample, bandwidth=bandwidth, digits=25)
    assert found.count.is_decided and len(found) == found.count.modes

    def slope(place: Fraction) -> flint.arb:
        h, x = ball(bandwidth), ball(place)
        total = flint.arb(0)
        for value in sample:
            u = (ball(Fraction(float(value))) - x) / h
            total += u * (-u * u / 2).exp()
        return total

    with flint.ctx.workprec(200):
        for mode in found:
            assert slope(mode.location.lower) > 0 > slope(mode.location.upper) or mode.location.is_exact
            height = sum(
                (
                    (
                        -(((ball(Fraction(float(v))) - mode.location.to_arb()) / ball(bandwidth)) ** 2) / 2
                    ).exp()
                    for v in sample
                ),
                flint.arb(0),
            ) / (n * ball(bandwidth) * (2 * flint.arb.pi()).sqrt())
            assert mode.height.overlaps(vlasov.Enclosure.from_arb(height))
        # Between two modes the derivative changes its sign back, and a fine grid finds no more modes than
        # were counted.
        grid = [Fraction(float(x)) for x in numpy.linspace(sample.min() - 1e-9, sample.max() + 1e-9, 200)]
        signs = [1 if s > 0 else -1 for s in map(slope, grid) if s > 0 or s < 0]
        assert sum(a > 0 > b for a, b in zip(signs, signs[1:], strict=False)) <= len(found)
