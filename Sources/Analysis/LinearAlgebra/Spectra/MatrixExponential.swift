/// The exponential of matrices of balls.
extension Matrix where Scalar == Ball {
  /// e^A for every member A of a square ball matrix.
  ///
  /// **Theorem.** 1. With |B|_inf <= x < K + 2 the tail of the series after B^K/K! is at most
  /// x^(K+1)/(K+1)! / (1 - x/(K+2)) in the norm, hence in every entry; e^A = (e^B)^(2^s) for B = 2^-s A.
  /// 2. For A = C + Δ with the midpoints C: |e^A - e^C| <= |Δ| e^(μ(C) + |Δ|), where μ(C) = max_i (c_ii + Σ_j
  /// |c_ij|) is the logarithmic norm of the largest-entry norm. *Proof:* e^(C+Δ) - e^C = ∫_0^1 e^((1-t)C) Δ
  /// e^(t(C+Δ)) dt, where |e^(tC)| <= e^(tμ(C)) and μ(C + Δ) <= μ(C) + |Δ|. ∎
  public func exponential() -> Matrix {
    precondition(isSquare, "exponential of a square matrix")
    let bits = self.bits
    let nothing = Matrix.indeterminate(rows, columns, bits: bits)
    if rows == 0 { return self }
    guard isFinite, let top = topExponent else { return isFinite ? .identity(rows, bits: bits) : nothing }
    guard top < 64 else { return nothing }
    let middle = center
    var result = nothing
    var guardBits = 32 + 2 * Swift.max(0, top)
    // Squaring may lose bits to cancellation: the loss that is seen is made up for.
    for _ in 0..<6 {
      if Budget.isExhausted { return nothing }
      result = middle.rounded(to: bits + guardBits).exponentialOfThin()
      let size = result.entries.compactMap(\.exponent).max() ?? 0
      let error = result.entries.reduce(Magnitude.zero) { .max2($0, $1.radius) }
      let loss = error.isFinite ? error.exponent - size + bits : bits + guardBits
      if loss <= 0 { break }
      guardBits += loss + 16
      if bits + guardBits > Budget.current.maximumBits { break }
    }
    let width = Matrix(rows: rows, columns: rows, entries.map { $0 - $0.center }).infinityNorm
    if width.isZero { return result.rounded(to: bits) }
    let growth = Ball.exp(middle.logarithmicNorm + width.ball).magnitude
    return result.widened(by: width * growth).rounded(to: bits)
  }

  /// An upper bound of max_i (a_ii + Σ_(j != i) |a_ij|).
  private var logarithmicNorm: Ball {
    var largest: Ball?
    for i in 0..<rows {
      var sum = self[i, i].rounded(to: 64)
      for j in 0..<rows where j != i { sum = sum + self[i, j].magnitude.ball }
      let bound = sum.upperEdge
      largest = largest.map { Ball.max($0, bound) } ?? bound
    }
    return largest ?? Ball(0, bits: 64)
  }

  private func exponentialOfThin() -> Matrix {
    let work = bits
    // |B| is about 2^-reduction: about as many squarings as products in the sum.
    let reduction = Int(Double(work).squareRoot() / 3)
    let squarings = Swift.max(0, infinityNorm.exponent + reduction)
    var sum = scaledByPower(-squarings).exponentialSum()
    for _ in 0..<squarings {
      if Budget.isExhausted { return .indeterminate(rows, columns, bits: work) }
      sum = sum * sum
    }
    return sum
  }

  /// The series, with its tail, for a norm below 1: powers up to about √K, then Horner's rule in the last of
  /// them (Paterson and Stockmeyer).
  private func exponentialSum() -> Matrix {
    let work = bits
    let norm = infinityNorm
    var last = 0
    var term = Magnitude(1)
    // The term after the last one, over 1 - x/(K+2) >= 1/2.
    repeat {
      last += 1
      term = (term * norm).dividedUp(by: Ball(last, bits: 64).magnitudeBelow)
    } while term.scaled(by: work).exponent > -2 && last < 1 << 20
    last -= 1
    let tail = term.scaled(by: 1)
    let width = Swift.max(1, Int(Double(last).squareRoot()))
    var powers = [Matrix.identity(rows, bits: work), self]
    while powers.count <= width { powers.append(powers[powers.count - 1] * self) }
    var coefficients = [Ball(1, bits: work)]
    for k in stride(from: 1, through: last, by: 1) { coefficients.append(coefficients[k - 1] / k) }
    var sum = Matrix.zero(rows, rows).rounded(to: work)
    for block in stride(from: last / width, through: 0, by: -1) {
      if Budget.isExhausted { return .indeterminate(rows, columns, bits: work) }
      if block < last / width { sum = sum * powers[width] }
      for k in 0..<width where block * width + k <= last {
        sum = sum + powers[k].scaled(by: coefficients[block * width + k])
      }
    }
    return sum.widened(by: tail)
  }
}
