/// Determinants of balls.
extension Matrix where Scalar == Ball {
  /// The determinant of a square matrix; 1 for size 0.
  ///
  /// With approximate triangular factors P A ≈ L U of the midpoints and approximate inverses X of L (with
  /// ones on the diagonal) and Y of U, both triangular and exact, the ball matrix B = X P A Y is near the
  /// identity, so that elimination on B loses nothing, and det A = det(P) det B / Π Y_ii.
  public var determinant: Ball {
    precondition(isSquare, "determinant of a square matrix")
    let bits = self.bits
    guard isFinite else { return .indeterminate(bits: bits) }
    if rows == 0 { return Ball(1, bits: bits) }
    if rows <= 3 { return rounded(to: bits + 16).smallDeterminant.rounded(to: bits) }
    let work = bits + 32 + 2 * rows
    let scaling = Equilibration(self)
    let scaled = scaling(self)
    let power = -(scaling.rows.reduce(0, +) + scaling.columns.reduce(0, +))
    for isPrecise in [false, true] {
      let frame = isPrecise ? TriangularFrame.midpoints(scaled, bits: work) : .doubles(scaled)
      if let frame, let value = scaled.determinant(frame, work: work, wanting: isPrecise ? nil : .power2(-3))
      {
        return value.scaled(by: power).rounded(to: bits)
      }
      if Budget.isExhausted { return .indeterminate(bits: bits) }
    }
    // A singular matrix has no preconditioner; elimination may still enclose 0, and so does Hadamard's bound.
    let plain = quietly { rounded(to: work + 8 * rows).eliminatedDeterminant() }
    let hadamard = (0..<rows).reduce(Magnitude(1)) {
      $0 * block($1..<($1 + 1), 0..<columns).frobeniusNorm.magnitude
    }
    let bound = Ball(center: Ball(0, bits: bits), radius: hadamard)
    return plain.isFinite ? Ball.intersection(plain.rounded(to: bits), bound) ?? bound : bound
  }

  /// Expanded, for sizes 1 to 3.
  private var smallDeterminant: Ball {
    if rows == 1 { return self[0, 0] }
    if rows == 2 { return self[0, 0] * self[1, 1] - self[0, 1] * self[1, 0] }
    let a = self[1, 1] * self[2, 2] - self[1, 2] * self[2, 1]
    let b = self[1, 0] * self[2, 2] - self[1, 2] * self[2, 0]
    let c = self[1, 0] * self[2, 1] - self[1, 1] * self[2, 0]
    return self[0, 0] * a - self[0, 1] * b + self[0, 2] * c
  }

  private func determinant(_ frame: TriangularFrame, work: Int, wanting distance: Magnitude?) -> Ball? {
    let near =
      frame.lowerInverse.rounded(to: work) * frame.permuted(self) * frame.upperInverse.rounded(to: work)
    if let distance {
      guard (near - .identity(rows, bits: work)).infinityNorm <= distance else { return nil }
    }
    let value = quietly { near.eliminatedDeterminant() }
    guard value.isFinite else { return nil }
    return value / frame.upperInverse.diagonal.reduce(Ball(frame.sign, bits: work)) { $0 * $1 }
  }

  /// The product of the pivots of elimination on balls, indeterminate when a pivot may vanish.
  private func eliminatedDeterminant() -> Ball {
    var left = (0..<rows).map { row($0) }
    var product = Ball(1, bits: bits)
    for k in 0..<rows {
      if Budget.isExhausted { return .indeterminate(bits: bits) }
      // A column of exact zeros.
      if (k..<rows).allSatisfy({ left[$0][k].isZero }) { return Ball(0, bits: bits) }
      let weights = (k..<rows).map { Ball.pivotWeight(left[$0][k]) }
      if let best = weights.indices.max(by: { weights[$0] < weights[$1] }), weights[best] > weights[0] {
        left.swapAt(k, k + best)
        product = -product
      }
      let pivotRow = left[k]
      product = product * pivotRow[k]
      for i in stride(from: k + 1, to: rows, by: 1) where !left[i][k].isZero {
        let factor = left[i][k] / pivotRow[k]
        for j in stride(from: k + 1, to: rows, by: 1) { left[i][j] -= factor * pivotRow[j] }
      }
    }
    return product
  }
}
