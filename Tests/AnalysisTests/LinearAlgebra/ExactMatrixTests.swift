import Testing

@testable import VlasovAnalysis

/// Exact answers over the rationals, against definitions and constructions.
@Suite struct ExactMatrixTests {
  /// Expansion along the first row.
  func expansion(_ a: Matrix<Rational>) -> Rational {
    if a.rows == 0 { return 1 }
    return (0..<a.rows).reduce(Rational(0)) { sum, j in
      let minor = Matrix(rows: a.rows - 1, columns: a.rows - 1) { a[$0 + 1, $1 < j ? $1 : $1 + 1] }
      let term = a[0, j] * expansion(minor)
      return j % 2 == 0 ? sum + term : sum - term
    }
  }

  @Test func determinantByExpansion() {
    var source = ExactMatrices(seed: 101)
    for n in 0...5 {
      for _ in 0..<10 {
        var a = source.matrix(n, n)
        if n > 1, source.int(0...3) == 0 { for j in 0..<n { a[n - 1, j] = a[0, j] } }
        #expect(a.determinant == expansion(a))
      }
    }
  }

  @Test func solutionsKernelAndRange() {
    var source = ExactMatrices(seed: 102)
    for _ in 0..<60 {
      let (m, n, r) = (source.int(1...6), source.int(1...6), source.int(0...4))
      // Rank at most r by construction.
      let a = source.matrix(m, r) * source.matrix(r, n)
      let kernel = a.kernel
      #expect(a.rank <= min(m, n, r))
      #expect(kernel.columns == n - a.rank && kernel.rank == kernel.columns)
      let image = a * kernel
      #expect(image.entries.allSatisfy { $0.isZero })
      #expect(a.range.columns == a.rank && a.joined(a.range).rank == a.rank)
      #expect(a.transpose.rank == a.rank)
    }
    for n in 0...6 {
      let a = source.regular(n)
      let b = source.matrix(n, 3)
      let (x, inverse) = (a.solving(b), a.solving(.identity(n)))
      if let x, let inverse {
        #expect(a * x == b && inverse * a == Matrix<Rational>.identity(n))
      } else {
        Issue.record("a regular matrix was not solved")
      }
    }
    #expect(Matrix<Rational>([[1, 2], [2, 4]]).solving(.identity(2)) == nil)
  }

  @Test func rankOfSizes() {
    #expect(Matrix<Rational>.zero(0, 0).rank == 0 && Matrix<Rational>.zero(3, 2).rank == 0)
    #expect(Matrix<Rational>.zero(0, 0).determinant == 1)
    #expect(Matrix<Rational>.zero(2, 3).kernel == .identity(3))
  }

  @Test func inertiaOfKnownSpectra() {
    var source = ExactMatrices(seed: 103)
    for n in 1...6 {
      for _ in 0..<8 {
        let values = (0..<n).map { _ in Rational(source.int(-2...2), source.int(1...4)) }
        let a = source.symmetric(values)
        let expected = Inertia(
          positive: values.count { $0.signum > 0 }, negative: values.count { $0.signum < 0 },
          zero: values.count { $0.isZero })
        #expect(a.inertia == expected, "\(values)")
        #expect(a.isPositiveSemidefinite == (expected.negative == 0))
        #expect(a.isPositiveDefinite == (expected.positive == n))
        #expect(a.rank == expected.rank)
        // det(zI - A) at a few points.
        let p = a.characteristicPolynomial
        for z in -2...2 {
          let product = values.reduce(Rational(1)) { $0 * (Rational(z) - $1) }
          let value = p.reversed().reduce(Rational(0)) { $0 * Rational(z) + $1 }
          #expect(value == product)
        }
      }
    }
    // Zero diagonals need the congruence.
    #expect(Matrix<Rational>([[0, 1], [1, 0]]).inertia == Inertia(positive: 1, negative: 1, zero: 0))
    #expect(
      Matrix<Rational>([[0, 0, 2], [0, 0, 0], [2, 0, 0]]).inertia
        == Inertia(positive: 1, negative: 1, zero: 1))
    let hyperbolic = Matrix<Rational>([[0, 1, 0, 3], [1, 0, -2, 0], [0, -2, 0, 1], [3, 0, 1, 0]])
    #expect(hyperbolic.inertia == Inertia(positive: 2, negative: 2, zero: 0))
    #expect(Matrix<Rational>.zero(0, 0).inertia == Inertia(positive: 0, negative: 0, zero: 0))
  }

  @Test func semidefiniteFactors() {
    var source = ExactMatrices(seed: 104)
    for _ in 0..<60 {
      let (n, r) = (source.int(1...6), source.int(0...6))
      let root = source.matrix(n, r)
      let a = root * root.transpose
      let factor = a.semidefiniteFactor()
      #expect(factor != nil)
      guard let (lower, diagonal) = factor else { continue }
      #expect(lower * Matrix(diagonal: diagonal) * lower.transpose == a)
      #expect(lower.columns == a.rank && lower.rank == a.rank && diagonal.allSatisfy { $0.signum > 0 })
      if let ball = a.ballFactor() {
        #expect((ball * ball.transpose).encloses(a))
      } else {
        Issue.record("no factor")
      }
      // Less than semidefinite.
      var worse = a
      worse[0, 0] = worse[0, 0] - a[0, 0] - 1
      #expect(worse.semidefiniteFactor() == nil && !worse.isPositiveSemidefinite)
    }
    #expect(Matrix<Rational>([[0, 1], [1, 5]]).semidefiniteFactor() == nil)
    #expect(Matrix<Rational>([[1, 1], [0, 1]]).semidefiniteFactor() == nil)
    let place = Matrix<Rational>([[1, 1], [0, 1]]).asymmetry
    #expect(place?.row == 0 && place?.column == 1)
    #expect(Matrix<Rational>.zero(2, 2).semidefiniteFactor()?.diagonal.isEmpty == true)
  }

  @Test func spentBudgetStopsExactWork() {
    let n = 60
    let a = Matrix<Rational>(rows: n, columns: n) { Rational(1, $0 + $1 + 1) - ($0 == $1 ? 1 : 0) }
    Budget.$current.withValue(Budget(seconds: 1e-9)) {
      #expect(throws: BudgetExhausted.self) { try a.rank(checking: Budget.check) }
      #expect(throws: BudgetExhausted.self) { try a.isPositiveSemidefinite(checking: Budget.check) }
    }
  }

  @Test func largeDefiniteMatrices() {
    let n = 40
    let a = Matrix<Rational>(rows: n, columns: n) { Rational(1, $0 + $1 + 1) + ($0 == $1 ? 1 : 0) }
    #expect(a.isPositiveDefinite && a.isPositiveSemidefinite && !(-a).isPositiveSemidefinite)
    var lopsided = a
    lopsided[0, 1] = 0
    #expect(!lopsided.isPositiveDefinite && !lopsided.isSymmetric)
  }

  @Test func companionMatrix() {
    // z^3 - 2 z^2 + 5 z - 7/3.
    let a = Matrix<Rational>([[0, 0, Rational(7, 3)], [1, 0, -5], [0, 1, 2]])
    #expect(a.characteristicPolynomial == [Rational(-7, 3), 5, -2, 1])
  }
}
