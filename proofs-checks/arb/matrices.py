"""Claims about rational matrices, decided over the rationals: inertia by the signs of characteristic polynomials.

A symmetric matrix has real eigenvalues only, so the sign changes of its characteristic polynomial count the positive
ones. Decompositions and witnesses in a certificate are for other checkers; they are not looked at.
"""

from flint import fmpq, fmpq_mat

from evaluation import NoValue, Scope
from functions import number
from trees import Malformed, array, rational

LARGEST = 64
TERM_ARITY = {"*": 2, "+": 2, "-": 2, "scale": 2, "transpose": 1, "identity": 1, "diagonal": 1, "matrix": 1}
CLAIMS = {
    "equal": ("left", "right"),
    "trace": ("matrix", "value"),
    "determinant": ("matrix", "value"),
    "definite": ("matrix",),
    "semidefinite": ("matrix",),
    "not-semidefinite": ("matrix",),
    "threshold": ("variable", "start", "direction", "lower", "upper"),
    "rank": ("matrix", "rank"),
    "inertia": ("matrix", "positive", "negative", "zero"),
    "enclosure": ("expression", "lower", "upper"),
}

# Decompositions and witnesses, for other checkers.
ALLOWED = {
    "definite": ("decomposition",),
    "semidefinite": ("decomposition",),
    "not-semidefinite": ("witness",),
    "threshold": ("expression", "bounds", "startDecomposition", "decomposition", "witness"),
    "rank": ("left", "right", "leftInverse", "rightInverse"),
    "inertia": ("congruence", "diagonal", "inverse"),
}
WHOLE = ("rank", "positive", "negative", "zero")


class Data:
    """The named matrices and numbers of a certificate."""

    def __init__(self, pairs):
        self.numbers, self.matrices = {}, {}
        for pair in pairs:
            if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
                raise Malformed("let needs pairs of a name and a value")
            name, value = pair
            if name in self.numbers or name in self.matrices:
                raise Malformed(f"a name that stands twice: {name[:40]}")
            if isinstance(value, str):
                self.numbers[name] = rational(value)
            else:
                self.matrices[name] = self.entries(value)

    def scalar(self, text):
        if isinstance(text, str) and text in self.numbers:
            return self.numbers[text]
        return rational(text)

    def entries(self, rows):
        if not isinstance(rows, list) or not rows or not all(isinstance(r, list) and r for r in rows):
            raise Malformed("a matrix needs rows")
        if len({len(r) for r in rows}) != 1 or len(rows) > LARGEST or len(rows[0]) > LARGEST:
            raise Malformed("a matrix with rows of different lengths, or too large")
        return fmpq_mat([[self.scalar(x) for x in row] for row in rows])

    def matrix(self, term):
        if isinstance(term, str):
            if term not in self.matrices:
                raise Malformed(f"no matrix of the name {term[:40]}")
            return self.matrices[term]
        if not isinstance(term, list) or not term or TERM_ARITY.get(term[0]) != len(term) - 1:
            raise Malformed(f"not a matrix: {str(term)[:60]}")
        op, rest = term[0], term[1:]
        if op == "matrix":
            return self.entries(rest[0])
        if op == "identity":
            if type(rest[0]) is not int or not 0 < rest[0] <= LARGEST:
                raise Malformed("the size of an identity matrix")
            return diagonal([fmpq(1)] * rest[0])
        if op == "diagonal":
            if not isinstance(rest[0], list) or not 0 < len(rest[0]) <= LARGEST:
                raise Malformed("the size of a diagonal matrix")
            return diagonal([self.scalar(x) for x in rest[0]])
        if op == "scale":
            return self.matrix(rest[1]) * self.scalar(rest[0])
        if op == "transpose":
            return self.matrix(rest[0]).transpose()
        a, b = self.matrix(rest[0]), self.matrix(rest[1])
        try:
            return a * b if op == "*" else a + b if op == "+" else a - b
        except ValueError:
            raise Malformed(f"sizes that do not fit in {op}")


def diagonal(values):
    size = len(values)
    return fmpq_mat(size, size, [values[i] if i == j else fmpq(0) for i in range(size) for j in range(size)])


def inertia(a):
    """(positive, negative, zero) eigenvalues of a symmetric matrix, or None when it is not symmetric."""
    if a.nrows() != a.ncols() or a != a.transpose():
        return None
    size, p = a.nrows(), a.charpoly()
    c = [p[k] for k in range(size + 1)]
    zero = next(k for k in range(size + 1) if c[k] != 0)
    signs = [x > 0 for x in c if x != 0]
    positive = sum(s != t for s, t in zip(signs, signs[1:]))
    return positive, size - positive - zero, zero


