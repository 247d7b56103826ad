"""Other formulas than those of the certificates, keyed by id and output, written from the definitions of the papers.

A formula takes the parameters and returns a real ball; an equation takes them and a ball x, and returns F(x), which
must change sign between the certified ends.
"""

from flint import arb

from trees import Malformed, array, rational

FORMULAS = {}
EQUATIONS = {}


def formula(identifier, *outputs):
    def register(function):
        for output in outputs:
            FORMULAS[identifier, output] = function if len(outputs) == 1 else bound(function, output)
        return function

    return register


def bound(function, output):
    return lambda p: function(p, output)


def equation(identifier, output):
    def register(function):
        EQUATIONS[identifier, output] = function
        return function

    return register


class NotApplicable(Exception):
    """The other formula does not cover these parameters."""


class Parameters:
    """The parameters of a certificate by name: `p("beta")` a ball, `p.integer("n")`, `p.word("kind", "SA")`."""

    def __init__(self, texts, digits):
        self.texts, self.digits = texts, digits

    def exact(self, name, default=None):
        text = self.texts.get(name, default)
        if text is None:
            raise NotApplicable(name)
        try:
            return rational(str(text))
        except Malformed:
            raise NotApplicable(name)

    def __call__(self, name, default=None):
        return arb(self.exact(name, default))

    def integer(self, name, default=None):
        q = self.exact(name, default)
        if q.q != 1:
            raise NotApplicable(name)
        return int(q.p)

    def word(self, name, default):
        return self.texts.get(name, default)

    def array(self, name):
        """Nested lists of rationals."""
        try:
            value = array(self.texts.get(name))
        except Malformed:
            raise NotApplicable(name)
        return rationals(value)


def rationals(value):
    if isinstance(value, list):
        return [rationals(v) for v in value]
    if value is None or isinstance(value, (dict, bool)):
        raise NotApplicable("an array")
    return rational(str(value))


def load_all():
    from formulas import causal, clustering, gaussian, kde, retrieval  # noqa: F401
