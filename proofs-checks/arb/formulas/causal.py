"""Causal clustering: trigonometric forms, the incomplete beta function, matrix exponentials and quadrature."""

from flint import arb, arb_mat, ctx, fmpq

from evaluation import integral
from formulas import NotApplicable, formula
from functions import ein


def force(x, beta):
    return (beta * (x.cos() - 1)).exp() * x.sin()


def slope(x, beta):
    return (beta * (x.cos() - 1)).exp() * (x.cos() - beta * x.sin() ** 2)


@formula("causal.force-peak", "tau", "h_max")
def peak(p, output):
    beta = p("beta")
    tau = (((4 * beta * beta + 1).sqrt() - 1) / (2 * beta)).acos()
    return tau if output == "tau" else force(tau, beta)


@formula("causal.strong-center-lifetime", "T_star")
def lifetime(p):
    beta, c = p("beta"), p("c")
    x = c / beta.sqrt()
    return p("epsilon") * x / (p("k") * force(x, beta))


@formula("causal.frozen-window", "N_h", "N_g", "N_suff")
def window(p, output):
    c, epsilon = p("c"), p("epsilon")
    if output == "N_suff":
        return (epsilon.log() - (c - 1).log() + (c - 1 - 2 * epsilon) ** 2 * 3 / 8).exp()
    beta = p("beta")
    u = 1 / beta.sqrt()
    if output == "N_h":
        return force(epsilon * u, beta) / force((c - 1 - 2 * epsilon) * u, beta)
    return -slope(epsilon * u, beta) / slope((c - 2 * epsilon) * u, beta)


@formula("causal.strong-renyi-count", "E")
def strong_centres(p):
    d, delta = p.integer("d"), p("delta")
    half = arb(1) / 2
    narrow = delta if delta <= arb.pi() / 2 else arb.pi() - delta
    cap = (narrow.sin() ** 2).beta_lower(arb(fmpq(d - 1, 2)), half, regularized=True) / 2
    if not delta <= arb.pi() / 2:
        cap = 1 - cap
    if p.word("n", "inf") == "inf":
        return 1 / cap
    return -(p.integer("n") * (-cap).log1p()).expm1() / cap


@formula("causal.renyi-constant", "C")
def renyi(_):
    """The integral up to T, then e^(-2 gamma)/T up to a factor between e^(-2 E1(T)) and 1."""
    end = arb(int(ctx.prec * 0.7) + 10)
    value = integral(lambda z, _: (-2 * ein(z)).exp(), arb(0), end)
    high = (-2 * arb.const_euler()).exp() / end
    return value + high.union(high * (-2 * end.expint(1)).exp())


@formula("causal.leader-propagator", "P")
def leader(p):
    k, j, t = p.integer("k"), p.integer("j"), p("t")
    if j > k:
        raise NotApplicable("above the diagonal")
    rows = [[t * (arb(fmpq(1, i + 1)) if m <= i else 0) - (t if m == i else 0) for m in range(k)] for i in range(k)]
    return arb_mat(rows).exp()[k - 1, j - 1]


@formula("causal.two-token-time", "T")
def two_tokens(p):
    beta = p("beta")
    return integral(lambda z, _: (1 + (beta * (1 - z.cos())).exp()) / z.sin(), p("phi1"), p("phi0"))
