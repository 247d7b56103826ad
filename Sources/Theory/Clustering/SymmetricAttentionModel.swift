import VlasovSimulation
import VlasovSymbols

/// Softmax attention on the sphere with one symmetric matrix, Q^T K = V = V^T, in the basis of its eigenvectors e_l:
///
///     x_i' = P_{x_i} Σ_j softmax_j(β<x_i,Vx_j>) V x_j,   V e_l = λ_l e_l.
///
/// At tokens ±e_1 the weights vary only in the direction e_1, so that tangent perturbations obey
/// ξ_i' = Σ_j w_ij V ξ_j - <x_i, Σ_j w_ij V x_j> ξ_i, one equation for each direction e_l. The weights are reversible,
/// Z_i w_ij = Z_j w_ji, hence all eigenvalues are real.
enum SymmetricAttentionModel {
  static let paper = Paper(
    key: "kuehn2026spectral", title: "Spectral Selection in Symmetric Self-Attention Dynamics",
    authors: ["Kuehn", "Yoon"], year: 2026, arxiv: "2604.26085")

  static let note = """
    The model is reconstructed from the abstract. With weights exp(beta <x_i, V x_j>)/n in place of the softmax every token's \
    rate is multiplied by its own Z_i/n.
    """

  static let eigenvalues = ParameterSpec("lambdas", symbol: "\\lambda", .vector, "the eigenvalues of V")

  /// Compares an output with the linearised particle system: central differences of the velocities, step 1/size.
  static func confront(
    _ context: CrossCheck.Context, beta: Double, mode: Int, signs: [Double]
  ) throws -> CrossCheckReport {
    let lambdas = context.parameters.vector("lambdas") ?? []
    guard lambdas.count * signs.count <= 200 else {
      throw InputError(
        parameter: "lambdas", value: context.arguments["lambdas"]?.text, domain: "n d <= 200",
        "\(signs.count) tokens in dimension \(lambdas.count) are too many for this simulation")
    }
    let model = SymmetricAttention(eigenvalues: lambdas, beta: beta)
    func leading(_ size: Double) throws -> Double {
      try model.leadingEigenvalue(at: signs, mode: mode, step: 1 / size)
    }
    switch context.output {
    case "stable":
      return Confrontation.compare(
        count: try leading(4096) < 0 ? 1 : 0, with: Int(try context.closedForm([:])))
    default:
      let sign = context.output == "rate" ? -1.0 : 1
      return try context.confront(law: .power(order: 2, next: 4, noise: 1e-11)) {
        try [8.0, 16, 32, 64].map { SizedObservation(size: $0, simulated: sign * (try leading($0))) }
      }
    }
  }
}

/// A parameter that lists eigenvalues.
struct EigenvalueList {
  let name: String
  let entries: [RealParameter]
  let text: String

  init(_ p: Arguments, _ name: String = "lambdas") {
    self.name = name
    entries = p.vector(name) ?? []
    text = p[name]?.text ?? ""
  }

  /// At least two eigenvalues, else `InputError`.
  func validate() throws {
    if entries.count < 2 { throw fail("only one eigenvalue", domain: "at least two eigenvalues") }
  }

  func fail(_ why: String, domain: String) -> InputError {
    InputError(parameter: name, value: text, domain: domain, "\(name)=\(text): \(why); needs \(domain)")
  }
}

extension Verdict {
  /// 1 or 0.
  func integer(_ question: String) throws -> Value {
    switch self {
    case .proved: return .integer(1)
    case .refuted: return .integer(0)
    case .undecided: throw Undecided("whether \(question)")
    }
  }
}

extension RealParameter {
  /// Decides with as much precision as the budget has, up to a limit.
  func decideFully(_ relation: Relation, bound: RealParameter) -> Verdict {
    decide(relation, bound: bound, maximumBits: min(65536, Budget.current.maximumBits))
  }
}
