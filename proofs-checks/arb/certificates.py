"""Reading and validating certificates: a strict schema, one clear line for what is wrong."""

import json
import re

from flint import ctx, fmpq, fmpz

import evaluation
import matrices
from trees import Forest, Malformed, decimal, rational

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,199}\Z")
KINDS = ("enclosure", "comparison", "range", "root", "exact", "implicit", "matrix")
RELATIONS = ("<", "<=", ">", ">=", "=")
TEXT, WHOLE, OBJECT, LIST = str, int, dict, list

REQUIRED = {"schema": WHOLE, "name": TEXT, "id": TEXT, "output": TEXT, "parameters": OBJECT, "kind": TEXT}
OPTIONAL = {"digits": WHOLE, "hints": OBJECT, "text": TEXT, "source": TEXT, "checkers": LIST}
STATEMENT = {
    "expression": LIST, "lower": TEXT, "upper": TEXT, "left": LIST, "right": LIST, "relation": TEXT,
    "variables": LIST, "variable": TEXT, "bracket": LIST, "value": TEXT,
    "argument": LIST, "let": LIST, "claims": LIST,
}  # fmt: skip
BOUNDS, PAIR = ("expression", "lower", "upper"), ("left", "relation", "right")


class Certificate:
    """A validated certificate; its forest reads the expressions."""

    def __init__(self, fields):
        self.fields = fields
        self.name, self.id, self.output = fields["name"], fields["id"], fields["output"]
        self.kind, self.parameters = fields["kind"], fields["parameters"]
        self.digits = fields.get("digits", 40)
        self.forest = Forest()

    def has(self, *keys):
        return all(k in self.fields for k in keys)

    def node(self, key, bound=()):
        return self.forest.read(self.fields[key], frozenset(bound))

    def bounds(self):
        low, high = decimal(self.fields["lower"]), decimal(self.fields["upper"])
        if low > high:
            raise Malformed("lower is above upper")
        return low, high

    def trees(self):
        """The trees of an enclosure or implicit certificate."""
        bound = [self.fields["variable"]] if self.has("variable") else []
        return [self.node("expression", bound)] + ([self.node("argument")] if self.has("argument") else [])

    def narrow(self):
        """The bounds are as close as the digits say."""
        low, high = self.bounds()
        if high - low > 3 * fmpq(10) ** (1 - self.digits) * max(abs(low), abs(high)):
            raise Malformed(f"lower and upper are too far apart for {self.digits} digits")

    def end(self, text, side):
        """The end of an interval, a number or a closed expression; an irrational one is rounded outward."""
        if isinstance(text, str):
            return rational(text)
        ctx.prec = int(self.digits * 3.33) + 40
        node = self.forest.read(text)
        if node.value is not None:
            return node.value
        try:
            x = evaluation.value(node)
        except evaluation.NoValue:
            x = None
        if x is None or not x.is_finite():
            raise Malformed("an end of an interval without a value")
        man, exp = (x.lower() if side < 0 else x.upper()).man_exp()
        return fmpq(man) * fmpz(2) ** exp if exp >= 0 else fmpq(man, fmpz(2) ** -exp)

    def needs(self, keys, others=()):
        for key in keys:
            if key not in self.fields:
                raise Malformed(f"the field {key} is missing")
        for key in STATEMENT:
            if key in self.fields and key not in keys and key not in others:
                raise Malformed(f"the field {key} does not belong to a certificate of kind {self.kind}")


def repeated(pairs):
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Malformed("a field that stands twice")
    return fields


def constant(name):
    raise Malformed(f"{name} is no number of a certificate")


