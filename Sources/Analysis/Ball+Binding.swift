/// Binders on balls: each is a rigorous algorithm of this module with its default settings.
extension Ball: Binding {
  /// See `Summation`.
  public static func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [Ball]) -> Ball {
    let outcome = Summation().sum(series, from: first, x)
    if !outcome.enclosure.isFinite, x.allSatisfy(\.isFinite) {
      FailureLog.current?.record("a sum after \(outcome.terms) terms")
    }
    return outcome.enclosure
  }

  /// See `Quadrature.integral`.
  public static func integral<F: Function1>(_ f: F, _ p: [Ball], from a: Ball, to b: Ball) -> Ball {
    let outcome = Quadrature().integral(of: f, p, from: a, to: b)
    if !outcome.enclosure.isFinite, a.isFinite, b.isFinite {
      let place = outcome.worst.map { " near \($0.lower.shortDescription)" } ?? ""
      FailureLog.current?.record("an integral\(place): \(outcome.status.rawValue)")
    }
    return outcome.enclosure
  }

  /// The only zero of f between the balls a and b, by `RootIsolation` and `IntervalNewton`.
  ///
  /// Indeterminate unless it is proved, for all parameters and all ends in their balls, that f is not 0 at
  /// the ends, and has exactly one zero between them, which is simple.
  public static func root<F: Function1>(_ f: F, _ p: [Ball], between a: Ball, and b: Ball) -> Ball {
    let bits = p.reduce(Swift.max(Precision.bits, a.bits, b.bits)) { Swift.max($0, $1.bits) }
    return withPrecision(bits) {
      let (value, derivative) = f.intervalExtensions(p)
      let (fa, fb) = (value(a), value(b))
      guard fa.isPositive && fb.isNegative || fa.isNegative && fb.isPositive else {
        return failed("no certain sign change between \(a.shortDescription) and \(b.shortDescription)")
      }
      let found = RootIsolation().zeros(of: value, derivative: derivative, from: a, to: b)
      guard found.isComplete, found.zeros.count == 1 else {
        let what = found.isComplete ? "\(found.zeros.count) zeros" : "zeros that cannot be isolated"
        return failed("\(what) between \(a.shortDescription) and \(b.shortDescription)")
      }
      return IntervalNewton().refine(found.zeros[0], of: value, derivative: derivative)
    }
  }

  private static func failed(_ reason: @autoclosure () -> String) -> Ball {
    FailureLog.current?.record("a root: \(reason())")
    return .indeterminate
  }
}

extension Ball: Ordered {
  /// See `Supremum`.
  public static func supremum<S: SequenceTerm>(_ s: S, from first: Int, _ x: [Ball]) -> Ball {
    let outcome = Supremum().supremum(s, from: first, x)
    if !outcome.enclosure.isFinite, x.allSatisfy(\.isFinite) { FailureLog.current?.record("a supremum") }
    return outcome.enclosure
  }
}
