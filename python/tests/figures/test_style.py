"""Bands, marks, legends and texts."""

from __future__ import annotations

import math

import matplotlib
import matplotlib.pyplot as plt
import pandas
import pytest
from drawn import boxes, legend_text, lines, markers
from matplotlib.transforms import Bbox

import vlasov
from vlasov.figures import data, style


def frame(
    x: list[str], lower: list[float], upper: list[float], status: str = "certified"
) -> pandas.DataFrame:
    return pandas.DataFrame({"x": x, "lower": lower, "upper": upper, "status": [status] * len(x)})


def test_boxes_are_the_bounds() -> None:
    _, ax = plt.subplots()
    style.band(ax, frame(["[0,1/2]", "[1/2,1]"], [1, 2], [3, 5]), "x", "f")
    assert boxes(ax) == [[(0, 0.5, 1, 3), (0.5, 1, 2, 5)]]
    style.legend(ax)
    assert legend_text(ax).startswith("f") and "boxes: certified enclosures" in legend_text(ax)


def test_swapped_boxes() -> None:
    _, ax = plt.subplots()
    style.band(ax, frame(["[0,1/2]"], [1], [3]), "x", swap=True)
    assert boxes(ax, swap=True) == [[(0, 0.5, 1, 3)]]


@pytest.mark.parametrize(("hole", "word"), [(math.nan, "refused"), (math.inf, "infinite")])
def test_rows_without_bounds_leave_a_gap_that_is_named(hole: float, word: str) -> None:
    _, ax = plt.subplots()
    style.band(ax, frame(["0", "1", "2", "3", "4"], [0, 1, 2, 3, 4], [0, 1, hole, 3, 4], "refused"), "x", "f")
    assert [list(line.get_xdata()) for line in lines(ax)] == [[0, 1], [3, 4]]
    style.legend(ax)
    assert f"gaps: {word}" in legend_text(ax) and legend_text(ax).count("f") == 1 + legend_text(ax)[1:].count(
        "f"
    )


def test_intervals_that_do_not_meet_are_not_joined() -> None:
    _, ax = plt.subplots()
    style.band(ax, frame(["[0,1]", "[2,3]"], [0, 0], [1, 1]), "x")
    assert boxes(ax) == [[(0, 1, 0, 1)], [(2, 3, 0, 1)]]


def test_bounds_that_can_be_seen_are_a_band_without_a_line() -> None:
    _, ax = plt.subplots()
    style.band(ax, frame(["0", "1"], [0, 1], [2, 4]), "x")
    assert lines(ax) == []
    corners = {tuple(corner) for corner in ax.collections[0].get_paths()[0].vertices.tolist()}
    assert corners == {(0, 0), (1, 1), (0, 2), (1, 4)}
    style.legend(ax)
    assert "bands: certified enclosures" in legend_text(ax)


def test_a_single_point_is_marked() -> None:
    _, ax = plt.subplots()
    style.band(ax, frame(["1"], [2], [2]), "x")
    assert ax.lines[0].get_marker() == "o"
    style.legend(ax)
    assert legend_text(ax).strip() == "points: certified"


def test_marks_and_their_error_bars() -> None:
    _, ax = plt.subplots()
    wide = vlasov.Enclosure.from_bounds(1, 3)
    style.certified(ax, [0.5], [wide], "value")
    (mark,) = markers(ax)
    assert (mark.get_xdata()[0], mark.get_ydata()[0]) == (0.5, 2)
    bars = [path.vertices.tolist() for c in ax.collections for path in c.get_paths()]
    assert [[0.5, 1.0], [0.5, 3.0]] in bars
    style.legend(ax)
    assert "value (certified)" in legend_text(ax)


def test_what_is_simulated_says_so() -> None:
    _, ax = plt.subplots()
    style.simulated(ax, [0, 1], [1, 2], "run")
    style.simulated(ax, [0, 1], [2, 3])
    style.legend(ax)
    assert "run (simulated)" in legend_text(ax) and "dashed: simulated" in legend_text(ax)
    assert len(lines(ax, "simulated")) == 2 and lines(ax) == []
    assert lines(ax, "simulated")[0].get_color() == style.GREY


def test_a_legend_under_does_not_narrow_the_axes() -> None:
    def boxes_of(words: str) -> tuple[Bbox, Bbox, Bbox, Bbox]:
        with style.context():
            figure, ax = plt.subplots(figsize=(3.4, 2.6), layout=style.layout_engine())
            ax.plot([0, 1], [0, 1], label=words)
            ax.plot([0, 1], [0, 1], label="b")
            legend = style.legend(ax, under=ax, columns=2)
            figure.canvas.draw()
        assert legend is not None
        # A notebook cuts the picture at the last of these boxes, which is in inches.
        whole = figure.get_tightbbox().transformed(figure.dpi_scale_trans)
        reported = legend.get_tightbbox()
        assert reported is not None
        return ax.get_window_extent(), legend.get_window_extent(), reported, whole

    narrow, *_ = boxes_of("a")
    wide, legend, reported, whole = boxes_of(
        "a label that is wider than the axes although not than the whole figure is"
    )
    assert legend.width > wide.width and legend.y1 < wide.y0
    # Two pixels of 510: positions are rounded.
    assert wide.width == pytest.approx(narrow.width, abs=2)
    assert whole.x0 <= legend.x0 and legend.x1 <= whole.x1
    assert reported.x0 == pytest.approx(legend.x0) and reported.x1 == pytest.approx(legend.x1)


