"""Sizes, colours and settings of figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: Okabe and Ito's colours, told apart by colour-blind readers; black and yellow last, as they read least well
#: as bands.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
#: More curves than colours are told apart by nobody.
MOST_CURVES = len(PALETTE)
#: What is only simulated or heuristic is grey.
GREY = "#767676"
#: Widths of one and of two columns of a journal, in inches.
COLUMN, PAGE = 3.4, 7.0

_RC: dict[str, Any] = {
    # The STIX fonts come with matplotlib: the same figure everywhere. Named here and not as "font.serif",
    # which is read when the figure is drawn, in a notebook after the block has ended.
    "font.family": ["STIXGeneral", "serif"],
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

    Only these are put back: the first figure of a notebook activates its backend, which has settings of its
    own to keep.
    """
    import matplotlib

    settings: Any = matplotlib.rcParams
    old = {name: settings[name] for name in _RC}
    settings.update(_RC)
    try:
        yield
    finally:
        settings.update(old)


def root_figure(artist: Any) -> Any:
    """The figure that an artist stands in, not a part of it."""
    return artist.figure.canvas.figure


def color(index: int) -> str:
    """The colour of curve `index`, counted from 0."""
    return PALETTE[index % len(PALETTE)]
