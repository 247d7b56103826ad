"""The catalogue: results, their records, and how to cite them."""

from __future__ import annotations

import functools
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from . import _display
from ._requests import identifier, objects_of

if TYPE_CHECKING:
    import pandas

__all__ = [
    "Hypothesis",
    "Output",
    "Parameter",
    "Result",
    "ResultSummary",
    "Results",
    "cite",
    "results",
    "show",
]


@dataclass(frozen=True, slots=True)
class ResultSummary:
    """One line of the catalogue."""

    id: str
    title: str
    theme: str
    standing: str
    card: bool
    arxiv: str
    locator: str
    outputs: tuple[str, ...]


class Results(Sequence[ResultSummary]):
    """Results of the catalogue, in its order; `results["retrieval.fold"]` finds one by its id."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[ResultSummary]) -> None:
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int | str) -> ResultSummary: ...
    @overload
    def __getitem__(self, index: slice) -> Results: ...
    def __getitem__(self, index: int | str | slice) -> ResultSummary | Results:
        if isinstance(index, slice):
            return Results(self._rows[index])
        if isinstance(index, str):
            for row in self._rows:
                if row.id == index:
                    return row
            raise KeyError(index)
        return self._rows[index]

    def __iter__(self) -> Iterator[ResultSummary]:
        return iter(self._rows)

    @property
    def ids(self) -> list[str]:
        return [row.id for row in self._rows]

    def to_frame(self) -> pandas.DataFrame:
        """The results as a DataFrame, indexed by id."""
        import pandas

        columns = ["id", "title", "theme", "standing", "card", "arxiv", "locator", "outputs"]
        rows = [{name: getattr(row, name) for name in columns} for row in self._rows]
        return pandas.DataFrame(rows, columns=columns).set_index("id")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Results) and self._rows == other._rows

    def __hash__(self) -> int:
        return hash(self._rows)

    def __repr__(self) -> str:
        width = max((len(row.id) for row in self._rows), default=0)
        return "\n".join(
            f"{row.id:<{width}}  {row.title} ({row.standing}{', card' if row.card else ''})"
            for row in self._rows
        )

    def _repr_html_(self) -> str:
        rows = [
            [row.id, row.title, row.standing + (", card" if row.card else ""), ", ".join(row.outputs)]
            for row in self._rows
        ]
        return _display.table_html(["id", "title", "standing", "outputs"], rows)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a result; `required_by` names the outputs that need it, empty when all do."""

    name: str
    symbol: str
    domain: str
    summary: str
    default: str | None = None
    only_for_check: bool = False
    required_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """A value that a result has: real, integer, word, vector or matrix."""

    name: str
    symbol: str
    kind: str
    summary: str
    formula: str | None = None
    latex: str | None = None
    checkers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A hypothesis; `evaluate` refuses where a required one fails."""

    text: str
    required: bool


@dataclass(frozen=True, slots=True)
class Result:
    """The record of a result: statement, source, parameters, outputs, hypotheses, reference digits."""

    id: str
    title: str
    card: bool
    statement: str
    source: dict[str, str] = field(hash=False)
    parameters: tuple[Parameter, ...]
    outputs: tuple[Output, ...]
    hypotheses: tuple[Hypothesis, ...]
    method: str | None
    notes: tuple[str, ...]
    cross_check: dict[str, str] | None = field(hash=False)
    references: tuple[dict[str, Any], ...] = field(hash=False)
    related: tuple[str, ...]
    reproduce: str | None

    @property
    def theme(self) -> str:
        return self.id.partition(".")[0]

    @property
    def standing(self) -> str:
        return self.source["standing"]

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; KeyError without one."""
        return next((p for p in self.parameters if p.name == name), None) or _missing(name)

    def cite(self) -> str:
        """BibTeX of the paper."""
        return cite(self.id)

    def __repr__(self) -> str:
        lines = [
            f"{self.id}: {self.title} ({self.standing}{', card' if self.card else ''})",
            f"  {self.statement}",
        ]
        lines += [
            f"  parameter  {p.domain}: {p.summary}" + (f" ({p.default})" if p.default else "")
            for p in self.parameters
        ]
        lines += [f"  output     {o.name}: {o.summary}" for o in self.outputs]
        lines += [f"  hypothesis {h.text}" for h in self.hypotheses]
        lines += [
            f"  source     {self.source['title']}, arXiv:{self.source['arxiv']}, {self.source['locator']}"
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parameters = [
            [f"${p.symbol}$" if p.symbol else "", p.name, p.domain, p.summary, p.default or ""]
            for p in self.parameters
        ]
        outputs = [
            [f"${o.symbol}$" if o.symbol else "", o.name, o.summary, f"${o.latex}$" if o.latex else ""]
            for o in self.outputs
        ]
        parts = [
            f"<h4>{html.escape(self.title)} <code>{html.escape(self.id)}</code></h4>",
            f"<p>{html.escape(self.statement)}</p>",
            _display.table_html(["", "parameter", "domain", "", "default"], parameters) if parameters else "",
            _display.table_html(["", "output", "", "formula"], outputs) if outputs else "",
            "".join(
                f"<p>Hypothesis: {html.escape(h.text)}{'' if h.required else ' (not required)'}</p>"
                for h in self.hypotheses
            ),
            "".join(f"<p>Note: {html.escape(note)}</p>" for note in self.notes),
            f"<p>{_display.source_html(self.source)}</p>",
        ]
        if "slip" in self.source:
            parts.append(f"<p>Corrected: {html.escape(self.source['slip'])}</p>")
        return "<div>" + "".join(parts) + "</div>"

    def _repr_latex_(self) -> str:
        return self.statement

    def _repr_markdown_(self) -> str:
        return f"**{self.title}** (`{self.id}`, {self.standing})\n\n{self.statement}"


def _missing(name: str) -> Any:
    raise KeyError(name)


@functools.cache
def _all_results() -> Results:
    record = objects_of({"verb": "list"})[0]
    return Results(
        [
            ResultSummary(
                r["id"],
                r["title"],
                r["theme"],
                r["standing"],
                r["card"],
                r["arxiv"],
                r["locator"],
                tuple(r["outputs"]),
            )
            for r in record["results"]
        ]
    )


def results(theme: str | None = None) -> Results:
    """The results of the catalogue, or of one theme.

    Examples
    --------
    >>> len(vlasov.results("retrieval"))
    18
    """
    everything = _all_results()
    if theme is None:
        return everything
    # An unknown theme is the library's error, with its message.
    if not any(r.theme == theme for r in everything):
        objects_of({"verb": "list", "words": [theme]})
    return Results([r for r in everything if r.theme == theme])


@functools.lru_cache(maxsize=512)
def show(id: str) -> Result:
    """The record of a result."""
    r = objects_of({"verb": "show", "id": identifier(id)})[0]
    return Result(
        id=r["id"],
        title=r["title"],
        card=r["card"],
        statement=r["statement"],
        source=r["source"],
        parameters=tuple(
            Parameter(
                p["name"],
                p["symbol"],
                p["domain"],
                p["summary"],
                p["default"],
                p["onlyForCheck"],
                tuple(p.get("requiredBy", ())),
            )
            for p in r["parameters"]
        ),
        outputs=tuple(
            Output(
                o["name"],
                o["symbol"],
                o["kind"],
                o["summary"],
                o.get("formula"),
                o.get("latex"),
                tuple(o.get("certificates", {}).get("checkers", ())),
            )
            for o in r["outputs"]
        ),
        hypotheses=tuple(Hypothesis(h["text"], h["required"]) for h in r["hypotheses"]),
        method=r.get("method"),
        notes=tuple(r["notes"]),
        cross_check=r.get("crossCheck"),
        references=tuple(r["references"]),
        related=tuple(r["related"]),
        reproduce=r.get("reproduce"),
    )


def cite(id: str) -> str:
    """BibTeX of the paper that a result comes from."""
    return str(objects_of({"verb": "cite", "id": identifier(id)})[0]["bibtex"])
