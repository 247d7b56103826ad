"""Results about Gaussian data against exact fractions, mpmath and flint."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
from hypothesis import assume, given
from hypothesis import strategies as st
from mpmath import mp
from support import (
    DIGITS,
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

Matrix = list[list[Fraction]]
entries = rationals(-2, 2, 4)
square = st.tuples(entries, entries, entries, entries).map(lambda e: [[e[0], e[1]], [e[2], e[3]]])


def product(a: Matrix, b: Matrix) -> Matrix:
    return [[sum((a[i][k] * b[k][j] for k in range(2)), Fraction(0)) for j in range(2)] for i in range(2)]


def transpose(a: Matrix) -> Matrix:
    return [[a[j][i] for j in range(2)] for i in range(2)]


def det(a: Matrix) -> Fraction:
    return a[0][0] * a[1][1] - a[0][1] * a[1][0]


def inverse(a: Matrix) -> Matrix:
    return [[a[1][1] / det(a), -a[0][1] / det(a)], [-a[1][0] / det(a), a[0][0] / det(a)]]


def positive(r: Matrix) -> Matrix:
    """R^T R + 1/4, positive definite."""
    gram = product(transpose(r), r)
    return [[gram[i][j] + (Fraction(1, 4) if i == j else 0) for j in range(2)] for i in range(2)]


covariance = square.map(positive)


def largest_eigenvalue(a: Matrix) -> Any:
    """Of a matrix similar to a symmetric one."""
    trace = a[0][0] + a[1][1]
    return (real(trace) + mp.sqrt(real(trace * trace - 4 * det(a)))) / 2


def flow(sigma: Matrix, a: Matrix, scale: Fraction) -> Matrix | None:
    """(I - scale Sigma S)^-1 Sigma, S = A + A^T, exactly; None beyond the blow-up."""
    s = [[a[i][j] + a[j][i] for j in range(2)] for i in range(2)]
    p = inverse(sigma)
    m = [[p[i][j] - scale * s[i][j] for j in range(2)] for i in range(2)]
    return inverse(m) if det(m) > 0 and m[0][0] > 0 else None


speeds = rationals(-2, 2, 4).filter(bool)
"""v = 0 is refused: nothing moves."""


@given(covariance, square, speeds, rationals(0, 1, 8))
def test_scalar_value_closed_form(sigma: Matrix, a: Matrix, v: Fraction, t: Fraction) -> None:
    expected = flow(sigma, a, v * t)
    if expected is None:
        # The matrix may come back to positive after a blow-up at an earlier time; then this branch is not
        # taken.
        try:
            evaluate("gaussian.scalar-value-closed-form", Sigma0=sigma, A=a, v=v, t=t)
        except vlasov.Refused:
            return
        raise AssertionError("a value beyond the blow-up")
    try:
        answer = evaluate("gaussian.scalar-value-closed-form", Sigma0=sigma, A=a, v=v, t=t)
    except vlasov.Refused:
        s = [[a[i][j] + a[j][i] for j in range(2)] for i in range(2)]
        assert with_mpmath(lambda: largest_eigenvalue(product(sigma, s)) * real(v * t)) >= 1
        return
    assert [[answer[i, j].fraction for j in range(2)] for i in range(2)] == expected


@given(covariance, square, rationals("1/2", 2, 4))
def test_general_ode(sigma: Matrix, a: Matrix, v: Fraction) -> None:
    """The integrator of the matrix equation, where V = v I and the solution is known exactly."""
    small = [[entry / 8 for entry in row] for row in a]
    t = Fraction(1, 16)
    expected = flow(sigma, small, v * t)
    assume(expected is not None)
    assert expected is not None
    value = [[v, Fraction(0)], [Fraction(0), v]]
    answer = vlasov.evaluate(
        "gaussian.general-ode", kind="softmax", Sigma0=sigma, A=small, V=value, t=t, digits=20
    )
    for i in range(2):
        for j in range(2):
            assert answer[i, j].contains(expected[i][j])


@given(covariance, square, rationals("1/4", 2, 4))
def test_blow_up_time(sigma: Matrix, a: Matrix, v: Fraction) -> None:
    s = [[v * (a[i][j] + a[j][i]) for j in range(2)] for i in range(2)]
    answer = evaluate("gaussian.blow-up-time", Sigma0=sigma, A=a, v=v)
    if det(s) >= 0 and s[0][0] + s[1][1] <= 0:
        assert answer.lower == float("inf")
    else:
        assert_value(answer, with_mpmath(lambda: 1 / largest_eigenvalue(product(sigma, s))))


@given(covariance, square, st.tuples(entries, entries))
def test_sampling_clt(sigma: Matrix, a: Matrix, x: tuple[Fraction, Fraction]) -> None:
    answer = evaluate("gaussian.sampling-clt", Sigma=sigma, A=a, x=list(x))
    ax = [a[i][0] * x[0] + a[i][1] * x[1] for i in range(2)]
    m = [sigma[i][0] * ax[0] + sigma[i][1] * ax[1] for i in range(2)]
    r = sum((ax[i] * m[i] for i in range(2)), Fraction(0))
    for i in range(2):
        for j in range(2):
            rational = sigma[i][j] + m[i] * m[j]
            if rational == 0 or r == 0:
                assert answer[i, j].contains(rational)
            else:
                assert_ball(
                    answer[i, j], with_flint(lambda rational=rational: ball(rational) * ball(r).exp())
                )


@given(covariance, covariance)
def test_bures_distance(first: Matrix, second: Matrix) -> None:
    """tr sqrt(M) = sqrt(tr M + 2 sqrt(det M)) in dimension two."""
    assume(first != second)
    answer = evaluate("gaussian.bures-distance", Sigma0=first, Sigma1=second)

    def distance() -> Any:
        m = product(first, second)
        trace = first[0][0] + first[1][1] + second[0][0] + second[1][1]
        return real(trace) - 2 * mp.sqrt(real(m[0][0] + m[1][1]) + 2 * mp.sqrt(real(det(m))))

    if not answer.is_exact:
        assert_value(answer, with_mpmath(distance))


@given(covariance, square)
def test_sinkhorn_energy(sigma: Matrix, a: Matrix) -> None:
    """The sum over the canonical correlations; the squares m_i^2 are the eigenvalues of Sigma A^T Sigma A."""
    m = product(product(sigma, transpose(a)), product(sigma, a))
    assume(det(m) != 0)
    answer = evaluate("gaussian.sinkhorn-energy", Sigma=sigma, A=a)

    def energy() -> Any:
        with mp.workdps(90):  # the smaller eigenvalue is a difference
            trace = real(m[0][0] + m[1][1])
            root = mp.sqrt(max(trace * trace - 4 * real(det(m)), mp.mpf(0)))
            total = mp.mpf(0)
            for square_of_m in ((trace + root) / 2, (trace - root) / 2):
                s = mp.sqrt(1 + 4 * square_of_m)
                total += (s - 1) / 2 - mp.log((1 + s) / 2) / 2
            return total

    assert_value(answer, with_mpmath(energy))


@given(
    st.sampled_from(["l2", "sinkhorn"]),
    rationals("1/4", 3, 8),
    rationals("-3/2", "3/2", 8),
    rationals("1/8", 1, 8),
)
def test_scalar_flow(kind: str, start: Fraction, c: Fraction, t: Fraction) -> None:
    """The time from the start to the answer, by integrating dy / y', must be the time that was asked for."""
    assume(c != 0)
    answer = evaluate("gaussian.scalar-flow", kind=kind, y0=start, c=c, t=t)

    def inverse_speed(y: flint.acb) -> flint.acb:
        if kind == "l2":
            return (1 + 2 * y) / (4 * ball(c) * y * y)
        # c / (sqrt(1 + 4 c^2 y^2) - 1), without the difference
        return ((1 + 4 * ball(c) ** 2 * y * y).sqrt() + 1) / (4 * ball(c) * y * y)

    with flint.ctx.workprec(256):
        reached = integral(inverse_speed, ball(start), answer.to_arb())
        assert (reached - ball(t)).contains(0)
        assert reached.rad() < 1e-30
        elsewhere = integral(
            inverse_speed, ball(start), answer.to_arb() * (1 + flint.arb(10) ** -(DIGITS - 4))
        )
        assert not (elsewhere - ball(t)).contains(0)


