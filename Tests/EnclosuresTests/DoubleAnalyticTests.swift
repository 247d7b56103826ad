import Foundation
import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

@Suite struct DoubleAnalyticTests {
  /// A formula of every function in the protocol.
  private static func formula<T: Analytic>(_ x: T) -> T {
    let a = T.exp(x) + T.expm1(x) - T.log(x + 2) * T.log1p(x) / T.sqrt(x + 1)
    let b = T.sin(x) * T.cos(x) + T.tan(x) - T.atan(x) + T.asin(x) - T.acos(x)
    let c = T.sinh(x) + T.cosh(x) - T.tanh(x) + T.atanh(x) + T.pow(x, 3) - T.pow(x + 2, -2) + T.pow(x + 2, x)
    return a + b - c + T.pi * T(Rational(1, 3)) + T(5) - T(Index(7)) + 2
  }

  /// Doubles and balls read the same formula.
  @Test func agreesWithBalls() {
    var g = SeededGenerator(seed: 151)
    for _ in 0..<300 {
      let x = Double.random(in: 0.05...0.9, using: &g)
      let (double, ball) = (Self.formula(x), Self.formula(Ball(exactly: x)))
      #expect(ball.accuracyBits > 100)
      #expect(abs(double - ball.estimate) < 1e-13, "at \(x): \(double), \(ball.artefact)")
    }
  }

  @Test func specialCases() {
    #expect(Double(Index(symbol: "n")).isNaN && Double.pow(2, Index(symbol: "n")).isNaN)
    #expect(Double.pow(0, 0) == 1 && Double.pow(2, -3) == 0.125)
    #expect(Double(Rational(1, 3)) == 1.0 / 3)
    #expect(Double.pow(2.0, 0.5) == 2.0.squareRoot())
  }
}
