import VlasovSymbols

/// A covariance in factor form: Σ = L D L^T over the rationals, L of full column rank r, D diagonal and positive.
///
/// With R = L √D, Σ = R R^T. Nothing here inverts Σ, so Σ may be singular; the non-zero eigenvalues of ΣX are those of
/// R^T X R, and the singular values of Σ^{1/2} A Σ^{1/2} are those of R^T A R and zeros.
struct CovarianceFactor {
  let sigma: Matrix<Rational>
  let lower: Matrix<Rational>
  let diagonal: [Rational]

  /// - Parameter sigma: symmetric and positive semidefinite, as the parameter's shape demands.
  init(_ sigma: Matrix<Rational>) {
    self.sigma = sigma
    (lower, diagonal) = sigma.semidefiniteFactor() ?? (Matrix.zero(sigma.rows, 0), [])
  }

  /// R at the working precision.
  var root: Matrix<Ball> {
    let roots = rootDiagonal
    return Matrix(rows: lower.rows, columns: lower.columns) { Ball(lower[$0, $1]) * roots[$1] }
  }

  private var rootDiagonal: [Ball] { diagonal.map { Ball.sqrt(Ball($0)) } }

  /// L^T X L, of which R^T X R has the pattern of zeros.
  func compressed(_ x: Matrix<Rational>) -> Matrix<Rational> { lower.transpose * x * lower }

  /// R^T X R at the working precision.
  func rooted(_ x: Matrix<Rational>) -> Matrix<Ball> {
    let roots = rootDiagonal
    let inner = compressed(x)
    return Matrix(rows: inner.rows, columns: inner.columns) { i, j in
      // One rounding on the diagonal, where the roots make D.
      i == j ? Ball(inner[i, i] * diagonal[i]) : roots[i] * Ball(inner[i, j]) * roots[j]
    }
  }

  /// A Σ A^T, whose R^T (A Σ A^T) R is M M^T with M = R^T A R.
  func scoreSquare(_ a: Matrix<Rational>) -> Matrix<Rational> { a * sigma * a.transpose }

  /// Whether ΣAΣ = 0, that is R^T A R = 0.
  func annihilates(_ a: Matrix<Rational>) -> Bool { compressed(a).entries.allSatisfy(\.isZero) }

  /// Whether ‖Σ^{1/2} A Σ^{1/2}‖² < bound, decided exactly, singular Σ included.
  ///
  /// The norm is that of M = R^T A R = √D (L^T A L) √D, and M M^T ≺ b I if and only if L^T (A Σ A^T) L ≺ b D^-1.
  func isScore(_ a: Matrix<Rational>, squareBelow bound: Rational) -> Bool {
    let limit = Matrix<Rational>(diagonal: diagonal.map { bound / $0 })
    return (limit - compressed(scoreSquare(a))).isPositiveDefinite
  }

  /// ‖Σ^{1/2} A Σ^{1/2}‖² = λ_max(R^T A Σ A^T R), at the working precision.
  func scoreNormSquare(_ a: Matrix<Rational>) -> Ball {
    if annihilates(a) { return 0 }
    guard let largest = rooted(scoreSquare(a)).symmetricEigenvalues().last else { return 0 }
    // A square, and no smaller than a diagonal entry, whatever its ball says.
    return largest.isNonNegative ? largest : .max(largest, 0)
  }
}

extension MatrixComponents {
  /// f(X) of a symmetric X with this structure of zeros, component by component; see `SymmetricSpectrum.function`.
  func function(of x: Matrix<Ball>, _ f: (Ball) -> Ball, slope: (Ball) -> Ball) -> Matrix<Ball> {
    assembled { group in
      let part = Self.block(x, group)
      if group.count == 1 { return part.map(f) }
      return SymmetricSpectrum(of: part).function(f, slope: slope)
    }
  }
}

extension Rational {
  /// The square root, when it is rational.
  var exactRoot: Rational? { Expression.sqrt(Expression(self)).rationalValue }
}

extension Matrix where Scalar == Rational {
  var isZero: Bool { entries.allSatisfy(\.isZero) }
}

extension Ball {
  /// The numbers of at most this size: as slopes of functions of matrices, of which only bounds matter.
  static func within(_ bound: Ball) -> Ball {
    bound.isFinite ? Ball(center: Ball(0, bits: bound.bits), radius: bound.magnitude) : bound
  }
}