def on_claim(claim, data, certificate):
    """(holds or None, reason)."""
    kind = claim["claim"]
    if kind == "equal":
        return data.matrix(claim["left"]) == data.matrix(claim["right"]), "the matrices differ"
    if kind == "enclosure":
        return enclosure(claim, data, certificate, {})
    if kind == "threshold":
        return threshold(claim, data, certificate)
    a = data.matrix(claim["matrix"])
    if kind == "rank":
        return a.rank() == claim["rank"], f"the rank is {a.rank()}"
    if kind in ("trace", "determinant"):
        if a.nrows() != a.ncols():
            raise Malformed(f"the {kind} of a matrix that is not square")
        value = a.det() if kind == "determinant" else sum((a[i, i] for i in range(a.nrows())), fmpq(0))
        return value == data.scalar(claim["value"]), f"the {kind} is {value}"
    found = inertia(a)
    if found is None:
        return False, "the matrix is not symmetric"
    reason = f"the inertia is {found}"
    if kind == "inertia":
        return found == (claim["positive"], claim["negative"], claim["zero"]), reason
    if kind == "definite":
        return found[0] == a.nrows(), reason
    return (found[1] == 0) == (kind == "semidefinite"), reason


def threshold(claim, data, certificate):
    """D positive definite, D - lower M too, D - upper M not semidefinite: by convexity one t lies between."""
    d, m = data.matrix(claim["start"]), data.matrix(claim["direction"])
    low, high = data.scalar(claim["lower"]), data.scalar(claim["upper"])
    if not 0 <= low <= high:
        raise Malformed("a threshold needs 0 <= lower <= upper")
    size = d.nrows()
    start, below, above = inertia(d), inertia(d - m * low), inertia(d - m * high)
    if None in (start, below, above):
        return False, "the matrix is not symmetric"
    if start[0] < size or below[0] < size or above[1] == 0:
        return False, "the threshold does not lie in the bounds"
    if "expression" not in claim:
        return True, ""
    bounds = claim.get("bounds")
    if not (isinstance(bounds, list) and len(bounds) == 2):
        raise Malformed("a threshold's expression needs bounds")
    for _ in range(8):
        t = number(low).union(number(high))
        holds = enclosure(dict(claim, lower=bounds[0], upper=bounds[1]), data, certificate, {claim["variable"]: t})
        if holds[0] is not None:
            return holds
        for _ in range(16):
            middle = (low + high) / 2
            if inertia(d - m * middle)[0] == size:
                low = middle
            else:
                high = middle
    return None, "an expression at the threshold"


def enclosure(claim, data, certificate, names):
    from decisions import PROVED, REFUTED, inside, raising_precision

    node = certificate.forest.read(claim["expression"], frozenset(data.numbers) | frozenset(names))
    low, high = rational(claim["lower"]), rational(claim["upper"])
    if low > high:
        raise Malformed("lower is above upper")

    def attempt():
        values = {name: number(q) for name, q in data.numbers.items()}
        return inside(Scope(None, {**values, **names})(node), low, high)

    verdict, reason = raising_precision(certificate.digits, attempt)
    return {PROVED: True, REFUTED: False}.get(verdict), reason


def validate(certificate):
    for claim in certificate.fields["claims"]:
        kind = claim.get("claim") if isinstance(claim, dict) else None
        if not isinstance(kind, str) or kind not in CLAIMS:
            raise Malformed("an unknown claim")
        for key in CLAIMS[claim["claim"]]:
            if key not in claim:
                raise Malformed(f"the field {key} of a claim is missing")
        for key in claim:
            if key not in ("claim", *CLAIMS[kind], *ALLOWED.get(kind, ())):
                raise Malformed(f"the field {key[:40]} does not belong to a claim {kind}")
            if key in WHOLE and type(claim[key]) is not int:
                raise Malformed(f"the field {key} of a claim has the wrong type")
        if kind == "threshold" and not isinstance(claim["variable"], str):
            raise Malformed("a variable whose name is no text")
        if kind == "threshold" and ("expression" in claim) != ("bounds" in claim):
            raise Malformed("expression and bounds of a threshold belong together")
    if not certificate.fields["claims"]:
        raise Malformed("no claim")


def is_parameter(data, name, text):
    """False when the certificate names a matrix or number like a parameter, but it is another."""
    if name not in data.matrices and name not in data.numbers:
        return True
    try:
        if name in data.numbers:
            return data.numbers[name] == rational(str(text))
        rows = array(text)
        if not isinstance(rows, list):
            rows = [[rows]]  # a number, for a matrix of one entry
        if rows and not isinstance(rows[0], list):
            rows = [[x] for x in rows]  # a vector, as a column
        if rows and rows[0] and isinstance(rows[0][0], list):
            return True  # a list of matrices
        return data.matrices[name] == Data([]).entries(rows)
    except Malformed:
        return False


def decide_matrix(certificate):
    from decisions import PROVED, REFUTED, UNDECIDED

    data = Data(certificate.fields["let"])
    for name in certificate.parameters:
        if not is_parameter(data, name, certificate.parameters[name]):
            return REFUTED, f"{name} is not the parameter {name}"
    for claim in certificate.fields["claims"]:
        try:
            holds, reason = on_claim(claim, data, certificate)
        except NoValue as problem:
            holds, reason = None, str(problem)
        if not holds:
            return (UNDECIDED if holds is None else REFUTED), f"{claim['claim']}: {reason}"
    return PROVED, ""
