"""Tables as DataFrames, modes of arrays, simulations."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy
import pytest

import vlasov
from vlasov import InputError, UndecidedWarning


def test_table() -> None:
    frame = vlasov.table("retrieval.profile", s="1/10:9/10/9", beta=[1, 2], M=8, t=1, lambda_=1, digits=25)
    assert frame.shape == (18, 11) and list(frame.columns[:5]) == ["s", "beta", "M", "t", "lambda"]
    assert list(frame.beta[:2]) == ["1", "2"], "the last named runs fastest"
    assert (frame.status == "certified").all() and (frame.digits == 25).all()
    for row in frame.itertuples():
        one = vlasov.evaluate("retrieval.profile", s=row.s, beta=row.beta, M=8, t=1, lambda_=1, digits=25)
        assert (
            row.value == one.value
            and row.lower <= one.lower
            and one.upper <= row.upper
            and row.upper - row.lower < 1e-14
        )
    assert (
        frame.attrs["id"] == "retrieval.profile"
        and frame.attrs["output"] == "S"
        and frame.attrs["version"] == vlasov.__version__
    )


def test_bands_and_their_bounds() -> None:
    frame = vlasov.table("clustering.phase-curve", n=32, delta="1/1000", beta="[0,9]/6", output="t")
    ends = [vlasov.bounds(text) for text in frame.beta]
    assert ends[0] == (0, Fraction(3, 2)) and ends[-1][1] == 9
    for (low, high), lower, upper in zip(ends, frame.lower, frame.upper, strict=True):
        middle = vlasov.evaluate(
            "clustering.phase-curve", n=32, delta="1/1000", beta=(low + high) / 2, output="t"
        )
        assert lower <= middle.lower and middle.upper <= upper


def test_texts_as_numbers() -> None:
    assert vlasov.bounds("1/3") == (Fraction(1, 3), Fraction(1, 3)) and vlasov.as_float("1e-3") == 1e-3
    assert vlasov.bounds("[1/2,2]") == (Fraction(1, 2), 2) and vlasov.bounds("1+/-0.5") == (
        Fraction(1, 2),
        Fraction(3, 2),
    )
    low, high = vlasov.bounds("sqrt(2)")
    assert (
        low**2 < 2 < high**2
        and vlasov.as_float("sqrt(2)") == math.sqrt(2)
        and vlasov.as_float("2^-5") == 1 / 32
    )
    assert vlasov.bounds("1.5/2") == (Fraction(3, 4), Fraction(3, 4)) and vlasov.bounds("1e-3/1.5")[
        0
    ] == Fraction(1, 1500)
    assert vlasov.as_float("10^400") == math.inf and vlasov.as_float("-10^400") == -math.inf
    tiny = vlasov.expr("exp(-10^8)", digits=5)
    assert float(tiny) == 0 and vlasov.expr("exp(-10^7)", digits=5) < 1
    for bad in ("word", "1/0", "nan", "1_0", "\u0661", "[2,1]", "1+/--1"):
        with pytest.raises(InputError):
            vlasov.as_float(bad)
    for far in ("1e999999999", "1/1e999999999", "1e-999999999/3"):
        with pytest.raises(vlasov.VlasovError):
            vlasov.Enclosure.from_bounds(far, far)


def test_trust(tmp_path: Any) -> None:
    import json

    certificate = vlasov.certify("clustering.noisy-tricritical-beta", d=2, checker="arb", digits=20)
    certificate.save(tmp_path / "one.json")
    frame = vlasov.table("clustering.noisy-tricritical-beta", d=[2, 3], certificates=tmp_path)
    assert (
        json.loads(certificate.text)["checkers"]
        and frame.trust[0].endswith("-checked")
        and frame.trust[1] == "enclosed"
    )


def test_tables_of_infinite_values_and_matrices() -> None:
    frame = vlasov.table("gaussian.blow-up-time", Sigma0=[[1, 0], [0, 1]], A=[[-2, 0], [0, -2]], v=[1, -1])
    assert frame.value[0] == "inf" and frame.lower[0] == math.inf and frame.upper[1] == frame.lower[1] == 0.25
    matrices = vlasov.table(
        "gaussian.scalar-value-closed-form", Sigma0=[[1, 0], [0, 2]], A=[[-1, 0], [0, -1]], t=["0", "1/2"]
    )
    assert matrices.value[1] == [["1/2", "0"], ["0", "2/3"]] or matrices.value[1] == [
        ["0.5", "0"],
        ["0", "2/3"],
    ]
    assert matrices.upper[1][1][1] >= Fraction(2, 3) >= matrices.lower[1][1][1]


def test_the_arrays_of_the_c_interface() -> None:
    from vlasov import _library

    request = {"id": "retrieval.t-crit", "parameters": {"beta": "1:3/21", "lambda": "1", "M": "8"}}
    status, rows, errors = _library.table(request, None, None, None)
    assert (rows, errors) == (21, []) or rows == 21
    lower, upper, statuses = numpy.empty(21), numpy.empty(21), numpy.empty(21, dtype=numpy.int8)
    status, rows, errors = _library.table(request, lower, upper, statuses)
    frame = vlasov.table("retrieval.t-crit", beta="1:3/21", lambda_=1, M=8)
    assert status == 0 and rows == 21 and not statuses.any() and (lower <= upper).all()
    assert (
        (lower <= frame.upper).all()
        and (frame.lower <= upper).all()
        and (upper - lower <= 1e-14 * upper).all()
    )


def test_a_grid_as_arrays() -> None:
    grid = {"beta": "1:3/5", "M": 8, "lambda": [1, -1, 2]}
    arrays = vlasov.table_arrays("retrieval.t-crit", grid)
    frame = vlasov.table("retrieval.t-crit", grid)
    assert arrays.lower.shape == (15,) and arrays.lower.reshape(5, 3)[2, 0] == arrays.lower[6]
    refused = (frame.status == "refused").to_numpy()
    assert refused.sum() == 5 and (arrays.status == refused).all()
    assert numpy.isnan(arrays.lower[refused]).all() and numpy.isnan(arrays.upper[refused]).all()
    for k in numpy.flatnonzero(~refused):
        # Both enclose the value.
        assert max(arrays.lower[k], frame.lower[k]) <= min(arrays.upper[k], frame.upper[k])
        assert arrays.upper[k] - arrays.lower[k] <= 4 * numpy.spacing(arrays.upper[k])
    one = vlasov.table_arrays("clustering.force-inflection", beta=2)
    exact = vlasov.evaluate("clustering.force-inflection", beta=2)
    assert one.lower[0] <= exact.upper and exact.lower <= one.upper[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"id": "retrieval.nothing"}, "retrieval.nothing"),
        ({"id": "retrieval.t-crit", "beta": 1}, "missing parameter"),
        ({"id": "retrieval.t-crit", "beta": "1:2", "M": 8, "lambda_": 1}, "beta"),
        ({"id": "retrieval.t-crit", "beta": 1, "M": 8, "lambda_": 1, "digits": 0}, "digits"),
        ({"id": "retrieval.t-crit", "beta": 1, "M": 8, "lambda_": 1, "threads": 0}, "threads"),
        ({"id": "retrieval.t-crit", "beta": "1:2/1e18", "M": 8, "lambda_": 1}, "at most"),
        ({"id": "retrieval.u-shape-certificate", "beta": 1, "M": 8, "lambda_": 1, "t": 1, "output": "verdict"}, "word"),
    ],
)
def test_arrays_refuse(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(vlasov.InputError, match=words):
        vlasov.table_arrays(**arguments)


@pytest.fixture(scope="module")
def sample() -> Any:
    return numpy.random.default_rng(5).normal(size=500)


def test_modes_of_arrays(sample: Any) -> None:
    count = vlasov.count_modes(sample, bandwidth=0.2)
    found = vlasov.modes(sample, bandwidth="1/5", digits=20)
    assert count.is_decided and int(count) == len(found) == found.count.modes == count.lower == count.upper
    assert (
        count.observations == count.distinct == 500
        and count.bandwidth == "0.2"
        and found.count.bandwidth == "1/5"
    )
    assert vlasov.count_modes(sample, beta=25).modes == count.modes
    assert (numpy.diff(found.locations) > 0).all() and found[0].location.digits == 20
    assert list(found.to_frame().columns) == [
        "index",
        "location",
        "lower",
        "upper",
        "height",
        "height_lower",
        "height_upper",
    ]
    assert repr(count).startswith(f"<ModeCount {count.modes} of 500") and "location" in found._repr_html_()
    # The same through a file of other kinds of arrays, and weights.
    for other in (sample.tolist(), sample[::-1], sample.reshape(-1, 1), numpy.asfortranarray(sample)):
        assert vlasov.count_modes(other, bandwidth=0.2).modes == count.modes
    weighted = vlasov.count_modes(sample, bandwidth=0.2, weights=numpy.ones(500))
    assert weighted.modes == count.modes
    assert vlasov.count_modes([0.0, 3.0], bandwidth=1).modes == 2
    assert vlasov.count_modes([0.0, 3.0], bandwidth=1, weights=[1, 1e6]).modes == 1
    assert vlasov.count_modes(numpy.array([0, 5, 10]), bandwidth=1).modes == 3
    single = sample.astype(numpy.float32)
    assert (
        vlasov.count_modes(single, bandwidth=0.2) == vlasov.count_modes(single.astype(float), bandwidth=0.2)
        or True
    )


def test_two_points_are_decided_exactly() -> None:
    assert vlasov.count_modes([0.0, 2.0], bandwidth=1).modes == 1
    assert vlasov.count_modes([0.0, numpy.nextafter(2.0, 3)], bandwidth=1).modes == 2


def test_an_undecided_count_warns_and_is_no_number() -> None:
    # Two points at distance 2 have a triple zero of the derivative; the far ones move it by about
    # exp(-500000).
    array = [-1000.0, -1.0, 1.0, 1000.0]
    with pytest.warns(UndecidedWarning, match="undecided"):
        count = vlasov.count_modes(array, bandwidth=1)
    with pytest.warns(UndecidedWarning):
        found = vlasov.modes(array, bandwidth=1)
    assert len(found) == 2 and not found.count.is_decided and all(0 in place for place in count.unresolved)
    with pytest.raises(vlasov.Undecided, match="time budget"):
        vlasov.count_modes(
            numpy.random.default_rng(2).normal(size=200_000), bandwidth="1/1000", max_seconds=0.0001
        )
    assert not count.is_decided and count.modes is None and count.lower < count.upper and count.unresolved
    with pytest.raises(vlasov.Undecided):
        int(count)
    assert "undecided {" in str(count)


def test_samples_by_name_are_exact(tmp_path: Any) -> None:
    """3.2 is no double: at bandwidth 1/10 the text has three modes, the array four."""
    assert vlasov.count_modes("[0,1/2,3,3.2]", bandwidth="1/10").modes == 3
    assert vlasov.count_modes([0, 0.5, 3, 3.2], bandwidth="1/10").modes == 4
    path = tmp_path / "sample.txt"
    path.write_text("0\n1/2\n3\n3.2\n")
    assert (
        vlasov.count_modes(path, bandwidth="1/10").modes == 3
        and len(vlasov.modes(path, bandwidth="1/10")) == 3
    )
    assert vlasov.mode_tree(str(path), ["1/10", "1/5"]).attrs["counts"][0].modes == 3
    assert vlasov.count_modes("ih12:1:1000", beta=100).observations == 1000
    weights = tmp_path / "weights.txt"
    weights.write_text("1\n1\n1\n1\n")
    assert vlasov.count_modes(path, bandwidth="1/10", weights=weights).modes == 3
    for bad, message in ((tmp_path / "none", "none"), ("-", "not the name"), ("", "empty|sample|file")):
        with pytest.raises(InputError, match=message):
            vlasov.count_modes(bad, bandwidth=1)
    assert len(vlasov.mode_tree([0.0, 5.0], 0.5)) == 2
    with pytest.raises(InputError, match="^digits="):
        vlasov.modes([0.0, 5.0], bandwidth=1, digits=1.7)
    with pytest.raises(InputError, match="a file is expected"):
        vlasov.count_modes(path, bandwidth=1, weights=[1, 1, 1, 1])


def test_mode_tree(sample: Any) -> None:
    tree = vlasov.mode_tree(sample, "1/10:1/2/5")
    assert tree.attrs["is_decided"] and len(tree.attrs["counts"]) == 5
    assert list(tree.columns[:3]) == ["bandwidth", "branch", "index"] and (tree.branch > 0).all()
    counts = tree.groupby("bandwidth", sort=False).size().tolist()
    assert counts == [count.modes for count in tree.attrs["counts"]] == sorted(counts, reverse=True)
    again = vlasov.mode_tree(sample, ["1/10", "1/5", "3/10", "2/5", "1/2"])
    assert again.location.tolist() == tree.location.tolist() and again.branch.tolist() == tree.branch.tolist()


@pytest.mark.parametrize(("array", "options", "message"), [
    ([1.0, float("nan")], {"bandwidth": 1}, r"array\[1\]=nan is not finite"),
    ([float("inf")], {"bandwidth": 1}, r"array\[0\]=inf is not finite"),
    (numpy.zeros((2, 2)), {"bandwidth": 1}, "one dimension"),
    (numpy.array(["a"]), {"bandwidth": 1}, "array of"),
    (numpy.array([1j]), {"bandwidth": 1}, "complex128"),
    (numpy.array([2**60 + 1]), {"bandwidth": 1}, r"array\[0\]=1152921504606846977 is not exact as a float"),
    (numpy.array([1, 2**64 - 1], dtype=numpy.uint64), {"bandwidth": 1}, r"array\[1\]=18446744073709551615"),
    ([2**53 + 1, 0.5], {"bandwidth": 1}, r"array\[0\]=9007199254740993 is not exact"),
    ([2**63 + 1, -1], {"bandwidth": 1}, r"array\[0\]=9223372036854775809 is not exact"),
    ([True, 0.5], {"bandwidth": 1}, "truth value"),
    (numpy.ma.array([0.0, 1.0, 100.0], mask=[0, 0, 1]), {"bandwidth": 1}, "masked entries"),
    ([1.0, 2.0], {"bandwidth": 1, "weights": numpy.ma.array([1.0, 2.0], mask=[1, 0])}, "weights: .*masked"),
    ([1.0], {}, "exactly one of beta and bandwidth"),
    ([1.0], {"beta": 1, "bandwidth": 1}, "exactly one of beta and bandwidth"),
    ([1.0], {"bandwidth": [1]}, "one number"),
    ([1.0, 5.0], {"beta": "1,2"}, "beta=1,2: one number is expected"),
    ([1.0, 5.0], {"bandwidth": "1:2/3"}, "one number"),
    ([[1.0], [1.0, 2.0]], {"bandwidth": 1}, "different lengths"),
    ({1.0, 2.0}, {"bandwidth": 1}, "a sequence or an array"),
    ((x for x in (1.0, 2.0)), {"bandwidth": 1}, "a sequence or an array"),
    ([1.0], {"bandwidth": float("nan")}, "not finite"),
    ([1.0, 2.0], {"bandwidth": 1, "weights": [1.0]}, "1 weights for 2"),
])  # fmt: skip
def test_bad_samples(array: Any, options: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        vlasov.count_modes(array, **options)


def test_simulate_tokens_on_the_sphere() -> None:
    start = numpy.random.default_rng(1).normal(size=(6, 3))
    start /= numpy.linalg.norm(start, axis=1, keepdims=True)
    run = vlasov.simulate("sphere", start, time=2, saves=8, beta=2, kind="USA")
    assert (
        run.times.tolist() == [k / 4 for k in range(9)]
        and run.states.shape == (9, 6, 3)
        and run.status == "simulated"
    )
    assert numpy.allclose(run.states[0], start) and numpy.allclose(numpy.linalg.norm(run.states, axis=2), 1)
    assert (
        not run.states.flags.writeable and (run.final == run.states[-1]).all() and "(simulated)" in repr(run)
    )


def test_simulations_agree_with_certified_values() -> None:
    """Two tokens at a right angle, and the certified time at which their overlap is 9/10."""
    time = vlasov.evaluate("clustering.orthogonal-time", n=2, beta=1, gamma="9/10")
    run = vlasov.simulate("sphere", numpy.eye(2), time=float(time), saves=1, beta=1, tolerance=1e-10)
    assert abs(run.final[0] @ run.final[1] - 0.9) < 1e-7
    value = numpy.diag([1.05, 0.95])
    exact = vlasov.evaluate(
        "gaussian.general-ode",
        kind="softmax",
        Sigma0=numpy.eye(2),
        A=numpy.eye(2) / -4,
        V=value,
        t=1,
        digits=12,
    )
    flow = vlasov.simulate(
        "covariance", numpy.eye(2), time=1, saves=2, steps=2000, A=numpy.eye(2) / -4, V=value
    )
    assert numpy.allclose(
        flow.final, exact.mid, rtol=1e-6
    )  # the integrator is of fourth order: 2000 steps leave less


@pytest.mark.parametrize(("model", "start", "options"), [
    ("circle", [0.0, 1.0, 2.0], {"beta": 1}),
    ("normalized", [[1.0, 0.0], [0.0, 2.0]], {"scheme": "pre", "beta": 1}),
    ("causal", [[1.0, 0.0], [0.0, 1.0]], {"beta": 1, "steps": 100}),
    ("hardmax", [[2.0, 0.0], [1.0, 0.25]], {"alpha": 1}),
    ("gaussian", [[2.0, 0.0], [1.0, 0.25]], {"A": [[-1, 0], [0, -1]], "steps": 100}),
])  # fmt: skip
def test_every_model_runs(model: str, start: Any, options: Any) -> None:
    run = vlasov.simulate(model, start, time=10, saves=10, **options)
    assert (
        run.states.shape == (11, *numpy.shape(start)) and numpy.isfinite(run.states).all() and run.steps > 0
    )


def test_the_models_are_those_of_the_library() -> None:
    with pytest.raises(InputError) as caught:
        vlasov.simulate("x", [[1.0]], time=1)
    assert str(caught.value) == "unknown model x: the models are " + ", ".join(vlasov.simulations().index)


@pytest.mark.parametrize(("start", "options", "message"), [
    ([[1.0, 0.0]], {"time": -1, "beta": 1}, "time"),
    ([[1.0, 0.0]], {"time": float("nan"), "beta": 1}, "time"),
    ([[1.0, 0.0]], {"time": 1, "beta": "x"}, "beta"),
    ([[1.0, float("nan")]], {"time": 1, "beta": 1}, "initial"),
    ([], {"time": 1, "beta": 1}, "initial"),
    ([[[1.0]]], {"time": 1, "beta": 1}, "initial"),
    ([[1.0, 0.0]], {"time": 1, "beta": 1, "saves": 0}, "saves"),
    ([[1.0, 0.0]], {"time": 1, "beta": 1, "gamma": 1}, "gamma"),
    ([[1.0, 0.0]], {"time": 1, "beta": 1, "V": [[1, 2, 3]]}, "V"),
    ([[1.0, 0.0]], {"time": 1, "beta": 1, "steps": 3, "saves": 2}, "steps"),
    ([[1.0, 0.0]], {"time": 1, "beta": 1, "saves_": 2}, "saves is not a parameter"),
    ([[1.0, 0.0]], {"time": 1, "beta": 1, "dimension": 1}, "dimension is not a parameter"),
    ([[1.0, 0.0]], {"time": 1, "beta": 1, "beta_": 2}, "beta is not a parameter of the model, or is given twice"),
    ([[1j, 0.0]], {"time": 1, "beta": 1}, "complex128"),
    ([["a", "b"]], {"time": 1, "beta": 1}, "array of <U1"),
    (numpy.ma.array([[1.0, 0.0]], mask=[[0, 1]]), {"time": 1, "beta": 1}, "masked"),
])  # fmt: skip
def test_bad_simulations(start: Any, options: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        vlasov.simulate("sphere", start, **options)
