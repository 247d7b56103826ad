"""The figure of rates: drawn numbers are those of the cross-checks, and lines are fitted as SciPy does."""

from __future__ import annotations

import re

import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

import vlasov  # noqa: E402
from vlasov.figures import _crosschecks, _fits  # noqa: E402


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def lines(ax, kind):
    """The lines of some axes that are certified, or simulated."""
    return [line for line in ax.lines if (line.get_gid() or "").startswith(kind)]


def words(ax):
    """The lines of the legend of some axes."""
    legend = ax.get_legend()
    return [text.get_text() for text in (*legend.get_texts(), legend.get_title())]


# Lines


def test_fit_is_that_of_scipy():
    optimize = pytest.importorskip("scipy.optimize")
    stats = pytest.importorskip("scipy.stats")
    random = np.random.default_rng(1)
    x, error = np.linspace(1, 4, 9), np.linspace(0.1, 0.4, 9)
    y = 2 - 3 * x + error * random.standard_normal(9)
    for factor in (1.0, 0.1):  # errors that explain the scatter, and errors that are too small for it
        line = _fits.fit(x, y, factor * error, 0.95)
        best, cov = optimize.curve_fit(
            lambda t, a, b: a + b * t, x, y, sigma=factor * error, absolute_sigma=True
        )
        chi = np.sum(((y - best[0] - best[1] * x) / (factor * error)) ** 2) / 7
        reach = stats.t.ppf(0.975, 7) * max(1, chi) ** 0.5
        # curve_fit differentiates numerically: its digits end near 1e-8.
        assert np.isclose(line.slope, best[1], rtol=1e-6)
        assert np.isclose(line.half_width, reach * cov[1, 1] ** 0.5, rtol=1e-5)
        at = np.array([0.0, 1.7, 5.0])
        assert np.allclose(line(at), best[0] + best[1] * at, rtol=1e-6)
        spread = np.array([reach * (np.array([1, t]) @ cov @ np.array([1, t])) ** 0.5 for t in at])
        assert np.allclose(line.band(at), spread, rtol=1e-5)


def test_fit_covers_the_slope_as_often_as_it_says():
    random = np.random.default_rng(2)
    x, error = np.linspace(0, 1, 8), np.full(8, 0.3)
    inside = 0
    for _ in range(2000):
        line = _fits.fit(x, 1 + 2 * x + error * random.standard_normal(8), error, 0.9)
        inside += abs(line.slope - 2) <= line.half_width
    # Scatter beyond the errors only widens the interval: at least 0.9, less four standard errors.
    assert inside / 2000 >= 0.9 - 4 * (0.09 / 2000) ** 0.5


def test_points_without_chance_have_no_band():
    line = _fits.fit(np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 5.0]), None, 0.95)
    assert line.slope == 2 and line(np.array([4.0]))[0] == 9
    assert np.isnan(line.half_width) and np.isnan(line.band(np.array([1.0]))[0])


# Sweeps


