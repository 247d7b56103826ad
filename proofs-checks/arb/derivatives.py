"""Symbolic derivatives of expression trees, simplified only by leaving out zeros."""

from flint import fmpq

from trees import Unreadable

HALF = fmpq(1, 2)


class Builder:
    """Operations on nodes of one forest."""

    def __init__(self, forest):
        self.forest = forest
        self.zero, self.one = forest.number(0), forest.number(1)

    def number(self, q):
        return self.forest.number(fmpq(q))

    def add(self, a, b):
        return b if a is self.zero else a if b is self.zero else self.forest.make("+", None, [a, b])

    def sub(self, a, b):
        return a if b is self.zero else self.forest.make("-", None, [a, b])

    def mul(self, a, b):
        if a is self.zero or b is self.zero:
            return self.zero
        return b if a is self.one else a if b is self.one else self.forest.make("*", None, [a, b])

    def div(self, a, b):
        return a if a is self.zero or b is self.one else self.forest.make("/", None, [a, b])

    def neg(self, a):
        return a if a is self.zero else self.forest.make("neg", None, [a])

    def power(self, a, n):
        return a if n == 1 else self.one if n == 0 else self.forest.make("^", n, [a])

    def call(self, name, n, *x):
        return self.forest.make("call", (name, tuple(n)), x)

    def bump(self, n):
        return (n[0], n[1] + 1) if isinstance(n, tuple) else n + 1

    def integer(self, n):
        return self.forest.make("index", n) if isinstance(n, tuple) else self.number(n)


def derivative(node, variable, forest):
    return Derivative(variable, forest).of(node)


class Derivative:
    def __init__(self, variable, forest):
        self.variable, self.b, self.known = variable, Builder(forest), {}

    def of(self, node):
        if self.variable not in node.free:
            return self.b.zero
        found = self.known.get(id(node))
        if found is None:
            found = self.known[id(node)] = self.compute(node)
        return found

    def compute(self, node):
        b, op, x = self.b, node.op, node.args
        integers = [node.data] if op in ("^", "index") else node.data[1] if op == "call" else []
        if any(isinstance(n, tuple) and n[0] == self.variable for n in integers):
            raise Unreadable("the derivative in an index")
        if op == "var":
            return b.one
        if op == "sum":
            # Termwise: the bound of the tail of the derivatives holds on the whole interval of the variable.
            body = self.of(x[0])
            return body if body is b.zero else b.forest.make("sum", node.data, [body])
        if op in ("sup", "integral", "root"):
            raise Unreadable(f"the derivative of {op}")
        d = [self.of(a) for a in x]
        if op == "+":
            return b.add(*d)
        if op == "-":
            return b.sub(*d)
        if op == "*":
            return b.add(b.mul(d[0], x[1]), b.mul(x[0], d[1]))
        if op == "/":
            return b.div(b.sub(b.mul(d[0], x[1]), b.mul(x[0], d[1])), b.power(x[1], 2)) if d[1] is not b.zero else b.div(d[0], x[1])
        if op == "neg":
            return b.neg(d[0])
        if op == "^":
            n = node.data
            if isinstance(n, tuple):
                return b.mul(b.integer(n), b.mul(b.forest.make("^", (n[0], n[1] - 1), [x[0]]), d[0]))
            return b.mul(b.number(n), b.mul(b.power(x[0], n - 1), d[0]))
        if op == "pow":
            log = b.call("log", [], x[0])
            inner = b.add(b.mul(d[1], log), b.mul(x[1], b.div(d[0], x[0])))
            return b.mul(node, inner)
        return self.called(node, d)

    def called(self, node, d):
        b, (name, n), x = self.b, node.data, node.args
        if name in OUTER and len(x) == 1:
            return b.mul(OUTER[name](b, n, x[0], node), d[0])
        if name == "hyp0f1" and d[0] is b.zero:
            up = b.call(name, [], b.add(x[0], b.one), x[1])
            return b.mul(b.div(up, x[0]), d[1])
        if name == "besseliratio" and d[0] is b.zero:
            # r' = 1 - (2 nu + 1) r/x - r^2.
            slope = b.mul(b.add(b.mul(b.number(2), x[0]), b.one), b.div(node, x[1]))
            return b.mul(b.sub(b.sub(b.one, slope), b.power(node, 2)), d[1])
        if name == "hyp2f1" and d[0] is b.zero and d[1] is b.zero and d[2] is b.zero:
            up = b.call(name, [], b.add(x[0], b.one), b.add(x[1], b.one), b.add(x[2], b.one), x[3])
            return b.mul(b.mul(b.div(b.mul(x[0], x[1]), x[2]), up), d[3])
        raise Unreadable(f"the derivative of {name}")


