"""Float simulations as arrays."""

from __future__ import annotations

from typing import Any

from .errors import VlasovError

__all__ = ["simulate"]


def simulate(model: str, initial: Any, *, time: Any, **options: Any) -> Any:
    """Simulate a model from initial states; not in this version."""
    raise VlasovError("simulate: not in this version")
