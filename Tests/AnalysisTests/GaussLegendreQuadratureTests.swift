import Testing

@testable import VlasovAnalysis

/// cos(p0 x²).
struct Chirp: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { .cos(p[0] * x * x) }
}

/// e^(p0 cos x) cos(3x), whose integral over [0, π] is π I_3(p0).
struct BesselIntegrand: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { .exp(p[0] * .cos(x)) * .cos(3 * x) }
}

/// 1/(x - p0).
struct Pole: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { 1 / (x - p[0]) }
}

/// (1 + p0 + sin(p1 x)) sqrt(2 + p2 + cos x) e^(-p3 x²) + erfc(p1 x)/(1 + x²): parameters in (0, 2).
struct Mixture: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
    let wave = (1 + p[0] + T.sin(p[1] * x)) * T.sqrt(2 + p[2] + T.cos(x))
    return wave * .exp(-p[3] * x * x) + T.erfc(p[1] * x) / (1 + x * x)
  }
}

/// 0, though no set reading sees it.
private struct Difference: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { .exp(x) - .exp(x) }
}

/// log Γ(x + p0): without a complex reading.
struct LogGammaShifted: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { .lgamma(x + p[0]) }
}

/// The Kac-Rice intensity λ_0(n, β, t) of the modes of a Gaussian kernel density estimator; p = (n, β).
struct ModeIntensity: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ t: T, _ p: [T]) -> T {
    let (n, beta) = (p[0], p[1])
    let (a, b) = (1 + beta, 1 + 2 * beta)
    let square = T.pow(t, 2)
    let (first, second) = (T.exp(-(beta * square) / (2 * a)), T.exp(-(beta * square) / b))
    let (rootA, rootB) = (T.sqrt(a), T.sqrt(b))
    let mean = t * first / (a * rootA)
    let meanSlope = (a - beta * square) * first / (T.pow(a, 2) * rootA)
    let q = second / (T.pow(b, 2) * rootB)
    let s11 = (square + b) * q - mean * mean
    let s12 = t * ((1 - beta) * b - beta * square) * q / b - mean * meanSlope
    let top =
      b * b * (1 + 2 * beta + 3 * beta * beta) + 2 * beta * (beta - 1) * b * square
      + beta * beta * square * square
    let s22 = top * q / (b * b) - meanSlope * meanSlope
    let c = s12 / s11
    let (s1, tau) = (T.sqrt(s11), T.sqrt(s22 - s12 * c))
    let level = T.sqrt(n) * mean / s1
    let eta = T.sqrt(n) * (meanSlope - c * mean) / tau
    func density(_ x: T) -> T { T.exp(-(x * x) / 2) / T.sqrt(2 * T.pi) }
    return tau / s1 * density(level) * (density(eta) + eta * T.erfc(-eta / T.sqrt(2)) / 2)
  }
}

@Suite struct GaussLegendreQuadratureTests {
  private func integrate<F: Function1>(_ f: F, _ p: [Ball], _ a: Ball, _ b: Ball) -> Quadrature.Outcome {
    Quadrature().gaussLegendre(f, p, from: a, to: b)
  }

