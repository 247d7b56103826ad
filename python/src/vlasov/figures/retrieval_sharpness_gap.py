"""How far the paper's condition for the U-shape is from the exact threshold, over beta and t."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from . import data, style
from ._labels import logarithmic
from .registry import Option, Options, integer, register
from .words import ascending, points_of, spread

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

#: The sharper condition often coincides with the exact threshold, which must show beneath it.
_DASHES = (0, (4, 2))


@register(
    "retrieval.sharpness-gap",
    "The paper's condition for the U-shape against the exact thresholds, over beta and t",
    options=(
        Option("lambda", "1", "ALiBi slope"),
        Option("M", "8", "vocabulary size"),
        Option("beta", "[1/4,5]/57", "bands of inverse temperatures, or points", many=True),
        integer("folds", 58, "points of the fold curve; 0 leaves it out", low=0, high=1000),
    ),
    results=("retrieval.smallness-time", "retrieval.t-crit", "retrieval.fold"),
    panels=2,
    size=(style.COLUMN, 4.4),
    ratios=(2, 1),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Thresholds of time over the inverse temperature, and below their quotients by the paper's.

    Below `t_paper` the paper's sufficient condition holds; up to `t_level1` a sharper one proves the U-shape;
    `t_crit` is where the recency slope changes sign, exactly. For a large bias an interior minimum lives on
    without recency until `t_fold`.
    """
    fixed = options.parameters("lambda", "M")
    beta = ascending("beta", options.text("beta"))
    bias = {"lambda": fixed["lambda"]}
    paper = data.with_points("retrieval.smallness-time", {**bias, "beta": beta}, "beta", output="t_paper")
    level = data.with_points("retrieval.smallness-time", {**fixed, "beta": beta}, "beta", output="t_level1")
    crit = data.with_points("retrieval.t-crit", {**fixed, "beta": beta}, "beta", output="t_crit")
    points = points_of("beta", beta)
    folds = _folds(fixed, beta, options.integer("folds"))

    top = axes[0]
    style.between(top, paper[0], level[0], "beta", "U-shape proved beyond the paper", style.PALETTE[2])
    style.between(top, level[0], crit[0], "beta", "recency, interior minimum", style.PALETTE[5], 0.25)
    if not folds.empty:
        at = {**fixed, "beta": ",".join(folds["beta"])}
        ends = data.curve("retrieval.t-crit", at, output="t_crit")
        style.between(top, ends, folds, "beta", "minimum without recency", style.PALETTE[3], 0.2)
    style.curve(top, crit, "beta", r"$t_{\mathrm{crit}}$: recency ends", style.PALETTE[6])
    style.curve(
        top, level, "beta", r"$t_{\mathrm{level1}}$: sharper condition", style.PALETTE[0], linestyle=_DASHES
    )
    style.curve(top, paper, "beta", r"$t_{\mathrm{paper}}$: paper's condition", style.PALETTE[1])
    if not folds.empty:
        name = r"$t_{\mathrm{fold}}$: minimum ends"
        style.band(top, folds, "beta", name, style.PALETTE[3], gaps=False, linestyle=_joined(folds, points))
        _note_gaps(top, folds)
    logarithmic(top, "y")
    top.set_ylabel("time $t$")
    top.set_title(rf"$\lambda={style.tex(fixed['lambda'])}$, $M={style.tex(fixed['M'])}$")
    low, high = (style.interval(text) for text in (points[0], points[-1]))
    if low[0] < high[1]:
        top.set_xlim(low[0], high[1])
    axes[-1].set_xlabel(r"inverse temperature $\beta$")
    if len(axes) > 1:
        _quotients(axes[1], fixed, _finer(points), folds)
    style.legend(top, under=axes[-1], columns=2)


def _folds(fixed: dict[str, str], beta: str, number: int) -> pandas.DataFrame:
    """The fold times at points; where there is none a row has no bounds. Empty where there is none at all."""
    import pandas

    import vlasov

    points = spread("beta", beta, number)
    wide = any(low < high for low, high in map(style.interval, fixed.values()))
    if not points or wide:  # over intervals of the others a fold is hardly ever decided
        return pandas.DataFrame()
    frame = vlasov.table("retrieval.fold", {**fixed, "beta": ",".join(points)}, digits=12)
    return frame if data.drawable(frame).any() else frame.iloc[:0]


def _joined(folds: pandas.DataFrame, points: list[str]) -> str:
    """How points of the fold curve are joined: not at all, where a chord might cut the other curves."""
    return "none" if len(folds) < min(20, len(points)) else "-"


def _note_gaps(ax: Axes, folds: pandas.DataFrame) -> None:
    """Say why the fold curve has gaps."""
    rest = folds[~data.drawable(folds)]
    why = {"no fold" if status == "refused" else str(status) for status in rest["status"]}
    if why:
        style.note(ax, rf"gaps of $t_{{\mathrm{{fold}}}}$: {' or '.join(sorted(why))}")


def _finer(points: list[str]) -> list[str]:
    """Three more points between neighbours: the quotients have kinks where another mode is fastest."""
    out = []
    for a, b in pairwise(points):
        out += [a, *(f"({a})*{4 - i}/4+({b})*{i}/4" for i in (1, 2, 3))] if len(points) < 500 else [a]
    return [*out, points[-1]]


def _quotients(ax: Axes, fixed: dict[str, str], points: list[str], folds: pandas.DataFrame) -> None:
    """The thresholds at points, divided by the paper's."""
    beta = ",".join(points)
    bias = {"lambda": fixed["lambda"]}
    paper = data.curve("retrieval.smallness-time", {**bias, "beta": beta}, output="t_paper", digits=15)
    level = data.curve("retrieval.smallness-time", {**fixed, "beta": beta}, output="t_level1", digits=15)
    crit = data.curve("retrieval.t-crit", {**fixed, "beta": beta}, output="t_crit", digits=15)
    style.band(ax, data.ratio(crit, paper), "beta", color=style.PALETTE[6])
    style.band(ax, data.ratio(level, paper), "beta", color=style.PALETTE[0], linestyle=_DASHES)
    ax.axhline(1, color=style.PALETTE[1], linewidth=0.9)
    if not folds.empty:
        below = data.curve(
            "retrieval.smallness-time", {**bias, "beta": ",".join(folds["beta"])}, output="t_paper", digits=15
        )
        joined = _joined(folds, points)
        style.band(ax, data.ratio(folds, below), "beta", None, style.PALETTE[3], gaps=False, linestyle=joined)
    ax.set_ylabel(r"$t\,/\,t_{\mathrm{paper}}$")
