"""Peers of the clustering benchmark, in ball arithmetic by python-flint.

Reads lines of JSON {"work": .., "digits": .., parameters} and answers each with one line of JSON: the CPU time in
nanoseconds, the values, and the digits that are certain in all of them.

- tricritical: for d = 2..64 the zero of I_{d/2+1}/I_{d/2} = 1/d, by Newton's method in growing precision from a double,
  with the derivative from Riccati's equation, and a sign change across the answer verified at full precision.
- the others: closed forms with exponential integrals, the same as ours.
"""
import json
import sys
import time

from flint import arb, ctx


def start(d):
    """Newton's method in floats, from power series."""
    x, h = 1 + 2 / d, d / 2
    for _ in range(8):
        z = x * x / 4
        a = b = t = u = 1.0
        for k in range(1, 40):
            t *= z / (k * (h + k))
            u *= z / (k * (h + 1 + k))
            a += t
            b += u
            if t < 1e-17 * a:
                break
        r = x * b / (a * (d + 2))
        step = (r - 1 / d) / (1 - r * r - (d + 1) * r / x)
        x -= step
        if abs(step) < 1e-14:
            break
    return x


def tricritical(d, digits):
    goal = int(digits * 3.3219281) + 8
    half = arb(d) / 2
    ladder, bits = [], goal
    while bits > 48:
        ladder.append(bits)
        bits = bits // 2 + 4
    x = arb(start(d))
    for bits in reversed(ladder):
        ctx.prec = bits + 10
        x = x.mid()
        z = x * x / 4
        r = x * z.hypgeom_0f1(half + 2) / (z.hypgeom_0f1(half + 1) * (d + 2))
        x -= (r - arb(1) / d) / (1 - r * r - (d + 1) * r / x)
    ctx.prec = goal + 20
    step = arb(2) ** (1 - goal)
    low, high = (x - step).mid(), (x + step).mid()

    def excess(x):
        z = x * x / 4
        return d * x * z.hypgeom_0f1(half + 2) - (d + 2) * z.hypgeom_0f1(half + 1)

    assert excess(low) < 0 and excess(high) > 0
    return low.union(high)


def passage(beta, top, start, end):
    """The weighted and the neutral integral of a passage from gap `start` to gap `end`."""
    near = (beta * start).ei() - (beta * end).ei()
    far = (beta * (top - start)).expint(1) - (beta * (top - end)).expint(1)
    neutral = ((top - end) / (top - start) * (start / end)).log() / 2
    return (near + (beta * top).exp() * far) / 2, neutral


def orthogonal_time(n, beta, end):
    weighted, neutral = passage(beta, n / (n - 1), arb(1), end)
    return ((n - 1) * neutral + weighted) / n


def rate_constant(n, beta):
    top = n / (n - 1)
    entire = beta.ei() - arb.const_euler() - beta.log()
    return entire + (beta * top).exp() * ((beta / (n - 1)).expint(1) - (beta * top).expint(1))


def acute_bound(n, beta, end):
    weighted, neutral = passage(beta, arb(2), arb(1), end)
    return (neutral + (n - 1) * weighted) / 2


def cap_time(beta, u0, c):
    gap = (-c * beta).exp()
    far = (beta * u0).expint(1) - (beta * (1 - gap)).expint(1)
    return beta.exp() * far + (beta * (1 - u0)).ei() - (beta * gap).ei()


def merger_time(beta, u0, u1):
    near = (-beta).exp() * ((beta * (1 - u0)).ei() - (beta * (1 - u1)).ei())
    return (near + beta.exp() * ((beta * (1 + u0)).expint(1) - (beta * (1 + u1)).expint(1))) / 2


FORMS = {
    "orthogonal-time": orthogonal_time,
    "orthogonal-rate-constant": rate_constant,
    "acute-collapse-bound": acute_bound,
    "cap-collapse-time": cap_time,
    "phase-curve": orthogonal_time,
    "two-cluster-merger": merger_time,
}


def main():
    for line in sys.stdin:
        job = json.loads(line)
        digits = job["digits"]
        if job["work"] == "tricritical":
            begin = time.process_time_ns()
            values = [tricritical(d, digits) for d in range(2, 65)]
            ns = time.process_time_ns() - begin
        else:
            form, extra = FORMS[job["work"]], 24
            while True:
                ctx.prec = int(digits * 3.3219281) + extra
                begin = time.process_time_ns()
                values = [form(*(arb(p) / q for p, q in job["arguments"]))]
                ns = time.process_time_ns() - begin
                missing = int(digits * 3.3219281) + 4 - values[0].rel_accuracy_bits()
                if missing <= 0:
                    break
                # Only the precision that suffices is timed.
                extra += missing
        certain = min(int(v.rel_accuracy_bits() / 3.3219281) for v in values)
        ctx.prec = int(digits * 3.3219281) + 64
        texts = [v.mid().str(digits + 5, radius=False) for v in values]
        print(json.dumps({"ns": float(ns), "values": texts, "digits": certain}), flush=True)


main()
