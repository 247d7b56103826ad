"""Float simulations of the models as arrays. Nothing in them is certified."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import _library
from ._evaluate import _text
from ._requests import budget_options, failure, integer
from .errors import InputError

if TYPE_CHECKING:
    import numpy
    import pandas

__all__ = ["Simulation", "SimulationModel", "simulate", "simulations"]


@dataclass(frozen=True, slots=True)
class SimulationModel:
    """A model that `simulate` knows: its name, its parameters, and what the initial state is."""

    name: str
    summary: str
    initial: str
    parameters: tuple[str, ...]


_ARGUMENTS = frozenset({"model", "dimension", "time", "saves", "steps", "tolerance", "threads"})
_TOKENS = "tokens, an (n, d) array"
_MODELS = (
    SimulationModel(
        "sphere", "self-attention on the sphere, SA or USA", _TOKENS, ("kind", "beta", "V", "weights")
    ),
    SimulationModel("circle", "the same on the circle", "angles, an (n,) array", ("kind", "beta", "weights")),
    SimulationModel("normalized", "Post-, Pre-, Peri-LN and nGPT", _TOKENS, ("scheme", "beta", "alpha")),
    SimulationModel("causal", "causal attention on the sphere", _TOKENS, ("beta", "Q", "K")),
    SimulationModel("hardmax", "hardmax iteration; time counts iterations", _TOKENS, ("alpha", "B")),
    SimulationModel(
        "gaussian",
        "attention of R^d: softmax, l2, sinkhorn or sigmoid",
        _TOKENS,
        ("kind", "A", "V", "B", "epsilon", "W", "b", "causal"),
    ),
    SimulationModel(
        "covariance",
        "the covariance of Gaussian data under attention",
        "a symmetric (d, d) matrix",
        ("kind", "A", "V", "B", "epsilon", "W"),
    ),
)


def simulations() -> pandas.DataFrame:
    """The models that `simulate` knows, one a row."""
    import pandas

    rows = [[m.name, m.summary, m.initial, ", ".join(m.parameters)] for m in _MODELS]
    return pandas.DataFrame(rows, columns=["model", "simulates", "initial", "parameters"]).set_index("model")


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """A simulated trajectory: `states[k]` is the state at `times[k]`, the initial one first; read-only."""

    model: str
    parameters: dict[str, Any]
    times: numpy.ndarray[Any, Any] = field(repr=False)
    states: numpy.ndarray[Any, Any] = field(repr=False)
    steps: int
    rejected: int
    violations: tuple[str, ...]
    seconds: float

    @property
    def status(self) -> str:
        """Always "simulated"."""
        return "simulated"

    @property
    def final(self) -> numpy.ndarray[Any, Any]:
        """The last state."""
        last: numpy.ndarray[Any, Any] = self.states[-1]
        return last

    def __len__(self) -> int:
        return len(self.times)

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        wrong = f", {len(self.violations)} violations" if self.violations else ""
        return (
            f"<Simulation {self.model} ({given}): {len(self)} states of shape {self.states.shape[1:]} "
            f"to time {self.times[-1]:g}, {self.steps} steps{wrong} (simulated)>"
        )


def simulate(
    model: str,
    initial: Any,
    *,
    time: float,
    saves: int = 100,
    steps: int | None = None,
    tolerance: float | None = None,
    max_seconds: float | None = 60,
    threads: int | None = None,
    **parameters: Any,
) -> Simulation:
    """Simulate a model in floats from an array of tokens; `simulations()` lists the models.

    Parameters
    ----------
    initial : array_like
        n tokens of d coordinates, row by row; angles for "circle"; a covariance for "covariance".
    time, saves
        Final time, and into how many equal parts it is cut; the state is saved at the end of each.
    steps, tolerance
        A number of equal steps (a multiple of `saves`), or the tolerance of adaptive ones, where the model
        has them.
    **parameters
        Of the model: numbers, words, and matrices as arrays.
    """
    import numpy

    try:
        given = numpy.asarray(initial)
    except ValueError:
        raise InputError("initial: rows of different lengths are no array", parameter="initial") from None
    if given.dtype.kind not in "iuf" or (
        isinstance(initial, numpy.ma.MaskedArray) and numpy.ma.is_masked(initial)
    ):
        kind = "masked entries" if given.dtype.kind in "iuf" else given.dtype
        raise InputError(f"initial: an array of {kind} is not taken", parameter="initial")
    start = numpy.ascontiguousarray(given, dtype=numpy.float64)
    if start.ndim not in (1, 2) or start.size == 0:
        raise InputError(
            f"initial: an array of one or two dimensions is expected, not {start.shape}", parameter="initial"
        )
    saves = integer("saves", saves)
    if not 1 <= saves <= 1_000_000:
        raise InputError(f"saves={saves}: expected 1 to 1000000", parameter="saves", value=str(saves))
    request: dict[str, Any] = {
        "model": _text("model", model),
        "dimension": start.shape[1] if start.ndim == 2 else 1,
        "time": _plain("time", time),
        "saves": saves,
        **budget_options(max_seconds, None, threads),
    }
    if steps is not None:
        request["steps"] = integer("steps", steps)
    if tolerance is not None:
        request["tolerance"] = _plain("tolerance", tolerance)
    for name, value in parameters.items():
        word = name[:-1] if name.endswith("_") and len(name) > 1 else name
        if word in request or word in _ARGUMENTS:
            raise InputError(f"{word} is not a parameter of the model, or is given twice", parameter=word)
        request[word] = _plain(word, value)
    try:
        times, states = numpy.empty(saves + 1), numpy.empty((saves + 1, *start.shape))
    except MemoryError:
        raise InputError(
            f"saves={saves}: no memory for so many states", parameter="saves", value=str(saves)
        ) from None
    status, objects, errors = _library.simulate(request, start, times, states)
    if status != 0 or not objects:
        raise failure(status, errors)
    times.flags.writeable = states.flags.writeable = False
    record = objects[0]
    return Simulation(
        model,
        dict(parameters),
        times,
        states,
        record["steps"],
        record["rejected"],
        tuple(record["violations"]),
        record["provenance"]["seconds"],
    )


def _plain(name: str, value: Any) -> Any:
    """A value for JSON: words and truth values as they are, numbers as floats, arrays as lists of lists."""
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) > 0:
        items = value.tolist() if hasattr(value, "tolist") else value
        return [_plain(name, item) for item in items]
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise InputError(
            f"{name}={value!r}: a number is expected", parameter=name, value=repr(value)
        ) from None
    if not math.isfinite(number):
        raise InputError(f"{name}={value!r}: not finite", parameter=name, value=repr(value))
    return number
