import VlasovSimulation
import VlasovSymbols

/// The curve in the (t, β) plane on which orthogonal tokens have clustered up to δ.
public enum PhaseCurve: Theorem {
  public static let record = Record(
    id: "clustering.phase-curve",
    title: "Metastability curve of orthogonal tokens",
    statement: """
      The level set $\\{(t,\\beta):\\gamma_\\beta(t)=1-\\delta\\}$ of $n$ orthogonal tokens under SA is the graph of \
      $t_\\delta(\\beta)=T_{\\rm SA}(1-\\delta;\\beta,n,0)$, which increases strictly from \
      $t_\\delta(0)=\\frac12\\log\\frac{n-(n-1)\\delta}\\delta$; so for $t\\ge t_\\delta(0)$ there is exactly one \
      $\\beta_\\delta(t)$, and below none.
      """,
    source: Source(
      ClusteringModel.paper, "level set of the phase diagram; explicit form beyond the paper", .derived),
    parameters: [
      .tokens,
      ParameterSpec("delta", symbol: "\\delta", .real(.openUnit), "what the overlap lacks to 1"),
      ParameterSpec(
        "t", symbol: "t", .real(.nonNegative), requiredBy: ["beta"], acceptedBy: nil,
        "time, at least t_delta(0)"),
      ParameterSpec(
        "beta", symbol: "\\beta", .real(.nonNegative), requiredBy: ["t"], acceptedBy: nil,
        "inverse temperature"),
    ],
    outputs: [
      OutputSpec("beta", symbol: "\\beta_\\delta", "the inverse temperature that clusters at time t"),
      OutputSpec("t", symbol: "t_\\delta", "the time at which the tokens have clustered"),
    ],
    hypotheses: conditions.map(\.hypothesis),
    method: """
      Interval Newton for t_delta(beta) = t, with d t_delta/d beta = exp(beta n/(n-1)) [E1(beta a) - E1(beta (1 - delta + a))]/\
      (2 (n-1)), a = 1/(n-1).
      """,
    notes: [
      "An Euler scheme of step 0.1 with renormalisation, as in the paper's figure, is off by O(0.1) in t."
    ],
    crossCheck: CrossCheck(
      simulates:
        "n orthogonal tokens in dimension n by Runge-Kutta: the time of passage, or the beta whose passage is at t",
      law: "error O(step^4); slope of log t against beta along the curve, as certified",
      defaultParameters: "n=4 delta=0.1 t=3 beta=1", run: crossCheck),
    references: [
      ReferenceValue(
        "t=10 n=32 delta=0.001 output=beta", "5.1099043093911764196901755702563389675379340926145"),
      ReferenceValue(
        "t=30 n=32 delta=0.001 output=beta", "6.9064586475765311473430471654818656413632710180321"),
      ReferenceValue(
        "beta=4 n=32 delta=0.001 output=t", "6.9535018488080687381184035122170975076059561932775"),
    ],
    related: ["clustering.orthogonal-time"])

  static let conditions: [DomainCondition] = [
    DomainCondition("t", "t >= t_delta(0) = (1/2) log((n - (n-1) delta)/delta)", outputs: ["beta"]) {
      .greaterOrEqual($0.t, neutralTime($0))
    }
  ]

  private static func neutralTime(_ p: Lifted<Expression>) -> Expression {
    Expression.log((p.n - (p.n - 1) * p.delta) / p.delta) / 2
  }

  /// t_δ increases in β and decreases in δ: so β_δ increases in both t and δ.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try conditions.demand(p, output: output)
    let n = p.ball("n")
    func time(_ beta: Ball, _ delta: Ball) -> Ball {
      OrthogonalTime.time("SA", n: n, beta: beta, start: 1, end: delta, form: .init(beta))
    }
    if output == "t" {
      let value = p.monotone { time(p.ball("beta", $0), p.ball("delta", $0.opposite)) }
      return value.map { .real($0) } ?? .undecided("no value")
    }
    let start = Comparison.equal(p.lifted(to: Expression.self).t, neutralTime(p.lifted()))
    if try start.decide(maximumBits: 64).verdict == .proved { return .exact(0) }
    let value = try p.monotone { end -> Ball? in
      let (t, delta) = (p.ball("t", end), p.ball("delta", end))
      return try IncreasingZero {
        time($0, delta.rounded(to: min(delta.bits, Precision.bits))) - t
      } derivative: { beta in
        let top = n / (n - 1)
        let difference = ClusteringModel.e1Difference(beta, top - 1, top - delta, .init(beta))
        return Ball.exp(beta * top) * difference / (2 * (n - 1))
      }.solve()
    }
    return value.map { .real($0) } ?? .undecided("the root is not isolated")
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    let time = OrthogonalTime.time("SA", n: p.n, beta: p.beta, start: 1, end: p.delta, form: .decaying)
    return output == "t" ? .formula(time) : .equation(time, p.t)
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let count = try context.tokenCount()
    let (delta, stop) = (p.delta, context.stop)
    @Sendable func passage(_ beta: Double, _ step: Double) throws -> Double {
      try SphereTokens.equiangular(count: count, overlap: 0, beta: beta, isNormalised: true)
        .passageTime(overlap: 1 - delta, step: step, stop: stop)
    }
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-11)) {
      let value = try context.closedForm([:])
      let time = context.output == "t" ? value : p.t
      return try Parallel.map(count: 4, threads: context.threads, stop: context.stop) { i in
        let steps = Double(16 << i)
        if context.output == "t" {
          return SizedObservation(size: steps, simulated: try passage(p.beta, time / steps))
        }
        // Secants from nearby temperatures; the passage time increases in β.
        var (a, b) = (0.9 * value, 1.1 * value + 1e-3)
        var (atA, atB) = (try passage(a, time / steps) - time, try passage(b, time / steps) - time)
        for _ in 0..<12 where atA != atB && abs(b - a) > 1e-13 * abs(b) {
          (a, b, atA) = (b, b - atB * (b - a) / (atB - atA), atB)
          atB = try passage(b, time / steps) - time
        }
        return SizedObservation(size: steps, simulated: b)
      }
    }.fitting(rates(context, passage))
  }

  /// The slope of log t against β over five points of the curve, which either output gives.
  private static func rates(
    _ context: CrossCheck.Context, _ passage: @escaping @Sendable (Double, Double) throws -> Double
  ) throws -> [RateFit] {
    let p = context.parameters
    let isTime = context.output == "t"
    let curve = try (0..<5).map { k -> (beta: Double, time: Double) in
      if isTime {
        let beta = p.beta + Double(k) / 4
        return (beta, try context.closedForm(["beta": "\(beta)"]))
      }
      let time = p.t * (1 + Double(k) / 8)
      return (try context.closedForm(["t": "\(time)"]), time)
    }
    return try ClusteringRates.hittingTimes(
      context, "slope of log t against beta", curve.map(\.beta), certified: curve.map(\.time),
      sizes: [64, 128, 256], next: 5, noise: 1e-11
    ) { beta, size, time in
      try passage(beta, time / size)
    }
  }
}
