"""Expression trees: nested arrays of a certificate become shared nodes, with exact values where they are rational."""

import json
import re

from flint import fmpq, fmpz

DECIMAL = re.compile(r"([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?\Z")
LARGEST_BITS = 4096


class Malformed(Exception):
    """The certificate is not one: the reason, on one line."""


class Unreadable(Exception):
    """The expression uses something that this checker does not evaluate."""


def decimal(text):
    """The rational that a decimal literal denotes exactly."""
    match = DECIMAL.match(text) if isinstance(text, str) else None
    if not match:
        raise Malformed(f"not a decimal number: {text!r}"[:120])
    sign, whole, fraction, exponent = match.groups()
    fraction = fraction or ""
    scale = int(exponent or 0) - len(fraction)
    value = fmpq(int(whole + fraction))
    value = value * fmpz(10) ** scale if scale >= 0 else value / fmpz(10) ** -scale
    return -value if sign == "-" else value


def rational(text):
    """`3`, `-0.25`, `1e-3`, `1/3`, `2^-5`."""
    if isinstance(text, str) and "/" in text:
        over, under = text.split("/", 1)
        bottom = decimal(under)
        if bottom == 0:
            raise Malformed(f"a division by zero: {text!r}")
        return decimal(over) / bottom
    if isinstance(text, str) and "^" in text:
        base, power = text.split("^", 1)
        if not re.fullmatch(r"-?\d{1,5}", power):
            raise Malformed(f"not a number: {text!r}"[:120])
        return decimal(base) ** int(power)
    return decimal(text)


def array(text):
    """Nested lists of the texts in `[[3/2,1/3],[1/3,5/4]]`, quoted or not."""
    if isinstance(text, list):
        return text
    try:
        return json.loads(re.sub(r'"?([^\[\],\s"]+)"?', r'"\1"', text))
    except (json.JSONDecodeError, RecursionError, TypeError):
        raise Malformed(f"not an array: {str(text)[:60]}")


BINDERS = {"sum": 2, "sup": 2, "integral": 3, "root": 3}
ARITY = {"+": 2, "-": 2, "*": 2, "/": 2, "neg": 1, "pow": 2}
CONSTANTS = {"pi", "e", "euler", "inf"}


class Unbounded(Unreadable):
    """An integral to infinity."""


class Node:
    """One operation; `data` is what is not an operand. Equal nodes are one object within a `Forest`."""

    __slots__ = ("op", "data", "args", "free", "value", "pool")

    def __init__(self, op, data, args, free, value, pool):
        self.op, self.data, self.args, self.free, self.value, self.pool = op, data, args, free, value, pool


