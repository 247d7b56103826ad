import VlasovSymbols

/// The radius of the tokens as a function of their overlap, for Pre-LN and Peri-LN.
public enum LayernormRadiusLaw: ClosedForm {
  public static let record = Record(
    id: "clustering.layernorm-radius-law",
    title: "Radius law of Pre-LN and Peri-LN",
    statement: """
      Along an equiangular trajectory of Pre-LN or Peri-LN that starts at radius $r_0$ and overlap $\\rho_0$, \
      $r(\\rho)=r_0e^{T_{SA}(\\rho;\\beta,n,\\rho_0)}\\sqrt{\\frac{1+(n-1)\\rho_0}{1+(n-1)\\rho}}$, where $T_{SA}$ is the time that \
      Post-LN takes from $\\rho_0$ to $\\rho$.
      """,
    source: Source(ClusteringPhaseModel.layernorm, "beyond the paper: an exact first integral", .derived),
    parameters: [
      ClusteringPhaseModel.beta, ClusteringPhaseModel.tokens, ClusteringPhaseModel.radius,
      ClusteringPhaseModel.startOverlap, ClusteringPhaseModel.overlap,
    ],
    outputs: [OutputSpec("r", symbol: "r(\\rho)", "the radius at overlap rho")],
    hypotheses: [ClusteringPhaseModel.startIsEquiangular, ClusteringPhaseModel.overlapGrows],
    notes: [
      """
      Proof: d log r/d rho = (exp(beta(1-rho)) + (n-1) rho)/(2 (1-rho)(1+(n-1) rho)) for both schemes (|A| cancels), and \
      dT_SA/d rho - d log r/d rho = (n-1)/(2 (1+(n-1) rho)).
      """,
      "At beta = 0: r = r0 sqrt((1 - rho0)/(1 - rho)).",
      "For large beta log r grows like exp(beta(1-rho0)): beyond the range of exponents no number is given.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "the full Pre-LN and Peri-LN particle systems by Runge-Kutta, radius at the overlap that they reach",
      law: "error O(step^4)", defaultParameters: "beta=3/2 n=4 r0=1 rho0=0 rho=9/10", run: crossCheck),
    references: [
      ReferenceValue(
        "beta=1.5 n=4 r0=1 rho0=0 rho=0.9", "5.5813670698594284852109215450245616761253541995889")
    ],
    related: [
      "clustering.layernorm-time", "clustering.layernorm-tail", "clustering.layernorm-initial-velocity",
    ])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T { radius(p, isWeak: false) }

  /// r_0 e^{log(r/r_0)}, with the gaps 1 - ρ formed from the exact parameters.
  static func radius<T: SpecialAnalytic>(_ p: Lifted<T>, isWeak: Bool) -> T {
    let start = EquiangularStart(p, isWeak: isWeak)
    let gap = 1 - p.rho
    return p.r0 * T.exp(start.logRadius(gap, w: T.log(start.gap / gap)))
  }

  /// d log r/dρ has a positive numerator: e^(β(1-ρ)) >= 1 and (n-1)ρ > -1; it increases in β.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.areEqual("rho0", "rho"), let r = p.rational("r0") { return .exact(r) }
    return monotone(p, increasing: ["beta", "r0", "rho"]) { radius($0, isWeak: $1.isWeak) }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let n = try NormalizedAttention.simulated(context)
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-11)) {
      try [16.0, 32, 64, 128].map { size in
        let pre = try NormalizedAttention.passage(
          .pre, p.beta, n: n, from: p.rho0, to: p.rho, radius: p.r0, steps: Int(size))
        let peri = try NormalizedAttention.passage(
          .peri, p.beta, n: n, from: p.rho0, to: p.rho, radius: p.r0, steps: Int(size))
        // Whichever is farther off.
        let closed = try context.closedForm([:])
        let worst = abs(pre.radius - closed) > abs(peri.radius - closed) ? pre : peri
        return SizedObservation(size: size, simulated: worst.radius)
      }
    }
  }
}

extension NormalizedAttention {
  /// The number of tokens of a simulation, when the parameters suit one.
  static func simulated(_ context: CrossCheck.Context) throws -> Int {
    let n = try context.integer("n")
    guard n <= 32, context.parameters.beta <= 20 else {
      throw InputError("a simulation needs n <= 32 and beta <= 20")
    }
    return n
  }
}
