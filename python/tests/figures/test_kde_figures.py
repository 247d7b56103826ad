"""Figures of kernel density estimates: what is marked as certified lies in the library's enclosures."""

from __future__ import annotations

import dataclasses
import math
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

import vlasov  # noqa: E402
from vlasov.figures import _kde, _samples  # noqa: E402


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def certified(ax):
    """The certified markers of some axes, one array of points a line."""
    lines = [
        line
        for line in ax.lines
        if (line.get_gid() or "").startswith("certified") and line.get_marker() != "None"
    ]
    return [line.get_xydata() for line in lines]


def words(ax):
    """The lines of the legend of some axes."""
    legend = ax.get_legend()
    return [text.get_text() for text in (*legend.get_texts(), legend.get_title())]


# Samples


def test_made_samples_are_those_of_the_library():
    step, mask = 0x9E3779B97F4A7C15, (1 << 64) - 1

    def draws(seed):
        state = seed
        while True:
            state = (state + step) & mask
            z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
            yield (z ^ (z >> 31)) >> 11

    stream = draws((1 << 64) - 5)
    expected = [float(sum(next(stream) for _ in range(12)) - (6 << 53)) * 2.0**-53 for _ in range(40)]
    assert _samples.irwin_hall((1 << 64) - 5, 40).tolist() == expected
    # Blocks do not show, and the library counts the modes of the same numbers.
    long = _samples.irwin_hall(3, 70_000)
    assert long[65_530:65_545].tolist() == _samples.irwin_hall(3, 65_545)[65_530:].tolist()
    for seed, count, beta in ((1, 1000, 100), (2, 1000, 1000)):
        counted = vlasov.evaluate("kde.certified-count", sample=f"ih12:{seed}:{count}", beta=beta)
        assert int(counted.lower) == int(vlasov.count_modes(_samples.irwin_hall(seed, count), beta=beta))


def test_samples_from_text_and_files(tmp_path):
    file = tmp_path / "x.txt"
    file.write_text("1/2  # a half\n\n0x1.8p-3\r\n-2.5e-1\n2^-5\n", encoding="utf-8")
    expected = [-0.25, 2.0**-5, 0.1875, 0.5]
    assert _samples.numbers(file).tolist() == expected
    assert _samples.numbers(f"file:{file}").tolist() == expected
    np.save(tmp_path / "x.npy", np.array([[0.5], [-0.25], [0.1875], [2.0**-5]]))
    assert _samples.numbers(tmp_path / "x.npy").tolist() == expected
    assert _samples.numbers('[1/2,"0x1.8p-3",-2.5e-1,2^-5]').tolist() == expected
    assert _samples.numbers("comb:1e1").tolist() == list(range(10))


@pytest.mark.parametrize(
    ("sample", "is_exact"),
    [
        ([0.1, 0.2], True),
        ([1, Fraction(1, 4), "0x1.8p-3"], True),
        ([Fraction(1, 3)], False),
        ([Decimal("0.1")], False),
        ([2**53 + 1], False),
        (np.array([2**53 + 1, 5]), False),
        (np.array([2**53, 5]), True),
        (np.array([0.1], dtype=np.float32), True),
        ("[0,1/2,3.25]", True),
        ("[0,1/2,3.2]", False),
        ("[2^-5,2^60]", True),
    ],
)
def test_rounding_is_noticed(sample, is_exact):
    found = _samples.read(sample)
    assert found.is_exact is is_exact
    ax = vlasov.figure("kde.modes", sample=sample, bandwidth=1 if found.values.max() < 100 else 2**50)
    # The library reads a text exactly, whatever the doubles of the density are.
    is_counted_exactly = is_exact or isinstance(sample, str)
    assert any("sample rounded to doubles" in line for line in words(ax)) is not is_counted_exactly


def test_a_text_is_counted_exactly():
    """At h = 1/10 the points 3 and 16/5 are at the threshold of two modes: as doubles they have them."""
    ax = vlasov.figure("kde.modes", sample="[0,1/2,3,3.2]", bandwidth="1/10")
    assert any(line.startswith("3 modes (certified)") for line in words(ax))
    ax = vlasov.figure("kde.modes", sample=[0.0, 0.5, 3.0, 3.2], bandwidth="1/10")
    assert any(line.startswith("4 modes (certified)") for line in words(ax))


def test_density_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    x = _samples.numbers("ih12:5:300")
    t = np.linspace(-4, 4, 301)
    ours = _samples.density(x, t, 0.25)
    theirs = stats.gaussian_kde(x, bw_method=0.25 / np.std(x, ddof=1))(t)
    # 300 terms below 1/300 each, and scipy's bandwidth is rounded: far below 1e-12.
    assert np.max(np.abs(ours - theirs)) < 1e-12


# kde.modes


