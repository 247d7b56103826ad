"""What the figures of kernel density estimates share: the scale of the kernel, and the certified modes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import InputError
from . import style

if TYPE_CHECKING:
    import pandas

    from .._modes import Modes
    from .registry import Options


#: The count of other numbers than those given may be another one, where a mode is about to appear.
ROUNDED = "sample rounded to doubles"


class Interval(NamedTuple):
    """Bounds of a location or height, as floats rounded outwards."""

    lower: float
    upper: float

    @property
    def mid(self) -> float:
        """The middle."""
        return self.lower + (self.upper - self.lower) / 2


class Level(NamedTuple):
    """The certified modes of a sample at one bandwidth; if the number is undecided, some may be missing."""

    locations: list[Interval]
    branches: list[int | None]
    lower: int
    upper: int

    @property
    def is_decided(self) -> bool:
        """Whether the number is proved."""
        return self.lower == self.upper


def label(found: Modes, *, part: bool) -> str:
    """The line of the legend: the number of modes as far as it is proved; of all, where only a part is shown.
    """
    count = found.count
    if count.is_decided:
        return f"{count.lower} mode{'s' if count.lower != 1 else ''}{' in all' if part else ''}"
    return f"{len(found)} of {count.lower} to {count.upper} modes"


def scale(options: Options) -> dict[str, Any]:
    """The bandwidth or beta, exact; one of the two."""
    if options.given("bandwidth") and options["beta"] is not None:
        raise InputError(
            f"beta={options['beta']}: give a bandwidth or beta, not both",
            parameter="beta",
            value=options["beta"],
            domain="not together with bandwidth",
        )
    return dict(
        options.parameters("beta") if options["beta"] is not None else options.parameters("bandwidth")
    )


def bandwidth(scale: dict[str, Any]) -> float:
    """The bandwidth as a float, for the density as a curve; beta = h^-2."""
    name, text = next(iter(scale.items()))
    try:
        value = style.number(text)
    except (InputError, ValueError, OverflowError):
        value = float("nan")
    if not 0 < value < float("inf"):
        raise InputError(
            f"{name}={text} is outside the domain {name} > 0",
            parameter=name,
            value=text,
            domain=f"{name} > 0",
        )
    return value if name == "bandwidth" else value**-0.5


def levels(tree: pandas.DataFrame) -> list[Level]:
    """The rows of `vlasov.mode_tree`, one level a bandwidth.

    Modes whose link to the bandwidths around is not proved have branches of their own.
    """
    found = []
    first = 0
    for count in tree.attrs["counts"]:
        rows = tree.iloc[first:]
        # Ascending within a bandwidth: its rows end where the index starts again.
        length = next((k for k in range(1, len(rows)) if rows["index"].iloc[k] == 1), len(rows))
        rows = rows.iloc[:length]
        first += length
        places = [Interval(float(a), float(b)) for a, b in zip(rows["lower"], rows["upper"], strict=True)]
        branches = [None if b is None or b != b else int(b) for b in rows["branch"]]
        found.append(Level(places, branches, count.lower, count.upper))
    return found
