"""The library as a guest of the interpreter: signals, threads, the lock, memory, forks, odd input."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vlasov
from vlasov import _library

LONG_CALLS = {
    "evaluate": 'vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=100000, max_seconds=None)',
    "table": 'vlasov.table("retrieval.fold", beta="1:3/5000", M=8, lambda_=3, max_seconds=None)',
    "mode_tree": 'vlasov.mode_tree(numpy.random.default_rng(0).normal(size=20000), "1/1000:1/100", max_seconds=None)',
    "simulate": 'vlasov.simulate("sphere", numpy.eye(3), time=1e9, beta=4, steps=1000000000, saves=1, max_seconds=None)',
}


def run(code: str, **options: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "VLASOV_PROGRESS": "0"}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=default_signals,
        **options,
    )


def default_signals() -> None:
    """In a child: shells that run a job in the background let it ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def interrupted(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Send SIGINT in the middle of the call, which would take minutes, and wait."""
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    try:
        output, errors = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return output, errors


@pytest.mark.parametrize("name", LONG_CALLS)
def test_ctrl_c_ends_a_long_call(name: str) -> None:
    code = f"""
import numpy, vlasov
vlasov.expr("1")
print("ready", flush=True)
try:
    {LONG_CALLS[name]}
    print("done")
except KeyboardInterrupt:
    print("interrupted")
print(vlasov.expr("1/3", digits=5))
"""
    output, errors = interrupted(run(code))
    assert output == "interrupted\n1/3\n", errors
    assert errors == ""


def test_ctrl_c_without_a_handler_ends_the_process() -> None:
    code = f'import vlasov, numpy\nvlasov.expr("1")\nprint("ready", flush=True)\n{LONG_CALLS["evaluate"]}'
    process = run(code)
    _, errors = interrupted(process)
    assert errors.rstrip().endswith("KeyboardInterrupt") and process.returncode in (1, 130, -signal.SIGINT)


def test_a_handler_of_the_users_own_is_called_and_may_let_the_call_go_on() -> None:
    code = """
import signal, vlasov
calls = []
signal.signal(signal.SIGINT, lambda number, frame: calls.append(number))
vlasov.expr("1")
print("ready", flush=True)
x = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=20000, max_seconds=3)
print(len(calls), x.digits > 0, signal.getsignal(signal.SIGINT) is not None)
"""
    process = run(code)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    time.sleep(0.25)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert output == "1 True True\n", errors


@pytest.mark.parametrize("name", ["SIGALRM", "SIGTERM", "SIGUSR1"])
def test_handlers_of_other_signals_may_raise(name: str) -> None:
    """As the time limits of test runners do."""
    code = f"""
import os, signal, sys, threading, vlasov
def handler(number, frame):
    raise TimeoutError("too long")
signal.signal(signal.{name}, handler)
vlasov.table("retrieval.fold", beta="1", M=8, lambda_=3)  # pandas is imported
threading.Timer(0.3, os.kill, (os.getpid(), signal.{name})).start()
try:
    {LONG_CALLS["table"]}
except TimeoutError as error:
    print(error, signal.getsignal(signal.{name}) is handler)
"""
    output, errors = run(code).communicate(timeout=20)
    assert output == "too long True\n" and errors == ""


def test_the_handler_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    vlasov.expr("1/3")
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(vlasov.InputError):
        vlasov.expr("1/0")
    assert signal.getsignal(signal.SIGINT) is before


def test_a_poll_that_raises_stops_the_call() -> None:
    class Stop(Exception):
        pass

    seen: list[tuple[int, int]] = []

    def poll(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 3:
            raise Stop

    request = {
        "verb": "table",
        "id": "retrieval.fold",
        "parameters": {"beta": "1:3/5000", "M": "8", "lambda": "3"},
    }
    start = time.monotonic()
    with pytest.raises(Stop):
        _library.request(request, poll)
    assert time.monotonic() - start < 2
    assert len(seen) == 3 and all(0 <= done <= total for done, total in seen)


@pytest.mark.parametrize("call", [
    lambda: vlasov.table("retrieval.fold", beta="1:3/40", M=8, lambda_=3),
    lambda: vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=4000),
])  # fmt: skip
def test_the_lock_is_released(call: Any) -> None:
    """Another thread goes on while the library works."""
    call()
    counter, stop = [0], threading.Event()

    def count() -> None:
        while not stop.is_set():
            counter[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    before, start = counter[0], time.monotonic()
    while time.monotonic() - start < 0.5:
        call()
    advanced, seconds = counter[0] - before, time.monotonic() - start
    stop.set()
    thread.join()
    # With the lock held it could only run between the calls, a few times.
    assert advanced > 50 * seconds, f"{advanced} in {seconds:.2f} s"


def test_many_threads_get_the_answers_of_one() -> None:
    points = [(f"{k}/7", f"{1 + k % 3}") for k in range(1, 60)]

    def answer(point: tuple[str, str]) -> tuple[str, str, str]:
        x = vlasov.evaluate("retrieval.t-crit", beta=point[0], lambda_=point[1], M=8, digits=40)
        return x.value, x.lower_text, x.upper_text

    alone = [answer(point) for point in points]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answer, points * 3)) == alone * 3


def test_errors_in_threads_stay_with_their_thread() -> None:
    def message(k: int) -> str:
        try:
            return str(vlasov.expr(f"1/{k}").value)
        except vlasov.InputError as error:
            return str(error)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(message, [k % 3 for k in range(300)]))
    assert set(found[::3]) == {"expression=1/0: division by 0 is undefined"} and set(found[1::3]) == {"1"}


def resident() -> int:
    """Memory of the process in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def value_call(k: int) -> None:
    vlasov.evaluate("clustering.cone-collapse-rate", beta=1, r0="1/2", digits=100 + k % 2)


