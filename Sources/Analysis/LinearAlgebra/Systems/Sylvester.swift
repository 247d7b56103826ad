/// Linear matrix equations.
extension Matrix where Scalar == Ball {
  /// The X with A X + X B = C for all members, indeterminate unless the equation is proved to be regular: no
  /// eigenvalue of A is the negative of one of B.
  ///
  /// - Parameters: a is m x m, b is n x n and c is m x n.
  public static func sylvester(_ a: Matrix, _ b: Matrix, _ c: Matrix) -> Matrix {
    precondition(
      a.isSquare && b.isSquare && c.rows == a.rows && c.columns == b.rows, "sizes of Sylvester's equation")
    let (m, n) = (a.rows, b.rows)
    let bits = Swift.max(a.bits, b.bits, c.bits)
    if m == 0 || n == 0 { return c }
    let nothing = Matrix.indeterminate(m, n, bits: bits)
    guard a.isFinite, b.isFinite, c.isFinite else { return nothing }
    let isThin = a.relativeWidth <= .power2(-20) && b.relativeWidth <= .power2(-20)
    if isThin, m * n > 12, let solution = SpectralSylvester(a, b, bits: bits)?.solve(c) { return solution }
    if Budget.isExhausted { return nothing }
    if m * n <= 144 || (isThin && m * n <= 1024) {
      let solution = bySystem(a, b, c)
      if solution.isFinite { return solution }
    }
    if isThin { return nothing }
    return SpectralSylvester(a, b, bits: bits)?.solve(c) ?? nothing
  }

  /// As one linear system for the m n unknown entries, x_ij at the place i n + j.
  private static func bySystem(_ a: Matrix, _ b: Matrix, _ c: Matrix) -> Matrix {
    let (m, n) = (a.rows, b.rows)
    let zero = Ball(0, bits: Swift.max(a.bits, b.bits, c.bits))
    let system = Matrix(rows: m * n, columns: m * n) { row, column -> Ball in
      let (i, j, k, l) = (row / n, row % n, column / n, column % n)
      if i == k { return j == l ? a[i, i] + b[j, j] : b[l, j] }
      return j == l ? a[i, k] : zero
    }
    return Matrix(rows: m, columns: n, system.solve(Matrix(column: c.entries)).entries)
  }

  /// The X with A X + X A^T = Q for all members, indeterminate unless the equation is proved to be regular. X
  /// is symmetric when Q is.
  public static func lyapunov(_ a: Matrix, _ q: Matrix) -> Matrix { sylvester(a, a.transpose, q) }
}

/// Sylvester's equation in coordinates where both matrices are nearly diagonal.
///
/// **Theorem.** Let V, Y and W, U be any matrices with |I - Y V|_inf < 1 and |I - U W|_1 < 1, and put G = I -
/// Y V, K = I - U W, P = Y A V, R = U B W. With numbers d_i + e_j other than 0, D = diag d, E = diag e, F = P
/// - D, H = R - E let
///
///     q = (|F|_inf + |H|_1 + |P|_inf |K|_1 + |G|_inf |R|_1) / min |d_i + e_j|.
///
/// If q < 1, then A X + X B = C has exactly one solution for every C, and for any X~, with N = (Y (C - A X~ -
/// X~ B) W)_ij/(d_i + e_j), the entries of Z in X = X~ + V Z U satisfy |Z - N| <= q max|N|/(1 - q).
///
/// *Proof.* V and U are regular, so Z determines X. Multiplied by Y and W and divided by d_i + e_j, the
/// equation for Z is Z + T Z = N with T Z = (F Z + Z H - P Z K - G Z R)_ij/(d_i + e_j), and |T Z| <= q |Z| in
/// the largest entry. So the homogeneous equation has no other solution than 0; |Z| <= |N|/(1 - q), and |Z -
/// N| = |T Z|. ∎
private struct SpectralSylvester {
  private let bits: Int
  private let scale: Int
  private let a: Matrix<Ball>
  private let b: Matrix<Ball>
  private let left: ApproximateBasis
  private let right: ApproximateBasis
  private let divisors: Matrix<ComplexBall>
  private let contraction: Magnitude

