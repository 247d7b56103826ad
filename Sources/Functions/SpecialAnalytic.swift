@_exported import VlasovEnclosures
@_exported import VlasovNumbers

/// The second rung of the ladder: the special functions in which the field's closed forms are written.
public protocol SpecialAnalytic: Analytic {
  /// Euler's constant γ.
  static var eulerGamma: Self { get }
  /// (e^x - 1)/x, entire, 1 at x = 0, positive on the real line.
  static func exprel(_ x: Self) -> Self
  /// The Bessel–Clifford function C_n(z) = Σ_{k>=0} z^k/(k! (k+n)!), entire, n >= 0.
  ///
  /// I_n(x) = (x/2)^n C_n(x²/4) and C_n' = C_{n+1}.
  static func besselClifford(_ n: Index, _ z: Self) -> Self
  /// The Taylor coefficients exprel^(k)(x)/k! = ∫_0^1 u^k e^{ux} du/k! for 0 <= k < `count`, `count` >= 1.
  static func exprelTaylor(_ x: Self, count: Int) -> [Self]
  /// The Taylor coefficients C_{n+k}(z)/k! of C_n at z for 0 <= k < `count`, `count` >= 1.
  static func besselCliffordTaylor(_ n: Index, _ z: Self, count: Int) -> [Self]
  /// The modified Bessel function I_n(x), n >= 0.
  static func besselI(_ n: Index, _ x: Self) -> Self
  /// The regularised upper incomplete gamma function at an integer,
  /// Q(k, y) = Γ(k, y)/Γ(k) = e^-y Σ_{0<=j<k} y^j/j!, k >= 1.
  static func gammaQ(_ k: Index, _ y: Self) -> Self
  /// The entire exponential integral Ein(x) = ∫_0^x (1 - e^-u)/u du.
  static func ein(_ x: Self) -> Self
  /// Ei(x) = γ + log x - Ein(-x) for x > 0, and -E_1(-x) for x < 0.
  static func ei(_ x: Self) -> Self
  /// E_1(x) = Ein(x) - γ - log x for x > 0.
  static func e1(_ x: Self) -> Self
  /// The exponential integral E_n(x) = ∫_1^∞ e^(-xu) u^(-n) du, n >= 0, x > 0 (x >= 0 for n >= 2).
  static func expIntegral(_ n: Index, _ x: Self) -> Self

  // MARK: Bessel functions of real order

  /// The Bessel–Clifford function C_ν(z) = Σ_{k>=0} z^k/(k! Γ(k+ν+1)) of real order ν >= 0.
  static func besselClifford(order nu: Self, _ z: Self) -> Self
  /// The modified Bessel function I_ν(x) of real order ν >= 0, for x >= 0 (any x when ν is an integer).
  static func besselI(order nu: Self, _ x: Self) -> Self
  /// The ratio I_{ν+1}(x)/I_ν(x), ν >= 0, an odd function of x.
  static func besselIRatio(order nu: Self, _ x: Self) -> Self

  // MARK: Error functions

  /// erf(x) = 2/√π ∫_0^x e^(-u²) du.
  static func erf(_ x: Self) -> Self
  /// erfc(x) = 1 - erf(x).
  static func erfc(_ x: Self) -> Self
  /// The Mills ratio e^(x²/2) ∫_x^∞ e^(-u²/2) du of the standard normal law.
  static func mills(_ x: Self) -> Self
  /// The y in erfc(y) = x, 0 < x < 2.
  static func inverseErfc(_ x: Self) -> Self

  // MARK: Gamma and beta functions

  /// Γ(x), x not 0, -1, -2, ...
  static func gamma(_ x: Self) -> Self
  /// log Γ(x), x > 0.
  static func lgamma(_ x: Self) -> Self
  /// The Taylor coefficients (log |Γ|)^(k)(x)/k! for 0 <= k < `count`, `count` >= 1.
  static func lgammaTaylor(_ x: Self, count: Int) -> [Self]
  /// ψ(x) = Γ'(x)/Γ(x), x not 0, -1, -2, ...
  static func digamma(_ x: Self) -> Self
  /// B(a, b) = Γ(a)Γ(b)/Γ(a+b), a, b > 0.
  static func beta(_ a: Self, _ b: Self) -> Self
  /// The regularised incomplete beta function I_x(a, b), a, b > 0, 0 <= x <= 1.
  static func betainc(_ a: Self, _ b: Self, _ x: Self) -> Self

  // MARK: Lambert's W

  /// The w >= -1 in w e^w = x, x >= -1/e.
  static func lambertW(_ x: Self) -> Self
  /// The w <= -1 in w e^w = x, -1/e <= x < 0.
  static func lambertWMinus(_ x: Self) -> Self
  /// Wright's omega function, the w > 0 in w + log w = x: W_0(e^x), any real x.
  static func wrightOmega(_ x: Self) -> Self

  // MARK: Hypergeometric functions

  /// ₀F₁(; b; z), b not 0, -1, -2, ...
  static func hyp0f1(_ b: Self, _ z: Self) -> Self
  /// Kummer's ₁F₁(a; b; z), b not 0, -1, -2, ...
  static func hyp1f1(_ a: Self, _ b: Self, _ z: Self) -> Self
  /// Gauss's ₂F₁(a, b; c; z), z < 1 (z = 1 for c > a + b), c not 0, -1, -2, ...
  static func hyp2f1(_ a: Self, _ b: Self, _ c: Self, _ z: Self) -> Self
  /// ₃F₂(a, b, c; d, e; 1), d + e > a + b + c, d and e not 0, -1, -2, ...
  static func hyp3f2AtOne(_ a: Self, _ b: Self, _ c: Self, _ d: Self, _ e: Self) -> Self

  // MARK: Combinatorics

  /// n!, n >= 0.
  static func factorial(_ n: Index) -> Self
  /// The binomial coefficient n over k, 0 <= k.
  static func binomial(_ n: Index, _ k: Index) -> Self
}

extension SpecialAnalytic {
  public static func besselI(_ n: Index, _ x: Self) -> Self {
    pow(x / 2, n) * besselClifford(n, x * x / 4)
  }

  /// By x c_{k+1} = e^x/(k+1)! - c_k, which follows from (x exprel x)' = e^x. For readings without intervals
  /// and rounding errors: it divides by x and cancels.
  public static func exprelTaylor(_ x: Self, count: Int) -> [Self] {
    var c = [exprel(x)]
    var term = exp(x)
    for k in stride(from: 1, to: count, by: 1) {
      term = term / Self(k)
      c.append((term - c[k - 1]) / x)
    }
    return c
  }

  public static func besselCliffordTaylor(_ n: Index, _ z: Self, count: Int) -> [Self] {
    (0..<count).map { k in
      let value = besselClifford(n + k, z)
      return k < 2 ? value : value / factorial(Index(k))
    }
  }

  public static func besselI(_ n: Int, _ x: Self) -> Self { besselI(Index(n), x) }
  public static func besselClifford(_ n: Int, _ z: Self) -> Self { besselClifford(Index(n), z) }
  public static func gammaQ(_ k: Int, _ y: Self) -> Self { gammaQ(Index(k), y) }
  public static func expIntegral(_ n: Int, _ x: Self) -> Self { expIntegral(Index(n), x) }
  public static func factorial(_ n: Int) -> Self { factorial(Index(n)) }
  public static func binomial(_ n: Int, _ k: Int) -> Self { binomial(Index(n), Index(k)) }
}
