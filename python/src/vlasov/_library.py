"""The C library: the only file that knows it.

Calls release the interpreter's lock. Ctrl-C stops them: while the library runs, a signal is only noted; the
library's poll, ten times a second on the calling thread, hands it to the handler that Python had, and what
the handler raises is raised when the library has returned. (Python runs the handler at the first instruction
of the poll, outside of any `try` in it, where an exception would be lost. Hence the detour.)
"""

from __future__ import annotations

import ctypes
import json
import os
import pathlib
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ._progress import Progress
from .errors import VlasovError

if TYPE_CHECKING:
    import numpy

ABI = 1
# The built-in module under signal: signal.signal costs ten times as much.
_fast_signal: Any = sys.modules.get("_signal", signal)
# Signals whose handlers may raise: Ctrl-C, time limits (of pytest, of notebooks), terminations.
_SIGNALS = [
    int(getattr(signal, name))
    for name in ("SIGINT", "SIGTERM", "SIGALRM", "SIGHUP", "SIGUSR1", "SIGUSR2")
    if hasattr(signal, name)
]
_Text = ctypes.c_char_p
_PLACE = ctypes.POINTER(_Text)
_ADDRESS = ctypes.c_void_p
_Poll = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)

Poll = Callable[[int, int], None]
"""Called with what is done, of how much; an exception stops the work and is raised."""


class _Call:
    """What one call has to remember while the library runs; as a signal handler it notes the signal."""

    __slots__ = ("error", "handlers", "pending", "poll", "progress")

    def __init__(self, poll: Poll | None) -> None:
        self.poll = poll
        self.pending: list[tuple[int, Any]] = []
        self.handlers: dict[int, Any] = {}
        self.error: BaseException | None = None
        self.progress: Progress | None = None

    def __call__(self, number: int, frame: Any) -> None:
        self.pending.append((number, frame))

    def deliver(self) -> None:
        """Hand noted signals to the handlers that they were meant for."""
        while self.pending:
            number, frame = self.pending.pop(0)
            self.handlers[number](number, frame)


class _Current(threading.local):
    call: _Call | None = None


_current = _Current()


def _ask(context: Any, done: int, total: int) -> int:
    """The poll: delivers a signal, shows the progress; nonzero stops the work."""
    call = _current.call
    if call is None:
        return 0
    try:
        call.deliver()
        if call.poll is not None:
            call.poll(done, total)
        if call.progress is None:
            call.progress = Progress()
        call.progress.show(done, total)
    except BaseException as error:
        call.error = error
        return 1
    return 0


_poll = _Poll(_ask)  # kept alive here
_POLL_ADDRESS = ctypes.cast(_poll, ctypes.c_void_p).value


def _file() -> str:
    given = os.environ.get("VLASOV_LIBRARY")
    if given:
        return given
    folder = pathlib.Path(__file__).parent
    for name in ("libCVlasov.so", "libCVlasov.dylib"):
        if (folder / name).exists():
            return str(folder / name)
    raise VlasovError(
        f"the library libCVlasov.so is not in {folder}: install the package with `pip install ./python`, "
        "or name the library in the environment variable VLASOV_LIBRARY"
    )


def _load() -> ctypes.CDLL:
    path = _file()
    try:
        library = ctypes.CDLL(path)
        abi = library.vlasov_abi
    except (OSError, AttributeError) as error:
        raise VlasovError(f"cannot load {path}: {error}") from None
    abi.restype, abi.argtypes = ctypes.c_int32, ()
    if abi() != ABI:
        raise VlasovError(
            f"{path} has version {abi()} of the C interface, this package needs {ABI}: install it again"
        )
    text, count, status = _Text, ctypes.c_int64, ctypes.c_int32
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "version": (text, []),
        "free": (None, [_Text]),
        "request": (status, [text, _ADDRESS, _ADDRESS, _PLACE, _PLACE]),
        "count_modes": (status, [_ADDRESS, _ADDRESS, count, text, _ADDRESS, _ADDRESS, _PLACE, _PLACE]),
        "table": (status, [text, _ADDRESS, _ADDRESS, _ADDRESS, count, _ADDRESS, _ADDRESS, _ADDRESS, _PLACE]),
        "simulate": (
            status,
            [text, _ADDRESS, count, _ADDRESS, _ADDRESS, count, _ADDRESS, _ADDRESS, _PLACE, _PLACE],
        ),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, f"vlasov_{name}")
        function.restype, function.argtypes = result, arguments
    global _stop, _free
    _stop = ctypes.cast(library.vlasov_stop, ctypes.c_void_p).value
    _free = library.vlasov_free
    return library


_library: ctypes.CDLL | None = None
_stop: int | None = None
_free: Any = None
_lock = threading.Lock()
_main = threading.main_thread().ident
_is_forked = False


def _forked() -> None:
    global _is_forked, _library
    _is_forked = _library is not None
    _library = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def library() -> ctypes.CDLL:
    """The library, loaded at the first call."""
    global _library
    if _is_forked:
        raise VlasovError(
            "this process is a fork of one that had used Vlasov, whose threads do not survive a fork; "
            'start processes with multiprocessing.get_context("spawn")'
        )
    if _library is None:
        with _lock:
            if _library is None:
                _library = _load()
    return _library


def version() -> str:
    """The version of the library."""
    text: bytes = library().vlasov_version()
    return text.decode()


