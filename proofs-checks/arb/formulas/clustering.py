"""Clustering on the sphere: quadrature of the flows instead of exponential integrals, Bessel functions instead of series."""

from flint import arb, fmpq

from evaluation import integral
from formulas import NotApplicable, equation, formula


def half(n):
    return arb(fmpq(n, 2))


def rate(kind, n, beta):
    """The slowness dt/dgamma of the equiangular flow."""
    if kind == "USA":
        return lambda u, _: n * (-beta * u).exp() / (2 * (1 - u) * (1 + (n - 1) * u))
    return lambda u, _: ((beta * (1 - u)).exp() + (n - 1)) / (2 * (1 - u) * (1 + (n - 1) * u))


def passage(kind, n, beta, start, end):
    """The time, through w = -log(1 - gamma), in which the integrand is smooth up to gamma = 1."""
    slow = rate(kind, n, beta)
    return integral(lambda w, a: slow(1 - (-w).exp(), a) * (-w).exp(), -(1 - start).log(), -(1 - end).log())


@formula("clustering.orthogonal-time", "T")
def orthogonal_time(p):
    return passage(p.word("kind", "SA"), p("n"), p("beta"), p("gamma0", "0"), p("gamma"))


@equation("clustering.orthogonal-overlap", "gamma")
def overlap(p, x):
    return passage(p.word("kind", "SA"), p("n"), p("beta"), p("gamma0", "0"), x) - p("t")


@equation("clustering.orthogonal-overlap", "gap")
def gap(p, x):
    return passage(p.word("kind", "SA"), p("n"), p("beta"), p("gamma0", "0"), 1 - x) - p("t")


def log_constant(kind, n, beta, start):
    """log(1 - gamma0) + the integral of the regular part."""
    many = n if kind == "USA" else arb(1)

    def regular(u, _):
        s = beta * (1 - u)
        return (many * beta * s.hypgeom_1f1(1, 2) + (n - 1)) / (1 + (n - 1) * u)

    return (1 - start).log() + integral(regular, start, arb(1))


@formula("clustering.orthogonal-rate-constant", "log_C", "C", "rate")
def rate_constant(p, output):
    kind = p.word("kind", "SA")
    if output == "rate":
        return 2 * p("beta").exp() if kind == "USA" else arb(2)
    value = log_constant(kind, p("n"), p("beta"), p("gamma0", "0"))
    return value if output == "log_C" else value.exp()


@equation("clustering.phase-curve", "beta")
def phase_beta(p, x):
    return passage("SA", p("n"), x, arb(0), 1 - p("delta")) - p("t")


@formula("clustering.phase-curve", "t")
def phase_time(p):
    return passage("SA", p("n"), p("beta"), arb(0), 1 - p("delta"))


@formula("clustering.energy-uniform", "uniform")
def uniform_energy(p):
    d, beta = p.integer("d"), p("beta")
    return half(d).gamma() * (2 / beta) ** half(d - 2) * beta.bessel_i(half(d - 2)) / (2 * beta)


@formula("clustering.energy-uniform", "cluster")
def cluster_energy(p):
    beta = p("beta")
    return (beta - (2 * beta).log()).exp()


@formula("clustering.high-dim-concentration", "initial_tail", "bound", "horizon", "probability")
def concentration(p, output):
    n, d = p("n"), p.integer("d")
    small = (arb(d).log() / d).sqrt()
    if output == "initial_tail":
        eps = p("eps")
        ratio = half(d).gamma() / half(d - 1).gamma() if d < 10000 else (half(d).lgamma() - half(d - 1).lgamma()).exp()
        inside = 2 * eps * ratio / arb.pi().sqrt() * (eps * eps).hypgeom_2f1(half(1), half(3 - d), half(3))
        return n * (n - 1) / 2 * (1 - inside)
    if output == "bound":
        return ((10 * n * p("beta").max(arb(1)) * p("t")) + arb(2).log() + small.log()).exp()
    if output == "horizon":
        return (p("eps").log() - arb(2).log() - small.log()) / (10 * n * p("beta").max(arb(1)))
    return (1 - 2 * n * n * arb(d) ** (-arb(1) / 64)).max(arb(0))


@formula("clustering.cone-collapse-rate", "kappa", "paper_rate")
def cone(p, output):
    beta = p("beta")
    if output == "paper_rate":
        return 1 / (2 * p("n") * (2 * beta).exp())
    r = p("r0")
    usa = p.word("kind", "SA") == "USA"
    return (r.log() + (beta * (2 * r * r - 1) if usa else 2 * beta * (r * r - 1))).exp()


