import VlasovSymbols

/// The coupling at which the uniform density loses its linear stability under noise.
public enum NoisyLinearThreshold: ClosedForm {
  public static let record = Record(
    id: "clustering.noisy-linear-threshold",
    title: "Linear stability threshold of the noisy model",
    statement: """
      For $dX=K\\,P_X\\int e^{\\beta\\langle X,y\\rangle}y\\,d\\mu\\,dt+dW$ on the sphere in dimension $d$ the uniform density is \
      linearly stable exactly for $K<K_\\#=\\frac{\\beta^{d/2}}{2^{d/2}\\Gamma(d/2)I_{d/2}(\\beta)}=\\frac{d/2}\
      {{}_0F_1(;\\frac d2+1;\\frac{\\beta^2}4)}$.
      """,
    source: Source(ClusteringPhaseModel.noisy, "linear threshold", .stated),
    parameters: [
      ClusteringPhaseModel.dimension, ClusteringPhaseModel.beta,
      ParameterSpec("K", symbol: "K", .real(.positive), onlyForCheck: true, "coupling to compare"),
    ],
    outputs: [OutputSpec("K", symbol: "K_\\#", "the threshold of the coupling")],
    hypotheses: [
      Hypothesis("K < K_#: the uniform density is linearly stable", .reported, needs: ["K"]) {
        .less($0.K, threshold($0))
      }
    ],
    notes: [
      """
      K_# = beta/(2 lambda_1) with the eigenvalue lambda_1 of the kernel: the mode k = 1 is the first to be marginal, \
      -k(k+d-2)/2 + (K/beta) k(k+d-2) lambda_k = 0, as lambda_k decreases in k.
      """,
      """
      beta = 0: d/2. The normalisation of the free energy is inferred from the stated threshold; in the convention \
      sqrt(2/kappa) dW with drift coefficient 1, kappa = 2K (d = 2, beta -> 0: kappa = 2, noisy Kuramoto).
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "beta/(2 lambda_1) with lambda_1 by Gauss-Legendre quadrature in the polar angle",
      law: "roundoff", defaultParameters: "d=2 beta=1", run: crossCheck),
    references: [
      ReferenceValue("d=2 beta=1", "0.88470661884029129285645556909345903918544936200189"),
      ReferenceValue("d=3 beta=2", "1.0262907533910303668398587442886247009000643989586"),
    ],
    related: ["clustering.noisy-tricritical-beta", "clustering.noisy-quartic"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T { threshold(p) }

  /// 1/K_# = Σ_m Γ(d/2) (β/2)^(2m)/(m! Γ(m+1+d/2)) = (2/d) ₀F₁(; d/2+1; β²/4), regular at β = 0.
  static func threshold<T: SpecialAnalytic>(_ p: Lifted<T>) -> T {
    p.d / (2 * T.hyp0f1(p.d / 2 + 1, p.beta * p.beta / 4))
  }

  /// Decreasing in β.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.rational("beta") == 0, case .integer(let d)? = p["d"] { return .exact(Rational(d) / 2) }
    return monotone(p, increasing: []) { reals, _ in threshold(reals) }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let law = try NoisySphere(context)
    let value = p.beta == 0 ? p.d / 2 : p.beta / (2 * law.eigenvalue(1))
    return try context.confront(law: .roundoff(bound: 1e-10 * value)) {
      [SizedObservation(size: 1, simulated: value)]
    }
  }
}

/// Averages over the uniform measure of the sphere by quadrature in the polar angle, in floating point.
struct NoisySphere {
  let d: Double
  let beta: Double
  private let rule = GaussLegendre(count: 200)
  private let mass: Double

  init(_ context: CrossCheck.Context) throws {
    let p = context.parameters
    guard p.d <= 200, p.beta <= 100 else { throw InputError("a quadrature needs d <= 200 and beta <= 100") }
    self.init(d: p.d, beta: p.beta)
  }

  init(d: Double, beta: Double) {
    (self.d, self.beta) = (d, beta)
    mass = rule.integrate({ Double.pow(Double.sin($0), d - 2) }, from: 0, to: .pi)
  }

  /// The mean of f(u), u the first coordinate of a uniform point.
  func mean(_ f: (Double) -> Double) -> Double {
    rule.integrate({ Double.pow(Double.sin($0), d - 2) * f(Double.cos($0)) }, from: 0, to: .pi) / mass
  }

  /// λ_k for k <= 2 by Funk-Hecke: the mean of e^(βu) against the zonal harmonic that is 1 at u = 1.
  func eigenvalue(_ k: Int) -> Double {
    mean { u in
      let harmonic = k == 0 ? 1 : k == 1 ? u : (d * u * u - 1) / (d - 1)
      return Double.exp(beta * u) * harmonic
    }
  }
}
