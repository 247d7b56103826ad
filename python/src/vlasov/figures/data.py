"""Certified values for figures: tables that must have something to show, and counts that may be undecided."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import Undecided
from .words import split_top

if TYPE_CHECKING:
    import pandas


def curve(
    id: str, parameters: Mapping[str, Any], *, output: str | None = None, digits: int = 12
) -> pandas.DataFrame:
    """A table of which at least one row can be drawn.

    Raises
    ------
    InputError, Refused, Undecided
        Where no row has bounds: what the first row is, alone.
    """
    import vlasov

    frame = vlasov.table(id, dict(parameters), output=output, digits=digits)
    if not drawable(frame).any():
        row = frame.iloc[0]
        first = {name: str(row[name]) for name in parameters if name in frame.columns}
        vlasov.evaluate(id, {**parameters, **first}, output=output, digits=digits)
        raise Undecided(f"{id}: no row has certified bounds to draw: {row['reason'] or row['value']}")
    return frame


def with_points(
    id: str, parameters: Mapping[str, Any], axis: str, *, output: str | None = None, digits: int = 12
) -> tuple[pandas.DataFrame, pandas.DataFrame | None]:
    """A table, and where `axis` is given as bands also the values at their ends, which lie in the boxes."""
    import vlasov

    frame = curve(id, parameters, output=output, digits=digits)
    ends = ends_of(frame, axis)
    if not ends:
        return frame, None
    points = vlasov.table(id, {**parameters, axis: ",".join(ends)}, output=output, digits=digits)
    return frame, points if drawable(points).any() else None


def ends_of(frame: pandas.DataFrame, axis: str) -> list[str]:
    """The exact texts of the ends of the intervals of a table, in order; none where its rows are points."""
    texts = [str(text).strip() for text in frame[axis]]
    if not all(text.startswith("[") for text in texts):
        return []
    return list(dict.fromkeys(end.strip() for text in texts for end in split_top(text[1:-1], ",")))


def drawable(frame: pandas.DataFrame) -> Any:
    """Which rows have two finite bounds."""
    import numpy

    return numpy.isfinite(frame["lower"].to_numpy(float)) & numpy.isfinite(frame["upper"].to_numpy(float))


def count(id: str, parameters: Mapping[str, Any], output: str) -> int | None:
    """A whole number that a result certifies; None where it is undecided."""
    import vlasov

    try:
        answer = vlasov.evaluate(id, dict(parameters), output=output)
    except Undecided:
        return None
    return int(answer.lower) if answer.lower == answer.upper else None


def ratio(top: pandas.DataFrame, bottom: pandas.DataFrame) -> pandas.DataFrame:
    """Row by row the quotient of two tables of positive values, its bounds rounded outwards."""
    out = top.copy()
    for name, other, direction in (("lower", "upper", -math.inf), ("upper", "lower", math.inf)):
        out[name] = [
            math.nextafter(a / b, direction) if b > 0 else math.nan
            for a, b in zip(top[name], bottom[other], strict=True)
        ]
    return out
