import Testing

@testable import VlasovTheory

@Suite struct GaussianSamplingTests {
  private typealias A = Attention
  private static let id = "sampling-clt"

  /// One dimension, by the trapezoidal rule: E w²(y-m)²/(E w)², and its mean over x.
  @Test func quadratureInOneDimension() throws {
    func integral(_ f: (Double) -> Double) -> Double {
      (-4000...4000).reduce(0) { $0 + f(Double($1) / 200) } / 200
    }
    func normal(_ y: Double, _ s: Double) -> Double {
      Double.exp(-y * y / (2 * s)) / (2 * Double.pi * s).squareRoot()
    }
    func variance(_ s: Double, _ a: Double, _ x: Double) -> Double {
      let mass = integral { normal($0, s) * Double.exp($0 * a * x) }
      let mean = integral { normal($0, s) * Double.exp($0 * a * x) * $0 } / mass
      return integral { normal($0, s) * Double.exp(2 * $0 * a * x) * ($0 - mean) * ($0 - mean) }
        / (mass * mass)
    }
    for (s, a, x) in [("1/2", "3/4", "1"), ("1", "-1/3", "2"), ("3/2", "1/4", "-1/2")] {
      let value = try A.ball(Self.id, "Sigma=\(s) A=\(a) x=\(x) output=C[1,1]", digits: 20).estimate
      let (s, a, x) = (
        Rational(decimal: s)!.double, Rational(decimal: a)!.double, Rational(decimal: x)!.double
      )
      #expect(abs(variance(s, a, x) - value) < 1e-11 * value, "\(s) \(a) \(x)")
    }
    let average = try A.ball(Self.id, "Sigma=1 A=1/3 output=average", digits: 20).estimate
    let expected = (-400...400).reduce(0.0) {
      $0 + normal(Double($1) / 40, 1) * variance(1, 1.0 / 3, Double($1) / 40) / 40
    }
    #expect(abs(average - expected) < 1e-9, "\(average) \(expected)")
  }

  /// At the threshold 1/√2 the average is infinite: exactly, on both sides, and for singular Σ.
  @Test func threshold() throws {
    // The columns of A are orthogonal of length 1/√2.
    let (edge, id) = ("A=[[1/2,1/2],[1/2,-1/2]]", Self.id)
    #expect(try A.answer(id, "Sigma=[[1,0],[0,1]] \(edge) output=average").value == "inf")
    #expect(try A.answer(id, "Sigma=[[1,0],[0,2]] \(edge) output=average").value == "inf")
    let below = try A.ball(
      id,
      "Sigma=[[1,0],[0,1]] A=[[0.49999999999999999999999999999999,0.49999999999999999999999999999999],[0.49999999999999999999999999999999,-0.49999999999999999999999999999999]] output=average",
      digits: 20)
    #expect(below.isPositive && below.estimate > 1e15)
    let norm = try A.ball(id, "Sigma=[[1,0],[0,1]] \(edge) output=norm", digits: 50)
    A.expectSame(norm, .sqrt(Ball(Rational(1, 2), bits: 250)), digits: 50)
    // Σ = uu^T with |u|² a = 7/5 · 1/2 < 1/√2 < 8/5 · 1/2.
    #expect(try A.answer(id, "Sigma=[[7/5,0],[0,0]] A=[[1/2,9],[9,9]] output=average").exitCode == 0)
    #expect(try A.answer(id, "Sigma=[[8/5,0],[0,0]] A=[[1/2,9],[9,9]] output=average").value == "inf")
    #expect(try A.answer(id, "Sigma=[[0,0],[0,0]] A=[[1,2],[3,4]] output=average").value == "0")
  }

