"""Rich display in notebooks: LaTeX statements, certain digits, status words, sources."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from .errors import VlasovError

if TYPE_CHECKING:
    from .answers import Answer


def symbol_of(id: str, output: str) -> str | None:
    """The LaTeX symbol of an output, where the catalogue has one."""
    if not id or id == "expr":
        return None
    from ._catalogue import show

    try:
        result = show(id)
    except VlasovError:
        return None
    name, bracket, entry = output.partition("[")
    for candidate in result.outputs:
        if candidate.name == name and candidate.symbol:
            return candidate.symbol + (f"_{{{entry[:-1]}}}" if bracket else "")
    return None


def number_latex(text: str) -> str:
    """A decimal, a quotient or `inf` in LaTeX."""
    if "/" in text:
        top, bottom = text.split("/")
        sign = "-" if top.startswith("-") else ""
        return f"{sign}\\tfrac{{{top.lstrip('-')}}}{{{bottom}}}"
    if text in ("inf", "-inf"):
        return text.replace("inf", "\\infty")
    if "e" in text:
        mantissa, exponent = text.split("e")
        return f"{mantissa} \\cdot 10^{{{int(exponent)}}}"
    return text


def answer_latex(answer: Answer) -> str | None:
    value = answer.value
    symbol = symbol_of(answer.id, answer.output)
    left = f"{symbol} " if symbol else ""
    if answer.kind == "array":
        rows = value if isinstance(value[0], list) else [[item] for item in value]
        if any(isinstance(item, list) for row in rows for item in row):
            return None
        body = r" \\ ".join(" & ".join("?" if i is None else number_latex(i) for i in row) for row in rows)
        relation = "=" if answer.status == "exact" else r"\approx"
        return f"${left}{relation if left else ''} \\begin{{pmatrix}} {body} \\end{{pmatrix}}$"
    if answer.kind != "enclosure":
        return None
    lower, upper = answer._record["lower"], answer._record["upper"]
    if value is None or value.startswith("["):
        return f"${left}{chr(92) + 'in ' if left else ''}[{number_latex(lower)}, {number_latex(upper)}]$"
    relation = "= " if answer.status == "exact" or lower == upper else r"\approx "
    return f"${left}{relation if left else ''}{number_latex(value)}$"


def _source(source: dict[str, str] | None) -> str:
    if not source:
        return ""
    arxiv = source.get("arxiv") or ""
    link = (
        f'<a href="https://arxiv.org/abs/{html.escape(arxiv)}">arXiv:{html.escape(arxiv)}</a>'
        if arxiv
        else ""
    )
    words = html.escape(f"{source['title']}, {source['locator']} ({source['standing']})")
    return f"{words} {link}"


def answer_html(answer: Answer) -> str:
    """One line with the value, one with what it rests on."""
    formula = answer_latex(answer)
    shown = formula if formula else f"<b>{html.escape(str(answer))}</b>"
    words = answer.status
    if answer.status in ("certified", "undecided") and answer.digits and not str(answer).startswith("["):
        words += f", {answer.digits} certain digits"
    if answer.reason:
        words += f": {answer.reason}"
    given = ", ".join(f"{name} = {text}" for name, text in answer.parameters.items() if answer.id != "expr")
    small = " · ".join(filter(None, [html.escape(words), html.escape(given), _source(answer.source)]))
    return f'<div>{shown}<br><span style="font-size: smaller; opacity: 0.75">{small}</span></div>'


def answer_markdown(answer: Answer) -> str:
    shown = answer_latex(answer) or f"**{answer}**"
    digits = f", {answer.digits} digits" if answer.digits and not str(answer).startswith("[") else ""
    return f"{shown} ({answer.status}{digits})"


def table_html(
    header: list[str], rows: list[list[str]], caption: str = "", *, raw: frozenset[int] = frozenset()
) -> str:
    """A plain table; columns in `raw` hold markup already."""

    def cell(index: int, text: str) -> str:
        return f'<td style="text-align: left">{text if index in raw else html.escape(text)}</td>'

    head = "".join(f'<th style="text-align: left">{html.escape(name)}</th>' for name in header)
    body = "".join("<tr>" + "".join(cell(i, text) for i, text in enumerate(row)) + "</tr>" for row in rows)
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def source_html(source: dict[str, Any] | None) -> str:
    return _source(source)
