/// One head of attention: V, A, and B for L2.
struct CovarianceHead: Sendable {
  var value: Matrix<Rational>
  var score: Matrix<Rational>
  var key: Matrix<Rational>?
}

/// The covariance equation of a layer, in exact numbers:
///
///     Σ' = W Σ + Σ W^T + κ Σ_h (V_h D_h A_h Σ + transpose),
///
/// D = Σ, κ = 1 (softmax); D = Σ (I + 2 B Σ)^-1, κ = 2 (L2); D + D N D = Σ, N = A Σ A^T/ε², κ = 1/ε (Sinkhorn).
struct CovarianceModel: Sendable {
  enum Kind: String, Sendable, CaseIterable { case softmax, l2, sinkhorn }

  let kind: Kind
  let heads: [CovarianceHead]
  /// W
  let feedForward: Matrix<Rational>?

  var dimension: Int { heads[0].value.rows }

  /// The same equation with fewer heads: heads that do nothing are left out, heads that differ in V by a factor become one (V
  /// times the sum of the scores), likewise in A, and L2 without keys is softmax with 2V.
  var simplified: CovarianceModel {
    guard kind != .sinkhorn else { return self }
    var result: [CovarianceHead] = []
    for head in heads where !head.value.isZero && !head.score.isZero {
      var isNew = true
      for (place, other) in result.enumerated() where isNew && other.key == head.key {
        if let factor = Self.ratio(head.value, other.value) {
          result[place].score = other.score + head.score.scaled(by: factor)
          isNew = false
        } else if let factor = Self.ratio(head.score, other.score) {
          result[place].value = other.value + head.value.scaled(by: factor)
          isNew = false
        }
      }
      if isNew { result.append(head) }
    }
    if result.isEmpty { result = [heads[0]] }
    guard kind == .l2, result.allSatisfy({ $0.key?.isZero ?? true }) else {
      return CovarianceModel(kind: kind, heads: result, feedForward: feedForward)
    }
    let plain = result.map { CovarianceHead(value: $0.value.scaled(by: 2), score: $0.score) }
    return CovarianceModel(kind: .softmax, heads: plain, feedForward: feedForward)
  }

  /// The same equation for T^-1 Σ T^-T.
  func turned(_ basis: Matrix<Rational>, _ inverse: Matrix<Rational>) -> CovarianceModel {
    let turned = heads.map { head in
      CovarianceHead(
        value: inverse * head.value * basis, score: basis.transpose * head.score * basis,
        key: head.key.map { basis.transpose * $0 * basis })
    }
    return CovarianceModel(kind: kind, heads: turned, feedForward: feedForward.map { inverse * $0 * basis })
  }

  /// c with a = c b, for b ≠ 0.
  private static func ratio(_ a: Matrix<Rational>, _ b: Matrix<Rational>) -> Rational? {
    guard let place = b.entries.firstIndex(where: { !$0.isZero }) else { return nil }
    let factor = a.entries[place] / b.entries[place]
    return a == b.scaled(by: factor) ? factor : nil
  }

  /// The flow by its own steps, for softmax.
  var softmax: SoftmaxCovarianceFlow { SoftmaxCovarianceFlow(heads: heads, feedForward: feedForward) }

  /// Where Σ(t) can be other than 0: the smallest set of entries that contains those of Σ0 and that the equation does not
  /// leave.
  ///
  /// The matrices with a given set of entries that is closed under the products that occur form a space that the equation
  /// keeps, so the solution, which is unique, stays in it. D is in the smallest set that contains Σ and D B Σ (L2) or D N D
  /// (Sinkhorn): for s Σ with small s it is a series of such words; it is analytic for s in [0, 1], so an entry that is 0 for
  /// small s is 0 for s = 1.
  func support(of start: Matrix<Rational>) -> [Bool] {
    let d = dimension
    func pattern(_ m: Matrix<Rational>) -> [Bool] { m.entries.map { !$0.isZero } }
    func product(_ a: [Bool], _ b: [Bool]) -> [Bool] {
      (0..<d * d).map { place in (0..<d).contains { a[place / d * d + $0] && b[$0 * d + place % d] } }
    }
    func union(_ a: [Bool], _ b: [Bool]) -> [Bool] { zip(a, b).map { $0 || $1 } }
    func transposed(_ a: [Bool]) -> [Bool] { a.indices.map { a[$0 % d * d + $0 / d] } }
    func closed(_ start: [Bool], _ more: ([Bool]) -> [Bool]) -> [Bool] {
      var set = start
      while true {
        let next = union(set, more(set))
        if next == set { return set }
        set = next
      }
    }
    return closed(pattern(start)) { sigma in
      var half = feedForward.map { product(pattern($0), sigma) } ?? Array(repeating: false, count: d * d)
      for head in heads {
        let score = pattern(head.score)
        var tilted = sigma
        if kind == .l2, let key = head.key {
          tilted = closed(sigma) { product($0, product(pattern(key), sigma)) }
        } else if kind == .sinkhorn {
          let noise = product(score, product(sigma, transposed(score)))
          tilted = closed(sigma) { product($0, product(noise, $0)) }
        }
        half = union(half, product(product(pattern(head.value), tilted), product(score, sigma)))
      }
      return union(half, transposed(half))
    }
  }

  /// Whether Σ0 is certainly a fixed point: decided exactly, except for Sinkhorn, where Σ0 A Σ0 = 0 is asked for every head
  /// (then D = Σ0).
  func isFixed(_ sigma: Matrix<Rational>) -> Bool {
    if sigma.entries.allSatisfy(\.isZero) { return true }
    let d = dimension
    var half = feedForward.map { $0 * sigma } ?? .zero(d, d)
    for head in heads {
      switch kind {
      case .softmax: half = half + head.value * sigma * head.score * sigma
      case .l2:
        // D^T = D = (I + 2ΣB)^-1 Σ
        let inner = Matrix<Rational>.identity(d) + (sigma * (head.key ?? .zero(d, d))).scaled(by: 2)
        half = half + (head.value * inner.solve(sigma) * head.score * sigma).scaled(by: 2)
      case .sinkhorn:
        if !(sigma * head.score * sigma).entries.allSatisfy(\.isZero) { return false }
      }
    }
    return (half + half.transpose).entries.allSatisfy(\.isZero)
  }
}

extension Arguments {
  /// The heads A, V and, where given, B: lists of equal length of d by d matrices.
  ///
  /// - Throws: `InputError` when sizes or lengths do not fit.
  func covarianceHeads(dimension d: Int) throws -> [CovarianceHead] {
    for name in ["A", "V", "B"] { try demandSize(name, rows: d, columns: d, like: "Sigma0") }
    let scores = exactMatrices("A") ?? []
    for name in ["V", "B"] {
      guard let list = exactMatrices(name), list.count != scores.count else { continue }
      throw InputError(
        parameter: name, value: self[name]?.text, domain: "as many matrices as A",
        "\(name) has \(list.count) \(list.count == 1 ? "matrix" : "matrices"), A has \(scores.count): one for each head"
      )
    }
    let (values, keys) = (exactMatrices("V") ?? [], exactMatrices("B"))
    return scores.indices.map { CovarianceHead(value: values[$0], score: scores[$0], key: keys?[$0]) }
  }

  /// Demands that these parameters are d by d, as Sigma0 is; gives d.
  func demandSizes(_ names: String..., like other: String = "Sigma0") throws -> Int {
    let d = exactMatrix(other)?.rows ?? 0
    for name in names { try demandSize(name, rows: d, columns: d, like: other) }
    return d
  }
}
