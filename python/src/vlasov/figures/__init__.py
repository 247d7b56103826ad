"""Figures ready for a paper, drawn from certified values.

>>> import vlasov
>>> axes = vlasov.figure("retrieval.profile", beta=1, t="1/2,1,2")
>>> vlasov.figures.save(axes, "profile.pdf")

`vlasov.figures()` lists them. A result without a figure of its own has a plain one: a certified band over one
parameter. Each file of this package is one figure; `registry` is how it registers, `style` how it looks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, overload

from .style import save

if TYPE_CHECKING:
    import pandas

    from .registry import Figure

__all__ = ["FigureList", "figure", "figures", "save"]


def figure(
    name: str,
    ax: Any = None,
    *,
    params: Mapping[str, Any] | None = None,
    width: float | None = None,
    height: float | None = None,
    **options: Any,
) -> Any:
    """Draw a figure and return its axes.

    Parameters
    ----------
    name
        An id from `vlasov.figures()`, or the id of any result.
    ax
        Axes to draw in; an array of them for a figure of several panels (a single one then takes the first
        panel). By default a new figure is made.
    params, **options
        Options by name: exact texts as on the command line, or numbers. A trailing underscore is dropped
        (``lambda_=1``).
    width, height
        Size of a new figure in inches.

    Returns
    -------
    matplotlib Axes, or an array of them for several panels.

    Raises
    ------
    InputError
        An unknown figure or option, or a value outside its domain.
    """
    from . import registry, style

    _need_matplotlib()
    record = registry.find(name)
    given: dict[str, Any] = dict(params or {})
    for word, value in options.items():
        key = word if word in {o.name for o in record.options} else word.removesuffix("_")
        if key in given:
            from ..errors import InputError

            raise InputError(f"{key} is given twice", parameter=key)
        given[key] = value
    values = registry.Options(record, given)
    axes, made = _axes(record, ax, width, height)
    try:
        with style.context():
            record.draw(axes, values)
    except BaseException:
        if made:
            import matplotlib.pyplot

            matplotlib.pyplot.close(axes[0].figure)
        raise
    style.describe(style.root_figure(axes[0]), record.summary, values.command())
    if len(axes) == 1:
        return axes[0]
    import numpy

    return numpy.array(axes, dtype=object)


def _need_matplotlib() -> None:
    from ..errors import VlasovError

    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise VlasovError("figures need matplotlib: pip install matplotlib") from None


def _axes(record: Figure, ax: Any, width: float | None, height: float | None) -> tuple[list[Any], bool]:
    """The axes to draw in, and whether they were made here."""
    from ..errors import InputError
    from . import style

    if ax is not None:
        axes = list(ax.flat) if hasattr(ax, "flat") else list(ax) if isinstance(ax, (list, tuple)) else [ax]
        if len(axes) not in {1, record.panels}:
            domain = f"one Axes or {record.panels}" if record.panels > 1 else "one Axes"
            raise InputError(
                f"ax has {len(axes)} axes; {record.id} takes {domain}",
                parameter="ax",
                value=f"{len(axes)} axes",
                domain=domain,
            )
        return axes, False
    import matplotlib.pyplot as plt

    size = (_inches("width", width, record.size[0]), _inches("height", height, record.size[1]))
    with style.context():
        rows = -(-record.panels // record.columns)
        ratios = list(record.ratios) if record.ratios and record.columns == 1 else None
        _, grid = plt.subplots(
            rows,
            record.columns,
            figsize=size,
            squeeze=False,
            layout=style.layout_engine(),
            sharex=record.columns == 1,
            height_ratios=ratios,
        )
    return list(grid.flat)[: record.panels], True


def _inches(name: str, value: float | None, default: float) -> float:
    from ..errors import InputError

    domain = f"0.5 <= {name} <= 50 (inches)"
    try:
        number = default if value is None else float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not 0.5 <= number <= 50:
        raise InputError(
            f"{name}={value} is outside the domain {domain}", parameter=name, value=str(value), domain=domain
        )
    return number


class FigureList(Sequence["Figure"]):
    """The figures of the catalogue, one line each."""

    def __init__(self, items: Sequence[Figure]) -> None:
        self._items = tuple(items)

    @overload
    def __getitem__(self, index: int) -> Figure: ...
    @overload
    def __getitem__(self, index: slice) -> FigureList: ...
    def __getitem__(self, index: int | slice) -> Figure | FigureList:
        return FigureList(self._items[index]) if isinstance(index, slice) else self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._items)

    def __repr__(self) -> str:
        width = max((len(f.id) for f in self._items), default=0)
        return "\n".join(f"{f.id:{width}}  {f.summary}" for f in self._items)

    def to_frame(self) -> pandas.DataFrame:
        """A table of ids, summaries, options with defaults, and the results a figure rests on."""
        import pandas

        rows = [
            (
                f.id,
                f.summary,
                " ".join(f"{o.name}={o.default or ''}" for o in f.options),
                ", ".join(f.results),
            )
            for f in self._items
        ]
        return pandas.DataFrame(rows, columns=["id", "summary", "options", "results"])

    def _repr_html_(self) -> str:
        html: str = self.to_frame().to_html(index=False)
        return html


def figures() -> FigureList:
    """The figures that have an id of their own; every result has a plain one besides."""
    from . import registry

    return FigureList(list(registry.catalogue().values()))


class _Package(ModuleType):
    """This module, callable: `vlasov.figures` is the package and `vlasov.figures()` the list."""

    def __call__(self) -> FigureList:
        return figures()


sys.modules[__name__].__class__ = _Package