  @Test func exactValues() throws {
    // det(1 - 2·8/25) = 9/25.
    let average = try A.answer(Self.id, "Sigma=[[2,0],[0,0]] A=[[0,0],[1/3,0]] output=average")
    #expect(average.status == .exact && average.value == "2")
    #expect(try A.answer(Self.id, "Sigma=[[1,0],[0,1]] A=[[3/4,0],[0,1/2]] output=norm").value == "0.75")
    #expect(try A.answer(Self.id, "Sigma=[[1,0],[0,0]] A=[[0,5],[5,5]] output=norm").value == "0")
    #expect(
      try A.exact(Self.id, "Sigma=[[2,1],[1,3]] A=[[0,0],[0,0]] x=[1,2] output=C")
        == Matrix([[2, 1], [1, 3]]))
    #expect(
      try A.exact(Self.id, "Sigma=[[2,1],[1,3]] A=[[1,1],[0,1]] x=[0,0] output=C")
        == Matrix([[2, 1], [1, 3]]))
    // An entry that is exactly 0 while the exponent is not: Σ + mm^T.
    let zero = try A.answer(Self.id, "Sigma=[[2,-1],[-1,1]] A=[[3/2,0],[2,0]] x=[1,0] output=C")
    #expect(zero.exitCode == 0, "\(zero.reason ?? "")")
  }

  /// The precision form of the average, and C under Σ → GΣG^T, A → G^-T A G^-1, x → Gx.
  @Test func routesAndSymmetries() throws {
    let (sigma, a, x, g) = (A.sig(3), A.aq(3), A.column(1, -1, 2), A.change(3))
    let h = a.transpose * sigma * a
    let total =
      sigma.trace + (a.transpose * sigma * sigma * a * (sigma.inverse - h.scaled(by: 2)).inverse).trace
    let determinant = (.identity(3) - (sigma * h).scaled(by: 2)).determinant
    let average = try A.ball(Self.id, "Sigma=\(A.text(sigma)) A=\(A.text(a)) output=average")
    A.expectSame(average, Ball(total, bits: 250) / .sqrt(Ball(determinant, bits: 250)))
    let (s, b) = (g * sigma * g.transpose, g.inverse.transpose * a * g.inverse)
    let before = try A.values(Self.id, "Sigma=\(A.text(sigma)) A=\(A.text(a)) x=\(A.list(x))")
    let after = try A.values(Self.id, "Sigma=\(A.text(s)) A=\(A.text(b)) x=\(A.list(g * x))")
    A.expectSameMatrix(g.lifted() * before * g.transpose.lifted(), after)
    let (m, n) = (
      try A.ball(Self.id, "Sigma=\(A.text(sigma)) A=\(A.text(a)) output=norm"),
      try A.ball(Self.id, "Sigma=\(A.text(s)) A=\(A.text(b)) output=norm")
    )
    A.expectSame(m, n)
  }

  @Test func badInput() {
    A.expectInputError(Self.id, "Sigma=[[1,0],[0,1]] A=[[1,0],[0,1]]", parameter: "x")
    A.expectInputError(Self.id, "Sigma=[[1,0],[0,1]] A=[[1,0],[0,1]] x=[1,2] output=norm", parameter: "x")
    A.expectInputError(
      Self.id, "Sigma=[[1,0],[0,1]] A=[[1,0,0],[0,1,0]] x=[1,2]", parameter: "A", contains: "not square")
    A.expectInputError(Self.id, "Sigma=[[1,0],[0,1]] A=2 x=[1,2]", parameter: "A", contains: "1 by 1")
    A.expectInputError(
      Self.id, "Sigma=[[1,0],[0,1]] A=[[1,0],[0,1]] x=[1,2] output=C[3,1]", parameter: "output")
  }

  @Test func crossChecks() throws {
    try A.expectCrossCheck(Self.id, error: 0.2)
    try A.expectCrossCheck(
      Self.id, "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] x=[1,-1/2] output=C", error: 0.2)
    try A.expectCrossCheck(
      Self.id, "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] output=average", error: 0.02)
    try A.expectCrossCheck(
      Self.id, "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] output=norm", error: 1e-9)
  }
}
