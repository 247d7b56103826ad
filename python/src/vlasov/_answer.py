"""Answers: what all have in common, words, and numbers that nothing encloses."""

from __future__ import annotations

from typing import Any, ClassVar

from ._record import Recorded


class Answer(Recorded):
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
    _cache: dict[str, Any]
    kind: ClassVar[str] = "answer"

    def __init__(self, record: dict[str, Any]) -> None:
        object.__setattr__(self, "_record", record)
        object.__setattr__(self, "_cache", {})

    __delattr__ = None  # type: ignore[assignment]

    def __copy__(self) -> Answer:
        return self

    def __deepcopy__(self, memo: Any) -> Answer:
        return self

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

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def _is_same_number(self, other: Answer) -> bool:
        """Whether both are the answer to the same question about one number (an interval has many)."""
        record = self._record
        return bool(record["id"]) and record.get("reason") is None and self._key() == other._key()

    def _key(self) -> tuple[Any, ...]:
        record = self._record
        return (
            record["id"],
            record["output"],
            record.get("expression"),
            repr(record["parameters"]),
            repr(record["value"]),
            record["status"],
            repr(record["lower"]),
            repr(record["upper"]),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answer):
            return NotImplemented
        return self is other or self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _describe(self) -> str:
        where = f"{self.id} {self.output}" if self.id else self.output
        has_digits = (
            self.status in ("certified", "undecided")
            and not str(self).startswith("[")
            or self.kind == "array"
        )
        digits = f"{self.digits} digits, " if has_digits else ""
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
    """A number that nothing encloses: `heuristic` or `simulated`; `reason` says what it rests on."""

    __slots__ = ()
    kind = "estimate"

    def __str__(self) -> str:
        return f"{self.value} (estimate)"

    def __float__(self) -> float:
        return float(self.value)
