"""Options as exact texts, errors that name parameter, value and domain, and the list of figures."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy
import pytest

import vlasov
from vlasov.figures import registry
from vlasov.figures.registry import Option, Options, choice, integer
from vlasov.figures.words import is_range, points_of, split_words, spread


def figure_of(*options: Option) -> registry.Figure:
    return registry.Figure("theme.slug", "one line", options, (), lambda axes, options: None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"),
        (0.1, "0.1"),
        (1e6, "1e+06"),
        (Fraction(1, 3), "1/3"),
        (Decimal("0.25"), "0.25"),
        ("sqrt(2)", "sqrt(2)"),
        ((1, 2), "[1,2]"),
        (numpy.float64(0.1), "1e-01"),
        (numpy.int64(7), "7"),
        ([1, Fraction(1, 2)], "1,1/2"),
        (range(3), "0,1,2"),
        (numpy.array([1.0, 0.5]), "1e+00,5e-01"),
        ("0:1/3", "0:1/3"),
    ],
)
def test_values_are_exact_texts(value: object, text: str) -> None:
    got = Options(figure_of(Option("t", "1", "times", many=True)), {"t": value}).text("t")
    # The spelling of powers of ten is the package's own; the numbers are what counts.
    assert got == text or [Fraction(part) for part in got.split(",")] == [
        Fraction(part) for part in text.split(",")
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, None, object(), ""])
def test_what_is_no_number_is_named(value: object) -> None:
    with pytest.raises(vlasov.InputError, match="beta"):
        Options(figure_of(Option("beta", "1", "")), {"beta": value})


def test_an_unknown_option_names_all() -> None:
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("retrieval.profile", bta=3)
    error = caught.value
    assert (
        str(error)
        == "unknown option bta: figure retrieval.profile has the options beta, M, lambda, t, s, scale"
    )
    assert (error.parameter, error.value, error.domain) == ("bta", "3", "one of beta, M, lambda, t, s, scale")


def test_an_unknown_figure_names_the_nearest() -> None:
    with pytest.raises(
        vlasov.InputError, match="unknown figure retrieval.profil; nearest: retrieval.profile"
    ):
        vlasov.figure("retrieval.profil")


@pytest.mark.parametrize("text", ["1", "0", "101", "2.5", "x", "-3", "1e3"])
def test_a_count_outside_its_domain(text: str) -> None:
    with pytest.raises(vlasov.InputError) as caught:
        Options(figure_of(integer("points", 50, "", low=2, high=100)), {"points": text})
    assert str(caught.value) == f"points={text} is outside the domain 2 <= points <= 100 (integer)"
    assert (caught.value.parameter, caught.value.value) == ("points", text)


@pytest.mark.parametrize(("text", "count"), [("2", 2), ("100", 100), ("1e2", 100), ("4/2", 2)])
def test_a_count_inside_its_domain(text: str, count: int) -> None:
    assert (
        Options(figure_of(integer("points", 50, "", low=2, high=100)), {"points": text}).integer("points")
        == count
    )


def test_a_choice_and_a_twice_given_option() -> None:
    figure = figure_of(choice("scale", "linear", "", ("linear", "log")), Option("lambda", "1", ""))
    with pytest.raises(
        vlasov.InputError, match=r"scale=cubic is outside the domain scale in \{linear, log\}"
    ):
        Options(figure, {"scale": "cubic"})
    with pytest.raises(vlasov.InputError, match="twice"):
        Options(figure, {"lambda": 1, "lambda_": 2})
    with pytest.raises(vlasov.InputError, match="lambda is given twice"):
        vlasov.figure("retrieval.profile", params={"lambda": 1}, lambda_=2)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,2,5", ["1", "2", "5"]),
        ("0:1/3", ["0", "1/2", "1"]),
        ("[0,1]/2", ["[0,1/2]", "[1/2,1]"]),
        ("[1,2],3", ["[1,2]", "3"]),
        ("1/2:1/2/1", ["1/2"]),
        ("binomial(4,2),1", ["binomial(4,2)", "1"]),
    ],
)
def test_lists_and_ranges(text: str, values: list[str]) -> None:
    assert split_words("t", text) == values


@pytest.mark.parametrize("text", ["0:1/0", "0:1/x", "0:1", "0:pi/3", "[0,1]/-1", "1,,2", "0:1/1000000000"])
def test_bad_ranges_are_named(text: str) -> None:
    with pytest.raises(vlasov.InputError) as caught:
        split_words("t", text)
    assert caught.value.parameter == "t" and text in str(caught.value)


def test_points_of_bands_and_spread() -> None:
    assert points_of("t", "[0,1]/2") == ["0", "1/2", "1"]
    assert spread("t", "0:10/11", 3) == ["0", "5", "10"]
    assert spread("t", "0:10/11", 0) == [] and len(spread("t", "0:10/11", 50)) == 11
    assert is_range("[0,1]/4") and is_range("0:1/4") and not is_range("[0,1]") and not is_range("1/4")


def test_the_list_names_every_figure_and_its_results() -> None:
    figures = vlasov.figures()
    ids = [figure.id for figure in figures]
    assert ids == sorted(ids)
    assert {
        "retrieval.profile",
        "retrieval.sharpness-gap",
        "clustering.phase-curve",
        "clustering.kmax-staircase",
    } <= set(ids)
    known = {summary.id for summary in vlasov.results()}
    for figure in figures:
        assert figure.doc and figure.summary and set(figure.results) <= known, figure.id
        assert all(option.doc for option in figure.options), figure.id
    assert "retrieval.profile " in repr(figures) and len(figures.to_frame()) == len(figures)
    assert figures[0].id == ids[0] and [figure.id for figure in figures[:2]] == ids[:2]


def test_the_package_is_callable_and_a_package() -> None:
    import vlasov.figures as package

    assert package is vlasov.figures and callable(package) and package.save


def test_importing_does_not_import_matplotlib() -> None:
    code = "import sys, vlasov; vlasov.figures(); print('matplotlib' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_axes_and_sizes() -> None:
    ax = vlasov.figure("clustering.kmax-staircase", d=2, beta=3, width=5, height=2)
    assert tuple(ax.figure.get_size_inches()) == (5, 2)
    with pytest.raises(vlasov.InputError, match=r"width=0 is outside the domain 0.5 <= width <= 50"):
        vlasov.figure("clustering.kmax-staircase", width=0)
    _, grid = plt.subplots(1, 3)
    with pytest.raises(
        vlasov.InputError, match=r"ax has 3 axes; retrieval.sharpness-gap takes one Axes or 2"
    ):
        vlasov.figure("retrieval.sharpness-gap", grid)
    assert vlasov.figure("clustering.kmax-staircase", grid[1], d=2, beta=3) is grid[1]


def test_a_figure_that_fails_is_closed() -> None:
    with pytest.raises(vlasov.InputError):
        vlasov.figure("retrieval.profile", beta=-1)
    assert plt.get_fignums() == []


def test_the_command_draws_the_same() -> None:
    record = registry.find("retrieval.profile")
    options = Options(record, {"lambda_": 2, "s": "[1/4,1]/6", "t": [1, 0.5]})
    assert options.command() == "vlasov figure retrieval.profile lambda=2 's=[1/4,1]/6' t=1,0.5"