class Forest:
    """Builds nodes, each once; arithmetic on rationals is done exactly."""

    def __init__(self):
        self.nodes = {}

    def make(self, op, data=None, args=()):
        key = (op, data, tuple(id(a) for a in args))
        found = self.nodes.get(key)
        if found is None:
            free = frozenset().union(*(a.free for a in args))
            if op == "var":
                free = frozenset([data])
            elif op == "index":
                free = frozenset([data[0]])
            elif op in ("^", "call"):
                free = free.union(n[0] for n in (data[1] if op == "call" else [data]) if isinstance(n, tuple))
            elif op in BINDERS:
                symbol = data[0] if isinstance(data, tuple) else data
                inside = args[-1].free - {symbol}
                free = inside.union(*(a.free for a in args[:-1]))
            found = Node(op, data, tuple(args), free, None, self)
            if not free:
                found.value = exact(found)
            self.nodes[key] = found
        return found

    def number(self, q):
        return self.make("num", str(q))

    def read(self, tree, bound=frozenset(), indices=frozenset(), end=False):
        """The node of a nested array: `bound` are the variables, `indices` the integers that sums and suprema bind."""
        if not isinstance(tree, list) or not tree or not isinstance(tree[0], str):
            raise Malformed(f"not an expression: {str(tree)[:60]}")
        op, rest = tree[0], tree[1:]
        if op == "num" and len(rest) == 1:
            return self.make("num", str(rational(rest[0])))
        if op == "const" and rest == ["inf"] and not end:
            raise Unreadable("an infinity that is no end of an integral")
        if op == "const" and len(rest) == 1 and isinstance(rest[0], str) and rest[0] in CONSTANTS:
            return self.make("const", rest[0])
        if op == "var" and len(rest) == 1 and isinstance(rest[0], str):
            if rest[0] not in bound:
                raise Malformed(f"a free variable: {rest[0][:40]}")
            return self.make("var", rest[0])
        if op == "index":
            return self.make("index", self.integer(tree, indices))
        if op in ARITY and len(rest) == ARITY[op]:
            end = end and op == "neg" and rest[0] == ["const", "inf"]
            return self.make(op, None, [self.read(t, bound, indices, end) for t in rest])
        if op == "^" and len(rest) == 2:
            return self.make("^", self.integer(rest[1], indices), [self.read(rest[0], bound, indices)])
        if op == "call" and len(rest) == 3 and isinstance(rest[0], str) and all(isinstance(r, list) for r in rest[1:]):
            integers = tuple(self.integer(n, indices) for n in rest[1])
            return self.make("call", (rest[0], integers), [self.read(t, bound, indices) for t in rest[2]])
        if op in ("sum", "sup") and len(rest) == 3 and isinstance(rest[0], str) and type(rest[1]) is int:
            return self.make(op, (rest[0], rest[1]), [self.read(rest[2], bound - {rest[0]}, indices | {rest[0]})])
        if op in ("integral", "root") and len(rest) == 4 and isinstance(rest[0], str):
            ends = [self.read(t, bound, indices, op == "integral") for t in rest[1:3]]
            return self.make(op, rest[0], ends + [self.read(rest[3], bound | {rest[0]}, indices - {rest[0]})])
        raise Malformed(f"not an expression: {str(tree)[:60]}")

    def integer(self, n, indices):
        """An integer, or (symbol, offset) for one that a sum binds."""
        if type(n) is int:
            return n
        if isinstance(n, list) and len(n) == 3 and n[0] == "index" and isinstance(n[1], str) and type(n[2]) is int:
            if n[1] not in indices:
                raise Malformed(f"a free index: {n[1][:40]}")
            return (n[1], n[2])
        raise Malformed(f"not an integer: {str(n)[:60]}")


def exact(node):
    """The rational value of a closed node, when plain arithmetic gives it."""
    op, x = node.op, [a.value for a in node.args]
    if op == "num":
        return fmpq(*map(int, node.data.split("/")))
    if op in BINDERS or any(v is None for v in x):
        return None
    value = None
    if op == "+":
        value = x[0] + x[1]
    elif op == "-":
        value = x[0] - x[1]
    elif op == "*":
        value = x[0] * x[1]
    elif op == "/" and x[1] != 0:
        value = x[0] / x[1]
    elif op == "neg":
        value = -x[0]
    elif op == "^":
        value = power(x[0], node.data)
    elif op == "pow" and x[1].q == 1 and abs(x[1].p) < LARGEST_BITS:
        value = power(x[0], int(x[1].p))
    elif op == "call":
        value = called(node.data[0], node.data[1], x)
    if value is not None and max(value.p.bit_length(), value.q.bit_length()) > LARGEST_BITS:
        return None
    return value


def power(x, n):
    if x == 0 and n <= 0:
        return fmpq(1) if n == 0 else None
    size = max(x.p.bit_length(), x.q.bit_length())
    return x**n if abs(n) * size <= LARGEST_BITS else None


AT_ZERO = dict.fromkeys(
    ["expm1", "log1p", "sqrt", "sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "ein", "erf"], 0
) | dict.fromkeys(["exp", "cos", "cosh", "exprel", "erfc"], 1)


def called(name, n, x):
    if name in ("min", "max") and len(x) == 2:
        return min(x) if name == "min" else max(x)
    if name == "abs" and len(x) == 1:
        return abs(x[0])
    if not n and len(x) == 1 and x[0] == 0 and name in AT_ZERO:
        return fmpq(AT_ZERO[name])
    if name == "log" and x == [1]:
        return fmpq(0)
    if name == "factorial" and len(n) == 1 and 0 <= n[0] < 300:
        return fmpq(fmpz.fac_ui(n[0]))
    if name == "binomial" and len(n) == 2 and 0 <= n[0] < 1000:
        return fmpq(binomial(*n))
    return None


def binomial(n, k):
    """Binomial coefficients of integers n >= 0; 0 outside 0 <= k <= n."""
    if n < 0:
        raise Unreadable("a binomial coefficient of a negative integer")
    return fmpz.bin_uiui(n, k) if 0 <= k <= n else fmpz(0)