@pytest.mark.parametrize(
    "options", [{}, {"sample": [0, 0.5, 3.0, 3.2], "bandwidth": "1/3"}, {"sample": "comb:5", "beta": 9}]
)
def test_modes_lie_in_their_enclosures(options):
    ax = vlasov.figure("kde.modes", **options)
    x = _samples.numbers(options.get("sample", "ih12:1:60"))
    scale = {"beta": options["beta"]} if "beta" in options else {"bandwidth": options.get("bandwidth", "1/4")}
    found = vlasov.modes(x, **scale)
    (markers,) = certified(ax)
    assert len(markers) == len(found) == int(vlasov.count_modes(x, **scale))
    for (place, height), mode in zip(markers, found, strict=True):
        assert mode.location.lower_float <= place <= mode.location.upper_float
        assert mode.height.lower_float <= height <= mode.height.upper_float
    assert any(f"{len(found)} mode" in line and "(certified)" in line for line in words(ax))
    assert "density (floating point)" in words(ax)
    curve = next(line for line in ax.lines if line.get_label() == "density (floating point)")
    # The curve is nowhere above the highest mode.
    assert curve.get_ydata().max() <= max(mode.height.upper_float for mode in found) * (1 + 1e-12)


def test_modes_on_a_grid_are_counted_as_scipy_does():
    signal = pytest.importorskip("scipy.signal")
    stats = pytest.importorskip("scipy.stats")
    ax = vlasov.figure("kde.modes", sample="ih12:2:1000", beta=1000, compare="grid", grid=128)
    x, h = _samples.numbers("ih12:2:1000"), 1000**-0.5
    t = np.linspace(x[0] - 3 * h, x[-1] + 3 * h, 128)
    peaks, _ = signal.find_peaks(stats.gaussian_kde(x, bw_method=h / np.std(x, ddof=1))(t))
    assert f"grid of 128 points, find_peaks: {len(peaks)} maxima (floating point)" in words(ax)
    assert "38 modes (certified)" in words(ax)
    assert len(peaks) < 38
    (marks,) = [line for line in ax.lines if line.get_gid() == "grid-maxima"]
    assert np.allclose(marks.get_xdata(), t[peaks], rtol=0, atol=0)


def test_an_undecided_count_is_not_called_certified(monkeypatch):
    x = _samples.numbers("ih12:1:60")
    found = vlasov.modes(x, bandwidth="1/4")
    doubt = (vlasov.Enclosure.from_bounds("0.5", "0.5000001"),)
    count = dataclasses.replace(found.count, modes=None, lower=3, upper=5, unresolved=doubt)
    monkeypatch.setattr(vlasov, "modes", lambda *a, **k: type(found)(list(found), count))
    ax = vlasov.figure("kde.modes")
    assert "3 of 3 to 5 modes (certified)" in words(ax)
    assert "undecided" in words(ax)
    assert not any(line.startswith("3 modes") for line in words(ax))


def test_rug_and_window():
    ax = vlasov.figure("kde.modes", window="[0,2]", rug="no")
    assert ax.get_xlim() == (0, 2)
    assert "3 modes in all (certified)" in words(ax)
    assert not any(line.get_marker() == "|" for line in ax.lines)
    ax = vlasov.figure("kde.modes", sample="comb:5")
    (rug,) = [line for line in ax.lines if line.get_marker() == "|"]
    assert rug.get_xdata().tolist() == [0, 1, 2, 3, 4]
    ax = vlasov.figure("kde.modes", sample="comb:500", bandwidth=1)
    assert not any(line.get_marker() == "|" for line in ax.lines)


@pytest.mark.parametrize(
    ("parameter", "options"),
    [
        ("sample", {"sample": []}),
        ("sample", {"sample": "no such file"}),
        ("sample", {"sample": [1, "a"]}),
        ("sample", {"sample": np.zeros((2, 2))}),
        ("sample", {"sample": [1.0, math.nan]}),
        ("sample", {"sample": "[1,2"}),
        ("sample", {"sample": "[1/0]"}),
        ("sample", {"sample": "ih12:1:0"}),
        ("sample", {"sample": "comb:1e400"}),
        ("bandwidth", {"bandwidth": "0"}),
        ("bandwidth", {"bandwidth": "abc"}),
        ("beta", {"beta": -1}),
        ("beta", {"beta": "1e400"}),
        ("beta", {"bandwidth": 1, "beta": 1}),
        ("window", {"window": "[2,1]"}),
        ("grid", {"grid": 2}),
        ("compare", {"compare": "scipy"}),
    ],
)
def test_bad_input_of_modes(parameter, options):
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("kde.modes", **options)
    assert caught.value.parameter == parameter
    assert parameter in str(caught.value)
    assert "\n" not in str(caught.value)
    assert plt.get_fignums() == []


# kde.mode-tree


