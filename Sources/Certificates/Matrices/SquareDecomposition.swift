/// A proof that a symmetric rational matrix A is positive (semi)definite: in integers
///
///     scale A = shift I + Σ_k d_k l_k l_k^T,   scale > 0, shift > 0 (≥ 0), d_k ≥ 0.
///
/// Exact factors L D L^T of matrices with long entries, such as D - t M with a t of 40 digits, have entries longer by the
/// dimension. Here factors are rounded to the digits that the smallest eigenvalue asks for, and what rounding leaves, a
/// matrix R small enough that R + δI is diagonally dominant, is the sum of the |r_ij| (e_i ± e_j)(e_i ± e_j)^T and of a
/// diagonal.
public struct SquareDecomposition: Sendable, Hashable {
  public let scale: Integer
  public let shift: Integer
  public let terms: [Term]

  public struct Term: Sendable, Hashable {
    public let weight: Integer
    public let vector: [Integer]
  }

  /// The decomposition of a positive definite matrix, or without a shift of a semidefinite one; nil for another matrix.
  public init?(_ matrix: Matrix<Rational>, semidefinite: Bool = false) {
    guard matrix.isSymmetric, matrix.rows > 0 else { return nil }
    guard matrix.isPositiveDefinite else {
      guard semidefinite, let (lower, diagonal) = matrix.semidefiniteFactor() else { return nil }
      let squares = diagonal.indices.map { Square(weight: diagonal[$0], vector: lower.column($0)) }
      self.init(shift: 0, squares: squares, of: matrix)
      return
    }
    guard let found = Self.rounded(matrix) else { return nil }
    self.init(shift: found.shift, squares: found.squares, of: matrix)
  }

  /// Whether the identity and the signs hold, exactly: what a checker asks.
  public func proves(_ matrix: Matrix<Rational>, definite: Bool) -> Bool {
    let zero: Integer = 0
    guard matrix.isSquare, scale > zero, definite ? shift > zero : shift >= zero,
      terms.allSatisfy({ $0.weight >= zero && $0.vector.count == matrix.rows })
    else { return false }
    var rest = matrix.scaled(by: Rational(scale)) - Matrix.identity(matrix.rows).scaled(by: Rational(shift))
    for term in terms {
      let l = term.vector.map { Rational($0) }
      rest = rest - Matrix(column: l) * Matrix(column: l).transpose.scaled(by: Rational(term.weight))
    }
    return rest.entries.allSatisfy(\.isZero)
  }

  /// weight · vector vector^T
  private struct Square {
    var weight: Rational
    var vector: [Rational]
  }

  /// The least common denominator of matrix = shift I + Σ squares is the scale.
  private init(shift: Rational, squares: [Square], of matrix: Matrix<Rational>) {
    let integral = squares.map { square in
      let (numbers, common) = Self.integers(square.vector)
      return (weight: square.weight / Rational(common * common), vector: numbers)
    }
    let scale = Self.integers(matrix.entries + [shift] + integral.map(\.weight)).denominator
    self.scale = scale
    self.shift = (shift * Rational(scale)).numerator
    terms = integral.compactMap { weight, vector in
      weight.isZero ? nil : Term(weight: (weight * Rational(scale)).numerator, vector: vector)
    }
  }

  private static func integers(_ row: [Rational]) -> (numbers: [Integer], denominator: Integer) {
    var common: Integer = 1
    for q in row {
      common = (Rational(common) * Rational(q.denominator) / gcd(common, q.denominator)).numerator
    }
    return (row.map { ($0 * Rational(common)).numerator }, common)
  }

  private static func gcd(_ a: Integer, _ b: Integer) -> Rational {
    // a/b in lowest terms has the denominator b/gcd.
    Rational(b) / Rational((Rational(a) / Rational(b)).denominator)
  }

  /// Rounded factors of A - 2δI, where 4δ is at most the smallest eigenvalue (which is at least 1/tr A^-1).
  private static func rounded(_ matrix: Matrix<Rational>) -> (shift: Rational, squares: [Square])? {
    let n = matrix.rows
    guard let inverse = matrix.solving(.identity(n)) else { return nil }
    let step = power(ofTwoBelow: 1 / (4 * inverse.trace))
    let target = matrix - Matrix.identity(n).scaled(by: 2 * step)
    var unit = step * power(ofTwoBelow: 1 / Rational(4 * n))
    // Each try has twice the bits; a definite target needs finitely many.
    for _ in 0..<12 {
      if let squares = factors(target, unit: unit, slack: step) { return (step, squares) }
      unit *= unit < 1 ? unit : Rational(1, 2)
    }
    return nil
  }

