"""Straight lines fitted to simulated points, with bands of confidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """A least-squares line y = level + slope (x - centre).

    Attributes
    ----------
    half_width
        Of the slope's confidence interval; nan where the points have no chance, or are too few.
    """

    centre: float
    level: float
    slope: float
    half_width: float
    _level_half_width: float

    def __call__(self, x: Floats) -> Floats:
        """The line."""
        values: Floats = self.level + self.slope * (np.asarray(x) - self.centre)
        return values

    def band(self, x: Floats) -> Floats:
        """Half width of the pointwise confidence band."""
        values: Floats = np.hypot(self._level_half_width, self.half_width * (np.asarray(x) - self.centre))
        return values


def fit(x: Floats, y: Floats, error: Floats | None, confidence: float) -> Line:
    """Fit a line to points with standard errors (None: points without chance, then there is no band).

    The standard errors are known, and Student's t with n - 2 degrees of freedom allows for a scatter beyond
    them (which a law that is not quite straight has): the variance is multiplied by chi^2/(n - 2) where that
    is larger than 1.
    """
    from scipy.stats import t as student

    weight = np.ones_like(x) if error is None else error**-2.0
    total = weight.sum()
    centre = float(weight @ x / total)
    level = float(weight @ y / total)
    spread = float(weight @ (x - centre) ** 2)
    slope = float(weight @ ((x - centre) * (y - level)) / spread)
    degrees = x.size - 2
    if error is None or degrees < 1:
        return Line(centre, level, slope, np.nan, np.nan)
    scatter = float(weight @ (y - level - slope * (x - centre)) ** 2) / degrees
    reach = float(student.ppf((1 + confidence) / 2, degrees)) * max(1.0, scatter) ** 0.5
    return Line(centre, level, slope, reach * spread**-0.5, reach * total**-0.5)
