/// Bases of approximate eigenvectors of any square matrix, and what they prove.
///
/// **Theorem.** Let V and Y be any matrices with g = |I - Y V|_inf < 1, s_i the row sums of |I - Y V|, and P
/// = Y A V. Then V is regular and |V^-1 A V - P|_ij <= s_i max_k |P_kj|/(1 - g). *Proof:* V^-1 = (I - G)^-1 Y
/// with G = I - Y V, so X = V^-1 A V solves X = P + G X, whence max_k |X_kj| <= max_k |P_kj|/(1 - g). ∎
struct ApproximateBasis {
  /// V and Y, exact.
  private(set) var vectors: Matrix<ComplexBall>
  private(set) var inverse: Matrix<ComplexBall>

  /// Gershgorin's discs of V^-1 A V for the best V found, for entries of size about 1.
  static func discs(_ matrix: Matrix<ComplexBall>, bits: Int) -> [GershgorinDiscs.Disc] {
    // Without any basis: the matrix itself.
    var best = GershgorinDiscs.discs(matrix)
    let width = matrix.entries.reduce(Magnitude.zero) { .max2($0, $1.re.radius + $1.im.radius) }
    let good = Magnitude.power2(8 - bits) + width.scaled(by: 8)
    if GershgorinDiscs.width(best) <= .power2(-bits) { return best }
    if var basis = ApproximateBasis(doubles: matrix) {
      basis.improve(matrix, bits: bits)
      if let discs = basis.discs(matrix, work: bits + 24), GershgorinDiscs.isBetter(discs, than: best) {
        best = discs
      }
      if GershgorinDiscs.width(best) <= good { return best }
    }
    // Eigenvectors that are nearly dependent: QR at the working precision, and twice that for the inverse.
    let work = bits + 24
    if !Budget.isExhausted, let basis = ApproximateBasis(midpoints: matrix, bits: work),
      let discs = basis.discs(matrix, work: 2 * work + 32), GershgorinDiscs.isBetter(discs, than: best)
    {
      best = discs
    }
    return best
  }

  /// From Doubles, for entries of size about 1.
  init?(doubles a: Matrix<ComplexBall>) {
    let start = a.map { RoundedComplex($0.re.estimate, $0.isReal ? 0 : $0.im.estimate) }
    guard let schur = RoundedSchur.eigenvectors(start, bits: 52),
      let inverse = schur.vectors.eliminated(.identity(a.rows), stop: { Budget.isExhausted }),
      inverse.entries.allSatisfy({ $0.re.isFinite && $0.im.isFinite })
    else { return nil }
    func exact(_ z: RoundedComplex<Double>) -> ComplexBall {
      ComplexBall(re: Ball(exactly: z.re), im: Ball(exactly: z.im))
    }
    (vectors, self.inverse) = (schur.vectors.map(exact), inverse.map(exact))
  }

  private init?(midpoints a: Matrix<ComplexBall>, bits: Int) {
    let found = withPrecision(bits) { () -> Matrix<RoundedComplex<Midpoint>>? in
      let start = a.exact(bits).map {
        RoundedComplex(Midpoint($0.re), $0.isReal ? Midpoint(0) : Midpoint($0.im))
      }
      return RoundedSchur.eigenvectors(start, bits: bits - 2)?.vectors
    }
    let work = 2 * bits + 32
    guard let found else { return nil }
    let inverse = withPrecision(work) { () -> Matrix<RoundedComplex<Midpoint>>? in
      let wide = found.map { z in
        RoundedComplex(Midpoint(z.re.ball.rounded(to: work)), Midpoint(z.im.ball.rounded(to: work)))
      }
      return wide.eliminated(.identity(a.rows), stop: { Budget.isExhausted })
    }
    guard let inverse, inverse.entries.allSatisfy({ $0.re.ball.isFinite && $0.im.ball.isFinite }) else {
      return nil
    }
    func exact(_ z: RoundedComplex<Midpoint>) -> ComplexBall { ComplexBall(re: z.re.ball, im: z.im.ball) }
    (vectors, self.inverse) = (found.map(exact), inverse.map(exact))
  }

