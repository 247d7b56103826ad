"""Roots of equations F(x) = 0: existence by a change of sign, uniqueness by the sign of the derivative, digits by Newton."""

from flint import arb, ctx

from derivatives import derivative
from evaluation import NoValue, Scope

SEARCH_BITS = 64
DEEPEST = 14


def sign(x):
    return 1 if x > 0 else -1 if x < 0 else 0


def hull(a, b):
    return a.union(b)


class Equation:
    """F = `body`, a node with the variable `symbol`, in the scope of its parameters."""

    def __init__(self, body, symbol, scope=None):
        self.body, self.symbol, self.scope = body, symbol, scope
        self.slope = derivative(body, symbol, body.pool)

    def at(self, node, x):
        scope = Scope(self.scope, {self.symbol: x})
        try:
            return scope(node)
        except NoValue:
            return arb.nan()

    def value(self, x):
        return self.at(self.body, x)

    def changes_sign(self, low, high):
        """A root lies in [low, high]: opposite signs at the ends, F defined (so continuous) between."""
        a, b = self.value(low), self.value(high)
        if a.is_zero() or b.is_zero():
            return True
        return sign(a) * sign(b) < 0 and self.defined(low, high, DEEPEST)

    def defined(self, low, high, depth):
        if self.value(hull(low, high)).is_finite():
            return True
        if depth == 0:
            return False
        middle = ((low + high) / 2).mid()
        return self.defined(low, middle, depth - 1) and self.defined(middle, high, depth - 1)

    def count(self, low, high):
        """The number of roots in [low, high], or None: pieces without a root, and runs where F is monotone."""
        bits, ctx.prec = ctx.prec, SEARCH_BITS
        try:
            pieces = []
            low, high = arb(low.lower()), arb(high.upper())
            if not self.pieces(low, high, DEEPEST, pieces):
                return None
        finally:
            ctx.prec = bits
        roots, start = 0, None
        for position, (a, b, slope) in enumerate(pieces):
            if slope == 0:
                continue
            if start is None:
                start = a
            if position + 1 < len(pieces) and pieces[position + 1][2] == slope:
                continue
            signs = sign(self.value(start)), sign(self.value(b))
            if 0 in signs:
                return None
            roots, start = roots + (signs[0] != signs[1]), None
        return roots

    def pieces(self, low, high, depth, found):
        x = hull(low, high)
        whole = self.value(x)
        if whole.is_finite():  # so F is defined on the whole piece
            if sign(whole):
                found.append((low, high, 0))
                return True
            slope = sign(self.at(self.slope, x))
            if slope:
                found.append((low, high, slope))
                return True
        if depth == 0:
            return False
        middle = ((low + high) / 2).mid()
        return self.pieces(low, middle, depth - 1, found) and self.pieces(middle, high, depth - 1, found)

    def solve(self, low, high):
        """The root in [low, high], which must be the only one, as a ball."""
        if self.count(low, high) != 1:
            raise NoValue("a root that is not seen to be the only one")
        low, high = low.mid(), high.mid()
        left = sign(self.value(low))
        if left == 0 or left == sign(self.value(high)):
            raise NoValue("a root without a change of sign")
        for _ in range(2 * ctx.prec):
            x = hull(low, high)
            slope = self.at(self.slope, x)
            middle = x.mid()
            if sign(slope):
                step = middle - self.value(middle) / slope
                if not step.is_finite() or not step.overlaps(x):
                    raise NoValue("a root")
                x = step.intersection(x)
                if x.rad() > (high - low) / 4 and x.rel_accuracy_bits() < ctx.prec // 2:
                    low, high = self.halve(low, high, left)
                    continue
                tight = x.rad() >= (high - low) / 4
                low, high = arb(x.lower()), arb(x.upper())
                if tight or x.rel_accuracy_bits() > ctx.prec - 20:
                    return x
            else:
                low, high = self.halve(low, high, left)
        raise NoValue("a root")

    def halve(self, low, high, left):
        middle = ((low + high) / 2).mid()
        side = sign(self.value(middle))
        if side == 0:
            raise NoValue("a sign close to a root")
        return (middle, high) if side == left else (low, middle)
