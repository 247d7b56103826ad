enum VelocityCertificate: MatrixSource {
  static var theorem: any Theorem.Type { AttentionVelocity.self }
  static let outputs: Set<String> = ["Gamma"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (a, v) = try (s.matrix("A", q.matrix("A")), s.matrix("V", q.matrix("V")))
    let x = s.matrix("x", try q.matrix("x"))
    let n = try q.matrix("A").rows
    switch q.word("kind") {
    case "mixture": return try mixture(&s, q, a, v, x)
    case "sinkhorn":
      throw Uncertifiable("the velocity of Sinkhorn attention is stated through its coupling only")
    default: break
    }
    let (sigma, alpha) = try (s.matrix("Sigma", q.matrix("Sigma")), s.matrix("alpha", q.matrix("alpha")))
    if q.word("kind") == "softmax" {
      _ = try s.matrix("Gamma", equalTo: v * (alpha + sigma * a * x))
      return
    }
    let b = s.matrix("B", try q.matrix("B"))
    let y = try s.quotient("y", of: alpha + 2 * (sigma * a * x), by: .identity(n) + 2 * (sigma * b))
    _ = try s.matrix("Gamma", equalTo: v * y)
  }

  /// Σ_i w_i e^(c_i) V y_i/Σ_i w_i e^(c_i), y_i = α_i + Σ_i A x, c_i = α_i^T A x + x^T A^T Σ_i A x/2.
  private static func mixture(
    _ s: inout MatrixStatement, _ q: MatrixQuestion, _ a: MatrixTerm, _ v: MatrixTerm, _ x: MatrixTerm
  ) throws {
    guard let weights = q.arguments.exactVector("weights"), let means = q.arguments.exactVectors("means"),
      let sigmas = q.arguments.exactMatrices("Sigmas"), let size = means.first?.rows
    else { throw Uncertifiable("no exact mixture") }
    var masses: [Expression] = []
    var moved: [MatrixTerm] = []
    for i in means.indices {
      let (alpha, sigma) = (s.matrix("alpha\(i + 1)", means[i]), s.matrix("Sigma\(i + 1)", sigmas[i]))
      let score = a * x
      let c = try s.entry(
        "c\(i + 1)",
        of: alpha.transpose * score + Rational(1, 2) * (x.transpose * a.transpose * sigma * score))
      masses.append(Expression(weights[i, 0]) * Expression.exp(c))
      moved.append(try s.matrix("y\(i + 1)", equalTo: v * (alpha + sigma * score)))
    }
    func sum(_ terms: [Expression]) -> Expression { terms.dropFirst().reduce(terms[0], +) }
    for k in q.places(size) {
      let parts = try moved.indices.map { i in
        masses[i] * (try s.entry("g\(i + 1)_\(k + 1)", of: .literal(unit(k, size).transpose) * moved[i]))
      }
      try s.claimEnclosure(sum(parts) / sum(masses))
    }
  }
}

enum TiedKeysCertificate: MatrixSource {
  static var theorem: any Theorem.Type { TiedKeys.self }
  static let outputs: Set<String> = ["Sigma"]

  /// For softmax it is the flow of V = I with S = 2c K^T K.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    guard q.word("kind") == "softmax" else {
      throw Uncertifiable(
        "the solution for \(q.word("kind")) is a function of a matrix that has no closed form")
    }
    let (value, k) = try (q.matrix("Sigma0"), q.matrix("K"))
    let factor = try 2 * q.rational("c") * q.rational("t")
    let (sigma0, keys) = (s.matrix("Sigma0", value), s.matrix("K", k))
    let y = try s.matrix("Y0", equalTo: keys * sigma0 * keys.transpose)
    try s.claimDefinite(y)
    if factor.signum > 0 {
      // Before the blow-up: I - 2ct Y0 has positive eigenvalues.
      try s.claimDefinite(y - factor * (y * y))
    }
    let one = MatrixTerm.identity(value.rows)
    _ = try s.quotient("Sigma", of: sigma0, by: one - factor * (sigma0 * keys.transpose * keys))
  }
}

enum GrowthCertificate: MatrixSource {
  static var theorem: any Theorem.Type { GrowthConstants.self }
  static let outputs: Set<String> = ["limit"]

  /// U^T f(Y0) U with U = KΣ0, f(y) = exp(-1/(2y))/y or p(y)/y²; f(Y) = x I + y Y for two keys.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (value, k, c) = try (q.matrix("Sigma0"), q.matrix("K"), q.rational("c"))
    guard k.rows <= 2 else {
      throw Uncertifiable("the limit has a closed form in square roots for one or two keys")
    }
    let (sigma0, keys) = (s.matrix("Sigma0", value), s.matrix("K", k))
    let u = try s.matrix("U", equalTo: keys * sigma0)
    let y0 = try s.matrix("Y0", equalTo: u * keys.transpose)
    let tr = try s.trace("tr", of: y0)
    func f(_ y: Expression) -> Expression {
      guard q.word("kind") == "sinkhorn" else { return Expression.exp(-1 / (2 * y)) / y }
      // θ = asinh(2cy): e^θ = 2cy + w, coth(θ/2) = (1 + w)/(2cy), w = sqrt(1 + 4c²y²).
      let z = Expression(2 * c) * y
      let w = Expression.sqrt(1 + z * z)
      return (z + w) * Expression.exp(1 - (1 + w) / z) / (Expression(4 * c) * y * y)
    }
    var (constant, slope) = (f(tr), Expression(0))
    if k.rows == 2 {
      let gap = Expression.sqrt(tr * tr - 4 * (try s.determinant("det", of: y0)))
      let (high, low) = ((tr + gap) / 2, (tr - gap) / 2)
      slope = (f(high) - f(low)) / gap
      constant = f(high) - slope * high
    }
    let n = value.rows
    for (i, j) in q.places(symmetric: n) {
      let tag = "\(i + 1)\(j + 1)"
      let a = try s.entry("a\(tag)", of: entry(i, j, of: u.transpose * u, n, n))
      guard k.rows == 2 else {
        try s.claimEnclosure(constant * a)
        continue
      }
      let b = try s.entry("b\(tag)", of: entry(i, j, of: u.transpose * y0 * u, n, n))
      try s.claimEnclosure(constant * a + slope * b)
    }
  }
}
