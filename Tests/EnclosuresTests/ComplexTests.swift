import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct ComplexTests {
  private static func expectOverlap(
    _ z: ComplexBall, _ point: Point, _ what: @autoclosure () -> String, seed: UInt64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    TestSupport.expectOverlap(z.re, point.re, "Re \(what())", seed: seed, sourceLocation: sourceLocation)
    TestSupport.expectOverlap(z.im, point.im, "Im \(what())", seed: seed, sourceLocation: sourceLocation)
  }

  // MARK: Field operations

  /// Against exact complex rationals at points of the rectangles.
  @Test func fieldOperations() {
    var g = SeededGenerator(seed: 801)
    typealias Q = (re: Rational, im: Rational)
    func times(_ a: Q, _ b: Q) -> Q { (a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re) }
    func inverse(_ a: Q) -> Q {
      let square = a.re * a.re + a.im * a.im
      return (a.re / square, -a.im / square)
    }
    func check(_ z: ComplexBall, _ q: Q, _ what: @autoclosure () -> String) {
      expectInclusion(z.re, of: q.re, "Re \(what())", seed: g.seed)
      expectInclusion(z.im, of: q.im, "Im \(what())", seed: g.seed)
    }
    var finite = 0
    for _ in 0..<1500 {
      let (a, b) = (g.rectangle(), g.rectangle())
      let p: Q = (g.point(in: a.re), g.point(in: a.im))
      let q: Q = (g.point(in: b.re), g.point(in: b.im))
      check(a + b, (p.re + q.re, p.im + q.im), "sum")
      check(a - b, (p.re - q.re, p.im - q.im), "difference")
      check(a * b, times(p, q), "product")
      check(-a, (-p.re, -p.im), "negative")
      check(a.conjugate, (p.re, -p.im), "conjugate")
      check(a.timesI, (-p.im, p.re), "i z")
      check(ComplexBall.hull(a, b), p, "hull")
      check(ComplexBall.hull(a, b), q, "hull")
      let real = ComplexBall(real: b.re)
      check(a * real, times(p, (q.re, 0)), "real product")
      check(real - a, (q.re - p.re, -p.im), "real difference")
      check(a + real, (q.re + p.re, p.im), "real sum")
      let quotient = a / b
      if b.re.containsZero && b.im.containsZero {
        #expect(!quotient.isFinite)
      } else if quotient.isFinite {
        finite += 1
        check(quotient, times(p, inverse(q)), "quotient")
      }
      if b.re.isNonZero {
        check(a / real, times(p, inverse((q.re, 0))), "real quotient")
        check(real / b, times((q.re, 0), inverse(q)), "quotient of a real")
      }
      var power: Q = (1, 0)
      for n in 0...6 {
        check(.pow(a, n), power, "power \(n)")
        let negative = ComplexBall.pow(a, -n)
        if negative.isFinite, power.re != 0 || power.im != 0 {
          check(negative, inverse(power), "power \(-n)")
        }
        power = times(power, p)
      }
      let size = a.modulus
      #expect(size.isFinite && a.squaredModulus.contains(p.re * p.re + p.im * p.im))
      #expect(
        Ball(center: Ball(0, bits: 64), radius: a.magnitude).contains(
          Ball.sqrt(Ball(p.re * p.re + p.im * p.im))))
      #expect(a.contains(re: p.re, im: p.im))
    }
    #expect(finite > 1000)
  }

  @Test func realNumbersStayReal() {
    let x = ComplexBall(Rational(1, 3))
    for z in [
      x + 1, x - 2, x * x, x / 7, -x, .pow(x, 5), .exp(x), .log(x), .sqrt(x), .atan(x), .tanh(x), .pi * x,
    ] {
      #expect(z.isReal && z.isFinite && z.im.isZero)
    }
    #expect(
      ComplexBall.exp(x).re.contains(Ball.exp(Ball(Rational(1, 3)))) && x.contains(re: Rational(1, 3), im: 0))
    #expect(!x.contains(re: Rational(1, 3), im: 1) && ComplexBall(Index(4)).re.isExact)
    #expect(!ComplexBall(Index(symbol: "n")).isFinite && !ComplexBall.pow(x, Index(symbol: "n")).isFinite)
    // The branch points and cuts are the same as off the axis.
    for z: ComplexBall in [
      .log(0), .log(-1), .sqrt(0), .sqrt(-2), .log1p(-1), .asin(1), .asin(-1), .asin(2), .acos(1), .atanh(1),
      .atanh(3),
      1 / ComplexBall(0), .pow(0, -1), 1 / (x - x),
    ] { #expect(!z.isFinite) }
  }

  @Test func indeterminateOperands() {
    let z = ComplexBall(re: .indeterminate, im: 1)
    for w: ComplexBall in [
      z + 1, z * 0, z / 2, 1 / z, .pow(z, 0), .pow(z, 3), .exp(z), .expm1(z), .log(z), .log1p(z), .sqrt(z),
      .sin(z),
      .cos(z), .tan(z), .sinh(z), .cosh(z), .tanh(z), .atan(z), .asin(z), .acos(z), .atanh(z), .hull(z, 0),
    ] { #expect(!w.isFinite && !w.magnitude.isFinite) }
    for n in [Int.min, Int.max, Int.min + 1] {
      #expect(ComplexBall.pow(ComplexBall(re: 0, im: 1), n).isFinite)
    }
  }

  // MARK: Functions

  /// Random rectangles and points of them, against references that share no formula with the implementation.
  @Test(arguments: ComplexFunction.all.indices) func inclusion(_ index: Int) {
    let f = ComplexFunction.all[index]
    var g = SeededGenerator(seed: 810 + UInt64(index))
    var (finite, cut) = (0, 0)
    for _ in 0..<250 {
      let z = g.rectangle()
      let result = f.ball(z)
      if f.meetsCut(.init(z)) {
        cut += 1
        #expect(!result.isFinite, "\(f.name) on \(z.re.artefact), \(z.im.artefact) meets a cut")
        continue
      }
      if f.isSharp { #expect(result.isFinite, "\(f.name) on \(z.re.artefact), \(z.im.artefact)") }
      guard result.isFinite else { continue }
      finite += 1
      let corners = [(z.re.lowerRational, z.im.upperRational), (z.re.upperRational, z.im.lowerRational)]
      let points =
        z.re.isExact && z.im.isExact ? [corners[0]] : corners + [(g.point(in: z.re), g.point(in: z.im))]
      for (x, y) in points {
        Self.expectOverlap(
          result, f.point(Point(x, y)),
          "\(f.name) on \(z.re.artefact), \(z.im.artefact) at \(x.double), \(y.double)",
          seed: g.seed)
      }
    }
    #expect(finite > 100, "\(f.name): \(finite)")
  }

  /// Exact points keep nearly all their bits, also near 0 where the value is as small as the argument.
  @Test(arguments: ComplexFunction.all.indices) func tightness(_ index: Int) {
    let f = ComplexFunction.all[index]
    var g = SeededGenerator(seed: 840 + UInt64(index))
    let vanishing = ["expm1", "sin", "sinh", "tan", "tanh", "log1p", "atan", "asin", "atanh"].contains(f.name)
    for _ in 0..<150 {
      let bits = g.int(53...400)
      var z = g.rectangle(bits: bits, thin: true)
      if z.im.isZero || z.re.isZero { continue }
      if vanishing, g.bool() {
        let e = -g.int(1...200)
        z = ComplexBall(re: z.re.scaled(by: e), im: z.im.scaled(by: e))
      }
      // Not at the branch points and poles.
      if (z.re.estimate.magnitude - 1).magnitude < 0.05 && z.im.estimate.magnitude < 0.05 { continue }
      if (z.im.estimate.magnitude - 1).magnitude < 0.05 && z.re.estimate.magnitude < 0.05 { continue }
      let result = withPrecision(bits) { f.ball(z) }
      let scale = result.modulus.exponent ?? 0
      let worst = Swift.max(result.re.radius.exponent, result.im.radius.exponent)
      #expect(
        result.isFinite && worst - scale + bits < 14,
        "\(f.name) at \(z.re.estimate), \(z.im.estimate): \(worst - scale + bits) of \(bits) bits lost")
    }
  }

  /// Rectangles that touch a cut, a branch point or a pole by a corner or an edge, and ones that just do not.
  @Test func touching() {
    func box(_ left: Rational, _ right: Rational, _ bottom: Rational, _ top: Rational) -> ComplexBall {
      func part(_ a: Rational, _ b: Rational) -> Ball {
        .between(Ball(a, bits: 64), Ball(b, bits: 64), bits: 64)
      }
      return ComplexBall(re: part(left, right), im: part(bottom, top))
    }
    let e = Rational(1, 1 << 20)
    for f in ComplexFunction.all where ["log", "sqrt"].contains(f.name) {
      #expect(!f.ball(box(-2, -1, 0, 1)).isFinite && !f.ball(box(-2, -1, -1, 0)).isFinite)
      #expect(!f.ball(box(0, 1, -1, 1)).isFinite && !f.ball(box(0, 1, 0, 1)).isFinite)
      #expect(f.ball(box(-2, 1, e, 1)).isFinite && f.ball(box(-2, 1, -1, -e)).isFinite)
      #expect(f.ball(box(e, 1, -1, 1)).isFinite)
    }
    #expect(!ComplexBall.log1p(box(-1, 1, 0, 1)).isFinite && ComplexBall.log1p(box(-1, 1, e, 1)).isFinite)
    #expect(!ComplexBall.atan(box(0, 1, 1, 2)).isFinite && ComplexBall.atan(box(e, 1, 1, 2)).isFinite)
    #expect(!ComplexBall.atan(box(-1, 0, -2, 0)).isFinite && ComplexBall.atan(box(-1, 1, 0, 1 - e)).isFinite)
    for f in ComplexFunction.all where ["asin", "acos", "atanh"].contains(f.name) {
      #expect(!f.ball(box(Rational(1, 2), 1, 0, 1)).isFinite && !f.ball(box(-1, 0, -1, 0)).isFinite)
      let below = f.ball(box(Rational(1, 2), 1 - e, 0, Rational(1, 64)))
      #expect(below.isFinite && f.ball(box(1, 2, 1, 2)).isFinite)
    }
    #expect(!ComplexBall.tan(box(1, 2, -1, 1)).isFinite && ComplexBall.tan(box(-1, 1, -1, 1)).isFinite)
    #expect(ComplexBall.tan(box(-100, 100, 1, 2)).isFinite && !ComplexBall.tanh(box(-1, 1, 1, 2)).isFinite)
    #expect(!(1 / box(0, 1, -1, 0)).isFinite && (1 / box(e, 1, -1, 1)).isFinite)
    // A rectangle as large as a quadrature's ellipse.
    let wide = ComplexBall.exp(-.pow(box(-1, 1, Rational(-1, 2), Rational(1, 2)), 2))
    #expect(wide.isFinite && wide.magnitude <= Magnitude(3))
  }

  /// The principal branch left of the imaginary axis, too: Re >= 0, and the sign of Im that of Im z.
  @Test func inverseHyperbolicCosine() {
    func reference(_ digits: String) -> Ball {
      Ball(center: Ball(Rational(decimal: digits) ?? 0, bits: 200), radius: .power2(-125))
    }
    for bits in [64, 200] {
      for (x, y) in [(-2, 3), (-2, -3), (-1, 5), (0, 1), (0, -7), (3, -1), (-300, 1), (1, 2)] {
        let z = ComplexBall(re: Ball(x, bits: bits), im: Ball(y, bits: bits))
        let w = ComplexBall.acosh(z)
        let back = ComplexBall.cosh(w)
        #expect(w.isFinite && back.overlaps(z), "acosh(\(x) + \(y)i)")
        #expect(w.re.isPositive && (y > 0 ? w.im.isPositive : w.im.isNegative), "acosh(\(x) + \(y)i)")
        #expect(w.re.radius <= Magnitude.power2(16 - bits) && w.im.radius <= Magnitude.power2(16 - bits))
        let double = Complex<DoubleEnclosure>.acosh(
          Complex(re: DoubleEnclosure(x), im: DoubleEnclosure(y)))
        #expect(Ball(double.re, bits: bits).overlaps(w.re) && Ball(double.im, bits: bits).overlaps(w.im))
      }
      // acosh(-2 + 3i), an independent value at 40 digits.
      let known = ComplexBall.acosh(ComplexBall(re: Ball(-2, bits: bits), im: Ball(3, bits: bits)))
      #expect(
        known.re.overlaps(reference("1.983387029916535432347076902894039565014"))
          && known.im.overlaps(reference("2.141449111115996019941605571325421092281")))
    }
    // The cut.
    for x in [-3, -1, 0, 1] {
      #expect(!ComplexBall.acosh(ComplexBall(re: Ball(x), im: Ball(0))).isFinite)
      #expect(!ComplexBall.acosh(ComplexBall(real: Ball(x))).isFinite)
      #expect(!ComplexBall.acosh(ComplexBall(re: Ball(x), im: Ball.hull(0, 1))).isFinite)
    }
    #expect(ComplexBall.acosh(ComplexBall(real: Ball(2))).re.overlaps(.acosh(Ball(2))))
  }

  /// Identities at random points; conjugation.
  @Test func identities() {
    var g = SeededGenerator(seed: 870)
    let identities: [(String, (ComplexBall) -> ComplexBall)] = [
      ("exp log", { .exp(.log($0)) }), ("sqrt²", { .pow(.sqrt($0), 2) }), ("sin asin", { .sin(.asin($0)) }),
      ("cos acos", { .cos(.acos($0)) }), ("tan atan", { .tan(.atan($0)) }),
      ("tanh atanh", { .tanh(.atanh($0)) }),
      ("expm1 log1p", { .expm1(.log1p($0)) }), ("log exp", { .log(.exp($0)) }), ("1/(1/z)", { 1 / (1 / $0) }),
      ("pow", { .pow(.pow($0, ComplexBall(Rational(1, 3))), 3) }),
      ("sinh/cosh", { .atanh(.sinh($0) / .cosh($0)) }),
    ]
    for _ in 0..<150 {
      let bits = g.int(64...300)
      let z = ComplexBall(
        re: Ball(Rational(g.int(10...90), 100), bits: bits),
        im: Ball(Rational(g.int(-90...90), 100), bits: bits))
      withPrecision(bits) {
        for (name, f) in identities {
          let w = f(z)
          #expect(w.isFinite && w.overlaps(z), "\(name) at \(z.re.artefact), \(z.im.artefact)")
        }
        let one = ComplexBall.pow(.sin(z), 2) + .pow(.cos(z), 2)
        #expect(one.re.contains(1 as Rational) && one.im.containsZero)
        for f in ComplexFunction.all {
          #expect(f.ball(z.conjugate).overlaps(f.ball(z).conjugate), "\(f.name)")
        }
      }
    }
  }

  // MARK: Other readings

  private static func formula<T: Analytic>(_ z: T) -> T {
    let a = T.exp(z) + T.expm1(z) - T.log(z + 3) * T.log1p(z) / T.sqrt(z + 2)
    let b = T.sin(z) * T.cos(z) + T.tan(z) - T.atan(z / 2) + T.asin(z / 3) - T.acos(z / 3)
    let c =
      T.sinh(z) + T.cosh(z) - T.tanh(z) + T.atanh(z / 3) + T.pow(z, 3) - T.pow(z + 2, -2) + T.pow(z + 3, z)
    return a + b - c + T.pi * T(Rational(1, 3))
  }

  /// One formula over parts that are Double enclosures, over balls, and in jets of complex balls.
  @Test func formulasInOtherReadings() {
    var g = SeededGenerator(seed: 871)
    for _ in 0..<100 {
      let (x, y) = (g.double(in: 0.05...0.9), g.double(in: -0.9...0.9))
      let doubles = Self.formula(Complex(re: DoubleEnclosure(exactly: x), im: DoubleEnclosure(exactly: y)))
      let z = ComplexBall(re: Ball(exactly: x), im: Ball(exactly: y))
      let balls = Self.formula(z)
      #expect(doubles.isFinite && doubles.re.width < 1e-10)
      #expect(Ball(doubles.re, bits: 64).overlaps(balls.re) && Ball(doubles.im, bits: 64).overlaps(balls.im))
      // The derivative by Cauchy's formula on a small circle, for which 8 points are exact to about h^8.
      let jet = Self.formula(Jet(variable: z, order: 1)).coefficient(1)
      let h = Ball(1, bits: 128).scaled(by: -10)
      var sum = ComplexBall(0)
      for k in 0..<8 {
        let turn = ComplexBall.exp(ComplexBall(re: 0, im: .pi * k / 4))
        sum = sum + Self.formula(z + turn.scaled(by: h)) / turn.scaled(by: h)
      }
      let gap = (sum / 8 - jet).modulus
      #expect(gap.upperDouble < 1e-15, "\(x), \(y): \(gap.artefact)")
    }
  }

  /// A real formula at real points agrees with the real reading.
  @Test func realFormulas() {
    var g = SeededGenerator(seed: 872)
    for _ in 0..<50 {
      let x = Ball(exactly: g.double(in: 0.05...0.9))
      let complex = Self.formula(ComplexBall(re: x, im: 0))
      #expect(complex.re.overlaps(Self.formula(x)) && complex.im.containsZero)
      #expect(Self.formula(ComplexBall(real: x)).re.overlaps(Self.formula(x)))
    }
  }
}
