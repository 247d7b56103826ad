"""Figures in a notebook: each cell shows its own."""

from __future__ import annotations

import nbclient
import nbformat


def test_every_cell_shows_its_figure() -> None:
    cell = 'import vlasov\nvlasov.figure("clustering.kmax-staircase", d="2", beta=3);'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for _ in range(2)])
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    for cell in notebook.cells:
        assert any("image/png" in output.get("data", {}) for output in cell.outputs)
