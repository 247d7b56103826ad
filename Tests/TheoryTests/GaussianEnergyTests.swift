import Testing

@testable import VlasovTheory

@Suite struct GaussianEnergyTests {
  private typealias A = Attention
  private static let id = "softmax-energy"

  /// One dimension, by the trapezoidal rule over x: ½ E e^{α a x + s a² x²/2}.
  @Test func quadratureInOneDimension() throws {
    for (s, a, alpha) in [("1/2", "3/4", "1/3"), ("1", "-1/2", "-1"), ("2", "1/5", "0")] {
      let value = try A.ball(Self.id, "Sigma=\(s) A=\(a) alpha=\(alpha)", digits: 20).estimate
      let (s, a, m) = (
        Rational(decimal: s)!.double, Rational(decimal: a)!.double, Rational(decimal: alpha)!.double
      )
      let sum = (-8000...8000).reduce(0.0) { sum, k in
        let x = m + Double(k) / 200
        return sum + Double.exp(-(x - m) * (x - m) / (2 * s) + m * a * x + s * a * a * x * x / 2)
      }
      let expected = sum / 200 / (2 * Double.pi * s).squareRoot() / 2
      #expect(abs(value - expected) < 1e-11 * expected, "\(s) \(a) \(m): \(value) \(expected)")
    }
  }

  /// The precision form, with Σ^-1; and Σ → GΣG^T, A → G^-T A G^-1, α → Gα.
  @Test func routesAndSymmetries() throws {
    let (sigma, a, alpha, g) = (A.sig(3), A.aq(3), A.column(1, Rational(-1, 2), 2), A.change(3))
    let h = a.transpose * sigma * a
    let b = a.transpose * alpha + h * alpha
    let exponent =
      (alpha.transpose * a * alpha).trace + (alpha.transpose * h * alpha).trace / 2
      + (b.transpose * (sigma.inverse - h).inverse * b).trace / 2
    let determinant = (.identity(3) - sigma * h).determinant
    let value = try A.ball(Self.id, "Sigma=\(A.text(sigma)) A=\(A.text(a)) alpha=\(A.list(alpha))")
    A.expectSame(value, .exp(Ball(exponent, bits: 250)) / .sqrt(Ball(4 * determinant, bits: 250)))
    let (s, c) = (g * sigma * g.transpose, g.inverse.transpose * a * g.inverse)
    let moved = try A.ball(Self.id, "Sigma=\(A.text(s)) A=\(A.text(c)) alpha=\(A.list(g * alpha))")
    A.expectSame(value, moved)
    // Singular Σ: the same law in fewer coordinates.
    let flat = try A.ball(Self.id, "Sigma=[[1,2],[2,4]] A=[[1/20,1/10],[1/30,-1/15]] alpha=[1/2,1]")
    // u = (1,2), α = u/2, u^T A u = 1/20 + 2/10 + 2/30 - 4/15 = 1/20.
    A.expectSame(flat, try A.ball(Self.id, "Sigma=1 A=1/20 alpha=1/2"))
  }

  /// +∞ from the norm 1 on, exactly.
  @Test func threshold() throws {
    for (data, isInfinite) in [
      ("Sigma=1 A=1", true), ("Sigma=1 A=-1", true), ("Sigma=1 A=1+1e-40", true),
      ("Sigma=1 A=0.9999999999999999999999999", false),
      ("Sigma=[[1,0],[0,1]] A=[[0,1],[0,0]]", true), ("Sigma=[[1,0],[0,1]] A=[[3/5,4/5],[-4/5,3/5]]", true),
      ("Sigma=[[1,0],[0,1]] A=[[3/5,4/5],[-4/5,0.59999]]", true),
      ("Sigma=[[1,0],[0,1]] A=[[3/5,3/5],[-3/5,3/5]]", false),
      ("Sigma=[[1,0],[0,0]] A=[[1/2,7],[7,7]]", false), ("Sigma=[[2,0],[0,0]] A=[[1/2,7],[7,7]]", true),
      ("Sigma=[[0,0],[0,0]] A=[[9,7],[7,7]]", false),
    ] where !data.contains("+") {
      let answer = try A.answer(Self.id, data)
      #expect(answer.exitCode == 0 && (answer.value == "inf") == isInfinite, "\(data): \(answer.value)")
    }
  }