def test_sweep_with_chance():
    values = ["1/4", "1/2", "1"]
    left, right = vlasov.figure("rates", id="causal.renyi-count-circle", along="delta", values=values, seed=5)
    checks = [vlasov.verify("causal.renyi-count-circle", delta=v, seed=5) for v in values]
    simulated = np.array([c.details["simulated"].iloc[-1] for c in checks])
    error = np.array([c.details["standardError"].iloc[-1] for c in checks])
    (drawn,) = lines(left, "simulated")
    assert drawn.get_ydata().tolist() == simulated.tolist()
    assert drawn.get_xdata().tolist() == [0.25, 0.5, 1.0]
    bars = next(
        c for c in left.collections if len(c.get_paths()) == 3 and len(c.get_paths()[0].vertices) == 2
    )
    reach = [path.vertices[1, 1] - path.vertices[0, 1] for path in bars.get_paths()]
    assert np.allclose(reach, 4 * error, rtol=1e-9)  # two standard errors to each side
    expected = _fits.fit(np.log([0.25, 0.5, 1.0]), np.log(simulated), error / simulated, 0.95)
    (label,) = [w for w in words(left) if w.startswith("fitted slope")]
    slope, half = re.search(r"\$(-?[\d.]+)\\pm([\d.]+)\$", label).groups()
    assert abs(float(slope) - expected.slope) < expected.half_width / 10
    assert float(half) == pytest.approx(expected.half_width, rel=0.1)
    assert label.endswith("95% (simulated)")
    assert "mean, 2 standard errors (simulated)" in words(left)
    assert any(w.endswith("(certified)") for w in words(left))
    # The certified curve goes through certified values.
    (curve,) = [line for line in lines(left, "certified") if len(line.get_xdata()) > 2]
    answer = vlasov.evaluate("causal.renyi-count-circle", delta="1/4", digits=15)
    assert curve.get_ydata()[0] == pytest.approx(float(answer), rel=1e-14)
    (distance,) = lines(right, "simulated")
    closed = np.array([c.details["closedForm"].iloc[-1] for c in checks])
    assert np.allclose(distance.get_ydata(), (simulated - closed) / closed, rtol=1e-12)


def test_sweep_without_chance_has_no_band():
    left, right = vlasov.figure(
        "rates", id="clustering.cap-collapse-time", along="beta", values="2,6,10", scale="semilogy"
    )
    assert "solution (simulated)" in words(left)
    assert not any("%" in w for w in words(left))
    # A band would be a collection of the left axes in grey; the certified one is there.
    assert all((c.get_gid() or "").startswith("certified") for c in left.collections)
    assert "rate (certified)" in words(right)


def test_rate_and_constant_of_equiangular_tokens():
    left, right = vlasov.figure("rates")
    rate = float(
        vlasov.evaluate(
            "clustering.orthogonal-rate-constant", kind="SA", n=4, beta=1, gamma0=0, output="rate"
        )
    )
    assert rate == 2
    (law,) = [line for line in left.lines if line.get_label() == r"asymptote $7.639\,e^{-2\,t}$ (certified)"]
    x, y = law.get_data()
    assert np.allclose(np.diff(np.log(y)) / np.diff(x), -rate, rtol=1e-9)
    (drawn,) = lines(left, "simulated")
    # The law is a bound from above that the points approach, as the gap is C exp(-2t) (1 + o(1)).
    share = drawn.get_ydata() / np.interp(drawn.get_xdata(), x, y)
    assert share[0] < 0.2 and abs(share[-1] - 1) < 1e-2
    check = vlasov.verify("clustering.orthogonal-rate-constant")
    (mark,) = [line for line in lines(right, "certified") if np.isfinite(line.get_xdata()).all()]
    low, high = check.rates[0].interval
    assert mark.get_xdata()[0] == pytest.approx(
        (check.rates[0].certified - (low + high) / 2) / ((high - low) / 2)
    )
    assert abs(mark.get_xdata()[0]) <= 1


# One cross-check


@pytest.mark.parametrize(
    ("id", "left_words", "right_words"),
    [
        (
            "gaussian.decay-limit",
            ["fitted order 0.999 (simulated)", "distance from the certified value (simulated)"],
            ["points (simulated)"],
        ),
        ("gaussian.general-ode", ["order 4 (the method's)"], ["points (simulated)"]),
        (
            "clustering.cone-collapse-rate",
            ["observation/bound (simulated)", "bound (certified)"],
            ["rate (certified)"],
        ),
        (
            "clustering.layernorm-tail",
            ["fitted order 2 (simulated)"],
            ["fitted rate and its interval (simulated)"],
        ),
        (
            "kde.expected-n2",
            ["mean, 4 standard errors (simulated)"],
            ["points, 4 standard errors (simulated)"],
        ),
        ("clustering.splay-threshold", ["mean (simulated)"], ["points (simulated)"]),
    ],
)
def test_every_kind_of_law(id, left_words, right_words):
    left, right = vlasov.figure("rates", id=id)
    for expected in left_words:
        assert expected in words(left)
    for expected in right_words:
        assert expected in words(right)


