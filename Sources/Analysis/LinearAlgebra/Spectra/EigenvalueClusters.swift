/// A disc of the complex plane that holds `multiplicity` eigenvalues, counted with multiplicity, of every
/// member of a ball matrix, and no others.
public struct EigenvalueCluster: Sendable {
  /// The centre, exact.
  public let center: ComplexBall
  /// The radius, an exact ball; infinite discs have an indeterminate one.
  public let radius: Ball
  /// How many eigenvalues lie in the disc.
  public let multiplicity: Int
  /// The eigenvalue of a real matrix is proved to be real: it is simple and its conjugate, also an
  /// eigenvalue, could be nowhere else.
  public let isReal: Bool

  /// A rectangle around the disc, on the real axis for a real eigenvalue.
  public var enclosure: ComplexBall {
    guard radius.isFinite else { return .indeterminate }
    return isReal ? ComplexBall(real: realPart) : ComplexBall(re: realPart, im: imaginaryPart)
  }

  /// Enclosures of the parts of the eigenvalues.
  public var realPart: Ball {
    radius.isFinite ? Ball(center: center.re, radius: radius.magnitude) : .indeterminate(bits: center.re.bits)
  }
  public var imaginaryPart: Ball {
    if isReal { return Ball(0, bits: center.re.bits) }
    return radius.isFinite
      ? Ball(center: center.im, radius: radius.magnitude) : .indeterminate(bits: center.re.bits)
  }
}

/// Eigenvalues of any square matrix of balls.
///
/// **Theorem** (Gershgorin). For a regular V let B = V^-1 A V. Every eigenvalue of A is in a disc around B_ii
/// of radius Σ_(j != i) |B_ij|; a connected union of m discs apart from the others holds exactly m
/// eigenvalues, with multiplicity. *Proof of the count:* the eigenvalues of the matrices with the
/// off-diagonal part of B times t are continuous in t, and for t = 0 they are the centres. ∎
///
/// V holds approximate eigenvectors and is exact; V^-1 A V is enclosed with a proof that V is regular, see
/// `ApproximateBasis`. For a matrix without a basis of eigenvectors V is near a singular matrix, and the
/// discs are wide and overlap: a cluster, not a wrong answer.
enum GershgorinDiscs {
  struct Disc {
    /// Exact.
    let center: ComplexBall
    let radius: Magnitude

    func overlaps(_ other: Disc) -> Bool {
      let distance = (center - other.center).modulus
      return !(distance - (radius.ball + other.radius.ball)).isPositive
    }

    var conjugate: Disc { Disc(center: center.conjugate, radius: radius) }
  }

  /// The discs of B with an unknown part of size at most rows_i columns_j added to its entries: by rows or by
  /// columns, whichever separates more eigenvalues or is narrower.
  static func discs(_ b: Matrix<ComplexBall>, rows: [Magnitude]? = nil, columns: [Magnitude]? = nil) -> [Disc]
  {
    let size = b.rows
    var (byRow, byColumn) = (
      [Magnitude](repeating: .zero, count: size), [Magnitude](repeating: .zero, count: size)
    )
    func extra(_ i: Int, _ j: Int) -> Magnitude { (rows?[i] ?? .zero) * (columns?[j] ?? .zero) }
    for i in 0..<size {
      for j in 0..<size {
        let x = i == j ? b[i, i].re.radius + b[i, i].im.radius : b[i, j].magnitude
        byRow[i] = byRow[i] + x + extra(i, j)
        byColumn[j] = byColumn[j] + x + extra(i, j)
      }
    }
    func made(_ sums: [Magnitude]) -> [Disc] {
      (0..<size).map { Disc(center: b[$0, $0].midpoint, radius: sums[$0]) }
    }
    let (first, second) = (made(byRow), made(byColumn))
    return isBetter(second, than: first) ? second : first
  }

  /// More components, or the same number and narrower discs.
  static func isBetter(_ a: [Disc], than b: [Disc]) -> Bool {
    let (m, n) = (clusters(a).count, clusters(b).count)
    return m != n ? m > n : !(width(b) <= width(a))
  }

  static func width(_ discs: [Disc]) -> Magnitude { discs.reduce(.zero) { .max2($0, $1.radius) } }

  /// Components of overlapping discs.
  static func clusters(_ discs: [Disc]) -> [[Disc]] {
    var components = Clusters(discs.count)
    for i in discs.indices {
      for j in 0..<i where discs[i].overlaps(discs[j]) { components.join(i, j) }
    }
    return components.all.map { $0.map { discs[$0] } }
  }

  /// One disc around all.
  static func cover(_ group: [Disc], bits: Int) -> Disc {
    if group.count == 1 { return group[0] }
    let sum = group.dropFirst().reduce(group[0].center) { $0 + $1.center }
    let mean = ComplexBall(re: (sum.re / group.count).center, im: (sum.im / group.count).center)
    let radius = group.reduce(Magnitude.zero) { .max2($0, (mean - $1.center).magnitude + $1.radius) }
    return Disc(center: mean, radius: radius)
  }
}

