"""The certified rank of the limit of a covariance against what an Euler scheme suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import vlasov

from ..errors import InputError
from . import style
from ._covariances import Floats, matrices, middle, numbers, points
from ._kde import Interval
from ._labels import logarithmic
from .registry import Option, Options, integer, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIGITS = 15  # of the covariances: the smaller eigenvalue is a difference of numbers of order one
CONVERGED = 1e-5  # norm of the derivative at which the scheme of `vlasov report ranks` stops


@register(
    "gaussian.limit-rank",
    "Eigenvalues of a decaying 2x2 covariance: certified rank of the limit, and rank by an Euler scheme",
    options=(
        Option("Sigma0", "[[3/2,1/3],[1/3,5/4]]", "covariance at time 0, positive definite", raw=True),
        Option("A", "[[-25/16,5/8],[5/8,-1/4]]", "query-key matrix, A + A^T negative semidefinite"),
        Option("until", "1000", "the last time"),
        integer("count", 25, "certified times, geometrically spaced", low=2, high=2000),
        Option("step", "1/100", "step of the Euler scheme", "step > 0"),
        integer("steps", 2000, "most steps of the Euler scheme", low=1, high=10**6),
        Option("threshold", "1/100", "eigenvalues above it count as rank", "threshold > 0"),
    ),
    results=("gaussian.scalar-value-closed-form", "gaussian.decay-limit"),
    size=(3.4, 3.4),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Draw both eigenvalues of softmax attention with V = I against time.

    The markers are certified, and so are the limit and its rank (`gaussian.decay-limit`). The dashed lines
    are the explicit Euler scheme with projection onto the cone, which stops at a small derivative or after
    its steps, and counts eigenvalues above a threshold. It proves nothing: an eigenvalue that vanishes does
    so like 1/t.
    """
    ax = axes[0]
    start = matrices(options.raw("Sigma0"), "Sigma0")
    if len(start) != 1:
        raise InputError("Sigma0: one matrix is expected", parameter="Sigma0", domain="one 2x2 matrix")
    given: dict[str, Any] = {"Sigma0": start[0], "A": options.text("A"), "v": 1}
    last = _positive(options, "until")
    times = [f"{x:.4g}" for x in np.geomspace(last / 1e5, last, options.integer("count"))]
    frame = vlasov.table(
        "gaussian.scalar-value-closed-form", {**given, "t": times}, output="Sigma", digits=DIGITS
    )
    path = points(frame["lower"], frame["upper"])
    t = np.array([style.number(text) for text in times])
    for k, (low, high) in enumerate(path.eigenvalues()):
        at = low > 0
        ax.plot(t[at], middle((low, high))[at], color=style.color(k), linewidth=0.6, zorder=3)
        found = [Interval(a, b) for a, b in zip(low[at], high[at], strict=True)]
        name = ("smaller eigenvalue", "larger eigenvalue")[k]
        style.certified(ax, t[at], found, label=name, color=style.color(k), size=3)
    rank = int(vlasov.evaluate("gaussian.decay-limit", given, output="rank"))
    if rank:
        limit = vlasov.evaluate("gaussian.decay-limit", given, output="Sigmainf", digits=DIGITS)
        ends = points([limit.lower.tolist()], [limit.upper.tolist()]).eigenvalues()[2 - rank :]
        for k, end in enumerate(ends, start=2 - rank):
            ax.axhline(middle(end)[0], color=style.color(k), linewidth=0.5, zorder=2)
    line: dict[str, Any] = {"color": style.color(1), "linewidth": 0.5} if rank else {"linestyle": "none"}
    ax.plot([], [], label=f"limit: rank {rank} (certified)", **line)
    _scheme(ax, options, start[0])
    logarithmic(ax, "xy")
    ax.set_xlabel("$t$")
    ax.set_ylabel(r"eigenvalues of $\Sigma(t)$")
    style.legend(ax, under=ax)


def _scheme(ax: Axes, options: Options, start: str) -> None:
    """The eigenvalues of the Euler scheme, and the rank that it suggests."""
    step, threshold = _positive(options, "step"), _positive(options, "threshold")
    path, ending = euler(
        numbers(start), numbers(options.text("A")), step, options.integer("steps"), threshold=1000.0
    )
    t = step * np.arange(len(path))
    suggested = int(np.sum(path[-1] > threshold))
    for k in (0, 1):
        at = (path[:, k] > 0) & (t > 0)
        words = f"Euler, {ending}: rank {suggested}" if k == 0 else None
        style.simulated(ax, t[at], path[at, k], label=words, zorder=5)
        style.simulated(ax, t[at][-1:], path[at, k][-1:], marker="o", zorder=6)
    ax.axhline(threshold, color=style.GREY, linewidth=0.6, linestyle=":")
    ax.plot([], [], color=style.GREY, linewidth=0.6, linestyle=":", label=f"threshold {options['threshold']}")


def euler(sigma: Floats, a: Floats, step: float, steps: int, *, threshold: float) -> tuple[Floats, str]:
    """Explicit Euler steps of Sigma' = Sigma (A + A^T) Sigma, projected onto the cone: the eigenvalues,
    ascending.

    They end at a small derivative ("converged"), at a trace above `threshold` ("diverged"), or after all
    steps.
    """
    s = a + a.T
    found = [np.linalg.eigvalsh(sigma)]
    for _ in range(steps):
        change = sigma @ s @ sigma
        if np.linalg.norm(change) < CONVERGED:
            return np.array(found), "converged"
        sigma = sigma + step * change
        if not np.trace(sigma) <= threshold:
            return np.array(found), "diverged"
        values, vectors = np.linalg.eigh((sigma + sigma.T) / 2)
        values = np.maximum(values, 0)
        sigma = (vectors * values) @ vectors.T
        found.append(values)
    return np.array(found), f"stopped at t = {step * steps:g}"


def _positive(options: Options, name: str) -> float:
    value, text = options.number(name), options.text(name)
    if not 0 < value < float("inf"):
        domain = f"{name} > 0"
        raise InputError(
            f"{name}={text} is outside the domain {domain}", parameter=name, value=text, domain=domain
        )
    return value
