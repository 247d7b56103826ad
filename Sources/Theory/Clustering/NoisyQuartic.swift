import VlasovSymbols

/// The quartic coefficient of the free energy at the linear threshold of the noisy model.
public enum NoisyQuartic: ClosedForm {
  public static let record = Record(
    id: "clustering.noisy-quartic",
    title: "Quartic coefficient at the noisy threshold",
    statement: """
      At $K=K_\\#$, along $f=1+\\varepsilon x_1+\\varepsilon^2b(x_1^2-\\frac1d)$ with the optimal $b=\\frac1{2(1-r)}$, \
      $r=\\frac{I_{d/2+1}(\\beta)}{I_{d/2}(\\beta)}$, the free energy is $\\mathcal F(f)-\\mathcal F(1)=c_4\\varepsilon^4+\
      O(\\varepsilon^6)$ with $c_4=\\frac{1-dr}{4d^2(d+2)(1-r)}$; $c_4<0$ exactly for $\\beta>\\beta_*$.
      """,
    source: Source(ClusteringPhaseModel.noisy, "beyond the paper: explains the tricritical point", .derived),
    parameters: [
      ClusteringPhaseModel.dimension,
      ParameterSpec("beta", symbol: "\\beta", .real(.positive), "inverse temperature"),
    ],
    outputs: [OutputSpec("c4", symbol: "c_4", "the quartic coefficient")],
    hypotheses: [
      Hypothesis("d I_{d/2+1}(beta)/I_{d/2}(beta) < 1: c_4 > 0, beta < beta_*", .reported) {
        .less($0.d * Expression.besselIRatio(order: $0.d / 2, $0.beta), 1)
      }
    ],
    notes: [
      "The form (1 - d r)/(d (1 - r)) of 1 - (d-1)/(d (1 - r)) keeps the digits near beta_*.",
      "beta -> 0: 1/(4 d^2 (d+2)).",
    ],
    crossCheck: CrossCheck(
      simulates: "the free energy along the curve by Gauss-Legendre quadrature, over epsilon^4",
      law: "error O(epsilon^2); order of the free energy in epsilon: 4", defaultParameters: "d=2 beta=1",
      run: crossCheck),
    references: [
      ReferenceValue("d=2 beta=1", "0.010685547598282188097557288551046830388766675578291"),
      ReferenceValue("d=3 beta=4", "-0.0099239239262715744234443200461659267603192940757191"),
    ],
    related: ["clustering.noisy-tricritical-beta", "clustering.noisy-linear-threshold"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let r = T.besselIRatio(order: p.d / 2, p.beta)
    return (1 - p.d * r) / (4 * p.d * p.d * (p.d + 2) * (1 - r))
  }

  /// Decreasing in r, which increases in β: the derivative of (1 - dr)/(1 - r) is (1 - d)/(1 - r)².
  public static func value(_ p: Arguments, output: String) throws -> Value {
    monotone(p, increasing: []) { reals, _ in formula(reals, output: output) }
  }

  /// F(f) = ∫ f log f - (K/β) Σ_k λ_k |f_k|², with |x_1|² = 1/d and |x_1² - 1/d|² = 2(d-1)/(d²(d+2)).
  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let sphere = try NoisySphere(context)
    let (d, first, second) = (sphere.d, sphere.eigenvalue(1), sphere.eigenvalue(2))
    let b = 1 / (2 * (1 - second / first))
    let size = min(1, 1 / b.squareRoot())
    let norm = 2 * (d - 1) / (d * d * (d + 2))
    func energy(_ epsilon: Double) -> Double {
      // The mean of h vanishes; without it the integrand is of the order h².
      let entropy = sphere.mean { u in
        let h = epsilon * u + epsilon * epsilon * b * (u * u - 1 / d)
        return (1 + h) * Double.log1p(h) - h
      }
      let square = epsilon * epsilon
      return entropy - (square / d + square * square * b * b * norm * second / first) / 2
    }
    // Away from the tricritical point; there the next order takes over.
    let isQuartic = abs(1 - d * second / first) > 0.05
    return try context.confront(law: .power(order: 2, next: 4, noise: 1e-7)) {
      [4.0, 8, 16, 32].map { inverse in
        let epsilon = size / inverse
        return SizedObservation(size: inverse, simulated: energy(epsilon) / Double.pow(epsilon, 4.0))
      }
    }.fitting(isQuartic ? order(d, from: size / 4, energy) : [])
  }

  /// The order of the free energy along the curve, from ε that fall by √2 each. The energy is a difference of numbers of size
  /// ε²/(2d), rounded to less than 1e-14 of that.
  private static func order(_ d: Double, from start: Double, _ energy: (Double) -> Double) -> [RateFit] {
    let epsilons = (0..<9).map { start * Double.pow(2.0, -Double($0) / 2) }
    let energies = epsilons.map { abs(energy($0)) }
    let noise = zip(epsilons, energies).map { 1e-14 * $0 * $0 / d / $1 }.max() ?? 0
    return ClusteringRates.asymptotic(
      "slope of log|F(f) - F(1)| against -log(epsilon)", epsilons.map { -Double.log($0) },
      energies.map { Double.log($0) }, noise: noise, certified: -4)
  }
}
