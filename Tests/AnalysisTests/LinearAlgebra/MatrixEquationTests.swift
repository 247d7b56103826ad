import Testing

@testable import VlasovAnalysis

/// Sylvester's and Lyapunov's equations, and systems solved by Krawczyk's operator.
@Suite struct MatrixEquationTests {
  @Test func sylvester() {
    var source = ExactMatrices(seed: 501)
    for (m, n) in [(1, 1), (2, 3), (4, 4), (5, 2), (8, 8), (12, 9), (16, 16)] {
      for bits in [53, 180] {
        let (a, b, x) = (source.matrix(m, m), source.matrix(n, n), source.matrix(m, n))
        let c = a * x + x * b
        let solution = Matrix.sylvester(a.balls(bits), b.balls(bits), c.balls(bits))
        #expect(solution.encloses(x), "\(m) x \(n), \(bits) bits")
        if bits == 180 { #expect(solution.worstExponent < -110, "\(m) x \(n)") }
      }
    }
    // An eigenvalue of A is the negative of one of B.
    let one = Matrix<Ball>.identity(4)
    #expect(!Matrix.sylvester(one, -one, one).isFinite)
    #expect(Matrix.sylvester(Matrix<Ball>.zero(0, 0), one, .zero(0, 4)).rows == 0)
  }

  @Test func defectiveCoefficients() {
    var source = ExactMatrices(seed: 502)
    for n in [2, 4, 6] {
      let a = Matrix<Rational>(rows: n, columns: n) { $0 == $1 ? -1 : $1 == $0 + 1 ? 1 : 0 }
      let x = source.matrix(n, n)
      let q = a * x + x * a.transpose
      let solution = Matrix.lyapunov(a.balls(150), q.balls(150))
      #expect(solution.encloses(x) && solution.worstExponent < -80)
    }
  }

  @Test func membersOfWideEquations() {
    var source = ExactMatrices(seed: 503)
    for n in [1, 2, 3, 5] {
      for power in [8, 12, 30] {
        let root = source.regular(n)
        let a = root * root.transpose + Matrix<Rational>.identity(n)
        let q = source.matrix(n, n)
        let wide = Matrix.lyapunov(
          a.balls(100).widened(by: .power2(-power)), q.balls(100).widened(by: .power2(-power)))
        for _ in 0..<4 {
          let member = a.map { $0 + Rational(source.int(-1...1), 1 << power) }
          let right = q.map { $0 + Rational(source.int(-1...1), 1 << power) }
          let own = Matrix.lyapunov(member.balls(300), right.balls(300))
          #expect(zip(wide.entries, own.entries).allSatisfy { $0.contains($1) }, "size \(n), 2^-\(power)")
        }
      }
    }
  }

  // MARK: Krawczyk

  /// X^2 = A for symmetric 2x2 matrices, unknowns x, y, z of [[x, y], [y, z]].
  struct SquareRoot2: VectorFunction {
    var dimension: Int { 3 }
    func callAsFunction<T: MatrixScalar & Analytic>(_ x: [T], _ p: [T]) -> [T] {
      [x[0] * x[0] + x[1] * x[1] - p[0], x[1] * (x[0] + x[2]) - p[1], x[1] * x[1] + x[2] * x[2] - p[2]]
    }
  }

  /// Chained x_i = cos(x_(i+1)) / 2, solved by all coordinates equal.
  struct Chain: VectorFunction {
    let dimension: Int
    func callAsFunction<T: MatrixScalar & Analytic>(_ x: [T], _ p: [T]) -> [T] {
      x.indices.map { 2 * x[$0] - T.cos(x[($0 + 1) % dimension]) }
    }
  }

  /// x^2 - p: a double zero for p = 0, none for p < 0.
  struct Parabola: VectorFunction {
    var dimension: Int { 1 }
    func callAsFunction<T: MatrixScalar & Analytic>(_ x: [T], _ p: [T]) -> [T] { [x[0] * x[0] - p[0]] }
  }

  @Test func krawczykAgreesWithTheSquareRoot() throws {
    for bits in [64, 256, 1000] {
      try withPrecision(bits) {
        let a = Matrix<Rational>([[5, 1], [1, Rational(7, 2)]]).balls(bits)
        let zero = try Krawczyk(SquareRoot2(), parameters: [a[0, 0], a[0, 1], a[1, 1]]).solve(near: [
          2, 0.2, 1.9,
        ]).get()
        let root = a.squareRoot()
        for (x, y) in zip(zero.point, [root[0, 0], root[0, 1], root[1, 1]]) {
          #expect(x.overlaps(y) && x.accuracyBits > bits - 10)
        }
        for (x, y) in zip(zero.uniqueIn, zero.point) { #expect(x.contains(y)) }
        #expect(zero.jacobian[0, 0].overlaps(root[0, 0] * 2) && zero.jacobian[0, 2].containsZero)
      }
    }
  }

  @Test func krawczykOfWideParameters() throws {
    try withPrecision(128) {
      let wide = Ball(center: Ball(4), radius: .power2(-3))
      let zero = try Krawczyk(Parabola(), parameters: [wide]).solve(near: [2]).get()
      for x in [Rational(31, 8), 4, Rational(33, 8)] {
        #expect(zero.point[0].contains(.sqrt(Ball(x, bits: 200))))
      }
      #expect(zero.point[0].radius <= .power2(-4))
    }
  }

  @Test func krawczykOfManyUnknowns() throws {
    try withPrecision(400) {
      let zero = try Krawczyk(Chain(dimension: 12)).solve(near: Array(repeating: 0.4, count: 12)).get()
      let one = IntervalNewton().solve(
        in: Ball(center: Ball(Rational(9, 20)), radius: .power2(-2)), of: { 2 * $0 - .cos($0) },
        derivative: { 2 + .sin($0) }
      ).zero
      for x in zero.point { #expect(one.map { $0.overlaps(x) } == true && x.accuracyBits > 390) }
    }
    #expect((try? Krawczyk(Chain(dimension: 0)).solve(near: [Double]()).get()) != nil)
  }

  @Test func krawczykRefuses() {
    withPrecision(128) {
      let double = Krawczyk(Parabola(), parameters: [0]).solve(near: [1])
      let none = Krawczyk(Parabola(), parameters: [-1]).solve(near: [1])
      for result in [double, none] {
        guard case .failure(let reason) = result else {
          Issue.record("a zero that does not exist or is not regular was proved")
          continue
        }
        #expect(!reason.description.isEmpty)
      }
      let bad = Krawczyk(Parabola(), parameters: [.indeterminate]).solve(near: [1])
      #expect(throws: (any Error).self) { try bad.get() }
      Budget.$current.withValue(Budget(seconds: 1e-9)) {
        guard case .failure(.budgetExhausted) = Krawczyk(Parabola(), parameters: [2]).solve(near: [1]) else {
          Issue.record("a spent budget was not seen")
          return
        }
      }
    }
  }
}
