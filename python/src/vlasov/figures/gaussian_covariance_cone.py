"""Trajectories of 2x2 covariances in the cone of positive semidefinite matrices."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

import vlasov

from ..errors import InputError, Refused, Undecided
from . import _cone, style
from ._covariances import ConePoints, matrices, negative, points, scalar
from .registry import Option, Options, choice, integer, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STARTS = "[[[1,0],[0,1]],[[2,0],[0,1/4]],[[1/4,0],[0,2]],[[1,4/5],[4/5,1]],[[1,-4/5],[-4/5,1]]]"
DIGITS = 12  # of the points: far below a pixel


@register(
    "gaussian.covariance-cone",
    "Trajectories of 2x2 covariances under attention, with certified points and limits",
    options=(
        choice("kind", "softmax", "attention", ("softmax", "l2", "sinkhorn")),
        Option("Sigma0", STARTS, "covariances at time 0: a 2x2 matrix or a list of them", raw=True),
        Option("A", "[[-25/16,5/8],[5/8,-1/4]]", "query-key matrix"),
        Option("V", "[[1,0],[0,1]]", "value matrix"),
        Option("B", None, "key matrix B = K^T K (l2 only)"),
        Option("W", None, "matrix of the affine layer (softmax only)"),
        Option("eps", None, "entropic regularisation (sinkhorn only)"),
        Option("t", None, "times; by default 0 and geometric times up to `until`", many=True),
        Option("until", "50", "the last of the geometric times"),
        integer("count", 30, "how many times", low=2, high=2000),
    ),
    results=(
        "gaussian.general-ode",
        "gaussian.scalar-value-closed-form",
        "gaussian.decay-limit",
        "gaussian.blow-up-shape",
        "gaussian.self-similar-profile",
    ),
    panels=2,
    columns=2,
    size=(7.0, 3.1),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Draw the cone, and beside it its section by planes of constant trace.

    Every marker is certified: the covariance at that time is enclosed. The thin line only joins the markers.
    For softmax attention with V = v I the limit (`gaussian.decay-limit`), or the direction in which the
    covariance blows up (`gaussian.blow-up-shape`), is certified too. A cross is the direction of the
    self-similar decay (`gaussian.self-similar-profile`), where it exists; that it attracts the others is not
    claimed.
    """
    starts = matrices(options.raw("Sigma0"), "Sigma0")
    times = _times(options)
    paths = [_path(options, start, times) for start in starts]
    ends = [_end_of(options, start) for start in starts]
    seen = [p for p in paths if p.known.any()]
    if not seen:
        raise Undecided("gaussian.covariance-cone: no covariance is enclosed at any of the times")
    top = max(float(np.max(p.z[1][p.known])) for p in seen)
    frame = _cone.Frame(top if top > 1e-300 else 1.0)  # the zero matrix alone has no size
    frame.draw(axes[0])
    for k, (path, end) in enumerate(zip(paths, ends, strict=True)):
        _trace(axes[0], frame.place(*path.middles(path.known)), style.color(k))
        if end.kind == "limit" and end.at is not None:
            _end(axes[0], frame.place(*end.at.middles(end.at.known)), style.color(k), end.kind)
    if len(axes) > 1:
        _cone.draw_section(axes[1])
        for k, (path, end) in enumerate(zip(paths, ends, strict=True)):
            _trace(axes[1], path.section(), style.color(k))
            if end.at is not None:
                _end(axes[1], end.at.section(), style.color(k), end.kind)
        profile = _profile(options)
        if profile is not None:
            x, y = profile.section()
            style.certified(axes[1], x, y, color="black", marker="X", size=6, zorder=7)
    _legend(
        axes[0],
        ends,
        stopped=any(not p.known.all() for p in paths),
        profile=len(axes) > 1 and profile is not None,
    )


def _times(options: Options) -> list[str]:
    """The times, as exact texts; geometric ones because decay to a limit is like 1/t."""
    if options.given("t"):
        return list(options.list("t"))
    last, text = options.number("until"), options.text("until")
    if not 0 < last < float("inf"):
        raise InputError(
            f"until={text} is outside the domain until > 0", parameter="until", value=text, domain="until > 0"
        )
    return ["0", *(f"{x:.4g}" for x in np.geomspace(last / 1000, last, options.integer("count") - 1))]


