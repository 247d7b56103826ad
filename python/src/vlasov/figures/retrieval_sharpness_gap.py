"""How far the paper's condition for the U-shape is from the exact threshold, over beta and t."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from . import data, style
from .registry import Option, Options, integer, register
from .words import points_of, spread

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
    beta = options.text("beta")
    bias = {"lambda": fixed["lambda"]}
    paper = data.with_points("retrieval.smallness-time", {**bias, "beta": beta}, "beta", output="t_paper")
    level = data.with_points("retrieval.smallness-time", {**fixed, "beta": beta}, "beta", output="t_level1")
    crit = data.with_points("retrieval.t-crit", {**fixed, "beta": beta}, "beta", output="t_crit")
    points = points_of("beta", beta)
    folds = _folds(fixed, beta, options.integer("folds"))

    top = axes[0]
    _shade(top, paper[0], level[0], style.PALETTE[2], "U-shape proved beyond the paper", 0.3)
    _shade(top, level[0], crit[0], style.PALETTE[5], "recency, interior minimum", 0.25)
    if not folds.empty:
        _shade_points(top, fixed, folds)
    style.curve(top, crit, "beta", r"$t_{\mathrm{crit}}$: recency ends", style.PALETTE[6])
    style.curve(
        top, level, "beta", r"$t_{\mathrm{level1}}$: sharper condition", style.PALETTE[0], linestyle=_DASHES
    )
    style.curve(top, paper, "beta", r"$t_{\mathrm{paper}}$: paper's condition", style.PALETTE[1])
    if not folds.empty:
        style.band(top, folds, "beta", r"$t_{\mathrm{fold}}$: minimum ends", style.PALETTE[3])
    top.set_yscale("log")
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
    import vlasov

    points = spread("beta", beta, number)
    if not points:
        return vlasov.table("retrieval.fold", {**fixed, "beta": "1"}).iloc[:0]
    frame = vlasov.table("retrieval.fold", {**fixed, "beta": ",".join(points)}, digits=12)
    return frame if data.drawable(frame).any() else frame.iloc[:0]


def _shade(
    ax: Axes, below: pandas.DataFrame, above: pandas.DataFrame, colour: str, label: str, alpha: float
) -> None:
    """Fill what is certainly between two curves: above the upper, below the lower bounds."""
    along = [end for text in below["beta"] for end in style.interval(str(text))]
    low = [v for v in below["upper"] for _ in (0, 1)]
    high = [v for v in above["lower"] for _ in (0, 1)]
    inside = [a < b for a, b in zip(low, high, strict=True)]
    if not any(inside):
        return
    ax.fill_between(
        along,
        low,
        high,
        where=inside,
        facecolor=colour,
        alpha=alpha,
        linewidth=0,
        label=label,
        gid=style.part(ax, "certified"),
        zorder=1,
    )


def _shade_points(ax: Axes, fixed: dict[str, str], folds: pandas.DataFrame) -> None:
    """Between the recency threshold and the fold, at the points of the fold curve."""
    crit = data.curve("retrieval.t-crit", {**fixed, "beta": ",".join(folds["beta"])}, output="t_crit")
    along = [style.number(str(text)) for text in folds["beta"]]
    ax.fill_between(
        along,
        crit["upper"].to_numpy(float),
        folds["lower"].to_numpy(float),
        facecolor=style.PALETTE[3],
        alpha=0.2,
        linewidth=0,
        label="minimum without recency",
        zorder=0.9,
    )


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
        style.band(ax, data.ratio(folds, below), "beta", color=style.PALETTE[3])
    ax.set_ylabel(r"$t\,/\,t_{\mathrm{paper}}$")
