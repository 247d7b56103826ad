#!/usr/bin/env python3
"""Decides certificates with ball arithmetic that shares nothing with the program that made them.

    check.py [--quiet] FILE...

Each file holds a JSON array of certificates. One line per certificate says PROVED, REFUTED or UNDECIDED, and whether
the result was recomputed by another formula than the certificate's. Exit code 0 when all are proved, 1 when not,
2 for a file that is not one of certificates.
"""

import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import formulas
from certificates import load, validated
from decisions import PROVED, REFUTED, UNDECIDED, decide, inside, raising_precision
from evaluation import NoValue
from functions import number
from trees import Malformed, Unreadable

formulas.load_all()


def second_opinion(certificate):
    """The verdict by another formula, or None where there is none for this certificate."""
    key = certificate.id, certificate.output
    if not certificate.has("lower", "upper") or certificate.kind not in ("enclosure", "root", "implicit"):
        return None
    low, high = certificate.bounds()
    parameters = formulas.Parameters(certificate.parameters, certificate.digits)
    if key in formulas.FORMULAS:
        other = formulas.FORMULAS[key]
        return raising_precision(certificate.digits, lambda: inside(other(parameters), low, high))
    if key in formulas.EQUATIONS:
        other = formulas.EQUATIONS[key]

        def attempt():
            a, b = other(parameters, number(low)), other(parameters, number(high))
            if (a < 0 and b > 0) or (a > 0 and b < 0):
                return PROVED, ""
            return (REFUTED, "no change of sign between the ends") if a * b > 0 else None

        return raising_precision(certificate.digits, attempt)
    return None


def examine(certificate):
    """(verdict, which formulas, reason): the statement as written, and the named result by another formula."""
    try:
        verdict, reason = decide(certificate)
    except Unreadable as problem:
        verdict, reason = None, str(problem)
    try:
        other = second_opinion(certificate)
    except (formulas.NotApplicable, Unreadable):
        other = None
    except NoValue as problem:
        other = UNDECIDED, str(problem)
    if other is not None and other[0] == REFUTED and verdict != REFUTED:
        return REFUTED, "other formula", f"the other formula disagrees: {other[1]}"
    if other is not None and other[0] == PROVED:
        if verdict is None:
            return PROVED, "other formula only", f"the expression is not evaluated: {reason}"
        return verdict, "other formula", reason
    if verdict is None:
        verdict = UNDECIDED
    return verdict, "same formula", reason or (f"the other formula is undecided: {other[1]}" if other else "")


def main(arguments):
    quiet = "--quiet" in arguments
    timed = "--times" in arguments
    paths = [a for a in arguments if not a.startswith("--")]
    if not paths or any(a not in ("--quiet", "--times") for a in arguments if a.startswith("--")):
        print("usage: check.py [--quiet] [--times] FILE...", file=sys.stderr)
        return 2
    counts, others, broken, names = {PROVED: 0, REFUTED: 0, UNDECIDED: 0}, 0, 0, set()
    for path in paths:
        try:
            entries = load(path)
        except Malformed as problem:
            print(f"{path}: {problem}", file=sys.stderr)
            broken += 1
            continue
        for position, entry in enumerate(entries):
            name = entry.get("name", "") if isinstance(entry, dict) else ""
            label = f"{path}[{position}] {name}"[:200].rstrip()
            start = time.perf_counter()
            try:
                certificate = validated(entry)
                if certificate.name in names:
                    raise Malformed("a name that stands twice")
                names.add(certificate.name)
                verdict, which, reason = examine(certificate)
            except Malformed as problem:
                print(f"{label}: {problem}", file=sys.stderr)
                broken += 1
                continue
            counts[verdict] += 1
            others += which != "same formula"
            if not quiet:
                spent = f" {1000 * (time.perf_counter() - start):.1f} ms" if timed else ""
                print(f"{verdict} {certificate.name} ({which}{spent})" + (f": {reason}" if reason else ""))
    total = sum(counts.values())
    print(
        f"{total} certificates: {counts[PROVED]} proved, {counts[REFUTED]} refuted, {counts[UNDECIDED]} undecided;"
        f" {others} by another formula" + (f"; {broken} malformed" if broken else "")
    )
    return 2 if broken else 0 if counts[PROVED] == total and total else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
