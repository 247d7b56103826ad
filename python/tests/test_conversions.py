"""Conversions lose nothing, and round outwards where they must round."""

from __future__ import annotations

import copy
import math
import pickle
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
from vlasov import Enclosure, Undecided, _exact
from vlasov._conversions import fraction_of_mpf

fractions = st.one_of(
    st.fractions(),
    st.builds(
        lambda n, d, e: Fraction(n, d) * Fraction(10) ** e,
        st.integers(-(10**9), 10**9),
        st.integers(1, 10**9),
        st.integers(-400, 400),
    ),
)
intervals = st.tuples(fractions, fractions).map(lambda pair: (min(pair), max(pair)))


@settings(max_examples=200)
@given(intervals, st.integers(2, 300))
def test_mpi_contains_the_bounds_and_is_tight(bounds: tuple[Fraction, Fraction], precision: int) -> None:
    x = Enclosure.from_bounds(*bounds)
    with mpmath.workprec(precision):
        interval = x.to_mpi()
    lower, upper = (fraction_of_mpf(end) for end in interval._mpi_)
    assert lower <= bounds[0] and bounds[1] <= upper
    # Outwards by less than one unit in the last place.
    for inner, outer in ((bounds[0], lower), (bounds[1], upper)):
        assert abs(inner - outer) <= abs(inner) * Fraction(2, 2**precision)


@settings(max_examples=200)
@given(intervals, st.integers(2, 300))
def test_arb_contains_the_bounds(bounds: tuple[Fraction, Fraction], precision: int) -> None:
    ball = Enclosure.from_bounds(*bounds).to_arb(precision)
    back = Enclosure.from_arb(ball)
    assert back.lower <= bounds[0] and bounds[1] <= back.upper
    size = max(abs(bounds[0]), abs(bounds[1]))
    assert back.radius <= (bounds[1] - bounds[0]) / 2 * (1 + Fraction(1, 2**20)) + size * Fraction(
        8, 2**precision
    )


@settings(max_examples=100)
@given(intervals)
def test_back_is_exact(bounds: tuple[Fraction, Fraction]) -> None:
    interval = Enclosure.from_bounds(*bounds).to_mpi(80)
    again = Enclosure.from_mpi(interval).to_mpi(80)
    assert again._mpi_ == interval._mpi_
    ball = Enclosure.from_bounds(*bounds).to_arb(80)
    there = Enclosure.from_arb(ball)
    assert flint.arb(flint.fmpq(there.mid.numerator, there.mid.denominator)).overlaps(ball)
    assert Enclosure.from_arb(there.to_arb(400)).contains(there)


def test_current_precision_of_mpmath_and_flint() -> None:
    x = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=60)
    with mpmath.workdps(50):
        assert mpmath.mpf(x.to_mpi().delta) < mpmath.mpf(10) ** -48
    with mpmath.workdps(15):
        assert mpmath.mpf(x.to_mpi().delta) > mpmath.mpf(10) ** -17
    with flint.ctx.workprec(170):
        assert x.to_arb().rad() < flint.arb(10) ** -48
    assert Enclosure.from_arb(x.to_arb()).contains(x) and Enclosure.from_mpi(x.to_mpi()).contains(x)


def test_infinite_ends() -> None:
    x = Enclosure.from_bounds(0, math.inf)
    assert x.upper == math.inf and isinstance(x.upper, float)
    lower, upper = x.to_mpi()._mpi_
    assert fraction_of_mpf(lower) == 0 and fraction_of_mpf(upper) == math.inf
    assert Enclosure.from_mpi(x.to_mpi()).upper == math.inf
    ball = Enclosure.from_arb(x.to_arb())
    assert ball.lower == -math.inf and ball.upper == math.inf
    blow = vlasov.evaluate("gaussian.blow-up-time", Sigma0=[[1, 0], [0, 1]], A=[[-2, 0], [0, -2]])
    assert blow.value == "inf" and blow.lower == math.inf and float(blow) == math.inf and not blow.is_exact
    assert Enclosure.from_arb(blow.to_arb()).lower == math.inf


