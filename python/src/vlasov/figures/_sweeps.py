"""Cross-checks at several values of one parameter, and the straight line fitted to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

import vlasov

from ..errors import InputError
from . import _fits, style
from ._labels import logarithmic, output_symbol, symbols

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..checks import Rate
    from .registry import Options

SCALES = ("loglog", "semilogy", "semilogx", "linear")
DIGITS = 15  # of certified values: as many as a double shows


@dataclass(frozen=True)
class Plan:
    """What varies: an output of a result along one parameter, on axes where its law is straight.

    Attributes
    ----------
    asymptote
        (id, output of the rate, output of the constant): a law constant * exp(-rate x), certified.
    """

    id: str
    output: str | None
    along: str
    values: tuple[str, ...]
    scale: str
    parameters: dict[str, Any] = field(default_factory=dict)
    asymptote: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Points:
    """Simulated values, their standard errors (or uncertainties, without chance), and the certified values.
    """

    x: _fits.Floats
    simulated: _fits.Floats
    error: _fits.Floats
    certified: _fits.Floats
    has_chance: bool
    output: str


#: Laws that are straight lines somewhere: what to draw when only the result is named.
PLANS = {
    "clustering.orthogonal-rate-constant": Plan(
        "clustering.orthogonal-overlap",
        "gap",
        "t",
        tuple(f"{k / 2:g}" for k in range(17)),
        "semilogy",
        asymptote=("clustering.orthogonal-rate-constant", "rate", "C"),
    ),
    "clustering.orthogonal-time": Plan(
        "", None, "beta", ("1", "2", "3", "4", "5", "6", "7", "8"), "semilogy"
    ),
    "clustering.cap-collapse-time": Plan("", None, "beta", ("2", "4", "6", "8", "10", "12"), "semilogy"),
    "clustering.two-cluster-merger": Plan("", None, "beta", ("2", "4", "6", "8", "10", "12"), "semilogy"),
    "causal.renyi-count-circle": Plan(
        "", None, "delta", ("1/50", "1/25", "1/10", "1/5", "2/5", "4/5"), "loglog"
    ),
    "kde.main-theorem": Plan(
        "", "leading", "beta", ("500", "1000", "2000", "5000", "10000", "20000"), "loglog"
    ),
}


def plan(id: str, given: Mapping[str, Any], used: Mapping[str, str], options: Options) -> Plan | None:
    """What varies, from the options or as fits the result; None when nothing does.

    `given` are the caller's parameters, `used` those of the cross-check, with its defaults.
    """
    known = PLANS.get(id)
    scale = options["scale"]
    if scale is not None and scale not in SCALES:
        domain = f"scale in {{{', '.join(SCALES)}}}"
        raise InputError(
            f"scale={scale} is outside the domain {domain}", parameter="scale", value=scale, domain=domain
        )
    along = options["along"]
    if along is None:
        if options.given("values") or scale is not None and known is None:
            word = "values" if options.given("values") else "scale"
            raise InputError(
                f"{word}={options[word]}: needs along=PARAMETER", parameter=word, value=options[word]
            )
        if known is None or options.given("output"):
            return None
        return Plan(
            known.id or id,
            known.output,
            known.along,
            known.values,
            scale or known.scale,
            _without(used, known.along),
            known.asymptote,
        )
    if not options.given("values"):
        raise InputError(f"along={along}: needs values, such as values=1,2,5", parameter="values")
    values = tuple(options.list("values"))
    if len(values) < 2:
        raise InputError(
            f"values={options['values']}: a line needs at least two points",
            parameter="values",
            value=options["values"],
            domain="at least two values",
        )
    if scale in (None, "loglog", "semilogx") and (bad := [x for x in values if not style.number(x) > 0]):
        raise InputError(
            f"values={options['values']}: {bad[0]} is not positive, as a logarithmic axis needs",
            parameter="values",
            value=options["values"],
            domain="positive numbers, or scale=semilogy or linear",
        )
    if along in given:
        raise InputError(f"along={along}: the parameter is given a value too", parameter="along", value=along)
    return Plan(id, options["output"], along, values, scale or "loglog", _without(used, along))


def _without(parameters: Mapping[str, str], name: str) -> dict[str, Any]:
    return {key: value for key, value in parameters.items() if key != name}


def simulate(plan: Plan, seed: int) -> Points:
    """One cross-check for each value: the mean, or the extrapolated value where there is no chance."""
    rows, chance, output = [], False, ""
    for value in plan.values:
        given = {**plan.parameters, plan.along: value}
        check = vlasov.verify(plan.id, given, output=plan.output, seed=seed)
        last = check.details.iloc[-1]
        error, simulated = float(last["standardError"]), float(last["simulated"])
        chance = chance or error > 0
        if error == 0 and check.extrapolated is not None:
            error, simulated = check.standard_error or 0.0, check.extrapolated
        rows.append((style.number(value), simulated, error, float(last["closedForm"])))
        output = check.output
    x, simulated_, error_, certified = np.array(rows, dtype=float).T
    return Points(x, simulated_, error_, certified, chance, output)


def draw(ax: Axes, plan: Plan, points: Points, rates: Sequence[Rate], confidence: float) -> None:
    """Simulated points, the certified curve, and the law."""
    _curve(ax, plan, points)
    bars = 2 * points.error if points.has_chance else None
    label = "mean, 2 standard errors" if points.has_chance else "solution"
    style.simulated(
        ax, points.x, points.simulated, error=bars, label=label, marker="o", linestyle="none", zorder=5
    )
    if plan.asymptote:
        _asymptote(ax, plan, points, rates)
    else:
        _line(ax, plan, points, confidence)
    _scale(ax, plan.scale)
    ax.set_xlabel(symbols(plan.id)[plan.along])
    ax.set_ylabel(output_symbol(plan.id, points.output))
    style.legend(ax, under=ax)


def draw_distances(ax: Axes, plan: Plan, points: Points) -> None:
    """Relative distances of the simulated values from the certified ones."""
    share = np.abs(points.certified)
    error = (2 if points.has_chance else 1) * points.error / share
    label = "mean, 2 standard errors" if points.has_chance else "solution, its uncertainty"
    style.simulated(
        ax,
        points.x,
        (points.simulated - points.certified) / share,
        error=error,
        label=label,
        marker="o",
        linestyle="none",
    )
    ax.axhline(0, color=style.color(0), label=f"{output_symbol(plan.id, points.output)} (certified)")
    if plan.scale in ("loglog", "semilogx"):
        logarithmic(ax, "x")
    ax.set_xlabel(symbols(plan.id)[plan.along])
    ax.set_ylabel("(simulated $-$ certified)/certified")
    style.legend(ax, under=ax)


def _scale(ax: Axes, scale: str) -> None:
    logarithmic(ax, {"loglog": "xy", "semilogx": "x", "semilogy": "y", "linear": ""}[scale])


def _curve(ax: Axes, plan: Plan, points: Points) -> None:
    """The certified values: many points where the parameter is real, else those simulated."""
    low, high = points.x.min(), points.x.max()
    space = np.geomspace if plan.scale in ("loglog", "semilogx") else np.linspace
    frame = None
    if not all(value.isdigit() for value in plan.values) or plan.along == "beta":
        try:
            texts = [f"{x:.6g}" for x in space(low, high, 61)]
            frame = vlasov.table(
                plan.id, {**plan.parameters, plan.along: texts}, output=plan.output, digits=DIGITS
            )
        except InputError:
            frame = None
    if frame is None:
        frame = vlasov.table(
            plan.id, {**plan.parameters, plan.along: list(plan.values)}, output=plan.output, digits=DIGITS
        )
    name = f"{output_symbol(plan.id, points.output)} (certified)"
    style.band(ax, frame, plan.along, label=name, color=style.color(0))


def _asymptote(ax: Axes, plan: Plan, points: Points, rates: Sequence[Rate]) -> None:
    """The certified law C exp(-rate x), and the line of the fitted rate through the last point."""
    assert plan.asymptote is not None
    name, rate, constant = plan.asymptote
    r = float(vlasov.evaluate(name, plan.parameters, output=rate, digits=DIGITS))
    c = float(vlasov.evaluate(name, plan.parameters, output=constant, digits=DIGITS))
    x = np.linspace(points.x.min(), points.x.max(), 200)
    ax.plot(
        x,
        c * np.exp(-r * x),
        color=style.color(1),
        linewidth=0.8,
        label=rf"asymptote ${c:.4g}\,e^{{-{r:g}\,{plan.along}}}$ (certified)",
    )
    if rates:
        fitted, (low, high) = rates[0].fitted, rates[0].interval
        ends = [points.simulated[-1] * np.exp(slope * (x - points.x[-1])) for slope in (fitted, low, high)]
        ax.plot(
            x,
            ends[0],
            color=style.GREY,
            linestyle=(0, (4, 2)),
            linewidth=0.8,
            label=f"fitted slope {_uncertain(fitted, (high - low) / 2)} (simulated)",
        )
        ax.fill_between(x, ends[1], ends[2], color=style.GREY, alpha=0.25, linewidth=0)


def _line(ax: Axes, plan: Plan, points: Points, confidence: float) -> None:
    """The least-squares line on the axes of the scale, its band, and the slope of the certified values."""
    logx, logy = plan.scale in ("loglog", "semilogx"), plan.scale in ("loglog", "semilogy")
    for name, values, log in (
        ("parameter", points.x, logx),
        ("value", np.minimum(points.simulated, points.certified), logy),
    ):
        if log and np.any(values <= 0):
            raise InputError(
                f"scale={plan.scale}: a {name} is not positive", parameter="scale", value=plan.scale
            )
    x = np.log(points.x) if logx else points.x
    error = None
    if points.has_chance:
        error = points.error / points.simulated if logy else points.error
        if np.any(error <= 0):
            error = None  # a mean without spread (every replica alike): no weights
    fitted = _fits.fit(x, np.log(points.simulated) if logy else points.simulated, error, confidence)
    certified = _fits.fit(x, np.log(points.certified) if logy else points.certified, error, confidence)
    dense = np.linspace(x.min(), x.max(), 200)
    back_x = np.exp(dense) if logx else dense
    middle, width = fitted(dense), fitted.band(dense)
    band = np.isfinite(fitted.half_width)
    share = f"{100 * confidence:g}%"
    slope = _uncertain(fitted.slope, fitted.half_width) if band else f"{fitted.slope:.6g}"
    ax.plot(
        back_x,
        np.exp(middle) if logy else middle,
        color=style.GREY,
        linestyle=(0, (4, 2)),
        linewidth=0.8,
        zorder=4,
        label=f"fitted slope {slope}{f', {share}' if band else ''} (simulated)",
    )
    if band:
        low, high = middle - width, middle + width
        ax.fill_between(
            back_x,
            np.exp(low) if logy else low,
            np.exp(high) if logy else high,
            color=style.GREY,
            alpha=0.25,
            linewidth=0,
            zorder=1,
        )
    ax.plot(
        [],
        [],
        linestyle="none",
        label=f"slope of the certified values: {certified.slope:.6g}".replace("-", "\N{MINUS SIGN}"),
    )


def _uncertain(value: float, half: float) -> str:
    """A value with its half width, to two digits of the latter."""
    if not half > 0:
        return f"{value:.12g}"
    places = max(0, min(14, 1 - int(np.floor(np.log10(half)))))
    power = int(np.floor(np.log10(half)))
    shown = f"{half:.{places}f}" if power > -5 else rf"{half / 10.0**power:.1f}\cdot10^{{{power}}}"
    return rf"${value:.{places}f}\pm{shown}$"
