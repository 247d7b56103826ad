"""Trajectories of covariances: drawn points against exact rational solutions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

import vlasov  # noqa: E402
from vlasov.figures import _cone, _covariances  # noqa: E402

A = "[[-25/16,5/8],[5/8,-1/4]]"
# Points have 12 certain digits, and pass through a few double operations.
CLOSE = 1e-10


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def certified(ax):
    """The certified markers of some axes: for each trajectory its times, its start, then the ends."""
    lines = [line for line in ax.lines if (line.get_gid() or "").startswith("certified")]
    return [line.get_xydata() for line in lines]


def words(ax):
    """The lines of the legend of some axes."""
    return [text.get_text() for text in ax.get_legend().get_texts()]


def product(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(2)) for j in range(2)] for i in range(2)]


def inverse(m):
    (a, b), (c, d) = m
    det = a * d - b * c
    return [[d / det, -b / det], [-c / det, a / det]]


def exact(start, a, t):
    """(I - t Sigma0 S)^-1 Sigma0 for V = I, over the rationals."""
    s = [[a[i][j] + a[j][i] for j in range(2)] for i in range(2)]
    m = product(start, s)
    return product(inverse([[(i == j) - t * m[i][j] for j in range(2)] for i in range(2)]), start)


def section(m):
    trace = m[0][0] + m[1][1]
    return float((m[0][0] - m[1][1]) / trace), float(2 * m[0][1] / trace)


def fractions(text):
    return [[Fraction(x) for x in row.split(",")] for row in text[2:-2].split("],[")]


def test_points_are_those_of_the_closed_form():
    start, times = "[[1,4/5],[4/5,1]]", ["0", "1/4", "1", "5/2", "10"]
    cone, disc = vlasov.figure("gaussian.covariance-cone", Sigma0=start, A=A, t=times)
    solution = [exact(fractions(start), fractions(A), Fraction(t)) for t in times]
    later, first, end = certified(disc)
    expected = np.array([section(m) for m in solution])
    assert np.max(np.abs(first - expected[:1])) < CLOSE
    assert np.max(np.abs(later - expected[1:])) < CLOSE
    # The limit: A = -q q^T keeps the kernel of q, the line of (2, 5).
    assert np.max(np.abs(end - [section([[4, 10], [10, 25]])])) < CLOSE
    assert abs(np.hypot(*end[0]) - 1) < CLOSE
    assert np.all(np.hypot(*later.T) < 1)
    frame = _cone.Frame(max(float(m[0][0] + m[1][1]) / 2 for m in solution))
    places = frame.place(
        *[
            np.array([float(v) for v in c])
            for c in zip(
                *[((m[0][0] - m[1][1]) / 2, m[0][1], (m[0][0] + m[1][1]) / 2) for m in solution], strict=True
            )
        ]
    )
    # The frame is made from the upper bound of the largest trace, which has 12 digits.
    assert np.max(np.abs(certified(cone)[0] - np.array(places).T[1:])) < 1e-9
    assert "limit, of rank 1 (certified)" in words(cone)
    assert "covariance at a time (certified)" in words(cone)


def test_enclosures_hold_exact_values():
    given = {"Sigma0": "[[1,4/5],[4/5,1]]", "A": A, "v": 1, "t": "1/3"}
    answer = vlasov.evaluate("gaussian.scalar-value-closed-form", given, output="Sigma", digits=5)
    ends = [
        [np.array([side[i][j]]) for i, j in ((0, 0), (0, 1), (1, 1))] for side in (answer.lower, answer.upper)
    ]
    point = _covariances.ConePoints.of(list(zip(*ends, strict=True)))
    (a, b), (_, c) = exact(fractions(given["Sigma0"]), fractions(A), Fraction(1, 3))
    for (low, high), value in ((point.x, (a - c) / 2), (point.y, b), (point.z, (a + c) / 2)):
        assert Fraction(float(low[0])) <= value <= Fraction(float(high[0]))


def test_enclosures_are_outward():
    random = np.random.default_rng(3)
    low = random.uniform(-1, 1, (3, 200))
    high = low + random.uniform(0, 0.5, (3, 200))
    point = _covariances.ConePoints.of(list(zip(low, high, strict=True)))
    for side in (0, 1):
        for k in range(200):
            (a, a_), (b, b_), (c, c_) = ((Fraction(low[i, k]), Fraction(high[i, k])) for i in range(3))
            expected = ((a - c_) / 2, b, (a + c) / 2) if side == 0 else ((a_ - c) / 2, b_, (a_ + c_) / 2)
            for interval, bound in zip((point.x, point.y, point.z), expected, strict=True):
                drawn = Fraction(float(interval[side][k]))
                assert drawn <= bound if side == 0 else drawn >= bound
                assert abs(drawn - bound) < 1e-15


def test_the_frame_is_a_projection():
    frame = _cone.Frame(2.0)
    turn = np.linspace(0, 2 * np.pi, 50)
    x, y, z = frame.top * np.cos(turn), frame.top * np.sin(turn), np.full(50, frame.top)
    across, up = frame.place(x, y, z)
    # The rim is an ellipse whose small axis is foreshortened by the sine of the elevation.
    above = (up - frame.top * np.cos(_cone.ELEVATION)) / np.sin(_cone.ELEVATION)
    assert np.allclose(np.hypot(across, above), frame.top, rtol=1e-12)
    # An isotropic matrix lies above the apex, and the parts of a matrix add up.
    assert np.allclose(frame.place(np.zeros(1), np.zeros(1), np.ones(1)), [[0], [np.cos(_cone.ELEVATION)]])
    parts = [frame.place(x, 0 * y, 0 * z), frame.place(0 * x, y, 0 * z), frame.place(0 * x, 0 * y, z)]
    assert np.allclose(np.sum(parts, axis=0), [across, up])


def test_rotation_stays_on_a_circle():
    # V skew, A = I: Sigma turns by the angle tr(Sigma0) t, its place in the section by twice that.
    times = ["0", "1/10", "1/2", "1"]
    _, disc = vlasov.figure(
        "gaussian.covariance-cone", Sigma0="[[3/2,0],[0,1/2]]", A="[[1,0],[0,1]]", V="[[0,-1],[1,0]]", t=times
    )
    later, first = certified(disc)
    drawn = np.vstack([first, later])
    turn = np.array([2 * 2 * float(Fraction(t)) for t in times])
    expected = 0.5 * np.array([np.cos(turn), np.sin(turn)]).T
    assert np.max(np.abs(drawn - expected)) < CLOSE


def test_blow_up_ends_the_curve_and_gives_a_direction():
    # Sigma0 = I, S = 2 diag(2, 1): Sigma = diag(1/(1 - 4t), 1/(1 - 2t)), up to t = 1/4.
    cone, disc = vlasov.figure(
        "gaussian.covariance-cone", Sigma0="[[1,0],[0,1]]", A="[[2,0],[0,1]]", t="0,1/8,1/5,1/3,1"
    )
    later, first, end = certified(disc)
    assert len(first) == 1 and len(later) == 2
    expected = [
        section([[1 / (1 - 4 * t), 0], [0, 1 / (1 - 2 * t)]]) for t in (Fraction(1, 8), Fraction(1, 5))
    ]
    assert np.max(np.abs(later - expected)) < CLOSE
    assert np.max(np.abs(end - [1, 0])) < CLOSE
    assert "direction at blow-up (certified)" in words(cone)
    assert "where a curve stops: blow-up, or undecided beyond" in words(cone)
    assert not any("limit" in line for line in words(cone))


def test_self_similar_direction():
    cone, disc = vlasov.figure(
        "gaussian.covariance-cone", V="[[1,-2],[2,1]]", A="[[-1,0],[0,-1/2]]", t="0,1/2", Sigma0=np.eye(2)
    )
    *_, mark = certified(disc)
    profile = vlasov.evaluate(
        "gaussian.self-similar-profile", V="[[1,-2],[2,1]]", B="[[1,0],[0,1/2]]", output="profile"
    )
    assert np.max(np.abs(mark - [section(profile.mid.tolist())])) < CLOSE
    assert "direction of the self-similar decay (certified)" in words(cone)


@pytest.mark.parametrize(
    "given", ["[[1,1/3],[1/3,2]]", [[1, Fraction(1, 3)], ["1/3", 2]], [[[1, "1/3"], ["1/3", 2]]]]
)
def test_matrices_are_read_exactly(given):
    assert _covariances.matrices(given, "Sigma0") == ["[[1,1/3],[1/3,2]]"]


def test_matrices_of_arrays_are_their_doubles():
    (text,) = _covariances.matrices(np.array([[0.1, 0.0], [0.0, 1e-7]]), "Sigma0")
    assert text == "[[0.1,0.0],[0.0,1e-07]]"
    assert _covariances.scalar("[[1/2,0],[0,0.5]]") == "1/2"
    assert _covariances.scalar("[[1/2,0],[1,0.5]]") is None
    assert _covariances.negative("[[-1,1/2],[0,3]]") == "[[1,-1/2],[0,-3]]"


def test_section_leaves_out_the_apex():
    zero = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    place = _covariances.ConePoints.of([zero, (np.zeros(2), np.zeros(2)), zero]).section()
    assert [len(side) for side in place] == [1, 1]
    assert math.isclose(place[0][0], 0, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("parameter", "options"),
    [
        ("Sigma0", {"Sigma0": "[[1,2],[2,1]]"}),
        ("Sigma0", {"Sigma0": "[[1,1],[0,1]]"}),
        ("Sigma0", {"Sigma0": "[[1,0,0],[0,1,0],[0,0,1]]"}),
        ("Sigma0", {"Sigma0": "x"}),
        ("Sigma0", {"Sigma0": "[]"}),
        ("A", {"A": "[[1,0,0],[0,1,0],[0,0,1]]"}),
        ("t", {"t": "-1,1"}),
        ("until", {"until": 0}),
        ("kind", {"kind": "hardmax"}),
        ("B", {"kind": "l2"}),
        ("W", {"kind": "sinkhorn", "W": "[[1,0],[0,1]]"}),
        ("eps", {"eps": 1}),
    ],
)
def test_bad_input(parameter, options):
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("gaussian.covariance-cone", **options)
    assert caught.value.parameter == parameter
    assert "\n" not in str(caught.value)
    assert plt.get_fignums() == []


def test_nothing_enclosed_is_an_error():
    with pytest.raises(vlasov.Undecided):
        vlasov.figure("gaussian.covariance-cone", Sigma0="[[1,0],[0,1]]", A="[[1,0],[0,1]]", t="5")


# gaussian.limit-rank


def test_eigenvalues_are_enclosed():
    random = np.random.default_rng(4)
    low = random.uniform(-1, 1, (3, 300))
    high = low + random.choice([0, 1e-12, 0.1], (3, 300))
    small, large = _covariances.ConePoints.of(list(zip(low, high, strict=True))).eigenvalues()
    for k in range(300):
        ends = [(Fraction(low[i, k]), Fraction(high[i, k])) for i in range(3)]
        for picks in np.ndindex(2, 2, 2):
            a, b, c = (end[pick] for end, pick in zip(ends, picks, strict=True))
            x, y, z = (a - c) / 2, b, (a + c) / 2
            # lower <= z - r, upper >= z - r and so on, r^2 = x^2 + y^2, without a root.
            for (lower, upper), sign in ((small, -1), (large, 1)):
                for bound, side in ((lower[k], -1), (upper[k], 1)):
                    gap = (Fraction(float(bound)) - z) * sign  # to be compared with r
                    square = x * x + y * y
                    above = gap >= 0 and gap * gap >= square
                    below = gap <= 0 or gap * gap <= square
                    assert above if side * sign > 0 else below


def test_limit_rank_is_certified_and_the_scheme_differs():
    ax = vlasov.figure("gaussian.limit-rank", count=5, until=100)
    assert "limit: rank 1 (certified)" in words(ax)
    assert "Euler, stopped at t = 20: rank 2 (simulated)" in words(ax)
    small = next(line for line in ax.lines if line.get_label() == "smaller eigenvalue (certified)")
    solution = exact(fractions("[[3/2,1/3],[1/3,5/4]]"), fractions(A), Fraction(100))
    (a, b), (_, c) = solution
    value = float((a + c) / 2) - math.sqrt(float(((a - c) / 2) ** 2 + b**2))
    # 15 digits of entries of order one, and a difference of them.
    assert abs(small.get_ydata()[-1] - value) < 1e-13
    assert small.get_xdata()[-1] == 100
    ax = vlasov.figure("gaussian.limit-rank", A="[[-1,0],[0,-2]]", count=3, steps=10)
    assert "limit: rank 0 (certified)" in words(ax)


def test_euler_scheme():
    from vlasov.figures.gaussian_limit_rank import euler

    # Decay of a scalar: x' = -2 x^2 in each direction, step 1/4.
    path, ending = euler(np.eye(2), -np.eye(2), 0.25, 2, threshold=1000)
    assert path.tolist() == [[1, 1], [0.5, 0.5], [0.375, 0.375]]
    assert ending == "stopped at t = 0.5"
    assert euler(np.eye(2), np.eye(2), 1.0, 100, threshold=1000)[1] == "diverged"
    assert euler(1e-4 * np.eye(2), -np.eye(2), 0.1, 100, threshold=1000)[1] == "converged"
    # A step too long leaves the cone and is projected back.
    path, _ = euler(np.eye(2), -np.eye(2), 1.0, 1, threshold=1000)
    assert path[-1].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("parameter", "options"),
    [
        ("Sigma0", {"Sigma0": "[[[1,0],[0,1]],[[2,0],[0,1]]]"}),
        ("until", {"until": -1}),
        ("step", {"step": 0}),
        ("threshold", {"threshold": 0}),
        ("A", {"A": "[[1]]"}),
    ],
)
def test_bad_input_of_limit_rank(parameter, options):
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("gaussian.limit-rank", **options)
    assert caught.value.parameter == parameter


def test_growth_has_no_limit():
    with pytest.raises(vlasov.Refused, match="negative semidefinite"):
        vlasov.figure("gaussian.limit-rank", A="[[1,0],[0,1]]")
