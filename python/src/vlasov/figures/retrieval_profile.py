"""The retrieval profile over the position of the source, with its certified minima."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import data, style
from .registry import Option, Options, choice, register
from .words import split_words

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
        Option("s", None, "bands [a,b]/count of positions, or points a:b/count; by default bands that narrow towards 0.02", many=True),
        choice("scale", "log", "vertical axis", ("linear", "log")),
    ),
    results=("retrieval.profile", "retrieval.u-shape-certificate", "retrieval.argmin"),
    size=(style.COLUMN, 3.1),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Boxes hold the profile S_t(s); filled circles are its interior minima, hollow triangles its interior maxima.

    How many there are is certified; where that is undecided (at a fold) the legend says so and nothing is marked. A dashed
    curve has no interior minimum.
    """
    ax = axes[0]
    fixed = options.parameters(*_PARAMETERS)
    positions = options["s"] or _bands()
    low = min(style.interval(text)[0] for text in split_words("s", positions))
    for index, t in enumerate(options.list("t")):
        colour = style.color(index)
        profile = data.with_points("retrieval.profile", {**fixed, "t": t, "s": positions}, "s")
        count = data.count("retrieval.u-shape-certificate", {**fixed, "t": t}, "count")
        words = f"$t={style.tex(t)}$" + {None: ": minima undecided", 0: ": no minimum"}.get(count, "")
        for kind, number in (("min", ((count or 0) + 1) // 2), ("max", (count or 0) // 2)):
            words += _mark(ax, {**fixed, "t": t}, kind, number, colour, low)
        style.curve(ax, profile, "s", label=words, color=colour, linestyle=(0, (4, 2)) if count == 0 else "-")
    ax.set_xlabel("position of the source $s$")
    ax.set_ylabel("retrieval profile $S_t(s)$")
    ax.set_xlim(0 if low < 0.1 else low, 1)
    if options["scale"] == "log":
        ax.set_yscale("log")
        ax.yaxis.set_major_formatter("{x:g}")
    else:
        ax.set_ylim(bottom=0)
    beta, m, bias = (style.tex(options.text(name)) for name in _PARAMETERS)
    ax.set_title(rf"$\beta={beta}$, $M={m}$, $\lambda={bias}$")
    style.legend(ax, under=ax, columns=3)


def _bands() -> str:
    """Bands between (i/N)^2: the profile is steep where s is small."""
    ends = [f"{i * i}/{_N * _N}" for i in range(_N // 7, _N + 1)]
    return ",".join(f"[{a},{b}]" for a, b in zip(ends, ends[1:]))


def _mark(ax: Axes, parameters: dict[str, str], kind: str, number: int, colour: str, low: float) -> str:
    """Mark the critical points of one kind, whose number is certified; words about those left of the curve."""
    import vlasov

    outside = ""
    for index in range(1, number + 1):
        at = vlasov.evaluate("retrieval.argmin", {**parameters, "index": index}, output=f"s_{kind}", digits=15)
        if at.upper_float < low:
            outside += f" ({kind}. at $s={at:.3}$)"
            continue
        value = vlasov.evaluate("retrieval.argmin", {**parameters, "index": index}, output=f"S_{kind}", digits=15)
        style.certified(ax, [at], [value], color=colour, marker="o" if kind == "min" else "^", hollow=kind == "max")
        style.note(ax, "circles: certified minima" if kind == "min" else "triangles: certified maxima")
    return outside
