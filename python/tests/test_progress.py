"""The progress bar: on a terminal, after half a second, with what is done of how much."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from typing import Any

import pytest

from vlasov import _progress

CODE = """
import vlasov
vlasov.table("retrieval.fold", beta="1:3/{count}", M=8, lambda_=3)
"""


def on_a_terminal(code: str, **environment: str) -> str:
    """What a process writes to standard error when that is a terminal."""
    main, side = pty.openpty()
    termios.tcsetwinsize(side, (24, 80))  # a terminal of no width shows nothing
    settings = {k: v for k, v in os.environ.items() if k != "VLASOV_PROGRESS"}
    process = subprocess.Popen([sys.executable, "-c", code], stderr=side, env={**settings, **environment})
    os.close(side)
    written = b""
    while True:
        try:
            piece = os.read(main, 4096)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        written += piece
    os.close(main)
    assert process.wait(60) == 0, written.decode()
    return written.decode()


def test_long_calls_show_a_bar() -> None:
    text = on_a_terminal(CODE.format(count=60))
    assert "/60" in text and "%" in text
    assert text.rstrip(" ").endswith("\r"), "taken away at the end"


def test_short_calls_do_not() -> None:
    assert on_a_terminal(CODE.format(count=2)) == ""


def test_it_can_be_turned_off() -> None:
    assert on_a_terminal(CODE.format(count=60), VLASOV_PROGRESS="0") == ""


def test_without_a_terminal_there_is_none() -> None:
    process = subprocess.run([sys.executable, "-c", CODE.format(count=60)], capture_output=True, text=True)
    assert process.stderr == "" and process.returncode == 0


def test_the_bar_waits_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[int, int]] = []

    class Bar:
        def __init__(self, total: int) -> None:
            self.total, self.n = total, 0

        def update(self, more: int) -> None:
            self.n += more
            shown.append((self.n, self.total))

        def close(self) -> None:
            shown.append((-1, -1))

    clock = [0.0]
    monkeypatch.setattr(_progress, "_is_wanted", lambda: True)
    monkeypatch.setattr(_progress, "_bar", Bar)
    monkeypatch.setattr(_progress.time, "monotonic", lambda: clock[0])
    progress: Any = _progress.Progress()
    for now, done in ((0.1, 1), (0.3, 2), (0.45, 3), (0.6, 5)):
        clock[0] = now
        progress.show(done, 10)
    progress.show(0, 0)
    progress.close()
    assert shown == [(3, 10), (5, 10), (-1, -1)], "from 0.5 s on, and the first poll comes after 0.1 s"
