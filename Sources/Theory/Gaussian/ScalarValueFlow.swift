import VlasovSymbols

/// The covariance under softmax attention with V = v I, exactly solvable.
///
/// Σ' = v (ΣAΣ + ΣA^TΣ) = v ΣSΣ gives (Σ^-1)' = -vS, hence Σ(t) = (I - vtΣ0 S)^-1 Σ0, for singular Σ0 by continuity. With
/// Σ0 = R R^T, R of full column rank, Σ(t) = R (I - vt R^T S R)^-1 R^T; it exists as long as I - vt R^T S R is positive
/// definite, that is for t < t* = 1/λ_max(v R^T S R), and for ever when λ_max <= 0.
///
/// Over the rationals R = L D^{1/2} with Σ0 = L D L^T: the definiteness of I - vt R^T S R is that of D^-1 - vt L^T S L.
struct ScalarValueFlow {
  let sigma0: Matrix<Rational>
  /// S = A + A^T.
  let s: Matrix<Rational>
  /// v.
  let speed: RealParameter
  /// L and D; nil for matrices beyond `largestExact`.
  private let factor: (lower: Matrix<Rational>, diagonal: [Rational])?

  /// Up to this dimension questions are decided over the rationals: exact elimination costs d³ operations with numbers that
  /// grow like d.
  static let largestExact = 24

  init(_ p: Arguments) {
    let a = p.exactMatrix("A") ?? .zero(0, 0)
    var speed = RealParameter(1)
    if case .real(let x)? = p["v"] { speed = x }
    self.init(sigma0: p.exactMatrix("Sigma0") ?? .zero(0, 0), s: a + a.transpose, speed: speed)
  }

  private init(sigma0: Matrix<Rational>, s: Matrix<Rational>, speed: RealParameter) {
    (self.sigma0, self.s, self.speed) = (sigma0, s, speed)
    factor = sigma0.rows <= Self.largestExact ? sigma0.semidefiniteFactor() : nil
  }

  /// Sizes that fit.
  static func validate(_ p: Arguments) throws {
    let d = p.exactMatrix("Sigma0")?.rows ?? 0
    try p.demandSize("A", rows: d, columns: d, like: "Sigma0")
    try p.demandSize("alpha0", rows: d, columns: 1, like: "Sigma0")
  }

  // MARK: Formulas

  /// Σ(t) = (I - vt Σ0 S)^-1 Σ0, in any type of entries.
  static func covariance<T: MatrixScalar>(_ sigma0: Matrix<T>, _ s: Matrix<T>, _ vt: T) -> Matrix<T> {
    (.identity(sigma0.rows) - (sigma0 * s).scaled(by: vt)).solve(sigma0)
  }

  /// Indices that Σ0 or S couples. Everything is block diagonal in this order: entries between components are 0.
  var components: MatrixComponents { MatrixComponents([sigma0, s]) }

  /// The flow of one component.
  func restricted(to group: [Int]) -> ScalarValueFlow {
    ScalarValueFlow(
      sigma0: MatrixComponents.block(sigma0, group), s: MatrixComponents.block(s, group), speed: speed)
  }

  /// Σ(t), rational where everything is.
  func covariance(_ vt: RealParameter) -> CovarianceValue {
    if let vt = vt.rational, sigma0.rows <= Self.largestExact {
      return .exact(Self.covariance(sigma0, s, vt).symmetricPart)
    }
    let time = vt.ball
    return .ball(
      components.assembled { group in
        let part = restricted(to: group)
        return Self.covariance(part.sigma0.lifted(), part.s.lifted(), time).symmetricPart
      })
  }

  enum CovarianceValue {
    case exact(Matrix<Rational>)
    case ball(Matrix<Ball>)

    var ball: Matrix<Ball> {
      switch self {
      case .exact(let matrix): matrix.lifted()
      case .ball(let matrix): matrix
      }
    }
  }

  // MARK: Existence

  /// R with Σ0 = R R^T, of full column rank, at the working precision.
  var root: Matrix<Ball> {
    get throws {
      if let factor {
        let roots = factor.diagonal.map { Ball.sqrt(Ball($0)) }
        return Matrix(rows: sigma0.rows, columns: roots.count) { Ball(factor.lower[$0, $1]) * roots[$1] }
      }
      let lifted: Matrix<Ball> = sigma0.lifted()
      guard let root = lifted.choleskyFactor() else {
        try Budget.check()
        throw Undecided(
          "a singular Sigma0, or one that is nearly so, is factored exactly up to dimension \(Self.largestExact) only"
        )
      }
      return root
    }
  }

  /// R^T S R.
  func growth(_ root: Matrix<Ball>) -> Matrix<Ball> { (root.transpose * s.lifted() * root).symmetricPart }

