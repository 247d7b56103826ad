/// Questions that rational arithmetic answers exactly, of a matrix of any shape. Nothing here is rounded. The
/// time grows like the cube of the size times that of numbers as long as the minors: for matrices of a user's
/// size call the forms with `checking`, as in `try a.rank(checking: Budget.check)`, which stop when the check
/// throws.
extension Matrix where Scalar == Rational {
  public var rank: Int { rank(checking: {}) }

  /// The rank; `check` is asked before each row operation.
  public func rank(checking check: () throws -> Void) rethrows -> Int {
    try ExactElimination(self, checking: check).pivots.count
  }

  /// The determinant of a square matrix; 1 for size 0.
  public var determinant: Rational {
    precondition(isSquare, "determinant of a square matrix")
    return ExactElimination(self).determinant
  }

  /// The X with A X = B for a square A, nil when A is singular.
  public func solving(_ right: Matrix) -> Matrix? {
    precondition(isSquare && right.rows == rows, "sizes of a linear system")
    let system = ExactElimination(joined(right), width: columns)
    guard system.pivots.count == rows else { return nil }
    return Matrix(rows: rows, columns: right.columns) { system.reduced($0, columns + $1) }
  }

  /// A basis of {x: A x = 0}, one vector in each column.
  public var kernel: Matrix {
    let form = ExactElimination(self)
    let free = (0..<columns).filter { !form.pivots.contains($0) }
    var basis = Matrix.zero(columns, free.count)
    for (place, column) in free.enumerated() {
      basis[column, place] = 1
      for (row, pivot) in form.pivots.enumerated() { basis[pivot, place] = -form.reduced(row, column) }
    }
    return basis
  }

  /// A basis of {A x}: the columns of A that do not depend on those before them.
  public var range: Matrix {
    let pivots = ExactElimination(self).pivots
    return Matrix(rows: rows, columns: pivots.count) { self[$0, pivots[$1]] }
  }

  public var isSymmetric: Bool { isSquare && asymmetry == nil }

  /// The first place, row by row, where the entry differs from its mirror image; nil for a symmetric matrix.
  public var asymmetry: (row: Int, column: Int)? {
    for i in 0..<rows {
      for j in 0..<columns where j >= rows || i >= columns || self[i, j] != self[j, i] { return (i, j) }
    }
    return nil
  }

  /// The coefficients of det(z I - A), that of z^0 first: n + 1 of them, the last 1.
  ///
  /// By the method of Faddeev and Le Verrier on the integer matrix N = q A: with M_0 = 0 and c_n = 1,
  /// M_k = N M_(k-1) + c_(n-k+1) I and c_(n-k) = -tr(N M_k)/k, all integers. det(zI - N/q) has the
  /// coefficients c_k q^(k-n).
  public var characteristicPolynomial: [Rational] {
    precondition(isSquare, "characteristic polynomial of a square matrix")
    let (numbers, common) = ExactElimination.integers(entries)
    let n = rows
    var coefficients = [Integer](repeating: 0, count: n) + [1]
    var product = [Integer](repeating: 0, count: n * n)
    for k in stride(from: 1, through: n, by: 1) {
      for i in 0..<n { product[i * n + i] += coefficients[n - k + 1] }
      product = Self.product(numbers, product, size: n)
      let trace = (0..<n).reduce(Integer(0)) { $0 + product[$1 * n + $1] }
      coefficients[n - k] = -(trace.quotientAndRemainder(dividingBy: Integer(k))?.quotient ?? 0)
    }
    return coefficients.enumerated().map { k, c in
      Rational(numerator: c, denominator: common.power(n - k)) ?? 0
    }
  }

  private static func product(_ a: [Integer], _ b: [Integer], size n: Int) -> [Integer] {
    var result: [Integer] = []
    result.reserveCapacity(n * n)
    for i in 0..<n {
      for j in 0..<n { result.append((0..<n).reduce(Integer(0)) { $0 + a[i * n + $1] * b[$1 * n + j] }) }
    }
    return result
  }
}

extension Matrix {
  /// The matrix with the columns of `other` after its own.
  public func joined(_ other: Matrix) -> Matrix {
    precondition(rows == other.rows, "sizes of matrices side by side")
    return Matrix(rows: rows, columns: columns + other.columns) {
      $1 < columns ? self[$0, $1] : other[$0, $1 - columns]
    }
  }
}
