"""`python -m vlasov figure`: words, errors and exit statuses as the tool's."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import vlasov
from vlasov.__main__ import main


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "vlasov", "figure", *words], capture_output=True, text=True)


def test_a_figure_is_drawn_silently(tmp_path: Path) -> None:
    out = run(
        "retrieval.profile",
        "-o",
        str(tmp_path / "a.svg"),
        "t=1",
        "beta=1",
        "--width",
        "5",
        "s=1/4:1/6",
        "--height=2",
    )
    assert (out.returncode, out.stdout, out.stderr) == (0, "", "")
    assert 'width="360pt" height="144pt"' in (tmp_path / "a.svg").read_text()
    assert list(tmp_path.iterdir()) == [tmp_path / "a.svg"]


def test_dots_per_inch(tmp_path: Path) -> None:
    assert (
        main(["figure", "clustering.kmax-staircase", "beta=3", "--dpi", "50", "-o", str(tmp_path / "a.png")])
        == 0
    )
    from PIL import Image

    with Image.open(tmp_path / "a.png") as image:
        assert image.size[0] == 170


@pytest.mark.parametrize(
    ("words", "status", "line"),
    [
        (
            ["retrieval.profile", "bta=1"],
            64,
            "error: unknown option bta: figure retrieval.profile has the options beta, M",
        ),
        (["retrieval.profile", "beta=-1"], 64, "error: beta=-1 is outside the domain beta > 0"),
        (
            ["retrieval.profile", "beta=1/"],
            64,
            "error: beta=1/: at position 3: found the end, expected a number, a name or `(`",
        ),
        (["retrieval.profile", "beta"], 64, "error: expected name=value instead of `beta`"),
        (["retrieval.profile", "beta="], 64, "error: beta= has no value"),
        (["retrieval.profile", "beta=1", "beta=2"], 64, "error: parameter beta is given twice"),
        (["retrieval.profil"], 64, "error: unknown figure retrieval.profil; nearest: retrieval.profile"),
        (["retrieval.t-crit", "beta=1:2/3", "lambda=0", "M=8"], 1, "refused: "),
        (["clustering.mode-transition", "output=k_max", "beta=[1,2]/1", "d=2"], 2, "undecided: "),
        (
            ["retrieval.profile", "--dpi", "1"],
            64,
            "error: The value '1' is invalid for '--dpi <N>': --dpi takes an integer from 20 to 2400",
        ),
        (["retrieval.profile", "--width", "x"], 64, "error: The value 'x' is invalid for '--width <W>'"),
        (["retrieval.profile", "--foo"], 64, "error: Unknown option '--foo'"),
        (
            [],
            64,
            "error: expected the id of a figure or result, such as retrieval.profile; see",
        ),
    ],
)
def test_errors_are_one_line(
    words: list[str], status: int, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figure", *words, "-o", str(tmp_path / "a.png")]) == status
    out = capsys.readouterr()
    assert out.out == "" and out.err.startswith(f"vlasov: {line}") and out.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], "missing -o FILE, whose name ends in .svg, .pdf or .png"),
        (["-o"], "Missing value for '-o <FILE>'"),
        (["-o", "a.jpg"], "unknown format of a figure: a.jpg; the name must end in .svg, .pdf or .png"),
        (["-o", "/nonexistent/a.png"], "cannot write /nonexistent/a.png: No such file or directory"),
        (["-o", "a.png", "-o", "b.png"], "-o is given twice"),
    ],
)
def test_where_to_write(words: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "retrieval.profile", *words]) == 64
    assert capsys.readouterr().err == f"vlasov: error: {line}\n"


def test_the_list_and_the_options_of_a_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [figure.id for figure in vlasov.figures()]
    assert main(["figure", "--list", "retrieval.profile"]) == 0
    text = capsys.readouterr().out
    assert "lambda  ALiBi slope (default 1)" in text and "retrieval.argmin" in text
    assert main(["figure", "--list", "clustering.cone-collapse-rate"]) == 0
    assert "0 < r0 <= 1" in capsys.readouterr().out
    assert main(["figure", "--help"]) == 0
    assert "USAGE: vlasov figure ID" in capsys.readouterr().out
    assert main(["eval"]) == 64
    assert "unknown verb eval" in capsys.readouterr().err


def _default_signals() -> None:
    """In the child: shells that run a job in the background let it ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_leaves_nothing(sent: signal.Signals, status: int, tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "vlasov",
        "figure",
        "retrieval.sharpness-gap",
        "beta=[1/4,5]/20000",
        "-o",
        str(tmp_path / "a.png"),
    ]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, preexec_fn=_default_signals)
    time.sleep(4)  # it takes minutes, and a second or two to start
    process.send_signal(sent)
    try:
        _, error = process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert process.returncode == status and "Traceback" not in error
    assert list(tmp_path.iterdir()) == []
