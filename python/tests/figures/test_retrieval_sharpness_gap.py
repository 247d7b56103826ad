"""The gap: thresholds in their boxes, the shade between them, quotients, and folds where they exist."""

from __future__ import annotations

from fractions import Fraction

import pytest
from drawn import boxes, legend_text, lines

import vlasov


def test_boxes_hold_the_thresholds() -> None:
    axes = vlasov.figure("retrieval.sharpness-gap", lambda_=1, beta="[1/2,5/2]/4")
    crit, level, paper = boxes(axes[0])
    for which, result, output in (
        (crit, "retrieval.t-crit", "t_crit"),
        (level, "retrieval.smallness-time", "t_level1"),
        (paper, "retrieval.smallness-time", "t_paper"),
    ):
        assert len(which) == 4
        for left, right, lower, upper in which:
            for k in (1, 7, 12):
                beta = Fraction(left) + (Fraction(right) - Fraction(left)) * k / 13
                value = vlasov.evaluate(result, beta=beta, lambda_=1, M=8, output=output, digits=20)
                assert lower < value < upper


def test_the_gap_lies_between_the_bounds() -> None:
    axes = vlasov.figure("retrieval.sharpness-gap", lambda_=1, beta="[2,5/2]/16")
    gap = next(c for c in axes[0].collections if c.get_label() == "U-shape proved beyond the paper")
    for path in gap.get_paths():
        for beta, t in path.vertices:
            at = {"beta": Fraction(beta), "lambda": "1", "M": "8", "t": Fraction(t)}
            # Inside the gap, ends included: the paper's condition fails, the sharper one holds.
            assert vlasov.check("retrieval.smallness-time", params=at, output="t_level1").verdict == "proved"
            paper = vlasov.evaluate("retrieval.smallness-time", beta=Fraction(beta), lambda_=1, digits=20)
            assert paper.lower <= Fraction(t)


def test_quotients_are_those_of_evaluations() -> None:
    axes = vlasov.figure("retrieval.sharpness-gap", lambda_=1, beta="1:3/3", folds=0)
    crit, level = lines(axes[1])[:2]
    for line, result, output in (
        (crit, "retrieval.t-crit", "t_crit"),
        (level, "retrieval.smallness-time", "t_level1"),
    ):
        xs, ys = line.get_data()
        assert {1.0, 2.0, 3.0} <= set(xs)
        for x, y in zip(xs, ys, strict=True):
            top = vlasov.evaluate(result, beta=Fraction(x), lambda_=1, M=8, output=output, digits=20)
            paper = vlasov.evaluate("retrieval.smallness-time", beta=Fraction(x), lambda_=1, digits=20)
            # Fifteen digits each, and x is a double: beta moves t by a few of its roundings.
            assert y == pytest.approx(float(top.mid / paper.mid), rel=1e-13)


def test_folds_are_where_evaluate_says_and_missing_where_there_is_none() -> None:
    axes = vlasov.figure("retrieval.sharpness-gap", lambda_=3, beta="1:2/3", folds=3)
    fold = next(line for line in lines(axes[0]) if "fold" in str(line.get_label()))
    for x, y in zip(*fold.get_data(), strict=True):
        # Twelve digits in the table.
        assert y == pytest.approx(
            float(vlasov.evaluate("retrieval.fold", beta=Fraction(x), M=8, lambda_=3, digits=20)), rel=1e-11
        )
    assert "minimum without recency" in legend_text(axes[1])
    axes = vlasov.figure("retrieval.sharpness-gap", lambda_=1, beta="1:2/3")
    assert "fold" not in legend_text(axes[1])


def test_few_points_of_the_fold_curve_are_not_joined() -> None:
    """Chords between them cut the recency threshold, which no fold is below."""
    axes = vlasov.figure("retrieval.sharpness-gap", lambda_=2, beta="1:5/9", folds=4)
    for ax in axes:
        assert any(len(line.get_xdata()) == 1 or line.get_linestyle() == "None" for line in ax.lines)
        assert not [line for line in lines(ax) if len(line.get_xdata()) == 4]


def test_no_fold_over_an_interval_of_the_bias() -> None:
    axes = vlasov.figure("retrieval.sharpness-gap", lambda_="[3,4]", beta="[1,2],[3,4]")
    assert "fold" not in legend_text(axes[1])


def test_one_axes_takes_the_plane() -> None:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    assert vlasov.figure("retrieval.sharpness-gap", ax, beta="1:2/3", folds=0) is ax
    assert "certified" in legend_text(ax)


@pytest.mark.parametrize(
    ("options", "parameter"),
    [({"lambda_": "0"}, "lambda"), ({"beta": "-2:-1/3"}, "beta"), ({"folds": 2000}, "folds")],
)
def test_a_bad_value_is_named(options: dict[str, object], parameter: str) -> None:
    with pytest.raises(vlasov.VlasovError) as caught:
        vlasov.figure("retrieval.sharpness-gap", params=None, **options)
    assert parameter in str(caught.value)
