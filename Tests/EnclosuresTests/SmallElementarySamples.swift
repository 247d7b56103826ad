import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// A function of small balls, MPFR's own, and where to try it.
struct SmallElementaryFunction: Sendable, CustomTestStringConvertible {
  var name: String
  var small: @Sendable (SmallBall) -> SmallBall
  var reference:
    @Sendable (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t) -> Int32
  /// Exponents of random arguments.
  var exponents: ClosedRange<Int>
  /// Arguments around these are tried often (made at 400 bits from a random integer).
  var special: @Sendable (inout SeededGenerator) -> Ball = { Ball($0.int(-3...3), bits: 400) }
  /// Arguments outside are possible only as balls that reach beyond.
  var domain: ClosedRange<Double> = -.infinity ... .infinity
  var monotone = true

  var testDescription: String { name }

  static let all: [SmallElementaryFunction] = [
    .init(
      name: "exp", small: { .exp($0) }, reference: { mpfr_exp($0, $1, $2) }, exponents: -150...24,
      special: { Ball.log2(bits: 400) * $0.int(-9...9) }),
    .init(
      name: "expm1", small: { .expm1($0) }, reference: { mpfr_expm1($0, $1, $2) }, exponents: -150...20,
      special: { Ball.log2(bits: 400) * $0.int(-9...9) }),
    .init(
      name: "log", small: { .log($0) }, reference: { mpfr_log($0, $1, $2) }, exponents: -40...40,
      special: { _ in Ball(1, bits: 400) }, domain: 0 ... .infinity),
    .init(
      name: "log1p", small: { .log1p($0) }, reference: { mpfr_log1p($0, $1, $2) }, exponents: -150...150,
      special: { Ball(-$0.int(0...1), bits: 400) }, domain: -1 ... .infinity),
    .init(
      name: "sin", small: { .sin($0) }, reference: { mpfr_sin($0, $1, $2) }, exponents: -150...45,
      special: { .quarterTurns(&$0) }, monotone: false),
    .init(
      name: "cos", small: { .cos($0) }, reference: { mpfr_cos($0, $1, $2) }, exponents: -150...45,
      special: { .quarterTurns(&$0) }, monotone: false),
    .init(
      name: "tan", small: { .tan($0) }, reference: { mpfr_tan($0, $1, $2) }, exponents: -150...45,
      special: { .quarterTurns(&$0) }, monotone: false),
    .init(
      name: "atan", small: { .atan($0) }, reference: { mpfr_atan($0, $1, $2) }, exponents: -150...180),
    .init(
      name: "asin", small: { .asin($0) }, reference: { mpfr_asin($0, $1, $2) }, exponents: -150...0,
      domain: -1...1),
    .init(
      name: "acos", small: { .acos($0) }, reference: { mpfr_acos($0, $1, $2) }, exponents: -150...0,
      domain: -1...1),
    .init(
      name: "sinh", small: { .sinh($0) }, reference: { mpfr_sinh($0, $1, $2) }, exponents: -150...20),
    .init(
      name: "cosh", small: { .cosh($0) }, reference: { mpfr_cosh($0, $1, $2) }, exponents: -150...20,
      monotone: false),
    .init(
      name: "tanh", small: { .tanh($0) }, reference: { mpfr_tanh($0, $1, $2) }, exponents: -150...20),
    .init(
      name: "atanh", small: { .atanh($0) }, reference: { mpfr_atanh($0, $1, $2) }, exponents: -150...0,
      domain: -1...1),
  ]

  /// An exact argument inside the domain.
  func center(_ g: inout SeededGenerator) -> SmallBall {
    while true {
      let x = anyCenter(&g)
      if domain.contains(x.ball.estimate) { return x }
    }
  }

  private func anyCenter(_ g: inout SeededGenerator) -> SmallBall {
    switch g.int(0...9) {
    case 0:
      // A special point, rounded, and a few units from it.
      return g.moved(SmallBall(special(&g)).center)
    case 1:
      // A special point plus something of any size.
      let shift = g.small(exponents: -130...2).ball
      return SmallBall(special(&g) + shift.rounded(to: 400)).center
    case 2:
      // The boundary of a table's interval.
      let denominator = g.element(of: [1, 1 << 8, 1 << 9, 1 << 16, 1 << 24])
      let numerator = g.int(1...(g.bool() ? denominator : 8 * denominator))
      let x = SmallBall(Rational(g.bool() ? numerator : -numerator, denominator))
      return g.moved(x)
    case 3: return g.small(exponents: -9...3)
    default: return g.small(exponents: exponents)
    }
  }

