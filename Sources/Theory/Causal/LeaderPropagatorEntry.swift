import Foundation
import VlasovSimulation
import VlasovSymbols

/// How a displacement of token j moves token k, linearised at consensus.
public enum LeaderPropagatorEntry: ClosedForm {
  public static let record = Record(
    id: "causal.leader-propagator",
    title: "Propagator of the linearised dynamics at consensus",
    statement: """
      For $V=I$ and any $Q,K,\\beta,d$ the dynamics linearised at consensus are \
      $\\dot\\delta_k=\\frac1k\\sum_{j\\le k}\\delta_j-\\delta_k$, with the generator $\\mathcal C-I$, $\\mathcal C$ the \
      Cesàro matrix. Its eigenvalues are $-(1-1/m)$, with eigenvectors $v^{(m)}_k=\\binom{k-1}{m-1}$, and \
      $[e^{t(\\mathcal C-I)}]_{kj}=\\sum_{m=j}^k(-1)^{m-j}\\binom{k-1}{m-1}\\binom{m-1}{j-1}e^{-t(1-1/m)}$.
      """,
    source: Source(CausalModel.paper, "linearisation of the dynamics of Theorem 4.1", .derived),
    parameters: [
      ParameterSpec("k", symbol: "k", .integer(minimum: 1), "index of the token that moves, from 1"),
      ParameterSpec("j", symbol: "j", .integer(minimum: 1), "index of the token that was displaced, from 1"),
      .time,
    ],
    outputs: [OutputSpec("P", symbol: "[e^{t(\\mathcal C-I)}]_{kj}", "the entry of the propagator")],
    notes: [
      "0 for j > k; 1 for k = j = 1: the first token is fixed.",
      """
      The slowest decay is exp(-t/2) (token 2) for every beta, Q, K and d: the sharp rate in Theorem 4.1. At late \
      times x_k - x_1 is close to (k - 1)(x_2 - x_1). Full attention would give the rate 1 for all tokens.
      """,
      """
      C is a Hausdorff matrix: e^(-t) e^(t/m) are the moments of e^(-t)(delta_1 + psi_t(log 1/x) dx), the Green \
      function of the retrieval model for lambda = 0; so the entry is not negative.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: """
        the nonlinear model on the circle (beta = 1) from a displacement 1/size of token j; for large k or t the linear \
        model by Runge-Kutta
        """,
      law: "error O(size^-2) of the nonlinear model, O(steps^-4) of the linear one",
      defaultParameters: "k=5 j=2 t=3", run: crossCheck),
    references: [
      ReferenceValue("k=2 j=1 t=1", "0.39346934028736657639620046500881954655808186451281"),
      ReferenceValue("k=5 j=2 t=3", "0.17041612333908904090305133395584854425188073311056"),
      ReferenceValue("k=10 j=4 t=2", "0.072827943446520690266178862075396575833735311334596"),
    ],
    related: ["causal.two-token-time", "retrieval.green-function"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    .sum(PascalTerm(k: p.index("k"), j: p.index("j")), from: 1, [p.t])
  }

  /// By `CesaroExponential`, which is not slowed down by the cancellation in the formula.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .integer(let token)? = p["k"], case .integer(let source)? = p["j"], case .real(let t)? = p["t"]
    else { return .undecided("no parameters") }
    if source > token { return .integer(0) }
    if token == 1 { return .integer(1) }
    if t.rational?.isZero ?? false { return .integer(source == token ? 1 : 0) }
    guard let k = token.asInt, let j = source.asInt, k - j < CesaroExponential.largestDistance else {
      throw Undecided(
        "k=\(token), j=\(source): distances beyond \(CesaroExponential.largestDistance) are not computed")
    }
    return .real(try CesaroExponential(k: k, j: j).entry(t))
  }

  /// The nonlinear model, or for many tokens or long times the linear one: its cost grows less with both.
  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (k, time) = (try context.integer("k"), context.parameters.t)
    let engine = LeaderPropagator(token: k, source: try context.integer("j"), time: time)
    if Double(k) * Double(k) * max(2, time) < 20_000 {
      return try context.confront(law: .power(order: 2, next: 4, noise: 1e-9)) {
        try engine.nonlinearValues(
          beta: 1, sizes: [4, 8, 16, 32], threads: context.threads, stop: context.stop)
      }
    }
    guard Double(k) * time < 1e6 else { throw InputError("k t is too large for a simulation") }
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      // Steps so short that the error is near roundoff: its leading coefficient may nearly vanish.
      let steps = Int(32 * time) + 8
      return try engine.values(steps: [steps, 2 * steps, 4 * steps, 8 * steps], stop: context.stop)
    }
  }
}

/// (-1)^(m-j) binom(k-1, m-1) binom(m-1, j-1) e^(-t(1-1/m)) over x = [t]; 0 unless j <= m <= k.
struct PascalTerm: SeriesTerm {
  let k: Index
  let j: Index
  var variables: Int { 1 }

  func term<T: SpecialAnalytic>(_ m: Index, _ x: [T]) -> T {
    let sign = T.pow(T(-1), m) * T.pow(T(-1), j)
    return sign * T.binomial(k - 1, m - 1) * T.binomial(m - 1, j - 1) * T.exp(-(x[0] * (1 - 1 / T(m))))
  }

  /// The terms after the k-th vanish; the ratio 2k/(n + k + 1) says whether n >= k.
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let k = T(k)
    return Majorant(bound: 0, ratios: [2 * k / (k + T(n + 1))])
  }
}
