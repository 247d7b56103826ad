import VlasovSymbols

/// The limit of two opposite tokens on the line, in units of e^t.
public enum BooleanLimitPair: Theorem {
  public static let record = Record(
    id: "clustering.boolean-limit-pair",
    title: "Limit of a pair of opposite tokens in dimension one",
    statement: """
      For $d=1$, $Q=K=V=1$, $n=2$ and $x_2=-x_1=a$, $\\dot a=a\\tanh(a^2)$ and \
      $\\gamma=\\lim a(t)e^{-t}=a_0\\exp\\bigl(-\\sum_{k\\ge1}E_1(2ka_0^2)\\bigr)$. The off-diagonal weight \
      $1/(1+e^{2a^2})$ decays like $\\exp(-2\\gamma^2e^{2t})$.
      """,
    source: Source(ClusteringPhaseModel.emergence, "exact instance of the theorem on d = 1", .derived),
    parameters: [
      ParameterSpec("a0", symbol: "a_0", .real(.positive), "initial position of the right token")
    ],
    outputs: [
      OutputSpec("gamma", symbol: "\\gamma", "the limit of a(t) exp(-t)"),
      OutputSpec("rate", symbol: "2\\gamma^2", "the constant of the doubly exponential decay"),
    ],
    method: """
      For a0^2 >= 1 the series of exponential integrals; below, with x = a0^2, its expansion by the Mellin transform \
      Gamma(s) zeta(s) 2^-s/s, which converges for x < pi. Both tails are bounded.
      """,
    notes: [
      "A slip of the paper: its example (1, +-epsilon) for d = 2 is inconsistent; it plays no part here.",
      "a0 -> 0: gamma = sqrt(pi) exp(-gamma_E/2) exp(-1/(2 a0^2)) (1 + O(a0^2)).",
      "Derivation: log(a exp(-t)/a0) from dt = da/(a tanh a^2), s = a^2 and coth s - 1 = 2 sum exp(-2ks).",
    ],
    crossCheck: CrossCheck(
      simulates: "the ODE for log a - t by Runge-Kutta until tanh(a^2) = 1 in floating point",
      law: "error O(step^4); slope of log(-log(off-diagonal weight)) against t: 2",
      defaultParameters: "a0=1", run: crossCheck),
    references: [
      ReferenceValue("a0=1", "0.94830195787148063524507156603959846362493167042882"),
      ReferenceValue("a0=0.5", "0.18737676790857785877226893291986285108845832333780"),
      ReferenceValue("a0=1 output=rate", "1.7985532066057668670809751579359307962895190300974"),
    ],
    related: ["clustering.boolean-barrier"])

