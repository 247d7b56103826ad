#!/usr/bin/env python3
"""Decides certificates with ball arithmetic that shares nothing with the program that made them.

    check.py [--quiet] FILE...

Each file holds a JSON array of certificates. One line per certificate says PROVED, REFUTED or UNDECIDED, and whether
the result was recomputed by another formula than the certificate's. Exit code 0 when all are proved, 1 when not,
2 for a file or a certificate that is malformed.
"""

import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

try:
    import flint  # noqa: F401
except ImportError as missing:
    print(f"check.py needs python-flint (pip install -r requirements.txt): {missing}", file=sys.stderr)
    sys.exit(2)

import formulas
from certificates import NAME, load, validated
from decisions import PROVED, REFUTED, UNDECIDED, decide, inside, raising_precision
from evaluation import NoValue
from functions import COMPLEX, REAL, number
from trees import Malformed, Unbounded, Unreadable

formulas.load_all()

SAME, OTHER, ONLY = "same formula", "other formula", "other formula only"
NOT_ITS = "same formula; the other formula does not take these parameters"
FAILURES = (Malformed, Unreadable, ArithmeticError, LookupError, TypeError, ValueError)


def printable(text):
    """On one line."""
    return "".join(c if c.isprintable() else "?" for c in str(text))


def known(node):
    """All functions of a node are functions of this checker."""
    if node.op == "call":
        key = node.data[0], len(node.data[1]), len(node.args)
        if key not in REAL and key not in COMPLEX:
            return False
    return all(known(a) for a in node.args)


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
            if not (a.is_finite() and b.is_finite()):
                return None
            if (a < 0 and b > 0) or (a > 0 and b < 0):
                return PROVED, ""
            return (REFUTED, "no change of sign between the ends") if a * b > 0 else None

        return raising_precision(certificate.digits, attempt)
    return None


def examine(certificate):
    """(verdict, which formulas, reason): the statement as written, and the named result by another formula."""
    alone = False
    try:
        verdict, reason = decide(certificate)
    except Unbounded as problem:
        verdict, reason = UNDECIDED, str(problem)
        alone = certificate.kind in ("enclosure", "implicit") and all(known(n) for n in certificate.trees())
    except Unreadable as problem:
        verdict, reason = UNDECIDED, str(problem)
    same = SAME
    try:
        other = second_opinion(certificate)
    except (formulas.NotApplicable, *FAILURES):
        other, same = None, NOT_ITS
    except NoValue as problem:
        other = UNDECIDED, str(problem)
    if other is None:
        return verdict, same, reason
    if other[0] == REFUTED and verdict != REFUTED:
        return REFUTED, OTHER, f"the other formula disagrees: {other[1]}"
    if other[0] == PROVED:
        if alone:
            return PROVED, ONLY, f"the expression is not evaluated: {reason}"
        return verdict, OTHER if verdict == PROVED else same, reason
    return verdict, same, reason or f"the other formula is undecided: {other[1]}"


def main(arguments):
    quiet = "--quiet" in arguments
    timed = "--times" in arguments
    paths = [a for a in arguments if not a.startswith("--")]
    if not paths or any(a not in ("--quiet", "--times") for a in arguments if a.startswith("--")):
        print("usage: check.py [--quiet] [--times] FILE...", file=sys.stderr)
        return 2
    counts, others, broken, names = {PROVED: 0, REFUTED: 0, UNDECIDED: 0}, {}, 0, set()
    for path in paths:
        try:
            entries = load(path)
        except Malformed as problem:
            print(printable(f"{path}: {problem}"), file=sys.stderr)
            broken += 1
            continue
        for position, entry in enumerate(entries):
            name = entry.get("name", "") if isinstance(entry, dict) else ""
            label = f"{path}[{position}] {name if isinstance(name, str) and NAME.match(name) else ''}".rstrip()
            start = time.perf_counter()
            try:
                certificate = validated(entry)
                if certificate.name in names:
                    raise Malformed("a name that stands twice")
                names.add(certificate.name)
                verdict, which, reason = examine(certificate)
            except Malformed as problem:
                print(printable(f"{label}: {problem}"), file=sys.stderr)
                broken += 1
                continue
            except Unreadable as problem:
                verdict, which, reason = UNDECIDED, SAME, str(problem)
            except Exception as problem:  # no certificate ends the run
                text = f"{label}: cannot be evaluated: {type(problem).__name__}: {problem}"
                print(printable(text)[:500], file=sys.stderr)
                broken += 1
                continue
            counts[verdict] += 1
            others[which] = others.get(which, 0) + 1
            if not quiet:
                spent = f" {1000 * (time.perf_counter() - start):.1f} ms" if timed else ""
                print(printable(f"{verdict} {entry['name']} ({which}{spent})" + (f": {reason}" if reason else "")))
    total = sum(counts.values())
    print(
        f"{total} certificates: {counts[PROVED]} proved, {counts[REFUTED]} refuted, {counts[UNDECIDED]} undecided;"
        f" {others.get(OTHER, 0)} by another formula"
        + (f"; {others[ONLY]} by the other formula only" if ONLY in others else "")
        + (f"; {broken} malformed" if broken else "")
    )
    return 2 if broken else 0 if counts[PROVED] == total and total else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