def test_precisions_that_are_none() -> None:
    x = Enclosure.from_bounds("1/3", "1/2")
    assert Enclosure.from_mpi(x.to_mpi(1)).contains(x) and Enclosure.from_arb(x.to_arb(2)).contains(x)
    for bad in (0, -1, 1.5, "53", True):
        with pytest.raises(vlasov.InputError, match="^precision="):
            x.to_mpi(bad)
        with pytest.raises(vlasov.InputError, match="^precision="):
            x.to_arb(bad)
    with pytest.raises(vlasov.InputError, match="^precision="):
        x.to_arb(1)


def test_what_is_no_interval_is_refused() -> None:
    assert Enclosure.from_mpi(mpmath.inf).lower == math.inf and Enclosure.from_mpi(
        mpmath.mpf("0.5")
    ).lower == Fraction(1, 2)
    for bad in (1, "x", None, flint.acb(1)):
        with pytest.raises(vlasov.InputError, match="no interval"):
            Enclosure.from_mpi(bad)
    for bad in (1, "x", None, flint.acb(1), mpmath.mpi(1)):
        with pytest.raises(vlasov.InputError, match="no real ball"):
            Enclosure.from_arb(bad)


def test_nan_is_refused() -> None:
    with pytest.raises(vlasov.InputError, match="nan"):
        Enclosure.from_arb(flint.arb("nan"))
    with pytest.raises(vlasov.InputError, match="nan"):
        Enclosure.from_bounds(float("nan"), 1)
    with pytest.raises(vlasov.InputError, match="lower=2 is above upper=1"):
        Enclosure.from_bounds(2, 1)
    with pytest.raises(vlasov.InputError, match="truth value"):
        Enclosure.from_bounds(False, True)


@settings(max_examples=300)
@given(fractions)
def test_floats_go_outwards(x: Fraction) -> None:
    below, above = _exact.float_below(x), _exact.float_above(x)
    assert below <= x <= above or math.isinf(below) or math.isinf(above)
    assert above == below or math.nextafter(below, math.inf) == above
    text = _exact.rational_text(x)
    assert _exact.text_below(text) == below and _exact.text_above(text) == above
    assert _exact.parse_real(text) == x


@settings(max_examples=300)
@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=Decimal("-1e330"), max_value=Decimal("1e330")
    )
)
def test_decimal_texts_go_outwards(x: Decimal) -> None:
    text = str(x).lower()
    below, above = _exact.text_below(text), _exact.text_above(text)
    exact = Fraction(x)
    assert (below == -math.inf or Fraction(below) <= exact) and (
        above == math.inf or exact <= Fraction(above)
    )
    assert below == _exact.float_below(exact) and above == _exact.float_above(exact)


@settings(max_examples=200)
@given(intervals, st.integers(1, 40))
def test_format_gives_only_certain_digits(bounds: tuple[Fraction, Fraction], digits: int) -> None:
    x = Enclosure.from_bounds(*bounds)
    text = f"{x:.{digits}}"
    if text.startswith("["):
        return
    shown = Fraction(text)
    figures = text.lstrip("-").partition("e")[0].replace(".", "").lstrip("0")
    if shown == 0:
        assert bounds == (0, 0)
        return
    # Both bounds lie within half a unit of the last digit shown.
    exponent = int(text.partition("e")[2] or 0) - len(text.partition("e")[0].partition(".")[2])
    assert len(figures) <= digits or exponent >= 0
    unit = Fraction(10) ** (exponent if "." in text or "e" in text else exponent)
    if "." not in text and "e" not in text:
        unit = Fraction(10) ** max(0, len(figures) - digits)
    assert all(abs(bound - shown) <= unit / 2 for bound in bounds)


