"""Peer of the quadrature benchmark: Kac-Rice window integrals by `acb.integral` of python-flint.

Reads lines `n,beta,numerator,denominator,digits` (L = numerator/denominator) and answers each with one line of JSON:
the CPU time of the integral over [-L, L] in nanoseconds, its value, and the digits reached.
"""
import json
import sys
import time

from flint import acb, arb, ctx


def intensity(n, beta):
    """The mode intensity as a function of t and of the flag that asks for analyticity."""
    beta = acb(beta)
    a, b = 1 + beta, 1 + 2 * beta
    root_n, root_a, root_b = acb(n).sqrt(), a.sqrt(), b.sqrt()
    norm, root_2 = (2 * acb.pi()).sqrt(), acb(2).sqrt()
    # What does not depend on t, hoisted.
    mean_factor, slope_factor = 1 / (a * root_a), 1 / (a * a * root_a)
    f20, f11, f02 = 1 / (b**2 * root_b), 1 / (b**3 * root_b), 1 / (b**4 * root_b)
    c0 = b * b * (1 + 2 * beta + 3 * beta * beta)
    c1, c2 = 2 * beta * (beta - 1) * b, beta * beta
    lead, decay1, decay2 = (1 - beta) * b, -beta / (2 * a), -beta / b

    def f(t, analytic):
        t2 = t * t
        e1, e2 = (decay1 * t2).exp(), (decay2 * t2).exp()
        mean = t * mean_factor * e1
        slope = (a - beta * t2) * slope_factor * e1
        s11 = (t2 + b) * f20 * e2 - mean * mean
        s12 = t * (lead - beta * t2) * f11 * e2 - mean * slope
        s22 = (c0 + t2 * (c1 + c2 * t2)) * f02 * e2 - slope * slope
        c = s12 / s11
        s1, tau = s11.sqrt(analytic=analytic), (s22 - s12 * c).sqrt(analytic=analytic)
        level = root_n * mean / s1
        eta = root_n * (slope - c * mean) / tau
        tail = (-eta / root_2).erfc() / 2
        return tau / s1 * (-level * level / 2).exp() / norm * ((-eta * eta / 2).exp() / norm + eta * tail)

    return f


def main():
    for line in sys.stdin:
        n, beta, top, bottom, digits = (int(x) for x in line.split(","))
        ctx.prec = int(digits * 3.3219281) + 20
        f = intensity(n, beta)
        end = acb(top) / bottom
        start = time.process_time_ns()
        value = acb.integral(f, -end, end, rel_tol=arb(10) ** (-digits)).real
        ns = time.process_time_ns() - start
        reached = int(value.rel_accuracy_bits() / 3.3219281)
        text = value.mid().str(digits + 5, radius=False)
        print(json.dumps({"ns": float(ns), "value": text, "digits": reached}), flush=True)


main()
