"""The plain figure of any result: one output as a certified band over one parameter."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from . import data, style
from .registry import Figure, Option, Options, choice
from .words import ascending, is_range, split_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_OWN = ("output", "axis", "scale")


def result_ids() -> list[str]:
    """The ids of all results."""
    import vlasov

    return [summary.id for summary in vlasov.results()]


def figure_of_result(id: str) -> Figure:
    """The plain figure of a result, its options the parameters of the result."""
    import vlasov

    result = vlasov.show(id)
    outputs = [o for o in result.outputs if o.kind != "word"]
    if not outputs:
        raise InputError(
            f"{id} has no output that is a number: nothing to draw",
            parameter="ID",
            value=id,
            domain="a result with a real output",
        )
    options = [
        Option(p.name, p.default, p.summary, p.domain, many=True)
        for p in result.parameters
        if not p.only_for_check
    ]
    own = [
        Option(
            "output",
            outputs[0].name,
            "which output is drawn, such as Sigma[1,2] for an entry",
            " or ".join(o.name for o in outputs),
        ),
        Option("axis", None, "the parameter of the horizontal axis; by default the one given as a range"),
        choice("scale", "linear", "axes", ("linear", "semilogx", "semilogy", "loglog")),
    ]
    taken = {option.name for option in options}
    return Figure(id, result.title, (*options, *(o for o in own if o.name not in taken)), (id,), draw)


def draw(axes: list[Axes], options: Options) -> None:
    """Boxes or points hold the output over the parameter that is given as a range ``a:b/count`` or bands
    ``[a,b]/count``.

    Other parameters may be lists: one curve for each combination. Those left out are the ones of the result's
    reference digits, as the title says.
    """
    from matplotlib.ticker import MaxNLocator

    import vlasov

    from ._labels import logarithmic, widen

    ax = axes[0]
    result = vlasov.show(options.figure.id)
    output = options.text("output")
    kind, symbol = _output(result, output)
    given = _parameters(result, output, options)
    along = _axis(options, given)
    given[along] = ascending(along, given[along])
    lists = {name: _split(name, text) for name, text in given.items() if name != along}
    curves = list(product(*lists.values()))
    varied = [name for name, values in lists.items() if len(values) > 1]
    if len(curves) > style.MOST_CURVES:
        raise InputError(
            f"{' '.join(f'{n}={given[n]}' for n in varied)} asks for {len(curves)} curves; "
            f"at most {style.MOST_CURVES} are told apart",
            parameter=varied[0],
            value=given[varied[0]],
            domain=f"at most {style.MOST_CURVES} curves",
        )
    for index, values in enumerate(curves):
        parameters = dict(zip(lists, values, strict=True))
        pair = data.with_points(options.figure.id, {**parameters, along: given[along]}, along, output=output)
        if options["scale"] in ("semilogy", "loglog") and (pair[0]["lower"] <= 0).any():
            style.note(ax, "bounds that are not positive: below the axis")
        words = ", ".join(f"${_symbol(result, name)}={style.tex(parameters[name])}$" for name in varied)
        look: dict[str, Any] = {"label": words or None, "color": style.color(index)}
        if kind == "integer":  # it jumps: nothing is drawn between points
            style.band(ax, pair[0], along, **look, linestyle="none", markers=True, edge=1.4)
        else:
            style.curve(ax, pair, along, **look, markers=None if is_range(given[along]) else True)
    scale = options.text("scale")
    if kind == "integer":
        ax.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    widen(ax, "y")
    logarithmic(ax, {"linear": "", "semilogx": "x", "semilogy": "y", "loglog": "xy"}[scale])
    parameter = next(p for p in result.parameters if p.name == along)
    summary = parameter.summary if "<" in parameter.summary else parameter.summary.partition(",")[0]
    ax.set_xlabel(f"{summary} ${_symbol(result, along)}$")
    ax.set_ylabel(f"${symbol}$")
    constants = [
        f"${_symbol(result, name)}={_short(values[0])}$" for name, values in lists.items() if len(values) == 1
    ]
    ax.set_title(result.title + ("\n" + ", ".join(constants) if constants else ""))
    style.legend(ax, under=ax if len(curves) > 1 else None, columns=3)


def _output(result: Any, text: str) -> tuple[str, str]:
    """The kind and the symbol of an output or an entry of one; it must be a number."""
    name, bracket, place = text.partition("[")
    domain = ", ".join(
        o.name if o.kind in ("real", "integer") else f"an entry {o.name}[...]"
        for o in result.outputs
        if o.kind != "word"
    )
    output = next((o for o in result.outputs if o.name == name), None)
    if output is None or (output.kind in ("real", "integer")) == bool(bracket) or output.kind == "word":
        raise InputError(
            f"output={text}: a figure of {result.id} draws one of {domain}",
            parameter="output",
            value=text,
            domain=domain,
        )
    symbol = (
        output.symbol
        if output.symbol and style.is_mathtext(output.symbol)
        else rf"\mathrm{{{name}}}".replace("_", r"\_")
    )
    return ("real", f"({symbol})_{{{place.rstrip(']')}}}") if bracket else (output.kind, symbol)


def _parameters(result: Any, output: str, options: Options) -> dict[str, str]:
    """What the result is asked for; what is neither given nor has a default is as in its reference digits."""
    example: dict[str, str] = {}
    for reference in result.references:
        texts = reference["parameters"]
        if texts.get("output", result.outputs[0].name).partition("[")[0] == output.partition("[")[0]:
            example = texts
            break
    chosen = {}
    for parameter in result.parameters:
        needed = not parameter.required_by or output in parameter.required_by
        text = options.get(parameter.name)
        if text is not None and (needed or options.given(parameter.name)):
            chosen[parameter.name] = text
        elif needed and not parameter.only_for_check and parameter.name in example:
            chosen[parameter.name] = example[parameter.name]
    return chosen


def _axis(options: Options, given: dict[str, str]) -> str:
    """The parameter of the horizontal axis."""
    names = ", ".join(o.name for o in options.figure.options if o.name not in _OWN)
    wanted = options["axis"]
    if wanted is not None:
        if wanted not in given:
            raise InputError(
                f"axis={wanted} is not a parameter that is given a range",
                parameter="axis",
                value=wanted,
                domain=f"one of {names}",
            )
        return wanted
    ranges = [name for name, text in given.items() if is_range(text)]
    lists = [name for name, text in given.items() if not is_range(text) and len(_split(name, text)) > 1]
    candidates = ranges or lists
    if len(candidates) == 1:
        return candidates[0]
    if not names:
        raise InputError(f"{options.figure.id} has no parameter to vary: nothing to draw", parameter="ID")
    if not candidates:
        raise InputError(
            f"{options.figure.id}: a parameter must be a range a:b/count or bands [a,b]/count, "
            f"one of {names}",
            parameter=None,
            value=None,
            domain="name=[a,b]/count",
        )
    raise InputError(
        f"{options.figure.id}: {' and '.join(candidates)} are ranges; "
        "axis=NAME says which is the horizontal axis",
        parameter="axis",
        value=None,
        domain=f"one of {', '.join(candidates)}",
    )


def _short(text: str) -> str:
    """A value in a title; a matrix has no room."""
    return style.tex(text) if len(text) <= 16 else r"\ldots"


def _split(name: str, text: str) -> list[str]:
    return split_words(name, text) if is_range(text) or "," in text else [text]


def _symbol(result: Any, name: str) -> str:
    """The symbol of a parameter, if matplotlib can set it."""
    symbol = next((p.symbol for p in result.parameters if p.name == name), name)
    return symbol if symbol and style.is_mathtext(symbol) else rf"\mathrm{{{name}}}".replace("_", r"\_")
