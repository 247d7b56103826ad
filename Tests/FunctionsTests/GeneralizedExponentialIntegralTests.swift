import Testing

@testable import VlasovFunctions

@Suite struct GeneralizedExponentialIntegralTests {
  /// mpmath 1.3: expint; E_300(500) from the continued fraction in mpmath at 400 digits.
  @Test func digits() {
    let table: [(Int, String, String)] = [
      (2, "1", "0.148495506775922047918359994701339218414764"),
      (3, "1/1000", "0.499003915436452876412859652298432352531614"),
      (3, "5", "0.000877800892770638273359927776449677455627023"),
      (2, "100", "3.64782143388037827245031833549993497036722e-46"),
      (10, "20", "6.94439055541231353369716143292101671320511e-11"),
      (300, "1", "0.00122625113363044295627910805786420346620479"),
      (300, "500", "8.9098905029746720244539550864008368990963001e-221"),
      (1000, "1/7", "0.000867621451103199150738661764374142353977982"),
      (5, "1000", "5.05073032432888907179417879387990660488561e-438"),
    ]
    for (n, x, text) in table {
      expectDigits(.expIntegral(n, Ball(rational(x), bits: 200)), text, "E_\(n)(\(x))")
    }
  }

  /// n E_{n+1} + x E_n = e^-x (DLMF 8.19.12).
  @Test func recurrence() {
    var samples = Samples(seed: 221)
    for _ in 0..<250 {
      let bits = samples.bits(most: 700)
      let n = samples.int(0...3) == 0 ? samples.int(1...300) : samples.int(1...8)
      let x = samples.positive(bits: bits, low: -30, high: 11)
      let (ball, _) = samples.ball(around: x, widest: -1)
      let left = Ball.expIntegral(n + 1, ball) * n + ball * .expIntegral(n, ball)
      expectOverlap(left, .exp(-ball), "n = \(n), x = \(ball.dump)")
      #expect(Ball.expIntegral(n + 1, x).accuracyBits >= bits - 2, "E_\(n + 1)(\(x.dump))")
    }
  }

  /// Every method against every other, wherever both reach the precision.
  @Test func methodsAgree() {
    var samples = Samples(seed: 222)
    var count = 0
    for _ in 0..<200 {
      let bits = samples.int(2...300)
      let n = samples.int(2...60)
      let x = samples.positive(bits: bits, low: -4, high: 10)
      let values = Ball.ExpIntegralMethod.allCases.compactMap { method in
        Ball.expIntegral(n, x, method).map { (method, $0) }
      }
      #expect(!values.isEmpty, "E_\(n)(\(x.dump))")
      for (method, value) in values.dropFirst() {
        count += 1
        expectOverlap(value, values[0].1, "E_\(n)(\(x.dump)), \(values[0].0) and \(method)")
      }
    }
    #expect(count > 100)
  }

  @Test func containsTheValuesOnBalls() {
    var samples = Samples(seed: 223)
    for _ in 0..<250 {
      let bits = samples.bits(most: 400)
      let n = samples.int(0...30)
      let x = samples.positive(bits: bits, low: -12, high: 9)
      let (ball, point) = samples.ball(around: x, widest: -1)
      guard ball.isPositive else { continue }
      let value = Ball.expIntegral(n, ball)
      expectOverlap(value, .expIntegral(n, point), "E_\(n)(\(ball.dump)) at \(point.dump)")
      #expect(value.isFinite)
    }
  }

  @Test func boundaries() {
    #expect(Ball.expIntegral(5, Ball(0, bits: 64)).contains(Rational(1, 4)))
    #expect(!Ball.expIntegral(1, Ball(0, bits: 64)).isFinite)
    #expect(!Ball.expIntegral(0, Ball(0, bits: 64)).isFinite)
    #expect(!Ball.expIntegral(2, Ball(-1, bits: 64)).isFinite)
    #expect(!Ball.expIntegral(-1, Ball(1, bits: 64)).isFinite)
    #expect(!Ball.expIntegral(Index(symbol: "n"), Ball(1, bits: 64)).isFinite)
    expectOverlap(.expIntegral(1, Ball(3, bits: 90)), .e1(Ball(3, bits: 90)), "E_1")
    // Touching 0: the value there is 1/(n-1).
    let touching = Ball.hull(Ball(0, bits: 64), Ball(1, bits: 64))
    let value = Ball.expIntegral(3, touching)
    #expect(value.contains(Rational(1, 2)) && value.overlaps(.expIntegral(3, Ball(1, bits: 64))))
    for (n, x) in [(0, 2.0), (2, 0.1), (3, 5), (50, 0.5), (50, 30), (4, 200)] {
      let ball = Ball.expIntegral(n, Ball(exactly: x))
      #expect(Swift.abs(Double.expIntegral(n, x) / ball.estimate - 1) < 1e-12, "\(n) \(x)")
    }
  }

  /// The jet of E_n has the coefficients (-1)^k E_{n-k}/k!.
  @Test func jets() {
    let x = Ball(Rational(7, 3), bits: 200)
    let jet = Jet<Ball>.expIntegral(5, Jet(variable: x, order: 4))
    for (k, factorial) in [(0, 1), (1, 1), (2, 2), (3, 6), (4, 24)] {
      let expected = Ball.expIntegral(5 - k, x) / (k % 2 == 0 ? factorial : -factorial)
      expectOverlap(jet.coefficient(k), expected, "order \(k)")
      #expect(jet.coefficient(k).accuracyBits > 180)
    }
    // E_0'' = 2 e^-x (1/x^3 + 1/x^2 + 1/(2x)).
    let zero = Jet<Ball>.expIntegral(0, Jet(variable: x, order: 2))
    let inverse = Ball(1, bits: 200) / x
    expectOverlap(
      zero.coefficient(2), .exp(-x) * (.pow(inverse, 3) + .pow(inverse, 2) + inverse / 2), "E_0''/2")
  }
}