def load(path):
    """The certificates of a file, as unvalidated objects."""
    try:
        with open(path, encoding="utf-8") as file:
            entries = json.load(file, object_pairs_hook=repeated, parse_constant=constant)
    except OSError as error:
        raise Malformed(f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8 text")
    except json.JSONDecodeError as error:
        raise Malformed(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}")
    except RecursionError:
        raise Malformed("nested too deeply")
    if not isinstance(entries, list):
        raise Malformed("not an array of certificates")
    if not entries:
        raise Malformed("no certificate in the file")
    return entries


def validated(entry):
    """The certificate of a JSON object. Throws `Malformed`."""
    if not isinstance(entry, dict):
        raise Malformed("not an object")
    for key, kind in REQUIRED.items():
        if key not in entry:
            raise Malformed(f"the field {key} is missing")
    known = {**REQUIRED, **OPTIONAL, **STATEMENT}
    for key, item in entry.items():
        if key not in known:
            raise Malformed(f"an unknown field: {key[:40]}")
        if not isinstance(item, known[key]) or isinstance(item, bool):
            raise Malformed(f"the field {key} has the wrong type")
    if entry["schema"] != 1:
        raise Malformed(f"schema {entry['schema']} is not 1")
    if entry["kind"] not in KINDS:
        raise Malformed(f"an unknown kind: {entry['kind'][:40]}")
    if "digits" in entry and not 1 <= entry["digits"] <= 10000:
        raise Malformed("digits outside 1 to 10000")
    if not NAME.match(entry["name"]):
        raise Malformed("a name that is not a letter followed by letters, digits and _")
    if not (entry["id"].isprintable() and entry["output"].isprintable()):
        raise Malformed("an id or output that is not printable")
    if not all(isinstance(text, str) for text in entry["parameters"].values()):
        raise Malformed("a parameter that is no text")
    certificate = Certificate(entry)
    KIND[certificate.kind](certificate)
    return certificate


def validate_statement(certificate, others=()):
    """Bounds of an expression, or a relation between two."""
    if certificate.has("relation"):
        certificate.needs(PAIR, others)
        if certificate.fields["relation"] not in RELATIONS:
            raise Malformed(f"an unknown relation: {certificate.fields['relation'][:40]}")
    else:
        certificate.needs(BOUNDS, others)
        certificate.bounds()


def validate_enclosure(certificate):
    certificate.needs(BOUNDS)
    certificate.narrow()


def validate_comparison(certificate):
    certificate.needs(PAIR)
    validate_statement(certificate)


def validate_range(certificate):
    certificate.needs(["variables"], STATEMENT)
    validate_statement(certificate, ["variables"])
    certificate.box, certificate.inner = [], []
    if not certificate.fields["variables"]:
        raise Malformed("no variable")
    for variable in certificate.fields["variables"]:
        if not isinstance(variable, dict) or set(variable) != {"name", "lower", "upper"}:
            raise Malformed("a variable needs name, lower and upper")
        if not isinstance(variable["name"], str):
            raise Malformed("a variable whose name is no text")
        low, high = certificate.end(variable["lower"], -1), certificate.end(variable["upper"], 1)
        if low > high:
            raise Malformed(f"the range of {variable['name'][:40]} is empty")
        certificate.box.append((variable["name"], low, high))
        certificate.inner.append((certificate.end(variable["lower"], 1), certificate.end(variable["upper"], -1)))
    if len({name for name, _, _ in certificate.box}) != len(certificate.box):
        raise Malformed("a variable that stands twice")


def validate_root(certificate):
    common = ["variable", "bracket", "lower", "upper"]
    certificate.needs(common + (["left", "right"] if certificate.has("left") else ["expression"]))
    low, high = certificate.bounds()
    bracket = certificate.fields["bracket"]
    if len(bracket) != 2:
        raise Malformed("a bracket needs two ends")
    a, b = certificate.end(bracket[0], -1), certificate.end(bracket[1], 1)
    if not a <= low <= high <= b:
        raise Malformed("lower and upper do not lie in the bracket")
    certificate.bracket = a, b
    certificate.narrow()


def validate_exact(certificate):
    certificate.needs(["expression", "value"])
    rational(certificate.fields["value"])


def validate_implicit(certificate):
    certificate.needs(["variable", "argument", "expression", "lower", "upper"])
    certificate.narrow()


def validate_matrix(certificate):
    certificate.needs(["let", "claims"])
    matrices.validate(certificate)


KIND = {
    "enclosure": validate_enclosure,
    "comparison": validate_comparison,
    "range": validate_range,
    "root": validate_root,
    "exact": validate_exact,
    "implicit": validate_implicit,
    "matrix": validate_matrix,
}
