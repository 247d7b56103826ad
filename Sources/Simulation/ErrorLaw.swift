/// How far a simulation may be from a true closed form.
public enum ErrorLaw: Sendable, Equatable {
  /// An unbiased sample mean: |mean - value| <= 4 standard errors, plus a stated bound on the bias.
  case monteCarlo(bias: Double = 0)
  /// v_N = v + C N^-order + D N^-next + ...: the extrapolated v agrees up to 4 of its uncertainties, and the observed
  /// order is not below the stated one. See `Extrapolation` for both.
  ///
  /// `noise` bounds the relative rounding error of each simulated number.
  case power(order: Double, next: Double, noise: Double = 1e-13)
  /// A float route without truncation error: |difference| <= bound, absolute, counted from its operations.
  case roundoff(bound: Double)
  /// A proved inequality: every trial's observation is at most its bound.
  case inequality
  /// Integers, equal or not.
  case count

  /// The law in words.
  public var text: String {
    switch self {
    case .monteCarlo(let bias):
      "Monte Carlo: |mean - closed form| <= 4 standard errors"
        + (bias > 0 ? " + bias \(ErrorLaw.short(bias))" : "")
    case .power(let order, let next, _):
      "O(size^-\(ErrorLaw.short(order))): value of v + C size^-\(ErrorLaw.short(order)) at infinite size, "
        + "next term size^-\(ErrorLaw.short(next)), within 4 of its uncertainties; observed order not below the law"
    case .roundoff(let bound):
      "roundoff: |difference| <= \(ErrorLaw.short(bound))"
    case .inequality:
      "inequality: largest observation / bound <= 1"
    case .count:
      "equal integers"
    }
  }

  /// Few digits, no trailing ".0".
  static func short(_ x: Double) -> String {
    if x == x.rounded(), abs(x) < 1e6 { return String(Int(x)) }
    let exponent = x == 0 ? 0 : logarithm(abs(x)) / logarithm(10)
    let digits = exponentiate(10, 2 - exponent.rounded(.down))
    let rounded = (x * digits).rounded() / digits
    return "\(rounded.isFinite ? rounded : x)"
  }
}