@formula("clustering.acute-collapse-bound", "T")
def acute(p):
    n, beta, usa = p("n"), p("beta"), p.word("kind", "SA") == "USA"

    def slow(c, _):
        if usa:
            return n * (-beta * c).exp() / (2 * (1 - c * c))
        return (1 + (n - 1) * (beta * (1 - c)).exp()) / (2 * (1 - c * c))

    f = lambda w, a: slow(1 - (-w).exp(), a) * (-w).exp()  # noqa: E731
    return integral(f, -(1 - p("c0")).log(), -(1 - p("c1")).log())


@formula("clustering.force-inflection", "x")
def inflection(p):
    beta = p("beta")
    return (((1 + 4 * beta * beta).sqrt() - 1) / (2 * beta)).acos()


@formula("clustering.metastability-window", "alpha", "gamma", "T2", "T1", "T1_sharp")
def metastability(p, output):
    eps = p("eps")
    if output == "T1":
        n, beta = p("n"), p("beta")
        return 2 * n * (8 * eps * beta).exp() + (1 + n.log()).exp() * p("lambda") * beta * beta / (beta - 1)
    alpha = (p("theta_min") - 2 * (1 - 2 * eps).acos()).max(arb(0)).cos()
    if output == "alpha":
        return alpha
    n, beta = p("n"), p("beta")
    if output == "gamma":
        return 1 - alpha - 8 * eps - (2 * n * n / eps).log() / beta
    if output == "T2":
        return (eps.log() - n.log() + (1 - alpha) * beta).exp()
    level = 2 * n * n * (-(1 - alpha) * beta).exp()
    low, high = (-p("lambda") * beta).exp(), 8 * eps
    f = lambda y, _: y.exp() / (2 * y.exp() * (1 - y.exp()) * (-beta * y.exp()).exp() - level)  # noqa: E731
    return n * integral(f, low.log(), high.log())


@formula("clustering.cap-collapse-time", "time", "bound")
def cap(p, output):
    beta, u0, c = p("beta"), p("u0"), p("c")
    if output == "bound":
        return (beta * (1 - u0) - u0.log()).exp() + beta * beta * c * arb(1).exp() / (beta - 1)
    f = lambda w, _: (beta * (-w).exp()).exp() / (1 - (-w).exp())  # noqa: E731
    return integral(f, -(1 - u0).log(), c * beta)


@formula("clustering.two-cluster-merger", "t")
def merger(p):
    beta = p("beta")
    if p.word("kind", "SA") == "USA":
        return integral(lambda u, _: (-beta * u).exp() / (1 - u * u), p("u0"), p("u1"))
    a1 = p("alpha1", "1/2")
    a2 = 1 - a1

    def slow(u):
        e = (beta * (1 - u)).exp()
        return 1 / ((1 - u * u) * (a2 / (a1 * e + a2) + a1 / (a2 * e + a1)))

    f = lambda w, _: slow(1 - (-w).exp()) * (-w).exp()  # noqa: E731
    return integral(f, -(1 - p("u0")).log(), -(1 - p("u1")).log())


@formula("clustering.staircase-time", "t", "T")
def staircase(p, output):
    beta, m = p("beta"), p("m")
    rho = (beta.log() / beta).sqrt() if output == "t" else 1 / (beta * beta.log()).sqrt()
    return m * m / (2 * beta.log()) * integral(lambda u, _: u.csc(), rho, p("u0"))


@formula("clustering.boolean-limit-pair", "gamma", "rate")
def boolean_pair(p, output):
    """The sum of E1(2 k a0^2), with its tail."""
    from flint import ctx

    x = p("a0") ** 2
    total, k = arb(0), 0
    while True:
        k += 1
        total += (2 * k * x).expint(1)
        tail = (-2 * (k + 1) * x).exp() / (2 * (k + 1) * x * -(-2 * x).expm1())
        if tail < arb(2) ** -ctx.prec:
            break
        if k > 3000:
            raise NotApplicable("a small a0")
    gamma = p("a0") * (-(total + arb(0, arb(tail.upper())))).exp()
    return gamma if output == "gamma" else 2 * gamma * gamma


@equation("clustering.boolean-barrier", "A")
def barrier(p, x):
    return x * x * (x * x).exp() - p("n") ** 2


def moebius_mean(d, a):
    """m_d through the recursion for J_d = E 1/(1 + b v)."""
    b = 2 * a / (1 + a * a)
    j, k = ((1 + a * a) / (1 - a * a), 2) if d % 2 == 0 else (((1 + a) / (1 - a)).log() / b, 3)
    while k < d:
        j, k = k * (1 - (1 - b * b) * j) / ((k - 1) * b * b), k + 2
    return (1 - (1 - b * b) * j) / b


