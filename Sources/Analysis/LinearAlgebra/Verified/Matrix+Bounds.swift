/// Precision, midpoints and norms of matrices of balls.
extension Matrix where Scalar == Ball {
  /// The largest precision of the entries; that in force for a matrix without entries.
  public var bits: Int { entries.lazy.map(\.bits).max() ?? Precision.bits }

  /// Every entry is finite.
  public var isFinite: Bool { entries.allSatisfy(\.isFinite) }

  /// A matrix of which nothing is known.
  public static func indeterminate(_ rows: Int, _ columns: Int, bits: Int = Precision.bits) -> Matrix {
    Matrix(rows: rows, columns: columns, Array(repeating: .indeterminate(bits: bits), count: rows * columns))
  }

  /// The midpoints, exact.
  var center: Matrix { map(\.center) }

  /// The same sets rounded outwards to another precision.
  public func rounded(to bits: Int) -> Matrix { map { $0.rounded(to: bits) } }

  /// Every entry widened by `radius`.
  func widened(by radius: Magnitude) -> Matrix {
    radius.isZero ? self : map { Ball(center: $0, radius: radius) }
  }

  /// Every entry times 2^k, exactly.
  func scaledByPower(_ k: Int) -> Matrix { map { $0.scaled(by: k) } }

  /// The largest exponent of an entry's magnitude, nil for a zero or an unbounded matrix.
  var topExponent: Int? {
    let sizes = entries.lazy.map(\.magnitude).filter { !$0.isZero }
    guard let top = sizes.map(\.exponent).max(), isFinite else { return nil }
    return top
  }

  /// The identity, exact, at the given precision.
  static func identity(_ size: Int, bits: Int) -> Matrix {
    Matrix(rows: size, columns: size) { Ball($0 == $1 ? 1 : 0, bits: bits) }
  }

  /// Bounds of Σ_j |a_ij| for every row i.
  var rowSums: [Magnitude] { (0..<rows).map { i in row(i).reduce(.zero) { $0 + $1.magnitude } } }

  /// A bound of max_i Σ_j |a_ij|: the norm of the map in the largest-entry norm.
  var infinityNorm: Magnitude { rowSums.reduce(.zero, Magnitude.max2) }

  /// A bound of max_j Σ_i |a_ij|.
  var oneNorm: Magnitude { transpose.infinityNorm }

  /// The largest entry.
  var largestMagnitude: Magnitude { entries.reduce(.zero) { .max2($0, $1.magnitude) } }

  /// (Σ a_ij^2)^(1/2).
  public var frobeniusNorm: Ball {
    if entries.isEmpty { return 0 }
    return .sqrt(entries.dropFirst().reduce(.pow(entries[0], 2)) { $0 + .pow($1, 2) }.nonNegativePart)
  }

  /// An upper bound of the largest singular value, an exact ball: the least of the Frobenius norm and of
  /// (|A|_1 |A|_inf)^(1/2), where the latter is at least the largest singular value because its square is an
  /// eigenvalue of A^T A and so at most |A^T A|_inf <= |A^T|_inf |A|_inf.
  public var spectralNormBound: Ball {
    let product = (infinityNorm * oneNorm).ball
    let first = Ball.sqrt(product).upperEdge
    let second = frobeniusNorm.upperEdge
    return second.isFinite && second.upperDouble < first.lowerDouble ? second : first
  }

  /// The symmetric members: each entry is cut with its mirror image. nil when there are none.
  var symmetricMembers: Matrix? {
    guard isSquare else { return nil }
    var result = self
    for i in 0..<rows {
      for j in 0..<i {
        guard let common = Ball.intersection(self[i, j], self[j, i]) else { return nil }
        // Equal balls are kept as they are.
        let entry =
          self[i, j].contains(self[j, i])
          ? self[j, i] : self[j, i].contains(self[i, j]) ? self[i, j] : common
        result[i, j] = entry
        result[j, i] = entry
      }
    }
    return result
  }
}

extension Ball {
  /// The elements that are not negative, of a ball that contains one by its meaning.
  var nonNegativePart: Ball {
    if isNonNegative || !isFinite { return self }
    let low = Ball(0, bits: bits)
    let high = upperEdge
    return high.isNegative ? low : .hull(low, high)
  }
}

extension Magnitude {
  /// The bound as an exact ball.
  var ball: Ball { Ball(center: Ball(0, bits: 64), radius: self).upperEdge }

  /// An upper bound of self/(1 - d), infinite unless d < 1.
  func dividedUp(byComplementOf d: Magnitude) -> Magnitude {
    guard d.isFinite else { return .infinity }
    let complement = Ball(1, bits: 64) - d.ball
    return complement.isPositive ? dividedUp(by: complement.magnitudeBelow) : .infinity
  }

  /// An upper bound of the square root.
  var squareRoot: Magnitude { isFinite ? Ball.sqrt(ball).magnitude : .infinity }
}