  @Test func exactValues() throws {
    // det = 1 - 9/25.
    let root = try A.answer(Self.id, "Sigma=1 A=3/5")
    #expect(root.status == .exact && root.value == "0.625")
    for data in ["Sigma=[[2,1],[1,3]] A=[[0,0],[0,0]] alpha=[5,6]", "Sigma=[[0,0],[0,0]] A=[[1,2],[2,1]]"] {
      let answer = try A.answer(Self.id, data)
      #expect(answer.status == .exact && answer.value == "0.5", "\(data): \(answer.value)")
    }
    // A point mass: ½ e^{α^T A α}.
    A.expectSame(try A.ball(Self.id, "Sigma=0 A=2 alpha=3"), .exp(Ball(18, bits: 250)) / 2)
    #expect(try A.answer(Self.id, "Sigma=1 A=0 output=dEdt").value == "0")
    #expect(try A.answer(Self.id, "Sigma=[[1,0],[0,0]] A=[[0,1],[1,7]] output=dEdt").value == "0")
  }

  /// dE/dt = E tr((I - ΣH)^-1 (ΣH)')/1, by the exact derivative of the determinant along Σ' = HΣ + ΣH.
  @Test func derivativeOfTheDeterminant() throws {
    let sigma = A.sig(3)
    let a = (A.aq(3) + A.aq(3).transpose).scaled(by: Rational(1, 2))
    let (h, d) = (a * sigma * a, a * sigma * a)
    let speed = h * sigma + sigma * h
    let product = sigma * h
    let change = speed * d + sigma * (a * speed * a)
    // d/dt det(I - P)^{-1/2}/2 = det^{-1/2} tr((I - P)^-1 P')/4
    let rate = ((.identity(3) - product).inverse * change).trace / 4
    let value = try A.ball(Self.id, "Sigma=\(A.text(sigma)) A=\(A.text(a)) output=dEdt")
    A.expectSame(value, Ball(rate, bits: 250) / .sqrt(Ball((.identity(3) - product).determinant, bits: 250)))
    #expect(value.isPositive)
  }

  @Test func hypotheses() throws {
    try A.expectRefusal(Self.id, "Sigma=[[1,0],[0,1]] A=[[1/4,1/8],[0,1/4]] output=dEdt", "A = A^T")
    try A.expectRefusal(Self.id, "Sigma=1 A=1 output=dEdt", "the norm is 1 or more")
    A.expectInputError(
      Self.id, "Sigma=1 A=1/2 alpha=1 output=dEdt", parameter: "alpha", contains: "alpha = 0")
    #expect(try A.answer(Self.id, "Sigma=1 A=1/2 alpha=0 output=dEdt").exitCode == 0)
    #expect(try A.verdict(Self.id, "Sigma=1 A=1/2 output=dEdt") == .proved)
    #expect(try A.verdict(Self.id, "Sigma=1 A=2 output=dEdt") == .refuted)
    A.expectInputError(Self.id, "Sigma=1 A=1/2 alpha=[1,2]", parameter: "alpha", contains: "2 entries")
    A.expectInputError(Self.id, "Sigma=-1 A=1/2", parameter: "Sigma")
    A.expectInputError(Self.id, "Sigma=1 A=inf", parameter: "A")
  }

  @Test func digitsAndTime() throws {
    let call = "Sigma=\(A.text(A.sig(4))) A=\(A.text(A.aq(4))) alpha=[1,1/2,1/3,1/4]"
    let (long, short) = (try A.answer(Self.id, call, digits: 1000), try A.answer(Self.id, call, digits: 50))
    #expect(long.exitCode == 0 && long.value.hasPrefix(short.value.dropLast(2)) && long.seconds < 2)
  }

