"""A kernel density estimate with its certified modes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

import vlasov

from ..errors import InputError, UndecidedWarning
from . import _kde, _samples, style
from ._kde import ROUNDED
from .registry import Option, Options, choice, integer, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._modes import Modes

RUG_LIMIT = 400  # observations of which a rug still shows single ones
MARGIN = 3.5  # bandwidths that the curve goes beyond the sample
GRID_SPAN = 3.0  # bandwidths that a grid reaches beyond the sample, as density() of R and seaborn do


@register(
    "kde.modes",
    "A kernel density estimate with its certified modes",
    options=(
        Option("sample", "ih12:1:60", "array, file, [x1,x2,...], ih12:SEED:N or comb:N", raw=True),
        Option("bandwidth", "1/4", "bandwidth h of the Gaussian kernel, exact"),
        Option("beta", None, "inverse squared bandwidth, instead of the bandwidth"),
        integer("points", 1200, "points of the density curve, in floating point", low=100, high=100_000),
        Option("window", None, "the part of the line that is shown, [a,b]", "[a,b] with a < b"),
        choice("rug", "auto", "ticks at the observations", ("auto", "yes", "no")),
        choice(
            "compare",
            "none",
            "also mark the maxima on a grid, as scipy's find_peaks sees them",
            ("none", "grid"),
        ),
        integer("grid", 128, "points of that grid", low=8, high=1_000_000),
    ),
    results=("kde.certified-count",),
    size=(3.4, 2.9),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Draw the density with its certified modes.

    The curve is the density in floating point and labelled so. The markers are certified: each location and
    height is enclosed, and the count is proved, or the legend says between which numbers it lies.
    """
    ax = axes[0]
    scale = _kde.scale(options)
    x, sample, is_exact = _samples.both(options.raw("sample"))
    h = _kde.bandwidth(scale)
    low, high = _window(options, x, h)
    t = np.linspace(low, high, _curve_points(options.integer("points"), (high - low) / h))
    ax.plot(t, _samples.density(x, t, h), color=style.GREY, label="density (floating point)")
    if options["rug"] == "yes" or (options["rug"] == "auto" and x.size <= RUG_LIMIT):
        ax.plot(
            x, np.zeros_like(x), "|", color="0.35", markersize=5, markeredgewidth=0.4, clip_on=False, zorder=1
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndecidedWarning)  # the legend says it
        found = vlasov.modes(sample, **scale)
    _mark(ax, found, part=options.given("window"))
    if options["compare"] == "grid":
        _compare(ax, x, h, options.integer("grid"))
    ax.set_ylim(bottom=0)
    if options.given("window"):
        ax.set_xlim(low, high)
    ax.set_xlabel(r"$t$")
    ax.set_ylabel(r"$P(t)$")
    if not is_exact:
        style.note(ax, ROUNDED)
    style.legend(ax, under=ax)


def _mark(ax: Axes, found: Modes, *, part: bool) -> None:
    """The certified modes, and the intervals where their number is in doubt."""
    places, heights = [mode.location for mode in found], [mode.height for mode in found]
    style.certified(
        ax, places, heights, label=_kde.label(found, part=part), color=style.color(1), marker="v", size=5
    )
    for k, doubt in enumerate(found.count.unresolved):
        # An interval of doubt is often far narrower than a pixel: the edge keeps it visible.
        ax.axvspan(
            float(doubt.lower),
            float(doubt.upper),
            facecolor=style.color(4),
            edgecolor=style.color(4),
            alpha=0.5,
            linewidth=1.2,
            label="undecided" if k == 0 else None,
        )


def _compare(ax: Axes, x: Any, h: float, count: int) -> None:
    """What a count on a grid says: maxima between the points of the grid are missed."""
    from scipy.signal import find_peaks

    t = np.linspace(x[0] - GRID_SPAN * h, x[-1] + GRID_SPAN * h, count)
    p = _samples.density(x, t, h)
    peaks, _ = find_peaks(p)
    ax.plot(
        t[peaks],
        p[peaks],
        "o",
        color=style.GREY,
        markerfacecolor="white",
        markersize=3.5,
        label=f"grid of {count} points, find_peaks: {peaks.size} maxima (floating point)",
        gid="grid-maxima",
        zorder=3,
    )


def _window(options: Options, x: Any, h: float) -> tuple[float, float]:
    """What is shown of the line: by default the sample and a margin."""
    text = options["window"]
    if text is None:
        return float(x[0] - MARGIN * h), float(x[-1] + MARGIN * h)
    try:
        low, high = style.interval(text)
    except (InputError, ValueError):
        low, high = 0.0, 0.0
    if not low < high:
        domain = "[a,b] with a < b"
        raise InputError(
            f"window={text} is outside the domain {domain}", parameter="window", value=text, domain=domain
        )
    return low, high


def _curve_points(points: int, bandwidths: float) -> int:
    """At least ten points a bandwidth, as far as a curve can show them."""
    return int(min(100_000, max(points, 10 * bandwidths)))
