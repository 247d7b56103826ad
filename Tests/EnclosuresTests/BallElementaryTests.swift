import CMPFR
import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

/// A function of balls, MPFR's own, and where to try it.
struct ElementaryFunction: Sendable {
  var name: String
  var ball: @Sendable (Ball) -> Ball
  var reference:
    @Sendable (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t) -> Int32
  /// Exponents of random arguments.
  var exponents: ClosedRange<Int>
  /// Arguments in a bounded domain: its ends.
  var domain: (low: Rational, high: Rational)?
  var monotone: Monotone?

  enum Monotone { case increasing, decreasing }

  static let all: [ElementaryFunction] = [
    .init(
      name: "exp", ball: { .exp($0) }, reference: { mpfr_exp($0, $1, $2) }, exponents: -40...12,
      monotone: .increasing),
    .init(
      name: "expm1", ball: { .expm1($0) }, reference: { mpfr_expm1($0, $1, $2) }, exponents: -40...12,
      monotone: .increasing),
    .init(
      name: "log", ball: { .log($0) }, reference: { mpfr_log($0, $1, $2) }, exponents: -40...40,
      monotone: .increasing),
    .init(
      name: "log1p", ball: { .log1p($0) }, reference: { mpfr_log1p($0, $1, $2) }, exponents: -40...40,
      monotone: .increasing),
    .init(
      name: "sqrt", ball: { .sqrt($0) }, reference: { mpfr_sqrt($0, $1, $2) }, exponents: -40...40,
      monotone: .increasing),
    .init(name: "sin", ball: { .sin($0) }, reference: { mpfr_sin($0, $1, $2) }, exponents: -20...20),
    .init(name: "cos", ball: { .cos($0) }, reference: { mpfr_cos($0, $1, $2) }, exponents: -20...20),
    .init(name: "tan", ball: { .tan($0) }, reference: { mpfr_tan($0, $1, $2) }, exponents: -20...20),
    .init(
      name: "atan", ball: { .atan($0) }, reference: { mpfr_atan($0, $1, $2) }, exponents: -40...40,
      monotone: .increasing),
    .init(
      name: "asin", ball: { .asin($0) }, reference: { mpfr_asin($0, $1, $2) }, exponents: -40...0,
      domain: (-1, 1), monotone: .increasing),
    .init(
      name: "acos", ball: { .acos($0) }, reference: { mpfr_acos($0, $1, $2) }, exponents: -40...0,
      domain: (-1, 1), monotone: .decreasing),
    .init(
      name: "sinh", ball: { .sinh($0) }, reference: { mpfr_sinh($0, $1, $2) }, exponents: -40...12,
      monotone: .increasing),
    .init(name: "cosh", ball: { .cosh($0) }, reference: { mpfr_cosh($0, $1, $2) }, exponents: -40...12),
    .init(
      name: "tanh", ball: { .tanh($0) }, reference: { mpfr_tanh($0, $1, $2) }, exponents: -40...12,
      monotone: .increasing),
    .init(
      name: "atanh", ball: { .atanh($0) }, reference: { mpfr_atanh($0, $1, $2) }, exponents: -40...0,
      domain: (-1, 1), monotone: .increasing),
  ]

  func argument(_ g: inout SeededGenerator, precisionUpTo limit: Int = 4000) -> Ball {
    if let domain, g.int(0...3) > 0 {
      return g.ball(between: domain.low, and: domain.high, precisionUpTo: limit)
    }
    return g.ball(bits: g.precision(upTo: limit), exponents: exponents)
  }

  func bounds(at x: Rational, bits: Int) -> RealBounds {
    RealBounds(of: { reference($0, $1, $2) }, atDyadic: x, bits: bits)
  }
}

@Suite struct BallElementaryTests {
  /// Inclusion at both ends, the midpoint and a random point, against directed roundings with 200 bits more.
  @Test(arguments: ElementaryFunction.all.indices) func inclusion(_ index: Int) {
    let f = ElementaryFunction.all[index]
    var g = SeededGenerator(seed: 61 + UInt64(index))
    var finite = 0
    for _ in 0..<1200 {
      let x = f.argument(&g)
      let result = f.ball(x)
      #expect(result.bits == x.bits, "\(f.name)")
      guard result.isFinite else { continue }
      finite += 1
      for p in g.points(in: x) {
        let value = f.bounds(at: p, bits: x.bits + 200)
        #expect(value.lower.isNumber, "\(f.name)(\(x.artefact)) is finite, but undefined at an element")
        expectInclusion(result, of: value, "\(f.name)(\(x.artefact))", seed: g.seed)
      }
    }
    #expect(finite > 200, "\(f.name): too few arguments in the domain")
  }

  /// Exact arguments: half a unit of the last place.
  @Test(arguments: ElementaryFunction.all.indices) func exactArguments(_ index: Int) {
    let f = ElementaryFunction.all[index]
    var g = SeededGenerator(seed: 81 + UInt64(index))
    for _ in 0..<300 {
      let x = f.argument(&g, precisionUpTo: 300).center
      let y = f.ball(x)
      if y.isFinite {
        #expect(y.isExact || y.accuracyBits >= y.bits - 1, "\(f.name)(\(x.artefact)) = \(y.artefact)")
      }
    }
  }

