import CMPFR
import Foundation
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// The kernels against MPFR: random arguments, and those at the boundaries of the reductions and tables.
@Suite struct DoubleEnclosureElementaryTests {
  struct Function: Sendable {
    var name: String
    var enclosure: @Sendable (DoubleEnclosure) -> DoubleEnclosure
    var reference:
      @Sendable (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t) -> Int32
    /// Arguments of interest, in which most of the random ones are drawn.
    var range: ClosedRange<Double>
    /// The domain.
    var isDefined: @Sendable (Double) -> Bool = { _ in true }
    /// Doubles between the ends at a point, at most.
    var gaps = 4
    var count = 60_000

    static let all: [Function] = [
      .init(name: "exp", enclosure: { .exp($0) }, reference: { mpfr_exp($0, $1, $2) }, range: -750...712),
      .init(
        name: "expm1", enclosure: { .expm1($0) }, reference: { mpfr_expm1($0, $1, $2) }, range: -50...712),
      .init(
        name: "log", enclosure: { .log($0) }, reference: { mpfr_log($0, $1, $2) }, range: 0...4,
        isDefined: { $0 > 0 }),
      .init(
        name: "log1p", enclosure: { .log1p($0) }, reference: { mpfr_log1p($0, $1, $2) }, range: -1...4,
        isDefined: { $0 > -1 }),
      .init(
        name: "gaussian", enclosure: { .gaussian($0) },
        reference: { z, x, mode in
          let square = Real(bits: 200)
          _ = mpfr_sqr(square.pointer, x, MPFR_RNDN)
          _ = mpfr_div_si(square.pointer, square.pointer, -2, MPFR_RNDN)
          return mpfr_exp(z, square.pointer, mode)
        }, range: -39...39),
      .init(
        name: "erfc", enclosure: { .erfc($0) }, reference: { mpfr_erfc($0, $1, $2) }, range: -7...28,
        gaps: 30,
        count: 15_000),
      .init(
        name: "sinh", enclosure: { .sinh($0) }, reference: { mpfr_sinh($0, $1, $2) }, range: -712...712,
        gaps: 16,
        count: 15_000),
      .init(
        name: "cosh", enclosure: { .cosh($0) }, reference: { mpfr_cosh($0, $1, $2) }, range: -712...712,
        gaps: 16,
        count: 15_000),
      .init(
        name: "tanh", enclosure: { .tanh($0) }, reference: { mpfr_tanh($0, $1, $2) }, range: -22...22,
        gaps: 16,
        count: 15_000),
      .init(
        name: "atanh", enclosure: { .atanh($0) }, reference: { mpfr_atanh($0, $1, $2) }, range: -1...1,
        isDefined: { $0.magnitude < 1 }, gaps: 16, count: 15_000),
      .init(
        name: "sin", enclosure: { .sin($0) }, reference: { mpfr_sin($0, $1, $2) }, range: -100...100,
        gaps: 700, count: 30_000),
      .init(
        name: "cos", enclosure: { .cos($0) }, reference: { mpfr_cos($0, $1, $2) }, range: -100...100,
        gaps: 700, count: 30_000),
      .init(
        name: "atan", enclosure: { .atan($0) }, reference: { mpfr_atan($0, $1, $2) }, range: -9...9,
        count: 2000),
      .init(
        name: "asin", enclosure: { .asin($0) }, reference: { mpfr_asin($0, $1, $2) }, range: -1...1,
        isDefined: { $0.magnitude <= 1 }, count: 2000),
      .init(
        name: "acos", enclosure: { .acos($0) }, reference: { mpfr_acos($0, $1, $2) }, range: -1...1,
        isDefined: { $0.magnitude <= 1 }, count: 2000),
    ]
  }

  /// Arguments where the reductions and the tables change.
  static let boundaries: [Double] = {
    var list: [Double] = []
    for k in -138_000...138_000 where k.magnitude < 600 || k % 97 == 0 {
      // (k + 1/2) L, and k L
      for x in [(Double(k) + 0.5) * (M_LN2 / 128), Double(k) * (M_LN2 / 128)] {
        list += [x, x.nextUp, x.nextDown]
      }
    }
    for j in 0...1024 {
      for e in [-1075, -1022, -1, 0, 1, 7, 1023] {
        let x =
          (1 + Double(j) / 512) * 0.5 * Double(sign: .plus, exponent: Swift.max(e, -1070), significand: 1)
        list += [x, x.nextUp, x.nextDown, -x, x - 1, (x - 1).nextUp, (x - 1).nextDown]
      }
    }
    for k in 0...1300 {
      let x = Double(k) * (Double.pi / 4)
      list += [x, x.nextUp, x.nextDown, -x]
    }
    for i in 0...512 {
      let x = Double(i) / 16
      list += [x, x.nextUp, x.nextDown, -x]
    }
    let thresholds = [
      0.2, 40, 20, 708, 710, 746, 709.782712893384, 745.1332191019412, 0x1p-8, 0x1p60, 27.5, 38.6,
    ]
    for x in thresholds { for y in [x, -x] { list += [y, y.nextUp, y.nextDown] } }
    return list.filter(\.isFinite) + SeededGenerator.specialDoubles
  }()

