"""Python values become the exact text that they mean, or are refused by name."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import flint
import mpmath
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vlasov
from vlasov import InputError, _exact
from vlasov._parameters import exact_float_text, parameter_texts, scalar_text


def text_of(value: Any, **options: Any) -> str:
    return parameter_texts(None, {"x": value}, id="", **options)["x"]


@pytest.mark.parametrize(("value", "text"), [
    (3, "3"), (-(10**30), "-1" + "0" * 30), ("sqrt(2)", "sqrt(2)"), (Fraction(1, 3), "1/3"), (Fraction(4, 2), "2"),
    (0.1, "0.1"), (1.0, "1"), (-2.5e-7, "-2.5e-07"), (1e22, "1e+22"), (Decimal("0.10"), "0.10"), (Decimal("1E+3"), "1e+3"),
    (numpy.float64(0.1), "0.1"), (numpy.float32(0.1), "1e-01"), (numpy.int64(-7), "-7"), (numpy.uint8(200), "200"),
    ((1, 2), "[1,2]"), ((0.99, Fraction(101, 100)), "[0.99,101/100]"), (("1/3", "sqrt(2)"), "[1/3,sqrt(2)]"),
    (flint.fmpz(5), "5"), (flint.fmpq(5, 7), "5/7"), (mpmath.mpf("0.5"), "1/2"), (mpmath.mpi(1, 2), "[1,2]"), (flint.arb(3), "3"),
    (flint.arb(1, 0), "1"), (vlasov.Enclosure.from_bounds("1/2", "3/2"), "[1/2,3/2]"),
])  # fmt: skip
def test_scalars(value: Any, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("value", [
    True, False, numpy.bool_(True), float("nan"), float("inf"), -float("inf"), Decimal("nan"), Decimal("inf"), numpy.float64("nan"),
    numpy.float32("inf"), None, 1j, numpy.complex128(1), object(), {1: 2}, {1, 2}, b"1", (1,), (1, 2, 3), (1, True), (1, float("nan")),
    mpmath.pi, mpmath.mpf("inf"), mpmath.mpf("nan"), mpmath.mpc(1, 2), flint.arb("nan"), flint.arb(1, "inf"), flint.acb(1, 1),
    mpmath.mpi("-inf", "inf"), vlasov.Enclosure.from_bounds(0, float("inf")),
])  # fmt: skip
def test_what_is_no_number_is_refused_by_name(value: Any) -> None:
    with pytest.raises(InputError) as caught:
        vlasov.evaluate("retrieval.t-crit", beta=value, lambda_=1, M=8)
    assert (
        caught.value.parameter in ("beta", None) and "beta" in str(caught.value) or "nan" in str(caught.value)
    )


@settings(max_examples=200)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_its_shortest_decimal(x: float) -> None:
    text = text_of(x)
    assert _exact.parse_real(text) == Fraction(Decimal(repr(x))) and float(text) == x
    assert _exact.parse_real(text_of(numpy.float64(x))) == _exact.parse_real(text)
    assert _exact.parse_real(exact_float_text(x)) == Fraction(x) if "^" not in exact_float_text(x) else True


@settings(max_examples=60)
@given(
    st.floats(min_value=1e-300, max_value=1e300),
    st.fractions(),
    st.decimals(min_value=-(10**6), max_value=10**6, allow_nan=False),
)
def test_the_library_reads_what_was_meant(x: float, q: Fraction, d: Decimal) -> None:
    def echo(value: Any) -> Fraction:
        answer: vlasov.Enclosure = vlasov.expr(scalar_text("x", value))
        return answer.fraction

    assert echo(x) == Fraction(Decimal(repr(x))) and echo(q) == q and echo(d) == Fraction(d)
    assert vlasov.expr(exact_float_text(x)).contains(Fraction(x))


def test_an_enclosure_goes_in_again() -> None:
    t = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=30)
    slope = vlasov.evaluate("retrieval.endpoint-slope", beta=1, lambda_=1, M=8, t=t)
    assert 0 in slope and slope.radius < Fraction(1, 10**20)
    third = vlasov.expr("1/3")
    assert text_of(third) == "1/3"
    for kind in (t.to_mpi(200), t.to_arb(200)):
        wide = vlasov.evaluate("retrieval.endpoint-slope", beta=1, lambda_=1, M=8, t=kind)
        assert 0 in wide


def test_intervals_of_every_kind_give_an_enclosure_of_all_values() -> None:
    exact = vlasov.evaluate("retrieval.profile", s="1/2", beta=1, M=8, t=1, lambda_=1)
    for beta in ((0.99, 1.01), "[0.99,1.01]", "1+/-0.01", mpmath.mpi("0.99", "1.01"), flint.arb(1, 0.01)):
        x = vlasov.evaluate("retrieval.profile", s="1/2", beta=beta, M=8, t=1, lambda_=1)
        assert x.contains(exact) and x.radius < Fraction(1, 10)


def test_names() -> None:
    reference = vlasov.evaluate("retrieval.t-crit", {"lambda": 1, "beta": 1, "M": 8})
    assert vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8) == vlasov.evaluate(
        "retrieval.t-crit", {"beta": 1}, lambda_=1, M=8
    )
    assert reference.parameters == {"lambda": "1", "beta": "1", "M": "8"}
    with pytest.raises(InputError, match="^lambda is given twice$"):
        vlasov.evaluate("retrieval.t-crit", {"lambda": 1}, lambda_=1, beta=1, M=8)
    with pytest.raises(InputError, match="^output is an argument, not a parameter$"):
        vlasov.evaluate("retrieval.t-crit", {"output": "t"})
    with pytest.raises(InputError, match="not a string"):
        vlasov.evaluate("retrieval.t-crit", {1: 2})
    with pytest.raises(InputError, match="a mapping"):
        vlasov.evaluate("retrieval.t-crit", [1])
    with pytest.raises(InputError, match="not the name"):
        vlasov.evaluate("retrieval.t-crit", {"a=b": 2})
    for value in (3, None, b"retrieval.t-crit"):
        with pytest.raises(InputError, match="text is expected"):
            vlasov.evaluate(value)
    for digits in (3.0, "3", True, None):
        with pytest.raises(InputError, match="^digits="):
            vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=digits)
    assert vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=numpy.int64(5)).digits == 5
    for seconds in (-1, float("nan"), True):
        with pytest.raises(InputError, match="^max_seconds="):
            vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, max_seconds=seconds)
    for seconds in (None, 0, float("inf"), 0.5, 3):
        vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, max_seconds=seconds)


def test_lists_are_for_tables_and_vectors() -> None:
    with pytest.raises(
        InputError, match=r"beta: a list is for tables; an interval is a tuple \(lower, upper\)"
    ):
        vlasov.evaluate("retrieval.t-crit", beta=[1, 2], lambda_=1, M=8)
    assert text_of([1, "1/2", 0.1, (1, 2)], table=True) == "1,1/2,0.1,[1,2]"
    assert text_of(range(2, 5), table=True) == "2,3,4" and text_of([7], table=True) == "7"
    assert text_of(numpy.array([0.5, 0.1]), table=True) == "0.5,0.1"
    assert text_of(numpy.arange(3), table=True) == "0,1,2"
    with pytest.raises(InputError, match="empty"):
        text_of([], table=True)
    # The record of the result says that this parameter is a vector.
    assert vlasov.evaluate("clustering.pure-mode-spectrum", lambdas=[2, "7/10", -0.5], k=0, n=4).is_exact
    frame = vlasov.table("clustering.pure-mode-spectrum", lambdas=[2, "7/10", -0.5], k=[0, 1], n=4)
    assert len(frame) == 2 and frame.lambdas[0] == "[2,7/10,-0.5]"


def test_matrices() -> None:
    nested = vlasov.evaluate(
        "gaussian.discrete-layer",
        Sigma0=[[1, 0.1], [0.1, 2]],
        A=[["1/2", 0], [0, 1]],
        V=[[1, 0], [0, 1]],
        h="1/4",
        n=0,
    )
    assert nested[0, 1].fraction == Fraction(1, 10), "floats in lists are their shortest decimals"
    array = numpy.array([[1, 0.1], [0.1, 2]])
    bits = vlasov.evaluate(
        "gaussian.discrete-layer", Sigma0=array, A=numpy.eye(2, dtype=int), V=numpy.eye(2), h="1/4", n=0
    )
    assert bits[0, 1].fraction == Fraction(0.1), "those of an array are taken bit for bit"
    tiny = numpy.array([[1.0, 0], [0, 2.0**-300]])
    assert vlasov.evaluate("gaussian.discrete-layer", Sigma0=tiny, A=numpy.eye(2), V=numpy.eye(2), h=0, n=0)[
        1, 1
    ].contains(Fraction(1, 2**300))
    with pytest.raises(InputError, match=r"A: entry \[1, 2\] is not finite"):
        vlasov.evaluate("gaussian.isotropic-rank", A=numpy.array([[1, numpy.nan], [0, 1]]))
    with pytest.raises(InputError, match="A: an array with masked entries"):
        vlasov.evaluate(
            "gaussian.isotropic-rank", A=numpy.ma.array([[1.0, 2.0], [0.0, 1.0]], mask=[[0, 1], [0, 0]])
        )
    with pytest.raises(InputError):
        vlasov.table("retrieval.t-crit", beta=numpy.ma.array([1.0, 2.0], mask=[0, 1]), lambda_=1, M=8)
    with pytest.raises(InputError, match="complex128"):
        vlasov.evaluate("gaussian.isotropic-rank", A=numpy.eye(2) * 1j)
    with pytest.raises(InputError, match="truth value|bool"):
        vlasov.evaluate("gaussian.isotropic-rank", A=[[True, 1], [1, 1]])
    stack = vlasov.evaluate(
        "gaussian.general-ode",
        kind="softmax",
        Sigma0=numpy.eye(2),
        A=numpy.zeros((2, 2, 2)),
        V=numpy.zeros((2, 2, 2)),
        t=1,
    )
    assert stack[0, 0].contains(1)


def test_values_that_dress_up() -> None:
    """Subclasses of str and int count as what they are, not as what they print."""
    import enum

    class Word(str, enum.Enum):
        ONE = "1/3"

    class Number(enum.IntEnum):
        TWO = 2

    class Shouting(str):
        def __str__(self) -> str:
            return "5"

    assert text_of(Word.ONE) == "1/3" and text_of(Number.TWO) == "2" and text_of(Shouting("7")) == "7"
    assert text_of(numpy.array(0.5)) == "0.5" and text_of(numpy.array(3)) == "3"
    for bad in (
        numpy.timedelta64(5),
        numpy.datetime64("2026-01-01"),
        numpy.array(True),
        ("1,2", "3"),
        ("[1", "2]"),
        (1, "2]"),
    ):
        with pytest.raises(InputError, match="^x="):
            text_of(bad)
    with pytest.raises(InputError, match="an array of"):
        vlasov.evaluate("gaussian.isotropic-rank", A=numpy.eye(2, dtype=numpy.longdouble))


def test_nothing_passes_as_an_option() -> None:
    for name in ("--out", "-o", "--help"):
        with pytest.raises(InputError, match="not the name of a parameter"):
            vlasov.table("retrieval.t-crit", {name: "file"}, beta=1, lambda_=1, M=8)
        for call in (
            vlasov.evaluate,
            vlasov.table,
            vlasov.check,
            vlasov.verify,
            vlasov.certify,
            vlasov.show,
            vlasov.cite,
        ):
            with pytest.raises(InputError, match="not the id of a result"):
                call(name)


@pytest.mark.parametrize("options", [
    {"max_seconds": "5"}, {"max_bits": 100.7}, {"max_bits": "x"}, {"max_bits": True}, {"max_seconds": [1]},
])  # fmt: skip
def test_budgets_are_numbers(options: Any) -> None:
    with pytest.raises(InputError, match="^max_"):
        vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, **options)
    assert (
        vlasov.evaluate(
            "retrieval.t-crit", beta=1, lambda_=1, M=8, max_seconds=Fraction(1, 2), digits=5
        ).digits
        == 5
    )
    with pytest.raises(InputError, match="^threads="):
        vlasov.table("retrieval.t-crit", beta=1, lambda_=1, M=8, threads=1.5)
