import VlasovSimulation
import VlasovSymbols

/// The exact mean-field flow without temperature, on Poisson kernels.
public enum Beta0MeanfieldFlow: Theorem {
  public static let record = Record(
    id: "clustering.beta0-meanfield-flow",
    title: "Mean-field flow at beta = 0",
    statement: """
      For $\\beta=0$ the flow $\\dot x=P_x\\int y\\,d\\mu_t$ keeps the densities $\\big(\\frac{1-a^2}{|x-ae|^2}\\big)^{d-1}$ with \
      respect to the uniform measure, $|e|=1$, $0<a<1$: $\\dot a=\\frac12(1-a^2)\\,m_d(a)$ with the mean \
      $m_d(a)=\\frac{2(d-1)}d\\,a\\;{}_2F_1(1,1-\\frac d2;1+\\frac d2;a^2)$, at the chordal distance \
      $W_2(\\mu,\\delta_e)=\\sqrt{2(1-m_d(a))}$ from the cluster. The time from $a_0$ to $a$ is \
      $\\int_{a_0}^a\\frac{2\\,dx}{(1-x^2)m_d(x)}$.
      """,
    source: Source(
      ClusteringMeanFieldModel.quantitative, "exponential clustering for small beta; exact at beta = 0",
      .derived),
    parameters: [
      ClusteringPhaseModel.dimension,
      ParameterSpec("a", symbol: "a", .real(.openUnit), "concentration of the density"),
      ParameterSpec(
        "a0", symbol: "a_0", .real(.openUnit), requiredBy: ["t"], acceptedBy: nil,
        "concentration at time 0, at most a"),
    ],
    outputs: [
      OutputSpec("m", symbol: "m_d", "length of the mean of the density"),
      OutputSpec("t", symbol: "t", "the time from a0 to a; exactly 0 for a0 = a"),
      OutputSpec("W2", symbol: "W_2", "Wasserstein distance to the cluster"),
    ],
    hypotheses: [startsBefore.hypothesis],
    method: """
      t in y = artanh(x), dt = 2 dy/m: the part (d/(d-1)) log sinh(y) by itself, the rest, which is analytic and at most 66 \
      for |Im y| <= pi/8, by Gauss-Legendre rules with a proved error.
      """,
    notes: [
      """
      Why: for the axial coordinate u = <x,e>, artanh(u) is translated by the integral of m; so u = (v+b)/(1+bv) with v that of \
      a uniform point, b = tanh(2 artanh a), and m is the mean of u.
      """,
      "d = 2: m = a and a^2/(1-a^2) grows like e^t. d = 4: m = (3a - a^3)/2. For even d, m is a polynomial in a.",
      "1 - m = 2F1(1, (d-1)/2; d; -4a/(1-a)^2) keeps the digits near a = 1.",
      """
      Sharp rates: 1 - a ~ C exp(-t), and W_2 ~ sqrt(2C) exp(-t/2) for d = 2, C sqrt(2t) exp(-t) to leading order for d = 3, \
      C sqrt((d-1)/(d-3)) exp(-t) for d >= 4; the paper states exp(-t/100) for small |beta|.
      """,
    ],
    crossCheck: CrossCheck(
      simulates:
        "axial coordinates of weighted points, moved by u' = (1 - u^2) mean(u) from a0 (without one, from a/2)",
      law: "error O(step^4)", defaultParameters: "d=3 a=0.6 a0=0.1", run: crossCheck),
    references: [
      ReferenceValue("d=3 a=0.6 output=m", "0.73900960394812000175375239312601510793927103467505"),
      ReferenceValue("d=5 a=0.6 output=m", "0.81802256898213546591839897893290022061257769187198"),
      ReferenceValue("d=2 a=0.9 a0=0.1 output=t", "6.0451300256405882324243875676124299904692709395748"),
      ReferenceValue("d=3 a=0.9 a0=0.1 output=t", "4.8425446387965673620320997907384956698292292841245"),
      ReferenceValue("d=3 a=0.6 output=W2", "0.72248238186391783908855016151081733767744588124858"),
      ReferenceValue("d=5 a=0.9 a0=0.1 output=t", "4.3044334398547624709842790037768087343425023613484"),
    ],
    related: ["clustering.uniform-growth-rate", "clustering.orthogonal-time"])

  private static let startsBefore = DomainCondition("a0", "a0 <= a", outputs: ["t"]) {
    .lessOrEqual($0.a0, $0.a)
  }

