"""Vectors and matrices of enclosures."""

from __future__ import annotations

import itertools
from typing import Any

from . import _exact
from ._answer import Answer
from ._enclosure import Enclosure
from .errors import Undecided


class EnclosureArray(Answer):
    """A vector or matrix (or list of matrices) of enclosures.

    `x[i, j]` is an `Enclosure`, counted from 0 as in NumPy; `x.lower`, `x.upper` are float arrays rounded
    outwards, `x.mid` the float array of midpoints.
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
        label = ",".join(str(i + 1 if i >= 0 else n + i + 1) for i, n in zip(place, self.shape, strict=True))
        entry = dict(record, output=f"{self.output}[{label}]", value=ends[0], lower=ends[1], upper=ends[2])
        if ends[1] == ends[2] and ends[1] is not None:
            entry["status"] = "exact"
        elif ends[0] is not None:
            entry["status"] = "certified"
        if ends[0] is None:
            entry["digits"] = 0
        elif entry["digits"] == 0:
            lower, upper = (_exact.parse_real(end) for end in ends[1:])
            entry["digits"] = _exact.certain_text(lower, upper, 1000)[1]
        return Enclosure(entry)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EnclosureArray):
            return NotImplemented
        if self is other or self._is_same_number(other):
            return True
        if self.shape != other.shape:
            return False
        undecided = None
        for place in itertools.product(*map(range, self.shape)):
            try:
                if self[place] != other[place]:
                    return False
            except Undecided as error:
                undecided = error
        if undecided:
            raise undecided
        return True

    def __hash__(self) -> int:
        return hash((self.id, self.output, self.shape))

    def _floats(self, convert: Any) -> Any:
        import numpy

        def walk(lower: Any, upper: Any) -> Any:
            if isinstance(lower, list):
                return [walk(a, b) for a, b in zip(lower, upper, strict=True)]
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
            return (
                "[" + ", ".join(map(text, item)) + "]"
                if isinstance(item, list)
                else "?"
                if item is None
                else str(item)
            )

        return text(self.value)