  /// Squares that add up to `target + slack I`, with factors rounded to about `unit`; nil when that is too coarse.
  private static func factors(_ target: Matrix<Rational>, unit: Rational, slack: Rational) -> [Square]? {
    let n = target.rows
    var rest = target
    var squares: [Square] = []
    for k in 0..<n {
      let pivot = rounded(rest[k, k], to: unit)
      guard pivot.signum > 0 else { return nil }
      // The product of pivot and an entry is to be right to a unit.
      let fine = unit * power(ofTwoBelow: 1 / (1 + pivot))
      let vector = (0..<n).map { i in i < k ? 0 : i == k ? 1 : rounded(rest[i, k] / pivot, to: fine) }
      squares.append(Square(weight: pivot, vector: vector))
      rest = rest - Matrix(column: vector) * Matrix(column: vector).transpose.scaled(by: pivot)
    }
    for i in 0..<n {
      var left = rest[i, i] + slack
      for j in 0..<n where j != i {
        left -= rest[i, j].magnitude
        guard j > i, !rest[i, j].isZero else { continue }
        var vector = [Rational](repeating: 0, count: n)
        (vector[i], vector[j]) = (1, rest[i, j].signum > 0 ? 1 : -1)
        squares.append(Square(weight: rest[i, j].magnitude, vector: vector))
      }
      guard left.signum >= 0 else { return nil }
      squares.append(Square(weight: left, vector: (0..<n).map { $0 == i ? 1 : 0 }))
    }
    return squares
  }

  /// A multiple of `unit` next to x.
  private static func rounded(_ x: Rational, to unit: Rational) -> Rational {
    Rational((x / unit).floor) * unit
  }

  /// A power of two in [x/4, x], for x > 0.
  private static func power(ofTwoBelow x: Rational) -> Rational {
    // 2^(a-1) <= numerator < 2^a, and so for the denominator.
    let exponent = x.numerator.bitWidth - x.denominator.bitWidth - 1
    let two: Rational = 2
    return two.power(exponent) ?? 1
  }
}

extension SquareDecomposition {
  var json: JSONValue {
    .object([
      ("scale", .string("\(scale)")), ("shift", .string("\(shift)")),
      (
        "terms",
        .array(
          terms.map { term in
            .array([.string("\(term.weight)"), .array(term.vector.map { .string("\($0)") })])
          })
      ),
    ])
  }

  /// The arguments scale, shift and terms of the tactics.
  var coq: String {
    let terms = terms.map { term in
      "(\(term.weight), [\(term.vector.map { "\($0)" }.joined(separator: "; "))])"
    }
    return "\(scale)%Z \(shift)%Z [\(terms.joined(separator: "; "))]%Z"
  }
}

extension Matrix<Rational> {
  /// An x with x^T A x < 0 for a symmetric A that is not positive semidefinite, with few digits; nil for another matrix.
  ///
  /// Elimination keeps vectors w_j with w_i^T A w_j = b_ij, the rest of the matrix. The first negative pivot b_kk has the
  /// witness w_k; a zero pivot with b_kj ≠ 0 has w_j + a w_k for large a of the right sign.
  func negativeWitness() -> [Rational]? {
    guard isSymmetric else { return nil }
    func form(_ x: [Rational]) -> Rational {
      let x = Matrix(column: x)
      return (x.transpose * self * x).trace
    }
    var vectors = (0..<rows).map { i in (0..<rows).map { Rational($0 == i ? 1 : 0) } }
    var rest = self
    var found: [Rational]?
    for k in 0..<rows {
      let pivot = rest[k, k]
      if pivot.signum < 0 {
        found = vectors[k]
        break
      }
      if pivot.isZero {
        guard let j = (0..<rows).first(where: { $0 > k && !rest[k, $0].isZero }) else { continue }
        // 2 a b + c = -1
        let a = -(rest[j, j] + 1) / (2 * rest[k, j])
        found = zip(vectors[j], vectors[k]).map { $0 + a * $1 }
        break
      }
      for j in (k + 1)..<Swift.max(rows, k + 1) {
        let factor = rest[k, j] / pivot
        vectors[j] = zip(vectors[j], vectors[k]).map { $0 - factor * $1 }
      }
      let row = rest.row(k)
      rest = Matrix(rows: rows, columns: rows) { i, j in
        i <= k || j <= k ? (i == k || j == k ? 0 : rest[i, j]) : rest[i, j] - row[i] * row[j] / pivot
      }
    }
    guard let found else { return nil }
    var digits: Rational = 16
    for _ in 0..<12 {
      let short = found.map { Rational(($0 * digits + Rational(1, 2)).floor) / digits }
      if form(short).signum < 0 { return short }
      digits *= digits
    }
    return form(found).signum < 0 ? found : nil
  }
}