  private static func check(_ f: Function, _ a: DoubleEnclosure, _ x: Double, _ reference: DoubleReference)
    -> Bool
  {
    let result = f.enclosure(a)
    guard f.isDefined(a.lower), f.isDefined(a.upper) else { return result.isIndeterminate }
    return reference.holds(result, f.reference, x)
      && (!a.isExact || !result.isFinite || x.magnitude > 1e300 || result.gaps <= f.gaps)
  }

  @Test(arguments: Function.all.indices) func boundaryArguments(_ index: Int) {
    let f = Function.all[index]
    let reference = DoubleReference()
    var missed = 0
    let step = f.count > 20_000 ? 1 : f.count > 5000 ? 5 : 40
    for i in stride(from: 0, to: Self.boundaries.count, by: step) {
      let x = Self.boundaries[i]
      if f.name == "erfc", x < 0, i % 10 != 0 { continue }
      if !Self.check(f, .init(exactly: x), x, reference) {
        missed += 1
        let result = f.enclosure(.init(exactly: x))
        if missed < 5 { Issue.record("\(f.name)(\(x)) = \(result), \(result.gaps) doubles wide") }
      }
    }
    #expect(missed == 0)
  }

  @Test(arguments: Function.all.indices) func inclusion(_ index: Int) {
    let f = Function.all[index]
    let reference = DoubleReference()
    var g = SeededGenerator(seed: 730 + UInt64(index))
    var missed = 0
    for _ in 0..<f.count {
      let x = g.int(0...9) == 0 ? g.double() : g.double(in: f.range)
      var a = DoubleEnclosure(exactly: x)
      if g.int(0...3) == 0 {
        let spread = g.bool() ? g.double(in: 0...1) : x.magnitude * 1e-12
        a = DoubleEnclosure(lower: x - spread * g.double(in: 0...1), upper: x + spread)
      }
      if !Self.check(f, a, g.double(in: a), reference) {
        missed += 1
        if missed < 5 { Issue.record("\(f.name)(\(a)) = \(f.enclosure(a)), seed \(g.seed)") }
      }
    }
    #expect(missed == 0)
  }

  // MARK: The ingredients of the proofs

  /// The Taylor remainders of the exponential and the logarithm, by balls over the whole reduced interval; and
  /// the steps of the reduction.
  @Test func exponentialIngredients() {
    let bits = 200
    // e^r - 1 - P(r) = r^6 (1/720 + ...), and |Σ| <= (e^|r|)/720 on the ball |r| <= 2^-8.5.
    let r =
      Ball(center: Ball(0, bits: bits), radius: Magnitude.power2(-8)) * Ball(Rational(708, 1000), bits: bits)
    let remainder = Ball.pow(r, 6) * Ball.exp(r) / 720
    #expect(remainder.magnitude <= .power2(-60))
    let log2 = Ball.log(Ball(2, bits: bits)) / 128
    let high = Ball(exactly: DoubleKernel.stepHigh)
    let low = Ball(exactly: DoubleKernel.stepLow)
    #expect((log2 - high - low).magnitude <= .power2(-97))
    #expect((high * Ball(1, bits: 64).scaled(by: 42)).exactCenter.denominator == 1)
    #expect(low.magnitude <= .power2(-43))
    let (whole, rest) = (Ball(exactly: DoubleKernel.log2High), Ball(exactly: DoubleKernel.log2Low))
    #expect((log2 * 128 - whole - rest).magnitude <= .power2(-97))
    #expect((whole * Ball(1, bits: 64).scaled(by: 42)).exactCenter.denominator == 1)
    for j in 0..<128 {
      let power = Ball.exp(log2 * j)
      let h = power.estimate
      #expect(DoubleKernel.powersOfTwo[2 * j] == h)
      #expect(DoubleKernel.powersOfTwo[2 * j + 1] == (power - Ball(exactly: h)).estimate)
    }
  }

