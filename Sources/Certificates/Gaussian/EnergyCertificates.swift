enum SamplingCertificate: MatrixSource {
  static var theorem: any Theorem.Type { SamplingCLT.self }
  static let outputs: Set<String> = ["C", "average", "norm"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (value, n) = try (q.matrix("Sigma"), q.matrix("Sigma").rows)
    let (sigma, a) = try (s.matrix("Sigma", value), s.matrix("A", q.matrix("A")))
    if q.output == "C" {
      let x = s.matrix("x", try q.matrix("x"))
      let m = try s.matrix("m", equalTo: sigma * a * x)
      let r = try s.entry("r", of: x.transpose * a.transpose * m)
      for (i, j) in q.places(symmetric: n) {
        let c = try s.entry("c\(i + 1)\(j + 1)", of: entry(i, j, of: sigma + m * m.transpose, n, n))
        try s.claimEnclosure(Expression.exp(r) * c)
      }
      return
    }
    guard value.isPositiveDefinite else { throw Uncertifiable("Sigma is singular") }
    let p = try s.quotient("P", of: .identity(n), by: sigma)
    if q.output == "norm" {
      // |Σ^(1/2) A Σ^(1/2)|² = 1/u, P - u A^T Σ A singular for the first time.
      return try s.claimThreshold("u", start: p, direction: a.transpose * sigma * a) {
        1 / Expression.sqrt($0)
      }
    }
    let h = try s.matrix("H", equalTo: a.transpose * sigma * a)
    try s.claimDefinite(p - 2 * h)
    let one = MatrixTerm.identity(n)
    let g = try s.quotient("G", of: sigma, by: one - 2 * (sigma * h))
    let sum = try s.trace("tr", of: sigma + a.transpose * sigma * sigma * a * g)
    try s.claimEnclosure(sum / Expression.sqrt(s.determinant("det", of: one - 2 * (sigma * h))))
  }
}

enum SoftmaxEnergyCertificate: MatrixSource {
  static var theorem: any Theorem.Type { SoftmaxEnergy.self }
  static let outputs: Set<String> = ["E", "dEdt"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (value, n) = try (q.matrix("Sigma"), q.matrix("Sigma").rows)
    let (sigma, a) = try (s.matrix("Sigma", value), s.matrix("A", q.matrix("A")))
    guard value.isPositiveDefinite else { throw Uncertifiable("Sigma is singular") }
    let p = try s.quotient("P", of: .identity(n), by: sigma)
    if q.answer.value == "inf" { throw Uncertifiable("E is infinite") }
    // The norm is below 1.
    try s.claimDefinite(p - a * sigma * a.transpose)
    let h = try s.matrix("H", equalTo: a.transpose * sigma * a)
    let one = MatrixTerm.identity(n)
    let g = try s.quotient("G", of: sigma, by: one - sigma * h)
    let root = Expression.sqrt(try s.determinant("det", of: one - sigma * h))
    if q.output == "dEdt" { return try s.claimEnclosure(s.trace("tr", of: h * h * g) / root) }
    guard q.has("alpha"), try !q.matrix("alpha").entries.allSatisfy(\.isZero) else {
      return try s.claimEnclosure(1 / (2 * root))
    }
    let alpha = s.matrix("alpha", try q.matrix("alpha"))
    let b = try s.matrix("b", equalTo: a.transpose * alpha + h * alpha)
    let half = Rational(1, 2)
    let mean = alpha.transpose * a * alpha + half * (alpha.transpose * h * alpha)
    let exponent = try s.entry("q", of: mean + half * (b.transpose * g * b))
    try s.claimEnclosure(Expression.exp(exponent) / (2 * root))
  }
}

enum BuresCertificate: MatrixSource {
  static var theorem: any Theorem.Type { BuresDistance.self }
  static let outputs: Set<String> = ["W2sq", "W2"]

  /// tr (Σ0^(1/2) Σ1 Σ0^(1/2))^(1/2) = sqrt(tr(Σ0 Σ1) + 2 sqrt(det Σ0 det Σ1)) for d = 2.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (first, second) = try (q.matrix("Sigma0"), q.matrix("Sigma1"))
    guard first.rows <= 2, first != second else {
      throw Uncertifiable("\(q.output) has a closed form in square roots for different 2 by 2 matrices only")
    }
    let (sigma0, sigma1) = (s.matrix("Sigma0", first), s.matrix("Sigma1", second))
    let sum = try s.trace("tr", of: sigma0 + sigma1)
    let product = try s.trace("p", of: sigma0 * sigma1)
    let det = first.rows == 1 ? 0 : try s.determinant("det", of: sigma0 * sigma1)
    let square = sum - 2 * Expression.sqrt(product + 2 * Expression.sqrt(det))
    try s.claimEnclosure(q.output == "W2" ? Expression.sqrt(square) : square)
  }
}