def error_call(k: int) -> None:
    try:
        vlasov.evaluate("clustering.cone-collapse-rate", beta="x" * 300, r0=k)
    except vlasov.InputError as error:
        assert len(str(error)) > 300


def refused_call(k: int) -> None:
    try:
        vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=-1, M=8 + k)
    except vlasov.Refused:
        return


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="needs /proc")
@pytest.mark.parametrize("call", [value_call, error_call, refused_call])
def test_no_memory_is_lost(call: Any) -> None:
    """20000 calls; every answer and every message has more than 400 bytes: 8 MB if they were kept."""
    for k in range(4000):
        call(k)
    before = resident()
    for k in range(20000):
        call(k)
    grown = resident() - before
    assert grown < 4e6, f"{grown} bytes for 20000 calls"


def test_a_fork_is_told_apart() -> None:
    vlasov.expr("1")
    context = multiprocessing.get_context("fork")
    queue = context.Queue()

    def child(queue: Any) -> None:
        try:
            queue.put(str(vlasov.expr("1/2").value))
        except vlasov.VlasovError as error:
            queue.put(str(error))

    process = context.Process(target=child, args=(queue,))
    process.start()
    assert "spawn" in queue.get(timeout=20)
    process.join(20)


def test_import_is_light() -> None:
    """Neither pandas nor matplotlib nor NumPy is imported with the package."""
    code = "import sys, vlasov; print([m for m in ('numpy', 'pandas', 'matplotlib', 'mpmath', 'flint', 'tqdm') if m in sys.modules])"
    assert run(code).communicate(timeout=60)[0] == "[]\n"


def test_a_missing_or_wrong_library_is_one_line(tmp_path: Any) -> None:
    for text in (None, "not a library"):
        path = tmp_path / "libCVlasov.so"
        if text is not None:
            path.write_text(text)
        code = f"import os; os.environ['VLASOV_LIBRARY'] = {str(path)!r}\nimport vlasov\ntry: vlasov.expr('1')\nexcept vlasov.VlasovError as e: print(e)"
        output = run(code).communicate(timeout=60)[0]
        assert output.startswith(f"cannot load {path}: ") and output.count("\n") == 1


def test_version() -> None:
    assert vlasov.__version__ == _library.version() == vlasov.expr("1").provenance["version"]


def outcome(call: Any) -> str:
    """An answer or one of our exceptions; anything else is a failure, and a crash ends the tests."""
    try:
        return repr(call())
    except vlasov.VlasovError as error:
        assert str(error) and str(error) == error.message
        return str(error)


texts = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789./+-*^()[]{}:,eE \"'\\\n\0piexp=", max_size=30),
    st.text(alphabet=st.characters(), max_size=8),
)


@settings(max_examples=150)
@given(texts)
def test_any_text_as_an_expression(text: str) -> None:
    outcome(lambda: vlasov.expr(text, digits=5, max_seconds=1, max_bits=1000))


@settings(max_examples=150)
@given(texts, texts)
def test_any_text_as_a_parameter(text: str, other: str) -> None:
    outcome(
        lambda: vlasov.evaluate(
            "retrieval.t-crit", beta=text, lambda_=1, M=8, digits=5, max_seconds=1, max_bits=1000
        )
    )
    outcome(lambda: vlasov.evaluate("retrieval.t-crit", {text: other, "beta": "1"}, digits=5, max_seconds=1))


@settings(max_examples=100)
@given(texts)
def test_any_text_as_an_id_output_claim_theme(text: str) -> None:
    for call in (
        lambda: vlasov.evaluate(text, digits=5),
        lambda: vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, output=text, digits=5),
        lambda: vlasov.check(
            "clustering.cone-collapse-rate", beta=1, r0="1/2", claims=text, max_seconds=1, max_bits=1000
        ),
        lambda: vlasov.show(text),
        lambda: vlasov.cite(text),
        lambda: vlasov.results(text),
        lambda: vlasov.certify(text),
        lambda: vlasov.verify(text),
        lambda: vlasov.bounds(text),
    ):
        outcome(call)


@settings(max_examples=100)
@given(texts)
def test_any_text_in_samples_matrices_tables_and_models(text: str) -> None:
    outcome(lambda: vlasov.count_modes(numpy.array([0.0, 1.0]), bandwidth=text, max_seconds=1))
    outcome(lambda: vlasov.mode_tree(numpy.array([0.0, 1.0]), text, max_seconds=1))
    outcome(lambda: vlasov.evaluate("gaussian.isotropic-rank", A=[[text, 1], [1, text]], max_seconds=1))
    outcome(lambda: vlasov.simulate(text, [[1.0, 0.0]], time=1, max_seconds=1))
    outcome(lambda: vlasov.simulate("sphere", [[1.0, 0.0]], time=1, beta=1, kind=text, max_seconds=1))
    outcome(
        lambda: vlasov.Formula(text, parameters={"x": text}, hypotheses=[text])(
            x=text, digits=5, max_seconds=1
        )
    )


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda x: st.lists(x) | st.dictionaries(st.text(max_size=9), x),
        max_leaves=8,
    )
)
def test_any_json_as_a_request(value: Any) -> None:
    """The C interface itself: any JSON gives a status and a message."""
    try:
        text = json.dumps(value).encode()
    except UnicodeEncodeError:
        return
    status, _, errors = _library._run(_library.library().vlasov_request, (text,))
    assert status == 64 and errors and errors[0]["message"]


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_as_a_request(text: bytes) -> None:
    """The C interface itself: bytes that are no UTF-8 or no JSON."""
    status, _, errors = _library._run(_library.library().vlasov_request, (text,))
    assert status == 64 and errors[0]["message"]