def _run(
    function: Any, arguments: tuple[Any, ...], output: bool = True, poll: Poll | None = None
) -> tuple[int, str, list[dict[str, Any]]]:
    """Call a function that polls and has places for output and errors; the texts are taken over."""
    out, error = _Text(), _Text()
    call = _Call(poll)
    outer = _current.call
    if threading.get_ident() == _main:
        for number in _SIGNALS:
            handler = _fast_signal.getsignal(number)
            if callable(handler):  # usually that of SIGINT alone
                call.handlers[number] = handler
                _fast_signal.signal(number, call)
    _current.call = call
    text = messages = b""
    try:
        if output:
            status = function(*arguments, _POLL_ADDRESS, None, out, error)
        else:
            status = function(*arguments, _POLL_ADDRESS, None, error)
    finally:
        _current.call = outer
        for number, handler in call.handlers.items():
            if _fast_signal.getsignal(number) is call:  # a handler may have set another one
                _fast_signal.signal(number, handler)
        if call.progress is not None:
            call.progress.close()
        if out:
            text = out.value or b""
            library().vlasov_free(out)
        if error:
            messages = error.value or b""
            library().vlasov_free(error)
    if call.error is not None:
        raise call.error
    if call.pending:
        call.deliver()
    if status == 130:
        raise KeyboardInterrupt
    errors = [json.loads(line)["error"] for line in messages.decode().split("\n") if line] if messages else []
    return status, text.decode(), errors


def request(request: dict[str, Any], poll: Poll | None = None) -> tuple[int, list[Any], list[dict[str, Any]]]:
    """Carry out a request for a verb of the tool.

    Returns
    -------
    status, objects, errors
        The tool's exit status; the objects it prints (for `certify` its text); the fields of the errors.
    """
    function = (_library or library()).vlasov_request
    status, text, errors = _run(function, (_encode(request),), True, poll)
    if request["verb"] == "certify":
        return status, [text] if text else [], errors
    return status, _lines(text), errors


def evaluate(
    id: str, parameters: dict[str, str], output: str | None, options: dict[str, Any]
) -> tuple[int, list[Any], list[dict[str, Any]]]:
    """The request "eval", whose text is put together here: `json.dumps` takes three times as long."""
    words = ",".join([f"{_quoted(name)}:{_quoted(text)}" for name, text in parameters.items()])
    chosen = "" if output is None else f',"output":{_quoted(output)}'
    limits = ",".join([f'"{name}":{value}' for name, value in options.items()])
    line = f'{{"verb":"eval","id":{_quoted(id)},"parameters":{{{words}}}{chosen},"options":{{{limits}}}}}'
    text = line.encode()
    call = (_library or library()).vlasov_request
    # Almost every evaluation ends within a tenth of a second; only a longer one, which starts anew, needs a
    # poll.
    out, error = _Text(), _Text()
    status: int = call(text, _stop, None, out, error)
    answer = out.value
    _free(out)
    if status == 130:
        status, longer, errors = _run(call, (text,))
        return status, _lines(longer), errors
    messages = []
    if error:
        messages = [json.loads(line)["error"] for line in (error.value or b"").decode().split("\n") if line]
        _free(error)
    return status, _lines(answer.decode()) if answer else [], messages


_quoted: Callable[[str], str] = json.encoder.encode_basestring_ascii
_scan = json.JSONDecoder().raw_decode


def _encode(request: dict[str, Any]) -> bytes:
    return json.dumps(request).encode()


def _lines(text: str) -> list[Any]:
    """The objects of JSON Lines; one alone is read without a detour."""
    if not text:
        return []
    first, end = _scan(text)
    if end >= len(text) - 1:
        return [first]
    return [first, *(json.loads(line) for line in text[end:].split("\n") if line)]


def count_modes(
    sample: numpy.ndarray[Any, Any], weights: numpy.ndarray[Any, Any] | None, options: dict[str, Any]
) -> tuple[int, list[Any], list[dict[str, Any]]]:
    """Modes of contiguous arrays of doubles, which the library reads where they are."""
    weight_place = None if weights is None else weights.ctypes.data
    arguments = (sample.ctypes.data, weight_place, len(sample), _encode(options))
    status, text, errors = _run(library().vlasov_count_modes, arguments)
    return status, _lines(text), errors


def table(
    request: dict[str, Any],
    lower: numpy.ndarray[Any, Any] | None,
    upper: numpy.ndarray[Any, Any] | None,
    statuses: numpy.ndarray[Any, Any] | None,
) -> tuple[int, int, list[dict[str, Any]]]:
    """A table into arrays; without arrays, only the number of rows."""
    capacity = 0 if lower is None else len(lower)
    rows = ctypes.c_int64()
    places = [None if array is None else array.ctypes.data for array in (lower, upper, statuses)]
    arguments = (_encode(request), *places, capacity, ctypes.addressof(rows))
    status, _, errors = _run(library().vlasov_table, arguments, False)
    return status, rows.value, errors


def simulate(
    request: dict[str, Any],
    initial: numpy.ndarray[Any, Any],
    times: numpy.ndarray[Any, Any],
    states: numpy.ndarray[Any, Any],
) -> tuple[int, list[Any], list[dict[str, Any]]]:
    """A simulation from a contiguous array of doubles into arrays."""
    arguments = (
        _encode(request),
        initial.ctypes.data,
        initial.size,
        times.ctypes.data,
        states.ctypes.data,
        len(times),
    )
    status, text, errors = _run(library().vlasov_simulate, arguments)
    return status, _lines(text), errors
