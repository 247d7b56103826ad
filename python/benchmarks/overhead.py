"""What one evaluation through Python costs beyond the library's own time, and mode counts beyond the tool's.

    python benchmarks/overhead.py [--tool PATH] [--json]

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


def median(f: object, repeats: int) -> float:
    """The median of the times of a call, in microseconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        f()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def evaluations(repeats: int, quiet: bool) -> dict[str, float]:
    """The microseconds of each evaluation; unless quiet, a line for each says where they go."""
    if not quiet:
        print(f"{'evaluation':<24}{'Python':>9}{'C call':>9}{'own time':>9}{'Python-C':>9}{'C-own':>9}  (us)")
    found = {}
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
        found[name] = python
        if not quiet:
            print(f"{name:<24}{python:>9.1f}{c:>9.1f}{own:>9.1f}{python - c:>9.1f}{c - own:>9.1f}")
    return found


def modes(tool: str, count: int) -> tuple[float, float]:
    """The seconds to count the modes of a sample, from an array and by the tool from a file."""
    sample = numpy.random.default_rng(1).normal(size=count)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "sample.npy"
        numpy.save(path, sample)
        python, other = [], []
        for _ in range(5):
            start = time.perf_counter()
            vlasov.count_modes(sample, beta="1e4")
            python.append(time.perf_counter() - start)
            start = time.perf_counter()
            subprocess.run([tool, "modes", path, "--beta", "1e4", "--quiet"], check=True, capture_output=True)
            other.append(time.perf_counter() - start)
    return statistics.median(python), statistics.median(other)


def main() -> int:
    """Print all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tool", help="the command line tool, for the comparison of mode counts")
    parser.add_argument("--repeats", type=int, default=2000)
    parser.add_argument("--json", action="store_true", help="one JSON object, for `make bench`")
    arguments = parser.parse_args()
    os.environ["VLASOV_PROGRESS"] = "0"
    report: dict[str, object] = {"evaluations": evaluations(arguments.repeats, arguments.json)}
    if arguments.tool:
        a, b = modes(arguments.tool, 10**6)
        report["modes"] = [a, b]
        if not arguments.json:
            print(f"modes of 10^6 numbers: Python {a:.3f} s, tool {b:.3f} s, {100 * (a / b - 1):+.1f}%")
    if arguments.json:
        print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
