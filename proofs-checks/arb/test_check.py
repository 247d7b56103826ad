"""What the checker accepts and refuses: true certificates, and the same with one thing changed."""

import copy
import io
import json
import os
import sys
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import check
from derivatives import derivative
from flint import arb, ctx, fmpq
from evaluation import Scope
from majorants import Growing, Majorants
from readings import besseli, exp, factorial, integral, pi, q, root, series, value, variable
from trees import Forest, Unreadable


def num(text):
    return ["num", text]


def call(name, *x, n=()):
    return ["call", name, list(n), list(x)]


N = ["index", "n", 0]
WEIGHT = call("exp", ["/", ["neg", ["^", ["*", ["const", "pi"], N], 2]], num("128")])
MODE = ["*", ["^", N, 2], call("besseli", num("1"), n=[N])]


def moment(power):
    return ["sum", "n", 1, ["*", WEIGHT, MODE if power == 1 else ["^", MODE, power]]]


def base(name, kind, **fields):
    return {"schema": 1, "name": name, "id": "x", "output": "y", "parameters": {}, "kind": kind, "digits": 40, **fields}


CRITICAL = {
    **base("critical", "enclosure", lower="2.457488980328255612491216088871022355653466"),
    "upper": "2.457488980328255612491216088871022355653467",
    "id": "retrieval.t-crit",
    "output": "t_crit",
    "parameters": {"beta": "1", "M": "8", "lambda": "1"},
    "expression": ["*", num("-2"), ["/", ["*", call("expm1", num("-1")), moment(1)], moment(2)]],
}
COMPARISON = base("comparison", "comparison", left=["const", "e"], relation="<", right=["const", "pi"])
ROOT = base(
    "root", "root", digits=21, variable="x", bracket=["1", "2"], lower="1.414213562373095048801", upper="1.414213562373095048802",
    left=["^", ["var", "x"], 2], right=num("2"),
)  # fmt: skip
X = ["var", "x"]
THREE = base(
    "three", "root", digits=2, variable="x", bracket=["1/2", "3/2"], lower="0.99", upper="1.01",
    expression=["*", ["*", ["-", X, num("1")], ["-", X, num("2")]], ["-", X, num("3")]],
)  # fmt: skip
RANGE = base(
    "range", "range", variables=[{"name": "x", "lower": "1", "upper": num("2")}], left=X, relation="<", right=call("exp", X)
)
EXACT = base("exact", "exact", expression=["/", num("1"), ["+", num("1"), num("2")]], value="1/3")
IMPLICIT = base(
    "implicit", "implicit", digits=4, variable="w", argument=["const", "e"], expression=["var", "w"], lower="0.9999", upper="1.0001"
)
MATRIX = base(
    "matrix", "matrix",
    let=[["A", [["2", "1"], ["1", "2"]]], ["I", [["1", "0"], ["0", "1"]]], ["q", "1/2"]],
    claims=[
        {"claim": "definite", "matrix": "A"},
        {"claim": "determinant", "matrix": ["*", "A", "A"], "value": "9"},
        {"claim": "threshold", "variable": "t", "start": "A", "direction": "I", "lower": "0.9999", "upper": "1.0001",
         "expression": ["+", ["var", "t"], ["var", "q"]], "bounds": ["1.499999", "1.500001"]},
        {"claim": "inertia", "matrix": ["-", "A", ["scale", "2", "I"]], "positive": 1, "negative": 1, "zero": 0},
        {"claim": "rank", "matrix": ["-", "A", "I"], "rank": 1},
        {"claim": "not-semidefinite", "matrix": ["-", "A", ["diagonal", ["3", "1"]]]},
    ],
)  # fmt: skip
INTEGRAL = base(
    "integral", "enclosure", digits=20, lower="0.7468241328124270253", upper="0.7468241328124270254",
    expression=["integral", "u", num("0"), num("1"), call("exp", ["neg", ["^", ["var", "u"], 2]])],
)  # fmt: skip
SUP = base(
    "sup", "enclosure", digits=20, lower="0.56515910399248502720", upper="0.56515910399248502721", expression=["sup", "n", 1, MODE]
)
TRUE = [CRITICAL, COMPARISON, ROOT, THREE, RANGE, EXACT, IMPLICIT, MATRIX, INTEGRAL, SUP]


