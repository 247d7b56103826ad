"""How a figure registers: its id, its options, the results it rests on, and the function that draws it."""

from __future__ import annotations

import difflib
import importlib
import math
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..errors import InputError, VlasovError
from . import style
from .words import split_words, text_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Modules of this package that hold no figure.
_FRAMEWORK = {"style", "look", "legends", "saving", "registry", "generic", "words", "data"}


@dataclass(frozen=True)
class Option:
    """An option of a figure.

    Parameters
    ----------
    name
        As on the command line.
    default
        Exact text; None where leaving it out means something of its own.
    doc
        One line.
    domain
        What it may be, in words, where the figure itself judges it; parameters of results are judged by the
        library.
    many
        It may be a list ``1,2,5`` or a range ``a:b/count``.
    raw
        It may be any Python object (an array), which the figure takes with `Options.raw`.
    """

    name: str
    default: str | None
    doc: str
    domain: str = ""
    many: bool = False
    raw: bool = False
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()

    def judge(self, text: str) -> None:
        """Raise InputError for a text outside the domain of a count or a choice."""
        if self.choices and text not in self.choices:
            raise _outside(self.name, text, self.domain)
        if self.low is not None and self.high is not None:
            value = _integer(text)
            if value is None or not self.low <= value <= self.high:
                raise _outside(self.name, text, self.domain)


def integer(name: str, default: int, doc: str, *, low: int, high: int) -> Option:
    """An option that is a whole number between two bounds."""
    return Option(name, str(default), doc, f"{low} <= {name} <= {high} (integer)", low=low, high=high)


def choice(name: str, default: str, doc: str, choices: tuple[str, ...]) -> Option:
    """An option that is one of some words."""
    return Option(name, default, doc, f"{name} in {{{', '.join(choices)}}}", choices=choices)


def _integer(text: str) -> int | None:
    """A whole number, also as 1e4; None for anything else."""
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return value.numerator if value.denominator == 1 else None


def _outside(name: str, text: str, domain: str) -> InputError:
    return InputError(
        f"{name}={text} is outside the domain {domain}", parameter=name, value=text, domain=domain
    )


class Options(Mapping[str, "str | None"]):
    """The options of one drawing, as exact texts."""

    def __init__(self, figure: Figure, given: Mapping[str, Any]) -> None:
        names = {option.name: option for option in figure.options}
        self.figure = figure
        self._given: dict[str, str] = {}
        self._raw: dict[str, Any] = {}
        for word, value in given.items():
            name = word if word in names else word.removesuffix("_")
            if name not in names:
                domain = f"one of {', '.join(names)}"
                raise InputError(
                    f"unknown option {name}: figure {figure.id} has the options {', '.join(names)}",
                    parameter=name,
                    value=_show(value),
                    domain=domain,
                )
            if name in self._given:
                raise InputError(f"option {name} is given twice", parameter=name, value=_show(value))
            option = names[name]
            self._raw[name] = value
            text = (
                _show(value)
                if option.raw and not isinstance(value, str)
                else text_of(name, value, many=option.many)
            )
            if not text:
                raise InputError(
                    f"{name}= has no value", parameter=name, value="", domain=option.domain or None
                )
            option.judge(text)
            self._given[name] = text
        self._defaults = {option.name: option.default for option in figure.options}

    def __getitem__(self, name: str) -> str | None:
        return self._given[name] if name in self._given else self._defaults[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._defaults)

    def __len__(self) -> int:
        return len(self._defaults)

    def given(self, name: str) -> bool:
        """Whether the caller gave the option."""
        return name in self._given

    def text(self, name: str) -> str:
        """The text of an option that has a default."""
        value = self[name]
        if value is None:
            raise InputError(f"missing option {name} of figure {self.figure.id}", parameter=name)
        return value

    def raw(self, name: str) -> Any:
        """The object given, or the default text."""
        return self._raw.get(name, self._defaults[name])

    def integer(self, name: str) -> int:
        """A whole number."""
        value = _integer(self.text(name))
        if value is None:
            raise _outside(name, self.text(name), "the integers")
        return value

    def number(self, name: str, above: float = -math.inf) -> float:
        """The double nearest to a number, which must be finite and above a bound."""
        text = self.text(name)
        domain = "the finite numbers" if above == -math.inf else f"{name} > {above:g}"
        try:
            low, high = style.interval(text)
            value = style.number(text) if low == high else math.nan
        except VlasovError:
            value = math.nan
        if not above < value < math.inf:
            raise _outside(name, text, domain)
        return value

    def list(self, name: str, most: int | None = None) -> list[str]:
        """The texts of a list or range, at most so many."""
        words = split_words(name, self.text(name))
        if most is not None and len(words) > most:
            domain = f"at most {most} values"
            message = f"{name}={self.text(name)} asks for {len(words)} curves; at most {most} are told apart"
            raise InputError(message, parameter=name, value=self.text(name), domain=domain)
        return words

    def parameters(self, *names: str) -> dict[str, str]:
        """Some options as parameters of a result; those without a value are left out."""
        return {name: value for name in names if (value := self[name]) is not None}

    def command(self) -> str:
        """The command that draws the same figure."""
        import shlex

        words = ["vlasov", "figure", self.figure.id]
        words += [shlex.quote(f"{name}={text}") for name, text in self._given.items()]
        return " ".join(words)


