"""The expected number of modes of a normal sample: certified predictors against simulated samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import vlasov

from . import data, style
from ._labels import geometric, logarithmic
from .registry import Option, Options, choice, integer, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIGITS = 8  # of the curves: far below a pixel


@register(
    "kde.expected-count",
    "The expected number of modes of a normal sample against beta",
    options=(
        Option("n", "1000", "number of observations"),
        Option("low", "10", "the smallest beta"),
        Option("high", "1e4", "the largest beta"),
        integer("count", 81, "points of the curves, geometrically spaced", low=2, high=2000),
        integer("simulated", 7, "how many betas are simulated; 0 for none", low=0, high=100),
        choice("estimate", "yes", "also draw the composite estimate, which nothing encloses", ("yes", "no")),
        integer("seed", 20260509, "seed of the simulation", low=0, high=10**14),
    ),
    results=("kde.proxy-count", "kde.main-theorem"),
    size=(3.4, 3.5),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Draw the Gaussian proxy and the leading term of the main theorem, which are certified, against
    simulated means.

    Certified is the value of each formula, not that the expected number of modes is near it: the leading term
    converges slowly (relative errors of order 1/log n), and the proxy has an error of its own. The points are
    means of certified counts over random samples, with bars of four standard errors. The composite predictor
    is an estimate that nothing encloses.
    """
    ax = axes[0]
    n = options.text("n")
    betas = geometric(options, "low", "high", options.integer("count"))
    proxy = data.curve("kde.proxy-count", {"n": n, "beta": betas}, output="modes", digits=DIGITS)
    style.band(ax, proxy, "beta", label="Gaussian proxy, its value (certified)", color=style.color(0))
    leading = data.curve("kde.main-theorem", {"n": n, "beta": betas}, output="leading", digits=DIGITS)
    style.band(ax, leading, "beta", label="leading term, its value (certified)", color=style.color(1))
    if options["estimate"] == "yes":
        composite = vlasov.table(
            "kde.main-theorem", {"n": n, "beta": betas}, output="composite", digits=DIGITS
        )
        values = [float(text) if text else np.nan for text in composite["value"].fillna("")]
        ax.plot(
            [style.number(b) for b in betas],
            values,
            color=style.GREY,
            linestyle=(0, (1, 1.5)),
            linewidth=1.1,
            label="composite predictor (estimate)",
        )
    if options.integer("simulated"):
        _simulate(ax, options)
    logarithmic(ax, "xy")
    ax.set_xlabel(r"$\beta$")
    ax.set_ylabel("expected number of modes")
    ax.set_title(rf"$n={style.tex(n)}$")
    style.legend(ax, under=ax)


def _simulate(ax: Axes, options: Options) -> None:
    """Means of certified counts of modes over random samples, with bars of four standard errors."""
    x, mean, error = [], [], []
    for beta in geometric(options, "low", "high", options.integer("simulated")):
        given = {"n": options.text("n"), "beta": beta}
        point = vlasov.verify(
            "kde.main-theorem", given, output="leading", seed=options.integer("seed")
        ).details.iloc[-1]
        x.append(style.number(beta))
        mean.append(float(point["simulated"]))
        error.append(4 * float(point["standardError"]))
    style.simulated(ax, x, mean, error=error, label="mean count", marker="o", linestyle="none", zorder=5)
