"""A cross-check as a picture: simulated points, the law fitted to them, and the certified value or rate."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import vlasov

from ..errors import InputError
from . import _crosschecks, _sweeps
from .registry import Option, Options, integer, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@register(
    "rates",
    "Rate fits of a cross-check with confidence bands: simulated points, fitted law, certified rate",
    options=(
        Option("id", "clustering.orthogonal-rate-constant", "a result with a simulation"),
        Option(
            "parameters",
            None,
            'its parameters, as "n=4 beta=2" or a dict; those of its cross-check by default',
            raw=True,
        ),
        Option("output", None, "one of its outputs"),
        Option("along", None, "the parameter that varies: each value is simulated, and a line is fitted"),
        Option("values", None, "values of that parameter: a list or a range", many=True),
        Option("scale", None, "axes on which the law is straight: loglog, semilogy, semilogx or linear"),
        Option("confidence", "0.95", "of the fitted slope and its band", "0 < confidence < 1"),
        integer("seed", 20260509, "seed of the simulation", low=0, high=10**14),
    ),
    panels=2,
    columns=2,
    size=(7.0, 3.4),
)
def draw(axes: list[Axes], options: Options) -> None:
    """Draw what `vlasov.verify` measures.

    Left: with `along` (some results have one of their own), simulated values with bars of two standard
    errors, the certified values, and a straight line fitted to the simulated ones, with its confidence band
    where they have chance; else the points of one cross-check against their size. Right: the rates of the
    cross-check, each in units of the half width of the interval in which its law places the true one; or, if
    it has none, the relative distance of the simulated values from the certified.
    """
    id, given, seed = options.text("id"), _parameters(options), options.integer("seed")
    along, values = options["along"], options.list("values") if options.given("values") else []
    # A result needs all of its parameters, or none: with one that varies, its last value stands for it here.
    own = {**given, along: values[-1]} if given and along and values else given
    check = vlasov.verify(id, own, output=options["output"], seed=seed)
    plan = _sweeps.plan(id, given, check.parameters, options)
    if plan is None:
        _crosschecks.draw_details(axes[0], check)
    else:
        points = _sweeps.simulate(plan, seed)
        _sweeps.draw(axes[0], plan, points, check.rates, _confidence(options))
    if len(axes) > 1:
        if check.rates:
            _crosschecks.draw_rates(axes[1], check.rates)
        elif plan is not None:
            _sweeps.draw_distances(axes[1], plan, points)
        else:
            _crosschecks.draw_distances(axes[1], check)


def _parameters(options: Options) -> dict[str, Any]:
    """The parameters of the result, from a dict or from words name=value."""
    given = options.raw("parameters")
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    words = shlex.split(str(given))
    if bad := [word for word in words if "=" not in word]:
        raise InputError(
            f"parameters={given}: {bad[0]} is not name=value",
            parameter="parameters",
            value=str(given),
            domain="words name=value, or a dict",
        )
    return dict(word.split("=", 1) for word in words)


def _confidence(options: Options) -> float:
    value = options.number("confidence")
    if not 0 < value < 1:
        text = options.text("confidence")
        raise InputError(
            f"confidence={text} is outside the domain 0 < confidence < 1",
            parameter="confidence",
            value=text,
            domain="0 < confidence < 1",
        )
    return value
