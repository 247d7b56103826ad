"""The retrieval profile through modified Bessel functions, the masses through quadrature, finite N through matrix exponentials.

The bounds of the tails: a_n = n^2 I_n(beta) <= b_n = n^2 (beta/2)^n/n! e^(beta^2/(4(N+2))) for n > N, and
b_(n+1)/b_n = (beta/2)(n+1)/n^2 is at most rho, its value at n = N + 1.
"""

from flint import acb, arb, arb_mat, ctx

from evaluation import NoValue, integral
from formulas import NotApplicable, equation, formula


def coefficient(n, beta):
    return n * n * beta.bessel_i(n)


def weight(n, m):
    return (-((arb.pi() * n / m) ** 2) / 2).exp()


def first_left_out(beta, k):
    """(b_k, rho) when the modes k, k + 1, ... are left out, or None while rho is not below 1."""
    rho = beta / 2 * (k + 1) / (k * k)
    if not (rho >= 0 and rho < 1):
        return None
    return k * k * (beta / 2) ** k / arb(k).fac() * (beta * beta / (4 * (k + 1))).exp(), rho


def modes(beta, weights, f, slope, largest=None):
    """The sum of weights(n) f(a_n), where |f(a)| <= slope(b) a on [0, b] and the weights are below the decreasing
    `largest`, by default themselves."""
    if not beta > 0:
        raise NotApplicable("beta")
    largest = largest or weights
    total = arb(0)
    for n in range(1, 2000):
        total += weights(n) * f(n, coefficient(n, beta))
        bound = first_left_out(beta, n + 1)
        if bound is not None:
            b, rho = bound
            tail = largest(n + 1) * slope(b) * b / (1 - rho)
            if tail < 0:
                raise NotApplicable("a bound of the tail")
            if tail < abs(total) * arb(2) ** -ctx.prec:
                return total + arb(0, arb(tail.upper()))
    raise NoValue("too many modes")


def moment(p, j):
    beta, m = p("beta"), p("M")
    return modes(beta, lambda n: weight(n, m), lambda n, a: a**j, lambda b: b ** (j - 1))


def psi(c, y):
    """sqrt(c/y) I_1(2 sqrt(c y)); c at y = 0."""
    return c if y.is_zero() else (c / y).sqrt() * (2 * (c * y).sqrt()).bessel_i(1)


def kernel(lam, s):
    """(k_lambda(1, s), Y_lambda(s))."""
    if not (s > 0 and s <= 1):
        raise NotApplicable("a position outside (0, 1]")
    if lam.is_zero():
        return arb(1), (1 / s).log()
    y = ((lam.exp() - 1) / ((lam * s).exp() - 1)).log() if s < 1 else arb(0)
    return lam * (lam * s).exp() / (lam.exp() - 1), y


def profile(beta, m, t, lam, s, weights=None):
    k, y = kernel(lam, s)
    weights = weights or (lambda n: weight(n, m))
    bound = lambda b: t * (t * b * y / 2).exp()  # noqa: E731
    return k * modes(beta, weights, lambda n, a: psi(a * t, y), bound)


@formula("retrieval.eigenvalue", "a_n")
def eigenvalue(p):
    n, beta = p.integer("n"), p("beta")
    value = integral(lambda z, _: (z * n).cos() * (beta * z.cos()).exp(), arb(0), arb.pi())
    return n * n * value / arb.pi()


@formula("retrieval.eigenvalue", "sup")
def largest(p):
    return supremum(p("beta"))


def supremum(beta):
    """The sequence decreases once (n + 1) beta < 2 n^2."""
    if not beta > 0:
        raise NotApplicable("beta")
    best, n = coefficient(1, beta), 1
    while not (n + 1) * beta < 2 * n * n:
        n += 1
        best = best.max(coefficient(n, beta))
    return best


@equation("retrieval.mode-crossover", "beta_x")
def crossover(p, x):
    n = p.integer("n")
    return x.bessel_i(n + 1) / x.bessel_i(n) - (arb(n) / (n + 1)) ** 2


@formula("retrieval.green-function", "g")
def green(p):
    lam, sigma, s, c = p("lambda"), p("sigma"), p("s"), p("a") * p("t")
    if lam.is_zero():
        return psi(c, (sigma / s).log()) / sigma
    over = (lam * sigma).exp() - 1
    y = (over / ((lam * s).exp() - 1)).log() if s < sigma else arb(0)
    return lam * (lam * s).exp() / over * psi(c, y)


@formula("retrieval.green-mass", "m")
def green_mass(p):
    """The whole mass e^c - 1 less the part between Y = 0 and Y(x)."""
    c = p("a") * p("t")
    _, y = kernel(p("lambda"), p("x"))
    inner = integral(lambda z, _: c * (c * z).hypgeom_0f1(2) * (-z).exp(), arb(0), y)
    return c.expm1() - inner


@formula("retrieval.profile", "S")
def value(p):
    return profile(p("beta"), p("M"), p("t"), p("lambda"), p("s"))


