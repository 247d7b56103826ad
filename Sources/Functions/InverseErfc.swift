import CMPFR
import Foundation

/// The inverse of erfc on (0, 2): erfc(x) = y. Decreasing; -x for 2 - y.
///
/// **At a point or a thin ball** y <= 1: an approximation (Doubles, or for tiny y the asymptotic form of
/// log erfc; for y near 1 the linear term), then Newton's method in growing precision with the interval Newton
/// operator N(X) = m + (erfc(m) - y) (sqrt π/2) e^{X²} as its last step (`VerifiedRoot`), which proves the
/// root; as erfc is monotone it is the only one. For y > 1/2 the residual is (1 - y) - erf(m), so that x keeps
/// its relative accuracy near y = 1.
///
/// **Wide balls**: the ends. Outside (0, 2) the result is indeterminate.
extension Ball {
  public static func inverseErfc(_ y: Ball) -> Ball {
    guard y.isFinite else { return y }
    let bits = Swift.max(y.bits, 8) + 2
    let rest = Ball(2, bits: bits) - y
    guard y.isPositive, rest.isPositive else { return undefined("inverseErfc", y) }
    if y.estimate > 1 { return (-inverseErfcBelow(rest)).rounded(to: y.bits) }
    return inverseErfcBelow(y).rounded(to: y.bits)
  }

  /// For a ball with its midpoint in (0, 1].
  private static func inverseErfcBelow(_ y: Ball) -> Ball {
    // A wide ball may have a root too, but a worse one than its ends give.
    if y.isThin, let root = inverseErfcRoot(y) { return root }
    if y.isExact { return .indeterminate(bits: y.bits) }
    return ends(y.rounded(to: Swift.max(y.bits, 64))) { end in
      let rest = Ball(2, bits: end.bits + 2) - end
      guard end.isPositive, rest.isPositive else { return .indeterminate(bits: end.bits) }
      let upper = end.estimate > 1
      let root = inverseErfcRoot(upper ? rest : end) ?? .indeterminate(bits: end.bits)
      return upper ? -root : root
    }
  }

  private static func inverseErfcRoot(_ y: Ball) -> Ball? {
    let bits = y.bits + 8
    let gap = Ball(1, bits: y.bits + 2) - y
    if gap.isZero { return Ball(0, bits: y.bits) }
    let upper = y.estimate > 0.5
    guard let (start, correct) = inverseErfcStart(y, gap, upper) else { return nil }
    let scale = sqrt(pi(bits: bits + 16)).scaled(by: -1)
    // e^{X²} changes by about 2x² times the relative width of X.
    let loss = Swift.max(0, 2 * (start.exponent ?? 0) + 1)
    let result = VerifiedRoot.refine(start, correct: correct, bits: bits, loss: loss) { point, around in
      let p = point.bits
      let residual =
        upper
        ? gap.rounded(to: Swift.max(p, gap.bits)) - erfAtPoint(point)
        : erfcAtPoint(point) - y.rounded(to: Swift.max(p, y.bits))
      // The residual has at most about half of the bits, and the slope needs no more.
      let few = p / 2 + 24 + loss
      let square = (around * around).rounded(to: few)
      return (point + residual.rounded(to: few) * (scale.rounded(to: few) * exp(square))).rounded(to: p)
    }
    return result?.root
  }

  /// An approximate root and about how many bits of it are right; a choice, not a proof.
  private static func inverseErfcStart(_ y: Ball, _ gap: Ball, _ upper: Bool) -> (Ball, Int)? {
    let slope = 0.88622692545275801365
    if upper {
      guard let e = gap.exponent else { return nil }
      if e < -24 {
        // x = (sqrt π/2)(d + π d³/12 + ...)
        let bits = Swift.min(-2 * e, y.bits) + 16
        return (gap.center.rounded(to: bits).center * sqrt(pi(bits: bits)).scaled(by: -1), -2 * e - 2)
      }
      let d = gap.estimate
      var x = d * slope
      for _ in 0..<5 { x -= (Foundation.erf(x) - d) * slope * Foundation.exp(x * x) }
      return (Ball(exactly: x), 40)
    }
    // -log y
    let l = -y.logarithm2 * 0.69314718055994530942
    var x = Foundation.sqrt(Swift.max(l, 0.25))
    for _ in 0..<8 {
      if l < 600 {
        let value = Foundation.erfc(x)
        x += (Foundation.log(value) + l) * value * slope * Foundation.exp(x * x)
      } else {
        let w = 1 / (2 * x * x)
        let tail = w * (-1 + w * (3 + w * (-15 + w * 105)))
        let value = -x * x - Foundation.log(x * 1.7724538509055160273) + Foundation.log1p(tail)
        x += (value + l) / (2 * x)
      }
    }
    return x.isFinite ? (Ball(exactly: x), l < 600 ? 36 : 46) : nil
  }
}

extension Jet where Base: SpecialAnalytic {
  /// x' = -(sqrt π/2) e^{x²} y'.
  @inlinable public static func inverseErfc(_ y: Jet) -> Jet {
    inverseErfc(y, value: Base.inverseErfc(y.value))
  }

  @inlinable static func inverseErfc(_ y: Jet, value: Base) -> Jet {
    y.chain(value: value) {
      let x = inverseErfc($0, value: value)
      return -(sqrt(pi) / 2 * exp(x * x))
    }
  }
}

extension Double {
  public static func inverseErfc(_ y: Double) -> Double {
    guard y > 0, y < 2 else { return .nan }
    if y > 1 { return -inverseErfc(2 - y) }
    let slope = 0.88622692545275801365
    if y > 0.5 {
      var x = (1 - y) * slope
      for _ in 0..<6 { x -= (Foundation.erf(x) - (1 - y)) * slope * Foundation.exp(x * x) }
      return x
    }
    let l = -Foundation.log(y)
    var x = l.squareRoot()
    for _ in 0..<10 {
      let value = Foundation.erfc(x)
      if value < 1e-300 { return Ball.inverseErfc(Ball(exactly: y).rounded(to: 64)).estimate }
      x += (Foundation.log(value) + l) * value * slope * Foundation.exp(x * x)
    }
    return x
  }
}
