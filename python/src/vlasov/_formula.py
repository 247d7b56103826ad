"""Formulas of the user's own, evaluated with certain digits like those of the catalogue."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from . import _display, _exact, _expression
from ._evaluate import _digit_options, _text, settled
from ._parameters import parameter_texts
from ._requests import respond
from .answers import Answer, Enclosure, answer_of
from .checks import Check
from .errors import InputError, VlasovError

if TYPE_CHECKING:
    import pandas

__all__ = ["Formula"]

_RELATION = re.compile(r"(<=|>=|<|>|==?)")
_INTEGER = re.compile(r"\s*\(integer\)\s*$")


@dataclass(frozen=True, slots=True)
class _Condition:
    """A chain `a < b <= c` of expressions, or "is an integer"."""

    text: str
    sides: tuple[str, ...]
    relations: tuple[str, ...]
    kind: str
    integer: str | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of your own, with parameters, hypotheses and a source.

    Parameters
    ----------
    text : str
        An expression in the parameters, in the grammar of `vlasov.expr`.
    parameters : mapping
        Each parameter with its domain: "beta > 0", "0 < x <= 1", "n >= 1 (integer)" or "real".
    hypotheses : sequence of str
        Comparisons such as "beta*x < 1"; `evaluate` refuses where one fails.
    name, title, source, statement : str
        What `repr`, tables and notebooks show; the statement is LaTeX (made from the text when it is not given).

    Examples
    --------
    >>> f = vlasov.Formula("exp(-beta)*besseli(0, beta)", parameters={"beta": "beta >= 0"})
    >>> f.evaluate(beta=2, digits=20).value
    '0.30850832255367103953'

    Values are put in for whole words, in parentheses and exactly; the library evaluates the constant that results.
    """

    text: str
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)
    hypotheses: Sequence[str] = ()
    name: str = "value"
    title: str = ""
    source: str = ""
    statement: str = ""
    _conditions: tuple[_Condition, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _text("text", self.text)
        known = dict(self.parameters)
        if not re.fullmatch(r"[A-Za-z_]\w*", self.name) or self.name in known:
            raise InputError(f"name={self.name!r}: an identifier that is no parameter is expected", parameter="name")
        for name in known:
            if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                raise InputError(f"parameters: {name!r} is not an identifier", parameter="parameters", value=repr(name))
            if name in _expression.CONSTANTS:
                raise InputError(f"parameters: {name} is a constant of the library", parameter="parameters", value=name)
        self._examine(self.text, "text", known)
        conditions = [c for name, domain in known.items() for c in self._domain(name, domain, known)]
        conditions += [self._condition(text, "hypotheses", "hypothesis", known) for text in self.hypotheses]
        object.__setattr__(self, "parameters", known)
        object.__setattr__(self, "hypotheses", tuple(self.hypotheses))
        object.__setattr__(self, "_conditions", tuple(conditions))
        if not self.statement:
            tree = _expression.latex(_expression.parse(self.text))
            object.__setattr__(self, "statement", f"${_expression.name_latex(self.name)} = {tree}$")

    @staticmethod
    def _examine(text: str, what: str, known: Mapping[str, str], also: str | None = None) -> None:
        """Refuse names and functions that are not known, and say which."""
        tree = _expression.parse(text, what)
        for name in _expression.names(tree):
            if name not in known and name != also:
                raise InputError(
                    f"{what}={text!r}: the name {name} is neither a parameter ({', '.join(known) or 'there are none'}) nor a constant",
                    parameter=what, value=text,
                )
        for name in _expression.functions(tree):
            if name not in _expression.FUNCTIONS:
                raise InputError(f"{what}={text!r}: unknown function {name}", parameter=what, value=text)

    def _domain(self, name: str, domain: Any, known: Mapping[str, str]) -> list[_Condition]:
        if not isinstance(domain, str):
            raise InputError(f"parameters: the domain of {name} is not text", parameter=name)
        conditions = []
        body = _INTEGER.sub("", domain)
        if body != domain:
            conditions.append(_Condition(f"{name} is an integer", (), (), "domain", integer=name))
        if body.strip() not in ("real", f"{name} real", "integer", "", name):
            conditions.append(self._condition(body, "parameters", "domain", known))
        elif body.strip() == "integer":
            conditions.append(_Condition(f"{name} is an integer", (), (), "domain", integer=name))
        return conditions

    def _condition(self, text: str, what: str, kind: str, known: Mapping[str, str]) -> _Condition:
        parts = _RELATION.split(_text(what, text))
        if len(parts) < 3:
            raise InputError(f"{what}={text!r}: a comparison with <, <=, >, >= or = is expected", parameter=what, value=text)
        for side in parts[::2]:
            self._examine(side, what, known, also=self.name if kind == "claim" else None)
        return _Condition(text.strip(), tuple(parts[::2]), tuple(parts[1::2]), kind)

    def _values(self, params: Mapping[str, Any] | None, given: Mapping[str, Any], *, table: bool = False) -> dict[str, str]:
        for name, value in {**(params or {}), **given}.items():
            if isinstance(value, (tuple, Enclosure)) and not (isinstance(value, Enclosure) and value.is_exact):
                raise InputError(f"{name}={value!r}: a formula takes numbers, not intervals", parameter=name, value=repr(value))
        texts = parameter_texts(params, given, id="", table=table)
        for name in texts:
            if name not in self.parameters:
                raise InputError(
                    f"unknown parameter {name}; the parameters are {', '.join(self.parameters) or 'none'}",
                    parameter=name, value=texts[name],
                )
        for name, domain in self.parameters.items():
            if name not in texts:
                raise InputError(f"missing parameter {name} ({domain})", parameter=name, domain=domain)
        ordered = {name: texts[name] for name in self.parameters}
        if not table:
            for name, value in ordered.items():
                self._examine(value, name, {})
        return ordered

    def constant(self, params: Mapping[str, Any] | None = None, **parameters: Any) -> str:
        """The constant expression that the parameters make of the formula, for `vlasov.expr`."""
        return _expression.substitute(self.text, self._values(params, parameters))

    def evaluate(
        self, params: Mapping[str, Any] | None = None, *, digits: int = 50, max_seconds: float | None = 60,
        max_bits: int | None = None, **parameters: Any,
    ) -> Any:
        """The value with certain digits; the exceptions are those of `vlasov.evaluate`."""
        return settled(self._answer(self._values(params, parameters), _digit_options(digits, max_seconds, max_bits)))

    __call__ = evaluate

    def _answer(self, values: dict[str, str], options: dict[str, Any]) -> Answer:
        for condition in self._conditions:
            line = self._decide(condition, values)
            if line["verdict"] == "refuted" and condition.kind == "domain":
                raise InputError(f"{_given(values)} is outside the domain {condition.text}", domain=condition.text)
            if line["verdict"] == "refuted":
                return self._without_value("refused", f"needs {condition.text}: {_shown(line)}", values)
            if line["verdict"] == "undecided":
                return self._without_value("undecided", f"{condition.text} is undecided", values)
        record = self._expr(self.text, values, options)
        return answer_of({**record, "id": "formula", "parameters": values, "output": self.name})

    def _without_value(self, status: str, reason: str, values: dict[str, str]) -> Answer:
        return answer_of({
            "schema": 1, "id": "formula", "parameters": values, "output": self.name, "value": None, "lower": None, "upper": None,
            "digits": 0, "status": status, "reason": reason, "source": None, "provenance": {},
        })

    @staticmethod
    def _expr(text: str, values: Mapping[str, str], options: dict[str, Any]) -> dict[str, Any]:
        constant = _expression.substitute(text, values)
        _, objects = respond({"verb": "expr", "words": [constant], "options": options})
        record: dict[str, Any] = objects[0]
        return record

    def _decide(self, condition: _Condition, values: Mapping[str, str]) -> dict[str, Any]:
        """A line of a check: each comparison by the sign of the difference of its sides."""
        few = {"digits": 6}
        line = {"text": condition.text, "lhs": "", "rhs": "", "margin": "", "kind": condition.kind}
        if condition.integer is not None:
            answer = answer_of(self._expr(condition.integer, values, few))
            verdict = "undecided"
            if isinstance(answer, Enclosure):
                if answer.is_exact:
                    verdict = "proved" if answer.fraction.denominator == 1 else "refuted"
                elif -(-answer.lower // 1) > answer.upper // 1:
                    verdict = "refuted"
            return {**line, "lhs": str(answer), "verdict": verdict}
        verdicts = []
        for left, relation, right in zip(condition.sides, condition.relations, condition.sides[1:]):
            difference = answer_of(self._expr(f"({left})-({right})", values, few))
            verdicts.append(_verdict(difference, relation))
        sides = [answer_of(self._expr(side, values, few)) for side in (condition.sides[0], condition.sides[-1])]
        line.update(lhs=_side(sides[0]), rhs=_side(sides[1]))
        if len(verdicts) == 1:
            sign = "" if condition.relations[0].startswith(">") else "-"
            margin = answer_of(self._expr(f"{sign}(({condition.sides[0]})-({condition.sides[1]}))", values, few))
            line["margin"] = _side(margin)
        verdict = "refuted" if "refuted" in verdicts else "undecided" if "undecided" in verdicts else "proved"
        return {**line, "verdict": verdict}

    def check(
        self, params: Mapping[str, Any] | None = None, *, claims: str | Iterable[str] = (), **parameters: Any
    ) -> Check:
        """Whether the hypotheses hold, and claims about the value, such as "value > 1/2"."""
        values = self._values(params, parameters)
        stated = [claims] if isinstance(claims, str) else list(claims)
        conditions = [*self._conditions]
        conditions += [self._condition(claim, "claims", "claim", self.parameters) for claim in stated]
        lines = []
        for condition in conditions:
            if condition.kind == "claim":
                whole = tuple(_expression.substitute(side, {self.name: self.text}) for side in condition.sides)
                condition = _Condition(condition.text, whole, condition.relations, "claim")
            try:
                lines.append(self._decide(condition, values))
            except VlasovError as error:
                lines.append({"text": condition.text, "lhs": "", "rhs": "", "margin": "", "kind": condition.kind,
                              "verdict": "undecided", "reason": str(error)})
        verdicts = [line["verdict"] for line in lines]
        verdict = "refuted" if "refuted" in verdicts else "undecided" if "undecided" in verdicts else "proved"
        return Check({"schema": 1, "id": "formula", "parameters": values, "output": self.name, "hypotheses": lines,
                      "verdict": verdict, "source": None, "provenance": {}})

    def table(self, params: Mapping[str, Any] | None = None, *, digits: int = 20, **parameters: Any) -> pandas.DataFrame:
        """A DataFrame like that of `vlasov.table`, over lists and ranges "a:b/count" of the parameters."""
        import pandas

        texts = self._values(params, parameters, table=True)
        axes = [_points(name, text) for name, text in texts.items()]
        rows = []
        for point in itertools.product(*axes):
            values = dict(zip(texts, point))
            for name, value in values.items():
                self._examine(value, name, {})
            try:
                answer = self._answer(values, _digit_options(digits, 60, None))
            except InputError as error:
                answer = self._without_value("refused", str(error), values)
            lower, upper = answer._record["lower"], answer._record["upper"]
            rows.append({
                **values, "value": answer.value,
                "lower": float("nan") if lower is None else _exact.text_below(lower),
                "upper": float("nan") if upper is None else _exact.text_above(upper),
                "digits": answer.digits, "status": answer.status, "reason": answer.reason,
            })
        frame = pandas.DataFrame(rows)
        frame.attrs.update(id="formula", output=self.name, text=self.text, source=self.source)
        return frame

    def latex(self) -> str:
        """The formula in LaTeX, without dollars."""
        return _expression.latex(_expression.parse(self.text))

    def __repr__(self) -> str:
        lines = [f"{self.title + ': ' if self.title else ''}{self.name} = {self.text}"]
        lines += [f"  parameter  {name}: {domain}" for name, domain in self.parameters.items()]
        lines += [f"  hypothesis {text}" for text in self.hypotheses]
        lines += [f"  source     {self.source}"] if self.source else []
        return "\n".join(lines)

    def _repr_latex_(self) -> str:
        return self.statement

    def _repr_html_(self) -> str:
        rows = [[name, domain] for name, domain in self.parameters.items()] + [["needs", text] for text in self.hypotheses]
        title = f"<h4>{html.escape(self.title)}</h4>" if self.title else ""
        table = _display.table_html(["parameter", "domain"], rows) if rows else ""
        return f"<div>{title}<p>{html.escape(self.statement)}</p>{table}<p>{html.escape(self.source)}</p></div>"

    def __hash__(self) -> int:
        return hash((self.text, tuple(self.parameters.items()), tuple(self.hypotheses), self.name))


def _verdict(difference: Answer, relation: str) -> str:
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


def _side(answer: Answer) -> str:
    return str(answer)


def _shown(line: Mapping[str, str]) -> str:
    return f"left side {line['lhs']}, right side {line['rhs']}"


def _given(values: Mapping[str, str]) -> str:
    return " ".join(f"{name}={text}" for name, text in values.items())


def _points(name: str, text: str) -> list[str]:
    """The values of a list `a,b,c` or a range `a:b/count`, exactly."""
    pieces = _split(text, ",")
    if len(pieces) > 1:
        return pieces
    if ":" not in text:
        if text.strip().startswith("["):
            raise InputError(f"{name}={text}: a formula takes numbers, not intervals", parameter=name, value=text)
        return [text]
    ends, slash, count = text.rpartition("/")
    first, _, last = ends.partition(":")
    if not slash or not count.strip().isdigit() or int(count) < 1 or (int(count) == 1 and first != last):
        raise InputError(f"{name}={text}: a range is a:b/count", parameter=name, value=text)
    number = int(count)
    try:
        low, high = _exact.parse_real(first), _exact.parse_real(last)
    except VlasovError:
        raise InputError(f"{name}={text}: the ends of a range are rational", parameter=name, value=text) from None
    if number == 1:
        return [first]
    return [_exact.real_text(low + (high - low) * Fraction(i, number - 1)) for i in range(number)]


def _split(text: str, separator: str) -> list[str]:
    """Pieces between separators that stand outside brackets."""
    pieces, depth, piece = [], 0, ""
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == separator and depth == 0:
            pieces.append(piece)
            piece = ""
        else:
            piece += character
    return [*pieces, piece]
