/// Values of polynomials.
extension SmallBall {
  /// Σ c_k x^k over the given coefficients, by Horner's rule.
  ///
  /// A bound of the value for every choice of the coefficients and of x within their balls. For a wide x the
  /// rule forgets that all its factors are the same x, so the value may be far wider than the polynomial's
  /// range.
  public static func polynomial(_ c: [SmallBall], at x: SmallBall) -> SmallBall {
    guard var value = c.last else { return .zero }
    for k in stride(from: c.count - 2, through: 0, by: -1) {
      if k & 0xFFFF == 0xFFFF, Budget.isExhausted { return .indeterminate }
      value = value * x + c[k]
    }
    return value
  }
}
