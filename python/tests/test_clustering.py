"""Clustering results against mpmath and flint: times by integrating the differential equations."""

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

kinds = st.sampled_from(["SA", "USA"])
betas = rationals(0, 8, 8)
positive_betas = rationals("1/8", 8, 8)
tokens = st.integers(2, 40)


@given(positive_betas, st.integers(2, 9))
def test_energy_uniform(beta: Fraction, d: int) -> None:
    """The mean of exp(beta <x, y>) as an integral over the angle."""
    answer = evaluate("clustering.energy-uniform", beta=beta, d=d)

    def energy() -> flint.arb:
        b = ball(beta)
        top = integral(lambda x: (b * x.cos()).exp() * x.sin() ** (d - 2), 0, flint.arb.pi())
        bottom = integral(lambda x: x.sin() ** (d - 2), 0, flint.arb.pi())
        return top / bottom / (2 * b)

    assert_ball(answer, with_flint(energy))


@given(kinds, tokens, betas, rationals(0, "1/2"), rationals("9/16", "63/64", 64))
def test_orthogonal_time(kind: str, n: int, beta: Fraction, start: Fraction, end: Fraction) -> None:
    answer = evaluate("clustering.orthogonal-time", kind=kind, n=n, beta=beta, gamma0=start, gamma=end)

    def time() -> flint.arb:
        b = ball(beta)

        def inverse_speed(g: flint.acb) -> flint.acb:
            factor = 2 * (b * g).exp() * (1 - g) * (1 + (n - 1) * g)
            return (b.exp() + (n - 1) * (b * g).exp()) / factor if kind == "SA" else n / factor

        return integral(inverse_speed, ball(start), ball(end))

    def time_float() -> Any:
        b = real(beta)

        def inverse_speed(g: Any) -> Any:
            factor = 2 * mp.exp(b * g) * (1 - g) * (1 + (n - 1) * g)
            return (mp.exp(b) + (n - 1) * mp.exp(b * g)) / factor if kind == "SA" else n / factor

        return mp.quad(inverse_speed, mp.linspace(real(start), real(end), 9))

    assert_ball(answer, with_flint(time))
    assert_value(answer, with_mpmath(time_float))


@given(kinds, tokens, betas, rationals(0, "1/2"), rationals("9/16", "63/64", 64))
def test_acute_collapse_bound(kind: str, n: int, beta: Fraction, start: Fraction, end: Fraction) -> None:
    answer = evaluate("clustering.acute-collapse-bound", kind=kind, n=n, beta=beta, c0=start, c1=end)

    def time() -> flint.arb:
        b = ball(beta)

        def inverse_speed(c: flint.acb) -> flint.acb:
            if kind == "SA":
                return (1 + (n - 1) * (b * (1 - c)).exp()) / (2 * (1 - c * c))
            return n * (-b * c).exp() / (2 * (1 - c * c))

        return integral(inverse_speed, ball(start), ball(end))

    assert_ball(answer, with_flint(time))


@given(betas, rationals("-7/8", 0), rationals("1/16", "15/16"), rationals("1/8", "7/8", 8))
def test_two_cluster_merger(beta: Fraction, start: Fraction, end: Fraction, mass: Fraction) -> None:
    answer = evaluate("clustering.two-cluster-merger", beta=beta, u0=start, u1=end, alpha1=mass)

    def time() -> flint.arb:
        b, p = ball(beta), ball(mass)
        q = 1 - p

        def inverse_speed(u: flint.acb) -> flint.acb:
            e = (b * (1 - u)).exp()
            return 1 / ((1 - u * u) * (q / (p * e + q) + p / (q * e + p)))

        return integral(inverse_speed, ball(start), ball(end))

    assert_ball(answer, with_flint(time))


@given(kinds, betas, rationals("1/16", 1))
def test_cone_collapse_rate(kind: str, beta: Fraction, r: Fraction) -> None:
    answer = evaluate("clustering.cone-collapse-rate", kind=kind, beta=beta, r0=r)

    def rate() -> Any:
        exponent = 2 * r * r - 2 if kind == "SA" else 2 * r * r - 1
        return real(r) * mp.exp(real(beta * exponent))

    assert_value(answer, with_mpmath(rate))


@given(st.integers(1, 40), st.integers(1, 20))
def test_hemisphere_probability(n: int, d: int) -> None:
    """Cover's recursion for the number of cells, exactly."""
    cells = [[0] * (d + 1) for _ in range(n + 1)]
    for k in range(1, d + 1):
        cells[1][k] = 2
    for m in range(2, n + 1):
        for k in range(1, d + 1):
            cells[m][k] = cells[m - 1][k] + cells[m - 1][k - 1]
    answer = evaluate("clustering.hemisphere-probability", n=n, d=d)
    assert answer.is_exact and answer.fraction == Fraction(cells[n][d], 2**n)