def changed(certificate, **fields):
    return {**copy.deepcopy(certificate), **fields}


def run(*texts, options=()):
    """(exit code, lines of the output, lines of the errors) on files with these texts."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for position, text in enumerate(texts):
            paths.append(os.path.join(folder, f"{position}.json"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text)
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = check.main([*options, *paths])
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


class Accepted(unittest.TestCase):
    def test_true_certificates(self):
        code, lines, errors = run(json.dumps(TRUE))
        self.assertEqual((code, errors), (0, []), lines)
        self.assertTrue(all(line.startswith("PROVED") for line in lines[:-1]), lines)
        self.assertIn("PROVED critical (other formula)", lines)

    def test_quiet_is_one_line(self):
        code, lines, _ = run(json.dumps(TRUE), options=["--quiet"])
        self.assertEqual((code, len(lines)), (0, 1))


class Refused(unittest.TestCase):
    def verdict(self, certificate, expected="REFUTED"):
        code, lines, errors = run(json.dumps([certificate]))
        self.assertEqual((code, errors), (1, []), certificate["name"])
        self.assertTrue(lines[0].startswith(expected), lines[0])

    def test_digit(self):
        self.verdict(changed(CRITICAL, lower="2.457488980328255612491216088871022355653476", upper="2.457488980328255612491216088871022355653477"))
        self.verdict(changed(INTEGRAL, lower="0.7468241328124270254", upper="0.7468241328124270255"))
        self.verdict(changed(SUP, upper="0.56515910399248502720"))
        self.verdict(changed(ROOT, lower="1.414213562373095048802", upper="1.414213562373095048803"))
        self.verdict(changed(EXACT, value="0.3333333333333333333333333333333333333333"))
        self.verdict(changed(IMPLICIT, lower="1.00001"))

    def test_parameter(self):
        # The expression still has the value; the other formula takes the parameters.
        self.verdict(changed(CRITICAL, parameters={"beta": "1", "M": "9", "lambda": "1"}))

    def test_expression(self):
        text = json.dumps(CRITICAL["expression"]).replace('"128"', '"129"')
        self.verdict(changed(CRITICAL, expression=json.loads(text)))

    def test_swapped_relation(self):
        self.verdict(changed(COMPARISON, relation=">"))
        self.verdict(changed(COMPARISON, relation=">="))
        self.verdict(changed(RANGE, relation=">"))

    def test_wide_bracket(self):
        self.verdict(changed(THREE, bracket=["1/2", "5/2"]))
        self.verdict(changed(THREE, bracket=["-100", "100"]))

    def test_range(self):
        self.verdict(changed(RANGE, right=["*", num("2"), X], left=call("exp", X)))

    def test_irrational_ends(self):
        box = [{"name": "x", "lower": call("sqrt", num("2")), "upper": call("sqrt", num("3"))}]
        self.verdict(changed(RANGE, variables=box, left=["^", X, 2], relation="<=", right=num("3")), "UNDECIDED")
        self.verdict(changed(RANGE, variables=box, left=["^", X, 2], relation="<=", right=num("29/10")))

    def test_matrix(self):
        for position, field, item in [(1, "value", "8"), (2, "lower", "1.00005"), (2, "bounds", ["1.6", "1.7"]),
                                      (3, "negative", 0), (4, "rank", 2)]:  # fmt: skip
            certificate = copy.deepcopy(MATRIX)
            certificate["claims"][position][field] = item
            self.verdict(certificate)
        self.verdict(changed(MATRIX, parameters={"A": "[[2,1],[1,3]]"}))
        self.verdict(changed(MATRIX, parameters={"q": "1/3"}))
        lopsided = copy.deepcopy(MATRIX)
        lopsided["let"][0][1][0][1] = "0"
        self.verdict(lopsided)

    def test_undecided_is_not_proved(self):
        touching = ["-", ["^", call("sqrt", num("2")), 2], num("2")]
        self.verdict(base("touching", "comparison", left=touching, relation="<=", right=num("0")), "UNDECIDED")


    def test_indices_are_not_variables(self):
        # Only a sum or a supremum binds an index; a derivative would miss the variable there.
        at = ["index", "x", 0]
        box = [{"name": "x", "lower": "0", "upper": "1"}]
        for statement in (
            base("a", "range", variables=box, left=["^", num("2"), at], relation=">=", right=num("7/5")),
            base("a", "range", variables=box, left=call("besseli", num("1"), n=[at]), relation=">=", right=num("1/2")),
            changed(ROOT, left=["^", num("2"), at]),
            changed(INTEGRAL, expression=["integral", "x", num("0"), num("1"), ["^", num("2"), at]]),
            changed(INTEGRAL, expression=["root", "x", num("0"), num("1"), ["-", X, at]]),
        ):
            code, lines, errors = run(json.dumps([statement]))
            self.assertEqual((code, len(errors)), (2, 1), lines)
            self.assertIn("free index", errors[0])
        node = Forest().read(["^", num("2"), at], indices=frozenset(["x"]))
        with self.assertRaises(Unreadable):
            derivative(node, "x", node.pool)

    def test_unreadable_trees(self):
        # The other formula proves the number, which does not make the tree of the certificate true.
        unknown = call("guess", num("1"))
        for expression in (unknown, ["+", unknown, ["integral", "u", num("0"), ["const", "inf"], unknown]],
                           ["/", num("1"), ["const", "inf"]], call("erf", ["const", "inf"])):  # fmt: skip
            self.verdict(changed(CRITICAL, expression=expression), "UNDECIDED")
        tail = ["integral", "u", num("0"), ["const", "inf"], call("exp", ["neg", ["var", "u"]])]
        code, lines, _ = run(json.dumps([changed(CRITICAL, expression=tail)]))
        self.assertEqual(code, 0)
        self.assertTrue(lines[0].startswith("PROVED critical (other formula only)"), lines[0])
        self.assertIn("0 by another formula; 1 by the other formula only", lines[-1])
        self.verdict(changed(INTEGRAL, expression=tail), "UNDECIDED")

    def test_infinities(self):
        pole = ["/", num("1"), ["-", call("sqrt", num("4")), num("2")]]
        self.verdict(base("a", "comparison", left=num("0"), relation="<", right=pole), "UNDECIDED")
        self.verdict(base("a", "comparison", left=num("0"), relation="<", right=call("erfcinv", num("0"))), "UNDECIDED")
        box = [{"name": "x", "lower": "-1", "upper": "1"}]
        self.verdict(base("a", "range", variables=box, left=call("sqrt", X), relation=">=", right=num("-1")), "UNDECIDED")

    def test_other_formula_does_not_apply(self):
        code, lines, _ = run(json.dumps([changed(CRITICAL, parameters={"beta": "-1", "M": "8", "lambda": "1"})]))
        self.assertIn("the other formula does not take these parameters", lines[0])


class Malformed(unittest.TestCase):
    def complaint(self, text, part):
        code, _, errors = run(text)
        self.assertEqual((code, len(errors)), (2, 1), errors)
        self.assertIn(part, errors[0])

    def test_fields(self):
        missing = copy.deepcopy(CRITICAL)
        del missing["upper"]
        for certificate, part in [
            (missing, "upper is missing"),
            (changed(CRITICAL, kind="guess"), "unknown kind"),
            (changed(CRITICAL, lower="2.4x"), "not a decimal"),
            (changed(CRITICAL, lower="nan"), "not a decimal"),
            (changed(CRITICAL, lower=2.4), "wrong type"),
            (changed(CRITICAL, lower="3"), "lower is above upper"),
            (changed(CRITICAL, schema=2), "schema"),
            (changed(CRITICAL, more=1), "unknown field"),
            (changed(CRITICAL, relation="<"), "does not belong"),
            (changed(COMPARISON, relation="~"), "relation"),
            (changed(CRITICAL, expression=["var", "x"]), "free variable"),
            (changed(CRITICAL, expression=["index", "n", 0]), "free index"),
            (changed(CRITICAL, expression=["sum", "n", 1]), "not an expression"),
            (changed(CRITICAL, expression=["num", "1/0"]), "division by zero"),
            (changed(ROOT, bracket=["3", "4"]), "bracket"),
            (changed(RANGE, variables=[]), "no variable"),
            (changed(MATRIX, claims=[{"claim": "guess"}]), "unknown claim"),
            (changed(CRITICAL, name="a\nPROVED b"), "a name that"),
            (changed(CRITICAL, output="y\n"), "not printable"),
            (changed(CRITICAL, parameters={"beta": 1}), "no text"),
            (changed(CRITICAL, upper="2.46"), "too far apart"),
            (changed(MATRIX, claims=[{"claim": "definite", "matrix": "A", "value": "1"}]), "does not belong"),
            (changed(MATRIX, claims=[{k: v for k, v in MATRIX["claims"][2].items() if k != "bounds"}]), "together"),
            (changed(MATRIX, claims=[{"claim": "definite", "matrix": ["diagonal", []]}]), "size"),
            (changed(CRITICAL, expression=call("factorial", n=[-1])), "cannot be evaluated"),
            (changed(CRITICAL, expression=["num", "1" * 5000 + "x"]), "not a decimal"),
            (changed(MATRIX, let=[["A", [["1"], ["1", "2"]]]]), "rows"),
        ]:
            self.complaint(json.dumps([certificate]), part)

    def test_files(self):
        self.complaint(json.dumps(TRUE)[:-40], "not JSON")
        self.complaint("[]", "no certificate")
        self.complaint("{}", "not an array")
        self.complaint("[NaN]", "NaN")
        self.complaint(json.dumps([CRITICAL, CRITICAL]), "stands twice")
        self.complaint('[{"schema": 1, "schema": 1}]', "stands twice")
        self.complaint(json.dumps([7]), "not an object")


class Bounds(unittest.TestCase):
    """Tails against the sums themselves."""

    def test_tails(self):
        ctx.prec = 128
        forest = Forest()
        for body in [["*", WEIGHT, MODE], ["/", ["^", num("3"), N], call("factorial", n=[N])], ["/", num("1"), ["^", num("2"), N]]]:
            node = forest.read(body, indices=frozenset(["n"]))
            for start in range(3, 12):
                tail = Majorants("n", start, Scope()).tail(node)
                rest = sum((abs(Scope(None, {"n": n})(node)) for n in range(start, start + 60)), arb(0))
                if tail is not None:
                    self.assertTrue(rest <= tail, (body, start))

    def test_negative_powers_have_no_tail_yet(self):
        ctx.prec = 128
        node = Forest().read(["^", call("cos", num("1")), ["index", "n", -9]], indices=frozenset(["n"]))
        majorants = Majorants("n", 3, Scope())
        for bound in (majorants.upper, majorants.lower):
            with self.assertRaises(Growing):
                bound(node)

    def test_readings(self):
        ctx.prec = 128
        self.assertTrue(abs(value(series(lambda n: q("2") ** n / factorial(n), 0)) - arb(2).exp()) < arb(2) ** -100)
        self.assertTrue(abs(value(integral(lambda u: u**2, q("0"), q("3"))) - 9) < arb(2) ** -100)
        self.assertTrue(abs(value(root(lambda u: u**2 - q("2"), q("1"), q("2"))) - arb(2).sqrt()) < arb(2) ** -100)
        self.assertTrue(value(besseli(0, variable("x")) - exp(pi), x=arb(fmpq(1, 2))) < 0)


if __name__ == "__main__":
    unittest.main()
