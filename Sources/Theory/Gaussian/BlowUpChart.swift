/// A covariance flow in coordinates in which a blow-up is a fixed point at s = 0.
///
/// Let N be the directions in which Σ may grow without end: all of them for softmax; for L2 the largest subspace that every V_h
/// keeps and every B_h sends to 0. In a basis T whose first k vectors span N (Σ, V, A, B, W below are in this basis), with
/// q_i = 1 for i ≤ k, q_i = 0 for the others, G = diag(s^q_i) and
///
///     s = Σ_11^(-1/2),    X = GΣG  (X_11 = 1),    dτ = s^(-p) dt,
///
///     X_τ = F(X, s) - η (QX + XQ),    s_τ = -η s,    η = F(X, s)_11/2,    Q = diag(q),
///     F = κ Σ_h V_h Δ_h A_h X + W X + transpose,    Δ = X (softmax), X (I + 2BX)^-1 (L2),
///
/// with the entries of A multiplied by s^(p - q_i - q_j), of V by s^(q_i - q_j), of W by s^(p + q_i - q_j). B is 0 where q_i or
/// q_j is 1, and V where q_i < q_j, so B and Δ keep their forms, and with p = 2, or p = 1 when the block of every A on N is 0, no
/// exponent is negative: s = 0 is a regular value.
struct BlowUpChart: Sendable {
  struct Head: Sendable {
    let value: Matrix<Ball>
    let score: Matrix<Ball>
    let key: Matrix<Ball>?
  }

  /// T^-1
  let inverse: Matrix<Ball>
  private let heads: [Head]
  private let feedForward: Matrix<Ball>?
  /// k
  let growing: Int
  /// p
  let power: Int
  /// κ
  private let factor: Int
  /// The unknown entries (i, j), i ≤ j, of X.
  let places: [(Int, Int)]
  /// Entries of X that the flow keeps: those where no V and W has anything in the rows i and j, q_i = q_j = 0.
  private let constants: [(Int, Int)]

  var dimension: Int { inverse.rows }

  /// The most unknown entries of X.
  static let mostUnknowns = 14

  /// The chart whose first direction is where Σ is large now, at the working precision; nil when nothing can grow.
  init?(_ model: CovarianceModel, near sigma: Matrix<Ball>) {
    guard model.kind != .sinkhorn else { return nil }
    let d = model.dimension
    let directions = Self.growingDirections(model)
    let k = directions.columns
    guard k > 0, let frame = Self.completed(directions), let back = frame.solving(.identity(d)) else {
      return nil
    }
    func turned(_ m: Matrix<Rational>) -> Matrix<Rational> { back * m * frame }
    let rows = model.heads.map { turned($0.value) } + (model.feedForward.map { [turned($0)] } ?? [])
    let quiet = (k..<d).filter { i in rows.allSatisfy { $0.row(i).allSatisfy(\.isZero) } }
    let upper = CovarianceSet.places(d).dropFirst()
    constants = upper.filter { quiet.contains($0.0) && quiet.contains($0.1) }
    places = upper.filter { !(quiet.contains($0.0) && quiet.contains($0.1)) }
    guard places.count <= Self.mostUnknowns else { return nil }
    let scores = model.heads.map { frame.transpose * $0.score * frame }
    let isSlow = scores.allSatisfy { $0.block(0..<k, 0..<k).isZero }
    (growing, power, factor) = (k, isSlow ? 1 : 2, model.kind == .l2 ? 2 : 1)

    // The first direction: C = diag(C_N, I) with C_N orthogonal up to rounding, exact.
    let now = back.lifted(to: Ball.self) * sigma * back.transpose.lifted(to: Ball.self)
    let block = now.block(0..<k, 0..<k).symmetricPart.map(\.center)
    guard block.isFinite, let turn = Self.frame(block) else { return nil }
    var whole = Matrix<Ball>.identity(d)
    for i in 0..<k { for j in 0..<k { whole[i, j] = turn[i, j] } }
    let unturn = whole.inverse
    guard unturn.isFinite else { return nil }
    inverse = unturn * back.lifted(to: Ball.self)
    func cleared(_ m: Matrix<Ball>, _ vanishes: (Int, Int) -> Bool) -> Matrix<Ball> {
      Matrix(rows: d, columns: d) { vanishes($0, $1) ? 0 : m[$0, $1] }
    }
    heads = zip(model.heads, scores).map { head, score in
      let value = unturn * turned(head.value).lifted(to: Ball.self) * whole
      let key = head.key.map {
        whole.transpose * (frame.transpose * $0 * frame).lifted(to: Ball.self) * whole
      }
      return Head(
        value: cleared(value) { $0 >= k && $1 < k },
        score: cleared(whole.transpose * score.lifted(to: Ball.self) * whole) { isSlow && $0 < k && $1 < k },
        key: key.map { cleared($0) { $0 < k || $1 < k } })
    }
    feedForward = model.feedForward.map { unturn * turned($0).lifted(to: Ball.self) * whole }
  }

