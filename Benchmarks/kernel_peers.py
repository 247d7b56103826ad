"""Python peers of the kernel benchmark, on the line protocol of peers/timing.h: reads `work,bits` and answers each
with the CPU time of one operation as one JSON line. Loops and calls of Python are part of the time, as they are
for whoever uses the library.

usage: kernel_peers.py python-flint | mpmath
"""
import json
import sys
import time

COUNT = 1000


class Flint:
    def __init__(self):
        import flint

        self.flint = flint

    def prepare(self, bits):
        arb = self.flint.arb
        self.flint.ctx.prec = bits
        self.a = [arb(i + 2).sqrt() / 32 for i in range(COUNT)]
        self.b = [arb(3 * i + 5).sqrt() / 55 for i in range(COUNT)]
        self.zero, self.one, self.five = arb(0), arb(1), arb(5)
        self.row = self.flint.arb_mat([self.a])
        self.column = self.flint.arb_mat([[x] for x in self.b])

    def dot(self):
        return (self.row * self.column)[0, 0]

    def bessel(self):
        return self.five.bessel_i(5)

    def function(self, name):
        method = getattr(self.flint.arb, name)
        return lambda x: method(x)


class Mpmath:
    def __init__(self):
        import mpmath

        self.mpmath = mpmath

    def prepare(self, bits):
        mp = self.mpmath.mp
        mp.prec = bits
        self.a = [mp.sqrt(i + 2) / 32 for i in range(COUNT)]
        self.b = [mp.sqrt(3 * i + 5) / 55 for i in range(COUNT)]
        self.zero, self.one, self.five = mp.mpf(0), mp.mpf(1), mp.mpf(5)

    def dot(self):
        return self.mpmath.mp.fdot(self.a, self.b)

    def bessel(self):
        return self.mpmath.mp.besseli(5, self.five)

    def function(self, name):
        return getattr(self.mpmath.mp, name)


def total(peer):
    z = peer.zero
    for x in peer.a:
        z = z + x
    return z


def product(peer):
    z = peer.one
    for x in peer.b:
        z = z * x
    return z


def each(operation):
    def run(peer):
        z = peer.zero
        for x, y in zip(peer.a, peer.b):
            z = operation(x, y)
        return z

    return run


def horner(peer):
    x = peer.b[7]
    z = peer.a[19]
    for i in range(18, -1, -1):
        z = z * x + peer.a[i]
    return z


def elementary(name):
    def run(peer):
        f = peer.function(name)
        z = peer.zero
        for i in range(0, COUNT, 10):
            z = f(peer.a[i])
        return z

    return run


def root(peer):
    f = peer.function("sqrt")
    z = peer.zero
    for x in peer.a:
        z = f(x)
    return z


WORKS = {
    "add": (COUNT, total),
    "mul": (COUNT, product),
    "fresh add": (COUNT, each(lambda x, y: x + y)),
    "fresh mul": (COUNT, each(lambda x, y: x * y)),
    "div": (COUNT, each(lambda x, y: x / y)),
    "sqrt": (COUNT, root),
    "horner": (20, horner),
    "dot": (COUNT, lambda peer: peer.dot()),
    "besselI": (1, lambda peer: peer.bessel()),
    **{name: (100, elementary(name)) for name in ("exp", "log", "sin", "cos", "atan")},
}


def main():
    peer = Flint() if sys.argv[1] == "python-flint" else Mpmath()
    counts = {}
    prepared = None
    for line in sys.stdin:
        name, bits = line.strip().split(",")
        report = {"work": name, "bits": int(bits), "ns": None}
        if name in WORKS:
            operations, run = WORKS[name]
            if prepared != bits:
                peer.prepare(int(bits))
                prepared = bits
            key = (name, bits)
            if key not in counts:
                start = time.process_time_ns()
                run(peer)
                counts[key] = max(1, int(5e6 / max(1, time.process_time_ns() - start)))
            start = time.process_time_ns()
            for _ in range(counts[key]):
                value = run(peer)
            report["ns"] = (time.process_time_ns() - start) / (counts[key] * operations)
            report["value"] = float(value)
            report["log2radius"] = None
        print(json.dumps(report), flush=True)


main()
