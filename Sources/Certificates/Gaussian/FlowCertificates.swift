enum RiccatiCertificate: MatrixSource {
  static var theorem: any Theorem.Type { RiccatiFeedforward.self }
  static let outputs: Set<String> = ["Sigmainf"]

  /// P Σ∞ = I with W^T P + P W = -vS ≻ 0; P ≻ 0 then says that every eigenvalue of W has a positive real part.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (w, a, v) = try (q.matrix("W"), q.matrix("A"), q.rational("v"))
    let n = w.rows
    let right = (a + a.transpose).scaled(by: -v)
    // The n² equations for the entries of P.
    let system = Matrix<Rational>(rows: n * n, columns: n * n) { row, column in
      let (i, j, k, l) = (row / n, row % n, column / n, column % n)
      return (j == l ? w[k, i] : 0) + (i == k ? w[l, j] : 0)
    }
    guard let solution = system.solving(Matrix(column: right.entries)) else {
      throw Uncertifiable("Lyapunov's equation has no unique solution")
    }
    let (feed, score) = (s.matrix("W", w), s.matrix("A", a))
    let p = s.matrix("P", Matrix(rows: n, columns: n, solution.entries))
    try s.claim(feed.transpose * p + p * feed, equals: (-v) * (score + score.transpose))
    try s.claimDefinite((-v) * (score + score.transpose))
    try s.claimDefinite(p)
    _ = try s.quotient("Sigmainf", of: .identity(n), by: p)
  }
}

enum ReachabilityCertificate: MatrixSource {
  static var theorem: any Theorem.Type { Reachability.self }
  static let outputs: Set<String> = ["W", "A"]

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (first, second, horizon) = try (q.matrix("Sigma0"), q.matrix("Sigma1"), q.rational("T"))
    let n = first.rows
    let (sigma0, sigma1) = (s.matrix("Sigma0", first), s.matrix("Sigma1", second))
    try s.claimDefinite(sigma0)
    try s.claimDefinite(sigma1)
    let p0 = try s.quotient("P0", of: .identity(n), by: sigma0)
    if q.output == "A" {
      let p1 = try s.quotient("P1", of: .identity(n), by: sigma1)
      _ = try s.matrix("control", equalTo: (1 / (2 * horizon)) * (p0 - p1))
      return
    }
    // M = P0 # Σ1 = c (P0/α + Σ1/β), α² = a = det P0, β² = b = det Σ1, det M = αβ; log M = x I + y M.
    try q.demand(size: 2, of: first)
    let (a, b) = try (s.determinant("a", of: p0), s.determinant("b", of: sigma1))
    let (t0, t1) = try (s.trace("t0", of: p0), s.trace("t1", of: sigma1))
    let product = try s.trace("p", of: sigma0 * sigma1)
    let (alpha, beta) = (Expression.sqrt(a), Expression.sqrt(b))
    let det = alpha * beta
    let c = Expression.sqrt(det) / Expression.sqrt(2 + product * alpha / beta)
    let trace = c * (t0 / alpha + t1 / beta)
    let gap = Expression.sqrt(trace * trace - 4 * det)
    let y = Expression.log((trace + gap) / (trace - gap)) / gap
    let x = (Expression.log(det) - y * trace) / 2
    for (i, j) in q.places(symmetric: 2) {
      let tag = "\(i + 1)\(j + 1)"
      let p = try s.entry("p\(tag)", of: entry(i, j, of: p0, 2, 2))
      let m = c * (p / alpha + Expression(second[i, j]) / beta)
      try s.claimEnclosure((i == j ? x + y * m : y * m) / Expression(horizon))
    }
  }
}

enum RotationCertificate: MatrixSource {
  static var theorem: any Theorem.Type { IsospectralFlow.self }
  static let outputs: Set<String> = ["Sigma", "period"]

  /// V = ωJ turns Σ0 by φ = aω tr(Σ0) t.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (sigma, v, a) = try (q.matrix("Sigma0"), q.matrix("V"), q.rational("a"))
    try q.demand(size: 2, of: sigma)
    let sigma0 = s.matrix("Sigma0", sigma)
    let speed = a * v[1, 0]
    let tr = try s.trace("tr", of: sigma0)
    if q.output == "period" {
      return try s.claimEnclosure(Expression.pi / (Expression(speed.magnitude) * tr))
    }
    let angle = 2 * Expression(speed * (try q.rational("t"))) * tr
    let (cos, sin) = (Expression.cos(angle), Expression.sin(angle))
    // Half the difference of the diagonal, and the entry off it.
    let (d, e) = (Expression((sigma[0, 0] - sigma[1, 1]) / 2), Expression(sigma[0, 1]))
    let turned = d * cos - e * sin
    for (i, j) in q.places(symmetric: 2) {
      try s.claimEnclosure(i != j ? e * cos + d * sin : i == 0 ? tr / 2 + turned : tr / 2 - turned)
    }
  }
}

enum RankOneCertificate: MatrixSource {
  static var theorem: any Theorem.Type { RankOneFlow.self }
  static let outputs: Set<String> = ["period"]

  /// π/(|u0|² sqrt(det sym A)) for V = ±J.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    guard q.word("kind") == "softmax" else {
      throw Uncertifiable("the period is elementary for softmax only")
    }
    let (a, u) = try (s.matrix("A", q.matrix("A")), s.matrix("u0", q.matrix("u0")))
    let square = try s.entry("q", of: u.transpose * u)
    let symmetric = Rational(1, 2) * (a + a.transpose)
    let det = try s.determinant("det", of: symmetric)
    let isPositive = s.names.value(symmetric)?.isPositiveDefinite == true
    try s.claimDefinite(isPositive ? symmetric : -1 * symmetric)
    try s.claimEnclosure(Expression.pi / (square * Expression.sqrt(det)))
  }
}

enum DiscreteCertificate: MatrixSource {
  static var theorem: any Theorem.Type { DiscreteLayer.self }
  static let outputs: Set<String> = ["Sigma", "rank"]
  /// The digits triple with every layer.
  static let largestDepth = 5

  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws {
    let (start, h) = try (q.matrix("Sigma0"), q.rational("h"))
    guard let n = q.integer("n"), n <= largestDepth else {
      throw Uncertifiable("exact covariances of more than \(largestDepth) layers are too long")
    }
    var sigma = s.matrix("Sigma0", start)
    let (a, v) = try (s.matrix("A", q.matrix("A")), s.matrix("V", q.matrix("V")))
    for k in 0..<n {
      let step = try s.matrix("M\(k + 1)", equalTo: .identity(start.rows) + h * (v * sigma * a))
      sigma = try s.matrix("Sigma\(k + 1)", equalTo: step * sigma * step.transpose)
    }
    guard q.output == "rank", let rank = s.names.value(sigma)?.rank else { return }
    try s.claimRank(sigma, rank)
  }
}