  private func expect(
    _ outcome: Quadrature.Outcome, _ exact: Ball, lost: Int = 6, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let bits = outcome.enclosure.bits
    #expect(outcome.status == .converged, "\(what): \(outcome.status)", sourceLocation: sourceLocation)
    #expect(
      outcome.enclosure.overlaps(exact),
      "\(what): \(outcome.enclosure.shortDescription) misses \(exact.shortDescription)",
      sourceLocation: sourceLocation)
    #expect(
      outcome.enclosure.accuracyBits >= bits - lost,
      "\(what): \(outcome.enclosure.accuracyBits) of \(bits) bits", sourceLocation: sourceLocation)
  }

  @Test func knownValues() {
    for bits in [64, 128, 333, 1000] {
      withPrecision(bits) {
        let fine = bits + 64
        expect(integrate(Lorentzian(), [1], 0, 1), Ball.pi(bits: fine) / 4, "1/(1+x²) at \(bits)")
        expect(
          integrate(Exponential(), [1], -1, 2), withPrecision(fine) { .exp(2) - .exp(-1) }, "exp at \(bits)")
        expect(
          integrate(Bell(), [1], -3, 4),
          withPrecision(fine) { .sqrt(.pi) / 2 * (.erf(3) + .erf(4)) }, "e^-x² at \(bits)")
        expect(
          integrate(PolynomialFunction(), [1, 2, 3, 4], -1, 3), Ball(4 + 8 + 28 + 80, bits: fine),
          "polynomial at \(bits)")
        let pi = Ball.pi(bits: bits)
        let bessel = withPrecision(fine) { Ball.pi * Ball.besselI(3, Ball(Rational(7, 2))) }
        expect(integrate(BesselIntegrand(), [Ball(Rational(7, 2))], 0, pi), bessel, "π I_3(7/2) at \(bits)")
        expect(
          integrate(ShiftedLogarithm(), [0], Ball(Rational(1, 1000)), 1),
          withPrecision(fine) { Ball(Rational(-999, 1000)) + .log(1000) / 1000 }, "log at \(bits)")
      }
    }
  }

  @Test func thousandsOfBits() {
    withPrecision(3000) {
      expect(integrate(Lorentzian(), [1], 0, 1), Ball.pi(bits: 3100) / 4, "1/(1+x²)")
    }
  }

  @Test func nearlySingular() {
    for (exponent, bits) in [(3, 64), (3, 200), (6, 128), (9, 256), (12, 64), (12, 500)] {
      withPrecision(bits) {
        let inverse = Rational(Integer("1" + String(repeating: "0", count: exponent)) ?? 1)
        let exact = withPrecision(bits + 100) { 2 * Ball(inverse) * .atan(Ball(inverse)) }
        // ε² is not exact in binary: the answer depends on it with its relative precision.
        let square = 1 / inverse / inverse
        let outcome = Quadrature().gaussLegendre(
          Lorentzian(), [Ball(square, bits: bits + 40)], from: -1, to: 1, bits: bits)
        expect(outcome, exact, "ε = 1e-\(exponent) at \(bits) bits")
        // A subdivision towards the poles, not a fine one everywhere.
        #expect(outcome.subintervals < 40 + 8 * exponent)
        // Off the centre of the subdivision, between dyadic points.
        let shifted = Quadrature().gaussLegendre(
          Lorentzian(), [Ball(square, bits: bits + 40)], from: -1, to: Ball(Rational(5, 7)), bits: bits)
        let other = withPrecision(bits + 100) {
          Ball(inverse) * (.atan(Ball(inverse)) + .atan(Ball(Rational(5, 7)) * Ball(inverse)))
        }
        expect(shifted, other, "ε = 1e-\(exponent) to 5/7 at \(bits) bits")
      }
    }
  }

  @Test func oscillating() throws {
    withPrecision(200) {
      // |∫| is far below ∫|f|: some bits are lost to that.
      expect(integrate(Wave(), [1000], 0, 1), Ball.sin(Ball(1000, bits: 300)) / 1000, lost: 12, "cos 1000x")
      expect(
        integrate(Wave(), [20000], 0, 1), Ball.sin(Ball(20000, bits: 300)) / 20000, lost: 18, "cos 20000x")
    }
    // √(π/2)/100 C(100 √(2/π)) with Fresnel's integral C, by mpmath 1.3 at 60 digits.
    let fresnel = Ball(
      try #require(Rational(decimal: "0.006251292347636025417761905592210346868241328662761")), bits: 300)
    withPrecision(150) {
      expect(
        integrate(Chirp(), [10000], 0, 1), Ball(center: fresnel, radius: .power2(-162)), lost: 14,
        "cos 1e4 x²")
    }
  }

  /// The digits of the theme's reference; both are known to 1e-42.
  @Test func modeIntensity() throws {
    let references: [(n: Int, beta: Int, end: Rational, value: String)] = [
      (1000, 100, 3, "7.21703792534720063054374079004058183017556096"),
      (10_000, 1000, Rational(13, 4), "34.0859045505434166931277895936265186648168754"),
      (1_000_000, 10_000, Rational(17, 4), "116.567820482203143581922399321444406299287631"),
    ]
    for bits in [160, 700] {
      for (n, beta, end, value) in references {
        withPrecision(bits) {
          let outcome = integrate(ModeIntensity(), [Ball(n), Ball(beta)], Ball(-end), Ball(end))
          let exact = Ball(center: Ball(Rational(decimal: value) ?? 0, bits: 200), radius: .power2(-138))
          expect(outcome, exact, "I_0(\(n), \(beta), \(end)) at \(bits) bits")
        }
      }
    }
  }

  @Test func tinyAndHuge() {
    withPrecision(128) {
      for k in [-5000, -600, 600, 5000] {
        let factor = Ball(1).scaled(by: k)
        expect(integrate(PolynomialFunction(), [0, 0, factor], 0, 3), Ball(9).scaled(by: k), "2^\(k) x²")
        expect(
          integrate(Exponential(), [Ball(1).scaled(by: -k)], 0, factor),
          withPrecision(200) { .expm1(1) * Ball(1).scaled(by: k) }, "on [0, 2^\(k)]")
      }
      // An interval far from 0, shorter than the last bit of a double at its position.
      let far = Ball(1).scaled(by: 90)
      expect(
        integrate(PolynomialFunction(), [-far, 1], far, far + 1), Ball(Rational(1, 2)), lost: 24, "at 2^90")
    }
  }

  /// Parameters known to fewer bits than wanted: the integral is known to as many as they are.
  @Test func parametersOfFewerBits() {
    for (bits, target) in [(40, 128), (100, 200), (150, 300), (400, 1000)] {
      withPrecision(target) {
        let rate = withPrecision(bits) { Ball.sqrt(2) }.rounded(to: target)
        let exact = withPrecision(target + 60) { .expm1(.sqrt(2)) / Ball.sqrt(2) }
        expect(
          integrate(Exponential(), [rate], 0, 1), exact, lost: target - bits + 6, "\(bits) of \(target) bits")
        // A subdivision far from 0.
        let far = integrate(Exponential(), [rate], 50, 51)
        #expect(far.enclosure.accuracyBits >= bits - 14, "\(far.enclosure.accuracyBits) of \(bits) bits")
      }
    }
  }

  /// Zero by cancellation: known to an absolute error.
  @Test func cancellation() {
    for bits in [30, 50, 64, 128, 200] {
      withPrecision(bits) {
        let outcome = integrate(Difference(), [], Ball(Rational(-1339, 500)), Ball(Rational(-631, 500)))
        #expect(outcome.status == .converged && outcome.enclosure.contains(Rational(0)), "\(bits) bits")
        #expect(outcome.enclosure.radius <= Magnitude.power2(8 - bits), "\(bits) bits")
      }
    }
  }

  @Test func endsAndOrientation() {
    withPrecision(128) {
      let forth = integrate(Exponential(), [1], 0, 1).enclosure
      let back = integrate(Exponential(), [1], 1, 0)
      expect(back, -.expm1(Ball(1, bits: 200)), "backwards")
      #expect((forth + back.enclosure).radius <= Magnitude.power2(-120))
      #expect(integrate(Exponential(), [1], 1, 1).enclosure.isZero)
      #expect(integrate(ShiftedLogarithm(), [0], -1, -1).status == .undefined)
      expect(
        integrate(Exponential(), [1], 0, .sqrt(2)), .expm1(.sqrt(Ball(2, bits: 250))), lost: 8, "to √2")
      let end = Ball.hull(Ball(Rational(99, 100)), Ball(Rational(101, 100)))
      let wide = integrate(Exponential(), [1], 0, end).enclosure
      let rate = integrate(Exponential(), [end], 0, 1).enclosure
      for k in 0...10 {
        let c = Ball(Rational(99, 100) + Rational(k, 500), bits: 256)
        #expect(wide.overlaps(.expm1(c)) && wide.contains(.expm1(Ball(Rational(99, 100) + Rational(k, 500)))))
        #expect(rate.overlaps(.expm1(c) / c))
      }
      #expect(wide.upperDouble - wide.lowerDouble < 0.056 && rate.upperDouble - rate.lowerDouble < 0.1)
      #expect(integrate(Exponential(), [.indeterminate], 0, 1).enclosure.isFinite == false)
      #expect(integrate(Exponential(), [1], 0, .indeterminate).status == .undefined)
    }
  }

  /// Singular ends and poles: never a value, and the place is named.
  @Test func singularities() throws {
    let root = integrate(SquareRoot(), [], 0, 1)
    #expect(!root.enclosure.isFinite && root.status == .subdivisionLimit)
    #expect(try #require(root.worst).upper.upperDouble < 1e-20)
    for place in [Rational(0), Rational(1, 3), Rational(-1), Rational(2)] {
      let outcome = integrate(Pole(), [Ball(place)], -1, 2)
      #expect(!outcome.enclosure.isFinite && outcome.status != .converged)
      let worst = try #require(outcome.worst)
      #expect(
        worst.lower.lowerDouble <= place.double + 1e-9 && worst.upper.upperDouble >= place.double - 1e-9)
      // The binder agrees after both methods.
      #expect(!Ball.integral(Pole(), [Ball(place)], from: -1, to: 2).isFinite)
    }
    // A wide parameter sweeps the pole over the interval's end.
    let sweep = Ball.hull(Ball(Rational(-11, 10)), Ball(Rational(-9, 10)))
    #expect(!integrate(Pole(), [sweep], -1, 2).enclosure.isFinite)
    #expect(!integrate(ShiftedLogarithm(), [0], 0, 1).enclosure.isFinite)
    #expect(!integrate(ShiftedLogarithm(), [0], -2, 1).enclosure.isFinite)
    #expect(!integrate(ShiftedLogarithm(), [0], -2, -1).enclosure.isFinite)
  }

  @Test func limitsAndBudget() {
    var method = Quadrature()
    method.maximumSubintervals = 4
    let few = method.gaussLegendre(Lorentzian(), [Ball(Rational(1, 1_000_000))], from: -1, to: 1)
    #expect(few.status == .subdivisionLimit && !few.enclosure.isFinite && few.worst != nil)
    let cancelled = Budget()
    cancelled.cancel()
    let stopped = Budget.$current.withValue(cancelled) { integrate(Lorentzian(), [1], 0, 1) }
    #expect(stopped.status == .budgetExhausted && !stopped.enclosure.isFinite)
  }

  /// Without a complex reading the method says so, and `integral` uses jets.
  @Test func functionsWithoutComplexReading() {
    withPrecision(128) {
      let direct = integrate(LogGammaShifted(), [1], 0, 1)
      #expect(!direct.enclosure.isFinite && direct.evaluations < 10)
      // Raabe: ∫_0^1 log Γ(x + 1) = log √(2π) - 1.
      let value = Quadrature().integral(of: LogGammaShifted(), [1], from: 0, to: 1)
      expect(value, withPrecision(200) { .log(2 * .pi) / 2 - 1 }, lost: 10, "log Γ")
    }
  }

  /// Against the Taylor method, at random parameters, ends and precisions.
  @Test func overlapsTheTaylorMethod() {
    let seed: UInt64 = 31
    var random = SeededGenerator(seed: seed)
    for round in 0..<12 {
      let bits = Int.random(in: 24...130, using: &random)
      withPrecision(bits) {
        let p = (0..<4).map { _ in Ball(random.thousandth(0...2000)) }
        let (a, b) = (Ball(random.thousandth(-4000...4000)), Ball(random.thousandth(-4000...4000)))
        let gauss = integrate(Mixture(), p, a, b)
        let f = Mixture()
        let taylor = Quadrature().taylor({ f.taylor($0, order: $1, p) }, from: a, to: b)
        #expect(
          gauss.status == .converged && taylor.status == .converged
            && gauss.enclosure.overlaps(taylor.enclosure),
          "\(gauss.enclosure.shortDescription), \(taylor.enclosure.shortDescription); \(bits) bits, seed \(seed), round \(round)"
        )
        #expect(
          gauss.enclosure.radius <= taylor.enclosure.radius.scaled(by: 8), "seed \(seed), round \(round)")
      }
    }
  }

  /// The bound on an ellipse holds at points of the ellipse, and sees poles inside.
  @Test func ellipseBounds() throws {
    var count = 0
    // 1/(ζ² + 1/4) has poles at ± i/2: inside for ρ = 2 (b = 3/4), outside for ρ = 3/2 (b = 5/12).
    let size = { (z: Complex<DoubleEnclosure>) -> Magnitude in
      let value = 1 / (z * z + Complex(Rational(1, 4)))
      return value.isFinite ? Ball(value.modulus, bits: 64).magnitude : .infinity
    }
    let ellipse = EllipseBound<DoubleEnclosure>(m: 0, w: 1, part: { $0 }, size: size)
    #expect(ellipse.bound(rho: 2, &count) == nil)
    let largest = try #require(ellipse.bound(rho: 1.5, &count)).estimate
    // |f| is largest at ζ = ± 5i/12: 1/(1/4 - 25/144) = 144/11.
    #expect(largest >= 144.0 / 11 && largest < 400)
    #expect(count > 0)
  }

  @Test func smallBallsAndEnclosures() {
    let exact = withPrecision(200) { Ball.atan(3) }
    let small = SmallBall.integral(Lorentzian(), [1], from: 0, to: 3)
    #expect(small.ball.overlaps(exact) && small.ball.accuracyBits > 118)
    let double = DoubleEnclosure.integral(Lorentzian(), [1], from: 0, to: 3)
    #expect(Ball(double, bits: 200).overlaps(exact) && double.width < 1e-14)
  }
}