def over_root(b, inner):
    return b.div(b.one, b.call("sqrt", [], inner))


def square(b, x):
    return b.power(x, 2)


def minus_exp(b, x):
    return b.call("exp", [], b.neg(x))


def gamma_density(b, n, x):
    """-x^(k-1) e^-x/(k-1)!."""
    k = n[0]
    less = (k[0], k[1] - 1) if isinstance(k, tuple) else k - 1
    return b.neg(b.div(b.mul(b.forest.make("^", less, [x]), minus_exp(b, x)), b.call("factorial", [less])))


# The derivative of each function of one real argument: builder, integer arguments, argument, the call itself.
OUTER = {
    "exp": lambda b, n, x, f: f,
    "expm1": lambda b, n, x, f: b.call("exp", [], x),
    "log": lambda b, n, x, f: b.div(b.one, x),
    "log1p": lambda b, n, x, f: b.div(b.one, b.add(b.one, x)),
    "sqrt": lambda b, n, x, f: b.div(b.number(HALF), f),
    "sin": lambda b, n, x, f: b.call("cos", [], x),
    "cos": lambda b, n, x, f: b.neg(b.call("sin", [], x)),
    "tan": lambda b, n, x, f: b.add(b.one, square(b, f)),
    "asin": lambda b, n, x, f: over_root(b, b.sub(b.one, square(b, x))),
    "acos": lambda b, n, x, f: b.neg(over_root(b, b.sub(b.one, square(b, x)))),
    "atan": lambda b, n, x, f: b.div(b.one, b.add(b.one, square(b, x))),
    "sinh": lambda b, n, x, f: b.call("cosh", [], x),
    "cosh": lambda b, n, x, f: b.call("sinh", [], x),
    "tanh": lambda b, n, x, f: b.sub(b.one, square(b, f)),
    "asinh": lambda b, n, x, f: over_root(b, b.add(b.one, square(b, x))),
    "acosh": lambda b, n, x, f: over_root(b, b.sub(square(b, x), b.one)),
    "atanh": lambda b, n, x, f: b.div(b.one, b.sub(b.one, square(b, x))),
    "ein": lambda b, n, x, f: b.call("exprel", [], b.neg(x)),
    "exprel": lambda b, n, x, f: b.mul(b.number(HALF), b.call("hyp1f1", [], b.number(2), b.number(3), x)),
    "ei": lambda b, n, x, f: b.div(b.call("exp", [], x), x),
    "e1": lambda b, n, x, f: b.neg(b.div(minus_exp(b, x), x)),
    "besselclifford": lambda b, n, x, f: b.call("besselclifford", [b.bump(n[0])], x),
    "besseli": lambda b, n, x, f: b.add(
        b.call("besseli", [b.bump(n[0])], x), b.div(b.mul(b.integer(n[0]), f), x)
    ),
    "gammaq": lambda b, n, x, f: gamma_density(b, n, x),
    "erf": lambda b, n, x, f: b.div(
        b.mul(b.number(2), b.call("exp", [], b.neg(square(b, x)))), b.call("sqrt", [], b.forest.make("const", "pi"))
    ),
    "erfc": lambda b, n, x, f: b.neg(OUTER["erf"](b, n, x, f)),
    "mills": lambda b, n, x, f: b.sub(b.mul(x, f), b.one),
    "lambertw": lambda b, n, x, f: b.div(minus_exp(b, f), b.add(b.one, f)),
}
