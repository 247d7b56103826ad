"""Verdicts: whether a result applies, and whether a simulation agrees with it."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import _display
from ._record import Recorded
from .errors import Undecided, VlasovError

if TYPE_CHECKING:
    import pandas

__all__ = ["Check", "Condition", "Rate", "Verification"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a check: an inequality, its two sides enclosed, and the verdict."""

    text: str
    verdict: str
    lhs: str
    rhs: str
    margin: str
    kind: str
    reason: str | None = None
    subranges: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


class Check(Recorded):
    """Whether a result applies: proved, refuted or undecided; for the last, `bool` raises `Undecided`."""

    __slots__ = ("_record", "hypotheses")
    hypotheses: tuple[Condition, ...]

    def __init__(self, record: dict[str, Any]) -> None:
        object.__setattr__(self, "_record", record)
        lines = tuple(
            Condition(
                h["text"],
                h["verdict"],
                h["lhs"],
                h["rhs"],
                h["margin"],
                h["kind"],
                h.get("reason"),
                tuple(
                    (part["verdict"], tuple(part["parameters"].items())) for part in h.get("subranges", ())
                ),
            )
            for h in record["hypotheses"]
        )
        object.__setattr__(self, "hypotheses", lines)

    @property
    def verdict(self) -> str:
        return str(self._record["verdict"])

    @property
    def claims(self) -> tuple[Condition, ...]:
        """The lines about the value."""
        return tuple(line for line in self.hypotheses if line.kind == "claim")

    def to_frame(self) -> pandas.DataFrame:
        """The lines as a DataFrame."""
        import pandas

        names = ["text", "verdict", "lhs", "rhs", "margin", "kind", "reason"]
        return pandas.DataFrame(
            [[getattr(line, name) for name in names] for line in self.hypotheses], columns=names
        )

    def __bool__(self) -> bool:
        if self.verdict == "undecided":
            open_lines = [line for line in self.hypotheses if line.verdict == "undecided"]
            why = "; ".join(f"{line.text}{': ' + line.reason if line.reason else ''}" for line in open_lines)
            raise Undecided(f"{self.id} is undecided: {why}", answer=self)
        return self.verdict == "proved"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Check) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        return self.id, self.output, tuple(self.parameters.items()), self.verdict, self.hypotheses

    def __repr__(self) -> str:
        given = " ".join(f"{name}={text}" for name, text in self.parameters.items())
        lines = [f"{self.verdict}: {self.id} {given}".rstrip()]
        for line in self.hypotheses:
            lines.append(f"  {line.verdict:<9} {line.text}")
            if line.kind != "domain":
                lines.append(f"            left {line.lhs}, right {line.rhs}, margin {line.margin}")
            if line.reason:
                lines.append(f"            {line.reason}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            [line.verdict, line.text, line.lhs, line.rhs, line.margin, line.reason or ""]
            for line in self.hypotheses
        ]
        given = ", ".join(f"{name} = {text}" for name, text in self.parameters.items())
        table = _display.table_html(["verdict", "condition", "left", "right", "margin", ""], rows)
        head = f"<b>{html.escape(self.verdict)}</b> {html.escape(self.id)} {html.escape(given)}"
        return f"<div>{head}{table}</div>"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate fitted to a simulation, with the interval that must hold the certified one."""

    quantity: str
    fitted: float
    interval: tuple[float, float]
    relation: str
    certified: float
    law: str
    verdict: str
    resolution: float | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """A closed form confronted with an independent float simulation; `bool` says whether they agree."""

    id: str
    parameters: dict[str, str] = field(hash=False)
    output: str
    verdict: str
    simulates: str
    law: str
    statistic: float | None
    standard_error: float | None
    seed: int | None
    observed_order: float | None
    order_interval: tuple[float | None, float | None] | None
    extrapolated: float | None
    resolution: float | None
    rates: tuple[Rate, ...]
    _details: tuple[dict[str, Any], ...] = field(repr=False, hash=False)
    source: dict[str, str] = field(repr=False, hash=False)
    provenance: dict[str, Any] = field(repr=False, hash=False)

    @property
    def status(self) -> str:
        """Always "simulated"."""
        return "simulated"

    @property
    def details(self) -> pandas.DataFrame:
        """The points of the simulation, one a row."""
        import pandas

        return pandas.DataFrame([dict(row) for row in self._details])

    def __bool__(self) -> bool:
        if self.verdict not in ("agrees", "disagrees"):
            raise VlasovError(f"{self.id}: {self.verdict}")
        return self.verdict == "agrees"

    def __repr__(self) -> str:
        given = " ".join(f"{name}={text}" for name, text in self.parameters.items())
        lines = [
            f"{self.verdict}: {self.id} {given} (simulated)",
            f"  simulates  {self.simulates}",
            f"  law        {self.law}",
            f"  statistic  {self.statistic}, standard error {self.standard_error}",
        ]
        for rate in self.rates:
            low, high = rate.interval
            lines.append(
                f"  rate       {rate.quantity}: fitted {rate.fitted} in [{low}, {high}], "
                f"certified {rate.certified}: {rate.verdict}"
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            ["simulates", self.simulates],
            ["law", self.law],
            ["statistic", f"{self.statistic} (standard error {self.standard_error})"],
        ]
        for rate in self.rates:
            rows.append(
                [
                    rate.quantity,
                    f"fitted {rate.fitted} in [{rate.interval[0]}, {rate.interval[1]}], "
                    f"certified {rate.certified}: {rate.verdict}",
                ]
            )
        head = f"<b>{html.escape(self.verdict)}</b> {html.escape(self.id)} (simulated)"
        return f"<div>{head}{_display.table_html(['', ''], rows)}</div>"


def verification_of(record: dict[str, Any]) -> Verification:
    """A verification as the library reports it."""
    order = record.get("orderInterval")
    return Verification(
        id=record["id"],
        parameters=record["parameters"],
        output=record["output"],
        verdict=record["verdict"],
        simulates=record["simulates"],
        law=record["law"],
        statistic=record["statistic"],
        standard_error=record["standardError"],
        seed=record["seed"],
        observed_order=record.get("observedOrder"),
        order_interval=(order[0], order[1]) if order else None,
        extrapolated=record.get("extrapolated"),
        resolution=record.get("resolution"),
        rates=tuple(
            Rate(
                r["quantity"],
                r["fitted"],
                (r["interval"][0], r["interval"][1]),
                r["relation"],
                r["certified"],
                r["law"],
                r["verdict"],
                r.get("resolution"),
            )
            for r in record.get("rates", ())
        ),
        _details=tuple(record.get("details", ())),
        source=record["source"],
        provenance=record["provenance"],
    )
