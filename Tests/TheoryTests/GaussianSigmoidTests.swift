import Testing

@testable import VlasovTheory

@Suite struct GaussianSigmoidTests {
  private typealias A = Attention
  private static let id = "sigmoid-defect"

  /// The Bessel form (2/π) ∫ (z² K_0 - z K_1) σ'(mz) dz by trapezoidal rules: over u for K_ν(z) = ∫ e^{-z cosh u} cosh(νu) du, and
  /// over s for z = e^s.
  private static func bessel(_ m: Double) -> Double {
    var sum = 0.0
    let step = 0.05
    for k in -600...100 {
      let z = Double.exp(Double(k) * step)
      var (k0, k1) = (0.0, 0.0)
      for j in 0...1200 {
        let c = Double.cosh(Double(j) * 0.02)
        let e = Double.exp(-z * c) * (j == 0 ? 0.5 : 1) * 0.02
        k0 += e
        k1 += e * c
      }
      let q = Double.exp(-m * z)
      sum += z * (z * z * k0 - z * k1) * q / ((1 + q) * (1 + q)) * step
    }
    return 2 / Double.pi * sum
  }

  @Test func besselForm() throws {
    for m in ["1/4", "1", "7/2", "20"] {
      let value = try A.ball(Self.id, "m=\(m)", digits: 20).estimate
      let expected = Self.bessel(Rational(decimal: m)!.double)
      #expect(abs(value - expected) < 2e-10, "m=\(m): \(value) \(expected)")
    }
  }

  /// E[(ξ⁴ - 3ξ²) σ'(mξη)] by the two-dimensional trapezoidal rule.
  @Test func expectationForm() throws {
    let m = 1.5
    var sum = 0.0
    let h = 0.1
    for i in -100...100 {
      for j in -100...100 {
        let (x, y) = (Double(i) * h, Double(j) * h)
        let q = Double.exp(-abs(m * x * y))
        sum += Double.exp(-(x * x + y * y) / 2) * (x * x * x * x - 3 * x * x) * q / ((1 + q) * (1 + q))
      }
    }
    let expected = sum * h * h / (2 * Double.pi)
    let value = try A.ball(Self.id, "m=3/2", digits: 20).estimate
    #expect(abs(value - expected) < 1e-9, "\(value) \(expected)")
  }

  @Test func signAndLimits() throws {
    for m in ["1e-30", "1/100", "1/2", "1", "10", "1000", "1e8"] {
      let k = try A.ball(Self.id, "m=\(m)", digits: 20)
      #expect(k.isNegative, "m=\(m)")
    }
    // K(m)/m² → -3/8, m K(m) → -1/π.
    let small = try A.ball(Self.id, "m=1e-12", digits: 40) * Ball(Rational(Integer(10).power(24)), bits: 300)
    #expect((small + Ball(Rational(3, 8), bits: 100)).magnitude <= .power2(-70), "\(small.shortDescription)")
    let large = try A.ball(Self.id, "m=1e10", digits: 20) * Ball(Rational(Integer(10).power(10)), bits: 100)
    #expect((large * .pi(bits: 200) + 1).magnitude <= .power2(-50), "\(large.shortDescription)")
  }

  @Test func exactValues() throws {
    let zero = try A.answer(Self.id, "m=0")
    #expect(zero.value == "0" && zero.status == .exact)
    #expect(try A.answer(Self.id, "m=0 v=3 output=rate").value == "0")
    #expect(try A.answer(Self.id, "m=1 v=0 output=rate").value == "0")
    let (k, rate) = (try A.ball(Self.id, "m=2/3"), try A.ball(Self.id, "m=2/3 v=-5 output=rate"))
    A.expectSame(rate, Ball(Rational(-40, 3), bits: 250) * k)
    A.expectSame(try A.ball(Self.id, "m=2/3 output=rate"), try A.ball(Self.id, "m=2/3 v=1 output=rate"))
  }

  /// More digits agree with fewer, and an interval of m holds its points.
  @Test func precision() throws {
    let (long, short) = (try A.answer(Self.id, "m=1", digits: 200), try A.answer(Self.id, "m=1", digits: 50))
    #expect(long.exitCode == 0 && long.value.hasPrefix(short.value.dropLast(2)))
    #expect(short.seconds < 1, "\(short.seconds)")
    #expect(long.value.hasPrefix("-0.07576597783412072523777421960246366979"), "\(long.value)")
    let interval = try A.call(Self.id, "m=[0.9,1.1]")
    guard case .real(let set) = try interval.theorem.value(interval.arguments, output: "K") else {
      Issue.record("no value on an interval")
      return
    }
    let point = try #require(short.ball)
    #expect(set.isFinite && set.contains(point), "\(set.shortDescription)")
    #expect(try A.answer(Self.id, "m=sqrt(2)", digits: 50).status == .certified)
  }

  /// The trapezoidal rule against Gauss-Legendre quadrature of the integral over w, and the bound of its tail.
  @Test func quadrature() {
    withPrecision(100) {
      for m in [Rational(1, 100), 1, 50] {
        let k = SigmoidDefect.integral(Ball(m))
        let other = Quadrature().integral(of: SigmoidDefect.Integrand(), [Ball(m)], from: 0) {
          SigmoidDefect.tail(Ball(m), after: $0)
        }.enclosure
        A.expectSame(k, other, digits: 25, "m=\(m)")
        for cut in [1, 3, 8] {
          let rest = Ball.integral(SigmoidDefect.Integrand(), [Ball(m)], from: Ball(cut), to: 20)
          #expect(!SigmoidDefect.tail(Ball(m), after: Ball(cut)).isBelow(rest), "m=\(m) T=\(cut)")
        }
      }
    }
  }

  /// The rule at every precision holds the same number.
  @Test func precisions() {
    for m in [Rational(0), Rational(1, 3), 7, 1000] {
      let fine = withPrecision(400) { SigmoidDefect.integral(Ball(m)) }
      for bits in [10, 53, 100, 300] {
        let k = withPrecision(bits) { SigmoidDefect.integral(Ball(m)) }
        #expect(k.overlaps(fine) && k.accuracyBits >= bits, "m=\(m) \(bits): \(k.shortDescription)")
      }
      if m == 0 { #expect(fine.contains(Rational(1, 8))) }
    }
  }

  @Test func badInput() {
    A.expectInputError(Self.id, "m=-1", parameter: "m", contains: "m >= 0")
    A.expectInputError(Self.id, "m=1 v=2", parameter: "v", contains: "output=K")
    A.expectInputError(Self.id, "v=2 output=rate", parameter: "m")
    A.expectInputError(Self.id, "m=inf", parameter: "m")
  }

  @Test func crossChecks() throws {
    try A.expectCrossCheck(Self.id, error: 0.5)
    try A.expectCrossCheck(Self.id, "m=1 output=K", error: 0.5)
  }
}
