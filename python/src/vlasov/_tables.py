"""Tables of a result as DataFrames, and parameter texts as numbers."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import _exact
from ._evaluate import _digit_options, _text, expr
from ._exact import Real
from ._parameters import parameter_texts
from ._requests import integer, respond
from .answers import Enclosure
from .errors import InputError, VlasovError

if TYPE_CHECKING:
    import pandas

__all__ = ["as_float", "bounds", "table"]


def table(
    id: str,
    params: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    digits: int = 20,
    trust: bool = False,
    certificates: str | None = None,
    max_seconds: float | None = 60,
    max_bits: int | None = None,
    threads: int | None = None,
    **parameters: Any,
) -> pandas.DataFrame:
    """Evaluate a result over lists, ranges "a:b/count" and bands "[a,b]/count" of its parameters.

    Several of them make a grid, the last named fastest. A row that is refused or undecided keeps its place
    with status and reason.

    Returns
    -------
    pandas.DataFrame
        Columns: the parameters (exact text; `vlasov.as_float` and `vlasov.bounds` read it), `value` (certain
        digits), `lower` and `upper` (floats rounded outwards; NaN without bounds), `digits`, `status`,
        `reason`, and `trust` if asked for. `attrs` holds id, output, source and version.
    """
    import pandas

    request: dict[str, Any] = {"verb": "table", "id": _text("id", id)}
    texts = parameter_texts(params, parameters, id=id, table=True)
    if texts:
        request["parameters"] = texts
    if output is not None:
        request["output"] = _text("output", output)
    options = _digit_options(digits, max_seconds, max_bits)
    if trust or certificates is not None:
        options["trust"] = True
    if certificates is not None:
        options["certificates"] = str(certificates)
    if threads is not None:
        options["threads"] = integer("threads", threads)
    request["options"] = options
    _, rows = respond(request)
    names = list(dict.fromkeys(name for row in rows for name in row["parameters"]))
    columns: dict[str, Any] = {name: [row["parameters"].get(name) for row in rows] for name in names}
    columns["value"] = [row["value"] for row in rows]
    columns["lower"] = [_end(row, "lower", _below) for row in rows]
    columns["upper"] = [_end(row, "upper", _above) for row in rows]
    for name in ("digits", "status"):
        columns[name] = [row[name] for row in rows]
    columns["reason"] = [row.get("reason") for row in rows]
    if "trust" in options:
        columns["trust"] = [row.get("trust") for row in rows]
    frame = pandas.DataFrame(columns)
    if rows:
        frame.attrs.update(
            id=id,
            output=rows[0]["output"],
            source=rows[0]["source"],
            version=rows[0]["provenance"]["version"],
            digits=digits,
        )
    return frame


def _end(row: dict[str, Any], name: str, convert: Any) -> Any:
    bound = row[name]
    if bound is None and row["value"] in ("inf", "-inf"):
        bound = row["value"]
    return convert(bound)


def _below(bound: Any) -> Any:
    if isinstance(bound, list):
        return [_below(item) for item in bound]
    return float("nan") if bound is None else _exact.text_below(bound)


def _above(bound: Any) -> Any:
    if isinstance(bound, list):
        return [_above(item) for item in bound]
    return float("nan") if bound is None else _exact.text_above(bound)


@functools.lru_cache(maxsize=4096)
def bounds(text: str) -> tuple[Real, Real]:
    """The number or interval that a parameter's text means: exact where rational, else a certified enclosure.

    Examples
    --------
    >>> vlasov.bounds("[1/2,2]")
    (Fraction(1, 2), Fraction(2, 1))
    """
    if not isinstance(text, str):
        raise InputError(f"{text!r}: text is expected", value=repr(text))
    found = _bounds(text.strip())
    if found[0] > found[1]:
        raise InputError(f"{text}: the lower end is above the upper", value=text)
    return found


def _bounds(body: str) -> tuple[Real, Real]:
    if body.startswith("[") and body.endswith("]") and body.count(",") == 1:
        lower, upper = body[1:-1].split(",")
        return bounds(lower)[0], bounds(upper)[1]
    if "+/-" in body:
        middle, radius = body.split("+/-")
        return bounds(middle)[0] - bounds(radius)[1], bounds(middle)[1] + bounds(radius)[1]
    try:
        return (_exact.parse_real(body),) * 2
    except VlasovError:
        answer = expr(body)
        return answer.lower, answer.upper


def as_float(text: str) -> float:
    """The float nearest to the (midpoint of the) number that a parameter's text means."""
    return float(Enclosure.from_bounds(*bounds(text)))
