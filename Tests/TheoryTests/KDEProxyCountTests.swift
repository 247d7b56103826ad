import Testing

@testable import VlasovTheory

/// kde.proxy-count: exact edges, additivity, an independent quadrature, the window.
@Suite struct KDEProxyCountTests {
  @Test func emptyWindows() throws {
    for call in [
      "n=1000 beta=100 L=0", "n=10 beta=100", "n=10 beta=1e5", "n=1 beta=1", "n=10 beta=sqrt(1e4)",
      "n=10 beta=100 output=window", "n=1 beta=3 output=window", "n=10 beta=[100,101]",
    ] { try KDEExpectation.expectExact("proxy-count", call, "0") }
    // Just inside: a tiny window, with all its digits.
    for output in ["window", "modes"] {
      let answer = try KDEExpectation.answer("proxy-count", "n=10 beta=99.99999999 output=\(output)")
      #expect(answer.status == .certified && answer.digits == 30, "\(answer.reason ?? "")")
    }
    // The window may be empty or not.
    let window = try KDEExpectation.answer("proxy-count", "n=10 beta=[99,101] output=window")
    let ball = try #require(window.ball)
    let widest = try KDEExpectation.ball("proxy-count", "n=10 beta=99 output=window")
    #expect(ball.overlaps(0) && ball.overlaps(widest) && !ball.overlaps(1))
  }

  @Test func windowIsItsDefinition() throws {
    for (n, beta) in [("1000", "100"), ("1e6", "1/3"), ("1e30", "7"), ("2", "pi")] {
      let window = try KDEExpectation.ball("proxy-count", "n=\(n) beta=\(beta) output=window", digits: 40)
      let back = try withPrecision(200) {
        Ball.exp(window * window) * (try RealParameter(parsing: beta).ball)
      }
      let square = try withPrecision(200) { Ball.pow(try RealParameter(parsing: n).ball, 2) }
      KDEExpectation.expectSame(back, square, digits: 36, "n=\(n) beta=\(beta)")
    }
  }

  /// The default is the window; intervals add up; the integrand is even.
  @Test func additivity() throws {
    let parts = withPrecision(100) {
      let p = [Ball(200), Ball(6)]
      let density = ProxyIntensity.Density()
      let left = Ball.integral(density, p, from: -1, to: Ball(Rational(1, 3)))
      return left + .integral(density, p, from: Ball(Rational(1, 3)), to: 1)
    }
    let whole = try KDEExpectation.ball("proxy-count", "n=200 beta=6 L=1", digits: 20)
    KDEExpectation.expectSame(whole, parts, digits: 18, "[-1, 1]")
    let implicit = try KDEExpectation.ball("proxy-count", "n=200 beta=6", digits: 15)
    let explicit = try KDEExpectation.ball(
      "proxy-count", "n=200 beta=6 L=sqrt(2*log(200)-log(6))", digits: 15)
    KDEExpectation.expectSame(implicit, explicit, digits: 14, "default window")
  }

  /// The trapezoidal rule on the naive closed form in floating point.
  @Test func trapezoidalRule() throws {
    for (n, beta, end) in [(1000, 100.0, 3.0), (40, 0.7, 2.0), (10_000, 20.0, 1.0)] {
      let cells = 4000
      let sum = (0...cells).reduce(0.0) { sum, q in
        let value = naive(Double(n), beta, end * Double(q) / Double(cells))
        return sum + (q == 0 || q == cells ? value / 2 : value)
      }
      let estimate = 2 * sum * end / Double(cells)
      let exact = try KDEExpectation.ball("proxy-count", "n=\(n) beta=\(beta) L=\(end)", digits: 12).estimate
      #expect(abs(estimate / exact - 1) < 1e-6, "n=\(n) beta=\(beta): \(estimate), \(exact)")
    }
  }

  /// λ_0 from the explicit moments.
  private func naive(_ n: Double, _ beta: Double, _ t: Double) -> Double {
    let (a, b) = (1 + beta, 1 + 2 * beta)
    let (e1, e2) = (Double.exp(-beta * t * t / (2 * a)), Double.exp(-beta * t * t / b))
    let m1 = t * e1 / (a * a.squareRoot())
    let m2 = (a - beta * t * t) * e1 / (a * a * a.squareRoot())
    let b5 = b * b * b.squareRoot()
    let s11 = (t * t + b) / b5 * e2 - m1 * m1
    let s12 = t * ((1 - beta) * b - beta * t * t) / (b5 * b) * e2 - m1 * m2
    let quartic =
      b * b * (1 + 2 * beta + 3 * beta * beta) + 2 * beta * (beta - 1) * b * t * t + beta * beta * t * t * t
      * t
    let s22 = quartic / (b5 * b * b) * e2 - m2 * m2
    let tau = (s22 - s12 * s12 / s11).squareRoot()
    let level = n.squareRoot() * m1 / s11.squareRoot()
    let eta = n.squareRoot() * (m2 - s12 / s11 * m1) / tau
    let phi = { (x: Double) in Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
    return tau / s11.squareRoot() * phi(level) * (phi(eta) + eta * Double.erfc(-eta / 2.0.squareRoot()) / 2)
  }

  /// One mode for n >> β^(5/2), the half of it for each side.
  @Test func oneMode() throws {
    let value = try KDEExpectation.ball("proxy-count", "n=1e9 beta=10 L=1", digits: 12)
    KDEExpectation.expectNear(value, 1, tolerance: Rational(1, 1_000_000_000), "one mode")
  }

  @Test func growsWithTheWindow() throws {
    var last = Ball(0)
    for end in ["1/100", "1/2", "1", "2", "4", "20"] {
      let value = try KDEExpectation.ball("proxy-count", "n=100 beta=5 L=\(end)", digits: 10)
      #expect((value - last).isPositive)
      last = value
    }
  }

  /// Beyond the window there are only ghosts: the value is there, and check tells.
  @Test func ghosts() throws {
    let verdicts = try ["3", "3.0348", "3.0349", "5"].map { end in
      try KDEExpectation.check("proxy-count", "n=1000 beta=100 L=\(end)").verdict
    }
    #expect(verdicts == [.proved, .proved, .refuted, .refuted])
    #expect(try KDEExpectation.check("proxy-count", "n=10 beta=100 L=0").verdict == .proved)
    #expect(try KDEExpectation.check("proxy-count", "n=10 beta=101 L=0").verdict == .refuted)
    #expect(try KDEExpectation.check("proxy-count", "n=10 beta=100").verdict == .proved)
    #expect(try KDEExpectation.answer("proxy-count", "n=100 beta=10 L=8", digits: 8).status == .certified)
  }

  @Test func badInput() {
    KDEExpectation.expectInputError("proxy-count", "n=10 beta=1 L=-1", parameter: "L")
    KDEExpectation.expectInputError("proxy-count", "n=10 beta=1 L=inf", parameter: "L")
    KDEExpectation.expectInputError("proxy-count", "n=10 beta=1 L=1 output=window", parameter: "L")
    KDEExpectation.expectInputError("proxy-count", "n=0 beta=1", parameter: "n")
    KDEExpectation.expectInputError("proxy-count", "n=10 beta=-2", parameter: "beta")
    KDEExpectation.expectInputError("proxy-count", "n=10", parameter: "beta")
  }
}
