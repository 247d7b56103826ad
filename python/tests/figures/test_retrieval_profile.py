"""The profile: boxes and points against single evaluations, minima, curves without a minimum."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from drawn import boxes, legend_text, lines, markers

import vlasov
from vlasov.figures import data

FIXED = {"beta": "1", "M": "8", "lambda": "3"}


def test_boxes_hold_single_evaluations_at_random_positions() -> None:
    ax = vlasov.figure("retrieval.profile", params=FIXED, t="1,4", s="[1/16,1]/15")
    drawn = boxes(ax)
    assert len(drawn) == 2
    generator = random.Random(7)
    for t, curve in zip(("1", "4"), drawn, strict=True):
        assert len(curve) == 15
        for left, right, lower, upper in curve:
            s = Fraction(left) + (Fraction(right) - Fraction(left)) * generator.randrange(1, 1000) / 1000
            value = vlasov.evaluate("retrieval.profile", params={**FIXED, "t": t, "s": s}, digits=20)
            assert lower < value < upper


def test_points_are_the_values() -> None:
    ax = vlasov.figure("retrieval.profile", params=FIXED, t="1", s="1/4:1/7")
    (line,) = lines(ax)
    xs, ys = line.get_data()
    assert list(xs) == [0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0]
    for x, y in zip(xs, ys, strict=True):
        value = vlasov.evaluate("retrieval.profile", params={**FIXED, "t": "1", "s": Fraction(x)}, digits=20)
        # The table has 12 digits.
        assert abs(Fraction(y) - value.mid) <= Fraction(1, 10**11) * value.mid


def test_extrema_of_an_n_shape_are_where_evaluate_says() -> None:
    ax = vlasov.figure("retrieval.profile", params=FIXED, t="4", s="[1/4,1]/6")
    minimum, maximum = markers(ax)
    assert (minimum.get_marker(), maximum.get_marker()) == ("o", "^")
    for line, kind in ((minimum, "min"), (maximum, "max")):
        ((x,), (y,)) = line.get_data()
        at = {**FIXED, "t": "4"}
        # Fifteen digits were asked for; a double has a little more.
        assert x == pytest.approx(
            float(vlasov.evaluate("retrieval.argmin", params=at, output=f"s_{kind}", digits=25)), rel=1e-14
        )
        assert y == pytest.approx(
            float(vlasov.evaluate("retrieval.argmin", params=at, output=f"S_{kind}", digits=25)), rel=1e-14
        )
    assert "circles: certified minima" in legend_text(ax) and "triangles: certified maxima" in legend_text(ax)


def test_a_double_well_has_all_its_extrema() -> None:
    ax = vlasov.figure(
        "retrieval.profile", params={"beta": 30, "M": 4, "lambda": 6}, t="6284e-16", s="1/4:1/4"
    )
    minima, maxima = markers(ax)
    assert len(minima.get_xdata()) == 2 and len(maxima.get_xdata()) == 1
    assert minima.get_xdata()[0] < maxima.get_xdata()[0] < minima.get_xdata()[1]


@pytest.mark.parametrize(("bias", "t"), [("1", "5"), ("3", "9/2"), ("0", "1"), ("-1", "1")])
def test_no_minimum_is_marked_where_there_is_none(bias: str, t: str) -> None:
    ax = vlasov.figure("retrieval.profile", lambda_=bias, t=t, s="[1/4,1]/6")
    assert markers(ax) == []
    assert "no minimum" in legend_text(ax) and "minima" not in legend_text(ax)
    assert lines(ax)[0].get_linestyle() == "--"


def test_an_undecided_count_is_said_and_not_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "count", lambda *_: None)
    ax = vlasov.figure("retrieval.profile", t="1", s="[1/4,1]/6")
    assert markers(ax) == []
    assert "minima undecided" in legend_text(ax)


def test_a_minimum_left_of_the_curve_is_named() -> None:
    ax = vlasov.figure("retrieval.profile", params=FIXED, t="1", s="[1/10,1]/6")
    assert markers(ax) == []
    assert "min. at $s=0.0743$" in legend_text(ax)


def test_positions_that_touch_the_boundary_leave_a_gap() -> None:
    ax = vlasov.figure("retrieval.profile", t="1", s="[0,1]/8")
    (curve,) = boxes(ax)
    assert [box[0] for box in curve] == [k / 8 for k in range(1, 8)]
    assert "gaps: undecided" in legend_text(ax)


@pytest.mark.parametrize(
    ("options", "parameter"),
    [
        ({"beta": "-1"}, "beta"),
        ({"M": "0"}, "M"),
        ({"t": "x"}, "t"),
        ({"s": "2:3/4"}, "s"),
        ({"scale": "cubic"}, "scale"),
    ],
)
def test_a_bad_value_is_named(options: dict[str, str], parameter: str) -> None:
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("retrieval.profile", **options)
    assert caught.value.parameter == parameter
    assert caught.value.domain
    assert next(iter(options.values())) in str(caught.value) or "s=2" in str(caught.value)


def test_a_minimum_beside_the_curve_is_told() -> None:
    ax = vlasov.figure("retrieval.profile", s="[1/10,1/2]/8", t=2)
    assert not markers(ax) and "min. at $s=0.633$" in legend_text(ax)
    assert ax.get_xlim() == (0.1, 0.5)
