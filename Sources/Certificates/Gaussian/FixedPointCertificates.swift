enum IsotropicRankCertificate: MatrixSource {
  static var theorem: any Theorem.Type { IsotropicRank.self }
  static let outputs: Set<String> = ["maxrank", "inertia", "slope"]

  /// The inertia (p, n, z) of S; the largest rank is min(p, n) + z.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let value = try q.matrix("A")
    let a = s.matrix("A", value)
    try s.claimInertia(a + a.transpose)
    guard q.output == "slope" else { return }
    // A_11 + b m + A_22 m² = 0, b = A_12 + A_21
    let (first, b, last) = (value[0, 0], value[0, 1] + value[1, 0], value[1, 1])
    let root = Expression.sqrt(Expression(b * b - 4 * first * last))
    let above = last.signum > 0 ? -Expression(b) + root : -Expression(b) - root
    try s.claimEnclosure(above / Expression(2 * last))
  }
}

enum FixedPointCertificate: MatrixSource {
  static var theorem: any Theorem.Type { FixedPointSpectrum.self }
  static let outputs: Set<String> = ["exponent", "tangential"]

  /// The transverse ν are the roots of p, det(z I - VΣA) = z^r p(z): with one, ν = tr(VΣA); with two, their sum is tr and the
  /// sum of their squares tr2.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let value = try q.matrix("Sigma")
    let (sigma, a) = try (s.matrix("Sigma", value), s.matrix("A", q.matrix("A")))
    let v = s.matrix("V", try q.matrix("V"))
    let (n, r) = (value.rows, value.rank)
    try s.claim(sigma * a * sigma, equals: .literal(.zero(n, n)))
    try s.claimRank(sigma, r)
    if q.output == "tangential" {
      guard n == 2, r == 1 else { throw Uncertifiable("tangential is for d = 2 and rank 1") }
      // u^T (A + A^T) V u is the trace with uu^T.
      return try s.claimEnclosure(s.trace("nu", of: (a + a.transpose) * v * sigma))
    }
    guard n - r <= 2 else { throw Uncertifiable("the exponent is a root of a polynomial of degree \(n - r)") }
    let tr = try s.trace("tr", of: v * sigma * a)
    if n - r == 1 { return try s.claimEnclosure(2 * tr) }
    let square = try s.trace("tr2", of: v * sigma * a * v * sigma * a)
    guard let (x, y) = s.names.number("tr").flatMap({ x in s.names.number("tr2").map { (x, $0) } }) else {
      return
    }
    let isReal = (2 * y - x * x).signum >= 0
    try s.claimEnclosure(isReal ? tr + Expression.sqrt(2 * square - tr * tr) : tr)
  }
}

enum ProfileCertificate: MatrixSource {
  static var theorem: any Theorem.Type { SelfSimilarProfile.self }
  static let outputs: Set<String> = ["profile"]

  /// (2VB)^-1, where it is symmetric and definite: then it solves the equation, whose solution is unique.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (value, other) = try (q.matrix("V"), q.matrix("B"))
    let (v, b) = (s.matrix("V", value), s.matrix("B", other))
    guard let x = (value * other).scaled(by: 2).solving(.identity(value.rows)), x.isPositiveDefinite else {
      throw Uncertifiable("the profile is (2VB)^-1 only when V and B commute; another has no closed form")
    }
    let profile = s.matrix("profile", x)
    let half = v * profile * b * profile
    try s.claim(half + profile * b * profile * v.transpose, equals: profile)
    try s.claimDefinite(profile)
  }
}

enum DecayBoundCertificate: MatrixSource {
  static var theorem: any Theorem.Type { PsdValueDecay.self }
  static let outputs: Set<String> = ["lower", "upper"]

  /// f0/(1 + 2 f0 t/κ) and f0/(1 + 2 λ(VB) λ(V) f0 t), B = -S/2, κ = tr(V^-1 B^-1 V^-1).
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (sigma, n, t) = try (q.matrix("Sigma0"), q.matrix("Sigma0").rows, q.rational("t"))
    let sigma0 = s.matrix("Sigma0", sigma)
    let (v, a) = try (s.matrix("V", q.matrix("V")), s.matrix("A", q.matrix("A")))
    let b = try s.matrix("B", equalTo: Rational(-1, 2) * (a + a.transpose))
    try s.claimDefinite(v)
    try s.claimDefinite(b)
    let f = try s.trace("f0", of: s.quotient("Y", of: sigma0, by: v))
    if q.output == "upper" {
      let w = try s.quotient("W", of: .identity(n), by: v * b * v)
      return try s.claimEnclosure(f / (1 + 2 * f * Expression(t) / s.trace("kappa", of: w)))
    }
    try q.demand(size: 2, of: sigma)
    let (x, y) = try (largestEigenvalue(&s, v, "1"), largestEigenvalue(&s, v * b, "2"))
    try s.claimEnclosure(f / (1 + 2 * x * y * f * Expression(t)))
  }
}

/// The larger root of z² - tr z + det, for a 2 by 2 matrix with real eigenvalues.
private func largestEigenvalue(_ s: inout MatrixStatement, _ term: MatrixTerm, _ tag: String) throws
  -> Expression
{
  let (tr, det) = try (s.trace("tr\(tag)", of: term), s.determinant("det\(tag)", of: term))
  return (tr + Expression.sqrt(tr * tr - 4 * det)) / 2
}

enum BlowUpBoundCertificate: MatrixSource {
  static var theorem: any Theorem.Type { BlowUpGeneral.self }
  static let outputs: Set<String> = ["lower", "upper"]

  /// 1/(2 |V| |A| λ_max(Σ0)) and tr(V^-1 S^-1 V^-1)/tr(V^-1 Σ0).
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let sigma = try q.matrix("Sigma0")
    let sigma0 = s.matrix("Sigma0", sigma)
    let (a, v) = try (s.matrix("A", q.matrix("A")), s.matrix("V", q.matrix("V")))
    if q.output == "upper" {
      try s.claimDefinite(v)
      try s.claimDefinite(a + a.transpose)
      let w = try s.quotient("W", of: .identity(sigma.rows), by: v * (a + a.transpose) * v)
      let y = try s.quotient("Y", of: sigma0, by: v)
      return try s.claimEnclosure(s.trace("tr", of: w) / s.trace("f", of: y))
    }
    try q.demand(size: 2, of: sigma)
    let x = try largestEigenvalue(&s, v.transpose * v, "1")
    let y = try largestEigenvalue(&s, a.transpose * a, "2")
    let z = try largestEigenvalue(&s, sigma0, "3")
    try s.claimEnclosure(1 / (2 * Expression.sqrt(x) * Expression.sqrt(y) * z))
  }
}