@given(rationals("1/4", 3, 8), rationals(0, 3, 8), rationals("1/4", 2, 8), rationals("1/8", 1, 8))
def test_sinkhorn_divergence_flow(start: Fraction, target: Fraction, eps: Fraction, t: Fraction) -> None:
    assume(start != target)
    answer = evaluate("gaussian.sinkhorn-divergence-flow", a0=start, b=target, eps=eps, t=t)

    def inverse_speed(a: flint.acb) -> flint.acb:
        e, b = ball(eps) ** 2, ball(target)
        return ((e + 4 * a * b).sqrt() + (e + 4 * a * a).sqrt()) / (4 * a * (b - a))

    with flint.ctx.workprec(256):
        reached = integral(inverse_speed, ball(start), answer.to_arb())
        assert (reached - ball(t)).contains(0)
        assert reached.rad() < 1e-25


@given(rationals("1/4", 3, 8), rationals("1/4", 3, 8), rationals(0, 3, 8))
def test_heat_limit(start: Fraction, eps: Fraction, t: Fraction) -> None:
    """The solution of s + eps log s = const + 2 t."""
    answer = evaluate("gaussian.heat-limit", kind="softmax", s0=start, eps=eps, t=t)

    def solution() -> Any:
        level = real(start) + real(eps) * mp.log(real(start)) + 2 * real(t)
        guess = float(answer)
        return mp.findroot(lambda s: s + real(eps) * mp.log(s) - level, (guess, guess * (1 + 1e-6)))

    if not answer.is_exact:
        assert_value(answer, with_mpmath(solution))


