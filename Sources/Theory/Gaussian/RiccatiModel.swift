import VlasovSymbols

/// Σ' = WΣ + ΣW^T + vΣSΣ with rational W, S and Σ_0 = L D L^T: what is decided exactly.
struct RiccatiModel {
  let w: Matrix<Rational>
  /// A + A^T
  let s: Matrix<Rational>
  let v: RealParameter
  /// d x r of full column rank, and r positive numbers.
  let lower: Matrix<Rational>
  let diagonal: [Rational]
  let course: Course
  /// W = wI.
  private let isScalar: Bool

  /// How X(u) = D^-1 - v L^T J(u) L moves.
  enum Course {
    /// vS <= 0: X grows, and the flow is global.
    case growing
    /// X(u) > 0 implies X(u') > 0 for all u' < u: X decreases (vS >= 0), or J(u) = g(u) S with an increasing g (W = wI) and
    /// X(u') lies between D^-1 and X(u).
    case falling
    /// Neither.
    case mixed
  }

  init?(sigma: Matrix<Rational>, w: Matrix<Rational>, a: Matrix<Rational>, v: RealParameter, sign: Int?) {
    guard let factor = sigma.semidefiniteFactor() else { return nil }
    (self.w, s, self.v) = (w, a + a.transpose, v)
    (lower, diagonal) = factor
    let inertia = s.inertia
    isScalar = w == Matrix(diagonal: Array(repeating: w.rows > 0 ? w[0, 0] : 0, count: w.rows))
    switch sign {
    case .some(0): course = .growing
    case .some(1) where inertia.positive == 0, .some(-1) where inertia.negative == 0: course = .growing
    case .some(1) where inertia.negative == 0, .some(-1) where inertia.positive == 0: course = .falling
    case nil where inertia.rank == 0: course = .growing
    default: course = isScalar ? .falling : .mixed
    }
  }

  /// D^-1 - v G for a matrix G = L^T J L.
  private func pencil(_ g: Matrix<Rational>, _ v: Rational) -> Matrix<Rational> {
    Matrix(diagonal: diagonal.map { 1 / $0 }) - g.scaled(by: v)
  }

  /// Up to this dimension what is decided over the rationals is tried; the limit of the integral in balls beyond the second.
  static let largestExact = (decisions: 24, limit: 10)

  /// The same in balls.
  private func pencil(_ g: Matrix<Ball>) -> Matrix<Ball> {
    Matrix(diagonal: diagonal.map { Ball(1 / $0) }) - g.scaled(by: v.ball)
  }

  private func isSemidefinite(_ g: Matrix<Rational>) -> Verdict {
    if let exact = v.rational { return pencil(g, exact).isPositiveSemidefinite ? .proved : .refuted }
    return pencil(g.lifted()).isPositiveSemidefinite
  }

  /// Whether the flow exists for all times, when X falls.
  ///
  /// Let (W', S', L') be the minimal realisation. If W' is stable, J(∞) exists and X(u) > 0 for all u if and only if X(∞) >= 0:
  /// necessary by continuity; sufficient because for vS >= 0 a vector x with x^T X(u) x = 0 would have x^T X(∞) x = 0, so
  /// S e^{Wσ} L x = 0 for σ > u, hence for all σ, and x^T D^-1 x = 0; for W = wI, X(u) is a proper convex combination of D^-1 and
  /// X(∞). If W' is not stable and vS >= 0, the impulse response S'^(1/2) e^{W'u} L' of a controllable and observable system
  /// is not square integrable, so a diagonal entry of L^T J(u) L is unbounded and the flow ends. If W = wI with w >= 0, g is
  /// unbounded, and the flow is global exactly when -v L^T S L >= 0.
  var isGlobalWhenFalling: Verdict {
    if diagonal.isEmpty { return .proved }
    let minimal = MinimalRealization(w, weights: s, starts: lower)
    if minimal.isEmpty { return .proved }
    if minimal.isStable {
      if minimal.dynamics.rows > Self.largestExact.limit {
        return pencil(minimal.ballLimit).isPositiveSemidefinite
      }
      return minimal.limit.map { isSemidefinite($0) } ?? .undecided
    }
    // vS >= 0, and what is seen of it grows: L^T S L = 0 would not help.
    guard isScalar else { return .refuted }
    let seen = lower.transpose * s * lower
    if let exact = v.rational { return seen.scaled(by: -exact).isPositiveSemidefinite ? .proved : .refuted }
    return seen.lifted().scaled(by: -v.ball).isPositiveSemidefinite
  }

