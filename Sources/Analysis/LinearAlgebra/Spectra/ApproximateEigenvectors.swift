/// Approximate eigenvectors of a symmetric matrix to any precision, without any promise.
///
/// **Method** (T. Ogita, K. Aishima, "Iterative refinement for symmetric eigenvalue decomposition", 2018).
/// With R = I - X^T X, S = X^T A X and λ_i = S_ii/(1 - R_ii), the correction X <- X (I + E),
///
///     E_ij = (S_ij + λ_j R_ij)/(λ_j - λ_i),    E_ii = R_ii/2,
///
/// squares the error of the eigenvectors X. Where eigenvalues are too close for that, E_ij = R_ij/2 only
/// makes the vectors orthogonal; their span still converges, and the small block of X^T A X that belongs to
/// it, less its mean and scaled up, is diagonalised in Doubles, which separates the cluster as far as its own
/// gaps ask.
struct ApproximateEigenvectors {
  /// The approximate eigenvectors, columns of an exact matrix, in the order of ascending eigenvalues.
  private(set) var vectors: Matrix<Ball>
  private let matrix: Matrix<Ball>

  /// For the midpoints of a symmetric matrix with entries below 1; nil when the budget is spent.
  ///
  /// The errors wanted are about 2^-bits.
  init?(_ a: Matrix<Ball>, bits: Int) {
    guard let start = DoubleJacobi.spectrum(a.map(\.estimate)) else { return nil }
    matrix = a.center
    vectors = start.vectors.map { Ball(exactly: $0) }
    let full = bits + 12
    var work = Swift.min(full, 106)
    var rounds = 0
    for _ in 0..<(60 + full / 40) {
      if Budget.isExhausted { return nil }
      guard let error = improve(work) else { return nil }
      // Each turn in Doubles gains some 50 bits of a cluster; one as tight as the precision would be turned
      // for ever.
      if work >= full { rounds += 1 }
      if rounds >= 6 + full / 40 { break }
      // The error after this step is about the square of the correction.
      if error.isDone(bits) && work >= Swift.min(full, 106) { break }
      work = Swift.min(full, Swift.max(work, 4 * error.bits + 20))
    }
  }

  private struct Step {
    /// The correction of the separated vectors was below 2^-bits.
    let bits: Int
    /// A cluster was rotated.
    let rotated: Bool

    func isDone(_ wanted: Int) -> Bool { !rotated && 2 * bits >= wanted }
  }

  private mutating func improve(_ work: Int) -> Step? {
    let n = matrix.rows
    let x = vectors.rounded(to: work).center
    let xt = x.transpose
    let r = (Matrix.identity(n, bits: work) - xt * x).center
    let s = (xt * (matrix.rounded(to: work).center * x).center).center
    guard r.isFinite, s.isFinite else { return nil }
    let values = (0..<n).map { (s[$0, $0] / (1 - r[$0, $0])).center }
    var correction = r.scaledByPower(-1)
    var clusters = Clusters(n)
    let rounding = Magnitude.power2(4 - work) * Magnitude(n)
    var largest = Magnitude.zero
    for i in 0..<n {
      largest = .max2(largest, correction[i, i].magnitude)
      for j in 0..<i {
        let numerator = s[i, j] + values[j] * r[i, j]
        // What is left is rounding: a turn by it over a small gap would only do harm.
        if numerator.magnitude <= rounding { continue }
        let gap = values[j] - values[i]
        // Below twice the digits of a Double the quotient needs no more than those of a Double.
        let e =
          work <= 106 ? Ball(exactly: numerator.estimate / gap.estimate) : (numerator / gap).center
        // A gap near the rounding of S says nothing.
        if e.isFinite, e.magnitude <= .power2(-10), .power2(24 - work) <= gap.magnitudeBelow {
          // E_ij + E_ji = R_ij keeps the vectors orthogonal, whatever rounding does to S.
          correction[i, j] = e
          correction[j, i] = (r[i, j] - e).center
          largest = .max2(largest, e.magnitude)
        } else {
          clusters.join(i, j)
        }
      }
    }
    // All pairs of a cluster are treated alike.
    for group in clusters.groups {
      for i in group {
        for j in group where j != i { correction[i, j] = r[i, j].scaled(by: -1) }
      }
    }
    vectors = (x + x * correction).rounded(to: work).center
    var rotated = false
    for group in clusters.groups where rotate(group, s, r, values, work) { rotated = true }
    return Step(bits: largest.isZero ? work : Swift.max(0, -largest.exponent), rotated: rotated)
  }

  /// Diagonalises what is left of the matrix on the span of a cluster; false when that is below rounding.
  private mutating func rotate(
    _ group: [Int], _ s: Matrix<Ball>, _ r: Matrix<Ball>, _ values: [Ball], _ work: Int
  ) -> Bool {
    let k = group.count
    let mean = (group.reduce(Ball(0, bits: work)) { $0 + values[$1] } / k).center
    let block = Matrix(rows: k, columns: k) { i, j -> Ball in
      let (p, q) = (group[i], group[j])
      let identity = Ball(i == j ? 1 : 0, bits: work) - r[p, q]
      return (s[p, q] - mean * identity).center
    }
    var rest = Magnitude.zero
    for i in 0..<k {
      for j in 0..<i { rest = .max2(rest, block[i, j].magnitude) }
    }
    let rounding = Magnitude.power2(4 - work) * Magnitude(vectors.rows)
    guard let top = block.entries.compactMap(\.exponent).max(), !(rest <= rounding) else { return false }
    guard let rotation = DoubleJacobi.spectrum(block.scaledByPower(-top).symmetricPart.map(\.estimate)) else {
      return false
    }
    let turned = vectors.columns(group) * Self.orthogonalised(rotation.vectors, work)
    for i in 0..<vectors.rows {
      for (place, column) in group.enumerated() {
        vectors[i, column] = turned[i, place].rounded(to: work).center
      }
    }
    return true
  }
}

extension ApproximateEigenvectors {
  /// The orthogonal matrix next to V, to about 2^-work: V <- V + V (I - V^T V)/2 squares the error.
  private static func orthogonalised(_ vectors: Matrix<Double>, _ work: Int) -> Matrix<Ball> {
    var v = vectors.map { Ball(exactly: $0).rounded(to: work) }
    var known = 48
    while known < work {
      let defect = Matrix<Ball>.identity(v.rows, bits: work) - v.transpose * v
      v = (v + (v * defect.center).scaledByPower(-1)).center
      known *= 2
    }
    return v
  }
}

extension Matrix {
  /// The matrix of these columns.
  func columns(_ places: [Int]) -> Matrix {
    Matrix(rows: rows, columns: places.count) { self[$0, places[$1]] }
  }
}

/// Connected components of 0, ..., n-1.
struct Clusters {
  private var parent: [Int]

  init(_ n: Int) { parent = Array(0..<n) }

  private func root(_ i: Int) -> Int {
    var i = i
    while parent[i] != i { i = parent[i] }
    return i
  }

  mutating func join(_ i: Int, _ j: Int) {
    let (a, b) = (root(i), root(j))
    if a != b { parent[Swift.max(a, b)] = Swift.min(a, b) }
  }

  /// All components, each ascending, in the order of their first members.
  var all: [[Int]] {
    var members: [Int: [Int]] = [:]
    for i in parent.indices { members[root(i), default: []].append(i) }
    return members.keys.sorted().map { members[$0] ?? [] }
  }

  /// The components with more than one member.
  var groups: [[Int]] { all.filter { $0.count > 1 } }
}
