import VlasovAnalysis

/// f(Σ) = WΣ + ΣW^T + VΣAΣ + ΣA^TΣV^T on the manifold of symmetric matrices of rank r, in a chart.
///
/// A matrix of rank r whose first r rows are independent is Σ = C S C^T with C = [I; Y], S symmetric r x r and regular, Y
/// (d-r) x r; the unknowns are the upper triangle of S, row by row, and then Y, row by row. For r = d the chart is Σ itself.
///
/// **The equations** are the upper triangle of block 11 and block 21 of f. *They imply f = 0:* f = G C^T + C G^T with
/// G = W C S + V C S (C^T A C) S = [G_1; G_2], so that block 11 is G_1 + G_1^T, block 21 is G_2 + Y G_1^T, and block 22 is
/// G_2 Y^T + Y G_2^T. If the first two vanish, G_2 = -Y G_1^T = Y G_1 and block 22 is Y (G_1 + G_1^T) Y^T = 0. ∎ (The flow is
/// tangent to the manifold; as many equations as unknowns.)
struct EquilibriumSystem: VectorFunction {
  /// d
  let size: Int
  /// r
  let rank: Int

  var dimension: Int { rank * (rank + 1) / 2 + (size - rank) * rank }

  /// S and C from the unknowns.
  func chart<T: MatrixScalar>(_ x: [T]) -> (s: Matrix<T>, c: Matrix<T>) {
    func place(_ i: Int, _ j: Int) -> Int { i * rank - i * (i - 1) / 2 + (j - i) }
    let s = Matrix<T>(rows: rank, columns: rank) { i, j in x[place(min(i, j), max(i, j))] }
    let first = rank * (rank + 1) / 2
    let c = Matrix<T>(rows: size, columns: rank) { i, j in
      i < rank ? T(i == j ? 1 : 0) : x[first + (i - rank) * rank + j]
    }
    return (s, c)
  }

  /// The unknowns of a chart.
  func unknowns<T>(_ s: Matrix<T>, _ y: Matrix<T>) -> [T] {
    (0..<rank).flatMap { i in (i..<rank).map { s[i, $0] } } + y.entries
  }

  /// The parameters are the entries of W, V and A, row by row.
  func callAsFunction<T: MatrixScalar & Analytic>(_ x: [T], _ p: [T]) -> [T] {
    let (s, c) = chart(x)
    let count = size * size
    func matrix(_ k: Int) -> Matrix<T> {
      Matrix(rows: size, columns: size, Array(p[(k * count)..<((k + 1) * count)]))
    }
    let (w, v, a) = (matrix(0), matrix(1), matrix(2))
    let cs = c * s
    let g = w * cs + v * (cs * (c.transpose * a * cs))
    let (top, rest) = (g.block(0..<rank, 0..<rank), g.block(rank..<size, 0..<rank))
    let y = c.block(rank..<size, 0..<rank)
    return unknowns(top + top.transpose, rest + y * top.transpose)
  }

  /// f'(Σ) on all symmetric matrices, X -> WX + VXAΣ + VΣAX + transpose, in the coordinates of the upper triangle.
  static func linearisation<T: MatrixScalar>(
    at sigma: Matrix<T>, w: Matrix<T>, v: Matrix<T>, a: Matrix<T>
  ) -> Matrix<T> {
    let d = sigma.rows
    let places = (0..<d).flatMap { i in (i..<d).map { (i, $0) } }
    let (left, right) = (w + v * sigma * a, a * sigma)
    var columns: [[T]] = []
    for (i, j) in places {
      let x = Matrix<T>(rows: d, columns: d) { T(($0, $1) == (i, j) || ($0, $1) == (j, i) ? 1 : 0) }
      let half = left * x + v * x * right
      columns.append(places.map { half[$0.0, $0.1] + half[$0.1, $0.0] })
    }
    return Matrix(rows: places.count, columns: places.count) { columns[$1][$0] }
  }
}