  /// A basis whose first k vectors span N.
  static func frame(of model: CovarianceModel) -> (basis: Matrix<Rational>, growing: Int)? {
    let directions = growingDirections(model)
    return completed(directions).map { ($0, directions.columns) }
  }

  /// A basis of N.
  private static func growingDirections(_ model: CovarianceModel) -> Matrix<Rational> {
    let d = model.dimension
    guard model.kind == .l2 else { return .identity(d) }
    func below(_ blocks: [Matrix<Rational>]) -> Matrix<Rational> {
      Matrix(rows: blocks.reduce(0) { $0 + $1.rows }, columns: d, blocks.flatMap(\.entries))
    }
    // Rows that vanish on N: those of B_h, then those of V_h after them, until no new ones come.
    var rows = below(model.heads.compactMap(\.key)).transpose.range.transpose
    while true {
      let next = below([rows] + model.heads.map { rows * $0.value }).transpose.range.transpose
      if next.rows == rows.rows { return rows.kernel }
      rows = next
    }
  }

  /// These columns and unit vectors: a basis.
  private static func completed(_ columns: Matrix<Rational>) -> Matrix<Rational>? {
    let d = columns.rows
    var result = columns
    for i in 0..<d where result.columns < d {
      let wider = result.joined(Matrix(rows: d, columns: 1) { row, _ in row == i ? 1 : 0 })
      if wider.rank == wider.columns { result = wider }
    }
    return result.columns == d ? result : nil
  }

  /// A nearly orthogonal exact matrix whose first column is nearly the leading eigenvector.
  private static func frame(_ x: Matrix<Ball>) -> Matrix<Ball>? {
    let k = x.rows
    // Powers of X turn any vector to it; the start is the column of the largest diagonal entry.
    guard let top = (0..<k).max(by: { x[$0, $0].estimate < x[$1, $1].estimate }) else { return nil }
    func unit(_ v: Matrix<Ball>) -> Matrix<Ball>? {
      let length = Ball.sqrt((v.transpose * v)[0, 0])
      guard length.isPositive else { return nil }
      return v.scaled(by: 1 / length).map(\.center)
    }
    guard var u = unit(Matrix(column: x.column(top))) else { return nil }
    for _ in 0..<40 {
      guard let next = unit(x * u) else { return nil }
      u = next
    }
    // The reflection that exchanges e_1 and ±u, a column of which is ±u.
    let sign: Ball = u[0, 0].estimate < 0 ? 1 : -1
    var w = u
    w[0, 0] = w[0, 0] - sign
    let square = (w.transpose * w)[0, 0]
    guard square.isPositive else { return .identity(k) }
    return (Matrix<Ball>.identity(k) - (w * w.transpose).scaled(by: 2 / square)).map(\.center)
  }

  /// T^-1 Σ T^-T.
  func turned(_ sigma: Matrix<Ball>) -> Matrix<Ball> { (inverse * sigma * inverse.transpose).symmetricPart }

  /// X of a covariance in this basis, with s.
  func scaled(_ turned: Matrix<Ball>) -> (x: Matrix<Ball>, s: Ball)? {
    guard turned[0, 0].isPositive else { return nil }
    let s = 1 / Ball.sqrt(turned[0, 0])
    var x = turned
    for i in 0..<dimension {
      for j in 0..<dimension {
        if i < growing { x[i, j] = x[i, j] * s }
        if j < growing { x[i, j] = x[i, j] * s }
      }
    }
    x[0, 0] = 1
    return s.isFinite ? (x, s) : nil
  }

  /// The matrix with these unknowns; its constant entries are those of `other`.
  func matrix(_ unknowns: [Ball], constantsOf other: Matrix<Ball>) -> Matrix<Ball> {
    var x = other
    for ((i, j), value) in zip(places, unknowns) {
      x[i, j] = value
      x[j, i] = value
    }
    x[0, 0] = 1
    return x
  }

  /// What φ and its derivative need at one X and s.
  struct State {
    fileprivate let x: Matrix<Ball>
    /// κ V_h, Δ_h A_h X, V_h Δ_h A_h, 1 + 2BX inverse
    fileprivate let heads:
      [(value: Matrix<Ball>, score: Matrix<Ball>, tilted: Matrix<Ball>, left: Matrix<Ball>?)]
    fileprivate let linear: Matrix<Ball>?
    fileprivate let slope: Matrix<Ball>
    /// η
    let rate: Ball
  }

