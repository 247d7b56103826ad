"""Axes: numbers on logarithmic ones, and the symbols of results on their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import vlasov

from ..errors import InputError
from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .registry import Options


def logarithmic(ax: Axes, which: str) -> None:
    """Make the axes named in `which` ("x", "y", "xy") logarithmic.

    Numbers are written out at 1, 2 and 5 where the data span less than two decades, and as on a linear axis
    where they hardly differ; else at powers of ten only.
    """
    from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, StrMethodFormatter

    for name in which:
        widen(ax, name)
        getattr(ax, f"set_{name}scale")("log")
        axis = getattr(ax, f"{name}axis")
        low, high = getattr(ax, f"get_{name}lim")()
        axis.set_minor_formatter(NullFormatter())
        if low > 0 and high / low < 100:
            narrow = MaxNLocator(5, steps=[1, 2, 5, 10], min_n_ticks=1)
            axis.set_major_locator(narrow if high / low < 5 else LogLocator(base=10, subs=(1, 2, 5)))
            if low >= 1e-4 and high <= 1e5:
                axis.set_major_formatter(StrMethodFormatter("{x:g}"))


def widen(ax: Axes, name: str) -> None:
    """Limits that hold a number, where the data of an axis are all but one: its last digits are no range."""
    low, high = getattr(ax.dataLim, f"interval{name}")
    if 0 <= high - low < 1e-9 * max(abs(low), abs(high)):
        room = 0.05 * max(abs(low), abs(high))
        getattr(ax, f"set_{name}lim")(low - room, high + room)


def geometric(options: Options, low: str, high: str, count: int) -> list[str]:
    """Numbers from one option to another, geometrically spaced up to rounding, as exact texts."""
    import numpy as np

    first, last = options.number(low), options.number(high)
    if not 0 < first < last < float("inf"):
        raise InputError(
            f"{low}={options[low]}: expected 0 < {low} < {high}, and {high}={options[high]}",
            parameter=low,
            value=options[low],
            domain=f"0 < {low} < {high}",
        )
    if count == 1:
        return [options.text(high)]
    return [f"{x:.6g}" for x in np.geomspace(first, last, count)]


def symbols(id: str) -> dict[str, str]:
    """The symbols of the parameters and outputs of a result as mathtext; where matplotlib cannot set one, the
    name.
    """
    result = vlasov.show(id)
    named: list[Any] = [*result.parameters, *result.outputs]
    return {item.name: _symbol(item.symbol, item.name) for item in named}


def output_symbol(id: str, output: str) -> str:
    """The symbol of an output or of an entry of one, ``Sigma[1,2]``."""
    name, bracket, entry = output.partition("[")
    symbol = symbols(id).get(name, output)
    return rf"{symbol[:-1]}\,[{entry}$" if bracket else symbol


def _symbol(symbol: str | None, name: str) -> str:
    if symbol and style.is_mathtext(symbol):
        return f"${symbol}$"
    return name.replace("_", " ")
