"""The staircase of the fastest mode of the uniform density, with certified jumps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..errors import InputError, Undecided
from . import style
from .registry import Option, Options, integer, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: More steps than this are no staircase.
_MOST = 500


@register(
    "clustering.kmax-staircase",
    "The mode that grows fastest out of the uniform density, with certified jumps over beta",
    options=(
        Option("d", "2,4,8", "dimensions, one staircase each", many=True),
        Option("beta", "25", "right end of the axis of inverse temperatures"),
        integer("labels", 0, "1 writes the transitions beside the jumps", low=0, high=1),
    ),
    results=("clustering.mode-transition",),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Steps are where one mode is certified as the fastest on the whole interval; circles are the certified
    jumps.

    The grey curve is the heuristic sqrt(2 beta) of large beta.
    """
    from matplotlib.ticker import MaxNLocator

    ax = axes[0]
    end = options.number("beta", above=1e-3)
    dimensions = options.list("d", style.MOST_CURVES)
    for index, d in enumerate(dimensions):
        jumps = transitions(d, end)
        _steps(
            ax,
            d,
            jumps,
            options.text("beta"),
            style.color(index),
            2.4 - 1.5 * index / max(len(dimensions) - 1, 1),
        )
        if options.integer("labels"):
            for k, jump in enumerate(jumps, 1):
                ax.annotate(
                    f"{float(jump):.4g}",
                    (float(jump), k + 0.5),
                    xytext=(2, -2),
                    textcoords="offset points",
                    fontsize=6,
                )
    grid = [end * i / 200 for i in range(201)]
    ax.plot(
        grid,
        [math.sqrt(2 * b) for b in grid],
        color=style.GREY,
        linewidth=0.7,
        linestyle=(0, (1, 1.5)),
        gid="heuristic-1",
        label=r"$\sqrt{2\beta}$ (heuristic)",
        zorder=1,
    )
    ax.set_xlim(0, end)
    ax.set_ylim(0.6)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    ax.set_xlabel(r"inverse temperature $\beta$")
    ax.set_ylabel(r"fastest mode $k_{\max}(\beta,d)$")
    style.legend(ax, under=ax, columns=4)


def transitions(d: str, end: float) -> list[Any]:
    """The certified transitions beta_1 < beta_2 < ... below `end`, as enclosures."""
    import vlasov

    out: list[Any] = []
    for k in range(1, _MOST + 1):
        jump = vlasov.evaluate("clustering.mode-transition", d=d, k=k, output="beta_k", digits=15)
        if float(jump.lower) >= end:
            return out
        out.append(jump)
    raise InputError(
        f"beta={end:g}: more than {_MOST} steps for d={d}",
        parameter="beta",
        value=f"{end:g}",
        domain=f"at most {_MOST} steps",
    )


def _steps(ax: Axes, d: str, jumps: list[Any], end: str, colour: str, width: float) -> None:
    """Treads between neighbouring jumps, each certified on its whole interval, and the risers."""
    import vlasov

    # The domain is open at 0, and no transition lies below 1/1000.
    ends = ["1e-6", *(x for jump in jumps for x in (jump.lower_text, jump.upper_text)), end]
    if jumps and style.number(end) <= float(jumps[-1].upper):
        ends = ends[:-2]  # the axis ends in a jump
    treads = [f"[{a},{b}]" for a, b in zip(ends[::2], ends[1::2], strict=True)]
    frame = vlasov.table("clustering.mode-transition", {"d": d, "beta": ",".join(treads)}, output="k_max")
    for k, (tread, lower, upper) in enumerate(zip(treads, frame["lower"], frame["upper"], strict=True), 1):
        if not lower == upper == k:
            raise Undecided(
                f"clustering.mode-transition: k_max={k} is not certified for d={d}, beta in {tread}"
            )
        left, right = style.interval(tread)
        label = rf"$d={style.tex(d)}$" if k == 1 else "_tread"
        ax.plot(
            [0 if k == 1 else left, right],
            [k, k],
            color=colour,
            linewidth=width,
            solid_capstyle="butt",
            label=label,
            gid=style.part(ax, "certified"),
            zorder=2,
        )
        if k > 1:
            ax.plot([left, left], [k - 1, k], color=colour, linewidth=0.5, zorder=1.9)
    style.certified(
        ax,
        [j for j in jumps for _ in (0, 1)],
        [k + e for k in range(1, len(jumps) + 1) for e in (0, 1)],
        color=colour,
        size=2.6,
    )
    style.note(ax, "steps and jumps: certified")
