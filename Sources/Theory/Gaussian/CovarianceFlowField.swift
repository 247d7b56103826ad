/// The covariance equations as right-hand sides of the unknown factor R (d by r, row by row), Σ = R R^T: positive
/// semidefiniteness and rank are kept exactly. With M = R^T A R
///
///     R' = W R + Σ_h V_h R Ψ_h,   Ψ = M (softmax),   Ψ = 2 (I + 2 R^T B R)^-1 M (L2),
///     Ψ = (2/ε)(I + Z)^-1 M,  Z = (I + 4 M M^T/ε²)^(1/2) (Sinkhorn).
///
/// Derivation (L2): D = R (I + 2 R^T B R)^-1 R^T by the push-through identity. (Sinkhorn): D = R X R^T with X + X M M^T X/ε² = I,
/// which X = 2 (I + Z)^-1 solves, as Z commutes with M M^T: X + X² (Z² - I)/4 = X (I + X (Z + I)(Z - I)/4) = X (I + (Z - I)/2) = I.
///
/// For Sinkhorn the Z_h (entries i ≤ j, row by row) are unknowns after R, so that only field operations occur: Z Z' + Z' Z =
/// 4 (M' M^T + M M'^T)/ε², a system for the entries i ≤ j of Z' whose matrix, with its off-diagonal equations doubled, is
/// that of the form tr(Y (Z Y' + Y' Z)), symmetric positive definite because Z is. Symmetric positive definite systems are
/// eliminated without pivots; doubling equations changes no pivot to 0.
struct CovarianceFactorField: VectorField {
  let model: CovarianceModel
  /// r
  let rank: Int

  var dimension: Int {
    model.dimension * rank + (model.kind == .sinkhorn ? model.heads.count * rank * (rank + 1) / 2 : 0)
  }

  /// - Parameter p: 1/ε for Sinkhorn, else nothing.
  func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
    let d = model.dimension
    let factor = Matrix(rows: d, columns: rank, Array(x[..<(d * rank)]))
    let scores = model.heads.map { head -> Matrix<T> in
      let plain = factor.transpose * (head.score.lifted(to: T.self) * factor)
      return model.kind == .sinkhorn ? plain.scaled(by: p[0]) : plain
    }
    let roots = model.kind == .sinkhorn ? model.heads.indices.map { root(x, $0) } : []
    var velocity = model.feedForward.map { $0.lifted(to: T.self) * factor } ?? Matrix<T>.zero(d, rank)
    for (h, head) in model.heads.enumerated() {
      var image = scores[h]
      switch model.kind {
      case .softmax: break
      case .l2:
        guard let key = head.key else { break }
        let keys = factor.transpose * (key.lifted(to: T.self) * factor)
        image = Self.solve(.identity(rank) + keys.scaled(by: 2), image).scaled(by: 2)
      case .sinkhorn:
        image = Self.solve(.identity(rank) + roots[h], image).scaled(by: 2)
      }
      velocity = velocity + head.value.lifted(to: T.self) * factor * image
    }
    var result = velocity.entries
    for (h, head) in model.heads.enumerated() where model.kind == .sinkhorn {
      let score = head.score.lifted(to: T.self)
      let change = (velocity.transpose * (score * factor) + factor.transpose * (score * velocity)).scaled(
        by: p[0])
      let half = change * scores[h].transpose
      result += rootDerivative(roots[h], (half + half.transpose).scaled(by: 4))
    }
    return result
  }

  /// Z_h, from its entries i ≤ j.
  private func root<T: MatrixScalar & Analytic>(_ x: [T], _ h: Int) -> Matrix<T> {
    let size = rank * (rank + 1) / 2
    let first = model.dimension * rank + h * size
    return Matrix(rows: rank, columns: rank) { i, j in x[first + place(min(i, j), max(i, j))] }
  }

  /// The number of the entry (i, j), i ≤ j.
  private func place(_ i: Int, _ j: Int) -> Int { i * rank - i * (i - 1) / 2 + j - i }

  /// Y with Z Y + Y Z = Q, its entries i ≤ j.
  private func rootDerivative<T: MatrixScalar & Analytic>(_ z: Matrix<T>, _ q: Matrix<T>) -> [T] {
    let places = CovarianceSet.places(rank)
    let size = places.count
    var system = Matrix<T>.zero(size, size)
    var right = Matrix<T>.zero(size, 1)
    for (row, (i, j)) in places.enumerated() {
      // (Z Y + Y Z)_ij = Σ_k Z_ik Y_kj + Y_ik Z_kj
      for k in 0..<rank {
        let (a, b) = (place(min(k, j), max(k, j)), place(min(i, k), max(i, k)))
        system[row, a] = system[row, a] + z[i, k]
        system[row, b] = system[row, b] + z[k, j]
      }
      right[row, 0] = q[i, j]
    }
    return Self.solve(system, right).entries
  }

  /// X with A X = B, for A symmetric positive definite up to factors of its rows: elimination in order.
  private static func solve<T: MatrixScalar & Analytic>(_ a: Matrix<T>, _ b: Matrix<T>) -> Matrix<T> {
    let n = a.rows
    var (left, right) = (a, b)
    for k in 0..<n {
      for i in stride(from: k + 1, to: n, by: 1) {
        let factor = left[i, k] / left[k, k]
        for j in stride(from: k + 1, to: n, by: 1) { left[i, j] = left[i, j] - factor * left[k, j] }
        for j in 0..<b.columns { right[i, j] = right[i, j] - factor * right[k, j] }
      }
    }
    for k in stride(from: n - 1, through: 0, by: -1) {
      for j in 0..<b.columns {
        var x = right[k, j]
        for i in stride(from: k + 1, to: n, by: 1) { x = x - left[k, i] * right[i, j] }
        right[k, j] = x / left[k, k]
      }
    }
    return right
  }

  /// The initial values for Σ0 = R R^T, at the working precision; nil when Z cannot be enclosed.
  ///
  /// - Parameter p: as in `derivative`.
  func start(_ factor: Matrix<Ball>, _ p: [Ball]) -> [Ball]? {
    var x = factor.entries
    guard model.kind == .sinkhorn else { return x }
    for head in model.heads {
      let m = (factor.transpose * (head.score.lifted(to: Ball.self) * factor)).scaled(by: p[0])
      let square = Matrix<Ball>.identity(rank) + (m * m.transpose).scaled(by: 4)
      let z = square.symmetricPart.squareRoot()
      guard z.isFinite else { return nil }
      x += CovarianceSet.places(rank).map { z[$0.0, $0.1] }
    }
    return x
  }

  /// Σ = R R^T.
  func covariance(_ x: [Ball]) -> Matrix<Ball> {
    let factor = Matrix(rows: model.dimension, columns: rank, Array(x[..<(model.dimension * rank)]))
    return factor * factor.transpose
  }
}

/// The softmax equation in the entries i ≤ j of Σ, for the general integrator: the independent route of the tests.
struct CovarianceMatrixField: VectorField {
  let flow: SoftmaxCovarianceFlow

  var dimension: Int { flow.dimension * (flow.dimension + 1) / 2 }

  func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
    let d = flow.dimension
    var sigma = Matrix<T>.zero(d, d)
    for ((i, j), entry) in zip(CovarianceSet.places(d), x) {
      sigma[i, j] = entry
      sigma[j, i] = entry
    }
    let slope = flow.derivative(sigma) { $0.lifted(to: T.self) }
    return CovarianceSet.places(d).map { slope[$0.0, $0.1] }
  }
}