  /// m_d(a).
  static func mean<T: SpecialAnalytic>(_ d: T, _ a: T) -> T {
    2 * (d - 1) / d * a * T.hyp2f1(1, 1 - d / 2, 1 + d / 2, a * a)
  }

  /// m_d(a) in a series with positive terms that are small for large d.
  ///
  /// (v+b)/(1+bv) = v + (1 - v²) Σ_{i>=0} b^(i+1) (-v)^i, of which the even i count in the mean, and
  /// E v^(2j) = (1/2)_j/(d/2)_j, so E v^(2j) (1 - v²) = (d-1)/d (1/2)_j/(d/2+1)_j.
  static func meanOfPowers<T: SpecialAnalytic>(_ d: T, _ a: T) -> T {
    let b = 2 * a / (1 + a * a)
    return (d - 1) / d * b * T.hyp2f1(T(Rational(1, 2)), 1, 1 + d / 2, b * b)
  }

  /// 1 - m_d(a) without cancellation near a = 1; `gap` is 1 - a.
  ///
  /// 1 - m is the mean of (1-b)(1-v)/(1+bv), where (v+1)/2 has the law Beta((d-1)/2, (d-1)/2), and so
  /// (1-b)/(1+b) 2F1(1, (d+1)/2; d; 2b/(1+b)) (Euler's integral, DLMF 15.6.1). As (1-b)/(1+b) = ((1-a)/(1+a))²,
  /// Pfaff's transformation (DLMF 15.8.1) gives 2F1(1, (d-1)/2; d; 1 - ((1+a)/(1-a))²).
  static func lack<T: SpecialAnalytic>(_ d: T, _ a: T, gap: T) -> T {
    T.hyp2f1(1, (d - 1) / 2, d, -(4 * a / (gap * gap)))
  }

  /// m_d(a) in the form that keeps its digits and is short; `lack` is 1 - m_d(a).
  static func flow(_ d: Ball, _ a: Ball, lack: () -> Ball) -> Ball {
    guard (2 * a - 1).isNegative else { return 1 - lack() }
    return (d - 64).isNegative ? mean(d, a) : meanOfPowers(d, a)
  }

  /// m and t increase in a, t decreases in a_0, W_2 decreases in a: m is the mean of tanh(V + 2 artanh a), V = artanh v.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if output == "t" {
      try startsBefore.demand(p)
      if p.areEqual("a0", "a") { return .exact(0) }
    }
    guard case .integer(let n)? = p["d"] else { return .undecided("no dimension") }
    return try withPrecision(Precision.bits + 16) {
      let d = Ball(n)
      return try monotone(p, increasing: output == "W2" ? [] : ["a"]) { _, p in
        let a = Concentration(p, "a")
        switch output {
        case "m": return flow(d, a.value, lack: { lack(d, a.value, gap: a.gap) })
        case "W2": return Ball.sqrt(2 * lack(d, a.value, gap: a.gap))
        default: return try PoissonFlowTime(d: d).time(from: Concentration(p, "a0"), to: a)
        }
      }
    }
  }

  /// The integrand of t in y = artanh(x).
  struct Delay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ y: T, _ p: [T]) -> T { 2 / mean(p[0], T.tanh(y)) }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    return switch output {
    case "m": .formula(mean(p.d, p.a))
    case "W2": .formula(.sqrt(2 * lack(p.d, p.a, gap: 1 - p.a)))
    default: .formula(.integral(Delay(), [p.d], from: .atanh(p.a0), to: .atanh(p.a)))
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard p.d <= 200, p.a <= 0.99 else { throw InputError("a simulation needs d <= 200 and a <= 0.99") }
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-11)) {
      [8, 16, 32, 64].map { steps in
        var flow = PoissonParticles(d: p.d, a: p.has("a0") && context.output == "t" ? p.a0 : p.a / 2)
        flow.run(to: p.a, steps: steps)
        let value =
          switch context.output {
          case "m": flow.mean
          case "W2": flow.distance
          default: flow.time
          }
        return SizedObservation(size: Double(steps), simulated: value)
      }
    }
  }
}

/// A concentration a in (0, 1), as its gap 1 - a is known too.
struct Concentration {
  let value: Ball
  let gap: Ball

  init(_ p: Arguments, _ name: String) {
    value = p.ball(name)
    gap = p.gap(name)
  }

  /// y = artanh a = log(1 + 2a/(1-a))/2.
  var rapidity: Ball { Ball.log1p(2 * value / gap) / 2 }
  /// log sinh y = log(a/sqrt(1-a²)).
  var logSinh: Ball { Ball.log(value) - Ball.log(gap * (1 + value)) / 2 }
}
