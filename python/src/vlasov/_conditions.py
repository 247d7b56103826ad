"""Conditions on the parameters of a user's formula: read, and decided by signs of differences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import _expression
from ._requests import respond
from .answers import Answer, Enclosure, answer_of
from .errors import InputError

_RELATION = re.compile(r"(<=|>=|<|>|==?)")
_INTEGER = re.compile(r"\s*\(integer\)\s*$")
_DECIDE = {"digits": 6, "max-bits": 4096}
"""Enough to see a sign; a difference that 4096 bits do not separate from 0 stays undecided."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A chain `a < b <= c` of expressions, or, without sides, "`integer` is an integer"."""

    text: str
    kind: str
    sides: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    integer: str = ""

    def decide(self, values: Mapping[str, str]) -> dict[str, str]:
        """A line of a check: each comparison by the sign of the difference of its sides."""
        line = {"text": self.text, "lhs": "", "rhs": "", "margin": "", "kind": self.kind}
        if not self.sides:
            value = constant_answer(self.integer, values, _DECIDE)
            return {**line, "lhs": str(value), "verdict": _integer_verdict(value)}
        verdicts = []
        for left, relation, right in zip(self.sides[:-1], self.relations, self.sides[1:], strict=True):
            verdicts.append(_sign_verdict(constant_answer(f"({left})-({right})", values, _DECIDE), relation))
        first, last = (constant_answer(self.sides[i], values, _DECIDE) for i in (0, -1))
        line.update(lhs=str(first), rhs=str(last))
        if len(verdicts) == 1:
            ends = self.sides if self.relations[0].startswith(">") else self.sides[::-1]
            line["margin"] = str(constant_answer(f"({ends[0]})-({ends[1]})", values, _DECIDE))
        return {**line, "verdict": combined(verdicts)}


def combined(verdicts: Iterable[str]) -> str:
    """The verdict on all of them together."""
    found = set(verdicts)
    return "refuted" if "refuted" in found else "undecided" if "undecided" in found else "proved"


def constant_answer(text: str, values: Mapping[str, str], options: dict[str, Any]) -> Answer:
    """What the library says about an expression with the values put in."""
    constant = _expression.substitute(text, values)
    _, objects = respond({"verb": "expr", "words": [constant], "options": options})
    return answer_of(objects[0])


def examine(text: str, what: str, known: Iterable[str]) -> None:
    """Refuse names and functions that are not known, and say which."""
    names = list(known)
    tree = _expression.parse(text, what)
    for name in _expression.names(tree):
        if name not in names:
            expected = f"not one of the parameters {', '.join(names)}" if names else "no parameter"
            raise InputError(
                f"{what}={text!r}: the name {name} is {expected} and no constant", parameter=what, value=text
            )
    for name in _expression.functions(tree):
        if name not in _expression.FUNCTIONS:
            raise InputError(f"{what}={text!r}: unknown function {name}", parameter=what, value=text)


def comparison(text: str, what: str, kind: str, known: Iterable[str]) -> Condition:
    """A condition such as "beta*x < 1" or "0 < x <= 1"."""
    if not isinstance(text, str):
        raise InputError(f"{what}={text!r}: text is expected", parameter=what, value=repr(text))
    parts = _RELATION.split(text)
    if len(parts) < 3:
        raise InputError(
            f"{what}={text!r}: a comparison with <, <=, >, >= or = is expected", parameter=what, value=text
        )
    names = list(known)
    for side in parts[::2]:
        examine(side, what, names)
    return Condition(text.strip(), kind, tuple(parts[::2]), tuple(parts[1::2]))


def domain(name: str, text: str, known: Iterable[str]) -> list[Condition]:
    """The conditions in a domain: "beta > 0", "n >= 1 (integer)", "integer", "real"."""
    if not isinstance(text, str):
        raise InputError(f"parameters: the domain of {name} is not text", parameter=name)
    body = _INTEGER.sub("", text).strip()
    conditions = []
    if body != text.strip() or body == "integer":
        conditions.append(Condition(f"{name} is an integer", "domain", integer=name))
    if body not in ("real", f"{name} real", "integer", name, ""):
        conditions.append(comparison(body, "parameters", "domain", known))
    return conditions


def _integer_verdict(value: Answer) -> str:
    if not isinstance(value, Enclosure):
        return "undecided"
    if value.is_exact:
        return "proved" if value.fraction.denominator == 1 else "refuted"
    lower, upper = value.lower, value.upper
    if isinstance(lower, float) or isinstance(upper, float):
        return "undecided"
    return "refuted" if lower // 1 == upper // 1 and lower % 1 > 0 else "undecided"


def _sign_verdict(difference: Answer, relation: str) -> str:
    """Whether `difference relation 0`, from the bounds."""
    if not isinstance(difference, Enclosure):
        return "undecided"
    low, high = difference.lower, difference.upper
    if relation in (">", ">="):
        low, high, relation = -high, -low, relation.replace(">", "<")
    if relation == "<":
        return "proved" if high < 0 else "refuted" if low >= 0 else "undecided"
    if relation == "<=":
        return "proved" if high <= 0 else "refuted" if low > 0 else "undecided"
    return "proved" if low == high == 0 else "refuted" if low > 0 or high < 0 else "undecided"
