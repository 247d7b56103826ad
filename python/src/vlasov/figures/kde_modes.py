"""A kernel density estimate with its certified modes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

import vlasov

from ..errors import UndecidedWarning
from . import _kde, _samples, style
from .registry import Option, Options, choice, integer, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._modes import Modes

RUG_LIMIT = 400  # observations of which a rug still shows single ones
GRID_SPAN = 3.0  # bandwidths that a grid reaches beyond the sample, as density() of R and seaborn do


@register(
    "kde.modes",
    "A kernel density estimate with its certified modes",
    options=(
        Option("sample", "ih12:1:60", "array, file, [x1,x2,...], ih12:SEED:N or comb:N", raw=True),
        Option("bandwidth", "1/4", "bandwidth h of the Gaussian kernel, exact"),
        Option("beta", None, "inverse squared bandwidth, instead of the bandwidth"),
        integer("points", 1200, "points of the density curve, in floating point", low=100, high=100_000),
        choice("rug", "auto", "ticks at the observations", ("auto", "yes", "no")),
        choice("compare", "none", "also mark the maxima on a grid, as scipy's find_peaks sees them", ("none", "grid")),
        integer("grid", 128, "points of that grid", low=8, high=1_000_000),
    ),
    results=("kde.certified-count",),
    size=(3.4, 2.6),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Draw the density with its certified modes.

    The curve is the density in floating point and labelled so. The markers are certified: each location and height is
    enclosed, and the count is proved, or the legend says between which numbers it lies.
    """
    ax = axes[0]
    scale = _kde.scale(options)
    x = _samples.numbers(options.raw("sample"))
    h = _kde.bandwidth(scale)
    t = _grid(x, h, max(options.integer("points"), 2))
    ax.plot(t, _samples.density(x, t, h), color=style.GREY, label="density (floating point)")
    if options["rug"] == "yes" or (options["rug"] == "auto" and x.size <= RUG_LIMIT):
        ax.plot(x, np.zeros_like(x), "|", color="0.35", markersize=5, markeredgewidth=0.4, clip_on=False, zorder=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndecidedWarning)  # the legend says it
        found = vlasov.modes(x, **scale)
    _mark(ax, found)
    if options["compare"] == "grid":
        _compare(ax, x, h, options.integer("grid"))
    ax.set_ylim(bottom=0)
    ax.set_xlabel(r"$t$")
    ax.set_ylabel(r"$P(t)$")
    style.legend(ax)


def _mark(ax: Axes, found: Modes) -> None:
    """The certified modes, and the intervals where their number is in doubt."""
    places, heights = [mode.location for mode in found], [mode.height for mode in found]
    style.certified(ax, places, heights, label=_kde.label(found), color=style.color(1), marker="v", size=5)
    for k, doubt in enumerate(found.count.unresolved):
        # An interval of doubt is often far narrower than a pixel: the edge keeps it visible.
        ax.axvspan(float(doubt.lower), float(doubt.upper), facecolor=style.color(4), edgecolor=style.color(4), alpha=0.5,
                   linewidth=1.2, label="undecided" if k == 0 else None)  # fmt: skip


def _compare(ax: Axes, x: Any, h: float, count: int) -> None:
    """What a count on a grid says: maxima between the points of the grid are missed."""
    from scipy.signal import find_peaks

    t = np.linspace(x[0] - GRID_SPAN * h, x[-1] + GRID_SPAN * h, count)
    p = _samples.density(x, t, h)
    peaks, _ = find_peaks(p)
    label = f"grid of {count} points, find_peaks: {peaks.size}"
    style.simulated(ax, t[peaks], p[peaks], label=label, marker="o")


def _grid(x: Any, h: float, points: int) -> Any:
    """Where the curve is drawn: the sample and a margin, at least ten points a bandwidth as far as memory is sensible."""
    low, high = x[0] - 3.5 * h, x[-1] + 3.5 * h
    return np.linspace(low, high, int(min(100_000, max(points, 10 * (high - low) / h))))
