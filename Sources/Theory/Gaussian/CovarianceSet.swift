/// A set of symmetric matrices: centre + { e : vec(e) = Q r, |r_a| ≤ ρ_a }, vec the entries on and above the diagonal.
///
/// Q is nearly orthogonal and turns with the flow, so that a box of errors is not wrapped anew in every step.
struct CovarianceSet {
  /// Exact.
  private(set) var centre: Matrix<Ball>
  /// Q, row by row.
  private var frame: [[Double]]
  private var radii: [Magnitude]

  var dimension: Int { centre.rows }
  /// The places (i, j), i ≤ j, in the order of vec.
  static func places(_ d: Int) -> [(Int, Int)] { (0..<d).flatMap { i in (i..<d).map { (i, $0) } } }

  /// The balls of a symmetric matrix.
  init(_ matrix: Matrix<Ball>) {
    centre = matrix.map(\.center)
    let places = Self.places(matrix.rows)
    radii = places.map { matrix[$0.0, $0.1].radius }
    frame = Self.identity(places.count)
  }

  private static func identity(_ n: Int) -> [[Double]] {
    (0..<n).map { i in (0..<n).map { i == $0 ? 1 : 0 } }
  }

  /// Bounds of |e_b|.
  var deviations: [Magnitude] {
    frame.map { row in zip(row, radii).reduce(.zero) { $0 + Self.bound($1.0) * $1.1 } }
  }

  /// A bound of ‖e‖.
  var deviationNorm: Magnitude { Self.norm(deviations, dimension) }

  private static func norm(_ deviations: [Magnitude], _ d: Int) -> Magnitude {
    var sums = Array(repeating: Magnitude.zero, count: d)
    for ((i, j), e) in zip(places(d), deviations) {
      sums[i] = sums[i] + e
      if i != j { sums[j] = sums[j] + e }
    }
    return sums.reduce(.zero, Magnitude.max2)
  }

  /// The smallest balls of the entries that contain the set.
  var enclosure: Matrix<Ball> {
    let e = deviations
    var entries = centre
    for ((i, j), radius) in zip(Self.places(dimension), e) {
      let x = Ball(center: centre[i, j], radius: radius)
      entries[i, j] = x
      entries[j, i] = x
    }
    return entries
  }

  /// An upper bound of |x|, a Double.
  private static func bound(_ x: Double) -> Magnitude {
    x == 0 ? .zero : withPrecision(64) { Ball(exactly: x).magnitude }
  }

  /// The set after a step: centre' + J e + ℓ for every e of this set and every ‖ℓ‖ ≤ `local`.
  ///
  /// With C = J Q (balls) and any invertible Q': e' = Q' r', so Q'^T e' = (I + Δ) r', Δ = Q'^T Q' - I, and for δ = ‖Δ‖ < 1
  /// |r'_a| ≤ |y_a| + δ/(1-δ) max|y|, where |y| ≤ |Q'^T C| ρ + |Q'^T| λ. Q' is the orthogonal factor of the columns of C, the
  /// widest first (Lohner's choice).
  func stepped(to end: Matrix<Ball>, jacobian: Matrix<Ball>, local: Magnitude) -> CovarianceSet {
    withPrecision(64) {
      var result = CovarianceSet(end)
      let n = radii.count
      let turned = jacobian * Matrix<Ball>(rows: n, columns: n) { Ball(exactly: frame[$0][$1]) }
      var (q, delta) = (Self.orthogonal(turned, radii), Magnitude.zero)
      var transposed = Matrix<Ball>(rows: n, columns: n) { Ball(exactly: q[$1][$0]) }
      let defect = transposed * transposed.transpose - .identity(n)
      delta = SoftmaxCovarianceFlow.norm(defect)
      if !(delta <= .power2(-20)) {
        (q, delta, transposed) = (Self.identity(n), .zero, .identity(n))
      }
      let image = transposed * turned
      let y = (0..<n).map { a in
        (0..<n).reduce(Magnitude.zero) {
          $0 + image[a, $1].magnitude * radii[$1] + Self.bound(q[$1][a]) * local
        }
      }
      // δ/(1-δ) ≤ 2δ
      let spill = delta.scaled(by: 1) * y.reduce(.zero, Magnitude.max2)
      // The radii of `end` were taken as its own errors: they belong to no column of Q'.
      let own = result.radii.reduce(.zero, Magnitude.max2)
      result.frame = q
      result.radii = (0..<n).map { a in
        y[a] + spill + (0..<n).reduce(Magnitude.zero) { $0 + Self.bound(q[$1][a]) * own }
      }
      return result
    }
  }

  /// The set centre' + e', |e'| entry by entry at most `bound`.
  static func box(_ end: Matrix<Ball>, bound: Magnitude) -> CovarianceSet {
    var result = CovarianceSet(end)
    result.radii = result.radii.map { $0 + bound }
    return result
  }

  /// An orthogonal matrix, up to rounding, whose first columns span the widest columns of C diag(ρ).
  private static func orthogonal(_ c: Matrix<Ball>, _ radii: [Magnitude]) -> [[Double]] {
    let n = radii.count
    let most = radii.map(\.log2).max() ?? 0
    guard most.isFinite else { return identity(n) }
    var columns = (0..<n).map { b -> [Double] in
      let weight = Double.exp(max(radii[b].log2 - most, -1000) * Double.log(2))
      return (0..<n).map { c[$0, b].estimate * weight }
    }
    func square(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 } }
    columns.sort { square($0) > square($1) }
    var basis: [[Double]] = []
    // The columns, then unit vectors for what they leave out.
    for candidate in columns + identity(n) where basis.count < n {
      var x = candidate
      let before = square(x).squareRoot()
      guard before > 0, before.isFinite else { continue }
      x = x.map { $0 / before }
      for _ in 0..<2 {
        for u in basis {
          let overlap = zip(u, x).reduce(0) { $0 + $1.0 * $1.1 }
          x = zip(x, u).map { $0 - overlap * $1 }
        }
      }
      let after = square(x).squareRoot()
      if after > 1e-6 { basis.append(x.map { $0 / after }) }
    }
    guard basis.count == n else { return identity(n) }
    return (0..<n).map { i in (0..<n).map { basis[$0][i] } }
  }
}
