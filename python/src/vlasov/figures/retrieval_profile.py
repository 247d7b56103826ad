"""The retrieval profile over the position of the source, with its certified minima."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import data, style
from .registry import Option, Options, choice, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PARAMETERS = ("beta", "M", "lambda")


@register(
    "retrieval.profile",
    "Retrieval profile over the prompt for several times, with its certified minima",
    options=(
        Option("beta", "1", "inverse temperature"),
        Option("M", "8", "vocabulary size"),
        Option("lambda", "1", "ALiBi slope"),
        Option("t", "1/2,1,3/2,2,3", "times (depths), one curve each", many=True),
        Option("s", "[1/50,1]/196", "bands of positions, or points", many=True),
        choice("scale", "linear", "vertical axis", ("linear", "log")),
    ),
    results=("retrieval.profile", "retrieval.u-shape-certificate", "retrieval.argmin"),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Boxes hold the profile S_t(s); filled circles are its interior minima, hollow triangles its interior maxima.

    How many there are is certified; where that is undecided (at a fold) the legend says so and nothing is marked. A dashed
    curve has no interior minimum.
    """
    ax = axes[0]
    fixed = options.parameters(*_PARAMETERS)
    for index, t in enumerate(options.list("t")):
        colour = style.color(index)
        frame = data.curve("retrieval.profile", {**fixed, "t": t, "s": options.text("s")})
        count = data.count("retrieval.u-shape-certificate", {**fixed, "t": t}, "count")
        words = f"$t={style.tex(t)}$"
        if count is None:
            words += ": minima undecided"
        elif count == 0:
            words += ": no minimum"
        style.band(ax, frame, "s", label=words, color=colour, linestyle=(0, (4, 2)) if count == 0 else "-")
        for kind, number in (("min", ((count or 0) + 1) // 2), ("max", (count or 0) // 2)):
            _mark(ax, {**fixed, "t": t}, kind, number, colour)
    ax.set_xlabel("position of the source $s$")
    ax.set_ylabel("retrieval profile $S_t(s)$")
    ax.set_xlim(0, 1)
    if options["scale"] == "log":
        ax.set_yscale("log")
    else:
        ax.set_ylim(bottom=0)
    beta, m, bias = (style.tex(options.text(name)) for name in _PARAMETERS)
    ax.set_title(rf"$\beta={beta}$, $M={m}$, $\lambda={bias}$")
    style.legend(ax)


def _mark(ax: Axes, parameters: dict[str, str], kind: str, number: int, colour: str) -> None:
    """Mark the critical points of one kind; their number is certified."""
    import vlasov

    for index in range(1, number + 1):
        at = vlasov.evaluate("retrieval.argmin", {**parameters, "index": index}, output=f"s_{kind}", digits=15)
        value = vlasov.evaluate("retrieval.argmin", {**parameters, "index": index}, output=f"S_{kind}", digits=15)
        style.certified(ax, [at], [value], color=colour, marker="o" if kind == "min" else "^", hollow=kind == "max")
        style.note(ax, "circles: certified minima" if kind == "min" else "triangles: certified maxima")
