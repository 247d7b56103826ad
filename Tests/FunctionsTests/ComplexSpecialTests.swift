import Testing

@testable import VlasovFunctions

/// Points of the plane by the field operations alone: power series with their tails at 700 bits.
private struct PlanePoint {
  static let bits = 700
  var z: ComplexBall

  init(_ re: Rational, _ im: Rational) {
    z = ComplexBall(re: Ball(re, bits: Self.bits), im: Ball(im, bits: Self.bits))
  }

  /// Σ_k t_k with t_0 = `first` and t_{k+1} = t_k `ratio`(k) w. The ratios times |w| are below 1/2 after `count` terms,
  /// so that what is left out is below the last term.
  static func series(
    _ first: ComplexBall, _ w: ComplexBall, count: Int = 420, ratio: (Int) -> Rational
  ) -> ComplexBall {
    var (term, sum) = (first, first)
    for k in 0..<count {
      term = (term * w).scaled(by: Ball(ratio(k), bits: bits))
      sum = sum + term
    }
    return widened(sum, term.magnitude)
  }

  static func widened(_ z: ComplexBall, _ r: Magnitude) -> ComplexBall {
    ComplexBall(re: Ball(center: z.re, radius: r), im: Ball(center: z.im, radius: r))
  }

  static func number(_ value: Rational) -> ComplexBall { ComplexBall(real: Ball(value, bits: bits)) }

  static func exp(_ w: ComplexBall) -> ComplexBall { series(number(1), w) { Rational(1, $0 + 1) } }

  /// erf(w)/w √π/2 = Σ (-w²)^k/(k! (2k+1)).
  static func erf(_ w: ComplexBall) -> ComplexBall {
    let sum = series(number(1), -(w * w)) { Rational(2 * $0 + 1, ($0 + 1) * (2 * $0 + 3)) }
    return (w * sum).scaled(by: 2 / Ball.sqrt(.pi(bits: bits)))
  }

  static func erfc(_ w: ComplexBall) -> ComplexBall { number(1) - erf(w) }

  static func mills(_ w: ComplexBall) -> ComplexBall {
    let root = Ball.sqrt(Ball(2, bits: bits))
    let rest = erfc(w.scaled(by: 1 / root))
    return (exp((w * w).scaled(by: Ball(Rational(1, 2), bits: bits))) * rest)
      .scaled(by: Ball.sqrt(.pi(bits: bits) / 2))
  }

  static func exprel(_ w: ComplexBall) -> ComplexBall { series(number(1), w) { Rational(1, $0 + 2) } }

  /// Σ (-1)^j w^(j+1)/((j+1) (j+1)!).
  static func ein(_ w: ComplexBall) -> ComplexBall {
    series(w, -w) { Rational($0 + 1, ($0 + 2) * ($0 + 2)) }
  }

  static func besselClifford(_ n: Int, _ w: ComplexBall) -> ComplexBall {
    let first = (1...(n + 1)).dropLast().reduce(Rational(1)) { $0 / Rational($1) }
    return series(number(first), w) { Rational(1, ($0 + 1) * ($0 + n + 1)) }
  }

  static func gammaQ(_ k: Int, _ w: ComplexBall) -> ComplexBall {
    var (term, sum) = (number(1), number(1))
    for j in 1..<k {
      term = (term * w).scaled(by: Ball(Rational(1, j), bits: bits))
      sum = sum + term
    }
    return exp(-w) * sum
  }

  static func e1(_ w: ComplexBall) -> ComplexBall {
    withPrecision(bits) { ein(w) - ComplexBall(real: .eulerGamma) - .log(w) }
  }

  /// n E_{n+1} = e^-z - z E_n.
  static func expIntegral(_ n: Int, _ w: ComplexBall) -> ComplexBall {
    var value = e1(w)
    for k in 1..<n { value = (exp(-w) - w * value).scaled(by: Ball(Rational(1, k), bits: bits)) }
    return value
  }
}

