"""Modes of kernel density estimates of arrays, counted and located with proof."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _library
from ._parameters import exact_number, listed
from ._requests import budget_options, failure, integer, respond
from ._samples import sample_array, sample_name
from .answers import Enclosure
from .errors import InputError, Undecided, UndecidedWarning

if TYPE_CHECKING:
    import numpy
    import pandas

__all__ = ["Mode", "ModeCount", "Modes", "count_modes", "mode_tree", "modes"]


@dataclass(frozen=True, slots=True)
class ModeCount:
    """A certified number of modes: always `lower <= number <= upper`; `modes` is the number, if decided."""

    modes: int | None
    lower: int
    upper: int
    observations: int
    distinct: int
    beta: str
    bandwidth: str | None
    unresolved: tuple[Enclosure, ...]
    seconds: float
    boxes: int
    cells: int
    escalations: int
    highest_bits: int

    @property
    def is_decided(self) -> bool:
        return self.modes is not None

    def __int__(self) -> int:
        if self.modes is None:
            raise Undecided(f"the number of modes is undecided: {self}", answer=self)
        return self.modes

    __index__ = __int__

    def __str__(self) -> str:
        return str(self.modes) if self.modes is not None else f"undecided {{{self.lower}, ..., {self.upper}}}"

    def __repr__(self) -> str:
        kernel = f"bandwidth {self.bandwidth}" if self.bandwidth else f"beta {self.beta}"
        where = "".join(f", near {place}" for place in self.unresolved[:5])
        return f"<ModeCount {self} of {self.observations} observations at {kernel}{where}>"

    def _repr_html_(self) -> str:
        import html

        words = html.escape(repr(self)[1:-1])
        return f"<div><b>{html.escape(str(self))}</b> modes<br><small>{words}</small></div>"


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode: certified location and height, and in a sweep the branch of the mode tree it lies on."""

    index: int
    location: Enclosure
    height: Enclosure
    branch: int | None = None


class Modes:
    """Certified modes in ascending order, and their `count`. If that is undecided, some may be missing."""

    __slots__ = ("_modes", "count")

    def __init__(self, modes: Sequence[Mode], count: ModeCount) -> None:
        self._modes = tuple(modes)
        self.count = count

    def __len__(self) -> int:
        return len(self._modes)

    def __getitem__(self, index: Any) -> Any:
        return Modes(self._modes[index], self.count) if isinstance(index, slice) else self._modes[index]

    def __iter__(self) -> Iterator[Mode]:
        return iter(self._modes)

    @property
    def locations(self) -> numpy.ndarray[Any, Any]:
        """The floats nearest to the locations."""
        import numpy

        return numpy.array([float(mode.location) for mode in self._modes])

    @property
    def heights(self) -> numpy.ndarray[Any, Any]:
        """The floats nearest to the heights."""
        import numpy

        return numpy.array([float(mode.height) for mode in self._modes])

    def to_frame(self) -> pandas.DataFrame:
        """Location and height of each mode: certain digits as text, bounds as floats rounded outwards."""
        import pandas

        return pandas.DataFrame([_row(mode) for mode in self._modes], columns=_COLUMNS)

    def __repr__(self) -> str:
        head = repr(self.count)[1:-1]
        return "\n".join([head, *(f"  {m.index}  {m.location}  height {m.height}" for m in self._modes)])

    def _repr_html_(self) -> str:
        from . import _display

        rows = [[str(m.index), str(m.location), str(m.height)] for m in self._modes]
        return _display.table_html(["mode", "location", "height"], rows, repr(self.count)[1:-1])


_COLUMNS = ["index", "location", "lower", "upper", "height", "height_lower", "height_upper"]


def _row(mode: Mode) -> list[Any]:
    return [
        mode.index,
        str(mode.location),
        mode.location.lower_float,
        mode.location.upper_float,
        str(mode.height),
        mode.height.lower_float,
        mode.height.upper_float,
    ]


def count_modes(
    array: Any,
    beta: Any = None,
    *,
    bandwidth: Any = None,
    weights: Any = None,
    max_seconds: float | None = 60,
    max_bits: int | None = None,
    threads: int | None = None,
) -> ModeCount:
    """Count the modes of the Gaussian kernel density estimate of a sample, with proof.

    Parameters
    ----------
    array : array_like or str or path
        The observations, floats taken bit for bit; or what the tool takes, text by text: a file (one number a
        line, a table, .npy), or a sample such as "ih12:1:1000", "comb:20", "[0,1/2,3]".
    beta, bandwidth : number or str
        Exactly one of them: the inverse squared bandwidth, or the bandwidth; exact as every parameter (0.1 is
        one tenth).
    weights : array_like, optional
        Positive weights, as many as observations; a file or a column for a file.

    Returns
    -------
    ModeCount
        If it is undecided, a warning says so, and `int()` of it raises.
    """
    kernel = _one_kernel(beta, bandwidth)
    objects = _request(array, weights, {**kernel, **budget_options(max_seconds, max_bits, threads)})
    count = _count_of(objects[0])
    if not count.is_decided:
        warnings.warn(f"{count!r}", UndecidedWarning, stacklevel=2)
    return count


