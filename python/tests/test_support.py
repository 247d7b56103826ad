"""The comparisons themselves: they reject values that are wrong in the last digits that are certain."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from mpmath import mp
from support import assert_ball, assert_value, ball, evaluate, exactly, with_flint, with_mpmath

import vlasov


@pytest.fixture(scope="module")
def answer() -> vlasov.Enclosure:
    return evaluate("kde.expected-n2", beta=2)


def test_a_right_value_passes(answer: vlasov.Enclosure) -> None:
    assert_value(answer, with_mpmath(lambda: 1 + mp.erfc(1 / mp.sqrt(2))))
    assert_ball(answer, with_flint(lambda: 1 + (1 / flint.arb(2).sqrt()).erfc()))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_relative_error_of_33_digits_fails(answer: vlasov.Enclosure, sign: int) -> None:
    factor = 1 + Fraction(sign, 10**33)
    with pytest.raises(AssertionError, match="mpmath has"):
        wrong = with_mpmath(lambda: (1 + mp.erfc(1 / mp.sqrt(2))) * factor.numerator / factor.denominator)
        assert_value(answer, wrong)
    with pytest.raises(AssertionError, match="flint has"):
        assert_ball(answer, with_flint(lambda: (1 + (1 / flint.arb(2).sqrt()).erfc()) * ball(factor)))


def test_a_wide_ball_fails(answer: vlasov.Enclosure) -> None:
    with pytest.raises(AssertionError, match="too little"):
        assert_ball(answer, flint.arb("1.3 +/- 0.5"))


def test_too_few_digits_fail() -> None:
    few = vlasov.evaluate("kde.expected-n2", beta=2, digits=20)
    with pytest.raises(AssertionError):
        assert_value(few, with_mpmath(lambda: 1 + mp.erfc(1 / mp.sqrt(2))))


def test_exactly_is_exact() -> None:
    with mp.workdps(50):
        assert exactly(-mp.mpf(3) / 8) == Fraction(-3, 8)
        assert exactly(mp.mpf(10) ** 30) == 10**30