  /// For a stable minimal realisation, a proof that X stays positive definite after some time: with P > 0 from
  /// W'^T P + P W' = -I and -s I <= S' <= s I, the rest of the integral is at most s e^{W'^T u} P e^{W'u}, which decreases.
  func globalTail() -> ((RiccatiCrossing.State) -> Bool)? {
    guard w.rows <= Self.largestExact.limit else { return nil }
    let minimal = MinimalRealization(w, weights: s, starts: lower)
    if minimal.isEmpty { return { _ in true } }
    guard let limit = minimal.limit,
      let p = LinearStability.lyapunov(minimal.dynamics, -.identity(minimal.dynamics.rows))
    else { return nil }
    let size = minimal.weights.lifted(to: Ball.self).spectralNormBound
    let factor = Ball.abs(v.ball) * size
    let end = pencil(limit.lifted())
    let gramian = RiccatiGramian(w: minimal.dynamics, s: p)
    let starts: Matrix<Ball> = minimal.starts.lifted()
    return { state in
      let g = gramian.pair(state.time).flow * starts
      let rest = (g.transpose * gramian.s * g).symmetricPart.scaled(by: factor)
      return (end - rest).isPositiveDefinite == .proved
    }
  }
}

/// The blow-up time.
extension RiccatiModel {
  enum BlowUp {
    case never
    case at(Ball)
    /// Why; `isFinal` when more precision would not help.
    case undecided(String, isFinal: Bool)
  }

  /// The first time at which X is singular.
  func blowUp() throws -> BlowUp {
    if course == .growing || diagonal.isEmpty { return .never }
    let crossing = RiccatiCrossing(pencil: RiccatiPencil(self))
    if course == .falling {
      let isKnown = w.rows <= Self.largestExact.decisions
      switch isKnown ? isGlobalWhenFalling : .refuted {
      case .proved: return .never
      case .undecided: return .undecided("whether the flow is global is not decided", isFinal: false)
      case .refuted: break
      }
      guard let first = try crossing.bracketed(beyond: isKnown ? 1 << 20 : 40) else {
        return isKnown
          ? .undecided("no time close to the blow-up was found", isFinal: false)
          : .undecided(
            "no blow-up up to time 2^40; global flows are decided up to dimension \(Self.largestExact.decisions)",
            isFinal: true)
      }
      return Self.read(try crossing.run(from: first, to: nil))
    }
    return Self.read(try crossing.run(from: crossing.start(), to: nil, isGlobal: globalTail()))
  }

  private static func read(_ outcome: RiccatiCrossing.Outcome) -> BlowUp {
    switch outcome {
    case .complete: .never
    case .crossing(let after, let before): .at(.hull(after, before))
    // A curve of X that only touches the singular matrices is not told from one that passes close by, at any precision.
    case .stopped(_, let why, let isFinal): .undecided(why, isFinal: isFinal || Precision.bits >= 1000)
    }
  }
}

extension RiccatiCrossing {
  /// When X falls: a time at which it is positive definite, close before the first at which that is not proved.
  ///
  /// - Parameter limit: times beyond 2^limit are not tried.
  func bracketed(beyond limit: Int) throws -> State? {
    func holds(_ u: Ball) -> Bool { pencil.sign(pencil.pencil(pencil.gramian.pair(u))) == .proved }
    var low = Ball(1)
    var high: Ball?
    for _ in 0..<5000 {
      try Budget.check()
      if holds(low) { break }
      high = low
      low = low.scaled(by: -1)
    }
    guard high == nil || holds(low) else { return nil }
    while high == nil {
      try Budget.check()
      let next = low.scaled(by: 1)
      if (next.exponent ?? 0) > limit { return nil }
      if holds(next) { low = next } else { high = next }
    }
    guard var top = high else { return nil }
    // A hundredth of the time, and of the time in which the flow of W changes.
    let near =
      Swift.min(low.estimate, 1 / Swift.max(pencil.gramian.w.frobeniusNorm.upperDouble, 1e-300)) / 100
    for _ in 0..<200 where (top - low).estimate > near {
      try Budget.check()
      let middle = ((low + top) / 2).center
      if holds(middle) { low = middle } else { top = middle }
    }
    return state(at: low)
  }
}
