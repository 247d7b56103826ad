"""The look of every figure: sizes, colours, how certified and simulated data are drawn.

A certified curve is a band between proved bounds. Over sub-intervals of a parameter the band consists of
boxes that hold the curve; at points it is what the digits leave open. Nothing else is drawn in a solid
colour, so that a reader sees what is proved.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from .legends import layout_engine, legend, note, part
from .look import COLUMN, GREY, MOST_CURVES, PAGE, PALETTE, color, context, root_figure
from .saving import FORMATS, describe, format_of, save

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

__all__ = [
    "COLUMN",
    "FORMATS",
    "GREY",
    "MOST_CURVES",
    "PAGE",
    "PALETTE",
    "band",
    "between",
    "certified",
    "certified_rows",
    "color",
    "context",
    "curve",
    "describe",
    "format_of",
    "interval",
    "is_mathtext",
    "is_whole",
    "layout_engine",
    "legend",
    "note",
    "number",
    "part",
    "root_figure",
    "save",
    "simulated",
    "tex",
]

# Numbers and text


def number(text: str) -> float:
    """The double nearest to an exact text such as ``1/3`` or ``sqrt(2)``."""
    import vlasov

    return vlasov.as_float(text)


def interval(text: str) -> tuple[float, float]:
    """The ends of ``[a,b]`` or ``m+/-r``; a number is both of its ends."""
    import vlasov

    low, high = vlasov.bounds(text)
    return float(low), float(high)


def tex(text: str) -> str:
    """An exact text as mathtext, without dollars: ``sqrt(2)/2`` becomes ``\\sqrt{2}/2``."""
    out = text.strip()
    out = re.sub(r"sqrt\(([^()]*)\)", r"\\sqrt{\1}", out)
    out = re.sub(r"^1e\+?(-?\d+)$", r"10^{\1}", out)
    out = re.sub(r"(?<=\d)e\+?(-?\d+)$", r"\\cdot10^{\1}", out)
    out = re.sub(r"\^(-?[0-9.]+)", r"^{\1}", out)
    out = re.sub(r"\bpi\b", r"\\pi", out).replace("+/-", r"\pm").replace("*", r"\,")
    if re.search(r"[A-Za-z]{2,}", re.sub(r"\\[a-z]+", "", out)):
        return r"\mathrm{" + text.replace("_", r"\_") + "}"
    return out.replace(",", r",\,")


@lru_cache(maxsize=1)
def _parser() -> Any:
    from matplotlib.mathtext import MathTextParser

    return MathTextParser("path")


@cache
def is_mathtext(formula: str) -> bool:
    """Whether matplotlib can set the formula (given without dollars)."""
    try:
        _parser().parse(f"${formula}$")
    except (ValueError, RuntimeError):
        return False
    return True


# What is certified, what is simulated


def _runs(
    rows: pandas.DataFrame, axis: str
) -> Iterator[tuple[list[tuple[float, float]], list[float], list[float]]]:
    """Stretches of rows that have finite bounds: the intervals of the parameter, and the bounds."""
    xs: list[tuple[float, float]] = []
    low: list[float] = []
    high: list[float] = []
    for text, lower, upper in zip(rows[axis], rows["lower"], rows["upper"], strict=True):
        x = interval(str(text))
        lower, upper = float(lower), float(upper)
        finite = math.isfinite(lower) and math.isfinite(upper)
        # Intervals that do not meet are no curve.
        torn = bool(xs) and (xs[-1][0] < xs[-1][1] or x[0] < x[1]) and x[0] > xs[-1][1]
        if xs and (not finite or torn):
            yield xs, low, high
            xs, low, high = [], [], []
        if finite:
            xs.append(x)
            low.append(lower)
            high.append(upper)
    if xs:
        yield xs, low, high


def is_whole(frame: pandas.DataFrame, axis: str) -> bool:
    """Whether all rows of a table are drawn, in one piece."""
    return [len(xs) for xs, _, _ in _runs(frame, axis)] == [len(frame)]


def band(
    ax: Axes,
    frame: pandas.DataFrame,
    axis: str,
    label: str | None = None,
    color: str | None = None,
    *,
    swap: bool = False,
    linestyle: Any = "-",
    alpha: float = 0.3,
    zorder: float = 2,
    markers: bool | None = None,
    gaps: bool = True,
    edge: float = 0.3,
) -> None:
    """Draw a table against one of its parameters.

    Rows over intervals are boxes that hold the curve. Rows at points are joined by a thin line, within the
    band of their bounds. Rows without a value, or with an infinite bound, leave a gap.

    Parameters
    ----------
    frame
        What `vlasov.table` returns.
    axis
        The parameter that varies.
    swap
        Put the parameter on the vertical axis.
    markers
        Mark the points; by default where they are so few that the line between them is a guess.
    gaps
        Have the legend say why there are gaps, if there are.
    edge
        Width of the edges of boxes.
    """
    color = color or PALETTE[0]
    if gaps:
        _note_gaps(ax, frame)
    fill = ax.fill_betweenx if swap else ax.fill_between
    first = True
    for xs, low, high in _runs(frame, axis):
        text = (label if first else None) or "_band"
        first = False
        boxes = any(a < b for a, b in xs)
        wide = boxes or any(b - a > _VISIBLE * max(abs(a), abs(b)) for a, b in zip(low, high, strict=True))
        look: dict[str, Any] = {
            "facecolor": _faint(color, alpha),
            "gid": part(ax, "certified"),
            "zorder": zorder,
        }
        if boxes:
            along = [end for x in xs for end in x]
            low, high = ([v for v in bounds for _ in (0, 1)] for bounds in (low, high))
        else:
            along = [a for a, _ in xs]
        if wide:
            edges: dict[str, Any] = {"edgecolor": _faint(color, 0.6 if edge < 1 else 1), "linewidth": edge}
            fill(along, low, high, label=text, **look, **edges)
            note(ax, "boxes: certified enclosures" if boxes else "bands: certified enclosures")
        else:
            fill(along, low, high, label="_band", **look, linewidth=0)
            middle = [a + (b - a) / 2 for a, b in zip(low, high, strict=True)]
            dress: dict[str, Any] = {"gid": part(ax, "certified"), "markersize": 2.5}
            few = len(xs) <= _FEW if markers is None else markers
            dress["marker"] = "o" if few or len(xs) == 1 else ""
            line = (middle, along) if swap else (along, middle)
            ax.plot(*line, color=color, linestyle=linestyle, label=text, zorder=zorder + 0.1, **dress)
            joined = len(xs) > 1 and linestyle != "none"
            note(ax, "curves: through certified points" if joined else "points: certified")


#: Bounds further apart than this, relatively, can be seen: between them no line is drawn.
_VISIBLE = 1e-3

#: So few points are marked, that a reader sees where the line is certified.
_FEW = 25


def _note_gaps(ax: Axes, frame: pandas.DataFrame) -> None:
    """Say why rows are not drawn."""
    why = set()
    for status, lower, upper in zip(frame["status"], frame["lower"], frame["upper"], strict=True):
        if math.isinf(lower) or math.isinf(upper):
            why.add("infinite")
        elif math.isnan(lower) or math.isnan(upper):
            why.add(str(status))
    if why:
        note(ax, "gaps: " + " or ".join(sorted(why)))


def curve(
    ax: Axes,
    pair: tuple[pandas.DataFrame, pandas.DataFrame | None],
    axis: str,
    label: str | None = None,
    color: str | None = None,
    **look: Any,
) -> None:
    """Draw boxes that hold a curve, and a line through certified points in them (`data.with_points`).

    The line is interrupted where no box holds the curve.
    """
    frame, points = pair
    if points is None:
        band(ax, frame, axis, label, color, **look)
        return
    band(ax, frame, axis, None, color, **look)
    look["markers"] = look.get("markers") or False  # the boxes show what is certified between the points
    places = [number(str(text)) for text in points[axis]]
    for xs, _, _ in _runs(frame, axis):
        inside = [xs[0][0] <= x <= xs[-1][1] for x in places]
        band(ax, points[inside], axis, label, color, gaps=False, **look)
        label = None


def between(
    ax: Axes,
    below: pandas.DataFrame,
    above: pandas.DataFrame,
    axis: str,
    label: str,
    color: str,
    alpha: float = 0.3,
) -> None:
    """Fill what is certainly between two curves: above the upper, below the lower bounds of two tables of the
    same rows. At points it is a bar, as nothing is known between them.
    """
    gap = below.assign(lower=below["upper"].to_numpy(float), upper=above["lower"].to_numpy(float))
    gap.loc[~(gap["lower"] < gap["upper"]), ["lower", "upper"]] = math.nan
    text: str | None = label
    for xs, low, high in _runs(gap, axis):
        look: dict[str, Any] = {"label": text or "_between", "gid": part(ax, "certified"), "zorder": 1}
        if any(a < b for a, b in xs):
            along = [end for x in xs for end in x]
            low, high = ([v for v in bounds for _ in (0, 1)] for bounds in (low, high))
            ax.fill_between(along, low, high, facecolor=color, alpha=alpha, linewidth=0, **look)
        else:
            bars: dict[str, Any] = {"colors": color, "alpha": min(1, 2 * alpha), "linewidth": 1.2}
            ax.vlines([a for a, _ in xs], low, high, **bars, **look)
        text = None


def _faint(color: str, alpha: float) -> tuple[float, float, float, float]:
    from matplotlib.colors import to_rgba

    red, green, blue, _ = to_rgba(color)
    return red, green, blue, alpha


def _bounds(value: Any) -> tuple[float, float]:
    """Bounds of an enclosure (rounded outwards) or of a pair, or a number twice."""
    if isinstance(value, tuple):
        return float(value[0]), float(value[1])
    if hasattr(value, "lower_float"):
        return value.lower_float, value.upper_float
    return float(value), float(value)


def certified(
    ax: Axes,
    x: Any,
    y: Any,
    label: str | None = None,
    color: str | None = None,
    *,
    marker: str = "o",
    size: float = 4,
    hollow: bool = False,
    zorder: float = 4,
) -> None:
    """Mark certified points; where an enclosure is wide enough to see, error bars show it.

    Parameters
    ----------
    x, y
        Enclosures, or numbers where a coordinate is exact.
    """
    xs, ys = [_bounds(v) for v in x], [_bounds(v) for v in y]
    if not xs:
        return
    mid_x = [a + (b - a) / 2 for a, b in xs]
    mid_y = [a + (b - a) / 2 for a, b in ys]
    err_x = [
        [m - a for m, (a, _) in zip(mid_x, xs, strict=True)],
        [b - m for m, (_, b) in zip(mid_x, xs, strict=False)],
    ]
    err_y = [
        [m - a for m, (a, _) in zip(mid_y, ys, strict=True)],
        [b - m for m, (_, b) in zip(mid_y, ys, strict=False)],
    ]
    color = color or PALETTE[0]
    visible = any(b - a > _VISIBLE * max(abs(a), abs(b)) for a, b in xs + ys)
    if visible:
        ax.errorbar(
            mid_x,
            mid_y,
            xerr=err_x,
            yerr=err_y,
            fmt="none",
            ecolor=color,
            elinewidth=0.6,
            capsize=1.5,
            zorder=zorder,
        )
    ax.plot(
        mid_x,
        mid_y,
        linestyle="none",
        marker=marker,
        markersize=size,
        markerfacecolor="white" if hollow else color,
        markeredgecolor=color if hollow else "white",
        markeredgewidth=0.8 if hollow else 0.4,
        label=f"{label} (certified)" if label else "_certified",
        gid=part(ax, "certified"),
        zorder=zorder + 0.1,
    )


def certified_rows(
    ax: Axes,
    frame: pandas.DataFrame,
    axis: str,
    label: str | None = None,
    color: str | None = None,
    **look: Any,
) -> None:
    """Mark the rows of a table at points of one of its parameters, as `certified`."""
    if frame.empty:
        return
    certified(
        ax,
        [number(str(text)) for text in frame[axis]],
        list(zip(frame["lower"], frame["upper"], strict=True)),
        label,
        color,
        **look,
    )


def simulated(
    ax: Axes,
    x: Any,
    y: Any,
    label: str | None = None,
    color: str | None = None,
    *,
    marker: str = "",
    linestyle: Any = (0, (4, 2)),
    error: Any | None = None,
    linewidth: float = 0.8,
    zorder: float = 3,
) -> None:
    """Draw numbers of a float simulation: grey, dashed or hollow, and named so in the legend."""
    color = color or GREY
    if error is not None:
        ax.errorbar(x, y, yerr=error, fmt="none", ecolor=color, elinewidth=0.6, capsize=1.5, zorder=zorder)
    ax.plot(
        x,
        y,
        color=color,
        linestyle=linestyle,
        marker=marker,
        markersize=3.5,
        markerfacecolor="white",
        linewidth=linewidth,
        label=f"{label} (simulated)" if label else "_simulated",
        gid=part(ax, "simulated"),
        zorder=zorder,
    )
    if not label:
        note(ax, "dashed: simulated")