  private func q(_ i: Int) -> Int { i < growing ? 1 : 0 }

  /// The entries of a matrix times powers of s; with `quotient`, their change from s = 0 on divided by s.
  private func weighted(
    _ m: Matrix<Ball>, _ s: Ball, quotient: Bool = false, _ exponent: (Int, Int) -> Int
  ) -> Matrix<Ball> {
    Matrix(rows: dimension, columns: dimension) { i, j in
      // Where the exponent is negative the entry is 0.
      let e = max(0, exponent(i, j))
      if quotient { return e == 0 ? 0 : m[i, j] * Ball.pow(s, Index(e - 1)) }
      return e == 0 ? m[i, j] : m[i, j] * Ball.pow(s, Index(e))
    }
  }

  /// - Parameter s: 0, or a ball of numbers ≥ 0.
  func state(_ x: Matrix<Ball>, _ s: Ball) -> State {
    let states = heads.map {
      head -> (value: Matrix<Ball>, score: Matrix<Ball>, tilted: Matrix<Ball>, left: Matrix<Ball>?) in
      let value = weighted(head.value, s) { q($0) - q($1) }.scaled(by: Ball(factor))
      let score = weighted(head.score, s) { power - q($0) - q($1) }
      guard let key = head.key else { return (value, score, x, nil) }
      let one = Matrix<Ball>.identity(dimension)
      let right = (one + (key * x).scaled(by: 2)).solve(one)
      return (value, score, x * right, right)
    }
    let linear = feedForward.map { weighted($0, s) { power + q($0) - q($1) } }
    var half = linear.map { $0 * x } ?? .zero(dimension, dimension)
    for head in states { half = half + head.value * head.tilted * (head.score * x) }
    let slope = half + half.transpose
    return State(x: x, heads: states, linear: linear, slope: slope, rate: slope[0, 0] / 2)
  }

  private func decay(_ i: Int, _ j: Int) -> Ball { Ball(q(i) + q(j)) }

  /// (φ(x, s) - φ(x, 0))/s at the state of (x, s); without an affine layer.
  func drift(_ state: State, _ s: Ball) -> [Ball] {
    var half = Matrix<Ball>.zero(dimension, dimension)
    for (head, now) in zip(heads, state.heads) {
      let value = weighted(head.value, s, quotient: true) { q($0) - q($1) }.scaled(by: Ball(factor))
      let first = weighted(head.value, 0) { q($0) - q($1) }.scaled(by: Ball(factor))
      let score = weighted(head.score, s, quotient: true) { power - q($0) - q($1) }
      half = half + value * now.tilted * (now.score * state.x) + first * now.tilted * (score * state.x)
    }
    let change = half + half.transpose
    return places.map { i, j in change[i, j] - change[0, 0] / 2 * decay(i, j) * state.x[i, j] }
  }

  /// Whether the flow keeps all of X but its first row: V is 0 in all other rows, k = 1.
  var isQuiet: Bool { growing == 1 && places.allSatisfy { $0.0 == 0 } }

  /// Whether the first row of every A has only its first entry.
  var hasPlainScores: Bool { heads.allSatisfy { $0.score.row(0).dropFirst().allSatisfy(\.isZero) } }

  /// φ: the derivatives of the unknowns with respect to τ.
  func derivative(_ state: State) -> [Ball] {
    places.map { i, j in state.slope[i, j] - state.rate * decay(i, j) * state.x[i, j] }
  }

  /// The derivative of φ with respect to the unknowns: a column for each.
  ///
  /// dΔ = L^T dX L with L = (I + 2BX)^-1, as Δ = (X^-1 + 2B)^-1 where X is regular, and both sides are rational in X.
  func jacobian(_ state: State) -> Matrix<Ball> {
    let columns = places.map { place -> [Ball] in
      let direction = Matrix<Ball>(rows: dimension, columns: dimension) {
        ($0, $1) == place || ($1, $0) == place ? 1 : 0
      }
      var half = state.linear.map { $0 * direction } ?? .zero(dimension, dimension)
      for head in state.heads {
        let turned = head.left.map { $0.transpose * direction * $0 } ?? direction
        half =
          half + head.value * turned * (head.score * state.x) + head.value * head.tilted
          * (head.score * direction)
      }
      let change = half + half.transpose
      let rate = change[0, 0] / 2
      return places.map { i, j in
        change[i, j] - decay(i, j) * (rate * state.x[i, j] + state.rate * direction[i, j])
      }
    }
    return Matrix(rows: places.count, columns: places.count) { columns[$1][$0] }
  }
}
