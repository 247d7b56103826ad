"""Deciding certificates: `PROVED`, `REFUTED` or `UNDECIDED`, with a reason."""

from flint import ctx

from derivatives import derivative
from evaluation import NoValue, Scope
from functions import number
from matrices import decide_matrix
from roots import Equation
from trees import Malformed, Unreadable, rational

PROVED, REFUTED, UNDECIDED = "PROVED", "REFUTED", "UNDECIDED"
DOUBLINGS = 5
MOST_BOXES = 4000


def raising_precision(digits, attempt):
    """The first verdict other than undecided, over rising precisions."""
    reason = "the precision is exhausted"
    for doubling in range(DOUBLINGS):
        ctx.prec = (int(digits * 3.33) + 40) << doubling
        try:
            verdict = attempt()
        except NoValue as problem:
            reason = f"no value: {problem}"
            continue
        if verdict is not None:
            return verdict
    return UNDECIDED, reason


def inside(x, low, high):
    """The verdict on low <= x <= high for a ball x and rationals."""
    if x.is_finite():
        a, b = number(low), number(high)
        if x >= a and x <= b:
            return PROVED, ""
        if x < a or x > b:
            return REFUTED, f"the value is {x.str(12, radius=False)}"
    return None


def related(node, scope, relation):
    """The verdict on left (relation) right from their difference, a node."""
    if node.value is not None:
        x = node.value
        holds = {"<": x < 0, "<=": x <= 0, ">": x > 0, ">=": x >= 0, "=": x == 0}[relation]
        return (PROVED, "") if holds else (REFUTED, f"left - right is {x}")
    x = scope(node)
    if not x.is_finite():
        return None
    if relation in (">", ">="):
        x = -x
    if relation != "=" and x < 0:
        return PROVED, ""
    if x > 0 or (relation == "=" and x < 0):
        return REFUTED, f"left and right differ by {x.str(12, radius=False)}"
    return None


def difference(certificate, bound=()):
    return certificate.forest.make("-", None, [certificate.node("left", bound), certificate.node("right", bound)])


def enclosure(certificate):
    node = certificate.node("expression")
    low, high = certificate.bounds()
    if node.value is not None:
        holds = low <= node.value <= high
        return (PROVED, "") if holds else (REFUTED, f"the value is {node.value}")
    return raising_precision(certificate.digits, lambda: inside(Scope()(node), low, high))


def comparison(certificate):
    node = difference(certificate)
    return raising_precision(certificate.digits, lambda: related(node, Scope(), certificate.fields["relation"]))


def over_range(certificate):
    """Bisection in the variables; on each box the value, and the mean value form."""
    names = [name for name, _, _ in certificate.box]
    if certificate.has("relation"):
        node, relation = difference(certificate, names), certificate.fields["relation"]
        tests = [(node, relation)]
    else:
        body = certificate.node("expression", names)
        low, high = map(certificate.forest.number, certificate.bounds())
        tests = [
            (certificate.forest.make("-", None, [body, low]), ">="),
            (certificate.forest.make("-", None, [body, high]), "<="),
        ]
    ctx.prec = int(certificate.digits * 3.33) + 40
    for node, relation in tests:
        slopes = None
        try:
            slopes = [derivative(node, name, node.pool) for name in names]
        except Unreadable:
            pass
        waiting, boxes = [[(low, high) for _, low, high in certificate.box]], 0
        while waiting:
            box, boxes = waiting.pop(), boxes + 1
            if boxes > MOST_BOXES:
                return UNDECIDED, f"more than {MOST_BOXES} boxes"
            verdict = on_box(node, relation, slopes, names, box, certificate.inner)
            if verdict == REFUTED:
                return REFUTED, "at " + ", ".join(f"{n} = {(a + b) / 2}" for n, (a, b) in zip(names, box))
            if verdict is None:
                widest = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
                a, b = box[widest]
                middle = (a + b) / 2
                waiting += [box[:widest] + [half] + box[widest + 1 :] for half in ((a, middle), (middle, b))]
    return PROVED, ""