/// The Sinkhorn coupling: D = 2 (I + M^(1/2))^-1 Σ with M = I + 4ΣN, N = A Σ A^T/ε².
private struct CouplingData {
  let sigma: MatrixTerm
  let n: MatrixTerm
  /// δ = sqrt(det M), τ = tr M^(1/2) = sqrt(tr M + 2δ), for d = 2.
  private(set) var delta: Expression = 0
  private(set) var tau: Expression = 0
  /// D = factor ((tr M I - M) Σ + κ Σ), κ = δ + τ.
  private(set) var factor: Expression = 0
  private(set) var kappa: Expression = 0
  private(set) var first: MatrixTerm

  init(_ s: inout MatrixStatement, _ q: MatrixQuestion, closed: Bool) throws {
    let value = try q.matrix("Sigma")
    sigma = s.matrix("Sigma", value)
    let a = s.matrix("A", try q.matrix("A"))
    let eps = q.has("eps") ? try q.rational("eps") : 1
    n = try s.matrix("N", equalTo: (1 / (eps * eps)) * (a * sigma * a.transpose))
    first = sigma
    guard closed else { return }
    try q.demand(size: 2, of: value)
    let m = try s.matrix("M", equalTo: .identity(2) + 4 * (sigma * n))
    let (det, tr) = try (s.determinant("det", of: m), s.trace("tr", of: m))
    delta = Expression.sqrt(det)
    tau = Expression.sqrt(tr + 2 * delta)
    kappa = delta + tau
    factor = 2 * tau / (det + kappa * tr + kappa * kappa)
    guard let trace = s.names.value(m)?.trace else { return }
    first = try s.matrix("K", equalTo: (trace * MatrixTerm.identity(2) - m) * sigma)
  }
}

enum CouplingCertificate: MatrixSource {
  static var theorem: any Theorem.Type { SinkhornCoupling.self }
  static let outputs: Set<String> = ["D", "contraction"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let coupling = try CouplingData(&s, q, closed: q.output == "D")
    if q.output == "D" {
      for (i, j) in q.places(symmetric: 2) {
        let tag = "\(i + 1)\(j + 1)"
        let k = try s.entry("k\(tag)", of: entry(i, j, of: coupling.first, 2, 2))
        let e = try s.entry("s\(tag)", of: entry(i, j, of: coupling.sigma, 2, 2))
        try s.claimEnclosure(coupling.factor * (k + coupling.kappa * e))
      }
      return
    }
    // g = 2m/(1 + sqrt(1 + 4m²)), m² = λ_max(ΣN) = 1/u.
    guard try q.matrix("Sigma").isPositiveDefinite else { throw Uncertifiable("Sigma is singular") }
    let p = try s.quotient("P", of: .identity(q.matrix("Sigma").rows), by: coupling.sigma)
    try s.claimThreshold("u", start: p, direction: coupling.n) { u in
      let root = 1 + Expression.sqrt(1 + 4 / u)
      return 16 / (u * u * Expression.pow(root, 4))
    }
  }
}

enum SinkhornEnergyCertificate: MatrixSource {
  static var theorem: any Theorem.Type { SinkhornEnergy.self }
  static let outputs: Set<String> = ["E", "dEdt"]

  /// The eigenvalues s_i of M^(1/2) have the sum τ and the product δ.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let coupling = try CouplingData(&s, q, closed: true)
    let (tau, delta, kappa) = (coupling.tau, coupling.delta, coupling.kappa)
    if q.output == "E" {
      return try s.claimEnclosure((tau - 2) / 2 - Expression.log((1 + tau + delta) / 4) / 2)
    }
    // 2 tr(LΣL), L = ADA, D = f (K + κΣ)
    let (a, sigma, k) = (MatrixTerm.named("A"), coupling.sigma, coupling.first)
    func trace(_ name: String, _ left: MatrixTerm, _ right: MatrixTerm) throws -> Expression {
      try s.trace(name, of: a * left * a * sigma * a * right * a)
    }
    let (c0, c1, c2) = try (trace("c0", k, k), trace("c1", k, sigma), trace("c2", sigma, sigma))
    try s.claimEnclosure(2 * coupling.factor * coupling.factor * (c0 + 2 * c1 * kappa + c2 * kappa * kappa))
  }
}