  /// γ increases in a_0, as the flow keeps the order.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try monotone(p, increasing: ["a0"]) { reals, _ in
      let bits = Precision.bits
      let gamma = try limit(reals.a0)
      return (output == "rate" ? 2 * gamma * gamma : gamma).rounded(to: bits)
    }
  }

  static func limit(_ a: Ball) throws -> Ball {
    (a * a - 1).isNegative ? try nearZero(a) : try series(a)
  }

  /// a_0 exp(-Σ E_1(2kx)), x = a_0². Since E_1(y) <= e^-y/y, the terms after the K-th sum to at most
  /// e^(-2(K+1)x)/(2(K+1)x (1 - e^(-2x))).
  static func series(_ a: Ball) throws -> Ball {
    let x = a * a
    let decay = Ball.exp(-2 * x)
    let (limit, geometric) = (Magnitude.power2(-Precision.bits - 4), 1 - decay)
    var sum: Ball = 0
    var k = 0
    var tail: Magnitude
    repeat {
      k += 1
      if Budget.isExhausted { throw BudgetExhausted() }
      sum += Ball.e1(2 * k * x)
      let next = Index(k + 1)
      tail = (Ball.pow(decay, next) / (2 * (k + 1) * x * geometric)).magnitude
    } while !(tail <= limit) && k < 1_000_000
    return a * Ball.exp(-Ball(center: sum, radius: tail))
  }

  /// √π exp(-γ_E/2 - 1/(2x) + Σ_k B_2k 2^(2k-1) x^(2k-1)/((2k)! (2k-1))) for x = a_0² < π.
  ///
  /// |B_2k| 2^(2k-1)/(2k)! = ζ(2k)/π^(2k) with ζ(2k) < 2: the terms after the K-th sum to at most
  /// 2/(x(2K+1)) q^(K+1)/(1 - q), q = (x/π)².
  static func nearZero(_ a: Ball) throws -> Ball {
    let outer = Precision.bits
    // The exponent 1/(2x) is needed absolutely.
    let extra = Swift.max(0, -2 * (a.exponent ?? 0)) + 16
    return try withPrecision(outer + extra) {
      let x = a.rounded(to: Precision.bits) * a
      let q = Ball.pow(x / Ball.pi, Index(2))
      let limit = Magnitude.power2(-outer - 8)
      var sum: Ball = 0
      var (factor, power) = (x, q / x)
      var k = 0
      var tail: Magnitude
      repeat {
        k += 1
        guard !Budget.isExhausted, let number = Bernoulli.number(2 * k) else { throw BudgetExhausted() }
        sum += Ball(number) * factor / (2 * k - 1)
        factor = factor * (4 * x * x) / ((2 * k + 1) * (2 * k + 2))
        power = power * q
        tail = (2 * power / ((2 * k + 1) * (1 - q))).magnitude
      } while !(tail <= limit) && k < 100_000
      let exponent = Ball(center: sum, radius: tail) - Ball.eulerGamma / 2 - 1 / (2 * x)
      return Ball.sqrt(Ball.pi) * Ball.exp(exponent)
    }.rounded(to: outer)
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let a = context.parameters.a0
    guard a >= 0.2, a <= 5 else { throw InputError("a simulation needs 1/5 <= a0 <= 5") }
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      [16.0, 32, 64, 128].map { size in
        let gamma = BooleanPair.limit(start: a, stepsPerUnit: size)
        return SizedObservation(size: size, simulated: context.output == "rate" ? 2 * gamma * gamma : gamma)
      }
    }.fitting(doubleExponential(a))
  }

  /// The weight 1/(1 + e^(2a²)) from a = 1 on: the logarithm of its logarithm becomes straight at once.
  private static func doubleExponential(_ a: Double) -> [RateFit] {
    var pair = BooleanPair(start: a, stepsPerUnit: 64)
    while pair.l < 0 { pair.step() }
    var (times, values): ([Double], [Double]) = ([], [])
    for _ in 0..<9 {
      let square = 2 * Double.exp(2 * pair.l)
      times.append(pair.t)
      values.append(Double.log(square + Double.log1p(Double.exp(-square))))
      for _ in 0..<16 { pair.step() }
    }
    return ClusteringRates.asymptotic(
      "slope of log(-log(off-diagonal weight)) against t", times, values, noise: 1e-9, certified: 2)
  }
}

/// The pair in the variable l = log a, in which the speed is tanh(e^(2l)), by Runge-Kutta.
struct BooleanPair {
  private(set) var l: Double
  private(set) var t = 0.0
  private let h: Double

  init(start: Double, stepsPerUnit: Double) { (l, h) = (Double.log(start), 1 / stepsPerUnit) }

  static func limit(start: Double, stepsPerUnit: Double) -> Double {
    var pair = BooleanPair(start: start, stepsPerUnit: stepsPerUnit)
    while 1 - pair.speed(pair.l) > 0 && pair.t < 60 { pair.step() }
    return Double.exp(pair.l - pair.t)
  }

  private func speed(_ l: Double) -> Double { Double.tanh(Double.exp(2 * l)) }

  mutating func step() {
    let k1 = speed(l)
    let k2 = speed(l + h / 2 * k1)
    let k3 = speed(l + h / 2 * k2)
    let k4 = speed(l + h * k3)
    l += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    t += h
  }
}
