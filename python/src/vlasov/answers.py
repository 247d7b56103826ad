"""What an evaluation returns: the certain digits, the bounds that are proved, and what they rest on."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, ClassVar

from . import _exact
from ._exact import Real
from .errors import InputError, Undecided, VlasovError

__all__ = ["Answer", "Enclosure", "EnclosureArray", "Estimate", "WordAnswer", "answer_of"]


class Answer:
    """An answer, immutable.

    Attributes
    ----------
    id, output : str
        The result and its output; `id` is "expr" for expressions and "" for bounds of your own.
    parameters : dict
        The exact text of every parameter that the answer rests on, defaults included.
    value : str or None
        Certain digits, exact text or a word; nested lists of them for vectors and matrices.
    status : str
        certified, exact, undecided, refused, simulated or heuristic.
    digits : int
        How many digits are certain.
    source, provenance : dict
        The paper; version, working precision and seconds.
    reason : str or None
        Why there are fewer digits than asked, or none.
    """

    __slots__ = ("_cache", "_record")
    _record: dict[str, Any]
    _cache: dict[str, Any]
    kind: ClassVar[str] = "answer"

    def __init__(self, record: dict[str, Any]) -> None:
        object.__setattr__(self, "_record", record)
        object.__setattr__(self, "_cache", {})

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    __delattr__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._record,)

    def __copy__(self) -> Answer:
        return self

    def __deepcopy__(self, memo: Any) -> Answer:
        return self

    @property
    def id(self) -> str:
        return str(self._record["id"])

    @property
    def output(self) -> str:
        return str(self._record["output"])

    @property
    def parameters(self) -> dict[str, str]:
        return dict(self._record["parameters"])

    @property
    def value(self) -> Any:
        return self._record["value"]

    @property
    def status(self) -> str:
        return str(self._record["status"])

    @property
    def digits(self) -> int:
        return int(self._record["digits"])

    @property
    def source(self) -> dict[str, str] | None:
        source = self._record["source"]
        return dict(source) if source else None

    @property
    def provenance(self) -> dict[str, Any]:
        return dict(self._record["provenance"])

    @property
    def reason(self) -> str | None:
        return self._record.get("reason")

    @property
    def is_vacuous(self) -> bool:
        """Whether the value is a bound that says nothing."""
        return bool(self._record.get("vacuous", False))

    @property
    def count(self) -> dict[str, Any] | None:
        """The certified count of modes that the value rests on, where it rests on one."""
        count = self._record.get("count")
        return dict(count) if count else None

    def to_dict(self) -> dict[str, Any]:
        """The answer as the command line tool prints it with `--format json`."""
        return dict(self._record)

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def _key(self) -> tuple[Any, ...]:
        record = self._record
        return (record["id"], record["output"], repr(record["parameters"]), repr(record["value"]), record["status"],
                repr(record["lower"]), repr(record["upper"]))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answer):
            return NotImplemented
        return self is other or self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _describe(self) -> str:
        where = f"{self.id} {self.output}" if self.id else self.output
        digits = f"{self.digits} digits, " if self.status in ("certified", "undecided") else ""
        return f"{where} = {self}  ({digits}{self.status})" if where else f"{self}  ({digits}{self.status})"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._describe()}>"

    def _repr_html_(self) -> str:
        from . import _display

        return _display.answer_html(self)

    def _repr_latex_(self) -> str | None:
        from . import _display

        return _display.answer_latex(self)

    def _repr_markdown_(self) -> str | None:
        from . import _display

        return _display.answer_markdown(self)


class WordAnswer(Answer):
    """An answer in words, such as a shape or a verdict; equal to the string."""

    __slots__ = ()
    kind = "word"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return str(self) == other
        return super().__eq__(other)

    def __hash__(self) -> int:
        return hash(str(self))


class Estimate(Answer):
    """A number that nothing encloses: `heuristic` or `simulated`. It has no bounds; `reason` says what it rests on."""

    __slots__ = ()
    kind = "estimate"

    def __str__(self) -> str:
        return f"{self.value} (estimate)"

    def __float__(self) -> float:
        return float(self.value)


class Enclosure(Answer):
    """A real number or an integer between two proved bounds.

    `lower` and `upper` are exact fractions (floats only where infinite), `lower_text` and `upper_text` the decimals as
    printed, `float(x)` the float nearest to the midpoint. `format(x, ".30")` gives at most 30 digits, only certain ones.

    Comparisons answer only when they are decided, and raise `Undecided` otherwise.
    """

    __slots__ = ()
    kind = "enclosure"

    @classmethod
    def from_bounds(cls, lower: Any, upper: Any) -> Enclosure:
        """An enclosure of your own, from exact numbers (int, Fraction, Decimal, float bit for bit, or text)."""
        low, high = _bound("lower", lower), _bound("upper", upper)
        if low > high:
            raise InputError(f"lower={_exact.real_text(low)} is above upper={_exact.real_text(high)}", parameter="lower")
        text, digits = _exact.certain_text(low, high, 50)
        lower_text, upper_text = _exact.real_text(low), _exact.real_text(high)
        exact = low == high
        record = {
            "schema": 1, "id": "", "parameters": {}, "output": "",
            "value": lower_text if exact else text or f"[{lower_text}, {upper_text}]",
            "lower": lower_text, "upper": upper_text, "digits": digits, "status": "exact" if exact else "certified",
            "source": None, "provenance": {},
        }
        return cls(record)

    @classmethod
    def from_mpi(cls, value: Any) -> Enclosure:
        """The interval of an `mpmath.mpi`, exactly."""
        from . import _conversions

        return cls.from_bounds(*_conversions.bounds_of_mpi(value))

    @classmethod
    def from_arb(cls, value: Any) -> Enclosure:
        """The ball of a `flint.arb`, exactly."""
        from . import _conversions

        return cls.from_bounds(*_conversions.bounds_of_arb(value))

    @property
    def lower_text(self) -> str | None:
        return self._record["lower"]

    @property
    def upper_text(self) -> str | None:
        return self._record["upper"]

    def _end(self, name: str) -> Real:
        cache = self._cache
        if name not in cache:
            text = self._record[name]
            if text is None:
                text = "-inf" if name == "lower" else "inf"
            cache[name] = _exact.parse_real(text)
        end: Real = cache[name]
        return end

    @property
    def lower(self) -> Real:
        return self._end("lower")

    @property
    def upper(self) -> Real:
        return self._end("upper")

    @property
    def mid(self) -> Real:
        """The midpoint of the bounds, exactly."""
        lower, upper = self.lower, self.upper
        return lower if lower == upper else (lower + upper) / 2

    @property
    def radius(self) -> Real:
        """Half the distance of the bounds, exactly."""
        lower, upper = self.lower, self.upper
        return Fraction(0) if lower == upper else (upper - lower) / 2

    @property
    def lower_float(self) -> float:
        """The lower bound, rounded down."""
        return _exact.text_below(self._record["lower"])

    @property
    def upper_float(self) -> float:
        """The upper bound, rounded up."""
        return _exact.text_above(self._record["upper"])

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are the same finite number."""
        return self.lower == self.upper and isinstance(self.lower, Fraction)

    @property
    def fraction(self) -> Fraction:
        """The number itself, where it is known exactly; otherwise `Undecided` is raised."""
        if not self.is_exact:
            raise Undecided(f"{self._describe()} is not known exactly", answer=self)
        return Fraction(self.lower)

    def to_mpi(self, precision: int | None = None) -> Any:
        """An `mpmath.mpi` that contains the bounds, rounded outwards at the current precision of `mpmath.mp`."""
        from . import _conversions

        return _conversions.mpi(self.lower, self.upper, precision)

    def to_arb(self, precision: int | None = None) -> Any:
        """A `flint.arb` that contains the bounds, at the current precision of `flint.ctx`."""
        from . import _conversions

        return _conversions.arb(self.lower, self.upper, precision)

    def __float__(self) -> float:
        mid = self.mid
        try:
            return float(mid)
        except OverflowError:
            return float("inf") if mid > 0 else float("-inf")

    def __int__(self) -> int:
        number = self.fraction
        if number.denominator != 1:
            raise VlasovError(f"{self} is not an integer")
        return number.numerator

    def __bool__(self) -> bool:
        return not self._is_equal(Fraction(0))

    def contains(self, value: Any) -> bool:
        """Whether a number, or all of another enclosure, lies between the bounds."""
        lower, upper = _ends(value)
        return self.lower <= lower and upper <= self.upper

    def __contains__(self, value: Any) -> bool:
        return self.contains(value)

    def overlaps(self, other: Any) -> bool:
        """Whether some number lies between the bounds of both."""
        lower, upper = _ends(other)
        return self.lower <= upper and lower <= self.upper

    def _undecided(self, other: Any, relation: str) -> Undecided:
        return Undecided(f"{self._describe()} {relation} {other} is undecided: the bounds overlap", answer=self)

    def _is_below(self, other: Any, *, strictly: bool, relation: str, reverse: bool = False) -> bool:
        lower, upper = _ends(other)
        a_low, a_high, b_low, b_high = self.lower, self.upper, lower, upper
        if reverse:
            a_low, a_high, b_low, b_high = b_low, b_high, a_low, a_high
        if a_high < b_low or (not strictly and a_high <= b_low):
            return True
        if a_low > b_high or (strictly and a_low >= b_high):
            return False
        raise self._undecided(other, relation)

    def __lt__(self, other: Any) -> bool:
        return self._is_below(other, strictly=True, relation="<") if _is_number(other) else NotImplemented

    def __le__(self, other: Any) -> bool:
        return self._is_below(other, strictly=False, relation="<=") if _is_number(other) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return self._is_below(other, strictly=True, relation=">", reverse=True) if _is_number(other) else NotImplemented

    def __ge__(self, other: Any) -> bool:
        return self._is_below(other, strictly=False, relation=">=", reverse=True) if _is_number(other) else NotImplemented

    def _is_equal(self, other: Any) -> bool:
        lower, upper = _ends(other)
        if not (self.lower <= upper and lower <= self.upper):
            return False
        if self.lower == self.upper == lower == upper:
            return True
        raise self._undecided(other, "==")

    def __eq__(self, other: object) -> bool:
        if self is other or (isinstance(other, Enclosure) and self._key() == other._key()):
            return True  # the same answer
        return self._is_equal(other) if _is_number(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.lower) if self.lower == self.upper else hash(self._key())

    def __str__(self) -> str:
        value = self._record["value"]
        return f"[{self.lower_text or '-inf'}, {self.upper_text or 'inf'}]" if value is None else str(value)

    def __format__(self, spec: str) -> str:
        match = re.fullmatch(r"((?:.?[<>^])?\d*)(?:\.(\d+))?", spec)
        if not match:
            raise ValueError(f"unknown format {spec!r} for an Enclosure; '.30' gives at most 30 certain digits")
        if match[2] is None:
            return format(str(self), spec)
        wanted = int(match[2])
        if wanted < 1:
            raise ValueError("at least one digit is needed")
        text, _ = _exact.certain_text(self.lower, self.upper, wanted)
        return format(text or f"[{self.lower_text}, {self.upper_text}]", match[1])


