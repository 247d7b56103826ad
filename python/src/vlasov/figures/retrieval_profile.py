"""The retrieval profile over the position of the source, with its certified minima."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from . import data, style
from .registry import Option, Options, choice, register
from .words import ascending

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_N = 91
_PARAMETERS = ("beta", "M", "lambda")


@register(
    "retrieval.profile",
    "Retrieval profile over the prompt for several times, with its certified minima",
    options=(
        Option("beta", "1", "inverse temperature"),
        Option("M", "8", "vocabulary size"),
        Option("lambda", "1", "ALiBi slope"),
        Option("t", "1/2,1,3/2,2,3", "times (depths), one curve each", many=True),
        Option(
            "s",
            None,
            "bands [a,b]/count of positions, or points a:b/count; by default bands that narrow towards 0.02",
            many=True,
        ),
        choice("scale", "log", "vertical axis", ("linear", "log")),
    ),
    results=("retrieval.profile", "retrieval.u-shape-certificate", "retrieval.argmin"),
    size=(style.COLUMN, 3.1),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Boxes hold the profile S_t(s); filled circles are its interior minima, hollow triangles its interior
    maxima.

    How many there are is certified; where that is undecided (at a fold) the legend says so and nothing is
    marked. A dashed curve has no interior minimum.
    """
    from ._labels import logarithmic

    ax = axes[0]
    fixed = options.parameters(*_PARAMETERS)
    positions = ascending("s", options["s"] or _bands())
    low, high = 1.0, 0.0
    for index, t in enumerate(options.list("t", style.MOST_CURVES)):
        colour = style.color(index)
        at = {**fixed, "t": t}
        profile = data.with_points("retrieval.profile", {**at, "s": positions}, "s")
        count = data.count("retrieval.u-shape-certificate", at, "count")
        ends = [style.interval(str(text)) for text in profile[0]["s"]]
        low, high = min(a for a, _ in ends), max(b for _, b in ends)
        words = f"$t={style.tex(t)}$" + {None: ": minima undecided", 0: ": no minimum"}.get(count, "")
        minima, left = _critical(at, "min", ((count or 0) + 1) // 2, low, high)
        maxima, further = _critical(at, "max", (count or 0) // 2, low, high)
        style.curve(
            ax,
            profile,
            "s",
            label=words + left + further,
            color=colour,
            linestyle=(0, (4, 2)) if count == 0 else "-",
        )
        style.certified(ax, *minima, color=colour)
        style.certified(ax, *maxima, color=colour, marker="^", hollow=True)
        if minima[0]:
            style.note(ax, "circles: certified minima")
        if maxima[0]:
            style.note(ax, "triangles: certified maxima")
    ax.set_xlabel("position of the source $s$")
    ax.set_ylabel("retrieval profile $S_t(s)$")
    start, end = 0 if low < 0.1 else low, 1 if high > 0.9 else high
    ax.set_xlim(start, end if start < end else 1)
    if options["scale"] == "log":
        logarithmic(ax, "y")
    elif ax.dataLim.y0 < 0.6 * ax.dataLim.y1:
        ax.set_ylim(bottom=0)
    beta, m, bias = (style.tex(options.text(name)) for name in _PARAMETERS)
    ax.set_title(rf"$\beta={beta}$, $M={m}$, $\lambda={bias}$")
    style.legend(ax, under=ax, columns=3)


def _bands() -> str:
    """Bands between (i/N)^2: the profile is steep where s is small."""
    ends = [f"{i * i}/{_N * _N}" for i in range(_N // 7, _N + 1)]
    return ",".join(f"[{a},{b}]" for a, b in pairwise(ends))


def _critical(
    parameters: dict[str, str], kind: str, number: int, low: float, high: float
) -> tuple[tuple[list[Any], list[Any]], str]:
    """Positions and values of critical points of one kind; words about those beside the curve."""
    import vlasov

    positions, values, words = [], [], ""
    for index in range(1, number + 1):
        at = vlasov.evaluate(
            "retrieval.argmin", {**parameters, "index": index}, output=f"s_{kind}", digits=15
        )
        if at.upper_float < low or at.lower_float > high:
            words += f" ({kind}. at $s={at:.3}$)"
            continue
        positions.append(at)
        values.append(
            vlasov.evaluate("retrieval.argmin", {**parameters, "index": index}, output=f"S_{kind}", digits=15)
        )
    return (positions, values), words
