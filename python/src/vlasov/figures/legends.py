"""Legends, which say what is certified and what is simulated."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

from .look import GREY, root_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.layout_engine import LayoutEngine
    from matplotlib.legend import Legend
    from matplotlib.text import Text

_NOTES: WeakKeyDictionary[Any, dict[str, None]] = WeakKeyDictionary()
_COUNTS: WeakKeyDictionary[Any, int] = WeakKeyDictionary()


def note(ax: Axes, text: str) -> None:
    """Have the legend of `ax` end with this line (once)."""
    _NOTES.setdefault(ax, {})[text] = None


#: Figures whose layout is being computed.
_LAYING: WeakSet[Any] = WeakSet()


def layout_engine() -> LayoutEngine:
    """Constrained layout that leaves room below for legends, and does not narrow the axes for them."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    class Engine(ConstrainedLayoutEngine):
        def execute(self, fig: Any) -> Any:
            _LAYING.add(fig)
            try:
                return super().execute(fig)
            finally:
                _LAYING.discard(fig)

    return Engine()


def part(ax: Axes, kind: str) -> str:
    """A name for a drawn part, the id of its group in an SVG: ``certified-3``."""
    figure = ax.figure
    _COUNTS[figure] = _COUNTS.get(figure, 0) + 1
    return f"{kind}-{_COUNTS[figure]}"


def legend(ax: Axes, *, under: Axes | None = None, columns: int = 1, **options: Any) -> Legend | None:
    """The legend, ended by the lines that say what is certified; None if there is nothing to tell.

    Parameters
    ----------
    under
        Put the legend below these axes (of the same figure), in columns, and those lines above it.
    """
    from matplotlib.lines import Line2D

    handles, labels = ax.get_legend_handles_labels()
    notes = list(
        dict.fromkeys([*_NOTES.get(ax, {}), *_NOTES.get(under, {})] if under else _NOTES.get(ax, {}))
    )
    if not handles and not notes:
        return None
    if under is not None:
        return _legend_under(under, handles, labels, notes, columns, options)
    for text in notes:
        handles.append(Line2D([], [], linestyle="none"))
        labels.append(text)
    result = ax.legend(handles, labels, **options)
    for line in result.get_texts()[len(labels) - len(notes) :]:
        _mute(line)
    return result


def _legend_under(
    ax: Axes, handles: list[Any], labels: list[str], notes: list[str], columns: int, options: dict[str, Any]
) -> Legend:
    """A legend as wide as the column of panels that the axes stand in; only its height needs room."""
    from matplotlib.transforms import Bbox, ScaledTranslation, blended_transform_factory

    figure = root_figure(ax)
    across: Any = ax.transAxes
    center, room = 0.5, figure.get_figwidth()
    spec = ax.get_subplotspec()
    if spec is not None:
        count = spec.get_gridspec().ncols
        across = figure.transFigure
        center = (spec.colspan.start + spec.colspan.stop) / 2 / count
        room *= (spec.colspan.stop - spec.colspan.start) / count
    place = blended_transform_factory(across, ax.transAxes) + ScaledTranslation(
        0, -30 / 72, figure.dpi_scale_trans
    )
    result = ax.legend(
        handles,
        labels,
        loc="upper center",
        bbox_to_anchor=(center, 0),
        bbox_transform=place,
        ncols=_columns(labels, columns, room * 72),
        title=_lines(notes, room * 72),
        columnspacing=1.2,
        **options,
    )
    title = result.get_title()
    title.set_fontsize(_SIZE)
    title.set_multialignment("center")
    _mute(title)
    extent = result.get_tightbbox

    def upright(renderer: Any = None) -> Any:
        """The legend's box; for the layout no wider than the axes, which would be narrowed for it."""
        box = extent(renderer)
        if figure not in _LAYING:
            return box
        panel = ax.get_window_extent(renderer)
        return Bbox.from_extents(panel.x0, box.y0, panel.x1, box.y1) if box is not None else None

    result.get_tightbbox = upright  # type: ignore[method-assign]
    return result


#: The size of the text of legends, in points.
_SIZE = 7.5


def _width(text: str) -> float:
    """The width of a text in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    return (
        float(TextPath((0, 0), text, size=_SIZE, prop=FontProperties(size=_SIZE)).get_extents().width)
        if text.strip()
        else 0.0
    )


def _columns(labels: list[str], wanted: int, room: float) -> int:
    """The most columns, up to those wanted, that fit side by side."""
    widths = [_width(label) for label in labels]
    for count in range(min(wanted, len(labels)), 1, -1):
        # As matplotlib deals them out: the first columns are one longer.
        rows, longer = divmod(len(widths), count)
        starts = [i * rows + min(i, longer) for i in range(count + 1)]
        columns = [widths[a:b] for a, b in pairwise(starts)]
        # Each has its key and the space between; 12 points of margin.
        if sum(max(column) + 3.5 * _SIZE for column in columns) + 12 <= room:
            return count
    return 1


def _lines(notes: list[str], room: float) -> str:
    """Notes in lines that fit, broken between notes where possible."""
    lines: list[str] = []
    for number, text in enumerate(notes):
        words = [text] if _width(text) + 6 <= room else text.split()
        for place, word in enumerate(words):
            joint = "" if not lines else " " if place else "; "
            if lines and (place or number) and _width(lines[-1] + joint + word) + 6 <= room:
                lines[-1] += joint + word
            else:
                if lines and not place:
                    lines[-1] += ";"
                lines.append(word)
    return "\n".join(lines)


def _mute(text: Text) -> None:
    text.set_color(GREY)
    text.set_fontstyle("italic")