extension Matrix where Scalar == Ball {
  /// Discs that hold all eigenvalues of every member of a square ball matrix, disjoint, in the order of
  /// ascending real parts of their centres; the multiplicities add up to the size. One disc around
  /// everything, or an unbounded one, when nothing better is proved.
  public func eigenvalueClusters() -> [EigenvalueCluster] {
    map { ComplexBall(real: $0) }.eigenvalueClusters()
  }

  /// Whether every eigenvalue of every member has a negative real part (proved), or every member has an
  /// eigenvalue whose real part is not negative (refuted): the stability of a fixed point with this
  /// linearisation.
  public var isStable: Verdict {
    if rows == 0 { return .proved }
    let parts = eigenvalueClusters().map(\.realPart)
    if parts.allSatisfy(\.isNegative) { return .proved }
    if parts.contains(where: \.isNonNegative) { return .refuted }
    // The trace is the sum of the real parts.
    return trace.isNonNegative ? .refuted : .undecided
  }
}

extension Matrix where Scalar == ComplexBall {
  /// The largest precision of the entries.
  public var bits: Int { entries.lazy.map { Swift.max($0.re.bits, $0.im.bits) }.max() ?? Precision.bits }

  /// The same for complex matrices.
  public func eigenvalueClusters() -> [EigenvalueCluster] {
    precondition(isSquare, "eigenvalues of a square matrix")
    if rows == 0 { return [] }
    let bits = self.bits
    let (isFinite, isReal) = (entries.allSatisfy(\.isFinite), entries.allSatisfy(\.isReal))
    let size = largest
    guard isFinite, !size.isZero else {
      let zero = ComplexBall(re: Ball(0, bits: bits), im: Ball(0, bits: bits))
      let radius = isFinite ? Ball(0, bits: bits) : .indeterminate(bits: bits)
      return [EigenvalueCluster(center: zero, radius: radius, multiplicity: rows, isReal: isFinite)]
    }
    let (top, work) = (size.exponent, bits + 24)
    func scaled(_ x: Ball) -> Ball { x.rounded(to: work).scaled(by: -top) }
    let matrix = map {
      $0.isReal ? ComplexBall(real: scaled($0.re)) : ComplexBall(re: scaled($0.re), im: scaled($0.im))
    }
    let covers = GershgorinDiscs.clusters(ApproximateBasis.discs(matrix, bits: bits)).map {
      (disc: GershgorinDiscs.cover($0, bits: work), count: $0.count)
    }
    let separate = GershgorinDiscs.merged(covers, bits: work)
    let result = separate.enumerated().map { place, group -> EigenvalueCluster in
      let disc = group.disc
      let mirror = disc.conjugate
      let alone = separate.enumerated().allSatisfy { $0.offset == place || !$0.element.disc.overlaps(mirror) }
      let isRealValue = isReal && group.count == 1 && alone
      let im = isRealValue ? Ball(0, bits: bits) : disc.center.im.scaled(by: top)
      return EigenvalueCluster(
        center: ComplexBall(re: disc.center.re.scaled(by: top), im: im),
        radius: disc.radius.scaled(by: top).ball,
        multiplicity: group.count, isReal: isRealValue)
    }
    return result.sorted {
      ($0.center.re.estimate, $0.center.im.estimate) < ($1.center.re.estimate, $1.center.im.estimate)
    }
  }

  /// The determinant of a square matrix, by elimination on balls with guard bits; 1 for size 0.
  public var determinant: ComplexBall {
    precondition(isSquare, "determinant of a square matrix")
    let (bits, work) = (self.bits, self.bits + 32 + 8 * rows)
    var left = (0..<rows).map { i in
      row(i).map { ComplexBall(re: $0.re.rounded(to: work), im: $0.im.rounded(to: work)) }
    }
    var product = ComplexBall(re: Ball(1, bits: work), im: Ball(0, bits: work))
    for k in 0..<rows {
      if Budget.isExhausted { return .indeterminate }
      let weights = (k..<rows).map { ComplexBall.pivotWeight(left[$0][k]) }
      if let best = weights.indices.max(by: { weights[$0] < weights[$1] }), weights[best] > weights[0] {
        left.swapAt(k, k + best)
        product = -product
      }
      let pivotRow = left[k]
      product = product * pivotRow[k]
      for i in stride(from: k + 1, to: rows, by: 1) {
        let factor = quietly { left[i][k] / pivotRow[k] }
        for j in stride(from: k + 1, to: rows, by: 1) { left[i][j] = left[i][j] - factor * pivotRow[j] }
      }
    }
    return ComplexBall(re: product.re.rounded(to: bits), im: product.im.rounded(to: bits))
  }
}

extension GershgorinDiscs {
  /// Covers of components may overlap again: joined until they do not.
  static func merged(_ covers: [(disc: Disc, count: Int)], bits: Int) -> [(disc: Disc, count: Int)] {
    var current = covers
    while true {
      var components = Clusters(current.count)
      for i in current.indices {
        for j in 0..<i where current[i].disc.overlaps(current[j].disc) { components.join(i, j) }
      }
      let groups = components.all
      if groups.count == current.count { return current }
      current = groups.map { group in
        (cover(group.map { current[$0].disc }, bits: bits), group.reduce(0) { $0 + current[$1].count })
      }
    }
  }
}
