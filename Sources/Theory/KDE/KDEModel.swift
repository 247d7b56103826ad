import VlasovSymbols

/// Modes of the Gaussian kernel density estimator of n numbers X_i with inverse squared bandwidth β = h^-2.
///
/// G_i(t) = (t - X_i) e^(-β(t - X_i)²/2), G_i' its derivative, F = Σ G_i. The density's derivative is a negative multiple
/// of F, so that a mode is an up-crossing of F (- to +). In the random model the X_i are independent standard normal.
enum KDEModel {
  static let paper = Paper(
    key: "geshkovski2024modes", title: "On the number of modes of Gaussian kernel density estimators",
    authors: ["B. Geshkovski", "P. Rigollet", "Y. Sun"], year: 2024, arxiv: "2412.09080")

  /// φ(x), the standard normal density.
  static func normalDensity<T: Analytic>(_ x: T) -> T {
    T.exp(-(T.pow(x, 2) / 2)) / T.sqrt(2 * T.pi)
  }

  /// Φ(x), the standard normal distribution function.
  static func normalDistribution<T: SpecialAnalytic>(_ x: T) -> T {
    T.erfc(-(x / T.sqrt(2))) / 2
  }

  /// t² <= 2 log n - log β, the window in which the proxies mean something; without logarithms at t = 0, where both
  /// sides can be equal.
  static func isInWindow(_ t: Expression, n: Expression, beta: Expression) -> Comparison {
    if t.isExactlyZero { return .lessOrEqual(beta, Expression.pow(n, 2)) }
    return .lessOrEqual(Expression.pow(t, 2), 2 * Expression.log(n) - Expression.log(beta))
  }
}

extension ParameterSpec {
  /// β = h^-2.
  static let kernelBeta = ParameterSpec(
    "beta", symbol: "\\beta", .real(.positive), "inverse squared bandwidth, beta = h^-2")
  /// The number n of observations.
  static let sampleSize = ParameterSpec("n", symbol: "n", .integer(minimum: 1), "number of observations")
}

extension Expression {
  /// Exact arithmetic shows that the constant is 0.
  var isExactlyZero: Bool { rationalValue?.isZero ?? false }
}
