import Testing

@testable import VlasovTheory

/// Inverse temperatures and dimensions far beyond a simulation: the digits stay certain, against elementary forms.
@Suite struct ClusteringHugeTemperatureTests {
  /// In dimension 3 the eigenvalues are elementary: λ_0 = sinh(β)/β, λ_1 = (β cosh β - sinh β)/β².
  @Test(arguments: ["1e6", "1e8"]) func dimensionThree(_ text: String) throws {
    let energy = try Overlap.ball("energy-uniform", "d=3 beta=\(text)")
    let threshold = try Overlap.ball("noisy-linear-threshold", "d=3 beta=\(text)")
    try withPrecision(260) {
      let beta = try RealParameter(parsing: text).ball
      Overlap.expectSame(energy, .sinh(beta) / (2 * beta * beta), digits: 38, text)
      let first = (beta * Ball.cosh(beta) - .sinh(beta)) / (beta * beta)
      Overlap.expectSame(threshold, beta / (2 * first), digits: 38, text)
    }
  }

  /// An overlap of the order e^-β is linear in time: γ = 2t/(e^β + n - 1) (1 + O(γβ)).
  @Test func overlapFarFromTheTransition() throws {
    let overlap = try Overlap.ball("orthogonal-overlap", "n=4 beta=1e4 t=1")
    withPrecision(260) {
      Overlap.expectSame(overlap, 2 / (Ball.exp(Ball(10_000)) + 3), digits: 38, "n=4 beta=1e4 t=1")
    }
    // Back and forth.
    let time = try Overlap.ball("orthogonal-time", "kind=USA n=4 beta=1e3 gamma=1e-500", digits: 60)
    let back = try Overlap.ball(
      "orthogonal-overlap", "kind=USA n=4 beta=1e3 t=\(time.lowerDecimal(digits: 50))")
    withPrecision(260) {
      #expect((back * Ball.exp(500 * Ball.log(10)) - 1).magnitude <= .power2(-120), "\(back.dump)")
    }
  }

  /// For a token pair in dimension 2m+3: 2 ∫_ε^1 (1-u²)^m du/B(m+1, 1/2) lies below (1-ε²)^(m+1)/((m+1) ε B) and above
  /// that times 1 - 1/(2(m+1)ε²) (integration by parts).
  @Test func tailInHighDimension() throws {
    let tail = try Overlap.ball("high-dim-concentration", "n=2 d=1e12+1 eps=1/1000 output=initial_tail")
    withPrecision(300) {
      let a = Ball(Rational(500_000_000_000))
      let epsilon = Ball(Rational(1, 1000))
      let bound =
        Ball.exp(a * .log1p(-epsilon * epsilon)) / (a * epsilon * .beta(a, Ball(Rational(1, 2))))
      #expect(!bound.isBelow(tail) && !tail.isBelow(bound * (1 - 1 / (2 * a * epsilon * epsilon))))
    }
  }
}
