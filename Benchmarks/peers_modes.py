"""Peer of the modes benchmark: SciPy's density estimate on a grid, one JSON line.

The sample is the portable one (`ih12:1:N`); the modes are the interior local maxima of the estimate on equally spaced
points between the sample's ends, as they are usually counted.
usage: peers_modes.py N BETA POINTS
"""
import json
import sys
import time

import numpy as np
from scipy.stats import gaussian_kde


def ih12(seed, n):
    with np.errstate(over="ignore"):
        k = np.arange(1, 12 * n + 1, dtype=np.uint64)
        z = np.uint64(seed) + k * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    sums = (z >> np.uint64(11)).astype(np.int64).reshape(n, 12).sum(axis=1)
    return (sums - 6 * 2**53).astype(np.float64) * 2.0**-53


def main():
    n, beta, points = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    x = ih12(1, n)
    start = time.process_time()
    kde = gaussian_kde(x, bw_method=beta**-0.5 / x.std(ddof=1))
    grid = np.linspace(x.min(), x.max(), points)
    p = kde(grid)
    modes = int(np.sum((p[1:-1] > p[:-2]) & (p[1:-1] > p[2:])))
    elapsed = time.process_time() - start
    print(json.dumps({"ns": elapsed * 1e9, "modes": modes}))


main()