@formula("retrieval.soft-accuracy", "L")
def soft(p):
    m = p("M")
    s = profile(p("beta"), m, p("t"), p("lambda"), p("s"))
    return (arb.pi() / 2).sqrt() / m * (1 + 2 * s / p("N"))


@formula("retrieval.hard-accuracy-coefficient", "H")
def hard(p):
    m = p("M")

    beta, t, (k, y) = p("beta"), p("t"), kernel(p("lambda"), p("s"))
    weights = lambda n: (arb.pi() * n / m).sin() / (arb.pi() * n)  # noqa: E731
    largest = lambda n: 1 / (arb.pi() * n)  # noqa: E731
    bound = lambda b: t * (t * b * y / 2).exp()  # noqa: E731
    return k * modes(beta, weights, lambda n, a: psi(a * t, y), bound, largest)


@formula("retrieval.endpoint-slope", "slope", "value")
def endpoint(p, output):
    lam, t = p("lambda"), p("t")
    factor = arb(1) if lam.is_zero() else lam / (1 - (-lam).exp())
    if output == "value":
        return factor * t * moment(p, 1)
    if lam.is_zero():
        return -t * t * moment(p, 2) / 2
    return lam * factor * (t * moment(p, 1) - t * t * moment(p, 2) / (2 * (1 - (-lam).exp())))


@formula("retrieval.t-crit", "t_crit")
def critical_time(p):
    return 2 * (1 - (-p("lambda")).exp()) * moment(p, 1) / moment(p, 2)


@formula("retrieval.smallness-time", "t_paper", "t_level1")
def smallness(p, output):
    top = supremum(p("beta"))
    if output == "t_paper":
        return (3 - arb(3).sqrt()).min(2 * (1 - (-p("lambda")).exp())) / top
    return critical_time(p).min(2 / top)


@formula("retrieval.fold-lambda", "lambda_fold")
def fold_lambda(p):
    r = 1 - 2 * moment(p, 1) * moment(p, 3) / (3 * moment(p, 2) ** 2)
    if not r > 0:
        raise NotApplicable("infinite")
    return ((1 + r) / r).log()


@formula("retrieval.mass-share", "P")
def share(p):
    """1 - (integral of Psi(y) e^-y from 0 to Y(x))/(the whole mass)."""
    beta, m, t = p("beta"), p("M"), p("t")
    if not (beta > 0 and t >= 0):
        raise NotApplicable("beta or t")
    _, y = kernel(p("lambda"), p("x"))
    whole = modes(beta, lambda n: weight(n, m), lambda n, a: (a * t).expm1(), lambda b: t * (t * b).exp())
    terms, n, tail = [], 1, None
    while tail is None or not tail < arb(2) ** -ctx.prec:
        terms.append((weight(n, m), coefficient(n, beta) * t))
        n += 1
        bound = first_left_out(beta, n)
        if bound is not None:
            b, rho = bound
            tail = weight(n, m) * t * b * (t * b).exp() / (1 - rho)

    def density(z, _):
        return sum((w * c * (c * z).hypgeom_0f1(2) for w, c in terms), acb(0)) * (-z).exp()

    part = integral(density, arb(0), y) + arb(0, arb(tail.upper()))
    return 1 - part / whole


DOUBLE_WELL = [("1", "1/5", "3"), ("-27.519314453632965", "1/5", "1/4"), ("-1.5515192155322617", "1/2", "1/4"),
               ("3.9262326774050965e-06", "3", "2")]  # fmt: skip


@formula("retrieval.multi-head", "S")
def heads(p):
    from trees import rational

    if p.word("config", "") == "authors-double-well":
        rows, t, m = [[rational(x) for x in row] for row in DOUBLE_WELL], arb(3) / 2, arb(8)
    else:
        rows, t, m = p.array("heads"), p("t"), p("M")
    s = p("s")
    return sum((arb(v) * profile(arb(beta), m, t, arb(lam), s) for v, beta, lam in rows), arb(0))


@equation("retrieval.argmin", "s_min")
@equation("retrieval.argmin", "s_max")
def stationary(p, s):
    """Psi'(Y)/Psi(Y) = 1 - e^(-lambda s)."""
    beta, m, t, lam = p("beta"), p("M"), p("t"), p("lambda")
    _, y = kernel(lam, s)
    w = lambda n: weight(n, m)  # noqa: E731
    slope = modes(
        beta, w, lambda n, a: a * t / y * (2 * (a * t * y).sqrt()).bessel_i(2), lambda b: t * t * b / 2 * (t * b * y / 3).exp()
    )
    level = modes(beta, w, lambda n, a: psi(a * t, y), lambda b: t * (t * b * y / 2).exp())
    return slope / level - 1 + (-lam * s).exp()


@formula("retrieval.finite-n-propagator", "NC")
def propagator(p):
    size, i, lam = p.integer("N"), p.integer("i"), p("lambda")
    rows = [[arb(0)] * size for _ in range(size)]
    for j in range(1, size):
        row = [(-lam * (j - k) / size).exp() for k in range(j)]
        z = sum(row, arb(0))
        for k in range(j):
            rows[j][k] = p("a") * p("t") * row[k] / z
    return size * arb_mat(rows).exp()[size - 1, i - 1]
