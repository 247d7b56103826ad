import VlasovSymbols

/// The inverse temperature at which the noisy transition turns from continuous to discontinuous.
public enum NoisyTricriticalBeta: Theorem {
  public static let record = Record(
    id: "clustering.noisy-tricritical-beta",
    title: "Tricritical inverse temperature of the noisy model",
    statement: """
      There is exactly one $\\beta_*^{(d)}>0$ with $\\frac{I_{d/2+1}(\\beta)}{I_{d/2}(\\beta)}=\\frac1d$. For $\\beta\\le\\beta_*$ the \
      uniform density is the only global minimiser of the free energy up to $K_\\#$ (continuous transition, $K_c=K_\\#$); for \
      $\\beta>\\beta_*$ the transition is discontinuous and $K_c<K_\\#$.
      """,
    source: Source(ClusteringPhaseModel.noisy, "phase transition", .stated),
    parameters: [
      ClusteringPhaseModel.dimension,
      ParameterSpec(
        "beta", symbol: "\\beta", .real(.nonNegative), onlyForCheck: true, "inverse temperature to compare"),
    ],
    outputs: [OutputSpec("beta", symbol: "\\beta_*^{(d)}", "the tricritical inverse temperature")],
    hypotheses: [
      Hypothesis(
        "beta <= beta_*, that is d I_{d/2+1}(beta)/I_{d/2}(beta) <= 1: continuous", .reported, needs: ["beta"]
      ) {
        .lessOrEqual($0.d * Expression.besselIRatio(order: $0.d / 2, $0.beta), 1)
      }
    ],
    method: """
      Interval Newton at growing precision for h(beta) = beta - (d + 2)/d - beta r(beta)/d, r = I_{d/2+2}/I_{d/2+1}; the sign of h \
      is that of I_{d/2+1}/I_{d/2} - 1/d, and h' comes from Riccati's equation for r.
      """,
    notes: [
      "Large d: beta_* = 1 + 2/d + O(d^-2).",
      "beta_*^(3) = beta_1^(3) of clustering.mode-transition, as (d-1)/(2d) = 1/d for d = 3.",
    ],
    crossCheck: CrossCheck(
      simulates: "bisection on lambda_2/lambda_1 = 1/d with both eigenvalues by Gauss-Legendre quadrature",
      law: "roundoff", defaultParameters: "d=2", run: crossCheck),
    references: [
      ReferenceValue("d=2", "2.4469183112890461309039483649077787060724839374655"),
      ReferenceValue("d=3", "1.8161545254358839627644402937442780725669920635330"),
      ReferenceValue("d=4", "1.5752571500921303341299768425245422786015325752246"),
      ReferenceValue("d=8", "1.2665530245209171209430217356053859750437843669214"),
      ReferenceValue("d=6", "1.3638674004993627889923121238853"),
      ReferenceValue("d=7", "1.307661626705237266037473139434"),
      ReferenceValue("d=9", "1.2351611038496495842451461455592"),
      ReferenceValue("d=10", "1.2103970630958224620139281430466"),
      ReferenceValue("d=12", "1.1738088105874493005599680109803"),
      ReferenceValue("d=24", "1.0850829747758778047083146251855"),
      ReferenceValue("d=32", "1.0634809532625199959902362426126"),
      ReferenceValue("d=128", "1.0156860533853477241918052090502"),
      ReferenceValue("d=256", "1.0078277599406416485943084212457"),
      ReferenceValue("d=1024", "1.0019540786788514842310139370365"),
    ],
    related: ["clustering.noisy-linear-threshold", "clustering.noisy-quartic"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .integer(let d)? = p["d"] else { return .undecided("no dimension") }
    return withPrecision(Precision.bits + 16) {
      BesselRatioLevel(order: Rational(d) / 2, level: 1 / Rational(d)).solve().map { .real($0) }
        ?? .undecided("beta_* was not isolated")
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let d = Lifted<Expression>(symbolsOf: record, output: output).d
    return .equation(Expression.besselIRatio(order: d / 2, .variable("beta", latex: "\\beta")), 1 / d)
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let d = context.parameters.d
    guard d <= 200 else { throw InputError("a quadrature needs d <= 200") }
    let root = FloatScan.zero(from: 1, to: 3) { beta in
      let sphere = NoisySphere(d: d, beta: beta)
      return 1 - d * sphere.eigenvalue(2) / sphere.eigenvalue(1)
    }
    return try context.confront(law: .roundoff(bound: 1e-9)) { [SizedObservation(size: 1, simulated: root)] }
  }
}