@given(rationals("1/16", "31/16"), st.integers(0, 6))
def test_discrete_layer(start: Fraction, n: int) -> None:
    answer = evaluate("gaussian.discrete-layer", y0=start, n=n, output="y")
    y = start
    for _ in range(n):
        y *= (1 - y) ** 2
    assert answer.fraction == y if answer.is_exact else answer.contains(y)


@given(covariance, square, st.tuples(entries, entries), speeds, rationals(0, "1/2", 8))
def test_mahalanobis(
    sigma: Matrix, a: Matrix, alpha: tuple[Fraction, Fraction], v: Fraction, t: Fraction
) -> None:
    assume(any(alpha))
    p = inverse(sigma)
    form = sum((alpha[i] * p[i][j] * alpha[j] for i in range(2) for j in range(2)), Fraction(0))
    try:
        answer = evaluate(
            "gaussian.mean-closed-form", Sigma0=sigma, A=a, v=v, alpha0=list(alpha), t=t, output="mahalanobis"
        )
    except vlasov.Refused:
        assert flow(sigma, a, v * t) is None or v * t > 0
        return
    if not answer.is_exact:
        assert_value(answer, with_mpmath(lambda: real(form) * mp.exp(2 * real(v * t))))


@given(
    st.lists(st.tuples(st.integers(1, 5), entries, rationals("1/4", 2, 4)), min_size=2, max_size=3),
    entries,
    rationals(-1, 1, 4),
    entries,
)
def test_attention_velocity_of_a_mixture(
    parts: list[tuple[int, Fraction, Fraction]], a: Fraction, v: Fraction, x: Fraction
) -> None:
    """Softmax attention over a mixture as a ratio of integrals."""
    total = sum(weight for weight, _, _ in parts)
    answer = evaluate(
        "gaussian.attention-velocity",
        kind="mixture",
        weights=[Fraction(w, total) for w, _, _ in parts],
        means=[m for _, m, _ in parts],
        Sigmas=[s for _, _, s in parts],
        A=a,
        V=v,
        x=x,
        output="Gamma[1]",
    )

    def velocity() -> flint.arb:
        top, bottom = flint.arb(0), flint.arb(0)
        for weight, mean, variance in parts:
            m, s, tilt = ball(mean), ball(variance), ball(a * x)

            def density(y: flint.acb, m: Any = m, s: Any = s, tilt: Any = tilt) -> flint.acb:
                return (tilt * y - (y - m) ** 2 / (2 * s)).exp() / s.sqrt()

            centre, width = m + s * tilt, 22 * s.sqrt()
            bottom += weight * integral(density, centre - width, centre + width)
            top += weight * integral(
                lambda y, density=density: y * density(y), centre - width, centre + width
            )
        return ball(v) * top / bottom

    reference = with_flint(velocity)
    assert answer.overlaps(vlasov.Enclosure.from_arb(reference + flint.arb(0, 1e-60)))
