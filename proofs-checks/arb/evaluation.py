"""Values of expression trees in ball arithmetic, binders included, at the current precision."""

from flint import acb, arb, ctx

from functions import NAN, call, number
from majorants import Growing, Majorants
from trees import BINDERS, Unbounded, Unreadable

LARGEST_TERMS = 20000


class NoValue(Exception):
    """This precision, or these intervals, give no value."""


class Scope:
    """Values of names, and of the nodes that depend on them; a child sees what its parent knows."""

    def __init__(self, parent=None, names=None, analytic=None):
        self.parent, self.names, self.analytic = parent, names or {}, analytic
        self.known = {}
        if parent is not None and analytic is None:
            self.analytic = parent.analytic

    def __call__(self, node):
        scope = self
        while scope.parent is not None and node.free.isdisjoint(scope.names):
            scope = scope.parent
        found = scope.known.get(id(node))
        if found is None:
            found = scope.compute(node)
            if isinstance(found, arb) and not found.is_finite():
                found = arb.nan()
            scope.known[id(node)] = found
        return found

    def name(self, name):
        scope = self
        while name not in scope.names:
            scope = scope.parent
        return scope.names[name]

    def index(self, n):
        return self.name(n[0]) + n[1] if isinstance(n, tuple) else n

    def compute(self, node):
        if node.value is not None:
            return number(node.value)
        op = node.op
        if op in BINDERS:
            return getattr(self, "value_of_" + op)(node)
        if op == "var":
            value = self.name(node.data)
            return arb(value) if isinstance(value, int) else value
        if op == "index":
            return arb(self.index(node.data))
        if op == "const":
            return constant(node.data)
        x = [self(a) for a in node.args]
        if op == "+":
            return x[0] + x[1]
        if op == "-":
            return x[0] - x[1]
        if op == "*":
            return x[0] * x[1]
        if op == "/":
            return x[0] / x[1]
        if op == "neg":
            return -x[0]
        if op == "^":
            return integer_power(x[0], self.index(node.data))
        if op == "pow":
            return self.real_power(*x, node.args[1])
        return call(node.data[0], [self.index(n) for n in node.data[1]], x, self.analytic)

    def real_power(self, base, exponent, node):
        if node.value is not None and node.value.q == 2:
            root = base.sqrt(analytic=self.analytic) if isinstance(base, acb) else base.sqrt()
            return integer_power(root, int(node.value.p))
        if isinstance(base, acb):
            return (exponent * base.log(analytic=self.analytic)).exp()
        return (exponent * base.log()).exp()

    # Binders.

    def value_of_sum(self, node):
        if self.analytic is not None and isinstance(self.probe(node), acb):
            raise Unreadable("an infinite sum that depends on the variable of an integral")
        symbol, first = node.data
        body, total, size, n = node.args[0], arb(0), arb(0), first
        while n < first + LARGEST_TERMS:
            scope = Scope(self, {symbol: n})
            term = scope(body)
            if not term.is_finite():
                raise NoValue(f"a term of a sum at {symbol} = {n}")
            total, n = total + term, n + 1
            size = size.max(abs(term)).mid()
            if abs(term) < size * small():
                tail = self.tail(symbol, n, body)
                if tail is not None and tail < size * small():
                    return total + ball(tail)
        raise NoValue("a sum of too many terms")

    def tail(self, symbol, start, body):
        try:
            tail = Majorants(symbol, start, self).tail(body)
        except Growing:
            return None
        return tail if tail is None or tail.is_finite() else None

    def probe(self, node):
        """A value of a variable the node depends on, complex under an integral sign."""
        for name in node.free:
            if isinstance(self.name(name), acb):
                return self.name(name)
        return None

    def value_of_sup(self, node):
        symbol, first = node.data
        best, n = None, first
        while n < first + LARGEST_TERMS:
            term = Scope(self, {symbol: n})(node.args[0])
            if not term.is_finite():
                raise NoValue(f"a term of a supremum at {symbol} = {n}")
            best, n = term if best is None else best.max(term), n + 1
            try:
                rest = Majorants(symbol, n, self).supremum(node.args[0])
            except Growing:
                continue
            if rest is not None and rest < best:
                return best
        raise NoValue("a supremum over too many terms")

    def value_of_integral(self, node):
        low, high, body = node.args
        if infinite(low) or infinite(high):
            raise Unbounded("an integral over an unbounded range")
        a, b = self(low), self(high)
        if not (a.is_finite() and b.is_finite()):
            raise NoValue("an end of an integral")
        if self.probe(node) is not None:
            raise Unreadable("an integral that depends on the variable of another")
        return integral(lambda z, analytic: Scope(self, {node.data: z}, analytic)(body), a, b)

    def value_of_root(self, node):
        from roots import Equation

        low, high, body = node.args
        return Equation(body, node.data, self).solve(self(low), self(high))


def infinite(node):
    """inf or -inf."""
    node = node.args[0] if node.op == "neg" else node
    return node.op == "const" and node.data == "inf"


def integral(f, a, b, evaluations=200000):
    """The integral of an analytic f(z, analytic) between real balls, as a real ball."""

    problems = []

    def guarded(z, analytic):
        if problems:
            return NAN
        try:
            return acb(f(z, analytic))
        except (ValueError, ZeroDivisionError):
            return NAN
        except Exception as problem:  # it cannot pass through FLINT
            problems.append(problem)
            return NAN

    value = acb.integral(guarded, a, b, eval_limit=evaluations)
    if problems:
        raise problems[0]
    if not value.is_finite():
        raise NoValue("an integral")
    return value.real


def constant(name):
    if name == "pi":
        return arb.pi()
    if name == "e":
        return arb(1).exp()
    if name == "euler":
        return arb.const_euler()
    return arb.pos_inf()


def integer_power(x, n):
    return 1 / x ** (-n) if n < 0 else x**n


def small():
    return arb(2) ** -ctx.prec


def ball(radius):
    """[-r, r]."""
    return arb(0, arb(radius.abs_upper()))


def value(node, names=None):
    """The value of a closed node, or with values for its variables."""
    return Scope(None, names or {})(node)
