"""The numbers of a sample as doubles, and densities as curves.

What is certified (counts, locations, heights) comes from the library, for the same doubles.
"""

from __future__ import annotations

import os
import re
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..errors import InputError

Floats = npt.NDArray[np.float64]

DOMAIN = "an array, a file of numbers, [x1,x2,...], ih12:SEED:N or comb:N"

MOST = 10**8  # observations of a made sample: 1 GB with what the sums need

_MADE = re.compile(r"(ih12:(?P<seed>\d+)|comb):(?P<count>[0-9.eE+]+)")


class Sample(NamedTuple):
    """The numbers of a sample as doubles in ascending order, and whether they are the given numbers exactly.
    """

    values: Floats
    is_exact: bool


def read(sample: Any) -> Sample:
    """The numbers of a sample.

    Parameters
    ----------
    sample : array_like or str or path
        An array of one dimension, or a file with a number a line, a ``.npy`` file, ``[0,1/2,3]``,
        ``ih12:SEED:N`` or ``comb:N``.
    """
    found = _read(os.fspath(sample)) if isinstance(sample, (str, os.PathLike)) else _array(sample)
    values = found.values
    if values.size == 0:
        raise _error(sample, "the sample is empty")
    if not np.all(np.isfinite(values)):
        place = int(np.flatnonzero(~np.isfinite(values))[0])
        raise _error(sample, f"entry {place + 1} is {values[place]}, not a finite number")
    return Sample(np.sort(values), found.is_exact)


def both(sample: Any) -> tuple[Floats, Any, bool]:
    """The numbers as doubles, what the library is to count, and whether that is the sample as it was given.

    A text is passed on where doubles would round its numbers: the library reads them exactly.
    """
    values, is_exact = read(sample)
    return (values, sample, True) if isinstance(sample, str) and not is_exact else (values, values, is_exact)


def numbers(sample: Any) -> Floats:
    """The numbers of a sample as doubles."""
    return read(sample).values


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


def _read(text: str) -> Sample:
    if text.startswith("["):
        if not text.endswith("]"):
            raise _error(text, "the array does not end with ]")
        inside = text[1:-1].strip()
        words = [word.strip().strip('"') for word in inside.split(",")] if inside else []
        return _numbers([(word, f"entry {k + 1}") for k, word in enumerate(words)], text)
    made = _MADE.fullmatch(text)
    if made:
        count = Fraction(made["count"])
        if count.denominator != 1 or not 1 <= count <= MOST:
            raise _error(text, f"N must be an integer, 1 <= N <= {MOST}, to be drawn")
        if made["seed"] is None:
            return Sample(np.arange(int(count), dtype=np.float64), True)
        if int(made["seed"]) >= 1 << 64:
            raise _error(text, "SEED must be an integer 0 <= SEED < 2^64")
        return Sample(irwin_hall(int(made["seed"]), int(count)), True)
    path = text.removeprefix("file:")
    if not os.path.isfile(path):
        raise _error(text, "no such file, and no made sample")
    try:
        if path.endswith(".npy"):
            return _array(np.load(path, allow_pickle=False))
        with open(path, encoding="utf-8") as file:
            lines = [line.split("#")[0].strip() for line in file]
    except (OSError, ValueError) as error:
        raise _error(text, f"cannot be read: {str(error).splitlines()[0]}") from None
    return _numbers([(line, f"line {k + 1}") for k, line in enumerate(lines) if line], text)


def _numbers(words: list[tuple[str, str]], sample: Any) -> Sample:
    """Words with their places, as doubles; hexadecimal floats are what they say, others may be rounded."""
    values, is_exact = np.empty(len(words)), True
    for k, (word, place) in enumerate(words):
        try:
            if "0x" in word.lower():
                values[k] = float.fromhex(word)
                continue
            base, power, exponent = word.partition("^")
            exact = Fraction(base) ** int(exponent) if power else Fraction(base)
            values[k] = float(exact)
            is_exact = is_exact and Fraction(values[k]) == exact
        except (ValueError, ZeroDivisionError, OverflowError):
            raise _error(sample, f"{place}: {word[:60]!r} is not a number") from None
    return Sample(values, is_exact)


def _array(sample: Any) -> Sample:
    if isinstance(sample, (list, tuple)) and not all(isinstance(x, (float, np.floating)) for x in sample):
        if any(isinstance(x, (list, tuple, np.ndarray)) for x in sample):
            raise _error(sample, "not one list of numbers")
        return _numbers([(str(x), f"entry {k + 1}") for k, x in enumerate(sample)], sample)
    given = np.asarray(sample)
    if given.dtype.kind not in "iuf":
        raise _error(sample, "not an array of numbers")
    if given.ndim == 2 and given.shape[1] == 1:
        given = given[:, 0]
    if given.ndim != 1:
        raise _error(sample, f"an array of {given.ndim} dimensions, not one")
    values = given.astype(np.float64)
    # A comparison in floating point would round integers again.
    is_exact = given.dtype.kind == "f" or [int(x) for x in values] == [int(x) for x in given]
    return Sample(values, is_exact and given.dtype.itemsize <= 8)


def _error(sample: Any, why: str) -> InputError:
    shown = sample[:80] if isinstance(sample, str) else type(sample).__name__
    return InputError(
        f"sample={shown}: {why}; expected {DOMAIN}", parameter="sample", value=shown, domain=DOMAIN
    )
