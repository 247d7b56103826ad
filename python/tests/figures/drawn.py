"""What a figure has drawn, read back from its axes."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D


def lines(ax: Axes, kind: str = "certified") -> list[Line2D]:
    """Lines through points, of a kind."""
    return [
        line for line in ax.lines if str(line.get_gid()).startswith(kind) and line.get_linestyle() != "None"
    ]


def markers(ax: Axes, kind: str = "certified") -> list[Line2D]:
    """Markers without lines, of a kind."""
    return [
        line for line in ax.lines if str(line.get_gid()).startswith(kind) and line.get_linestyle() == "None"
    ]


def boxes(
    ax: Axes, *, swap: bool = False, edged: bool = True
) -> list[list[tuple[float, float, float, float]]]:
    """For each polygon of `style.band` over intervals its boxes (left, right, lower, upper)."""
    out = []
    for polygon in ax.collections:
        if not isinstance(polygon, PolyCollection) or not str(polygon.get_gid()).startswith("certified"):
            continue
        if edged and not polygon.get_linewidth()[0]:
            continue
        corners = polygon.get_paths()[0].vertices
        count = (len(corners) - 2) // 2
        lower, upper = corners[1 : count + 1], corners[count + 2 : 2 * count + 2][::-1]
        a, b = (1, 0) if swap else (0, 1)
        assert (lower[:, a] == upper[:, a]).all()
        out.append([(lower[i, a], lower[i + 1, a], lower[i, b], upper[i, b]) for i in range(0, count - 1, 2)])
    return out


def legend_text(ax: Axes) -> str:
    """All words of the legend, lines joined."""
    legend: Any = ax.get_legend()
    texts = [text.get_text() for text in legend.get_texts()] + [legend.get_title().get_text()]
    return "\n".join(texts).replace("\n", " ")
