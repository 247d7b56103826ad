"""Peer of the linear algebra benchmark: rigorous eigenvalues and products of matrices by python-flint (Arb).

Reads lines `eig,n,digits` and `product,n,bits` and answers each with one line of JSON: the CPU time in nanoseconds, and
the real parts of the eigenvalues in ascending order or the trace of the product, as decimal text.

The matrices are those of `LinearAlgebraBench.swift`: 1/(i + j + 1), plus i on the diagonal; and (7 i + 3)/(i + j + 1).
"""
import json
import sys
import time

from flint import acb, acb_mat, arb, arb_mat, ctx, fmpq


def eigenvalues(n, digits):
    """Enclosures of the eigenvalues of a symmetric matrix; the algorithm is acb_mat.eig's default."""
    ctx.prec = int(digits * 3.3219281) + 10
    entries = [acb(fmpq(1, i + j + 1) + (i if i == j else 0)) for i in range(n) for j in range(n)]
    matrix = acb_mat(n, n, entries)
    start = time.process_time_ns()
    values = matrix.eig(multiple=False)
    ns = time.process_time_ns() - start
    parts = sorted((z.real.mid() for z in values), key=float)
    return ns, [x.str(digits + 5, radius=False) for x in parts]


def product(n, bits):
    """The square of a matrix of balls."""
    ctx.prec = bits
    matrix = arb_mat(n, n, [arb(fmpq(7 * i + 3, i + j + 1)) for i in range(n) for j in range(n)])
    start = time.process_time_ns()
    square = matrix * matrix
    ns = time.process_time_ns() - start
    trace = sum((square[i, i] for i in range(n)), arb(0))
    return ns, [trace.mid().str(60, radius=False)]


def main():
    for line in sys.stdin:
        work, n, detail = line.strip().split(",")
        ns, values = (eigenvalues if work == "eig" else product)(int(n), int(detail))
        print(json.dumps({"ns": float(ns), "values": values}), flush=True)


main()
