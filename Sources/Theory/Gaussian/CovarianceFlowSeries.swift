/// The Taylor series of a solution of the softmax flow, and of its derivative with respect to the start.
///
/// With time in units of 2^scale: (k+1) X_(k+1) = 2^scale (W X_k + Σ_h Σ_i (V_h X_i)(A_h X_(k-i)) + transpose). Every entry of a
/// coefficient is one scalar product over i, h and the columns, rounded once.
struct CovarianceSeries {
  private let flow: SoftmaxCovarianceFlow
  private let bits: Int
  let scale: Int
  private let values: [Matrix<Ball>]
  private let scores: [Matrix<Ball>]
  private let feedForward: Matrix<Ball>?
  private(set) var coefficients: [Matrix<Ball>]
  /// V_h X_i, for every h: the blocks of a row one after another, in each block one head after another.
  private var left: [[Ball]]
  /// A_h X_i, one head below another.
  private var right: [[Ball]] = []
  /// The blocks of `left`, for the tangent series.
  private var leftBlocks: [[[Ball]]] = []

  /// - Parameter start: Σ, symmetric.
  init(_ flow: SoftmaxCovarianceFlow, from start: Matrix<Ball>, scale: Int, bits: Int) {
    (self.flow, self.scale, self.bits) = (flow, scale, bits)
    (values, scores, feedForward) = withPrecision(bits) {
      (
        flow.heads.map { $0.value.lifted() }, flow.heads.map { $0.score.lifted() },
        flow.feedForward.map { $0.lifted() }
      )
    }
    coefficients = [start.map { $0.rounded(to: bits) }]
    left = Array(repeating: [], count: flow.dimension)
  }

  private static func product(_ a: Matrix<Ball>, _ b: Matrix<Ball>, _ bits: Int) -> [Ball] {
    Ball.matrixProduct(
      a.entries, b.entries, rows: a.rows, inner: a.columns, columns: b.columns, bits: bits)
  }

  /// V_h X and A_h X of all heads: rows of the first, and the entries of the second, one head below another.
  private func images(_ x: Matrix<Ball>, _ bits: Int) -> (rows: [[Ball]], below: [Ball]) {
    let d = flow.dimension
    var rows = Array(repeating: [Ball](), count: d)
    var below: [Ball] = []
    for h in flow.heads.indices {
      let image = Self.product(values[h], x, bits)
      for i in 0..<d { rows[i] += image[(i * d)..<((i + 1) * d)] }
      below += Self.product(scores[h], x, bits)
    }
    return (rows, below)
  }

  /// Extends the series to this order. Throws `BudgetExhausted`.
  mutating func extend(to order: Int) throws {
    let d = flow.dimension
    while coefficients.count <= order {
      if Budget.isExhausted { throw BudgetExhausted() }
      let k = coefficients.count - 1
      let (rows, below) = images(coefficients[k], bits)
      for i in 0..<d { left[i] += rows[i] }
      leftBlocks.append(rows)
      right.append(below)
      let inner = flow.heads.count * d * (k + 1)
      let half = Ball.matrixProduct(
        left.flatMap { $0 }, right.reversed().flatMap { $0 }, rows: d, inner: inner, columns: d, bits: bits)
      coefficients.append(next(k, half, coefficients[k], bits))
    }
  }

  /// 2^scale (half + W x + transpose)/(k + 1).
  private func next(_ k: Int, _ half: [Ball], _ x: Matrix<Ball>, _ bits: Int) -> Matrix<Ball> {
    let d = flow.dimension
    var half = half
    if let feedForward {
      let image = Self.product(feedForward, x, bits)
      for place in half.indices { half[place] += image[place] }
    }
    var entries = half
    for i in 0..<d {
      for j in 0...i {
        let sum = ((half[i * d + j] + half[j * d + i]) / (k + 1)).scaled(by: scale)
        entries[i * d + j] = sum
        entries[j * d + i] = sum
      }
    }
    return Matrix(rows: d, columns: d, entries)
  }

  /// The coefficients up to an order of D(t) = DΦ_t(Σ) D_0, the solution of D' = DF(Σ(t)) D, from the coefficients of Σ
  /// (which must reach the order), with this many bits.
  func tangent(_ direction: Matrix<Ball>, order: Int, bits: Int) throws -> [Matrix<Ball>] {
    let d = flow.dimension
    let m = flow.heads.count * d
    var result = [direction]
    var rows = Array(repeating: [Ball](), count: d)
    var blocks: [[Ball]] = []
    for k in 0..<order {
      if Budget.isExhausted { throw BudgetExhausted() }
      let (images, below) = images(result[k], bits)
      // (V D_i)(A X_j) + (V X_i)(A D_j)
      for i in 0..<d { rows[i] += images[i] + leftBlocks[k][i] }
      blocks.append(right[k] + below)
      let half = Ball.matrixProduct(
        rows.flatMap { $0 }, blocks.reversed().flatMap { $0 }, rows: d, inner: 2 * m * (k + 1), columns: d,
        bits: bits)
      result.append(next(k, half, result[k], bits))
    }
    return result
  }
}