  /// vt as an exact real.
  func product(_ t: RealParameter) -> RealParameter {
    RealParameter(speed.lifted(Expression.self) * t.lifted(Expression.self))
  }

  /// D^-1 c - w L^T S L, whose definiteness is that of cI - w R^T S R.
  private func pencil(_ c: Rational, _ w: Rational) -> Matrix<Rational>? {
    guard let factor else { return nil }
    let inverses = factor.diagonal.map { c / $0 }
    return Matrix(diagonal: inverses) - (factor.lower.transpose * s * factor.lower).scaled(by: w)
  }

  /// Whether the solution exists up to t, that is t < t*, at the working precision; exactly where vt is rational.
  func exists(until t: RealParameter) throws -> Verdict {
    let vt = product(t)
    if let w = vt.rational, let matrix = pencil(1, w) {
      return matrix.isPositiveDefinite ? .proved : .refuted
    }
    if decays { return .proved }
    let growth = try growth(root)
    return (.identity(growth.rows) - growth.scaled(by: vt.ball)).isPositiveDefinite
  }

  /// Throws the refusal that names t* when the solution ends before t.
  func demandExistence(until t: RealParameter) throws {
    switch try Self.byPrecision({ try exists(until: t) }) {
    case .proved: return
    case .refuted:
      let bracket = try withPrecision(96) { try blowUpTime() }
      throw GaussianModel.blowUp(bracket.ball, before: t)
    case .undecided: throw Undecided("whether t=\(t.text) is below the blow-up time")
    }
  }

  /// A verdict with growing precision, from the working precision up.
  private static func byPrecision(_ decide: () throws -> Verdict) throws -> Verdict {
    var bits = Precision.bits
    let limit = min(max(bits, 2048), Budget.current.maximumBits)
    while true {
      let verdict = try withPrecision(bits, decide)
      if verdict != .undecided || bits >= limit { return verdict }
      try Budget.check()
      bits = min(2 * bits, limit)
    }
  }

  // MARK: Blow-up

  /// 1 when v > 0, -1 when v < 0, 0 when v = 0; nil when that is not decided.
  var sign: Int? {
    if let q = speed.rational { return q.signum }
    if speed.decide(.greater, bound: 0) == .proved { return 1 }
    return speed.decide(.less, bound: 0) == .proved ? -1 : nil
  }

  /// Whether v R^T S R has a positive eigenvalue: exactly; beyond `largestExact` by its eigenvalues.
  func grows() throws -> Verdict {
    guard let sign else { return .undecided }
    if sign == 0 { return .refuted }
    if let matrix = pencil(0, Rational(sign)) { return matrix.isPositiveSemidefinite ? .refuted : .proved }
    if decays { return .refuted }
    let top = try growth(root).scaled(by: Ball(sign)).symmetricEigenvalues().last ?? 0
    return top.isPositive ? .proved : top.isNonPositive ? .refuted : .undecided
  }

  /// Large matrices: -sign(v) S is quickly proved to be positive definite, so that the solution decays for ever.
  private var decays: Bool {
    guard factor == nil, let sign, sign != 0 else { return false }
    return FloatDefiniteness(s.scaled(by: Rational(-sign))).isProved
  }

  enum Time {
    case infinite
    case exact(Rational)
    case enclosed(Ball)

    /// An enclosure; indeterminate for +inf.
    var ball: Ball {
      switch self {
      case .infinite: .indeterminate
      case .exact(let q): Ball(q)
      case .enclosed(let x): x
      }
    }
  }

  /// t*, at the working precision.
  func blowUpTime() throws -> Time {
    switch try grows() {
    case .refuted: return .infinite
    case .undecided: throw Undecided("whether the largest eigenvalue of v R^T S R is positive")
    case .proved: break
    }
    if let rate = try rationalRate() { return .exact(1 / rate) }
    return .enclosed(1 / (try topEigenvalue()))
  }

  /// λ_max(v R^T S R), for a v of known sign.
  func topEigenvalue() throws -> Ball {
    guard let sign else { return .indeterminate }
    let top = try growth(root).scaled(by: Ball(sign)).symmetricEigenvalues().last ?? .indeterminate
    return speed.ball * Ball(sign) * top
  }

  /// λ_max(v R^T S R) when it is a rational of moderate size.
  ///
  /// The candidate is the simplest rational of an enclosure. It is an upper bound of the spectrum when
  /// candidate · D^-1 - v L^T S L is positive semidefinite, and attained when that matrix is not definite: both exactly.
  func rationalRate() throws -> Rational? {
    guard let v = speed.rational, factor != nil else { return nil }
    let top = try withPrecision(192) { try topEigenvalue() }
    guard let q = Rational.simplest(in: top), q.signum > 0, let matrix = pencil(q, v) else { return nil }
    return matrix.isPositiveSemidefinite && !matrix.isPositiveDefinite ? q : nil
  }