class EnclosureArray(Answer):
    """A vector or matrix (or list of matrices) of enclosures.

    `x[i, j]` is an `Enclosure`, counted from 0 as in NumPy; `x.lower`, `x.upper` are float arrays rounded outwards, `x.mid` the
    float array of midpoints.
    """

    __slots__ = ()
    kind = "array"

    @property
    def shape(self) -> tuple[int, ...]:
        shape, level = [], self._levels()
        while isinstance(level, list):
            shape.append(len(level))
            level = level[0] if level else None
        return tuple(shape)

    def _levels(self) -> Any:
        record = self._record
        return record["lower"] if record["lower"] is not None else record["value"]

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, index: int | tuple[int, ...]) -> Enclosure:
        place = (index,) if isinstance(index, int) else tuple(index)
        if len(place) != len(self.shape):
            raise IndexError(f"{len(self.shape)} indices are needed")
        record = self._record
        ends = [record["value"], record["lower"], record["upper"]]
        for i in place:
            ends = [None if end is None else end[i] for end in ends]
        label = ",".join(str(i + 1 if i >= 0 else n + i + 1) for i, n in zip(place, self.shape))
        entry = dict(record, output=f"{self.output}[{label}]", value=ends[0], lower=ends[1], upper=ends[2])
        if ends[1] == ends[2] and ends[1] is not None:
            entry["status"] = "exact"
        elif ends[0] is not None:
            entry["status"] = "certified"
        if ends[0] is None:
            entry["digits"] = 0
        elif entry["digits"] == 0:
            entry["digits"] = _exact.certain_text(*(_exact.parse_real(end) for end in ends[1:]), 1000)[1]
        return Enclosure(entry)

    def _floats(self, convert: Any) -> Any:
        import numpy

        def walk(lower: Any, upper: Any) -> Any:
            if isinstance(lower, list):
                return [walk(a, b) for a, b in zip(lower, upper)]
            return convert(lower, upper)

        return numpy.array(walk(self._record["lower"], self._record["upper"]), dtype=float)

    @property
    def lower(self) -> Any:
        return self._floats(lambda a, b: _exact.text_below(a))

    @property
    def upper(self) -> Any:
        return self._floats(lambda a, b: _exact.text_above(b))

    @property
    def mid(self) -> Any:
        def middle(a: Any, b: Any) -> float:
            if a is None or b is None:
                return float("nan")
            if a == b:
                return float(_exact.parse_real(a))
            return float((_exact.parse_real(a) + _exact.parse_real(b)) / 2)

        return self._floats(middle)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.mid if dtype is None else self.mid.astype(dtype)

    def __str__(self) -> str:
        def text(item: Any) -> str:
            return "[" + ", ".join(map(text, item)) + "]" if isinstance(item, list) else "?" if item is None else str(item)

        return text(self.value)


