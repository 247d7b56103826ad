"""`scripts/check-theorem` when it cannot check. (Notebook 6 has it check.)"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "check-theorem"


def run(*arguments: object, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ, **({} if path is None else {"PATH": path}))
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)


def test_no_file(tmp_path: Path) -> None:
    done = run(tmp_path / "missing.v")
    assert done.returncode == 1
    assert "missing.v" in done.stderr and len(done.stderr.splitlines()) == 1


def test_no_coq(tmp_path: Path) -> None:
    (tmp_path / "one.v").write_text("Lemma one : 1 = 1. Proof. reflexivity. Qed.\n")
    done = run(tmp_path / "one.v", path=str(tmp_path))
    assert done.returncode == 127
    assert "coqc is not installed" in done.stderr and "proved" not in done.stdout