def test_notes_break_between_notes() -> None:
    from vlasov.figures.legends import _lines

    assert _lines(["one two", "three"], 1000) == "one two; three"
    assert _lines(["one two", "three four"], 45) == "one two;\nthree four"
    assert _lines(["one two three four", "five"], 45) == "one two\nthree four;\nfive"


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("1/2", "1/2"),
        ("sqrt(2)", r"\sqrt{2}"),
        ("pi/4", r"\pi/4"),
        ("1e6", "10^{6}"),
        ("2e-3", r"2\cdot10^{-3}"),
        ("2^-5", "2^{-5}"),
        ("[1,2]", r"[1,\,2]"),
        ("1+/-0.1", r"1\pm0.1"),
        ("SA", r"\mathrm{SA}"),
    ],
)
def test_texts_as_mathtext(text: str, formula: str) -> None:
    assert style.tex(text) == formula and style.is_mathtext(style.tex(text))


def test_positions_are_exact_where_the_text_is() -> None:
    assert style.number("1/4") == 0.25 and style.interval("[1/4,1/2]") == (0.25, 0.5)
    assert style.interval("1+/-0.5") == (0.5, 1.5)
    assert style.number("sqrt(2)") == math.sqrt(2)


def test_a_quotient_of_tables_is_rounded_outwards() -> None:
    top, bottom = frame(["0"], [1.0], [1.0]), frame(["0"], [3.0], [3.0])
    out = data.ratio(top, bottom)
    from fractions import Fraction

    assert Fraction(out["lower"][0]) < Fraction(1, 3) < Fraction(out["upper"][0])
    assert math.isnan(data.ratio(top, frame(["0"], [-1.0], [1.0]))["upper"][0])


def test_the_context_puts_back_its_own_settings_only() -> None:
    before = matplotlib.rcParams["font.size"]
    with style.context():
        assert matplotlib.rcParams["svg.fonttype"] == "none"
        matplotlib.rcParams["figure.max_open_warning"] = 17
    assert matplotlib.rcParams["font.size"] == before
    assert matplotlib.rcParams["figure.max_open_warning"] == 17


def test_a_curve_stops_where_no_box_holds_it() -> None:
    _, ax = plt.subplots()
    bands = frame(["[0,1]", "[2,3]"], [1, 2], [3, 5])
    points = frame(["0", "1", "2", "3"], [1, 2, 3, 4], [1, 2, 3, 4])
    style.curve(ax, (bands, points), "x", "f")
    assert [list(line.get_xdata()) for line in lines(ax)] == [[0, 1], [2, 3]]
    assert not style.is_whole(bands, "x") and style.is_whole(bands.iloc[:1], "x")


def test_between_bands_is_a_step_and_between_points_a_bar() -> None:
    _, ax = plt.subplots()
    low, high = (frame(["[0,1]", "[1,2]", "[3,4]"], [v] * 3, [v + 1] * 3) for v in (0, 5))
    style.between(ax, low, high, "x", "gap", "k")
    assert [(c.get_paths()[0].vertices[:, 0].min(), c.get_paths()[0].vertices[:, 0].max()) for c in ax.collections] == [
        (0, 2),
        (3, 4),
    ]
    _, ax = plt.subplots()
    low, high = (frame(["0", "1", "2"], v, v) for v in ([0, 0, 9], [5, 6, 7]))
    style.between(ax, low, high, "x", "gap", "k")
    (bars,) = ax.collections
    # Nothing is claimed between the points, nor where the order is the other one.
    assert [segment.tolist() for segment in bars.get_segments()] == [[[0, 0], [0, 5]], [[1, 0], [1, 6]]]


def test_columns_of_a_legend_fit() -> None:
    """Four labels in three columns are dealt as two, one, one."""
    from vlasov.figures import legends

    labels = ["a" * 30, "a", "b" * 30, "c" * 30]
    room = 2 * legends._width("a" * 30) + legends._width("b" * 30) + 4 * 3.5 * 7.5
    assert legends._columns(labels, 3, room) == 3
    assert legends._columns(labels, 3, room - 40) == 2


def test_an_axis_of_one_number_shows_it() -> None:
    ax = vlasov.figure("retrieval.profile", s="1/2", t=1)
    low, high = ax.get_ylim()
    assert 1.1 < low < 1.2655 < high < 1.4
    assert any(low < tick < high for tick in ax.get_yticks())


def test_lists_are_drawn_in_ascending_order() -> None:
    ax = vlasov.figure("retrieval.t-crit", lambda_=1, M=8, beta="3,1,2")
    assert list(lines(ax)[0].get_xdata()) == [1, 2, 3]