  /// Monotone functions: hardly wider than the image of the ends.
  @Test(arguments: ElementaryFunction.all.indices.filter { ElementaryFunction.all[$0].monotone != nil })
  func monotoneFunctionsAreTight(_ index: Int) {
    let f = ElementaryFunction.all[index]
    var g = SeededGenerator(seed: 101 + UInt64(index))
    for _ in 0..<500 {
      let x = f.argument(&g, precisionUpTo: 300)
      let result = f.ball(x)
      guard result.isFinite, !x.isExact, let size = result.magnitudeBall.exponent else { continue }
      let (a, b) = (
        Self.middle(f.bounds(at: x.lowerRational, bits: x.bits + 200)),
        Self.middle(f.bounds(at: x.upperRational, bits: x.bits + 200))
      )
      let half = (b - a).magnitude * Rational(1, 2)
      let unit = Magnitude.power2(size - x.bits + 2).exactValue
      // The mean value bounds of sinh and atan may be twice the slope.
      #expect(
        result.radius.exactValue <= half * Rational(21, 10) + unit,
        "\(f.name)(\(x.artefact)) = \(result.artefact), half width \(half.double)")
    }
  }

  private static func middle(_ bounds: RealBounds) -> Rational {
    Ball(bits: mpfr_get_prec(bounds.lower.pointer)) { mpfr_set($0, bounds.lower.pointer, MPFR_RNDN) }
      .exactCenter
  }

  /// Outside the domain nothing is known, and the log says why.
  @Test func domains() {
    let minus: @Sendable (Int) -> Ball = { Ball(-$0) }
    let cases: [(String, () -> Ball)] = [
      ("log", { .log(0) }), ("log", { .log(minus(1)) }),
      ("log", { .log(Ball(center: 1, radius: .power2(0))) }),
      ("log1p", { .log1p(minus(1)) }), ("log1p", { .log1p(minus(2)) }), ("sqrt", { .sqrt(minus(1)) }),
      ("sqrt", { .sqrt(Ball(center: 1, radius: .power2(1))) }), ("asin", { .asin(2) }),
      ("acos", { .acos(minus(2)) }),
      ("asin", { .asin(Ball(center: 1, radius: .power2(-90))) }), ("atanh", { .atanh(1) }),
      ("atanh", { .atanh(minus(1)) }),
    ]
    for (name, evaluate) in cases {
      let log = FailureLog()
      #expect(!FailureLog.$current.withValue(log, operation: evaluate).isFinite, "\(name)")
      #expect(log.message?.hasPrefix("\(name) of ") ?? false, "\(name): \(log.message ?? "no message")")
    }
  }

  /// The ends of domains belong to them where the function is defined there.
  @Test func domainBoundaries() {
    #expect(Ball.sqrt(0).isZero)
    #expect(Ball.sqrt(Ball(center: 1, radius: .power2(0))).isNonNegative)
    #expect(Ball.asin(1).overlaps(.pi / 2) && Ball.asin(-1 as Ball).overlaps(-.pi / 2))
    #expect(Ball.acos(1).isZero && Ball.acos(-1 as Ball).overlaps(.pi))
    let unit = Ball(center: 0, radius: .power2(0))
    #expect(Ball.asin(unit).isFinite && Ball.acos(unit).isNonNegative)
    #expect(Ball.exp(0).contains(Rational(1)) && Ball.exp(0).isExact)
    #expect(Ball.log(1).isZero && Ball.expm1(0).isZero && Ball.atan(0).isZero)
  }

  /// Cancellation near special points is MPFR's care: full relative accuracy.
  @Test func accuracyNearZeros() {
    let tiny = Ball(1, bits: 128).scaled(by: -500)
    for f in [
      Ball.expm1, Ball.log1p, Ball.sin, Ball.tan, Ball.atan, Ball.asin, Ball.sinh, Ball.tanh, Ball.atanh,
    ] {
      let y: Ball = f(tiny)
      #expect(y.accuracyBits >= 127 && y.exponent.map { (-500 ... -498).contains($0) } ?? false)
    }
    #expect(Ball.acos(1 - tiny.rounded(to: 600)).accuracyBits >= 127)
  }

  /// Overflow is unbounded; underflow is a small ball with the sign unknown.
  @Test(.timeLimit(.minutes(1))) func exponentRange() {
    let large = Ball(1, bits: 128).scaled(by: 60)
    #expect(!Ball.exp(large).isFinite && !Ball.cosh(large).isFinite)
    let small = Ball.exp(-large)
    #expect(small.isFinite && small.contains(Rational(0)) && small.upperDouble < 1e-300)
    #expect(Ball.expm1(-large).contains(Rational(-1)))
    #expect(Ball.tanh(large).upperDouble >= 1 && Ball.tanh(large).accuracyBits > 100)
    #expect(Ball.atan(large).overlaps(.pi / 2 - 1 / large))
    #expect(Ball.log(Ball(1, bits: 64).scaled(by: 1 << 29)).overlaps(.log2 * (1 << 29)))
  }
}
