"""The functions of the certificates in python-flint, on real balls and, under an integral sign, on complex ones."""

from flint import acb, arb, fmpq, fmpz

from trees import Unreadable, binomial

NAN = acb("nan")


def exprel(x):
    """(e^x - 1)/x."""
    if x.contains(0):
        return x.hypgeom_1f1(1, 2)
    return x.expm1() / x


def ein_series(x):
    return x * (-x).hypgeom([1, 1], [2, 2])


def real_ein(x):
    """The integral of (1 - e^-u)/u from 0 to x; through E1 or Ei where the series would cancel."""
    if x > 4:
        return x.expint(1) + x.log() + arb.const_euler()
    if x < -4:
        return arb.const_euler() + (-x).log() - (-x).ei()
    return ein_series(x)


def ein(z):
    """The same on a complex ball: the centre, and |Ein'| = |integral of e^-sz over 0 < s < 1| <= max(1, e^-Re z)."""
    centre = z.mid()
    if centre.real > 4:
        value = centre.expint(1) + centre.log() + arb.const_euler()
    else:
        value = ein_series(centre)
    radius = arb((z - centre).abs_upper())
    steepest = arb(1).max(arb((-z.real).upper()).exp())
    error = arb(0, arb((radius * steepest).upper()))
    return value + acb(error, error)


def bessel_ratio(nu, x):
    """I_(nu+1)(x)/I_nu(x)."""
    y = x * x / 4
    return x / (2 * nu + 2) * y.hypgeom_0f1(nu + 2) / y.hypgeom_0f1(nu + 1)


def mills(x):
    """(1 - Phi(x))/phi(x)."""
    half = (arb(1) / 2).sqrt()
    return (arb.pi() / 2).sqrt() * (x * x / 2).exp() * (x * half).erfc()


def omega(x):
    return x.exp().lambertw()


def lower_lambert(branch, x):
    """W_-1 on (-1/e, 0)."""
    if branch != -1:
        raise Unreadable(f"the branch {branch} of Lambert's function")
    return x.lambertw(-1)


def larger(a, b):
    """Not below 0 when one of them is not."""
    value = a.max(b)
    if not value.is_finite():
        return value
    return value.nonnegative_part() if a >= 0 or b >= 0 else value


def positive(x):
    """Not a number unless x is certainly positive."""
    return x if x > 0 else arb.nan()


# name: (integer arguments, real arguments): the value on real balls.
REAL = {
    ("exp", 0, 1): lambda x: x.exp(),
    ("expm1", 0, 1): lambda x: x.expm1(),
    ("log", 0, 1): lambda x: x.log(),
    ("log1p", 0, 1): lambda x: x.log1p(),
    ("sqrt", 0, 1): lambda x: x.sqrt(),
    ("sin", 0, 1): lambda x: x.sin(),
    ("cos", 0, 1): lambda x: x.cos(),
    ("tan", 0, 1): lambda x: x.tan(),
    ("asin", 0, 1): lambda x: x.asin(),
    ("acos", 0, 1): lambda x: x.acos(),
    ("atan", 0, 1): lambda x: x.atan(),
    ("sinh", 0, 1): lambda x: x.sinh(),
    ("cosh", 0, 1): lambda x: x.cosh(),
    ("tanh", 0, 1): lambda x: x.tanh(),
    ("asinh", 0, 1): lambda x: x.asinh(),
    ("acosh", 0, 1): lambda x: x.acosh(),
    ("atanh", 0, 1): lambda x: x.atanh(),
    ("exprel", 0, 1): exprel,
    ("ein", 0, 1): real_ein,
    ("ei", 0, 1): lambda x: positive(x).ei(),
    ("e1", 0, 1): lambda x: positive(x).expint(1),
    ("en", 1, 1): lambda n, x: positive(x).expint(n),
    ("besseli", 1, 1): lambda n, x: x.bessel_i(n),
    ("besseli", 0, 2): lambda nu, x: x.bessel_i(nu),
    ("besselclifford", 1, 1): lambda n, x: x.hypgeom_0f1(n + 1, regularized=True),
    ("besselclifford", 0, 2): lambda nu, x: x.hypgeom_0f1(nu + 1, regularized=True),
    ("besseliratio", 0, 2): bessel_ratio,
    ("erf", 0, 1): lambda x: x.erf(),
    ("erfc", 0, 1): lambda x: x.erfc(),
    ("mills", 0, 1): mills,
    ("erfcinv", 0, 1): lambda x: x.erfcinv() if x > 0 and x < 2 else arb.nan(),
    ("gamma", 0, 1): lambda x: x.gamma(),
    ("lgamma", 0, 1): lambda x: positive(x).lgamma(),
    ("digamma", 0, 1): lambda x: x.digamma(),
    ("beta", 0, 2): lambda a, b: (a.lgamma() + b.lgamma() - (a + b).lgamma()).exp(),
    ("betainc", 0, 3): lambda a, b, x: x.beta_lower(a, b, regularized=True),
    ("gammaq", 1, 1): lambda k, y: y.gamma_upper(k, regularized=1),
    ("factorial", 1, 0): lambda n: arb(fmpz.fac_ui(n)),
    ("binomial", 2, 0): lambda n, k: arb(binomial(n, k)),
    ("lambertw", 0, 1): lambda x: x.lambertw(),
    ("lambertw", 1, 1): lower_lambert,
    ("wrightomega", 0, 1): omega,
    ("hyp0f1", 0, 2): lambda b, z: z.hypgeom_0f1(b),
    ("hyp1f1", 0, 3): lambda a, b, z: z.hypgeom_1f1(a, b),
    ("hyp2f1", 0, 4): lambda a, b, c, z: z.hypgeom_2f1(a, b, c),
    ("hyp3f2at1", 0, 5): lambda a, b, c, d, e: arb(1).hypgeom([a, b, c], [d, e]),
    ("abs", 0, 1): abs,
    ("min", 0, 2): lambda a, b: a.min(b),
    ("max", 0, 2): larger,
}


