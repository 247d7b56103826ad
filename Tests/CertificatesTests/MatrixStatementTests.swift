import Testing
import Vlasov

/// Numbers that look random, the same in every run.
private struct Draws {
  var state: UInt64
  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
  mutating func rational() -> Rational { Rational(next(41) - 20, next(12) + 1) }
  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<Rational> {
    Matrix(rows: rows, columns: columns) { _, _ in rational() }
  }
}

@Suite struct MatrixStatementTests {
  @Test(arguments: 1...8) func decompositions(n: Int) throws {
    var draws = Draws(state: UInt64(n))
    for _ in 0..<4 {
      let b = draws.matrix(n, n)
      let tiny = try #require(Rational(10).power(-draws.next(45)))
      let definite = b * b.transpose + Matrix.identity(n).scaled(by: tiny)
      let found = try #require(SquareDecomposition(definite))
      #expect(found.proves(definite, definite: true))
      // One entry off, in either direction.
      let off = Matrix(rows: n, columns: n) { i, j in definite[i, j] + (i == 0 && j == 0 ? tiny : 0) }
      #expect(!found.proves(off, definite: true))
      let thin = draws.matrix(n, max(1, n - 1))
      let semidefinite = thin * thin.transpose
      let rest = try #require(SquareDecomposition(semidefinite, semidefinite: true))
      #expect(rest.proves(semidefinite, definite: false))
      if !semidefinite.isPositiveDefinite { #expect(SquareDecomposition(semidefinite) == nil) }
      #expect(
        SquareDecomposition(semidefinite - Matrix.identity(n).scaled(by: 1000), semidefinite: true) == nil)
    }
  }

  @Test(arguments: 1...6) func factors(n: Int) throws {
    var draws = Draws(state: UInt64(100 + n))
    for _ in 0..<4 {
      let a = draws.matrix(n, n)
      let s = a + a.transpose
      let found = try #require(InertiaFactors(s))
      #expect(
        Inertia(positive: found.positive.count, negative: found.negative.count, zero: found.zero) == s.inertia
      )
      let low = draws.matrix(n, 2) * draws.matrix(2, n + 1)
      #expect(RankFactors(low)?.rank == low.rank)
    }
    // No diagonal entry to start with.
    let swap = Matrix<Rational>([[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    #expect(InertiaFactors(swap)?.zero == 1)
    #expect(RankFactors(.zero(2, 2)) == nil)
  }

  private func statement() -> (MatrixStatement, MatrixTerm) {
    var s = MatrixStatement(digits: 40)
    let sigma = s.matrix(
      "Sigma", Matrix([[Rational(3, 2), Rational(1, 3)], [Rational(1, 3), Rational(5, 4)]]))
    return (s, sigma)
  }

  @Test func falseClaimsAreNotStated() throws {
    var (s, sigma) = statement()
    let one = MatrixTerm.identity(2)
    #expect(throws: Uncertifiable.self) { try s.claim(sigma, equals: one) }
    #expect(throws: Uncertifiable.self) { try s.claimDefinite(sigma - 2 * one) }
    #expect(throws: Uncertifiable.self) { try s.claimSemidefinite(sigma - 2 * one) }
    #expect(throws: Uncertifiable.self) { try s.claimNotSemidefinite(sigma) }
    #expect(throws: Uncertifiable.self) { try s.claimRank(sigma, 1) }
    #expect(throws: Uncertifiable.self) { try s.claimThreshold("t", start: sigma, direction: -1 * one) }
    #expect(throws: Uncertifiable.self) { try s.claimThreshold("t", start: sigma - 2 * one, direction: one) }
    #expect(throws: Uncertifiable.self) { try s.claim(.named("nobody"), equals: one) }
    #expect(throws: Uncertifiable.self) { try s.claim(sigma * .identity(3), equals: sigma) }
    #expect(s.claims.isEmpty)
    try s.claimNotSemidefinite(sigma - 2 * one)
    guard case .notSemidefinite(_, let x) = s.claims[0] else { return }
    let column = Matrix(column: x)
    let value = try #require(s.names.value(sigma - 2 * one))
    #expect((column.transpose * value * column).trace.signum < 0)
  }

  /// The eigenvalues of [[3/2,1/3],[1/3,5/4]] are 11/8 ± sqrt(73)/24.
  @Test func thresholds() throws {
    var (s, sigma) = statement()
    try s.claimThreshold("u", start: sigma, direction: .identity(2))
    guard case .threshold(let t) = s.claims[0] else { return }
    let exact = try Parser(variables: []).parse("11/8 - sqrt(73)/24")
    let value = try withPrecision(300) { try exact.evaluate(Ball.self) }
    let (low, high) = try (
      #require(Rational(decimal: t.bracket.lower)), #require(Rational(decimal: t.bracket.upper))
    )
    #expect(
      value.certainDecimal(digits: 60).flatMap { Rational(decimal: $0) }.map { low <= $0 && $0 <= high }
        == true)
    #expect((high - low) < Rational(10).power(-38) ?? 0)
    // A rational threshold is met from both sides.
    var r = MatrixStatement(digits: 40)
    let two = r.matrix("D", Matrix([[2, 0], [0, 3]]))
    try r.claimThreshold("t", start: two, direction: .identity(2))
    guard case .threshold(let exactly) = r.claims[0] else { return }
    #expect(Rational(decimal: exactly.bracket.lower).map { $0 < 2 } == true)
    #expect(Rational(decimal: exactly.bracket.upper).map { $0 > 2 } == true)
  }
}
