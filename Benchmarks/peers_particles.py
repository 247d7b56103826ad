"""Peer of the particles benchmark: one evaluation of the velocities of SA in vectorised NumPy, one JSON line.

Weights e^(beta <x_i, x_j>) by a matrix product, the exponential in place, and Z as one more column of the second product;
arrays are allocated before the clock starts. All rows at once where the matrix is small enough, and blocks of rows of
several sizes: the best counts. The number of threads is that of OpenBLAS (OPENBLAS_NUM_THREADS).
usage: peers_particles.py POINTS N D BETA OUTPUT SECONDS cpu|wall
"""
import json
import sys
import time

import numpy as np


def evaluator(x, beta, rows):
    n, d = x.shape
    scaled = beta * x
    transposed = x.T
    extended = np.concatenate([x, np.ones((n, 1))], axis=1)
    weights = np.empty((rows, n))
    sums = np.empty((n, d + 1))
    out = np.empty((n, d))

    def evaluate():
        np.multiply(x, beta, out=scaled)
        for start in range(0, n, rows):
            stop = min(n, start + rows)
            block = weights[: stop - start]
            if rows == n:
                np.matmul(x, transposed, out=block)
                np.multiply(block, beta, out=block)
            else:
                np.matmul(scaled[start:stop], transposed, out=block)
            np.exp(block, out=block)
            np.matmul(block, extended, out=sums[start:stop])
        attended = sums[:, :d] / sums[:, d:]
        radial = np.einsum("ij,ij->i", x, attended)
        np.subtract(attended, radial[:, None] * x, out=out)
        return out

    return evaluate


def main():
    path, n, d, beta, output, seconds, kind = sys.argv[1:8]
    n, d, beta, seconds = int(n), int(d), float(beta), float(seconds)
    clock = time.process_time if kind == "cpu" else time.perf_counter
    x = np.fromfile(path).reshape(n, d)
    sizes = [32, 128, 512] + ([n] if n <= 4000 else [])
    best, best_rows = float("inf"), 0
    for rows in sizes:
        evaluate = evaluator(x, beta, min(rows, n))
        begin = time.perf_counter()
        count = 0
        least = 1 if n * n * (d + 20) > 2e9 else 3
        while count < least or (time.perf_counter() - begin < seconds / len(sizes) and count < 1000):
            start = clock()
            result = evaluate()
            elapsed = clock() - start
            count += 1
            if elapsed < best:
                best, best_rows = elapsed, rows
        result.tofile(output)
    print(json.dumps({"ns": best * 1e9, "rows": best_rows, "numpy": np.__version__}))


main()
