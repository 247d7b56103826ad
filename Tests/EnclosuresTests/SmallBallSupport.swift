import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Exact rational views of small balls, from the stored fields alone.
extension SmallBall {
  var exactCenter: Rational {
    let word = { (w: UInt64) in (Integer(Int(w >> 1)) << 1) + Integer(Int(w & 1)) }
    if hi == 0 { return 0 }
    let m = (word(hi) << 64) + word(lo)
    let shift = exponent - 128
    let size =
      shift >= 0 ? Rational(m << shift) : Rational(numerator: m, denominator: Integer(1) << -shift) ?? 0
    return isNegativeMidpoint ? -size : size
  }

  var lowerRational: Rational { exactCenter - rad.exactValue }
  var upperRational: Rational { exactCenter + rad.exactValue }

  /// Whether the point lies in the ball (true for an indeterminate ball).
  func includes(_ x: Rational) -> Bool {
    !isFinite || (exactCenter - x).magnitude <= rad.exactValue
  }

  /// The representation's promises.
  var isWellFormed: Bool {
    let mid =
      hi == 0 ? lo == 0 && exponent == Self.zeroExponent : hi >> 63 == 1 && Self.isMidpointExponent(exponent)
    return mid && (rad.isZero || rad.mantissa >> 31 == 1)
  }

  /// Every bit, for failure messages.
  var bitsText: String {
    let sign = isNegativeMidpoint ? "-" : "+"
    return
      "\(sign)\(String(hi, radix: 16)):\(String(lo, radix: 16)) e\(exponent) r\(rad.mantissa) e\(rad.exponent)"
  }

  /// The same fields (the sign of a zero does not count).
  func isIdentical(to b: SmallBall) -> Bool {
    (hi, lo, exponent) == (b.hi, b.lo, b.exponent) && rad == b.rad
      && (hi == 0 || isNegativeMidpoint == b.isNegativeMidpoint)
  }
}

func expectInclusion(
  _ ball: SmallBall, of value: Rational, _ what: @autoclosure () -> String, seed: UInt64,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if ball.isWellFormed || !ball.isFinite, ball.includes(value) { return }
  let gap = ball.isFinite ? (ball.exactCenter - value).magnitude - ball.rad.exactValue : 0
  Issue.record(
    "\(what()): \(ball.bitsText) misses the value by \(gap.double), seed \(seed)",
    sourceLocation: sourceLocation)
}

extension SeededGenerator {
  /// A random small ball: mantissas of 1 to 128 bits and the patterns where carries go wrong.
  mutating func smallBall(exponents: ClosedRange<Int> = -40...40, shape: BallShape? = nil) -> SmallBall {
    var ball = SmallBall(self.ball(bits: 128, exponents: exponents, shape: shape))
    guard ball.hi != 0 else { return ball }
    switch int(0...9) {
    case 0: ball.lo = 0
    case 1: ball.lo = ~0
    case 2: ball.hi = 1 << 63
    case 3: (ball.hi, ball.lo) = (~0, element(of: [0, 1, ~0, 1 << 63]))
    case 4: (ball.hi, ball.lo) = (1 << 63, element(of: [0, 1, ~0, 1 << 63]))
    case 5: (ball.hi, ball.lo) = ((ball.hi &>> UInt64(int(0...62))) << 62 | 1 << 63, 0)
    default: break
    }
    if int(0...7) == 0, !ball.rad.isZero {
      ball.rad = Magnitude(mantissa: element(of: [1 << 31, UInt32.max]), exponent: ball.rad.exponent)
    }
    return ball
  }

  /// A dyadic point of a finite ball: an end, the midpoint, or something between.
  mutating func points(in ball: SmallBall) -> [Rational] {
    let (center, radius) = (ball.exactCenter, ball.rad.exactValue)
    if ball.isExact { return [center] }
    let t = Rational(int(-(1 << 20)...(1 << 20)), 1 << 20)
    return [center - radius, center + radius, center, center + radius * t]
  }
}
