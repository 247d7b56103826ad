import Testing

@testable import VlasovFunctions

@Suite struct BesselRatioTests {
  /// mpmath 1.3: besseli, the continued fraction (order 10000, argument 1), and the asymptotic expansion at
  /// 150 digits (the large arguments).
  @Test func digits() {
    let table: [(String, String, String)] = [
      ("0", "1", "0.446389965896534507047681795192642669776253"),
      ("1/2", "10", "0.900000004122307253373824184028080312460180"),
      ("3", "1/1000000", "0.000000124999999999998437500000000032552083333333"),
      ("10000", "1000000", "0.990049498799932577701182417032429687341494"),
      ("10000", "1", "0.0000499950003749999918772495836425023828578305"),
      ("7", "1000000000", "0.999999992500000024375000024374999739492186"),
    ]
    for (nu, x, text) in table {
      expectDigits(
        .besselIRatio(order: Ball(rational(nu), bits: 200), Ball(rational(x), bits: 200)), text,
        "r_\(nu)(\(x))")
    }
  }

  /// Gauss's continued fraction r_ν = x/(2(ν+1) + x r_{ν+1}) from a tail in [0, x/(2μ)]: all terms are
  /// positive.
  private func fraction(_ nu: Ball, _ x: Ball, steps: Int, bits: Int) -> Ball {
    let wide = x.rounded(to: bits)
    let bottom = nu.rounded(to: bits) + Ball(steps + 1, bits: 64)
    var r = Ball.hull(Ball(0, bits: bits), wide / bottom / 2)
    for k in stride(from: steps - 1, through: 0, by: -1) {
      r = wide / ((nu.rounded(to: bits) + Ball(k + 1, bits: 64)) * 2 + wide * r)
    }
    return r
  }

  @Test func agreesWithTheContinuedFraction() {
    var samples = Samples(seed: 211)
    for _ in 0..<200 {
      let bits = samples.bits(most: 500)
      let nu = samples.parameter(0, samples.int(0...3) == 0 ? 3000 : 20, bits: bits)
      let x = samples.positive(bits: bits, low: -60, high: 8)
      let steps = Int(x.estimate) + bits / 2 + 40
      let reference = fraction(nu, x, steps: steps, bits: bits + 40)
      let value = Ball.besselIRatio(order: nu, x)
      expectOverlap(value, reference, "r_\(nu.dump)(\(x.dump))")
      #expect(value.accuracyBits >= Swift.min(bits, nu.accuracyBits) - 8, "r_\(nu.dump)(\(x.dump))")
      expectOverlap(.besselIRatio(order: nu, -x), -reference, "r_\(nu.dump)(-\(x.dump))")
    }
  }

  @Test func containsTheValuesOnBalls() {
    var samples = Samples(seed: 212)
    for _ in 0..<300 {
      let bits = samples.bits(most: 500)
      let nu = samples.dyadic(0, 100)
      let x = samples.real(bits: bits, low: -30, high: 16)
      let (ball, point) = samples.ball(around: x, widest: 3)
      let value = Ball.besselIRatio(order: nu, ball)
      #expect(value.isFinite)
      expectOverlap(value, .besselIRatio(order: nu, point), "r_\(nu.dump)(\(ball.dump)) at \(point.dump)")
      #expect(value.magnitude <= .power2(2))
    }
  }

  /// The switch points of the modes on the sphere: I_{k+d/2}/I_{k+d/2-1} = k(k+d-2)/((k+1)(k+d-1)) changes
  /// sign between neighbouring decimals of its root. For d = 2, k = 1 the root is that of I_2/I_1 = 1/4.
  @Test func crossoverOfModes() {
    let quarter = Ball(Rational(1, 4), bits: 200)
    func gap(_ x: Rational) -> Ball { .besselIRatio(order: Ball(1, bits: 200), Ball(x, bits: 200)) - quarter }
    #expect(gap(1).isNegative && gap(2).isPositive)
    var (low, high) = (Rational(1), Rational(2))
    for _ in 0..<150 {
      let middle = (low + high) / 2
      if gap(middle).isPositive { high = middle } else { low = middle }
    }
    let root = Ball(low, bits: 200)
    // The same root from I_1 = 4 I_2 by the integer orders.
    let rest = Ball.besselI(1, root) - Ball.besselI(2, root) * 4
    #expect(Swift.abs(rest.estimate) < 1e-40)
  }

  @Test func boundaries() {
    #expect(Ball.besselIRatio(order: Ball(0, bits: 64), Ball(0, bits: 64)).isZero)
    #expect(!Ball.besselIRatio(order: Ball(-1, bits: 64), Ball(1, bits: 64)).isFinite)
    #expect(!Ball.besselIRatio(order: .indeterminate, Ball(1, bits: 64)).isFinite)
    let around = Ball(center: Ball(0, bits: 64), radius: .power2(3))
    let value = Ball.besselIRatio(order: Ball(0, bits: 64), around)
    #expect(value.contains(Rational(0)) && value.magnitude <= .power2(1))
    for (nu, x) in [(0.0, 3.0), (0.5, 0.01), (12.5, 100), (3, 5000), (10000, 1e6)] {
      let ball = Ball.besselIRatio(order: Ball(exactly: nu), Ball(exactly: x))
      #expect(Swift.abs(Double.besselIRatio(order: nu, x) / ball.estimate - 1) < 1e-11, "\(nu) \(x)")
    }
  }

  /// r' = 1 - r² - (2ν+1) r/x.
  @Test func jetsSatisfyRiccatisEquation() {
    let nu = Ball(Rational(3, 2), bits: 256)
    let t = Jet<Ball>(variable: Ball(Rational(7, 3), bits: 256), order: 6)
    let r = Jet<Ball>.besselIRatio(order: Jet(constant: nu), t)
    guard let slope = Jet(coefficients: (0..<6).map { r.coefficient($0 + 1) * ($0 + 1) }) else { return }
    let residual = slope - (1 - r * r - Jet(constant: nu * 2 + 1) * r / t)
    for k in 0..<6 {
      #expect(residual.coefficient(k).contains(Rational(0)) && residual.coefficient(k).radius.exponent < -200)
    }
  }
}
