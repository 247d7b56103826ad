/// A frame B = D Q for errors: D a diagonal of powers of two, Q nearly orthogonal.
///
/// The columns of Q follow those of the image of the old frame, the longest first, so that the largest errors keep their
/// direction. Any regular B is sound; Q comes from doubles, and its inverse is enclosed:
///
/// Q^T Q = I + E with ‖E‖_∞ <= η < 1 makes Q regular and Q^-1 = (I + E)^-1 Q^T, so that for y = Q^T v each component of
/// Q^-1 v is within η/(1 - η) max|y_j| of that of y.
struct OrthogonalFrame {
  private let dimension: Int
  /// The exponents of D.
  private let scales: [Int]
  /// Q, row by row.
  private let orthogonal: [SmallBall]

  init(_ image: [SmallBall], lengths: [Magnitude], errors: [Magnitude], dimension n: Int) {
    dimension = n
    // The size of the error in each component. Components of similar size need no scaling.
    let sizes = (0..<n).map { i in
      (0..<n).reduce(errors[i]) { $0 + image[i * n + $1].magnitude * lengths[$1] }
    }
    let exponents = sizes.map { $0.isZero ? nil : $0.exponent }
    let top = exponents.compactMap { $0 }.max() ?? 0
    scales = exponents.map { e in e.map { $0 < top - 24 ? $0 - top : 0 } ?? 0 }

    orthogonal = OrthogonalFrame.basis(image, lengths, scales, n)
  }

  private static func basis(_ image: [SmallBall], _ lengths: [Magnitude], _ scales: [Int], _ n: Int)
    -> [SmallBall]
  {
    // The columns as doubles of length about 1, and the logarithms of the lengths of their errors.
    var columns: [(vector: [Double], size: Double)] = []
    for j in 0..<n where !lengths[j].isZero {
      let column = (0..<n).map { image[$0 * n + j].center.scaled(by: -scales[$0]) }
      let largest = column.compactMap(\.leadingExponent).max() ?? 0
      let vector = column.map { $0.scaled(by: -largest).estimate }
      let size = length(vector)
      if size > 0 { columns.append((vector, .log(size) / .log(2) + Double(largest) + lengths[j].log2)) }
    }
    columns.sort { $0.size > $1.size }

    var basis: [[Double]] = []
    func add(_ vector: [Double], atLeast least: Double) {
      guard basis.count < n else { return }
      var rest = vector
      let before = length(rest)
      for _ in 0..<2 {
        for b in basis {
          let c = zip(b, rest).reduce(0) { $0 + $1.0 * $1.1 }
          for i in 0..<n { rest[i] -= c * b[i] }
        }
      }
      let after = length(rest)
      guard after > least * before, after.isFinite else { return }
      // Once more, as what is left of a nearly dependent vector is rounding errors.
      rest = rest.map { $0 / after }
      for b in basis {
        let c = zip(b, rest).reduce(0) { $0 + $1.0 * $1.1 }
        for i in 0..<n { rest[i] -= c * b[i] }
      }
      let size = length(rest)
      guard size > 0.5 else { return }
      basis.append(rest.map { $0 / size })
    }
    for column in columns { add(column.vector, atLeast: 1e-12) }
    // Unit vectors complete the basis; one of them is at least 1/√n away from any proper subspace.
    var unused = Array(0..<n)
    while basis.count < n, !unused.isEmpty {
      let covered = unused.map { i in basis.reduce(0) { $0 + $1[i] * $1[i] } }
      let best = covered.indices.min { covered[$0] < covered[$1] } ?? 0
      let i = unused.remove(at: best)
      add((0..<n).map { $0 == i ? 1 : 0 }, atLeast: 0)
    }
    // Only NaN leave a gap, which makes Q singular: `coordinates` says so.
    while basis.count < n { basis.append(Array(repeating: 0, count: n)) }
    return (0..<(n * n)).map { SmallBall(exactly: basis[$0 % n][$0 / n]) }
  }

  private static func length(_ v: [Double]) -> Double { Double.sqrt(v.reduce(0) { $0 + $1 * $1 }) }

  /// B = D Q.
  var matrix: [SmallBall] {
    orthogonal.indices.map { orthogonal[$0].scaled(by: scales[$0 / dimension]) }
  }

  /// Bounds of the coordinates B^-1 (M s + e) of all s in the box `lengths` and e in the box `errors`; nil when B cannot
  /// be proved regular.
  func coordinates(_ image: [SmallBall], _ lengths: [Magnitude], _ errors: [Magnitude]) -> [Magnitude]? {
    let n = dimension
    let transpose = orthogonal.indices.map { orthogonal[($0 % n) * n + $0 / n] }
    guard let eta = defect(transpose) else { return nil }
    let scaled = image.indices.map { image[$0].scaled(by: -scales[$0 / n]) }
    let small = errors.indices.map { errors[$0].scaled(by: -scales[$0]) }
    var result = Array(repeating: Magnitude.zero, count: n)
    for i in 0..<n {
      for j in 0..<n { result[i] = result[i] + transpose[i * n + j].magnitude * small[j] }
    }
    if lengths.contains(where: { !$0.isZero }) {
      let turned = SmallBall.squareProduct(transpose, scaled, n)
      for i in 0..<n {
        for j in 0..<n { result[i] = result[i] + turned[i * n + j].magnitude * lengths[j] }
      }
    }
    let excess = eta * result.reduce(.zero, Magnitude.max2)
    return result.map { $0 + excess }
  }

  /// η/(1 - η).
  private func defect(_ transpose: [SmallBall]) -> Magnitude? {
    let n = dimension
    let gram = SmallBall.squareProduct(transpose, orthogonal, n)
    var eta = Magnitude.zero
    for i in 0..<n {
      let row = (0..<n).reduce(Magnitude.zero) { sum, j in
        sum + (gram[i * n + j] - SmallBall(i == j ? 1 : 0)).magnitude
      }
      eta = .max2(eta, row)
    }
    guard eta <= .power2(-2), let sum = eta.geometricSum else { return nil }
    return eta * sum
  }
}
