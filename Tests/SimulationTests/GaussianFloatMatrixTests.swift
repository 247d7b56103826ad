import Testing
import VlasovSimulation

@Suite struct GaussianFloatMatrixTests {
  private func random(_ d: Int, _ stream: UInt64) -> FloatMatrix {
    var random = RandomStream(seed: 3, stream: stream)
    return Instance.random(d, d, &random)
  }

  @Test("eigensystems: orthonormal vectors that rebuild the matrix, in ascending order")
  func eigensystems() {
    for d in [1, 2, 3, 5, 8, 20] {
      let x = random(d, UInt64(d)).symmetricPart
      let system = x.symmetricEigensystem
      let u = system.vectors
      #expect((u.transpose * u).distance(.identity(d)) < 1e-14)
      #expect((u * FloatMatrix(diagonal: system.values) * u.transpose).distance(x) < 1e-13)
      #expect(zip(system.values, system.values.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(abs(system.values.reduce(0, +) - x.trace) < 1e-13)
      #expect(abs(system.values.reduce(1, *) - x.determinant) < 1e-12 * (1 + abs(x.determinant)))
    }
    // The second difference: 2 - 2 cos(kπ/(d+1)), here d = 3.
    let line = FloatMatrix([[2, -1, 0], [-1, 2, -1], [0, -1, 2]]).symmetricEigenvalues
    for (value, known) in zip(line, [2 - 2.0.squareRoot(), 2, 2 + 2.0.squareRoot()]) {
      #expect(abs(value - known) < 1e-15)
    }
  }

  @Test("eigenvalues of repeated, graded, zero and NaN matrices")
  func hardEigenvalues() {
    #expect(FloatMatrix.identity(4).symmetricEigenvalues == [1, 1, 1, 1])
    #expect(FloatMatrix.zero(3, 3).symmetricEigenvalues == [0, 0, 0])
    #expect(FloatMatrix([[1e200, 0], [0, 1e-200]]).symmetricEigenvalues == [1e-200, 1e200])
    let tiny = FloatMatrix([[1, 1e-170], [1e-170, 2]]).symmetricEigenvalues
    #expect(tiny == [1, 2])
    #expect(FloatMatrix([[.nan, 0], [0, 1]]).symmetricEigenvalues.allSatisfy { $0.isNaN })
    #expect(FloatMatrix(rows: 0, columns: 0, []).symmetricEigenvalues.isEmpty)
  }

  @Test("square root, Cholesky factor and factor of a singular matrix")
  func factors() throws {
    for d in [1, 2, 4, 7] {
      let m = random(d, 100 + UInt64(d))
      let x = m * m.transpose
      #expect((x.squareRoot * x.squareRoot).distance(x) < 1e-12)
      let lower = try #require(x.choleskyFactor)
      #expect((lower * lower.transpose).distance(x) < 1e-12)
      #expect(lower[0, d - 1] == 0 || d == 1)
    }
    let vector = FloatMatrix(column: [1, -2, 3])
    let rankOne = vector * vector.transpose
    #expect(rankOne.numericalRank(threshold: 1e-9) == 1)
    let factor = rankOne.semidefiniteFactor()
    #expect(factor.columns == 1)
    #expect((factor * factor.transpose).distance(rankOne) < 1e-13)
    #expect(FloatMatrix.zero(2, 2).semidefiniteFactor().columns == 0)
    #expect(FloatMatrix([[1, 2], [2, 1]]).choleskyFactor == nil)
    #expect(FloatMatrix([[.nan]]).choleskyFactor == nil)
  }

  @Test("solve, inverse and determinant")
  func solve() {
    for d in [1, 2, 3, 6, 15] {
      let (a, b) = (random(d, 200 + UInt64(d)), random(d, 300 + UInt64(d)))
      #expect((a * a.solve(b)).distance(b) < 1e-10)
      #expect((a * a.inverse).distance(.identity(d)) < 1e-10)
      #expect(
        abs((a * b).determinant - a.determinant * b.determinant) < 1e-9 * (1 + abs((a * b).determinant)))
    }
    #expect(FloatMatrix([[0, 1], [1, 0]]).determinant == -1)
    #expect(FloatMatrix([[1, 2], [2, 4]]).determinant == 0)
    #expect(!FloatMatrix([[1, 2], [2, 4]]).inverse.isFinite)
  }

  @Test("exponential: rotations, nilpotent, large and non-finite arguments")
  func exponential() {
    let turn = FloatMatrix([[0, -1], [1, 0]])
    let half = (Double.pi * turn).exponential
    #expect(half.distance(-1 * FloatMatrix.identity(2)) < 1e-14)
    #expect(FloatMatrix([[0, 7], [0, 0]]).exponential.distance(FloatMatrix([[1, 7], [0, 1]])) < 1e-14)
    let x = random(5, 400)
    #expect((x.exponential * (-x).exponential).distance(.identity(5)) < 1e-10)
    let big = FloatMatrix([[-800, 0], [0, 10]]).exponential
    #expect(big[0, 0] >= 0 && big[0, 0] < 1e-300)
    #expect(abs(big[1, 1] / 22026.465_794_806_718 - 1) < 1e-11)
    #expect(FloatMatrix([[.nan]]).exponential[0, 0].isNaN)
  }

  @Test("norms")
  func norms() {
    let x = FloatMatrix([[3, 0], [4, 0]])
    #expect(x.frobeniusNorm == 5)
    #expect(abs(x.spectralNorm - 5) < 1e-15)
    #expect(x.distance(x) == 0)
    #expect(FloatMatrix([[.nan, 1]]).distance(FloatMatrix([[0, 0]])).isNaN)
  }
}