def on_box(node, relation, slopes, names, box, inner):
    """The verdict on one box; a point refutes when it lies in the range itself, not only in its rounded ends."""
    balls = [number(a).union(number(b)) for a, b in box]
    whole = value_or_nothing(node, dict(zip(names, balls)))
    middles = [number((a + b) / 2) for a, b in box]
    centre = value_or_nothing(node, dict(zip(names, middles)))
    within = all(low <= (a + b) / 2 <= high for (a, b), (low, high) in zip(box, inner))
    if within and centre is not None and refutes(centre, relation):
        return REFUTED
    if whole is not None and proves(whole, relation):
        return PROVED
    if whole is not None and slopes is not None and centre is not None:
        scope = Scope(None, dict(zip(names, balls)))
        try:
            mean = centre
            for slope, x, middle in zip(slopes, balls, middles):
                mean = mean + scope(slope) * (x - middle)
        except NoValue:
            return None
        if mean.is_finite() and proves(mean, relation):
            return PROVED
    return None


def value_or_nothing(node, names):
    try:
        x = Scope(None, names)(node)
    except NoValue:
        return None
    return x if x.is_finite() else None


def proves(x, relation):
    return bool({"<": x < 0, "<=": x <= 0, ">": x > 0, ">=": x >= 0, "=": x.is_zero()}[relation])


def refutes(x, relation):
    return bool({"<": x >= 0, "<=": x > 0, ">": x <= 0, ">=": x < 0, "=": x > 0 or x < 0}[relation])


def root(certificate):
    """A root in [lower, upper] by a change of sign, and no other in the bracket."""
    variable = certificate.fields["variable"]
    if certificate.has("left"):
        body = difference(certificate, [variable])
    else:
        body = certificate.node("expression", [variable])
    low, high = certificate.bounds()
    a, b = certificate.bracket

    def attempt():
        equation = Equation(body, variable)
        ends = equation.value(number(low)), equation.value(number(high))
        if not equation.changes_sign(number(low), number(high)):
            slope = equation.at(equation.slope, number(low).union(number(high)))
            if all(e.is_finite() for e in (*ends, slope)) and ends[0] * ends[1] > 0 and (slope > 0 or slope < 0):
                return REFUTED, "no root between lower and upper"
            return None
        found = equation.count(number(a), number(b))
        if found is None:
            return None
        return (PROVED, "") if found == 1 else (REFUTED, f"{found} roots in the bracket")

    return raising_precision(certificate.digits, attempt)


def exact(certificate):
    node, value = certificate.node("expression"), rational(certificate.fields["value"])
    if node.value is not None:
        return (PROVED, "") if node.value == value else (REFUTED, f"the value is {node.value}")

    def attempt():
        x = Scope()(node) - number(value)
        if not x.is_finite():
            return None
        if x.is_zero():
            return PROVED, ""
        return (REFUTED, "the value is another") if x > 0 or x < 0 else None

    return raising_precision(certificate.digits, attempt)


def implicit(certificate):
    """w e^w = argument with w >= 0 has the one solution W(argument) for argument >= 0."""
    variable = certificate.fields["variable"]
    node, argument = certificate.node("expression", [variable]), certificate.node("argument")
    low, high = certificate.bounds()

    def attempt():
        x = Scope()(argument)
        return inside(Scope(None, {variable: x.lambertw()})(node), low, high) if x >= 0 else None

    return raising_precision(certificate.digits, attempt)


DECISIONS = {
    "enclosure": enclosure,
    "comparison": comparison,
    "range": over_range,
    "root": root,
    "exact": exact,
    "implicit": implicit,
    "matrix": decide_matrix,
}


def decide(certificate):
    """(verdict, reason) on the statement as it stands in the certificate."""
    try:
        return DECISIONS[certificate.kind](certificate)
    except NoValue as problem:
        return UNDECIDED, f"no value: {problem}"
    except RecursionError:
        raise Malformed("an expression nested too deeply")
