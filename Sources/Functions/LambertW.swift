import CMPFR
import Foundation

/// Lambert's W: the solutions w of w e^w = x. Branch 0: w >= -1 for x >= -1/e, increasing. Branch -1: w <= -1
/// for -1/e <= x < 0, decreasing. DLMF 4.13.
///
/// **At a point or a thin ball**: an approximation by Halley's method in Doubles, by w + log w = log x where
/// x is beyond Doubles, by w = x - x² near 0, or by the series in s = ± sqrt(2(1 + e x)) near the branch point
/// w = -1; then Newton's method for h(w) = w - x e^-w in growing precision, whose last step is the interval
/// Newton operator N(X) = m - h(m)/(1 + x e^-X) (`VerifiedRoot`). The root in X is on branch 0 when x >= 0,
/// where h increases, or X > -1, and on branch -1 when X < -1.
///
/// **Wide balls**: the ends. Balls that reach out of the domain give the indeterminate ball.
extension Ball {
  public static func lambertW(_ x: Ball) -> Ball { lambert(x, .principal) }

  public static func lambertWMinus(_ x: Ball) -> Ball {
    guard x.isNegative else { return x.isFinite ? undefined("lambertWMinus", x) : x }
    return lambert(x, .minus)
  }

  private enum LambertBranch { case principal, minus }

  private static func lambert(_ x: Ball, _ branch: LambertBranch) -> Ball {
    guard x.isFinite, !x.isZero else { return x }
    // 1/e > 0.36787944117
    if x.isBelow(Ball(Rational(-36_787_944_118, 100_000_000_000), bits: 64)) {
      return undefined(branch == .principal ? "lambertW" : "lambertWMinus", x)
    }
    // A wide ball may have a root too, but a worse one than its ends give.
    if x.isThin, let root = lambertRoot(x, branch) { return root.rounded(to: x.bits) }
    if x.isExact { return undefined(branch == .principal ? "lambertW" : "lambertWMinus", x) }
    // More bits, so that an end does not leave the domain by its rounding alone.
    let wide = x.rounded(to: x.bits + 64)
    return ends(wide) { end in
      end.isZero && branch == .principal ? end : lambertRoot(end, branch) ?? .undefined("lambertW", x)
    }.rounded(to: x.bits)
  }

  /// Nil when nothing could be proved.
  private static func lambertRoot(_ x: Ball, _ branch: LambertBranch) -> Ball? {
    let bits = x.bits + 10
    guard let start = lambertStart(x, branch, bits) else { return nil }
    // e^-X varies with the absolute width of X.
    let loss = Swift.max(start.loss, start.value.exponent ?? 0)
    let result = VerifiedRoot.refine(start.value, correct: start.correct, bits: bits, loss: loss) {
      point, around in
      let p = point.bits
      let wide = x.rounded(to: Swift.max(p, x.bits))
      let value = wide * exp(-point)
      // e^-X is e^-m times a number within e^{±r}.
      let spread = expm1Bound(around.radius)
      let slope = Ball(1, bits: p) + Ball(center: value, radius: value.magnitude * spread)
      return (point - (point - value) / slope).rounded(to: p)
    }
    guard let (root, around) = result else { return nil }
    if x.isNonNegative { return root }
    let distance = around + Ball(1, bits: around.bits)
    return (branch == .principal ? distance.isPositive : distance.isNegative) ? root : nil
  }

  /// An approximate value, about how many of its bits are right, and what a Newton step loses; a choice, not a
  /// proof. Nil outside the domain.
  private static func lambertStart(
    _ x: Ball, _ branch: LambertBranch, _ bits: Int
  ) -> (value: Ball, correct: Int, loss: Int)? {
    let center = x.center
    guard let e = center.exponent else { return nil }
    if branch == .principal, e < -30 {
      let p = Swift.min(bits, -2 * e) + 8
      let wide = center.rounded(to: p)
      return ((wide - wide * wide).center, -2 * e - 2, 0)
    }
    let logX = center.logarithm2 * 0.69314718055994530942
    if center.isPositive {
      return (Ball(exactly: e > 900 ? lambertOfLog(logX) : Double.lambertW(center.estimate)), 44, 0)
    }
    if branch == .minus, e < -20 { return (Ball(exactly: -lambertMinusOfLog(-logX)), 44, 0) }
    let d = center.estimate
    let q = 2 * (1 + d * 2.7182818284590452354)
    if q > 1e-5 {
      let w = branch == .principal ? Double.lambertW(d) : Double.lambertWMinus(d)
      // Near the branch point w + 1 has fewer good bits than w.
      let loss = Swift.max(0, Int(-Foundation.log2(q) / 2))
      return (Ball(exactly: w), 48 - 2 * loss, loss)
    }
    return lambertNearBranchPoint(center, branch, bits)
  }

