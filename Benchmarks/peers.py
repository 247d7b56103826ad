"""Peers of the retrieval benchmark: the same table by other means, one JSON line per peer.

Work: profile at beta = 1, lambda = 1, M = 8, t = k/4 for k = 1..14, s = 0.02:0.98/800. Every peer hoists what
its author would hoist. `python-float` has no certainty; the flint peers are rigorous: modes until the tail bound
is below the precision, the bound added to the radius.
usage: peers.py DIGITS PEER [ROUNDS]
"""
import json
import math
import statistics
import sys
import time

T = [k / 4 for k in range(1, 15)]
POINTS = 800


def python_float():
    from scipy.special import iv, ive

    modes = 20
    s_grid = [0.02 + (0.98 - 0.02) * i / (POINTS - 1) for i in range(POINTS)]
    a = [n * n * float(iv(n, 1.0)) for n in range(1, modes + 1)]
    w = [math.exp(-math.pi**2 * n * n / (2 * 64)) for n in range(1, modes + 1)]
    rows = []
    for t in T:
        for s in s_grid:
            y = math.log(math.expm1(1.0) / math.expm1(s))
            k = math.exp(s) / math.expm1(1.0)
            total = 0.0
            for wn, an in zip(w, a):
                c = an * t
                z = 2 * math.sqrt(c * y)
                total += wn * math.sqrt(c / y) * float(ive(1, z)) * math.exp(z)
            rows.append(k * total)
    return rows, 1


def modes_for(bits, s0):
    """Modes, eigenvalues, weights and the tail bound of the profile at t = 3.5 uniformly on [s0, 1]."""
    from flint import arb

    pi2 = arb.pi() ** 2
    beta, tmax = arb(1), arb(7) / 2
    y0 = ((arb(1).expm1()) / (s0.expm1())).log()
    a, w, n = [], [], 0
    while True:
        n += 1
        a.append(beta.bessel_i(n) * n * n)
        w.append((-pi2 * n * n / 128).exp())
        m = n + 1
        b = m * m * (beta / 2) ** m / arb(math.factorial(m)) * (beta**2 / (4 * (n + 2))).exp()
        rho = (beta / 2) * (n + 2) / arb((n + 1) ** 2)
        wm = (-pi2 * m * m / 128).exp()
        tail = wm * tmax * b * (tmax * b * y0 / 2).exp() / (1 - rho)
        if rho < 1 and tail < arb(2) ** (-bits):
            return a, w, tail


def grid(step=1):
    from flint import arb, fmpq

    out = []
    for i in range(0, POINTS, step):
        s = arb(fmpq(2, 100) + fmpq(96, 100) * fmpq(i, POINTS - 1))
        e = s.expm1()
        top = arb(1).expm1()
        out.append(((top / e).log(), s.exp() / top))
    return out


def flint_obvious(digits):
    from flint import arb, ctx

    step = 1 if digits <= 100 else 40
    a, w, tail = modes_for(ctx.prec, arb(2) / 100)
    rows = []
    error = arb(0, tail.upper()) if hasattr(tail, "upper") else arb(0, tail)
    for t in T:
        t = arb(t)
        for y, k in grid(step):
            total = error
            for an, wn in zip(a, w):
                c = an * t
                total = total + wn * (c / y).sqrt() * (2 * (c * y).sqrt()).bessel_i(1)
            rows.append(k * total)
    return rows, step


def coefficients(digits, bits):
    """Per t: the coefficients of Psi in Y, and a bound of the series' remainder for Y <= Y(0.02)."""
    from flint import arb

    a, w, tail = modes_for(bits, arb(2) / 100)
    ymax = ((arb(1).expm1()) / ((arb(2) / 100).expm1())).log()
    per_t = []
    for t in T:
        t = arb(t)
        c = [an * t for an in a]
        powers = [wn * cn for wn, cn in zip(w, c)]
        p, fact, k = [], arb(1), 0
        while True:
            q = sum(powers, arb(0)) / fact
            ratio = c[0] * ymax / ((k + 1) * (k + 2))
            # sup a_n = a_1 at beta = 1
            if ratio < arb(1) / 2 and q * ymax**k < arb(2) ** (-bits):
                per_t.append((p, 2 * q * ymax**k + tail))
                break
            p.append(q)
            powers = [x * y for x, y in zip(powers, c)]
            k += 1
            fact = fact * k * (k + 1)
    return per_t


def flint_best_poly(digits):
    from flint import arb, arb_poly, ctx

    rows = []
    points = grid()
    for p, rest in coefficients(digits, ctx.prec):
        poly = arb_poly(p)
        error = arb(0, rest)
        for y, k in points:
            rows.append(k * (poly(y) + error))
    return rows, 1


def flint_best_mat(digits):
    from flint import arb, arb_mat, ctx

    points = grid()
    per_t = coefficients(digits, ctx.prec)
    size = max(len(p) for p, _ in per_t)
    powers = []
    for y, _ in points:
        row, x = [], arb(1)
        for _ in range(size):
            row.append(x)
            x = x * y
        powers.append(row)
    table = arb_mat(powers) * arb_mat([[p[k] if k < len(p) else arb(0) for p, _ in per_t] for k in range(size)])
    errors = [arb(0, rest) for _, rest in per_t]
    values = table.entries()
    count = len(per_t)
    return [points[i][1] * (values[i * count + j] + errors[j]) for j in range(count) for i in range(len(points))], 1


def main():
    digits, peer = int(sys.argv[1]), sys.argv[2]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    if peer == "python-float":
        run = python_float
    else:
        from flint import ctx

        ctx.prec = int(digits * 3.3219281) + 20
        table = {"flint-obvious": flint_obvious, "flint-best-poly": flint_best_poly, "flint-best-mat": flint_best_mat}
        run = lambda: table[peer](digits)
    times = []
    for _ in range(rounds):
        start = time.process_time_ns()
        rows, scale = run()
        times.append((time.process_time_ns() - start) * scale)
    sample = rows[5 if scale == 1 else 0]
    report = {"peer": peer, "digits": digits, "ns": statistics.median(times)}
    if peer == "python-float":
        report["row5"] = repr(sample)
    else:
        good = min(r.rel_accuracy_bits() for r in rows)
        report["digits_reached"] = int(good / 3.3219281)
        report["row"] = 5 if scale == 1 else 0
        report["value"] = sample.str(30, radius=False)
    print(json.dumps(report), flush=True)


main()
