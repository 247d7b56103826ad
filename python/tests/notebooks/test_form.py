"""The form of the committed notebooks: numbered, without outputs, one page, a check of itself at the end."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import v4

FOLDER = Path(__file__).resolve().parents[3] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

# One page, as a bound that can be counted: about what two screens show.
MOST_CELLS = 14
MOST_CHARACTERS = 6500
MOST_CHARACTERS_OF_A_TEXT = 700
MOST_LINES_OF_CODE = 27
WIDEST_LINE_OF_CODE = 118


def source_of(cell: Any) -> str:
    """The Python of a code cell, without the shell and magic lines of IPython."""
    return "\n".join(line for line in cell.source.splitlines() if not line.startswith(("%", "!")))


def faults(notebook: Any) -> list[str]:
    """What is wrong with the form of a notebook."""
    found = []
    cells = notebook.cells
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        found.append(f"format {notebook.nbformat}.{notebook.nbformat_minor}, not 4.5")
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        found.append("the kernel is not python3")
    for number, cell in enumerate(cells, start=1):
        if cell.cell_type == "code":
            if cell.outputs or cell.execution_count is not None:
                found.append(f"cell {number} has outputs")
            if cell.source.count("\n") >= MOST_LINES_OF_CODE:
                found.append(f"cell {number} has more than {MOST_LINES_OF_CODE} lines")
            if any(len(line) > WIDEST_LINE_OF_CODE for line in cell.source.splitlines()):
                found.append(f"cell {number} has a line of more than {WIDEST_LINE_OF_CODE} characters")
        elif len(cell.source) > MOST_CHARACTERS_OF_A_TEXT:
            found.append(f"cell {number} is a wall of text")
        if not re.fullmatch(r"[a-z][a-z0-9-]*", cell.id):
            found.append(f"cell {number} has the id {cell.id!r}, not a word that stays")
    if len({cell.id for cell in cells}) < len(cells):
        found.append("two cells have one id")
    if len(cells) > MOST_CELLS:
        found.append(f"{len(cells)} cells, more than {MOST_CELLS}")
    if sum(len(cell.source) for cell in cells) > MOST_CHARACTERS:
        found.append(f"{sum(len(cell.source) for cell in cells)} characters, more than {MOST_CHARACTERS}")
    last = cells[-1] if cells else None
    if last is None or last.cell_type != "code":
        found.append("the last cell is not code")
    else:
        asserts = [node for node in ast.walk(ast.parse(source_of(last))) if isinstance(node, ast.Assert)]
        if len(asserts) < 3 or any(isinstance(node.test, ast.Constant) for node in asserts):
            found.append("the last cell is not a check: three asserts that can fail")
    return found


def test_numbered_without_gaps() -> None:
    assert len(NOTEBOOKS) == 7
    for number, path in enumerate(NOTEBOOKS, start=1):
        assert re.fullmatch(rf"{number:02}-[a-z]+(-[a-z]+)*\.ipynb", path.name), path.name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_form(path: Path) -> None:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert faults(notebook) == []
    title = notebook.cells[0].source.splitlines()[0]
    assert title.startswith(f"# {int(path.stem[:2])}. "), "the title has the number of the file"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_listed_in_the_readme(path: Path) -> None:
    assert f"]({path.name})" in (FOLDER / "README.md").read_text(encoding="utf-8")


def good() -> Any:
    """A notebook without a fault."""
    kernel = {"name": "python3", "display_name": "Python 3"}
    notebook = v4.new_notebook(metadata={"kernelspec": kernel})
    notebook.nbformat_minor = 5
    text = v4.new_markdown_cell("# 1. A title", id="title")
    check = v4.new_code_cell("x = 1\nassert x > 0\nassert x < 2\nassert x == 1", id="check")
    notebook.cells = [text, check]
    return notebook


def break_outputs(notebook: Any) -> None:
    notebook.cells[1].outputs = [v4.new_output("stream", text="1")]


def break_count(notebook: Any) -> None:
    notebook.cells[1].execution_count = 3


def break_check(notebook: Any) -> None:
    notebook.cells[1].source = "x = 1\nprint(x)"


def break_asserts(notebook: Any) -> None:
    notebook.cells[1].source = "x = 1\nassert x > 0\nassert True\nassert x == 1"


def break_end(notebook: Any) -> None:
    notebook.cells.append(v4.new_markdown_cell("The end.", id="end"))


def break_size(notebook: Any) -> None:
    notebook.cells[0].source = "# 1. A title\n" + "word " * 200


def break_cells(notebook: Any) -> None:
    notebook.cells[:0] = [v4.new_code_cell("pass", id=f"more-{k}") for k in range(20)]


def break_width(notebook: Any) -> None:
    notebook.cells[1].source += "  # " + "wide" * 40


def break_ids(notebook: Any) -> None:
    notebook.cells[0]["id"] = "7f3a91c2"


HARMS = (
    break_outputs, break_count, break_check, break_asserts, break_end,
    break_size, break_cells, break_width, break_ids)


@pytest.mark.parametrize("harm", HARMS)
def test_faults_are_seen(harm: Any) -> None:
    notebook = good()
    assert faults(notebook) == []
    harm(notebook)
    assert faults(notebook) != []