def modes(
    array: Any,
    beta: Any = None,
    *,
    bandwidth: Any = None,
    weights: Any = None,
    digits: int = 15,
    max_seconds: float | None = 60,
    max_bits: int | None = None,
    threads: int | None = None,
) -> Modes:
    """The modes themselves, each with certified location and height; parameters as in `count_modes`."""
    options = {**_one_kernel(beta, bandwidth), "digits": integer("digits", digits)}
    objects = _request(array, weights, {**options, **budget_options(max_seconds, max_bits, threads)})
    found = _modes_of(objects[0])
    if not found.count.is_decided:
        warnings.warn(f"{found.count!r}", UndecidedWarning, stacklevel=2)
    return found


def mode_tree(
    array: Any,
    sweep: Any,
    *,
    weights: Any = None,
    digits: int = 15,
    max_seconds: float | None = 60,
    max_bits: int | None = None,
    threads: int | None = None,
) -> pandas.DataFrame:
    """The modes over a sweep of bandwidths, each with the number of its branch of the mode tree.

    `sweep` is "h1:h2/count" or a sequence of bandwidths. Columns: bandwidth (exact text), branch, index,
    location and height (certain digits), lower, upper, height_lower, height_upper (floats rounded outwards).
    `attrs["counts"]` has a `ModeCount` a bandwidth, `attrs["is_decided"]` says whether every count and every
    link is proved.
    """
    import pandas

    options: dict[str, Any] = {"digits": integer("digits", digits)}
    if isinstance(sweep, str):
        options["sweep" if ":" in sweep else "bandwidth"] = sweep
    elif isinstance(sweep, Iterable):
        options["bandwidth"] = listed("sweep", sweep)
    else:
        options["bandwidth"] = exact_number("sweep", sweep)
    options.update(budget_options(max_seconds, max_bits, threads))
    status, objects = _respond(array, weights, options)
    rows, counts = [], []
    for record in objects:
        found = _modes_of(record)
        counts.append(found.count)
        rows += [[record["bandwidth"], mode.branch, *_row(mode)] for mode in found]
    frame = pandas.DataFrame(rows, columns=["bandwidth", "branch", *_COLUMNS])
    frame.attrs.update(counts=tuple(counts), is_decided=status == 0)
    if status != 0:
        warnings.warn("some count or link of the mode tree is undecided", UndecidedWarning, stacklevel=2)
    return frame


def _one_kernel(beta: Any, bandwidth: Any) -> dict[str, Any]:
    if (beta is None) == (bandwidth is None):
        raise InputError("exactly one of beta and bandwidth is needed", parameter="beta")
    return (
        {"beta": exact_number("beta", beta)}
        if bandwidth is None
        else {"bandwidth": exact_number("bandwidth", bandwidth)}
    )


def _request(array: Any, weights: Any, options: dict[str, Any]) -> list[Any]:
    kernel = "beta" if "beta" in options else "bandwidth"
    if any(sign in options[kernel] for sign in ",:"):
        raise InputError(
            f"{kernel}={options[kernel]}: one number is expected; mode_tree takes several",
            parameter=kernel,
            value=options[kernel],
        )
    return _respond(array, weights, options)[1]


def _respond(array: Any, weights: Any, options: dict[str, Any]) -> tuple[int, list[Any]]:
    if isinstance(array, (str, os.PathLike)):
        if weights is not None:
            options = {**options, "weights": sample_name("weights", weights)}
        return respond({"verb": "modes", "words": [sample_name("array", array)], "options": options})
    sample = sample_array("array", array)
    heavy = None if weights is None else sample_array("weights", weights)
    if heavy is not None and len(heavy) != len(sample):
        raise InputError(f"weights: {len(heavy)} weights for {len(sample)} observations", parameter="weights")
    status, objects, errors = _library.count_modes(sample, heavy, options)
    if status in (0, 2) and objects:
        return status, objects
    raise failure(status, errors)


def _count_of(record: dict[str, Any]) -> ModeCount:
    return ModeCount(
        modes=record["modes"],
        lower=record["lo"],
        upper=record["hi"],
        observations=record["n"],
        distinct=record["distinct"],
        beta=record["beta"],
        bandwidth=record["bandwidth"],
        unresolved=tuple(Enclosure.from_bounds(low, high) for low, high in record["unresolved"]),
        seconds=record["provenance"]["seconds"],
        boxes=record["boxes"],
        cells=record["cells"],
        escalations=record["escalations"],
        highest_bits=record["highestBits"],
    )


def _modes_of(record: dict[str, Any]) -> Modes:
    def enclosure(output: str, fields: dict[str, Any]) -> Enclosure:
        exact = fields["lower"] == fields["upper"]
        return Enclosure(
            {
                "schema": 1,
                "id": "",
                "parameters": {},
                "output": output,
                **fields,
                "status": "exact" if exact else "certified",
                "source": None,
                "provenance": record["provenance"],
            }
        )

    found = [
        Mode(
            m["index"],
            enclosure("location", m["location"]),
            enclosure("height", m["height"]),
            m.get("branch"),
        )
        for m in record.get("list", ())
    ]
    return Modes(found, _count_of(record))
