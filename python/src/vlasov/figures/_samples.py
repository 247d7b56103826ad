"""The numbers of a sample as floats: for densities drawn as curves, never for what is certified.

What is certified (counts, locations, heights) comes from the library, which reads the same sample exactly.
"""

from __future__ import annotations

import os
import re
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError

Floats = npt.NDArray[np.float64]

DOMAIN = "an array, a file of numbers, [x1,x2,...], ih12:SEED:N or comb:N"

MOST = 10**8  # observations of a made sample: 1 GB with what the sums need

_MADE = re.compile(r"(ih12:(?P<seed>\d+)|comb):(?P<count>[0-9.eE+]+)")


def numbers(sample: Any) -> Floats:
    """The numbers of a sample, rounded to doubles, in ascending order.

    Parameters
    ----------
    sample : array_like or str or path
        An array of one dimension, or what ``vlasov modes`` takes: a file, ``[0,1/2,3]``, ``ih12:SEED:N``,
        ``comb:N``.
    """
    values = _read(os.fspath(sample)) if isinstance(sample, (str, os.PathLike)) else _array(sample)
    if values.size == 0:
        raise _error(sample, "the sample is empty")
    if not np.all(np.isfinite(values)):
        place = int(np.flatnonzero(~np.isfinite(values))[0])
        raise _error(sample, f"entry {place + 1} is {values[place]}, not a finite number")
    return np.sort(values)


def irwin_hall(seed: int, count: int) -> Floats:
    """``ih12:SEED:N``: sums of twelve uniform numbers less 6, bit for bit as the library makes them
    (SplitMix64).
    """
    step = np.uint64(0x9E3779B97F4A7C15)
    total = np.empty(count, dtype=np.int64)
    block = 1 << 16
    for first in range(0, count, block):
        last = min(count, first + block)
        draws = np.arange(12 * first + 1, 12 * last + 1, dtype=np.uint64)
        z = np.uint64(seed) + step * draws  # arithmetic modulo 2^64, as in the generator
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
        total[first:last] = (z >> np.uint64(11)).astype(np.int64).reshape(-1, 12).sum(axis=1)
    return (total - (6 << 53)).astype(np.float64) * 2.0**-53


def density(x: Floats, t: Floats, bandwidth: float, weights: Floats | None = None) -> Floats:
    """The Gaussian kernel density estimate in floating point.

    Kernels are cut off at 9 bandwidths, where they are below 3e-18 of their top.
    """
    order = np.argsort(x, kind="stable")
    x = x[order]
    w = None if weights is None else weights[order] / weights.sum()
    lower = np.searchsorted(x, t - 9 * bandwidth)
    upper = np.searchsorted(x, t + 9 * bandwidth)
    values = np.empty(t.size)
    for i, (a, b) in enumerate(zip(lower, upper, strict=True)):
        kernel = np.exp(-0.5 * ((t[i] - x[a:b]) / bandwidth) ** 2)
        values[i] = kernel.sum() / x.size if w is None else kernel @ w[a:b]
    result: Floats = values / (bandwidth * np.sqrt(2 * np.pi))
    return result


def _read(text: str) -> Floats:
    if text.startswith("["):
        return _listed(text)
    made = _MADE.fullmatch(text)
    if made:
        count = Fraction(made["count"])
        if count.denominator != 1 or not 1 <= count <= MOST:
            raise _error(text, f"N must be an integer, 1 <= N <= {MOST}, to be drawn")
        if made["seed"] is None:
            return np.arange(int(count), dtype=np.float64)
        if int(made["seed"]) >= 1 << 64:
            raise _error(text, "SEED must be an integer 0 <= SEED < 2^64")
        return irwin_hall(int(made["seed"]), int(count))
    path = text.removeprefix("file:")
    if not os.path.isfile(path):
        raise _error(text, "no such file, and no made sample")
    if path.endswith(".npy"):
        return _array(np.load(path))
    with open(path, encoding="utf-8") as file:
        lines = [line.split("#")[0].strip() for line in file]
    return np.array([_number(line, text, f"line {k + 1}") for k, line in enumerate(lines) if line])


def _listed(text: str) -> Floats:
    try:
        entries = [] if text[1:-1].strip() == "" else text[1:-1].split(",")
        if not text.endswith("]"):
            raise ValueError
    except ValueError:
        raise _error(text, "the array does not end with ]") from None
    return np.array([_number(e.strip().strip('"'), text, f"entry {k + 1}") for k, e in enumerate(entries)])


def _number(word: str, sample: str, place: str) -> float:
    try:
        if "0x" in word.lower():
            return float.fromhex(word)
        if "^" in word:
            base, exponent = word.split("^")
            return float(Fraction(base) ** int(exponent))
        return float(Fraction(word))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise _error(sample, f"{place}: {word[:60]!r} is not a number") from None


def _array(sample: Any) -> Floats:
    try:
        values = np.asarray([float(x) for x in sample] if isinstance(sample, (list, tuple)) else sample)
        if values.dtype.kind not in "iufO":
            raise TypeError
        values = values.astype(np.float64)
    except (TypeError, ValueError):
        raise _error(sample, "not an array of numbers") from None
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        raise _error(sample, f"an array of {values.ndim} dimensions, not one")
    return values


def _error(sample: Any, why: str) -> InputError:
    shown = sample[:80] if isinstance(sample, str) else type(sample).__name__
    return InputError(
        f"sample={shown}: {why}; expected {DOMAIN}", parameter="sample", value=shown, domain=DOMAIN
    )
