"""Gaussian data: the scalar flows through their differential equations by quadrature."""

from flint import arb, ctx

from evaluation import integral
from formulas import NotApplicable, equation, formula


@formula("gaussian.sigmoid-defect", "K", "rate")
def sigmoid_defect(p, output):
    """-3 m^2 times the integral of u^3/(sinh(pi u) (1 + m^2 u^2)^(5/2)) over u > 0, cut at L.

    Beyond L the integrand is at most 2 u^3 e^(-pi u)/(1 - e^(-2 pi L)).
    """
    m, k, near = p("m"), arb.pi(), arb(1) / 8
    end = arb(int(ctx.prec * 0.25) + 10)
    tail = 2 * (k * end).gamma_upper(4) / k**4 / (1 - (-2 * k * end).exp())

    def shrink(u, analytic):
        x = 1 + (m * u) ** 2
        return x * x * x.sqrt(analytic=analytic)

    # u/sinh(pi u) = 2 e^(-pi u) u/(1 - e^(-2 pi u)), regular at 0.
    first = integral(lambda u, a: u * u * (-k * u).exp() / (k * (-2 * k * u).hypgeom_1f1(1, 2) * shrink(u, a)), arb(0), near)
    rest = integral(lambda u, a: u**3 / ((k * u).sinh() * shrink(u, a)), near, end)
    result = -3 * m * m * (first + rest + arb(0, arb(tail.upper())))
    return result if output == "K" else 4 * p("v", "1") * m * result


def positive_scale(y, high):
    if not (y > 0 and high > 0):
        raise NotApplicable("not positive")


@equation("gaussian.scalar-flow", "y")
def scalar_flow(p, y):
    """The time that the equation for y' takes from y0 to y, less t."""
    kind, y0, c = p.word("kind", "softmax"), p("y0"), p("c")
    positive_scale(y0, y)
    if kind == "softmax":
        return (1 / y0 - 1 / y) / (2 * c) - p("t")
    if kind == "l2":
        return integral(lambda u, _: (1 + 2 * u) / (4 * c * u * u), y0, y) - p("t")
    slow = lambda u, a: c / ((1 + 4 * c * c * u * u).sqrt(analytic=a) - 1)  # noqa: E731
    return integral(slow, y0, y) - p("t")


@equation("gaussian.heat-limit", "s")
def heat(p, s):
    eps, s0 = p("eps"), p("s0")
    positive_scale(s0, s)
    if p.word("kind", "sinkhorn") == "softmax":
        return (s - s0 + eps * (s / s0).log()) / 2 - p("t")
    slow = lambda u, a: eps / (2 * u + eps - (eps * eps + 4 * u * u).sqrt(analytic=a))  # noqa: E731
    return integral(slow, s0, s) - p("t")


@equation("gaussian.sinkhorn-divergence-flow", "a")
def divergence_flow(p, x):
    eps, b, a0 = p("eps"), p("b"), p("a0")
    root = lambda u, a: (eps * eps + 4 * u).sqrt(analytic=a)  # noqa: E731
    return integral(lambda u, a: 1 / (root(u * b, a) - root(u * u, a)), a0, x) - p("t")


@formula("gaussian.discrete-layer", "y")
def layers(p):
    y = p.exact("y0")
    if p.integer("n") <= 6:
        for _ in range(p.integer("n")):
            y = y * (1 - y) ** 2
        return arb(y)
    y = arb(y)
    for _ in range(p.integer("n")):
        y = y * (1 - y) ** 2
    return y
