"""The look of every figure: sizes, colours, how certified and simulated data are drawn, and how a figure is saved.

A certified curve is a band between proved bounds. Over sub-intervals of a parameter the band consists of boxes that hold the
curve; at points it is what the digits leave open. Nothing else is drawn in a solid colour, so that a reader sees what is proved.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend
    from matplotlib.text import Text

#: Okabe and Ito's colours, told apart by colour-blind readers; black and yellow last, as they read least well as bands.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
#: What is only simulated or heuristic is grey.
GREY = "#767676"
#: Widths of one and of two columns of a journal, in inches.
COLUMN, PAGE = 3.4, 7.0
#: Formats that a figure is saved in.
FORMATS = ("svg", "pdf", "png")

_RC: dict[str, Any] = {
    # The STIX fonts come with matplotlib: the same figure on every machine.
    "font.family": "serif",
    "font.serif": ["STIXGeneral", "STIX Two Text", "Times New Roman", "serif"],
    "mathtext.fontset": "stix",
    "font.size": 8.5,
    "axes.titlesize": 8.5,
    "axes.labelsize": 9,
    "legend.fontsize": 7.5,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "axes.linewidth": 0.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.minor.width": 0.35,
    "ytick.minor.width": 0.35,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "xtick.minor.size": 1.6,
    "ytick.minor.size": 1.6,
    "lines.linewidth": 0.9,
    "lines.markersize": 4,
    "legend.frameon": False,
    "legend.handlelength": 1.5,
    "legend.labelspacing": 0.3,
    "legend.borderaxespad": 0.3,
    "hatch.linewidth": 0.4,
    "figure.dpi": 150,
    # Text of an SVG stays text, a PDF embeds TrueType, and names of parts do not change from run to run.
    "svg.fonttype": "none",
    "svg.hashsalt": "vlasov",
    "pdf.fonttype": 42,
    "path.simplify": False,
}


@contextmanager
def context() -> Iterator[None]:
    """Matplotlib's settings for figures, for as long as the block lasts.

    Only these are put back: the first figure of a notebook activates its backend, which has settings of its own to keep.
    """
    from matplotlib import rcParams

    old = {name: rcParams[name] for name in _RC}
    rcParams.update(_RC)
    try:
        yield
    finally:
        rcParams.update(old)


def color(index: int) -> str:
    """The colour of curve `index`, counted from 0."""
    return PALETTE[index % len(PALETTE)]


# Numbers and text


def number(text: str) -> float:
    """The double nearest to an exact text such as ``1/3`` or ``sqrt(2)``."""
    import vlasov

    return vlasov.as_float(text)


def interval(text: str) -> tuple[float, float]:
    """The ends of ``[a,b]`` or ``m+/-r``; a number is both of its ends."""
    import vlasov

    low, high = vlasov.bounds(text)
    return float(low), float(high)


def tex(text: str) -> str:
    """An exact text as mathtext, without dollars: ``sqrt(2)/2`` becomes ``\\sqrt{2}/2``."""
    out = text.strip()
    out = re.sub(r"sqrt\(([^()]*)\)", r"\\sqrt{\1}", out)
    out = re.sub(r"^1e\+?(-?\d+)$", r"10^{\1}", out)
    out = re.sub(r"(?<=\d)e\+?(-?\d+)$", r"\\cdot10^{\1}", out)
    out = re.sub(r"\^(-?[0-9.]+)", r"^{\1}", out)
    out = re.sub(r"\bpi\b", r"\\pi", out).replace("+/-", r"\pm").replace("*", r"\,")
    if re.search(r"[A-Za-z]{2,}", re.sub(r"\\[a-z]+", "", out)):
        return r"\mathrm{" + text.replace("_", r"\_") + "}"
    return out.replace(",", r",\,")


def is_mathtext(formula: str) -> bool:
    """Whether matplotlib can set the formula (given without dollars)."""
    from matplotlib.mathtext import MathTextParser

    try:
        MathTextParser("path").parse(f"${formula}$")
    except (ValueError, RuntimeError):
        return False
    return True


# What is certified, what is simulated

_NOTES: WeakKeyDictionary[Any, dict[str, None]] = WeakKeyDictionary()
_COUNTS: WeakKeyDictionary[Any, int] = WeakKeyDictionary()


def note(ax: Axes, text: str) -> None:
    """Have the legend of `ax` end with this line (once)."""
    _NOTES.setdefault(ax, {})[text] = None


def part(ax: Axes, kind: str) -> str:
    """A name for a drawn part, the id of its group in an SVG: ``certified-3``."""
    figure = ax.figure
    _COUNTS[figure] = _COUNTS.get(figure, 0) + 1
    return f"{kind}-{_COUNTS[figure]}"


def _runs(rows: pandas.DataFrame, axis: str) -> Iterator[tuple[list[tuple[float, float]], list[float], list[float]]]:
    """Stretches of rows that have finite bounds: the intervals of the parameter, and the bounds."""
    import math

    xs: list[tuple[float, float]] = []
    low: list[float] = []
    high: list[float] = []
    for text, lower, upper in zip(rows[axis], rows["lower"], rows["upper"]):
        x = interval(str(text))
        lower, upper = float(lower), float(upper)
        finite = math.isfinite(lower) and math.isfinite(upper)
        # Intervals that do not meet are no curve.
        torn = bool(xs) and (xs[-1][0] < xs[-1][1] or x[0] < x[1]) and x[0] > xs[-1][1]
        if xs and (not finite or torn):
            yield xs, low, high
            xs, low, high = [], [], []
        if finite:
            xs.append(x)
            low.append(lower)
            high.append(upper)
    if xs:
        yield xs, low, high


def band(
    ax: Axes,
    frame: pandas.DataFrame,
    axis: str,
    label: str | None = None,
    color: str | None = None,
    *,
    swap: bool = False,
    linestyle: Any = "-",
    alpha: float = 0.3,
    zorder: float = 2,
    markers: bool = False,
    gaps: bool = True,
) -> None:
    """Draw a table against one of its parameters.

    Rows over intervals are boxes that hold the curve. Rows at points are joined by a thin line, within the band of their
    bounds. Rows without a value, or with an infinite bound, leave a gap.

    Parameters
    ----------
    frame
        What `vlasov.table` returns.
    axis
        The parameter that varies.
    swap
        Put the parameter on the vertical axis.
    markers
        Mark the points.
    gaps
        Have the legend say why there are gaps, if there are.
    """
    color = color or PALETTE[0]
    if gaps:
        _note_gaps(ax, frame)
    fill = ax.fill_betweenx if swap else ax.fill_between
    first = True
    for xs, low, high in _runs(frame, axis):
        text = (label if first else None) or "_band"
        first = False
        name = part(ax, "certified")
        if any(a < b for a, b in xs):
            along = [end for x in xs for end in x]
            lower = [v for v in low for _ in (0, 1)]
            upper = [v for v in high for _ in (0, 1)]
            fill(along, lower, upper, facecolor=_faint(color, alpha), edgecolor=_faint(color, 0.6), linewidth=0.3,
                 label=text, gid=name, zorder=zorder)
            note(ax, "boxes: certified enclosures")
        else:
            along = [a for a, _ in xs]
            fill(along, low, high, facecolor=_faint(color, alpha), linewidth=0, gid=name, zorder=zorder, label="_band")
            middle = [a + (b - a) / 2 for a, b in zip(low, high)]
            line = (middle, along) if swap else (along, middle)
            ax.plot(*line, color=color, linestyle=linestyle, label=text, gid=part(ax, "certified"), zorder=zorder + 0.1,
                    marker="o" if markers or len(xs) == 1 else "", markersize=2.5)
            wide = any(b - a > 1e-3 * max(abs(a), abs(b)) for a, b in zip(low, high))
            note(ax, "bands: certified enclosures" if wide else "curves: through certified points")


def _note_gaps(ax: Axes, frame: pandas.DataFrame) -> None:
    """Say why rows are not drawn."""
    import math

    why = set()
    for status, lower, upper in zip(frame["status"], frame["lower"], frame["upper"]):
        if math.isinf(lower) or math.isinf(upper):
            why.add("infinite")
        elif math.isnan(lower) or math.isnan(upper):
            why.add(str(status))
    if why:
        note(ax, "gaps: " + " or ".join(sorted(why)))


def curve(
    ax: Axes,
    pair: tuple[pandas.DataFrame, pandas.DataFrame | None],
    axis: str,
    label: str | None = None,
    color: str | None = None,
    **look: Any,
) -> None:
    """Draw boxes that hold a curve, and a thin line through certified points in them (see `data.with_points`)."""
    frame, points = pair
    if points is None:
        band(ax, frame, axis, label, color, **look)
        return
    band(ax, frame, axis, None, color, **look)
    band(ax, points, axis, label, color, gaps=False, **look)


def _faint(color: str, alpha: float) -> tuple[float, float, float, float]:
    from matplotlib.colors import to_rgba

    red, green, blue, _ = to_rgba(color)
    return red, green, blue, alpha


def _bounds(value: Any) -> tuple[float, float]:
    """Bounds of an enclosure (rounded outwards) or of a pair, or a number twice."""
    if isinstance(value, tuple):
        return float(value[0]), float(value[1])
    if hasattr(value, "lower") and hasattr(value, "upper"):
        import math

        low, high = value.lower, value.upper
        below, above = float(low), float(high)
        return (
            math.nextafter(below, -math.inf) if below > low else below,
            math.nextafter(above, math.inf) if above < high else above,
        )
    return float(value), float(value)


def certified(
    ax: Axes,
    x: Sequence[Any],
    y: Sequence[Any],
    label: str | None = None,
    color: str | None = None,
    *,
    marker: str = "o",
    size: float = 4,
    hollow: bool = False,
    zorder: float = 4,
) -> None:
    """Mark certified points; where an enclosure is wide enough to see, error bars show it.

    Parameters
    ----------
    x, y
        Enclosures, or numbers where a coordinate is exact.
    """
    xs, ys = [_bounds(v) for v in x], [_bounds(v) for v in y]
    if not xs:
        return
    mid_x = [a + (b - a) / 2 for a, b in xs]
    mid_y = [a + (b - a) / 2 for a, b in ys]
    err_x = [[m - a for m, (a, _) in zip(mid_x, xs)], [b - m for m, (_, b) in zip(mid_x, xs)]]
    err_y = [[m - a for m, (a, _) in zip(mid_y, ys)], [b - m for m, (_, b) in zip(mid_y, ys)]]
    color = color or PALETTE[0]
    visible = any(b - a > 1e-3 * max(abs(a), abs(b)) for a, b in xs + ys)
    if visible:
        ax.errorbar(mid_x, mid_y, xerr=err_x, yerr=err_y, fmt="none", ecolor=color, elinewidth=0.6, capsize=1.5, zorder=zorder)
    ax.plot(mid_x, mid_y, linestyle="none", marker=marker, markersize=size, markerfacecolor="white" if hollow else color,
            markeredgecolor=color if hollow else "white", markeredgewidth=0.8 if hollow else 0.4,
            label=f"{label} (certified)" if label else "_certified", gid=part(ax, "certified"), zorder=zorder + 0.1)


def certified_rows(ax: Axes, frame: pandas.DataFrame, axis: str, label: str | None = None, color: str | None = None, **look: Any) -> None:
    """Mark the rows of a table at points of one of its parameters, as `certified`."""
    if frame.empty:
        return
    certified(ax, [number(str(text)) for text in frame[axis]], list(zip(frame["lower"], frame["upper"])), label, color, **look)


def simulated(
    ax: Axes,
    x: Sequence[float],
    y: Sequence[float],
    label: str | None = None,
    color: str | None = None,
    *,
    marker: str = "",
    linestyle: Any = (0, (4, 2)),
    error: Sequence[float] | None = None,
    linewidth: float = 0.8,
    zorder: float = 3,
) -> None:
    """Draw numbers of a float simulation: grey, dashed or hollow, and named so in the legend."""
    color = color or GREY
    if error is not None:
        ax.errorbar(x, y, yerr=error, fmt="none", ecolor=color, elinewidth=0.6, capsize=1.5, zorder=zorder)
    ax.plot(x, y, color=color, linestyle=linestyle, marker=marker, markersize=3.5, markerfacecolor="white", linewidth=linewidth,
            label=f"{label} (simulated)" if label else "_simulated", gid=part(ax, "simulated"), zorder=zorder)
    if not label:
        note(ax, "dashed: simulated")


def legend(ax: Axes, *, under: Axes | None = None, columns: int = 1, **options: Any) -> Legend | None:
    """The legend, ended by the lines that say what is certified; None if there is nothing to tell.

    Parameters
    ----------
    under
        Put the legend below these axes (of the same figure), in columns, and those lines above it.
    """
    from matplotlib.lines import Line2D

    handles, labels = ax.get_legend_handles_labels()
    notes = list(dict.fromkeys([*_NOTES.get(ax, {}), *_NOTES.get(under, {})] if under else _NOTES.get(ax, {})))
    if not handles and not notes:
        return None
    if under is not None:
        return _legend_under(under, handles, labels, notes, columns, options)
    for text in notes:
        handles.append(Line2D([], [], linestyle="none"))
        labels.append(text)
    result = ax.legend(handles, labels, **options)
    for line in result.get_texts()[len(labels) - len(notes):]:
        _mute(line)
    return result


def _legend_under(ax: Axes, handles: list[Any], labels: list[str], notes: list[str], columns: int, options: dict[str, Any]) -> Legend:
    import textwrap

    from matplotlib.transforms import ScaledTranslation

    figure = ax.get_figure(root=True)
    assert figure is not None
    width = int(figure.get_figwidth() * 21)  # characters of this size that fit
    # Lines break between notes, not within them.
    solid = "; ".join(text.replace(" ", "\u00a0") for text in notes)
    lines = "\n".join(textwrap.wrap(solid, width)).replace("\u00a0", " ")
    place = ax.transAxes + ScaledTranslation(0, -30 / 72, figure.dpi_scale_trans)
    result = ax.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=place, ncols=columns,
                       title=lines, columnspacing=1.2, **options)
    title = result.get_title()
    title.set_fontsize(7.5)
    title.set_multialignment("center")
    _mute(title)
    return result


def _mute(text: Text) -> None:
    text.set_color(GREY)
    text.set_style("italic")


# Making and saving

_RECORDS: WeakKeyDictionary[Any, tuple[str, str]] = WeakKeyDictionary()


def describe(figure: Figure, title: str, command: str) -> None:
    """Remember what a figure shows and the command that makes it, for the metadata of the saved file."""
    old = _RECORDS.get(figure)
    if old:
        title, command = f"{old[0]}; {title}", f"{old[1]}; {command}"
    _RECORDS[figure] = title, command


def format_of(path: str | os.PathLike[str]) -> str:
    """The format that the name of a file asks for: svg, pdf or png."""
    import vlasov

    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise vlasov.InputError(
            f"unknown format of a figure: {os.fspath(path)}; the name must end in .svg, .pdf or .png",
            parameter="-o", value=os.fspath(path), domain="a name that ends in .svg, .pdf or .png",
        )
    return kind


def save(target: Figure | Axes, path: str | os.PathLike[str], *, dpi: float = 300) -> None:
    """Write a figure to an svg, pdf or png file, which appears when it is complete.

    The same figure gives the same bytes: no date is written. The metadata hold the title, the version of vlasov, and the
    command that makes the figure.

    Parameters
    ----------
    target
        A figure, or axes of it.
    dpi
        Dots per inch of a png.
    """
    import matplotlib

    import vlasov

    kind = format_of(path)
    figure: Any = getattr(target, "figure", None) or target
    title, command = _RECORDS.get(figure, ("", ""))
    version = f"vlasov {vlasov.expr('1').provenance['version']}"
    metadata: dict[str, dict[str, str | None]] = {
        "svg": {"Title": title or None, "Creator": version, "Source": command or None, "Date": None},
        "pdf": {"Title": title or None, "Creator": version, "Subject": command or None, "Producer": f"matplotlib {matplotlib.__version__}",
                "CreationDate": None},
        "png": {"Title": title, "Software": version, "Source": command},
    }
    folder = Path(path).parent
    handle, temporary = tempfile.mkstemp(prefix=".vlasov-", suffix=f".{kind}", dir=folder)
    os.close(handle)
    try:
        with context():
            figure.savefig(temporary, format=kind, dpi=dpi, metadata=metadata[kind])
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
