"""A progress bar for calls that last: on a terminal or in a notebook, when tqdm is installed."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from typing import Any

_DELAY = 0.5
_FIRST_POLL = 0.1


class Progress:
    """The bar of one call, from its first half second on; VLASOV_PROGRESS=0 in the environment: none."""

    __slots__ = ("bar", "start")

    def __init__(self) -> None:
        self.start: float | None = time.monotonic() - _FIRST_POLL if _is_wanted() else None
        self.bar: Any = None

    def show(self, done: int, total: int) -> None:
        """Draw that so much is done."""
        if self.start is None or total <= 0:
            return
        if self.bar is None:
            if time.monotonic() - self.start < _DELAY:
                return
            self.bar = _bar(total)
            if self.bar is None:
                self.start = None
                return
        self.bar.total = total
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()


def _is_wanted() -> bool:
    if os.environ.get("VLASOV_PROGRESS") == "0":
        return False
    try:
        return "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
    except ValueError:  # a closed stream
        return False


def _bar(total: int) -> Any:
    try:
        # Not tqdm.auto, which warns in notebooks without ipywidgets.
        if "ipykernel" in sys.modules and importlib.util.find_spec("ipywidgets"):
            from tqdm.notebook import tqdm
        else:
            from tqdm.std import tqdm
    except ImportError:
        return None
    return tqdm(total=total, leave=False)
