"""Tables as arrays of doubles, written by the library where they are: for grids of many points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from . import _library
from ._evaluate import _digit_options
from ._parameters import parameter_texts
from ._requests import failure, identifier, integer
from .errors import InputError

if TYPE_CHECKING:
    import numpy

__all__ = ["TableArrays", "table_arrays"]

_LARGEST = 2**31 - 1


class TableArrays(NamedTuple):
    """The rows of a table: `lower <= value <= upper`, rounded outwards, NaN without bounds.

    `status` is 0 for a certain row, 1 for a refused, 2 for an undecided one, and 3 for a number that nothing
    encloses.
    """

    lower: numpy.ndarray[Any, Any]
    upper: numpy.ndarray[Any, Any]
    status: numpy.ndarray[Any, Any]


def table_arrays(
    id: str,
    params: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    digits: int = 16,
    max_seconds: float | None = 60,
    max_bits: int | None = None,
    threads: int | None = None,
    **parameters: Any,
) -> TableArrays:
    """Evaluate a result over a grid, as `table` does, into arrays of bounds instead of a DataFrame.

    The rows come in the order of `table`: the parameter named last runs fastest, so that
    `lower.reshape(m, n)` is the grid of two ranges. The output must be one number.

    Examples
    --------
    >>> vlasov.table_arrays("clustering.force-inflection", beta="1:4/4").status
    array([0, 0, 0, 0], dtype=int8)
    """
    import numpy

    request: dict[str, Any] = {"id": identifier(id)}
    request["parameters"] = parameter_texts(params, parameters, id=id, table=True)
    if output is not None:
        if not isinstance(output, str):
            raise InputError(f"output={output!r}: text is expected", parameter="output", value=repr(output))
        request["output"] = output
    request.update(_digit_options(digits, max_seconds, max_bits))
    if threads is not None:
        request["threads"] = integer("threads", threads)
    status, rows, errors = _library.table(request, None, None, None)
    if status != 0:
        raise failure(status, errors)
    if rows > _LARGEST:
        raise InputError(f"a table of {rows} rows: at most {_LARGEST}", value=str(rows))
    try:
        lower, upper = numpy.empty(rows), numpy.empty(rows)
        statuses = numpy.empty(rows, dtype=numpy.int8)
    except MemoryError:
        raise InputError(f"a table of {rows} rows: no memory for it", value=str(rows)) from None
    status, _, errors = _library.table(request, lower, upper, statuses)
    if status not in (0, 2):
        raise failure(status, errors)
    return TableArrays(lower, upper, statuses)