def test_format_of_an_answer() -> None:
    x = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=20)
    assert f"{x:.5}" == "2.4575"
    assert (
        f"{x:.30}" == "2.457488980328255612491"
    )  # 2.45748898032825561249121 to the digits that the bounds have
    assert f"{x:>30.5}" == "2.4575".rjust(30)
    assert f"{x}" == x.value
    with pytest.raises(ValueError, match="certain digits"):
        f"{x:.3f}"
    with pytest.raises(ValueError, match="at least one"):
        f"{x:.0}"
    assert f"{Enclosure.from_bounds(1, 2):.5}" == "[1, 2]"
    assert f"{Enclosure.from_bounds('1/3', '1/3'):.5}" == "0.33333"


def test_numbers_with_very_many_digits() -> None:
    x = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=6000)
    assert x.digits == 6000 and x.lower < x.upper and x.radius < Fraction(1, 10**5999)
    big = 3**20000
    assert vlasov.expr("2*3^20000").fraction == 2 * big
    assert Enclosure.from_bounds(big, big).lower == big
    # A parameter of any size, too.
    assert vlasov.evaluate("gaussian.discrete-layer", y0=Fraction(1, big), n=0, output="y").contains(
        Fraction(1, big)
    )


def test_comparisons_are_decided_or_raise() -> None:
    x = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=20)
    assert x > 2 and x < 3 and x >= 2.4 and x <= 2.5 and x < Fraction(5, 2) and x != 3 and x > Decimal("2.4")
    assert x < mpmath.mpf("2.5") and x < flint.arb(3) and not x < flint.fmpq(1, 3) and x > numpy.float64(2)
    for relation in ("__lt__", "__le__", "__gt__", "__ge__"):
        with pytest.raises(Undecided, match="is undecided: the bounds overlap") as caught:
            getattr(x, relation)(x.mid)
        assert caught.value.answer is x
    with pytest.raises(Undecided):
        assert x == x.mid
    again = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=20)
    assert x == again and hash(x) == hash(again), "the same answer is equal to itself"
    with pytest.raises(Undecided):
        assert x == vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=30)
    close = Enclosure.from_bounds(Fraction(10**18 + 1, 10**18), Fraction(10**18 + 1, 10**18))
    for ten in (
        numpy.int64(10),
        numpy.uint8(10),
        numpy.float32(10),
        numpy.longdouble(10),
        Fraction(numpy.int64(10), numpy.int64(1)),
    ):
        assert close < ten and not close > ten and close != ten
    with pytest.raises(TypeError):
        assert x < "3"
    assert x != "2.45"
    wide = [Enclosure.from_bounds(0, 1) for _ in range(2)]
    band = [vlasov.evaluate("retrieval.profile", s="1/2", beta=(1, 2), M=8, t=1, lambda_=1) for _ in range(2)]
    first = vlasov.Formula("exp(x)", parameters={"x": "real"})(x=1, digits=1)
    other = vlasov.Formula("2*exp(x)-e", parameters={"x": "real"})(x=1, digits=1)
    for pair in (wide, band, (first, other)):
        assert pair[0] == pair[0]
        with pytest.raises(Undecided):  # equal bounds do not say equal numbers
            assert pair[0] == pair[1]
    third = vlasov.expr("1/3")
    assert third == Fraction(1, 3) and hash(third) == hash(Fraction(1, 3)) and third in {Fraction(1, 3)}
    assert Enclosure.from_bounds(1, 2) < Enclosure.from_bounds(3, 4)
    assert Enclosure.from_bounds(1, 2) <= Enclosure.from_bounds(2, 4)
    with pytest.raises(Undecided):
        bool(Enclosure.from_bounds(-1, 1))
    assert bool(third) and not bool(vlasov.expr("0"))