  /// V <- V (I + F), F_ij = P_ij/(P_jj - P_ii), squares the off-diagonal part of P where eigenvalues are
  /// apart; Y <- Y + (I - Y V) Y squares the defect of the inverse.
  private mutating func improve(_ matrix: Matrix<ComplexBall>, bits: Int) {
    let n = matrix.rows
    let full = bits + 24
    var work = Swift.min(full, 106)
    var last = 0
    for _ in 0..<24 {
      if Budget.isExhausted { return }
      let (v, y) = (vectors.exact(work), inverse.exact(work))
      let defect = (Matrix<ComplexBall>.identity(n) - y * v).exact(work)
      guard defect.largest <= .power2(-4) else { return }
      let better = (y + defect * y).exact(work)
      let p = (better * (matrix.exact(work) * v).exact(work)).exact(work)
      var correction = Matrix<ComplexBall>.zero(n, n)
      var largest = Magnitude.zero
      for i in 0..<n {
        for j in 0..<n where j != i {
          let gap = p[j, j] - p[i, i]
          let f = (p[i, j] / gap).midpoint
          guard f.isFinite, f.magnitude <= .power2(-8), .power2(24 - work) <= gap.magnitude else { continue }
          correction[i, j] = f
          largest = .max2(largest, f.magnitude)
        }
      }
      vectors = (v + v * correction).exact(work)
      inverse = (better - correction * better).exact(work)
      let known = largest.isZero ? work : Swift.max(0, -largest.exponent)
      if 2 * known >= bits + 8 && work == full || known <= last { return }
      last = work == full ? known : 0
      work = Swift.min(full, Swift.max(work, 4 * known + 20))
    }
  }

  /// The discs, nil unless V is proved regular.
  private func discs(_ matrix: Matrix<ComplexBall>, work: Int) -> [GershgorinDiscs.Disc]? {
    let one = Matrix<ComplexBall>.identity(matrix.rows)
    let v = vectors.exact(work)
    var y = inverse.exact(work)
    var defect = one - y * v
    for _ in 0..<3 where !(defect.largest <= .power2(8 - work)) {
      y = (y + defect.exact(work) * y).exact(work)
      defect = one - y * v
    }
    guard defect.entries.allSatisfy(\.isFinite) else { return nil }
    let sums = (0..<one.rows).map { i in defect.row(i).reduce(Magnitude.zero) { $0 + $1.magnitude } }
    let norm = sums.reduce(.zero, Magnitude.max2)
    guard Magnitude(1).dividedUp(byComplementOf: norm).isFinite else { return nil }
    let p = y * (matrix * v)
    guard p.entries.allSatisfy(\.isFinite) else { return nil }
    let columns = (0..<one.rows).map { j in
      p.column(j).reduce(Magnitude.zero) { .max2($0, $1.magnitude) }.dividedUp(byComplementOf: norm)
    }
    return GershgorinDiscs.discs(p, rows: sums, columns: columns)
  }
}

extension Complex where Part == Ball {
  /// The midpoint, exact; a real number stays one.
  var midpoint: ComplexBall {
    isReal ? ComplexBall(real: re.center) : ComplexBall(re: re.center, im: im.center)
  }
}

extension Matrix where Scalar == ComplexBall {
  /// The midpoints, rounded and exact.
  func exact(_ bits: Int) -> Matrix {
    map { z in
      z.isReal
        ? ComplexBall(real: z.re.rounded(to: bits).center)
        : ComplexBall(re: z.re.rounded(to: bits).center, im: z.im.rounded(to: bits).center)
    }
  }

  /// A bound of the entries.
  var largest: Magnitude { entries.reduce(.zero) { .max2($0, $1.magnitude) } }
}
