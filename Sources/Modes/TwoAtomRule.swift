import VlasovEnclosures
import VlasovNumbers

/// The exact number of modes of two weighted atoms.
///
/// For atoms at distance 2d bandwidths with weights w1, w2 > 0 the estimator has two modes if and only if d > 1 and
/// |log(w1/w2)| < L(d) = 2 (d √(d² - 1) - arcosh d); at equality, and for d <= 1, it has one.
///
/// *Proof.* In bandwidths around the midpoint, P' has the sign of w2 (d - t) e^(-(t-d)²/2) - w1 (d + t) e^(-(t+d)²/2)
/// on (-d, d), which holds all critical points: that is the sign of q - r(t), q = log(w2/w1),
/// r(t) = log((d + t)/(d - t)) - 2dt. r is odd, r' = 2d/(d² - t²) - 2d = 2d (1 - d² + t²)/(d² - t²). For d <= 1 it
/// increases: one zero. For d > 1 it falls on (-s, s), s = √(d² - 1), and increases outside, so q - r changes sign
/// from + to - twice if |q| < r(-s) = 2ds - log((d + s)/(d - s)) = 2ds - 2 arcosh d, and once otherwise. ∎
public enum TwoAtomRule {
  /// 1 or 2; nil only when the budget ends first.
  ///
  /// For rational d² > 1 and unequal rational weights the two sides are never equal: |log(w1/w2)| = L(d) would make
  /// e^(2ds) = (w1/w2)^±1 (d + s)² algebraic, though its exponent √(4d²(d² - 1)) is algebraic and not 0, against Lindemann's
  /// theorem. So more precision always decides. Equal weights need none: L(d) > 0 for d > 1.
  ///
  /// - Parameters:
  ///   - d2: the squared half distance d² in bandwidths, β (X1 - X2)²/4.
  ///   - w1, w2: the weights, positive.
  public static func modes(squaredHalfDistance d2: Rational, weights w1: Rational, _ w2: Rational) -> Int? {
    if d2 <= 1 { return 1 }
    if w1 == w2 { return 2 }
    let quotient = w1 / w2
    let excess = d2 - 1
    var bits = 64
    while bits <= Swift.min(Budget.current.maximumBits, Precision.maximum), !Budget.isExhausted {
      let margin = withPrecision(bits) {
        barrier(Ball.sqrt(Ball(d2)), excess: Ball(excess)) - Ball.abs(Ball.log(Ball(quotient)))
      }
      if margin.isPositive { return 2 }
      if margin.isNegative { return 1 }
      bits *= 2
    }
    return nil
  }

  /// L(d) from d and d² - 1: |log(w1/w2)| below it means two modes.
  ///
  /// arcosh d = arsinh √(d² - 1), which does not cancel near d = 1.
  public static func barrier<T: Analytic>(_ d: T, excess: T) -> T {
    let s = T.sqrt(excess)
    return 2 * (s * d - T.asinh(s))
  }
}