def test_numbers_of_an_enclosure() -> None:
    x = Enclosure.from_bounds("1/10", Fraction(3, 10))
    assert x.mid == Fraction(1, 5) and x.radius == Fraction(1, 10) and float(x) == 0.2
    assert x.contains(Fraction(1, 7)) and Fraction(1, 7) in x and 1 not in x
    assert x.overlaps(Enclosure.from_bounds("3/10", 1)) and not x.overlaps(Enclosure.from_bounds("4/10", 1))
    assert x.lower_float <= 0.1 and x.upper_float >= Fraction(3, 10)
    with pytest.raises(Undecided):
        int(x)
    with pytest.raises(vlasov.VlasovError, match="not an integer"):
        int(vlasov.expr("1/2"))
    assert int(vlasov.expr("2^70")) == 2**70
    assert numpy.asarray([vlasov.expr("1/2")], dtype=float)[0] == 0.5


@pytest.mark.parametrize("make", [
    lambda: vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8),
    lambda: vlasov.expr("1/3"),
    lambda: vlasov.evaluate("gaussian.discrete-layer", Sigma0=[[1, 0], [0, 2]], A=[[1, 0], [0, 1]], V=[[1, 0], [0, 1]], h="1/4", n=1),
    lambda: vlasov.evaluate("retrieval.u-shape-certificate", beta=1, M=8, t=1, lambda_=1, output="certificate"),
    lambda: vlasov.evaluate("kde.main-theorem", n="1e4", beta="1e4", output="next"),
    lambda: vlasov.check("retrieval.t-crit", beta=1, lambda_=1, M=8, t=2),
    lambda: vlasov.show("retrieval.fold"),
    lambda: vlasov.results("causal"),
    lambda: vlasov.verify("retrieval.green-mass"),
    lambda: vlasov.count_modes([0.0, 1.0, 5.0], bandwidth="1/2"),
    lambda: vlasov.certify("clustering.noisy-tricritical-beta", d=2),
    lambda: vlasov.Formula("x^2", parameters={"x": "real"}),
])  # fmt: skip
def test_pickles_copies_and_is_immutable(make: Any) -> None:
    x = make()
    assert pickle.loads(pickle.dumps(x)) == x
    assert copy.copy(x) == x and copy.deepcopy(x) == x
    assert hash(pickle.loads(pickle.dumps(x))) == hash(x)
    for name in ("id", "value", "anything", "verdict", "text", "modes"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(x, name, 1)


def test_arrays() -> None:
    x = vlasov.evaluate(
        "gaussian.general-ode",
        kind="softmax",
        Sigma0=[["3/2", "1/3"], ["1/3", "5/4"]],
        A=numpy.eye(2) / -8,
        V=[[1.05, 0.1], [-0.1, 0.95]],
        t="1/2",
        digits=25,
    )
    assert x.shape == (2, 2) and len(x) == 2 and (x.lower <= x.mid).all() and (x.mid <= x.upper).all()
    assert (x.upper - x.lower < 1e-15).all() and x.lower.dtype == float
    for i in range(2):
        for j in range(2):
            assert x.lower[i, j] <= x[i, j].lower and x[i, j].upper <= x.upper[i, j]
    assert x[0, 1].output == "Sigma[1,2]" and x[-1, -1] == x[1, 1] and numpy.asarray(x).shape == (2, 2)
    with pytest.raises(IndexError):
        x[0]
    with pytest.raises(IndexError):
        x[2, 0]
    again = vlasov.evaluate("gaussian.general-ode", x.parameters, digits=25)
    fewer = vlasov.evaluate("gaussian.general-ode", x.parameters, digits=20)
    assert (
        x == again
        and hash(x) == hash(again)
        and x != vlasov.evaluate("gaussian.general-ode", {**x.parameters, "t": 0})
    )
    with pytest.raises(Undecided):
        assert x == fewer
    vector = vlasov.evaluate(
        "gaussian.attention-velocity",
        kind="softmax",
        Sigma=[[1, 0], [0, 1]],
        alpha=[1, 2],
        A=[[1, 0], [0, 1]],
        V=[[1, 0], [0, 1]],
        x=[1, 0],
    )
    assert vector.shape == (2,) and vector[0].contains(2) and vector.lower.shape == (2,)
