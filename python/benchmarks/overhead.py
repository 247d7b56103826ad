"""What one evaluation through Python costs beyond the library's own time, and mode counts beyond the tool's.

    python benchmarks/overhead.py [--tool PATH]

Each evaluation is repeated. Printed are medians in microseconds: the whole call in Python, the C function
alone (request text in, answer text out), the library's own seconds (`provenance`), and the differences. With
--tool, also the seconds that the command line tool takes to count the modes of a million numbers.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy

import vlasov
from vlasov import _library

CASES: list[tuple[str, str, dict[str, object]]] = [
    ("hemisphere-probability", "clustering.hemisphere-probability", {"n": 7, "d": 3}),
    ("cone-collapse-rate", "clustering.cone-collapse-rate", {"beta": 1, "r0": "1/2"}),
    ("t-crit", "retrieval.t-crit", {"beta": 1, "M": 8, "lambda": 1}),
]
LIMIT = 50
"""Microseconds that an evaluation may cost beyond the library's call."""


def median(f: object, repeats: int) -> float:
    """The median of the times of a call, in microseconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        f()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def evaluations(repeats: int) -> bool:
    """Print the costs of evaluations; whether all are within the limit."""
    print(
        f"{'evaluation':<24}{'Python':>10}{'C call':>10}{'own time':>10}{'Python-C':>10}{'C-own':>10}  (us)"
    )
    good = True
    for name, id, parameters in CASES:
        request = {
            "verb": "eval",
            "id": id,
            "parameters": {k: str(v) for k, v in parameters.items()},
            "options": {"digits": 50},
        }
        text = json.dumps(request).encode()
        library = _library.library()

        def call(text: bytes = text, library: ctypes.CDLL = library) -> None:
            output, error = ctypes.c_char_p(), ctypes.c_char_p()
            library.vlasov_request(text, None, None, output, error)
            library.vlasov_free(output)

        def whole(id: str = id, parameters: dict[str, object] = parameters) -> vlasov.Answer:
            answer: vlasov.Answer = vlasov.evaluate(id, parameters)
            return answer

        whole()
        # Turn about, so that both see the same machine.
        pairs = [(median(whole, 20), median(call, 20)) for _ in range(repeats // 20)]
        python, c = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
        own = statistics.median(whole().provenance["seconds"] for _ in range(200)) * 1e6
        good = good and python - own <= LIMIT
        print(f"{name:<24}{python:>10.1f}{c:>10.1f}{own:>10.1f}{python - c:>10.1f}{c - own:>10.1f}")
    return good


def modes(tool: str, count: int) -> None:
    """Print the seconds to count the modes of a sample, through Python and by the tool."""
    sample = numpy.random.default_rng(1).normal(size=count)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "sample.npy"
        numpy.save(path, sample)
        python, other = [], []
        for _ in range(5):
            start = time.perf_counter()
            found = vlasov.count_modes(sample, beta="1e4")
            python.append(time.perf_counter() - start)
            start = time.perf_counter()
            subprocess.run([tool, "modes", path, "--beta", "1e4", "--quiet"], check=True, capture_output=True)
            other.append(time.perf_counter() - start)
    a, b = statistics.median(python), statistics.median(other)
    print(
        f"modes of {count} numbers: {found.modes}; Python {a:.4f} s, tool {b:.4f} s, {100 * (a / b - 1):+.1f}%"
    )


def main() -> int:
    """Print all; status 1 when an evaluation costs too much."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tool", help="the command line tool, for the comparison of mode counts")
    parser.add_argument("--repeats", type=int, default=2000)
    arguments = parser.parse_args()
    os.environ["VLASOV_PROGRESS"] = "0"
    good = evaluations(arguments.repeats)
    if arguments.tool:
        modes(arguments.tool, 10**6)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