  /// A ball around `center`: exact, thin, of medium width or wide.
  func ball(around center: SmallBall, _ g: inout SeededGenerator) -> SmallBall {
    let e = max(center.hi == 0 ? -200 : center.exponent, -300)
    let radius: Magnitude
    switch g.int(0...7) {
    case 0: radius = .zero
    case 1, 2: radius = g.magnitude(exponent: e - 128 + g.int(-2...12))
    case 3: radius = g.magnitude(exponent: -128 + g.int(-2...12))
    case 4, 5: radius = g.magnitude(exponent: e - g.int(20...140))
    case 6: radius = g.magnitude(exponent: -g.int(15...140))
    default: radius = g.magnitude(exponent: e - g.int(0...22))
    }
    return SmallBall(center: center, radius: radius)
  }
}

extension Ball {
  static func log2(bits: Int) -> Ball { Ball(bits: bits, nearest: { mpfr_const_log2($0, MPFR_RNDN) }) }

  /// n π/2 at 400 bits.
  fileprivate static func quarterTurns(_ g: inout SeededGenerator) -> Ball {
    pi(bits: 400) * (g.int(0...3) == 0 ? g.int(-(1 << 38)...(1 << 38)) : g.int(-20...20)) / 2
  }
}

extension SeededGenerator {
  /// A random exact small ball; every fourth has few bits.
  mutating func small(exponents: ClosedRange<Int>) -> SmallBall {
    var (hi, lo) = (next() | 1 << 63, next())
    switch int(0...7) {
    case 0: (hi, lo) = (hi & ~0 << UInt64(int(0...63)), 0)
    case 1: (hi, lo) = (.max, .max << UInt64(int(0...63)))
    case 2: (hi, lo) = (1 << 63, UInt64(int(0...3)))
    default: break
    }
    return SmallBall(hi: hi, lo: lo, exponent: int(exponents), isNegative: bool(), rad: .zero)
  }

  /// The exact argument, up to 3 units of the last place away.
  mutating func moved(_ x: SmallBall) -> SmallBall {
    if x.hi == 0 { return x }
    let unit = SmallBall(hi: 1 << 63, lo: 0, exponent: x.exponent - 127, isNegative: false, rad: .zero)
    return (x + unit * SmallBall(int(-3...3))).center
  }
}

/// MPFR's value at points of a ball, with room for all that is needed on the way.
final class SmallReference {
  let bits: Int
  private let point: Real
  private let value: Real
  private let gap: Real
  private let radius: Real
  private let slack: Real

  init(bits: Int) {
    self.bits = bits
    (point, value) = (Real(bits: 600), Real(bits: bits))
    (gap, radius, slack) = (Real(bits: bits), Real(bits: 64), Real(bits: 64))
  }

  /// Whether f(x) lies in `result` for x = mid + t rad/2^20 in the ball, up to the error of the reference.
  ///
  /// nil when f is not defined there or MPFR's value overflows.
  func check(_ f: SmallElementaryFunction, _ x: Ball, _ t: Int, _ result: Ball) -> Bool? {
    write(x.radius, radius, MPFR_RNDD)
    _ = mpfr_mul_si(radius.pointer, radius.pointer, t, MPFR_RNDZ)
    _ = mpfr_div_2ui(radius.pointer, radius.pointer, 20, MPFR_RNDZ)
    // Inexact only far below the midpoint, and then towards it.
    x.withMidpoint { m in
      _ = mpfr_add(point.pointer, m, radius.pointer, (t < 0) ? MPFR_RNDU : MPFR_RNDD)
    }
    _ = f.reference(value.pointer, point.pointer, MPFR_RNDN)
    guard mpfr_number_p(value.pointer) != 0 else { return nil }
    // |value - f(x)| <= half a unit of `bits` bits.
    if mpfr_zero_p(value.pointer) == 0 {
      _ = mpfr_set_ui_2exp(slack.pointer, 1, mpfr_get_exp(value.pointer) - bits, MPFR_RNDU)
    } else {
      _ = mpfr_set_ui(slack.pointer, 0, MPFR_RNDN)
    }
    write(result.radius, radius, MPFR_RNDU)
    _ = mpfr_add(radius.pointer, radius.pointer, slack.pointer, MPFR_RNDU)
    result.withMidpoint { m in _ = mpfr_sub(gap.pointer, value.pointer, m, MPFR_RNDZ) }
    return mpfr_cmpabs(gap.pointer, radius.pointer) <= 0
  }

  private func write(_ r: Magnitude, _ z: Real, _ mode: mpfr_rnd_t) { r.write(to: z.pointer, mode) }
}