def answer_of(record: dict[str, Any]) -> Answer:
    """The class that fits an answer of the library."""
    lower = record["lower"]
    value = record["value"]
    if type(lower) is str:
        return Enclosure(record)
    if isinstance(value, list) or isinstance(lower, list):
        return EnclosureArray(record) if lower is not None else Answer(record)
    if record["status"] in ("heuristic", "simulated"):
        return Estimate(record)
    if value is None:
        return Answer(record)
    return WordAnswer(record)


def _bound(name: str, value: Any) -> Real:
    if isinstance(value, bool):
        raise InputError(f"{name}={value!r}: a truth value is not a number", parameter=name)
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        return _exact.parse_real(value)
    if isinstance(value, float):
        if value != value:
            raise InputError(f"{name}=nan: not a number", parameter=name, value="nan")
        return value if value in (float("inf"), float("-inf")) else Fraction(value)
    try:
        return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{name}={value!r}: not an exact number", parameter=name, value=repr(value)) from None


def _is_number(value: Any) -> bool:
    if isinstance(value, Enclosure):
        return True
    if isinstance(value, (bool, str)) or value is None:
        return False
    return hasattr(value, "_mpi_") or hasattr(value, "__float__") or hasattr(value, "as_integer_ratio")


def _ends(value: Any) -> tuple[Real, Real]:
    """Exact bounds of a number or an interval, for comparisons; a float counts bit for bit."""
    if isinstance(value, Enclosure):
        return value.lower, value.upper
    module = type(value).__module__.partition(".")[0]
    if module in ("mpmath", "flint"):
        from . import _conversions

        if hasattr(value, "_mpi_"):
            return _conversions.bounds_of_mpi(value)
        if hasattr(value, "_mpf_"):
            number = _conversions.fraction_of_mpf(value._mpf_)
            return number, number
        if type(value).__name__ == "arb":
            return _conversions.bounds_of_arb(value)
        if type(value).__name__ in ("fmpz", "fmpq"):
            number = Fraction(int(value.p), int(value.q)) if hasattr(value, "p") else Fraction(int(value))
            return number, number
    number = _bound("value", value)
    return number, number
