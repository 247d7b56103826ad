import VlasovModes
import VlasovSymbols

/// The number of modes of the Gaussian kernel density estimator of a given sample, with proof.
public enum CertifiedCount: Theorem {
  public static let record = Record(
    id: "kde.certified-count",
    title: "Certified number of modes of a sample",
    statement: "The number of strict local maxima of $P(t)=\\frac{\\sqrt\\beta}{n\\sqrt{2\\pi}}\\sum_i "
      + "e^{-\\beta(t-X_i)^2/2}$, that is, of sign changes from $-$ to $+$ of "
      + "$F(t)=\\sum_i (t-X_i)e^{-\\beta(t-X_i)^2/2}$.",
    source: Source(KDEModel.paper, "definition of the number of modes (the algorithm is ours)", .derived),
    parameters: [
      ParameterSpec("sample", symbol: "X", .sample, acceptedBy: nil, "the numbers X_i, exact"), .kernelBeta,
      ParameterSpec(
        "maxPrec", symbol: "p_{\\max}", .integer(minimum: 64, maximum: 1 << 20), default: "4096",
        acceptedBy: nil,
        "largest working precision in bits"),
    ],
    outputs: [
      OutputSpec("modes", symbol: "\\#\\mathrm{modes}", .integer, "number of modes"),
      OutputSpec("lo", symbol: "\\ell", .integer, "a number of modes that there are at least"),
      OutputSpec("hi", symbol: "u", .integer, "a number of modes that there are at most"),
      OutputSpec("distinct", symbol: "\\#\\{X_i\\}", .integer, "number of distinct X_i"),
    ],
    method:
      "Every mode lies within h of a sample. The boxes there carry Taylor polynomials of F with proved error "
      + "bounds, in doubles first and in balls where rounding hides a sign; they are cut into cells on which F has one "
      + "sign or is monotone, and the changes of sign are counted. One and two distinct points are decided exactly.",
    notes: [
      "A sample is [x1,x2,...], file:PATH (one number a line), ih12:SEED:N (sums of twelve uniform numbers, less 6) or "
        + "comb:N (0, ..., N-1). Decimals are exact: 0.1 is one tenth.",
      "A double zero of F (F = F' = 0) with more than two distinct points is never decided: the answer is then "
        + "undecided {lo, ..., hi} with the interval.",
      "`vlasov modes FILE` counts the modes of a file, lists them, and sweeps over bandwidths.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "mean shift in floating point from every point of the sample, to its attracting fixed points",
      law: "equal integers", defaultParameters: "sample=ih12:1:1000 beta=100", run: crossCheck),
    references: references + nearBifurcation + bounds,
    related: ["kde.deterministic-facts", "kde.two-atoms", "kde.three-atom-threshold", "kde.tail-certificate"])

  public static func validate(_ p: Arguments) throws {
    guard p.rational("beta") == nil, let beta = p["beta"] else { return }
    throw InputError(
      parameter: "beta", value: beta.text, domain: "beta > 0, rational",
      "beta=\(beta.text) is not one rational number: a count is for one exact bandwidth")
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let sample = p.sample("sample"), let beta = p.rational("beta"),
      case .integer(let precision)? = p["maxPrec"]
    else { throw InputError("a sample and beta are needed") }
    if output == "distinct" { return .integer(Integer(sample.distinct)) }
    let bits = min(precision.asInt ?? 4096, Budget.current.maximumBits)
    do {
      let count = try ModeCounter(maximumBits: bits).count(sample, beta: beta)
      switch output {
      case "lo": return .counted(count.lower, count)
      case "hi": return .counted(count.upper, count)
      default: return .counted(count.modes, count)
      }
    } catch is BudgetExhausted {
      throw Undecided("time budget exhausted")
    } catch let error as SampleError {
      throw InputError(
        parameter: "beta", value: p["beta"]?.text, domain: "2^-1000 <= beta <= 2^1000",
        "beta=\(p["beta"]?.text ?? ""): \(error)")
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let closed = try context.certified()
    guard let sample = context.arguments.sample("sample") else { throw InputError("a sample is needed") }
    // Distinct doubles, in order: exact points that share one are told apart by no float simulation.
    guard zip(sample.points, sample.points.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw InputError("two points of the sample share their nearest double: no float simulation")
    }
    let simulated =
      context.output == "distinct"
      ? Set(sample.points).count
      : try MeanShift(points: sample.points, weights: sample.weights, beta: context.parameters.beta).modes(
        stop: context.stop
      ).count
    return Confrontation.compare(count: simulated, with: Int(closed.value))
  }

  // MARK: Reference counts

  private static func counts(_ sample: String, _ pairs: [(beta: String, modes: Int)]) -> [ReferenceValue] {
    pairs.map { ReferenceValue("sample=\(sample) beta=\($0.beta)", "\($0.modes)") }
  }

  private static let references: [ReferenceValue] =
    counts("ih12:1:100", [("10", 1)]) + counts("ih12:1:200", [("50", 6)]) + counts("ih12:2:200", [("50", 7)])
    + counts("ih12:1:1000", [("100", 9)]) + counts("ih12:7:300", [("1000", 33)])
    + counts("ih12:2:1000", [("1000", 38)]) + counts("ih12:1:1e4", [("1e3", 36)])
    + counts("ih12:1:1e5", [("1e4", 138)]) + counts("ih12:1:1e6", [("1e4", 115), ("1e6", 1521)])
    + counts("comb:21", [("1", 11), ("2", 17)]) + counts("comb:31", [("1", 21)])
    + counts("comb:61", [("9/25", 29)]) + counts("comb:101", [("1/4", 53)])
    + counts("[-1,0,1]", [("4", 1), ("25/4", 3)]) + counts("[0.999,2]", [("9", 2)])
    + counts("[0,1,1e300]", [("1", 2), ("25/4", 3)]) + counts("[-1e-30,0,1e-30]", [("1", 1), ("1e61", 3)])
    + counts("[0x1.8p-3,3/16,0.1875]", [("7", 1)]) + counts("[1/3,1/3,-0x1p+1,5]", [("2", 3)])
    + counts("[0,1]", [("4", 1), ("4.0000000000000000000000000000000001", 2)])

  /// {-x, 0, x} just below and just above the x at which side modes appear.
  private static let nearBifurcation: [ReferenceValue] = [
    ("2.0620111020806552290122961", 1), ("2.0620111020806552290122962", 3),
    ("2.0620111020806552290122961113790619012931", 1), ("2.0620111020806552290122961113790619012932", 3),
  ].flatMap { x, modes in counts("[-\(x),0,\(x)]", [("1", modes)]) }

  private static let bounds = [
    ReferenceValue("sample=ih12:2:1000 beta=1000 output=lo", "38"),
    ReferenceValue("sample=ih12:2:1000 beta=1000 output=hi", "38"),
    ReferenceValue("sample=[0x1.8p-3,3/16,0.1875] beta=7 output=distinct", "1"),
    ReferenceValue("sample=ih12:1:1e5 beta=1 output=distinct", "100000"),
  ]
}
