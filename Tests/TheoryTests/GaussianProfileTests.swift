import Testing

@testable import VlasovTheory

/// self-similar-profile and fixed-point-spectrum.
@Suite struct GaussianProfileTests: ThemeTests {
  static let theme = "gaussian"
  typealias I = FlowInstance

  @Test(arguments: [30, 200]) func solvesTheEquation(digits: Int) throws {
    for d in [2, 3, 4] {
      let x = try Self.matrix("self-similar-profile", "V=\(I.vq(d).json) B=\(I.bq(d).json)", digits: digits)
      let rest = withPrecision(800) {
        SelfSimilarProfile.residual(x, I.vq(d).lifted(to: Ball.self), I.bq(d).lifted(to: Ball.self))
      }
      #expect(
        rest.entries.allSatisfy { $0.containsZero && $0.magnitude.log2 < -3 * Double(digits) }, "d=\(d)")
      #expect(x.isPositiveDefinite == .proved)
    }
  }

  @Test func commutingCases() throws {
    // (2vB)^-1
    let scalar = try Self.answer("self-similar-profile", "V=[[2,0],[0,2]] B=[[1,0],[0,1/2]]")
    #expect(scalar.status == .exact && scalar.value == "[[0.25,0],[0,0.5]]")
    let square = try Self.answer("self-similar-profile", "V=\(I.bq(2).json) B=\(I.bq(2).json)")
    #expect(square.status == .exact)
  }

  /// Σ̂/(t + 1) solves the flow with A = -B.
  @Test func profileIsASolution() throws {
    let x = try Self.matrix("self-similar-profile", "V=\(I.vp(2).json) B=\(I.bq(2).json)", digits: 40)
    let center = x.map { Rational(decimal: $0.certainDecimal(digits: 30) ?? "0") ?? 0 }
    let sigma = center.symmetricPart
    let end = try Self.matrix(
      "general-ode", "kind=softmax Sigma0=\(sigma.json) A=\((-I.bq(2)).json) V=\(I.vp(2).json) t=1",
      digits: 30)
    for (a, b) in zip(end.entries, x.entries) {
      let distance = withPrecision(120) { (a - b / 2).magnitude.log2 }
      #expect(distance < -90)
    }
  }

  @Test func stability() throws {
    try Self.expectRefusal("self-similar-profile", "V=[[1,0],[0,-1]] B=[[1,0],[0,1]]", "positive real part")
    try Self.expectRefusal("self-similar-profile", "V=[[0,1],[-1,0]] B=[[1,0],[0,1]]", "positive real part")
    Self.expectInputError("self-similar-profile", "V=1 B=0", parameter: "B", contains: "definite")
    Self.expectInputError("self-similar-profile", "V=1 B=[[1,0],[0,1]]", parameter: "V")
    // Rotating V with a small damping.
    let turning = try Self.answer(
      "self-similar-profile", "V=[[1/100,1],[-1,1/100]] B=[[1,0],[0,2]]", digits: 30)
    #expect(turning.status == .certified, "\(turning.reason ?? "")")
  }

  @Test func simulationOfTheProfile() throws {
    #expect(try Self.crossCheck("self-similar-profile").verdict == .agrees)
    #expect(try Self.crossCheck("self-similar-profile") { $0 * 1.01 }.verdict == .disagrees)
  }

  // MARK: Fixed points

  static let line = "Sigma=[[1,2],[2,4]] A=[[4,1/3],[-7/3,0]] V=[[1,1/2],[-1/3,2]]"

  @Test func exactExponents() throws {
    #expect(try Self.answer("fixed-point-spectrum", Self.line).value == "-2/9")
    #expect(try Self.answer("fixed-point-spectrum", "\(Self.line) output=tangential").value == "2/3")
    // Two zeros and one rational root: the exponent is 0 when the root is negative.
    let plane = "Sigma=[[1,0,0],[0,0,0],[0,0,0]] A=[[0,1,0],[-1,0,0],[0,0,1]]"
    let identity = "V=[[1,0,0],[0,1,0],[0,0,1]]"
    #expect(try Self.answer("fixed-point-spectrum", "\(plane) \(identity)").value == "0")
    // V Σ A has the entry V_21 A_12 = 3 in the block of the other two.
    let up = try Self.answer("fixed-point-spectrum", "\(plane) V=[[1,0,0],[3,1,0],[0,0,1]]")
    #expect(up.status == .exact && up.value == "6")
    let down = try Self.answer("fixed-point-spectrum", "\(plane) V=[[1,0,0],[-3,1,0],[0,0,1]]")
    #expect(down.status == .exact && down.value == "0")
  }

  /// The d = 2 spectrum {0, u^T(A+A^T)Vu, 2u^T A V u} as the trace of the linearisation.
  @Test func traceOfTheLinearisation() throws {
    let (sigma, a, v) = (
      Matrix<Rational>([[1, 2], [2, 4]]), Matrix<Rational>([[4, Rational(1, 3)], [Rational(-7, 3), 0]]),
      Matrix<Rational>([[1, Rational(1, 2)], [Rational(-1, 3), 2]])
    )
    let trace = CovarianceSet.places(2).reduce(Rational(0)) { sum, place in
      let (i, j) = place
      let x = Matrix<Rational>(rows: 2, columns: 2) { ($0, $1) == (i, j) || ($1, $0) == (i, j) ? 1 : 0 }
      let half = v * x * a * sigma + v * sigma * a * x
      return sum + half[i, j] + half[j, i]
    }
    #expect(trace == Rational(-2, 9) + Rational(2, 3))
  }

  @Test func domainOfFixedPoints() throws {
    try Self.expectRefusal(
      "fixed-point-spectrum", "Sigma=[[1,0],[0,0]] A=[[1,0],[0,1]] V=[[1,0],[0,1]]", "Sigma A Sigma = 0")
    try Self.expectRefusal(
      "fixed-point-spectrum", "Sigma=[[0,0],[0,0]] A=[[1,0],[0,1]] V=[[1,0],[0,1]]", "0 < rank Sigma < d")
    try Self.expectRefusal(
      "fixed-point-spectrum", "Sigma=[[1,0],[0,1]] A=[[0,0],[0,0]] V=[[1,0],[0,1]]", "0 < rank Sigma < d")
    let three = "Sigma=[[1,0,0],[0,0,0],[0,0,0]] A=[[0,1,0],[-1,0,0],[0,0,1]] V=[[1,0,0],[0,1,0],[0,0,1]]"
    try Self.expectRefusal("fixed-point-spectrum", "\(three) output=tangential", "d = 2")
  }

  @Test(arguments: ["exponent", "tangential"]) func simulationOfFixedPoints(output: String) throws {
    #expect(try Self.crossCheck("fixed-point-spectrum", output: output).verdict == .agrees)
    let wrong = try Self.crossCheck("fixed-point-spectrum", output: output) { $0 + 1e-4 }
    #expect(wrong.verdict == .disagrees)
  }

  // MARK: Polynomials

  @Test func signOfTheLargestRealPart() {
    func sign(_ c: Rational...) -> Int? { RationalPolynomial(c).signOfLargestRealPart }
    #expect(sign(2, 3, 1) == -1)  // (z+1)(z+2)
    #expect(sign(-2, 1, 1) == 1)  // (z-1)(z+2)
    #expect(sign(1, 0, 1) == 0)  // z² + 1
    #expect(sign(1, 1, 1, 1) == 0)  // (z²+1)(z+1)
    #expect(sign(-1, 1, -1, 1) == 1)  // (z²+1)(z-1)
    #expect(sign(-1, 0, 1) == 1)  // z² - 1
    #expect(sign(0, 1, 1) == 0)  // z(z+1)
    #expect(sign(4, 0, 5, 0, 1) == 0)  // (z²+1)(z²+4)
    #expect(sign(4, 0, -3, 0, 1) == 1)  // z⁴ - 3z² + 4: quadruple of complex roots
    #expect(sign(1, 2, 1) == -1 && sign(1, 0, 2, 0, 1) == 0)
    #expect(sign(5) == nil && sign() == nil)
  }

  @Test func squarefreeFactorsAndRecurrences() {
    // (z-1)²(z+2)³
    let p = RationalPolynomial([8, -4, -10, 1, 4, 1])
    let factors = p.squarefreeFactors
    #expect(factors.map(\.multiplicity) == [2, 3])
    #expect(factors.map(\.factor.coefficients) == [[-1, 1], [2, 1]])
    // 1, 1, 2, 3, 5, ...
    #expect(ExponentialSum.recurrence([1, 1, 2, 3, 5, 8, 13, 21]).coefficients == [-1, -1, 1])
    #expect(ExponentialSum.recurrence([0, 0, 2, 0, 0, 0, 0, 0]).coefficients == [0, 0, 0, 1])
  }

  /// cosh²θ + θ² e^θ from its derivatives.
  @Test func exponentialSums() throws {
    let s = (0..<16).map { k -> Rational in
      let cosh: Rational = k == 0 ? 1 : k % 2 == 0 ? Rational(1 << (k - 1)) : 0
      return cosh + Rational(k * (k - 1))
    }
    try withPrecision(120) {
      let sum = try #require(ExponentialSum(derivatives: s))
      #expect(sum.characteristic.degree == 6)
      let x = Ball(Rational(7, 5))
      let expected = Ball.pow(Ball.cosh(x), 2) + x * x * Ball.exp(x)
      Self.expectSame(sum(x), expected, digits: 20)
    }
  }
}