private struct PlaneFunction: Sendable {
  let name: String
  let point: @Sendable (ComplexBall) -> ComplexBall
  let ball: @Sendable (ComplexBall) -> ComplexBall
  let double: @Sendable (Complex<DoubleEnclosure>) -> Complex<DoubleEnclosure>
  let small: @Sendable (Complex<SmallBall>) -> Complex<SmallBall>
  var needsRightHalf = false

  static let all: [PlaneFunction] = [
    PlaneFunction(
      name: "erf", point: { PlanePoint.erf($0) }, ball: { .erf($0) }, double: { .erf($0) },
      small: { .erf($0) }),
    PlaneFunction(
      name: "erfc", point: { PlanePoint.erfc($0) }, ball: { .erfc($0) }, double: { .erfc($0) },
      small: { .erfc($0) }),
    PlaneFunction(
      name: "mills", point: { PlanePoint.mills($0) }, ball: { .mills($0) }, double: { .mills($0) },
      small: { .mills($0) }),
    PlaneFunction(
      name: "exprel", point: { PlanePoint.exprel($0) }, ball: { .exprel($0) }, double: { .exprel($0) },
      small: { .exprel($0) }),
    PlaneFunction(
      name: "ein", point: { PlanePoint.ein($0) }, ball: { .ein($0) }, double: { .ein($0) },
      small: { .ein($0) }),
    PlaneFunction(
      name: "C_0", point: { PlanePoint.besselClifford(0, $0) }, ball: { .besselClifford(0, $0) },
      double: { .besselClifford(0, $0) }, small: { .besselClifford(0, $0) }),
    PlaneFunction(
      name: "C_3", point: { PlanePoint.besselClifford(3, $0) }, ball: { .besselClifford(3, $0) },
      double: { .besselClifford(3, $0) }, small: { .besselClifford(order: 3, $0) }),
    // ₀F₁(; 2; z) = C_1(z).
    PlaneFunction(
      name: "0F1(;2;z)", point: { PlanePoint.besselClifford(1, $0) }, ball: { .hyp0f1(2, $0) },
      double: { .hyp0f1(2, $0) }, small: { .hyp0f1(2, $0) }),
    PlaneFunction(
      name: "I_2",
      point: { w in (w * w * PlanePoint.besselClifford(2, (w * w).scaled(by: quarter))).scaled(by: quarter) },
      ball: { .besselI(2, $0) }, double: { .besselI(2, $0) }, small: { .besselI(2, $0) }),
    PlaneFunction(
      name: "Q(5, z)", point: { PlanePoint.gammaQ(5, $0) }, ball: { .gammaQ(5, $0) },
      double: { .gammaQ(5, $0) },
      small: { .gammaQ(5, $0) }),
    PlaneFunction(
      name: "E_1", point: { PlanePoint.e1($0) }, ball: { .e1($0) }, double: { .e1($0) }, small: { .e1($0) },
      needsRightHalf: true),
    PlaneFunction(
      name: "E_3", point: { PlanePoint.expIntegral(3, $0) }, ball: { .expIntegral(3, $0) },
      double: { .expIntegral(3, $0) }, small: { .expIntegral(3, $0) }, needsRightHalf: true),
    PlaneFunction(
      name: "Ei(-z)", point: { -PlanePoint.e1($0) }, ball: { .ei(-$0) }, double: { .ei(-$0) },
      small: { .ei(-$0) },
      needsRightHalf: true),
  ]

  private static var quarter: Ball { Ball(Rational(1, 4), bits: PlanePoint.bits) }
}

