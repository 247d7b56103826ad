"""The phase curve of metastability: when orthogonal tokens have clustered, over inverse temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import data, style
from .registry import Option, Options, register
from .words import ascending

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes


@register(
    "clustering.phase-curve",
    "Phase curve of metastability: when n orthogonal tokens have clustered",
    options=(
        Option("n", "32", "numbers of tokens, one curve each", many=True),
        Option("delta", "0.001", "what the overlap lacks to 1"),
        Option("beta", "[0,9]/180", "bands of inverse temperatures, or points", many=True),
        Option("t", "10,20", "times at which the curve is marked; none leaves them out", many=True),
        Option("tmax", "30", "right end of the time axis"),
    ),
    results=("clustering.phase-curve",),
    size=(style.COLUMN, 3.1),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Left of the curve the tokens are spread, right of it they overlap by more than 1 - delta.

    Boxes hold the time at which the overlap is 1 - delta, over bands of beta. Circles are the inverse
    temperatures of the curve at given times, certified by themselves.
    """
    import vlasov

    ax = axes[0]
    delta, beta = options.text("delta"), ascending("beta", options.text("beta"))
    sizes = options.list("n", style.MOST_CURVES)
    tmax = options.number("tmax", above=0)
    times = [] if options.text("t") == "none" else options.list("t")
    low, high = 0.0, 1.0
    for index, n in enumerate(sizes):
        colour = style.color(index)
        pair = data.with_points(
            "clustering.phase-curve",
            {"n": n, "delta": delta, "beta": beta},
            "beta",
            output="t",
        )
        ends = [style.interval(str(text)) for text in pair[0]["beta"]]
        low, high = min(a for a, _ in ends), max(b for _, b in ends)
        if len(sizes) == 1 and pair[1] is not None:
            _phases(ax, pair[0], tmax)
        style.curve(ax, pair, "beta", rf"$t_{{n,\delta}}(\beta)$, $n={style.tex(n)}$", colour, swap=True)
        if times:
            marks = vlasov.table(
                "clustering.phase-curve",
                {"n": n, "delta": delta, "t": ",".join(times)},
                output="beta",
                digits=15,
            )
            marks = marks[data.drawable(marks)]
            style.certified_rows(ax, marks, "t", color=colour)
            if not marks.empty:
                style.note(ax, r"circles: certified $\beta_{n,\delta}(t)$")
    ax.set_xlim(0, tmax)
    ax.set_ylim(low, high)
    ax.set_xlabel("time $t$")
    ax.set_ylabel(r"inverse temperature $\beta$")
    ax.set_title(rf"orthogonal tokens, overlap $1-\delta$, $\delta={style.tex(delta)}$")
    style.legend(ax, under=ax, columns=3)


def _phases(ax: Axes, frame: pandas.DataFrame, tmax: float) -> None:
    """Tint the two sides of the curve, up to its bounds; nothing where boxes do not meet."""
    if not style.is_whole(frame, "beta"):
        return
    along = [end for text in frame["beta"] for end in style.interval(str(text))]
    low = [v for v in frame["lower"] for _ in (0, 1)]
    high = [v for v in frame["upper"] for _ in (0, 1)]
    ax.fill_betweenx(along, 0, low, facecolor=style.PALETTE[4], alpha=0.15, linewidth=0, zorder=0.5)
    ax.fill_betweenx(
        along, high, max(tmax, *high), facecolor=style.PALETTE[5], alpha=0.2, linewidth=0, zorder=0.5
    )
    bottom, top = min(along), max(along)
    rows = list(zip(along[::2], along[1::2], frame["lower"], frame["upper"], strict=True))
    for words, side in (("spread", _is_spread), ("clustered", _is_clustered)):
        for x, y in _PLACES:
            box = (
                x * tmax,
                (x + 0.3) * tmax,
                bottom + y * (top - bottom),
                bottom + (y + 0.1) * (top - bottom),
            )
            if side(rows, box):
                ax.text(x + 0.15, y + 0.05, words, transform=ax.transAxes, ha="center", va="center")
                break


#: Where a word may stand, as fractions of the axes: first where the legend is not.
_PLACES = [(x, y) for y in (0.85, 0.45, 0.6, 0.3) for x in (0.05, 0.6, 0.35, 0.68)]

_Box = tuple[float, float, float, float]


def _is_spread(rows: list[_Box], box: _Box) -> bool:
    """Whether all times of the box (left, right, bottom, top) are before the curve."""
    return all(low > box[1] for a, b, low, _ in rows if a <= box[3] and b >= box[2])


def _is_clustered(rows: list[_Box], box: _Box) -> bool:
    """Whether they are all after the curve."""
    return all(high < box[0] for a, b, _, high in rows if a <= box[3] and b >= box[2])
