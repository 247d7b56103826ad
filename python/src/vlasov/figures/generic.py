"""The plain figure of any result: one output as a certified band over one parameter, and a curve for each value of others."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from . import data, style
from .registry import Figure, Option, Options, choice
from .words import is_range, split_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: More curves than these are told apart by nobody.
_MOST_CURVES = 12
_OWN = ("output", "axis", "scale")


def result_ids() -> list[str]:
    """The ids of all results."""
    import vlasov

    return [summary.id for summary in vlasov.results()]


def figure_of_result(id: str) -> Figure:
    """The plain figure of a result, its options the parameters of the result."""
    import vlasov

    result = vlasov.show(id)
    outputs = [o for o in result.outputs if o.kind in ("real", "integer")]
    if not outputs:
        raise InputError(f"{id} has no output that is a number: nothing to draw", parameter="ID", value=id, domain="a result with a real output")
    options = [Option(p.name, p.default, p.summary, p.domain, many=True) for p in result.parameters if not p.only_for_check]
    names = tuple(o.name for o in outputs)
    own = [
        choice("output", names[0], "which output is drawn", names),
        Option("axis", None, "the parameter of the horizontal axis; by default the one given as a range"),
        choice("scale", "linear", "axes", ("linear", "semilogx", "semilogy", "loglog")),
    ]
    taken = {option.name for option in options}
    return Figure(id, result.title, (*options, *(o for o in own if o.name not in taken)), (id,), draw)


def draw(axes: list[Axes], options: Options) -> None:
    """Boxes or points hold the output over the parameter that is given as a range ``a:b/count`` or bands ``[a,b]/count``.

    Other parameters may be lists: one curve for each combination. Those left out are the ones of the result's reference digits,
    as the title says.
    """
    import vlasov

    ax = axes[0]
    result = vlasov.show(options.figure.id)
    output = options.text("output")
    kind = next(o for o in result.outputs if o.name == output)
    given = _parameters(result, output, options)
    along = _axis(options, given)
    lists = {name: _split(name, text) for name, text in given.items() if name != along}
    curves = list(product(*lists.values()))
    varied = [name for name, values in lists.items() if len(values) > 1]
    if len(curves) > _MOST_CURVES:
        raise InputError(f"{' '.join(f'{n}={given[n]}' for n in varied)} asks for {len(curves)} curves; at most {_MOST_CURVES} are drawn",
                         parameter=varied[0], value=given[varied[0]], domain=f"at most {_MOST_CURVES} curves")
    for index, values in enumerate(curves):
        parameters = dict(zip(lists, values))
        pair = data.with_points(options.figure.id, {**parameters, along: given[along]}, along, output=output)
        words = ", ".join(f"${_symbol(result, name)}={style.tex(parameters[name])}$" for name in varied)
        points = not is_range(given[along])
        style.curve(ax, pair, along, label=words or None, color=style.color(index), markers=points or kind.kind == "integer",
                   linestyle="none" if kind.kind == "integer" and not given[along].startswith("[") else "-")
    scale = options["scale"]
    if scale in ("semilogx", "loglog"):
        ax.set_xscale("log")
    if scale in ("semilogy", "loglog"):
        ax.set_yscale("log")
    parameter = next(p for p in result.parameters if p.name == along)
    ax.set_xlabel(f"{parameter.summary} ${_symbol(result, along)}$")
    formula = kind.symbol if kind.symbol and style.is_mathtext(kind.symbol) else rf"\mathrm{{{output}}}".replace("_", r"\_")
    ax.set_ylabel(f"${formula}$")
    constants = [f"${_symbol(result, name)}={style.tex(values[0])}$" for name, values in lists.items() if len(values) == 1]
    ax.set_title(result.title + ("\n" + ", ".join(constants) if constants else ""))
    style.legend(ax, under=ax if len(curves) > 1 else None, columns=1 if len(curves) == 1 else min(len(curves), 3))


def _parameters(result: Any, output: str, options: Options) -> dict[str, str]:
    """What the result is asked for: parameters that are not given and have no default are those of its reference digits."""
    example: dict[str, str] = {}
    for reference in result.references:
        texts = reference["parameters"]
        if texts.get("output", result.outputs[0].name) == output:
            example = texts
            break
    chosen = {}
    for parameter in result.parameters:
        needed = not parameter.required_by or output in parameter.required_by
        text = options[parameter.name] if parameter.name in options else None
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
            raise InputError(f"axis={wanted} is not a parameter that is given a range", parameter="axis", value=wanted, domain=f"one of {names}")
        return wanted
    ranges = [name for name, text in given.items() if is_range(text)]
    lists = [name for name, text in given.items() if len(_split(name, text)) > 1]
    candidates = ranges or lists
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise InputError(f"{options.figure.id}: one parameter must be a range a:b/count or bands [a,b]/count, of {names}",
                         parameter=None, value=None, domain="name=[a,b]/count")
    raise InputError(f"{options.figure.id}: {' and '.join(candidates)} are ranges; axis=NAME says which is the horizontal axis",
                     parameter="axis", value=None, domain=f"one of {', '.join(candidates)}")


def _split(name: str, text: str) -> list[str]:
    return split_words(name, text) if is_range(text) or "," in text else [text]


def _symbol(result: Any, name: str) -> str:
    """The symbol of a parameter, if matplotlib can set it."""
    symbol = next((p.symbol for p in result.parameters if p.name == name), name)
    return symbol if symbol and style.is_mathtext(symbol) else rf"\mathrm{{{name}}}".replace("_", r"\_")
