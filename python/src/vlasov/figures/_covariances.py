"""Certified paths of 2x2 covariances, in the coordinates of the cone of positive semidefinite matrices."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError

Floats = npt.NDArray[np.float64]
Range = tuple[Floats, Floats]

DOMAIN = "[[a,b],[b,c]] (symmetric positive semidefinite, rationals), or a list of such matrices"


@dataclass(frozen=True)
class ConePoints:
    """Enclosures of (Sigma11 - Sigma22)/2, Sigma12 and tr Sigma/2: Sigma >= 0 where x^2 + y^2 <= z^2 and z >=
    0.
    """

    x: Range
    y: Range
    z: Range

    @classmethod
    def of(cls, entries: Sequence[Range]) -> ConePoints:
        """From enclosures of Sigma11, Sigma12, Sigma22; rounded outwards."""
        (a_low, a_high), (b_low, b_high), (c_low, c_high) = entries
        return cls(
            _outwards((a_low - c_high) / 2, (a_high - c_low) / 2),
            (b_low, b_high),
            _outwards((a_low + c_low) / 2, (a_high + c_high) / 2),
        )

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Where all three coordinates are enclosed."""
        known: npt.NDArray[np.bool_] = np.all(np.isfinite([*self.x, *self.y, *self.z]), axis=0)
        return known

    def middles(self, at: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
        """The middles of the enclosures at some of the points."""
        return middle(self.x)[at], middle(self.y)[at], middle(self.z)[at]

    def section(self) -> tuple[Floats, Floats]:
        """(x/z, y/z), middles of enclosures: the place in the section of the cone by a plane of constant
        trace, the unit disc. Points whose direction is not known are left out.
        """
        u, v = _quotient(self.x, self.z), _quotient(self.y, self.z)
        at = self.known & np.isfinite([*u, *v]).all(axis=0)
        return middle(u)[at], middle(v)[at]

    def eigenvalues(self) -> tuple[Range, Range]:
        """Enclosures of the smaller and of the larger eigenvalue, z -+ sqrt(x^2 + y^2)."""
        far = [np.maximum(np.abs(low), np.abs(high)) for low, high in (self.x, self.y)]
        near = [np.maximum(0, np.maximum(low, -high)) for low, high in (self.x, self.y)]
        # hypot is right to an ulp, which one step outwards covers; another covers the sum.
        below = np.nextafter(np.maximum(0, np.nextafter(np.hypot(*near), -np.inf)), -np.inf)
        above = np.nextafter(np.nextafter(np.hypot(*far), np.inf), np.inf)
        return (
            _outwards(self.z[0] - above, self.z[1] - below),
            _outwards(self.z[0] + below, self.z[1] + above),
        )


def entries(column: Iterable[Any]) -> list[Floats]:
    """Sigma11, Sigma12, Sigma22 of matrices given as nested lists; nan where there is none."""
    rows = [m if isinstance(m, list) else [[np.nan] * 2] * 2 for m in column]
    return [np.array([float(m[i][j]) for m in rows]) for i, j in ((0, 0), (0, 1), (1, 1))]


def points(lower: Iterable[Any], upper: Iterable[Any]) -> ConePoints:
    """From bounds of matrices, entry by entry, as nested lists."""
    return ConePoints.of(list(zip(entries(lower), entries(upper), strict=True)))


def middle(interval: Range) -> Floats:
    """The middles of enclosures."""
    values: Floats = (interval[0] + interval[1]) / 2
    return values


def _outwards(lower: Floats, upper: Floats) -> Range:
    """Room for the two roundings of a sum and a halving."""
    return np.nextafter(lower, -np.inf), np.nextafter(upper, np.inf)


def _quotient(x: Range, z: Range) -> Range:
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.array([a / b for a in x for b in z])
    ends[:, ~(z[0] > 0)] = np.nan  # at the apex the direction is not defined
    return _outwards(np.min(ends, axis=0), np.max(ends, axis=0))


def matrices(given: Any, name: str) -> list[str]:
    """A 2x2 matrix or a list of them, as the exact texts that the library takes.

    Raises
    ------
    InputError
        For anything that is no list of 2x2 matrices; what the entries may be, the library says.
    """
    rows = _nested(given, name)
    if _shape(rows) == (2, 2):
        rows = [rows]
    if not rows or any(_shape(m) != (2, 2) for m in rows):
        shown = given if isinstance(given, str) else repr(given)
        raise InputError(
            f"{name}={shown[:80]}: not a 2x2 matrix or a list of them; expected {DOMAIN}",
            parameter=name,
            value=shown,
            domain=DOMAIN,
        )
    return ["[" + ",".join("[" + ",".join(row) + "]" for row in m) + "]" for m in rows]


def numbers(matrix: str) -> Floats:
    """The doubles nearest to the entries of a matrix of rationals."""
    return np.array([[float(Fraction(x)) for x in row] for row in _nested(matrix, "A")])


def scalar(matrix: str) -> str | None:
    """The v of a matrix v I, else None."""
    try:
        (a, b), (c, d) = ([Fraction(x) for x in row] for row in _nested(matrix, "V"))
    except (ValueError, ZeroDivisionError, TypeError):
        return None
    return str(a) if a == d and b == 0 and c == 0 else None


def negative(matrix: str) -> str | None:
    """The text of -A; None if the entries are no rationals."""
    try:
        return (
            "["
            + ",".join("[" + ",".join(str(-Fraction(x)) for x in row) + "]" for row in _nested(matrix, "A"))
            + "]"
        )
    except (ValueError, ZeroDivisionError, TypeError):
        return None


def _nested(given: Any, name: str) -> list[Any]:
    """Nested lists of the entries' texts."""
    if isinstance(given, str):
        quoted = re.sub(r'[^\s\[\],"]+', lambda m: json.dumps(m.group()), given.replace('"', ""))
        try:
            given = json.loads(quoted)
        except json.JSONDecodeError:
            raise InputError(
                f"{name}={given[:80]}: not a matrix; expected {DOMAIN}",
                parameter=name,
                value=given,
                domain=DOMAIN,
            ) from None
    if isinstance(given, np.ndarray):
        given = given.tolist()
    return [_nested(row, name) if isinstance(row, (list, tuple, np.ndarray)) else _text(row) for row in given]


def _text(entry: Any) -> str:
    return repr(entry) if isinstance(entry, float) else str(entry)


def _shape(m: Any) -> tuple[int, ...]:
    if not isinstance(m, list) or not all(
        isinstance(row, list) and all(isinstance(x, str) for x in row) for row in m
    ):
        return ()
    widths = {len(row) for row in m}
    return (len(m), widths.pop()) if len(widths) == 1 else ()