  @Test func crossChecks() throws {
    try A.expectCrossCheck(Self.id, error: 0.01)
    try A.expectCrossCheck(
      Self.id, "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] alpha=[1/2,-1/3] output=E",
      error: 0.01)
    try A.expectCrossCheck(
      Self.id, "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,1/7],[1/7,-1/14]] output=dEdt", error: 1e-3)
  }
}

@Suite struct GaussianBuresTests {
  private typealias A = Attention
  private static let id = "bures-distance"

  private static func call(_ a: Matrix<Rational>, _ b: Matrix<Rational>, _ output: String = "W2sq") -> String
  {
    "Sigma0=\(A.text(a)) Sigma1=\(A.text(b)) output=\(output)"
  }

  @Test func exactValues() throws {
    for (a, b, value) in [
      (A.sig(3), A.sig(3), "0"), (A.singular(3), A.singular(3), "0"), (.zero(2, 2), .zero(2, 2), "0"),
      (Matrix([[2, 0], [0, 0]]), Matrix([[0, 0], [0, 3]]), "5"),
      (Matrix([[2, 0], [0, 0]]), .zero(2, 2), "2"),
    ] {
      let answer = try A.answer(Self.id, Self.call(a, b))
      #expect(answer.status == .exact && answer.value == value, "\(A.text(a)) \(A.text(b)): \(answer.value)")
    }
    #expect(try A.answer(Self.id, Self.call(A.sig(2), A.sig(2), "W2")).value == "0")
    #expect(
      try A.answer(Self.id, Self.call(Matrix([[4, 0], [0, 0]]), Matrix([[0, 0], [0, 5]]), "W2")).value == "3")
  }

  @Test func commutingMatrices() throws {
    // (√2 - √3)² + (√5 - 1)²
    let value = try A.ball(Self.id, Self.call(Matrix([[2, 0], [0, 5]]), Matrix([[3, 0], [0, 1]])))
    let expected =
      Ball.pow(.sqrt(Ball(2, bits: 300)) - .sqrt(Ball(3, bits: 300)), 2)
      + Ball.pow(.sqrt(Ball(5, bits: 300)) - 1, 2)
    A.expectSame(value, expected)
    A.expectSame(
      try A.ball(Self.id, "Sigma0=2 Sigma1=3 output=W2"),
      .sqrt(Ball(3, bits: 300)) - .sqrt(Ball(2, bits: 300)))
    // Rank one: |u|² + |w|² - 2|u·w|.
    let (u, w) = (A.column(1, 2, -1), A.column(2, -1, 3))
    let flat = try A.ball(Self.id, Self.call(u * u.transpose, w * w.transpose))
    A.expectSame(flat, 6 + 14 - 6, digits: 40)
  }

  /// Square roots of the matrices: tr Σ0 + tr Σ1 - 2 tr (Σ0^{1/2} Σ1 Σ0^{1/2})^{1/2}.
  @Test(arguments: [2, 3, 5]) func symmetricSquareRoots(_ d: Int) throws {
    let (first, second) = (A.sig(d), A.bq(d))
    let value = try A.ball(Self.id, Self.call(first, second))
    withPrecision(250) {
      let root = first.lifted(to: Ball.self).squareRoot()
      let overlap = (root * second.lifted() * root).symmetricPart.squareRoot().trace
      A.expectSame(value, Ball(first.trace + second.trace) - 2 * overlap, digits: 40)
    }
  }

  @Test func metric() throws {
    let matrices = [A.sig(3), A.bq(3), A.singular(3), A.matrix(3, 3) { $0 == $1 ? Rational($0) : 0 }]
    func distance(_ a: Int, _ b: Int) throws -> Ball {
      try A.ball(Self.id, Self.call(matrices[a], matrices[b], "W2"), digits: 30)
    }
    for a in matrices.indices {
      for b in matrices.indices where a != b {
        A.expectSame(try distance(a, b), try distance(b, a), digits: 28)
        for c in matrices.indices where c != a && c != b {
          #expect((try distance(a, b) + distance(b, c) - distance(a, c)).isPositive)
        }
      }
    }
    // Rotations and scale.
    let q = Matrix<Rational>([
      [Rational(3, 5), Rational(4, 5), 0], [Rational(-4, 5), Rational(3, 5), 0], [0, 0, 1],
    ])
    let (a, b) = (A.sig(3), A.singular(3))
    let value = try A.ball(Self.id, Self.call(a, b))
    A.expectSame(value, try A.ball(Self.id, Self.call(q * a * q.transpose, q * b * q.transpose)))
    A.expectSame(7 * value, try A.ball(Self.id, Self.call(a.scaled(by: 7), b.scaled(by: 7))))
    let square = try A.ball(Self.id, Self.call(a, b, "W2"))
    A.expectSame(square * square, value)
  }

  /// Everything cancels: Σ1 = Σ0 + δX gives W2² = δ² (...), here δ²/(4 s) at d = 1.
  @Test func nearlyEqual() throws {
    for e in [10, 40, 200] {
      let value = try A.ball(Self.id, "Sigma0=[[1,0],[0,1]] Sigma1=[[1,1e-\(e)],[1e-\(e),1]]", digits: 20)
      let scaled = value * Ball(4 * Rational(Integer(10).power(2 * e)), bits: 2000) / 2
      #expect((scaled - 1).magnitude <= .power2(-30), "10^-\(e): \(scaled.shortDescription)")
      let singular = try A.ball(
        Self.id, "Sigma0=[[1,1],[1,1]] Sigma1=[[1,1],[1,1+1e-\(e)]]".replacing1e(e), digits: 20)
      #expect(singular.isPositive)
    }
  }

  @Test func badInput() {
    A.expectInputError(Self.id, "Sigma0=[[1,0],[0,1]] Sigma1=1", parameter: "Sigma1", contains: "1 by 1")
    A.expectInputError(
      Self.id, "Sigma0=[[1,0],[0,1]] Sigma1=[[1,2],[2,1]]", parameter: "Sigma1", contains: "semidefinite")
    A.expectInputError(
      Self.id, "Sigma0=[[1,0],[1,1]] Sigma1=[[1,0],[0,1]]", parameter: "Sigma0", contains: "not symmetric")
    A.expectInputError(Self.id, "Sigma0=[[1,0],[0,1]]", parameter: "Sigma1")
    A.expectInputError(Self.id, "Sigma0=[] Sigma1=[]", parameter: "Sigma0")
  }

  @Test func digitsAndTime() throws {
    let (long, short) = (
      try A.answer(Self.id, Self.call(A.sig(4), A.bq(4)), digits: 1000),
      try A.answer(Self.id, Self.call(A.sig(4), A.bq(4)), digits: 50)
    )
    #expect(
      long.exitCode == 0 && long.value.hasPrefix(short.value.dropLast(2)) && long.seconds < 10
        && short.seconds < 1)
    let large = try A.answer(Self.id, Self.call(A.sig(16), A.bq(16)), digits: 50)
    #expect(large.exitCode == 0 && large.seconds < 5, "\(large.seconds)")
  }

  @Test func crossChecks() throws {
    try A.expectCrossCheck(Self.id, error: 1e-8)
    try A.expectCrossCheck(Self.id, Self.call(A.sig(3), A.bq(3), "W2"), error: 1e-8)
    try A.expectCrossCheck(Self.id, Self.call(A.singular(3), A.bq(3)), error: 1e-4)
  }
}

extension String {
  /// `1+1e-E` as one decimal.
  fileprivate func replacing1e(_ e: Int) -> String {
    guard let cut = lastIndex(of: "+") else { return self }
    return self[..<cut] + "." + String(repeating: "0", count: e - 1) + "1]]"
  }
}
