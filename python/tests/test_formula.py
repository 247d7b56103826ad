"""Formulas of the user's own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ball, rationals, with_flint

import vlasov
from vlasov import Formula, InputError, Refused, Undecided, _expression


@pytest.fixture(scope="module")
def formula() -> Formula:
    return Formula(
        "exp(-beta*x^2)*besseli(1, beta)/(1+t0)",
        parameters={"beta": "beta > 0", "x": "real", "t0": "0 <= t0 < 1"}, hypotheses=["beta*x < 4"], name="g",
        title="A theorem of mine", source="Me (2026), theorem 1",
    )  # fmt: skip


@given(rationals("1/8", 5), rationals(-2, "3/4"), rationals(0, "7/8", 8))
def test_values(beta: Fraction, x: Fraction, t0: Fraction) -> None:
    f = Formula(
        "exp(-beta*x^2)*besseli(1, beta)/(1+t0)",
        parameters={"beta": "beta > 0", "x": "real", "t0": "0 <= t0 < 1"},
    )
    answer = f(beta=beta, x=x, t0=t0, digits=35)
    reference = with_flint(
        lambda: (-ball(beta) * ball(x) ** 2).exp() * ball(beta).bessel_i(flint.arb(1)) / (1 + ball(t0))
    )
    assert answer.overlaps(vlasov.Enclosure.from_arb(reference)) and answer.digits == 35


def test_substitution_is_of_whole_words_in_parentheses() -> None:
    assert (
        _expression.substitute("x + xx*exp(x)-x1^x", {"x": "-1/2", "xx": "2"})
        == "(-1/2) + (2)*exp((-1/2))-x1^(-1/2)"
    )
    assert _expression.substitute("beta(a, beta)", {"beta": "3", "a": "1"}) == "beta((1), (3))", (
        "a function keeps its name"
    )
    assert _expression.substitute("2e5*e", {"e5": "1"}) == "2e5*e", "an exponent is no name"
    f = Formula("x^2 - 2^x", parameters={"x": "real"})
    assert f(x=-3).fraction == Fraction(71, 8) and f(x="-3").fraction == f(x=Fraction(-3)).fraction
    assert f.constant(x="1-3") == "(1-3)^2 - 2^(1-3)" and f(x="1-3").fraction == Fraction(15, 4)


def test_domains_and_hypotheses(formula: Formula) -> None:
    with pytest.raises(InputError, match=r"^beta=-1 x=1 t0=0 is outside the domain beta > 0$"):
        formula(beta=-1, x=1, t0=0)
    with pytest.raises(InputError, match="0 <= t0 < 1"):
        formula(beta=1, x=1, t0=1)
    with pytest.raises(Refused, match=r"^needs beta\*x < 4: left side 4, right side 4$"):
        formula(beta=2, x=2, t0=0)
    n = Formula("factorial(n)", parameters={"n": "n >= 1 (integer)"})
    assert n(n=5).fraction == 120
    for bad in (0, "5/2", "sqrt(5)"):
        with pytest.raises(InputError, match="domain"):
            n(n=bad)
    with pytest.raises(Undecided, match="undecided"):
        Formula("x", parameters={"x": "x > 0"})(x="exp(1)-exp(1)")
    with pytest.raises(Undecided):
        n(n="exp(log(2))")
    with pytest.raises(InputError, match="division by 0"):
        Formula("1/x", parameters={"x": "real"})(x=0)


def test_check_and_claims(formula: Formula) -> None:
    check = formula.check(beta=2, x="1/3", t0=0, claims=["g > 1", "g < besseli(1, beta)", "0 < g < 3/2"])
    assert (
        check.verdict == "proved"
        and bool(check)
        and [line.kind for line in check.hypotheses] == ["domain"] * 2 + ["hypothesis"] + ["claim"] * 3
    )
    assert not formula.check(beta=2, x="1/3", t0=0, claims="g > 2")
    assert formula.check(beta=2, x=3, t0=0).verdict == "refuted"
    undecided = formula.check(beta=2, x=0, t0=0, claims="g = besseli(1, 2)")
    with pytest.raises(Undecided, match="g = besseli"):
        bool(undecided)
    exact = Formula("x/3", parameters={"x": "real"})
    assert exact.check(x=2, claims="value = 2/3") and exact.check(x=2, claims="value == x/3")


def test_table(formula: Formula) -> None:
    frame = formula.table(beta=[1, 2], x="0:3/4", t0=0, digits=15)
    assert (
        frame.x.tolist() == ["0", "1", "2", "3"] * 2
        and frame.status.tolist() == ["certified"] * 4 + ["certified"] * 2 + ["refused"] * 2
    )
    assert frame.value[5] == formula(beta=2, x=1, t0=0, digits=15).value and frame.lower[5] <= frame.upper[5]
    assert Formula("x", parameters={"x": "real"}).table(x="1:2/3").x.tolist() == ["1", "3/2", "2"]
    for bad in ("1:2", "1:2/0", "1:2/x", "[1,2]", "[0,1]/3", "sqrt(2):2/3"):
        with pytest.raises(InputError, match="x="):
            Formula("x", parameters={"x": "real"}).table(x=bad)


@pytest.mark.parametrize(("make", "message"), [
    (lambda: Formula("exp(y)"), "the name y is no parameter and no constant"),
    (lambda: Formula("x+z", parameters={"x": "real"}), "the name z is not one of the parameters x and no constant"),
    (lambda: Formula("foo(1)"), "unknown function foo"),
    (lambda: Formula("1+"), "at position 3: found the end"),
    (lambda: Formula("(1"), "expected \\)"),
    (lambda: Formula("2 3"), "found '3', expected the end"),
    (lambda: Formula("1;2"), "found ';'"),
    (lambda: Formula("("*300), "too deeply"),
    (lambda: Formula("x", parameters={"x": "x > z"}), "the name z"),
    (lambda: Formula("x", parameters={"x": "positive"}), "a comparison"),
    (lambda: Formula("x", parameters={"x": 3}), "domain of x is not text"),
    (lambda: Formula("pi", parameters={"pi": "real"}), "pi is a constant"),
    (lambda: Formula("x", parameters={"x y": "real"}), "not an identifier"),
    (lambda: Formula("x", parameters={"x": "real"}, hypotheses=["x"]), "a comparison"),
    (lambda: Formula("x", parameters={"x": "real"}, name="x"), "name='x'"),
    (lambda: Formula("2", name="e"), "no parameter and no constant"),
    (lambda: Formula(3), "text is expected"),
    (lambda: Formula("x", parameters={"x": "real"})(), r"missing parameter x \(real\)"),
    (lambda: Formula("x", parameters={"x": "real"})(x=1, y=2), "unknown parameter y; the parameters are x"),
    (lambda: Formula("x", parameters={"x": "real"})(x="2)+(3"), "found '\\)'"),
    (lambda: Formula("x", parameters={"x": "real"})(x="y"), "the name y is no parameter"),
    (lambda: Formula("x", parameters={"x": "real"})(x=(1, 2)), "numbers, not intervals"),
    (lambda: Formula("x", parameters={"x": "real"})(x="[1,2]"), r"found '\['"),
    (lambda: Formula("x", parameters={"x": "real"})(x=[1, 2]), "a list is for tables"),
    (lambda: Formula("x", parameters={"x": "real"})(x=True), "truth value"),
    (lambda: Formula("x", parameters={"x": "real"}).check(x=1, claims="x > w"), "the name w"),
])  # fmt: skip
def test_what_is_refused(make: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()


def test_a_name_may_end_with_an_underscore() -> None:
    f = Formula("x_^2+lambda", parameters={"x_": "real", "lambda": "real"})
    assert f(x_=3, lambda_=1).fraction == 10


def test_long_sums_are_fine() -> None:
    long = Formula("+".join(["x"] * 3000), parameters={"x": "real"})
    assert long(x="1/3").fraction == 1000 and "long" in long.statement


def test_display(formula: Formula) -> None:
    assert (
        formula.statement
        == r"$g = \frac{\mathrm{e}^{-\beta x^{2}} I_{1}\left(\beta\right)}{1 + t_{0}}$"
        == formula._repr_latex_()
    )
    assert repr(formula).startswith("A theorem of mine: g = exp") and "Me (2026)" in formula._repr_html_()
    x = formula(beta=2, x="1/3", t0=0, digits=10)
    assert repr(x) == f"<Enclosure formula g = {x.value}  (10 digits, certified)>" and x.parameters == {
        "beta": "2",
        "x": "1/3",
        "t0": "0",
    }
    assert hash(formula) == hash(Formula(formula.text, formula.parameters, formula.hypotheses, name="g"))


@pytest.mark.parametrize(("text", "latex"), [
    ("-a*b*c", "-a b c"), ("2-(-a*b)", r"2 - \left(-a b\right)"), ("(-a)^2", r"\left(-a\right)^{2}"), ("-a^2", "-a^{2}"),
    ("a-b-(c-d)", r"a - b - \left(c - d\right)"), ("2*3", r"2 \cdot 3"), ("-(a+b)*c", r"-\left(a + b\right) c"),
    ("(a/b)^2", r"\left(\frac{a}{b}\right)^{2}"), ("2.5e-3", r"2.5 \cdot 10^{-3}"), ("sqrt(x1)/pi", r"\frac{\sqrt{x_{1}}}{\pi}"),
    ("hyp1f1(a, 2, kappa_max)", r"\operatorname{hyp1f1}\left(a, 2, \kappa_{\mathrm{max}}\right)"),
])  # fmt: skip
def test_latex(text: str, latex: str) -> None:
    assert _expression.latex(_expression.parse(text)) == latex


trees = st.recursive(
    st.sampled_from(["1", "2", "1/3", "pi", "0.5"]),
    lambda t: st.one_of(st.tuples(t, st.sampled_from("+-*"), t).map(lambda p: f"({p[0]}{p[1]}{p[2]})"), t.map(lambda x: f"-{x}"), t.map(lambda x: f"exp({x})^2")),
    max_leaves=6,
)  # fmt: skip


@given(trees)
def test_the_grammar_is_that_of_the_library(text: str) -> None:
    """What the library accepts, the parser accepts, and substituting names gives the same value."""
    _expression.parse(text)
    named = Formula(text.replace("pi", "p"), parameters={"p": "real"})
    try:
        direct = vlasov.expr(text, digits=20, max_bits=4096)
    except Undecided:
        return
    assert named(p="pi", digits=20).overlaps(direct)