def _path(options: Options, start: str, times: list[str]) -> ConePoints:
    """Enclosures along one trajectory; unknown where the library refuses (after a blow-up) or does not
    decide.
    """
    given: dict[str, Any] = {"Sigma0": start, "A": options.text("A")}
    v = _value(options)
    if v is not None:  # in closed form
        id, given = "gaussian.scalar-value-closed-form", {**given, "v": v}
    else:
        id, given = "gaussian.general-ode", {**given, **options.parameters("kind", "V", "B", "W", "eps")}
    frame = vlasov.table(id, {**given, "t": times}, output="Sigma", digits=DIGITS)
    path = points(frame["lower"], frame["upper"])
    if not path.known.all():
        # A gap is for what is refused or undecided; what is no input at all is an error.
        with contextlib.suppress(Refused, Undecided):
            first = times[int(np.argmin(path.known))]
            vlasov.evaluate(id, {**given, "t": first}, output="Sigma", digits=DIGITS)
    return path


def _value(options: Options) -> str | None:
    """The v of softmax attention with V = v I, v not 0, else None."""
    if options.text("kind") != "softmax" or any(options[name] is not None for name in ("B", "W", "eps")):
        return None
    v = scalar(options.text("V"))
    return None if v == "0" else v


def _profile(options: Options) -> ConePoints | None:
    """The self-similar solution profile/(t + t0) of softmax attention with A = -B, where it is certified."""
    if options.text("kind") != "softmax" or options["W"] is not None:
        return None
    key = negative(options.text("A"))
    if key is None:
        return None
    try:
        return _matrix("gaussian.self-similar-profile", {"V": options.text("V"), "B": key}, "profile")
    except (
        InputError,
        Refused,
        Undecided,
    ):  # not symmetric and positive definite, or V without the sign it needs
        return None


@dataclass(frozen=True)
class End:
    """Where a trajectory goes: "limit", "blow-up" (then `at` is a direction), or "" when no result says it.
    """

    kind: str
    at: ConePoints | None = None
    rank: str = ""


def _end_of(options: Options, start: str) -> End:
    """The certified end of a trajectory of softmax attention with V = v I."""
    v = _value(options)
    if v is None:
        return End("")
    given = {"Sigma0": start, "A": options.text("A"), "v": v}
    try:
        rank = vlasov.evaluate("gaussian.decay-limit", given, output="rank")
        return End("limit", _matrix("gaussian.decay-limit", given, "Sigmainf"), str(rank.value))
    except (Refused, Undecided):
        pass
    try:
        return End("blow-up", _matrix("gaussian.blow-up-shape", given, "limit"))
    except (Refused, Undecided):
        return End("")


def _matrix(name: str, given: dict[str, Any], output: str) -> ConePoints:
    answer = vlasov.evaluate(name, given, output=output, digits=DIGITS)
    return points([answer.lower.tolist()], [answer.upper.tolist()])


def _trace(ax: Axes, places: Any, color: str) -> None:
    """One trajectory: hollow where it starts, a dot at each certified time."""
    x, y = places
    ax.plot(x, y, color=color, linewidth=0.6, zorder=3)
    style.certified(ax, x[1:], y[1:], color=color, size=2.2)
    style.certified(ax, x[:1], y[:1], color=color, size=4, hollow=True, zorder=5)


def _end(ax: Axes, place: Any, color: str, kind: str) -> None:
    marker, size = ("*", 9) if kind == "limit" else ("D", 5)
    x, y = place
    style.certified(ax, x, y, color=color, marker=marker, size=size, zorder=6)


def _legend(ax: Axes, ends: list[End], *, stopped: bool, profile: bool) -> None:
    """What the markers mean, in grey: the colours only tell trajectories apart."""
    from matplotlib.lines import Line2D

    rows = [("o", "white", "initial covariance"), (".", style.GREY, "covariance at a time (certified)")]
    ranks = sorted({end.rank for end in ends if end.kind == "limit"})
    if ranks:
        rows.append(("*", style.GREY, f"limit, of rank {' or '.join(ranks)} (certified)"))
    if any(end.kind == "blow-up" for end in ends):
        rows.append(("D", style.GREY, "direction at blow-up (certified)"))
    if profile:
        rows.append(("X", "black", "direction of the self-similar decay (certified)"))
    handles = [
        Line2D([], [], linestyle="none", marker=marker, color=style.GREY, markerfacecolor=face, label=text)
        for marker, face, text in rows
    ]
    if stopped:
        handles.append(
            Line2D([], [], linestyle="none", label="where a curve stops: blow-up, or undecided beyond")
        )
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=1)
