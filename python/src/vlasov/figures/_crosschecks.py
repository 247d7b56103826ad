"""Panels of one cross-check: its points against their size, and its rates against the certified ones."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import style
from ._labels import logarithmic, output_symbol

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..checks import Rate, Verification

FAR = 2.6  # half widths at which a rate far outside its interval is drawn, as an arrow


def draw_details(ax: Axes, check: Verification) -> None:
    """The points of a cross-check: a convergence with its order, observations against a bound, or means with
    errors.
    """
    details = check.details
    size = details["size"].to_numpy(dtype=float)
    simulated = details["simulated"].to_numpy(dtype=float)
    closed = details["closedForm"].to_numpy(dtype=float)
    error = details["standardError"].to_numpy(dtype=float)
    order = re.match(r"O\(size\^-(\d+)\)", check.law)
    if order and np.unique(size).size > 2:
        _convergence(ax, size, np.abs(simulated - closed), error, float(order[1]), check)
    elif check.law.startswith("inequality"):
        _inequality(ax, simulated / closed)
    else:
        _means(ax, size, simulated, closed, error, check)
    ax.set_title(_wrapped(check.simulates), fontsize=7)
    style.legend(ax, under=ax)


def _convergence(ax: Axes, size: Any, gap: Any, error: Any, law: float, check: Verification) -> None:
    """The distance from the certified value, and the order with the interval that its law gives."""
    seen = gap > 0
    size, gap = size[seen], gap[seen]
    if gap.size:
        bars = 4 * error[seen] if np.any(error > 0) else None
        style.simulated(
            ax, size, gap, error=bars, label="distance from the certified value", marker="o", linestyle="none"
        )
        centre, level = np.exp(np.mean(np.log(size))), np.exp(np.mean(np.log(gap)))
        x = np.geomspace(size.min() / 1.2, size.max() * 1.2, 50)
        low, high = (np.nan if end is None else end for end in check.order_interval or (None, None))
        if check.observed_order is not None:
            ax.plot(
                x,
                level * (x / centre) ** -check.observed_order,
                color=style.GREY,
                linestyle=(0, (4, 2)),
                linewidth=0.8,
                label=f"fitted order {check.observed_order:.3g} (simulated)",
            )
            if np.isfinite([low, high]).all():
                ends = [level * (x / centre) ** -p for p in (low, high)]
                ax.fill_between(
                    x,
                    np.min(ends, axis=0),
                    np.max(ends, axis=0),
                    color=style.GREY,
                    alpha=0.25,
                    linewidth=0,
                    label=f"its interval [{low:.3g}, {high:.3g}]",
                )
        ax.plot(
            x,
            level * (x / centre) ** -law,
            color="black",
            linewidth=0.6,
            linestyle=":",
            label=f"order {law:g} (the method's)",
        )
        logarithmic(ax, "xy")
    ax.set_xlabel("size")
    ax.set_ylabel(r"$|$simulated $-$ certified$|$")


def _inequality(ax: Axes, ratio: Any) -> None:
    """Observations as shares of the certified bound, in ascending order."""
    style.simulated(
        ax,
        np.arange(1, ratio.size + 1),
        np.sort(ratio),
        label="observation/bound",
        marker=".",
        linestyle="none",
    )
    ax.axhline(1, color=style.color(0), label="bound (certified)")
    ax.set_ylim(bottom=min(0.0, float(ratio.min())))
    ax.set_xlabel("trial, in ascending order")
    ax.set_ylabel("observation/bound")


def _means(ax: Axes, size: Any, simulated: Any, closed: Any, error: Any, check: Verification) -> None:
    """Simulated means with bars of four standard errors, and the certified value."""
    place = np.arange(size.size)
    style.simulated(
        ax,
        place,
        simulated,
        error=4 * error if np.any(error > 0) else None,
        label="mean" + (", 4 standard errors" if np.any(error > 0) else ""),
        marker="o",
        linestyle="none",
    )
    style.certified(
        ax, place + 0.15, closed, label=output_symbol(check.id, check.output), color=style.color(0)
    )
    ax.set_xticks(place, [f"{s:g}" for s in size])
    ax.set_xlim(-0.6, size.size - 0.4)
    ax.set_xlabel("size")
    ax.set_ylabel(output_symbol(check.id, check.output))


def draw_rates(ax: Axes, rates: Sequence[Rate]) -> None:
    """Each rate in units of the half width of its interval, centred at the fitted one.

    A certified rate must lie inside the band; for a bound it may lie on its own side, and is an arrow where
    that is far.
    """
    for row, rate in enumerate(rates):
        low, high = rate.interval
        middle, half = (low + high) / 2, (high - low) / 2
        fitted, at = (
            ((rate.fitted - middle) / half, (rate.certified - middle) / half) if half > 0 else (0.0, 0.0)
        )
        y = -float(row)
        ax.errorbar(
            [fitted],
            [y],
            xerr=[[1 + fitted], [1 - fitted]],
            fmt="o",
            color=style.GREY,
            markerfacecolor="white",
            markersize=3.5,
            elinewidth=0.6,
            capsize=2,
            label=None if row else "fitted rate and its interval (simulated)",
        )
        if abs(at) > FAR:
            ax.annotate(
                "",
                (np.sign(at) * (FAR + 0.3), y),
                xytext=(np.sign(at) * (FAR - 0.5), y),
                arrowprops={"arrowstyle": "-|>", "color": style.color(0), "linewidth": 0.8},
            )
        else:
            style.certified(ax, [at], [y - 0.2], color=style.color(0), marker="D", size=4)
        for text, size, shade, rise in (
            (_words(rate.quantity), 7, "black", 14),
            (_numbers(rate), 6.5, "0.35", 6),
        ):
            ax.annotate(
                text,
                (-3.1, y),
                xytext=(0, rise),
                textcoords="offset points",
                fontsize=size,
                color=shade,
                annotation_clip=False,
            )
    style.certified(ax, [np.nan], [np.nan], label="rate", color=style.color(0), marker="D", size=4)
    ax.axvspan(-1, 1, color=style.GREY, alpha=0.12, linewidth=0)
    ax.set_xlim(-3.1, 3.1)
    rows = max(2, len(rates))  # one alone would be lost in the middle
    ax.set_ylim(0.5 - rows, 0.65)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("rate, in half widths of its interval")
    laws = list(dict.fromkeys(rate.law for rate in rates))
    if len(laws) == 1:
        ax.set_title(_wrapped(f"interval: {laws[0]}"), fontsize=7)
    style.legend(ax, under=ax)


def draw_distances(ax: Axes, check: Verification) -> None:
    """Relative distances of the simulated values from the certified ones; all there is to see without a rate.
    """
    details = check.details
    closed = details["closedForm"].to_numpy(dtype=float)
    share = np.where(closed == 0, 1, np.abs(closed))
    error = 4 * details["standardError"].to_numpy(dtype=float) / share
    place = np.arange(closed.size)
    style.simulated(
        ax,
        place,
        details["difference"].to_numpy(dtype=float) / share,
        error=error if np.any(error > 0) else None,
        marker="o",
        linestyle="none",
        label="points" + (", 4 standard errors" if np.any(error > 0) else ""),
    )
    ax.axhline(0, color=style.color(0), label=f"{output_symbol(check.id, check.output)} (certified)")
    if place.size <= 8:
        ax.set_xticks(place, [f"{s:g}" for s in details["size"]])
        ax.set_xlim(-0.6, place.size - 0.4)
    ax.set_xlabel("size" if place.size <= 8 else "trial")
    ax.set_ylabel("(simulated $-$ certified)/certified")
    style.legend(ax, under=ax)


def _numbers(rate: Rate) -> str:
    """The interval to the digits that its width leaves, and the certified rate."""
    low, high = rate.interval
    places = max(2, min(15, 1 - int(np.floor(np.log10(max((high - low) / 2, 1e-15))))))
    certified = {"equal": "certified", "atLeast": "certified lower bound", "atMost": "certified upper bound"}[
        rate.relation
    ]
    return f"[{low:.{places}f}, {high:.{places}f}], {certified} {rate.certified:.12g}".replace(
        "-", "\N{MINUS SIGN}"
    )


def _wrapped(text: str) -> str:
    """At most two lines that fit above a panel."""
    return "\n".join(textwrap.wrap(text, 66, max_lines=2, placeholder=" ..."))


def _words(text: str, width: int = 64) -> str:
    """A line of words that fits above a panel."""
    text = text.replace("_", " ").replace("$", "")
    return text if len(text) <= width else text[: text.rfind(" ", 0, width)] + " ..."
