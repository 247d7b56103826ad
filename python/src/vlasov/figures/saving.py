"""Files of figures: the same bytes for the same figure, with what it shows and the command that makes it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from ..errors import InputError
from .look import context, root_figure

#: Formats that a figure is saved in.
FORMATS = ("svg", "pdf", "png")

_RECORDS: WeakKeyDictionary[Any, tuple[str, str]] = WeakKeyDictionary()


def describe(figure: Any, title: str, command: str) -> None:
    """Remember what a figure shows and the command that makes it, for the metadata of the saved file."""
    old = _RECORDS.get(figure)
    if old:
        title, command = f"{old[0]}; {title}", f"{old[1]}; {command}"
    _RECORDS[figure] = title, command


def format_of(path: str | os.PathLike[str]) -> str:
    """The format that the name of a file asks for: svg, pdf or png."""
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise InputError(
            f"unknown format of a figure: {os.fspath(path)}; the name must end in .svg, .pdf or .png",
            parameter="-o",
            value=os.fspath(path),
            domain="a name that ends in .svg, .pdf or .png",
        )
    return kind


def save(target: Any, path: str | os.PathLike[str], *, dpi: float = 300) -> None:
    """Write a figure to an svg, pdf or png file, which appears when it is complete.

    The same figure gives the same bytes: no date is written. The metadata hold the title, the version of
    vlasov, and the command that makes the figure.

    Parameters
    ----------
    target
        A matplotlib Figure, Axes of it, or an array of them as `vlasov.figure` returns.
    dpi
        Dots per inch of a png.
    """
    import matplotlib

    import vlasov

    kind = format_of(path)
    first: Any = target.flat[0] if hasattr(target, "flat") else target
    figure: Any = root_figure(first)
    title, command = _RECORDS.get(figure, ("", ""))
    version = f"vlasov {vlasov.expr('1').provenance['version']}"
    metadata: dict[str, dict[str, str | None]] = {
        "svg": {"Title": title or None, "Creator": version, "Source": command or None, "Date": None},
        "pdf": {
            "Title": title or None,
            "Creator": version,
            "Subject": command or None,
            "Producer": f"matplotlib {matplotlib.__version__}",
            "CreationDate": None,
        },
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
