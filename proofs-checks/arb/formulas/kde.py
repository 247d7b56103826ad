"""Modes of kernel density estimators: explicit moments, quadrature of the definitions, incomplete gamma functions."""

from flint import acb, arb, ctx, fmpq

from evaluation import integral
from formulas import NotApplicable, formula


def half(n):
    return arb(fmpq(n, 2))


def normal_density(x):
    return (-x * x / 2).exp() / (2 * arb.pi()).sqrt()


def explicit_moments(beta, t):
    """E G, E G', E G^2, E G G', E G'^2 of one sample, in the order of the paper; t may be complex."""
    a, b, s = 1 + beta, 1 + 2 * beta, t * t
    e1, e2 = (-beta * s / (2 * a)).exp(), (-beta * s / b).exp()
    ra, rb = a.sqrt(), b.sqrt()
    return (
        t * e1 / (a * ra),
        (a - beta * s) * e1 / (a * a * ra),
        (s + b) * e2 / (b * b * rb),
        t * ((1 - beta) * b - beta * s) * e2 / (b**3 * rb),
        (b * b * (1 + 2 * beta + 3 * beta * beta) + 2 * beta * (beta - 1) * b * s + beta * beta * s * s) * e2 / (b**4 * rb),
    )


def covariance(beta, t):
    m1, m2, g11, g12, g22 = explicit_moments(beta, t)
    return m1, m2, g11 - m1 * m1, g12 - m1 * m2, g22 - m2 * m2


def quadrature(beta, t, f):
    """E f(G, G') for X normal, |f| <= 1 + ...: the integral over |x| <= L and the mass beyond it."""
    reach = arb((2 * ctx.prec * arb(2).log()).sqrt().upper()) + 2

    def density(z, _):
        u = t - z
        w = (-beta * u * u / 2).exp()
        return f(u * w, (1 - beta * u * u) * w) * normal_density(z)

    middle = t if abs(t) < reach else arb(0)
    return integral(density, -reach, middle) + integral(density, middle, reach), (reach / arb(2).sqrt()).erfc()


def raw(beta, t, i, j):
    """|G| <= (beta e)^(-1/2) and |G'| <= 1."""
    value, outside = quadrature(beta, t, lambda g, d: g**i * d**j)
    bound = outside * (1 / (beta * arb(1).exp()).sqrt()) ** i
    return value + arb(0, arb(bound.upper()))


@formula("kde.moments", "moment")
def moment(p):
    i, j = p.integer("i"), p.integer("j")
    return arb(1) if i + j == 0 else raw(p("beta"), p("t"), i, j)


@formula("kde.moments", "s11", "s12", "s22", "tau2", "det")
def second(p, output):
    _, _, s11, s12, s22 = covariance(p("beta"), p("t"))
    det = s11 * s22 - s12 * s12
    return {"s11": s11, "s12": s12, "s22": s22, "tau2": det / s11, "det": det}[output]


def standardised(n, beta, t, analytic=None):
    """(tau/s1, aa, eta) of the Gaussian proxy."""
    root = (lambda x: x.sqrt(analytic=analytic)) if isinstance(t, acb) else (lambda x: x.sqrt())
    m1, m2, s11, s12, s22 = covariance(beta, t)
    s1, c = root(s11), s12 / s11
    tau = root(s22 - s12 * c)
    scale = arb(n).sqrt()
    return tau / s1, scale * m1 / s1, scale * (m2 - c * m1) / tau


def upper_normal(x):
    """Phi."""
    return (-x / arb(2).sqrt()).erfc() / 2


def proxy(n, beta, t, analytic=None):
    ratio, aa, eta = standardised(n, beta, t, analytic)
    return ratio * normal_density(aa) * (normal_density(eta) + eta * upper_normal(eta))


@formula("kde.proxy-intensity", "modes", "valleys", "difference", "limit")
def intensity(p, output):
    beta = p("beta")
    if output == "limit":
        return beta / (2 * arb.pi()) * (1 + 2 * beta) ** -half(1)
    n, t = p("n"), p("t")
    ratio, aa, eta = standardised(n, beta, t)
    if output == "difference":
        return ratio * normal_density(aa) * eta
    if output == "modes":
        return proxy(n, beta, t)
    return ratio * normal_density(aa) * (normal_density(eta) - eta * upper_normal(-eta))


def outer_edge(n, beta):
    return (n * n / beta).log().max(arb(0)).sqrt()


@formula("kde.proxy-count", "window")
def proxy_window(p):
    return outer_edge(p("n"), p("beta"))


@formula("kde.proxy-count", "modes")
def proxy_count(p):
    n, beta = p("n"), p("beta")
    reach = p("L") if p.word("L", None) is not None else outer_edge(n, beta)
    return 2 * integral(lambda z, a: proxy(n, beta, z, a), arb(0), reach)