@Suite struct ComplexSpecialTests {
  /// Random rectangles, thin and wide, near the axis and far; random points of them, ends included.
  @Test(arguments: 0..<PlaneFunction.all.count) func inclusion(_ which: Int) {
    let f = PlaneFunction.all[which]
    let seed: UInt64 = 900 + UInt64(which)
    var samples = Samples(seed: seed)
    var finite = 0
    for round in 0..<30 {
      let scale = [1, 10, 100, 1000][samples.int(0...3)]
      func coordinate() -> Rational {
        Rational(samples.int(-4 * scale...4 * scale), scale * samples.int(1...3))
      }
      let width = Rational(samples.int(0...4), [2, 8, 1000, 1_000_000][samples.int(0...3)])
      let height = Rational(samples.int(0...4), [2, 8, 1000, 1_000_000][samples.int(0...3)])
      var (x, y) = (coordinate(), samples.int(0...5) == 0 ? 0 : coordinate())
      if f.needsRightHalf { x = (x < 0 ? -x : x) + Rational(1, 50) }
      if samples.int(0...9) == 0 { y = -height / 2 }
      func at(_ t: Int, _ u: Int) -> (Rational, Rational) {
        (x + width * Rational(t, 8), y + height * Rational(u, 8))
      }
      let bits = [40, 64, 128, 300][samples.int(0...3)]
      let ball = ComplexBall(
        re: .hull(Ball(x, bits: bits), Ball(x + width, bits: bits)),
        im: .hull(Ball(y, bits: bits), Ball(y + height, bits: bits)))
      let double = Complex<DoubleEnclosure>(
        re: .hull(DoubleEnclosure(x), DoubleEnclosure(x + width)),
        im: .hull(DoubleEnclosure(y), DoubleEnclosure(y + height)))
      let small = Complex<SmallBall>(
        re: .hull(SmallBall(x), SmallBall(x + width)), im: .hull(SmallBall(y), SmallBall(y + height)))
      let values = withPrecision(bits) {
        [
          f.ball(ball),
          ComplexBall(re: Ball(f.double(double).re, bits: 300), im: Ball(f.double(double).im, bits: 300)),
          ComplexBall(re: f.small(small).re.ball, im: f.small(small).im.ball),
        ]
      }
      if values[0].isFinite { finite += 1 }
      for (t, u) in [(0, 0), (8, 8), (samples.int(0...8), samples.int(0...8))] {
        let (a, b) = at(t, u)
        let exact = f.point(PlanePoint(a, b).z)
        for (k, value) in values.enumerated() {
          #expect(
            value.overlaps(exact),
            "\(f.name), reading \(k), at \(a) + \(b)i of \(x) + \(width), \(y) + \(height): \(value.re.shortDescription), \(value.im.shortDescription) misses \(exact.re.shortDescription), \(exact.im.shortDescription); seed \(seed), round \(round)"
          )
        }
      }
    }
    #expect(finite > 15, "\(f.name): \(finite) finite values")
  }

  /// Digits of mpmath 1.3, which bound how much too large the values are.
  @Test func referenceDigitsAndTightness() throws {
    let references: [(x: Rational, y: Rational, erfc: (String, String), mills: (String, String))] = [
      (
        Rational(3, 2), Rational(9, 4),
        ("0.664827495614126320610786243069", "-3.46516467978420464618922421217"),
        ("0.247013398740625676415165658582", "-0.28022030117620927687786730843")
      ),
      (
        -2, 1, ("2.00360634272565175091291182821", "0.0112590060288150250764009156316"),
        ("-5.04751896241766945266811888321", "-10.356730860315982423022301218")
      ),
      (
        6, 3,
        ("0.0000000000000503940735046034464507154435808", "0.000000000000148708346371926874420834446487"),
        ("0.132612914832025170533987478862", "-0.0635692938075409476768170645975")
      ),
      (
        Rational(1, 8), -4, ("-1050004.53107879370851293125468", "725141.384334696207742322817509"),
        ("0.0105502979935436137499885107008", "0.26975683888590946942381740298")
      ),
    ]
    for (x, y, erfc, mills) in references {
      let z = ComplexBall(re: Ball(x, bits: 128), im: Ball(y, bits: 128))
      for (value, digits) in [(ComplexBall.erfc(z), erfc), (.mills(z), mills)] {
        let exact = PlanePoint.widened(
          ComplexBall(
            re: Ball(try #require(Rational(decimal: digits.0)), bits: 200),
            im: Ball(try #require(Rational(decimal: digits.1)), bits: 200)), .power2(-80))
        #expect(value.overlaps(exact))
        // Within the factor |z|² that the mean value form may lose, and a little more.
        let size = Double(4) * (1 + (x * x + y * y).double) * exact.magnitude.estimate
        #expect(value.magnitude.estimate <= size, "at \(x) + \(y)i: \(value.magnitude.estimate) > \(size)")
      }
    }
    // Accurate next to the axis.
    let near = ComplexBall(re: 1, im: Ball(1).scaled(by: -60))
    #expect(ComplexBall.erfc(near).re.accuracyBits >= 55 && ComplexBall.mills(near).re.accuracyBits >= 55)
  }

  @Test func realArgumentsGetTheRealFunctions() {
    let x = Ball(Rational(7, 10))
    let z = ComplexBall(real: x)
    #expect(ComplexBall.erfc(z).isReal && ComplexBall.erfc(z).re.overlaps(.erfc(x)))
    #expect(ComplexBall.gamma(z).isReal && ComplexBall.gamma(z).re.overlaps(.gamma(x)))
    #expect(
      ComplexBall.lambertW(z).re.overlaps(.lambertW(x)) && ComplexBall.lgamma(z).re.overlaps(.lgamma(x)))
    #expect(ComplexBall.hyp2f1(z, z, 3, z).re.overlaps(.hyp2f1(x, x, 3, x)))
    #expect(ComplexBall.factorial(5).re.contains(Rational(120)))
    #expect(ComplexBall.exprelTaylor(z, count: 3).map(\.isReal) == [true, true, true])
    #expect(ComplexBall.besselI(order: z, z).re.overlaps(.besselI(order: x, x)))
  }

  /// What has no complex reading, and branch points on the real line.
  @Test func indeterminate() {
    let z = ComplexBall(re: 1, im: 1)
    let values: [ComplexBall] = [
      .gamma(z), .lgamma(z), .digamma(z), .beta(z, 1), .betainc(1, 1, z), .lambertW(z), .lambertWMinus(z),
      .hyp1f1(1, 2, z), .hyp2f1(1, 1, 2, z), .hyp3f2AtOne(z, 1, 1, 3, 3), .inverseErfc(z),
      .besselI(order: 1, z), .besselIRatio(order: 1, z), .besselClifford(order: z, 1), .hyp0f1(z, 1),
      .exprelTaylor(z, count: 2)[1], .besselCliffordTaylor(Index(1), z, count: 2)[0],
      .lgammaTaylor(z, count: 1)[0],
      .e1(-z), .ei(z), .expIntegral(2, -z), .expIntegral(2, 0), .betainc(2, 3, 0), .betainc(2, 3, 1),
      .inverseErfc(0), .inverseErfc(2), .hyp2f1(1, 1, 4, 1), .besselI(order: 1, 0), .lgamma(0),
      .erfc(.indeterminate), .mills(.indeterminate), .exprel(.indeterminate), .ein(.indeterminate),
      .besselClifford(Index(2), .indeterminate), .gammaQ(Index(2), .indeterminate), .gammaQ(Index(0), z),
      .besselClifford(Index(-1), z), .expIntegral(Index(-1), z), .expIntegral(Index(symbol: "n"), z),
    ]
    for (k, value) in values.enumerated() { #expect(!value.isFinite, "value \(k)") }
    let tip = ComplexBall(real: -1 / Ball.exp(1))
    #expect(!ComplexBall.lambertW(tip).isFinite && !ComplexBall.lambertWMinus(tip).isFinite)
  }
}
