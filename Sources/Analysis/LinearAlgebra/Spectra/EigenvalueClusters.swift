/// A disc of the complex plane that holds `multiplicity` eigenvalues, counted with multiplicity, of every member of a
/// ball matrix, and no others.
public struct EigenvalueCluster: Sendable {
  /// The centre, exact.
  public let center: ComplexBall
  /// The radius, an exact ball; infinite discs have an indeterminate one.
  public let radius: Ball
  /// How many eigenvalues lie in the disc.
  public let multiplicity: Int
  /// The eigenvalue of a real matrix is proved to be real: it is simple and its conjugate, also an eigenvalue, could be
  /// nowhere else.
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
    return radius.isFinite ? Ball(center: center.im, radius: radius.magnitude) : .indeterminate(bits: center.re.bits)
  }
}

/// Eigenvalues of any square matrix of balls.
///
/// **Theorem** (Gershgorin). For a regular V let B = V^-1 A V. Every eigenvalue of A is in a disc around B_ii of radius
/// Σ_(j != i) |B_ij|; a connected union of m discs apart from the others holds exactly m eigenvalues, with multiplicity.
/// *Proof of the count:* the eigenvalues of the matrices with the off-diagonal part of B times t are continuous in t,
/// and for t = 0 they are the centres. ∎
///
/// V holds approximate eigenvectors and is exact; V^-1 A V is enclosed with a proof that V is regular, see
/// `ApproximateBasis`. For a matrix without a basis of eigenvectors V is near a singular matrix, and the discs are wide and
/// overlap: a cluster, not a wrong answer.
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

  /// The discs of B with an unknown part of size at most rows_i columns_j added to its entries: by rows or by columns,
  /// whichever separates more eigenvalues or is narrower.
  static func discs(_ b: Matrix<ComplexBall>, rows: [Magnitude]? = nil, columns: [Magnitude]? = nil) -> [Disc] {
    let size = b.rows
    var (byRow, byColumn) = ([Magnitude](repeating: .zero, count: size), [Magnitude](repeating: .zero, count: size))
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
  /// Discs that hold all eigenvalues of every member of a square ball matrix, disjoint, in the order of ascending real
  /// parts of their centres; the multiplicities add up to the size. One disc around everything, or an unbounded one,
  /// when nothing better is proved.
  public func eigenvalueClusters() -> [EigenvalueCluster] {
    precondition(isSquare, "eigenvalues of a square matrix")
    if rows == 0 { return [] }
    let bits = self.bits
    guard isFinite, let top = topExponent else {
      let zero = ComplexBall(re: Ball(0, bits: bits), im: Ball(0, bits: bits))
      return [
        EigenvalueCluster(
          center: zero, radius: isFinite ? Ball(0, bits: bits) : .indeterminate(bits: bits), multiplicity: rows,
          isReal: isFinite)
      ]
    }
    let scaled = scaledByPower(-top)
    let discs = ApproximateBasis.discs(scaled.rounded(to: bits + 24), bits: bits)
    let covers = GershgorinDiscs.clusters(discs).map {
      (disc: GershgorinDiscs.cover($0, bits: bits + 24), count: $0.count)
    }
    let separate = GershgorinDiscs.merged(covers, bits: bits + 24)
    let result = separate.enumerated().map { place, group -> EigenvalueCluster in
      let disc = group.disc
      let mirror = disc.conjugate
      let alone = separate.enumerated().allSatisfy { $0.offset == place || !$0.element.disc.overlaps(mirror) }
      let isReal = group.count == 1 && alone
      let center = ComplexBall(re: disc.center.re.scaled(by: top), im: isReal ? Ball(0, bits: bits) : disc.center.im.scaled(by: top))
      return EigenvalueCluster(
        center: center, radius: disc.radius.scaled(by: top).ball, multiplicity: group.count, isReal: isReal)
    }
    return result.sorted { ($0.center.re.estimate, $0.center.im.estimate) < ($1.center.re.estimate, $1.center.im.estimate) }
  }

  /// Whether every eigenvalue of every member has a negative real part (proved), or every member has an eigenvalue
  /// whose real part is not negative (refuted): the stability of a fixed point with this linearisation.
  public var isStable: Verdict {
    if rows == 0 { return .proved }
    let parts = eigenvalueClusters().map(\.realPart)
    if parts.allSatisfy(\.isNegative) { return .proved }
    if parts.contains(where: \.isNonNegative) { return .refuted }
    // The trace is the sum of the real parts.
    return trace.isNonNegative ? .refuted : .undecided
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
