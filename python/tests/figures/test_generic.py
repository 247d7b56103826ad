"""The plain figure of a result that has none of its own."""

from __future__ import annotations

from fractions import Fraction

import pytest
from drawn import boxes, legend_text, lines, markers

import vlasov
from vlasov.figures import style


def test_curves_for_the_values_of_another_parameter() -> None:
    ax = vlasov.figure("clustering.cone-collapse-rate", beta="[0,3]/6", r0=[0.3, Fraction(3, 5)])
    for curve, line, r0 in zip(boxes(ax), lines(ax), ("0.3", "3/5"), strict=True):
        assert len(curve) == 6
        for left, right, lower, upper in curve:
            beta = Fraction(left) + (Fraction(right) - Fraction(left)) / 3
            assert (
                lower < vlasov.evaluate("clustering.cone-collapse-rate", beta=beta, r0=r0, digits=20) < upper
            )
        for x, y in zip(*line.get_data(), strict=True):
            value = vlasov.evaluate("clustering.cone-collapse-rate", beta=Fraction(x), r0=r0, digits=20)
            # Twelve digits in the table.
            assert y == pytest.approx(float(value), rel=1e-11)
    assert [text for text in legend_text(ax).split("$") if "r_0" in text] == ["r_0=0.3", "r_0=3/5"]
    assert "certified" in legend_text(ax)


def test_parameters_left_out_are_those_of_the_record_and_named() -> None:
    ax = vlasov.figure("clustering.cone-collapse-rate", beta="[0,3]/6")
    assert "r_0=0.3" in ax.get_title(loc="left")


def test_integers_are_not_joined() -> None:
    ax = vlasov.figure("clustering.mode-transition", output="k_max", d=2, beta="1/2:10/20")
    assert lines(ax) == []
    (marks,) = markers(ax)
    for y in marks.get_ydata():
        assert y == int(y)
    ax = vlasov.figure("clustering.mode-transition", output="k_max", d=2, beta="[1/2,10]/20")
    assert lines(ax) == [] and "gaps: undecided" in legend_text(ax)


def test_an_entry_of_a_matrix() -> None:
    ax = vlasov.figure("gaussian.general-ode", output="Sigma[1,2]", t="0:1/2/3")
    (line,) = lines(ax)
    assert line.get_ydata()[0] == pytest.approx(1 / 3, rel=1e-11)
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("gaussian.general-ode", output="Sigma", t="0:1/2/3")
    assert caught.value.parameter == "output" and "Sigma[...]" in str(caught.value.domain)


def test_ends_that_are_expressions() -> None:
    ax = vlasov.figure("clustering.cone-collapse-rate", beta="[0,pi]/4")
    assert len(boxes(ax)[0]) == 4 and len(lines(ax)[0].get_xdata()) == 5


def test_which_parameter_is_the_axis() -> None:
    both = {"beta": "0:3/4", "r0": "[1/2,1]/4"}
    with pytest.raises(vlasov.InputError, match="beta and r0 are ranges") as caught:
        vlasov.figure("clustering.cone-collapse-rate", params=both)
    assert caught.value.parameter == "axis" and caught.value.domain == "one of beta, r0"
    ax = vlasov.figure("clustering.cone-collapse-rate", params=both, axis="r0")
    assert len(lines(ax)) == 4 and "r_0" in ax.get_xlabel()
    with pytest.raises(vlasov.InputError, match="must be a range"):
        vlasov.figure("clustering.cone-collapse-rate", beta=1)
    with pytest.raises(vlasov.InputError, match="axis=kappa is not a parameter"):
        vlasov.figure("clustering.cone-collapse-rate", beta="[0,1]/2", axis="kappa")


def test_too_many_curves_are_refused() -> None:
    with pytest.raises(vlasov.InputError, match="asks for 20 curves; at most 8") as caught:
        vlasov.figure("clustering.cone-collapse-rate", beta="[0,3]/4", r0="1/20:1/20", axis="beta")
    assert caught.value.parameter == "r0"


def test_nothing_to_draw_raises_what_evaluate_raises() -> None:
    with pytest.raises(vlasov.InputError, match="beta=-2 is outside the domain beta >= 0"):
        vlasov.figure("clustering.cone-collapse-rate", beta="-2:-1/3")
    with pytest.raises(vlasov.Refused, match="lambda > 0"):
        vlasov.figure("retrieval.t-crit", beta="1:2/3", lambda_=0, M=8)


def test_a_card_and_a_result_of_words_have_nothing_to_draw() -> None:
    with pytest.raises(vlasov.InputError, match="nothing to draw"):
        vlasov.figure("retrieval.mean-field")


def test_symbols_of_all_results_can_be_set() -> None:
    from vlasov.figures.generic import _symbol

    for summary in vlasov.results():
        result = vlasov.show(summary.id)
        for parameter in result.parameters:
            assert style.is_mathtext(_symbol(result, parameter.name)), (summary.id, parameter.name)
        # Nearly all symbols of outputs are set as they are; the others fall back to their names.
        for output in result.outputs:
            assert style.is_mathtext(output.symbol) or style.is_mathtext(output.name.replace("_", r"\_"))


def test_a_logarithmic_axis_says_what_it_cannot_show() -> None:
    end = {"beta": 1, "lambda": 1, "M": 8, "scale": "semilogy"}  # the slope changes its sign at t_crit = 2.457...
    assert "not positive" in legend_text(vlasov.figure("retrieval.endpoint-slope", params=end, t="1:3/5"))
    assert "not positive" not in legend_text(vlasov.figure("retrieval.endpoint-slope", params=end, t="1:2/5"))