def right(z):
    """The open right half-plane, where principal branches are analytic."""
    return z if z.real > 0 else NAN


def off_axis(z, inside):
    """z where it is off the real axis or `inside` holds for its real part."""
    return z if inside(z.real) or not z.imag.contains(0) else NAN


def within(x):
    return x > -1 and x < 1


# The same on complex balls; the second argument asks for not-a-number unless analytic on the ball.
COMPLEX = {
    ("exp", 0, 1): lambda z, a: z.exp(),
    ("expm1", 0, 1): lambda z, a: z.expm1(),
    ("log", 0, 1): lambda z, a: z.log(analytic=a),
    ("log1p", 0, 1): lambda z, a: off_axis(z, lambda x: x > -1).log1p(),
    ("sqrt", 0, 1): lambda z, a: z.sqrt(analytic=a),
    ("sin", 0, 1): lambda z, a: z.sin(),
    ("cos", 0, 1): lambda z, a: z.cos(),
    ("tan", 0, 1): lambda z, a: z.tan(),
    ("asin", 0, 1): lambda z, a: off_axis(z, within).asin(),
    ("acos", 0, 1): lambda z, a: off_axis(z, within).acos(),
    ("atan", 0, 1): lambda z, a: z.atan() if within(z.imag) or not z.real.contains(0) else NAN,
    ("sinh", 0, 1): lambda z, a: z.sinh(),
    ("cosh", 0, 1): lambda z, a: z.cosh(),
    ("tanh", 0, 1): lambda z, a: z.tanh(),
    ("asinh", 0, 1): lambda z, a: z.asinh() if within(z.imag) or not z.real.contains(0) else NAN,
    ("acosh", 0, 1): lambda z, a: off_axis(z, lambda x: x > 1).acosh(),
    ("atanh", 0, 1): lambda z, a: off_axis(z, within).atanh(),
    ("exprel", 0, 1): lambda z, a: exprel(z),
    ("ein", 0, 1): lambda z, a: ein(z),
    ("ei", 0, 1): lambda z, a: right(z).ei(),
    ("e1", 0, 1): lambda z, a: off_axis(z, lambda x: x > 0).expint(1),
    ("en", 1, 1): lambda n, z, a: off_axis(z, lambda x: x > 0).expint(n),
    ("besseli", 1, 1): lambda n, z, a: z.bessel_i(n),
    ("besseli", 0, 2): lambda nu, z, a: right(z).bessel_i(nu),
    ("besselclifford", 1, 1): lambda n, z, a: z.hypgeom_0f1(n + 1, regularized=True),
    ("besselclifford", 0, 2): lambda nu, z, a: z.hypgeom_0f1(nu + 1, regularized=True),
    ("besseliratio", 0, 2): lambda nu, z, a: bessel_ratio(nu, z),
    ("erf", 0, 1): lambda z, a: z.erf(),
    ("erfc", 0, 1): lambda z, a: z.erfc(),
    ("mills", 0, 1): lambda z, a: mills(z),
    ("gamma", 0, 1): lambda z, a: z.gamma(),
    ("lgamma", 0, 1): lambda z, a: right(z).lgamma(),
    ("digamma", 0, 1): lambda z, a: z.digamma(),
    ("gammaq", 1, 1): lambda k, z, a: z.gamma_upper(k, regularized=1),
    ("lambertw", 0, 1): lambda z, a: right(z).lambertw(),
    ("hyp0f1", 0, 2): lambda b, z, a: z.hypgeom_0f1(b),
    ("hyp1f1", 0, 3): lambda p, b, z, a: z.hypgeom_1f1(p, b),
    ("hyp2f1", 0, 4): lambda p, b, c, z, a: off_axis(z, lambda x: x < 1).hypgeom_2f1(p, b, c),
    ("abs", 0, 1): lambda z, a: z.real_abs(analytic=a),
    ("max", 0, 2): lambda x, y, a: acb(x).real_max(acb(y), analytic=a),
    ("min", 0, 2): lambda x, y, a: acb(x).real_min(acb(y), analytic=a),
}


def call(name, n, x, analytic):
    """The value of a call; `analytic` is None outside integrals."""
    key = (name, len(n), len(x))
    if analytic is None or not any(isinstance(v, acb) for v in x):
        if key not in REAL:
            raise Unreadable(f"the function {name} of {len(n)} integers and {len(x)} reals")
        return REAL[key](*n, *x)
    if key not in COMPLEX:
        raise Unreadable(f"{name} under an integral sign")
    if name in ("hyp0f1", "hyp1f1", "hyp2f1", "besseli", "besselclifford", "besseliratio"):
        x = [*x[:-1], acb(x[-1])]
    return COMPLEX[key](*n, *x, analytic)


def number(q):
    """A rational as a real ball."""
    return arb(fmpq(q))