@formula("clustering.beta0-meanfield-flow", "m", "t", "W2")
def moebius(p, output):
    d, a = p.integer("d"), p("a")
    if output == "m":
        return moebius_mean(d, a)
    if output == "W2":
        return (2 * (1 - moebius_mean(d, a))).sqrt()
    if d == 2:
        odds = lambda x: (x * x / (1 - x * x)).log()  # noqa: E731
        return odds(a) - odds(p("a0"))
    if d == 4:
        f = lambda s: 2 * s.log() / 3 - (1 - s).log() + (3 - s).log() / 3  # noqa: E731
        return f(a * a) - f(p("a0") ** 2)
    # Through b = 2x/(1 + x^2): v = artanh b = 2 artanh x, dt = dv/m.
    def slow(v, analytic):
        b = v.tanh()
        j, k = (v.cosh(), 2) if d % 2 == 0 else (v / b, 3)
        c = v.sech() ** 2
        while k < d:
            j, k = k * (1 - c * j) / ((k - 1) * b * b), k + 2
        return b / (1 - c * j)

    return integral(slow, 2 * p("a0").atanh(), 2 * a.atanh())


@formula("clustering.uniform-growth-rate", "s")
def growth(p):
    d, k, beta = p.integer("d"), p.integer("k"), p("beta")
    y, top = beta * beta / 4, half(2 * k + d)
    series = y.hypgeom_0f1(top, regularized=True) * (beta / 2) ** (k - 1) / 2
    below = 1 / half(d).gamma() if p.word("kind", "SA") == "USA" else y.hypgeom_0f1(half(d), regularized=True)
    return k * (k + d - 2) * series / below


@equation("clustering.mode-transition", "beta_k")
def transition(p, x):
    d, k = p.integer("d"), p.integer("k")
    low, high = x.bessel_i(half(2 * k + d - 2)), x.bessel_i(half(2 * k + d))
    return (k + 1) * (k + d - 1) * high - k * (k + d - 2) * low


@formula("clustering.noisy-linear-threshold", "K")
def threshold(p):
    d, beta = p.integer("d"), p("beta")
    return (beta / 2) ** half(d) / (half(d).gamma() * beta.bessel_i(half(d)))


@equation("clustering.noisy-tricritical-beta", "beta")
def tricritical(p, x):
    d = p.integer("d")
    return d * x.bessel_i(half(d + 2)) - x.bessel_i(half(d))


@formula("clustering.noisy-quartic", "c4")
def quartic(p):
    d, beta = p.integer("d"), p("beta")
    r = beta.bessel_i(half(d + 2)) / beta.bessel_i(half(d))
    return (1 - (d - 1) / (d * (1 - r))) / (4 * d * (d + 2))


@formula("clustering.layernorm-initial-velocity", "velocity")
def initial_velocity(p):
    """Assembled from the attention weights of orthonormal tokens."""
    n, beta, scheme = p("n"), p("beta"), p.word("scheme", "post")
    z = beta.exp() + n - 1
    own, other = beta.exp() / z, 1 / z
    length = (own * own + (n - 1) * other * other).sqrt()
    speed = {"post": arb(1), "pre": p("r0", "1"), "peri": p("r0", "1") * length, "ngpt": length / p("alpha", "1")}
    return 2 * other / speed[scheme]


@formula("clustering.layernorm-radius-law", "r")
def radius(p):
    n, beta = p("n"), p("beta")

    def slow(u):
        return ((beta * (1 - u)).exp() + (n - 1) * u) / (2 * (1 - u) * (1 + (n - 1) * u))

    f = lambda w, _: slow(1 - (-w).exp()) * (-w).exp()  # noqa: E731
    return p("r0", "1") * integral(f, -(1 - p("rho0", "0")).log(), -(1 - p("rho")).log()).exp()


@formula("clustering.layernorm-tail", "K")
def layernorm_tail(p):
    n, rho0 = p("n"), p("rho0", "0")
    return log_constant("SA", n, p("beta"), rho0).exp() * p("r0", "1") ** 2 * (1 + (n - 1) * rho0) / n


@formula("clustering.long-context-overlap", "rho_out")
def long_context(p):
    n, gamma, rho = p("n"), p("gamma"), p("rho")
    r = (-gamma * (1 - rho) * n.log()).exp()
    a = 1 / (1 + (n - 1) * r)
    b, s = a * r, 1 + (n - 1) * rho
    q = a - b
    return 1 - q * q * (1 - rho) / (q * q + 2 * q * b * s + b * b * n * s)


@formula("clustering.long-context-window", "rho_out")
def context_window(p):
    rho, q = p("rho"), p("c").exp() / (1 + p("c").exp())
    return rho / (q * q * (1 - rho) + rho)