def test_convergence_points_are_the_differences():
    left, _ = vlasov.figure("rates", id="gaussian.decay-limit")
    details = vlasov.verify("gaussian.decay-limit").details
    (drawn,) = lines(left, "simulated")
    assert np.allclose(drawn.get_ydata(), np.abs(details["simulated"] - details["closedForm"]), rtol=1e-12)
    assert drawn.get_xdata().tolist() == details["size"].tolist()


def test_observations_are_shares_of_their_bound():
    left, _ = vlasov.figure("rates", id="clustering.cone-collapse-rate")
    details = vlasov.verify("clustering.cone-collapse-rate").details
    (drawn,) = lines(left, "simulated")
    assert drawn.get_ydata().tolist() == sorted(details["simulated"] / details["closedForm"])


def test_a_rate_outside_its_interval_is_seen_outside():
    ax = plt.subplots()[1]
    rate = vlasov.verify("clustering.orthogonal-rate-constant").rates[0]
    wrong = type(rate)(
        rate.quantity,
        rate.fitted,
        rate.interval,
        rate.relation,
        rate.interval[1] + 0.5 * (rate.interval[1] - rate.interval[0]),
        rate.law,
        "disagrees",
    )
    _crosschecks.draw_rates(ax, [wrong])
    (mark,) = [line for line in lines(ax, "certified") if np.isfinite(line.get_xdata()).all()]
    assert mark.get_xdata()[0] == pytest.approx(2)


@pytest.mark.parametrize(
    ("parameter", "options"),
    [
        ("id", {"id": "nothing.at-all"}),
        ("id", {"id": "retrieval.mean-field"}),
        ("gamma", {"id": "kde.expected-n2", "along": "gamma", "values": "1,2"}),
        ("values", {"id": "kde.expected-n2", "along": "beta", "values": "1"}),
        ("values", {"id": "kde.expected-n2", "along": "beta"}),
        ("values", {"id": "kde.expected-n2", "values": "1,2"}),
        ("values", {"id": "kde.edgeworth-third", "along": "t", "values": "-1,1/2"}),
        ("beta", {"id": "kde.expected-n2", "along": "beta", "values": "1,-3,2", "scale": "linear"}),
        ("along", {"id": "kde.expected-n2", "along": "beta", "values": "1,2", "parameters": "beta=2"}),
        ("confidence", {"confidence": 1}),
        ("parameters", {"parameters": "n"}),
        ("scale", {"scale": "log"}),
        ("scale", {"id": "kde.deterministic-facts", "scale": "loglog"}),
        ("output", {"id": "causal.renyi-constant", "output": "D"}),
    ],
)
def test_bad_input(parameter, options):
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("rates", **options)
    assert caught.value.parameter == parameter
    assert "\n" not in str(caught.value)
    assert plt.get_fignums() == []


# Files


FAST = {
    "kde.modes": {"sample": "comb:5"},
    "kde.mode-tree": {"sample": "comb:5", "count": 6},
    "kde.expected-count": {"n": 100, "count": 5, "simulated": 0},
    "gaussian.covariance-cone": {"count": 4},
    "gaussian.limit-rank": {"count": 3, "steps": 20},
    "rates": {"id": "gaussian.decay-limit"},
}


@pytest.mark.parametrize("name", FAST)
@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_files_are_the_same_bytes_again(name, kind, tmp_path):
    contents = []
    for k in range(2):
        path = tmp_path / f"{k}.{kind}"
        axes = vlasov.figure(name, **FAST[name])
        vlasov.figures.save(axes if hasattr(axes, "figure") else axes[0], path, dpi=80)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]
    assert contents[0].startswith({"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}[kind])


@pytest.mark.parametrize("name", FAST)
def test_one_axes_takes_the_first_panel(name):
    figure, ax = plt.subplots()
    assert vlasov.figure(name, ax, **FAST[name]) is ax
    assert figure.axes == [ax]
    assert ax.get_legend() is not None
