"""The phase curve and the staircase of the fastest mode."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from drawn import boxes, legend_text, lines, markers

import vlasov


def test_phase_boxes_hold_single_evaluations() -> None:
    ax = vlasov.figure("clustering.phase-curve", n=8, delta="1/100", beta="[0,4]/8", t="none")
    (curve,) = boxes(ax, swap=True)
    assert [box[0] for box in curve] == [k / 2 for k in range(8)]
    generator = random.Random(3)
    for left, right, lower, upper in curve:
        beta = Fraction(left) + (Fraction(right) - Fraction(left)) * generator.randrange(1, 1000) / 1000
        value = vlasov.evaluate(
            "clustering.phase-curve", n=8, delta="1/100", beta=beta, output="t", digits=20
        )
        assert lower < value < upper


def test_phase_marks_are_the_certified_inverse() -> None:
    ax = vlasov.figure("clustering.phase-curve", beta="[0,8]/16", t="1,10,20")
    (marks,) = markers(ax)
    xs, ys = marks.get_data()
    assert list(xs) == [10, 20]  # before t_delta(0) = 5.18 nothing has clustered
    for x, y in zip(xs, ys, strict=True):
        # Fifteen digits.
        assert y == pytest.approx(
            float(vlasov.evaluate("clustering.phase-curve", t=int(x), n=32, delta="0.001", digits=25)),
            rel=1e-14,
        )
    assert r"circles: certified $\beta_{n,\delta}(t)$" in legend_text(ax)
    assert ax.get_ylim() == (0, 8)


def test_the_tints_keep_off_the_curve() -> None:
    ax = vlasov.figure("clustering.phase-curve", beta="[0,4]/4", t="none")
    (curve,) = boxes(ax, swap=True)
    tints = [c for c in ax.collections if c.get_zorder() == 0.5]
    assert len(tints) == 2
    spread, clustered = (t.get_paths()[0].vertices for t in tints)
    for left, right, lower, upper in curve:
        assert {(lower, left), (lower, right)} <= {tuple(v) for v in spread}
        assert {(upper, left), (upper, right)} <= {tuple(v) for v in clustered}


def test_words_stand_where_they_are_true() -> None:
    ax = vlasov.figure("clustering.phase-curve", beta="[0,8]/16", t="none")
    assert [text.get_text() for text in ax.texts] == ["spread", "clustered"]
    ax = vlasov.figure("clustering.phase-curve", beta="[0,8]/16", t="none", tmax=4)
    assert [text.get_text() for text in ax.texts] == ["spread"]
    ax = vlasov.figure("clustering.phase-curve", beta="[0,1]/16", t="none", tmax=1000)
    assert [text.get_text() for text in ax.texts] == ["clustered"]


@pytest.mark.parametrize(
    ("options", "parameter"),
    [
        ({"tmax": "-1"}, "tmax"),
        ({"tmax": "x"}, "tmax"),
        ({"n": "2:10/9"}, "n"),
        ({"n": "1"}, "n"),
        ({"delta": "2"}, "delta"),
        ({"beta": "-1:1/3", "delta": "1"}, "delta"),
    ],
)
def test_a_bad_phase_is_named(options: dict[str, str], parameter: str) -> None:
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("clustering.phase-curve", **options)
    assert caught.value.parameter == parameter


def test_jumps_are_the_certified_transitions() -> None:
    ax = vlasov.figure("clustering.kmax-staircase", d="2,3", beta=8)
    for marks, d in zip(markers(ax), (2, 3), strict=True):
        xs, ys = marks.get_data()
        assert list(ys) == [1 + i // 2 + i % 2 for i in range(len(ys))]
        for x, y in zip(xs[::2], ys[::2], strict=True):
            # Fifteen digits.
            assert x == pytest.approx(
                float(vlasov.evaluate("clustering.mode-transition", d=d, k=int(y), digits=25)), rel=1e-14
            )
    assert "steps and jumps: certified" in legend_text(ax) and "heuristic" in legend_text(ax)


def test_every_tread_is_the_fastest_mode_on_its_interval() -> None:
    ax = vlasov.figure("clustering.kmax-staircase", d="3", beta=8)
    treads = lines(ax)
    assert [line.get_ydata()[0] for line in treads] == [1, 2, 3, 4]
    generator = random.Random(5)
    for line in treads:
        left, right = line.get_xdata()
        for _ in range(3):
            beta = Fraction(left) + (Fraction(right) - Fraction(left)) * generator.randrange(1, 1000) / 1000
            assert (
                int(vlasov.evaluate("clustering.mode-transition", d=3, beta=beta, output="k_max"))
                == line.get_ydata()[0]
            )
    # Without a gap: a tread ends where the next begins, up to the enclosure of the jump.
    for one, other in pairwise(treads):
        assert one.get_xdata()[1] == pytest.approx(other.get_xdata()[0], rel=1e-14)


def test_a_tread_that_is_not_certified_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    table = vlasov.table

    def wider(*words: Any, **options: Any) -> Any:
        frame = table(*words, **options)
        frame.loc[1, "upper"] += 1
        return frame

    monkeypatch.setattr(vlasov, "table", wider)
    with pytest.raises(vlasov.Undecided, match=r"k_max=2 is not certified for d=2, beta in \[1.044"):
        vlasov.figure("clustering.kmax-staircase", d="2", beta=5)


def test_a_staircase_of_one_step() -> None:
    ax = vlasov.figure("clustering.kmax-staircase", d="8", beta=1)
    (tread,) = lines(ax)
    assert list(tread.get_ydata()) == [1, 1]


@pytest.mark.parametrize(
    ("options", "parameter"),
    [({"beta": "0"}, "beta"), ({"beta": "1e9"}, "beta"), ({"d": "1"}, "d"), ({"labels": "2"}, "labels")],
)
def test_a_bad_staircase_is_named(options: dict[str, str], parameter: str) -> None:
    with pytest.raises(vlasov.InputError) as caught:
        vlasov.figure("clustering.kmax-staircase", **options)
    assert caught.value.parameter == parameter
