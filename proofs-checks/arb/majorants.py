"""Tails of infinite sums: bounds |a(n)| <= c q^(n - N) for all n >= N, read off the tree of the general term."""

from flint import arb, fmpz

from trees import Unreadable

ONE = 1


class Majorants:
    """Bounds for the nodes that depend on the running index `symbol`, from n = N on.

    `value(node)` evaluates what does not depend on it.
    """

    def __init__(self, symbol, start, value):
        self.symbol, self.start, self.value = symbol, start, value
        self.uppers, self.lowers = {}, {}

    def tail(self, node):
        """A bound of the sum of |a(n)| over n >= N, or None when the terms are not seen to decrease."""
        c, q = self.upper(node)
        return c / (1 - q) if q < 1 else None

    def supremum(self, node):
        """A bound of |a(n)| for n >= N, or None."""
        c, q = self.upper(node)
        return c if q <= 1 else None

    def upper(self, node):
        found = self.uppers.get(id(node))
        if found is None:
            found = self.uppers[id(node)] = self._upper(node)
        return found

    def lower(self, node):
        """(c, q) with |a(n)| >= c q^(n - N)."""
        found = self.lowers.get(id(node))
        if found is None:
            found = self.lowers[id(node)] = self._lower(node)
        return found

    def shifted(self, n):
        """N + offset for an index argument, or the integer itself; and whether it moves."""
        if isinstance(n, tuple):
            if n[0] != self.symbol:
                return int(self.value_of_index(n)), False
            return self.start + n[1], True
        return n, False

    def value_of_index(self, n):
        return self.value.index(n)

    def _upper(self, node):
        if self.symbol not in node.free:
            return magnitude(self.value(node)), arb(1)
        op, x = node.op, node.args
        if op == "index":
            n, _ = self.shifted(node.data)
            if n <= 0:
                raise Unreadable("an index that is not positive in a tail")
            return arb(n), arb(n + 1) / n
        if op == "neg":
            return self.upper(x[0])
        if op in "+-":
            (a, p), (b, q) = self.upper(x[0]), self.upper(x[1])
            return a + b, p.max(q)
        if op == "*":
            (a, p), (b, q) = self.upper(x[0]), self.upper(x[1])
            return a * b, p * q
        if op == "/":
            (a, p), (b, q) = self.upper(x[0]), self.lower(x[1])
            return a / b, p / q
        if op == "^":
            return self.power(node)
        if op == "call":
            return self.called(node)
        raise Unreadable(f"a bound of {op} in a tail")

    def power(self, node):
        n, moves = self.shifted(node.data)
        if moves:
            base = node.args[0]
            if self.symbol in base.free:
                raise Unreadable("a power whose base and exponent move in a tail")
            if n < 0:
                raise Growing()
            x = magnitude(self.value(base))
            return x**n, x
        if n < 0:
            c, q = self.lower(node.args[0])
            return c**n, q**n
        c, q = self.upper(node.args[0])
        return c**n, q**n

    def called(self, node):
        name, indices = node.data
        n = [self.shifted(i) for i in indices]
        x = node.args
        if name in ("sin", "cos"):
            return arb(1), arb(1)
        if name == "exp":
            return self.exponential(x[0])
        if name == "gammaq" and self.symbol not in x[0].free and self.value(x[0]) >= 0:
            return arb(1), arb(1)  # a probability
        if name == "binomial":
            return self.binomial(n)
        if name in ("besseli", "besselclifford") and len(n) == 1:
            return self.bessel(name, n[0], x[0])
        if name in ("expm1", "ein"):
            c, q = self.flat(x[0], allow_decrease=True)
            return c * c.exp(), q  # both are at most |x| e^|x|
        if name == "exprel":
            c, _ = self.flat(x[0])
            return c.exp(), arb(1)
        if name == "e1":
            # E1(y) <= e^-y/y.
            a, p = self.exponential(x[0], sign=-1)
            b, q = self.lower(x[0])
            return a / b, p / q
        raise Unreadable(f"a bound of {name} in a tail")

    def flat(self, node, allow_decrease=False):
        """|x(n)| <= c for all n >= N."""
        c, q = self.upper(node)
        if not q <= 1:
            raise Growing()
        return c, q if allow_decrease else arb(1)

    def exponential(self, node, sign=1):
        """e^(sign x(n)): a polynomial in n - N with coefficients <= 0 beyond the first is below its first two terms."""
        p = self.polynomial(node)
        if p is not None:
            p = [sign * c for c in p]
            if all(c <= 0 for c in p[2:]):
                return p[0].exp(), p[1].exp() if len(p) > 1 else arb(1)
        c, _ = self.flat(node)
        return c.exp(), arb(1)

    def polynomial(self, node):
        """The coefficients of a polynomial in j = n - N, or None."""
        if self.symbol not in node.free:
            return [self.value(node)]
        op, x = node.op, node.args
        if op == "index":
            return [arb(self.shifted(node.data)[0]), arb(1)]
        if op == "neg":
            p = self.polynomial(x[0])
            return p and [-c for c in p]
        if op == "^" and type(node.data) is int and 0 < node.data < 9:
            p = self.polynomial(x[0])
            result = p
            for _ in range(node.data - 1):
                result = p and product(result, p)
            return result
        if op in ("+", "-", "*") or (op == "/" and self.symbol not in x[1].free):
            a, b = self.polynomial(x[0]), self.polynomial(x[1])
            if a is None or b is None:
                return None
            if op == "*":
                return product(a, b)
            if op == "/":
                return [c / b[0] for c in a]
            size = max(len(a), len(b))
            a, b = a + [arb(0)] * (size - len(a)), b + [arb(0)] * (size - len(b))
            return [s + t if op == "+" else s - t for s, t in zip(a, b)]
        return None

    def binomial(self, n):
        (top, moves), (bottom, slides) = n
        if slides and not moves:
            if bottom > top:
                return arb(0), arb(0)
            return arb(fmpz(2) ** top), arb(1)
        if moves and not slides:
            if bottom < 0:
                return arb(0), arb(0)
            if top < bottom:
                raise Growing()
            return arb(fmpz.bin_uiui(top, bottom)), arb(top + 1) / (top + 1 - bottom)
        raise Unreadable("a binomial coefficient with both arguments in motion")

    def bessel(self, name, order, x):
        n, moves = order
        if n < 0:
            raise Unreadable("a Bessel function of negative order in a tail")
        if self.symbol in x.free:
            # Increasing in |x|.
            if moves:
                raise Unreadable("a Bessel function whose order and argument move in a tail")
            c, q = self.upper(x)
            if not q <= 1:
                raise Growing()
        else:
            c, q = magnitude(self.value(x)), arb(1)
        if name == "besselclifford":
            # C_(n+1)(y) <= C_n(y)/(n + 1), since (n+1+k)! >= (n+1)(n+k)!.
            return c.hypgeom_0f1(n + 1, regularized=True), arb(1) / (n + 1) if moves else arb(1)
        # I_n(x) = (x/2)^n C_n(x^2/4); for a fixed order n >= 1 and a shrinking argument it shrinks like x^n.
        return c.bessel_i(n), c / (2 * (n + 1)) if moves else q**n

    def _lower(self, node):
        if self.symbol not in node.free:
            x = self.value(node)
            return arb(x.abs_lower()), arb(1)
        op, x = node.op, node.args
        if op == "index":
            n, _ = self.shifted(node.data)
            if n <= 0:
                raise Unreadable("an index that is not positive in a tail")
            return arb(n), arb(1)
        if op == "neg":
            return self.lower(x[0])
        if op == "*":
            (a, p), (b, q) = self.lower(x[0]), self.lower(x[1])
            return a * b, p * q
        if op == "/":
            (a, p), (b, q) = self.lower(x[0]), self.upper(x[1])
            return a / b, p / q
        if op == "^":
            n, moves = self.shifted(node.data)
            c, q = self.lower(x[0])
            if moves and self.symbol not in x[0].free:
                if n < 0:
                    raise Growing()
                return c**n, c
            if not moves and n >= 0:
                return c**n, q**n
        if op == "call" and node.data[0] == "factorial":
            n, _ = self.shifted(node.data[1][0])
            if n < 0:
                raise Growing()
            return arb(fmpz.fac_ui(n)), arb(n + 1)
        raise Unreadable(f"a lower bound of {op} in a tail")


class Growing(Exception):
    """No bound from this N on; a larger one may have it."""


def magnitude(x):
    return arb(x.abs_upper())


def product(a, b):
    c = [arb(0)] * (len(a) + len(b) - 1)
    for i, s in enumerate(a):
        for j, t in enumerate(b):
            c[i + j] += s * t
    return c