def test_mode_tree_lies_in_its_enclosures():
    bandwidths = ["0.1", "0.15", "0.2", "0.25", "0.3", "0.35", "0.5"]
    tree_axes, count_axes = vlasov.figure("kde.mode-tree", bandwidths=bandwidths)
    x = _samples.numbers("ih12:1:60")
    tree = vlasov.mode_tree(x, bandwidths, digits=12)
    drawn = sorted((float(h), place) for line in certified(tree_axes) for place, h in line)
    rows = sorted(zip([float(h) for h in tree["bandwidth"]], tree["lower"], tree["upper"], strict=True))
    assert len(drawn) == len(rows)
    for (h, place), (expected, lower, upper) in zip(drawn, rows, strict=True):
        assert h == expected
        assert lower <= place <= upper
    assert len(certified(tree_axes)) == tree["branch"].nunique()
    (counts,) = certified(count_axes)
    assert counts.tolist() == [[int(vlasov.count_modes(x, bandwidth=h)), float(h)] for h in bandwidths]
    # Between two bandwidths the number lies in the box.
    for box, h in zip(count_axes.collections, ["0.12", "0.17", "0.22", "0.27", "0.32", "0.4"], strict=True):
        (path,) = box.get_paths()
        low, high = path.vertices[:, 0].min(), path.vertices[:, 0].max()
        bottom, top = path.vertices[:, 1].min(), path.vertices[:, 1].max()
        assert bottom < float(h) < top
        assert low <= int(vlasov.count_modes(x, bandwidth=h)) <= high
    assert "modes (certified)" in words(tree_axes)
    assert "end of a branch (guide)" in words(tree_axes)


def test_mode_tree_says_that_links_are_not_proved():
    with warnings.catch_warnings():
        warnings.simplefilter("error", vlasov.UndecidedWarning)
        axes = vlasov.figure("kde.mode-tree", sample="[0,1/2,3,3.2]", bandwidths="1/10,1/5,1")
    assert any("gaps: links that are not proved" in line for line in words(axes[0]))


def test_mode_tree_of_an_undecided_count():
    level = _kde.Level([_kde.Interval(0.0, 0.0)], [1], 1, 3)
    assert not level.is_decided
    from vlasov.figures import kde_mode_tree

    axes = plt.subplots()[1]
    kde_mode_tree._staircase(axes, np.array([0.1, 0.2]), [level, _kde.Level(level.locations, [1], 1, 1)])
    assert "wide: undecided between two numbers" in words(axes)
    (marked,) = certified(axes)
    assert marked.tolist() == [[1, 0.2]]


@pytest.mark.parametrize(
    ("parameter", "options"),
    [
        ("low", {"low": 0}),
        ("low", {"low": 2, "high": 1}),
        ("bandwidths", {"bandwidths": "1"}),
        ("bandwidths", {"bandwidths": "1,1/2"}),
        ("bandwidths", {"bandwidths": "-1,1/2"}),
        ("count", {"count": 1}),
        ("sample", {"sample": "none"}),
    ],
)
def test_bad_input_of_mode_tree(parameter, options):
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("kde.mode-tree", **options)
    assert caught.value.parameter == parameter


# kde.expected-count


def test_expected_count_shows_formulas_and_simulated_means():
    ax = vlasov.figure("kde.expected-count", n=200, low=20, high=2000, count=5, simulated=2, seed=7)
    text = words(ax)
    assert "Gaussian proxy, its value (certified)" in text
    assert "leading term, its value (certified)" in text
    assert "composite predictor (estimate)" in text
    assert "mean count (simulated)" in text
    proxy = next(line for line in ax.lines if line.get_label() == "Gaussian proxy, its value (certified)")
    for beta, value in zip(("20", "2000"), proxy.get_ydata()[[0, -1]], strict=True):
        answer = vlasov.evaluate("kde.proxy-count", n=200, beta=beta, digits=8)
        assert answer.lower * (1 - 1e-12) <= value <= answer.upper * (1 + 1e-12)
    means = next(line for line in ax.lines if line.get_label() == "mean count (simulated)")
    for beta, value in zip(("20", "2000"), means.get_ydata(), strict=True):
        check = vlasov.verify("kde.main-theorem", n=200, beta=beta, output="leading", seed=7)
        assert value == check.details["simulated"].iloc[-1]
    ax = vlasov.figure("kde.expected-count", n=200, count=3, simulated=0, estimate="no")
    assert not any("simulated" in line or "estimate" in line for line in words(ax))


@pytest.mark.parametrize(
    ("parameter", "options"), [("n", {"n": 0}), ("low", {"low": -1}), ("low", {"low": 10, "high": 1})]
)
def test_bad_input_of_expected_count(parameter, options):
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("kde.expected-count", simulated=0, count=3, **options)
    assert caught.value.parameter == parameter