  /// -1 + s - s²/3 + 11 s³/72 - 43 s⁴/540 + 769 s⁵/17280 for s = ± sqrt(2(1 + e x)).
  private static func lambertNearBranchPoint(
    _ x: Ball, _ branch: LambertBranch, _ bits: Int
  ) -> (value: Ball, correct: Int, loss: Int)? {
    var p = bits + 64
    while p < 1 << 28, !Budget.isExhausted {
      let q = (exp(Ball(1, bits: p)) * x + Ball(1, bits: p)).scaled(by: 1)
      if q.isNegative { return nil }
      if q.isPositive, q.accuracyBits > 60 {
        let size = -(q.exponent ?? 0) / 2
        let root = sqrt(q.rounded(to: Swift.max(64, bits)))
        let s = branch == .principal ? root : -root
        let c = [Rational(-43, 540), Rational(11, 72), Rational(-1, 3), 1].map { Ball($0, bits: s.bits) }
        let tail = c.reduce(Ball(Rational(769, 17280), bits: s.bits)) { $0 * s + $1 }
        return ((s * tail - Ball(1, bits: s.bits)).center, Swift.min(6 * size, s.bits) - 2, size)
      }
      p *= 2
    }
    return nil
  }

  /// w + log w = l for l > 500.
  private static func lambertOfLog(_ l: Double) -> Double {
    var w = l - Foundation.log(l)
    for _ in 0..<6 { w -= (w + Foundation.log(w) - l) * w / (w + 1) }
    return w
  }

  /// v - log v = l, v > 1, for l > 10.
  private static func lambertMinusOfLog(_ l: Double) -> Double {
    var v = l + Foundation.log(l)
    for _ in 0..<8 { v -= (v - Foundation.log(v) - l) * v / (v - 1) }
    return v
  }
}

extension Jet where Base: SpecialAnalytic {
  /// W' = e^-W/(1 + W), from w e^w = x.
  @inlinable public static func lambertW(_ x: Jet) -> Jet { lambert(x, value: Base.lambertW(x.value)) }

  @inlinable public static func lambertWMinus(_ x: Jet) -> Jet {
    lambert(x, value: Base.lambertWMinus(x.value))
  }

  @inlinable static func lambert(_ x: Jet, value: Base) -> Jet {
    x.chain(value: value) {
      let w = lambert($0, value: value)
      return exp(-w) / (w + 1)
    }
  }
}

extension Double {
  public static func lambertW(_ x: Double) -> Double {
    if x == 0 || x == .infinity { return x }
    let q = 2 * (1 + x * 2.7182818284590452354)
    if x.isNaN || q < 0 { return .nan }
    if x > 3 {
      let l = Foundation.log(x)
      return halley(l - Foundation.log(l), x)
    }
    if x < -0.25 { return halley(branchSeries(q.squareRoot()), x) }
    return halley(Foundation.log1p(x) * (x < 0 ? 1.2 : 0.8), x)
  }

  public static func lambertWMinus(_ x: Double) -> Double {
    let q = 2 * (1 + x * 2.7182818284590452354)
    guard x < 0, q >= 0 else { return .nan }
    if x < -0.25 { return halley(branchSeries(-q.squareRoot()), x) }
    let l = -Foundation.log(-x)
    return halley(-(l + Foundation.log(l)), x)
  }

  private static func branchSeries(_ s: Double) -> Double {
    -1 + s * (1 + s * (-1 / 3.0 + s * (11 / 72.0 + s * (-43 / 540.0 + s * 769 / 17280))))
  }

  /// Halley's method for h(w) = w - x e^-w.
  private static func halley(_ start: Double, _ x: Double) -> Double {
    var w = start
    for _ in 0..<12 {
      // h = w - v, h' = 1 + v, h'' = -v
      let v = x * Foundation.exp(-w)
      let slope = 1 + v
      if slope == 0 || !v.isFinite { return w }
      let step = (w - v) / slope
      let change = step / (1 + step * v / (2 * slope))
      w -= change
      if Swift.abs(change) <= 1e-16 * Swift.abs(w) { break }
    }
    return w
  }
}
