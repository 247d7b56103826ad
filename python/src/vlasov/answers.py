"""What an evaluation returns: the certain digits, the bounds that are proved, and what they rest on."""

from __future__ import annotations

from typing import Any

from ._answer import Answer, Estimate, WordAnswer
from ._array import EnclosureArray
from ._enclosure import Enclosure

__all__ = ["Answer", "Enclosure", "EnclosureArray", "Estimate", "WordAnswer", "answer_of"]


def answer_of(record: dict[str, Any]) -> Answer:
    """The class that fits an answer of the library."""
    lower = record["lower"]
    value = record["value"]
    if type(lower) is str:
        return Enclosure(record)
    if lower is None and value in ("inf", "-inf"):
        return Enclosure({**record, "lower": value, "upper": value})
    if isinstance(value, list) or isinstance(lower, list):
        return EnclosureArray(record) if lower is not None else Answer(record)
    if record["status"] in ("heuristic", "simulated"):
        return Estimate(record)
    if value is None:
        return Answer(record)
    return WordAnswer(record)
