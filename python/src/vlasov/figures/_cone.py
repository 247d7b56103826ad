"""The cone of positive semidefinite 2x2 matrices in the plane of the picture, and its section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._covariances import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ELEVATION = np.deg2rad(20)  # of the eye above the base; below 45 degrees the sides of the cone are visible
AZIMUTH = np.deg2rad(-25)
LINE: dict[str, Any] = {"color": "0.45", "linewidth": 0.6}


class Frame:
    """An orthographic view of the cone x^2 + y^2 <= z^2, 0 <= z <= top."""

    def __init__(self, top: float) -> None:
        self.top = top * 1.05

    def place(self, x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats]:
        """Where a point of space lies in the picture."""
        across = x * np.cos(AZIMUTH) - y * np.sin(AZIMUTH)
        depth = x * np.sin(AZIMUTH) + y * np.cos(AZIMUTH)
        return across, z * np.cos(ELEVATION) + depth * np.sin(ELEVATION)

    def draw(self, ax: Axes) -> None:
        """The outline of the cone and the names of its axes."""
        r, height = self.top * np.sin(ELEVATION), self.top * np.cos(ELEVATION)
        angle = np.linspace(0, 2 * np.pi, 361)
        rim = self.top * np.cos(angle), height + r * np.sin(angle)
        # The tangents from the apex touch the rim on the polar line of the apex.
        touch = self.top * np.sqrt(1 - (r / height) ** 2), height - r**2 / height
        ax.fill(
            [0, touch[0], *rim[0][:181], -touch[0]],
            [0, touch[1], *rim[1][:181], touch[1]],
            color="0.965",
            zorder=0,
        )
        ax.fill(*rim, color="0.93", zorder=0)
        ax.plot(*rim, **LINE, zorder=1)
        for side in (-1, 1):
            ax.plot([0, side * touch[0]], [0, touch[1]], **LINE, zorder=1)
        ax.plot([0, 0], [0, height], **LINE, linestyle=(0, (4, 3)), zorder=1)
        one, zero, z = np.array([self.top]), np.array([0.0]), np.array([self.top])
        for x, y, name in (
            (one, zero, r"$\frac{1}{2}(\Sigma_{11}-\Sigma_{22})$"),
            (zero, one, r"$\Sigma_{12}$"),
        ):
            (u,), (v,) = self.place(x, y, z)
            ax.plot([0, u], [height, v], **LINE, linestyle=(0, (4, 3)), zorder=1)
            ax.annotate(
                name, (u, v), xytext=(8, 1), textcoords="offset points", ha="left", va="center", fontsize=8
            )
        ax.annotate(
            r"$\frac{1}{2}\mathrm{tr}\,\Sigma$",
            (0, height),
            xytext=(-3, 3),
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontsize=8,
        )
        ax.set_aspect("equal")
        ax.set_axis_off()


def draw_section(ax: Axes) -> None:
    """The unit disc: isotropic matrices at the centre, matrices of rank one on the rim."""
    angle = np.linspace(0, 2 * np.pi, 361)
    ax.fill(np.cos(angle), np.sin(angle), color="0.965", zorder=0)
    ax.plot(np.cos(angle), np.sin(angle), **LINE, zorder=1)
    ax.plot(0, 0, "+", color="0.45", markersize=5, markeredgewidth=0.6, zorder=1)
    ax.annotate("isotropic", (0, 0), xytext=(4, -6), textcoords="offset points", fontsize=6.5, color="0.35")
    ax.annotate(
        "rank 1",
        (np.sqrt(0.5), -np.sqrt(0.5)),
        xytext=(-4, 4),
        textcoords="offset points",
        fontsize=6.5,
        color="0.35",
        ha="right",
    )
    for degrees in range(0, 360, 45):
        # The line that a matrix of rank one projects on has half the angle.
        turn, half = np.deg2rad(degrees), np.deg2rad(degrees / 2)
        x, y = 1.1 * np.cos(turn), 1.1 * np.sin(turn)
        dx, dy = 0.05 * np.cos(half), 0.05 * np.sin(half)
        ax.plot([x - dx, x + dx], [y - dy, y + dy], color="0.25", linewidth=1.0, clip_on=False)
    ax.set_xlim(-1.18, 1.18)
    ax.set_ylim(-1.18, 1.18)
    ax.set_aspect("equal")
    ax.set_xticks([-1, 0, 1])
    ax.set_yticks([-1, 0, 1])
    ax.set_xlabel(r"$(\Sigma_{11}-\Sigma_{22})/\mathrm{tr}\,\Sigma$")
    ax.set_ylabel(r"$2\,\Sigma_{12}/\mathrm{tr}\,\Sigma$")
