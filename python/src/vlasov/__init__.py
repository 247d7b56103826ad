"""Verified numerics for the mathematics of Transformers: every digit that is returned is certain.

>>> import vlasov
>>> vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=20).value
'2.4574889803282556125'
"""

from __future__ import annotations

from typing import Any

from ._catalogue import Result, Results, ResultSummary, cite, results, show
from ._evaluate import check, evaluate, expr
from ._formula import Formula
from ._modes import Mode, ModeCount, Modes, count_modes, mode_tree, modes
from ._simulate import Simulation, SimulationModel, simulate, simulations
from ._table_arrays import TableArrays, table_arrays
from ._tables import as_float, bounds, table
from ._verify import Certificate, certify, verify
from .answers import Answer, Enclosure, EnclosureArray, Estimate, WordAnswer
from .checks import Check, Condition, Verification
from .errors import InputError, Interrupted, Refused, Undecided, UndecidedWarning, VlasovError

__all__ = [
    "Answer",
    "Certificate",
    "Check",
    "Condition",
    "Enclosure",
    "EnclosureArray",
    "Estimate",
    "Formula",
    "InputError",
    "Interrupted",
    "Mode",
    "ModeCount",
    "Modes",
    "Refused",
    "Result",
    "ResultSummary",
    "Results",
    "Simulation",
    "SimulationModel",
    "TableArrays",
    "Undecided",
    "UndecidedWarning",
    "Verification",
    "VlasovError",
    "WordAnswer",
    "as_float",
    "bounds",
    "certify",
    "check",
    "cite",
    "count_modes",
    "evaluate",
    "expr",
    "figure",
    "figures",
    "mode_tree",
    "modes",
    "results",
    "show",
    "simulate",
    "simulations",
    "table",
    "table_arrays",
    "verify",
]


def figure(name: str, ax: Any = None, **options: Any) -> Any:
    """Draw a figure on matplotlib axes, and return them; `figures()` lists the names."""
    from .figures import figure as draw

    return draw(name, ax, **options)


def __getattr__(name: str) -> Any:
    if (
        name == "figures"
    ):  # a module that can be called: figures() lists the names; matplotlib is imported only here
        import importlib

        return importlib.import_module(".figures", __name__)
    if name == "__version__":
        from ._library import version

        return version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