  @Test func logarithmIngredients() {
    let bits = 200
    // log(1 + r) - r - P(r) = -r^8 (1/8 - r/9 + ...), below r^8/8/(1 - |r|).
    let r = Ball(center: Ball(0, bits: bits), radius: .power2(-8))
    #expect((Ball.pow(r, 8) / 8 / (1 - r)).magnitude <= .power2(-66))
    #expect(DoubleKernel.reciprocals.count == 4 * 129)
    for j in 128...256 {
      let row = Array(DoubleKernel.reciprocals[(4 * (j - 128))..<(4 * (j - 127))])
      let c = Ball(exactly: row[0]).rounded(to: bits)
      // f in [(j - 1/2)/128, (j + 1/2)/128], f >= 1: |f c - 1| <= 2^-8.
      for f in [Rational(Swift.max(2 * j - 1, 256), 256), Rational(Swift.min(2 * j + 1, 512), 256)] {
        // Exact: few bits.
        #expect((Ball(f, bits: bits) * c - 1).estimate.magnitude <= 0x1p-8, "\(j)")
      }
      #expect((c.scaled(by: 20)).exactCenter.denominator == 1)
      let sum = Ball(exactly: row[1]).rounded(to: bits) + Ball(exactly: row[2])
      #expect((sum + .log(j < 181 ? c : c * 2)).magnitude <= .power2(-95), "\(j)")
      #expect((Ball(exactly: row[1]).scaled(by: 42)).exactCenter.denominator == 1)
      #expect(row[2].magnitude <= 0x1p-43)
      // S = 0, or large enough beside r, also with a multiple of log 2.
      if j != 128 && j != 256 { #expect(row[1].magnitude > 0.00389 && row[1].magnitude < 0.3493) }
    }
    #expect(DoubleKernel.reciprocals[0] == 1 && DoubleKernel.reciprocals[4 * 128] == 0.5)
    for i in [0, 4 * 128] {
      #expect(DoubleKernel.reciprocals[i + 1] == 0 && DoubleKernel.reciprocals[i + 2] == 0)
    }
  }

  @Test func halfPiInThreeParts() {
    let half = Ball.pi(bits: 200) / 2
    let parts = [DoubleKernel.halfPi1, DoubleKernel.halfPi2, DoubleKernel.halfPi3].map { Ball(exactly: $0) }
    #expect((half - parts[0] - parts[1] - parts[2]).magnitude <= .power2(-120))
    #expect(parts[0].scaled(by: 33).exactCenter.denominator == 1)
    #expect(parts[1].scaled(by: 66).exactCenter.denominator == 1)
    #expect(parts[1].magnitude <= .power2(-34) && parts[2].magnitude <= .power2(-67))
    for k in 0...2600 {
      // At the edges of the reduction: within 1.7 u, and 2^-106.
      let x = Double(k) * (Double.pi / 4)
      for turns in 0...1 where x <= 1000 {
        let (value, error) = DoubleKernel.sine(x, quarterTurns: turns)
        let exact =
          turns == 0 ? Ball.sin(Ball(exactly: x).rounded(to: 250)) : .cos(Ball(exactly: x).rounded(to: 250))
        #expect((exact - Ball(exactly: value)).magnitude.estimate <= 0.9 * error, "\(x)")
      }
    }
  }

  /// x² = s + t.
  @Test func splitSquares() {
    var g = SeededGenerator(seed: 760)
    for _ in 0..<20_000 {
      let x = g.double(in: -40...40)
      let (s, t) = DoubleKernel.square(x)
      let exact = Rational(exactly: x).map { $0 * $0 } ?? 0
      let sum = (Rational(exactly: s) ?? 0) + (Rational(exactly: t) ?? 0)
      #expect((exact - sum).magnitude * Rational(Integer(1) << 100) <= exact, "\(x)")
      #expect(s == x * x)
    }
  }

  /// The coefficients of E are known to far more than a double, agree with E's own Taylor shift, and obey the
  /// moment bounds of the proof.
  @Test func erfcTable() {
    for m in [1.0 / 32, 15.5 / 16, 1 + 1.0 / 32, 7.75, 12.25, 31.5] {
      let c = DoubleKernel.scaledErfcTaylor(at: m, bits: 320)
      #expect(c.count == 12)
      for (n, value) in c.enumerated() {
        #expect(value.accuracyBits > 120, "c_\(n) at \(m): \(value.accuracyBits)")
        #expect(n % 2 == 0 ? value.isPositive : value.isNegative)
        let bound = c[0] * (m < 1 ? Ball(Rational(113, 100), bits: 320) : Ball.pow(Ball(exactly: m), -n))
        #expect((value.magnitude <= bound.magnitude), "moment \(n) at \(m)")
      }
    }
  }

  /// The kernels are nearly the nearest doubles: no result is off by more than 0.6 units (1 for expm1).
  @Test func sharpness() {
    var g = SeededGenerator(seed: 761)
    func units(_ value: Double, _ exact: Ball) -> Double {
      (exact - Ball(exactly: value)).magnitude.estimate / value.ulp
    }
    var worst: [String: Double] = [:]
    for _ in 0..<20_000 {
      let x = g.double(in: -30...30)
      let ball = Ball(exactly: x)
      worst["exp", default: 0] = Swift.max(worst["exp"] ?? 0, units(DoubleKernel.exp(x), .exp(ball)))
      let e = x / 60
      worst["expm1"] = Swift.max(worst["expm1"] ?? 0, units(DoubleKernel.expm1(e), .expm1(Ball(exactly: e))))
      worst["log", default: 0] = Swift.max(
        worst["log"] ?? 0, units(DoubleKernel.log(x.magnitude), .log(.abs(ball))))
      let y = Foundation.exp(x) - 1
      worst["log1p", default: 0] = Swift.max(
        worst["log1p"] ?? 0, units(DoubleKernel.log1p(y), .log1p(Ball(exactly: y))))
    }
    for (name, value) in worst where name != "expm1" { #expect(value < 0.6, "\(name): \(value)") }
  }
}
