/// The flow for V = v I: Σ(t) = (P - v t S)^-1 with P = Σ0^-1, while P - v t S is positive definite.
///
/// For a singular Σ0 = L diag(δ) L^T the same holds of the clock diag(1/δ) - v t L^T S L.
private struct ScalarValueData {
  let sigma0: MatrixTerm
  /// v S
  let score: MatrixTerm
  /// What stops being definite at the blow-up: start - t direction.
  let start: MatrixTerm
  let direction: MatrixTerm
  let size: Int

  init(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (sigma, a, v) = try (q.matrix("Sigma0"), q.matrix("A"), q.rational("v"))
    size = sigma.rows
    sigma0 = s.matrix("Sigma0", sigma)
    let queryKey = s.matrix("A", a)
    score = v * (queryKey + queryKey.transpose)
    if sigma.isPositiveDefinite {
      start = try s.quotient("P", of: .identity(size), by: sigma0)
      direction = score
      return
    }
    guard let (lower, diagonal) = sigma.semidefiniteFactor(), !diagonal.isEmpty else {
      throw Uncertifiable("Sigma0 is 0")
    }
    let factor = s.matrix("L", lower)
    try s.claim(factor * .diagonal(diagonal) * factor.transpose, equals: sigma0)
    start = .diagonal(diagonal.map { 1 / $0 })
    direction = factor.transpose * score * factor
  }
}

enum BlowUpTimeCertificate: MatrixSource {
  static var theorem: any Theorem.Type { BlowUpTime.self }
  static let outputs: Set<String> = ["tstar"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let flow = try ScalarValueData(&s, q)
    if q.answer.value == "inf" { return try s.claimSemidefinite(-1 * flow.direction) }
    try s.claimThreshold("t", start: flow.start, direction: flow.direction)
  }
}

enum BlowUpShapeCertificate: MatrixSource {
  static var theorem: any Theorem.Type { BlowUpShape.self }
  static let outputs: Set<String> = ["limit"]

  /// lim (t* - t) (P - t vS)^-1 = adj(P - t* vS)/(b - 2 c t*), det(P - t vS) = a - b t + c t², for d = 2.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let flow = try ScalarValueData(&s, q)
    try q.demand(size: 2, of: q.matrix("Sigma0"))
    let a = try s.determinant("a", of: flow.start)
    let g = try s.trace("g", of: flow.sigma0 * flow.direction)
    let c = try s.determinant("c", of: flow.direction)
    for (i, j) in q.places(symmetric: 2) {
      // adj has the other diagonal entry, and the negative entry off the diagonal.
      let (k, l) = i == j ? (1 - i, 1 - i) : (i, j)
      let tag = "\(i + 1)\(j + 1)"
      let p = try s.entry("p\(tag)", of: entry(k, l, of: flow.start, 2, 2))
      let m = try s.entry("m\(tag)", of: entry(k, l, of: flow.direction, 2, 2))
      try s.claimThreshold("t", start: flow.start, direction: flow.direction) { t in
        let adjugate = p - t * m
        return (i == j ? adjugate : -adjugate) / (a * g - 2 * c * t)
      }
    }
  }
}

enum ScalarValueCertificate: MatrixSource {
  static var theorem: any Theorem.Type { ScalarValueClosedForm.self }
  static let outputs: Set<String> = ["Sigma", "trace"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let sigma = try solution(&s, q)
    if q.output == "trace" { try s.claimEnclosure(s.trace("tr", of: sigma)) }
  }