  /// nil unless the theorem applies.
  init?(_ a: Matrix<Ball>, _ b: Matrix<Ball>, bits: Int) {
    guard let top = [a.topExponent, b.topExponent].compactMap({ $0 }).max() else { return nil }
    let work = bits + 32
    self.bits = bits
    scale = top
    self.a = a.rounded(to: work).scaledByPower(-top)
    self.b = b.rounded(to: work).scaledByPower(-top)
    guard let left = ApproximateBasis(doubles: self.a.map { ComplexBall(real: $0) }),
      let right = ApproximateBasis(doubles: self.b.map { ComplexBall(real: $0) })
    else { return nil }
    (self.left, self.right) = (left, right)
    func norms(_ x: Matrix<ComplexBall>) -> (rows: Magnitude, columns: Magnitude) {
      let sizes = x.entries.map(\.magnitude)
      func largest(_ count: Int, _ other: Int, _ place: (Int, Int) -> Int) -> Magnitude {
        (0..<count).reduce(Magnitude.zero) { top, i in
          .max2(top, (0..<other).reduce(Magnitude.zero) { $0 + sizes[place(i, $1)] })
        }
      }
      return (
        largest(x.rows, x.columns) { $0 * x.columns + $1 }, largest(x.columns, x.rows) { $1 * x.columns + $0 }
      )
    }
    func parts(_ basis: ApproximateBasis, _ matrix: Matrix<Ball>) -> (
      defect: Matrix<ComplexBall>, compressed: Matrix<ComplexBall>, rest: Matrix<ComplexBall>,
      values: [ComplexBall]
    ) {
      let complex = matrix.map { ComplexBall(real: $0.rounded(to: 96)) }
      let (v, y) = (basis.vectors.exact(96), basis.inverse.exact(96))
      let compressed = y * (complex * v)
      let values = compressed.diagonal.map(\.midpoint)
      return (
        .identity(matrix.rows) - y * v, compressed, compressed - Matrix<ComplexBall>(diagonal: values), values
      )
    }
    let (p, r) = (parts(left, self.a), parts(right, self.b))
    divisors = Matrix(rows: a.rows, columns: b.rows) { p.values[$0] + r.values[$1] }
    let least =
      divisors.entries.map { $0.modulus.magnitudeBelow }.min { $0 <= $1 && !($1 <= $0) } ?? Magnitude(1)
    let (g, k) = (norms(p.defect).rows, norms(r.defect).columns)
    let first = norms(p.rest).rows + norms(r.rest).columns
    let second = norms(p.compressed).rows * k + g * norms(r.compressed).columns
    contraction = (first + second).dividedUp(by: least)
    for x in [g, k] where !Magnitude(1).dividedUp(byComplementOf: x).isFinite { return nil }
    // A slow contraction and nearly dependent eigenvectors cost too many digits.
    guard contraction <= .power2(-8) else { return nil }
    for basis in [left, right] {
      guard norms(basis.vectors).rows * norms(basis.inverse).rows <= .power2(24) else { return nil }
    }
  }

  func solve(_ c: Matrix<Ball>) -> Matrix<Ball> {
    let work = bits + 32
    let right = c.rounded(to: work).scaledByPower(-scale)
    var start = Matrix<Ball>.zero(c.rows, c.columns).rounded(to: work)
    var step = coordinates(right)
    for _ in 0..<(work / 8) {
      if Budget.isExhausted { break }
      let size = step.largest
      let width = step.entries.reduce(Magnitude.zero) { .max2($0, .max2($1.re.radius, $1.im.radius)) }
      if !start.largestMagnitude.isZero,
        size <= start.largestMagnitude.scaled(by: 2 - work) || size <= width.scaled(by: 2)
      {
        break
      }
      if size.isZero || !size.isFinite { break }
      start = (start + back(step.map(\.midpoint))).rounded(to: work).center
      step = coordinates(right - a * start - start * b)
    }
    let error = (contraction * step.largest).dividedUp(byComplementOf: contraction)
    let enclosed = step.map { z in
      ComplexBall(re: Ball(center: z.re, radius: error), im: Ball(center: z.im, radius: error))
    }
    return (start + back(enclosed)).rounded(to: bits)
  }

  /// N for a right-hand side.
  private func coordinates(_ c: Matrix<Ball>) -> Matrix<ComplexBall> {
    let turned = left.inverse * (c.map { ComplexBall(real: $0) } * right.vectors)
    return Matrix(rows: c.rows, columns: c.columns, zip(turned.entries, divisors.entries).map { $0 / $1 })
  }

  /// The real part of V Z U: X is real.
  private func back(_ z: Matrix<ComplexBall>) -> Matrix<Ball> {
    ComplexMatrices.real(left.vectors * (z * right.inverse))
  }
}
