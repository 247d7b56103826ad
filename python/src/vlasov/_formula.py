"""Formulas of the user's own, evaluated with certain digits like those of the catalogue."""

from __future__ import annotations

import dataclasses
import html
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import _conditions, _display, _exact, _expression, _ranges
from ._evaluate import _digit_options, _text, settled
from ._parameters import parameter_texts
from .answers import Answer, Enclosure, answer_of
from .checks import Check
from .errors import InputError, VlasovError

if TYPE_CHECKING:
    import pandas

__all__ = ["Formula"]


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
        What `repr`, tables and notebooks show; the statement is LaTeX (made from the text when it is not
        given).

    Examples
    --------
    >>> f = vlasov.Formula("exp(-beta)*besseli(0, beta)", parameters={"beta": "beta >= 0"})
    >>> f.evaluate(beta=2, digits=20).value
    '0.30850832255367103953'

    Values are put in for whole words, in parentheses and exactly; the library evaluates the constant that
    results.
    """

    text: str
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)
    hypotheses: Sequence[str] = ()
    name: str = "value"
    title: str = ""
    source: str = ""
    statement: str = ""
    _conditions: tuple[_conditions.Condition, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _text("text", self.text)
        known = dict(self.parameters)
        taken = self.name in known or self.name in _expression.CONSTANTS
        if taken or not re.fullmatch(r"[A-Za-z_]\w*", self.name, re.ASCII):
            raise InputError(
                f"name={self.name!r}: an identifier is expected that is no parameter and no constant",
                parameter="name",
            )
        for name in known:
            if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                raise InputError(
                    f"parameters: {name!r} is not an identifier", parameter="parameters", value=repr(name)
                )
            if name in _expression.CONSTANTS:
                raise InputError(
                    f"parameters: {name} is a constant of the library", parameter="parameters", value=name
                )
        _conditions.examine(self.text, "text", known)
        conditions = [c for name, domain in known.items() for c in _conditions.domain(name, domain, known)]
        conditions += [
            _conditions.comparison(text, "hypotheses", "hypothesis", known) for text in self.hypotheses
        ]
        object.__setattr__(self, "parameters", known)
        object.__setattr__(self, "hypotheses", tuple(self.hypotheses))
        object.__setattr__(self, "_conditions", tuple(conditions))
        if not self.statement:
            tree = _expression.latex(_expression.parse(self.text))
            object.__setattr__(self, "statement", f"${_expression.name_latex(self.name)} = {tree}$")

    def _values(
        self, params: Mapping[str, Any] | None, given: Mapping[str, Any], *, table: bool = False
    ) -> dict[str, str]:
        for name, value in {**(params or {}), **given}.items():
            if isinstance(value, (tuple, Enclosure)) and not (
                isinstance(value, Enclosure) and value.is_exact
            ):
                raise InputError(
                    f"{name}={value!r}: a formula takes numbers, not intervals",
                    parameter=name,
                    value=repr(value),
                )
        texts = parameter_texts(params, given, id="", table=table, known=self.parameters)
        for name in texts:
            if name not in self.parameters:
                raise InputError(
                    f"unknown parameter {name}; the parameters are {', '.join(self.parameters) or 'none'}",
                    parameter=name,
                    value=texts[name],
                )
        for name, domain in self.parameters.items():
            if name not in texts:
                raise InputError(f"missing parameter {name} ({domain})", parameter=name, domain=domain)
        ordered = {name: texts[name] for name in self.parameters}
        if not table:
            for name, value in ordered.items():
                _conditions.examine(value, name, ())
        return ordered

    def constant(self, params: Mapping[str, Any] | None = None, **parameters: Any) -> str:
        """The constant expression that the parameters make of the formula, for `vlasov.expr`."""
        return _expression.substitute(self.text, self._values(params, parameters))

    def evaluate(
        self,
        params: Mapping[str, Any] | None = None,
        *,
        digits: int = 50,
        max_seconds: float | None = 60,
        max_bits: int | None = None,
        **parameters: Any,
    ) -> Any:
        """The value with certain digits; the exceptions are those of `vlasov.evaluate`."""
        return settled(
            self._answer(self._values(params, parameters), _digit_options(digits, max_seconds, max_bits))
        )

    __call__ = evaluate

    def _answer(self, values: dict[str, str], options: dict[str, Any]) -> Answer:
        for condition in self._conditions:
            line = condition.decide(values)
            if line["verdict"] == "refuted" and condition.kind == "domain":
                given = " ".join(f"{name}={text}" for name, text in values.items())
                raise InputError(f"{given} is outside the domain {condition.text}", domain=condition.text)
            if line["verdict"] == "refuted":
                sides = f"left side {line['lhs']}, right side {line['rhs']}"
                return self._without_value("refused", f"needs {condition.text}: {sides}", values)
            if line["verdict"] == "undecided":
                return self._without_value("undecided", f"{condition.text} is undecided", values)
        answer = _conditions.constant_answer(self.text, values, options)
        return answer_of(
            {
                **answer.to_dict(),
                "id": "formula",
                "parameters": values,
                "output": self.name,
                "expression": self.text,
            }
        )

    def _without_value(self, status: str, reason: str, values: dict[str, str]) -> Answer:
        return answer_of(
            {
                "schema": 1,
                "id": "formula",
                "parameters": values,
                "output": self.name,
                "value": None,
                "lower": None,
                "upper": None,
                "digits": 0,
                "status": status,
                "reason": reason,
                "source": None,
                "provenance": {},
            }
        )

    def check(
        self, params: Mapping[str, Any] | None = None, *, claims: str | Iterable[str] = (), **parameters: Any
    ) -> Check:
        """Whether the hypotheses hold, and claims about the value, such as "value > 1/2"."""
        values = self._values(params, parameters)
        stated = [claims] if isinstance(claims, str) else list(claims)
        conditions = list(self._conditions)
        for text in stated:
            claim = _conditions.comparison(text, "claims", "claim", [*self.parameters, self.name])
            sides = tuple(_expression.substitute(side, {self.name: self.text}) for side in claim.sides)
            conditions.append(dataclasses.replace(claim, sides=sides))
        lines: list[dict[str, str]] = []
        for condition in conditions:
            try:
                lines.append(condition.decide(values))
            except VlasovError as error:  # undefined there
                fields = {"text": condition.text, "kind": condition.kind, "reason": str(error)}
                lines.append({**fields, "lhs": "", "rhs": "", "margin": "", "verdict": "undecided"})
        return Check(
            {
                "schema": 1,
                "id": "formula",
                "parameters": values,
                "output": self.name,
                "hypotheses": lines,
                "verdict": _conditions.combined(line["verdict"] for line in lines),
                "source": None,
                "provenance": {},
            }
        )

    def table(
        self, params: Mapping[str, Any] | None = None, *, digits: int = 20, **parameters: Any
    ) -> pandas.DataFrame:
        """A DataFrame like that of `vlasov.table`, over lists and ranges "a:b/count" of the parameters."""
        import pandas

        texts = self._values(params, parameters, table=True)
        axes = [_ranges.points(name, text) for name, text in texts.items()]
        rows = []
        for point in itertools.product(*axes):
            values = dict(zip(texts, point, strict=True))
            for name, value in values.items():
                _conditions.examine(value, name, ())
            try:
                answer = self._answer(values, _digit_options(digits, 60, None))
            except InputError as error:
                answer = self._without_value("refused", str(error), values)
            lower, upper = answer._record["lower"], answer._record["upper"]
            rows.append(
                {
                    **values,
                    "value": answer.value,
                    "lower": float("nan") if lower is None else _exact.text_below(lower),
                    "upper": float("nan") if upper is None else _exact.text_above(upper),
                    "digits": answer.digits,
                    "status": answer.status,
                    "reason": answer.reason,
                }
            )
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
        rows = [[name, domain] for name, domain in self.parameters.items()] + [
            ["needs", text] for text in self.hypotheses
        ]
        title = f"<h4>{html.escape(self.title)}</h4>" if self.title else ""
        table = _display.table_html(["parameter", "domain"], rows) if rows else ""
        return (
            f"<div>{title}<p>{html.escape(self.statement)}</p>{table}<p>{html.escape(self.source)}</p></div>"
        )

    def __hash__(self) -> int:
        return hash((self.text, tuple(self.parameters.items()), tuple(self.hypotheses), self.name))
