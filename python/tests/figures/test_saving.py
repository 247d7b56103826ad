"""Files: all formats, the same bytes twice, metadata, and no half-written file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import vlasov
from vlasov.figures import saving

OPTIONS = {"d": "2", "beta": "5"}


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_two_processes_write_the_same_bytes(kind: str, tmp_path: Path) -> None:
    names = [tmp_path / f"{i}.{kind}" for i in (1, 2)]
    for seed, name in zip("01", names, strict=True):
        words = [
            sys.executable,
            "-m",
            "vlasov",
            "figure",
            "clustering.phase-curve",
            "n=8,32",
            "beta=[0,9]/18",
            "-o",
            str(name),
        ]
        subprocess.run(words, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    first, second = (name.read_bytes() for name in names)
    assert first == second and len(first) > 5000
    assert first.startswith({"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}[kind])


def test_metadata_name_title_version_and_command(tmp_path: Path) -> None:
    axes = vlasov.figure("clustering.kmax-staircase", params=OPTIONS)
    vlasov.figures.save(axes, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text()
    assert "vlasov figure clustering.kmax-staircase d=2 beta=5" in text
    assert re.search(r"vlasov \d+\.\d+\.\d+", text) and "fastest out of the uniform density" in text
    assert "<dc:date>" not in text
    assert ">5<" in text and "font-family" in text or "STIXGeneral" in text  # text stays text
    vlasov.figures.save(axes, tmp_path / "a.pdf")
    pdf = (tmp_path / "a.pdf").read_bytes()
    assert b"/CreationDate" not in pdf and b"vlasov figure clustering.kmax-staircase d=2 beta=5" in pdf
    assert b"/Type3" not in pdf and b"/FontFile2" in pdf  # TrueType is embedded
    vlasov.figures.save(axes, tmp_path / "a.png", dpi=72)
    from PIL import Image

    with Image.open(tmp_path / "a.png") as image:
        assert image.text["Source"] == "vlasov figure clustering.kmax-staircase d=2 beta=5"
        assert image.size == (int(3.4 * 72), int(2.6 * 72))


def test_two_figures_in_one_are_both_named(tmp_path: Path) -> None:
    import matplotlib.pyplot as plt

    figure, grid = plt.subplots(1, 2)
    vlasov.figure("clustering.kmax-staircase", grid[0], d=2, beta=5)
    vlasov.figure("clustering.kmax-staircase", grid[1], d=3, beta=5)
    vlasov.figures.save(figure, tmp_path / "two.svg")
    text = (tmp_path / "two.svg").read_text()
    assert "kmax-staircase d=2 beta=5" in text and "kmax-staircase d=3 beta=5" in text


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    axes = vlasov.figure("clustering.kmax-staircase", params=OPTIONS)
    target = tmp_path / "a.png"
    target.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(type(axes.figure), "savefig", fail)
    with pytest.raises(RuntimeError):
        vlasov.figures.save(axes, target)
    assert target.read_bytes() == b"old" and list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["a.jpg", "a", "svg", "a.svg.gz"])
def test_an_unknown_format_names_all(name: str) -> None:
    with pytest.raises(vlasov.InputError, match=r"must end in \.svg, \.pdf or \.png") as caught:
        saving.format_of(name)
    assert caught.value.value == name


def test_extensions_in_capitals_and_permissions(tmp_path: Path) -> None:
    assert saving.format_of("A.PDF") == "pdf"
    axes = vlasov.figure("clustering.kmax-staircase", params=OPTIONS)
    vlasov.figures.save(axes, tmp_path / "a.svg")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.svg").stat().st_mode & 0o777 == 0o666 & ~mask