@formula("kde.edgeworth-third", "intensity", "k30", "k21", "k12", "k03")
def edgeworth(p, output):
    """Central moments by quadrature."""
    beta, t = p("beta"), p("t")
    m1, m2, s11, s12, s22 = covariance(beta, t)
    s1, c = s11.sqrt(), s12 / s11
    tau = (s22 - s12 * c).sqrt()

    def cumulant(i, j):
        f = lambda g, d: ((g - m1) / s1) ** i * ((d - m2 - c * (g - m1)) / tau) ** j  # noqa: E731
        value, outside = quadrature(beta, t, f)
        g = (1 / (beta * arb(1).exp()).sqrt() + abs(m1)) / s1
        bound = outside * g**i * ((1 + abs(m2)) / tau + abs(c) * s1 / tau * g) ** j
        return value + arb(0, arb(bound.upper()))

    if output != "intensity":
        return cumulant(int(output[1]), int(output[2]))
    n = p("n")
    ratio, aa, eta = standardised(n, beta, t)
    density, mass = normal_density(eta), upper_normal(eta)
    bracket = (
        cumulant(3, 0) / 6 * (3 * aa - aa**3) * (density + eta * mass)
        + cumulant(2, 1) / 2 * (aa * aa - 1) * mass
        - cumulant(1, 2) / 2 * aa * density
        - cumulant(0, 3) / 6 * eta * density
    )
    return ratio * normal_density(aa) * bracket / n.sqrt()


@formula("kde.mammen-fixed-interval", "middle", "upper")
def fixed_interval(_, output):
    if output == "middle":
        return (arb(9) / (128 * arb.pi() ** 2)).root(4)
    return arb(6).sqrt() / (4 * arb.pi())


@formula("kde.mammen-critical", "modes")
def critical(p):
    e2 = 4 * arb(2).sqrt() * p("r") / 3
    return 1 - (e2 / 2).gamma_upper(half(1), regularized=1) / 2 + (-e2 / 2).exp() / (2 * arb.pi() * e2).sqrt()


@formula("kde.mammen-two-thirds", "coefficient")
def two_thirds(p):
    """The exponential expanded in c: incomplete gamma functions. |term k| <= (b - a)(2 sqrt2 c/e)^k/k!."""
    a, b, c = p("a"), p("b"), p("c")
    largest = 2 * arb(2).sqrt() * c / arb(1).exp()
    total, k, factor = b - a, 0, arb(1)

    def from_zero(x, k):
        value = (k * x * x / 2).gamma_lower(arb(fmpq(2 * k + 1, 2))) * (arb(2) / k) ** (k + half(1)) / 2
        return -value if x < 0 else value

    while True:
        k += 1
        factor = factor * -arb(2).sqrt() * c / k
        total += factor * (from_zero(b, k) - from_zero(a, k))
        tail = (b - a) * largest ** (k + 1) / arb(k + 1).fac()
        if k + 2 > 2 * largest and tail < arb(2) ** -ctx.prec:
            return arb(6).sqrt() / (4 * arb.pi()) * (total + arb(0, arb((2 * tail).upper())))


@formula("kde.main-theorem", "leading", "outer", "inner")
def leading(p, output):
    n, beta = p("n"), p("beta")
    outer, inner = (n * n / beta).log().sqrt(), (n * n / beta**3).log().max(arb(0)).sqrt()
    if output == "leading":
        return (3 * beta / 2).sqrt() / arb.pi() * (outer - inner)
    return outer if output == "outer" else inner


@formula("kde.shot-noise", "infinity")
def infinity(_):
    return arb(6).sqrt() / (4 * arb.pi())


@formula("kde.shot-noise-c4", "c4")
def fourth(_):
    """The Edgeworth terms from the integrals of u^a (1 - u^2)^b e^(-c u^2)."""

    def gaussian(k, c):
        """The integral of u^(2k) e^(-c u^2)."""
        return half(2 * k + 1).gamma() / arb(c) ** half(2 * k + 1)

    def mixed(i, j):
        """The integral of g^i g'^j, i even."""
        from trees import binomial

        c = half(i + j)
        return sum((arb(binomial(j, k)) * (-1) ** k * gaussian(i // 2 + k, c) for k in range(j + 1)), arb(0))

    s, d = mixed(2, 0), mixed(0, 2)
    k03 = mixed(0, 3) / (d * d.sqrt())
    return mixed(4, 0) / s**2 / 8 - mixed(2, 2) / (s * d) / 4 - mixed(0, 4) / d**2 / 24 + k03**2 / 24


@formula("kde.expected-n2", "modes")
def two_samples(p):
    return 1 + (1 / p("beta")).gamma_upper(half(1), regularized=1)


@formula("kde.two-atoms", "Lstar")
def two_atoms(p):
    d = p("d")
    if not d > 1:
        raise NotApplicable("d = 1")
    root = (d * d - 1).sqrt()
    return 2 * (d - root).log() + 2 * d * root
