"""What the README and the documentation page show, works."""

from __future__ import annotations

import contextlib
import io
import pathlib
import re
import textwrap

import numpy
import pytest

import vlasov

FOLDER = pathlib.Path(__file__).parent.parent
PAGE = FOLDER.parent / "docs" / "python.md"


def output_of(code: str, **names: object) -> str:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(code, {"numpy": numpy, "vlasov": vlasov, **names})
    return stream.getvalue()


def test_the_example_of_the_readme() -> None:
    code, printed = re.search(
        r"```python\n(.*?)```\n```\n(.*?)```", (FOLDER / "README.md").read_text(), re.DOTALL
    ).groups()  # type: ignore[union-attr]
    assert output_of(code) == printed


def test_the_example_of_the_main_page(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (FOLDER.parent / "README.md").read_text()
    pairs = re.findall(r"```python\n(.*?)```\n```\n(.*?)```", page, re.DOTALL)
    assert pairs
    monkeypatch.chdir(tmp_path)
    for code, printed in pairs:
        assert output_of(code) == printed
    assert (tmp_path / "profile.pdf").read_bytes().startswith(b"%PDF")


def test_the_examples_of_the_page() -> None:
    sample, w = numpy.random.default_rng(1).normal(size=50), numpy.ones(50)
    blocks = re.findall(r"(?:^    .*\n)+", PAGE.read_text(), re.MULTILINE)
    code = [textwrap.dedent(block) for block in blocks if "vlasov." in block and "pip" not in block]
    assert len(code) == 2
    for block in code:
        output_of(block, sample=sample, w=w)


def test_the_page_names_what_there_is() -> None:
    page = PAGE.read_text()
    for name in vlasov.__all__:
        if name == "figures" or not isinstance(getattr(vlasov, name), type):
            assert f"`{name}(" in page or name == "Interrupted", f"{name} is not in docs/python.md"
    for model, row in vlasov.simulations().iterrows():
        line = next(line for line in page.splitlines() if line.startswith(f"| `{model}` |"))
        assert all(f"`{parameter}`" in line for parameter in row.parameters.split(", ")), line


def test_doctests() -> None:
    """The examples in docstrings."""
    import doctest
    import importlib

    for module in ("vlasov", "vlasov._catalogue", "vlasov._formula", "vlasov._tables"):
        found = doctest.testmod(
            importlib.import_module(module), extraglobs={"vlasov": vlasov}, optionflags=doctest.ELLIPSIS
        )
        assert found.attempted > 0 and found.failed == 0, module
