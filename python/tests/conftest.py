"""Deterministic tests: the same examples in every run, and their code printed when one fails."""

from __future__ import annotations

import pathlib
import sys

import hypothesis
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

hypothesis.settings.register_profile(
    "vlasov",
    derandomize=True,
    deadline=None,
    print_blob=True,
    max_examples=10,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("vlasov")


@pytest.fixture
def no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """No progress bars."""
    monkeypatch.setenv("VLASOV_PROGRESS", "0")
