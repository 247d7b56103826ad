"""The mode tree of a sample: certified locations of modes over a range of bandwidths, and their number."""

from __future__ import annotations

import warnings
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

import vlasov

from ..errors import InputError, UndecidedWarning
from . import _kde, _samples, style
from ._kde import ROUNDED, Interval, Level
from ._labels import geometric, logarithmic
from .registry import Option, Options, integer, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIGITS = 12  # of the locations: far below a pixel


@register(
    "kde.mode-tree",
    "The mode tree over a range of bandwidths: certified locations and numbers of modes",
    options=(
        Option("sample", "ih12:1:60", "array, file, [x1,x2,...], ih12:SEED:N or comb:N", raw=True),
        Option("low", "1/10", "the smallest bandwidth"),
        Option("high", "1", "the largest bandwidth"),
        integer("count", 60, "bandwidths, geometrically spaced", low=2, high=2000),
        Option("bandwidths", None, "bandwidths of your own, ascending: a list or a range", many=True),
    ),
    results=("kde.certified-count", "kde.deterministic-facts"),
    panels=2,
    columns=2,
    size=(5.6, 3.4),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Draw the mode tree and, beside it, the number of modes.

    Locations are certified at each bandwidth, and so are the branches: that two modes at neighbouring
    bandwidths are the same one is proved. Where a branch ends, a dotted line leads to the nearest mode at the
    next bandwidth; this line is only a guide. The number of modes does not increase with the bandwidth, so
    that between two bandwidths it lies between the numbers there, and equal numbers hold all the way.
    """
    x, sample, is_exact = _samples.both(options.raw("sample"))
    texts = _bandwidths(options)
    h = np.array([style.number(text) for text in texts])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndecidedWarning)  # the legend says it
        tree = vlasov.mode_tree(sample, texts, digits=DIGITS)
    levels = _kde.levels(tree)
    _tree(axes[0], h, levels)
    if not tree.attrs["is_decided"]:
        style.note(axes[0], "gaps: links that are not proved")
    if not is_exact:
        style.note(axes[0], ROUNDED)
    style.legend(axes[0], under=axes[0])
    if len(axes) > 1:
        _staircase(axes[1], h, levels)


def _bandwidths(options: Options) -> list[str]:
    """Exact texts in ascending order."""
    if not options.given("bandwidths"):
        return geometric(options, "low", "high", options.integer("count"))
    texts = options.list("bandwidths")
    values = [style.number(text) for text in texts]
    if len(texts) < 2 or not all(a < b for a, b in pairwise(values)) or not values[0] > 0:
        domain = "at least two bandwidths, positive and ascending"
        shown = options["bandwidths"]
        raise InputError(
            f"bandwidths={shown}: expected {domain}", parameter="bandwidths", value=shown, domain=domain
        )
    return texts


def _tree(ax: Axes, h: Any, levels: list[Level]) -> None:
    """Branches over the bandwidth, and guides where they end."""
    branches: dict[int | None, list[tuple[float, Interval]]] = {}
    for width, level in zip(h, levels, strict=True):
        for branch, location in zip(level.branches, level.locations, strict=True):
            branches.setdefault(branch, []).append((width, location))
    for k, (branch, points) in enumerate(branches.items()):
        x, y = [p.mid for _, p in points], [w for w, _ in points]
        if branch is not None:
            ax.plot(x, y, color=style.color(0), linewidth=0.6, zorder=3)
        style.certified(
            ax, [p for _, p in points], y, label=None if k else "modes", color=style.color(0), size=2
        )
    first = True
    for (low, level), (high, above) in pairwise(zip(h, levels, strict=True)):
        for branch, location in zip(level.branches, level.locations, strict=True):
            if branch not in above.branches and above.locations:
                nearest = min(above.locations, key=lambda p: abs(p.mid - location.mid))
                ax.plot(
                    [location.mid, nearest.mid],
                    [low, high],
                    color=style.GREY,
                    linewidth=0.6,
                    linestyle=":",
                    zorder=2,
                    label="end of a branch (guide)" if first else None,
                )
                first = False
    logarithmic(ax, "y")
    ax.set_ylabel(r"bandwidth $h$")
    ax.set_xlabel("location of modes")


def _staircase(ax: Axes, h: Any, levels: list[Level]) -> None:
    """Boxes that hold the number of modes; a line where the two sides agree."""
    for (low, level), (high, above) in pairwise(zip(h, levels, strict=True)):
        # The number does not increase with the bandwidth, which also narrows what is undecided.
        fewest, most = above.lower, level.upper
        ax.fill_betweenx([low, high], fewest, most, color=style.color(0), alpha=0.3, linewidth=0)
        if fewest == most:
            ax.plot([most, most], [low, high], color=style.color(0))
    style.certified(
        ax,
        [level.lower for level in levels if level.is_decided],
        [w for w, level in zip(h, levels, strict=True) if level.is_decided],
        label="number of modes",
        color=style.color(0),
        size=2,
    )
    for width, level in zip(h, levels, strict=True):
        if not level.is_decided:
            ax.plot([level.lower, level.upper], [width, width], color=style.color(1), linewidth=1.2)
            style.note(ax, "wide: undecided between two numbers")
    logarithmic(ax, "y")
    if levels[0].upper > 20:
        logarithmic(ax, "x")
    else:
        ax.set_xlim(left=0)
    ax.set_xlabel("number of modes")
    style.legend(ax, under=ax)