  /// Σ(t), with t before the blow-up.
  fileprivate static func solution(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws -> MatrixTerm {
    let (flow, t) = try (ScalarValueData(&s, q), q.rational("t"))
    if !t.isZero { try s.claimDefinite(flow.start - t * flow.direction) }
    let one = MatrixTerm.identity(flow.size)
    return try s.quotient("Sigma", of: flow.sigma0, by: one - t * (flow.sigma0 * flow.score))
  }
}

enum AnisotropyCertificate: MatrixSource {
  static var theorem: any Theorem.Type { Anisotropy.self }
  static let outputs: Set<String> = ["pr", "stable", "cond", "shape"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let sigma = try ScalarValueCertificate.solution(&s, q)
    let tr = try s.trace("tr", of: sigma)
    switch q.output {
    case "pr": try s.claimEnclosure(tr * tr / s.trace("tr2", of: sigma * sigma))
    case "shape":
      guard let value = s.names.value(sigma), !value.trace.isZero else { throw Uncertifiable("Sigma is 0") }
      _ = try s.matrix("shape", equalTo: (1 / value.trace) * sigma)
    case "stable":
      try s.claimThreshold("u", start: .identity(q.matrix("Sigma0").rows), direction: sigma) { tr * $0 }
    default:
      try q.demand(size: 2, of: q.matrix("Sigma0"))
      let root = Expression.sqrt(tr * tr - 4 * (try s.determinant("det", of: sigma)))
      try s.claimEnclosure((tr + root) / (tr - root))
    }
  }
}

enum MeanCertificate: MatrixSource {
  static var theorem: any Theorem.Type { MeanClosedForm.self }
  static let outputs: Set<String> = ["alpha", "mahalanobis"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (flow, v, t) = try (ScalarValueData(&s, q), q.rational("v"), q.rational("t"))
    let mean = s.matrix("alpha0", try q.matrix("alpha0"))
    if !t.isZero { try s.claimDefinite(flow.start - t * flow.direction) }
    if q.output == "mahalanobis" {
      guard try q.matrix("Sigma0").isPositiveDefinite else { throw Uncertifiable("Sigma0 is singular") }
      let norm = try s.entry("q", of: mean.transpose * flow.start * mean)
      return try s.claimEnclosure(Expression.exp(Expression(2 * v * t)) * norm)
    }
    // M^(1/2) = (M + δI)/sqrt(tr M + 2δ), δ = sqrt(det M), for M = (I - v t Σ0 S)^-1
    try q.demand(size: 2, of: q.matrix("Sigma0"))
    let m = try s.quotient("M", of: .identity(2), by: .identity(2) - t * (flow.sigma0 * flow.score))
    let root = Expression.sqrt(try s.determinant("det", of: m))
    let scale = Expression.exp(Expression(v * t)) / Expression.sqrt(try s.trace("tr", of: m) + 2 * root)
    let start = try q.matrix("alpha0")
    for i in q.places(2) {
      let moved = try s.entry("a\(i + 1)", of: .literal(unit(i, 2).transpose) * m * mean)
      try s.claimEnclosure(scale * (moved + root * Expression(start[i, 0])))
    }
  }
}

enum DecayCertificate: MatrixSource {
  static var theorem: any Theorem.Type { DecayLimit.self }
  static let outputs: Set<String> = ["Sigmainf", "rate", "rank"]

  /// With -vS = R diag(δ) R^T, H = R^T Σ0 R and H X = R^T Σ0: Σ∞ = Σ0 - Σ0 R X, rate = X^T diag(1/δ) X.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (sigma, a, v) = try (q.matrix("Sigma0"), q.matrix("A"), q.rational("v"))
    let sigma0 = s.matrix("Sigma0", sigma)
    let queryKey = s.matrix("A", a)
    guard let (lower, diagonal) = (a + a.transpose).scaled(by: -v).semidefiniteFactor(), !diagonal.isEmpty
    else {
      throw Uncertifiable("vS is 0, or not negative semidefinite")
    }
    let r = s.matrix("R", lower)
    try s.claim((-v) * (queryKey + queryKey.transpose), equals: r * .diagonal(diagonal) * r.transpose)
    try s.claimDefinite(sigma0)
    let x = try s.quotient("X", of: r.transpose * sigma0, by: r.transpose * sigma0 * r)
    if q.output == "rate" {
      _ = try s.matrix("rate", equalTo: x.transpose * .diagonal(diagonal.map { 1 / $0 }) * x)
      return
    }
    let limit = try s.matrix("Sigmainf", equalTo: sigma0 - sigma0 * r * x)
    let rank = sigma.rows - diagonal.count
    if q.output == "rank", rank > 0 { try s.claimRank(limit, rank) }
  }
}
