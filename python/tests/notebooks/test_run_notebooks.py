"""The runner of the notebooks fails when a notebook does. `make notebooks` runs the notebooks themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

RUNNER = Path(__file__).resolve().parents[3] / "scripts" / "run-notebooks"


def notebook_of(path: Path, *sources: str) -> Path:
    notebook = v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    notebook.cells = [v4.new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(sources, start=1)]
    nbformat.write(notebook, path)
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(RUNNER), *map(str, arguments)], capture_output=True, text=True, timeout=120)


def test_good_and_bad(tmp_path: Path) -> None:
    """One run, as a kernel takes a second to start: what passes, and every way to fail, with the cell."""
    good = notebook_of(tmp_path / "good.ipynb", "x = 2", "print('SKIPPED: something')\nassert x == 2")
    before = good.read_bytes()
    false = notebook_of(tmp_path / "false.ipynb", "x = 2", "assert x == 3, 'x is not 3'")
    error = notebook_of(tmp_path / "error.ipynb", "1/0", "print('not reached')")
    dead = notebook_of(tmp_path / "dead.ipynb", "import os\nos._exit(3)")
    done = run("--save", tmp_path / "saved", good, false, error, dead)
    out = done.stdout
    assert done.returncode == 1, out + done.stderr
    assert "passed  good" in out and "SKIPPED: something" in out
    assert "FAILED  false" in out and "cell 2 (cell-2): AssertionError: x is not 3" in out
    assert "FAILED  error" in out and "cell 1 (cell-1): ZeroDivisionError: division by zero" in out
    assert "FAILED  dead" in out and "1 of 4 notebooks passed" in out
    assert good.read_bytes() == before, "a notebook is never changed"
    assert nbformat.read(tmp_path / "saved" / "good.ipynb", as_version=4).cells[1].outputs


def test_time_limit(tmp_path: Path) -> None:
    slow = notebook_of(tmp_path / "slow.ipynb", "x = 1", "import time\ntime.sleep(60)")
    done = run("--timeout", 1, slow)
    assert done.returncode == 1
    assert "cell 2 (cell-2): CellTimeoutError" in done.stdout


def test_fresh_kernels(tmp_path: Path) -> None:
    """What one notebook defines, another does not see; and each runs in its own folder."""
    (tmp_path / "folder").mkdir()
    first = notebook_of(tmp_path / "first.ipynb", "left = 1")
    where = "from pathlib import Path\nassert Path.cwd().name == 'folder'"
    second = notebook_of(tmp_path / "folder" / "second.ipynb", where, "left")
    done = run("--jobs", 1, first, second)
    assert done.returncode == 1
    assert "passed  first" in done.stdout and "cell 2 (cell-2): NameError" in done.stdout


@pytest.mark.parametrize("text", [None, "{ no json", '{"cells": 3}'])
def test_not_a_notebook(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "bad.ipynb"
    if text is not None:
        path.write_text(text)
    done = run(path)
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr and len((done.stdout + done.stderr).splitlines()) <= 4
