import Foundation

/// Wright's omega function: the w > 0 with w + log w = x, for every real x. It is W_0(e^x) without the overflow of e^x.
/// R. M. Corless, D. J. Jeffrey, "The Wright omega function", LNCS 2385 (2002).
///
/// ω increases, and 0 < ω' = ω/(1+ω) < 1, 0 < (log ω)' = 1/(1+ω) < 1.
///
/// **At an exact point.**
/// - x < -bits: e^x(1 - e^x) < ω < e^x. *Proof.* ω = e^(x-ω) with ω > 0, so ω < e^x and e^-ω > 1 - ω > 1 - e^x. ∎
/// - Else Newton's method in growing precision whose last step is the interval Newton operator (`VerifiedRoot`), for
///   w - e^(x-w) with the slope 1 + e^(x-w) when x <= 0, and for w + log w - x with the slope 1 + 1/w when x > 0, where
///   w > 0.567. Both functions increase, so that the zero in the ball is ω.
///
/// **On a ball** of radius r: |ω(x) - ω(m)| <= r, and ω(x)/ω(m) lies within e^±r; the ends when the ball is wide.
extension Ball {
  public static func wrightOmega(_ x: Ball) -> Ball {
    propagate(x) { value in
      let (absolute, relative) = (x.radius, value.magnitude * expm1Bound(x.radius))
      return absolute <= relative ? absolute : relative
    } wide: {
      ends(x, omegaAtPoint)
    } at: {
      omegaAtPoint($0)
    }
  }

  private static func omegaAtPoint(_ x: Ball) -> Ball {
    let bits = x.bits + 10
    let wide = x.rounded(to: bits)
    if x.isBelow(Ball(-bits, bits: 64)) {
      let e = exp(wide)
      return Ball(center: e, radius: e.magnitude * e.magnitude).rounded(to: x.bits)
    }
    let start = omegaStart(x, bits)
    let root = VerifiedRoot.refine(start.value, correct: start.correct, bits: bits) { point, around in
      x.isPositive ? omegaStep(x, log: point, around) : omegaStep(x, exp: point, around)
    }
    return root?.root.rounded(to: x.bits) ?? .undefined("wrightOmega", x)
  }

  /// m - (m + log m - x)/(1 + 1/X).
  private static func omegaStep(_ x: Ball, log point: Ball, _ around: Ball) -> Ball {
    let p = point.bits
    let one = Ball(1, bits: p)
    // A ball that reaches 0 has no slope, and proves nothing.
    guard around.isPositive else { return .indeterminate(bits: p) }
    let value = point + log(point) - x.rounded(to: Swift.max(p, x.bits))
    return (point - value / (one + one / around.rounded(to: p))).rounded(to: p)
  }

  /// m - (m - v)/(1 + v e^(m-X)), v = e^(x-m); |x| is at most the number of bits.
  private static func omegaStep(_ x: Ball, exp point: Ball, _ around: Ball) -> Ball {
    let p = point.bits
    let room = Int.bitWidth - p.leadingZeroBitCount + 4
    let value = exp(x.rounded(to: Swift.max(p, x.bits) + room) - point.rounded(to: p + room)).rounded(to: p)
    let slope = Ball(1, bits: p) + Ball(center: value, radius: value.magnitude * expm1Bound(around.radius))
    return (point - (point - value) / slope).rounded(to: p)
  }

  /// An approximate value, and about how many of its bits are right; a choice, not a proof.
  private static func omegaStart(_ x: Ball, _ bits: Int) -> (value: Ball, correct: Int) {
    let e = x.exponent ?? 0
    if x.isBelow(Ball(-30, bits: 64)) {
      // ω = e^x(1 - O(e^x))
      let good = Int(-x.estimate * 1.4426) - 2
      return (exp(x.rounded(to: Swift.min(bits, good) + e + 8)).center, good)
    }
    guard x.isPositive, e > 60 else { return (Ball(exactly: Double.wrightOmega(x.estimate)), 44) }
    // x - ω = log ω = log x + O(log x/x).
    let p = Swift.min(bits, 2 * e) + 8
    let wide = x.rounded(to: p)
    return ((wide - log(wide)).center, Swift.min(p, 2 * e) - 2 * (Int.bitWidth - e.leadingZeroBitCount))
  }
}

extension Jet where Base: SpecialAnalytic {
  /// ω' = ω/(1 + ω).
  @inlinable public static func wrightOmega(_ x: Jet) -> Jet {
    x.chain(value: Base.wrightOmega(x.value)) {
      let w = wrightOmega($0)
      return w / (w + 1)
    }
  }
}

extension Double {
  public static func wrightOmega(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x < 0 {
      // From e^x, which is above the zero, a step of Newton's method for the concave w + log w - x leads below it.
      let e = Foundation.exp(x)
      var w = e / (1 + e)
      for _ in 0..<5 {
        let v = e * Foundation.exp(-w)
        w -= (w - v) / (1 + v)
      }
      return w
    }
    var w = x < 3 ? 1 : x - Foundation.log(x)
    for _ in 0..<6 { w *= (1 + x - Foundation.log(w)) / (1 + w) }
    return w
  }
}