def _show(value: Any) -> str:
    """A Python object in a message or in metadata."""
    if hasattr(value, "shape"):
        return f"array{tuple(value.shape)}"
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 8:
        return f"{type(value).__name__}[{len(value)}]"
    return str(value)


Draw = Callable[["list[Axes]", Options], None]


@dataclass(frozen=True)
class Figure:
    """A figure of the catalogue.

    Parameters
    ----------
    results
        Ids of the results it rests on.
    panels, columns
        How many axes it has, in how many columns.
    size
        Width and height in inches.
    """

    id: str
    summary: str
    options: tuple[Option, ...]
    results: tuple[str, ...]
    draw: Draw
    panels: int = 1
    columns: int = 1
    size: tuple[float, float] = (style.COLUMN, 2.6)
    ratios: tuple[float, ...] = ()

    @property
    def doc(self) -> str:
        """What is drawn."""
        return (self.draw.__doc__ or "").strip()


_FIGURES: dict[str, Figure] = {}


def register(
    id: str,
    summary: str,
    *,
    options: tuple[Option, ...] = (),
    results: tuple[str, ...] = (),
    panels: int = 1,
    columns: int = 1,
    size: tuple[float, float] = (style.COLUMN, 2.6),
    ratios: tuple[float, ...] = (),
) -> Callable[[Draw], Draw]:
    """Decorate the function that draws a figure, which is then found by its id.

    The function takes the axes (`panels` of them, or one when the user gives a single one) and the options.
    `ratios` are the relative heights of panels in one column.
    """

    def wrap(draw: Draw) -> Draw:
        if id in _FIGURES:
            raise ValueError(f"two figures are called {id}")
        _FIGURES[id] = Figure(id, summary, options, results, draw, panels, columns, size, ratios)
        return draw

    return wrap


_loaded = False


def catalogue() -> dict[str, Figure]:
    """All figures by id, in the order of their ids."""
    global _loaded
    if not _loaded:
        package = __name__.rpartition(".")[0]
        folder = importlib.import_module(package).__path__
        for module in pkgutil.iter_modules(folder):
            if module.name not in _FRAMEWORK and not module.name.startswith("_"):
                importlib.import_module(f"{package}.{module.name}")
        _loaded = True
    return dict(sorted(_FIGURES.items()))


def find(id: str) -> Figure:
    """The figure of this id: one of the catalogue, or the plain one of a result."""
    known = catalogue()
    if id in known:
        return known[id]
    from .generic import figure_of_result, result_ids

    results = result_ids()
    if id in results:
        return figure_of_result(id)
    near = difflib.get_close_matches(id, [*known, *results], n=3, cutoff=0.3)
    hint = f"; nearest: {', '.join(near)}" if near else "; see `vlasov figure --list`"
    raise InputError(f"unknown figure {id}{hint}", parameter="ID", value=id, domain="a figure, or a result")