@given(st.integers(2, 12), rationals(-6, 6, 8), st.data())
def test_splay_spectrum(n: int, beta: Fraction, data: st.DataObject) -> None:
    """Eigenvalues of the Jacobian of n equally spaced angles, by the circulant sum."""
    m = data.draw(st.integers(1, n - 1))
    answer = evaluate("clustering.splay-spectrum", n=n, m=m, beta=beta)

    def rate() -> flint.arb:
        total, b = flint.arb(0), ball(beta)
        for j in range(1, n):
            x = 2 * flint.arb.pi() * j / n
            total += (b * x.cos()).exp() * (x.cos() - b * x.sin() ** 2) * ((m * x).cos() - 1)
        return total / n

    reference = with_flint(rate)
    if answer.is_exact:
        assert (reference - ball(answer.fraction)).contains(0)
    else:
        assert_ball(answer, reference)


@given(positive_betas, st.integers(2, 9))
def test_noisy_linear_threshold(beta: Fraction, d: int) -> None:
    """beta / (2 lambda_1), lambda_1 the mean of u exp(beta u)."""
    answer = evaluate("clustering.noisy-linear-threshold", d=d, beta=beta)

    def threshold() -> flint.arb:
        b = ball(beta)
        top = integral(lambda x: x.cos() * (b * x.cos()).exp() * x.sin() ** (d - 2), 0, flint.arb.pi())
        bottom = integral(lambda x: x.sin() ** (d - 2), 0, flint.arb.pi())
        return b * bottom / (2 * top)

    assert_ball(answer, with_flint(threshold))


@given(st.integers(2, 16))
def test_noisy_tricritical_beta(d: int) -> None:
    answer = evaluate("clustering.noisy-tricritical-beta", d=d)
    guess = float(answer)

    def root() -> Any:
        nu = mp.mpf(d) / 2
        return mp.findroot(
            lambda b: d * mp.besseli(nu + 1, b) - mp.besseli(nu, b), (guess - 1e-4, guess + 1e-4)
        )

    assert_value(answer, with_mpmath(root))


@given(kinds, st.integers(2, 8), st.integers(1, 6), positive_betas)
def test_uniform_growth_rate(kind: str, d: int, k: int, beta: Fraction) -> None:
    answer = evaluate("clustering.uniform-growth-rate", kind=kind, d=d, k=k, beta=beta)

    def rate() -> Any:
        b, nu = real(beta), mp.mpf(d) / 2 - 1
        factor = k * (k + d - 2) / b
        if kind == "SA":
            return factor * mp.besseli(k + nu, b) / mp.besseli(nu, b)
        return factor * mp.gamma(nu + 1) * (2 / b) ** nu * mp.besseli(k + nu, b)

    assert_value(answer, with_mpmath(rate))


@given(st.integers(2, 8), rationals("1/16", "15/16"))
def test_beta0_meanfield_flow(d: int, a: Fraction) -> None:
    """The mean of the Möbius image (v + b)/(1 + b v) of a uniform point's coordinate."""
    answer = evaluate("clustering.beta0-meanfield-flow", d=d, a=a)

    def mean() -> flint.arb:
        b = ball(2 * a / (1 + a * a))
        top = integral(lambda x: (x.cos() + b) / (1 + b * x.cos()) * x.sin() ** (d - 2), 0, flint.arb.pi())
        return top / integral(lambda x: x.sin() ** (d - 2), 0, flint.arb.pi())

    assert_ball(answer, with_flint(mean))


@given(
    st.sampled_from(["post", "pre", "peri", "ngpt"]),
    betas,
    tokens,
    rationals("1/8", 4, 8),
    rationals("1/8", 4, 8),
)
def test_layernorm_initial_velocity(
    scheme: str, beta: Fraction, n: int, r: Fraction, alpha: Fraction
) -> None:
    """The velocity assembled from the attention weights of orthonormal directions."""
    answer = evaluate(
        "clustering.layernorm-initial-velocity", scheme=scheme, beta=beta, n=n, r0=r, alpha=alpha
    )

    def velocity() -> Any:
        own, other = mp.exp(real(beta)), mp.mpf(1)
        total = own + (n - 1) * other
        weights = [own / total, other / total]
        length = mp.sqrt(weights[0] ** 2 + (n - 1) * weights[1] ** 2)
        # d/dt <x_i, x_j> at orthogonal unit vectors: twice the weight of the other token, over what divides
        # the output.
        divisor = {"post": 1, "pre": real(r), "peri": real(r) * length, "ngpt": length / real(alpha)}[scheme]
        return 2 * weights[1] / divisor

    assert_value(answer, with_mpmath(velocity))
