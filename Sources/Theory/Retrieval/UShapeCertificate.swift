import VlasovSymbols

/// How many critical points the profile has, with the certificate that proves it.
public enum UShapeCertificate: Theorem {
  public static let record = Record(
    id: "retrieval.u-shape-certificate",
    title: "Certified shape of the profile",
    statement: "The critical points of $S_t$ in $(0,1)$ are the zeros in $(0,\\infty)$ of "
      + "$F(Y)=(1+re^Y)\\Psi'(Y)-\\Psi(Y)$, $r=1/(e^\\lambda-1)$; their number is decided by the signs of the "
      + "Taylor coefficients of $F$ or by isolation.",
    source: Source(RetrievalModel.paper, "beyond theorem U-shape", .derived),
    parameters: [.beta, .vocabulary, .positiveTime, .lambda],
    outputs: [
      OutputSpec("count", symbol: "\\#\\{S_t'=0\\}", .integer, "number of critical points in (0, 1)"),
      OutputSpec("verdict", symbol: "", .word, "the shape in a word"),
      OutputSpec("certificate", symbol: "", .word, "what proves it: C1, C2, C3 or MONOTONE"),
    ],
    method: "Signs of the Taylor coefficients G_k of F up to a proved monotone tail: all positive (C2) means "
      + "no critical point, one change (C1) exactly one; otherwise all zeros of F are isolated (C3). "
      + "For lambda <= 0 the profile is strictly decreasing (MONOTONE).",
    notes: [
      "Level 1: t sup a_n <= 2 and t < t_crit suffice for a unique interior minimum; this replaces 3 - sqrt(3).",
      "A positive end slope does not imply a unique minimum: beta=30 M=4 lambda=6 t=6284e-16 has three critical points.",
      "A double critical point (t = t_fold) is never decided: every zero counted is simple.",
    ],
    crossCheck: ShapeCrossCheck.count,
    references: [
      ReferenceValue("beta=1 M=8 t=1 lambda=1 output=count", "1"),
      ReferenceValue("beta=1 M=8 t=4 lambda=3 output=count", "2"),
      ReferenceValue("beta=1 M=8 t=9/2 lambda=3 output=count", "0"),
      ReferenceValue("beta=30 M=4 t=6284/10000000000000000 lambda=6 output=count", "3"),
      ReferenceValue("beta=1 M=8 t=1 lambda=1 output=verdict", "UNIQUE_INTERIOR_MIN"),
      ReferenceValue("beta=1 M=8 t=4 lambda=3 output=verdict", "COUNT=2"),
      ReferenceValue("beta=1 M=8 t=9/2 lambda=3 output=verdict", "NO_INTERIOR_CRITICAL_POINT"),
      ReferenceValue("beta=1 M=8 t=1 lambda=1 output=certificate", "C1"),
      ReferenceValue("beta=1 M=8 t=5 lambda=1 output=certificate", "C2"),
      ReferenceValue("beta=1 M=8 t=9/2 lambda=3 output=certificate", "C3"),
    ],
    related: ["retrieval.argmin", "retrieval.fold", "retrieval.t-crit", "retrieval.smallness-time"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let x = p.lifted(to: Ball.self)
    switch try decide(beta: x.beta, m: x.M, t: x.t, lambda: x.lambda, isRange: p.hasInterval) {
    case .undecided(let why): return .undecided(why)
    case .decided(let count, let certificate):
      switch output {
      case "count": return .integer(Integer(count))
      case "verdict": return .word(verdict(count))
      default: return .word(certificate.rawValue)
      }
    }
  }

  enum Decision {
    case decided(Int, CriticalPoints.Certificate)
    case undecided(String)
  }

  static func verdict(_ count: Int) -> String {
    switch count {
    case 0: "NO_INTERIOR_CRITICAL_POINT"
    case 1: "UNIQUE_INTERIOR_MIN"
    default: "COUNT=\(count)"
    }
  }

  /// Tries C2, C1, C3 at the current precision.
  ///
  /// A Taylor coefficient without a certain sign calls for more precision, as C2 or C1 may still decide; over a range
  /// of parameters its sign may differ within the range, and the isolation is tried at once.
  static func decide(beta: Ball, m: Ball, t: Ball, lambda: Ball, isRange: Bool) throws -> Decision {
    // k does not increase in s and Ψ(Y_λ(s)) decreases: S decreases strictly.
    if (-lambda).isNonNegative { return .decided(0, .monotone) }
    guard lambda.isPositive else { return .undecided("the sign of lambda is undecided") }
    guard let shape = StationarySeries(beta: beta, m: m, t: t, lambda: lambda, bits: Precision.bits) else {
      return .undecided("the Fourier modes could not be bounded")
    }
    let points = CriticalPoints(shape: shape)
    switch try points.pattern() {
    case nil: if !isRange { return .undecided("the sign of a Taylor coefficient of F is undecided") }
    case .certified(let negative)?:
      let changes = zip(negative, negative.dropFirst()).filter { $0 != $1 }.count
      if changes == 0, !negative[0] { return .decided(0, .c2) }
      if changes == 1, negative[0] { return .decided(1, .c1) }
    case .tooLong?: break
    }
    let (zeros, reason) = try points.zeros()
    return zeros.map { .decided($0.count, .c3) } ?? .undecided(reason)
  }

  /// The certified number of critical points, for the hypotheses of other results.
  static func count(_ p: Lifted<Expression>) throws -> Int {
    let parameters = [p.beta, p.M, p.t, p.lambda]
    let isRange = parameters.contains { $0.containsInterval }
    var reason = ""
    for bits in [128, 256, 512] {
      try Budget.check()
      let decision = try withPrecision(bits) {
        let x = try parameters.map { try $0.evaluate(Ball.self) }
        return try decide(beta: x[0], m: x[1], t: x[2], lambda: x[3], isRange: isRange)
      }
      switch decision {
      case .decided(let count, _): return count
      case .undecided(let why): reason = why
      }
    }
    throw Undecided(reason)
  }

  /// The stationarity equation Ψ'(Y)/Ψ(Y) = 1 - e^(-λs), Y = Y_λ(s).
  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    return ShapeSymbols.stationarity(p)
  }
}

extension ParameterSpec {
  static let positiveTime = ParameterSpec("t", symbol: "t", .real(.positive), "time (depth)")
}
