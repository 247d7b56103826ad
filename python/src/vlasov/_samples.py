"""Samples: arrays of doubles that are exactly the numbers given, or names of files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .errors import InputError

if TYPE_CHECKING:
    import numpy


def sample_array(name: str, values: Any) -> numpy.ndarray[Any, Any]:
    """A contiguous array of doubles that are exactly the given numbers."""
    import numpy

    if isinstance(values, (set, frozenset, dict)) or hasattr(values, "__next__"):
        raise InputError(
            f"{name}: a sequence or an array is expected, not {type(values).__name__}", parameter=name
        )
    try:
        array = numpy.asarray(values)
    except ValueError:
        raise InputError(f"{name}: rows of different lengths are no array", parameter=name) from None
    if isinstance(values, numpy.ma.MaskedArray) and numpy.ma.is_masked(values):
        raise InputError(f"{name}: an array with masked entries is not taken", parameter=name)
    if array.ndim == 2 and 1 in array.shape:
        array = array.reshape(-1)
    if array.ndim != 1:
        raise InputError(f"{name}: one dimension is expected, not {array.ndim}", parameter=name)
    if array.dtype.kind not in "iuf" or array.dtype.itemsize > 8:
        raise InputError(f"{name}: an array of {array.dtype} is not taken", parameter=name)
    doubles = numpy.ascontiguousarray(array, dtype=numpy.float64)
    exact = []
    if array.dtype.kind in "iu" and array.size and max(int(array.max()), -int(array.min())) > 2**53:
        exact = array.tolist()
    if isinstance(values, (list, tuple)):  # NumPy rounds the integers of a mixed list
        exact = numpy.array(values, dtype=object).ravel().tolist()
    for k, number in enumerate(exact):
        if isinstance(number, bool):
            raise InputError(f"{name}[{k}]={number}: a truth value is not a number", parameter=name)
        if isinstance(number, int) and int(doubles[k]) != number:
            raise InputError(
                f"{name}[{k}]={number} is not exact as a float", parameter=name, value=str(number)
            )
    if not numpy.isfinite(doubles).all():
        place = int(numpy.argmin(numpy.isfinite(doubles)))
        raise InputError(
            f"{name}[{place}]={doubles[place]} is not finite", parameter=name, value=str(doubles[place])
        )
    return doubles


def sample_name(what: str, value: Any) -> str:
    """The text of a file or sample."""
    if not isinstance(value, (str, os.PathLike)):
        raise InputError(f"{what}: a file is expected where the sample is one", parameter=what)
    text = os.fspath(value)
    if not isinstance(text, str) or text == "-":
        raise InputError(
            f"{what}={text!r}: not the name of a file or sample", parameter=what, value=repr(text)
        )
    return text