  /// A basis Y of the kernel of rate · D^-1 - v L^T S L, and D^-1: the directions L Y grow fastest.
  func fastest(_ rate: Rational, _ v: Rational) -> (directions: Matrix<Rational>, weight: Matrix<Rational>)? {
    guard let factor, let kernel = pencil(rate, v)?.kernel else { return nil }
    let inverses = Matrix(diagonal: factor.diagonal.map { 1 / $0 })
    return (factor.lower * kernel, kernel.transpose * inverses * kernel)
  }
}

extension Rational {
  /// The rational of smallest denominator in a ball; nil when its size shows that it is only an artefact of the width.
  ///
  /// Walks the Stern-Brocot tree by continued fractions: with floor(low) < floor(high), or low an integer, the next integer
  /// is the simplest; else the simplest of the reciprocals of the fractional parts follows.
  static func simplest(in ball: Ball) -> Rational? {
    guard ball.isFinite, let low = ball.lowerEdge.exactRational, let high = ball.upperEdge.exactRational
    else {
      return nil
    }
    guard let q = simplest(low, high, depth: 0) else { return nil }
    let size = q.numerator.bitWidth + q.denominator.bitWidth
    return ball.isExact || size * 3 < ball.accuracyBits * 2 ? q : nil
  }

  private static func simplest(_ low: Rational, _ high: Rational, depth: Int) -> Rational? {
    let up = low.ceiling
    if Rational(up) <= high { return Rational(up) }
    guard depth < 200 else { return nil }
    let floor = Rational(low.floor)
    guard let rest = simplest(1 / (high - floor), 1 / (low - floor), depth: depth + 1) else { return nil }
    return floor + 1 / rest
  }
}

extension ScalarValueFlow {
  /// v != 0
  static let movesHypothesis = Hypothesis("v != 0") { p in
    guard case .real(let v)? = p["v"] else { return .verdict(.proved) }
    if let q = v.rational { return .verdict(q.isZero ? .refuted : .proved, q.isZero ? "nothing moves" : nil) }
    let isNonZero = v.decide(.greater, bound: 0) == .proved || v.decide(.less, bound: 0) == .proved
    return .verdict(isNonZero ? .proved : .undecided, isNonZero ? nil : "v=\(v.text) may be 0")
  }

  /// t < t*, as `check` reports it; `demandExistence` refuses.
  static let existsHypothesis = Hypothesis("t < t*", .reported) { p in
    guard case .real(let t)? = p["t"] else { return .verdict(.undecided, "t is missing") }
    let flow = ScalarValueFlow(p)
    let verdict = try flow.exists(until: t)
    let time = try flow.blowUpTime()
    if case .infinite = time { return .verdict(verdict, "t* = inf") }
    return .sides(t.ball, .less, time.ball, verdict: verdict)
  }

  /// Whether the number of distinct eigenvalues of v R^T S R is that of the clusters found, so that each cluster is one
  /// eigenvalue: by the characteristic polynomial of D L^T S L, which is similar to R^T S R.
  func isOneEigenvalue(_ clusters: Int) throws -> Bool {
    guard let factor else { return false }
    let matrix = Matrix(diagonal: factor.diagonal) * factor.lower.transpose * s * factor.lower
    return matrix.distinctEigenvalues == clusters
  }

  /// The nonzero eigenvalues of Σ(t), ascending: those of R_t^T R_t, R_t = R M^{-1/2}, M = I - vt R^T S R, equally those of
  /// C^-1 R^T R C^-T with the Cholesky factor C of M.
  func rangeEigenvalues(_ vt: RealParameter) throws -> [Ball] {
    let root = try root
    let m = .identity(root.columns) - growth(root).scaled(by: vt.ball)
    guard let c = m.choleskyFactor() else { return [] }
    let half = c.solve(root.transpose)
    return (half * half.transpose).symmetricPart.symmetricEigenvalues()
  }
}

extension Matrix where Scalar == Rational {
  /// The number of distinct complex eigenvalues: the degree of p/gcd(p, p') for the characteristic polynomial p.
  var distinctEigenvalues: Int {
    var a = characteristicPolynomial
    var b = a.enumerated().dropFirst().map { Rational($0) * $1 }
    // Euclid's algorithm; a ends as the greatest common divisor.
    while !b.isEmpty {
      var rest = a
      while rest.count >= b.count {
        let factor = rest[rest.count - 1] / b[b.count - 1]
        for (k, c) in b.enumerated() {
          rest[rest.count - b.count + k] = rest[rest.count - b.count + k] - factor * c
        }
        while let last = rest.last, last.isZero { rest.removeLast() }
        if rest.isEmpty { break }
      }
      (a, b) = (b, rest)
    }
    return rows - (a.count - 1)
  }
}
