"""The names of printed expressions: they build a tree, `value` evaluates it with python-flint at `ctx.prec` bits.

    from readings import *
    ctx.prec = 200
    print(value(series(lambda n: n**2*besseli(n, q("1")), 1)))
"""

from flint import ctx

from evaluation import Scope
from functions import COMPLEX, REAL
from trees import Forest

__all__ = ["ctx", "value", "q", "variable", "pi", "e", "euler", "inf", "series", "supremum", "integral", "root"]
FOREST = Forest()
names = {"count": 0}


class Term:
    """A node with operators. An index keeps to integers: `n + 1` is an index too."""

    def __init__(self, node):
        self.node = node

    def __add__(self, other):
        if isinstance(other, int) and self.node.op == "index":
            symbol, offset = self.node.data
            return Term(FOREST.make("index", (symbol, offset + other)))
        return operation("+", self, other)

    def __sub__(self, other):
        return self + -other if isinstance(other, int) and self.node.op == "index" else operation("-", self, other)

    def __mul__(self, other):
        return operation("*", self, other)

    def __truediv__(self, other):
        return operation("/", self, other)

    def __neg__(self):
        return operation("neg", self)

    def __pow__(self, n):
        if isinstance(n, int):
            return Term(FOREST.make("^", n, [self.node]))
        if n.node.op == "index":
            return Term(FOREST.make("^", n.node.data, [self.node]))
        return operation("pow", self, n)


def operation(op, *terms):
    return Term(FOREST.make(op, None, [t.node for t in terms]))


def q(text):
    return Term(FOREST.read(["num", text]))


def variable(name):
    return Term(FOREST.make("var", name))


pi, e, euler, inf = (Term(FOREST.make("const", name)) for name in ("pi", "e", "euler", "inf"))


def fresh():
    names["count"] += 1
    return f"_{names['count']}"


def over_index(op):
    def binder(f, first):
        symbol = fresh()
        return Term(FOREST.make(op, (symbol, first), [f(Term(FOREST.make("index", (symbol, 0)))).node]))

    return binder


def over_interval(op):
    def binder(f, low, high):
        symbol = fresh()
        return Term(FOREST.make(op, symbol, [low.node, high.node, f(variable(symbol)).node]))

    return binder


series, supremum = over_index("sum"), over_index("sup")
integral, root = over_interval("integral"), over_interval("root")


def function(name):
    """Integers and indices stand first among the arguments."""
    most = max(key[1] for key in [*REAL, *COMPLEX] if key[0] == name)

    def call(*arguments):
        count = 0
        while count < min(most, len(arguments)):
            a = arguments[count]
            if not isinstance(a, int) and a.node.op != "index":
                break
            count += 1
        indices = tuple(a if isinstance(a, int) else a.node.data for a in arguments[:count])
        return Term(FOREST.make("call", (name, indices), [a.node for a in arguments[count:]]))

    return call


for known in {key[0] for key in [*REAL, *COMPLEX]}:
    exported = known + "_" if known in ("abs", "min", "max") else known
    globals()[exported] = function(known)
    __all__.append(exported)


def value(term, **variables):
    """A ball that contains the value."""
    return Scope(None, variables)(term.node)
